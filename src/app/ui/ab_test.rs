//! The A/B test beside the truth: a row for each variant, then all numbers, then tests of nothing against nothing.

use egui::{Label, RichText, Ui, pos2, vec2};

use super::Commands;
use super::empty::empty_ui;
use super::tasks::task_ui;
use super::widgets::{columns_ui, screen_heading, weak};
use crate::app::command::Command;
use crate::app::plot::{Axis, Chart, card_ui, heading_ui, marker, plot_ui, swatch_ui, table_ui};
use crate::app::state::State;
use crate::app::tokens::{LINE, MARKER, Palette};
use crate::app::view::{TestPanel, TestView};
use crate::experiment::{Says, format_number};

/// Names of the plots, for their tables: course and chances by variant.
const NAMES: [(&str, &str); 6] =
    [("test 1", "length 1"), ("test 2", "length 2"), ("test 3", "length 3"), ("test 4", "length 4"), ("test 5", "length 5"), ("test 6", "length 6")];
/// Height of a plot.
const HEIGHT: f32 = 190.0;

/// The screen.
pub fn ab_test_ui(ui: &mut Ui, state: &State, commands: &mut Commands) {
    let Some(view) = state.results.as_ref().and_then(|results| results.sheets.test.get()) else {
        empty_ui(ui, state, commands);
        return;
    };
    card_ui(ui, |ui| {
        screen_heading(ui, "What would a real A/B test have said?");
        ui.add(Label::new(&view.plan).wrap());
        weak(ui, "The filter does not apply here: a test counts everybody in it. Change it under Plan.");
    });
    let panels = match &view.panels {
        Ok(panels) => panels,
        Err(reason) => {
            ui.label(reason);
            return;
        }
    };
    for (panel, names) in panels.iter().zip(NAMES) {
        ui.add_space(4.0);
        card_ui(ui, |ui| panel_ui(ui, state, view, panel, names, commands));
    }
    ui.add_space(4.0);
    card_ui(ui, |ui| {
        heading_ui(ui, "Estimate against truth");
        weak(ui, format!("Effects in {}.", view.unit));
        table_ui(ui, "estimate against truth", "Estimate against truth", &view.rows);
    });
    ui.add_space(4.0);
    card_ui(ui, |ui| {
        heading_ui(ui, "What moves the estimate away from the truth?");
        weak(ui, "The parts add up to the error of each test: mean with interval over worlds, and share of the squared error.");
        table_ui(ui, "parts of the error", "What moves the estimate away from the truth?", &view.parts);
    });
    ui.add_space(4.0);
    card_ui(ui, |ui| nothing_ui(ui, state, commands));
}

fn panel_ui(ui: &mut Ui, state: &State, view: &TestView, panel: &TestPanel, names: (&'static str, &'static str), commands: &mut Commands) {
    let palette = Palette::current(ui);
    swatch_ui(ui, &panel.tag);
    ui.add(Label::new(RichText::new(&panel.headline).color(palette.strong)).wrap());
    columns_ui(ui, 2, 16.0, |ui, column| {
        if column == 0 {
            plot_ui(ui, state, names.0, &panel.course_text, commands, |ui| course_ui(ui, view, panel));
        } else {
            plot_ui(ui, state, names.1, &panel.chance_text, commands, |ui| chances_ui(ui, panel));
        }
    });
}

fn days_axis(panel: &TestPanel) -> Axis {
    let last = panel.course.last().map_or(panel.test_days, |(day, _)| *day).max(2.0);
    Axis::new("length of the test, days", (0.0, last), 6, |value, _| format!("{value:.0}"))
}

