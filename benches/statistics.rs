//! Wall-clock time of a comparison's statistics, nothing flown: `cargo bench --bench statistics`.

#[expect(dead_code, reason = "each bench flies some of the workloads")]
mod workloads;

use std::sync::{Arc, OnceLock};

use creepline::experiment::{ab_test, calibration, guard_outcomes, scorecard};
use creepline::scenario::Case;
use creepline::simulate::Run;
use divan::Bencher;

fn main() {
    divan::main();
}

/// The default comparison as a person flies it: 20 worlds of 5,000 people, 90 days, three variants and the twin.
fn default_comparison() -> &'static Run {
    static RUN: OnceLock<Arc<Run>> = OnceLock::new();
    RUN.get_or_init(|| {
        let Some(Ok(loaded)) = Case::find("retargeting").map(Case::load) else { unreachable!("it is bundled and loads") };
        workloads::run(&Arc::new(loaded.scenario), 0)
    })
}

/// Scorecard with guardrails and verdicts.
#[divan::bench(sample_count = 10, sample_size = 1)]
fn verdicts(bencher: Bencher<'_, '_>) {
    let run = default_comparison();
    bencher.bench(|| scorecard(run));
}

/// A thousand A/B tests against the truth, for each variant.
#[divan::bench(sample_count = 10, sample_size = 1)]
fn estimate_against_truth(bencher: Bencher<'_, '_>) {
    let run = default_comparison();
    let guards = guard_outcomes(run);
    bencher.bench(|| ab_test(run, &guards));
}

/// Two thousand tests of nothing by every method.
#[divan::bench(sample_count = 3, sample_size = 1)]
fn nothing_against_nothing(bencher: Bencher<'_, '_>) {
    let run = default_comparison();
    bencher.bench(|| calibration(run, 2_000));
}
