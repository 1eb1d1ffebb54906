//! Interleaved rounds: each runs every case for a moment, so that a slow minute of the machine slows all alike.

use crate::allocations::{self, Allocated};
use std::time::{Duration, Instant};

/// How long to measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Effort {
    pub(crate) rounds: usize,
    pub(crate) slice: Duration,
}

impl Effort {
    pub(crate) const FULL: Self = Self { rounds: 15, slice: Duration::from_millis(60) };
    /// On a machine that does other things too: slices so short that the scheduler leaves most of them whole.
    pub(crate) const BUSY: Self = Self { rounds: 301, slice: Duration::from_millis(1) };
    pub(crate) const QUICK: Self = Self { rounds: 1, slice: Duration::from_millis(1) };
}

/// What must be reached.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Target {
    /// Times the baseline.
    Ratio(f64),
    Microseconds(f64),
    None,
}

/// Something that is measured.
pub(crate) struct Case<'f> {
    pub(crate) name: &'static str,
    /// The name of the case that counts as 1.
    pub(crate) baseline: &'static str,
    /// How many objects one run handles; figures are for one.
    pub(crate) objects: u32,
    pub(crate) target: Target,
    /// Does the work so many times and returns the time that counts.
    pub(crate) run: Box<dyn FnMut(u64) -> Duration + 'f>,
}

/// Work that is timed from the first to the last call.
pub(crate) fn timed<'f, T>(mut work: impl FnMut() -> T + 'f) -> Box<dyn FnMut(u64) -> Duration + 'f> {
    Box::new(move |count| {
        let start = Instant::now();
        for _ in 0..count {
            std::hint::black_box(work());
        }
        start.elapsed()
    })
}

/// Figures of one case, for one object.
#[derive(Debug)]
pub(crate) struct Measured {
    pub(crate) name: &'static str,
    pub(crate) baseline: &'static str,
    pub(crate) target: Target,
    pub(crate) median_us: f64,
    /// The median of the ratios of the rounds, which is steadier than the ratio of the medians.
    pub(crate) ratio: f64,
    pub(crate) allocated: Allocated,
}

/// Measures the cases whose name contains `only`, and what they are compared with.
pub(crate) fn measure(cases: Vec<Case<'_>>, only: &str, effort: Effort) -> Vec<Measured> {
    let wanted: Vec<&str> = cases
        .iter()
        .filter(|case| case.name.contains(only))
        .flat_map(|case| [case.name, case.baseline])
        .collect();
    let mut cases: Vec<Case<'_>> = cases.into_iter().filter(|case| wanted.contains(&case.name)).collect();
    let counts: Vec<u64> = cases.iter_mut().map(|case| calibrate(case, effort.slice)).collect();
    let allocated: Vec<Allocated> = cases
        .iter_mut()
        .map(|case| {
            let total = allocations::during(|| {
                (case.run)(1);
            });
            let objects = u64::from(case.objects);
            let each = |sum: u64| sum.checked_div(objects).unwrap_or(sum);
            Allocated { count: each(total.count), bytes: each(total.bytes) }
        })
        .collect();
    let mut rounds: Vec<Vec<f64>> = vec![Vec::new(); cases.len()];
    for _ in 0..effort.rounds {
        for ((case, count), times) in cases.iter_mut().zip(&counts).zip(&mut rounds) {
            let seconds = (case.run)(*count).as_secs_f64();
            times.push(seconds * 1e6 / as_float(*count) / f64::from(case.objects));
        }
    }
    let baseline =
        |name: &str| cases.iter().zip(&rounds).find(|(case, _)| case.name == name).map(|(_, times)| times);
    cases
        .iter()
        .zip(&rounds)
        .zip(allocated)
        .map(|((case, times), allocated)| {
            let ratios = baseline(case.baseline)
                .map(|base| times.iter().zip(base).map(|(time, base)| time / base).collect())
                .unwrap_or_default();
            Measured {
                name: case.name,
                baseline: case.baseline,
                target: case.target,
                median_us: median(times.clone()),
                ratio: median(ratios),
                allocated,
            }
        })
        .collect()
}

/// How many runs fill a slice; also warms up.
fn calibrate(case: &mut Case<'_>, slice: Duration) -> u64 {
    let mut count = 1_u64;
    loop {
        let start = Instant::now();
        (case.run)(count);
        let took = start.elapsed();
        if took.saturating_mul(4) >= slice || count >= 1 << 32 {
            let fill = slice.as_secs_f64() / took.as_secs_f64().max(1e-9) * as_float(count);
            return rounded(fill).max(1);
        }
        count = count.saturating_mul(2);
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of runs are far below 2^53")]
fn as_float(count: u64) -> f64 {
    count as f64
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a small positive number of runs"
)]
fn rounded(count: f64) -> u64 {
    count.round() as u64
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}
