//! One step of a lesson: headline, a few words, one thing to look at.

use std::sync::Arc;

use egui::accesskit::Role;
use egui::{Button, FontId, Frame, Label, Margin, RichText, ScrollArea, Stroke, Ui, vec2};

use super::{bet, lesson_button, reduced_motion, words_ui};
use crate::app::command::Command;
use crate::app::lessons::{LessonStep, Open, Placed, StepResult, plain_number};
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
        Self { headline: 27.0, words: 20.0, plot: 17.0, strip: 15.0, presented: true }
    }
}

/// The largest letters at which texts below each other fit into a room.
fn fitting(ui: &Ui, texts: &[String], (width, height): (f32, f32), (least, most): (f32, f32)) -> f32 {
    let high = |letters: f32| -> f32 {
        let each = |text: &String| ui.painter().layout(text.clone(), FontId::proportional(letters), ui.visuals().text_color(), width).size().y + 8.0;
        texts.iter().map(each).sum()
    };
    let mut letters = most;
    while letters > least && high(letters) > height {
        letters -= 1.0;
    }
    letters.max(least)
}

/// The step in view.
pub(super) fn step_ui(ui: &mut Ui, state: &State, open: &Open, size: &Size, commands: &mut Commands) {
    let Some(step) = open.at() else { return };
    let palette = Palette::current(ui);
    if !size.presented {
        let place = format!("Lesson {}: {}", open.place + 1, open.lesson.title);
        ui.label(RichText::new(place).size(size.strip).color(palette.weak));
    }
    let title = open.headline().to_owned();
    // A headline takes one line where smaller letters make that possible.
    let one_line = (ui.available_width(), 1.5 * size.headline);
    let letters = fitting(ui, std::slice::from_ref(&title), one_line, (0.82 * size.headline, size.headline));
    let headline = ui.add(Label::new(RichText::new(&title).size(letters).color(palette.strong).strong()).wrap());
    ui.ctx().accesskit_node_builder(headline.id, |node| {
        node.set_role(Role::Heading);
        node.set_label(title.as_str());
    });
    let revealed = open.revealed.contains_key(&open.step);
    // Before a class a result is alone with its headline.
    let quiet = size.presented && (revealed && matches!(step, Step::Reveal { .. }) || matches!(step, Step::Sandbox { .. }));
    if !quiet {
        let said = open.said();
        // Where there is nothing but words, they are larger.
        let alone = match step {
            Step::Say { .. } => ui.available_height(),
            Step::Replay { .. } | Step::Story { .. } => ui.available_height() - 4.0 * size.words,
            Step::Reveal { .. } if open.axes_shown().is_none() => ui.available_height(),
            _ => 0.0,
        };
        let letters = if size.presented { fitting(ui, &said, (ui.available_width(), alone), (0.9 * size.words, 30.0)) } else { size.words };
        for words in &said {
            words_ui(ui, words, letters);
            if size.presented && alone > 0.0 {
                ui.add_space(4.0);
            }
        }
    }
    ui.add_space(4.0);
    match step {
        Step::Say { .. } => {}
        Step::Bet { on: Bet::Curve { .. }, .. } => {
            if let (Some(axes), Some(reach)) = (open.axes(open.step), open.reach(open.step)) {
                bet::curve_ui(ui, open, (&axes, reach), size, commands);
            }
        }
        Step::Bet { on: Bet::Hands(ask), .. } => {
            let hands = match open.bets.get(&open.step) {
                Some(Placed::Hands(hands)) => hands.as_slice(),
                _ => &[],
            };
            bet::hands_ui(ui, &ask.options, hands, &options_size(ui, ask, false, size), commands);
        }
        Step::Bet { on: Bet::Pick(ask), .. } => options_ui(ui, open, ask, false, size, commands),
        Step::Puzzle { ask, .. } => options_ui(ui, open, ask, revealed, size, commands),
        Step::Reveal { title, .. } => result_ui(ui, state, open, title, size, commands),
        Step::Replay { .. } => lesson_button(ui, LessonStep::Replay, ("Open the replay", size.words), true, commands),
        Step::Story { .. } => lesson_button(ui, LessonStep::Story, ("Open a story", size.words), true, commands),
        Step::Sandbox { controls, .. } => sandbox_ui(ui, state, open, controls, size, commands),
        Step::Discuss { questions, takeaways, leaves_out, .. } => {
            let parts: [(&str, &[String]); 3] = [("Questions", questions), ("To take away", takeaways), ("What this model leaves out", leaves_out)];
            if size.presented {
                talk_ui(ui, open, parts, size, commands);
            } else {
                discuss_ui(ui, open, parts, size);
            }
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
    let mut notes = if progress >= 1.0 { open.notes(open.step) } else { Vec::new() };
    if size.presented {
        notes.iter_mut().for_each(|note| *note = short(note));
    }
    if state.lessons.split && open.can_split() {
        notes.push("Each line is one segment: a kind of people.".into());
    }
    let letters = if size.presented { 0.85 * size.words } else { size.words };
    let below = notes.iter().map(|note| if note.len() as f32 * 0.5 * letters > ui.available_width() { 2.0 } else { 1.0 }).sum::<f32>();
    let frame = if size.presented { 4.0 } else { 70.0 };
    let height = (ui.available_height() - 1.5 * letters * below - frame).clamp(PLOT_HEIGHT.0, PLOT_HEIGHT.1);
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
                look.bet = open.drawn_on(open.step, &chart.axes.xs);
            }
            shown_ui(ui, state, title, shown, look, size, commands);
            for note in &notes {
                words_ui(ui, note, letters);
            }
        }
        Some(Ok(StepResult::Settled(_))) | None => words_ui(ui, "The worlds are being flown...", size.words),
        Some(Err(problem)) => words_ui(ui, &format!("No result: {problem}."), size.words),
    }
}

