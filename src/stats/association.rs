//! Associations between columns of numbers: correlation, straight lines, regression.

use super::{Measured, Undefined, check, normal_quantile, student_t_sf};

/// Correlation after Pearson: `sum (x - mx)(y - my) / sqrt(sum (x - mx)^2 sum (y - my)^2)`. Range -1 to 1.
///
/// # Errors
/// Undefined with fewer than three pairs (two always agree), with columns of different length, not finite, or when a column does not vary.
pub fn correlation(x: &[f64], y: &[f64]) -> Measured {
    check::pairs(x, y, 3)?;
    coefficient(x, y)
}

fn coefficient(x: &[f64], y: &[f64]) -> Measured {
    if check::constant(x) || check::constant(y) {
        return Err(Undefined::new("a quantity is the same for everybody"));
    }
    let (x, y) = (centred(x), centred(y));
    let product = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
    let scatter = (product(&x, &x) * product(&y, &y)).sqrt();
    if !(scatter > 0.0 && scatter.is_finite()) {
        return Err(Undefined::new("a quantity varies less than numbers can tell"));
    }
    Ok((product(&x, &y) / scatter).clamp(-1.0, 1.0))
}

/// Distances from the mean, in units of a power of two near the largest: no square leaves the range of numbers, and nothing is rounded, so that ranks that
/// agree entirely have a correlation of exactly 1.
fn centred(values: &[f64]) -> Vec<f64> {
    let scaled = near_one(values);
    let mean = check::mean(&scaled);
    near_one(&scaled.iter().map(|value| value - mean).collect::<Vec<_>>())
}

fn near_one(values: &[f64]) -> Vec<f64> {
    let largest = values.iter().fold(0.0, |most: f64, value| most.max(value.abs()));
    let (_, exponent) = libm::frexp(largest);
    values.iter().map(|&value| libm::scalbn(value, -exponent)).collect()
}

/// A correlation coefficient, with the test of "no association" and an interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Correlation {
    /// The coefficient, -1 to 1.
    pub coefficient: f64,
    /// Two-sided, from Student's t with `n - 2` degrees of freedom at `r sqrt((n - 2) / (1 - r^2))`. 1 for two pairs, which always agree.
    pub p: f64,
    /// `tanh(atanh r +- z / sqrt(n - 3))` (Fisher), or -1 to 1 with three pairs or two.
    pub interval: (f64, f64),
}

/// Correlation after Pearson with test and interval.
///
/// # Errors
/// Undefined with fewer than two pairs, with columns of different length, not finite, when a column does not vary, or for a confidence outside 0
/// to 1.
pub fn pearson(x: &[f64], y: &[f64], confidence: f64) -> Result<Correlation, Undefined> {
    check::pairs(x, y, 2)?;
    check::confidence(confidence)?;
    let coefficient = coefficient(x, y)?;
    let freedom = x.len() as f64 - 2.0;
    let unexplained = (1.0 - coefficient) * (1.0 + coefficient);
    let p = if freedom == 0.0 {
        1.0
    } else if unexplained == 0.0 {
        0.0
    } else {
        2.0 * student_t_sf(coefficient.abs() * (freedom / unexplained).sqrt(), freedom)?
    };
    let interval = if freedom <= 1.0 {
        (-1.0, 1.0)
    } else if unexplained == 0.0 {
        (coefficient, coefficient)
    } else {
        let half = -normal_quantile((1.0 - confidence) / 2.0)? / (freedom - 1.0).sqrt();
        ((coefficient.atanh() - half).tanh(), (coefficient.atanh() + half).tanh())
    };
    Ok(Correlation { coefficient, p, interval })
}

/// Rank correlation after Spearman with test and interval: [`pearson`] of ranks, ties at their mean rank.
///
/// # Errors
/// As [`pearson`].
pub fn spearman(x: &[f64], y: &[f64], confidence: f64) -> Result<Correlation, Undefined> {
    check::pairs(x, y, 2)?;
    pearson(&ranks(x), &ranks(y), confidence)
}

