//! Truncated factorization of a symmetric matrix of counts: block subspace iteration in a fixed order of operations, so that the same counts give
//! the same factors on every machine. QR and the small eigenproblem are nalgebra's, without its default features: plain loops, no fused operations.

use nalgebra::{DMatrix, SymmetricEigen};
use pulp::{Simd, WithSimd};

use crate::math::at_best_level;

/// Columns carried beside those wanted, so that the last wanted ones settle quickly.
const SPARE: usize = 6;

/// Columns of a block are padded to whole rows of this many.
const LANES: usize = 8;

/// Rounds from a random start, and from factors that were right a short while ago.
const ROUNDS: [usize; 2] = [10, 3];

/// Number of entries on and above the diagonal.
pub fn packed(items: usize) -> usize {
    items * (items + 1) / 2
}

/// Where the entry of two items lies among those on and above the diagonal, row by row.
#[inline(always)]
pub fn place(items: usize, one: usize, other: usize) -> usize {
    let (row, column) = if one < other { (one, other) } else { (other, one) };
    row * (2 * items - row - 1) / 2 + column
}

/// Factors: for each item one number per factor, factors of the largest share first; columns are orthonormal, or 0 where the matrix has fewer.
#[derive(Clone, Debug, PartialEq)]
pub struct Factors {
    /// Number of factors.
    pub rank: usize,
    /// By item, then by factor.
    pub values: Vec<f64>,
}

/// The leading eigenvectors of a symmetric matrix without negative eigenvalues, given by its entries on and above the diagonal. `before` are factors
/// of a similar matrix, if there are any. `None` where the matrix is 0 or the eigenproblem cannot be solved.
pub fn leading(matrix: &[f64], items: usize, rank: usize, before: Option<&Factors>) -> Option<Factors> {
    if items == 0 || matrix.iter().all(|&entry| entry == 0.0) {
        return None;
    }
    let width = (rank + SPARE).min(items);
    let padded = width.next_multiple_of(LANES);
    let known = before.filter(|factors| factors.values.len() == items * factors.rank);
    let mut basis = DMatrix::from_fn(items, width, |item, column| match known {
        Some(factors) if column < factors.rank => factors.values[item * factors.rank + column],
        _ => noise(item, column),
    });
    basis = basis.qr().q();
    let mut block = Block { items, padded, input: vec![0.0; items * padded], output: vec![0.0; items * padded] };
    for _ in 0..ROUNDS[usize::from(known.is_some())] {
        basis = block.times(matrix, &basis).qr().q();
    }
    let image = block.times(matrix, &basis);
    // The matrix as seen inside the basis; made symmetric to the last bit.
    let inside = DMatrix::from_fn(width, width, |row, column| {
        let (row, column) = (row.min(column), row.max(column));
        (0..items).map(|item| basis[(item, row)] * image[(item, column)]).sum::<f64>()
    });
    let solved = SymmetricEigen::try_new(inside, f64::EPSILON, 10_000)?;
    let mut order: Vec<usize> = (0..width).collect();
    order.sort_by(|&a, &b| solved.eigenvalues[b].total_cmp(&solved.eigenvalues[a]).then(a.cmp(&b)));
    let smallest = solved.eigenvalues[order[0]] * 1e-9;
    let mut values = vec![0.0; items * rank];
    for (factor, &column) in order.iter().take(rank).enumerate().filter(|(_, column)| solved.eigenvalues[**column] > smallest) {
        for item in 0..items {
            values[item * rank + factor] = (0..width).map(|inner| basis[(item, inner)] * solved.eigenvectors[(inner, column)]).sum::<f64>();
        }
    }
    Some(Factors { rank, values })
}

/// Share of a matrix that lies within factors: tr(V' G V) / tr(G), 0 to 1. 1 where there is nothing to explain.
pub fn explained(matrix: &[f64], items: usize, factors: &Factors) -> f64 {
    let trace: f64 = (0..items).map(|item| matrix[place(items, item, item)]).sum();
    if trace <= 0.0 {
        return 1.0;
    }
    let basis = DMatrix::from_fn(items, factors.rank, |item, factor| factors.values[item * factors.rank + factor]);
    let padded = factors.rank.next_multiple_of(LANES);
    let mut block = Block { items, padded, input: vec![0.0; items * padded], output: vec![0.0; items * padded] };
    let image = block.times(matrix, &basis);
    let inside: f64 = basis.iter().zip(image.iter()).map(|(own, image)| own * image).sum();
    (inside / trace).clamp(0.0, 1.0)
}

