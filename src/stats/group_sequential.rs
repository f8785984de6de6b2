//! Looking a planned number of times: bounds for the z value at each look, so that all looks together err at most as often as one test would.

use super::distributions::{normal_cdf, normal_density, normal_quantile, normal_sf};
use super::rising::rising_root;
use super::{Measured, Undefined};

/// How the allowed error is spent over the information: how much of it may be used up when a share `t` of all information is in.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Spending {
    /// `alpha t^exponent`: 1 spends evenly, 3 resembles O'Brien-Fleming. Source: Kim and DeMets 1987.
    Power {
        /// Exponent, above 0.
        exponent: f64,
    },
    /// `2 (1 - Phi(z / sqrt(t)))`, Phi(z) = 1 - alpha / 2: almost nothing early, almost everything at the end. Source: Lan and DeMets 1983.
    OBrienFleming,
    /// `alpha ln(1 + (e - 1) t)`: nearly the same bound at each look. Source: Lan and DeMets 1983.
    Pocock,
}

/// How finely the distribution of the running sum is integrated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Integration {
    /// Simpson's rule and halving: bounds exact to about 1e-7.
    Fine,
    /// The grid and the stepwise search of the landem program, as in ldbounds and spotify-confidence 4.1.0: bounds good to about three decimals.
    Landem,
}

/// A look whose information grew by at most this share repeats the bound before it.
const NO_NEWS: f64 = 1e-5;
/// No bound is larger; sums below minus this many deviations are left out.
const FARTHEST: f64 = 8.0;
/// One increment's distribution is left out beyond so many of its deviations: what is missing is below 1e-22.
const FARTHEST_STEP: f64 = 10.0;
/// Most places of the grid for one look.
const LARGEST_GRID: f64 = 4e5;

/// A plan: what the z value has to exceed at each look.
#[derive(Clone, Debug, PartialEq)]
pub struct GroupSequentialPlan {
    /// Upper bound of z at each look; two-sided, minus this is the lower bound.
    pub bounds: Vec<f64>,
    /// Error that is spent up to and at each look, on one side.
    pub spent: Vec<f64>,
    /// Nominal p value at each look that matches the bound: two-sided for two sides.
    pub nominal_p_values: Vec<f64>,
}

/// Group-sequential bounds for looks at the given shares of all planned information (for means: of all planned values), by spending alpha.
///
/// At look k the bound solves `P(z_1 < bound_1, ..., z_(k-1) < bound_(k-1), z_k >= bound_k) = spent(t_k) - spent(t_(k-1))`, the sums being Gaussian
/// with independent increments. Two-sided plans spend alpha / 2 on each side, each side computed on its own. No bound is above 8. Source: Lan and
/// DeMets 1983; Armitage, McPherson and Rowe 1969 for the integration.
///
/// # Errors
/// Undefined without looks, for shares that are not above 0, at most 1 and in order, for alpha outside 0 to 1 (one-sided: one half), or an exponent
/// that is not above 0.
pub fn group_sequential_plan(
    information: &[f64],
    alpha: f64,
    two_sided: bool,
    spending: Spending,
    integration: Integration,
) -> Result<GroupSequentialPlan, Undefined> {
    checked(information, alpha, two_sided, spending)?;
    let sides = if two_sided { 2.0 } else { 1.0 };
    let spent = information.iter().map(|&share| spent(spending, alpha / sides, share)).collect::<Result<Vec<f64>, Undefined>>()?;
    let bounds = bounds(information, &spent, integration)?;
    let nominal = bounds.iter().map(|&bound| Ok(sides * normal_sf(bound)?)).collect::<Result<Vec<f64>, Undefined>>()?;
    Ok(GroupSequentialPlan { bounds, spent, nominal_p_values: nominal })
}

