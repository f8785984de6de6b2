//! A lesson as its file says it. What the fields mean stands at each of them.

use serde::Deserialize;
use serde::de::Error as _;

use crate::experiment::FairnessCriterion;
use crate::scenario::{Metric, suggestion};

/// A lesson.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lesson {
    /// Format of the file: 1.
    pub version: u64,
    /// Its name on the command line, which is also the name of its file.
    pub id: String,
    /// Its title.
    pub title: String,
    /// What it is about, in one line.
    pub idea: String,
    /// What the class bets on, in a few words.
    pub bet: String,
    /// How long it takes.
    pub minutes: u64,
    /// The scenario that its steps fly.
    pub base: Base,
    /// Its steps, in order. The last one is a talk that says what the model leaves out.
    pub steps: Vec<Step>,
}

/// The scenario of a lesson: a bundled case, made small, with some fields changed.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Base {
    /// Name of the bundled case.
    pub case: String,
    /// Variants that are kept; all where it is empty.
    #[serde(default)]
    pub keep: Vec<String>,
    /// Another baseline.
    #[serde(default)]
    pub baseline: Option<String>,
    /// Fields changed.
    #[serde(default)]
    pub set: Vec<Setting>,
    /// Seed.
    pub seed: u64,
    /// Customers in each world.
    pub people: u64,
    /// Worlds.
    pub worlds: u64,
    /// Days.
    pub days: u64,
}

/// One change of a scenario: path and value, as [`crate::scenario::set`] takes them.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Setting(pub String, #[serde(deserialize_with = "raw")] pub String);

/// The text of a value, whatever it is.
fn raw<'de, D: serde::Deserializer<'de>>(reader: D) -> Result<String, D::Error> {
    Box::<ron::value::RawValue>::deserialize(reader).map(|value| value.get_ron().trim().to_owned())
}

/// A step of a lesson.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum Step {
    /// Words for the trainer to say and the class to read.
    Say {
        /// Headline.
        title: String,
        /// How long it takes, in minutes.
        minutes: f64,
        /// What helps the trainer; the class does not see it.
        notes: Vec<String>,
        /// A few short sentences.
        words: Vec<String>,
    },
    /// The class says what it expects.
    Bet {
        /// The question.
        title: String,
        /// How long it takes, in minutes.
        minutes: f64,
        /// What helps the trainer; the class does not see it.
        notes: Vec<String>,
        /// A sentence or two more.
        #[serde(default)]
        words: Vec<String>,
        /// How it bets.
        on: Bet,
    },
    /// The engine's result.
    Reveal {
        /// Headline.
        title: String,
        /// How long it takes, in minutes.
        minutes: f64,
        /// What helps the trainer; the class does not see it.
        notes: Vec<String>,
        /// What to look at.
        words: Vec<String>,
        /// What is shown.
        show: Show,
        /// Fields changed for this step alone.
        #[serde(default)]
        set: Vec<Setting>,
    },
    /// The same people side by side, day by day.
    Replay {
        /// Headline.
        title: String,
        /// How long it takes, in minutes.
        minutes: f64,
        /// What helps the trainer; the class does not see it.
        notes: Vec<String>,
        /// What to look at.
        words: Vec<String>,
    },
    /// One person's days.
    Story {
        /// Headline.
        title: String,
        /// How long it takes, in minutes.
        minutes: f64,
        /// What helps the trainer; the class does not see it.
        notes: Vec<String>,
        /// What to look at.
        words: Vec<String>,
    },
    /// A question that the engine answers.
    Puzzle {
        /// The question.
        title: String,
        /// How long it takes, in minutes.
        minutes: f64,
        /// What helps the trainer; the class does not see it.
        notes: Vec<String>,
        /// A sentence or two more.
        #[serde(default)]
        words: Vec<String>,
        /// Options and what decides between them.
        ask: Ask,
    },
    /// A few sliders and a goal.
    Sandbox {
        /// Headline.
        title: String,
        /// How long it takes, in minutes.
        minutes: f64,
        /// What helps the trainer; the class does not see it.
        notes: Vec<String>,
        /// What to try.
        words: Vec<String>,
        /// At most four sliders.
        controls: Vec<Control>,
        /// What is to be reached; all of it.
        goal: Vec<Condition>,
    },
    /// Talk, and the end of the lesson.
    Discuss {
        /// Headline.
        title: String,
        /// How long it takes, in minutes.
        minutes: f64,
        /// What helps the trainer; the class does not see it.
        notes: Vec<String>,
        /// Questions for the class.
        questions: Vec<String>,
        /// What to take away.
        takeaways: Vec<String>,
        /// What the model leaves out.
        leaves_out: Vec<String>,
    },
}

/// How the class bets.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum Bet {
    /// A line drawn on empty axes: those of the next reveal, a sweep or a course. The ends of the upright axis say nothing of the result.
    Curve {
        /// Lowest value of the axis.
        low: f64,
        /// Highest value of the axis.
        high: f64,
    },
    /// Hands are counted for three options.
    Hands(Ask),
    /// One option is picked.
    Pick(Ask),
}

