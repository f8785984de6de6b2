//! Whether two classifications of the same people go together.

use super::{Measured, Undefined, check, chi_square_sf};

/// Measures of association of a contingency table. `E = row sum * column sum / n`, `phi^2 = chi^2 / n`, `r` rows, `c` columns.
#[derive(Clone, Debug, PartialEq)]
pub struct Contingency {
    /// Pearson's `chi^2 = sum (O - E)^2 / E`, without Yates' correction.
    pub chi_square: f64,
    /// `(r - 1) (c - 1)`.
    pub degrees_of_freedom: usize,
    /// Upper tail of chi-square; 1 without degrees of freedom, where there is nothing to test.
    pub p: f64,
    /// Likelihood ratio statistic `G = 2 sum O ln(O / E)`.
    pub g: f64,
    /// `G / 2n` in nats.
    pub mutual_information_nats: f64,
    /// Cramer's V, `sqrt(phi^2 / min(r - 1, c - 1))`, 0 to 1; undefined with one row or column.
    pub cramers_v: Measured,
    /// V without its upward bias (Bergsma 2013), 0 to 1; undefined with one row or column or one person.
    pub cramers_v_bias_corrected: Measured,
    /// Tschuprow's T, `sqrt(phi^2 / sqrt((r - 1) (c - 1)))`, 0 to 1; undefined with one row or column.
    pub tschuprow_t: Measured,
    /// Pearson's contingency coefficient, `sqrt(chi^2 / (n + chi^2))`, 0 to below 1.
    pub pearson_c: f64,
}

/// Association of rows and columns of a table of counts (or weights).
///
/// # Errors
/// Undefined for a table that is empty, ragged, negative or not finite, or where a row or column sums to zero: expected counts are zero there, so
/// leave out categories that nobody has.
pub fn contingency(table: &[Vec<f64>]) -> Result<Contingency, Undefined> {
    let (rows, columns) = (table.len(), table.first().map_or(0, Vec::len));
    if columns == 0 || table.iter().any(|row| row.len() != columns) {
        return Err(Undefined::new("the table is empty or its rows differ in length"));
    }
    let total = check::amounts(&table.concat())?;
    let by_row: Vec<f64> = table.iter().map(|row| row.iter().sum()).collect();
    let by_column: Vec<f64> = (0..columns).map(|column| table.iter().map(|row| row[column]).sum()).collect();
    if by_row.iter().chain(&by_column).any(|&sum| sum <= 0.0) {
        return Err(Undefined::new("a category of the table is empty"));
    }
    let (mut chi_square, mut half_g) = (0.0, 0.0);
    for (row, in_row) in table.iter().zip(&by_row) {
        for (&observed, in_column) in row.iter().zip(&by_column) {
            let expected = in_row * (in_column / total);
            chi_square += (observed - expected) * (observed - expected) / expected;
            if observed > 0.0 {
                half_g += observed * (observed / expected).ln();
            }
        }
    }
    let half_g = f64::max(half_g, 0.0);
    let degrees_of_freedom = (rows - 1) * (columns - 1);
    let (more_rows, more_columns) = ((rows - 1) as f64, (columns - 1) as f64);
    let phi_square = chi_square / total;
    let apart = || if degrees_of_freedom > 0 { Ok(()) } else { Err(Undefined::new("a table with one row or column has no association")) };
    Ok(Contingency {
        chi_square,
        degrees_of_freedom,
        p: if degrees_of_freedom > 0 { chi_square_sf(chi_square, degrees_of_freedom as f64)? } else { 1.0 },
        g: 2.0 * half_g,
        mutual_information_nats: half_g / total,
        cramers_v: apart().map(|()| (phi_square / more_rows.min(more_columns)).sqrt().min(1.0)),
        cramers_v_bias_corrected: apart().and_then(|()| bias_corrected(phi_square, more_rows, more_columns, total)),
        tschuprow_t: apart().map(|()| (phi_square / (more_rows * more_columns).sqrt()).sqrt().min(1.0)),
        pearson_c: (chi_square / (total + chi_square)).sqrt(),
    })
}

/// Bergsma's correction: `phi^2 - (r - 1)(c - 1)/(n - 1)`, not below zero, over the corrected numbers of rows and columns.
fn bias_corrected(phi_square: f64, more_rows: f64, more_columns: f64, total: f64) -> Measured {
    if total <= 1.0 {
        return Err(Undefined::new("one person has no association"));
    }
    let corrected = (phi_square - more_rows * more_columns / (total - 1.0)).max(0.0);
    let rows = more_rows - more_rows * more_rows / (total - 1.0);
    let columns = more_columns - more_columns * more_columns / (total - 1.0);
    let smaller = rows.min(columns);
    if smaller <= 0.0 {
        return Err(Undefined::new("too few people for this many categories"));
    }
    Ok((corrected / smaller).sqrt().min(1.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn edges() {
        let independent = contingency(&[vec![10.0, 20.0], vec![20.0, 40.0]]).expect("a table");
        assert!(independent.chi_square < 1e-12 && independent.p > 1.0 - 1e-6 && independent.cramers_v.is_ok_and(|v| v < 1e-6));
        let perfect = contingency(&[vec![30.0, 0.0], vec![0.0, 20.0]]).expect("a table");
        assert!((perfect.chi_square - 50.0).abs() < 1e-12 && perfect.cramers_v.is_ok_and(|v| (v - 1.0).abs() < 1e-12));
        let row = contingency(&[vec![4.0, 6.0, 9.0]]).expect("a table");
        assert!(row.cramers_v.is_err() && row.tschuprow_t.is_err() && row.p == 1.0);
        let nobody: [&[Vec<f64>]; 5] = [&[], &[vec![]], &[vec![1.0], vec![]], &[vec![0.0, 0.0], vec![3.0, 7.0]], &[vec![-1.0, 2.0], vec![2.0, 2.0]]];
        assert!(nobody.iter().all(|table| contingency(table).is_err()));
        assert!(contingency(&[vec![f64::NAN, 1.0], vec![1.0, 1.0]]).is_err());
    }

    proptest! {
        #[test]
        fn turning_the_table_changes_nothing(table in prop::collection::vec(prop::collection::vec(1u32..50, 3), 2..5)) {
            let table: Vec<Vec<f64>> = table.iter().map(|row| row.iter().map(|&count| f64::from(count)).collect()).collect();
            let turned: Vec<Vec<f64>> = (0..3).map(|column| table.iter().map(|row| row[column]).collect()).collect();
            let (one, other) = (contingency(&table).expect("filled"), contingency(&turned).expect("filled"));
            prop_assert!((one.chi_square - other.chi_square).abs() < 1e-9 * (1.0 + one.chi_square));
            prop_assert!((one.g - other.g).abs() < 1e-9 * (1.0 + one.g));
            let (v, corrected) = (one.cramers_v.expect("two rows"), one.cramers_v_bias_corrected.expect("two rows"));
            prop_assert!((0.0..=1.0).contains(&v) && corrected <= v + 1e-12 && (0.0..=1.0).contains(&one.p));
        }
    }
}
