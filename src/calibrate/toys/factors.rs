//! Collaborative filtering on ratings that are missing unfairly: four small worlds in which bias enters step by step (F20).

use super::{draws, uniform};
use crate::stats::Undefined;
use crate::world::KeyedRng;

/// How bias enters the ratings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bias {
    /// Not at all: groups of equal size, ratings missing at random.
    Unbiased,
    /// Some kinds of people are few.
    Population,
    /// People rate what is thought to be for them.
    Observation,
    /// Both.
    Both,
}

const USERS: usize = 200;
const ITEMS: usize = 150;
/// Chance of liking by kind of user (women, women in science, men in science, men) and of item (for women, science, for men).
const LIKES: [[f64; 3]; 4] = [[0.8, 0.2, 0.2], [0.8, 0.8, 0.2], [0.2, 0.8, 0.8], [0.2, 0.2, 0.8]];
/// Chance of rating under observation bias.
const RATES: [[f64; 3]; 4] = [[0.6, 0.2, 0.1], [0.3, 0.4, 0.2], [0.1, 0.3, 0.5], [0.05, 0.5, 0.35]];
/// Chance of rating otherwise.
const RATES_ALIKE: f64 = 0.4;
/// Shares of the kinds where some are few.
const FEW: [f64; 4] = [0.4, 0.1, 0.4, 0.1];
const RANK: usize = 3;
const SWEEPS: usize = 12;
/// Strong enough that a few ratings do not fill three factors (assumed).
const RIDGE: f64 = 10.0;

/// Value unfairness between women and men of a matrix factorisation (ridge alternating least squares, rank 3) against the true chances, after
/// Yao and Huang 2017 (F20; their numbers from memory).
///
/// # Errors
/// Undefined when a group is missing; with these sizes it is not.
pub fn four_worlds(bias: Bias, seed: u64) -> Result<f64, Undefined> {
    let mut draws = draws(seed, 0);
    let shares = if matches!(bias, Bias::Population | Bias::Both) { FEW } else { [0.25; 4] };
    let kinds: Vec<usize> = (0..USERS).map(|user| kind(&shares, (user as f64 + 0.5) / USERS as f64)).collect();
    let item_kind = |item: usize| item * 3 / ITEMS;
    let mut ratings: Vec<Vec<Option<f64>>> = Vec::with_capacity(USERS);
    for &kind in &kinds {
        ratings.push(
            (0..ITEMS)
                .map(|item| {
                    let rate = if matches!(bias, Bias::Observation | Bias::Both) { RATES[kind][item_kind(item)] } else { RATES_ALIKE };
                    let (seen, likes) = (uniform(&mut draws) < rate, uniform(&mut draws) < LIKES[kind][item_kind(item)]);
                    seen.then_some(if likes { 1.0 } else { -1.0 })
                })
                .collect(),
        );
    }
    let predicted = factorise(&ratings, &mut draws);
    let truth: Vec<Vec<Option<f64>>> =
        kinds.iter().map(|&kind| (0..ITEMS).map(|item| Some(2.0 * LIKES[kind][item_kind(item)] - 1.0)).collect()).collect();
    let women: Vec<bool> = kinds.iter().map(|&kind| kind < 2).collect();
    super::unfairness(&predicted, &truth, &women).map(|found| found.value)
}

fn kind(shares: &[f64; 4], place: f64) -> usize {
    let mut end = 0.0;
    shares
        .iter()
        .position(|share| {
            end += share;
            place < end
        })
        .unwrap_or(3)
}

/// Predictions of a factorisation by alternating ridge regressions.
fn factorise(ratings: &[Vec<Option<f64>>], draws: &mut KeyedRng) -> Vec<Vec<f64>> {
    let mut users = vec![[0.0; RANK]; USERS];
    let mut items: Vec<[f64; RANK]> = (0..ITEMS).map(|_| std::array::from_fn(|_| uniform(draws) - 0.5)).collect();
    for _ in 0..SWEEPS {
        for (user, own) in users.iter_mut().zip(ratings) {
            *user = ridge(own.iter().zip(&items).filter_map(|(rating, item)| rating.map(|rating| (rating, item))));
        }
        for (item, factors) in items.iter_mut().enumerate() {
            *factors = ridge(ratings.iter().zip(&users).filter_map(|(own, user)| own[item].map(|rating| (rating, user))));
        }
    }
    users.iter().map(|user| items.iter().map(|item| user.iter().zip(item).map(|(a, b)| a * b).sum()).collect()).collect()
}

/// Solves (X'X + ridge I) w = X'y by Gauss elimination; the matrix is positive definite.
fn ridge<'a>(rows: impl Iterator<Item = (f64, &'a [f64; RANK])>) -> [f64; RANK] {
    let mut system = [[0.0; RANK + 1]; RANK];
    for (place, row) in system.iter_mut().enumerate() {
        row[place] = RIDGE;
    }
    for (rating, x) in rows {
        for (i, row) in system.iter_mut().enumerate() {
            for j in 0..RANK {
                row[j] += x[i] * x[j];
            }
            row[RANK] += x[i] * rating;
        }
    }
    for pivot in 0..RANK {
        for below in pivot + 1..RANK {
            let factor = system[below][pivot] / system[pivot][pivot];
            for column in pivot..=RANK {
                system[below][column] -= factor * system[pivot][column];
            }
        }
    }
    let mut solution = [0.0; RANK];
    for row in (0..RANK).rev() {
        let known: f64 = (row + 1..RANK).map(|column| system[row][column] * solution[column]).sum();
        solution[row] = (system[row][RANK] - known) / system[row][row];
    }
    solution
}

#[cfg(test)]
mod tests {
    use super::*;

    /// F20: value unfairness of unbiased data < population imbalance < observation bias < both, as means over twenty draws.
    #[test]
    fn each_bias_adds_unfairness() {
        let mean = |bias| (0..20).map(|seed| four_worlds(bias, seed).expect("both groups")).sum::<f64>() / 20.0;
        let found = [Bias::Unbiased, Bias::Population, Bias::Observation, Bias::Both].map(mean);
        assert!(found.windows(2).all(|pair| pair[0] < pair[1]), "{found:?}");
    }
}
