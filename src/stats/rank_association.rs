//! Whether two orders agree: Kendall's tau, its weighted form, Somers' D.

use super::{Measured, Undefined, check, normal_sf};

/// The most steps that the exact distribution of Kendall's tau may take.
const MOST_STEPS: u64 = 200_000_000;

/// Kendall's tau of two columns. `S` is the number of concordant less discordant pairs.
#[derive(Clone, Debug, PartialEq)]
pub struct Kendall {
    /// Tau-b, `S / sqrt(pairs not tied in x * pairs not tied in y)`, -1 to 1.
    pub tau_b: f64,
    /// Tau-c (Stuart), `2 S / (n^2 (m - 1) / m)`, `m` the smaller number of different values, -1 to 1.
    pub tau_c: f64,
    /// Two-sided, from the exact distribution over all orders; undefined with ties or for a very long column.
    pub p_exact: Measured,
    /// Two-sided, from the normal limit with the variance under ties; undefined where that is zero.
    pub p_asymptotic: Measured,
}

/// What is counted over pairs.
struct Pairs {
    all: f64,
    tied_x: f64,
    tied_y: f64,
    concordant_less_discordant: f64,
    discordant: u64,
}

/// Kendall's tau-b and tau-c of two columns with two-sided p values of "no association". Takes `n log n` steps (Knight 1966).
///
/// # Errors
/// Undefined with fewer than two pairs, with columns of different length, not finite, or when a column does not vary.
pub fn kendall(x: &[f64], y: &[f64]) -> Result<Kendall, Undefined> {
    check::pairs(x, y, 2)?;
    if check::constant(x) || check::constant(y) {
        return Err(Undefined::new("a quantity is the same for everybody"));
    }
    let pairs = count_pairs(x, y);
    let count = x.len() as f64;
    let classes = different(x).min(different(y)) as f64;
    let surplus = pairs.concordant_less_discordant;
    let tau_b = surplus / ((pairs.all - pairs.tied_x) * (pairs.all - pairs.tied_y)).sqrt();
    let ties = pairs.tied_x > 0.0 || pairs.tied_y > 0.0;
    Ok(Kendall {
        tau_b: tau_b.clamp(-1.0, 1.0),
        tau_c: (2.0 * surplus / (count * count * (classes - 1.0) / classes)).clamp(-1.0, 1.0),
        p_exact: if ties { Err(Undefined::new("there are ties, and the exact distribution knows none")) } else { exact(x.len(), pairs.discordant) },
        p_asymptotic: asymptotic(x, y, surplus),
    })
}

/// Somers' D of `y` given `x`: concordant less discordant pairs over the pairs that are not tied in `x`. Range -1 to 1; 0 where `y` is constant.
///
/// # Errors
/// Undefined with fewer than two pairs, with columns of different length, not finite, or when `x` does not vary.
pub fn somers_d(x: &[f64], y: &[f64]) -> Measured {
    check::pairs(x, y, 2)?;
    if check::constant(x) {
        return Err(Undefined::new("a quantity is the same for everybody"));
    }
    let pairs = count_pairs(x, y);
    Ok((pairs.concordant_less_discordant / (pairs.all - pairs.tied_x)).clamp(-1.0, 1.0))
}

/// Weighted tau of Vigna (2015): each pair counts `1 / (1 + rank) + 1 / (1 + rank)` of its two members, so that the top of the lists counts most.
/// Ranks are by falling `x` (then `y`) and by falling `y` (then `x`); the mean of both is returned. Range -1 to 1. Takes `n^2` steps.
///
/// # Errors
/// As [`kendall`].
pub fn weighted_tau(x: &[f64], y: &[f64]) -> Measured {
    check::pairs(x, y, 2)?;
    if check::constant(x) || check::constant(y) {
        return Err(Undefined::new("a quantity is the same for everybody"));
    }
    Ok((weighted_by_first(x, y) + weighted_by_first(y, x)).clamp(-2.0, 2.0) / 2.0)
}

