//! A plot in its card: question on top, picture with a sentence for screen readers, caption, and its table behind a button.

use std::sync::Arc;

use egui::accesskit::Role;
use egui::containers::menu::MenuButton;
use egui::{Align, Button, Frame, Label, Layout, RichText, Sense, Stroke, TextStyle, Ui, UiBuilder, vec2};

use super::capture;
use super::notes::{clear_marks, notes_ui, set_marks};
use super::stage;
use super::table::table_ui;
use crate::app::command::Command;
use crate::app::navigation::{PlotAction, PlotStep, Subject, explain_in};
use crate::app::state::State;
use crate::app::tokens::{CARD_CORNER, CARD_MARGIN, Palette, TARGET, title_style};
use crate::app::view::PlotText;

/// Room for the buttons of a plot.
const BUTTONS: f32 = 92.0;

/// A card: a quiet box around things that belong together.
pub fn card_ui<R>(ui: &mut Ui, add: impl FnOnce(&mut Ui) -> R) -> R {
    let palette = Palette::current(ui);
    Frame::new()
        .fill(palette.card)
        .stroke(Stroke::new(1.0, palette.outline))
        .corner_radius(CARD_CORNER)
        .inner_margin(CARD_MARGIN)
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            add(ui)
        })
        .inner
}

/// The heading of a card.
pub fn heading_ui(ui: &mut Ui, text: &str) {
    let palette = Palette::current(ui);
    let label = ui.add(Label::new(RichText::new(text).text_style(title_style()).color(palette.strong)).wrap());
    ui.ctx().accesskit_node_builder(label.id, |node| {
        node.set_role(Role::Heading);
        node.set_label(text);
    });
}

/// A plot with everything that belongs to it. `name` tells plots of one screen apart; `draw` paints the picture.
pub fn plot_ui(ui: &mut Ui, state: &State, name: &'static str, text: &PlotText, commands: &mut Vec<Command>, draw: impl FnOnce(&mut Ui)) {
    figure_ui(ui, state, (name, Role::Image), text, commands, draw);
}

/// The same around words and buttons that are no picture, so that readers go into it.
pub fn words_ui(ui: &mut Ui, state: &State, name: &'static str, text: &PlotText, commands: &mut Vec<Command>, draw: impl FnOnce(&mut Ui)) {
    figure_ui(ui, state, (name, Role::Group), text, commands, draw);
}

fn figure_ui(
    ui: &mut Ui,
    state: &State,
    (name, role): (&'static str, Role),
    text: &PlotText,
    commands: &mut Vec<Command>,
    draw: impl FnOnce(&mut Ui),
) {
    match stage::turn(ui) {
        stage::Turn::Usual => {}
        stage::Turn::Aside => return,
        stage::Turn::Present(rect) => return stage::present_ui(ui, rect, text, draw),
    }
    let open = state.selection.tables.contains(name);
    let width = (ui.available_width() - BUTTONS).max(40.0);
    ui.horizontal_top(|ui| {
        ui.allocate_ui_with_layout(vec2(width, 0.0), Layout::top_down(Align::Min), |ui| {
            ui.set_width(width);
            heading_ui(ui, &text.title);
        });
        let toggle = Command::ToggleTable(name);
        let button = ui.add(Button::new(RichText::new("Table").text_style(TextStyle::Small)).selected(open));
        let button = button.on_hover_text(toggle.tooltip()).accessible_name(format!("Table: {}", text.title));
        if button.clicked() {
            commands.push(toggle);
        }
        let (menu, _) = MenuButton::new(RichText::new("...").text_style(TextStyle::Small)).ui(ui, |ui| menu_ui(ui, name, text, commands));
        menu.on_hover_text("What can be done with this plot.").accessible_name(format!("Do with: {}", text.title));
    });
    if open {
        table_ui(ui, name, &text.title, &text.table);
    }
    let first = capture::begin(ui);
    let mut picture = UiBuilder::new().accessibility_role(role).accessibility_label(text.sentence.clone());
    if role == Role::Image {
        picture = picture.sense(Sense::click());
    }
    let drawn = ui.scope_builder(picture, |ui| {
        set_marks(ui.ctx(), state, name);
        draw(ui);
        clear_marks(ui.ctx());
        (ui.unique_id(), ui.min_rect())
    });
    let (id, area) = drawn.inner;
    if let Some((wanted, action)) = state.navigation.capture
        && wanted == name
    {
        let picture = Arc::new(capture::since(ui, first, area));
        commands.push(Command::Plot(PlotStep::Taken { name, text: Arc::new(text.clone()), action, picture }));
    }
    let edges = egui::accesskit::Rect { x0: area.left().into(), y0: area.top().into(), x1: area.right().into(), y1: area.bottom().into() };
    ui.ctx().accesskit_node_builder(id, |node| node.set_bounds(edges));
    let response = drawn.response;
    if response.has_focus() {
        let ring = Stroke::new(2.0, Palette::current(ui).link);
        ui.painter().rect_stroke(area.expand(2.0), CARD_CORNER, ring, egui::StrokeKind::Outside);
    }
    if response.has_focus() || response.contains_pointer() {
        explain_in(ui.ctx(), Subject::Plot { name, text: Arc::new(text.clone()) });
    }
    response.context_menu(|ui| menu_ui(ui, name, text, commands));
    if !text.caption.is_empty() {
        let palette = Palette::current(ui);
        ui.label(RichText::new(&text.caption).text_style(TextStyle::Small).color(palette.weak));
    }
    notes_ui(ui, state, name, commands);
}

/// What can be done with a plot.
fn menu_ui(ui: &mut Ui, name: &'static str, text: &PlotText, commands: &mut Vec<Command>) {
    for action in PlotAction::ALL {
        let button = Button::new(action.label()).min_size(vec2(170.0, TARGET));
        if ui.add(button).on_hover_text(action.tooltip()).clicked() {
            commands.push(Command::Plot(PlotStep::Do { name, text: Arc::new(text.clone()), action }));
            ui.close();
        }
    }
}
