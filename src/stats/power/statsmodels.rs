//! The smallest effect as statsmodels 0.15 finds it: Brent's search that ends at steps of 1e-5. A named convention to compare numbers with;
//! [`super::detectable_effect`] solves the same equation to the end.

use super::{Planned, power_of_two_groups};
use crate::stats::summary::Alternative;
use crate::stats::{Measured, Undefined};

/// Where the search ends.
const STEP: f64 = 1e-5;
const ROUNDING: f64 = 4.0 * f64::EPSILON;
const MOST_STEPS: usize = 100;

/// The smallest effect that a test of two groups finds with that power, in standard deviations, as far from the solution as statsmodels leaves it: at
/// most about 1e-5.
///
/// The bracket is -1 to 1 (from 1e-8 for two sides, where the power is even in the effect), ten times as wide as long as it does not hold the
/// solution. Sources: statsmodels `brentq_expanding`, scipy `brentq` (Brent 1973).
///
/// # Errors
/// Undefined where the power is not above the test's error and below 1, where [`power_of_two_groups`] is, or where no bracket holds the solution.
pub fn statsmodels_detectable_effect(control_count: f64, treatment_count: f64, power: f64, test: &Planned) -> Measured {
    let wanted = super::wanted_power(power, test.confidence)?;
    // What is wrong with the counts is told before the search, which has no words for it.
    power_of_two_groups(0.0, control_count, treatment_count, test)?;
    let lack = |effect: f64| power_of_two_groups(effect, control_count, treatment_count, test).map_or(f64::INFINITY, |power| power - wanted);
    let (mut low, mut high) = match test.alternative {
        Alternative::TwoSided => (1e-8, 1.0),
        Alternative::Greater => (-1.0, 1.0),
        Alternative::Less => (1.0, -1.0),
    };
    let mut widenings = 0;
    while lack(low) > 0.0 && widenings < MOST_STEPS {
        (high, low) = (low, 10.0 * low);
        widenings += 1;
    }
    while lack(high) < 0.0 && widenings < MOST_STEPS {
        (low, high) = (high, 10.0 * high);
        widenings += 1;
    }
    brent(lack, low, high)
}

/// Brent's method from a bracket, step by step as in scipy.
fn brent(function: impl Fn(f64) -> f64, first: f64, second: f64) -> Measured {
    let (mut before, mut here) = (first, second);
    let (mut at_before, mut at_here) = (function(before), function(here));
    if at_before == 0.0 {
        return Ok(before);
    }
    if at_here == 0.0 {
        return Ok(here);
    }
    if at_before.is_nan() || at_here.is_nan() || (at_before < 0.0) == (at_here < 0.0) {
        return Err(Undefined::new("no effect has that power"));
    }
    let (mut across, mut at_across, mut last, mut step) = (0.0, 0.0, 0.0, 0.0);
    for _ in 0..MOST_STEPS {
        if at_before != 0.0 && at_here != 0.0 && (at_before < 0.0) != (at_here < 0.0) {
            (across, at_across) = (before, at_before);
            step = here - before;
            last = step;
        }
        if at_across.abs() < at_here.abs() {
            (before, here, across) = (here, across, here);
            (at_before, at_here, at_across) = (at_here, at_across, at_here);
        }
        let least = f64::midpoint(STEP, ROUNDING * here.abs());
        let half = (across - here) / 2.0;
        if at_here == 0.0 || half.abs() < least {
            return Ok(here);
        }
        (last, step) = if last.abs() > least && at_here.abs() < at_before.abs() {
            let tried = if before == across {
                -at_here * (here - before) / (at_here - at_before)
            } else {
                let (slope_before, slope_across) = ((at_before - at_here) / (before - here), (at_across - at_here) / (across - here));
                -at_here * (at_across * slope_across - at_before * slope_before) / (slope_across * slope_before * (at_across - at_before))
            };
            if 2.0 * tried.abs() < f64::min(last.abs(), 3.0 * half.abs() - least) { (step, tried) } else { (half, half) }
        } else {
            (half, half)
        };
        (before, at_before) = (here, at_here);
        here += if step.abs() > least { step } else { least.copysign(half) };
        at_here = function(here);
    }
    Err(Undefined::new("the search did not come to an end"))
}

#[cfg(test)]
mod tests {
    use super::super::{NullDistribution, detectable_effect};
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn it_ends_near_the_solution(count in 20.0..50_000.0f64, ratio in 0.2..5.0f64, power in 0.3..0.99f64, kind in 0usize..6) {
            let alternative = [Alternative::TwoSided, Alternative::Greater, Alternative::Less][kind % 3];
            let distribution = if kind < 3 { NullDistribution::Student } else { NullDistribution::Normal };
            let test = Planned { alternative, distribution, confidence: 0.95 };
            let near = statsmodels_detectable_effect(count, ratio * count, power, &test).expect("an effect");
            let exact = detectable_effect(count, ratio * count, power, &test).expect("an effect");
            prop_assert!((near - exact).abs() < 2e-5, "{near} {exact}");
        }
    }

    #[test]
    fn what_has_no_solution_is_undefined() {
        let test = Planned { alternative: Alternative::TwoSided, distribution: NullDistribution::Normal, confidence: 0.95 };
        assert!(statsmodels_detectable_effect(0.0, 10.0, 0.8, &test).is_err());
        assert!(statsmodels_detectable_effect(10.0, 10.0, 1.0, &test).is_err());
        assert!(statsmodels_detectable_effect(10.0, 10.0, 0.01, &test).is_err());
    }
}
