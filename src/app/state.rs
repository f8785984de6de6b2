//! What the app knows: the document, the run under way, the results, and what is looked at. Panels read it; only `logic` changes it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

use super::clock::Clock;
use super::command::Command;
use super::document::Document;
use super::errand::Errand;
use super::files::Purpose;
use super::keep::Keep;
use super::lessons::Lessons;
use super::looks::Looks;
use super::navigation::Navigation;
use super::people::People;
pub use super::place::{Area, Place};
use super::review::Review;
use super::runner::Flying;
use super::settings::{Recent, Settings, SettingsPanel};
use super::view::{
    Ask, AssumptionsView, BubblesView, CardView, CreepinessView, CriteriaView, DataFlag, FairnessView, FigureAsk, MechanismView, MetricSheet,
    OverviewView, PeopleView, PlanView, Prepared, RobustnessView, RunTrade, SketchView, Table, TestView, TimeView,
};
use super::what_if::WhatIf;
use crate::calibrate::ReportCard;
use crate::experiment::{Calibration, CutoffAim, FairnessCriterion, Robustness, SelfCheck, Sensitivity};
use crate::ledger::Scope;
use crate::scenario::{Finding, Metric, Scenario};
use crate::simulate::{Progress, Run};

/// What the cells of the scorecard show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Contrast {
    /// Variant minus baseline.
    Difference,
    /// Variant minus baseline, as a share of the baseline.
    Relative,
    /// Each variant's own value.
    Level,
}

impl Contrast {
    /// Name on the switch.
    pub fn title(self) -> &'static str {
        match self {
            Self::Difference => "Difference from baseline",
            Self::Relative => "Relative to baseline",
            Self::Level => "Levels",
        }
    }
}

/// Colours of the app.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum ThemeChoice {
    /// As the system has it.
    System,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
    /// Black on white, every outline drawn.
    HighContrastLight,
    /// White on black, every outline drawn.
    HighContrastDark,
}

impl ThemeChoice {
    /// Every choice, in the order of the menu.
    pub const ALL: [Self; 5] = [Self::System, Self::Light, Self::Dark, Self::HighContrastLight, Self::HighContrastDark];

    /// Whether contrast is high.
    pub fn is_high_contrast(self) -> bool {
        matches!(self, Self::HighContrastLight | Self::HighContrastDark)
    }

    /// Name in the menu.
    pub fn title(self) -> &'static str {
        match self {
            Self::System => "Colours of the system",
            Self::Light => "Light colours",
            Self::Dark => "Dark colours",
            Self::HighContrastLight => "High contrast, light",
            Self::HighContrastDark => "High contrast, dark",
        }
    }
}

/// What is looked at.
#[derive(Clone, Debug)]
pub struct Selection {
    /// Whose values the result screens show.
    pub scope: Scope,
    /// First and last day that count; all where there is none.
    pub days: Option<(usize, usize)>,
    /// First and last world that count; all where there is none.
    pub worlds: Option<(usize, usize)>,
    /// Differences or levels on the overview.
    pub contrast: Contrast,
    /// Metrics shown over time.
    pub metrics: Vec<Metric>,
    /// Attribute on the fairness screen.
    pub attribute: usize,
    /// Metric on the fairness screen.
    pub fair_metric: Metric,
    /// Criterion lit on the fairness screen.
    pub criterion: FairnessCriterion,
    /// Variant looked at in detail there, by its place in order of show.
    pub fair_variant: usize,
    /// Which two divisions are crossed there, from 0.
    pub grid: usize,
    /// What the cut-offs there are to reach.
    pub aim: CutoffAim,
    /// Variant edited, from 0 in the document.
    pub variant: usize,
    /// Plots whose table is shown.
    pub tables: BTreeSet<String>,
    /// Mechanism looked at, by id.
    pub mechanism: &'static str,
    /// Finding looked at, from 0 on the report card.
    pub finding: usize,
    /// Only findings of which something is not inside.
    pub only_open: bool,
    /// Outcome whose assumptions are shown, from 0.
    pub target: usize,
}

