//! What a reveal shows, read from runs: numbers with their intervals, ready to be drawn and told.

use std::sync::Arc;

use super::file::{Named, Show};
use crate::experiment::{Estimate, Estimated, FairnessCriterion, course, criteria, fairness, own_line, score_row, variant_letter};
use crate::ledger::Scope;
use crate::measure::Undefined;
use crate::scenario::{Better, Metric, Unit};
use crate::simulate::Run;

/// How a number is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// The level of a metric.
    Level(Metric),
    /// A difference of two levels.
    Difference(Metric),
    /// A criterion of fairness.
    Criterion(FairnessCriterion),
}

impl Scale {
    /// Whether it is read in percent.
    pub fn is_share(self) -> bool {
        matches!(self, Self::Level(metric) | Self::Difference(metric) if metric.unit() == Unit::Share)
    }
}

/// The result of a reveal.
#[derive(Clone, Debug, PartialEq)]
pub enum Shown {
    /// Lines over a setting or over days.
    Chart(Chart),
    /// Dots with intervals.
    Rows(Rows),
    /// Histograms.
    Bins(Bins),
}

/// Lines over a setting or over days.
#[derive(Clone, Debug, PartialEq)]
pub struct Chart {
    /// Its axes.
    pub axes: Axes,
    /// The lines.
    pub series: Vec<Series>,
    /// The same by segment; empty where there are none.
    pub parts: Vec<Series>,
    /// Place of the top of the first line, where it lies inside and is clear against both ends.
    pub top: Option<usize>,
    /// Worlds and people in each.
    pub size: (usize, u64),
}

/// Axes, also alone before there is a result. The ends of the upright one belong to whoever draws.
#[derive(Clone, Debug, PartialEq)]
pub struct Axes {
    /// What the level axis is.
    pub along: String,
    /// Words for its ends.
    pub ends: Option<(String, String)>,
    /// Whether it is days.
    pub by_day: bool,
    /// Places on it, upward.
    pub xs: Vec<f64>,
    /// What the upright axis is.
    pub what: String,
    /// How its numbers are printed.
    pub scale: Scale,
}

/// Points that a class draws on an axis of days.
const DAY_POINTS: usize = 9;

impl Axes {
    /// The axes on which a line is drawn before a reveal; `None` for reveals that have none.
    pub fn of_bet(show: &Show, days: u64) -> Option<Self> {
        match show {
            Show::Sweep { along, ends, values, metric, what, .. } => Some(Self::by_value((along, ends.as_ref()), values, what, *metric)),
            Show::Course { metric, what, from_day, .. } => {
                let (first, last) = (*from_day as f64, days as f64);
                let at = |place: usize| (first + (last - first) * place as f64 / (DAY_POINTS - 1) as f64).round();
                let xs = (0..DAY_POINTS).map(at).collect();
                Some(Self::by_day(xs, what, *metric))
            }
            _ => None,
        }
    }

    fn by_value((along, ends): (&str, Option<&(String, String)>), values: &[f64], what: &str, metric: Metric) -> Self {
        Self { along: along.to_owned(), ends: ends.cloned(), by_day: false, xs: values.to_vec(), what: what.to_owned(), scale: Scale::Level(metric) }
    }

    fn by_day(xs: Vec<f64>, what: &str, metric: Metric) -> Self {
        Self { along: "day".into(), ends: None, by_day: true, xs, what: what.to_owned(), scale: Scale::Level(metric) }
    }
}

/// A line.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// Its name.
    pub name: String,
    /// Its letter, for grey copies.
    pub letter: String,
    /// Its look: place among the variants.
    pub look: usize,
    /// A number for each place of the level axis.
    pub points: Vec<Estimated>,
}

/// Dots with intervals, in panels beside each other.
#[derive(Clone, Debug, PartialEq)]
pub struct Rows {
    /// The panels.
    pub panels: Vec<Panel>,
    /// Whether each world has its dot.
    pub worlds: bool,
    /// Worlds and people in each.
    pub size: (usize, u64),
}

/// One scale with some numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct Panel {
    /// What is measured.
    pub title: String,
    /// How numbers are printed.
    pub scale: Scale,
    /// The numbers.
    pub lines: Vec<Line>,
    /// A limit, and what it is.
    pub mark: Option<(f64, String)>,
    /// Words that say which way is better.
    pub better: &'static str,
}

/// One number.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Whose.
    pub name: String,
    /// Look of the variant or group.
    pub look: usize,
    /// The number.
    pub value: Estimated,
}

/// Histograms over the same axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Bins {
    /// Edges of the bins.
    pub edges: Vec<f64>,
    /// The histograms.
    pub panels: Vec<BinPanel>,
    /// Worlds and people in each.
    pub size: (usize, u64),
}

/// A histogram.
#[derive(Clone, Debug, PartialEq)]
pub struct BinPanel {
    /// Whose.
    pub name: String,
    /// Share of people by bin.
    pub shares: Vec<f64>,
    /// Share past the line.
    pub over: Estimated,
    /// People counted, over all worlds.
    pub people: u64,
}

