//! What varies: one or two settings with their values, the size of each point, and the button that flies the map.

use egui::{Button, DragValue, Label, ProgressBar, RichText, ScrollArea, TextEdit, TextStyle, Ui, vec2};

use super::super::Commands;
use super::super::widgets::{labelled_button, make_room, primary_button, weak};
use crate::app::command::Command;
use crate::app::state::State;
use crate::app::tokens::{Palette, TARGET};
use crate::app::view::{SettingChoice, clipped, expected_text, setting_title};
use crate::app::what_if::{Knob, KnobRange, MOST_KNOBS, MapStep, Rate};
use crate::experiment::usual_sweep_size;
use crate::simulate::customer_days;

/// Room for both ends of a range and the number of values.
const RANGE_WIDTH: f32 = 330.0;

/// Settings of the list that are shown at a time.
const LISTED: usize = 60;

/// What varies, and how it is flown.
pub fn setup_ui(ui: &mut Ui, state: &State, commands: &mut Commands) {
    let map = &state.what_if;
    let choices = map.choices.as_ref().map(|(_, choices)| choices.as_slice()).unwrap_or_default();
    for (place, knob) in map.knobs.iter().enumerate() {
        knob_ui(ui, place, knob, choices, map.knobs.len(), commands);
        if map.listing == Some(place) {
            list_ui(ui, &map.find, choices, commands);
        }
    }
    ui.horizontal_wrapped(|ui| {
        if map.knobs.len() < MOST_KNOBS {
            let add = Command::Map(MapStep::AddSetting);
            labelled_button(ui, &add, &add.label(), true, commands);
        }
        size_ui(ui, state, commands);
    });
    fly_ui(ui, state, commands);
}

fn knob_ui(ui: &mut Ui, place: usize, knob: &Knob, choices: &[SettingChoice], count: usize, commands: &mut Commands) {
    let palette = Palette::current(ui);
    let number = place + 1;
    let known = choices.iter().find(|choice| choice.path == knob.path.trim());
    ui.add_space(4.0);
    ui.horizontal_wrapped(|ui| {
        ui.label(format!("Setting {number}"));
        let title = clipped(&setting_title(choices, knob.path.trim()));
        let title = ui.add(Label::new(RichText::new(title).color(palette.strong)).truncate());
        if let Some(choice) = known {
            title.on_hover_text(&choice.meaning);
            weak(ui, format!("here {}", choice.range));
        }
    });
    ui.horizontal_wrapped(|ui| {
        let list = Command::Map(MapStep::ToggleList(place));
        labelled_button(ui, &list, &list.label(), true, commands).accessible_name(format!("Choose setting {number}"));
        let mut path = knob.path.clone();
        let width = (ui.available_width() - 30.0).clamp(120.0, 340.0);
        let field = ui.add(TextEdit::singleline(&mut path).desired_width(width)).on_hover_text(MapStep::SetPath(place, String::new()).tooltip());
        if field.accessible_name(format!("Path of setting {number}")).changed() {
            commands.push(Command::Map(MapStep::SetPath(place, path)));
        }
        ui.label("Values");
        let mut values = knob.values.clone();
        let field = ui.add(TextEdit::singleline(&mut values).desired_width(130.0)).on_hover_text(MapStep::SetValues(place, String::new()).tooltip());
        if field.accessible_name(format!("Values of setting {number}")).changed() {
            commands.push(Command::Map(MapStep::SetValues(place, values)));
        }
        if let Some(range) = knob.range() {
            range_ui(ui, place, range, commands);
        }
        if count > 1 {
            let remove = Command::Map(MapStep::RemoveSetting(place));
            labelled_button(ui, &remove, &remove.label(), true, commands).accessible_name(format!("Take setting {number} away"));
        }
    });
}

fn range_ui(ui: &mut Ui, place: usize, range: KnobRange, commands: &mut Commands) {
    let number = place + 1;
    let speed = ((range.high - range.low).abs() * 0.01).max(1e-4);
    let mut new = range;
    make_room(ui, RANGE_WIDTH);
    ui.horizontal(|ui| {
        ui.label("from");
        let mut changed = ui.add(DragValue::new(&mut new.low).speed(speed)).accessible_name(format!("From, setting {number}")).changed();
        ui.label("to");
        changed |= ui.add(DragValue::new(&mut new.high).speed(speed)).accessible_name(format!("To, setting {number}")).changed();
        ui.label("in");
        let steps = DragValue::new(&mut new.steps).range(1..=200).speed(0.1);
        changed |= ui.add(steps).accessible_name(format!("Number of values, setting {number}")).changed();
        if changed && new != range {
            commands.push(Command::Map(MapStep::SetValues(place, new.text())));
        }
    });
}

