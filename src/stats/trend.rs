//! Straight lines through daily numbers: least squares with errors, and the line of medians that no single day can turn.

use super::{Measured, Undefined, check, normal_quantile, student_t_sf};

/// Least-squares line `y = intercept + slope x`.
#[derive(Clone, Debug, PartialEq)]
pub struct LinearTrend {
    /// Change of `y` for one more of `x`.
    pub slope: f64,
    /// `y` at `x = 0`.
    pub intercept: f64,
    /// Correlation after Pearson; undefined where `y` does not vary.
    pub correlation: Measured,
    /// Two-sided p of slope 0 from Student's t with `n - 2` degrees of freedom; undefined with two points or where `y` does not vary.
    pub p: Measured,
    /// Standard error of the slope; undefined with two points, through which there is always a line.
    pub slope_error: Measured,
    /// Standard error of the intercept; undefined with two points.
    pub intercept_error: Measured,
}

/// Least-squares line through points.
///
/// # Errors
/// Undefined with fewer than two points, with columns of different length, not finite, or when `x` does not vary.
pub fn linear_trend(x: &[f64], y: &[f64]) -> Result<LinearTrend, Undefined> {
    check::pairs(x, y, 2)?;
    let (mean_x, mean_y) = (check::mean(x), check::mean(y));
    let xx: f64 = x.iter().map(|x| (x - mean_x) * (x - mean_x)).sum();
    let xy: f64 = x.iter().zip(y).map(|(x, y)| (x - mean_x) * (y - mean_y)).sum();
    let yy: f64 = if check::constant(y) { 0.0 } else { y.iter().map(|y| (y - mean_y) * (y - mean_y)).sum() };
    if check::constant(x) || !(xx > 0.0 && xx.is_finite() && yy.is_finite()) {
        return Err(Undefined::new("the places of the points do not vary"));
    }
    let slope = if yy == 0.0 { 0.0 } else { xy / xx };
    let intercept = mean_y - slope * mean_x;
    let residual: f64 = x.iter().zip(y).map(|(x, y)| (y - mean_y - slope * (x - mean_x)).powi(2)).sum();
    let count = x.len() as f64;
    let freedom = count - 2.0;
    let slope_error =
        if freedom > 0.0 { Ok((residual / freedom / xx).sqrt()) } else { Err(Undefined::new("a line through two points has no error")) };
    let intercept_error = slope_error.clone().map(|error| error * (xx / count + mean_x * mean_x).sqrt());
    let flat = || Undefined::new("nothing varies around the line");
    let correlation = if yy > 0.0 { Ok((xy / xx.sqrt() / yy.sqrt()).clamp(-1.0, 1.0)) } else { Err(flat()) };
    let p = slope_error.clone().and_then(|error| match (yy > 0.0, error > 0.0) {
        (false, _) => Err(flat()),
        (true, true) => Ok(2.0 * student_t_sf(slope.abs() / error, freedom)?),
        (true, false) => Ok(0.0),
    });
    Ok(LinearTrend { slope, intercept, correlation, p, slope_error, intercept_error })
}

/// Line of medians: the slope is the median of the slopes between all pairs of points.
#[derive(Clone, Debug, PartialEq)]
pub struct TheilSen {
    /// Median of `(y_j - y_i) / (x_j - x_i)` over pairs with different `x`.
    pub slope: f64,
    /// `median y - slope * median x`.
    pub intercept: f64,
    /// Interval of the slope from the normal limit of Kendall's S (Sen 1968).
    pub interval: (f64, f64),
}

