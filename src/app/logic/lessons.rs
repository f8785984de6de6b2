//! Lessons: what the steps do; results come in, sliders are followed, presenter mode begins and ends.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::channel;

use egui::Context;

use super::{App, wake};
use crate::app::command::Command;
use crate::app::document::{Document, Origin};
use crate::app::errand::Errand;
use crate::app::files::Purpose;
use crate::app::lessons::{LessonStep, Open, Placed, StepResult, TALK_PARTS, Trying, lessons};
use crate::app::people::PeopleStep;
use crate::app::state::{Next, Place, Severity};
use crate::app::view::{Pick, Sort};
use crate::lesson::{Lesson, Shown, Step, sandbox_start};
use crate::report::lessons::{LessonPlot, Look, class_picture, hand_out, printed_hand_out};
use crate::report::paint;
use crate::scenario::{Scenario, to_text, write_aside};

/// Smallest and largest size of a window for a class.
const PRESENTED: (f32, f32) = (1.5, 2.5);
/// Height for which a presented screen is laid out, in points.
const PRESENTED_HEIGHT: f32 = 360.0;

impl App {
    pub(super) fn lessons_step(&mut self, ctx: &Context, step: LessonStep) {
        match step {
            LessonStep::Open(place) => self.open_lesson(ctx, place),
            LessonStep::Close => self.state.lessons.open = None,
            LessonStep::Next => self.go_lesson(ctx, 1),
            LessonStep::Back => self.go_lesson(ctx, -1),
            LessonStep::Reveal => {
                let now = now(ctx);
                if let Some(open) = &mut self.state.lessons.open {
                    open.revealed.insert(open.step, now);
                }
            }
            LessonStep::Split => self.state.lessons.split = !self.state.lessons.split,
            LessonStep::Worlds => self.state.lessons.worlds = !self.state.lessons.worlds,
            LessonStep::Replay => self.show_results(ctx, Place::Replay),
            LessonStep::Story => self.show_results(ctx, Place::People),
            LessonStep::Return => {
                self.state.place = Place::Lessons;
                self.state.lessons.story = false;
            }
            LessonStep::Notes => {
                if self.state.lessons.presenting.is_none() {
                    self.present(ctx);
                    self.state.lessons.notes = true;
                } else {
                    self.state.lessons.notes = !self.state.lessons.notes;
                }
            }
            LessonStep::StartClock => self.state.lessons.began = Some(now(ctx)),
            LessonStep::Export => self.choose(ctx, Purpose::Folder, |path| Command::Lesson(LessonStep::ExportTo(path))),
            LessonStep::ExportTo(folder) => self.export_lesson(ctx, folder),
            LessonStep::Present if self.state.lessons.presenting.is_none() => self.present(ctx),
            LessonStep::Present | LessonStep::Leave => {
                if let Some(zoom) = self.state.lessons.presenting.take() {
                    ctx.set_zoom_factor(zoom);
                }
            }
            LessonStep::NextPlot => self.state.lessons.plot += 1,
            LessonStep::LastPlot => self.state.lessons.plot = self.state.lessons.plot.saturating_sub(1),
            LessonStep::Slide(control, value) => {
                if let Some(open) = &mut self.state.lessons.open
                    && let Some(slider) = open.sliders.get_mut(control)
                {
                    *slider = value;
                    self.try_sliders(ctx);
                }
            }
            LessonStep::Draw(_) | LessonStep::Type(_) | LessonStep::Clear | LessonStep::Hands(..) | LessonStep::Pick(_) => {
                if let Some(open) = &mut self.state.lessons.open {
                    place_bet(open, step);
                }
            }
        }
    }

    fn open_lesson(&mut self, ctx: &Context, place: usize) {
        let Some(lesson) = lessons().get(place) else { return };
        let mut open = Open::new(place, Arc::clone(lesson));
        open.since = (now(ctx), now(ctx));
        let (landed, answers) = channel();
        open.work = Some((self.runner.lesson(Arc::clone(lesson), landed, wake(ctx)), answers));
        let controls = lesson.steps.iter().find_map(|step| match step {
            Step::Sandbox { controls, .. } => Some(controls),
            _ => None,
        });
        if let Some(Ok(start)) = controls.map(|controls| sandbox_start(lesson, controls)) {
            open.sliders = start;
        }
        self.state.lessons.open = Some(open);
        (self.state.lessons.split, self.state.lessons.worlds) = (false, false);
        self.state.place = Place::Lessons;
    }

