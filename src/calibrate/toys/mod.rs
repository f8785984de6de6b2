//! Toys: published models small enough to have exact or closed answers. They share no code with the engine, so they check the mathematics that
//! the engine rests on, and they stand in the report card beside the findings that need a population.

mod degeneracy;
mod exposure;
mod factors;
mod intersection;
mod lending;
mod opinion;
mod selection;
mod unfairness;
mod urn;

pub use degeneracy::{Degeneracy, Recommender};
pub use exposure::{Candidate, disparate_treatment, exposure_ratio, group_exposure};
pub use factors::{Bias, four_worlds};
pub use intersection::{Gaps, gaps, only_in_the_intersection};
pub use lending::{Lender, LendingResult, lend};
pub use opinion::Opinion;
pub use selection::{Selected, below_four_fifths, differential_fairness, impact_ratio};
pub use unfairness::{Unfairness, unfairness};
pub use urn::Urn;

use crate::world::{Keyed, KeyedRng, Purpose};

/// Draws of one run of a toy.
fn draws(seed: u64, run: u64) -> KeyedRng {
    Keyed::new(seed).stream(run, 0, Purpose::Toy)
}

/// A uniform number in the open interval (0, 1) with 32 bits.
fn uniform(draws: &mut KeyedRng) -> f64 {
    (f64::from(rand::Rng::next_u32(draws)) + 0.5) / 4_294_967_296.0
}