fn checked(information: &[f64], alpha: f64, two_sided: bool, spending: Spending) -> Result<(), Undefined> {
    if information.is_empty() {
        return Err(Undefined::new("there is no look"));
    }
    if !information.iter().all(|&share| share > 0.0 && share <= 1.0) {
        return Err(Undefined::new("a share of the information must be above 0 and at most 1"));
    }
    if information.windows(2).any(|pair| pair[1] < pair[0]) {
        return Err(Undefined::new("information cannot shrink from one look to the next"));
    }
    if !(alpha > 0.0 && alpha < if two_sided { 1.0 } else { 0.5 }) {
        return Err(Undefined::new("the error to spend lies between 0 and 1, one-sided below one half"));
    }
    match spending {
        Spending::Power { exponent } if !(exponent > 0.0 && exponent.is_finite()) => Err(Undefined::new("the exponent of spending must be above 0")),
        _ => Ok(()),
    }
}

/// One side's spent error at a share of the information.
fn spent(spending: Spending, alpha: f64, share: f64) -> Measured {
    match spending {
        Spending::Power { exponent } => Ok(alpha * libm::pow(share, exponent)),
        Spending::OBrienFleming => Ok(2.0 * normal_sf(normal_quantile(1.0 - alpha / 2.0)? / share.sqrt())?),
        Spending::Pocock => Ok(alpha * libm::log1p((std::f64::consts::E - 1.0) * share)),
    }
}

/// The density of the running sum, where no bound has been crossed yet, on an even grid.
struct Density {
    low: f64,
    high: f64,
    values: Vec<f64>,
}

impl Density {
    fn step(&self) -> f64 {
        (self.high - self.low) / (self.values.len() - 1) as f64
    }

    /// Places of an even grid over the sums from far below up to `high`, at most `step` apart; an even number of gaps.
    fn grid(high: f64, scale: f64, step: f64) -> Result<Self, Undefined> {
        let low = -FARTHEST * scale;
        let gaps = libm::ceil((high - low) / step);
        if gaps.is_nan() || gaps > LARGEST_GRID {
            return Err(Undefined::new("two looks are too close to each other"));
        }
        let gaps = (gaps as usize).max(2);
        Ok(Self { low, high, values: vec![0.0; gaps + gaps % 2 + 1] })
    }

    /// Integral of the density times a function of the place, over the places from `from` to `to`; the function must vanish outside.
    fn integral(&self, simpson: bool, (from, to): (f64, f64), function: impl Fn(f64) -> Measured) -> Measured {
        let (step, last) = (self.step(), self.values.len() - 1);
        let place = |value: f64| libm::round((value - self.low) / step).clamp(0.0, last as f64) as usize;
        let mut sum = 0.0;
        for index in place(from)..=place(to) {
            let density = self.values[index];
            let weight = match (simpson, index == 0 || index == last) {
                (true, true) => 1.0 / 3.0,
                (true, false) => (2 + 2 * (index % 2)) as f64 / 3.0,
                (false, true) => 0.5,
                (false, false) => 1.0,
            };
            sum += weight * density * function(self.low + step * index as f64)?;
        }
        Ok(sum * step)
    }

    /// Probability that the next sum, one Gaussian increment later, is above `place`.
    fn above(&self, simpson: bool, place: f64, increment: f64) -> Measured {
        self.integral(simpson, (place - FARTHEST_STEP * increment, self.high), |here| normal_cdf((here - place) / increment))
    }

    /// The density one Gaussian increment later, on the places of `next`.
    fn spread_onto(&self, simpson: bool, next: &mut Self, increment: f64) -> Result<(), Undefined> {
        let (step, low) = (next.step(), next.low);
        for (index, value) in next.values.iter_mut().enumerate() {
            let place = low + step * index as f64;
            let near = (place - FARTHEST_STEP * increment, place + FARTHEST_STEP * increment);
            *value = self.integral(simpson, near, |here| Ok(normal_density((place - here) / increment) / increment))?;
        }
        Ok(())
    }
}

