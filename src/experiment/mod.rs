//! Variants compared over worlds: estimates with intervals, courses over time, distributions, groups, guardrails and verdicts. Everything a
//! screen, a table or a file shows comes from here, so that all of them show the same numbers.

mod ab_test;
mod between;
mod channels;
mod course;
mod criteria;
mod distribution;
mod estimate;
mod format;
mod frontier;
mod gate;
mod groups;
mod guard;
mod lives;
mod many;
mod names;
mod organisation;
mod picked;
mod planner;
mod robustness;
mod rows;
mod scorecard;
mod search;
mod segments;
mod self_check;
mod sensitivity;
mod sentence;
mod sweep;
mod unit_cube;
mod variety;
mod verdict;
mod waiver;
mod ways;
mod wording;

#[cfg(test)]
pub(crate) mod testing;

pub use ab_test::{
    Answer, Calibration, Chance, LookRecord, METHODS, Merit, Need, PARTS, Part, Says, TestRecord, Truth, WorldTest, ab_test, calibration, unit,
};
pub use between::{Between, GuardBetween, GuardStanding, RowBetween, Side, Turn, VariantBetween, between};
pub use channels::{ChannelRow, channels, percent, range_words};
pub use course::{Course, CourseLine, checkpoint_course, course};
pub use criteria::{
    AttributeCriteria, BaseRates, Criteria, CriterionCell, CriterionGroup, CriterionRow, CutoffAim, Cutoffs, Deciding, Division, FairnessCriterion,
    GapCourse, GroupCutoff, GroupPrices, IntersectionCell, IntersectionGrid, Mark, Scores, Shift, TESTED, Tested, criteria, explore,
    format_criterion, format_criterion_value, format_group_rate, format_group_rate_value,
};
pub use distribution::{CumulativeMargin, Fan, OwnLine, cumulative_margin, own_line, trust_fan};
pub use estimate::{Estimate, Estimated};
pub use format::{
    format_count, format_difference, format_difference_estimate, format_difference_interval, format_estimate, format_interval, format_number,
    format_value,
};
pub use frontier::{Aim, Forbidden, Frontier, Permit, TradePoint, frontier_of_run, frontier_of_sweep};
pub use gate::{Effect, Gate, Opening, gate};
pub use groups::{AttributeView, GroupView, SMALL_GROUP, fairness};
pub use guard::{Family, guard_outcomes, guard_outcomes_on};
pub use lives::{CreepParts, MOST_LIVES, SomeLives, THIRTY, TopicShift, creep_parts, thirty_lives, topic_shift};
pub use many::{Left, Problem, Stop, checked, fly_each, measured_rate};
pub use names::{scope_name, variant_letter};
pub use organisation::{Averted, HARMS, Watched, organisation};
pub use picked::{PICKED_AMONG, PickRule, Picked, pick_rule_words, picked_people};
pub use planner::{PLAN_WORLDS, Plan, PlanLine, PlanPoint, PlannedGuard, SPREAD_CONFIDENCE, plan};
pub use robustness::{
    Decides, Draw, GuardRobustness, Influence, InfluenceTarget, MetricRobustness, ParameterInfluence, Robustness, RobustnessError, RobustnessPlan,
    Sampling, Share, ShareInterval, VariantRobustness, robustness,
};
pub use rows::{LongRow, long_rows};
pub use scorecard::{Score, ScoreRow, Scorecard, score_row, score_rows, scorecard, scorecard_on};
pub use search::{FEWEST_RUNS, Recommendation, Search, SearchEnd, SearchPlan, Trial, search};
pub use segments::{SegmentContrast, segment_contrasts, segment_warnings};
pub use self_check::{Allocation, AllocationRow, CheckKind, CheckResult, CheckState, SelfCheck, UndefinedMetric, self_check};
pub use sensitivity::{Flip, Move, Moved, Parameter, Sensitivity, Target, sensitivity, usual_metrics, usual_size};
pub use sentence::{deciding, difference_clause, overview_sentence, variant_sentence};
pub use sweep::{
    Axis, Cell, CellState, Contours, Crossing, Design, Field, GuardReading, MapAxis, MapError, MetricReading, POINTS_SCHEMA, PlanError, PlannedPoint,
    PointOutcome, Quantity, Question, Reach, Setting, Sweep, SweepHeader, SweepMap, SweepPlan, SweepPoint, VariantReading, contour_lines, crossings,
    fly_sweep, sweep_map, usual_sweep_size,
};
pub use unit_cube::{MOST_SOBOL_DIMENSIONS, MOST_SOBOL_POINTS, latin_hypercube, sobol_sequence};
pub use variety::{Lorenz, Variety, lorenz, variety};
pub use verdict::{Decision, GuardOutcome, Verdict, decision};
pub use waiver::{AppliedWaiver, WaiverState};
pub use ways::{Brief, Way, Ways, ways};
pub use wording::percent_of_confidence;
