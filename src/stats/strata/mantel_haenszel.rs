//! Two-by-two tables in strata: one odds ratio for all, and whether one is enough.

use crate::stats::distributions::{chi_square_sf, normal_quantile};
use crate::stats::summary::level;
use crate::stats::{Measured, Undefined};

/// Counts of one stratum.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StratumTable {
    /// Successes of b.
    pub successes_b: u64,
    /// Misses of b.
    pub misses_b: u64,
    /// Successes of a.
    pub successes_a: u64,
    /// Misses of a.
    pub misses_a: u64,
}

/// How the corrected Mantel-Haenszel statistic takes half a count off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ContinuityCorrection {
    /// At most the distance itself: a distance below one half becomes 0. As R.
    AtMostDistance,
    /// Always one half, and squared: a distance below one half grows instead. As statsmodels 0.15.0.
    AlwaysHalf,
}

/// A chi-square statistic and its p value; with no degree of freedom the statistic is 0 by construction and the p value undefined.
#[derive(Clone, Debug, PartialEq)]
pub struct ChiSquareTest {
    /// Statistic.
    pub statistic: f64,
    /// p value. Range 0 to 1.
    pub p_value: Measured,
}

impl ChiSquareTest {
    fn new(statistic: f64, degrees_of_freedom: f64) -> Self {
        let p_value = if degrees_of_freedom > 0.0 {
            chi_square_sf(statistic, degrees_of_freedom)
        } else {
            Err(Undefined::new("fewer than two strata can be compared"))
        };
        Self { statistic, p_value }
    }
}

/// Pooled measures over strata. Each may be undefined on its own.
#[derive(Clone, Debug, PartialEq)]
pub struct MantelHaenszel {
    /// Pooled odds ratio of b against a; infinite where no miss of b stands against a success of a.
    pub odds_ratio: Measured,
    /// Standard error of its logarithm (Robins, Breslow and Greenland 1986).
    pub log_odds_ratio_error: Measured,
    /// Interval of the odds ratio.
    pub odds_ratio_interval: Result<(f64, f64), Undefined>,
    /// Pooled ratio of shares; infinite where a has no success.
    pub risk_ratio: Measured,
    /// Chi-square, 1 degree of freedom, that there is no association in any stratum, and its p value.
    pub association: Result<ChiSquareTest, Undefined>,
    /// The same with a continuity correction.
    pub corrected_association: Result<ChiSquareTest, Undefined>,
    /// Breslow and Day's chi-square that all strata share one odds ratio, and its p value.
    pub homogeneity: Result<ChiSquareTest, Undefined>,
    /// The same with Tarone's adjustment, which is the valid one.
    pub adjusted_homogeneity: Result<ChiSquareTest, Undefined>,
}

/// One stratum in numbers: b successes, b misses, a successes, a misses, and all.
#[derive(Clone, Copy)]
struct Cells {
    a: f64,
    b: f64,
    c: f64,
    d: f64,
    n: f64,
}

/// Mantel-Haenszel analysis of two-by-two tables in strata: b against a, success against miss.
///
/// `odds ratio = sum(a d / n) / sum(b c / n)`; `association = (sum(a - E a))^2 / sum(variance)`. Strata with nobody are left out; strata where an
/// arm or an outcome is missing carry no information on the odds ratio and are left out of the homogeneity tests and their degrees of freedom.
/// Sources: Mantel and Haenszel 1959; Robins, Breslow and Greenland 1986; Breslow and Day 1980; Tarone 1985.
///
/// # Errors
/// Undefined for a confidence outside 0 to 1; each measure is undefined where both sides of its ratio are zero, errors and intervals
/// where the odds ratio is 0 or infinite, and p values of homogeneity with one stratum.
pub fn mantel_haenszel(tables: &[StratumTable], confidence: f64, correction: ContinuityCorrection) -> Result<MantelHaenszel, Undefined> {
    let confidence = level(confidence)?;
    let cells: Vec<Cells> = tables
        .iter()
        .map(|table| {
            let [a, b, c, d] = [table.successes_b, table.misses_b, table.successes_a, table.misses_a].map(|count| count as f64);
            Cells { a, b, c, d, n: a + b + c + d }
        })
        .filter(|cells| cells.n > 0.0)
        .collect();
    let odds_ratio = divided(cells.iter().map(|t| t.a * t.d / t.n).sum(), cells.iter().map(|t| t.b * t.c / t.n).sum());
    let error = log_odds_ratio_error(&cells);
    let interval = match (&odds_ratio, &error) {
        (Ok(ratio), Ok(error)) => {
            let half = -normal_quantile((1.0 - confidence) / 2.0)? * error;
            Ok((libm::exp(libm::log(*ratio) - half), libm::exp(libm::log(*ratio) + half)))
        }
        _ => Err(Undefined::new("the odds ratio has no finite logarithm")),
    };
    let homogeneity = odds_ratio
        .clone()
        .and_then(|ratio| if ratio.is_finite() { homogeneity(&cells, ratio) } else { Err(Undefined::new("the odds ratio is infinite")) });
    Ok(MantelHaenszel {
        odds_ratio,
        log_odds_ratio_error: error,
        odds_ratio_interval: interval,
        risk_ratio: divided(cells.iter().map(|t| t.a * (t.c + t.d) / t.n).sum(), cells.iter().map(|t| t.c * (t.a + t.b) / t.n).sum()),
        association: association(&cells, None),
        corrected_association: association(&cells, Some(correction)),
        homogeneity: homogeneity.clone().map(|both| both.0),
        adjusted_homogeneity: homogeneity.map(|both| both.1),
    })
}

