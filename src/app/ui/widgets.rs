//! Buttons that send commands, and other small things that several panels use.

use egui::{Align, Button, CursorIcon, Label, Layout, Response, RichText, Sense, TextStyle, Ui, vec2};

use super::Commands;
use crate::app::command::Command;
use crate::app::navigation::{NavigationStep, Subject, explain_in};
use crate::app::settings::Keymap;
use crate::app::tokens::{Palette, TARGET};
use crate::scenario::Metric;

/// Begins a row anew where `width` does not fit behind what stands in this one.
pub fn make_room(ui: &mut Ui, width: f32) {
    if ui.layout().main_wrap && ui.available_size_before_wrap().x < width {
        ui.end_row();
    }
}

/// The tooltip of a command, with its keys.
fn tooltip(ui: &Ui, command: &Command) -> String {
    match Keymap::words(ui.ctx(), command) {
        Some(keys) => format!("{} ({keys})", command.tooltip()),
        None => command.tooltip().to_owned(),
    }
}

/// A button that sends a command.
pub fn command_button(ui: &mut Ui, command: &Command, commands: &mut Commands) -> Response {
    labelled_button(ui, command, &command.label(), true, commands)
}

/// A button that sends a command under other words, or shows that it cannot.
pub fn labelled_button(ui: &mut Ui, command: &Command, label: &str, enabled: bool, commands: &mut Commands) -> Response {
    let response = ui.add_enabled(enabled, Button::new(label).min_size(vec2(TARGET, TARGET)));
    let response = response.on_hover_text(tooltip(ui, command));
    if response.clicked() {
        commands.push(command.clone());
    }
    response
}

/// The one primary button of the window.
pub fn primary_button(ui: &mut Ui, command: &Command, label: &str, enabled: bool, commands: &mut Commands) -> Response {
    let palette = Palette::current(ui);
    let text = RichText::new(label).color(palette.on_primary);
    let button = Button::new(text).fill(palette.primary).min_size(vec2(86.0, TARGET + 2.0));
    let response = ui.add_enabled(enabled, button).on_hover_text(tooltip(ui, command));
    if response.clicked() {
        commands.push(command.clone());
    }
    response
}

/// An item of a menu, with its keys at the right.
pub fn menu_item(ui: &mut Ui, command: Command, enabled: bool, commands: &mut Commands) {
    let keys = Keymap::words(ui.ctx(), &command).unwrap_or_default();
    let button = Button::new(command.label()).shortcut_text(keys).min_size(vec2(210.0, TARGET));
    if ui.add_enabled(enabled, button).on_hover_text(command.tooltip()).clicked() {
        commands.push(command);
        ui.close();
    }
}

/// The name of a metric: a click explains it in the inspector.
pub fn metric_ui(ui: &mut Ui, metric: Metric, commands: &mut Commands) -> Response {
    let palette = Palette::current(ui);
    let label = Label::new(RichText::new(metric.label()).color(palette.strong)).sense(Sense::click());
    let response = ui.add(label).on_hover_text(format!("{} Click to explain it.", metric.hover())).on_hover_cursor(CursorIcon::Help);
    if response.has_focus() || response.contains_pointer() {
        explain_in(ui.ctx(), Subject::Metric(metric));
    }
    if response.clicked() {
        commands.push(Command::Navigation(NavigationStep::Inspect(Subject::Metric(metric))));
    }
    response
}

/// Small quiet text.
pub fn weak(ui: &mut Ui, text: impl Into<String>) -> Response {
    let palette = Palette::current(ui);
    ui.label(RichText::new(text).text_style(TextStyle::Small).color(palette.weak))
}

/// The heading of a screen.
pub fn screen_heading(ui: &mut Ui, text: &str) {
    let palette = Palette::current(ui);
    let label = ui.label(RichText::new(text).text_style(TextStyle::Heading).color(palette.strong));
    ui.ctx().accesskit_node_builder(label.id, |node| {
        node.set_role(egui::accesskit::Role::Heading);
        node.set_label(text);
    });
}

/// Columns of equal width, as many as fit with at least `least` points each; rows of them until all parts are shown.
pub fn grid_ui<T>(ui: &mut Ui, parts: &[T], least: f32, mut add: impl FnMut(&mut Ui, &T)) {
    let gap = 12.0;
    let fit = ((ui.available_width() + gap) / (least + gap)).floor().max(1.0) as usize;
    let columns = fit.min(parts.len()).max(1);
    for row in parts.chunks(columns) {
        columns_ui(ui, columns, gap, |ui, column| {
            if let Some(part) = row.get(column) {
                add(ui, part);
            }
        });
    }
}

/// Columns of equal width. Unlike egui's own they do not stretch text and buttons.
pub fn columns_ui(ui: &mut Ui, columns: usize, gap: f32, mut add: impl FnMut(&mut Ui, usize)) {
    let width = ((ui.available_width() - gap * (columns as f32 - 1.0)) / columns.max(1) as f32).floor();
    ui.horizontal_top(|ui| {
        let usual = std::mem::replace(&mut ui.spacing_mut().item_spacing.x, gap);
        for column in 0..columns {
            block_ui(ui, width, |ui| {
                ui.spacing_mut().item_spacing.x = usual;
                add(ui, column);
            });
        }
    });
}

/// A box of fixed width, filled from the top.
pub fn block_ui<R>(ui: &mut Ui, width: f32, add: impl FnOnce(&mut Ui) -> R) -> R {
    let layout = Layout::top_down(Align::Min);
    ui.allocate_ui_with_layout(vec2(width, 0.0), layout, |ui| {
        ui.set_width(width);
        add(ui)
    })
    .inner
}
