//! Measurements: every time is a ratio to a bare signature check of the same run.
//!
//! `cargo run --release -p zhengzhao-benches` prints the table; `--save FILE` also writes it, with the machine;
//! `--busy` measures in short slices, for a machine that is not quiet; `--quick` only shows that everything runs
//! and that the sizes hold; `--only WORD` picks cases and their baselines; `--loop WORD COUNT` feeds a profiler.
//! A missed target is printed and never an error: a time depends on the machine, a test must not.

mod allocations;
mod cases;
mod fixtures;
mod harness;
mod profile;
mod shelf;
mod table;

use fixtures::Fixtures;
use harness::Effort;
use std::error::Error;

/// Whatever goes wrong is told and ends the program.
type Outcome<T> = Result<T, Box<dyn Error>>;

const USAGE: &str =
    "usage: zhengzhao-benches [--quick | --busy] [--only WORD] [--save FILE] | --loop WORD COUNT";

fn main() -> Outcome<()> {
    let (mut effort, mut only, mut save) = (Effort::FULL, String::new(), None);
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--quick" => effort = Effort::QUICK,
            "--busy" => effort = Effort::BUSY,
            "--only" => only = arguments.next().ok_or(USAGE)?,
            "--save" => save = Some(arguments.next().ok_or(USAGE)?),
            "--loop" => {
                let (word, count) = arguments.next().zip(arguments.next()).ok_or(USAGE)?;
                return profile::repeat(&word, count.parse()?);
            }
            _ => return Err(USAGE.into()),
        }
    }
    let fixtures = Fixtures::make()?;
    fixtures.sizes_hold()?;
    let shelves = shelf::measure(&fixtures.world)?;
    let measured = harness::measure(cases::all(&fixtures)?, &only, effort);
    let report = table::report(&fixtures, &measured, &shelves, effort)?;
    print!("{report}");
    if let Some(file) = save {
        std::fs::write(file, report)?;
    }
    Ok(())
}