/// Rank correlation after Spearman: [`correlation`] of ranks, ties at their mean rank. Range -1 to 1.
///
/// # Errors
/// Undefined where the correlation of the ranks is, or when a number is not finite.
pub fn rank_correlation(x: &[f64], y: &[f64]) -> Measured {
    check::pairs(x, y, 3)?;
    correlation(&ranks(x), &ranks(y))
}

/// Ranks from 1, ties at their mean rank.
pub(super) fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    // Minus zero becomes zero, so that sorting and comparing agree.
    order.sort_by(|&a, &b| (values[a] + 0.0).total_cmp(&(values[b] + 0.0)));
    let mut ranks = vec![0.0; values.len()];
    let mut below = 0;
    for tied in order.chunk_by(|&a, &b| values[a] == values[b]) {
        // The places of equal values are handed out evenly.
        for &one in tied {
            ranks[one] = below as f64 + (tied.len() + 1) as f64 / 2.0;
        }
        below += tied.len();
    }
    ranks
}

/// Slope of the least-squares line of `y` over `x`, and the share of the variance of `y` that it explains (R squared).
///
/// # Errors
/// Undefined with fewer than three pairs, with columns of different length, or when `x` does not vary. R squared is 1 where `y` does not vary.
pub fn line(x: &[f64], y: &[f64]) -> Result<(f64, f64), Undefined> {
    let (xx, xy, yy) = moments(x, y)?;
    if xx <= 0.0 || check::constant(x) {
        return Err(Undefined::new("all numbers of the line are the same"));
    }
    Ok((xy / xx, if yy > 0.0 { xy * xy / (xx * yy) } else { 1.0 }))
}

/// Centred sums of squares and products.
fn moments(x: &[f64], y: &[f64]) -> Result<(f64, f64, f64), Undefined> {
    check::pairs(x, y, 3)?;
    let (mx, my) = (check::mean(x), check::mean(y));
    let mut sums = (0.0, 0.0, 0.0);
    for (x, y) in x.iter().zip(y) {
        sums.0 += (x - mx) * (x - mx);
        sums.1 += (x - mx) * (y - my);
        sums.2 += (y - my) * (y - my);
    }
    Ok(sums)
}

