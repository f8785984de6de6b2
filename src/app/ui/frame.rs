//! The frame: bars around, the screen in the middle.

use egui::{CentralPanel, Frame, Label, Margin, Panel, Rect, RichText, ScrollArea, Stroke, StrokeKind, Ui};

use super::Commands;
use super::{
    ab_test, assumptions, banner, bubbles, card, creepiness, dialogs, drop_hint, fairness, filter_bar, glossary, history, inspector, lessons,
    mechanisms, overview, page_find, palette, people_screen, plan, rail, replay, review, run_drawer, scenario, settings, start, status_bar, tabs,
    time, timeline, top_bar, trial, variants, what_if,
};
use crate::app::command::Command;
use crate::app::navigation::NavigationStep;
use crate::app::page_find::{MAIN, PanelPlace, entered_panel, note_panels};
use crate::app::state::{Area, Place, Severity, State};
use crate::app::tokens::{INSPECTOR_STRIP, INSPECTOR_WIDTH, Palette, RAIL_WIDTH};
use crate::app::ui::widgets::{block_ui, command_button, labelled_button};

/// Panels in the order in which keys go through them.
const PANELS: [&str; 8] = ["top bar", "rail", "tabs", "filter bar", MAIN, "inspector", "timeline", "status bar"];

/// One frame of the window.
pub fn frame_ui(ui: &mut Ui, state: &State) -> Commands {
    let mut commands = Commands::new();
    let palette = Palette::current(ui);
    if state.lessons.presenting.is_some() {
        lessons::presenter_ui(ui, state, &mut commands, |ui, commands| place_ui(ui, state, commands));
        dialogs::dialogs_ui(ui, state, &mut commands);
        return commands;
    }
    let bar = Frame::new().fill(palette.panel).inner_margin(Margin::symmetric(10, 6));
    let body = Frame::new().fill(palette.panel).inner_margin(Margin::symmetric(12, 8));
    ui.painter().rect_filled(ui.max_rect(), 0.0, palette.panel);
    if state.document.is_trial() {
        trial::stripes_ui(ui, ui.max_rect());
    }
    // In the order in which keys go through them.
    let mut panels = [None; PANELS.len()];
    let mut note = |place: usize, rect: Rect| panels[place] = Some(PanelPlace { name: PANELS[place], rect });
    let shown = Panel::top("top bar").frame(bar).show(ui, |ui| top_bar::top_bar_ui(ui, state, &mut commands));
    note(0, shown.response.rect);
    let shown = Panel::bottom("status bar").frame(bar).show(ui, |ui| status_bar::status_bar_ui(ui, state, &mut commands));
    note(7, shown.response.rect);
    if state.drawer {
        Panel::bottom("run drawer").frame(body).show(ui, |ui| run_drawer::run_drawer_ui(ui, state, &mut commands));
    }
    if state.navigation.rail {
        let shown = Panel::left("rail").resizable(false).exact_size(RAIL_WIDTH).frame(bar).show(ui, |ui| rail::rail_ui(ui, state, &mut commands));
        note(1, shown.response.rect);
    }
    if let Some(notice) = &state.notice {
        Panel::top("notice").frame(bar).show(ui, |ui| notice_ui(ui, notice, &mut commands));
    }
    if state.document.is_trial() {
        Panel::top("trial").frame(bar.fill(palette.filter)).show(ui, |ui| trial::trial_ui(ui, &mut commands));
    }
    if banner::shown(state).next().is_some() {
        Panel::top("banner").frame(bar.fill(palette.filter)).show(ui, |ui| banner::banner_ui(ui, state, &mut commands));
    }
    history::history_ui(ui, state, &mut commands);
    if state.place.area().places().count() > 1 {
        let shown = Panel::top("tabs").frame(bar).show(ui, |ui| tabs::tabs_ui(ui, state, &mut commands));
        note(2, shown.response.rect);
    }
    if state.place.is_result() {
        let fill = if crate::app::view::filter_words(state).is_empty() { palette.panel } else { palette.filter };
        let shown = Panel::top("filter bar").frame(bar.fill(fill)).show(ui, |ui| filter_bar::filter_bar_ui(ui, state, &mut commands));
        note(3, shown.response.rect);
    }
    if let Some(find) = &state.navigation.here {
        Panel::top("find on this screen").frame(bar).show(ui, |ui| page_find::page_find_ui(ui, find, &mut commands));
    }
    if let Some(days) = timeline_days(state) {
        let shown = Panel::bottom("timeline").frame(bar).show(ui, |ui| timeline::timeline_ui(ui, state, days, &mut commands));
        note(6, shown.response.rect);
    }
    let explains = matches!(state.place.area(), Area::Build | Area::Results);
    if state.navigation.inspector && explains {
        let shown = Panel::right("inspector").frame(body).default_size(INSPECTOR_WIDTH).size_range(220.0..=460.0).show(ui, |ui| {
            inspector::inspector_ui(ui, state, &mut commands);
        });
        note(5, shown.response.rect);
    } else if explains {
        // Closed it costs a strip alone.
        let strip = Frame::new().fill(palette.panel).inner_margin(Margin::symmetric(2, 6));
        let shown = Panel::right("inspector strip").resizable(false).exact_size(INSPECTOR_STRIP).frame(strip).show(ui, |ui| {
            let command = Command::Navigation(NavigationStep::ToggleInspector);
            labelled_button(ui, &command, "?", true, &mut commands).accessible_name("Open the inspector");
        });
        note(5, shown.response.rect);
    }
    let before = if state.navigation.here.is_some() { page_find::widgets_so_far(ui.ctx()) } else { 0 };
    let shown = CentralPanel::default().frame(body).show(ui, |ui| place_ui(ui, state, &mut commands));
    note(4, shown.response.rect);
    page_find::mark_hits_ui(ui, state, before, shown.response.rect, &mut commands);
    note_panels(ui.ctx(), panels.into_iter().flatten().collect());
    if let Some(panel) = entered_panel(ui.ctx()) {
        ui.painter().rect_stroke(panel.rect.shrink(1.0), 2.0, Stroke::new(2.0, palette.link), StrokeKind::Inside);
    }
    palette::palette_ui(ui, state, &mut commands);
    dialogs::dialogs_ui(ui, state, &mut commands);
    drop_hint::drop_hint_ui(ui);
    commands
}

