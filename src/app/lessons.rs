//! Lessons and presenter mode: which step of which lesson, bets drawn, what came of each step, what the sandbox is set to.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::mpsc::Receiver;
use std::sync::{Arc, OnceLock};

use super::errand::Errand;
use super::view::sentence_case;
use crate::lesson::{Axes, Bet, Flights, LESSONS, Lesson, Settled, Show, Shown, Step, Tried, bet_words};
use crate::report::lessons::Drawn;

/// What came of a step.
#[derive(Clone, Debug)]
pub enum StepResult {
    /// A result to draw.
    Shown(Arc<Shown>),
    /// An answer to a question.
    Settled(Settled),
}

/// What the class bet on a step.
#[derive(Clone, Debug, PartialEq)]
pub enum Placed {
    /// A drawn line: a value for each place, no number where nothing is drawn.
    Curve(Vec<f64>),
    /// Hands counted for each option.
    Hands(Vec<u32>),
    /// The option picked.
    Pick(usize),
}

/// A lesson under way.
pub struct Open {
    /// Place among the lessons.
    pub place: usize,
    /// The lesson.
    pub lesson: Arc<Lesson>,
    /// Step in view, from 0.
    pub step: usize,
    /// What the class bet, by step.
    pub bets: BTreeMap<usize, Placed>,
    /// What is typed for a line.
    pub typed: Option<String>,
    /// What came of the steps that fly something.
    pub results: BTreeMap<usize, Result<StepResult, String>>,
    /// Steps whose result is shown, and since when (seconds of the window's clock).
    pub revealed: BTreeMap<usize, f64>,
    /// Where the sliders of the sandbox stand.
    pub sliders: Vec<f64>,
    /// What came of them.
    pub tried: Option<Result<Arc<Tried>, String>>,
    /// The work that answers all steps, and where answers come in.
    pub work: Option<(Errand<()>, Receiver<(usize, Result<StepResult, String>)>)>,
    /// The work that follows the sliders.
    pub trying: Option<Trying>,
    /// Part of the last step in view before a class, from 0: questions, what to take away, what the model leaves out.
    pub part: usize,
    /// When the lesson began, and the step in view (seconds of the window's clock).
    pub since: (f64, f64),
    /// Runs that the sandbox begins from.
    pub flights: Flights,
}

/// Work that follows the sliders.
pub struct Trying {
    /// The work.
    pub errand: Errand<(Tried, Flights)>,
    /// Where the quick look comes in.
    pub sketched: Receiver<Tried>,
    /// Whether the quick look is there.
    pub seen: bool,
    /// Whether the sliders moved on meanwhile.
    pub moved: bool,
}

/// Parts of the last step before a class.
pub const TALK_PARTS: usize = 3;
/// How long a class takes, in minutes.
pub const CLASS_MINUTES: f64 = 45.0;

/// Lessons and presenter mode.
#[derive(Default)]
pub struct Lessons {
    /// The lesson under way.
    pub open: Option<Open>,
    /// Whether the window is for a class, and how large it was before.
    pub presenting: Option<f32>,
    /// Which plot of a result screen is presented, from 0.
    pub plot: usize,
    /// By segment instead of for everybody.
    pub split: bool,
    /// A dot for each world.
    pub worlds: bool,
    /// Lessons that came to their last step.
    pub done: BTreeSet<usize>,
    /// Whether the trainer's notes are in view.
    pub notes: bool,
    /// When the class began (seconds of the window's clock).
    pub began: Option<f64>,
    /// Somebody's story is to be opened as soon as people are there.
    pub story: bool,
    /// Files under way to a folder.
    pub export: Option<Errand<PathBuf>>,
}

/// All lessons, read once. Their content was checked when the program was built.
pub fn lessons() -> &'static [Arc<Lesson>] {
    static READ: OnceLock<Vec<Arc<Lesson>>> = OnceLock::new();
    READ.get_or_init(|| LESSONS.iter().filter_map(|lesson| lesson.read().ok()).map(Arc::new).collect())
}

impl Lessons {
    /// The lesson to begin with where nobody says which: the first that was not given to its end.
    pub fn next_place(&self) -> usize {
        (0..lessons().len()).find(|place| !self.done.contains(place)).unwrap_or(0)
    }
}