/// How many metrics are shown over time.
pub const TIME_METRICS: usize = 4;

impl Default for Selection {
    fn default() -> Self {
        Self {
            scope: Scope::All,
            days: None,
            worlds: None,
            contrast: Contrast::Difference,
            metrics: vec![Metric::OverLine, Metric::TrustMean, Metric::SlateClicks],
            attribute: 0,
            fair_metric: Metric::OverLine,
            criterion: FairnessCriterion::ParityRatio,
            fair_variant: 0,
            grid: 0,
            aim: CutoffAim::Parity,
            variant: 0,
            tables: BTreeSet::new(),
            mechanism: "creepiness",
            finding: 0,
            only_open: false,
            target: 0,
        }
    }
}

/// How the last run ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Landing {
    /// Every world is there.
    Whole,
    /// Stopped; so many worlds were kept.
    Partial(usize),
    /// Nothing came of it.
    Failed(String),
}

/// The run under way, or how the last one ended.
pub enum Flight {
    /// No run yet.
    Idle,
    /// Under way.
    Flying {
        /// The job.
        job: Box<dyn Flying>,
        /// How far it is.
        progress: Progress,
        /// Whether it was asked to stop.
        stopping: bool,
        /// Names of the variants, twin first.
        variants: Vec<String>,
    },
    /// Over.
    Landed {
        /// How it ended.
        landing: Landing,
        /// Where it stood then.
        progress: Progress,
        /// Names of the variants, twin first.
        variants: Vec<String>,
    },
}

impl Flight {
    /// Whether a run is under way.
    pub fn is_flying(&self) -> bool {
        matches!(self, Self::Flying { .. })
    }
}

/// One screen's prepared data.
#[derive(Clone, Debug)]
pub struct Sheet<T> {
    /// What is shown, and the question it answers.
    pub shown: Option<(Ask, u64, Arc<T>)>,
}

impl<T> Default for Sheet<T> {
    fn default() -> Self {
        Self { shown: None }
    }
}

impl<T> Sheet<T> {
    /// Whether it answers that question for that version of the results.
    pub fn answers(&self, ask: &Ask, version: u64) -> bool {
        self.shown.as_ref().is_some_and(|(shown, at, _)| shown == ask && *at == version)
    }
    /// The data.
    pub fn get(&self) -> Option<&T> {
        self.shown.as_ref().map(|(_, _, view)| view.as_ref())
    }
}

/// Prepared data of every result screen.
#[derive(Clone, Debug, Default)]
pub struct Sheets {
    /// The overview.
    pub overview: Sheet<OverviewView>,
    /// Metrics over time.
    pub time: Sheet<TimeView>,
    /// Metrics of the reference over time.
    pub reference: Sheet<TimeView>,
    /// Personal lines and trust.
    pub creepiness: Sheet<CreepinessView>,
    /// Breadth, distance, drift.
    pub bubbles: Sheet<BubblesView>,
    /// Groups.
    pub fairness: Sheet<FairnessView>,
    /// Criteria of fairness.
    pub criteria: Sheet<CriteriaView>,
    /// The A/B test beside the truth.
    pub test: Sheet<TestView>,
    /// The metric in the inspector.
    pub metric: Sheet<MetricSheet>,
    /// Figures by the place where they are shown.
    pub figures: BTreeMap<&'static str, (FigureAsk, u64, Prepared)>,
    /// Benefit against harm.
    pub trade: Sheet<RunTrade>,
}

/// Results of the latest run, whole or under way.
pub struct Results {
    /// The finished worlds.
    pub whole: Arc<Run>,
    /// The part of them that is looked at.
    pub run: Arc<Run>,
    /// Changes with every world that arrives.
    pub version: u64,
    /// Prepared data.
    pub sheets: Sheets,
}