/// A start without structure: the same on every machine, different in every place.
fn noise(item: usize, column: usize) -> f64 {
    let mut word = (item as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ (column as u64 + 1).wrapping_mul(0xd1b5_4a32_d192_ed03);
    word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((word >> 11) as f64) / (1u64 << 53) as f64 - 0.5
}

/// Room for products of the matrix with a thin block, row by row.
struct Block {
    items: usize,
    padded: usize,
    input: Vec<f64>,
    output: Vec<f64>,
}

impl Block {
    fn times(&mut self, matrix: &[f64], thin: &DMatrix<f64>) -> DMatrix<f64> {
        for item in 0..self.items {
            for column in 0..thin.ncols() {
                self.input[item * self.padded + column] = thin[(item, column)];
            }
        }
        self.output.fill(0.0);
        at_best_level(Product { matrix, block: self });
        DMatrix::from_fn(self.items, thin.ncols(), |item, column| self.output[item * self.padded + column])
    }
}

/// The product, compiled once for each SIMD level: every lane adds the same numbers in the same order, so every level gives the same bits.
struct Product<'a> {
    matrix: &'a [f64],
    block: &'a mut Block,
}

impl WithSimd for Product<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        let Block { items, padded, input, output } = self.block;
        for lanes in (0..*padded).step_by(LANES) {
            multiply(self.matrix, *items, *padded, lanes, input, output);
        }
    }
}

/// Eight columns of the product: each entry above the diagonal serves both of its items.
#[inline(always)]
fn multiply(matrix: &[f64], items: usize, padded: usize, lanes: usize, input: &[f64], output: &mut [f64]) {
    let mut start = 0;
    for item in 0..items {
        let row = &matrix[start..start + items - item];
        start += items - item;
        let own: [f64; LANES] = std::array::from_fn(|lane| input[item * padded + lanes + lane]);
        let mut sum = [0.0; LANES];
        for (&entry, other) in row.iter().zip(item..items) {
            // Most pairs of items are never consumed together.
            if entry == 0.0 {
                continue;
            }
            let there = other * padded + lanes;
            for lane in 0..LANES {
                sum[lane] += entry * input[there + lane];
            }
            if other > item {
                for lane in 0..LANES {
                    output[there + lane] += entry * own[lane];
                }
            }
        }
        for lane in 0..LANES {
            output[item * padded + lanes + lane] += sum[lane];
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The matrix of two planted factors with eigenvalues 9 and 4 and a third of 1 that is too many.
    fn planted(items: usize) -> (Vec<f64>, Vec<Vec<f64>>) {
        let raw: Vec<Vec<f64>> = (0..3).map(|factor| (0..items).map(|item| noise(item, 40 + factor)).collect()).collect();
        let basis = DMatrix::from_fn(items, 3, |item, factor| raw[factor][item]).qr().q();
        let vectors: Vec<Vec<f64>> = (0..3).map(|factor| (0..items).map(|item| basis[(item, factor)]).collect()).collect();
        let mut matrix = vec![0.0; packed(items)];
        for row in 0..items {
            for column in row..items {
                matrix[place(items, row, column)] =
                    vectors.iter().zip([9.0, 4.0, 1.0]).map(|(vector, value)| value * vector[row] * vector[column]).sum();
            }
        }
        (matrix, vectors)
    }

    #[test]
    fn planted_factors_are_found_again_up_to_sign() {
        let items = 70;
        let (matrix, vectors) = planted(items);
        let found = leading(&matrix, items, 2, None).expect("factors");
        for (factor, vector) in vectors.iter().take(2).enumerate() {
            let overlap: f64 = (0..items).map(|item| vector[item] * found.values[item * 2 + factor]).sum();
            assert!((overlap.abs() - 1.0).abs() < 1e-9, "factor {factor}: {overlap}");
        }
        assert!((explained(&matrix, items, &found) - 13.0 / 14.0).abs() < 1e-9);
        // From factors that are right already, nothing moves.
        let again = leading(&matrix, items, 2, Some(&found)).expect("factors");
        assert!(again.values.iter().zip(&found.values).all(|(a, b)| (a.abs() - b.abs()).abs() < 1e-9));
    }

    #[test]
    fn a_matrix_with_fewer_factors_leaves_the_rest_at_zero() {
        let items = 5;
        let mut matrix = vec![0.0; packed(items)];
        matrix[place(items, 3, 3)] = 2.0;
        let found = leading(&matrix, items, 4, None).expect("factors");
        for item in 0..items {
            let sizes: Vec<f64> = (0..4).map(|factor| found.values[item * 4 + factor].abs()).collect();
            let expected = if item == 3 { 1.0 } else { 0.0 };
            assert!((sizes[0] - expected).abs() < 1e-9 && sizes[1..].iter().all(|&size| size == 0.0), "item {item}: {sizes:?}");
        }
        assert!(leading(&vec![0.0; packed(items)], items, 4, None).is_none());
    }

    #[test]
    fn every_pair_has_its_own_place() {
        let mut seen: Vec<usize> = (0..9).flat_map(|row| (row..9).map(move |column| place(9, column, row))).collect();
        seen.sort_unstable();
        assert_eq!(seen, (0..packed(9)).collect::<Vec<_>>());
    }
}
