//! Comparing the means of a control and a treatment: effects are treatment minus control, or over control minus one.

mod conventions;
mod lift;
mod paired;
mod ranks;
mod two_groups;

pub use conventions::{Arm, Difference, GrowthBookRefusal, GrowthBookTest, TeaTastingOptions, TeaTastingTest, growth_book_t_test, tea_tasting_test};
pub use lift::{LiftMethod, RelativeLift, relative_lift, relative_lift_interval};
pub use paired::{PairedComparison, WilcoxonTest, paired_comparison, wilcoxon_signed_rank};
pub use ranks::{BrunnerMunzelTest, MannWhitneyTest, brunner_munzel, mann_whitney};
pub use two_groups::{MeanComparison, pooled_t_test, welch_t_test};
pub(super) use two_groups::{statistic_of, student_p_values, welch_freedom};
