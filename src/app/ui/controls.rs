//! The controls of the editors: numbers, text, names that exist.

use egui::{ComboBox, DragValue, Slider, SliderClamping, TextEdit, Ui};

use super::fields::EditContext;
use crate::scenario::Metric;
use crate::scenario::reflect::FieldInfo;

/// A number: a slider where the range is narrow enough, else a field to drag or type in. What is out of range stays visible and is told.
pub fn number_ui(ui: &mut Ui, info: &FieldInfo, value: &mut f64, whole: bool) -> bool {
    let suffix = short_unit(info.unit);
    let digits = needed(*value);
    let (low, high) = slider_range(info);
    if low.is_finite() && high.is_finite() && high - low <= 1_000.0 {
        let slider = Slider::new(value, low..=high).clamping(SliderClamping::Never).suffix(suffix);
        let slider = if whole { slider.integer() } else { slider.max_decimals(decimals(high - low).max(digits)) };
        return ui.add(slider).changed();
    }
    let speed = (value.abs() * 0.01).max(if whole { 0.25 } else { 0.001 });
    let drag = DragValue::new(value).speed(speed).suffix(suffix);
    ui.add(if whole { drag.fixed_decimals(0) } else { drag.max_decimals(digits.max(4)) }).changed()
}

/// The slider's ends: the allowed range, but not so far beyond the plausible one that its middle is useless.
fn slider_range(info: &FieldInfo) -> (f64, f64) {
    let Some((from, to)) = info.plausible else { return (info.low, info.high) };
    let width = to - from;
    (info.low.max(from - width), info.high.min(to + width))
}

fn decimals(width: f64) -> usize {
    if width <= 0.02 {
        5
    } else if width <= 2.0 {
        3
    } else if width <= 20.0 {
        2
    } else {
        1
    }
}

/// Digits after the point that a value needs to be shown as it is: looking at a field must not round it.
fn needed(value: f64) -> usize {
    (0..8).find(|&digits| (value - format!("{value:.digits$}").parse::<f64>().unwrap_or(value)).abs() <= f64::EPSILON * value.abs()).unwrap_or(8)
}

/// Long units are in the hover text; short ones stand beside the number.
fn short_unit(unit: &str) -> String {
    if unit.is_empty() || unit.len() > 9 { String::new() } else { format!(" {unit}") }
}

/// Text, or a name picked from those that exist.
pub fn text_ui(ui: &mut Ui, label: egui::Id, context: &EditContext<'_>, path: &str, value: &mut String) -> bool {
    let pick: Option<Vec<(String, String)>> = if path.ends_with("experiment.baseline") {
        Some(context.variants.iter().map(|name| (name.clone(), name.clone())).collect())
    } else if path.ends_with("].channel") {
        Some(context.channels.iter().map(|name| (name.clone(), name.clone())).collect())
    } else if path.ends_with("].metric") {
        Some(Metric::ALL.iter().map(|metric| (metric.id().to_owned(), metric.label().to_owned())).collect())
    } else {
        None
    };
    let Some(options) = pick else {
        let long = path == "story";
        let field = if long { TextEdit::multiline(value).desired_rows(4) } else { TextEdit::singleline(value) };
        return ui.add(field.desired_width(ui.available_width())).labelled_by(label).changed();
    };
    let mut changed = false;
    let shown = options.iter().find(|(id, _)| id == value).map_or_else(|| format!("{value} (unknown)"), |(_, words)| words.clone());
    let combo = ComboBox::from_id_salt(path).selected_text(shown).width(ui.available_width().min(220.0)).show_ui(ui, |ui| {
        for (id, words) in &options {
            if ui.selectable_label(id == value, words).clicked() && id != value {
                value.clone_from(id);
                changed = true;
            }
        }
    });
    combo.response.labelled_by(label);
    changed
}

/// `SettingsPage` is "settings page".
pub fn words(name: &str) -> String {
    let mut text = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() && !text.is_empty() {
            text.push(' ');
        }
        text.extend(letter.to_lowercase());
    }
    text
}