fn bounds(information: &[f64], spent: &[f64], integration: Integration) -> Result<Vec<f64>, Undefined> {
    let simpson = integration == Integration::Fine;
    let mut bounds: Vec<f64> = Vec::with_capacity(information.len());
    let mut density: Option<Density> = None;
    // What the looks really used up: less than planned where a bound was cut at 8.
    let (mut used, mut at) = (0.0, 0.0);
    for (index, (&share, &planned)) in information.iter().zip(spent).enumerate() {
        if index > 0 && share - at <= NO_NEWS {
            bounds.extend_from_within(index - 1..);
            continue;
        }
        let (increment, scale) = ((share - at).sqrt(), share.sqrt());
        let budget = (planned - used).clamp(0.0, 1.0);
        let bound = match &density {
            None => first_bound(budget)?,
            Some(density) => next_bound(density, integration, budget, increment, scale)?,
        };
        bounds.push(bound.place);
        used = bound.used.map_or(planned, |really| used + really);
        // The grid must resolve this look's increment and the next one's.
        let following = information.get(index + 1..).and_then(|rest| rest.iter().find(|&&later| later - share > NO_NEWS));
        let finest = if simpson { following.map_or(increment, |later| increment.min((later - share).sqrt())) } else { increment };
        if following.is_some() {
            let mut next = grid(integration, bound.place * scale, scale, finest)?;
            match &density {
                None => {
                    let (step, low) = (next.step(), next.low);
                    for (place, value) in next.values.iter_mut().enumerate() {
                        *value = normal_density((low + step * place as f64) / increment) / increment;
                    }
                }
                Some(density) => density.spread_onto(simpson, &mut next, increment)?,
            }
            density = Some(next);
        }
        at = share;
    }
    Ok(bounds)
}

fn grid(integration: Integration, high: f64, scale: f64, increment: f64) -> Result<Density, Undefined> {
    match integration {
        Integration::Fine => Density::grid(high, scale, 0.04 * increment),
        Integration::Landem => {
            let mut grid = Density::grid(high, scale, 0.05 * increment)?;
            // The program takes the number of gaps as it comes, even or odd.
            let gaps = (libm::ceil((high - grid.low) / (0.05 * increment)) as usize).max(1);
            grid.values.truncate(gaps + 1);
            Ok(grid)
        }
    }
}

struct Bound {
    place: f64,
    /// Error used at this look, if it is not what was planned.
    used: Option<f64>,
}

fn first_bound(budget: f64) -> Result<Bound, Undefined> {
    let place = if budget > 0.0 { -normal_quantile(budget)? } else { f64::INFINITY };
    if place > FARTHEST {
        return Ok(Bound { place: FARTHEST, used: Some(normal_sf(FARTHEST)?) });
    }
    Ok(Bound { place, used: None })
}

fn next_bound(density: &Density, integration: Integration, budget: f64, increment: f64, scale: f64) -> Result<Bound, Undefined> {
    let simpson = integration == Integration::Fine;
    let above = |place: f64| density.above(simpson, place, increment);
    let at_most = above(FARTHEST * scale)?;
    let place = match integration {
        Integration::Fine if budget <= at_most => FARTHEST,
        Integration::Fine => rising_root(|place| Ok(budget - above(place)?), -FARTHEST * scale, FARTHEST * scale)? / scale,
        // The program spends nothing more here, and does not carry over what was left.
        Integration::Landem if budget < LANDEM_TOLERANCE => return Ok(Bound { place: FARTHEST, used: None }),
        Integration::Landem => stepwise_search(above, budget, density.high)? / scale,
    };
    if place >= FARTHEST {
        return Ok(Bound { place: FARTHEST, used: Some(at_most) });
    }
    Ok(Bound { place, used: None })
}

/// Difference in probability at which landem stops.
const LANDEM_TOLERANCE: f64 = 1e-7;

