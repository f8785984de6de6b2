//! Inference on numbers; knows nothing of customers.

mod association;
mod covariate;
mod distributions;
mod diversity;
mod entropy;
mod exposure;
mod inequality;
mod least_squares;
mod mean;
mod means;
mod noninferiority;
mod planning;
mod power;
mod proportions;
mod quadrature;
mod quantile;
mod ratio;
mod run_length;
mod spread;
mod summary;
mod undefined;

pub use association::{correlation, line, rank_correlation, regression};
pub use covariate::{AdjustedArms, Centring, Covaried, RegressionEffect, analysis_of_covariance, cuped, lin_regression, unadjusted_error};
pub use distributions::{
    beta_cdf, beta_quantile, beta_sf, binomial_cdf, binomial_probability, binomial_sf, chi_square_cdf, chi_square_sf, digamma, f_sf,
    hypergeometric_probability, kolmogorov_sf, ln_beta, ln_gamma, noncentral_t_cdf, noncentral_t_sf, normal_cdf, normal_density, normal_log_sf,
    normal_quantile, normal_sf, student_t_cdf, student_t_quantile, student_t_sf,
};
pub use diversity::{intra_list_diversity, jaccard, miller_madow, total_variance, unpredictability};
pub use entropy::{effective_number, jensen_shannon_bits, shannon_nats};
pub use exposure::{exposure_parity, position_weight, treatment_ratio};
pub use inequality::gini;
pub use mean::{Sample, students_t_quantile};
pub use means::{
    Arm, BrunnerMunzelTest, Difference, GrowthBookRefusal, GrowthBookTest, LiftMethod, MannWhitneyTest, MeanComparison, PairedComparison,
    RelativeLift, TeaTastingOptions, TeaTastingTest, WilcoxonTest, brunner_munzel, growth_book_t_test, mann_whitney, paired_comparison,
    pooled_t_test, relative_lift, relative_lift_interval, tea_tasting_test, welch_t_test, wilcoxon_signed_rank,
};
pub use noninferiority::{
    EquivalenceTest, NonInferiorityTest, OneSidedTest, equivalence, equivalence_of_shares, non_inferiority, non_inferiority_of_shares,
};
pub use planning::values_needed;
pub use power::{
    MetricPlan, Planned, PlannedShares, Reference, SharePower, ShareSizeFormula, cohen_h, detectable_effect, power_of_pairs, power_of_shares,
    power_of_two_groups, values_for_effect, values_for_shares,
};
pub use proportions::{
    ConstrainedEstimate, ContinuityAdjustment, Counts, FisherTest, McNemarTest, ShareMethod, ShareTest, TableTest, agresti_coull, clopper_pearson,
    fisher_exact, jeffreys, mc_nemar, newcombe_interval, normal_share, odds_ratio_interval, pooled_share_test, risk_ratio, risk_ratio_interval,
    score_interval, score_test, score_z, share_difference, share_interval, share_test, table_chi_square, wilson,
};
pub use quantile::histogram_quantiles;
pub use ratio::{growth_book_ratio, ratio_summary};
pub use run_length::{ControlChart, Sides, control_limit, run_length, self_started};
pub use spread::{effect_size, largest_gap, smallest_ratio};
pub use summary::{Alternative, Summary};
pub use undefined::{Measured, Undefined, quotient};