/// Options, and the result that decides between them.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ask {
    /// The options, in words.
    pub options: Vec<String>,
    /// What decides; nothing for matters of opinion.
    #[serde(default)]
    pub truth: Option<Truth>,
}

/// Which option is right, decided by the engine's numbers.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum Truth {
    /// The option whose reading is highest; one reading for each option.
    Highest(Vec<Reading>),
    /// The option whose reading is lowest; one reading for each option.
    Lowest(Vec<Reading>),
    /// Three options: below zero, cannot tell from zero, above zero.
    Sign(Reading),
}

/// A number read from a run.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reading {
    /// What is measured.
    pub of: Quantity,
    /// Under which variant.
    pub variant: String,
    /// Less the same under this variant.
    #[serde(default)]
    pub against: Option<String>,
    /// Whose value.
    #[serde(default)]
    pub who: Scoped,
    /// Fields changed for this reading alone.
    #[serde(default)]
    pub set: Vec<Setting>,
}

/// What is measured.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum Quantity {
    /// A metric, by its name.
    Metric(#[serde(deserialize_with = "metric")] Metric),
    /// A criterion of fairness, by its name, over the groups of the first attribute.
    Criterion(#[serde(deserialize_with = "criterion")] FairnessCriterion),
}

/// Whose value.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum Scoped {
    /// Everybody.
    #[default]
    All,
    /// One segment, by name.
    Segment(String),
    /// One group of the first attribute, by name.
    Group(String),
}

/// What a reveal shows.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum Show {
    /// A metric at each value of a setting.
    Sweep {
        /// What the setting is, for the level axis.
        along: String,
        /// Words for its two ends; none where there is nothing to say.
        #[serde(default)]
        ends: Option<(String, String)>,
        /// The setting; several where they go together.
        paths: Vec<String>,
        /// Its values, upward.
        values: Vec<f64>,
        /// Under which variant.
        variant: String,
        /// What is measured.
        #[serde(deserialize_with = "metric")]
        metric: Metric,
        /// What that is, for the upright axis.
        what: String,
    },
    /// A metric day by day.
    Course {
        /// Under which variants.
        variants: Vec<String>,
        /// A line for each group of the first attribute instead of one for everybody.
        #[serde(default)]
        by_group: bool,
        /// What is measured.
        #[serde(deserialize_with = "metric")]
        metric: Metric,
        /// What that is, for the upright axis.
        what: String,
        /// First day shown.
        #[serde(default = "first_day")]
        from_day: usize,
    },
    /// A metric by group of the first attribute.
    Groups {
        /// Under which variants.
        variants: Vec<String>,
        /// What is measured.
        #[serde(deserialize_with = "metric")]
        metric: Metric,
        /// What that is, in words.
        what: String,
    },
    /// Criteria of fairness, over the groups of the first attribute.
    Criteria {
        /// Under which variants.
        variants: Vec<String>,
        /// Which criteria.
        #[serde(deserialize_with = "criteria")]
        criteria: Vec<FairnessCriterion>,
    },
    /// The difference of two variants, world by world.
    Worlds {
        /// The one.
        variant: String,
        /// The other.
        against: String,
        /// What is measured.
        #[serde(deserialize_with = "metric")]
        metric: Metric,
        /// What that is, in words.
        what: String,
        /// Only the first worlds; all where it is not said.
        #[serde(default)]
        first: Option<usize>,
    },
    /// Several metrics beside each other.
    Numbers {
        /// Under which variants.
        variants: Vec<String>,
        /// Metrics and what they are in words.
        metrics: Vec<Named>,
    },
    /// How far people are from their own line: by segment under one variant, or for everybody under several.
    OwnLine {
        /// Under which variants.
        variants: Vec<String>,
    },
}

impl Show {
    /// What it is about, without what comes out.
    pub fn subject(&self) -> String {
        match self {
            Self::Sweep { what, along, .. } => format!("{what}, by {along}"),
            Self::Course { what, by_group: true, .. } => format!("{what}, day by day, group by group"),
            Self::Course { what, .. } => format!("{what}, day by day"),
            Self::Groups { what, .. } => format!("{what}, group by group"),
            Self::Criteria { .. } => "The gap between the groups, ruler by ruler".into(),
            Self::Worlds { what, first: Some(1), .. } => format!("{what}, in one world"),
            Self::Worlds { what, .. } => format!("{what}, world by world"),
            Self::Numbers { metrics, .. } => metrics.iter().map(|Named(_, what)| what.as_str()).collect::<Vec<_>>().join(", "),
            Self::OwnLine { .. } => "How far people are from their own line".into(),
        }
    }
}

/// A metric with words of its own.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Named(#[serde(deserialize_with = "metric")] pub Metric, pub String);

/// A slider of the sandbox.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Control {
    /// What it is called.
    pub label: String,
    /// The settings it moves.
    pub paths: Vec<String>,
    /// Lowest value.
    pub low: f64,
    /// Highest value.
    pub high: f64,
    /// Only whole numbers.
    #[serde(default)]
    pub whole: bool,
}

