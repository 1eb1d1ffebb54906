//! The report, as Markdown.

use crate::Outcome;
use crate::fixtures::Fixtures;
use crate::harness::{Effort, Measured, Target};
use crate::shelf::Shelf;
use std::fmt::Write as _;
use std::process::Command;
use std::time::SystemTime;
use zhengzhao::time::Time;

pub(crate) fn report(
    fixtures: &Fixtures,
    measured: &[Measured],
    shelves: &[Shelf],
    effort: Effort,
) -> Outcome<String> {
    let mut out = String::from("# Results\n\n");
    writeln!(out, "{}\n", machine()?)?;
    if effort == Effort::QUICK {
        writeln!(out, "A quick run shows that everything works; its times mean nothing.\n")?;
    }
    if effort == Effort::BUSY {
        writeln!(out, "Measured in short slices while the machine did other things too.\n")?;
    }
    writeln!(out, "| case | µs | ratio | to | target | | allocations | bytes |")?;
    writeln!(out, "|---|---:|---:|---|---:|---|---:|---:|")?;
    for row in measured {
        let Measured { name, baseline, target, median_us, ratio, allocated } = row;
        let time = if *median_us < 1.0 { format!("{median_us:.4}") } else { format!("{median_us:.2}") };
        let (wanted, met) = match *target {
            Target::Ratio(limit) => (format!("≤ {limit:.2} ×"), Some(*ratio <= limit)),
            Target::Microseconds(limit) => (format!("≤ {limit} µs"), Some(*median_us <= limit)),
            Target::None => (String::new(), None),
        };
        let verdict = verdict(met);
        writeln!(
            out,
            "| {name} | {time} | {ratio:.3} | {baseline} | {wanted} | {verdict} | {} | {} |",
            allocated.count, allocated.bytes
        )?;
    }
    writeln!(
        out,
        "\nNot there yet: a presentation (two signatures, ≤ 2.4 ×), a prepared issuer key (≤ 0.45 ×)."
    )?;
    writeln!(out, "\n| object | bytes | target | |\n|---|---:|---:|---|")?;
    for size in fixtures.sizes() {
        let wanted = size.target.map_or_else(String::new, |limit| format!("≤ {limit}"));
        let verdict = verdict(size.target.map(|limit| size.found <= limit));
        writeln!(out, "| {} | {} | {wanted} | {verdict} |", size.name, size.found)?;
    }
    writeln!(
        out,
        "\n| held | bytes | allocations of a look-up among 10 | among 1,000 |\n|---|---:|---:|---:|"
    )?;
    for Shelf { name, held, look_up: [few, many] } in shelves {
        writeln!(out, "| {name} | {held} | {few} | {many} |")?;
    }
    Ok(out)
}

fn machine() -> Outcome<String> {
    let seconds = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH)?.as_secs();
    let date = Time::from_seconds(seconds).ok_or("the clock is beyond all dates")?.date();
    let cpu = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let field = |name: &str| {
        let line = cpu.lines().find(|line| line.starts_with(name))?;
        Some(line.split_once(':')?.1.trim().to_owned())
    };
    let model = field("model name").unwrap_or_else(|| std::env::consts::ARCH.to_owned());
    let numbers = field("cpu family")
        .zip(field("model\t"))
        .map_or_else(String::new, |(family, model)| format!(" (family {family}, model {model})"));
    let cores = std::thread::available_parallelism()?;
    let rustc =
        Command::new("rustc").arg("--version").output().map(|output| output.stdout).unwrap_or_default();
    let rustc = String::from_utf8_lossy(&rustc);
    Ok(format!("{date}, {model}{numbers}, {cores} cores, {}, default build.", rustc.trim()))
}

const fn verdict(met: Option<bool>) -> &'static str {
    match met {
        Some(true) => "met",
        Some(false) => "MISSED",
        None => "",
    }
}
