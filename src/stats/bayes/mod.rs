//! What the data make of a belief: chance to win and expected loss.

mod beta;
mod normal;

pub use beta::{BetaComparison, beta_comparison};
pub use normal::{BetterIs, EffectPosterior, NormalPrior, effect_posterior};