/// The numbers of a reveal from its runs, in the order of [`Show::changes`].
///
/// # Errors
/// Where there is no run, or a name is not in it.
pub fn reveal(show: &Show, runs: &[Arc<Run>]) -> Result<Shown, String> {
    let run = runs.first().ok_or("there is no run")?;
    let size = (run.worlds.len(), run.scenario.population.customers);
    let all = |names: &[String]| names.iter().map(|name| place_of(run, name)).collect::<Result<Vec<usize>, String>>();
    Ok(match show {
        Show::Sweep { along, ends, values, variant, metric, what, .. } => {
            let variant = place_of(run, variant)?;
            let level = |scope: Scope| runs.iter().map(|run| level(run, variant, *metric, scope)).collect::<Vec<Estimated>>();
            let points = level(Scope::All);
            let segments = run.scenario.population.segments.iter().enumerate();
            let part = |(place, segment): (usize, &crate::scenario::population::Segment)| Series {
                name: segment.name.clone(),
                letter: segment.name.clone(),
                look: place + 2,
                points: level(Scope::Segment(place)),
            };
            Shown::Chart(Chart {
                axes: Axes::by_value((along, ends.as_ref()), values, what, *metric),
                top: top(&points),
                series: vec![Series { name: "everybody".into(), letter: "all".into(), look: 1, points }],
                parts: if metric.by_segment() { segments.map(part).collect() } else { Vec::new() },
                size,
            })
        }
        Show::Course { variants, by_group, metric, what, from_day } => {
            let skipped = from_day.saturating_sub(1);
            let line = |variant: usize, scope: Scope| -> Vec<Estimated> {
                let found = course(run, *metric, scope);
                found.lines.get(variant).map_or_else(Vec::new, |line| line.level.iter().skip(skipped).cloned().collect())
            };
            let mut series = Vec::new();
            for variant in all(variants)? {
                let name = run.variants.get(variant).cloned().unwrap_or_default();
                if *by_group {
                    for (look, (group, scope)) in groups(run).into_iter().enumerate() {
                        series.push(Series { letter: group.clone(), name: group, look: look + 1, points: line(variant, scope) });
                    }
                } else {
                    series.push(Series { name, letter: variant_letter(variant, run.baseline), look: variant, points: line(variant, Scope::All) });
                }
            }
            let days = series.first().map_or(0, |series| series.points.len());
            Shown::Chart(Chart {
                axes: Axes::by_day((0..days).map(|day| (day + from_day) as f64).collect(), what, *metric),
                series,
                parts: Vec::new(),
                top: None,
                size,
            })
        }
        Show::Groups { variants, metric, what } => {
            let view = fairness(run, *metric).into_iter().next().ok_or("the scenario has no groups")?;
            let panel = |variant: usize| Panel {
                title: format!("{}: {what}", run.variants.get(variant).map_or("", String::as_str)),
                scale: Scale::Level(*metric),
                lines: (view.groups.iter().enumerate())
                    .map(|(place, group)| Line {
                        name: format!("{} ({:.0})", group.name, group.people),
                        look: place + 1,
                        value: group.rates.get(variant).cloned().unwrap_or_else(|| Err(Undefined::new("the run has no such variant"))),
                    })
                    .collect(),
                mark: None,
                better: metric.better().words(),
            };
            Shown::Rows(Rows { panels: all(variants)?.into_iter().map(panel).collect(), worlds: false, size })
        }
        Show::Criteria { variants, criteria: wanted } => {
            let found = criteria(run).attributes.into_iter().next().ok_or("the scenario has no groups")?;
            let variants = all(variants)?;
            let panel = |&criterion: &FairnessCriterion| Panel {
                title: plain_criterion(criterion).into(),
                scale: Scale::Criterion(criterion),
                lines: variants
                    .iter()
                    .map(|&variant| Line {
                        name: run.variants.get(variant).cloned().unwrap_or_default(),
                        look: variant,
                        value: found
                            .row(criterion)
                            .and_then(|row| row.cells.get(variant))
                            .map_or_else(|| Err(Undefined::new("there is no such criterion")), |cell| cell.value.clone()),
                    })
                    .collect(),
                mark: criterion.usual_mark().map(|mark| (mark, "often used limit".into())),
                better: if criterion.is_ratio() { "1 is equal" } else { "0 is equal" },
            };
            Shown::Rows(Rows { panels: wanted.iter().map(panel).collect(), worlds: false, size })
        }
        Show::Worlds { variant, against, metric, what, first } => {
            let values = paired(run, place_of(run, variant)?, place_of(run, against)?, *metric, Scope::All);
            let shown = first.unwrap_or(values.len()).min(values.len());
            let value = Estimate::of(values.into_iter().take(shown).collect(), run.scenario.experiment.confidence);
            let better = match metric.better() {
                Better::Less => "below 0: the change is better",
                Better::More => "above 0: the change is better",
                Better::Neither => "0: no difference",
            };
            let line = Line { name: format!("{variant} less {against}"), look: place_of(run, variant)?, value };
            let panel = Panel {
                title: what.clone(),
                scale: Scale::Difference(*metric),
                lines: vec![line],
                mark: Some((0.0, "no difference".into())),
                better,
            };
            Shown::Rows(Rows { panels: vec![panel], worlds: true, size: (shown, size.1) })
        }
        Show::Numbers { variants, metrics } => {
            let variants = all(variants)?;
            let panel = |Named(metric, what): &Named| Panel {
                title: what.clone(),
                scale: Scale::Level(*metric),
                lines: variants
                    .iter()
                    .map(|&variant| Line { name: plain_variant(run, variant), look: variant, value: level(run, variant, *metric, Scope::All) })
                    .collect(),
                mark: None,
                better: metric.better().words(),
            };
            Shown::Rows(Rows { panels: metrics.iter().map(panel).collect(), worlds: false, size })
        }
        Show::OwnLine { variants } => {
            let day = run.scenario.experiment.days as usize;
            let variants = all(variants)?;
            let mut edges = Vec::new();
            let mut panel = |name: String, variant: usize, segment: Option<usize>| {
                let line = own_line(run, variant, segment, day);
                edges = line.edges;
                BinPanel { name, shares: line.shares, over: line.over, people: line.people }
            };
            let panels = match variants.as_slice() {
                [only] => {
                    let segments = run.scenario.population.segments.iter().enumerate();
                    segments.map(|(place, segment)| panel(segment.name.clone(), *only, Some(place))).collect()
                }
                several => several.iter().map(|&variant| panel(plain_variant(run, variant), variant, None)).collect(),
            };
            Shown::Bins(Bins { edges, panels, size })
        }
    })
}

