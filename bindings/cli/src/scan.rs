//! `scan`.

mod picture;

use crate::failure::{Done, Failure};
use crate::files::{self, Content, Existing, STDIN};
use crate::output::{Output, print};
use serde_json::json;
use std::collections::BTreeSet;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use zhengzhao_facade::Text;
use zhengzhao_facade::codes::{self, Progress, Scan, Step};
use zhengzhao_facade::core::Refusal;
use zhengzhao_facade::core::error::Object;
use zhengzhao_facade::core::qr::is_text;
use zhengzhao_facade::detect::{Sort, detect};

/// A picture of 64 million pixels is smaller in every format that a camera or a printer driver writes.
const MAX_IMAGE: usize = 128 * 1024 * 1024;

const EXAMPLES: &str = "\
Examples / 示例:
  zhengzhao scan licence.png --out licence.zz
  # frames in any order
  zhengzhao scan shown-2.png shown-1.png --out shown.zz
  # the texts that a hand scanner types
  zhengzhao qr shown.zz --text | zhengzhao scan -
  zhengzhao scan licence.png --out - | zhengzhao verify - --state desk.zzstate";

/// Reads one object from PNG pictures of its QR codes, or from their texts. VERIFIES NOTHING; use `verify`.
/// 从二维码图片（PNG）或二维码文字读取一个对象；不作任何核验。
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// PNG pictures, each with one code or more, or files of texts; - for standard input 图片
    ///
    /// A code is read best upright, with 8 pixels a module or more.
    #[arg(required = true, value_name = "IMAGE")]
    images: Vec<PathBuf>,
    /// The file to write; - for standard output, on which nothing else is then printed 输出文件
    #[arg(short, long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Replace an existing file 替换已有文件
    #[arg(long)]
    force: bool,
}

/// The texts of one picture or file.
#[derive(Debug, Default)]
struct Texts {
    texts: Vec<String>,
    /// Codes that were seen and could not be read.
    unreadable: usize,
}

pub(crate) fn run(args: &Args, output: &Output) -> Result<Done, Failure> {
    let existing = Existing::forced(args.force);
    let out = args.out.as_deref();
    let to_stdout = out == Some(Path::new(STDIN));
    if let Some(path) = out.filter(|_| !to_stdout) {
        files::check_new(path, existing)?;
    }
    let mut desk = Desk::default();
    for path in &args.images {
        desk.read(path)?;
    }
    let read = match desk.end() {
        Ok(read) => read,
        Err(progress) => return Ok(incomplete(&progress, desk.unreadable, output)),
    };
    let sort = detect(&read.object);
    if !matches!(sort, Sort::Object(_)) {
        let Text { zh, en } = sort.text();
        return Err(Failure::usage(
            format!("二维码里是{zh}，不是本格式的对象。"),
            format!("The code holds {en}, no object of this format."),
        ));
    }
    match out {
        Some(_) if to_stdout => {
            // A reader that has gone away, as `head` does, is no error of ours.
            let _ = std::io::stdout().lock().write_all(&read.object);
            return Ok(Done::Fine);
        }
        Some(path) => files::write(path, &read.object, Content::Ordinary, existing)?,
        None => {}
    }
    say(&read, &sort, out, output);
    Ok(Done::Fine)
}

/// What was read so far.
#[derive(Debug, Default)]
struct Desk {
    scan: Scan,
    seen: BTreeSet<String>,
    object: Option<Vec<u8>>,
    foreign: usize,
    unreadable: usize,
}

/// An object, and the codes that were read on the way.
#[derive(Debug)]
struct Read {
    object: Vec<u8>,
    codes: usize,
    foreign: usize,
}

impl Desk {
    fn read(&mut self, path: &Path) -> Result<(), Failure> {
        let bytes = files::read(path, MAX_IMAGE)?;
        let found = texts(path, &bytes)?;
        drop(bytes);
        self.unreadable = self.unreadable.saturating_add(found.unreadable);
        let (own, foreign): (Vec<_>, Vec<_>) = found.texts.into_iter().partition(|text| is_text(text));
        if own.is_empty() && !foreign.is_empty() {
            let refusal = Refusal::TextPrefixMissing { object: Object::Text };
            return Err(Failure::refused_file(path.display(), refusal));
        }
        self.foreign = self.foreign.saturating_add(foreign.len());
        for text in own {
            self.take(path, text)?;
        }
        Ok(())
    }

    fn take(&mut self, path: &Path, text: String) -> Result<(), Failure> {
        if self.seen.contains(&text) {
            return Ok(());
        }
        let step = self.scan.take(&text).map_err(|refusal| Failure::refused_file(path.display(), refusal))?;
        self.seen.insert(text);
        let Step::Complete(object) = step else { return Ok(()) };
        match &self.object {
            Some(known) if *known != object => Err(several()),
            _ => {
                self.object = Some(object);
                Ok(())
            }
        }
    }

