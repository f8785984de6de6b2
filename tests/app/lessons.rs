//! Lessons and presenter mode in the window, by accessible names.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop at the first surprise")]

use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::time::{Duration, Instant};

use crate::support::{AtOnce, harness_of, send, small_document};
use creepline::app::{App, Background, Command, Errand, Flying, LessonStep, Place, Placed, Runner, StepResult, Wake};
use creepline::lesson::{Flights, Lesson, Tried};
use creepline::scenario::Scenario;
use egui::Key;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;

/// Flies lessons with few people, so that a test does not wait.
struct Small;

fn small(lesson: &Lesson) -> Arc<Lesson> {
    Arc::new(lesson.sized(60, 3, if lesson.id == "breach" { 70 } else { 14 }))
}

impl Runner for Small {
    fn start(&self, scenario: Arc<Scenario>, wake: Wake) -> Box<dyn Flying> {
        let mut scenario = Scenario::clone(&scenario);
        (scenario.population.customers, scenario.experiment.worlds) = (60, 3);
        AtOnce::default().start(Arc::new(scenario), wake)
    }
    fn lesson(&self, lesson: Arc<Lesson>, landed: Sender<(usize, Result<StepResult, String>)>, wake: Wake) -> Errand<()> {
        Background::default().lesson(small(&lesson), landed, wake)
    }
    fn sandbox(&self, lesson: Arc<Lesson>, at: (usize, Vec<f64>), flights: Flights, sketched: Sender<Tried>, wake: Wake) -> Errand<(Tried, Flights)> {
        Background::default().sandbox(small(&lesson), at, flights, sketched, wake)
    }
}

fn app() -> App {
    App::inline(small_document(), Box::new(Small))
}

/// Goes on until something holds.
fn until(harness: &mut Harness<'static, App>, what: &str, holds: impl Fn(&App) -> bool) {
    let end = Instant::now() + Duration::from_secs(120);
    while !holds(harness.state()) {
        assert!(Instant::now() < end, "waited for {what}");
        std::thread::sleep(Duration::from_millis(5));
        harness.step();
    }
    harness.run();
}

fn has_result(app: &App, step: usize) -> bool {
    app.state().lessons.open.as_ref().is_some_and(|open| open.results.contains_key(&step))
}

