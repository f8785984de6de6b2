//! Inference on numbers; knows nothing of customers.

mod association;
mod bayes;
mod binomial;
mod calibration;
mod category_diversity;
mod check;
mod contingency;
mod covariate;
mod cramer_von_mises;
mod deviation;
mod distributions;
mod divergence;
mod diversity;
mod effect;
mod elementary_effects;
mod entropy;
mod exposure;
pub mod fairness;
mod group_sequential;
mod growth_book;
mod inequality;
mod kolmogorov_smirnov;
mod least_squares;
mod log_rank;
mod mean;
mod means;
mod multiplicity;
mod noninferiority;
mod planning;
mod power;
mod price;
mod proportions;
mod quadrature;
mod quantile;
mod random;
mod rank_association;
mod ranking;
mod ratio;
mod relative_margin;
pub mod resampling;
mod rising;
mod run_length;
mod sample_quantile;
mod sample_ratio;
mod sequential;
mod spread;
mod strata;
mod summary;
mod survival;
mod trend;
mod undefined;
mod variance_shares;
mod wasserstein;

pub use association::{Correlation, correlation, line, pearson, rank_correlation, regression, spearman};
pub use bayes::{BetaComparison, BetterIs, EffectPosterior, NormalPrior, beta_comparison, effect_posterior, estimate_posterior};
pub use binomial::exact_binomial_test;
pub use calibration::{Calibration, calibration};
pub use category_diversity::{
    CategoryDiversity, EntropyParts, category_diversity, entropy_parts, gini_simpson_unbiased, richness, shannon_corrected_nats,
};
pub use contingency::{Contingency, contingency};
pub use covariate::{AdjustedArms, Centring, Covaried, RegressionEffect, analysis_of_covariance, cuped, lin_regression, unadjusted_error};
pub use cramer_von_mises::{CramerVonMises, two_sample_cramer_von_mises};
pub use deviation::deviation_interval;
pub use distributions::{
    beta_cdf, beta_quantile, beta_sf, binomial_cdf, binomial_probability, binomial_sf, chi_square_cdf, chi_square_sf, digamma, f_sf,
    hypergeometric_probability, kolmogorov_sf, ln_beta, ln_gamma, noncentral_t_cdf, noncentral_t_sf, normal_cdf, normal_density, normal_log_sf,
    normal_quantile, normal_sf, student_t_cdf, student_t_quantile, student_t_sf,
};
pub use divergence::{
    hellinger, jensen_shannon_bits, jensen_shannon_distance_bits, jensen_shannon_distance_nats, jensen_shannon_nats, kullback_leibler_bits,
    kullback_leibler_nats, miscalibration, population_stability_index, rank_aware_divergence, rank_weighted, smoothed, total_variation,
    wasserstein_over_places,
};
pub use diversity::{intra_list_diversity, jaccard, miller_madow, total_variance, unpredictability};
pub use elementary_effects::{ElementaryEffects, Trajectory, elementary_effects};
pub use entropy::{effective_number, shannon_bits, shannon_nats};
pub use exposure::{amortised_unfairness, delivery_skew, disparate_treatment_ratio, exposure_parity, position_weight, treatment_ratio};
pub use group_sequential::{GroupSequentialPlan, Integration, Spending, group_sequential_plan};
pub use growth_book::{growth_book_posterior, growth_book_sequential};
pub use inequality::{EntropyForm, atkinson, coefficient_of_variation, generalized_entropy, gini, gini_of_amounts, gini_unbiased, hoover, theil};
pub use kolmogorov_smirnov::{KolmogorovSmirnov, one_sample_kolmogorov_smirnov_sf, two_sample_kolmogorov_smirnov};
pub use log_rank::{LogRank, SurvivalWeights, log_rank};
pub use mean::{Sample, students_t_quantile};
pub use means::{
    Arm, BrunnerMunzelTest, Difference, GrowthBookRefusal, GrowthBookTest, LiftMethod, MannWhitneyTest, MeanComparison, PairedComparison,
    RelativeLift, TeaTastingOptions, TeaTastingTest, WilcoxonTest, brunner_munzel, growth_book_t_test, mann_whitney, paired_comparison,
    pooled_t_test, relative_lift, relative_lift_interval, tea_tasting_test, welch_t_test, wilcoxon_signed_rank,
};
pub use multiplicity::{AdjustedPValues, Adjustment, CombinedPValue, adjust_p_values, fisher_combination, stouffer_combination};
pub use noninferiority::{
    EquivalenceTest, NonInferiorityTest, OneSidedTest, equivalence, equivalence_of_shares, non_inferiority, non_inferiority_of_shares,
};
pub use planning::values_needed;
pub use power::{
    MetricPlan, NullDistribution, Planned, PlannedShares, SharePower, ShareSizeFormula, cohen_h, detectable_effect, power_of_pairs, power_of_shares,
    power_of_two_groups, statsmodels_detectable_effect, values_for_effect, values_for_shares,
};
pub use price::{MeanRatio, Sale, log_price_gap, mean_price_ratio, price_dispersion};
pub use proportions::{
    ConstrainedEstimate, ContinuityAdjustment, Counts, FisherTest, McNemarTest, ShareMethod, ShareTest, TableTest, agresti_coull, clopper_pearson,
    fisher_exact, jeffreys, mc_nemar, newcombe_interval, normal_share, odds_ratio_interval, pooled_share_test, risk_ratio, risk_ratio_interval,
    score_interval, score_test, score_z, share_difference, share_interval, share_test, table_chi_square, wilson,
};
pub use quantile::histogram_quantiles;
pub use rank_association::{Kendall, kendall, somers_d, weighted_tau};
pub use ranking::{coverage, normalised_discounted_gain, novelty, popularity_lift, serendipity, top_share};
pub use ratio::{growth_book_ratio, ratio_summary};
pub use relative_margin::{PoweredEffect, RelativeMargin, RelativeMarginTest, relative_margin_test};
pub use run_length::{ControlChart, Sides, control_limit, run_length, self_started};
pub use sample_quantile::{
    Ends, GrowthBookQuantileTest, QuantileDefinition, QuantileDifference, QuantileSummary, growth_book_quantile_test, order_statistic_interval,
    quantile_difference, sample_quantile,
};
pub use sample_ratio::{RatioMismatch, RatioStatistic, TwoArmTest, sample_ratio_mismatch, two_arm_ratio_mismatch};
pub use sequential::{
    AnytimeEstimate, BoundedSequence, ErrorShare, MixtureBoundary, MixtureRatio, RunningMean, anytime_valid_difference, anytime_valid_estimate,
    asymptotic_confidence_sequence, bernoulli_confidence_sequence, bounded_confidence_sequence, mixture_boundary,
    mixture_sequential_probability_ratio, mixture_variance, normal_log_mixture, stitched_boundary,
};
pub use spread::{effect_size, largest_gap, smallest_ratio};
pub use strata::{
    BetweenVariance, ChiSquareTest, ClusterRobustEffect, ContinuityCorrection, Heterogeneity, MantelHaenszel, PooledEffect, PostStratifiedEffect,
    Stratum, StratumTable, cluster_robust_effect, mantel_haenszel, post_stratified_effect, segment_heterogeneity,
};
pub use summary::{Alternative, Summary};
pub use survival::{Survival, SurvivalStep, kaplan_meier};
pub use trend::{LinearTrend, TheilSen, linear_trend, theil_sen};
pub use undefined::{Measured, Undefined, quotient};
pub use variance_shares::{VarianceShares, jansen_indices};
pub use wasserstein::{energy_distance, wasserstein};
