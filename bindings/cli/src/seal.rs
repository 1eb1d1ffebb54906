//! `seal`.

use crate::common::{NowArgs, purpose, read_object, read_secret_key};
use crate::document::{hash, seals_of};
use crate::failure::{Done, Failure};
use crate::files::{self, Content, Existing};
use crate::output::Output;
use crate::random;
use serde_json::json;
use std::io;
use std::path::PathBuf;
use zhengzhao_facade::Text;
use zhengzhao_facade::core::act::ActError;
use zhengzhao_facade::core::act::seal::MAX_FILE;
use zhengzhao_facade::core::cbor::text_fault;
use zhengzhao_facade::core::crypto::rand_core::Rng as _;
use zhengzhao_facade::core::error::Object;
use zhengzhao_facade::core::limits::{MAX_CERTIFICATE, MAX_TEXT_KEY};
use zhengzhao_facade::seal::{Sealing, append, media_type};

const EXAMPLES: &str = "\
Examples / 示例:
  zhengzhao seal contract.pdf --certificate seal.zz --key seal.key.json
  zhengzhao seal contract.pdf --certificate seal.zz --key seal.key.json \\
      --purpose 签订购销合同

The document is left as it is; the seal goes to contract.pdf.zzseal, beside the seals that are there already.
文件本身不改动；印章写入 contract.pdf.zzseal，已有的印章保留。";

/// Seals a document of any size with an electronic seal.
/// 用电子印章对文件盖章；文件不改动，印章另存于旁。
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The document 要盖章的文件
    file: PathBuf,
    /// The seal's certificate, as its owner holds it 电子印章证照
    #[arg(long, value_name = "FILE")]
    certificate: PathBuf,
    /// The seal's secret key file 印章私钥
    #[arg(long, value_name = "FILE")]
    key: PathBuf,
    /// Why, 1 to 200 characters 事由
    #[arg(long, value_name = "TEXT")]
    purpose: Option<String>,
    /// The document's name; by default the file's 文件名称
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// Its media type; by default what the name's ending suggests 媒体类型
    #[arg(long, value_name = "TYPE")]
    media_type: Option<String>,
    /// The file of seals [default: the document's name with .zzseal] 印章文件
    #[arg(short, long, value_name = "FILE")]
    out: Option<PathBuf>,
    #[command(flatten)]
    now: NowArgs,
}

pub(crate) fn run(args: &Args, output: &Output) -> Result<Done, Failure> {
    let out = args.out.clone().unwrap_or_else(|| seals_of(&args.file));
    let held =
        if out.symlink_metadata().is_ok() { Some(read_object(&out, Object::Seal, MAX_FILE)?) } else { None };
    if args.file.is_dir() {
        return Err(files::cannot_read(&args.file, &io::ErrorKind::IsADirectory.into()));
    }
    let name = name(args)?;
    let media_type = args.media_type.clone().unwrap_or_else(|| media_type(&name).into());
    if !(1..=127).contains(&media_type.len()) || !media_type.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(Failure::usage(
            "--media-type 应为 1 至 127 个可见 ASCII 字符。",
            "--media-type must be 1 to 127 visible ASCII characters.",
        ));
    }
    let purpose = args.purpose.as_deref().map(purpose).transpose()?;
    let certificate = read_object(&args.certificate, Object::Certificate, MAX_CERTIFICATE)?;
    let key = read_secret_key(&args.key)?;
    let document = hash(&args.file)?;
    let now = args.now.time()?;
    let mut cti = [0; 16];
    random::generator()?.fill_bytes(&mut cti);
    let sealing = Sealing { document, name: name.clone(), media_type: media_type.clone(), purpose, now };
    let seal = sealing.sign(&certificate, &key, cti).map_err(|error| match error {
        ActError::Refused(refusal) => {
            Failure::refused_as(&args.certificate, &certificate, Object::Certificate, refusal)
        }
        other => other.into(),
    })?;
    let bytes = append(held.as_deref(), &seal).map_err(|refusal| {
        Failure::refused_as(&out, held.as_deref().unwrap_or_default(), Object::Seal, refusal)
    })?;
    let existing = if held.is_some() { Existing::Replace } else { Existing::Keep };
    files::write(&out, &bytes, Content::Ordinary, existing)?;
    let (path, length, sha256) = (out.display(), document.length(), hex::encode(document.digest()));
    output.result(
        &json!({
            "file": out, "name": name, "media_type": media_type, "length": length, "sha256": sha256,
            "sealed_as_stated": now.to_string(),
        }),
        &Text::new(
            format!("已盖章，写入 {path}\n文件：{name}（{media_type}，{length} 字节）\nSHA-256：{sha256}"),
            format!(
                "sealed; wrote {path}\ndocument: {name} ({media_type}, {length} bytes)\nSHA-256: {sha256}"
            ),
        ),
    );
    Ok(Done::Fine)
}

fn name(args: &Args) -> Result<String, Failure> {
    let name = match &args.name {
        Some(name) => Some(name.as_str()),
        None => args.file.file_name().and_then(|name| name.to_str()),
    };
    let sound = |name: &&str| (1..=MAX_TEXT_KEY).contains(&name.len()) && text_fault(name).is_none();
    name.filter(sound).map(Into::into).ok_or_else(|| {
        Failure::usage(
            "文件名称应为 1 至 255 字节的 NFC 文字，不含不可见字符；请用 --name 指定。",
            "The document's name must be 1 to 255 bytes of text in normal form C without invisible characters; give --name.",
        )
    })
}
