//! Reach per CPU-second, speed-up by a second thread, and peak memory of a million streamed customers: `cargo bench --bench reach`.
//! CPU seconds are those of the process, so that a busy machine disturbs less than wall-clock time; medians of five.

mod workloads;

use std::sync::Arc;
use std::time::Instant;

use creepline::scenario::Scenario;

const ROUNDS: usize = 5;

fn main() {
    println!("{:<44} {:>12} {:>12} {:>12}", "per CPU-second, one thread", "lowest", "median", "highest");
    for (items, days) in [(100, 50), (1_000, 10)] {
        let scenario = workloads::bare(items, days);
        row(&format!("bare, {items} items: user-steps"), || {
            let run = workloads::run(&scenario, 1);
            workloads::user_steps(&run) as f64 / run.cpu_seconds
        });
    }
    let full = workloads::full();
    row("full, the default case: customer-days", || {
        let run = workloads::run(&full, 1);
        run.customer_days as f64 / run.cpu_seconds
    });
    let mut wider = Scenario::clone(&full);
    wider.experiment.worlds = 4;
    let wider = Arc::new(wider);
    row("full: wall clock of 1 thread / 2 threads", || {
        let wall = |threads| {
            let clock = Instant::now();
            workloads::run(&wider, threads);
            clock.elapsed().as_secs_f64()
        };
        wall(1) / wall(2)
    });
    let mut million = Scenario::clone(&full);
    million.population.customers = 1_000_000;
    million.experiment.days = 7;
    workloads::run(&Arc::new(million), 2);
    match peak_mib() {
        Some(peak) => println!("a million customers streamed (7 days): peak of the whole process {peak:.0} MiB"),
        None => println!("a million customers streamed (7 days): peak memory is not known on this system"),
    }
}

fn row(name: &str, mut figure: impl FnMut() -> f64) {
    let mut figures: Vec<f64> = (0..ROUNDS).map(|_| figure()).collect();
    figures.sort_by(f64::total_cmp);
    let show = |value: f64| if value < 1_000.0 { format!("{value:.2}") } else { format!("{:.3} M", value / 1e6) };
    println!("{name:<44} {:>12} {:>12} {:>12}", show(figures[0]), show(figures[ROUNDS / 2]), show(figures[ROUNDS - 1]));
}

/// Peak resident memory of this process in MiB, where the system tells (Linux).
fn peak_mib() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kib: f64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kib / 1024.0)
}
