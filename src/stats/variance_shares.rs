//! How much of an output's variance an input accounts for: Sobol' indices, estimated from two independent samples A and B of the inputs and, for each
//! input, the sample A with that input's column taken from B.

use super::Undefined;

/// First-order and total index of one input.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct VarianceShares {
    /// Share of the variance that the input accounts for on its own. Small samples may give a value a little below 0.
    pub first: f64,
    /// Share that it has a part in, alone or together with others.
    pub total: f64,
}

/// Sobol' indices of one input by Jansen's estimators (Jansen 1999; Saltelli and others 2010, table 2):
/// `first = 1 - mean((b - ab)^2) / (2 V)`, `total = mean((a - ab)^2) / (2 V)`, with `V` the variance of all of `a` and `b`.
///
/// `a` and `b` are outputs at the samples, `ab` those at A with one column from B. Range of the true values: 0 to 1.
///
/// # Errors
/// Undefined with fewer than two rows, with columns of unequal length, where an output is not finite, or where the output does not vary.
pub fn jansen_indices(a: &[f64], b: &[f64], ab: &[f64]) -> Result<VarianceShares, Undefined> {
    let rows = a.len();
    if rows < 2 || b.len() != rows || ab.len() != rows {
        return Err(Undefined::new("fewer than two rows, or columns of unequal length"));
    }
    if a.iter().chain(b).chain(ab).any(|value| !value.is_finite()) {
        return Err(Undefined::new("an output is not a finite number"));
    }
    let count = 2.0 * rows as f64;
    let mean = a.iter().chain(b).sum::<f64>() / count;
    let variance = a.iter().chain(b).map(|value| (value - mean).powi(2)).sum::<f64>() / count;
    if a.iter().chain(b).all(|value| Some(value) == a.first()) || variance == 0.0 {
        return Err(Undefined::new("the output does not vary"));
    }
    let half_square = |one: &[f64], other: &[f64]| one.iter().zip(other).map(|(one, other)| (one - other).powi(2)).sum::<f64>() / (2.0 * rows as f64);
    Ok(VarianceShares { first: 1.0 - half_square(b, ab) / variance, total: half_square(a, ab) / variance })
}

#[cfg(test)]
mod tests {
    use std::f64::consts::PI;

    use super::*;

    /// Points of an additive recurrence with the generalised golden ratio (Roberts 2018): spread evenly, needs no table.
    fn spread(rows: usize, columns: usize) -> Vec<Vec<f64>> {
        // The only root above 1 of x^(d+1) = x + 1, by fixed-point iteration.
        let mut root = 1.5f64;
        (0..60).for_each(|_| root = (1.0 + root).powf(1.0 / (columns as f64 + 1.0)));
        let at = |row: usize, column: usize| (0.5 + (row + 1) as f64 * root.powi(-(column as i32 + 1))).fract();
        (0..rows).map(|row| (0..columns).map(|column| at(row, column)).collect()).collect()
    }

    /// Indices of every input of a model over the unit cube.
    fn indices(inputs: usize, rows: usize, model: impl Fn(&[f64]) -> f64) -> Vec<VarianceShares> {
        let points = spread(rows, 2 * inputs);
        let a: Vec<f64> = points.iter().map(|point| model(&point[..inputs])).collect();
        let b: Vec<f64> = points.iter().map(|point| model(&point[inputs..])).collect();
        let mixed = |input: usize| {
            let row = |point: &Vec<f64>| {
                let mut x = point[..inputs].to_vec();
                x[input] = point[inputs + input];
                model(&x)
            };
            points.iter().map(row).collect::<Vec<f64>>()
        };
        (0..inputs).map(|input| jansen_indices(&a, &b, &mixed(input)).expect("it varies")).collect()
    }

    #[test]
    fn the_ishigami_function_has_its_known_indices() {
        // f = sin x1 + 7 sin^2 x2 + 0.1 x3^4 sin x1 on [-pi, pi]^3 (Ishigami, Homma 1990): the variances follow in closed form.
        let (a, b) = (7.0f64, 0.1f64);
        let model = |x: &[f64]| {
            let at = |place: usize| PI * (2.0 * x[place] - 1.0);
            at(0).sin() + a * at(1).sin().powi(2) + b * at(2).powi(4) * at(0).sin()
        };
        let (v1, v2, v13) = (0.5 * (1.0 + b * PI.powi(4) / 5.0).powi(2), a * a / 8.0, b * b * PI.powi(8) * (1.0 / 18.0 - 1.0 / 50.0));
        let variance = v1 + v2 + v13;
        let known = [(v1 / variance, (v1 + v13) / variance), (v2 / variance, v2 / variance), (0.0, v13 / variance)];
        assert!((known[0].0 - 0.3139).abs() < 1e-4 && (known[0].1 - 0.5576).abs() < 1e-4, "as printed in Saltelli and others 2008");
        for (found, (first, total)) in indices(3, 4_096, model).iter().zip(known) {
            // Evenly spread samples of 4,096: errors of some thousandths; a wrong estimator is off by tenths.
            assert!((found.first - first).abs() < 0.02 && (found.total - total).abs() < 0.02, "{found:?} against {first} {total}");
        }
    }

    #[test]
    fn a_sum_has_no_parts_together() {
        for (place, found) in indices(3, 2_048, |x| 1.0 * x[0] + 2.0 * x[1] + 3.0 * x[2]).iter().enumerate() {
            let share = ((place + 1) as f64).powi(2) / 14.0;
            assert!((found.first - share).abs() < 0.02 && (found.total - share).abs() < 0.02, "{found:?} against {share}");
        }
    }

    #[test]
    fn degenerate_outputs() {
        assert!(jansen_indices(&[1.0], &[2.0], &[1.0]).is_err());
        assert!(jansen_indices(&[1.0, 2.0], &[2.0], &[1.0, 1.0]).is_err());
        assert!(jansen_indices(&[0.1; 3], &[0.1; 3], &[0.1; 3]).is_err_and(|undefined| undefined.reason.contains("does not vary")));
        assert!(jansen_indices(&[1.0, f64::NAN], &[2.0, 1.0], &[1.0, 1.0]).is_err());
    }
}