impl Open {
    /// A lesson at its first step.
    pub fn new(place: usize, lesson: Arc<Lesson>) -> Self {
        Self {
            place,
            lesson,
            step: 0,
            bets: BTreeMap::new(),
            typed: None,
            results: BTreeMap::new(),
            revealed: BTreeMap::new(),
            sliders: Vec::new(),
            tried: None,
            work: None,
            trying: None,
            part: 0,
            since: (0.0, 0.0),
            flights: Flights::default(),
        }
    }

    /// The step in view.
    pub fn at(&self) -> Option<&Step> {
        self.lesson.steps.get(self.step)
    }

    /// What stands above the step: before a reveal it does not say what comes out.
    pub fn headline(&self) -> &str {
        let Some(step) = self.at() else { return "" };
        if !self.hides_result() {
            return step.title();
        }
        let asked = self.answered_bet().and_then(|bet| self.lesson.steps.get(bet));
        asked.map_or("What do you expect?", Step::title)
    }

    /// The words below it.
    pub fn said(&self) -> Vec<String> {
        match self.at() {
            Some(Step::Reveal { .. }) if self.hides_result() && self.answered_bet().is_some() => {
                vec!["Our bet stands. What does the model say?".into()]
            }
            Some(Step::Reveal { show, .. }) if self.hides_result() => {
                vec![format!("{}.", sentence_case(&show.subject()))]
            }
            Some(step) => step.words().to_vec(),
            None => Vec::new(),
        }
    }

    fn hides_result(&self) -> bool {
        matches!(self.at(), Some(Step::Reveal { .. })) && !self.revealed.contains_key(&self.step)
    }

    /// The bet that the step in view answers.
    fn answered_bet(&self) -> Option<usize> {
        let (bet, _) = self.lesson.bet_before(self.step)?;
        (self.lesson.reveal_from(bet)?.0 == self.step).then_some(bet)
    }

    /// The axes of the line drawn at a step; `None` where no line is drawn.
    pub fn axes(&self, step: usize) -> Option<Axes> {
        let Some(Step::Bet { on: Bet::Curve { .. }, .. }) = self.lesson.steps.get(step) else { return None };
        let (_, show) = self.lesson.reveal_from(step)?;
        Axes::of_bet(show, self.lesson.base.days)
    }

    /// The ends of the upright axis on which a line is drawn at a step.
    pub fn reach(&self, step: usize) -> Option<(f64, f64)> {
        let Some(Step::Bet { on: Bet::Curve { low, high }, .. }) = self.lesson.steps.get(step) else { return None };
        Some((*low, *high))
    }

    /// The line drawn at a step, with no number where nothing is drawn.
    pub fn line(&self, step: usize) -> Option<Vec<f64>> {
        let axes = self.axes(step)?;
        Some(match self.bets.get(&step) {
            Some(Placed::Curve(line)) => line.clone(),
            _ => vec![f64::NAN; axes.xs.len()],
        })
    }

    /// The empty axes that stand before a reveal, with the line drawn on them and the ends of their upright axis.
    pub fn axes_shown(&self) -> Option<(Axes, Vec<f64>, (f64, f64))> {
        let (bet, axis) = self.lesson.curve_on(self.step)?;
        Some((self.axes(bet)?, self.line(bet)?, axis))
    }

    /// The class's line as it lies on the result of a step.
    pub fn drawn_on(&self, step: usize, places: &[f64]) -> Option<Drawn> {
        let (bet, axis) = self.lesson.curve_on(step)?;
        let axes = self.axes(bet)?;
        let Some(Placed::Curve(line)) = self.bets.get(&bet) else { return None };
        if axes.xs.len() == places.len() {
            return Some(Drawn { line: line.clone(), axis });
        }
        let points: Vec<(f64, f64)> = axes.xs.iter().copied().zip(line.iter().copied()).filter(|(_, value)| value.is_finite()).collect();
        Some(Drawn { line: crate::lesson::at_days(&points, places), axis })
    }