fn list_ui(ui: &mut Ui, find: &str, choices: &[SettingChoice], commands: &mut Commands) {
    let mut words = find.to_owned();
    let field = ui.add(TextEdit::singleline(&mut words).hint_text("Words of its name or meaning").desired_width(320.0));
    if field.accessible_name("Find a setting").changed() {
        commands.push(Command::Map(MapStep::Find(words)));
    }
    let found: Vec<&SettingChoice> = choices.iter().filter(|choice| choice.matches(find)).collect();
    ScrollArea::vertical().id_salt("settings list").max_height(190.0).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        for choice in found.iter().take(LISTED) {
            let small = RichText::new(clipped(&choice.range)).text_style(TextStyle::Small);
            let button =
                Button::new((clipped(&choice.title), egui::Atom::grow(), small)).truncate().min_size(vec2(ui.available_width() - 12.0, TARGET));
            let response = ui.add(button).on_hover_text(&choice.meaning).accessible_name(format!("Vary {}", choice.title));
            if response.clicked() {
                commands.push(Command::Map(MapStep::Choose(choice.path.clone())));
            }
        }
    });
    weak(
        ui,
        match found.len() {
            0 => "No setting has these words.".to_owned(),
            count if count > LISTED => format!("{LISTED} of {count} settings: more words show fewer."),
            count => format!("{count} settings."),
        },
    );
}

fn size_ui(ui: &mut Ui, state: &State, commands: &mut Commands) {
    let (worlds, people) = state.what_if.size.unwrap_or_else(|| usual_sweep_size(state.document.scenario()));
    let (mut new_worlds, mut new_people) = (worlds, people);
    ui.label("Each point:");
    ui.add(DragValue::new(&mut new_worlds).range(1..=1_000).speed(0.1)).accessible_name("Worlds of each point");
    ui.label("worlds of");
    ui.add(DragValue::new(&mut new_people).range(1..=1_000_000).speed(10.0)).accessible_name("People in each world");
    ui.label("people").on_hover_text(MapStep::SetSize(0, 0).tooltip());
    if (new_worlds, new_people) != (worlds, people) {
        commands.push(Command::Map(MapStep::SetSize(new_worlds, new_people)));
    }
}

fn fly_ui(ui: &mut Ui, state: &State, commands: &mut Commands) {
    let palette = Palette::current(ui);
    let map = &state.what_if;
    ui.add_space(4.0);
    if let Some(flight) = &map.flight {
        progress_ui(ui, state, flight.errand.is_stopping(), commands);
        return;
    }
    let fly = Command::Map(MapStep::Fly);
    match &map.planned.plan {
        Some(Ok(plan)) => {
            let (points, known) = (plan.points.len(), map.planned.known);
            let left = points - known.min(points);
            let label = if map.planned.shown && known > 0 { "Fly the rest" } else { "Fly the map" };
            ui.horizontal_wrapped(|ui| {
                primary_button(ui, &fly, label, left > 0, commands);
                let already = if known > 0 { format!(", {known} known already") } else { String::new() };
                let days = customer_days(&plan.scenario) as f64 * plan.scenario.experiment.worlds as f64 * left as f64;
                let time = match &map.rate {
                    Rate::Known(Some(rate)) if left > 0 => format!(", {} on this machine", expected_text(days / rate)),
                    _ => String::new(),
                };
                weak(ui, format!("{points} {}{already}{time}", if points == 1 { "point" } else { "points" }));
            });
            if map.planned.shown && left > 0 {
                let words = format!("Stopped: {known} of {points} points are flown and kept. The rest can be flown any time.");
                ui.add(Label::new(RichText::new(words).color(palette.warning)).wrap());
            }
        }
        Some(Err(problem)) => {
            primary_button(ui, &fly, "Fly the map", false, commands);
            ui.add(Label::new(RichText::new(problem).color(palette.error)).wrap());
        }
        None => {}
    }
    if let Some(problem) = &map.problem {
        let words = format!("The map stopped: {problem}. Points that are flown are kept; your scenario is safe.");
        ui.add(Label::new(RichText::new(words).color(palette.error)).wrap());
    }
}

fn progress_ui(ui: &mut Ui, state: &State, stopping: bool, commands: &mut Commands) {
    let map = &state.what_if;
    let (Some(flight), Some(sweep)) = (&map.flight, &map.sweep) else { return };
    let (done, of) = (sweep.done(), sweep.points.len());
    ui.horizontal_wrapped(|ui| {
        let fill = Palette::current(ui).link;
        ui.add(ProgressBar::new(done as f32 / of.max(1) as f32).fill(fill).desired_width(260.0).desired_height(10.0).animate(false))
            .accessible_name("Share of the map that is flown");
        let new = done.saturating_sub(flight.known);
        let left = if new > 0 {
            let seconds = flight.begun.elapsed().as_secs_f64() * (of - done.min(of)) as f64 / new as f64;
            format!(", {} left", expected_text(seconds))
        } else {
            String::new()
        };
        weak(ui, format!("{done} of {of} points{left}"));
        if stopping {
            weak(ui, "Stopping");
        } else {
            let stop = Command::Map(MapStep::Stop);
            labelled_button(ui, &stop, &stop.label(), true, commands);
        }
    });
}
