//! Non-inferiority with a margin that is a share of the control's mean.

use super::distributions::{normal_cdf, normal_quantile, normal_sf};
use super::rising::rising_root;
use super::{Measured, Summary, Undefined};

/// What is tested.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum RelativeMargin {
    /// Any difference, on two sides.
    None,
    /// A larger mean is better; b may be worse by at most this share of the control's mean (0: b must be better).
    LargerIsBetter {
        /// Margin, at least 0.
        margin: f64,
    },
    /// A smaller mean is better; b may be worse by at most this share of the control's mean.
    SmallerIsBetter {
        /// Margin, at least 0.
        margin: f64,
    },
}

/// How the smallest effect is found that would be seen with the wanted power.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PoweredEffect {
    /// The variance of b is the one of the control.
    EqualVariances,
    /// Shares: the variance of b is `(p + effect)(1 - p - effect)`; the equation is solved exactly.
    Share,
    /// Shares, as spotify-confidence 4.1.0 searches it: the number of values is rounded up, and the place on that step is where its search stops
    /// (within a relative half of `1 / n_b`).
    ShareBySearch,
}

/// A z test with a relative margin.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RelativeMarginTest {
    /// Mean of b less mean of a.
    pub difference: f64,
    /// Interval of the difference; one-sided (the other end is infinite) with a margin.
    pub interval: (f64, f64),
    /// p value of the null hypothesis that the difference is as bad as the margin. Range 0 to 1.
    pub p_value: f64,
    /// The difference at the margin: `-+ margin |mean_a|`; 0 without a margin.
    pub null_difference: f64,
    /// Smallest difference that is found with the wanted power at these counts.
    pub powered_effect: f64,
}

impl RelativeMarginTest {
    /// Everything divided by the control's mean, which is taken as known: the uncertainty of the divisor is left out, as in spotify-confidence.
    /// Means with a delta-method lift say more.
    ///
    /// # Errors
    /// Undefined for a control's mean that is not above 0.
    pub fn divided_by(self, mean: f64) -> Result<Self, Undefined> {
        if !(mean > 0.0 && mean.is_finite()) {
            return Err(Undefined::new("the control's mean is not above 0"));
        }
        Ok(Self {
            difference: self.difference / mean,
            interval: (self.interval.0 / mean, self.interval.1 / mean),
            null_difference: self.null_difference / mean,
            powered_effect: self.powered_effect / mean,
            ..self
        })
    }
}

/// z test of b against a with a margin that is a share of the control's mean, for large arms.
///
/// `z = (difference - null difference) / sqrt(var_a / n_a + var_b / n_b)`, normal tail on the side of the alternative; the interval is one-sided
/// with a margin. Powered effect: `(z_alpha + z_power) sqrt(var_a / n_a + var_b / n_b)` under the chosen variance of b. Source: Ejrnaes et al.,
/// spotify-confidence 4.1.0.
///
/// # Errors
/// Undefined for an empty arm, when neither arm varies, for a margin below 0, a confidence or power outside 0 to 1, or a mean of shares outside 0
/// to 1.
pub fn relative_margin_test(
    a: Summary,
    b: Summary,
    margin: RelativeMargin,
    confidence: f64,
    power: f64,
    powered: PoweredEffect,
) -> Result<RelativeMarginTest, Undefined> {
    checked(a, b, margin, confidence, power)?;
    let difference = b.mean - a.mean;
    let error = (a.deviation * a.deviation / a.count as f64 + b.deviation * b.deviation / b.count as f64).sqrt();
    if !(error > 0.0 && error.is_finite()) {
        return Err(Undefined::new("the arms do not vary"));
    }
    let alpha = 1.0 - confidence;
    let one_sided = -normal_quantile(alpha)?;
    let (null_difference, interval, p_value, z) = match margin {
        RelativeMargin::None => {
            let z = -normal_quantile(alpha / 2.0)?;
            let p = 2.0 * normal_sf((difference / error).abs())?;
            (0.0, (difference - z * error, difference + z * error), p.min(1.0), z)
        }
        RelativeMargin::LargerIsBetter { margin } => {
            let null = -margin * a.mean.abs();
            (null, (difference - one_sided * error, f64::INFINITY), normal_sf((difference - null) / error)?, one_sided)
        }
        RelativeMargin::SmallerIsBetter { margin } => {
            let null = margin * a.mean.abs();
            (null, (f64::NEG_INFINITY, difference + one_sided * error), normal_cdf((difference - null) / error)?, one_sided)
        }
    };
    let powered_effect = powered_effect(a, b, z + normal_quantile(power)?, powered)?;
    Ok(RelativeMarginTest { difference, interval, p_value, null_difference, powered_effect })
}