    fn go_lesson(&mut self, ctx: &Context, by: isize) {
        let Some(open) = &mut self.state.lessons.open else { return };
        let last = open.lesson.steps.len().saturating_sub(1);
        // Before a class the last step comes in parts, one at a time.
        if self.state.lessons.presenting.is_some() && open.step == last {
            let part = open.part.saturating_add_signed(by).min(TALK_PARTS - 1);
            if part != open.part || by > 0 {
                open.part = part;
                return;
            }
        }
        open.step = open.step.saturating_add_signed(by).min(last);
        (open.typed, open.part) = (None, 0);
        open.since.1 = now(ctx);
        if open.step == last {
            self.state.lessons.done.insert(open.place);
        }
        (self.state.lessons.split, self.state.lessons.worlds) = (false, false);
        if matches!(open.at(), Some(Step::Sandbox { .. })) && open.tried.is_none() {
            self.try_sliders(ctx);
        }
    }

    /// Flies where the sliders stand. What is under way for another place is dropped; only a quick look is waited for, so that a slider that is being
    /// dragged shows something.
    fn try_sliders(&mut self, ctx: &Context) {
        let Some(open) = &mut self.state.lessons.open else { return };
        match &mut open.trying {
            Some(trying) if !trying.seen => trying.moved = true,
            _ => self.fly_sliders(ctx),
        }
        self.follow_lessons(ctx);
    }

    fn fly_sliders(&mut self, ctx: &Context) {
        let Some(open) = &mut self.state.lessons.open else { return };
        open.trying = None;
        let (sender, sketched) = channel();
        let at = (open.step, open.sliders.clone());
        let errand = self.runner.sandbox(Arc::clone(&open.lesson), at, open.flights.clone(), sender, wake(ctx));
        open.trying = Some(Trying { errand, sketched, seen: false, moved: false });
    }

    /// Takes in what came of the sliders.
    fn follow_sliders(&mut self, ctx: &Context) {
        let Some(open) = &mut self.state.lessons.open else { return };
        let Some(trying) = &mut open.trying else { return };
        let answer = trying.errand.finished();
        while let Ok(tried) = trying.sketched.try_recv() {
            trying.seen = true;
            open.tried = Some(Ok(Arc::new(tried)));
        }
        let again = trying.moved && (trying.seen || answer.is_some());
        if let Some(answer) = answer {
            open.trying = None;
            open.tried = Some(answer.map(|(tried, flights)| {
                open.flights = flights;
                Arc::new(tried)
            }));
        }
        if again {
            self.fly_sliders(ctx);
        }
    }

    /// A screen of results from a step of a lesson. Where the scenario of the lesson is open and flown already, nothing is asked and nothing is flown again.
    fn show_results(&mut self, ctx: &Context, place: Place) {
        let Some(open) = &self.state.lessons.open else { return };
        let known = open.lesson.scenario(&[]).is_ok_and(|scenario| {
            let flown = self.state.results.as_ref().is_some_and(|results| *results.run.scenario == scenario);
            flown && *self.state.document.scenario() == scenario
        });
        if known {
            self.arrive(place);
        } else {
            self.leave_document(ctx, Next::Lesson(place));
        }
    }

    fn arrive(&mut self, place: Place) {
        self.state.drawer = false;
        self.state.place = place;
        self.state.lessons.plot = 0;
        self.state.lessons.story = place == Place::People && self.state.people.reading.customer.is_none();
        if self.state.lessons.story {
            self.state.people.register.sort = Some(Sort::Pick(Pick::Harmed));
        }
    }

