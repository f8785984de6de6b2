//! Do tests between two equal arms (A/A) err as often as they say?

use super::binomial::exact_binomial_test;
use super::distributions::kolmogorov_sf;
use super::proportion::wilson;
use super::{Measured, Undefined};

/// p values of A/A tests, which should be uniform.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Calibration {
    /// Largest distance between the distribution of the p values and the uniform one. Range 0 to 1.
    pub distance: f64,
    /// p value that the p values are uniform.
    pub uniformity_p_value: f64,
    /// Tests with p below alpha.
    pub false_positives: u64,
    /// p value, two-sided, that a test errs with probability alpha.
    pub rate_p_value: f64,
    /// Wilson interval of the share of false positives.
    pub rate_interval: (f64, f64),
}

/// Calibration of A/A tests from their p values: uniformity (Kolmogorov-Smirnov, exact), and the number of false positives at alpha with an exact
/// binomial test and a Wilson interval at the given confidence.
///
/// # Errors
/// Undefined without p values, for one outside 0 to 1, or for alpha or a confidence outside 0 to 1.
pub fn calibration(p_values: &[f64], alpha: f64, confidence: f64) -> Result<Calibration, Undefined> {
    if p_values.is_empty() {
        return Err(Undefined::new("there is no p value"));
    }
    if !p_values.iter().all(|p| (0.0..=1.0).contains(p)) {
        return Err(Undefined::new("a p value lies between 0 and 1"));
    }
    if !(alpha > 0.0 && alpha < 1.0 && confidence > 0.0) {
        return Err(Undefined::new("alpha and confidence lie between 0 and 1"));
    }
    let mut sorted = p_values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let n = sorted.len() as f64;
    let distance = sorted.iter().enumerate().map(|(index, p)| f64::max((index + 1) as f64 / n - p, p - index as f64 / n)).fold(0.0, f64::max);
    let false_positives = p_values.iter().filter(|&&p| p < alpha).count() as u64;
    Ok(Calibration {
        distance,
        uniformity_p_value: one_sample_kolmogorov_smirnov_sf(distance, p_values.len())?,
        false_positives,
        rate_p_value: exact_binomial_test(false_positives, p_values.len() as u64, alpha)?,
        rate_interval: wilson(false_positives, p_values.len() as u64, confidence)?,
    })
}

/// Probability that the largest distance between a sample of `count` values and its own continuous distribution is at least `distance`.
///
/// Exact: twice the one-sided probability (Birnbaum and Tingey 1951) where `count distance^2 >= 4` (what is missing is below 1e-13) or `distance`
/// is at least one half, else the matrix form of Durbin (Marsaglia, Tsang and Wang 2003) up to 2,000 values, and beyond the limiting law with
/// Vrbik's correction (2018), which is exact to five decimals there. Range 0 to 1.
///
/// # Errors
/// Undefined without values or for a distance that is not a number.
pub fn one_sample_kolmogorov_smirnov_sf(distance: f64, count: usize) -> Measured {
    const LARGEST_MATRIX: usize = 2_000;
    if count == 0 || distance.is_nan() {
        return Err(Undefined::new("there is no distance"));
    }
    let n = count as f64;
    if distance >= 1.0 {
        return Ok(0.0);
    }
    if distance <= 0.5 / n {
        return Ok(1.0);
    }
    let scaled = n * distance * distance;
    if scaled >= 4.0 || distance >= 0.5 {
        return Ok((2.0 * one_sided(distance, count)).min(1.0));
    }
    if count <= LARGEST_MATRIX {
        return Ok((1.0 - durbin(distance, count)).clamp(0.0, 1.0));
    }
    let x = scaled.sqrt();
    kolmogorov_sf(x + 1.0 / (6.0 * n.sqrt()) + (x - 1.0) / (4.0 * n))
}

/// `d sum over j of C(n, j) (d + j / n)^(j - 1) (1 - d - j / n)^(n - j)`: the probability of one side's distance; all terms are positive.
fn one_sided(distance: f64, count: usize) -> f64 {
    let n = count as f64;
    let mut log_choose = 0.0;
    let mut sum = 0.0;
    for j in 0..count {
        let part = j as f64;
        let rest = 1.0 - distance - part / n;
        if rest <= 0.0 {
            break;
        }
        sum += libm::exp(log_choose + (part - 1.0) * libm::log(distance + part / n) + (n - part) * libm::log(rest));
        log_choose += libm::log((n - part) / (part + 1.0));
    }
    distance * sum
}