/// Place of a variant among those of a run, the twin first.
pub(super) fn place_of(run: &Run, name: &str) -> Result<usize, String> {
    run.variants.iter().position(|variant| variant == name).ok_or_else(|| format!("the run has no variant `{name}`"))
}

fn plain_variant(run: &Run, variant: usize) -> String {
    if variant == 0 { "no recommender".into() } else { run.variants.get(variant).cloned().unwrap_or_default() }
}

/// Groups of the first attribute, with their scopes.
fn groups(run: &Run) -> Vec<(String, Scope)> {
    let levels = run.scenario.population.attributes.first().map_or(&[][..], |attribute| attribute.levels.as_slice());
    levels.iter().enumerate().map(|(level, described)| (described.name.clone(), Scope::Group { attribute: 0, level })).collect()
}

pub(super) fn level(run: &Run, variant: usize, metric: Metric, scope: Scope) -> Estimated {
    let row = score_row(run, metric, scope, 1);
    row.scores.into_iter().nth(variant).map_or_else(|| Err(Undefined::new("the run has no such variant")), |score| score.level)
}

/// World by world: a metric under one variant less that under another.
pub(super) fn paired(run: &Run, variant: usize, against: usize, metric: Metric, scope: Scope) -> Vec<Result<f64, Undefined>> {
    less(&level(run, variant, metric, scope), &level(run, against, metric, scope))
}

/// World by world: one number less another.
pub(super) fn less(own: &Estimated, other: &Estimated) -> Vec<Result<f64, Undefined>> {
    match (own, other) {
        (Ok(own), Ok(other)) => {
            let pair = |(own, other): (&Option<f64>, &Option<f64>)| match (own, other) {
                (Some(own), Some(other)) => Ok(own - other),
                _ => Err(Undefined::new("undefined in this world")),
            };
            own.values.iter().zip(&other.values).map(pair).collect()
        }
        (Err(why), _) | (_, Err(why)) => vec![Err(why.clone())],
    }
}

/// Place of the highest point, where it lies inside and its lead over both ends is beyond luck. Points share their worlds, so leads are paired.
fn top(points: &[Estimated]) -> Option<usize> {
    let means: Vec<f64> = points.iter().map(|point| point.as_ref().map_or(f64::NEG_INFINITY, |point| point.mean)).collect();
    let highest = (0..means.len()).reduce(|best, other| if means.get(other) > means.get(best) { other } else { best })?;
    let leads = |end: usize| {
        let (Some(own), Some(end)) = (points.get(highest), points.get(end)) else { return false };
        Estimate::of(less(own, end), 0.95).is_ok_and(|lead| lead.interval.is_some_and(|(low, _)| low > 0.0))
    };
    (highest > 0 && highest + 1 < points.len() && leads(0) && leads(points.len() - 1)).then_some(highest)
}

fn plain_criterion(criterion: FairnessCriterion) -> &'static str {
    match criterion {
        FairnessCriterion::ParityDifference => "Who gets the offer: gap between groups",
        FairnessCriterion::EqualOpportunity => "Who gets it among those who would gain: gap",
        FairnessCriterion::PredictiveParity => "Who would gain among those who get it: gap",
        other => other.label(),
    }
}