    /// Opens the story of whoever stands first, as soon as all people are there.
    fn follow_story(&mut self, ctx: &Context) {
        if !self.state.lessons.story || self.state.place != Place::People || self.state.flight.is_flying() {
            return;
        }
        let Some(order) = self.state.people.order_wanted(self.state.selection.scope).filter(|(_, lives, ..)| *lives) else { return };
        if let Some(first) = self.state.people.register.order.get(&order).and_then(|rows| rows.first().copied()) {
            self.state.lessons.story = false;
            self.people_step(ctx, PeopleStep::Open(u64::from(first)));
        }
    }

    /// Large type for a class; the size of the window decides how large.
    fn present(&mut self, ctx: &Context) {
        // The list of lessons is nothing for a class: the next lesson is.
        if matches!(self.state.place, Place::Start | Place::Lessons) {
            if self.state.lessons.open.is_none() {
                self.open_lesson(ctx, self.state.lessons.next_place());
            }
            self.state.place = Place::Lessons;
        }
        if self.state.lessons.began.is_none() {
            self.state.lessons.began = Some(now(ctx));
        }
        let zoom = ctx.zoom_factor();
        let height = ctx.content_rect().height() * zoom;
        self.state.lessons.presenting = Some(zoom);
        self.state.lessons.plot = 0;
        ctx.set_zoom_factor((height / PRESENTED_HEIGHT).clamp(PRESENTED.0, PRESENTED.1));
    }

    /// Takes in what came of steps, of sliders and of files.
    pub(super) fn follow_lessons(&mut self, ctx: &Context) {
        if let Some(answer) = self.state.lessons.export.as_ref().and_then(Errand::finished) {
            self.state.lessons.export = None;
            match answer {
                // A class need not read where files are.
                Ok(_) if self.state.lessons.presenting.is_some() => self.note(Severity::Note, "Saved for the class."),
                Ok(folder) => self.note(Severity::Note, format!("Saved for the class in {}.", folder.display())),
                Err(problem) => self.note(Severity::Problem, format!("Not saved: {problem}. The lesson is still here.")),
            }
        }
        let Some(open) = &mut self.state.lessons.open else { return };
        if let Some((errand, answers)) = &open.work {
            let ended = errand.finished();
            while let Ok((step, answer)) = answers.try_recv() {
                open.results.insert(step, answer);
            }
            if let Some(ended) = ended {
                open.work = None;
                if let Err(problem) = ended {
                    self.note(Severity::Problem, format!("The lesson's results could not be flown: {problem}."));
                }
            }
        }
        self.follow_sliders(ctx);
        self.follow_story(ctx);
    }

    /// The scenario of the lesson as the document, flown, on a screen of its results.
    pub(super) fn open_lesson_scenario(&mut self, ctx: &Context, place: Place) {
        let Some(open) = &self.state.lessons.open else { return };
        match open.lesson.scenario(&[]) {
            Ok(scenario) => {
                self.replace(Document::new(scenario, Origin::New, String::new()));
                self.derive();
                self.run(ctx);
                self.arrive(place);
            }
            Err(finding) => self.note(Severity::Problem, format!("The lesson's scenario could not be opened: {}", finding.message)),
        }
    }

    fn export_lesson(&mut self, ctx: &Context, folder: PathBuf) {
        let Some(open) = &self.state.lessons.open else { return };
        let step = open.picture_step();
        let shown = step.and_then(|step| match open.results.get(&step) {
            Some(Ok(StepResult::Shown(shown))) => Some((step, Arc::clone(shown))),
            _ => None,
        });
        let Some((step, shown)) = shown else {
            self.note(Severity::Note, "The lesson's results are still being flown: try again in a moment.");
            return;
        };
        let drawn = match shown.as_ref() {
            Shown::Chart(chart) => open.drawn_on(step, &chart.axes.xs),
            _ => None,
        };
        let title = open.lesson.steps.get(step).map_or_else(String::new, |step| step.title().to_owned());
        let plot = LessonPlot::new(&title, shown, Look { bet: drawn, ..Look::default() }.for_paper());
        let mut notes = open.notes(step);
        let hands = (0..open.lesson.steps.len()).filter(|&other| open.lesson.bet_before(step).is_none_or(|(bet, _)| bet != other));
        notes.extend(hands.filter_map(|other| open.bet_line(other)));
        let (lesson, sliders) = (Arc::clone(&open.lesson), open.sliders.clone());
        self.state.lessons.export = Some(Errand::start(wake(ctx), move |_| write_files(&folder, &lesson, &plot, &notes, &sliders).map(|()| folder)));
    }
}

