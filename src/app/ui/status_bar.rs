//! The bar at the bottom: saved or not, what the numbers are, how many assumptions are changed, which engine.

use egui::accesskit::Role;
use egui::{Align, Layout, RichText, TextStyle, Ui};

use super::Commands;
use crate::app::command::Command;
use crate::app::document::Origin;
use crate::app::keep::Autosave;
use crate::app::state::{Flight, Landing, Place, State};
use crate::app::tokens::Palette;
use crate::scenario::Severity;

/// The bar at the bottom.
pub fn status_bar_ui(ui: &mut Ui, state: &State, commands: &mut Commands) {
    let palette = Palette::current(ui);
    let small = |text: &str| RichText::new(text).text_style(TextStyle::Small);
    ui.horizontal(|ui| {
        // Keys that go through the panels find something here, too.
        let words = egui::Label::new(small(&saved(state))).sense(egui::Sense::focusable_noninteractive());
        ui.add(words).on_hover_text(
            state
                .document
                .file()
                .map_or_else(|| "The scenario is not in a file yet: Save as... puts it into one.".to_owned(), |path| path.display().to_string()),
        );
        ui.separator();
        ui.label(small("SYNTHETIC PEOPLE: a model, not a forecast").color(palette.strong))
            .on_hover_text("Nobody here is real. The numbers show what follows from the assumptions.");
        ui.separator();
        let changed = state.derived.changed_assumptions;
        let words = if changed == 1 { "1 assumption changed".into() } else { format!("{changed} assumptions changed") };
        ui.label(small(&words)).on_hover_text("Settings of the customer model that differ from their defaults.");
        let errors = state.derived.findings.iter().filter(|finding| finding.severity == Severity::Error).count();
        if errors > 0 {
            ui.separator();
            let words = if errors == 1 { "1 setting to mend".into() } else { format!("{errors} settings to mend") };
            if ui.link(small(&words).color(palette.error)).clicked() {
                commands.push(Command::Go(Place::Scenario));
            }
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.label(small(&format!("engine {}", env!("CARGO_PKG_VERSION"))));
            ui.separator();
            let status = ui.label(small(&run_status(state)));
            // Screen readers speak changes of this node.
            ui.ctx().accesskit_node_builder(status.id, |node| {
                node.set_role(Role::Status);
                node.set_label(run_status(state));
                node.set_live(egui::accesskit::Live::Polite);
            });
        });
    });
}

fn saved(state: &State) -> String {
    match (state.document.origin(), state.derived.dirty) {
        (_, true) => match &state.keep.autosave {
            Autosave::Nothing => "Not saved".into(),
            Autosave::Written(when) => format!("Not saved, in the journal since {when}"),
            Autosave::Failed(_) => "Not saved, and no journal".into(),
        },
        (Origin::File(_), false) => "Saved".into(),
        (Origin::Case(_), false) => "Bundled case, unchanged".into(),
        (Origin::Run(_), false) => "Kept run, unchanged".into(),
        (Origin::New, false) => "New, nothing to save".into(),
    }
}

/// Said in quarters, so that a screen reader is not kept talking.
fn run_status(state: &State) -> String {
    match &state.flight {
        Flight::Idle => "Nothing run yet".into(),
        Flight::Flying { stopping: true, .. } => "Stopping".into(),
        Flight::Flying { progress, .. } => {
            let quarter = 25 * (4 * progress.done / progress.total.max(1)).min(3);
            if quarter == 0 { "Run started".into() } else { format!("Run: {quarter} % done") }
        }
        Flight::Landed { landing: Landing::Whole, .. } if state.derived.stale => "Results are of an earlier version".into(),
        Flight::Landed { landing: Landing::Whole, .. } => "Run done".into(),
        Flight::Landed { landing: Landing::Partial(worlds), .. } => format!("Stopped: {worlds} worlds kept, partial"),
        Flight::Landed { landing: Landing::Failed(_), .. } => "The run gave nothing".into(),
    }
}