/// Coefficients of a least-squares regression of `y` on columns, the intercept first: solves `X'X b = X'y` by Gauss with pivots on centred columns.
///
/// # Errors
/// Undefined with no more rows than coefficients, with columns of different length, or when columns determine each other.
pub fn regression(columns: &[Vec<f64>], y: &[f64]) -> Result<Vec<f64>, Undefined> {
    let (rows, width) = (y.len(), columns.len());
    columns.iter().map(Vec::as_slice).chain([y]).try_for_each(|column| check::finite(column, 0))?;
    if columns.iter().any(|column| column.len() != rows) {
        return Err(Undefined::new("the columns have different lengths"));
    }
    if rows <= width + 1 {
        return Err(Undefined::new("fewer people than a regression needs"));
    }
    let mean = |values: &[f64]| values.iter().sum::<f64>() / rows as f64;
    let centred: Vec<Vec<f64>> = columns.iter().chain([&y.to_vec()]).map(|column| column.iter().map(|x| x - mean(column)).collect()).collect();
    let product = |a: usize, b: usize| -> f64 { centred[a].iter().zip(&centred[b]).map(|(x, y)| x * y).sum() };
    let mut matrix: Vec<Vec<f64>> = (0..width).map(|row| (0..=width).map(|column| product(row, column)).collect()).collect();
    let scales: Vec<f64> = (0..width).map(|place| product(place, place)).collect();
    for place in 0..width {
        let pivot = (place..width).max_by(|&a, &b| matrix[a][place].abs().total_cmp(&matrix[b][place].abs())).unwrap_or(place);
        matrix.swap(place, pivot);
        if matrix[place][place].abs() <= 1e-10 * scales[place].max(f64::MIN_POSITIVE) {
            return Err(Undefined::new("a quantity does not vary, or follows from the others"));
        }
        for row in 0..width {
            if row != place {
                let factor = matrix[row][place] / matrix[place][place];
                for column in place..=width {
                    let part = factor * matrix[place][column];
                    matrix[row][column] -= part;
                }
            }
        }
    }
    let slopes: Vec<f64> = (0..width).map(|place| matrix[place][width] / matrix[place][place]).collect();
    let intercept = mean(y) - slopes.iter().zip(columns).map(|(slope, column)| slope * mean(column)).sum::<f64>();
    Ok([vec![intercept], slopes].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Anscombe 1973, first set: r = 0.81642, slope 0.50009, intercept 3.00009.
    #[test]
    fn the_first_set_of_anscombe() {
        let x = [10.0, 8.0, 13.0, 9.0, 11.0, 14.0, 6.0, 4.0, 12.0, 7.0, 5.0];
        let y = [8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68];
        assert!((correlation(&x, &y).unwrap() - 0.816_420_5).abs() < 1e-6);
        let (slope, straight) = line(&x, &y).unwrap();
        assert!((slope - 0.500_090_9).abs() < 1e-6 && (straight - 0.666_542).abs() < 1e-5);
        let found = regression(&[x.to_vec()], &y).unwrap();
        assert!((found[0] - 3.000_090_9).abs() < 1e-6 && (found[1] - 0.500_090_9).abs() < 1e-6);
    }

    #[test]
    fn a_regression_finds_what_made_the_numbers() {
        let a: Vec<f64> = (0..40).map(|i| f64::from(i % 7)).collect();
        let b: Vec<f64> = (0..40).map(|i| f64::from(i * i % 11)).collect();
        let y: Vec<f64> = a.iter().zip(&b).map(|(a, b)| 2.0 - 3.0 * a + 0.5 * b).collect();
        let found = regression(&[a.clone(), b], &y).unwrap();
        for (found, expected) in found.iter().zip([2.0, -3.0, 0.5]) {
            assert!((found - expected).abs() < 1e-9, "{found} against {expected}");
        }
        assert!(regression(&[a.clone(), a.clone()], &y).is_err(), "columns that follow from each other");
        assert!(regression(&[vec![1.0; 40]], &y).is_err());
        assert!(regression(&[a], &y[..3]).is_err());
    }

    #[test]
    fn ranks_share_the_places_of_equal_values() {
        assert_eq!(ranks(&[3.0, 1.0, 3.0, 2.0]), [3.5, 1.0, 3.5, 2.0]);
        assert!(rank_correlation(&[1.0, 2.0, 3.0], &[1.0, 10.0, 1_000.0]).is_ok_and(|r| (r - 1.0).abs() < 1e-12));
        assert!(rank_correlation(&[1.0, 2.0, 3.0], &[2.0, 2.0, 2.0]).is_err());
    }

    #[test]
    fn tests_of_few_pairs_say_little() {
        let two = pearson(&[1.0, 2.0], &[3.0, 9.0], 0.95).unwrap();
        assert_eq!((two.coefficient, two.p, two.interval), (1.0, 1.0, (-1.0, 1.0)));
        let three = pearson(&[1.0, 2.0, 3.0], &[3.0, 9.0, 4.0], 0.95).unwrap();
        assert!(three.interval == (-1.0, 1.0) && three.p > 0.5);
        assert!(pearson(&[1.0], &[3.0], 0.95).is_err() && pearson(&[1.0, 2.0], &[3.0, 9.0], 1.0).is_err());
        assert!(spearman(&[1.0, f64::NAN, 2.0], &[3.0, 9.0, 1.0], 0.95).is_err() && spearman(&[1.0, 1.0], &[3.0, 9.0], 0.95).is_err());
        let huge = pearson(&[1e200, 2e200, 4e200, 3e200], &[1e-200, 2e-200, 4e-200, 3e-200], 0.95).unwrap();
        assert!((huge.coefficient - 1.0).abs() < 1e-12);
    }

    #[test]
    fn what_does_not_vary_has_no_correlation() {
        assert!(correlation(&[1.0, 1.0, 1.0], &[1.0, 2.0, 3.0]).is_err());
        assert!(correlation(&[1.0, 2.0], &[1.0, 2.0]).is_err());
        assert!(correlation(&[1.0, 2.0, 3.0], &[-2.0, -4.0, -6.0]).is_ok_and(|r| (r + 1.0).abs() < 1e-12));
        assert_eq!(line(&[1.0, 2.0, 3.0], &[4.0, 4.0, 4.0]), Ok((0.0, 1.0)));
    }
}
