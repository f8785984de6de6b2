//! Pure functions that prepare what panels show: rows, lines, sentences, tables. They read a run through `experiment` and know no window.

mod ab_test;
mod assumptions;
mod bubbles;
mod card;
mod creepiness;
mod criteria;
mod fairness;
mod fields;
mod figures;
mod format;
mod history;
mod map_words;
mod mechanism;
mod metric;
mod overview;
mod palette;
mod people;
mod plain;
mod plan;
mod robustness;
mod roll;
mod search;
mod settings;
mod sketch;
mod story_log;
mod street;
mod sweep_map;
mod thumb;
mod time;
mod trade;
mod when;

pub use ab_test::{Stop, TestPanel, TestView, nothing_table};
pub use assumptions::{AssumptionBar, AssumptionsView, TargetPanel};
pub use bubbles::{BubbleRow, BubblesView, Dial};
pub use card::{CardView, FindingPanel, Measure};
pub use creepiness::{CreepinessView, LinePanel};
pub use criteria::{
    CoursePanel, CriteriaPanel, CriteriaView, CutoffPanel, DotBlock, DotsPanel, GridCell, GridFace, GridPanel, MatrixCell, MatrixPanel, PricePanel,
};
pub use fairness::{AttributePanel, FairnessView, GroupRow};
pub use fields::{Badge, DataFlag, badge, changed_assumptions, data_flags, hover_text, humanize, policy_differences};
pub use figures::{FigureAsk, PeopleFigures, Prepared, dose_scenario};
pub use format::{axis_unit, expected_text, grouped, share_text, tick_text, time_text};
pub use history::{HistoryRow, HistoryView, change_in_words, cut};
pub use map_words::{AxisView, Wording, clipped, guard_words, last_word};
pub use mechanism::{MechanismView, SettingLine, SourceLine};
pub use metric::{MetricRow, MetricSheet};
pub use overview::{Cell, CellNumber, GuardRow, LimitLine, OverviewRow, OverviewView, relative_words};
pub use palette::{entries, export_entries, person, search};
pub use people::{PeopleView, ToleranceLine};
pub use plain::{Heading, PlotText, Span, Table, Tag, filter_words, heading, hidden, left_text, people, sentence_case, shown, summary, tags};
pub use plan::{PlanCurve, PlanView, family_words, hypotheses};
pub use robustness::{DecidingPanel, RobustnessPanel, RobustnessView, ShareRow};
pub use roll::{Column, Pick, Roll, RollView, Sort};
pub use search::SearchView;
pub use settings::{SettingChoice, first_settings, setting_choices, setting_title};
pub use sketch::{SketchLine, SketchPlot, SketchView, sketch_scenario, sketch_view};
pub use story_log::{LogLine, story_log, touch_details, way_rows};
pub use street::{Change, Counts, Evening, Passer, STREET, Standing, Street, UNEASY};
pub use sweep_map::{CellLook, MapCell, MapView, MapWish, Places, PointView};
pub use thumb::{thumb, thumb_words, whats_new};
pub use time::{Moment, TimeLine, TimePanel, TimeView, time_range};
pub use trade::{RunTrade, TradeMark, TradeView, aim_axis, aims};
pub use when::{clock_words, when_words};

use std::sync::Arc;

use crate::experiment::Aim;
use crate::ledger::Scope;
use crate::scenario::{Date, Metric};
use crate::simulate::Run;

/// What a result screen needs to know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ask {
    /// The scorecard and the guardrails.
    Overview {
        /// Whose values.
        scope: Scope,
    },
    /// Metrics day by day.
    Time {
        /// Which.
        metrics: Vec<Metric>,
        /// Whose values.
        scope: Scope,
    },
    /// The same metrics of a run that is kept as a reference.
    Reference {
        /// Which.
        metrics: Vec<Metric>,
        /// Whose values.
        scope: Scope,
        /// The run.
        held: Held,
    },
    /// Personal lines and trust.
    Creepiness {
        /// Whose values.
        scope: Scope,
        /// Day of the histograms, from 1; `None` is the last.
        day: Option<usize>,
    },
    /// Breadth, distance, drift.
    Bubbles {
        /// Whose values.
        scope: Scope,
    },
    /// Groups.
    Fairness {
        /// The metric compared between groups.
        metric: Metric,
    },
    /// Criteria of fairness.
    Criteria,
    /// One metric under every variant.
    Metric {
        /// Which.
        metric: Metric,
        /// Whose values.
        scope: Scope,
    },
    /// A figure of the report.
    Figure(FigureAsk),
    /// The A/B test beside the truth.
    Test,
    /// Benefit against harm.
    Trade {
        /// What is to be gained.
        benefit: Aim,
        /// What it costs.
        harm: Aim,
    },
}

/// A run that is held beside the results; the same where it is the same in memory.
#[derive(Clone)]
pub struct Held(pub Arc<Run>);

impl PartialEq for Held {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Eq for Held {}

impl std::fmt::Debug for Held {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Held").field(&self.0.scenario.name).finish()
    }
}

/// The prepared data for an [`Ask`].
#[derive(Clone, Debug)]
pub enum Answer {
    /// The scorecard and the guardrails.
    Overview(Arc<OverviewView>),
    /// Metrics day by day.
    Time(Arc<TimeView>),
    /// Metrics of the reference.
    Reference(Arc<TimeView>),
    /// Personal lines and trust.
    Creepiness(Arc<CreepinessView>),
    /// Breadth, distance, drift.
    Bubbles(Arc<BubblesView>),
    /// Groups.
    Fairness(Arc<FairnessView>),
    /// Criteria of fairness.
    Criteria(Arc<CriteriaView>),
    /// One metric under every variant.
    Metric(Arc<MetricSheet>),
    /// A figure of the report.
    Figure(Prepared),
    /// The A/B test beside the truth.
    Test(Arc<TestView>),
    /// Benefit against harm.
    Trade(Arc<RunTrade>),
}

/// What day it is where the window stands.
fn today() -> Date {
    jiff::Zoned::now().date()
}

/// Prepares what is asked.
pub fn answer(run: &Run, ask: &Ask) -> Answer {
    match ask {
        Ask::Overview { scope } => Answer::Overview(Arc::new(OverviewView::new(run, *scope, today()))),
        Ask::Time { metrics, scope } => Answer::Time(Arc::new(TimeView::new(run, metrics, *scope))),
        Ask::Reference { metrics, scope, held } => Answer::Reference(Arc::new(TimeView::new(&held.0, metrics, *scope))),
        Ask::Creepiness { scope, day } => Answer::Creepiness(Arc::new(CreepinessView::new(run, *scope, *day))),
        Ask::Bubbles { scope } => Answer::Bubbles(Arc::new(BubblesView::new(run, *scope))),
        Ask::Fairness { metric } => Answer::Fairness(Arc::new(FairnessView::new(run, *metric))),
        Ask::Criteria => Answer::Criteria(Arc::new(CriteriaView::new(run))),
        Ask::Metric { metric, scope } => Answer::Metric(Arc::new(MetricSheet::new(run, *metric, *scope))),
        Ask::Figure(figure) => Answer::Figure(figure.made(run)),
        Ask::Test => Answer::Test(Arc::new(TestView::new(run))),
        Ask::Trade { benefit, harm } => Answer::Trade(Arc::new(RunTrade::new(run, *benefit, *harm))),
    }
}
