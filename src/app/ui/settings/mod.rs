//! Settings of the app: how it looks, how it is driven, what it may use, where it keeps things.

mod keys;

use egui::{Align, Checkbox, ComboBox, DragValue, Label, Layout, RichText, Slider, Ui, vec2};

use super::Commands;
use super::widgets::{columns_ui, command_button, labelled_button, screen_heading, weak};
use crate::app::command::Command;
use crate::app::plot::{card_ui, heading_ui};
use crate::app::settings::{AUTOSAVE, MEMORY, MOST_THREADS, SettingsStep, ZOOM};
use crate::app::state::{State, ThemeChoice};
use crate::app::tokens::{GAP, TARGET};

/// Width from which cards stand side by side.
const TWO_COLUMNS: f32 = 720.0;
/// Width of a setting's name.
const NAME: f32 = 130.0;

/// The screen.
pub fn settings_ui(ui: &mut Ui, state: &State, commands: &mut Commands) {
    screen_heading(ui, "Settings");
    ui.add_space(GAP);
    if ui.available_width() >= TWO_COLUMNS {
        columns_ui(ui, 2, 12.0, |ui, column| match column {
            0 => {
                looks_ui(ui, state, commands);
                ui.add_space(GAP);
                layout_ui(ui, state, commands);
            }
            _ => {
                work_ui(ui, state, commands);
                ui.add_space(GAP);
                files_ui(ui, state);
            }
        });
    } else {
        looks_ui(ui, state, commands);
        ui.add_space(GAP);
        work_ui(ui, state, commands);
        ui.add_space(GAP);
        files_ui(ui, state);
        ui.add_space(GAP);
        layout_ui(ui, state, commands);
    }
    ui.add_space(GAP);
    keys::keys_ui(ui, state, commands);
}

/// A name of fixed width, in the middle of its row.
fn name_ui<R>(ui: &mut Ui, width: f32, add: impl FnOnce(&mut Ui) -> R) -> R {
    let row = Layout::left_to_right(Align::Center);
    ui.allocate_ui_with_layout(vec2(width, TARGET), row, |ui| {
        ui.set_width(width);
        add(ui)
    })
    .inner
}

/// A setting: its name at the left, its control behind, a sentence below.
fn row_ui(ui: &mut Ui, name: &str, words: &str, add: impl FnOnce(&mut Ui, egui::Id)) {
    ui.horizontal(|ui| {
        let label = name_ui(ui, NAME, |ui| ui.label(name));
        add(ui, label.id);
    });
    if !words.is_empty() {
        ui.add(Label::new(RichText::new(words).text_style(egui::TextStyle::Small).color(crate::app::tokens::Palette::current(ui).weak)).wrap());
    }
    ui.add_space(2.0);
}

fn looks_ui(ui: &mut Ui, state: &State, commands: &mut Commands) {
    let settings = &state.settings;
    card_ui(ui, |ui| {
        heading_ui(ui, "Look and movement");
        row_ui(ui, "Colours", "High contrast draws every outline, with text at 7:1 or more.", |ui, label| {
            ComboBox::from_id_salt("theme")
                .selected_text(settings.theme.title())
                .width(200.0)
                .show_ui(ui, |ui| {
                    for theme in ThemeChoice::ALL {
                        if ui.selectable_label(theme == settings.theme, theme.title()).clicked() {
                            commands.push(Command::SetTheme(theme));
                        }
                    }
                })
                .response
                .labelled_by(label);
        });
        row_ui(ui, "Size of everything", "", |ui, label| {
            let mut percent = f64::from(settings.zoom) * 100.0;
            let range = f64::from(ZOOM.0) * 100.0..=f64::from(ZOOM.1) * 100.0;
            let drag = DragValue::new(&mut percent).range(range).speed(1.0).suffix(" %").max_decimals(0).update_while_editing(false);
            let drag = ui.add(drag).labelled_by(label);
            // Taken over when the pointer rests: the control itself moves with the size.
            if drag.changed() && !drag.dragged() || drag.drag_stopped() {
                commands.push(Command::Settings(SettingsStep::Zoom((percent / 100.0) as f32)));
            }
            labelled_button(ui, &Command::ZoomOut, "Smaller", true, commands);
            labelled_button(ui, &Command::ZoomIn, "Larger", true, commands);
            labelled_button(ui, &Command::ZoomReset, "Normal size", settings.zoom != 1.0, commands);
        });
        tick_ui(ui, settings.reduced_motion, "Reduced motion", SettingsStep::ReducedMotion, commands);
        tick_ui(ui, settings.letter_keys, "Single-letter keys", SettingsStep::LetterKeys, commands);
    });
}

