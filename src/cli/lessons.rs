//! `creepline lessons`: what there is to teach, or one lesson's steps with what the engine answers to each of them.

use super::args::LessonsArgs;
use super::ending::{Ending, Failure};
use super::output;
use crate::experiment::Stop;
use crate::lesson::{Ask, Bet, Bundled, Flights, LESSONS, Lesson, Setting, Show, Step, reveal, sandbox_start, settle, shown_lines, try_out};

/// Lists the lessons, or tells one of them.
///
/// # Errors
/// Where there is no such lesson, or the engine stops.
pub fn lessons(args: &LessonsArgs) -> Result<Ending, Failure> {
    let text = match &args.lesson {
        None => list()?,
        Some(id) => {
            let bundled = Bundled::find(id).ok_or_else(|| unknown(id))?;
            let lesson = load(bundled)?;
            told(&lesson, args.threads).map_err(|message| Failure::new(Ending::Failed, format!("error: {message}")))?
        }
    };
    output::result(text.as_bytes(), None)?;
    Ok(Ending::Done)
}

fn load(bundled: &Bundled) -> Result<Lesson, Failure> {
    bundled.load().map_err(|error| Failure::new(Ending::Invalid, error.to_string()))
}

fn unknown(id: &str) -> Failure {
    let hint = Bundled::nearest(id).map_or_else(|| "`creepline lessons` lists them".into(), |nearest| format!("did you mean `{nearest}`?"));
    Failure::new(Ending::Invalid, format!("error[S018]: there is no lesson called `{id}`\n  help: {hint}"))
}

fn list() -> Result<String, Failure> {
    let width = LESSONS.iter().map(|lesson| lesson.id.len()).max().unwrap_or(0);
    let mut text = String::new();
    for bundled in LESSONS {
        let lesson = load(bundled)?;
        text.push_str(&format!("{:width$}  {} ({} min): {}\n", lesson.id, lesson.title, lesson.minutes, lesson.idea));
    }
    Ok(text)
}

/// A lesson step by step.
fn told(lesson: &Lesson, threads: usize) -> Result<String, String> {
    let (mut flights, stop) = (Flights::default(), Stop::new());
    let base = &lesson.base;
    let mut text = format!("{}\n{}\n", lesson.title, lesson.idea);
    text.push_str(&format!(
        "{} minutes; {} worlds of {} synthetic people, {} days, seed {}\n",
        lesson.minutes, base.worlds, base.people, base.days, base.seed
    ));
    for (place, step) in lesson.steps.iter().enumerate() {
        text.push_str(&format!("\n{}. {}: {} ({} min)\n", place + 1, step.kind(), step.title(), step.minutes()));
        for note in step.notes() {
            text.push_str(&format!("   For the trainer: {note}\n"));
        }
        for words in step.words() {
            text.push_str(&format!("   {words}\n"));
        }
        match step {
            Step::Say { .. } | Step::Replay { .. } | Step::Story { .. } => {}
            Step::Bet { on: Bet::Curve { .. }, .. } => text.push_str("   The class draws a line.\n"),
            Step::Bet { on: Bet::Hands(ask) | Bet::Pick(ask), .. } | Step::Puzzle { ask, .. } => {
                asked(lesson, ask, &mut flights, threads, &stop, &mut text)?;
            }
            Step::Reveal { show, set, .. } => shown(lesson, show, set, &mut flights, threads, &stop, &mut text)?,
            Step::Sandbox { controls, goal, .. } => {
                let start = sandbox_start(lesson, controls).map_err(|finding| finding.message)?;
                for (control, start) in controls.iter().zip(&start) {
                    text.push_str(&format!("   {} from {} to {}, now {start}\n", control.label, control.low, control.high));
                }
                let tried = try_out(lesson, (controls, goal), &start, &mut flights, threads, &stop)?;
                for (condition, met) in goal.iter().zip(&tried.met) {
                    text.push_str(&format!(
                        "   Goal: {} {} {}: {} at the start\n",
                        condition.what,
                        condition.bound.words(),
                        condition.limit,
                        met.words()
                    ));
                }
                lines(&tried.shown, &mut text);
            }
            Step::Discuss { questions, takeaways, leaves_out, .. } => {
                for (title, list) in [("Questions", questions), ("To take away", takeaways), ("What this model leaves out", leaves_out)] {
                    text.push_str(&format!("   {title}\n"));
                    list.iter().for_each(|item| text.push_str(&format!("   - {item}\n")));
                }
            }
        }
    }
    Ok(text)
}

fn asked(lesson: &Lesson, ask: &Ask, flights: &mut Flights, threads: usize, stop: &Stop, text: &mut String) -> Result<(), String> {
    let settled = ask.truth.as_ref().map(|truth| settle(lesson, truth, flights, threads, stop)).transpose()?;
    for (place, option) in ask.options.iter().enumerate() {
        let settled = settled.as_ref();
        let mark = if settled.is_some_and(|settled| settled.right == Some(place)) { ">" } else { " " };
        let value = settled.filter(|settled| settled.values.len() == ask.options.len()).and_then(|settled| settled.values.get(place));
        let value = value.map_or_else(String::new, |value| format!(": {value}"));
        text.push_str(&format!(" {mark} {option}{value}\n"));
    }
    if let Some(settled) = settled {
        if settled.values.len() != ask.options.len() {
            text.push_str(&format!("   The engine says {}\n", settled.values.join(", ")));
        }
        if settled.right.is_none() {
            text.push_str("   The worlds do not tell which.\n");
        }
    }
    Ok(())
}

fn shown(lesson: &Lesson, show: &Show, set: &[Setting], flights: &mut Flights, threads: usize, stop: &Stop, text: &mut String) -> Result<(), String> {
    let scenarios = lesson.scenarios(show, set).map_err(|finding| finding.message)?;
    let runs = flights.fly(&scenarios, threads, stop)?;
    lines(&reveal(show, &runs)?, text);
    Ok(())
}

fn lines(shown: &crate::lesson::Shown, text: &mut String) {
    let lines = shown_lines(shown);
    let width = lines.iter().map(|(what, _)| what.chars().count()).max().unwrap_or(0);
    for (what, number) in lines {
        text.push_str(&format!("   {what:width$}  {number}\n"));
    }
}
