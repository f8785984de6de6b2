//! Pictures of a run for slides and reports, as SVG and PNG. Each says by itself what it shows, for whom, from how many worlds of which
//! scenario, and that the people are synthetic.

pub(super) mod axes;
mod bubbles;
mod course;
pub(super) mod dots;
mod groups;
mod own_line;
pub(super) mod page;
mod scorecard;
mod trust;

use super::error::ReportError;
use super::palette::LIGHT;
use crate::ledger::Scope;
use crate::report::paint;
use crate::report::picture::Picture;
use crate::scenario::{Date, Metric};
use crate::simulate::Run;

/// What is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chart {
    /// Every metric's difference from the baseline, with intervals and limits.
    Scorecard {
        /// What day it is, so that waivers that hold count; without it none does.
        today: Option<Date>,
    },
    /// One metric over time: levels, and differences from the baseline. Metrics kept at checkpoints are drawn by checkpoint.
    Course {
        /// The metric.
        metric: Metric,
        /// Whose value.
        scope: Scope,
    },
    /// How far people are from their own line.
    OwnLine {
        /// Day from 1; 0 stands for the last.
        day: usize,
        /// One segment, or all.
        segment: Option<usize>,
    },
    /// How trust spreads among people over time.
    TrustFan {
        /// One segment, or all.
        segment: Option<usize>,
    },
    /// Breadth within a person, distance between people, drift against the twin.
    Bubbles,
    /// One metric by group, for every attribute.
    Groups {
        /// The metric; it must have a value by group.
        metric: Metric,
    },
}

/// How a picture is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Vector graphics with real text.
    Svg,
    /// Pixels, two to a point.
    Png,
}

/// A picture of a run as bytes of a file. The same run gives the same bytes.
///
/// # Errors
/// When the run has no finished world or no such metric, segment or day, or when the picture cannot be drawn.
pub fn render(run: &Run, chart: Chart, format: Format) -> Result<Vec<u8>, ReportError> {
    paint::register_font()?;
    let picture = picture(run, chart)?;
    match format {
        Format::Svg => paint::svg(&picture),
        Format::Png => paint::png(&picture),
    }
}

/// The marks of a picture, as wide as it is drawn for a slide.
///
/// # Errors
/// When the run has no finished world or no such metric, segment or day.
pub fn picture(run: &Run, chart: Chart) -> Result<Picture, ReportError> {
    picture_of_width(run, chart, None)
}

/// The marks of a picture that is as wide as asked for; the scorecard alone takes the width that its columns need.
///
/// # Errors
/// When the run has no finished world or no such metric, segment or day.
pub fn picture_of_width(run: &Run, chart: Chart, width: Option<f64>) -> Result<Picture, ReportError> {
    let scenario = || run.scenario.name.clone();
    let Some(first) = run.worlds.first() else { return Err(ReportError::NothingToShow { scenario: scenario() }) };
    let missing = |what: String| Err(ReportError::NoSuchPart { scenario: scenario(), what });
    let shape = &first.shape;
    let has_segment = |segment: Option<usize>| segment.is_none_or(|segment| segment < shape.cells.segments);
    match chart {
        Chart::Course { scope, .. } if !shape.cells.scopes().contains(&scope) => missing("a segment or group".into()),
        Chart::OwnLine { segment, .. } | Chart::TrustFan { segment } if !has_segment(segment) => missing("a segment".into()),
        Chart::OwnLine { day, .. } if day > shape.days => missing(format!("day {day}")),
        Chart::Course { metric, .. } if !metric.is_daily() && !crate::measure::has_checkpoints(metric) => {
            missing(format!("a course of \"{}\" over time", metric.label()))
        }
        Chart::Groups { metric } if !metric.by_group() => missing(format!("\"{}\" by group", metric.label())),
        Chart::Groups { .. } if shape.cells.levels.is_empty() => missing("an attribute with groups".into()),
        Chart::Scorecard { today } => Ok(scorecard::draw(run, today, LIGHT)),
        Chart::Course { metric, scope } => Ok(course::draw(run, metric, scope, width.unwrap_or(course::WIDTH), LIGHT)),
        Chart::OwnLine { day, segment } => {
            Ok(own_line::draw(run, if day == 0 { shape.days } else { day }, segment, width.unwrap_or(own_line::WIDTH), LIGHT))
        }
        Chart::TrustFan { segment } => Ok(trust::draw(run, segment, width.unwrap_or(trust::WIDTH), LIGHT)),
        Chart::Bubbles => Ok(bubbles::draw(run, width.unwrap_or(bubbles::WIDTH), LIGHT)),
        Chart::Groups { metric } => Ok(groups::draw(run, metric, width.unwrap_or(groups::WIDTH), LIGHT)),
    }
}

#[cfg(test)]
mod tests;
