//! Control charts: how long they run before they alarm although nothing has changed, and the limit that follows from a stated run length.
//!
//! Readings are standard normal and independent. The mean run length L(x) from a state x solves L(x) = 1 + P(x to 0) L(0) + the integral of
//! f(x to y) L(y) over the states y below the limit (Page 1954; Brook and Evans 1972 put a Markov chain in its place). The integral is taken by
//! Gauss and Legendre's rule, which agrees with printed tables to all their digits.

use nalgebra::{DMatrix, DVector};

use super::distributions::{normal_chance as normal, normal_density as density};
use super::quadrature::gauss_legendre;

/// Nodes for each width of the kernel.
const NODES_PER_WIDTH: f64 = 5.0;
/// Fewest and most nodes.
const NODES: (usize, usize) = (24, 160);
/// Steps of halving on the way to a limit.
const HALVINGS: usize = 44;

/// A control chart of standardized readings u.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ControlChart {
    /// Cumulative sum: S becomes max(0, S + u - reference), and alarms above the limit.
    Cusum {
        /// Half the change that it finds fastest, in standard deviations; above 0.
        reference: f64,
    },
    /// Exponentially weighted moving average: Z becomes (1 - weight) Z + weight u, and alarms above the limit. One side alone is reset at 0.
    Ewma {
        /// Weight of the newest reading, above 0, at most 1.
        weight: f64,
    },
}

/// Whether a chart looks out for changes in one direction or in both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sides {
    /// Up alone, or down alone.
    One,
    /// Both.
    Two,
}

/// Mean number of readings until a false alarm.
pub fn run_length(chart: ControlChart, sides: Sides, limit: f64) -> f64 {
    match (chart, sides) {
        (ControlChart::Cusum { reference }, Sides::One) => {
            solve(limit, 0.0, 1.0, |x| (normal(reference - x), Box::new(move |y| density(y - x + reference))))
        }
        // Both sides of a symmetric scheme rarely stand above zero together: rates add (van Dobben de Bruyn 1968).
        (ControlChart::Cusum { .. }, Sides::Two) => 0.5 * run_length(chart, Sides::One, limit),
        (ControlChart::Ewma { weight }, Sides::One) => solve(limit, 0.0, weight, |x| {
            let kept = (1.0 - weight) * x;
            (normal(-kept / weight), Box::new(move |y| density((y - kept) / weight) / weight))
        }),
        (ControlChart::Ewma { weight }, Sides::Two) => solve(limit, -limit, weight, |x| {
            let kept = (1.0 - weight) * x;
            (0.0, Box::new(move |y| density((y - kept) / weight) / weight))
        }),
    }
}

/// The limit at which a chart runs so long on average before a false alarm; `wanted` is in readings, above 1.
pub fn control_limit(chart: ControlChart, sides: Sides, wanted: f64) -> f64 {
    let (mut low, mut high) = (0.0, 1.0);
    while run_length(chart, sides, high) < wanted && high < 1e3 {
        (low, high) = (high, 2.0 * high);
    }
    for _ in 0..HALVINGS {
        let middle = 0.5 * (low + high);
        if run_length(chart, sides, middle) < wanted {
            low = middle;
        } else {
            high = middle;
        }
    }
    0.5 * (low + high)
}

/// A reading against `count` earlier ones with that mean and variance, as a standard normal number: exactly so if all are normal with one mean and
/// one spread, however few there are (self-starting charts, Hawkins 1987; Student's t brought to normal by Wallace 1959). `count` is 2 or more.
pub fn self_started(value: f64, count: usize, mean: f64, variance: f64) -> f64 {
    let (n, freedom) = (count as f64, count as f64 - 1.0);
    let t = (value - mean) / libm::sqrt(variance) * libm::sqrt(n / (n + 1.0));
    let size = (8.0 * freedom + 1.0) / (8.0 * freedom + 3.0) * libm::sqrt(freedom * libm::log1p(t * t / freedom));
    if t < 0.0 { -size } else { size }
}

