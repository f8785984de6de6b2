//! What is looked at in the plots of the result screens beyond the filter: a variant in detail, a pinned row of the scorecard, ways to compare over time.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::errand::Errand;
use super::view::PeopleFigures;
use crate::report::figures::DoseCurve;
use crate::scenario::Metric;
use crate::simulate::Run;

/// How variants are compared over time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CompareMode {
    /// Levels of all variants in one plot.
    Overlay,
    /// Each variant minus the baseline.
    Difference,
    /// Levels and differences, beside each other.
    #[default]
    Both,
    /// A plot for each variant, on the same axes.
    SideBySide,
}

impl CompareMode {
    /// Every way.
    pub const ALL: [Self; 4] = [Self::Overlay, Self::Difference, Self::Both, Self::SideBySide];

    /// Name on the switch.
    pub fn title(self) -> &'static str {
        match self {
            Self::Overlay => "Overlay",
            Self::Difference => "Difference",
            Self::Both => "Overlay and difference",
            Self::SideBySide => "Side by side",
        }
    }
}

/// A row of the scorecard that is looked at world by world.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PinnedRow {
    /// The metric.
    pub metric: Metric,
    /// The variant, by its index in the run.
    pub variant: usize,
}

/// A run that stays, dashed and grey, over later ones.
#[derive(Clone)]
pub struct Reference {
    /// The run.
    pub run: Arc<Run>,
    /// What it is called: its scenario, the beginning of its hash, its worlds.
    pub name: String,
}

/// A picture of the document, drawn off the window's thread once the document has rested.
pub struct Preview<T, V> {
    /// Revision of the document, and variant where it is of one, that it is or will be of.
    pub of: Option<(u64, usize)>,
    /// When it is begun, in seconds of the window's clock; `None` where nothing is due.
    pub due: Option<f64>,
    /// Under way.
    pub errand: Option<Errand<T>>,
    /// The latest.
    pub shown: Option<Arc<V>>,
    /// Why there is none.
    pub problem: Option<String>,
}

impl<T, V> Default for Preview<T, V> {
    fn default() -> Self {
        Self { of: None, due: None, errand: None, shown: None, problem: None }
    }
}

/// What is looked at.
#[derive(Default)]
pub struct Looks {
    /// Variant looked at in detail, by its place in order of show.
    pub variant: usize,
    /// Names of variants, as the run has them, that plots leave out.
    pub hidden: BTreeSet<String>,
    /// The pinned row of the scorecard.
    pub pinned: Option<PinnedRow>,
    /// Rows of the scorecard sorted by how much they harm.
    pub by_harm: bool,
    /// How variants are compared over time.
    pub compare: CompareMode,
    /// The run that later ones are held against.
    pub reference: Option<Reference>,
    /// Ranges of y axes that are kept, by metric, for levels and differences; `None` while axes follow what is shown.
    pub frozen: Option<BTreeMap<(Metric, bool), (f64, f64)>>,
    /// Names of segments whose share stays when others move.
    pub locked: BTreeSet<String>,
    /// People drawn from the document.
    pub people: Preview<PeopleFigures, PeopleFigures>,
    /// The dose curve of the What-if map, where that varies the depth of one variant: version and points of the map, and the curve.
    pub mapped: Option<((u64, usize), Option<Arc<DoseCurve>>)>,
    /// The dose curve of the document.
    pub dose: Preview<Arc<Run>, DoseCurve>,
}

/// What can be done there.
#[derive(Clone, Debug, PartialEq)]
pub enum LookStep {
    /// Look at another variant in detail, by its place in order of show.
    Variant(usize),
    /// Look at a row of the scorecard world by world, or no longer.
    Pin(Option<PinnedRow>),
    /// Leave the variant of this name out of plots, or show it again.
    ToggleShown(String),
    /// Show every variant again.
    ShowAll,
    /// Sort the scorecard by harm, or by kind of metric.
    ToggleHarm,
    /// Compare in another way.
    Compare(CompareMode),
    /// Keep the ranges of the axes, or let them follow.
    ToggleFreeze,
    /// Keep the results as a reference for later runs.
    KeepReference,
    /// Take the reference away.
    DropReference,
    /// Hold the share of the segment of this name, or let it move.
    ToggleLock(String),
    /// Open the What-if map with the depth of a variant, from 0 in the document, as its setting.
    MapDepth(usize),
}

impl LookStep {
    /// The words on buttons.
    pub fn label(&self) -> String {
        match self {
            Self::Variant(_) => "Variant in detail".into(),
            Self::Pin(Some(_)) => "World by world".into(),
            Self::Pin(None) => "Close".into(),
            Self::ToggleShown(name) => format!("Show or hide {name}"),
            Self::ShowAll => "Show every variant".into(),
            Self::ToggleHarm => "Most harm first".into(),
            Self::Compare(mode) => mode.title().into(),
            Self::ToggleFreeze => "Freeze scale".into(),
            Self::KeepReference => "Keep as reference".into(),
            Self::DropReference => "Remove reference".into(),
            Self::ToggleLock(name) => format!("Lock share of {name}"),
            Self::MapDepth(_) => "Open the What-if map for depth".into(),
        }
    }

    /// One sentence more.
    pub fn tooltip(&self) -> &'static str {
        match self {
            Self::Variant(_) => "The variant that the plots below show in detail.",
            Self::Pin(Some(_)) => "Show every world of this row as a dot.",
            Self::Pin(None) => "Put this plot away.",
            Self::ToggleShown(_) => "Leave this variant out of plots and columns, or show it again. No number changes; the dossier has all of them.",
            Self::ShowAll => "Show every variant in plots and columns.",
            Self::ToggleHarm => "Sort rows by how far a variant moves them in the worse direction, instead of by kind.",
            Self::Compare(_) => "The same numbers in another way.",
            Self::ToggleFreeze => "Keep the ranges of the axes as they are now, across filters and runs.",
            Self::KeepReference => "Keep the courses of this run as dashed grey lines over later runs, until removed.",
            Self::DropReference => "Take the dashed grey lines away.",
            Self::ToggleLock(_) => "A locked share stays when another is moved.",
            Self::MapDepth(_) => "Fly this scenario at several depths of personalization.",
        }
    }
}
