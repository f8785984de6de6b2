//! The start screen: recent files at the left, cases in the middle, lessons and news at the right.

mod pictures;
mod recent;

use egui::{Label, RichText, Stroke, StrokeKind, TextStyle, Ui, vec2};

use super::Commands;
use super::widgets::{block_ui, command_button, grid_ui, labelled_button, screen_heading, weak};
use crate::app::command::Command;
use crate::app::plot::{card_ui, heading_ui};
use crate::app::settings::Keymap;
use crate::app::state::{Place, State};
use crate::app::tokens::{GAP, Palette, SECTION};
use crate::app::view;
use crate::scenario::{CASES, Case};

/// Cases shown as cards; the others are one click away.
const CARDS: usize = 6;
/// Least height of the words of a card, so that cards of a row are alike.
const CARD: f32 = 66.0;
/// Width from which the three columns stand side by side.
const THREE_COLUMNS: f32 = 780.0;
/// Points of news.
const NEWS: usize = 4;
/// The history of the app for those who use it.
const CHANGELOG: &str = include_str!("../../../../CHANGELOG.md");

/// The start screen.
pub fn start_ui(ui: &mut Ui, state: &State, commands: &mut Commands) {
    ui.horizontal_wrapped(|ui| {
        screen_heading(ui, "Fly a change before a customer meets it");
        ui.label("Pick a case. You will see a verdict in under a minute.");
    });
    ui.add_space(GAP);
    let width = ui.available_width();
    if width >= THREE_COLUMNS {
        let (gap, left, right) = (12.0, (width * 0.26).clamp(220.0, 320.0), (width * 0.2).clamp(180.0, 260.0));
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = gap;
            block_ui(ui, left, |ui| recent::recent_ui(ui, state, commands));
            block_ui(ui, width - left - right - 2.0 * gap, |ui| cases_ui(ui, commands));
            block_ui(ui, right, |ui| side_ui(ui, commands));
        });
    } else {
        cases_ui(ui, commands);
        ui.add_space(SECTION);
        recent::recent_ui(ui, state, commands);
        ui.add_space(SECTION);
        side_ui(ui, commands);
    }
}

fn cases_ui(ui: &mut Ui, commands: &mut Commands) {
    ui.spacing_mut().item_spacing.x = 8.0;
    ui.horizontal_wrapped(|ui| {
        command_button(ui, &Command::New, commands);
        command_button(ui, &Command::Open, commands);
        weak(ui, "Nothing ever leaves this machine.");
    });
    ui.add_space(GAP);
    let (cards, others) = CASES.split_at(CARDS.min(CASES.len()));
    grid_ui(ui, cards, 215.0, |ui, case| case_ui(ui, case, commands));
    ui.add_space(GAP);
    drop_zone_ui(ui);
    ui.add_space(GAP);
    heading_ui(ui, &format!("{} more cases", others.len()));
    ui.horizontal_wrapped(|ui| {
        for case in others {
            open_ui(ui, case, case.title, commands);
        }
    });
}

fn case_ui(ui: &mut Ui, case: &Case, commands: &mut Commands) {
    let palette = Palette::current(ui);
    card_ui(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 4.0;
        ui.horizontal_top(|ui| {
            ui.set_min_height(CARD);
            pictures::case_picture_ui(ui, case.id, vec2(58.0, 42.0));
            let width = ui.available_width();
            block_ui(ui, width, |ui| {
                ui.spacing_mut().item_spacing.y = 2.0;
                heading_ui(ui, case.title);
                ui.add(Label::new(RichText::new(case.question).text_style(TextStyle::Small).color(palette.text)).wrap()).on_hover_text(story(case));
            });
        });
        open_ui(ui, case, "Open and run", commands);
    });
}

fn open_ui(ui: &mut Ui, case: &Case, label: &str, commands: &mut Commands) {
    let command = Command::OpenCase(case.id.into());
    let button = labelled_button(ui, &command, label, true, commands);
    button.on_hover_text(format!("{} {}", case.question, story(case))).accessible_name(format!("Open and run case {}", case.title));
}

/// The story paragraph of a case: the comment on top of its file.
fn story(case: &Case) -> String {
    let lines = case.text.lines().take_while(|line| line.starts_with("//")).map(|line| line.trim_start_matches('/').trim());
    lines.collect::<Vec<_>>().join(" ")
}

/// Says that files can be dropped; the whole window takes them.
fn drop_zone_ui(ui: &mut Ui) {
    let palette = Palette::current(ui);
    let frame = egui::Frame::new().inner_margin(8).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.vertical_centered(|ui| weak(ui, "Drop a scenario file or the folder of a kept run anywhere in the window."));
    });
    let area = frame.response.rect.shrink(0.5);
    let corners = [area.left_top(), area.right_top(), area.right_bottom(), area.left_bottom(), area.left_top()];
    ui.painter().extend(egui::Shape::dashed_line(&corners, Stroke::new(1.0, palette.axis), 6.0, 4.0));
}

/// Lessons, news, keys.
fn side_ui(ui: &mut Ui, commands: &mut Commands) {
    ui.spacing_mut().item_spacing.x = 8.0;
    card_ui(ui, |ui| lesson_ui(ui, commands));
    ui.add_space(GAP);
    card_ui(ui, |ui| {
        heading_ui(ui, "What's new");
        for point in view::whats_new(CHANGELOG, NEWS) {
            weak(ui, point);
        }
        weak(ui, format!("This is version {}.", env!("CARGO_PKG_VERSION")));
    });
    ui.add_space(GAP);
    card_ui(ui, |ui| {
        heading_ui(ui, "Keys");
        for command in [Command::Run, Command::Open, Command::Save, Command::Undo, Command::Go(Place::Overview)] {
            let Some(keys) = Keymap::words(ui.ctx(), &command) else { continue };
            weak(ui, format!("{keys}: {}", command.label().trim_end_matches("...")));
        }
        labelled_button(ui, &Command::Go(Place::Settings), "All keys", true, commands);
    });
}

/// The way into the lessons.
fn lesson_ui(ui: &mut Ui, commands: &mut Commands) {
    heading_ui(ui, "Learn");
    weak(ui, "Nine short lessons for a class, with bets and reveals.");
    labelled_button(ui, &Command::Go(Place::Lessons), "To the lessons", true, commands);
}

/// A thin frame around a small picture.
fn picture_frame(painter: &egui::Painter, area: egui::Rect, palette: &Palette) {
    painter.rect_filled(area, 3.0, palette.field);
    painter.rect_stroke(area, 3.0, Stroke::new(1.0, palette.outline), StrokeKind::Inside);
}
