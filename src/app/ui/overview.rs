//! The overview: what came out in a sentence, the guardrails, the scorecard.

use egui::{Label, Response, RichText, TextStyle, Ui};

use super::Commands;
use super::checks::checks_ui;
use super::empty::empty_ui;
use super::figures::bare_slot_ui;
use super::scorecard::{least_width, scorecard_ui};
use super::widgets::{block_ui, command_button, weak};
use crate::app::command::Command;
use crate::app::looks::{LookStep, PinnedRow};
use crate::app::navigation::NavigationStep;
use crate::app::plot::{card_ui, heading_ui, plot_ui, swatch_ui, verdict_ui};
use crate::app::state::{Contrast, Place, State};
use crate::app::tokens::{Palette, title_style};
use crate::app::view::{GuardRow, Heading, OverviewView};
use crate::experiment::{Decision, Verdict};
use crate::ledger::Scope;

/// Guardrails told in full where they stand above the scorecard; the others have a line each.
const TOLD: usize = 3;
/// Width of the guardrails beside the scorecard.
const GUARDS: f32 = 330.0;

/// The overview.
pub fn overview_ui(ui: &mut Ui, state: &State, commands: &mut Commands) {
    let Some(view) = state.results.as_ref().and_then(|results| results.sheets.overview.get()) else {
        empty_ui(ui, state, commands);
        return;
    };
    summary_ui(ui, state, view);
    checks_ui(ui, state);
    ui.add_space(4.0);
    let width = ui.available_width();
    // Beside the guardrails every variant must still be in view.
    if width > 1_150.0 && width - GUARDS - 40.0 > least_width(view.tags.len().saturating_sub(1)) {
        ui.horizontal_top(|ui| {
            block_ui(ui, width - GUARDS - 8.0, |ui| scores_ui(ui, state, view, commands));
            block_ui(ui, GUARDS, |ui| guards_ui(ui, state, view, false, commands));
        });
    } else {
        guards_ui(ui, state, view, true, commands);
        ui.add_space(4.0);
        scores_ui(ui, state, view, commands);
    }
}

fn summary_ui(ui: &mut Ui, state: &State, view: &OverviewView) {
    let palette = Palette::current(ui);
    card_ui(ui, |ui| {
        ui.add(Label::new(RichText::new(&view.sentence).text_style(title_style()).color(palette.strong)).wrap());
        ui.horizontal_wrapped(|ui| {
            for (tag, decision) in &view.decisions {
                swatch_ui(ui, tag);
                decision_ui(ui, decision, &view.heading);
                ui.add_space(14.0);
            }
        });
        if let Some(worst) = &view.worst {
            ui.label(RichText::new(worst).color(palette.strong));
        }
        if let Some(aside) = &view.aside {
            ui.add(Label::new(RichText::new(aside).color(palette.warning)).wrap());
        }
        if !view.hidden.is_empty() {
            ui.collapsing(format!("The mean hides segments that move apart ({})", view.hidden.len()), |ui| {
                for hidden in &view.hidden {
                    ui.add(Label::new(hidden).wrap());
                }
            });
        }
        for (tag, index) in view.tags.iter().filter_map(|tag| Some((tag, tag.variant.checked_sub(1)?))) {
            // Differences in words belong to the document; after an edit they would speak of another run.
            let differences = state.derived.differences.get(index).filter(|list| !list.is_empty() && !state.derived.stale);
            if let Some(differences) = differences {
                weak(ui, format!("{}: {}", tag.letter, differences.join("; ")));
            }
        }
    });
}

fn decision_ui(ui: &mut Ui, decision: &Decision, heading: &Heading) {
    match decision.verdict() {
        Some(verdict) => judged_ui(ui, verdict, heading),
        None => weak(ui, decision.words()),
    };
}

/// A verdict; while worlds are still on their way, how many there are instead.
pub fn judged_ui(ui: &mut Ui, verdict: Verdict, heading: &Heading) -> Response {
    if heading.running { weak(ui, &heading.worlds) } else { verdict_ui(ui, verdict) }
}

