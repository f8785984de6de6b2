//! Variants compared over worlds: estimates with intervals, courses over time, distributions, groups, guardrails and verdicts. Everything a
//! screen, a table or a file shows comes from here, so that all of them show the same numbers.

mod ab_test;
mod channels;
mod course;
mod criteria;
mod distribution;
mod estimate;
mod format;
mod groups;
mod guard;
mod names;
mod organisation;
mod rows;
mod scorecard;
mod sensitivity;
mod sentence;
mod verdict;
mod wording;

#[cfg(test)]
pub(crate) mod testing;

pub use ab_test::{
    Answer, Calibration, Chance, LookRecord, METHODS, Need, PARTS, Part, Says, Standing, TestRecord, Truth, WorldTest, ab_test, calibration, unit,
};
pub use channels::{ChannelRow, channels, percent, range_words};
pub use course::{Course, CourseLine, checkpoint_course, course};
pub use criteria::{
    AttributeCriteria, BaseRates, Criteria, CriterionCell, CriterionGroup, CriterionRow, CutoffAim, Cutoffs, Deciding, Division, FairnessCriterion,
    GapCourse, GroupCutoff, GroupPrices, IntersectionCell, IntersectionGrid, Mark, Scores, Shift, TESTED, Tested, criteria, explore,
    format_criterion, format_criterion_value, format_group_rate, format_group_rate_value,
};
pub use distribution::{Fan, OwnLine, own_line, trust_fan};
pub use estimate::{Estimate, Estimated};
pub use format::{
    format_count, format_difference, format_difference_estimate, format_difference_interval, format_estimate, format_interval, format_number,
    format_value,
};
pub use groups::{AttributeView, GroupView, SMALL_GROUP, fairness};
pub use guard::guard_outcomes;
pub use names::{scope_name, variant_letter};
pub use organisation::{Averted, HARMS, Watched, organisation};
pub use rows::{LongRow, long_rows};
pub use scorecard::{Score, ScoreRow, Scorecard, score_row, score_rows, scorecard};
pub use sensitivity::{Flip, Move, Moved, Parameter, Sensitivity, Target, sensitivity, usual_metrics, usual_size};
pub use sentence::{deciding, difference_clause, overview_sentence, variant_sentence};
pub use verdict::{Decision, GuardOutcome, Verdict, decision};
