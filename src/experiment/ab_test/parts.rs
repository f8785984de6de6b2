//! What a test's estimate is away from the truth, cut into parts that add up exactly.

use super::super::estimate::{Estimate, Estimated};
use crate::measure::Measured;

/// Names and meanings of the parts, in the order of [`Part`] lists.
pub const PARTS: [(&str, &str); 6] = [
    ("peeking", "the estimate of the look at which the test stopped, less that of its last day"),
    ("attrition", "the estimate over those who count, less that over everybody assigned"),
    ("interference", "the estimate with one crowd for all variants, less that with a crowd for each"),
    ("sampling", "the estimate of those assigned, less the effect on everybody over the same days"),
    ("novelty", "the effect over the days of the test, less that of its last days"),
    ("short horizon", "the effect over the last days of the test, less that to the horizon"),
];

/// One part over all tests.
#[derive(Clone, Debug)]
pub struct Part {
    /// What it is called.
    pub name: &'static str,
    /// What it is.
    pub meaning: &'static str,
    /// Mean over worlds: what this part adds to the estimate on average.
    pub bias: Estimated,
    /// Its share of the mean squared error; all shares add up to 1, single ones may be below 0 where parts offset each other. Undefined without any
    /// error.
    pub share: Measured,
}

/// The parts of each test, by world, then by test.
pub fn parts(by_world: &[Vec<[f64; 6]>], confidence: f64) -> Vec<Part> {
    let all = || by_world.iter().flatten();
    let square: f64 = all().map(|parts| parts.iter().sum::<f64>().powi(2)).sum();
    PARTS
        .iter()
        .enumerate()
        .map(|(place, &(name, meaning))| {
            let mean = |tests: &Vec<[f64; 6]>| -> Measured {
                let sum: f64 = tests.iter().map(|parts| parts[place]).sum();
                crate::stats::quotient(sum, tests.len() as f64, "no test of this world came to an estimate")
            };
            let shared: f64 = all().map(|parts| parts[place] * parts.iter().sum::<f64>()).sum();
            Part {
                name,
                meaning,
                bias: Estimate::of(by_world.iter().map(mean).collect(), confidence),
                share: crate::stats::quotient(shared, square, "no test was away from the truth"),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_add_up_to_one() {
        let tests = vec![vec![[1.0, 0.0, 0.0, -0.5, 2.0, 0.25], [0.0, 0.0, 0.0, 0.5, 2.0, 0.25]], vec![[0.5, 0.0, 0.0, 0.0, 1.0, -3.0]]];
        let found = parts(&tests, 0.95);
        let sum: f64 = found.iter().map(|part| *part.share.as_ref().expect("errors")).sum();
        assert!((sum - 1.0).abs() < 1e-12, "{sum}");
        assert_eq!(found[0].bias.as_ref().expect("tests").mean, 0.5);
        assert_eq!(found[1].share, Ok(0.0));
        assert!(parts(&[vec![[0.0; 6]]], 0.95).iter().all(|part| part.share.is_err()));
        assert!(parts(&[Vec::new()], 0.95).iter().all(|part| part.bias.is_err()));
    }
}
