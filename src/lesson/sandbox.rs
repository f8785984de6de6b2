//! The sandbox: what a few sliders do to what is to be reached.

use super::answer::{read, scale};
use super::file::{Bound, Condition, Control, Lesson, Setting};
use super::flight::Flights;
use super::reveal::{Line, Panel, Rows, Shown};
use crate::experiment::{Estimated, Stop};
use crate::scenario::{Finding, get};

/// Whether a condition holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Met {
    /// The whole interval lies on the right side.
    Yes,
    /// The whole interval lies on the wrong side.
    No,
    /// The interval reaches over the limit.
    Unclear,
    /// There is no number.
    Undefined,
}

impl Met {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Yes => "met",
            Self::No => "not met",
            Self::Unclear => "too close to tell",
            Self::Undefined => "no number",
        }
    }
}

/// Most people of a quick look.
const SKETCHED: u64 = 500;

impl Lesson {
    /// The lesson in one world of few people: fast enough to follow a slider.
    #[must_use]
    pub fn sketch(&self) -> Self {
        self.sized(self.base.people.min(SKETCHED), 1, self.base.days)
    }
}

/// What came of a setting of the sliders.
#[derive(Clone, Debug, PartialEq)]
pub struct Tried {
    /// Where the sliders stood.
    pub values: Vec<f64>,
    /// Before and after, for each condition.
    pub shown: Shown,
    /// Whether each condition holds.
    pub met: Vec<Met>,
    /// Whether it is a quick look at one world: the whole result follows.
    pub sketch: bool,
}

impl Tried {
    /// Whether all of the goal is met, in words.
    pub fn verdict(&self) -> &'static str {
        if self.met.iter().all(|met| *met == Met::Yes) {
            "Goal met"
        } else if self.met.contains(&Met::No) {
            "Goal not met yet"
        } else {
            "Goal: too close to tell"
        }
    }
}

/// Where the sliders stand before anybody moves them: what the lesson's scenario says.
///
/// # Errors
/// Where a path is not there or holds no number.
pub fn sandbox_start(lesson: &Lesson, controls: &[Control]) -> Result<Vec<f64>, Finding> {
    let scenario = lesson.scenario(&[])?;
    let value = |control: &Control| {
        let path = control.paths.first().map_or("", String::as_str);
        let text = get(&scenario, path)?;
        let number = text.parse::<f64>();
        number.map_err(|_| Finding::error("L022", path, format!("`{path}` holds no number"), "a slider moves a number"))
    };
    controls.iter().map(value).collect()
}

/// What sliders change.
pub fn slider_settings(controls: &[Control], values: &[f64]) -> Vec<Setting> {
    let change = |(control, value): (&Control, &f64)| {
        let value = if control.whole { value.round() } else { *value };
        control.paths.iter().map(move |path| Setting(path.clone(), format!("{value:?}"))).collect::<Vec<_>>()
    };
    controls.iter().zip(values).flat_map(change).collect()
}

/// Flies a setting of the sliders beside the one at the start.
///
/// # Errors
/// Where something cannot be flown or read.
pub fn try_out(
    lesson: &Lesson,
    (controls, goal): (&[Control], &[Condition]),
    values: &[f64],
    flights: &mut Flights,
    threads: usize,
    stop: &Stop,
) -> Result<Tried, String> {
    let changes = slider_settings(controls, values);
    let mut panels = Vec::with_capacity(goal.len());
    let mut met = Vec::with_capacity(goal.len());
    for condition in goal {
        let before = read(lesson, &condition.reading, flights, threads, stop)?;
        let mut changed = condition.reading.clone();
        changed.set.extend(changes.iter().cloned());
        let now = read(lesson, &changed, flights, threads, stop)?;
        let judged = judge(&now, condition);
        met.push(judged);
        let limit = super::words::scale_value(scale(&condition.reading), condition.limit);
        panels.push(Panel {
            title: format!("{}, {} {limit}: {}", condition.what, condition.bound.words(), judged.words()),
            scale: scale(&condition.reading),
            lines: vec![Line { name: "at the start".into(), look: 1, value: before }, Line { name: "ours".into(), look: 2, value: now }],
            mark: Some((condition.limit, String::new())),
            better: "",
        });
    }
    let scenario = lesson.scenario(&[]).map_err(|finding| finding.message)?;
    let size = (scenario.experiment.worlds as usize, scenario.population.customers);
    Ok(Tried { values: values.to_vec(), shown: Shown::Rows(Rows { panels, worlds: false, size }), met, sketch: size.0 == 1 })
}

fn judge(now: &Estimated, condition: &Condition) -> Met {
    let Ok(now) = now else { return Met::Undefined };
    let (low, high) = now.interval.unwrap_or((now.mean, now.mean));
    let (good, bad) = match condition.bound {
        Bound::AtLeast => (low >= condition.limit, high < condition.limit),
        Bound::AtMost => (high <= condition.limit, low > condition.limit),
    };
    match (good, bad) {
        (true, _) => Met::Yes,
        (_, true) => Met::No,
        _ => Met::Unclear,
    }
}
