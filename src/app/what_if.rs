//! What the What-if map knows: the settings that vary, what is flown of them, and what is looked at. Panels read it; only `logic` changes it.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::mpsc::Receiver;
use std::time::Instant;

use super::errand::Errand;
use super::state::Task;
use super::view::{MapView, SearchView, SettingChoice, TradeView};
use crate::experiment::{Aim, Quantity, Search, Sweep, SweepPlan, SweepPoint};
use crate::scenario::Metric;

/// Most points that the map flies; the command line has no such limit.
pub const MOST_POINTS: usize = 2_500;
/// Settings that vary at the same time, at most.
pub const MOST_KNOBS: usize = 2;
/// Runs of full size that a search may spend unless somebody says another number.
const USUAL_BUDGET: u64 = 24;

/// A setting that varies, and the values it takes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Knob {
    /// Path of the field.
    pub path: String,
    /// Its values as the command line writes them: `0..1 in 5`, `1,2,5`, `off,on`.
    pub values: String,
}

impl Knob {
    /// The field with its values, as a sweep reads it.
    pub fn field(&self) -> String {
        format!("{}={}", self.path.trim(), self.values.trim())
    }

    /// The same for a search: the whole range, without steps, where it is one.
    pub fn search_field(&self) -> String {
        match self.range() {
            Some(range) if range.low < range.high => format!("{}={}..{}", self.path.trim(), range.low, range.high),
            _ => self.field(),
        }
    }

    /// The range and its number of values, where the values are written as `low..high in n`.
    pub fn range(&self) -> Option<KnobRange> {
        let (low, rest) = self.values.split_once("..")?;
        let (high, steps) = rest.split_once(" in ")?;
        let number = |text: &str| text.trim().parse::<f64>().ok().filter(|value| value.is_finite());
        Some(KnobRange { low: number(low)?, high: number(high)?, steps: steps.trim().parse().ok()? })
    }
}

/// A range that is cut into values.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct KnobRange {
    /// The low end.
    pub low: f64,
    /// The high end.
    pub high: f64,
    /// How many values.
    pub steps: u64,
}

impl KnobRange {
    /// As the command line writes it.
    pub fn text(self) -> String {
        format!("{}..{} in {}", self.low, self.high, self.steps)
    }
}

/// A change of what the map shows or flies.
#[derive(Clone, Debug)]
pub enum MapStep {
    /// Vary another field in that place.
    SetPath(usize, String),
    /// Other values for that place.
    SetValues(usize, String),
    /// Show or hide the list of settings for that place.
    ToggleList(usize),
    /// What is looked for in the list.
    Find(String),
    /// Vary this setting from the list in the open place.
    Choose(String),
    /// Vary a second setting.
    AddSetting,
    /// Vary one setting less.
    RemoveSetting(usize),
    /// Worlds and people of each point.
    SetSize(u64, u64),
    /// The variant looked at.
    SetVariant(String),
    /// The number in the cells.
    SetQuantity(Quantity),
    /// The guardrail whose limit is drawn, from 0.
    SetGuardrail(usize),
    /// Look at this point.
    Select(Option<usize>),
    /// Fly what is not yet known.
    Fly,
    /// Stop flying; what is known stays.
    Stop,
    /// What is to be gained.
    SetBenefit(Aim),
    /// What it costs.
    SetHarm(Aim),
    /// Runs that the search may spend.
    SetBudget(u64),
    /// Look for a better policy.
    Search,
    /// Put these settings, path and value, into the document: as a variant of their own where they belong to one.
    Make(Vec<(String, String)>),
}