#[test]
fn a_lesson_from_its_card_to_the_talk() {
    let mut harness = harness_of(app(), [1280.0, 720.0]);
    send(&mut harness, Command::Go(Place::Lessons));
    harness.get_by_label("Start The sweet spot").click();
    harness.run();
    assert!(harness.query_by_label("One shop, one e-mail, seven versions").is_some(), "the headline is there");
    assert!(harness.query_by_label("Step 1 of 7").is_some());
    assert!(harness.query_by_label("Reveal").is_none(), "nothing to reveal yet");

    // The bet is drawn with the pointer from left to right.
    harness.get_by_label("Next").click();
    harness.run();
    let canvas = harness.get_by_label("Draw our line").rect();
    harness.drag_at(canvas.left_center() + egui::vec2(12.0, 0.0));
    harness.step();
    for share in 1..=20 {
        harness.hover_at(canvas.left_center() + egui::vec2(12.0 + share as f32 / 20.0 * (canvas.width() - 24.0), -60.0 * share as f32 / 20.0));
        harness.step();
    }
    harness.drop_at(canvas.right_center() + egui::vec2(-12.0, -60.0));
    harness.run();
    let open = harness.state().state().lessons.open.as_ref().expect("a lesson");
    let Some(Placed::Curve(line)) = open.bets.get(&1) else { panic!("a line: {:?}", open.bets) };
    assert!(line.iter().all(|value| value.is_finite()) && line.len() == 7, "every place is drawn: {line:?}");
    assert!(line.is_sorted() && line[6] > line[0], "as the pointer went: {line:?}");
    let drawn = line.clone();

    // The result comes on request and lies beside the bet.
    harness.get_by_label("Next").click();
    until(&mut harness, "the sweep", |app| has_result(app, 2));
    assert!(harness.query_by_label_contains("nothing lies inside").is_none());
    assert!(harness.query_by_label_contains("Our line is off by").is_none(), "not before the reveal");
    harness.get_by_label("Reveal").click();
    harness.run();
    assert!(harness.query_by_label_contains("everybody, how much of what is known shows 0.45").is_some(), "the picture speaks");
    assert!(harness.query_by_label_contains("Our line is off by").is_some(), "how far off the bet was");
    harness.get_by_label("By segment").click();
    harness.run();
    harness.get_by_label("Worlds as dots").click();
    harness.run();

    // To the end; the bet is still there.
    for _ in 3..7 {
        harness.get_by_label("Next").click();
        harness.run_steps(3);
    }
    until(&mut harness, "all answers", |app| app.state().lessons.open.as_ref().is_some_and(|open| open.work.is_none()));
    assert!(harness.query_by_label("What this model leaves out").is_some());
    assert!(harness.query_by_label_contains("Our line is off by").is_some(), "the bet beside the result");
    let folder = tempfile::tempdir().expect("a folder");
    send(&mut harness, Command::Lesson(LessonStep::ExportTo(folder.path().into())));
    until(&mut harness, "the files", |app| app.state().lessons.export.is_none());
    let read = |name: &str| std::fs::read(folder.path().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
    assert!(read("sweet_spot_class.png").starts_with(b"\x89PNG"));
    let svg = String::from_utf8(read("sweet_spot_class.svg")).expect("text");
    assert!(svg.contains("our bet") && svg.contains("SYNTHETIC PEOPLE"), "bet and result on one picture");
    let page = String::from_utf8(read("sweet_spot_handout.html")).expect("text");
    assert!(page.contains("Questions") && page.contains("What this model leaves out") && page.contains("<svg") && !page.contains("http://"));
    let printed = read("sweet_spot_handout.pdf");
    assert!(printed.starts_with(b"%PDF-"));
    let printed = String::from_utf8_lossy(&printed);
    assert_eq!(printed.matches("/Type/Page/").count() + printed.matches("/Type /Page\n").count(), 1, "one page");
    creepline::scenario::load(&folder.path().join("sweet_spot_scenario.ron")).expect("a scenario");
    assert_eq!(harness.state().state().lessons.open.as_ref().expect("a lesson").bets.get(&1), Some(&Placed::Curve(drawn)));
}

#[test]
fn a_line_is_drawn_with_keys_and_typed() {
    let mut harness = harness_of(app(), [1280.0, 720.0]);
    send(&mut harness, Command::Lesson(LessonStep::Open(0)));
    send(&mut harness, Command::Lesson(LessonStep::Next));
    harness.get_by_label("Draw our line").focus();
    harness.run();
    for key in [Key::ArrowUp, Key::ArrowUp, Key::ArrowRight, Key::ArrowUp] {
        harness.key_press(key);
        harness.run();
    }
    let line = |harness: &Harness<'static, App>| match harness.state().state().lessons.open.as_ref().and_then(|open| open.bets.get(&1)) {
        Some(Placed::Curve(line)) => line.clone(),
        other => panic!("a line: {other:?}"),
    };
    let drawn = line(&harness);
    assert!(drawn[0] > drawn[1] && drawn[1].is_finite() && drawn[2].is_nan(), "{drawn:?}");
    send(&mut harness, Command::Lesson(LessonStep::Type("2 2.1 2.2 2.3 2.2 2.1 2".into())));
    assert!((line(&harness)[3] - 0.023).abs() < 1e-9, "{:?}", line(&harness));
    harness.get_by_label("Clear our bet").click();
    harness.run();
    assert!(harness.state().state().lessons.open.as_ref().expect("a lesson").bets.is_empty());
}

#[test]
fn hands_and_picks_are_kept_and_answered() {
    let mut harness = harness_of(app(), [1280.0, 720.0]);
    send(&mut harness, Command::Lesson(LessonStep::Open(1)));
    send(&mut harness, Command::Lesson(LessonStep::Next));
    assert!(harness.query_by_label("Hands for fine").is_some());
    send(&mut harness, Command::Lesson(LessonStep::Hands(2, 11)));
    send(&mut harness, Command::Lesson(LessonStep::Next));
    harness.get_by_label("guarded").click();
    harness.run();
    send(&mut harness, Command::Lesson(LessonStep::Next));
    until(&mut harness, "the histograms", |app| has_result(app, 3));
    harness.get_by_label("Reveal").click();
    harness.run();
    assert!(harness.query_by_label("Our bet: guarded.").is_some());
    assert!(
        harness.query_by_label_contains("The model says: guarded").is_some() || harness.query_by_label_contains("The worlds do not tell").is_some()
    );
}

