//! One case over and over, for a profiler.

use crate::fixtures::Fixtures;
use crate::{Outcome, cases};

/// Runs the first case whose name contains `word`.
pub(crate) fn repeat(word: &str, count: u64) -> Outcome<()> {
    let fixtures = Fixtures::make()?;
    let mut cases = cases::all(&fixtures)?;
    let case = cases.iter_mut().find(|case| case.name.contains(word)).ok_or("no such case")?;
    let took = (case.run)(count);
    println!("{}: {count} times in {took:?}", case.name);
    Ok(())
}
