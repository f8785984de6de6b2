//! The variants screen: the list, the form of the selected one, what differs from the baseline, and a sketch of what follows.

use egui::{CollapsingHeader, Layout, Panel, RichText, ScrollArea, TextStyle, Ui, vec2};

use super::Commands;
use super::fields::{EditContext, Editor};
use super::sketch::sketch_ui;
use super::widgets::{command_button, labelled_button, screen_heading, weak};
use crate::app::command::{Command, Edit};
use crate::app::looks::LookStep;
use crate::app::plot::{heading_ui, marker, stroke_line};
use crate::app::state::State;
use crate::app::tokens::{LINE, Palette, SECTION, TARGET};
use crate::experiment::variant_letter;
use crate::scenario::policy::Variant;
use crate::scenario::reflect::{FieldInfo, Value};
use crate::scenario::{Node, Scenario};

/// Width, in points, below which nothing stands side by side.
const NARROW: f32 = 820.0;
/// Width of the eye.
const EYE: f32 = 24.0;

/// The variants screen.
pub fn variants_ui(ui: &mut Ui, state: &State, commands: &mut Commands) {
    let plain = egui::Frame::new().inner_margin(egui::Margin::symmetric(8, 0));
    let width = ui.available_width();
    if width < NARROW {
        ScrollArea::vertical().id_salt("variant form").auto_shrink([false, false]).show(ui, |ui| {
            list_ui(ui, state, commands);
            CollapsingHeader::new("Against the baseline, and a sketch").id_salt("variant sketch").show(ui, |ui| {
                difference_ui(ui, state);
                sketch_ui(ui, state, commands);
            });
            ui.separator();
            form_ui(ui, state, commands);
        });
        return;
    }
    let wide = width > 1_000.0;
    Panel::left("variant list").resizable(false).exact_size(if wide { 210.0 } else { 186.0 }).frame(plain).show(ui, |ui| {
        list_ui(ui, state, commands);
    });
    Panel::right("sketch").resizable(false).exact_size(if wide { 380.0 } else { 244.0 }).frame(plain).show(ui, |ui| {
        ScrollArea::vertical().id_salt("sketch scroll").auto_shrink([false, false]).show(ui, |ui| {
            difference_ui(ui, state);
            ui.add_space(SECTION);
            sketch_ui(ui, state, commands);
        });
    });
    egui::CentralPanel::default().frame(plain).show(ui, |ui| {
        ScrollArea::vertical().id_salt("variant form").auto_shrink([false, false]).show(ui, |ui| form_ui(ui, state, commands));
    });
}

/// Index of the baseline among the variants of a run (the twin is 0).
fn baseline(scenario: &Scenario) -> usize {
    scenario.variants.iter().position(|variant| variant.name == scenario.experiment.baseline).map_or(0, |index| index + 1)
}

fn list_ui(ui: &mut Ui, state: &State, commands: &mut Commands) {
    screen_heading(ui, "Variants");
    let scenario = state.document.scenario();
    let baseline = baseline(scenario);
    let palette = Palette::current(ui);
    for (index, variant) in scenario.variants.iter().enumerate() {
        let selected = state.selection.variant == index;
        let look = palette.look(index + 1, baseline);
        let letter = variant_letter(index + 1, baseline);
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 4.0;
            let (rect, _) = ui.allocate_exact_size(vec2(24.0, TARGET), egui::Sense::hover());
            ui.painter().extend(stroke_line(&[rect.left_center(), rect.right_center()], look.dash, egui::Stroke::new(LINE, look.color)));
            marker(ui.painter(), rect.center(), 4.0, look, true);
            let words = format!("{letter} {}", variant.name);
            if index + 1 == baseline {
                star_ui(ui);
            }
            let eye = if index + 1 == baseline { 0.0 } else { EYE + 4.0 };
            let width = ui.available_width() - eye;
            let button = egui::Button::selectable(selected, (words, egui::Atom::grow())).truncate();
            if ui
                .add_sized(vec2(width, TARGET), button)
                .on_hover_text(if variant.note.is_empty() { variant.name.clone() } else { format!("{}: {}", variant.name, variant.note) })
                .clicked()
            {
                commands.push(Command::SelectVariant(index));
            }
            if index + 1 != baseline {
                eye_ui(ui, &variant.name, &letter, !state.looks.hidden.contains(&variant.name), commands);
            }
        });
        for flag in state.derived.flags.get(index).map_or(&[][..], Vec::as_slice) {
            let words = RichText::new(format!("! {}", flag.short)).text_style(TextStyle::Small).color(palette.warning);
            ui.add(egui::Label::new(words).wrap()).on_hover_text(&flag.long);
        }
    }
    weak(ui, "A twin without recommender is always flown beside these.");
    ui.add_space(SECTION / 2.0);
    command_button(ui, &Command::DuplicateVariant, commands);
    labelled_button(ui, &Command::MakeBaseline, "Make it the baseline", state.selection.variant + 1 != baseline, commands);
    ui.add_space(SECTION);
    labelled_button(ui, &Command::RemoveVariant, "Remove variant", scenario.variants.len() > 1, commands);
    if scenario.variants.len() == 1 {
        ui.add_space(SECTION);
        ui.label("A comparison needs a second policy. Duplicate the baseline?");
    }
}

