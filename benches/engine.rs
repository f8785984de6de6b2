//! Wall-clock time of the engine on one thread: `cargo bench --bench engine`.

mod workloads;

use divan::Bencher;
use divan::counter::ItemsCount;

fn main() {
    divan::main();
}

/// 10,000 customers x items x days; items processed are user-steps.
#[divan::bench(args = [(100, 50), (1_000, 10)], sample_count = 5, sample_size = 1)]
fn bare(bencher: Bencher<'_, '_>, (items, days): (u64, u64)) {
    let scenario = workloads::bare(items, days);
    bencher.counter(ItemsCount::new(10_000 * days)).bench(|| workloads::run(&scenario, 1));
}

/// One world of the default case; items processed are customer-days.
#[divan::bench(args = [1, 2], sample_count = 5, sample_size = 1)]
fn full(bencher: Bencher<'_, '_>, threads: usize) {
    let scenario = workloads::full();
    bencher.counter(ItemsCount::new(creepline::simulate::customer_days(&scenario))).bench(|| workloads::run(&scenario, threads));
}