fn course_ui(ui: &mut Ui, view: &TestView, panel: &TestPanel) {
    let values = panel.course.iter().map(|(_, span)| span.reach()).chain(panel.stops.iter().map(|stop| (stop.effect, stop.effect)));
    let (low, high) = values.fold((0.0_f64, 0.0_f64), |(low, high), (from, to)| (low.min(from), high.max(to)));
    let air = if high > low { 0.08 * (high - low) } else { 1.0 };
    let y = Axis::new(format!("{}, 0 is the baseline", view.unit), (low - air, high + air), 4, |value, _| format_number(value));
    let (chart, response) = Chart::new(ui, vec2(ui.available_width(), HEIGHT), &days_axis(panel), &y, 92.0);
    let look = chart.palette.look(panel.tag.variant, panel.tag.baseline);
    let band = |pick: fn(&crate::app::view::Span) -> Option<(f64, f64)>, strength| {
        let band: Vec<[f64; 3]> = panel.course.iter().filter_map(|(day, span)| pick(span).map(|(low, high)| [*day, low, high])).collect();
        chart.band(&band, chart.palette.band(look.color, strength));
    };
    band(|span| span.outer, 0.16);
    band(|span| span.inner, 0.26);
    chart.level(0.0, chart.palette.axis);
    chart.upright(panel.test_days, "test ends", chart.palette.weak);
    let points: Vec<[f64; 2]> = panel.course.iter().map(|(day, span)| [*day, span.mean]).collect();
    chart.line(&points, look, LINE);
    for (place, stop) in panel.stops.iter().enumerate() {
        // Side by side, so that equal estimates do not hide each other.
        let aside = (place as f32 - panel.stops.len() as f32 / 2.0) * 1.2;
        let at = chart.point(stop.day, stop.effect);
        marker(&chart.inside, pos2(at.x + aside, at.y), MARKER - 0.5, look, stop.says != Says::Open);
    }
    if let Some([day, value]) = points.last() {
        chart.end_labels(&[(*value, format!("day {day:.0}: {}", format_number(*value)), look)]);
    }
    if let Some(day) = response.hover_pos().filter(|at| chart.area.contains(*at)).map(|at| chart.x_at(at.x))
        && let Some((length, span)) = panel.course.iter().min_by(|a, b| (a.0 - day).abs().total_cmp(&(b.0 - day).abs()))
    {
        response.on_hover_text_at_pointer(format!("{length:.0} days: {}", format_number(span.mean)));
    }
}

fn chances_ui(ui: &mut Ui, panel: &TestPanel) {
    let y = Axis::new("share of tests, more right is better", (0.0, 1.0), 4, |value, _| format!("{:.0}%", 100.0 * value));
    let (chart, _) = Chart::new(ui, vec2(ui.available_width(), HEIGHT), &days_axis(panel), &y, 126.0);
    let look = chart.palette.look(panel.tag.variant, panel.tag.baseline);
    chart.level(0.8, chart.palette.grid);
    chart.upright(panel.test_days, "test ends", chart.palette.weak);
    let mut ends = Vec::new();
    for (right, name) in [(true, "true answer"), (false, "opposite, hollow")] {
        let points: Vec<[f64; 2]> =
            panel.chances.iter().filter_map(|(day, yes, no)| Some([*day, if right { yes } else { no }.share().ok()?])).collect();
        chart.line(&points, look, if right { LINE } else { 1.0 });
        for [day, share] in &points {
            marker(&chart.inside, chart.point(*day, *share), 3.4, look, right);
        }
        if let Some([_, share]) = points.last() {
            ends.push((*share, name.to_owned(), look));
        }
    }
    chart.end_labels(&ends);
}

fn nothing_ui(ui: &mut Ui, state: &State, commands: &mut Commands) {
    heading_ui(ui, "Does each method err as often as it says?");
    ui.add(
        Label::new(
            "Two halves of people who all lived under the baseline are tested against each other, 2,000 times by each method. Whatever effect is found \
             is none: the share of such answers should be the one that the method states, or less.",
        )
        .wrap(),
    );
    task_ui(ui, &state.nothing, &Command::TestNothing, "methods", commands);
    if let Some((_, table)) = &state.nothing.shown {
        table_ui(ui, "nothing against nothing", "Does each method err as often as it says?", table);
    }
}
