//! Whether decisions treat groups alike: rates of groups, gaps between them by every usual criterion, and how sure a gap is.
//!
//! A gap between the highest and lowest of several groups is never zero by chance alone. So each criterion comes with its mean under permuted labels,
//! the excess over it and a p value, next to intervals. What does not exist is undefined with a reason; the conventions of two well-known libraries,
//! which put a zero there, are named modes. Source: B5.1 and B5.4.

mod benefit;
mod calibration;
mod confusion;
mod criteria;
mod gap;
mod ratings;
mod reference;
mod report;
mod shares;

pub use benefit::{benefit_entropy, benefit_entropy_between_groups};
pub use calibration::{Calibration, calibration};
pub use confusion::{Confusion, Convention, Decision, Rate};
pub use criteria::{Aggregate, Comparison, Criterion};
pub use gap::{Gap, gap_between_groups, gap_to_overall, mean_absolute_error, outcome_means};
pub use ratings::{GroupRating, RatingUnfairness, rating_unfairness};
pub use reference::{ReferenceGaps, compare_with_reference};
pub use report::{Assessment, CriterionReport, FairnessReport, GroupReport, RateReport, ReferenceReport, Settings, assess_people, fairness_report};
pub use shares::{
    ConditionalParity, FourFifths, Share, conditional_parity, difference_interval, differential_fairness, four_fifths, rate_interval, ratio_interval,
    subgroup_gap,
};
