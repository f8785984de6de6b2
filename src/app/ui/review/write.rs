//! A place where a person writes: outlined and named in words as long as it is empty and needed.

use egui::{Frame, Label, RichText, TextEdit, TextStyle, Ui};

use crate::app::command::Command;
use crate::app::review::{Entry, Review, ReviewStep};
use crate::app::tokens::Palette;
use crate::app::ui::Commands;

/// How a place looks.
#[derive(Clone, Copy)]
pub struct Field<'a> {
    /// What stands over it.
    pub label: &'a str,
    /// Its name for those who do not see it.
    pub name: &'a str,
    /// What it asks for, in the empty field.
    pub hint: &'a str,
    /// Lines that are shown.
    pub rows: usize,
    /// Without it the review is not complete.
    pub needed: bool,
}

/// A place where a person writes.
pub fn write_ui(ui: &mut Ui, review: &Review, entry: &Entry, field: Field<'_>, commands: &mut Commands) {
    let palette = Palette::current(ui);
    let mut text = review.entry(entry);
    let missing = field.needed && text.trim().is_empty();
    let stroke = if missing { (1.5, palette.error) } else { (0.0, palette.outline) };
    Frame::new().stroke(stroke).corner_radius(4).inner_margin(if missing { 5 } else { 1 }).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.horizontal_wrapped(|ui| {
            if !field.label.is_empty() {
                ui.add(Label::new(RichText::new(field.label).text_style(TextStyle::Small).color(palette.text)).wrap());
            }
            if missing {
                ui.label(RichText::new("needs words").text_style(TextStyle::Small).color(palette.error));
            }
        });
        let editor = if field.rows > 1 { TextEdit::multiline(&mut text).desired_rows(field.rows) } else { TextEdit::singleline(&mut text) };
        let editor = editor.desired_width(f32::INFINITY).hint_text(field.hint);
        let response = ui.add_enabled(review.sealed.is_none(), editor).accessible_name(field.name);
        if response.changed() {
            commands.push(Command::Review(ReviewStep::Write(entry.clone(), text)));
        }
    });
    ui.add_space(4.0);
}