#[test]
fn presenter_mode_comes_and_goes_by_keys() {
    let mut harness = harness_of(app(), [1280.0, 720.0]);
    send(&mut harness, Command::Lesson(LessonStep::Open(0)));
    assert!(harness.query_by_label("SYNTHETIC PEOPLE: a model, not a forecast").is_some(), "the bars are there");
    harness.key_press(Key::F5);
    harness.run();
    assert!(harness.state().state().lessons.presenting.is_some());
    assert!(harness.ctx.zoom_factor() >= 1.5, "larger: {}", harness.ctx.zoom_factor());
    assert!(harness.query_by_label("SYNTHETIC PEOPLE: a model, not a forecast").is_none(), "no bars");
    assert!(harness.query_by_label("One shop, one e-mail, seven versions").is_some());
    harness.key_press(Key::PageDown);
    harness.run();
    assert!(harness.query_by_label("Step 2 of 7").is_some(), "a clicker works");
    harness.key_press(Key::PageUp);
    harness.run();
    assert!(harness.query_by_label("Step 1 of 7").is_some());
    harness.key_press(Key::Escape);
    harness.run();
    assert!(harness.state().state().lessons.presenting.is_none());
    assert!((harness.ctx.zoom_factor() - 1.0).abs() < 1e-6, "as before");
    assert!(harness.query_by_label("SYNTHETIC PEOPLE: a model, not a forecast").is_some());
}

#[test]
fn a_result_screen_is_presented_plot_by_plot() {
    let mut harness = crate::support::with_results(creepline::app::ThemeChoice::Light, [1280.0, 720.0]);
    send(&mut harness, Command::Go(Place::Time));
    harness.key_press(Key::F5);
    harness.run();
    assert!(harness.query_by_label_contains("Plot 1 of").is_some());
    assert!(harness.query_by_label("Leave presenter").is_some());
    harness.key_press(Key::PageDown);
    harness.run();
    assert!(harness.query_by_label_contains("Plot 2 of").is_some());
    harness.key_press(Key::F5);
    harness.run();
    assert!(harness.state().state().lessons.presenting.is_none());
}

#[test]
fn a_reveal_keeps_its_finding_until_it_is_asked_for() {
    let mut harness = harness_of(app(), [1280.0, 720.0]);
    send(&mut harness, Command::Lesson(LessonStep::Open(0)));
    send(&mut harness, Command::Lesson(LessonStep::Next));
    send(&mut harness, Command::Lesson(LessonStep::Next));
    assert!(harness.query_by_label("Answers rise, then fall").is_none(), "not before the reveal");
    assert!(harness.query_by_label("Draw it: what happens to answers when more shows?").is_some(), "the question stands");
    send(&mut harness, Command::Lesson(LessonStep::Reveal));
    assert!(harness.query_by_label("Answers rise, then fall").is_some());
    send(&mut harness, Command::Lesson(LessonStep::Next));
    assert!(harness.query_by_label("What do you expect?").is_some());
    assert!(harness.query_by_label("People over their own line, by how much of what is known shows.").is_some());
}

#[test]
fn the_key_of_presenter_mode_begins_the_next_lesson_from_the_list() {
    let mut harness = harness_of(app(), [1280.0, 720.0]);
    send(&mut harness, Command::Go(Place::Lessons));
    assert!(harness.query_by_label_contains("F5 from here begins lesson 1").is_some());
    // The first lesson is given to its end.
    send(&mut harness, Command::Lesson(LessonStep::Open(0)));
    (0..6).for_each(|_| send(&mut harness, Command::Lesson(LessonStep::Next)));
    send(&mut harness, Command::Lesson(LessonStep::Close));
    harness.key_press(Key::F5);
    harness.run();
    let lessons = &harness.state().state().lessons;
    assert_eq!(lessons.open.as_ref().map(|open| open.place), Some(1), "the first that was not given");
    assert!(lessons.presenting.is_some() && harness.query_by_label("One ad, three kinds of people").is_some());
}

