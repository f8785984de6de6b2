//! Metrics day by day: levels with bands, and the paired difference below.

use super::plain::{Heading, PlotText, Span, Table, Tag, heading, sentence_case, tags};
use crate::experiment::{Course, Estimated, course, format_difference, format_value};
use crate::ledger::Scope;
use crate::scenario::Metric;
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
}

impl TimeView {
    /// Prepares courses of some metrics for some customers.
    pub fn new(run: &Run, metrics: &[Metric], scope: Scope) -> Self {
        let heading = heading(run, scope);
        let panels = metrics.iter().map(|&metric| panel(run, &heading, &course(run, metric, scope))).collect();
        Self { heading, days: run.scenario.experiment.days as usize, panels }
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
    let tags = tags(&run.variants, run.baseline);
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
        level_text: PlotText {
            title: format!("{}: how does it move?", metric.label()),
            sentence: last_values(metric, &levels, false),
            caption: caption("Lines"),
            table: table(metric, &levels, false),
        },
        difference_text: PlotText {
            title: "Difference from the baseline".into(),
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
