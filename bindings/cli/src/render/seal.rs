//! Verdicts on seals for a clerk.

use super::Page;
use std::path::Path;
use zhengzhao_facade::core::Lang;
use zhengzhao_facade::verdict::{SealRecord, SealVerdict};

/// The verdict as a clerk reads it; `number` of how many seals.
pub(crate) fn seal(
    path: &Path,
    (number, count): (usize, usize),
    verdict: &SealVerdict,
    lang: Lang,
) -> String {
    let SealVerdict { verdict, existed_before, seal } = verdict;
    let mut page = Page { out: String::new(), lang };
    page.out.push_str(verdict.outcome.word(lang));
    let path = path.display();
    page.line(&match lang {
        Lang::Zh => format!("{path}，第 {number} 枚印章，共 {count} 枚"),
        Lang::En => format!("{path}, seal {number} of {count}"),
    });
    page.line(verdict.reason.get(lang));
    page.line(verdict.next.get(lang));
    if let Some(code) = &verdict.code {
        page.field("代码", "code", code);
    }
    if let Some(seal) = seal {
        page.sealed(seal);
    }
    if let Some(moment) = existed_before {
        page.field("已知当时存在", "known to have existed", moment);
    }
    if let Some(certificate) = &verdict.certificate {
        page.certificate(certificate);
    }
    page.check(verdict);
    page.out
}

impl Page {
    pub(super) fn sealed(&mut self, seal: &SealRecord) {
        let SealRecord { document_name, media_type, length, .. } = seal;
        let document = match self.lang {
            Lang::Zh => format!("{document_name}（{media_type}，{length} 字节）"),
            Lang::En => format!("{document_name} ({media_type}, {length} bytes)"),
        };
        self.field("文件", "document", &document);
        self.field("盖章时间（盖章方自述）", "sealed, as the sealer states", &seal.sealed_as_stated);
        if let Some(purpose) = &seal.purpose {
            self.field("事由", "purpose", purpose);
        }
        let shown = seal.picture == "shown";
        let picture = if shown {
            self.pick("与证照所载一致", "the one that the certificate names")
        } else {
            self.pick("未提供", "not shown")
        };
        let picture = picture.to_owned();
        self.field("印模图片", "picture of the seal", &picture);
        let licence = &seal.licence;
        let kind = self.named(&licence.kind);
        let issuer = self.pick(&licence.issuer.name_zh, &licence.issuer.name_en).to_owned();
        let valid = licence.status.age_seconds().is_some();
        let age = self.status_age(&licence.status);
        let line = match self.lang {
            Lang::Zh if valid => format!("{kind}，{issuer}，状态有效（名单 {age}）"),
            Lang::Zh => format!("{kind}，{issuer}，状态{age}"),
            Lang::En if valid => format!("{kind}, {issuer}, valid by status (list {age})"),
            Lang::En => format!("{kind}, {issuer}, status {age}"),
        };
        self.field("所依据的证照", "licence behind it", &line);
    }
}