/// The eye of a variant: open where plots show it, closed where they leave it out.
fn eye_ui(ui: &mut Ui, name: &str, letter: &str, open: bool, commands: &mut Commands) {
    let palette = Palette::current(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(EYE, TARGET), egui::Sense::click());
    let color = if open { palette.text } else { palette.weak };
    let stroke = egui::Stroke::new(1.5, color);
    let (wide, high) = (8.0, if open { 5.0 } else { -4.0 });
    let lid = |sign: f32| -> Vec<egui::Pos2> {
        (0..=12)
            .map(|step| {
                let share = step as f32 / 12.0;
                rect.center() + vec2(wide * (2.0 * share - 1.0), sign * high * (std::f32::consts::PI * share).sin())
            })
            .collect()
    };
    ui.painter().add(egui::Shape::line(lid(-1.0), stroke));
    if open {
        ui.painter().add(egui::Shape::line(lid(1.0), stroke));
        ui.painter().circle_filled(rect.center(), 2.4, color);
    } else {
        // Lashes under a closed lid.
        for (from, to) in [(vec2(-5.0, 3.0), vec2(-6.5, 6.0)), (vec2(0.0, 4.5), vec2(0.0, 7.5)), (vec2(5.0, 3.0), vec2(6.5, 6.0))] {
            ui.painter().line_segment([rect.center() + from, rect.center() + to], stroke);
        }
    }
    if response.hovered() || response.has_focus() {
        ui.painter().rect_stroke(rect, 3.0, egui::Stroke::new(1.0, palette.link), egui::StrokeKind::Inside);
    }
    let step = Command::Look(LookStep::ToggleShown(name.to_owned()));
    let words = format!("{} {letter} {name}", if open { "Hide" } else { "Show" });
    response.widget_info(|| egui::WidgetInfo::selected(egui::accesskit::Role::Button, true, open, &words));
    if response.on_hover_text(step.tooltip()).clicked() {
        commands.push(step);
    }
}

/// The star of the baseline.
fn star_ui(ui: &mut Ui) {
    let palette = Palette::current(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(14.0, TARGET), egui::Sense::hover());
    let corner = |point: usize| {
        let angle = std::f32::consts::TAU * (point as f32 / 10.0 - 0.25);
        rect.center() + vec2(angle.cos(), angle.sin()) * if point.is_multiple_of(2) { 7.0 } else { 3.0 }
    };
    let mut mesh = egui::Mesh::default();
    mesh.colored_vertex(rect.center(), palette.strong);
    for point in 0..10 {
        mesh.colored_vertex(corner(point), palette.strong);
        mesh.add_triangle(0, 1 + point as u32, 1 + (point as u32 + 1) % 10);
    }
    ui.painter().add(egui::Shape::mesh(mesh));
    response.on_hover_text("The baseline: the others are compared with it.");
}

fn form_ui(ui: &mut Ui, state: &State, commands: &mut Commands) {
    let mut draft = state.document.scenario().clone();
    let context = EditContext::new(state);
    let defaults = Node::of(&Variant::default());
    let index = state.selection.variant;
    let mut changed = None;
    let Some(variant) = draft.variants.get_mut(index) else { return };
    heading_ui(ui, &format!("Policy of \"{}\"", variant.name));
    for flag in state.derived.flags.get(index).map_or(&[][..], Vec::as_slice) {
        let color = Palette::current(ui).warning;
        ui.add(egui::Label::new(RichText::new(format!("! {}", flag.long)).text_style(TextStyle::Small).color(color)).wrap());
    }
    let path = format!("variants[{index}]");
    {
        let mut editor = Editor::new(ui, &path, Some(&defaults), &context, &mut changed).without(&["policy"]);
        variant.visit(&FieldInfo::new("", ""), &mut editor);
    }
    let policy_path = format!("{path}.policy");
    let mut editor = Editor::new(ui, &policy_path, defaults.field("policy"), &context, &mut changed);
    variant.policy.visit(&FieldInfo::new("", ""), &mut editor);
    if let Some(field) = changed {
        commands.push(Command::Edit(Edit { scenario: Box::new(draft), field }));
    }
}

fn difference_ui(ui: &mut Ui, state: &State) {
    let scenario = state.document.scenario();
    let index = state.selection.variant;
    heading_ui(ui, "Against the baseline");
    if index + 1 == baseline(scenario) {
        weak(ui, "This is the baseline: the others are compared with it.");
        return;
    }
    let differences = state.derived.differences.get(index).map_or(&[][..], Vec::as_slice);
    if differences.is_empty() {
        ui.label("No difference: this variant would do the same as the baseline.");
    }
    ui.with_layout(Layout::top_down(egui::Align::Min), |ui| {
        for difference in differences {
            ui.add(egui::Label::new(RichText::new(difference).text_style(TextStyle::Body)).wrap());
        }
    });
}
