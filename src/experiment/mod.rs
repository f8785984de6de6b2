//! Variants compared over worlds: estimates with intervals, courses over time, distributions, groups, guardrails and verdicts. Everything a
//! screen, a table or a file shows comes from here, so that all of them show the same numbers.

mod course;
mod distribution;
mod estimate;
mod groups;
mod names;
mod scorecard;
mod verdict;

pub use course::{Course, CourseLine, checkpoint_course, course};
pub use distribution::{Fan, OwnLine, own_line, trust_fan};
pub use estimate::{Estimate, Estimated};
pub use groups::{AttributeView, GroupView, fairness};
pub use names::{scope_name, variant_letter};
pub use scorecard::{Score, ScoreRow, Scorecard, score_row, scorecard};
pub use verdict::{Decision, GuardOutcome, Verdict, decision, guard_outcomes};