impl MapStep {
    /// The words on buttons.
    pub fn label(&self) -> &'static str {
        match self {
            Self::SetPath(..) => "Setting",
            Self::SetValues(..) => "Values",
            Self::ToggleList(_) => "Choose...",
            Self::Find(_) => "Find a setting",
            Self::Choose(_) => "Vary this setting",
            Self::AddSetting => "Vary a second setting",
            Self::RemoveSetting(_) => "Take away",
            Self::SetSize(..) => "Size of each point",
            Self::SetVariant(_) => "Variant",
            Self::SetQuantity(_) => "Number in the cells",
            Self::SetGuardrail(_) => "Limit",
            Self::Select(_) => "Look at this point",
            Self::Fly => "Fly the map",
            Self::Stop => "Stop the map",
            Self::SetBenefit(_) => "Benefit",
            Self::SetHarm(_) => "Harm",
            Self::SetBudget(_) => "Budget",
            Self::Search => "Look for a better policy",
            Self::Make(_) => "Make variant",
        }
    }

    /// One sentence more than the label.
    pub fn tooltip(&self) -> &'static str {
        match self {
            Self::SetPath(..) => "Path of the field that varies, as scenario files name it.",
            Self::SetValues(..) => "Values: a range such as 0..1 in 5, or a list such as 1,2,5 or off,on.",
            Self::ToggleList(_) => "Choose from the settings of this scenario.",
            Self::Find(_) => "Words that the name of the setting holds.",
            Self::Choose(_) => "Vary this setting.",
            Self::AddSetting => "Every value of the second is flown with every value of the first.",
            Self::RemoveSetting(_) => "Vary one setting less.",
            Self::SetSize(..) => "More worlds and people narrow the intervals and take longer.",
            Self::SetVariant(_) => "The variant whose numbers are shown.",
            Self::SetQuantity(_) => "What the cells show.",
            Self::SetGuardrail(_) => "The guardrail whose limit is drawn.",
            Self::Select(_) => "Show value, interval and verdicts of this point.",
            Self::Fly => "Fly the scenario at every combination of these values. The window stays free; points that are known are not flown again.",
            Self::Stop => "Stop. Points that are flown are kept, and the rest can be flown later.",
            Self::SetBenefit(_) => "What is to be gained, upward.",
            Self::SetHarm(_) => "What it costs, to the right.",
            Self::SetBudget(_) => "Runs of full size that the search may spend.",
            Self::Search => "Try other values of the settings above within a budget of runs. The window stays free.",
            Self::Make(_) => {
                "Put these settings into the scenario: a copy of the variant with its own, everything else as it stands here. Can be undone."
            }
        }
    }
}

/// A map under way.
pub struct MapFlight {
    /// The work.
    pub errand: Errand<()>,
    /// Points as they land.
    pub landed: Receiver<SweepPoint>,
    /// When it began.
    pub begun: Instant,
    /// Points that were known then.
    pub known: usize,
}

/// How fast this machine flies, in customer-days a second.
#[derive(Default)]
pub enum Rate {
    /// Nobody has looked.
    #[default]
    Unknown,
    /// Being found out.
    Measuring(Errand<f64>),
    /// Found out; `None` where it could not be.
    Known(Option<f64>),
}

/// What the next map would fly.
#[derive(Clone, Debug, Default)]
pub struct Planned {
    /// Revision of the document, settings and size that it is for.
    pub of: Option<(u64, Vec<Knob>, (u64, u64))>,
    /// The plan, or why there is none.
    pub plan: Option<Result<Arc<SweepPlan>, String>>,
    /// Changes with every new plan.
    pub version: u64,
    /// Version and points of the sweep that it was compared with.
    pub against: Option<(u64, usize)>,
    /// Points of it that are known.
    pub known: usize,
    /// Whether it is what the map on screen is of.
    pub shown: bool,
}

/// What the picture on screen was made from.
#[derive(Clone, Debug, PartialEq)]
pub struct ShownMap {
    /// Points known.
    pub done: usize,
    /// Changes with every new sweep.
    pub version: u64,
    /// Version of the plan, where nothing is flown yet.
    pub planned: u64,
    /// The variant wished for.
    pub variant: Option<String>,
    /// The number wished for.
    pub quantity: Option<Quantity>,
    /// The guardrail wished for.
    pub guardrail: usize,
    /// The point looked at.
    pub point: Option<usize>,
}

/// Everything that the What-if map knows.
pub struct WhatIf {
    /// Settings that vary: one or two, none before the screen was opened.
    pub knobs: Vec<Knob>,
    /// Place whose list of settings is open.
    pub listing: Option<usize>,
    /// What is looked for in the list.
    pub find: String,
    /// Settings of the document, and the revision they are of.
    pub choices: Option<(u64, Arc<Vec<SettingChoice>>)>,
    /// Worlds and people of each point; as usual where nobody has said so.
    pub size: Option<(u64, u64)>,
    /// The variant wished for.
    pub variant: Option<String>,
    /// The number wished for.
    pub quantity: Option<Quantity>,
    /// The guardrail whose limit is drawn, from 0.
    pub guardrail: usize,
    /// The point looked at.
    pub point: Option<usize>,
    /// What the next map would fly.
    pub planned: Planned,
    /// How fast this machine is.
    pub rate: Rate,
    /// What is flown, point by point.
    pub sweep: Option<Sweep>,
    /// Changes with every new sweep.
    pub version: u64,
    /// The map under way.
    pub flight: Option<MapFlight>,
    /// Why the last one ended badly.
    pub problem: Option<String>,
    /// The picture, and what it was made from.
    pub shown: Option<(ShownMap, Arc<MapView>)>,
    /// What is to be gained.
    pub benefit: Aim,
    /// What it costs.
    pub harm: Aim,
    /// Benefit against harm, and what it was made from: version of the results, of the sweep, and points known.
    pub trade: Option<((Option<u64>, u64, usize), Arc<TradeView>)>,
    /// Runs that the search may spend.
    pub budget: u64,
    /// The search.
    pub search: Task<Search, SearchView>,
    /// Why no search can begin.
    pub search_problem: Option<String>,
}