/// L(0) of the integral equation over the states from `low` to `limit`; `kernel` gives for a state the chance of going to 0 and the density of
/// going elsewhere.
fn solve(limit: f64, low: f64, width: f64, kernel: impl Fn(f64) -> (f64, Box<dyn Fn(f64) -> f64>)) -> f64 {
    let count = ((NODES_PER_WIDTH * (limit - low) / width) as usize).clamp(NODES.0, NODES.1);
    let (nodes, weights) = gauss_legendre(count, low, limit);
    // The state 0 comes first, then the nodes.
    let states: Vec<f64> = std::iter::once(0.0).chain(nodes.iter().copied()).collect();
    let mut matrix = DMatrix::<f64>::identity(count + 1, count + 1);
    for (row, &x) in states.iter().enumerate() {
        let (atom, density) = kernel(x);
        matrix[(row, 0)] -= atom;
        for (column, (&y, &weight)) in nodes.iter().zip(&weights).enumerate() {
            matrix[(row, column + 1)] -= weight * density(y);
        }
    }
    let ones = DVector::from_element(count + 1, 1.0);
    matrix.lu().solve(&ones).map_or(f64::INFINITY, |lengths| lengths[0])
}

#[cfg(test)]
mod tests {
    use super::*;

    const CUSUM: ControlChart = ControlChart::Cusum { reference: 0.5 };

    /// Montgomery, Introduction to Statistical Quality Control, tables of CUSUM with k = 1/2 (Hawkins 1993): two sides 168 and 465; one side
    /// 335 and 931 (Goel and Wu 1971; Siegmund's formula gives 338.2 and 938.2).
    #[test]
    fn cusum_agrees_with_printed_tables() {
        for (limit, sides, expected) in [(4.0, Sides::Two, 168.0), (5.0, Sides::Two, 465.0), (4.0, Sides::One, 335.4), (5.0, Sides::One, 930.9)] {
            let found = run_length(CUSUM, sides, limit);
            assert!((found / expected - 1.0).abs() < 0.003, "{limit}: {found} against {expected}");
        }
        // Hawkins 1993: limits at a run length of 370 for other references.
        for (reference, limit) in [(0.25, 8.01), (0.75, 3.34), (1.0, 2.52), (1.25, 1.99), (1.5, 1.61)] {
            let found = control_limit(ControlChart::Cusum { reference }, Sides::Two, 370.0);
            assert!((found - limit).abs() < 0.012, "{reference}: {found} against {limit}");
        }
    }

    /// Lucas and Saccucci 1990: limits of EWMA in standard deviations of the statistic, for a run length of 500.
    #[test]
    fn ewma_agrees_with_printed_tables() {
        for (weight, multiple) in [(0.05, 2.615), (0.1, 2.814), (0.25, 2.998), (0.5, 3.071), (0.75, 3.087), (1.0, 3.090)] {
            let spread = libm::sqrt(weight / (2.0 - weight));
            let found = run_length(ControlChart::Ewma { weight }, Sides::Two, multiple * spread);
            assert!((found / 500.0 - 1.0).abs() < 0.01, "{weight}: {found}");
            let limit = control_limit(ControlChart::Ewma { weight }, Sides::Two, 500.0) / spread;
            assert!((limit - multiple).abs() < 0.004, "{weight}: {limit}");
        }
    }

    #[test]
    fn longer_runs_need_wider_limits_and_two_sides_alarm_twice_as_often() {
        for chart in [CUSUM, ControlChart::Ewma { weight: 0.2 }] {
            let mut last = 0.0;
            for wanted in [10.0, 100.0, 1_000.0, 100_000.0] {
                let limit = control_limit(chart, Sides::One, wanted);
                assert!(limit > last);
                assert!((run_length(chart, Sides::One, limit) / wanted - 1.0).abs() < 1e-6);
                last = limit;
            }
        }
        let limit = control_limit(CUSUM, Sides::Two, 400.0);
        assert!((run_length(CUSUM, Sides::One, limit) - 800.0).abs() < 1e-3);
    }

    /// Student's t with 5 and 27 degrees of freedom at its 97.5 and 99.9 % points is the normal number of the same chance.
    #[test]
    fn few_readings_are_brought_to_normal() {
        for (freedom, t, expected) in [(5, 2.570_58, 1.959_96), (5, 5.893_43, 3.090_23), (27, 2.051_83, 1.959_96), (27, 3.421_03, 3.090_23)] {
            let count = freedom + 1;
            let value = t * libm::sqrt((count as f64 + 1.0) / count as f64);
            // Wallace's formula is within 0.021 of it at five degrees of freedom, closer at more.
            assert!((self_started(value, count, 0.0, 1.0) - expected).abs() < 0.022, "{freedom} {t}");
            assert_eq!(self_started(-value, count, 0.0, 1.0), -self_started(value, count, 0.0, 1.0));
        }
    }
}
