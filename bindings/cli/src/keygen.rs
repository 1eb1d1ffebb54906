//! `keygen`.

use crate::common::names;
use crate::failure::{Done, Failure};
use crate::files::{self, Content, Existing};
use crate::output::Output;
use crate::random;
use crate::usage::Expected;
use serde_json::json;
use std::path::PathBuf;
use zhengzhao_facade::core::crypto::{Algorithm, Signer as _, SigningKey};
use zhengzhao_facade::{Text, keyfile};

const EXAMPLES: &str = "\
Examples / 示例:
  # issuer.key.json, issuer.pub.json
  zhengzhao keygen issuer
  zhengzhao keygen holder --algorithm esp256";

/// Makes a key pair: NAME.key.json (secret, readable by you alone) and NAME.pub.json.
/// 生成密钥：NAME.key.json 为私钥，请妥善保管。
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The files are called NAME.key.json and NAME.pub.json 文件名
    name: PathBuf,
    /// ed25519, esp256 (P-256, phones) or sm2 算法
    #[arg(short, long, default_value = "ed25519", value_parser = parse_algorithm)]
    algorithm: Algorithm,
    /// Replace existing files 替换已有文件
    #[arg(long)]
    force: bool,
}

fn parse_algorithm(text: &str) -> Result<Algorithm, Expected> {
    keyfile::algorithm_named(text)
        .ok_or(Expected::new("应为 ed25519、esp256 或 sm2。", "expected ed25519, esp256 or sm2"))
}

pub(crate) fn run(args: &Args, output: &Output) -> Result<Done, Failure> {
    let with = |ending: &str| {
        let mut name = args.name.clone().into_os_string();
        name.push(ending);
        PathBuf::from(name)
    };
    let (secret_path, public_path) = (with(".key.json"), with(".pub.json"));
    let existing = Existing::forced(args.force);
    files::check_new(&secret_path, existing)?;
    files::check_new(&public_path, existing)?;
    let key = SigningKey::generate(args.algorithm, &mut random::generator()?).map_err(|error| {
        Failure::usage(format!("未能生成密钥（{error}）。"), format!("No key was made: {error}."))
    })?;
    files::write(&secret_path, keyfile::write_secret(&key).as_bytes(), Content::Secret, existing)?;
    let public = keyfile::public_record(key.public_key());
    files::write(&public_path, format!("{public:#}\n").as_bytes(), Content::Ordinary, existing)?;
    let thumbprint = key.public_key().thumbprint();
    let written = names([&secret_path, &public_path].into_iter());
    output.result(
        &json!({
            "secret": secret_path, "public": public_path,
            "algorithm": key.public_key().algorithm().name(), "thumbprint": thumbprint.to_string(),
        }),
        &Text::new(
            format!("已写入 {written}\n指纹 {thumbprint}"),
            format!("wrote {written}\nthumbprint {thumbprint}"),
        ),
    );
    Ok(Done::Fine)
}