/// What is to be reached.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    /// What it is called.
    pub what: String,
    /// What is read.
    pub reading: Reading,
    /// On which side of the limit it must be.
    pub bound: Bound,
    /// The limit.
    pub limit: f64,
}

/// The side of a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum Bound {
    /// The limit or more.
    AtLeast,
    /// The limit or less.
    AtMost,
}

impl Bound {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Self::AtLeast => "at least",
            Self::AtMost => "at most",
        }
    }
}

fn first_day() -> usize {
    1
}

fn metric<'de, D: serde::Deserializer<'de>>(reader: D) -> Result<Metric, D::Error> {
    let id = String::deserialize(reader)?;
    let help = || suggestion(&id, Metric::ALL.iter().map(|metric| metric.id()));
    Metric::from_id(&id).ok_or_else(|| D::Error::custom(format!("there is no metric `{id}`; {}", help())))
}

fn known(id: &str) -> Option<FairnessCriterion> {
    FairnessCriterion::ALL.into_iter().find(|criterion| criterion.id() == id)
}

fn unknown<E: serde::de::Error>(id: &str) -> E {
    let help = suggestion(id, FairnessCriterion::ALL.iter().map(|criterion| criterion.id()));
    E::custom(format!("there is no criterion `{id}`; {help}"))
}

fn criterion<'de, D: serde::Deserializer<'de>>(reader: D) -> Result<FairnessCriterion, D::Error> {
    let id = String::deserialize(reader)?;
    known(&id).ok_or_else(|| unknown(&id))
}

fn criteria<'de, D: serde::Deserializer<'de>>(reader: D) -> Result<Vec<FairnessCriterion>, D::Error> {
    Vec::<String>::deserialize(reader)?.iter().map(|id| known(id).ok_or_else(|| unknown(id))).collect()
}

impl Step {
    /// Its headline.
    pub fn title(&self) -> &str {
        match self {
            Self::Say { title, .. }
            | Self::Bet { title, .. }
            | Self::Reveal { title, .. }
            | Self::Replay { title, .. }
            | Self::Story { title, .. }
            | Self::Puzzle { title, .. }
            | Self::Sandbox { title, .. }
            | Self::Discuss { title, .. } => title,
        }
    }

    /// The words under the headline.
    pub fn words(&self) -> &[String] {
        match self {
            Self::Say { words, .. }
            | Self::Bet { words, .. }
            | Self::Reveal { words, .. }
            | Self::Replay { words, .. }
            | Self::Story { words, .. }
            | Self::Puzzle { words, .. }
            | Self::Sandbox { words, .. } => words,
            Self::Discuss { .. } => &[],
        }
    }

    /// What helps the trainer; the class does not see it.
    pub fn notes(&self) -> &[String] {
        match self {
            Self::Say { notes, .. }
            | Self::Bet { notes, .. }
            | Self::Reveal { notes, .. }
            | Self::Replay { notes, .. }
            | Self::Story { notes, .. }
            | Self::Puzzle { notes, .. }
            | Self::Sandbox { notes, .. }
            | Self::Discuss { notes, .. } => notes,
        }
    }

    /// How long it takes, in minutes.
    pub fn minutes(&self) -> f64 {
        match self {
            Self::Say { minutes, .. }
            | Self::Bet { minutes, .. }
            | Self::Reveal { minutes, .. }
            | Self::Replay { minutes, .. }
            | Self::Story { minutes, .. }
            | Self::Puzzle { minutes, .. }
            | Self::Sandbox { minutes, .. }
            | Self::Discuss { minutes, .. } => *minutes,
        }
    }

    /// What kind of step it is, in a word.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Say { .. } => "Say",
            Self::Bet { .. } => "Bet",
            Self::Reveal { .. } => "Reveal",
            Self::Replay { .. } => "Replay",
            Self::Story { .. } => "Story",
            Self::Puzzle { .. } => "Puzzle",
            Self::Sandbox { .. } => "Try it",
            Self::Discuss { .. } => "Discuss",
        }
    }
}

impl Lesson {
    /// The bet that a step answers: the nearest one before it. A reveal answers a curve only where it is the first reveal after it.
    pub fn bet_before(&self, step: usize) -> Option<(usize, &Bet)> {
        self.steps.iter().enumerate().take(step).rev().find_map(|(place, step)| match step {
            Step::Bet { on, .. } => Some((place, on)),
            _ => None,
        })
    }

    /// The first reveal at or after a step.
    pub fn reveal_from(&self, step: usize) -> Option<(usize, &Show)> {
        self.steps.iter().enumerate().skip(step).find_map(|(place, step)| match step {
            Step::Reveal { show, .. } => Some((place, show)),
            _ => None,
        })
    }

    /// Where a drawn line of a bet belongs on the reveal at a step: the bet's step, and its upright axis.
    pub fn curve_on(&self, step: usize) -> Option<(usize, (f64, f64))> {
        let (place, bet) = self.bet_before(step)?;
        let Bet::Curve { low, high } = bet else { return None };
        (self.reveal_from(place)?.0 == step).then_some((place, (*low, *high)))
    }
}