/// A ratio of sums; infinite where only the divisor is 0.
fn divided(dividend: f64, divisor: f64) -> Measured {
    if dividend > 0.0 || divisor > 0.0 { Ok(dividend / divisor) } else { Err(Undefined::new("no stratum has both outcomes to compare")) }
}

fn log_odds_ratio_error(cells: &[Cells]) -> Measured {
    let sum = |part: &dyn Fn(&Cells) -> f64| cells.iter().map(part).sum::<f64>();
    let same = |t: &Cells| (t.a + t.d) / t.n;
    let cross = |t: &Cells| (t.b + t.c) / t.n;
    let agreeing = sum(&|t| t.a * t.d / t.n);
    let opposing = sum(&|t| t.b * t.c / t.n);
    if !(agreeing > 0.0 && opposing > 0.0) {
        return Err(Undefined::new("the odds ratio has no finite logarithm"));
    }
    let mixed = sum(&|t| same(t) * t.b * t.c / t.n + cross(t) * t.a * t.d / t.n);
    let variance = sum(&|t| same(t) * t.a * t.d / t.n) / (agreeing * agreeing)
        + mixed / (agreeing * opposing)
        + sum(&|t| cross(t) * t.b * t.c / t.n) / (opposing * opposing);
    Ok((variance / 2.0).sqrt())
}

fn association(cells: &[Cells], correction: Option<ContinuityCorrection>) -> Result<ChiSquareTest, Undefined> {
    let mut distance = 0.0;
    let mut variance = 0.0;
    for t in cells.iter().filter(|t| t.n > 1.0) {
        let (b_all, hits) = (t.a + t.b, t.a + t.c);
        distance += t.a - b_all * (hits / t.n);
        variance += b_all / t.n * (hits / t.n) * (t.c + t.d) * ((t.b + t.d) / (t.n - 1.0));
    }
    if variance <= 0.0 {
        return Err(Undefined::new("no stratum has both arms and both outcomes"));
    }
    let distance = distance.abs();
    let distance = match correction {
        None => distance,
        Some(ContinuityCorrection::AtMostDistance) => (distance - 0.5).max(0.0),
        Some(ContinuityCorrection::AlwaysHalf) => distance - 0.5,
    };
    Ok(ChiSquareTest::new(distance * distance / variance, 1.0))
}

