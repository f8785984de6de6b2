//! What a result screen shows before there is something to show: what belongs here, and one way forward.

use egui::{Align, Layout, RichText, Ui};

use super::Commands;
use super::widgets::{command_button, weak};
use crate::app::command::Command;
use crate::app::plot::{card_ui, heading_ui};
use crate::app::state::{Flight, Landing, Place, State};
use crate::app::tokens::{Palette, SECTION};
use crate::app::view;
use crate::simulate::customer_days;

/// An empty result screen.
pub fn empty_ui(ui: &mut Ui, state: &State, commands: &mut Commands) {
    let palette = Palette::current(ui);
    ui.add_space(SECTION);
    card_ui(ui, |ui| {
        ui.with_layout(Layout::top_down(Align::Center), |ui| {
            ui.add_space(48.0);
            let (title, text) = words(state);
            heading_ui(ui, &title);
            ui.label(RichText::new(text).color(palette.text));
            ui.add_space(SECTION);
            match &state.flight {
                Flight::Flying { progress, .. } => {
                    weak(ui, view::left_text(progress.left));
                }
                Flight::Idle | Flight::Landed { .. } if state.results.is_none() => {
                    command_button(ui, &Command::Run, commands);
                    let days = customer_days(state.document.scenario()) as f64;
                    weak(ui, format!("{} customer-days to simulate", view::grouped(days)));
                }
                Flight::Idle | Flight::Landed { .. } => {}
            }
            ui.add_space(48.0);
        });
    });
}

fn words(state: &State) -> (String, String) {
    let belongs = match state.place {
        Place::Overview => "Here stands what changes against the baseline, with every guardrail.",
        Place::Time => "Here stands how metrics move day by day.",
        Place::Creepiness => "Here stands who is over their own line, and what becomes of trust.",
        Place::Bubbles => "Here stands whether people see less variety, compared with no recommender.",
        Place::Test => "Here stands what a real A/B test would have said, beside the truth.",
        Place::Fairness => "Here stands how groups fare side by side.",
        Place::Map => "Here stands what benefit costs in harm.",
        Place::Replay => "Here the same people live under two policies, side by side.",
        Place::People => "Here stands everybody, one row each, and the story of one person.",
        Place::Review => "Here stands what a reviewer reads, decides and signs.",
        _ => "",
    };
    match (&state.flight, &state.results) {
        (Flight::Flying { .. }, None) => ("Running: the first world is on its way".into(), belongs.into()),
        (_, Some(_)) => ("Preparing these results".into(), belongs.into()),
        (Flight::Landed { landing: Landing::Failed(reason), .. }, None) => {
            (format!("No results: {reason}"), format!("{belongs} Run again to see it."))
        }
        _ => ("Nothing has been run yet".into(), format!("{belongs} Run the scenario to see it.")),
    }
}