/// The guardrails. `brief` says those within their limit, and all after the worst few, in one line: a low window has no room for more.
fn guards_ui(ui: &mut Ui, state: &State, view: &OverviewView, brief: bool, commands: &mut Commands) {
    card_ui(ui, |ui| {
        heading_ui(ui, "Guardrails");
        if view.guards.is_empty() {
            let set = state.results.as_ref().map_or(0, |results| results.run.scenario.experiment.guardrails.len());
            ui.label(match set {
                0 => "No guardrail is set, so no limit can be crossed. Add one under Plan.",
                _ => "Limits are set, but there is no second policy to hold to them. Duplicate the baseline under Variants and change it.",
            });
            return;
        }
        weak(ui, "Decided by the whole interval, corrected over all of these. The worst first.");
        let mut told = 0;
        for (index, guard) in view.guards.iter().enumerate() {
            if brief && !view.heading.running && (guard.verdict == Verdict::Within || told == TOLD) {
                ui.horizontal_wrapped(|ui| {
                    ui.spacing_mut().interact_size.y = 0.0;
                    verdict_ui(ui, guard.verdict);
                    weak(ui, format!("{}, {}. {}", guard.tag.short(), guard.people, guard.rule)).on_hover_text(&guard.reason);
                    if guard.verdict != Verdict::Within {
                        why_ui(ui, guard, commands);
                    }
                });
                continue;
            }
            told += 1;
            if index > 0 {
                ui.separator();
            }
            guard_ui(ui, guard, &view.heading, commands);
        }
    });
}

fn guard_ui(ui: &mut Ui, guard: &GuardRow, heading: &Heading, commands: &mut Commands) {
    ui.spacing_mut().interact_size.y = 0.0;
    ui.horizontal_wrapped(|ui| {
        judged_ui(ui, guard.verdict, heading);
        weak(ui, format!("{}, {}", guard.tag.short(), guard.people));
    });
    ui.add(Label::new(RichText::new(&guard.rule).text_style(TextStyle::Body)).wrap());
    ui.add(Label::new(RichText::new(&guard.reason).text_style(TextStyle::Small)).wrap());
    ui.horizontal_wrapped(|ui| why_ui(ui, guard, commands));
}

/// The ways to why.
fn why_ui(ui: &mut Ui, guard: &GuardRow, commands: &mut Commands) {
    weak(ui, "Why:");
    for (words, place) in [("over time", Place::Time), ("who", Place::People)] {
        let step = NavigationStep::Follow { metric: guard.metric, scope: guard.scope, place };
        let link = ui.link(RichText::new(words).text_style(TextStyle::Small)).on_hover_text(step.tooltip());
        if link.accessible_name(format!("{words}: {}, {}, {}", guard.rule, guard.tag.label(), guard.people)).clicked() {
            commands.push(Command::Navigation(step));
        }
    }
}

fn scores_ui(ui: &mut Ui, state: &State, view: &OverviewView, commands: &mut Commands) {
    let contrast = state.selection.contrast;
    card_ui(ui, |ui| {
        if state.selection.scope != Scope::All {
            weak(ui, "The filter applies to this scorecard; the sentence above and the guardrails keep their own scopes.");
        }
        ui.horizontal_wrapped(|ui| {
            for choice in [Contrast::Difference, Contrast::Relative, Contrast::Level] {
                let command = Command::SetContrast(choice);
                if ui.selectable_label(contrast == choice, choice.title()).on_hover_text(command.tooltip()).clicked() {
                    commands.push(command);
                }
            }
            ui.separator();
            let harm = Command::Look(LookStep::ToggleHarm);
            if ui.selectable_label(state.looks.by_harm, harm.label()).on_hover_text(harm.tooltip()).clicked() {
                commands.push(harm);
            }
        });
        let text = match contrast {
            Contrast::Difference => &view.difference_text,
            Contrast::Relative => &view.relative_text,
            Contrast::Level => &view.level_text,
        };
        let mut asked = Commands::new();
        plot_ui(ui, state, "scorecard", text, commands, |ui| scorecard_ui(ui, state, view, &mut asked));
        commands.append(&mut asked);
        if state.looks.pinned.is_some() {
            ui.separator();
            let top = ui.cursor().min;
            bare_slot_ui(ui, state, "worlds", commands);
            follow_pin(ui, state, egui::Rect::from_min_max(top, ui.min_rect().max));
            command_button(ui, &Command::Look(LookStep::Pin(None)), commands);
        } else {
            ui.data_mut(|data| data.remove::<Option<PinnedRow>>(pin_place()));
            weak(ui, "Click the strip of a number to see its worlds one by one.");
        }
    });
}

/// Brings the plot of worlds into view when another row was pinned.
fn follow_pin(ui: &Ui, state: &State, area: egui::Rect) {
    let place = pin_place();
    let seen = ui.data(|data| data.get_temp::<Option<PinnedRow>>(place)).flatten();
    if seen != state.looks.pinned {
        ui.data_mut(|data| data.insert_temp(place, state.looks.pinned));
        ui.scroll_to_rect(area, None);
    }
}

/// Where is kept which row was brought into view.
fn pin_place() -> egui::Id {
    egui::Id::unique("pinned row in view")
}
