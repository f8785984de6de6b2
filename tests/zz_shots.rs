//! Temporary pictures.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, dead_code, reason = "temporary")]
mod app_support;
use app_support::{AtOnce, harness_of, send, small_document};
use creepline::app::*;
use creepline::lesson::{Flights, Lesson, Tried};
use creepline::scenario::Scenario;
use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::time::Duration;
struct Small;
fn small(lesson: &Lesson) -> Arc<Lesson> {
    Arc::new(lesson.sized(150, 4, if lesson.id == "breach" { 90 } else { 28 }))
}
impl Runner for Small {
    fn start(&self, scenario: Arc<Scenario>, wake: Wake) -> Box<dyn Flying> {
        AtOnce::default().start(scenario, wake)
    }
    fn lesson(&self, lesson: Arc<Lesson>, landed: Sender<(usize, Result<StepResult, String>)>, wake: Wake) -> Errand<()> {
        Background.lesson(small(&lesson), landed, wake)
    }
    fn sandbox(&self, lesson: Arc<Lesson>, step: usize, values: Vec<f64>, flights: Flights, wake: Wake) -> Errand<(Tried, Flights)> {
        Background.sandbox(small(&lesson), step, values, flights, wake)
    }
}
#[test]
fn shots() {
    let only: Vec<usize> = std::env::var("L").unwrap_or("0".into()).split(',').map(|x| x.parse().unwrap()).collect();
    let presented = std::env::var("P").is_ok();
    let size = if presented { [1280.0, 720.0] } else { [1024.0, 640.0] };
    let dark = std::env::var("D").is_ok();
    std::fs::create_dir_all("/tmp/les/shots").unwrap();
    let mut harness = harness_of(App::inline(small_document(), Box::new(Small)), size);
    send(&mut harness, Command::SetTheme(if dark { ThemeChoice::Dark } else { ThemeChoice::Light }));
    send(&mut harness, Command::Go(Place::Lessons));
    if !presented {
        harness.render().unwrap().save("/tmp/les/shots/cards.png").unwrap();
    }
    for l in only {
        send(&mut harness, Command::Lesson(LessonStep::Open(l)));
        if presented && harness.state().state().lessons.presenting.is_none() {
            send(&mut harness, Command::Lesson(LessonStep::Present));
            harness.run();
        }
        while harness.state().state().lessons.open.as_ref().unwrap().work.is_some() {
            std::thread::sleep(Duration::from_millis(20));
            harness.step();
        }
        let steps = harness.state().state().lessons.open.as_ref().unwrap().lesson.steps.len();
        for s in 0..steps {
            if let Some(axes) = harness.state().state().lessons.open.as_ref().unwrap().axes(s) {
                let n = axes.xs.len();
                let pts = (0..n).map(|i| (i, axes.y.0 + (axes.y.1 - axes.y.0) * (0.3 + 0.5 * i as f64 / n as f64))).collect();
                send(&mut harness, Command::Lesson(LessonStep::Draw(pts)));
            }
            for _ in 0..200 {
                if harness.state().state().lessons.open.as_ref().unwrap().trying.is_none() {
                    break;
                }
                std::thread::sleep(Duration::from_millis(50));
                harness.step();
            }
            let tag = if presented { "p" } else { "w" };
            let kind = harness.state().state().lessons.open.as_ref().unwrap().at().unwrap().kind();
            let hides = harness.state().state().lessons.open.as_ref().unwrap().hides_something();
            if kind == "Bet" {
                send(&mut harness, Command::Lesson(LessonStep::Hands(0, 7)));
            }
            if hides && s < 4 && std::env::var("H").is_ok() {
                harness.run();
                harness.render().unwrap().save(format!("/tmp/les/shots/{tag}{l}_{s}_a.png")).unwrap();
            }
            if hides {
                send(&mut harness, Command::Lesson(LessonStep::Reveal));
            }
            harness.run();
            harness.render().unwrap().save(format!("/tmp/les/shots/{tag}{l}_{s}_b.png")).unwrap();
            if s + 1 < steps {
                send(&mut harness, Command::Lesson(LessonStep::Next));
            }
        }
    }
}
