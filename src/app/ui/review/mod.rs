//! Review: the dossier that a reviewer signs. What is open, the page as it is printed, and the decision, side by side.

mod decide;
mod page;
mod write;

use egui::{Align, Button, ComboBox, Frame, Label, Layout, RichText, ScrollArea, TextStyle, Ui, vec2};

use super::Commands;
use super::widgets::{command_button, screen_heading, weak};
use crate::app::command::Command;
use crate::app::review::{Review, ReviewStep};
use crate::app::state::{Place, State};
use crate::app::tokens::{Palette, TARGET};
use crate::report::dossier::{SectionId, SectionState};

/// Space between columns.
const BETWEEN: f32 = 14.0;
/// From this width on checklist and decision stand on either side of the page.
const THREE: f32 = 1_180.0;
/// Widths of checklist and decision.
const LISTS: (f32, f32) = (236.0, 320.0);
/// Width of the decision where the checklist is folded up.
const STACKED: f32 = 290.0;

/// The screen.
pub fn review_ui(ui: &mut Ui, state: &State, commands: &mut Commands) {
    let review = &state.review;
    if state.results.is_none() {
        screen_heading(ui, "Review");
        ui.label("Here stands what a reviewer reads, decides and signs. It needs results: run the scenario first.");
        ui.add_space(8.0);
        command_button(ui, &Command::Run, commands);
        return;
    }
    if review.sealed.is_some() {
        sealed_ui(ui, review, commands);
    }
    let (width, height) = (ui.available_width(), ui.available_height());
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = BETWEEN;
        if width >= THREE {
            column_ui(ui, "checklist", LISTS.0, height, |ui| checklist_ui(ui, review, commands));
            column_ui(ui, "page", width - LISTS.0 - LISTS.1 - 2.0 * BETWEEN, height, |ui| page::page_ui(ui, review, commands));
            column_ui(ui, "decision", LISTS.1, height, |ui| decide::decide_ui(ui, state, commands));
        } else {
            column_ui(ui, "decision", STACKED, height, |ui| decide::decide_ui(ui, state, commands));
            column_ui(ui, "page", width - STACKED - BETWEEN, height, |ui| {
                sections_ui(ui, review, commands);
                page::page_ui(ui, review, commands);
            });
        }
    });
}

/// A column that scrolls by itself.
fn column_ui(ui: &mut Ui, name: &str, width: f32, height: f32, add: impl FnOnce(&mut Ui)) {
    ui.allocate_ui_with_layout(vec2(width, height), Layout::top_down(Align::Min), |ui| {
        ui.set_width(width);
        ui.spacing_mut().item_spacing.x = 6.0;
        ScrollArea::vertical().id_salt(("review", name)).auto_shrink([false, false]).show(ui, |ui| {
            // Room for the bar, so that nothing stands under it.
            ui.set_max_width(ui.available_width() - 10.0);
            add(ui);
        });
    });
}

fn sealed_ui(ui: &mut Ui, review: &Review, commands: &mut Commands) {
    let Some(seal) = &review.sealed else { return };
    let palette = Palette::current(ui);
    Frame::new().stroke((1.5, palette.warning)).inner_margin(8).corner_radius(4).show(ui, |ui| {
        ui.set_width(ui.available_width());
        let short: String = seal.content_hash.chars().take(16).collect();
        let words = format!(
            "Sealed: {}, by {} ({}) on {}. Content {short}. This revision is read-only.",
            seal.outcome.words(),
            seal.name,
            seal.role,
            seal.date
        );
        ui.add(Label::new(RichText::new(words).color(palette.strong)).wrap());
        command_button(ui, &Command::Review(ReviewStep::NewRevision), commands);
    });
    ui.add_space(6.0);
}

/// The checklist folded up, where there is no room for a column of it.
fn sections_ui(ui: &mut Ui, review: &Review, commands: &mut Commands) {
    let named = |section: SectionId| format!("{}: {}", section.heading(), review.state_of(section).words());
    ui.horizontal(|ui| {
        let label = ui.label("Section");
        let chosen = review.section.map_or_else(|| "First page".to_owned(), named);
        let list = ComboBox::from_id_salt("sections").selected_text(chosen).width(ui.available_width()).height(420.0).show_ui(ui, |ui| {
            let all = std::iter::once(None).chain(SectionId::ALL.into_iter().map(Some));
            for section in all {
                let words = section.map_or_else(|| "First page".to_owned(), named);
                if ui.selectable_label(review.section == section, words).clicked() {
                    commands.push(Command::Review(ReviewStep::Look(section)));
                }
            }
        });
        list.response.labelled_by(label.id);
    });
    ui.add_space(4.0);
}

/// Every section with its state.
fn checklist_ui(ui: &mut Ui, review: &Review, commands: &mut Commands) {
    screen_heading(ui, "Checklist");
    let states: Vec<(SectionId, SectionState)> = SectionId::ALL.iter().map(|&section| (section, review.state_of(section))).collect();
    let open = states.iter().filter(|(_, state)| matches!(state, SectionState::NeedsWords(_))).count();
    let known = review.preview.is_some();
    let words = match open {
        _ if !known => "The page is being prepared; what it needs is not known yet.".to_owned(),
        0 => "Every section is complete.".to_owned(),
        open => format!("{open} of {} sections need words.", states.len()),
    };
    weak(ui, words);
    ui.add_space(4.0);
    entry_ui(ui, review, None, "First page", "change, verdict, decision", false, commands);
    for (section, state) in states {
        let needs = matches!(state, SectionState::NeedsWords(_));
        let words = if known { state.words() } else { "not known yet".into() };
        entry_ui(ui, review, Some(section), &section.heading(), &words, needs, commands);
    }
}

fn entry_ui(ui: &mut Ui, review: &Review, section: Option<SectionId>, title: &str, words: &str, needs: bool, commands: &mut Commands) {
    let palette = Palette::current(ui);
    let step = Command::Review(ReviewStep::Look(section));
    let chosen = review.section == section;
    let button = Button::new(RichText::new(title)).selected(chosen).wrap().min_size(vec2(ui.available_width(), TARGET));
    let button = if needs { button.stroke((1.5, palette.error)) } else { button };
    let response = ui.add(button).on_hover_text(step.tooltip()).accessible_name(format!("{title}: {words}"));
    if response.clicked() {
        commands.push(step);
    }
    let color = if needs { palette.error } else { palette.weak };
    ui.add(Label::new(RichText::new(words).text_style(TextStyle::Small).color(color)).wrap());
    ui.add_space(2.0);
}

/// Where the numbers can be looked at.
fn open_place_ui(ui: &mut Ui, place: Place, words: &str, commands: &mut Commands) {
    super::widgets::labelled_button(ui, &Command::Go(place), words, true, commands);
}
