//! Metrics day by day: levels with bands, and the paired difference below.

use super::plain::{Heading, PlotText, Span, Table, Tag, heading, sentence_case, shown};
use crate::experiment::{Course, Estimated, course, format_difference, format_value};
use crate::ledger::Scope;
use crate::scenario::{Metric, Scenario};
use crate::simulate::Run;

/// One variant's line.
#[derive(Clone, Debug)]
pub struct TimeLine {
    /// The variant.
    pub tag: Tag,
    /// Day and estimate, where defined.
    pub points: Vec<(f64, Span)>,
    /// Why nothing is drawn, when nothing is.
    pub undefined: Option<String>,
}

/// One metric.
#[derive(Clone, Debug)]
pub struct TimePanel {
    /// The metric.
    pub metric: Metric,
    /// Levels by variant.
    pub levels: Vec<TimeLine>,
    /// Differences from the baseline by variant under test.
    pub differences: Vec<TimeLine>,
    /// Ends of the axis of levels.
    pub level_range: (f64, f64),
    /// Ends of the axis of differences.
    pub difference_range: (f64, f64),
    /// Words of the levels.
    pub level_text: PlotText,
    /// Words of the differences.
    pub difference_text: PlotText,
}

/// The screen.
#[derive(Clone, Debug)]
pub struct TimeView {
    /// What these results are.
    pub heading: Heading,
    /// Last day.
    pub days: usize,
    /// One panel per metric.
    pub panels: Vec<TimePanel>,
    /// What happens on the way, by day.
    pub moments: Vec<Moment>,
    /// Days between retrains and checkpoints.
    pub every: usize,
}

/// Something that happens on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moment {
    /// Day, from 1.
    pub day: usize,
    /// What, in a few words.
    pub what: String,
}

/// What a scenario says will happen: the day policies start, ramps, events; in order of days.
fn moments(scenario: &Scenario) -> Vec<Moment> {
    let mut found = Vec::new();
    let mut add = |day: u64, what: String| {
        if day >= 1 && day <= scenario.experiment.days {
            found.push(Moment { day: day as usize, what });
        }
    };
    if scenario.experiment.warmup > 0 {
        add(scenario.experiment.warmup + 1, "policies start".into());
    }
    for variant in &scenario.variants {
        let ramp = &variant.policy.guards.ramp;
        if ramp.on {
            add(ramp.from_day, format!("ramp of {} starts", variant.name));
            add(ramp.from_day + ramp.days, format!("{} reaches all", variant.name));
        }
    }
    for event in &scenario.events {
        add(event.day, event.name.clone());
        if event.days > 0 {
            add(event.day + event.days, format!("{} ends", event.name));
        }
    }
    found.sort_by_key(|moment| moment.day);
    found
}

/// The range of the y axis: levels start at zero unless that would flatten what there is to see.
pub fn time_range(lines: &[TimeLine], difference: bool) -> (f64, f64) {
    let spans = lines.iter().flat_map(|line| line.points.iter().map(|(_, span)| span.reach()));
    let (low, high) = spans.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), (from, to)| (low.min(from), high.max(to)));
    if !(low.is_finite() && high.is_finite()) {
        return if difference { (-1.0, 1.0) } else { (0.0, 1.0) };
    }
    if difference {
        let (low, high) = (low.min(0.0), high.max(0.0));
        let air = if high > low { (high - low) * 0.1 } else { 1.0 };
        return (low - air, high + air);
    }
    let air = ((high - low) * 0.08).max(high.abs() * 1e-3);
    // Trust that moves between 0.50 and 0.55 would be a flat line from zero.
    if low > 0.0 && high - low < 0.35 * low {
        return (low - air, high + air);
    }
    (low.min(0.0), if high > 0.0 { high + air } else { 1.0 })
}

impl TimeView {
    /// Prepares courses of some metrics for some customers.
    pub fn new(run: &Run, metrics: &[Metric], scope: Scope) -> Self {
        let heading = heading(run, scope);
        let panels = metrics.iter().map(|&metric| panel(run, &heading, &course(run, metric, scope))).collect();
        let experiment = &run.scenario.experiment;
        Self { heading, days: experiment.days as usize, panels, moments: moments(&run.scenario), every: experiment.epoch_days as usize }
    }
}

