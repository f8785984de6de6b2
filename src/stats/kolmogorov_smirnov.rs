//! Kolmogorov and Smirnov: the largest distance between two distribution functions, and how rare it is without a difference.

use std::f64::consts::PI;

use super::{Measured, Undefined, check, ln_gamma};

/// The most steps that the exact distribution may take.
const MOST_STEPS: usize = 100_000_000;
/// Sample size from which the distribution of the one-sample distance comes from a series instead of a power of a matrix.
const LONG: f64 = 140.0;

/// Two-sample test of Kolmogorov and Smirnov. `F` belongs to `x`, `G` to `y`.
#[derive(Clone, Debug, PartialEq)]
pub struct KolmogorovSmirnov {
    /// `max |F - G|`, 0 to 1.
    pub distance: f64,
    /// `max (F - G)`, 0 to 1: how far `x` lies below `y`.
    pub greater: f64,
    /// `max (G - F)`, 0 to 1.
    pub less: f64,
    /// Probability of at least this distance over all ways to mix the samples; conservative with ties. Undefined for samples whose product of
    /// sizes is above 100 million.
    pub p_exact: Measured,
    /// The same from one sample of the size `m n / (m + n)`, rounded, against a known distribution (exact for that size, or the series of Pelz
    /// and Good). Undefined where the rounded size is 0.
    pub p_asymptotic: Measured,
}

/// Two-sample test of Kolmogorov and Smirnov.
///
/// # Errors
/// Undefined for an empty sample or values that are not finite.
pub fn two_sample_kolmogorov_smirnov(x: &[f64], y: &[f64]) -> Result<KolmogorovSmirnov, Undefined> {
    check::finite(x, 1)?;
    check::finite(y, 1)?;
    let (x, y) = (check::ascending(x), check::ascending(y));
    let (m, n) = (x.len(), y.len());
    let (m_wide, n_wide) = (m as i128, n as i128);
    let (mut i, mut j, mut above, mut below) = (0, 0, 0i128, 0i128);
    while i < m || j < n {
        let next = match (x.get(i), y.get(j)) {
            (Some(a), Some(b)) => a.min(*b),
            (Some(a), None) => *a,
            (None, Some(b)) => *b,
            (None, None) => break,
        };
        while x.get(i).is_some_and(|&value| value <= next) {
            i += 1;
        }
        while y.get(j).is_some_and(|&value| value <= next) {
            j += 1;
        }
        // Whole numbers: distances are compared exactly.
        let apart = i as i128 * n_wide - j as i128 * m_wide;
        above = above.max(apart);
        below = below.max(-apart);
    }
    let unit = m as f64 * n as f64;
    let distance = above.max(below) as f64 / unit;
    let size = (unit / (m as f64 + n as f64)).round_ties_even() as usize;
    Ok(KolmogorovSmirnov {
        distance,
        greater: above as f64 / unit,
        less: below as f64 / unit,
        p_exact: outside(m, n, above.max(below)),
        p_asymptotic: one_sample_kolmogorov_smirnov_sf(distance, size),
    })
}

/// Share of all orders of `m` and `n` values in which `|i n - j m|` reaches `distance` somewhere. A path to (i, j) comes from (i - 1, j) with
/// chance i / (i + j); all terms are positive, so small shares keep their digits.
fn outside(m: usize, n: usize, distance: i128) -> Measured {
    if m.saturating_mul(n) > MOST_STEPS {
        return Err(Undefined::new("the samples are too large for the exact distribution"));
    }
    if distance == 0 {
        return Ok(1.0);
    }
    let reaches = |i: usize, j: usize| (i as i128 * n as i128 - j as i128 * m as i128).abs() >= distance;
    let mut row = vec![0.0; n + 1];
    for i in 0..=m {
        for j in 0..=n {
            row[j] = if reaches(i, j) {
                1.0
            } else {
                let both = ((i + j) as f64).max(1.0);
                let from_left = if j > 0 { row[j - 1] * j as f64 } else { 0.0 };
                (row[j] * i as f64 + from_left) / both
            };
        }
    }
    Ok(row[n].min(1.0))
}

