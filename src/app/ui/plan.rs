//! The plan: the question, the limits, the worlds, how many worlds can tell, and what a real test would need.

use egui::{CollapsingHeader, Label, RichText, Ui, vec2};

use super::Commands;
use super::fields::{EditContext, Editor};
use super::tasks::task_ui;
use super::widgets::{screen_heading, weak};
use crate::app::command::{Command, Edit};
use crate::app::plot::{Axis, Chart, card_ui, heading_ui, plot_ui, table_ui};
use crate::app::state::State;
use crate::app::tokens::{LINE, Palette};
use crate::app::view::{PlanView, family_words, hypotheses};
use crate::scenario::experiment::Experiment;
use crate::scenario::reflect::{FieldInfo, Record, Value};
use crate::scenario::{Node, Scenario};

/// Height of the plot.
const HEIGHT: f32 = 240.0;
/// Share of the distance to a limit that the plot reaches to.
const HIGHEST: f64 = 4.0;

/// The screen.
pub fn plan_ui(ui: &mut Ui, state: &State, commands: &mut Commands) {
    let mut draft = state.document.scenario().clone();
    let defaults = Node::of(&Scenario::default());
    let context = EditContext::new(state);
    let mut changed = None;
    let mut fields_ui = |ui: &mut Ui, taken: &dyn Fn(&str) -> bool| {
        let skipped: Vec<&str> = Experiment::FIELDS.iter().map(|field| field.name).filter(|name| !taken(name)).collect();
        let mut editor = Editor::new(ui, "experiment", defaults.field("experiment"), &context, &mut changed).without(&skipped);
        draft.experiment.visit(&FieldInfo::new("", ""), &mut editor);
    };
    card_ui(ui, |ui| {
        screen_heading(ui, "What is the question, and what will answer it?");
        let questions = hypotheses(state.document.scenario());
        if questions.is_empty() {
            ui.label("A comparison needs a second policy: duplicate the baseline under Variants.");
        }
        for question in &questions {
            ui.add(Label::new(question).wrap());
        }
    });
    ui.add_space(4.0);
    card_ui(ui, |ui| {
        heading_ui(ui, "What must not happen?");
        weak(ui, family_words(state.document.scenario()));
        fields_ui(ui, &|name| name == "guardrails");
    });
    ui.add_space(4.0);
    card_ui(ui, |ui| worlds_ui(ui, state, commands));
    if let Some((_, view)) = &state.plan.shown {
        ui.add_space(4.0);
        card_ui(ui, |ui| needs_ui(ui, view));
    }
    ui.add_space(4.0);
    card_ui(ui, |ui| {
        CollapsingHeader::new("Worlds and the real test")
            .id_salt("plan settings")
            .default_open(true)
            .show(ui, |ui| fields_ui(ui, &|name| name != "guardrails"));
    });
    if let Some(field) = changed {
        commands.push(Command::Edit(Edit { scenario: Box::new(draft), field }));
    }
}

fn worlds_ui(ui: &mut Ui, state: &State, commands: &mut Commands) {
    match &state.plan.shown {
        Some((revision, view)) => {
            let palette = Palette::current(ui);
            if *revision != state.document.revision() {
                ui.colored_label(palette.warning, "The scenario has changed since: fly the pilot again to see what holds now.");
            }
            ui.add(Label::new(RichText::new(&view.answer).color(palette.strong)).wrap());
            plot_ui(ui, state, "worlds", &view.text, commands, |ui| curves_ui(ui, view));
            weak(ui, &view.basis);
        }
        None => {
            heading_ui(ui, "How many worlds can tell?");
            ui.add(
                Label::new(
                    "A pilot of five worlds shows how much luck there is. From that follow the width of every guardrail's interval for any number of \
                     worlds, the minutes they take on this machine, and the people and weeks that a real test would need.",
                )
                .wrap(),
            );
        }
    }
    task_ui(ui, &state.plan, &Command::FlyPilot, "worlds", commands);
}

fn curves_ui(ui: &mut Ui, view: &PlanView) {
    let x = Axis { title: "worlds".into(), range: (5.0_f64.ln(), 200.0_f64.ln()), ticks: ticks() };
    let y = Axis::new("half-width over distance to the limit, less is better", (0.0, HIGHEST), 4, |value, _| format!("{value}"));
    let font = egui::TextStyle::Small.resolve(ui.style());
    let width = |name: &String| ui.painter().layout_no_wrap(name.clone(), font.clone(), egui::Color32::PLACEHOLDER).size().x;
    let names = view.curves.iter().map(|curve| width(&curve.name)).fold(60.0, f32::max);
    let (chart, _) = Chart::new(ui, vec2(ui.available_width(), HEIGHT), &x, &y, names + 24.0);
    chart.level(1.0, chart.palette.worse);
    if view.planned > 0.0 {
        chart.upright(view.planned.clamp(5.0, 200.0).ln(), "planned", chart.palette.link);
    }
    let mut ends = Vec::new();
    for curve in &view.curves {
        let look = chart.palette.look(curve.tag.variant, curve.tag.baseline);
        let cut = |share: f64| share.min(HIGHEST * 1.5);
        let band: Vec<[f64; 3]> = curve.points.iter().map(|(worlds, _, (low, high))| [worlds.ln(), cut(*low), cut(*high)]).collect();
        chart.band(&band, chart.palette.band(look.color, 0.10));
        let line: Vec<[f64; 2]> = curve.points.iter().map(|(worlds, share, _)| [worlds.ln(), cut(*share)]).collect();
        chart.line(&line, look, LINE);
        if let Some([_, share]) = line.last() {
            ends.push((share.min(HIGHEST), curve.name.clone(), look));
        }
    }
    chart.end_labels(&ends);
}

fn ticks() -> Vec<(f64, String)> {
    [5, 10, 20, 50, 100, 200].map(|worlds: u32| (f64::from(worlds).ln(), worlds.to_string())).to_vec()
}

fn needs_ui(ui: &mut Ui, view: &PlanView) {
    heading_ui(ui, "What would a real test need?");
    weak(ui, format!("{}; four times out of five it would find the effect of its days. From the pilot's own people and effects.", view.method));
    match &view.needs {
        Ok(needs) => {
            for (place, (name, table)) in needs.iter().enumerate() {
                ui.label(name);
                table_ui(ui, &format!("need {place}"), &format!("What a real test of {name} would need"), table);
            }
        }
        Err(reason) => {
            ui.label(reason);
        }
    }
}
