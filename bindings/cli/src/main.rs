//! The command line.
mod demo;
use clap::Parser;
#[derive(clap::Parser)]
struct Cli {
    #[command(flatten)]
    demo: demo::Args,
}
fn main() -> std::process::ExitCode {
    demo::run(&Cli::parse().demo, zhengzhao_facade::core::Lang::En)
}
