//! One step of a lesson: headline, a few words, one thing to look at.

use std::sync::Arc;

use egui::accesskit::Role;
use egui::{Button, Frame, Label, Margin, RichText, ScrollArea, Stroke, Ui, vec2};

use super::{bet, lesson_button, reduced_motion, words_ui};
use crate::app::command::Command;
use crate::app::lessons::{LessonStep, Open, Placed, StepResult};
use crate::app::plot::{figure_ui, picture_ui};
use crate::app::state::State;
use crate::app::tokens::{CARD_CORNER, Palette};
use crate::app::ui::Commands;
use crate::app::ui::widgets::columns_ui;
use crate::lesson::{Ask, Bet, Control, Shown, Step};
use crate::report::figure::Figure;
use crate::report::lessons::{LessonPlot, Look};

/// Seconds that a result takes to come in, in the window and before a class.
const SWEEP: (f64, f64) = (1.4, 3.0);
/// Smallest and largest height of a plot.
const PLOT_HEIGHT: (f32, f32) = (120.0, 520.0);

/// Sizes of letters, in points.
pub(super) struct Size {
    /// Headline.
    pub(super) headline: f32,
    /// Running text.
    pub(super) words: f32,
    /// Plot.
    pub(super) plot: f32,
    /// Strip and buttons.
    pub(super) strip: f32,
    /// Whether it is for a class.
    pub(super) presented: bool,
}

impl Size {
    /// For the window.
    pub(super) fn window() -> Self {
        Self { headline: 24.0, words: 16.0, plot: 14.0, strip: 14.0, presented: false }
    }
    /// For a class.
    pub(super) fn presented() -> Self {
        Self { headline: 24.0, words: 17.0, plot: 15.0, strip: 14.0, presented: true }
    }
}

/// The step in view.
pub(super) fn step_ui(ui: &mut Ui, state: &State, open: &Open, size: &Size, commands: &mut Commands) {
    let Some(step) = open.at() else { return };
    let palette = Palette::current(ui);
    if !size.presented {
        let place = format!("Lesson {}: {}", open.place + 1, open.lesson.title);
        ui.label(RichText::new(place).size(size.strip).color(palette.weak));
    }
    let headline = ui.add(Label::new(RichText::new(step.title()).size(size.headline).color(palette.strong).strong()).wrap());
    ui.ctx().accesskit_node_builder(headline.id, |node| {
        node.set_role(Role::Heading);
        node.set_label(step.title());
    });
    let revealed = open.revealed.contains_key(&open.step);
    // Before a class a result is alone with its headline.
    let quiet = size.presented && (revealed && matches!(step, Step::Reveal { .. }) || matches!(step, Step::Sandbox { .. }));
    if !quiet {
        // Where there is nothing but words, they are larger.
        let letters = if size.presented && matches!(step, Step::Say { .. }) { 1.25 * size.words } else { size.words };
        for words in step.words() {
            words_ui(ui, words, letters);
        }
    }
    ui.add_space(4.0);
    match step {
        Step::Say { .. } => {}
        Step::Bet { on: Bet::Curve { .. }, .. } => {
            if let Some(axes) = open.axes(open.step) {
                bet::curve_ui(ui, open, &axes, size, commands);
            }
        }
        Step::Bet { on: Bet::Hands(ask), .. } => {
            let hands = match open.bets.get(&open.step) {
                Some(Placed::Hands(hands)) => hands.as_slice(),
                _ => &[],
            };
            bet::hands_ui(ui, &ask.options, hands, size, commands);
        }
        Step::Bet { on: Bet::Pick(ask), .. } => options_ui(ui, open, ask, false, size, commands),
        Step::Puzzle { ask, .. } => options_ui(ui, open, ask, revealed, size, commands),
        Step::Reveal { title, .. } => result_ui(ui, state, open, title, size, commands),
        Step::Replay { .. } => lesson_button(ui, LessonStep::Replay, ("Open the replay", size.words), true, commands),
        Step::Story { .. } => lesson_button(ui, LessonStep::Story, ("Open the stories", size.words), true, commands),
        Step::Sandbox { controls, .. } => sandbox_ui(ui, state, open, controls, size, commands),
        Step::Discuss { questions, takeaways, leaves_out, .. } => {
            discuss_ui(ui, open, [("Questions", questions), ("To take away", takeaways), ("What this model leaves out", leaves_out)], size, commands);
        }
    }
}

/// How much of the result in view is there.
fn progress(ui: &Ui, state: &State, open: &Open, size: &Size) -> f64 {
    let Some(since) = open.revealed.get(&open.step) else { return 0.0 };
    if reduced_motion(state) {
        return 1.0;
    }
    let takes = if size.presented { SWEEP.1 } else { SWEEP.0 };
    let share = ((ui.input(|input| input.time) - since) / takes).clamp(0.0, 1.0);
    if share < 1.0 {
        ui.ctx().request_repaint();
    }
    share
}

