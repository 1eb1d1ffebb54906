//! `trust`.

mod show;

use crate::common::{NowArgs, OutArgs, read_object, read_public_key, read_secret_key};
use crate::failure::{Done, Failure};
use crate::files;
use crate::output::Output;
use serde_json::json;
use std::path::{Path, PathBuf};
use zhengzhao_facade::core::crypto::{Signer as _, SigningKey};
use zhengzhao_facade::core::error::Object;
use zhengzhao_facade::core::issue::{TrustListDraft, add_signature, sign_trust_list};
use zhengzhao_facade::core::kind::Kinds;
use zhengzhao_facade::core::limits::MAX_TRUST_LIST;
use zhengzhao_facade::core::trust::{SignerSet, TrustList};
use zhengzhao_facade::trustfile::{MAX_TRUST_FILE, read_trust_list};
use zhengzhao_facade::{InputError, Text};

const MAKE_EXAMPLES: &str = "\
Examples / 示例:
  zhengzhao trust make cq.json --key signer1.key.json -o cq-1of2.zztrust
  zhengzhao trust sign cq-1of2.zztrust --key signer2.key.json -o cq.zztrust

A description / 描述文件 (key files are found beside it):
  { \"authority\": \"<18 characters>\", \"region\": \"500000\", \"sequence\": 1, \"days\": 30,
    \"threshold\": 2, \"signers\": [\"signer1.pub.json\", \"signer2.pub.json\", \"signer3.pub.json\"],
    \"issuers\": [{ \"id\": \"<18 characters>\", \"nameZh\": \"…\", \"nameEn\": \"…\", \"region\": \"500000\",
      \"keys\": [{ \"key\": \"issue.pub.json\", \"use\": \"issue\", \"from\": \"2026-01-01\" },
               { \"key\": \"status.pub.json\", \"use\": \"status\", \"from\": \"2026-01-01\" }],
      \"kinds\": [{ \"kind\": \"ZZ-LOCAL-FOOD-LICENCE\", \"from\": \"2026-01-01\" }],
      \"statusUris\": [\"zz:cq-market/1\"] }],
    \"recognitions\": [{ \"authority\": \"<18 characters>\", \"region\": \"510000\", \"threshold\": 2,
      \"signers\": [\"…\"], \"lowestSequence\": 1, \"from\": \"2026-01-01\",
      \"kinds\": [{ \"kind\": \"ZZ-LOCAL-RESIDENCE-PERMIT\", \"from\": \"2026-01-01\" }] }] }
Any kind may have a trust level and a pilot / 类型可标可信等级，可限于试点:
  { \"kind\": \"ZZ-LOCAL-EID\", \"from\": \"2026-01-01\", \"trustLevel\": \"B\",
    \"pilot\": { \"regions\": [\"500103\"], \"from\": \"2026-06-01\", \"to\": \"2026-12-31\",
               \"scenarios\": [\"<18 characters>/hotel-check-in\"] } }";

const ROLL_EXAMPLES: &str = "\
Examples / 示例:
  # renew
  zhengzhao trust roll cq.zztrust --key signer1.key.json \\
      --key signer2.key.json -o cq-2.zztrust
  # new signers
  zhengzhao trust roll cq.zztrust --signer s2.pub.json --signer s3.pub.json \\
      --signer s4.pub.json --threshold 2 --key s2.key.json --key s3.key.json \\
      -o cq-2.zztrust
The next list must carry the threshold of the signers of the list before and of its own.
新名单须同时满足原签署人和新签署人的门限。";

const SIGN_EXAMPLES: &str = "\
Examples / 示例:
  zhengzhao trust sign cq-1of2.zztrust --key signer2.key.json -o cq.zztrust";

const SHOW_EXAMPLES: &str = "\
Examples / 示例:
  zhengzhao trust show cq.zztrust";

/// Makes, signs, renews and shows trust lists 信任名单
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// Make a list from a description and sign it by one key or more 制作信任名单
    #[command(after_help = MAKE_EXAMPLES)]
    Make {
        /// The description, JSON 描述文件
        description: PathBuf,
        #[command(flatten)]
        signing: SigningArgs,
        #[command(flatten)]
        now: NowArgs,
    },
    /// Add a signature 追加签名
    #[command(after_help = SIGN_EXAMPLES)]
    Sign {
        /// The list 信任名单
        list: PathBuf,
        #[command(flatten)]
        signing: SigningArgs,
    },
    /// Make the next list of an authority, with the same or with new signers 续签或更换签署人
    #[command(after_help = ROLL_EXAMPLES)]
    Roll(RollArgs),
    /// Show a list; whether it counts only a desk can say 查看信任名单
    #[command(after_help = SHOW_EXAMPLES)]
    Show {
        /// The list 信任名单
        list: PathBuf,
    },
}

/// By whom, and where to.
#[derive(Debug, clap::Args)]
pub(crate) struct SigningArgs {
    /// A signer's secret key file; may be repeated 签署人私钥
    #[arg(long, value_name = "FILE", required = true)]
    key: Vec<PathBuf>,
    #[command(flatten)]
    out: OutArgs,
}

/// The next list.
#[derive(Debug, clap::Args)]
pub(crate) struct RollArgs {
    /// The list before 上一份信任名单
    list: PathBuf,
    /// The signers of the next list, by public key file [default: as before] 新签署人公钥
    #[arg(long, value_name = "FILE")]
    signer: Vec<PathBuf>,
    /// How many of them must sign [default: as before] 门限
    #[arg(long, value_name = "K")]
    threshold: Option<u64>,
    /// The sequence number [default: one more] 序号
    #[arg(long, value_name = "N")]
    sequence: Option<u64>,
    /// Days that it lives, at most 31 有效天数
    #[arg(long, value_name = "DAYS", default_value_t = 30)]
    days: u64,
    #[command(flatten)]
    signing: SigningArgs,
    #[command(flatten)]
    now: NowArgs,
}

pub(crate) fn run(command: &Command, output: &Output) -> Result<Done, Failure> {
    match command {
        Command::Make { description, signing, now } => {
            signing.out.check_new()?;
            let draft = describe(description, now)?;
            sign_and_write(&draft.build()?, signing, output)
        }
        Command::Sign { list, signing } => {
            signing.out.check_new()?;
            let bytes = read_object(list, Object::TrustList, MAX_TRUST_LIST)?;
            // Read first, so that a damaged list is named before any key is opened.
            TrustList::parse_unpinned(&bytes)
                .map_err(|refusal| Failure::refused_as(list, &bytes, Object::TrustList, refusal))?;
            add_and_write(bytes, &keys(signing)?, signing, output)
        }
        Command::Roll(args) => roll(args, output),
        Command::Show { list } => {
            let (list, signed_by) = read_list(list)?;
            let (record, text) = show::trust_list(&list, &signed_by);
            output.result(&record, &text);
            Ok(Done::Fine)
        }
    }
}

fn read_list(path: &Path) -> Result<(TrustList, Vec<zhengzhao_facade::core::crypto::Thumbprint>), Failure> {
    let bytes = read_object(path, Object::TrustList, MAX_TRUST_LIST)?;
    TrustList::parse_unpinned(&bytes)
        .map_err(|refusal| Failure::refused_as(path, &bytes, Object::TrustList, refusal))
}

fn describe(path: &Path, now: &NowArgs) -> Result<TrustListDraft, Failure> {
    let json = files::read_text(path, MAX_TRUST_FILE)?;
    let beside = path.parent().unwrap_or(Path::new(""));
    let resolve = |name: &str| {
        read_public_key(&beside.join(name)).map_err(|failure| match failure {
            Failure::Usage(Text { zh, en }) => InputError::new(name, zh, en),
            Failure::Refused { refusal, .. } => {
                let Text { zh, en } = Text::of_refusal(&refusal, &Kinds::builtin());
                InputError::new(name, zh, en)
            }
        })
    };
    read_trust_list(&json, now.time()?, &resolve).map_err(|error| Failure::in_file(path.display(), &error))
}

fn keys(signing: &SigningArgs) -> Result<Vec<SigningKey>, Failure> {
    signing.key.iter().map(|path| read_secret_key(path)).collect()
}

fn sign_and_write(list: &TrustList, signing: &SigningArgs, output: &Output) -> Result<Done, Failure> {
    let keys = keys(signing)?;
    let (Some((first, others)), Some(path)) = (keys.split_first(), signing.key.first()) else {
        return Err(Failure::usage("缺少 --key。", "--key is missing."));
    };
    check_signer(list, first, path)?;
    let bytes = sign_trust_list(list, first)?;
    add_and_write(bytes, others, signing, output)
}

fn add_and_write(
    mut bytes: Vec<u8>,
    keys: &[SigningKey],
    signing: &SigningArgs,
    output: &Output,
) -> Result<Done, Failure> {
    for key in keys {
        bytes = add_signature(&bytes, key)?;
    }
    signing.out.write(&bytes)?;
    let (list, signed_by) = TrustList::parse_unpinned(&bytes)?;
    let counted = list.signers().keys().iter().filter(|key| signed_by.contains(&key.thumbprint())).count();
    let (path, needed) = (signing.out.path().display(), list.signers().threshold());
    output.result(
        &json!({
            "file": signing.out.path(), "sequence": list.sequence(),
            "signatures": signed_by.len(), "ofItsSigners": counted, "threshold": needed,
        }),
        &Text::new(
            format!("已写入 {path}：第 {} 号，签署人签名 {counted} 个（需 {needed} 个）", list.sequence()),
            format!("wrote {path}: no. {}, {counted} of {needed} needed signatures", list.sequence()),
        ),
    );
    Ok(Done::Fine)
}

/// A clearer word than the core's refusal when somebody takes the wrong key file.
fn check_signer(list: &TrustList, key: &SigningKey, path: &Path) -> Result<(), Failure> {
    let own = key.public_key();
    if list.signers().keys().contains(own) || list.outgoing().contains(own) {
        return Ok(());
    }
    let path = path.display();
    Err(Failure::usage(
        format!("{path}：该密钥不是此名单的签署人。"),
        format!("{path}: this key is not a signer of the list."),
    ))
}

fn roll(args: &RollArgs, output: &Output) -> Result<Done, Failure> {
    args.signing.out.check_new()?;
    let (list, _) = read_list(&args.list)?;
    let before = list.signers();
    let signer_keys = match args.signer.as_slice() {
        [] => before.keys().to_vec(),
        paths => paths.iter().map(|path| read_public_key(path)).collect::<Result<_, _>>()?,
    };
    let outgoing = before.keys().iter().filter(|key| !signer_keys.contains(key)).cloned().collect();
    let threshold = args.threshold.unwrap_or_else(|| before.threshold());
    let signers = SignerSet::new(Object::TrustList, threshold, signer_keys)?;
    let sequence = args.sequence.unwrap_or_else(|| list.sequence().saturating_add(1));
    if sequence <= list.sequence() {
        return Err(Failure::usage(
            format!("序号必须大于 {}。", list.sequence()),
            format!("The sequence number must be above {}.", list.sequence()),
        ));
    }
    let now = args.now.time()?;
    let next = TrustListDraft {
        authority: list.authority().into(),
        region: list.region(),
        sequence,
        iat: now,
        exp: now.saturating_add(args.days.saturating_mul(86_400)),
        signers,
        outgoing,
        issuers: list.issuers().to_vec(),
        recognitions: list.recognitions().to_vec(),
    };
    sign_and_write(&next.build()?, &args.signing, output)
}