/// A tick with its sentence.
fn tick_ui(ui: &mut Ui, is: bool, name: &str, step: fn(bool) -> SettingsStep, commands: &mut Commands) {
    let mut ticked = is;
    if ui.add(Checkbox::new(&mut ticked, name)).on_hover_text(step(is).tooltip()).changed() {
        commands.push(Command::Settings(step(ticked)));
    }
    weak(ui, step(is).tooltip());
}

fn work_ui(ui: &mut Ui, state: &State, commands: &mut Commands) {
    let settings = &state.settings;
    card_ui(ui, |ui| {
        heading_ui(ui, "Runs and saving");
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let known = format!("This machine has {cores} cores. Results are the same for any number of threads.");
        row_ui(ui, "Threads", &known, |ui, label| {
            let usual = settings.threads.is_none();
            let mut automatic = usual;
            if ui.checkbox(&mut automatic, "Automatic").on_hover_text("All cores but one, which stays free for the window.").changed() {
                commands.push(Command::Settings(SettingsStep::Threads(if automatic { None } else { Some(cores) })));
            }
            let mut threads = settings.threads.unwrap_or(cores);
            let drag = DragValue::new(&mut threads).range(1..=cores.max(2).min(MOST_THREADS)).speed(0.05);
            if ui.add_enabled(!usual, drag).labelled_by(label).changed() {
                commands.push(Command::Settings(SettingsStep::Threads(Some(threads))));
            }
        });
        row_ui(ui, "Memory limit", "A run that would need more says so before it starts.", |ui, label| {
            let mut gigabytes = settings.memory_gb;
            let drag = DragValue::new(&mut gigabytes).range(MEMORY.0..=MEMORY.1).speed(0.1).suffix(" GB").max_decimals(1);
            if ui.add(drag).labelled_by(label).changed() {
                commands.push(Command::Settings(SettingsStep::Memory(gigabytes)));
            }
        });
        let words = "Unsaved work goes to a journal 2 seconds after the last change. Work that never rests goes there after this time.";
        row_ui(ui, "Autosave after", words, |ui, label| {
            let mut seconds = settings.autosave_seconds;
            let slider = Slider::new(&mut seconds, AUTOSAVE.0..=AUTOSAVE.1).logarithmic(true).suffix(" s");
            if ui.add(slider).labelled_by(label).changed() {
                commands.push(Command::Settings(SettingsStep::Autosave(seconds)));
            }
        });
    });
}

fn files_ui(ui: &mut Ui, state: &State) {
    card_ui(ui, |ui| {
        heading_ui(ui, "Where things are");
        match &state.data_folder {
            Some(folder) => {
                ui.label("Data folder");
                ui.add(Label::new(RichText::new(folder.display().to_string()).monospace()).wrap().selectable(true));
                weak(ui, "Settings, recent files, earlier versions of saved scenarios, journals of work that is in no file yet.");
            }
            None => {
                weak(ui, "There is no data folder: nothing is kept between sittings.");
            }
        }
        ui.add_space(GAP);
        ui.label("No telemetry: the app never sends anything anywhere.");
    });
}

fn layout_ui(ui: &mut Ui, state: &State, commands: &mut Commands) {
    card_ui(ui, |ui| {
        heading_ui(ui, "Start over");
        ui.horizontal_wrapped(|ui| {
            command_button(ui, &Command::Settings(SettingsStep::ResetLayout), commands);
            let changed = state.settings != crate::app::settings::Settings::default();
            let step = SettingsStep::ResetAll;
            let label = step.label();
            labelled_button(ui, &Command::Settings(step), &label, changed, commands);
        });
        weak(ui, "Files and results are never touched by these.");
    });
}
