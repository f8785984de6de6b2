//! The report card: findings with their verdicts, and one of them opened up, each comparison with its band.

use egui::accesskit::Role;
use egui::{Button, Color32, Frame, Label, Margin, Panel, Rect, RichText, ScrollArea, Sense, Stroke, TextStyle, Ui, UiBuilder, pos2, vec2};

use super::Commands;
use super::tasks::task_ui;
use super::widgets::{screen_heading, weak};
use crate::app::command::Command;
use crate::app::plot::{card_ui, finding_mark_ui, heading_ui};
use crate::app::state::State;
use crate::app::tokens::{MARKER, Palette, TARGET, THIN, title_style};
use crate::app::view::{CardView, FindingPanel, Measure};
use crate::calibrate::{FINDINGS, Verdict};

/// The screen.
pub fn card_screen_ui(ui: &mut Ui, state: &State, commands: &mut Commands) {
    let plain = Frame::new().inner_margin(Margin::symmetric(8, 0));
    head_ui(ui, state, commands);
    let Some((_, view)) = &state.card.shown else { return };
    ui.add_space(6.0);
    Panel::left("finding list").resizable(false).exact_size(330.0).frame(plain).show(ui, |ui| {
        ScrollArea::vertical().id_salt("finding list scroll").auto_shrink([false, false]).show(ui, |ui| list_ui(ui, state, view, commands));
    });
    egui::CentralPanel::default().frame(plain).show(ui, |ui| {
        ScrollArea::vertical().id_salt(("finding", state.selection.finding)).auto_shrink([false, false]).show(ui, |ui| {
            if let Some(finding) = view.findings.get(state.selection.finding) {
                finding_ui(ui, finding);
            }
        });
    });
}

fn head_ui(ui: &mut Ui, state: &State, commands: &mut Commands) {
    card_ui(ui, |ui| {
        let palette = Palette::current(ui);
        match &state.card.shown {
            Some((_, view)) => {
                ui.add(Label::new(RichText::new(&view.sentence).text_style(title_style()).color(palette.strong)).wrap());
                weak(ui, &view.basis);
            }
            None => {
                screen_heading(ui, "Published findings, flown");
                ui.add(
                    Label::new(format!(
                        "{} published findings are bundled as data. Each is flown as an experiment in this engine with the default model, and \
                         compared with what was published. It is a report card, not a wall: what does not come out stays on it.",
                        FINDINGS.len()
                    ))
                    .wrap(),
                );
            }
        }
        task_ui(ui, &state.card, &Command::FlyCard, "conditions", commands);
    });
}

fn list_ui(ui: &mut Ui, state: &State, view: &CardView, commands: &mut Commands) {
    let mut only = state.selection.only_open;
    if ui.checkbox(&mut only, Command::ToggleOpenFindings.label()).on_hover_text(Command::ToggleOpenFindings.tooltip()).clicked() {
        commands.push(Command::ToggleOpenFindings);
    }
    ui.spacing_mut().item_spacing.y = 2.0;
    let shown = view.findings.iter().enumerate().filter(|(_, finding)| !state.selection.only_open || finding.worst != Verdict::Inside);
    for (place, finding) in shown {
        ui.horizontal(|ui| {
            finding_mark_ui(ui, finding.worst);
            let words = format!("{}  {}", finding.id, finding.title);
            let width = (ui.available_width() - 62.0).max(60.0);
            let button = Button::selectable(state.selection.finding == place, (words, egui::Atom::grow())).truncate().min_size(vec2(width, TARGET));
            ui.allocate_ui_with_layout(vec2(width, TARGET), egui::Layout::left_to_right(egui::Align::Center), |ui| {
                if ui.add(button).on_hover_text(format!("{}: {} inside", finding.title, finding.inside)).clicked() {
                    commands.push(Command::SelectFinding(place));
                }
            });
            weak(ui, &finding.inside);
        });
    }
}

fn finding_ui(ui: &mut Ui, finding: &FindingPanel) {
    card_ui(ui, |ui| {
        heading_ui(ui, &format!("{}: {}", finding.id, finding.title));
        weak(ui, &finding.source);
        ui.add(Label::new(&finding.published).wrap());
        if !finding.note.is_empty() {
            weak(ui, format!("How it is flown: {}", finding.note));
        }
        weak(ui, &finding.size);
    });
    for measure in &finding.measures {
        ui.add_space(4.0);
        card_ui(ui, |ui| measure_ui(ui, measure));
    }
    ui.add_space(4.0);
    weak(
        ui,
        "Shaded: what is inside. Dot and line: the mean over worlds and its 95% interval. Each comparison has a scale of its own. A band is no source: \
         beside each stands whether it is a published figure with room around it, a published direction, or a choice of the makers.",
    );
}

fn measure_ui(ui: &mut Ui, measure: &Measure) {
    let row = &measure.row;
    ui.horizontal_wrapped(|ui| {
        finding_mark_ui(ui, row.verdict);
        ui.label(RichText::new(row.verdict.words()).strong());
        ui.label(&row.label);
    });
    let said = format!("{}: {}. Expected {}, found {}.", row.label, row.verdict.words(), row.expected, row.found);
    ui.scope_builder(UiBuilder::new().accessibility_role(Role::Image).accessibility_label(said), |ui| strip_ui(ui, measure));
    ui.add(Label::new(format!("Found {}. Expected {}.", row.found, row.expected)).wrap());
    weak(ui, format!("{} ({})", row.amount, row.origin));
    if !row.reason.is_empty() {
        ui.add(Label::new(RichText::new(&row.reason).text_style(TextStyle::Small)).wrap());
    }
}

/// Band, interval and mean on one line.
fn strip_ui(ui: &mut Ui, measure: &Measure) {
    let palette = Palette::current(ui);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width().min(560.0), 22.0), Sense::hover());
    let painter = ui.painter_at(rect);
    let (low, high) = measure.scale;
    let x = |value: f64| rect.left() + ((value - low) / (high - low).max(f64::MIN_POSITIVE)).clamp(0.0, 1.0) as f32 * rect.width();
    let middle = rect.center().y;
    painter.line_segment([pos2(rect.left(), middle), pos2(rect.right(), middle)], Stroke::new(1.0, palette.grid));
    let (from, to) = (measure.band.0.map_or(rect.left(), x), measure.band.1.map_or(rect.right(), x));
    let area = Rect::from_min_max(pos2(from, rect.top() + 2.0), pos2(to.max(from + 2.0), rect.bottom() - 2.0));
    painter.rect_filled(area, 2.0, palette.band(palette.axis, 0.35));
    painter.rect_stroke(area, 2.0, Stroke::new(1.0, palette.axis), egui::StrokeKind::Inside);
    let color: Color32 = palette.strong;
    if let Some((from, to)) = measure.interval {
        painter.line_segment([pos2(x(from), middle), pos2(x(to), middle)], Stroke::new(THIN * 1.5, color));
    }
    if let Some(mean) = measure.mean {
        painter.circle_filled(pos2(x(mean), middle), MARKER, color);
    }
}