/// Probability that the largest distance between a sample of `count` values and its own continuous distribution is at least `distance`.
///
/// Twice the one-sided probability (Birnbaum and Tingey 1951) where `distance` is at least one half (exact) or `count distance^2` above 4 (what is missing
/// is below 1e-13); else exact by a matrix (Marsaglia, Tsang and Wang 2003) up to 140 values. Beyond, the split and the series of Pelz and Good (1976)
/// that Simard and L'Ecuyer (2011) recommend, within 2e-6. Range 0 to 1.
///
/// # Errors
/// Undefined without values or for a distance that is not a finite number.
pub fn one_sample_kolmogorov_smirnov_sf(distance: f64, count: usize) -> Measured {
    if count == 0 || !distance.is_finite() {
        return Err(Undefined::new("there is no distance"));
    }
    let size = count as f64;
    let scaled = size * distance * distance;
    if distance >= 1.0 {
        return Ok(0.0);
    }
    if size * distance <= 0.5 {
        return Ok(1.0);
    }
    if distance >= 0.5 || scaled > if size <= LONG { 4.0 } else { 2.2 } {
        // Both sides at once is impossible, or far rarer than one (1e-13 for the short, 2e-8 for the long).
        return Ok((2.0 * one_sided_sf(distance, size)?).min(1.0));
    }
    let below =
        if size <= LONG || size <= 100_000.0 && size * distance.powf(1.5) <= 1.4 { within(distance, count) } else { pelz_good(distance, size) };
    Ok((1.0 - below).clamp(0.0, 1.0))
}

/// One-sided: `d sum_j C(n, j) (d + j/n)^(j - 1) (1 - d - j/n)^(n - j)` over `j <= n (1 - d)` (Birnbaum and Tingey 1951).
fn one_sided_sf(distance: f64, size: f64) -> Measured {
    let all = ln_gamma(size + 1.0)?;
    let mut sum = 0.0;
    let mut j = 0.0;
    while j <= size * (1.0 - distance) {
        let (reached, left) = (distance + j / size, 1.0 - distance - j / size);
        if left > 0.0 || j == size {
            let rest = if j == size { 0.0 } else { (size - j) * left.ln() };
            let ways = all - ln_gamma(j + 1.0)? - ln_gamma(size - j + 1.0)?;
            sum += (ways + (j - 1.0) * reached.ln() + rest).exp();
        }
        j += 1.0;
    }
    Ok((distance * sum).clamp(0.0, 1.0))
}

/// Probability of a smaller distance by the power of a matrix (Marsaglia, Tsang and Wang 2003).
fn within(distance: f64, size: usize) -> f64 {
    let steps = (size as f64 * distance).floor() as usize + 1;
    let width = 2 * steps - 1;
    let short = steps as f64 - size as f64 * distance;
    let mut matrix = vec![vec![0.0; width]; width];
    for (row, line) in matrix.iter_mut().enumerate() {
        for (column, cell) in line.iter_mut().enumerate() {
            *cell = if column <= row + 1 { 1.0 } else { 0.0 };
        }
    }
    for place in 0..width {
        matrix[place][0] -= short.powi(place as i32 + 1);
        matrix[width - 1][place] -= short.powi((width - place) as i32);
    }
    if 2.0 * short > 1.0 {
        matrix[width - 1][0] += (2.0 * short - 1.0).powi(width as i32);
    }
    let mut factorial = vec![1.0; width + 1];
    for place in 1..=width {
        factorial[place] = factorial[place - 1] * place as f64;
    }
    for (row, line) in matrix.iter_mut().enumerate() {
        for (column, cell) in line.iter_mut().enumerate() {
            if row + 1 > column {
                *cell /= factorial[row + 1 - column];
            }
        }
    }
    let (power, exponent) = raised(&matrix, size);
    let mut found = power[steps - 1][steps - 1];
    let mut exponent = exponent;
    for place in 1..=size {
        found = found * place as f64 / size as f64;
        if found < 1e-140 {
            found *= 1e140;
            exponent -= 140;
        }
    }
    found * 10f64.powi(exponent)
}