/// The result of a reveal, or why there is none yet.
fn result_ui(ui: &mut Ui, state: &State, open: &Open, title: &str, size: &Size, commands: &mut Commands) {
    let progress = progress(ui, state, open, size);
    let notes = if progress >= 1.0 { open.notes(open.step) } else { Vec::new() };
    let below = notes.iter().map(|note| if note.len() as f32 * 0.5 * size.words > ui.available_width() { 2.0 } else { 1.0 }).sum::<f32>();
    let frame = if size.presented { 4.0 } else { 70.0 };
    let height = (ui.available_height() - 1.5 * size.words * below - frame).clamp(PLOT_HEIGHT.0, PLOT_HEIGHT.1);
    let mut look = Look {
        split: state.lessons.split,
        worlds: state.lessons.worlds,
        progress,
        bet: None,
        height: f64::from(height),
        letters: f64::from(size.plot),
    };
    if progress <= 0.0 {
        waiting_ui(ui, open, size, &look);
        return;
    }
    match open.results.get(&open.step) {
        Some(Ok(StepResult::Shown(shown))) => {
            if let Shown::Chart(chart) = shown.as_ref() {
                look.bet = open.drawn_on(open.step, &chart.xs);
            }
            shown_ui(ui, state, title, shown, look, size, commands);
            for note in &notes {
                words_ui(ui, note, size.words);
            }
        }
        Some(Ok(StepResult::Settled(_))) | None => words_ui(ui, "The worlds are being flown...", size.words),
        Some(Err(problem)) => words_ui(ui, &format!("No result: {problem}."), size.words),
    }
}

/// Before the reveal: the empty axes with the bet, or nothing.
fn waiting_ui(ui: &mut Ui, open: &Open, size: &Size, look: &Look) {
    let palette = Palette::current(ui);
    let bet = open.lesson.curve_on(open.step).and_then(|(bet, axis)| Some((open.axes(bet)?, open.line(bet)?, axis)));
    if let Some((axes, line, axis)) = bet {
        let look = Look { bet: Some(crate::report::lessons::Drawn { line, axis }), ..look.clone() };
        let (picture, _) = crate::report::lessons::empty_axes(&axes, &look, f64::from(ui.available_width().floor()), palette.of_figures());
        picture_ui(ui, &picture);
    }
    if !open.results.contains_key(&open.step) {
        words_ui(ui, "The worlds are being flown...", size.words);
    }
}

/// A result: before a class the drawing alone, in the window with its caption and its table.
fn shown_ui(ui: &mut Ui, state: &State, title: &str, shown: &Arc<Shown>, look: Look, size: &Size, commands: &mut Commands) {
    let moving = look.progress < 1.0;
    let plot = LessonPlot::new(title, Arc::clone(shown), look);
    if size.presented || moving {
        let palette = Palette::current(ui);
        let picture = plot.draw(f64::from(ui.available_width().floor()), palette.of_figures());
        let role = egui::UiBuilder::new().accessibility_role(Role::Image).accessibility_label(plot.text().sentence.clone());
        ui.scope_builder(role, |ui| picture_ui(ui, &picture));
    } else {
        figure_ui(ui, state, "lesson result", &plot, commands);
    }
}

/// Options to pick from; revealed, the one that the engine's numbers make true is marked in words.
fn options_ui(ui: &mut Ui, open: &Open, ask: &Ask, revealed: bool, size: &Size, commands: &mut Commands) {
    let palette = Palette::current(ui);
    let picked = match open.bets.get(&open.step) {
        Some(Placed::Pick(picked)) => Some(*picked),
        _ => None,
    };
    let settled = match open.results.get(&open.step) {
        Some(Ok(StepResult::Settled(settled))) if revealed => Some(settled),
        _ => None,
    };
    for (place, option) in ask.options.iter().enumerate() {
        ui.horizontal(|ui| {
            let words = RichText::new(option).size(size.words);
            let button =
                Button::selectable(picked == Some(place), words).min_size(vec2(0.0, 1.8 * size.words)).stroke(Stroke::new(1.0, palette.axis));
            if ui.add(button).on_hover_text(LessonStep::Pick(place).tooltip()).clicked() {
                commands.push(Command::Lesson(LessonStep::Pick(place)));
            }
            if let Some(settled) = settled {
                let value = if settled.values.len() == ask.options.len() { settled.values.get(place).cloned() } else { None };
                let right = settled.right == Some(place);
                let words = match (right, value) {
                    (true, Some(value)) => format!("<  this one: {value}"),
                    (true, None) => format!("<  this one: {}", settled.values.join(", ")),
                    (false, value) => value.unwrap_or_default(),
                };
                let text = RichText::new(words).size(size.words);
                ui.label(if right { text.strong().color(palette.strong) } else { text });
            }
        });
    }
    match (revealed, settled, open.results.get(&open.step)) {
        (true, Some(settled), _) if settled.right.is_none() => {
            words_ui(ui, &format!("The worlds do not tell which: {}.", settled.values.join(" / ")), size.words);
        }
        (true, None, Some(Err(problem))) => words_ui(ui, &format!("No answer: {problem}."), size.words),
        (true, None, None) => words_ui(ui, "The worlds are being flown...", size.words),
        _ => {}
    }
}