/// Both homogeneity tests: plain and adjusted.
fn homogeneity(cells: &[Cells], ratio: f64) -> Result<(ChiSquareTest, ChiSquareTest), Undefined> {
    let informative = |t: &&Cells| t.a + t.b > 0.0 && t.c + t.d > 0.0 && t.a + t.c > 0.0 && t.b + t.d > 0.0;
    let (mut statistic, mut distance, mut variance, mut strata) = (0.0, 0.0, 0.0, 0usize);
    for t in cells.iter().filter(informative) {
        let (b_all, hits) = (t.a + t.b, t.a + t.c);
        // The expected successes of b solve e (d - a + e) = ratio (b_all - e) (hits - e); this form of the root also holds for a ratio of 1.
        let rest = t.d - t.a;
        let half = ratio * (b_all + hits) + rest;
        let root = (half * half + 4.0 * (1.0 - ratio) * ratio * b_all * hits).max(0.0).sqrt();
        let expected = if half >= 0.0 { 2.0 * ratio * b_all * hits / (half + root) } else { (root - half) / (2.0 * (1.0 - ratio)) };
        let spread = 1.0 / (1.0 / expected + 1.0 / (hits - expected) + 1.0 / (b_all - expected) + 1.0 / (rest + expected));
        if !(spread > 0.0 && spread.is_finite()) {
            return Err(Undefined::new("a stratum fits the pooled odds ratio only with an empty cell"));
        }
        statistic += (t.a - expected) * (t.a - expected) / spread;
        distance += t.a - expected;
        variance += spread;
        strata += 1;
    }
    if strata == 0 {
        return Err(Undefined::new("no stratum has both arms and both outcomes"));
    }
    let adjusted = (statistic - distance * distance / variance).max(0.0);
    let freedom = (strata - 1) as f64;
    Ok((ChiSquareTest::new(statistic, freedom), ChiSquareTest::new(adjusted, freedom)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn table(successes_b: u64, misses_b: u64, successes_a: u64, misses_a: u64) -> StratumTable {
        StratumTable { successes_b, misses_b, successes_a, misses_a }
    }

    fn run(tables: &[StratumTable]) -> MantelHaenszel {
        mantel_haenszel(tables, 0.95, ContinuityCorrection::AtMostDistance).expect("a confidence")
    }

    #[test]
    fn degenerate_inputs_are_undefined() {
        assert!(mantel_haenszel(&[], 1.0, ContinuityCorrection::AtMostDistance).is_err());
        for tables in [vec![], vec![table(0, 0, 0, 0)], vec![table(5, 0, 5, 0)], vec![table(1, 0, 0, 0)]] {
            let found = run(&tables);
            assert!(found.odds_ratio.is_err() && found.association.is_err() && found.homogeneity.is_err(), "{tables:?}");
            assert!(found.odds_ratio_interval.is_err() && found.log_odds_ratio_error.is_err());
        }
        // One stratum: an odds ratio, but nothing to compare.
        let found = run(&[table(10, 5, 4, 8)]);
        assert!((found.odds_ratio.expect("a ratio") - 4.0).abs() < 1e-12);
        let test = found.homogeneity.expect("a statistic");
        assert!(test.statistic < 1e-20 && test.p_value.is_err());
    }

    #[test]
    fn ratios_at_the_edge() {
        let found = run(&[table(5, 0, 3, 4), table(6, 0, 0, 2)]);
        assert_eq!(found.odds_ratio, Ok(f64::INFINITY));
        assert!(found.log_odds_ratio_error.is_err() && found.odds_ratio_interval.is_err() && found.homogeneity.is_err());
        assert!(found.association.is_ok());
        assert_eq!(run(&[table(0, 5, 3, 4), table(0, 6, 2, 2)]).odds_ratio, Ok(0.0));
    }

    #[test]
    fn strata_without_information_change_nothing() {
        let plain = run(&[table(10, 5, 4, 8), table(7, 9, 5, 11)]);
        let padded = run(&[table(10, 5, 4, 8), table(0, 0, 0, 0), table(3, 0, 4, 0), table(7, 9, 5, 11)]);
        assert_eq!(plain.odds_ratio, padded.odds_ratio);
        assert_eq!(plain.homogeneity, padded.homogeneity);
        assert_eq!(plain.association, padded.association);
    }

    #[test]
    fn equal_odds_are_homogeneous_at_a_ratio_of_one() {
        let found = run(&[table(10, 10, 20, 20), table(30, 30, 5, 5)]);
        let test = found.homogeneity.expect("two strata");
        assert!(test.statistic.abs() < 1e-20 && (test.p_value.expect("two strata") - 1.0).abs() < 1e-9);
        assert!((found.odds_ratio.expect("a ratio") - 1.0).abs() < 1e-15);
    }

    proptest! {
        #[test]
        fn arms_turn(tables in prop::collection::vec((1u64..80, 1u64..80, 1u64..80, 1u64..80), 2..5)) {
            let one: Vec<_> = tables.iter().map(|&(a, b, c, d)| table(a, b, c, d)).collect();
            let other: Vec<_> = tables.iter().map(|&(a, b, c, d)| table(c, d, a, b)).collect();
            let (one, other) = (run(&one), run(&other));
            let product = one.odds_ratio.expect("a ratio") * other.odds_ratio.expect("a ratio");
            prop_assert!((product - 1.0).abs() < 1e-12);
            let (left, right) = (one.association.expect("a test"), other.association.expect("a test"));
            prop_assert!((left.statistic - right.statistic).abs() < 1e-9 * left.statistic.max(1.0));
            let (left, right) = (one.adjusted_homogeneity.expect("a test"), other.adjusted_homogeneity.expect("a test"));
            prop_assert!((left.statistic - right.statistic).abs() < 1e-6 * left.statistic.max(1.0), "{left:?} {right:?}");
        }
    }
}