    /// The object, or what is missing.
    fn end(&mut self) -> Result<Read, Progress> {
        let progress = self.scan.progress();
        match self.object.take() {
            Some(object) if progress.missing.is_empty() => {
                Ok(Read { object, codes: self.seen.len(), foreign: self.foreign })
            }
            _ => Err(progress),
        }
    }
}

fn several() -> Failure {
    Failure::usage(
        "这些图片里有不止一个对象；请逐个读取。",
        "The pictures hold more than one object; scan them one at a time.",
    )
}

/// A picture's codes, or the lines of a file of texts.
fn texts(path: &Path, bytes: &[u8]) -> Result<Texts, Failure> {
    let sort = detect(bytes);
    if sort == Sort::Foreign("PNG") {
        let found = picture::texts(path, bytes)?;
        return match (found.texts.is_empty(), found.unreadable) {
            (false, _) => Ok(found),
            (true, 0) => Err(no_code(path)),
            (true, _) => Err(unreadable(path)),
        };
    }
    if sort == Sort::QrText {
        let lines = String::from_utf8_lossy(bytes);
        // A hand scanner ends each text with a line feed, which is no part of it.
        let texts = lines.split(['\r', '\n']).filter(|line| !line.trim().is_empty()).map(str::to_owned);
        return Ok(Texts { texts: texts.collect(), unreadable: 0 });
    }
    let (path, Text { zh, en }) = (path.display(), sort.named());
    Err(Failure::usage(
        format!("{path}：这是{zh}，不是 PNG 图片或二维码文字。"),
        format!("{path}: this is {en}; a PNG picture or the texts of codes are needed."),
    ))
}

fn no_code(path: &Path) -> Failure {
    let path = path.display();
    Failure::usage(
        format!("{path}：图片里没有找到二维码；请拍得更清楚、更大些。"),
        format!("{path}: no QR code was found in the picture; take a sharper or larger one."),
    )
}

fn unreadable(path: &Path) -> Failure {
    let path = path.display();
    Failure::usage(
        format!("{path}：图片里有二维码，但读不出来；请拍得更清楚、更大些。"),
        format!("{path}: there is a QR code that cannot be read; take a sharper or larger picture."),
    )
}

fn list(numbers: &[usize]) -> String {
    numbers.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

/// Not an error of the object, which nobody has seen whole.
fn incomplete(progress: &Progress, unreadable: usize, output: &Output) -> Done {
    let Progress { count, have, missing } = progress;
    let (read, left) = (list(have), list(missing));
    let (mut zh, mut en) = (
        format!("还缺二维码：共 {count} 个，缺第 {left} 个，已读第 {read} 个。"),
        format!("Codes are missing: number {left} of {count}; read so far: number {read}."),
    );
    if unreadable > 0 {
        zh.push_str(&format!("另有 {unreadable} 个看到但读不出来。"));
        en.push_str(&format!(" {unreadable} more were seen and could not be read."));
    }
    if output.is_json() {
        let record = json!({
            "outcome": "error", "messages": Text::new(zh, en),
            "count": count, "have": have, "missing": missing, "unreadable": unreadable,
        });
        print(&record.to_string());
    } else {
        output.failure(&Failure::usage(zh, en));
    }
    Done::Code(Failure::USAGE)
}

fn say(read: &Read, sort: &Sort, out: Option<&Path>, output: &Output) {
    let (name, purpose) = (sort.text(), codes::purpose(sort));
    let Read { object, codes, foreign } = read;
    let size = object.len();
    let object = match sort {
        Sort::Object(object) => Some(object.id()),
        _ => None,
    };
    let (mut zh, mut en) = (name.zh.clone(), name.en.clone());
    if let Some(purpose) = &purpose {
        zh.push_str(&format!("（{}）", purpose.zh));
        en.push_str(&format!(" ({})", purpose.en));
    }
    zh.push_str(&format!("，{size} 字节，{codes} 个二维码。未经核验。"));
    en.push_str(&format!(", {size} bytes, codes: {codes}. NOT VERIFIED."));
    if *foreign > 0 {
        zh.push_str(&format!("\n另有 {foreign} 个其他二维码，已略过。"));
        en.push_str(&format!("\nOther QR codes, passed over: {foreign}."));
    }
    if let Some(path) = out {
        zh.push_str(&format!("\n已写入 {}", path.display()));
        en.push_str(&format!("\nwrote {}", path.display()));
    }
    let record = json!({
        "verified": false, "object": object, "sort": name, "purpose": purpose, "bytes": size, "codes": codes,
        "foreign": foreign, "file": out,
    });
    output.result(&record, &Text::new(zh, en));
}