/// Theil-Sen line through points, with Sen's interval of the slope.
///
/// # Errors
/// Undefined with fewer than two points, with columns of different length, not finite, when `x` does not vary, or for a confidence outside 0 to 1.
pub fn theil_sen(x: &[f64], y: &[f64], confidence: f64) -> Result<TheilSen, Undefined> {
    check::pairs(x, y, 2)?;
    check::confidence(confidence)?;
    let mut slopes = Vec::new();
    for a in 0..x.len() {
        for b in 0..x.len() {
            if x[a] > x[b] {
                slopes.push((y[a] - y[b]) / (x[a] - x[b]));
            }
        }
    }
    if slopes.is_empty() || slopes.iter().any(|slope| !slope.is_finite()) {
        return Err(Undefined::new("the places of the points do not vary"));
    }
    slopes.sort_by(f64::total_cmp);
    let slope = median(&slopes);
    let intercept = median(&check::ascending(y)) - slope * median(&check::ascending(x));
    let count = x.len() as f64;
    let variance = (count * (count - 1.0) * (2.0 * count + 5.0) - tie_scatter(x) - tie_scatter(y)) / 18.0;
    let reach = -normal_quantile((1.0 - confidence) / 2.0)? * variance.max(0.0).sqrt();
    let pairs = slopes.len() as f64;
    // Places as in Sen: half of the pairs, less or more the reach of S, counted from 1.
    let low = (((pairs - reach) / 2.0).round_ties_even() - 1.0).max(0.0) as usize;
    let high = ((pairs + reach) / 2.0).round_ties_even().min(pairs - 1.0).max(0.0) as usize;
    Ok(TheilSen { slope, intercept, interval: (slopes[low.min(slopes.len() - 1)], slopes[high]) })
}

fn median(sorted: &[f64]) -> f64 {
    let middle = sorted.len() / 2;
    if sorted.len() % 2 == 1 { sorted[middle] } else { 0.5 * (sorted[middle - 1] + sorted[middle]) }
}

/// Sum of `t (t - 1) (2 t + 5)` over groups of equal values.
fn tie_scatter(values: &[f64]) -> f64 {
    check::ascending(values).chunk_by(|a, b| a == b).map(|tied| tied.len() as f64).map(|t| t * (t - 1.0) * (2.0 * t + 5.0)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn edges() {
        let flat = linear_trend(&[1.0, 2.0, 3.0, 4.0], &[2.0; 4]).expect("a line");
        assert_eq!((flat.slope, flat.intercept, flat.slope_error.clone()), (0.0, 2.0, Ok(0.0)));
        assert!(flat.correlation.is_err() && flat.p.is_err());
        let two = linear_trend(&[1.0, 2.0], &[2.0, 4.0]).expect("a line");
        assert!(two.slope == 2.0 && two.p.is_err() && two.slope_error.is_err() && two.intercept_error.is_err());
        assert!(linear_trend(&[1.0, 1.0], &[2.0, 4.0]).is_err() && linear_trend(&[1.0], &[2.0]).is_err());
        assert!(linear_trend(&[1.0, f64::NAN, 2.0], &[2.0, 3.0, 4.0]).is_err());
        assert!(theil_sen(&[1.0, 1.0], &[2.0, 4.0], 0.95).is_err() && theil_sen(&[1.0, 2.0], &[2.0, 4.0], 0.0).is_err());
        assert_eq!(theil_sen(&[1.0, 2.0], &[2.0, 4.0], 0.95).expect("a line").interval, (2.0, 2.0));
    }

    proptest! {
        #[test]
        fn a_line_is_found_and_one_wild_day_does_not_turn_the_medians(slope in -5.0..5f64, start in -9.0..9f64, days in 9usize..30) {
            let x: Vec<f64> = (0..days).map(|day| day as f64).collect();
            let mut y: Vec<f64> = x.iter().map(|x| start + slope * x).collect();
            let line = linear_trend(&x, &y).expect("a line");
            prop_assert!((line.slope - slope).abs() < 1e-9 && (line.intercept - start).abs() < 1e-9);
            y[4] += 1e6;
            let medians = theil_sen(&x, &y, 0.95).expect("a line");
            prop_assert!((medians.slope - slope).abs() < 1e-6);
            prop_assert!(medians.interval.0 <= medians.slope && medians.slope <= medians.interval.1);
        }
    }
}
