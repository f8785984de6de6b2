//! Long work beside the run: its button, how far it is, and why there is nothing.

use egui::{ProgressBar, Ui};

use super::Commands;
use super::widgets::{command_button, primary_button, weak};
use crate::app::command::Command;
use crate::app::state::Task;
use crate::app::tokens::Palette;

/// The button that starts work, or its progress with a button that stops it.
pub fn task_ui<T: Send + 'static, V>(ui: &mut Ui, task: &Task<T, V>, start: &Command, parts: &str, commands: &mut Commands) {
    stoppable_task_ui(ui, task, (start, &Command::StopTask), parts, commands);
}

/// The same with a stop of its own, where a screen has more than one work.
pub fn stoppable_task_ui<T: Send + 'static, V>(
    ui: &mut Ui,
    task: &Task<T, V>,
    (start, stop): (&Command, &Command),
    parts: &str,
    commands: &mut Commands,
) {
    match &task.errand {
        Some(errand) => {
            let (done, of) = task.progress;
            ui.horizontal(|ui| {
                let fill = Palette::current(ui).link;
                let share = done as f32 / of.max(1) as f32;
                ui.add(ProgressBar::new(share).fill(fill).desired_width(260.0).desired_height(10.0).animate(false))
                    .accessible_name("Share that is done");
                weak(ui, if of == 0 { "Getting ready".to_owned() } else { format!("{done} of {of} {parts}") });
                if errand.is_stopping() {
                    weak(ui, "Stopping");
                } else {
                    command_button(ui, stop, commands);
                }
            });
        }
        None => {
            let again = if task.shown.is_some() { format!("{} again", start.label()) } else { start.label() };
            primary_button(ui, start, &again, true, commands);
        }
    }
    if let Some(problem) = &task.problem {
        let palette = Palette::current(ui);
        ui.colored_label(palette.error, format!("No result: {problem}. Your scenario is safe."));
    }
}