    /// What the class bet at a step, in a line.
    pub fn bet_line(&self, step: usize) -> Option<String> {
        let Some(Step::Bet { on, .. }) = self.lesson.steps.get(step) else { return None };
        match self.bets.get(&step)? {
            Placed::Curve(_) => None,
            Placed::Hands(hands) => bet_words(on, hands, None),
            Placed::Pick(pick) => bet_words(on, &[], Some(*pick)),
        }
    }

    /// What the engine says to the question of a step, in a line.
    pub fn answer_line(&self, step: usize) -> Option<String> {
        let (Step::Bet { on: Bet::Hands(ask) | Bet::Pick(ask), .. } | Step::Puzzle { ask, .. }) = self.lesson.steps.get(step)? else { return None };
        let Some(Ok(StepResult::Settled(settled))) = self.results.get(&step) else { return None };
        let values = settled.values.iter().map(|value| plain_number(value)).collect::<Vec<_>>().join(" / ");
        Some(match settled.right.and_then(|right| ask.options.get(right)) {
            Some(option) => format!("The model says: {option}; {values}."),
            None => format!("The worlds do not tell which; {values}."),
        })
    }

    /// What is said under the result of a step: the class's bet beside it, and how far off it was.
    pub fn notes(&self, step: usize) -> Vec<String> {
        let Some((bet, _)) = self.lesson.bet_before(step) else { return Vec::new() };
        if self.lesson.reveal_from(bet).is_none_or(|(place, _)| place != step) {
            return Vec::new();
        }
        let mut notes: Vec<String> = self.bet_line(bet).into_iter().chain(self.answer_line(bet)).collect();
        if let Some(Ok(StepResult::Shown(shown))) = self.results.get(&step)
            && let Shown::Chart(chart) = shown.as_ref()
            && let Some(drawn) = self.drawn_on(step, &chart.axes.xs)
            && let Some(points) = chart.series.first().map(|series| &series.points)
            && let Some(distance) = crate::lesson::distance(&self.drawn_points(bet, &drawn.line, &chart.axes.xs), points)
        {
            notes.push(distance.words(chart));
        }
        notes
    }

    /// The line of a bet where it was drawn; between its points it is no number.
    fn drawn_points(&self, bet: usize, line: &[f64], places: &[f64]) -> Vec<f64> {
        let Some(axes) = self.axes(bet) else { return line.to_vec() };
        let drawn = |place: f64| axes.xs.iter().any(|x| (x - place).abs() < 1e-9);
        places.iter().zip(line).map(|(place, value)| if drawn(*place) { *value } else { f64::NAN }).collect()
    }

    /// The reveal that holds a bet of the class, or else the first one: what the class takes home.
    pub fn picture_step(&self) -> Option<usize> {
        let reveals = || (0..self.lesson.steps.len()).filter(|&step| matches!(self.lesson.steps.get(step), Some(Step::Reveal { .. })));
        let with_bet = reveals().find(|&step| {
            let bet = self.lesson.bet_before(step).map(|(bet, _)| bet);
            bet.is_some_and(|bet| self.bets.contains_key(&bet) && self.lesson.reveal_from(bet).is_some_and(|(place, _)| place == step))
        });
        with_bet.or_else(|| reveals().next())
    }

    /// Whether the result in view can be split by segment.
    pub fn can_split(&self) -> bool {
        matches!(self.results.get(&self.step), Some(Ok(StepResult::Shown(shown))) if matches!(shown.as_ref(), Shown::Chart(chart) if !chart.parts.is_empty()))
    }

    /// Whether the result in view can have a dot for each world: not the courses, which have one for each day.
    pub fn can_show_worlds(&self) -> bool {
        matches!(self.at(), Some(Step::Reveal { show: Show::Sweep { .. } | Show::Groups { .. } | Show::Numbers { .. } | Show::Criteria { .. }, .. }))
    }

    /// Whether the step in view has something to reveal that is not shown yet.
    pub fn hides_something(&self) -> bool {
        matches!(self.at(), Some(Step::Reveal { .. } | Step::Puzzle { .. })) && !self.revealed.contains_key(&self.step)
    }
}

/// A number without what only a statistician asks for.
pub fn plain_number(value: &str) -> &str {
    value.strip_suffix(" (deterministic)").unwrap_or(value)
}