/// The screen in view.
fn place_ui(ui: &mut Ui, state: &State, commands: &mut Commands) {
    // Screens with columns scroll them one by one.
    match state.place {
        Place::Lessons if state.lessons.open.is_some() => return lessons::lessons_ui(ui, state, commands),
        Place::Variants => return variants::variants_ui(ui, state, commands),
        Place::Model => return mechanisms::mechanisms_ui(ui, state, commands),
        Place::Card => return card::card_screen_ui(ui, state, commands),
        Place::Glossary => return glossary::glossary_ui(ui, state, commands),
        Place::People => return people_screen::people_screen_ui(ui, state, commands),
        Place::Review => return review::review_ui(ui, state, commands),
        _ => {}
    }
    ScrollArea::vertical().id_salt(state.place.title()).auto_shrink([false, false]).show(ui, |ui| match state.place {
        Place::Start => start::start_ui(ui, state, commands),
        Place::Scenario => scenario::scenario_ui(ui, state, commands),
        Place::Variants | Place::Model | Place::Card | Place::Glossary | Place::People | Place::Review => {}
        Place::Lessons => lessons::lessons_ui(ui, state, commands),
        Place::Replay => replay::replay_ui(ui, state, commands),
        Place::Settings => settings::settings_ui(ui, state, commands),
        Place::Overview => overview::overview_ui(ui, state, commands),
        Place::Time => time::time_ui(ui, state, commands),
        Place::Creepiness => creepiness::creepiness_ui(ui, state, commands),
        Place::Bubbles => bubbles::bubbles_ui(ui, state, commands),
        Place::Fairness => fairness::fairness_ui(ui, state, commands),
        Place::Plan => plan::plan_ui(ui, state, commands),
        Place::Test => ab_test::ab_test_ui(ui, state, commands),
        Place::Map => what_if::what_if_ui(ui, state, commands),
        Place::Assumptions => assumptions::assumptions_ui(ui, state, commands),
    });
}

/// Days of the timeline, on screens that follow it.
fn timeline_days(state: &State) -> Option<usize> {
    state.results.as_ref().filter(|_| state.place.follows_clock()).map(|results| results.run.scenario.experiment.days as usize)
}

fn notice_ui(ui: &mut Ui, notice: &crate::app::state::Notice, commands: &mut Commands) {
    let palette = Palette::current(ui);
    ui.horizontal_top(|ui| {
        let (word, color) = match notice.severity {
            Severity::Note => ("Note", palette.link),
            Severity::Problem => ("Problem", palette.error),
        };
        ui.label(RichText::new(word).color(color));
        let width = ui.available_width() - 90.0 - 100.0 * notice.ways.len() as f32;
        block_ui(ui, width, |ui| ui.add(Label::new(&notice.text).wrap()));
        for way in &notice.ways {
            command_button(ui, way, commands);
        }
        command_button(ui, &Command::DismissNotice, commands);
    });
}