impl Default for WhatIf {
    fn default() -> Self {
        Self {
            knobs: Vec::new(),
            listing: None,
            find: String::new(),
            choices: None,
            size: None,
            variant: None,
            quantity: None,
            guardrail: 0,
            point: None,
            planned: Planned::default(),
            rate: Rate::Unknown,
            sweep: None,
            version: 0,
            flight: None,
            problem: None,
            shown: None,
            benefit: Aim { metric: Metric::Purchases, more: true },
            harm: Aim { metric: Metric::OverLine, more: false },
            trade: None,
            budget: USUAL_BUDGET,
            search: Task::default(),
            search_problem: None,
        }
    }
}

/// A sweep of that plan in which every point is known that an earlier sweep has flown under the same scenario: same fields, same values.
pub fn carried(plan: &Arc<SweepPlan>, earlier: Option<&Sweep>) -> Sweep {
    let fits = |earlier: &&Sweep| {
        let (old, new) = (&earlier.plan, plan);
        let paths = |plan: &SweepPlan| plan.axes.iter().map(|axis| axis.path.clone()).collect::<Vec<_>>();
        old.scenario == new.scenario && old.metrics == new.metrics && paths(old) == paths(new)
    };
    let Some(earlier) = earlier.filter(fits) else { return Sweep::new(Arc::clone(plan), Vec::new()) };
    let texts = |settings: &[crate::experiment::Setting]| settings.iter().map(|setting| setting.text.clone()).collect::<Vec<_>>();
    let known: BTreeMap<Vec<String>, &SweepPoint> = earlier.points.iter().flatten().map(|point| (texts(&point.settings), point)).collect();
    let found = plan.points.iter().enumerate().filter_map(|(place, planned)| {
        let point = known.get(&texts(&planned.settings))?;
        Some(SweepPoint { point: place, settings: planned.settings.clone(), outcome: point.outcome.clone() })
    });
    let found: Vec<SweepPoint> = found.collect();
    Sweep::new(Arc::clone(plan), found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::{Design, PointOutcome};
    use crate::scenario::Scenario;

    #[test]
    fn a_range_is_read_and_written_as_the_command_line_has_it() {
        let knob = |values: &str| Knob { path: "catalog.price".into(), values: values.into() };
        let range = knob("0.5..2 in 4").range().expect("a range");
        assert_eq!((range, range.text().as_str()), (KnobRange { low: 0.5, high: 2.0, steps: 4 }, "0.5..2 in 4"));
        assert_eq!(knob("0.5..2 in 4").search_field(), "catalog.price=0.5..2");
        for other in ["1,2,5", "off,on", "1..nan in 3", "1..2", "a..b in 3", ""] {
            assert_eq!(knob(other).range(), None, "{other}");
            assert_eq!(knob(other).search_field(), format!("catalog.price={other}"));
        }
    }

    #[test]
    fn points_of_an_earlier_map_are_not_flown_again() {
        let scenario = Arc::new(Scenario::default());
        let plan = |scenario: &Arc<Scenario>, values: &str| {
            let fields = [format!("catalog.price={values}"), "behavior.mechanisms.trust=off,on".to_string()];
            Arc::new(SweepPlan::new(scenario, &fields, Design::Grid, &[Metric::Purchases], 100).expect("a plan"))
        };
        let failed = |point: usize, plan: &SweepPlan| SweepPoint {
            point,
            settings: plan.points[point].settings.clone(),
            outcome: PointOutcome::Failed(Vec::new()),
        };
        let coarse = plan(&scenario, "0..4 in 3");
        let earlier = Sweep::new(Arc::clone(&coarse), (0..6).map(|point| failed(point, &coarse)).collect());
        let fine = carried(&plan(&scenario, "0..4 in 5"), Some(&earlier));
        assert_eq!((fine.points.len(), fine.done()), (10, 6));
        assert!(fine.points.iter().enumerate().all(|(place, point)| point.as_ref().is_none_or(|point| point.point == place)));
        let mut other = (*scenario).clone();
        other.experiment.seed += 1;
        assert_eq!(carried(&plan(&Arc::new(other), "0..4 in 5"), Some(&earlier)).done(), 0);
        assert_eq!(carried(&coarse, None).done(), 0);
    }
}