/// Sliders at the left, what they do at the right, the goal below.
fn sandbox_ui(ui: &mut Ui, state: &State, open: &Open, controls: &[Control], size: &Size, commands: &mut Commands) {
    let palette = Palette::current(ui);
    let width = ui.available_width();
    let left = (0.4 * width).clamp(180.0, 380.0);
    ui.horizontal_top(|ui| {
        ui.vertical(|ui| {
            ui.set_width(left);
            for (place, control) in controls.iter().enumerate() {
                let mut value = open.sliders.get(place).copied().unwrap_or(control.low);
                let shown = if control.whole { format!("{value:.0}") } else { format!("{value:.2}") };
                ui.add(Label::new(RichText::new(format!("{}: {shown}", control.label)).size(size.strip)).wrap());
                let step = if control.whole { 1.0 } else { 0.01 };
                ui.spacing_mut().slider_width = left - 12.0;
                let slider = ui.add(egui::Slider::new(&mut value, control.low..=control.high).step_by(step).show_value(false));
                let slider = slider.accessible_name(control.label.as_str());
                if slider.changed() {
                    commands.push(Command::Lesson(LessonStep::Slide(place, value)));
                }
            }
        });
        ui.add_space(12.0);
        ui.vertical(|ui| {
            ui.set_width((width - left - 30.0).max(160.0));
            match &open.tried {
                None => words_ui(ui, "The worlds are being flown...", size.words),
                Some(Err(problem)) => words_ui(ui, &format!("No result: {problem}."), size.words),
                Some(Ok(tried)) => {
                    goal_ui(ui, tried.verdict(), size);
                    let height = f64::from((ui.available_height() - if size.presented { 4.0 } else { 60.0 }).clamp(120.0, 300.0));
                    let look = Look { height, letters: f64::from(size.strip.min(13.0)), ..Look::default() };
                    let shown = Arc::new(tried.shown.clone());
                    shown_ui(ui, state, "What the sliders do", &shown, look, size, commands);
                    if open.trying.is_some() {
                        ui.label(RichText::new("Following the sliders...").size(size.strip).color(palette.weak));
                    }
                }
            }
        });
    });
}

fn goal_ui(ui: &mut Ui, verdict: &str, size: &Size) {
    let palette = Palette::current(ui);
    Frame::new().fill(palette.selection).corner_radius(CARD_CORNER).inner_margin(Margin::symmetric(8, 4)).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.label(RichText::new(verdict).size(size.words).strong().color(palette.strong));
    });
}

/// The end: the class's bet beside the result, questions, what to take away, what the model leaves out.
fn discuss_ui(ui: &mut Ui, open: &Open, parts: [(&str, &[String]); 3], size: &Size, commands: &mut Commands) {
    let palette = Palette::current(ui);
    let told = open.picture_step().map(|step| open.notes(step)).unwrap_or_default();
    let letters = if size.presented { size.strip } else { size.words };
    let part_ui = |ui: &mut Ui, (title, list): (&str, &[String])| {
        let heading = ui.label(RichText::new(title).size(size.words).strong().color(palette.strong));
        ui.ctx().accesskit_node_builder(heading.id, |node| {
            node.set_role(Role::Heading);
            node.set_label(title);
        });
        for item in list {
            ui.horizontal_top(|ui| {
                ui.label(RichText::new("-").size(letters));
                words_ui(ui, item, letters);
            });
        }
        ui.add_space(4.0);
    };
    ScrollArea::vertical().id_salt("discuss").auto_shrink([false, false]).show(ui, |ui| {
        for note in &told {
            words_ui(ui, note, letters);
        }
        let [questions, takeaways, leaves_out] = parts;
        columns_ui(ui, 2, 20.0, |ui, column| {
            if column == 0 {
                part_ui(ui, questions);
            } else {
                part_ui(ui, takeaways);
                part_ui(ui, leaves_out);
            }
        });
        if size.presented {
            lesson_button(ui, LessonStep::Export, ("Export for the class", size.strip), true, commands);
        }
    });
}
