//! Notes at a plot: marks for its days, the list under its caption, and the small editor in the same place.

use egui::{
    Button, Checkbox, ComboBox, Context, DragValue, Frame, Id, Key, KeyboardShortcut, Label, Modifiers, Response, RichText, TextEdit, TextStyle, Ui,
};

use crate::app::command::Command;
use crate::app::notes::{Draft, NoteStep};
use crate::app::review::ReviewStep;
use crate::app::state::State;
use crate::app::tokens::Palette;
use crate::report::dossier::{PlotNote, mark};

/// Days of the notes of the plot that is drawn next, with their marks.
type Marks = Vec<(usize, String)>;

fn place() -> Id {
    Id::unique("marks of notes")
}

/// Sets the marks of the plot that is drawn next.
pub(super) fn set_marks(ctx: &Context, state: &State, plot: &str) {
    let mut marks = Marks::new();
    for (index, note) in of_plot(state, plot) {
        let Some(day) = note.day else { continue };
        match marks.iter_mut().find(|(other, _)| *other == day as usize) {
            Some((_, words)) => *words = format!("{words} {}", mark(index)),
            None => marks.push((day as usize, mark(index))),
        }
    }
    ctx.data_mut(|data| data.insert_temp(place(), marks));
}

/// Takes the marks away.
pub(super) fn clear_marks(ctx: &Context) {
    ctx.data_mut(|data| data.remove::<Marks>(place()));
}

/// The marks of the plot being drawn.
pub(super) fn marks(ctx: &Context) -> Marks {
    ctx.data(|data| data.get_temp(place())).unwrap_or_default()
}

/// Notes of a plot of the screen in view, with their places in the list.
fn of_plot<'a>(state: &'a State, plot: &'a str) -> impl Iterator<Item = (usize, &'a PlotNote)> {
    let screen = state.place.title();
    state.review.record.plot_notes.iter().enumerate().filter(move |(_, note)| note.screen == screen && note.plot == plot)
}

/// Notes of a plot, and the editor where one is written at it.
pub(super) fn notes_ui(ui: &mut Ui, state: &State, plot: &str, commands: &mut Vec<Command>) {
    let draft = state.review.notes.draft.as_ref().filter(|draft| draft.note.plot == plot && draft.note.screen == state.place.title());
    for (index, note) in of_plot(state, plot) {
        match draft.filter(|draft| draft.of == Some(index)) {
            Some(draft) => editor_ui(ui, state, draft, commands),
            None => note_row_ui(ui, state, index, note, false, commands),
        }
    }
    if let Some(draft) = draft.filter(|draft| draft.of.is_none()) {
        editor_ui(ui, state, draft, commands);
    }
}

/// One note: mark, what it is about, words, and what can be done. `elsewhere` names the plot as well.
pub fn note_row_ui(ui: &mut Ui, state: &State, index: usize, note: &PlotNote, elsewhere: bool, commands: &mut Vec<Command>) {
    let palette = Palette::current(ui);
    let open = state.review.sealed.is_none();
    let name = mark(index);
    let about = note.about();
    let colon = if about.is_empty() { "" } else { ": " };
    let plot = if elsewhere { format!("{}, ", note.title) } else { String::new() };
    let words = format!("{name}  {plot}{about}{colon}{}", note.text.trim());
    ui.add(Label::new(RichText::new(words).text_style(TextStyle::Small).color(palette.text)).wrap());
    ui.horizontal_wrapped(|ui| {
        let mut act = |label: &str, known: String, step: NoteStep, enabled: bool| {
            let button = Button::new(RichText::new(label).text_style(TextStyle::Small));
            let response = ui.add_enabled(enabled, button).on_hover_text(step.tooltip());
            if response.accessible_name(known).clicked() {
                commands.push(Command::Review(ReviewStep::Note(step)));
            }
        };
        act("Edit", format!("Edit note {name}"), NoteStep::Edit(index), open);
        act("Delete", format!("Delete note {name}"), NoteStep::Remove(index), open);
        match note.day {
            Some(day) => act(&format!("Go to day {day}"), format!("Go to day {day} of note {name}"), NoteStep::Go(index), true),
            None if elsewhere => act("Show", format!("Show the plot of note {name}"), NoteStep::Go(index), true),
            None => {}
        }
    });
}

