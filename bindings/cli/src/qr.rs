//! `qr`.

mod draw;

use crate::common::names;
use crate::failure::{Done, Failure};
use crate::files::{self, Content, Existing, TooLarge};
use crate::output::{Output, print};
use draw::Code;
use serde_json::json;
use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};
use zhengzhao_facade::core::Refusal;
use zhengzhao_facade::core::error::Object;
use zhengzhao_facade::core::qr::MAX_FRAMED;
use zhengzhao_facade::detect::{Sort, detect};
use zhengzhao_facade::{Text, codes};

const EXAMPLES: &str = "\
Examples / 示例:
  zhengzhao qr licence.zz                           # on the terminal
  zhengzhao qr licence.zz --png licence.png
  # shown-1.svg, shown-2.svg, … when it needs several codes
  zhengzhao qr shown.zz --svg shown.svg --scale 4
  # the texts that the codes hold, one a line
  zhengzhao qr licence.zz --text";

/// Draws an object as one QR code of at most 753 bytes, or as 2 to 8 frames. Level M, version 22 at most.
/// 把证照等对象生成二维码；较长的对象分成 2 至 8 个。
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The object; - for standard input 文件
    file: PathBuf,
    /// Draw a PNG image 输出 PNG
    #[arg(long, value_name = "OUT", group = "image")]
    png: Option<PathBuf>,
    /// Draw an SVG image 输出 SVG
    #[arg(long, value_name = "OUT", group = "image")]
    svg: Option<PathBuf>,
    /// Draw on the terminal; so it is done when nothing else is asked for 在终端显示
    #[arg(long, conflicts_with = "image")]
    terminal: bool,
    /// Print the texts of the codes, one a line 输出二维码文字
    #[arg(long, conflicts_with = "terminal")]
    text: bool,
    /// Pixels of a module 每格像素
    #[arg(long, value_name = "PIXELS", default_value_t = 8, value_parser = clap::value_parser!(u32).range(1..=32), requires = "image")]
    scale: u32,
    /// Replace existing files 替换已有文件
    #[arg(long)]
    force: bool,
}

pub(crate) fn run(args: &Args, output: &Output) -> Result<Done, Failure> {
    let read = files::read_bounded(&args.file, MAX_FRAMED)?;
    let bytes = read.map_err(|TooLarge { size }| {
        let refusal = Refusal::TooLarge { object: Object::Frame, size, limit: MAX_FRAMED };
        Failure::refused_file(args.file.display(), refusal)
    })?;
    check_sort(&args.file, &detect(&bytes))?;
    let texts = codes::texts(&bytes)?;
    let drawn = texts.iter().map(|text| Code::of(text)).collect::<Result<Vec<_>, _>>()?;
    let written = write(args, &drawn)?;
    let (several, versions) = (drawn.len(), drawn.iter().map(Code::version).collect::<Vec<_>>());
    if output.is_json() {
        let record = json!({
            "bytes": bytes.len(), "codes": several, "versions": versions, "files": written, "texts": texts,
        });
        print(&record.to_string());
        return Ok(Done::Fine);
    }
    if args.text {
        texts.iter().for_each(|text| print(text));
    } else if written.is_empty() {
        on_terminal(&drawn, output);
    }
    if !written.is_empty() {
        let (names, size) = (names(written.iter()), bytes.len());
        output.say(
            &format!("已写入 {names}（{size} 字节，{several} 个二维码）"),
            &format!("wrote {names} ({size} bytes, {several} {})", codes_en(several)),
        );
    }
    Ok(Done::Fine)
}

const fn codes_en(count: usize) -> &'static str {
    if count == 1 { "code" } else { "codes" }
}

/// Whatever is drawn leaves the machine for everyone to see, so a secret must not slip in by mistake.
fn check_sort(path: &Path, sort: &Sort) -> Result<(), Failure> {
    if matches!(sort, Sort::Object(_)) {
        return Ok(());
    }
    let (path, Text { zh, en }) = (path.display(), sort.named());
    Err(Failure::usage(
        format!("{path}：这是{zh}，不能放入二维码。"),
        format!("{path}: this is {en}; codes hold objects of this format only."),
    ))
}

/// Writes the images, none if one of the files must stay.
fn write(args: &Args, drawn: &[Code]) -> Result<Vec<PathBuf>, Failure> {
    let Some(out) = args.png.as_ref().or(args.svg.as_ref()) else { return Ok(Vec::new()) };
    let existing = Existing::forced(args.force);
    let paths: Vec<_> = match drawn {
        [_] => vec![out.clone()],
        several => (1..=several.len()).map(|number| numbered(out, number)).collect(),
    };
    for path in &paths {
        files::check_new(path, existing)?;
    }
    for (path, code) in paths.iter().zip(drawn) {
        let image =
            if args.png.is_some() { code.png(args.scale)? } else { code.svg(args.scale).into_bytes() };
        files::write(path, &image, Content::Ordinary, existing)?;
    }
    Ok(paths)
}

/// `shown.png` becomes `shown-1.png`.
fn numbered(path: &Path, number: usize) -> PathBuf {
    let mut name = path.file_stem().unwrap_or_default().to_owned();
    name.push(format!("-{number}"));
    if let Some(extension) = path.extension() {
        name.push(".");
        name.push(extension);
    }
    path.with_file_name(name)
}

fn on_terminal(drawn: &[Code], output: &Output) {
    // Where colours can be set, the code does not depend on those of the terminal.
    let coloured = std::io::stdout().is_terminal();
    let count = drawn.len();
    for (number, code) in (1..).zip(drawn) {
        if count > 1 {
            output.say(&format!("第 {number} 个，共 {count} 个"), &format!("code {number} of {count}"));
        }
        print(code.terminal(coloured).trim_end_matches('\n'));
        let width = code.width();
        output.say(&format!("需 {width} 列宽的终端"), &format!("needs a terminal of {width} columns"));
    }
}

#[cfg(test)]
mod tests {
    use super::numbered;
    use std::path::Path;

    #[test]
    fn numbers_go_before_the_extension() {
        for (path, expected) in
            [("a.png", "a-2.png"), ("d.d/a", "d.d/a-2"), ("../a.b.svg", "../a.b-2.svg"), (".x", ".x-2")]
        {
            assert_eq!(numbered(Path::new(path), 2), Path::new(expected));
        }
    }
}
