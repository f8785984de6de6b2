//! Inference on numbers; knows nothing of customers.

mod arms;
mod association;
mod bayes;
mod binomial;
mod calibration;
mod deviation;
mod distributions;
mod diversity;
mod entropy;
mod exposure;
mod group_sequential;
mod growth_book;
mod inequality;
mod mean;
mod multiplicity;
mod planning;
mod proportion;
mod quadrature;
mod quantile;
mod relative_margin;
mod rising;
mod run_length;
mod sample_ratio;
mod sequential;
mod spread;
mod strata;
mod summary;
mod undefined;

pub use arms::Scale;
pub use association::{correlation, line, rank_correlation, regression};
pub use bayes::{BetaComparison, BetterIs, EffectPosterior, NormalPrior, beta_comparison, effect_posterior};
pub use binomial::exact_binomial_test;
pub use calibration::{Calibration, calibration, one_sample_kolmogorov_smirnov_sf};
pub use deviation::deviation_interval;
pub use distributions::{
    beta_cdf, beta_quantile, beta_sf, binomial_cdf, binomial_probability, binomial_sf, chi_square_cdf, chi_square_sf, digamma, f_sf,
    hypergeometric_probability, kolmogorov_sf, ln_beta, ln_gamma, noncentral_t_cdf, noncentral_t_sf, normal_cdf, normal_density, normal_log_sf,
    normal_quantile, normal_sf, student_t_cdf, student_t_quantile, student_t_sf,
};
pub use diversity::{intra_list_diversity, jaccard, miller_madow, total_variance, unpredictability};
pub use entropy::{effective_number, jensen_shannon_bits, shannon_nats};
pub use exposure::{exposure_parity, position_weight, treatment_ratio};
pub use group_sequential::{GroupSequentialPlan, Integration, Spending, group_sequential_plan};
pub use growth_book::{GrowthBookRefusal, growth_book_posterior, growth_book_sequential, growth_book_summary};
pub use inequality::gini;
pub use mean::{Sample, students_t_quantile};
pub use multiplicity::{AdjustedPValues, Adjustment, CombinedPValue, adjust_p_values, fisher_combination, stouffer_combination};
pub use planning::values_needed;
pub use proportion::wilson;
pub use quantile::histogram_quantiles;
pub use relative_margin::{PoweredEffect, RelativeMargin, RelativeMarginTest, relative_margin_test};
pub use run_length::{ControlChart, Sides, control_limit, run_length, self_started};
pub use sample_ratio::{RatioMismatch, RatioStatistic, TwoArmTest, sample_ratio_mismatch, two_arm_ratio_mismatch};
pub use sequential::{
    AnytimeEstimate, BoundedSequence, ErrorShare, MixtureBoundary, MixtureRatio, RunningMean, anytime_valid_difference,
    asymptotic_confidence_sequence, bernoulli_confidence_sequence, bounded_confidence_sequence, mixture_boundary,
    mixture_sequential_probability_ratio, mixture_variance, normal_log_mixture, stitched_boundary,
};
pub use spread::{effect_size, largest_gap, smallest_ratio};
pub use strata::{
    BetweenVariance, ChiSquareTest, ClusterRobustEffect, ContinuityCorrection, Heterogeneity, MantelHaenszel, PooledEffect, PostStratifiedEffect,
    Stratum, StratumTable, cluster_robust_effect, mantel_haenszel, post_stratified_effect, segment_heterogeneity,
};
pub use summary::{Alternative, Summary};
pub use undefined::{Measured, Undefined, quotient};
