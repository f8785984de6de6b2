//! The shares of segments beside each other, with a lock each: moving one moves the unlocked others.

use egui::{Button, Grid, RichText, Slider, SliderClamping, Ui, vec2};

use super::Commands;
use super::widgets::weak;
use crate::app::command::Command;
use crate::app::looks::LookStep;
use crate::app::plot::heading_ui;
use crate::app::shares::rebalanced;
use crate::app::state::State;
use crate::app::tokens::{Palette, TARGET};
use crate::experiment::format_count;
use crate::scenario::Scenario;

/// The editor of shares. Changes the draft; the path of the moved share is put into `changed`.
pub fn shares_ui(ui: &mut Ui, state: &State, draft: &mut Scenario, changed: &mut Option<String>, commands: &mut Commands) {
    let locked: Vec<bool> = draft.population.segments.iter().map(|segment| state.looks.locked.contains(&segment.name)).collect();
    let shares: Vec<f64> = draft.population.segments.iter().map(|segment| segment.share).collect();
    heading_ui(ui, "Shares of the segments");
    weak(ui, "They sum to 100%: moving one moves the others that are not locked, in proportion.");
    let mut moved = None;
    Grid::new("shares").num_columns(4).spacing(vec2(10.0, 4.0)).show(ui, |ui| {
        for (place, segment) in draft.population.segments.iter().enumerate() {
            let label = ui.label(&segment.name);
            let mut percent = 100.0 * segment.share;
            let is_locked = locked.get(place) == Some(&true);
            let others = locked.iter().enumerate().filter(|(other, locked)| *other != place && !**locked).count();
            ui.spacing_mut().slider_width = 150.0;
            // Only what a person enters is rounded: a share that is merely shown must not move the others.
            let slider = Slider::new(&mut percent, 0.0..=100.0).clamping(SliderClamping::Edits).max_decimals(1).suffix("%");
            let slider = ui.label_inputs_by(label.id, |ui| ui.add_enabled(!is_locked && others > 0, slider));
            if slider.changed() {
                moved = Some((place, percent / 100.0));
            }
            let command = Command::Look(LookStep::ToggleLock(segment.name.clone()));
            let words = if is_locked { "Locked" } else { "Lock" };
            let lock = ui.add(Button::new(words).selected(is_locked).min_size(vec2(58.0, TARGET))).on_hover_text(command.tooltip());
            if lock.accessible_name(format!("Lock share of {}", segment.name)).clicked() {
                commands.push(command);
            }
            let people = (draft.population.customers as f64 * segment.share).round() as u64;
            weak(ui, format!("about {} people", format_count(people)));
            ui.end_row();
        }
    });
    let sum: f64 = shares.iter().sum();
    let palette = Palette::current(ui);
    let color = if (sum - 1.0).abs() < 1e-9 { palette.weak } else { palette.warning };
    ui.label(RichText::new(format!("Together {:.1}%", 100.0 * sum)).text_style(egui::TextStyle::Small).color(color));
    if let Some((place, to)) = moved {
        for (segment, share) in draft.population.segments.iter_mut().zip(rebalanced(&shares, &locked, place, to)) {
            segment.share = share;
        }
        *changed = Some(format!("population.segments[{place}].share"));
    }
}