/// The quick look at a change while it is made.
#[derive(Default)]
pub enum SketchPhase {
    /// Nothing to do.
    #[default]
    Resting,
    /// Starts at this time (seconds of the window's clock) unless something changes.
    Due(f64),
    /// Under way.
    Flying(Box<dyn Flying>),
}

/// The quick look at a change while it is made.
#[derive(Default)]
pub struct Sketch {
    /// What is under way.
    pub phase: SketchPhase,
    /// The latest picture.
    pub shown: Option<Arc<SketchView>>,
    /// Why there is none.
    pub problem: Option<String>,
    /// Revision and variant that the latest picture, or the one under way, is for.
    pub of: Option<(u64, usize)>,
}

/// Long work beside the run, and what it gave: `T` is what is flown, `V` what is shown of it.
pub struct Task<T, V> {
    /// Under way.
    pub errand: Option<Errand<T>>,
    /// How many parts of how many are done.
    pub progress: (usize, usize),
    /// What is shown, and the revision of the document that it is about.
    pub shown: Option<(u64, Arc<V>)>,
    /// Why there is nothing.
    pub problem: Option<String>,
}

impl<T, V> Default for Task<T, V> {
    fn default() -> Self {
        Self { errand: None, progress: (0, 0), shown: None, problem: None }
    }
}

/// What to do once unsaved changes are dealt with.
#[derive(Clone, Debug, PartialEq)]
pub enum Next {
    /// A new scenario.
    New,
    /// A bundled case.
    Case(String),
    /// The scenario of the lesson under way, and the screen to see it on.
    Lesson(Place),
    /// Ask for a file.
    Open,
    /// A file.
    Path(PathBuf),
    /// The results of a kept run, by its folder.
    Run(PathBuf),
    /// Work that was left behind, from 0.
    Restore(usize),
    /// Close the window.
    Quit,
}

/// A question that must be answered before anything else.
#[derive(Clone, Debug, PartialEq)]
pub enum Dialog {
    /// Which file to open.
    OpenFile {
        /// What is typed.
        path: String,
    },
    /// Where to save.
    SaveFile {
        /// What is typed.
        path: String,
        /// Whether another file with that name would be replaced.
        replaces: bool,
    },
    /// A path for something else than the scenario.
    Choose {
        /// For what.
        purpose: Purpose,
        /// What is typed.
        path: String,
        /// Whether a file with that name would be replaced.
        replaces: bool,
    },
    /// There are unsaved changes.
    Unsaved(Next),
    /// Really stop the run?
    Cancel,
    /// The window is to be closed while a run is under way.
    CloseFlying,
    /// The file was changed by somebody else since it was read.
    ChangedOnDisk {
        /// The file.
        path: PathBuf,
        /// How the document differs from it, in words.
        words: Vec<String>,
    },
    /// A run may need more memory than the settings allow.
    Memory {
        /// What it may need, in bytes.
        needs: f64,
        /// As many people as would fit.
        people: Option<u64>,
    },
}

/// How bad a message is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// Good to know.
    Note,
    /// Something did not work; the work is safe.
    Problem,
}

/// A message.
#[derive(Clone, Debug)]
pub struct Notice {
    /// How bad it is.
    pub severity: Severity,
    /// What happened, what is safe, what to do.
    pub text: String,
    /// Ways out of it, as buttons.
    pub ways: Vec<Command>,
}

/// Facts derived from the document, renewed when it changes.
#[derive(Clone, Debug, Default)]
pub struct Derived {
    /// Revision that these facts belong to.
    pub revision: Option<u64>,
    /// What validation found.
    pub findings: Vec<Finding>,
    /// Behavior settings that differ from the defaults.
    pub changed_assumptions: usize,
    /// Whether there are unsaved changes.
    pub dirty: bool,
    /// Whether the results belong to an older version of the document.
    pub stale: bool,
    /// By variant of the document: how its policy differs from the baseline's, in words.
    pub differences: Vec<Vec<String>>,
    /// By variant of the document: sensitive or inferred data that its policy reads.
    pub flags: Vec<Vec<DataFlag>>,
    /// The people, previewed.
    pub people: Option<PeopleView>,
}