/// The points of a course where it is defined, and the reason when it is nowhere.
pub(super) fn line(tag: &Tag, days: &[usize], values: &[Estimated]) -> TimeLine {
    let points: Vec<(f64, Span)> = days.iter().zip(values).filter_map(|(&day, value)| Some((day as f64, Span::of(value)?))).collect();
    let undefined = if points.is_empty() { values.iter().find_map(|value| value.as_ref().err()).map(ToString::to_string) } else { None };
    TimeLine { tag: tag.clone(), points, undefined }
}

fn panel(run: &Run, heading: &Heading, course: &Course) -> TimePanel {
    let metric = course.metric;
    let tags = shown(run);
    let levels: Vec<TimeLine> = tags.iter().filter_map(|tag| Some(line(tag, &course.days, &course.lines.get(tag.variant)?.level))).collect();
    let differences: Vec<TimeLine> = tags
        .iter()
        .filter(|tag| !tag.is_baseline())
        .filter_map(|tag| Some(line(tag, &course.days, &course.lines.get(tag.variant)?.difference)))
        .collect();
    let caption = |what: &str| {
        format!(
            "{what}: mean of worlds; bands: 50% and {} interval of the mean. {}, {}. {}.",
            heading.confidence,
            heading.worlds,
            heading.people,
            sentence_case(metric.better().words())
        )
    };
    TimePanel {
        metric,
        level_range: time_range(&levels, false),
        difference_range: time_range(&differences, true),
        level_text: PlotText {
            title: format!("{}: how does it move?", metric.label()),
            sentence: last_values(metric, &levels, false),
            caption: caption("Lines"),
            table: table(metric, &levels, false),
        },
        difference_text: PlotText {
            title: format!("{}: difference from the baseline", metric.label()),
            sentence: last_values(metric, &differences, true),
            caption: caption("Variant minus baseline, paired by world"),
            table: table(metric, &differences, true),
        },
        levels,
        differences,
    }
}

fn value_text(metric: Metric, value: f64, difference: bool) -> String {
    if difference { format_difference(metric, value) } else { format_value(metric, value) }
}

fn last_values(metric: Metric, lines: &[TimeLine], difference: bool) -> String {
    let what = if difference { "difference from the baseline by day" } else { "by day" };
    let parts: Vec<String> = lines
        .iter()
        .map(|line| match (line.points.last(), &line.undefined) {
            (Some((_, span)), _) => format!("{} {}", line.tag.letter, value_text(metric, span.mean, difference)),
            (None, Some(reason)) => format!("{} {reason}", line.tag.letter),
            (None, None) => format!("{} nothing", line.tag.letter),
        })
        .collect();
    let day = lines.iter().filter_map(|line| line.points.last()).map(|(day, _)| *day).fold(0.0, f64::max);
    format!("{} {what}. On day {day:.0}: {}.", metric.label(), parts.join(", "))
}

/// At most this many days in a table: the rest is in the exported data.
const TABLE_DAYS: usize = 14;

fn table(metric: Metric, lines: &[TimeLine], difference: bool) -> Table {
    let days: Vec<f64> = lines.iter().map(|line| &line.points).max_by_key(|points| points.len()).map_or_else(Vec::new, |points| {
        let step = points.len().div_ceil(TABLE_DAYS).max(1);
        points.iter().rev().step_by(step).map(|(day, _)| *day).collect::<Vec<_>>().into_iter().rev().collect()
    });
    let columns = std::iter::once("Day".to_owned()).chain(lines.iter().map(|line| line.tag.label())).collect();
    let rows = days
        .into_iter()
        .map(|day| {
            let cells = lines.iter().map(|line| {
                line.points.iter().find(|(at, _)| *at == day).map_or_else(
                    || line.undefined.clone().unwrap_or_else(|| "n/a".into()),
                    |(_, span)| {
                        let mean = value_text(metric, span.mean, difference);
                        span.outer
                            .map_or_else(|| mean.clone(), |outer| format!("{mean} ({})", super::format::interval_text(metric, outer, difference)))
                    },
                )
            });
            std::iter::once(format!("{day:.0}")).chain(cells).collect()
        })
        .collect();
    Table { columns, rows }
}
