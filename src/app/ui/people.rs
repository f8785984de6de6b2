//! The preview of the people beside the scenario's form.

use egui::{ScrollArea, Ui, vec2};

use super::Commands;
use super::widgets::weak;
use crate::app::plot::{Axis, Chart, card_ui, figure_ui, heading_ui, plot_ui, table_ui};
use crate::app::state::State;
use crate::app::tokens::{Dash, LINE, Look, Marker, Palette};
use crate::app::view::PeopleView;

/// Styles that tell segments apart; colour is kept for variants.
const STYLES: [(Dash, Marker); 6] = [
    (Dash::Solid, Marker::Circle),
    (Dash::Long, Marker::Triangle),
    (Dash::DashDot, Marker::Square),
    (Dash::Dotted, Marker::Diamond),
    (Dash::Short, Marker::Cross),
    (Dash::Sparse, Marker::Ring),
];

/// The preview.
pub fn people_ui(ui: &mut Ui, state: &State, commands: &mut Commands) {
    drawn_ui(ui, state, commands);
    let Some(view) = &state.derived.people else { return };
    card_ui(ui, |ui| {
        plot_ui(ui, state, "people", &view.text, commands, |ui| curves_ui(ui, view));
        // The table says more than the curves: it is always there.
        if !state.selection.tables.contains("people") {
            table_ui(ui, "people always", "Segments", &view.text.table);
        }
    });
}

/// Who they are, what they like, and twelve of them, drawn once the document has rested.
fn drawn_ui(ui: &mut Ui, state: &State, commands: &mut Commands) {
    let preview = &state.looks.people;
    if let Some(problem) = &preview.problem {
        weak(ui, problem);
    }
    let Some(figures) = &preview.shown else {
        if preview.problem.is_none() {
            weak(ui, "The people are being drawn.");
        }
        return;
    };
    card_ui(ui, |ui| figure_ui(ui, state, "who they are", &figures.who, commands));
    ui.add_space(4.0);
    card_ui(ui, |ui| figure_ui(ui, state, "taste map", &figures.tastes, commands));
    ui.add_space(4.0);
    card_ui(ui, |ui| {
        heading_ui(ui, "Twelve of them");
        weak(ui, "Synthetic people of the first world, evenly from all. Visits are those of a week.");
        ScrollArea::horizontal().id_salt("twelve").show(ui, |ui| table_ui(ui, "twelve people", "Twelve of them", &figures.sample));
    });
    ui.add_space(4.0);
}

fn curves_ui(ui: &mut Ui, view: &PeopleView) {
    let palette = Palette::current(ui);
    let x = Axis::new("felt creepiness of a touch", (0.0, 1.0), 5, |value, _| format!("{value:.1}"));
    let y = Axis::new("share of the segment over its line", (0.0, 1.0), 4, |value, _| format!("{:.0}%", value * 100.0));
    let (chart, _) = Chart::new(ui, vec2(ui.available_width(), 210.0), &x, &y, 8.0);
    for (index, (line, (dash, marker))) in view.lines.iter().zip(STYLES.into_iter().cycle()).enumerate() {
        let look = Look { color: palette.text, dash, marker };
        chart.line(&line.points, look, LINE);
        // Names stand at different heights, each at its own curve.
        let height = 0.35 + 0.12 * (index % 5) as f64;
        if let Some([felt, share]) = line.points.iter().find(|point| point[1] >= height) {
            super::super::plot::marker(&chart.inside, chart.point(*felt, *share), 3.5, look, true);
            let place = chart.point(*felt, *share) + vec2(7.0, 0.0);
            let galley = chart.inside.layout_no_wrap(line.name.clone(), chart.font.clone(), palette.strong);
            let corner = place - vec2(0.0, galley.size().y / 2.0);
            chart.inside.rect_filled(egui::Rect::from_min_size(corner, galley.size()), 0.0, palette.card);
            chart.inside.galley(corner, galley, palette.strong);
        }
    }
}
