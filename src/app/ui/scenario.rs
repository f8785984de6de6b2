//! The scenario screen: every setting but the variants and the plan, which have screens of their own.

use egui::{CollapsingHeader, RichText, TextStyle, Ui};

use super::Commands;
use super::fields::{EditContext, Editor, finding_ui};
use super::people::people_ui;
use super::shares::shares_ui;
use super::widgets::{block_ui, screen_heading, weak};
use crate::app::command::{Command, Edit};
use crate::app::plot::{card_ui, heading_ui};
use crate::app::shares::follow_edit;
use crate::app::state::State;
use crate::app::tokens::{Palette, SECTION};
use crate::app::view;
use crate::scenario::reflect::{FieldInfo, Record, Value};
use crate::scenario::{Node, Scenario};
use crate::simulate::customer_days;

/// Parts of the scenario with a card of their own, and whether they are open at first.
const PARTS: [(&str, &str, bool); 5] = [
    ("population", "People", true),
    ("catalog", "Catalog", false),
    ("channels", "Channels", false),
    ("signals", "Signals", false),
    ("behavior", "How people behave", false),
];

/// The scenario screen.
pub fn scenario_ui(ui: &mut Ui, state: &State, commands: &mut Commands) {
    let width = ui.available_width();
    if width < 1_000.0 {
        let palette = Palette::current(ui);
        let title = RichText::new("The people, before any run").text_style(crate::app::tokens::title_style()).color(palette.strong);
        CollapsingHeader::new(title).id_salt("people preview").show(ui, |ui| people_ui(ui, state, commands));
        form_ui(ui, state, commands);
        return;
    }
    let preview = 400.0;
    ui.horizontal_top(|ui| {
        block_ui(ui, width - preview - 8.0, |ui| form_ui(ui, state, commands));
        block_ui(ui, preview, |ui| people_ui(ui, state, commands));
    });
}

fn form_ui(ui: &mut Ui, state: &State, commands: &mut Commands) {
    let mut draft = state.document.scenario().clone();
    let defaults = Node::of(&Scenario::default());
    let context = EditContext::new(state);
    let mut changed = None;
    screen_heading(ui, "Scenario");
    let worlds = draft.experiment.worlds;
    let days = customer_days(&draft) as f64 * worlds as f64;
    let run = if worlds == 1 { "A run of one world".to_owned() } else { format!("A run of {worlds} worlds") };
    weak(ui, format!("{}. {run} simulates {} customer-days, the twin without recommender included.", view::summary(&draft), view::grouped(days)));
    for finding in state.derived.findings.iter().filter(|finding| finding.path.is_empty()) {
        finding_ui(ui, finding);
    }
    ui.add_space(SECTION / 2.0);
    card_ui(ui, |ui| {
        heading_ui(ui, "What it is about");
        let skip = ["version", "population", "catalog", "channels", "signals", "variants", "behavior", "experiment"];
        let mut editor = Editor::new(ui, "", Some(&defaults), &context, &mut changed).without(&skip);
        draft.visit(&FieldInfo::new("", ""), &mut editor);
    });
    for (name, title, open) in PARTS {
        let Some(info) = Scenario::FIELDS.iter().find(|field| field.name == name) else { continue };
        let default = defaults.field(name);
        ui.add_space(4.0);
        card_ui(ui, |ui| {
            let palette = Palette::current(ui);
            let title = RichText::new(title).text_style(crate::app::tokens::title_style()).color(palette.strong);
            let broken =
                state.derived.findings.iter().any(|finding| finding.path.starts_with(name) && finding.severity == crate::scenario::Severity::Error);
            CollapsingHeader::new(title).id_salt(("part", name)).default_open(open).open((broken || context.leads_to(name)).then_some(true)).show(
                ui,
                |ui| {
                    ui.label(RichText::new(info.text()).text_style(TextStyle::Small).color(palette.weak));
                    if name == "population" {
                        shares_ui(ui, state, &mut draft, &mut changed, commands);
                        ui.add_space(SECTION / 2.0);
                    }
                    part_ui(ui, &mut draft, name, default, &context, &mut changed);
                },
            );
        });
    }
    if let Some(field) = changed {
        follow_edit(&mut draft, state.document.scenario(), &field, |name| state.looks.locked.contains(name));
        commands.push(Command::Edit(Edit { scenario: Box::new(draft), field }));
    }
}

fn part_ui(ui: &mut Ui, draft: &mut Scenario, name: &str, default: Option<&Node>, context: &EditContext<'_>, changed: &mut Option<String>) {
    let bare = FieldInfo::new("", "");
    let mut editor = Editor::new(ui, name, default, context, changed);
    match name {
        "population" => draft.population.visit(&bare, &mut editor),
        "catalog" => draft.catalog.visit(&bare, &mut editor),
        "channels" => draft.channels.visit(&bare, &mut editor),
        "signals" => draft.signals.visit(&bare, &mut editor),
        "behavior" => draft.behavior.visit(&bare, &mut editor),
        _ => {}
    }
}