/// Everything the panels read.
pub struct State {
    /// The document.
    pub document: Document,
    /// Facts about the document.
    pub derived: Derived,
    /// The screen.
    pub place: Place,
    /// The run.
    pub flight: Flight,
    /// The results.
    pub results: Option<Results>,
    /// The sketch.
    pub sketch: Sketch,
    /// The mechanism looked at, with its settings in the document, and the revision that these are of.
    pub mechanism: Option<(u64, MechanismView)>,
    /// The report card.
    pub card: Task<ReportCard, CardView>,
    /// The table of assumptions.
    pub assumptions: Task<Sensitivity, AssumptionsView>,
    /// In how many plausible settings each verdict holds.
    pub robustness: Task<Robustness, RobustnessView>,
    /// The pilot of a plan.
    pub plan: Task<(Arc<Run>, usize), PlanView>,
    /// The self-check of the results.
    pub check: Task<SelfCheck, SelfCheck>,
    /// Tests of nothing against nothing.
    pub nothing: Task<Vec<Calibration>, Table>,
    /// The What-if map.
    pub what_if: WhatIf,
    /// What is looked at.
    pub selection: Selection,
    /// What is looked at in plots.
    pub looks: Looks,
    /// Getting around.
    pub navigation: Navigation,
    /// The clock of all plots by day.
    pub clock: Clock,
    /// What is known of each person.
    pub people: People,
    /// The lesson under way.
    pub lessons: Lessons,
    /// The review.
    pub review: Review,
    /// Settings of the app.
    pub settings: Settings,
    /// Whether the run drawer is open.
    pub drawer: bool,
    /// Work that is to be kept.
    pub keep: Keep,
    /// What the settings screen is about to do.
    pub settings_panel: SettingsPanel,
    /// The open question.
    pub dialog: Option<Dialog>,
    /// Whether the system turned out to have no file dialog, so that paths are typed.
    pub no_file_dialog: bool,
    /// The latest message.
    pub notice: Option<Notice>,
    /// Files opened or saved lately, pinned ones first, then the latest.
    pub recent: Vec<Recent>,
    /// Those of them that are no longer there, as seen when the start screen was entered.
    pub missing: BTreeSet<PathBuf>,
    /// The folder where the app keeps what it remembers.
    pub data_folder: Option<PathBuf>,
}

impl State {
    /// The scenario that is looked at: that of the results where there are any, else the document's.
    pub fn scenario_shown(&self) -> &Scenario {
        self.results.as_ref().map_or_else(|| self.document.scenario(), |results| &results.run.scenario)
    }

    /// Whether there is a change of the document or of notes to undo.
    pub fn can_undo(&self) -> bool {
        self.document.can_undo() || self.review.notes.can_undo(self.document.moment())
    }

    /// Whether there is a change of the document or of notes to bring back.
    pub fn can_redo(&self) -> bool {
        self.document.can_redo() || self.review.notes.can_redo(self.document.moment())
    }

    /// A document on the overview, nothing run yet.
    pub fn new(document: Document) -> Self {
        Self {
            document,
            derived: Derived::default(),
            place: Place::Overview,
            flight: Flight::Idle,
            results: None,
            sketch: Sketch::default(),
            mechanism: None,
            card: Task::default(),
            assumptions: Task::default(),
            robustness: Task::default(),
            plan: Task::default(),
            check: Task::default(),
            nothing: Task::default(),
            what_if: WhatIf::default(),
            selection: Selection::default(),
            looks: Looks::default(),
            navigation: Navigation::default(),
            clock: Clock::default(),
            people: People::default(),
            lessons: Lessons::default(),
            review: Review::default(),
            settings: Settings::default(),
            drawer: false,
            keep: Keep::default(),
            settings_panel: SettingsPanel::default(),
            dialog: None,
            no_file_dialog: false,
            notice: None,
            recent: Vec::new(),
            missing: BTreeSet::new(),
            data_folder: None,
        }
    }
}