/// Picture, page and scenario, each written aside and then put in place.
fn write_files(folder: &Path, lesson: &Lesson, plot: &LessonPlot, notes: &[String], sliders: &[f64]) -> Result<(), String> {
    let scenario = lesson.scenario(&[]).map_err(|finding| finding.message)?;
    let picture = class_picture(lesson, &scenario, plot, notes);
    let svg = paint::svg(&picture).map_err(|error| error.to_string())?;
    let png = paint::png(&picture).map_err(|error| error.to_string())?;
    let page = hand_out(lesson, Some(&String::from_utf8_lossy(&svg)), notes);
    let printed = printed_hand_out(lesson, plot, notes).map_err(|error| error.to_string())?;
    let own = with_sliders(lesson, sliders).unwrap_or(scenario);
    let header = format!("// Lesson: {}. {}", lesson.title, lesson.idea);
    let files: [(&str, Vec<u8>); 5] = [
        ("class.png", png),
        ("class.svg", svg),
        ("handout.html", page.into_bytes()),
        ("handout.pdf", printed),
        ("scenario.ron", to_text(&own, &header).into_bytes()),
    ];
    std::fs::create_dir_all(folder).map_err(|error| error.to_string())?;
    for (name, bytes) in files {
        let path = folder.join(format!("{}_{name}", lesson.id));
        write_aside(&path, &bytes).map_err(|error| format!("{}: {error}", path.display()))?;
    }
    Ok(())
}

/// The lesson's scenario with the sliders of its sandbox where the class left them.
fn with_sliders(lesson: &Lesson, sliders: &[f64]) -> Option<Scenario> {
    let controls = lesson.steps.iter().find_map(|step| match step {
        Step::Sandbox { controls, .. } => Some(controls),
        _ => None,
    })?;
    lesson.scenario(&crate::lesson::slider_settings(controls, sliders)).ok()
}

/// Seconds of the window's clock.
fn now(ctx: &Context) -> f64 {
    ctx.input(|input| input.time)
}

/// Takes a bet in.
fn place_bet(open: &mut Open, bet: LessonStep) {
    let step = open.step;
    match bet {
        LessonStep::Draw(points) => {
            let Some(mut line) = open.line(step) else { return };
            for (place, value) in points {
                if let Some(point) = line.get_mut(place) {
                    *point = value;
                }
            }
            open.typed = None;
            open.bets.insert(step, Placed::Curve(line));
        }
        LessonStep::Type(typed) => {
            if let (Some(axes), Some((low, high))) = (open.axes(step), open.reach(step)) {
                let scale = if axes.scale.is_share() { 0.01 } else { 1.0 };
                let values: Vec<f64> = typed
                    .split([' ', ';', ','])
                    .filter_map(|word| word.trim().trim_end_matches('%').parse::<f64>().ok())
                    .map(|value| value * scale)
                    .collect();
                if values.len() == axes.xs.len() {
                    open.bets.insert(step, Placed::Curve(values.into_iter().map(|value| value.clamp(low, high)).collect()));
                }
            }
            open.typed = Some(typed);
        }
        LessonStep::Clear => {
            open.bets.remove(&step);
            open.typed = None;
        }
        LessonStep::Hands(option, count) => {
            let Some(Step::Bet { on: crate::lesson::Bet::Hands(ask), .. }) = open.at() else { return };
            let mut hands = match open.bets.get(&step) {
                Some(Placed::Hands(hands)) => hands.clone(),
                _ => vec![0; ask.options.len()],
            };
            if let Some(hand) = hands.get_mut(option) {
                *hand = count;
            }
            open.bets.insert(step, Placed::Hands(hands));
        }
        LessonStep::Pick(option) => {
            open.bets.insert(step, Placed::Pick(option));
        }
        _ => {}
    }
}