/// A matrix to a whole power, kept in range: the second number is the power of ten to multiply by.
fn raised(matrix: &[Vec<f64>], power: usize) -> (Vec<Vec<f64>>, i32) {
    let width = matrix.len();
    if power == 1 {
        return (matrix.to_vec(), 0);
    }
    let (half, exponent) = raised(matrix, power / 2);
    let square = product(&half, &half);
    let (mut result, mut exponent) = if power.is_multiple_of(2) { (square, 2 * exponent) } else { (product(matrix, &square), 2 * exponent) };
    if result[width / 2][width / 2] > 1e140 {
        result.iter_mut().flatten().for_each(|cell| *cell *= 1e-140);
        exponent += 140;
    }
    (result, exponent)
}

fn product(a: &[Vec<f64>], b: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let width = a.len();
    let mut result = vec![vec![0.0; width]; width];
    for (line, from) in result.iter_mut().zip(a) {
        for (&factor, other) in from.iter().zip(b) {
            if factor != 0.0 {
                for (cell, part) in line.iter_mut().zip(other) {
                    *cell += factor * part;
                }
            }
        }
    }
    result
}

/// Probability of a smaller distance by the series of Pelz and Good: the limit of Kolmogorov with terms in `1 / sqrt n` up to the third.
fn pelz_good(distance: f64, size: f64) -> f64 {
    let z = distance * size.sqrt();
    let (z2, pi2) = (z * z, PI * PI);
    let (z4, z6) = (z2 * z2, z2 * z2 * z2);
    let (pi4, pi6) = (pi2 * pi2, pi2 * pi2 * pi2);
    let most = (16.0 * z / PI).ceil() as u32 + 2;
    let mut sums = [0.0; 4];
    for place in 0..most {
        // Halves: 1/2, 3/2, ...
        let k2 = (f64::from(place) + 0.5).powi(2);
        let fall = (-pi2 * k2 / (2.0 * z2)).exp();
        let k4 = k2 * k2;
        sums[0] += fall;
        sums[1] += (pi2 * k2 - z2) * fall;
        sums[2] += (6.0 * z6 + 2.0 * z4 + pi2 * (2.0 * z4 - 5.0 * z2) * k2 + pi4 * (1.0 - 2.0 * z2) * k4) * fall;
        let even = -30.0 * z6 - 90.0 * z6 * z2 + pi2 * (135.0 * z4 - 96.0 * z6) * k2;
        sums[3] += (even + pi4 * (212.0 * z4 - 60.0 * z2) * k4 + pi6 * (5.0 - 30.0 * z2) * k4 * k2) * fall;
    }
    let (mut second, mut third) = (0.0, 0.0);
    for place in 1..most {
        // Whole numbers: 1, 2, ...
        let k2 = f64::from(place).powi(2);
        let fall = (-pi2 * k2 / (2.0 * z2)).exp();
        second += k2 * fall;
        third += (3.0 * z2 - pi2 * k2) * k2 * fall;
    }
    let quadratic = sums[2] / (72.0 * z6 * z) - pi2 * second / (36.0 * z2 * z);
    let cubic = sums[3] / (6_480.0 * z6 * z4) + pi2 * third / (216.0 * z6);
    let series = sums[0] / z + (sums[1] / (6.0 * z4) + (quadratic + cubic / size.sqrt()) / size.sqrt()) / size.sqrt();
    (2.0 * PI).sqrt() * series
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn small_samples_by_hand() {
        let apart = two_sample_kolmogorov_smirnov(&[1.0, 2.0, 3.0], &[7.0, 8.0]).expect("values");
        assert_eq!((apart.distance, apart.greater, apart.less), (1.0, 1.0, 0.0));
        // Two of the ten orders keep the samples apart.
        assert!(apart.p_exact.is_ok_and(|p| (p - 0.2).abs() < 1e-15));
        let one = two_sample_kolmogorov_smirnov(&[0.0], &[1.0]).expect("values");
        assert!(one.p_exact == Ok(1.0) && one.p_asymptotic.is_err());
        assert!(two_sample_kolmogorov_smirnov(&[], &[1.0]).is_err() && two_sample_kolmogorov_smirnov(&[f64::NAN], &[1.0]).is_err());
        assert_eq!(two_sample_kolmogorov_smirnov(&[0.0, 1.0], &[-0.0, 1.0]).expect("values").distance, 0.0);
    }

    /// Marsaglia, Tsang and Wang 2003: P(D < 0.274) = 0.628479615457 for 10 values.
    #[test]
    fn the_printed_value() {
        let found = one_sample_kolmogorov_smirnov_sf(0.274, 10).expect("a probability");
        assert!((found - (1.0 - 0.628_479_615_457)).abs() < 1e-11, "{found}");
        assert!(one_sample_kolmogorov_smirnov_sf(0.1, 0).is_err() && one_sample_kolmogorov_smirnov_sf(f64::NAN, 5).is_err());
        assert_eq!((one_sample_kolmogorov_smirnov_sf(1.0, 5), one_sample_kolmogorov_smirnov_sf(0.1, 5)), (Ok(0.0), Ok(1.0)));
    }

    #[test]
    fn the_ways_to_compute_it_agree_where_they_meet() {
        for size in [141.0f64, 400.0, 2_000.0] {
            for scaled in [0.4f64, 0.8, 1.2, 2.0] {
                let distance = (scaled / size).sqrt();
                let (matrix, series) = (within(distance, size as usize), pelz_good(distance, size));
                assert!((matrix - series).abs() < 2e-6, "{size} {scaled}: {matrix} {series}");
            }
        }
        let (both, one) = (1.0 - within((4.0f64 / 100.0).sqrt(), 100), 2.0 * one_sided_sf((4.0f64 / 100.0).sqrt(), 100.0).expect("a probability"));
        assert!((both - one).abs() < 1e-12, "{both} {one}");
    }

    #[test]
    fn one_value_by_hand() {
        // One value: the distance is max(u, 1 - u), so P(D >= d) = 2 (1 - d).
        for d in [0.5, 0.6, 0.75, 0.9] {
            assert!((one_sample_kolmogorov_smirnov_sf(d, 1).expect("a probability") - 2.0 * (1.0 - d)).abs() < 1e-15);
        }
    }

    proptest! {
        #[test]
        fn falls_with_the_distance(count in 1usize..300, one in 0.0..1.0f64, other in 0.0..1.0f64) {
            let (near, far) = (one.min(other), one.max(other));
            let (high, low) = (one_sample_kolmogorov_smirnov_sf(near, count), one_sample_kolmogorov_smirnov_sf(far, count));
            // The three ways meet within 2e-6 beyond 140 values.
            let slack = if count > 140 { 4e-6 } else { 1e-12 };
            prop_assert!(high.expect("a probability") >= low.expect("a probability") - slack);
        }

        #[test]
        fn a_larger_distance_is_rarer(x in prop::collection::vec(0u8..20, 1..25), y in prop::collection::vec(0u8..20, 1..25)) {
            let x: Vec<f64> = x.into_iter().map(f64::from).collect();
            let y: Vec<f64> = y.into_iter().map(f64::from).collect();
            let found = two_sample_kolmogorov_smirnov(&x, &y).expect("values");
            let turned = two_sample_kolmogorov_smirnov(&y, &x).expect("values");
            prop_assert_eq!((found.distance, found.greater), (turned.distance, turned.less));
            prop_assert!((found.p_exact.clone().expect("small") - turned.p_exact.expect("small")).abs() < 1e-12);
            let next = outside(x.len(), y.len(), (found.distance * (x.len() * y.len()) as f64).round() as i128 + 1).expect("small");
            prop_assert!(next <= found.p_exact.expect("small") + 1e-12);
        }
    }
}