/// Weighted tau with ranks by falling `x`, then falling `y`.
fn weighted_by_first(x: &[f64], y: &[f64]) -> f64 {
    let (x, y): (Vec<f64>, Vec<f64>) = x.iter().zip(y).map(|(x, y)| (x + 0.0, y + 0.0)).unzip();
    let mut order: Vec<usize> = (0..x.len()).collect();
    order.sort_by(|&a, &b| x[b].total_cmp(&x[a]).then(y[b].total_cmp(&y[a])));
    let mut weight = vec![0.0; x.len()];
    for (rank, &place) in order.iter().enumerate() {
        weight[place] = 1.0 / (1.0 + rank as f64);
    }
    let (mut agreed, mut apart_x, mut apart_y) = (0.0, 0.0, 0.0);
    for a in 0..x.len() {
        for b in 0..a {
            let both = weight[a] + weight[b];
            let (in_x, in_y) = (sign(x[a] - x[b]), sign(y[a] - y[b]));
            agreed += both * in_x * in_y;
            apart_x += both * in_x.abs();
            apart_y += both * in_y.abs();
        }
    }
    agreed / apart_x.sqrt() / apart_y.sqrt()
}

fn sign(difference: f64) -> f64 {
    if difference == 0.0 { 0.0 } else { difference.signum() }
}

fn count_pairs(x: &[f64], y: &[f64]) -> Pairs {
    // Minus zero becomes zero, so that sorting and comparing agree.
    let (x, y): (Vec<f64>, Vec<f64>) = x.iter().zip(y).map(|(x, y)| (x + 0.0, y + 0.0)).unzip();
    let mut order: Vec<usize> = (0..x.len()).collect();
    order.sort_by(|&a, &b| x[a].total_cmp(&x[b]).then(y[a].total_cmp(&y[b])));
    let count = x.len() as f64;
    let all = count * (count - 1.0) / 2.0;
    let pairs_of = |size: usize| size as f64 * (size as f64 - 1.0) / 2.0;
    let tied_x: f64 = order.chunk_by(|&a, &b| x[a] == x[b]).map(|tied| pairs_of(tied.len())).sum();
    let tied_both: f64 = order.chunk_by(|&a, &b| x[a] == x[b] && y[a] == y[b]).map(|tied| pairs_of(tied.len())).sum();
    let mut column: Vec<f64> = order.iter().map(|&place| y[place]).collect();
    let discordant = inversions(&mut column);
    // The column is now in ascending order.
    let tied_y: f64 = column.chunk_by(|a, b| a == b).map(|tied| pairs_of(tied.len())).sum();
    let concordant_less_discordant = all - tied_x - tied_y + tied_both - 2.0 * discordant as f64;
    Pairs { all, tied_x, tied_y, concordant_less_discordant, discordant }
}

/// Pairs that stand in falling order; sorts the column by merging.
fn inversions(column: &mut [f64]) -> u64 {
    if column.len() < 2 {
        return 0;
    }
    let (left, right) = column.split_at_mut(column.len() / 2);
    let mut found = inversions(left) + inversions(right);
    let mut merged = Vec::with_capacity(left.len() + right.len());
    let (mut i, mut j) = (0, 0);
    while i < left.len() || j < right.len() {
        let from_right = j < right.len() && (i == left.len() || right[j] < left[i]);
        if from_right {
            found += (left.len() - i) as u64;
            merged.push(right[j]);
            j += 1;
        } else {
            merged.push(left[i]);
            i += 1;
        }
    }
    column.copy_from_slice(&merged);
    found
}

fn different(values: &[f64]) -> usize {
    check::ascending(values).chunk_by(|a, b| a == b).count()
}

/// Twice the probability of at most so many (or at least so many) discordant pairs among all orders, at most 1.
fn exact(count: usize, discordant: u64) -> Measured {
    let most = count as u64 * (count as u64 - 1) / 2;
    let fewer = discordant.min(most - discordant);
    if (fewer + 1).saturating_mul(count as u64) > MOST_STEPS {
        return Err(Undefined::new("the columns are too long for the exact distribution"));
    }
    if 2 * fewer == most {
        return Ok(1.0);
    }
    // Place by place, the next value falls into any of `size` places and adds 0 to size - 1 discordant pairs.
    let mut chance = vec![0.0; fewer as usize + 1];
    chance[0] = 1.0;
    for size in 2..=count {
        let mut window = 0.0;
        let last = chance.clone();
        for place in 0..chance.len() {
            window += last[place];
            if place >= size {
                window -= last[place - size];
            }
            chance[place] = f64::max(window, 0.0) / size as f64;
        }
    }
    Ok((2.0 * chance.iter().sum::<f64>()).min(1.0))
}