/// Cumulative probability: the middle of the n-th power of a banded matrix, times n! / n^n.
fn durbin(distance: f64, count: usize) -> f64 {
    let n = count as f64;
    let k = libm::floor(n * distance) as usize + 1;
    let size = 2 * k - 1;
    let h = k as f64 - n * distance;
    let matrix = durbin_matrix(size, h);
    // Powers grow beyond all numbers: a power of ten is kept aside.
    let (power, mut exponent) = matrix_power(&matrix, size, count);
    let mut middle = power[(k - 1) * size + k - 1];
    for step in 1..=count {
        middle *= step as f64 / n;
        if middle < 1e-140 {
            middle *= 1e140;
            exponent -= 140;
        }
    }
    middle * libm::pow(10.0, f64::from(exponent))
}

fn durbin_matrix(size: usize, h: f64) -> Vec<f64> {
    let mut matrix = vec![0.0; size * size];
    for row in 0..size {
        for column in 0..size.min(row + 2) {
            matrix[row * size + column] = 1.0;
        }
    }
    for index in 0..size {
        matrix[index * size] -= libm::pow(h, (index + 1) as f64);
        matrix[(size - 1) * size + index] -= libm::pow(h, (size - index) as f64);
    }
    if 2.0 * h - 1.0 > 0.0 {
        matrix[(size - 1) * size] += libm::pow(2.0 * h - 1.0, size as f64);
    }
    for row in 0..size {
        for column in 0..size.min(row + 1) {
            for factor in 1..=(row + 1 - column) {
                matrix[row * size + column] /= factor as f64;
            }
        }
    }
    matrix
}

fn multiply(one: &[f64], other: &[f64], size: usize) -> Vec<f64> {
    let mut product = vec![0.0; size * size];
    for row in 0..size {
        for inner in 0..size {
            let factor = one[row * size + inner];
            for column in 0..size {
                product[row * size + column] += factor * other[inner * size + column];
            }
        }
    }
    product
}

/// The power of a matrix and the power of ten that was taken out of it.
fn matrix_power(matrix: &[f64], size: usize, exponent: usize) -> (Vec<f64>, i32) {
    if exponent == 1 {
        return (matrix.to_vec(), 0);
    }
    let (half, taken) = matrix_power(matrix, size, exponent / 2);
    let mut power = multiply(&half, &half, size);
    let mut taken = 2 * taken;
    if exponent % 2 == 1 {
        power = multiply(matrix, &power, size);
    }
    if power[(size / 2) * size + size / 2] > 1e140 {
        for value in &mut power {
            *value *= 1e-140;
        }
        taken += 140;
    }
    (power, taken)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn degenerate_inputs_are_undefined() {
        assert!(calibration(&[], 0.05, 0.95).is_err());
        assert!(calibration(&[0.5, f64::NAN], 0.05, 0.95).is_err());
        assert!(calibration(&[1.5], 0.05, 0.95).is_err());
        assert!(calibration(&[0.5], 0.0, 0.95).is_err());
        assert!(calibration(&[0.5], 0.05, 1.0).is_err());
        assert!(one_sample_kolmogorov_smirnov_sf(0.5, 0).is_err());
        assert!(one_sample_kolmogorov_smirnov_sf(f64::NAN, 5).is_err());
    }

    #[test]
    fn one_value_by_hand() {
        // One value: the distance is max(u, 1 - u), so P(D >= d) = 2 (1 - d).
        for d in [0.5, 0.6, 0.75, 0.9] {
            assert!((one_sample_kolmogorov_smirnov_sf(d, 1).expect("a probability") - 2.0 * (1.0 - d)).abs() < 1e-15);
        }
    }

    #[test]
    fn printed_probability() {
        // Marsaglia, Tsang and Wang 2003: P(D < 0.274) = 0.62847961545650 for ten values.
        let found = one_sample_kolmogorov_smirnov_sf(0.274, 10).expect("a probability");
        assert!((1.0 - found - 0.628_479_615_456_50).abs() < 1e-13, "{found}");
    }

    #[test]
    fn the_three_ways_meet() {
        for count in [10usize, 140, 1_000] {
            let d = (4.0 / count as f64).sqrt();
            let (exact, tail) = (1.0 - durbin(d, count), 2.0 * one_sided(d, count));
            assert!((exact - tail).abs() < 1e-12, "{count}: {exact} {tail}");
        }
        let d = 0.8 / 2_000f64.sqrt();
        let (exact, beyond) = (one_sample_kolmogorov_smirnov_sf(d, 2_000), one_sample_kolmogorov_smirnov_sf(0.8 / 2_001f64.sqrt(), 2_001));
        assert!((exact.expect("a probability") - beyond.expect("a probability")).abs() < 1e-5);
    }

    proptest! {
        #[test]
        fn falls_with_the_distance(count in 1usize..80, one in 0.0..1.0f64, other in 0.0..1.0f64) {
            let (near, far) = (one.min(other), one.max(other));
            let (high, low) = (one_sample_kolmogorov_smirnov_sf(near, count), one_sample_kolmogorov_smirnov_sf(far, count));
            prop_assert!(high.expect("a probability") >= low.expect("a probability") - 1e-12);
        }
    }
}
