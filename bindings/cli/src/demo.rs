//! The whole story with fictional authorities.

use std::path::PathBuf;
use std::process::ExitCode;
use zhengzhao_facade::core::Lang;

/// Plays the whole story with fictional authorities.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Write every artefact into this directory 保存全部文件
    #[arg(long, value_name = "DIR")]
    pub(crate) keep: Option<PathBuf>,
    /// Set by the program from the language of the whole command line.
    #[arg(skip = Lang::En)]
    pub(crate) lang: Lang,
}

pub(crate) fn run(args: Args) -> ExitCode {
    let _ = args;
    println!("demo");
    ExitCode::SUCCESS
}
