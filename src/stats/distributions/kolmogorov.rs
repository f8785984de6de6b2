//! The limiting distribution of the Kolmogorov-Smirnov statistic.

use std::f64::consts::PI;

use super::number;
use crate::stats::Measured;

/// Below, the series of Jacobi's theta function that is fast for small arguments serves.
const SMALL: f64 = 0.82;
/// Terms; the last is far below the last digit.
const TERMS: i32 = 12;

/// Chance that `sqrt(n)` times the Kolmogorov-Smirnov distance is above `x`, for n without end: `2 sum (-1)^(k - 1) exp(-2 k^2 x^2)`. 1 at and
/// below zero.
///
/// # Errors
/// Undefined at NaN.
pub fn kolmogorov_sf(x: f64) -> Measured {
    let x = number(x, "x")?;
    if x <= 0.0 {
        return Ok(1.0);
    }
    if x < SMALL {
        let odd_squares = (1..TERMS).map(|k| f64::from((2 * k - 1) * (2 * k - 1)));
        let sum: f64 = odd_squares.map(|square| libm::exp(-square * PI * PI / (8.0 * x * x))).sum();
        return Ok(1.0 - libm::sqrt(2.0 * PI) / x * sum);
    }
    let terms = (1..TERMS).map(|k| (if k % 2 == 1 { 2.0 } else { -2.0 }) * libm::exp(-2.0 * f64::from(k * k) * x * x));
    Ok(terms.sum())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ends_and_the_seam() {
        assert_eq!((kolmogorov_sf(-1.0), kolmogorov_sf(0.0), kolmogorov_sf(f64::INFINITY)), (Ok(1.0), Ok(1.0), Ok(0.0)));
        assert_eq!(kolmogorov_sf(0.01), Ok(1.0));
        assert!(kolmogorov_sf(f64::NAN).is_err());
        let (below, above) = (kolmogorov_sf(SMALL - 1e-13).unwrap(), kolmogorov_sf(SMALL).unwrap());
        assert!((below - above).abs() < 1e-12, "both series agree where they meet");
        // The printed 5 % point is 1.3581.
        assert!((kolmogorov_sf(1.358_099).unwrap() - 0.05).abs() < 1e-6);
    }

    #[test]
    fn it_falls() {
        let values: Vec<f64> = (0..400).map(|step| kolmogorov_sf(f64::from(step) * 0.01).unwrap()).collect();
        assert!(values.windows(2).all(|pair| pair[1] <= pair[0]));
    }
}
