//! `inspect`.

use crate::failure::{Done, Failure};
use crate::files;
use crate::output::{Output, print};
use serde_json::json;
use std::path::PathBuf;
use zhengzhao_facade::core::Refusal;
use zhengzhao_facade::core::cbor::diagnose;
use zhengzhao_facade::core::error::Object;
use zhengzhao_facade::core::limits::MAX_PACK;
use zhengzhao_facade::detect::{Sort, detect};

const EXAMPLES: &str = "\
Examples / 示例:
  zhengzhao inspect licence.zz
  zhengzhao inspect - < licence.zz";

/// The warning above and below everything that is shown.
const WARNING: &str = "\
!!! 未经核验 — 以下内容未验证任何签名、期限或状态，不得据此受理 !!!
!!! NOTHING HERE IS VERIFIED — no signature, date or status was checked; never act on it !!!";

/// Shows what a file is and what it holds. VERIFIES NOTHING; use `verify` to decide anything.
/// 查看文件内容；不作任何核验，不得据此受理。
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The file; - for standard input 文件
    file: PathBuf,
}

pub(crate) fn run(args: &Args, output: &Output) -> Result<Done, Failure> {
    let bytes = files::read(&args.file, MAX_PACK)?;
    let sort = detect(&bytes);
    let shown = notation(&sort, &bytes);
    let text = sort.text();
    if output.is_json() {
        let (notation, fault) = match &shown {
            Ok(notation) => (notation.as_deref(), None),
            Err(refusal) => (None, Some(refusal)),
        };
        let record = json!({
            "verified": false, "warning": WARNING, "sort": text, "bytes": bytes.len(),
            "notation": notation, "code": fault.map(|refusal| refusal.code()),
        });
        print(&record.to_string());
    } else {
        print(WARNING);
        output.say(
            &format!("\n{}，{} 字节", text.zh, bytes.len()),
            &format!("\n{}, {} bytes", text.en, bytes.len()),
        );
        if let Ok(Some(notation)) = &shown {
            print(&format!("{notation}\n"));
            print(WARNING);
        }
    }
    match shown {
        Ok(Some(_)) => Ok(Done::Fine),
        Ok(None) => Ok(Done::Code(Failure::USAGE)),
        Err(refusal) => {
            if !output.is_json() {
                output.failure(&Failure::refused_file(args.file.display(), refusal));
            }
            Ok(Done::Code(Failure::USAGE))
        }
    }
}

/// The diagnostic notation of CBOR; `None` for other files, whose content is not repeated: a key file holds a
/// secret.
fn notation(sort: &Sort, bytes: &[u8]) -> Result<Option<String>, Refusal> {
    let object = match sort {
        Sort::Object(object) => *object,
        Sort::ForeignCose(_) | Sort::ForeignCbor => Object::Certificate,
        _ => return Ok(None),
    };
    Ok(Some(diagnose(object, bytes)?))
}