#[test]
fn replay_and_story_lead_to_a_filled_screen_and_back_to_the_step() {
    for (lesson, presented) in [(2, false), (2, true), (1, false), (1, true)] {
        let mut harness = harness_of(app(), [1280.0, 720.0]);
        send(&mut harness, Command::Lesson(LessonStep::Open(lesson)));
        (0..5).for_each(|_| send(&mut harness, Command::Lesson(LessonStep::Next)));
        if presented {
            send(&mut harness, Command::Lesson(LessonStep::Present));
        }
        let (button, place) = if lesson == 2 { ("Open the replay", Place::Replay) } else { ("Open the stories", Place::People) };
        harness.get_by_label(button).click();
        harness.step();
        until(&mut harness, "a filled screen", |app| {
            let people = &app.state().people;
            if lesson == 2 { people.street.latest().is_some() } else { people.reading.story.latest().is_some() }
        });
        assert_eq!(harness.state().state().place, place);
        if lesson == 2 {
            assert!(harness.query_all_by_label_contains("Who is fine, who is not").count() > 0, "the street, presented: {presented}");
        } else {
            assert!(harness.state().state().people.reading.customer.is_some(), "the story of whoever is worst off is open");
            assert!(harness.query_all_by_label_contains("What happens to").count() > 0, "her story, presented: {presented}");
        }
        let back = harness.get_all_by_label("Back to the lesson").next().expect("a way back");
        back.click();
        harness.run();
        assert!(harness.query_by_label_contains("Step 6 of").is_some(), "the same step");
        if presented {
            assert!(harness.query_by_label_contains("Day before").is_none());
        }
    }
}

#[test]
fn sliders_give_a_sketch_first_and_what_is_stale_is_dropped() {
    let mut harness = harness_of(app(), [1280.0, 720.0]);
    send(&mut harness, Command::Lesson(LessonStep::Open(0)));
    (0..5).for_each(|_| send(&mut harness, Command::Lesson(LessonStep::Next)));
    let tried = |app: &App| app.state().lessons.open.as_ref().and_then(|open| open.tried.clone());
    until(&mut harness, "the whole result", |app| tried(app).is_some_and(|tried| !tried.expect("a result").sketch));
    let ctx = harness.ctx.clone();
    for value in [0.4, 0.5, 0.6] {
        harness.state_mut().carry_out(&ctx, Command::Lesson(LessonStep::Slide(0, value)));
    }
    let sketches = std::cell::RefCell::new(Vec::new());
    until(&mut harness, "the whole result of the last place", |app| {
        let Some(Ok(tried)) = tried(app) else { return false };
        if tried.sketch {
            sketches.borrow_mut().push(tried.values[0]);
        }
        !tried.sketch && (tried.values[0] - 0.6).abs() < 1e-9
    });
    let sketches = sketches.into_inner();
    assert!(sketches.iter().all(|value| (0.3..=0.6).contains(value)) && !sketches.is_empty(), "{sketches:?}");
    assert!(harness.state().state().lessons.open.as_ref().expect("a lesson").trying.is_none(), "nothing goes on");
}

#[test]
fn the_trainer_reads_notes_and_time_and_no_path() {
    let mut harness = harness_of(app(), [1280.0, 720.0]);
    send(&mut harness, Command::Lesson(LessonStep::Open(0)));
    assert!(harness.query_by_label("Trainer's notes").is_none());
    harness.key_press(Key::F7);
    harness.run();
    assert!(harness.state().state().lessons.presenting.is_none(), "before a class alone");
    harness.key_press(Key::F5);
    harness.run();
    harness.key_press(Key::F7);
    harness.run();
    assert!(harness.query_by_label("Trainer's notes").is_some());
    for words in ["Take one example, no more", "Next: Bet. Draw it", "This step: 0:0", "of 1:00", "The class: 0:0", "of 45:00"] {
        assert!(harness.query_by_label_contains(words).is_some() || harness.query_all_by_label_contains(words).count() > 0, "{words}");
    }
    harness.key_press(Key::PageDown);
    harness.run();
    assert!(harness.query_by_label_contains("Give somebody the mouse").is_some(), "the notes follow");
    harness.get_by_label("Hide these notes").click();
    harness.run();
    assert!(harness.query_by_label_contains("Give somebody the mouse").is_none());
}

#[test]
fn before_a_class_the_talk_comes_in_parts() {
    let mut harness = harness_of(app(), [1280.0, 720.0]);
    send(&mut harness, Command::Lesson(LessonStep::Open(0)));
    (0..6).for_each(|_| send(&mut harness, Command::Lesson(LessonStep::Next)));
    assert!(harness.query_by_label("Questions").is_some() && harness.query_by_label("What this model leaves out").is_some(), "in the window at once");
    harness.key_press(Key::F5);
    harness.run();
    for part in ["Questions", "To take away", "What this model leaves out"] {
        assert!(harness.query_by_label(part).is_some(), "{part}");
        harness.key_press(Key::PageDown);
        harness.run();
    }
    harness.key_press(Key::PageUp);
    harness.run();
    assert!(harness.query_by_label("To take away").is_some());
}