fn asymptotic(x: &[f64], y: &[f64], surplus: f64) -> Measured {
    let count = x.len() as f64;
    let [pairs_x, triples_x, scatter_x] = tie_sums(x);
    let [pairs_y, triples_y, scatter_y] = tie_sums(y);
    let twice_pairs = count * (count - 1.0);
    let triples = if triples_x * triples_y > 0.0 { triples_x * triples_y / (9.0 * twice_pairs * (count - 2.0)) } else { 0.0 };
    let variance = (twice_pairs * (2.0 * count + 5.0) - scatter_x - scatter_y) / 18.0 + 2.0 * pairs_x * pairs_y / twice_pairs + triples;
    if x.len() < 3 || variance <= 0.0 {
        return Err(Undefined::new("two pairs have no normal limit"));
    }
    Ok((2.0 * normal_sf(surplus.abs() / variance.sqrt())?).min(1.0))
}

/// Over groups of `t` equal values: sums of `t(t-1)/2`, `t(t-1)(t-2)`, `t(t-1)(2t+5)`.
fn tie_sums(values: &[f64]) -> [f64; 3] {
    let mut sums = [0.0; 3];
    for tied in check::ascending(values).chunk_by(|a, b| a == b) {
        let size = tied.len() as f64;
        sums[0] += size * (size - 1.0) / 2.0;
        sums[1] += size * (size - 1.0) * (size - 2.0);
        sums[2] += size * (size - 1.0) * (2.0 * size + 5.0);
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_reversed_order() {
        let found = kendall(&[1.0, 2.0, 3.0, 4.0, 5.0], &[5.0, 4.0, 3.0, 2.0, 1.0]).expect("varying");
        assert_eq!((found.tau_b, found.tau_c), (-1.0, -1.0));
        assert!((found.p_exact.expect("no ties") - 2.0 / 120.0).abs() < 1e-15);
        assert!((weighted_tau(&[1.0, 2.0, 3.0], &[3.0, 2.0, 1.0]).expect("varying") + 1.0).abs() < 1e-12);
    }

    #[test]
    fn edges() {
        assert!(kendall(&[1.0], &[1.0]).is_err() && kendall(&[1.0, 1.0], &[1.0, 2.0]).is_err() && kendall(&[1.0, 2.0], &[1.0]).is_err());
        assert!(kendall(&[1.0, f64::NAN], &[1.0, 2.0]).is_err());
        let two = kendall(&[1.0, 2.0], &[3.0, 9.0]).expect("varying");
        assert!(two.tau_b == 1.0 && two.p_exact == Ok(1.0) && two.p_asymptotic.is_err());
        assert_eq!(somers_d(&[1.0, 2.0, 3.0], &[4.0, 4.0, 4.0]), Ok(0.0));
        assert!(somers_d(&[4.0, 4.0], &[1.0, 2.0]).is_err() && weighted_tau(&[4.0, 4.0], &[1.0, 2.0]).is_err());
        let ties = kendall(&[1.0, 1.0, 2.0], &[1.0, 2.0, 3.0]).expect("varying");
        assert!(ties.p_exact.is_err() && ties.p_asymptotic.is_ok());
        // Minus zero is zero.
        assert!(kendall(&[0.0, -0.0, 1.0], &[1.0, 2.0, 3.0]).expect("varying").p_exact.is_err());
    }

    proptest! {
        #[test]
        fn merging_counts_what_pairs_say(rows in prop::collection::vec((0u8..6, 0u8..6), 2..40)) {
            let x: Vec<f64> = rows.iter().map(|row| f64::from(row.0)).collect();
            let y: Vec<f64> = rows.iter().map(|row| f64::from(row.1)).collect();
            let mut surplus = 0.0;
            for a in 0..x.len() { for b in 0..a { surplus += sign(x[a] - x[b]) * sign(y[a] - y[b]); } }
            prop_assert_eq!(count_pairs(&x, &y).concordant_less_discordant, surplus);
            if let Ok(found) = kendall(&x, &y) {
                prop_assert!((-1.0..=1.0).contains(&found.tau_b));
                prop_assert!((found.tau_b - kendall(&y, &x).expect("the same").tau_b).abs() < 1e-12);
            }
        }

        #[test]
        fn the_exact_distribution_is_a_distribution(count in 2usize..30, part in 0.0..1f64) {
            let most = (count * (count - 1) / 2) as u64;
            let discordant = (part * most as f64) as u64;
            let p = exact(count, discordant).expect("short");
            prop_assert!(p > 0.0 && p <= 1.0);
            prop_assert!((p - exact(count, most - discordant).expect("short")).abs() < 1e-12);
        }
    }
}