/// The search of landem: steps of 1, 0.1, 0.01, ..., at most fifty each, until the probability above is within 1e-7 of the budget.
fn stepwise_search(above: impl Fn(f64) -> Measured, budget: f64, start: f64) -> Measured {
    const STEPS: usize = 50;
    let (mut place, mut step) = (start, 10.0);
    let mut found = above(place)?;
    for _ in 0..STEPS {
        if (found - budget).abs() <= LANDEM_TOLERANCE {
            return Ok(place);
        }
        step /= 10.0;
        let upward = found > budget + LANDEM_TOLERANCE;
        for _ in 0..STEPS {
            place += if upward { step } else { -step };
            found = above(place)?;
            let passed = if upward { found <= budget + LANDEM_TOLERANCE } else { found >= budget - LANDEM_TOLERANCE };
            if passed {
                break;
            }
        }
    }
    Err(Undefined::new("the search of the bound does not end"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn plan(information: &[f64], spending: Spending) -> Vec<f64> {
        group_sequential_plan(information, 0.05, true, spending, Integration::Fine).expect("a plan").bounds
    }

    #[test]
    fn degenerate_inputs_are_undefined() {
        let run = |information: &[f64], alpha, two_sided, spending| group_sequential_plan(information, alpha, two_sided, spending, Integration::Fine);
        let even = Spending::Power { exponent: 1.0 };
        assert!(run(&[], 0.05, true, even).is_err());
        assert!(run(&[0.0, 1.0], 0.05, true, even).is_err());
        assert!(run(&[0.5, 1.2], 0.05, true, even).is_err());
        assert!(run(&[0.6, 0.5], 0.05, true, even).is_err());
        assert!(run(&[0.5, f64::NAN], 0.05, true, even).is_err());
        assert!(run(&[1.0], 0.0, true, even).is_err());
        assert!(run(&[1.0], 0.6, false, even).is_err());
        assert!(run(&[1.0], 0.05, true, Spending::Power { exponent: 0.0 }).is_err());
    }

    #[test]
    fn published_bounds_of_five_looks() {
        // Lan and DeMets, as printed in the handbook of ldbounds: five even looks, two sides, alpha 0.05.
        let even = [0.2, 0.4, 0.6, 0.8, 1.0];
        for (spending, expected) in
            [(Spending::OBrienFleming, [4.8769, 3.3569, 2.6803, 2.2898, 2.0310]), (Spending::Pocock, [2.4380, 2.4268, 2.4101, 2.3966, 2.3859])]
        {
            for (found, expected) in plan(&even, spending).iter().zip(expected) {
                assert!((found - expected).abs() < 2e-4, "{spending:?}: {found} against {expected}");
            }
        }
    }

    #[test]
    fn one_look_is_the_usual_test() {
        assert!((plan(&[1.0], Spending::Power { exponent: 2.0 })[0] - 1.959_963_984_540_054).abs() < 1e-12);
    }

    #[test]
    fn a_look_without_news_repeats_the_bound() {
        for integration in [Integration::Fine, Integration::Landem] {
            let spending = Spending::Power { exponent: 2.0 };
            let found = group_sequential_plan(&[0.5, 0.5, 1.0], 0.05, true, spending, integration).expect("a plan").bounds;
            let plain = group_sequential_plan(&[0.5, 1.0], 0.05, true, spending, integration).expect("a plan").bounds;
            assert_eq!(found, vec![plain[0], plain[0], plain[1]]);
        }
    }

    #[test]
    fn nothing_to_spend_early_is_a_bound_of_eight() {
        let found = group_sequential_plan(&[0.001, 1.0], 0.05, true, Spending::OBrienFleming, Integration::Fine).expect("a plan");
        assert_eq!(found.bounds[0], 8.0);
        assert!((found.bounds[1] - 1.96).abs() < 1e-3, "{:?}", found.bounds);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(12))]
        #[test]
        fn both_integrations_agree_and_bounds_exceed_one_test(first in 0.1..0.4f64, second in 0.5..0.8f64, exponent in 1.0..3.0f64) {
            let looks = [first, second, 1.0];
            let run = |integration| group_sequential_plan(&looks, 0.05, true, Spending::Power { exponent }, integration).expect("a plan");
            let (fine, coarse) = (run(Integration::Fine), run(Integration::Landem));
            for (one, other) in fine.bounds.iter().zip(&coarse.bounds) {
                prop_assert!((one - other).abs() < 3e-3, "{one} {other}");
                prop_assert!(*one >= 1.959_963, "{one}");
            }
        }
    }
}
