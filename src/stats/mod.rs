//! Inference on numbers; knows nothing of customers.

mod association;
mod diversity;
mod elementary_effects;
mod entropy;
mod exposure;
mod inequality;
mod mean;
mod planning;
mod proportion;
mod quantile;
mod run_length;
mod spread;
mod undefined;
mod variance_shares;

pub use association::{correlation, line, rank_correlation, regression};
pub use diversity::{intra_list_diversity, jaccard, miller_madow, total_variance, unpredictability};
pub use elementary_effects::{ElementaryEffects, Trajectory, elementary_effects};
pub use entropy::{effective_number, jensen_shannon_bits, shannon_nats};
pub use exposure::{exposure_parity, position_weight, treatment_ratio};
pub use inequality::gini;
pub use mean::{Sample, students_t_quantile};
pub use planning::values_needed;
pub use proportion::wilson;
pub use quantile::histogram_quantiles;
pub use run_length::{ControlChart, Sides, control_limit, run_length, self_started};
pub use spread::{effect_size, largest_gap, smallest_ratio};
pub use undefined::{Measured, Undefined, quotient};
pub use variance_shares::{VarianceShares, jansen_indices};
