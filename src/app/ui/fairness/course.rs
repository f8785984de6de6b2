//! The gap over time with the gap that chance makes.

use egui::Ui;

use super::super::Commands;
use super::super::widgets::weak;
use crate::app::plot::{Axis, DayBand, DayLine, days_ui, heading_ui, plot_ui};
use crate::app::state::State;
use crate::app::tokens::{Dash, Look, Marker, Palette};
use crate::app::view::{CoursePanel, Span};
use crate::experiment::format_criterion_value;

/// Height of the plot.
const HEIGHT: f32 = 210.0;

/// Lines, bands and dotted chance levels; in words where the criterion has no course.
pub fn course_ui(ui: &mut Ui, state: &State, panel: &CoursePanel, commands: &mut Commands) {
    if panel.lines.is_empty() {
        heading_ui(ui, &panel.text.title);
        weak(ui, &panel.text.sentence);
        return;
    }
    plot_ui(ui, state, "gap course", &panel.text, commands, |ui| lines_ui(ui, panel));
}

fn lines_ui(ui: &mut Ui, panel: &CoursePanel) {
    let palette = Palette::current(ui);
    let criterion = panel.criterion;
    let drawn = panel.lines.iter().filter(|line| !line.points.is_empty());
    let tops = drawn.clone().flat_map(|line| line.points.iter().map(|(_, span)| span.reach().1).chain(line.chance.iter().map(|[_, chance]| *chance)));
    let top = tops.fold(0.0, f64::max);
    let scale = if criterion.is_points() { 100.0 } else { 1.0 };
    let unit = if criterion.is_points() { "points" } else { "score, 0 to 1" };
    let axis =
        Axis::new(format!("{}, {unit}, less is more equal", criterion.label()), (0.0, if top > 0.0 { 1.08 * top } else { 1.0 }), 4, |value, step| {
            let decimals = if scale * step >= 1.0 { 0 } else { 2 };
            format!("{:.decimals$}", scale * value)
        });
    let days = drawn.clone().flat_map(|line| line.points.iter().map(|(day, _)| *day as usize)).max().unwrap_or(2);
    let mut lines: Vec<DayLine> = drawn
        .clone()
        .map(|line| DayLine {
            look: palette.look(line.tag.variant, line.tag.baseline),
            end: format!(
                "{}: {}",
                line.tag.letter,
                line.points.last().map_or_else(String::new, |(_, span)| format_criterion_value(criterion, span.mean))
            ),
            points: line.points.iter().map(|(day, span)| [*day, span.mean]).collect(),
            bands: vec![band(&line.points)],
        })
        .collect();
    // Chance depends on the sizes of groups, which hardly differ between variants: one label for all dotted lines.
    let look = Look { color: palette.weak, dash: Dash::Dotted, marker: Marker::Bar };
    for line in drawn.filter(|line| !line.chance.is_empty()) {
        let end = if lines.iter().any(|line| line.end.starts_with("by chance")) { String::new() } else { "by chance".into() };
        lines.push(DayLine { look, end, points: line.chance.clone(), bands: Vec::new() });
    }
    days_ui(ui, HEIGHT, days, &axis, &lines, false, |value| format_criterion_value(criterion, value));
    for line in panel.lines.iter().filter(|line| line.points.is_empty() && !line.tag.is_twin()) {
        weak(ui, format!("{}: {}", line.tag.short(), line.last));
    }
}

fn band(points: &[(f64, Span)]) -> DayBand {
    DayBand { points: points.iter().filter_map(|(day, span)| span.outer.map(|(low, high)| [*day, low, high])).collect(), strength: 0.16 }
}
