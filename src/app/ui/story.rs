//! One person's story: her two lives in one picture, the log with its reasons, and what would have kept her under her line.

use egui::{Button, Label, ProgressBar, Rect, RichText, Stroke, TextStyle, Ui, pos2, vec2};

use super::Commands;
use super::replay::pair_ui;
use super::ways::ways_ui;
use super::widgets::{block_ui, command_button, labelled_button, screen_heading, weak};
use crate::app::command::Command;
use crate::app::people::PeopleStep;
use crate::app::plot::{card_ui, drawing_ui, heading_ui, plot_ui, table_ui};
use crate::app::state::{Results, State};
use crate::app::tokens::{Palette, TARGET};
use crate::app::view::{LogLine, story_log, touch_details};
use crate::report::figure::Figure;
use crate::report::figures::StoryFigure;
use crate::report::story::person_name;

/// The story of one customer.
pub fn story_ui(ui: &mut Ui, state: &State, results: &Results, customer: u64, commands: &mut Commands) {
    let run = results.run.as_ref();
    ui.horizontal_wrapped(|ui| {
        let back = state.people.reading.from.map_or("Back to everybody".to_owned(), |place| format!("Back to {}", place.title().to_lowercase()));
        labelled_button(ui, &Command::People(PeopleStep::Close), &back, true, commands);
        screen_heading(ui, &person_name(customer));
        pair_ui(ui, state, run, commands);
    });
    let Some(of) = state.people.lives_of(run) else { return };
    let reading = &state.people.reading;
    let Some(figure) = reading.story.get(&(of.clone(), customer)) else {
        card_ui(ui, |ui| match &reading.story.problem {
            Some(problem) => {
                let palette = Palette::current(ui);
                ui.label(RichText::new(format!("Her life could not be lived again: {problem}. The run itself is safe.")).color(palette.error));
            }
            None => {
                ui.label("Living her two lives again.");
            }
        });
        return;
    };
    let story = figure.story();
    ui.add(Label::new(story.who.sentence()).wrap());
    ui.add(Label::new(story.summary()).wrap());
    card_ui(ui, |ui| picture_ui(ui, state, figure, commands));
    ui.add_space(4.0);
    card_ui(ui, |ui| match reading.ways.get(&(of.clone(), customer)) {
        Some(found) => ways_ui(ui, run, story, found, commands),
        None => ask_ui(ui, state, figure, of.pair[1], commands),
    });
    ui.add_space(4.0);
    card_ui(ui, |ui| log_ui(ui, state, results, figure, commands));
}

/// The picture, with the day of the clock marked in it.
fn picture_ui(ui: &mut Ui, state: &State, figure: &StoryFigure, commands: &mut Commands) {
    let palette = Palette::current(ui);
    plot_ui(ui, state, "story", figure.text(), commands, |ui| {
        let width = ui.available_width().max(320.0).floor();
        drawing_ui(ui, "story", figure);
        if state.clock.day.is_some() {
            let picture = ui.min_rect();
            let (left, right) = figure.day_edges(f64::from(width), state.clock.day_of(figure.story().days));
            let day = Rect::from_min_max(pos2(picture.left() + left as f32, picture.top()), pos2(picture.left() + right as f32, picture.bottom()));
            ui.painter().rect_filled(day, 0.0, palette.link.gamma_multiply(0.15));
            ui.painter().vline(day.center().x, day.y_range(), Stroke::new(1.0, palette.link));
        }
    });
}

/// Everything that happened, one line an event.
fn log_ui(ui: &mut Ui, state: &State, results: &Results, figure: &StoryFigure, commands: &mut Commands) {
    let palette = Palette::current(ui);
    let reading = &state.people.reading;
    heading_ui(ui, "What happened, and why?");
    ui.horizontal_wrapped(|ui| {
        let step = PeopleStep::OnlyTurns;
        let mut only = reading.only_turns;
        if ui.checkbox(&mut only, step.label()).on_hover_text(step.tooltip()).changed() {
            commands.push(Command::People(step));
        }
        weak(ui, "Open a line to see the data, beliefs and message behind it.");
    });
    let today = state.clock.day;
    let lines = story_log(figure.story(), reading.only_turns);
    if lines.is_empty() {
        weak(ui, "Nothing happened that changed anything for her.");
    }
    for LogLine { day, life, line, letter, what, why, touch, harm } in lines {
        let color = if harm { palette.worse } else { palette.text };
        let row = ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 6.0;
            let fixed =
                |ui: &mut Ui, width: f32, words: RichText| block_ui(ui, width, |ui| ui.add(Label::new(words.text_style(TextStyle::Small)).wrap()));
            let look = palette.look(figure.story().lives[life].variant, results.run.baseline);
            fixed(ui, 46.0, RichText::new(format!("day {day}")).color(palette.weak));
            fixed(ui, 34.0, RichText::new(letter).color(look.color).strong());
            let width = (ui.available_width() - 70.0).max(160.0);
            block_ui(ui, width, |ui| {
                ui.spacing_mut().item_spacing.y = 1.0;
                ui.add(Label::new(RichText::new(what).color(color)).wrap());
                if !why.is_empty() {
                    ui.add(Label::new(RichText::new(why).text_style(TextStyle::Small).color(palette.weak)).wrap());
                }
            });
            if touch.is_some() {
                let step = PeopleStep::Line(life, line);
                let open = reading.line == Some((life, line));
                let button = ui.add(Button::new(RichText::new("Data").text_style(TextStyle::Small)).selected(open).min_size(vec2(TARGET, TARGET)));
                if button.on_hover_text(step.tooltip()).accessible_name(format!("Data behind day {day}, {}, line {}", life + 1, line + 1)).clicked() {
                    commands.push(Command::People(step));
                }
            }
        });
        if today == Some(day) {
            let area = row.response.rect;
            ui.painter().vline(area.left() - 4.0, area.y_range(), Stroke::new(3.0, palette.link));
        }
        if let Some(touch) = touch.filter(|_| reading.line == Some((life, line))) {
            ui.indent(("touch", life, line), |ui| {
                table_ui(ui, "touch details", "Data behind this touch", &touch_details(&results.run.scenario, figure.story(), life, touch));
            });
        }
    }
}

/// The button that looks for ways, or how far that is.
fn ask_ui(ui: &mut Ui, state: &State, figure: &StoryFigure, variant: usize, commands: &mut Commands) {
    let palette = Palette::current(ui);
    let ways = &state.people.reading.ways;
    heading_ui(ui, "What would have kept her under her line?");
    let life = figure.story().lives.iter().find(|life| life.variant == variant);
    if variant == 0 {
        weak(ui, "Without a recommender there is no policy to change. Choose a second variant that has one.");
        return;
    }
    if ways.errand.is_some() {
        let (done, of) = ways.progress;
        ui.add(ProgressBar::new(done as f32 / of.max(1) as f32).desired_width(200.0));
        ui.label(format!("{done} of {of} nearby policies lived"));
        return;
    }
    if let Some(problem) = &ways.problem {
        ui.label(RichText::new(format!("Not found: {problem}.")).color(palette.error));
    }
    if let Some(life) = life {
        let days = life.course.days_over;
        let words = if days == 0 {
            format!("Under {} she was never over her line.", life.label())
        } else {
            format!(
                "Under {} she ended {days} days over her line. Her life can be lived again under policies that differ in one thing.",
                life.label()
            )
        };
        ui.add(Label::new(words).wrap());
    }
    command_button(ui, &Command::People(PeopleStep::Ways), commands);
}