/// The small editor, where the note will stand.
fn editor_ui(ui: &mut Ui, state: &State, draft: &Draft, commands: &mut Vec<Command>) {
    let palette = Palette::current(ui);
    let note = &draft.note;
    let mut send = |step: NoteStep| commands.push(Command::Review(ReviewStep::Note(step)));
    let frame = Frame::new().fill(palette.panel).stroke((1.5, palette.link)).corner_radius(4).inner_margin(6);
    let framed = frame.show(ui, |ui| {
        ui.set_width(ui.available_width() - 8.0);
        let index = draft.of.unwrap_or(state.review.record.plot_notes.len());
        ui.label(RichText::new(format!("Note {} at this plot", mark(index))).text_style(TextStyle::Small).color(palette.strong));
        let mut text = note.text.clone();
        let new_line = KeyboardShortcut::new(Modifiers::SHIFT, Key::Enter);
        let field = TextEdit::multiline(&mut text).desired_rows(2).desired_width(f32::INFINITY).hint_text("what you see here").return_key(new_line);
        let field = ui.add(field).accessible_name("Words of the note");
        take_focus(ui, &field, draft.opened);
        let (enter, escape) = ui.input(|input| (input.key_pressed(Key::Enter) && !input.modifiers.shift, input.key_pressed(Key::Escape)));
        // Enter must not stay in the words where the field took it.
        if text != note.text && !enter {
            send(NoteStep::Type(text));
        }
        if enter && (field.has_focus() || field.lost_focus()) {
            send(NoteStep::Keep);
        } else if escape && (field.has_focus() || field.lost_focus()) {
            send(NoteStep::Cancel);
        }
        ui.horizontal_wrapped(|ui| {
            let days = state.scenario_shown().experiment.days;
            let mut of_day = note.day.is_some();
            let mut day = note.day.unwrap_or_else(|| state.clock.day_of(days as usize) as u32);
            if ui.add(Checkbox::new(&mut of_day, "Day")).on_hover_text(NoteStep::Day(None).tooltip()).changed() {
                send(NoteStep::Day(of_day.then_some(day)));
            }
            let drag = ui.add_enabled(of_day, DragValue::new(&mut day).range(1..=days.max(1)).speed(0.2));
            if drag.on_hover_text(NoteStep::Day(None).tooltip()).accessible_name("Day of the note").changed() {
                send(NoteStep::Day(Some(day)));
            }
            let chosen = note.variant.clone().unwrap_or_else(|| "all variants".into());
            let list = ComboBox::from_id_salt("variant of the note").selected_text(chosen).width(120.0).truncate().show_ui(ui, |ui| {
                let names = state.scenario_shown().variants.iter().map(|variant| Some(variant.name.clone()));
                for choice in std::iter::once(None).chain(names) {
                    let words = choice.clone().unwrap_or_else(|| "all variants".into());
                    if ui.selectable_label(note.variant == choice, words).clicked() {
                        send(NoteStep::Variant(choice));
                    }
                }
            });
            list.response.accessible_name("Variant of the note");
        });
        ui.horizontal_wrapped(|ui| {
            for (step, enabled) in [(NoteStep::Keep, !note.text.trim().is_empty()), (NoteStep::Cancel, true)] {
                if ui.add_enabled(enabled, Button::new(step.label())).on_hover_text(step.tooltip()).clicked() {
                    send(step);
                }
            }
        });
    });
    if came_now(ui, draft.opened, "seen") {
        framed.response.scroll_to_me(None);
    }
}

/// Gives the field the focus, once for each time that the editor opens.
fn take_focus(ui: &Ui, field: &Response, opened: u64) {
    if came_now(ui, opened, "focus") {
        field.request_focus();
    }
}

/// Whether this opening was not seen before.
fn came_now(ui: &Ui, opened: u64, what: &'static str) -> bool {
    let id = Id::unique(("note opened", what));
    ui.data_mut(|data| {
        let before = data.get_temp::<u64>(id);
        data.insert_temp(id, opened);
        before != Some(opened)
    })
}