fn checked(a: Summary, b: Summary, margin: RelativeMargin, confidence: f64, power: f64) -> Result<(), Undefined> {
    if a.count == 0 || b.count == 0 {
        return Err(Undefined::new("an arm is empty"));
    }
    let numbers = [a.mean, a.deviation, b.mean, b.deviation];
    if numbers.iter().any(|number| !number.is_finite()) || a.deviation < 0.0 || b.deviation < 0.0 {
        return Err(Undefined::new("a mean or deviation is not a finite number"));
    }
    for share in [confidence, power] {
        if !(share > 0.0 && share < 1.0) {
            return Err(Undefined::new("a confidence and a power lie between 0 and 1"));
        }
    }
    match margin {
        RelativeMargin::LargerIsBetter { margin } | RelativeMargin::SmallerIsBetter { margin } if !(margin >= 0.0 && margin.is_finite()) => {
            Err(Undefined::new("a margin is not below 0"))
        }
        _ => Ok(()),
    }
}

fn powered_effect(a: Summary, b: Summary, z: f64, powered: PoweredEffect) -> Measured {
    let (n_a, n_b) = (a.count as f64, b.count as f64);
    let variance = a.deviation * a.deviation;
    match powered {
        PoweredEffect::EqualVariances => Ok(z.abs() * (variance / n_a + variance / n_b).sqrt()),
        PoweredEffect::Share | PoweredEffect::ShareBySearch => {
            if !(0.0..1.0).contains(&a.mean) {
                return Err(Undefined::new("the control's mean is no share below 1"));
            }
            let needed = |effect: f64| {
                let share = a.mean + effect;
                z * z / (effect * effect) * (variance * n_b / n_a + share * (1.0 - share))
            };
            if powered == PoweredEffect::ShareBySearch {
                return powered_effect_by_search(n_a, n_b, a.mean, needed);
            }
            // Fewer values are needed the larger the effect is.
            let largest = 1.0 - a.mean;
            if needed(largest) > n_b {
                return Err(Undefined::new("no effect would be found with this power"));
            }
            rising_root(|effect| Ok(if effect == 0.0 { f64::NEG_INFINITY } else { n_b - needed(effect) }), 0.0, largest)
        }
    }
}

/// The effect whose rounded-up number of values is the one at hand, where the search of spotify-confidence finds it: a bounded minimum of the
/// squared distance in values, on halves of the range until one is within one value.
fn powered_effect_by_search(n_a: f64, n_b: f64, share: f64, needed: impl Fn(f64) -> f64) -> Measured {
    const SEARCHES: usize = 100;
    let ratio = n_a / n_b;
    let distance = |effect: f64| {
        let count = libm::ceil(needed(effect));
        let missing = (n_a + n_b) - (count + count * ratio);
        missing * missing
    };
    let mut ranges = std::collections::VecDeque::from([(10e-9f64.min(1.0 - share), 1.0 - share)]);
    for _ in 0..SEARCHES {
        let Some((low, high)) = ranges.pop_front() else { break };
        let (place, value) = bounded_minimum(&distance, low, high);
        if value <= 1.0 {
            return Ok(place);
        }
        let middle = (low + high) / 2.0;
        ranges.extend([(low, middle), (middle, high)]);
    }
    Err(Undefined::new("no effect fits the number of values"))
}

/// Brent's minimum on an interval, step by step as scipy's `fminbound` (50 rounds, tolerance 1e-13): on a stepped function the steps taken decide
/// where it ends.
fn bounded_minimum(function: impl Fn(f64) -> f64, low: f64, high: f64) -> (f64, f64) {
    const ROUNDS: usize = 50;
    const TOLERANCE: f64 = 10e-14;
    let root_epsilon = 2.2e-16f64.sqrt();
    let golden = 0.5 * (3.0 - 5f64.sqrt());
    let (mut a, mut b) = (low, high);
    let mut x = a + golden * (b - a);
    let (mut v, mut w) = (x, x);
    let (mut step, mut before) = (0.0f64, 0.0f64);
    let mut at_x = function(x);
    let (mut at_v, mut at_w) = (at_x, at_x);
    let mut calls = 1;
    loop {
        let middle = 0.5 * (a + b);
        let tolerance = root_epsilon * x.abs() + TOLERANCE / 3.0;
        if (x - middle).abs() <= 2.0 * tolerance - 0.5 * (b - a) {
            return (x, at_x);
        }
        let mut by_section = true;
        if before.abs() > tolerance {
            by_section = false;
            let mut r = (x - w) * (at_x - at_v);
            let mut q = (x - v) * (at_x - at_w);
            let mut p = (x - v) * q - (x - w) * r;
            q = 2.0 * (q - r);
            if q > 0.0 {
                p = -p;
            }
            q = q.abs();
            r = before;
            before = step;
            if p.abs() < (0.5 * q * r).abs() && p > q * (a - x) && p < q * (b - x) {
                step = p / q;
                let next = x + step;
                if next - a < 2.0 * tolerance || b - next < 2.0 * tolerance {
                    step = tolerance * sign(middle - x);
                }
            } else {
                by_section = true;
            }
        }
        if by_section {
            before = if x >= middle { a - x } else { b - x };
            step = golden * before;
        }
        let next = x + sign(step) * step.abs().max(tolerance);
        let at_next = function(next);
        calls += 1;
        if at_next <= at_x {
            if next >= x {
                a = x;
            } else {
                b = x;
            }
            (v, at_v) = (w, at_w);
            (w, at_w) = (x, at_x);
            (x, at_x) = (next, at_next);
        } else {
            if next < x {
                a = next;
            } else {
                b = next;
            }
            if at_next <= at_w || w == x {
                (v, at_v) = (w, at_w);
                (w, at_w) = (next, at_next);
            } else if at_next <= at_v || v == x || v == w {
                (v, at_v) = (next, at_next);
            }
        }
        if calls >= ROUNDS {
            return (x, at_x);
        }
    }
}

