//! Least squares with standard errors.

use nalgebra::{DMatrix, DVector};

use super::Undefined;

/// A pivot below this share of its column's length means that the column follows from the others.
const DEPENDENT: f64 = 1e-10;
/// Residuals below this share of the outcomes' spread are rounding.
const EXPLAINED: f64 = 1e-13;

/// A fit of outcomes on columns.
#[derive(Clone, Debug, PartialEq)]
pub struct LeastSquares {
    /// One coefficient for each column.
    pub coefficients: Vec<f64>,
    /// Variance of each coefficient, if all outcomes vary alike.
    pub variances: Vec<f64>,
    /// Variance of each coefficient, whatever each outcome's variance is: HC2 of MacKinnon and White (1985), residuals over the root of one minus leverage.
    pub robust_variances: Vec<f64>,
    /// Rows less columns.
    pub degrees_of_freedom: f64,
}

/// Least squares of `y` on columns, an intercept being a column of ones, by Householder's QR decomposition.
///
/// # Errors
/// Undefined with no more rows than columns, columns of different length, columns that determine each other, a row that alone determines a
/// coefficient, or outcomes that are explained entirely.
pub fn least_squares(columns: &[Vec<f64>], y: &[f64]) -> Result<LeastSquares, Undefined> {
    let (rows, width) = (y.len(), columns.len());
    if rows <= width || columns.iter().any(|column| column.len() != rows) {
        return Err(Undefined::new("fewer rows than a regression needs, or columns of different length"));
    }
    let design = DMatrix::from_fn(rows, width, |row, column| columns[column][row]);
    let decomposition = design.clone().qr();
    let (q, r) = (decomposition.q(), decomposition.r());
    if (0..width).any(|place| r[(place, place)].abs() <= DEPENDENT * design.column(place).norm()) {
        return Err(Undefined::new("a column does not vary, or follows from the others"));
    }
    let outcomes = DVector::from_column_slice(y);
    let unsolvable = || Undefined::new("the columns determine each other");
    let coefficients = r.solve_upper_triangular(&(q.transpose() * &outcomes)).ok_or_else(unsolvable)?;
    let inverse = r.solve_upper_triangular(&DMatrix::identity(width, width)).ok_or_else(unsolvable)?;
    let residuals = &outcomes - &design * &coefficients;
    let spread = (&outcomes - DVector::from_element(rows, outcomes.mean())).norm();
    if residuals.norm() <= EXPLAINED * (spread + outcomes.norm()) {
        return Err(Undefined::new("the columns explain everything"));
    }
    let degrees_of_freedom = (rows - width) as f64;
    let variance = residuals.norm_squared() / degrees_of_freedom;
    // A coefficient is its row of R^-1 Q' times the outcomes.
    let weights = &inverse * q.transpose();
    let leverages: Vec<f64> = (0..rows).map(|row| q.row(row).norm_squared()).collect();
    if leverages.iter().any(|&leverage| leverage > 1.0 - DEPENDENT) {
        return Err(Undefined::new("one row alone determines a coefficient"));
    }
    let squares: Vec<f64> = residuals.iter().zip(&leverages).map(|(residual, leverage)| residual * residual / (1.0 - leverage)).collect();
    let robust = |place: usize| -> f64 { weights.row(place).iter().zip(&squares).map(|(weight, square)| weight * weight * square).sum() };
    Ok(LeastSquares {
        coefficients: coefficients.iter().copied().collect(),
        variances: (0..width).map(|place| variance * inverse.row(place).norm_squared()).collect(),
        robust_variances: (0..width).map(robust).collect(),
        degrees_of_freedom,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn degenerate_columns() {
        let ones = vec![1.0; 4];
        let y = [1.0, 2.0, 4.0, 3.0];
        assert!(least_squares(&[ones.clone(), vec![2.0; 4]], &y).is_err(), "columns that follow from each other");
        assert!(least_squares(&[ones.clone(), vec![0.0, 0.0, 0.0, 1.0]], &y).is_err(), "one row alone");
        assert!(least_squares(&[ones, vec![1.0, 2.0, 3.0, 4.0]], &[2.0, 4.0, 6.0, 8.0]).is_err(), "explained");
        assert!(least_squares(&[vec![1.0; 4]], &y[..3]).is_err() && least_squares(&[vec![1.0]], &y[..1]).is_err());
    }

    proptest! {
        /// On a column of ones and a group's mark, HC2 is the squared standard error of Welch's test.
        #[test]
        fn two_groups_are_welch(a in prop::collection::vec(-9.0..9f64, 2..20), b in prop::collection::vec(-9.0..9f64, 2..20)) {
            let y = [a.clone(), b.clone()].concat();
            let mark: Vec<f64> = (0..y.len()).map(|row| if row < a.len() { 0.0 } else { 1.0 }).collect();
            let fit = least_squares(&[vec![1.0; y.len()], mark], &y).unwrap();
            let (a, b) = (crate::stats::Summary::of(&a).unwrap(), crate::stats::Summary::of(&b).unwrap());
            prop_assert!((fit.coefficients[1] - (b.mean - a.mean)).abs() < 1e-10);
            let welch = a.error_square() + b.error_square();
            prop_assert!((fit.robust_variances[1] - welch).abs() < 1e-9 * welch.max(1e-6));
        }
    }
}