/// What can be done there.
#[derive(Clone, Debug, PartialEq)]
pub enum LessonStep {
    /// Open a lesson, by its place.
    Open(usize),
    /// Back to the cards.
    Close,
    /// The next step.
    Next,
    /// The step before.
    Back,
    /// Show what came of this step.
    Reveal,
    /// By segment, or for everybody.
    Split,
    /// A dot for each world, or a band.
    Worlds,
    /// Points of the drawn line, from one place to another.
    Draw(Vec<(usize, f64)>),
    /// Values typed for the line.
    Type(String),
    /// Take the bet away.
    Clear,
    /// Hands counted for an option.
    Hands(usize, u32),
    /// The option picked.
    Pick(usize),
    /// A slider of the sandbox.
    Slide(usize, f64),
    /// The replay of the lesson's scenario.
    Replay,
    /// The people of the lesson's scenario.
    Story,
    /// Write what the class takes home: ask where.
    Export,
    /// Write it to a folder.
    ExportTo(PathBuf),
    /// Large, for a class, or as before.
    Present,
    /// Leave presenter mode.
    Leave,
    /// The next plot of the screen.
    NextPlot,
    /// The plot before.
    LastPlot,
    /// From a result screen back to the lesson.
    Return,
    /// The trainer's notes, before a class.
    Notes,
    /// The class begins now.
    StartClock,
}

impl LessonStep {
    /// The words on buttons.
    pub fn label(&self) -> String {
        match self {
            Self::Open(place) => format!("Start {}", lessons().get(*place).map_or("", |lesson| lesson.title.as_str())),
            Self::Close => "All lessons".into(),
            Self::Next => "Next".into(),
            Self::Back => "Back".into(),
            Self::Reveal => "Reveal".into(),
            Self::Split => "By segment".into(),
            Self::Worlds => "Worlds as dots".into(),
            Self::Draw(_) | Self::Type(_) => "Draw our line".into(),
            Self::Clear => "Clear our bet".into(),
            Self::Hands(..) => "Count hands".into(),
            Self::Pick(_) => "Pick".into(),
            Self::Slide(..) => "Move a slider".into(),
            Self::Replay => "Open the replay".into(),
            Self::Story => "Open the stories".into(),
            Self::Export | Self::ExportTo(_) => "Export for the class".into(),
            Self::Present => "Present".into(),
            Self::Leave => "Leave presenter".into(),
            Self::NextPlot => "Next plot".into(),
            Self::LastPlot => "Plot before".into(),
            Self::Return => "Back to the lesson".into(),
            Self::Notes => "Trainer's notes".into(),
            Self::StartClock => "Start the clock again".into(),
        }
    }
    /// One sentence more.
    pub fn tooltip(&self) -> &'static str {
        match self {
            Self::Open(_) => "Open this lesson; its results are flown while you talk.",
            Self::Close => "Back to the cards. Bets are forgotten.",
            Self::Next => "The next step (Page down).",
            Self::Back => "The step before (Page up).",
            Self::Reveal => "Show what the model answers.",
            Self::Split => "The same curve for each segment of people.",
            Self::Worlds => "Each world as a dot: how much is luck.",
            Self::Draw(_) | Self::Type(_) => "What the class expects.",
            Self::Clear => "Take the class's bet away.",
            Self::Hands(..) => "How many hands.",
            Self::Pick(_) => "The class picks this.",
            Self::Slide(..) => "The picture follows.",
            Self::Replay => "Fly this scenario and watch the same people under two policies.",
            Self::Story => "Fly this scenario and open one person's days.",
            Self::Export | Self::ExportTo(_) => {
                "Picture with bet and result, a page with the questions (PDF and HTML), and the scenario. Nothing personal is kept."
            }
            Self::Present => "Large type, one plot, no panels (F5). From Start and Lessons it begins the next lesson. Esc leaves.",
            Self::Leave => "Back to the window as it was (Esc).",
            Self::NextPlot | Self::LastPlot => "Another plot of this screen.",
            Self::Return => "Back to the step of the lesson.",
            Self::Notes => "What helps at this step, what comes next, and the time: in a window of their own while a lesson is presented.",
            Self::StartClock => "The 45 minutes of the class begin now.",
        }
    }
}