/// 1 for numbers from 0 on, -1 below.
fn sign(value: f64) -> f64 {
    if value >= 0.0 { 1.0 } else { -1.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn share(successes: u64, count: u64) -> Summary {
        let mean = successes as f64 / count as f64;
        Summary { count, mean, deviation: (mean * (1.0 - mean)).sqrt() }
    }

    fn run(a: Summary, b: Summary, margin: RelativeMargin) -> Result<RelativeMarginTest, Undefined> {
        relative_margin_test(a, b, margin, 0.95, 0.8, PoweredEffect::EqualVariances)
    }

    #[test]
    fn degenerate_inputs_are_undefined() {
        let (a, b) = (share(50, 100), share(60, 100));
        let empty = Summary { count: 0, mean: 0.0, deviation: 0.0 };
        assert!(run(empty, b, RelativeMargin::None).is_err());
        assert!(run(share(0, 10), share(0, 10), RelativeMargin::None).is_err());
        assert!(run(a, b, RelativeMargin::LargerIsBetter { margin: -0.1 }).is_err());
        assert!(run(a, b, RelativeMargin::LargerIsBetter { margin: f64::NAN }).is_err());
        assert!(relative_margin_test(a, b, RelativeMargin::None, 1.0, 0.8, PoweredEffect::EqualVariances).is_err());
        assert!(relative_margin_test(a, b, RelativeMargin::None, 0.95, 0.0, PoweredEffect::EqualVariances).is_err());
        let found = run(a, b, RelativeMargin::None).expect("a test");
        assert!(found.divided_by(0.0).is_err());
        assert!(relative_margin_test(share(10, 10), b, RelativeMargin::None, 0.95, 0.8, PoweredEffect::Share).is_err());
    }

    #[test]
    fn the_minimum_of_a_parabola() {
        let (place, value) = bounded_minimum(|x| (x - 0.3) * (x - 0.3), 0.0, 1.0);
        assert!((place - 0.3).abs() < 1e-7 && value < 1e-14);
    }

    proptest! {
        #[test]
        fn the_side_turns_with_the_arms(x_a in 100u64..900, x_b in 100u64..900, margin in 0.0..0.2f64) {
            // Losses instead of gains: what was larger is smaller.
            let larger = run(share(x_a, 1_000), share(x_b, 1_000), RelativeMargin::LargerIsBetter { margin }).expect("a test");
            let scaled = margin * share(x_a, 1_000).mean / share(1_000 - x_a, 1_000).mean;
            let smaller = run(share(1_000 - x_a, 1_000), share(1_000 - x_b, 1_000), RelativeMargin::SmallerIsBetter { margin: scaled }).expect("a test");
            prop_assert!((larger.p_value - smaller.p_value).abs() < 1e-9);
            prop_assert!((larger.interval.0 + smaller.interval.1).abs() < 1e-12);
        }

        #[test]
        fn the_search_ends_next_to_the_exact_effect(x_a in 50u64..500, n_a in 1_000u64..20_000, n_b in 1_000u64..20_000) {
            let (a, b) = (share(x_a, n_a), share(x_a, n_b));
            let find = |powered| relative_margin_test(a, b, RelativeMargin::None, 0.95, 0.8, powered).expect("a test").powered_effect;
            let (exact, searched) = (find(PoweredEffect::Share), find(PoweredEffect::ShareBySearch));
            prop_assert!((searched / exact - 1.0).abs() < 1.0 / n_b as f64, "{exact} {searched}");
        }
    }
}