/// Before the reveal: the empty axes with the bet, or nothing.
fn waiting_ui(ui: &mut Ui, open: &Open, size: &Size, look: &Look) {
    let palette = Palette::current(ui);
    if let Some((axes, line, axis)) = open.axes_shown() {
        let look = Look { bet: Some(crate::report::lessons::Drawn { line, axis }), ..look.clone() };
        let (picture, _) = crate::report::lessons::empty_axes((&axes, axis), &look, f64::from(ui.available_width().floor()), palette.of_figures());
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
    let size = &options_size(ui, ask, matches!(open.at(), Some(Step::Puzzle { .. })), size);
    let picked = match open.bets.get(&open.step) {
        Some(Placed::Pick(picked)) => Some(*picked),
        _ => None,
    };
    let settled = match open.results.get(&open.step) {
        Some(Ok(StepResult::Settled(settled))) if revealed => Some(settled),
        _ => None,
    };
    for (place, option) in ask.options.iter().enumerate() {
        ui.horizontal_wrapped(|ui| {
            let words = RichText::new(option).size(size.words);
            let button =
                Button::selectable(picked == Some(place), words).min_size(vec2(0.0, 1.8 * size.words)).stroke(Stroke::new(1.0, palette.axis));
            if ui.add(button).on_hover_text(LessonStep::Pick(place).tooltip()).clicked() {
                commands.push(Command::Lesson(LessonStep::Pick(place)));
            }
            if let Some(settled) = settled {
                let value = if settled.values.len() == ask.options.len() {
                    settled.values.get(place).map(|value| plain_number(value).to_owned())
                } else {
                    None
                };
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
            let beside = settled.values.len() == ask.options.len();
            let words = if beside {
                "The worlds do not tell which.".into()
            } else {
                format!("The worlds do not tell which: {}.", settled.values.join(" / "))
            };
            words_ui(ui, &words, size.words);
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
                let slider = ui.add(
                    egui::Slider::new(&mut value, control.low..=control.high).clamping(egui::SliderClamping::Edits).step_by(step).show_value(false),
                );
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
                    let verdict = if tried.sketch { format!("{} (sketch)", tried.verdict()) } else { tried.verdict().to_owned() };
                    goal_ui(ui, &verdict, size);
                    let words = match (tried.sketch, open.trying.is_some()) {
                        (true, _) => "SKETCH: one world; all worlds follow.",
                        (false, true) => "Following the sliders...",
                        (false, false) => "",
                    };
                    let room = if size.presented { 4.0 } else { 60.0 } + 1.6 * size.strip;
                    let height = f64::from((ui.available_height() - room).clamp(120.0, 300.0));
                    let look = Look { height, letters: f64::from(size.strip.min(14.5)), ..Look::default() };
                    let shown = Arc::new(tried.shown.clone());
                    shown_ui(ui, state, "What the sliders do", &shown, look, size, commands);
                    ui.label(RichText::new(words).size(size.strip).color(palette.weak));
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

/// Sizes for options below each other: as large as there is room.
fn options_size(ui: &Ui, ask: &Ask, numbered: bool, size: &Size) -> Size {
    let most = if size.presented { 26.0 } else { size.words };
    let room = ui.available_height() / (2.4 * (ask.options.len() + 1) as f32);
    // The longest option and its number stay on one line.
    let longest = ask.options.iter().map(|option| option.chars().count()).max().unwrap_or(1) + if numbered { 42 } else { 8 };
    let wide = ui.available_width() / (0.52 * longest as f32);
    Size { words: most.min(room).min(wide).max(0.8 * size.words), ..*size }
}

/// A note for the last row: numbers without their intervals, which the picture shows.
fn short(note: &str) -> String {
    let mut kept = String::new();
    let mut depth = 0_u32;
    let mut rest = note.chars().peekable();
    while let Some(letter) = rest.next() {
        match letter {
            ' ' if rest.peek() == Some(&'(') && depth == 0 && note.contains(" to ") => {}
            '(' if note.contains(" to ") => depth += 1,
            ')' if depth > 0 => depth -= 1,
            other if depth == 0 => kept.push(other),
            _ => {}
        }
    }
    kept
}

/// The end before a class, a part at a time: questions beside the bet, what to take away, what the model leaves out.
fn talk_ui(ui: &mut Ui, open: &Open, parts: [(&str, &[String]); 3], size: &Size, commands: &mut Commands) {
    let palette = Palette::current(ui);
    let Some((title, list)) = parts.get(open.part) else { return };
    let heading = ui.label(RichText::new(*title).size(1.1 * size.words).color(palette.weak));
    ui.ctx().accesskit_node_builder(heading.id, |node| {
        node.set_role(Role::Heading);
        node.set_label(*title);
    });
    let told = if open.part == 0 { open.picture_step().map(|step| open.notes(step)).unwrap_or_default() } else { Vec::new() };
    for note in &told {
        words_ui(ui, &short(note), 0.8 * size.words);
    }
    let last = open.part + 1 == parts.len();
    let room = ui.available_height() - if last { 2.6 * size.words } else { 0.0 } - 10.0 * list.len() as f32;
    let letters = fitting(ui, list, (ui.available_width() - 24.0, room), (0.8 * size.words, 26.0));
    for item in *list {
        ui.horizontal_top(|ui| {
            ui.label(RichText::new("-").size(letters));
            words_ui(ui, item, letters);
        });
        ui.add_space(4.0);
    }
    if last {
        lesson_button(ui, LessonStep::Export, ("Export for the class", size.strip), true, commands);
    }
}

/// The end: the class's bet beside the result, questions, what to take away, what the model leaves out.
fn discuss_ui(ui: &mut Ui, open: &Open, parts: [(&str, &[String]); 3], size: &Size) {
    let palette = Palette::current(ui);
    let told = open.picture_step().map(|step| open.notes(step)).unwrap_or_default();
    let letters = size.words;
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
    });
}
