//! Effects in layers: strata, segments, clusters.

mod cluster_robust;
mod heterogeneity;
mod mantel_haenszel;
mod post_stratification;

pub use cluster_robust::{ClusterRobustEffect, cluster_robust_effect};
pub use heterogeneity::{BetweenVariance, Heterogeneity, PooledEffect, segment_heterogeneity};
pub use mantel_haenszel::{ChiSquareTest, ContinuityCorrection, MantelHaenszel, StratumTable, mantel_haenszel};
pub use post_stratification::{PostStratifiedEffect, Stratum, post_stratified_effect};
