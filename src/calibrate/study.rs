//! A published finding as data: conditions, outcome, band. What the fields mean stands in `findings/README.md`.

use serde::Deserialize;

use super::amount::{Amount, Outcome};

/// A published finding, made ready to be flown as an experiment.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Study {
    /// Its label.
    pub id: String,
    /// What was found, in a few words.
    pub title: String,
    /// Authors, year, journal.
    pub citation: String,
    /// How the numbers are known.
    pub evidence: Evidence,
    /// What was published, with numbers where there are any.
    pub published: String,
    /// What a reader must know about the translation into conditions.
    #[serde(default)]
    pub note: String,
    /// Name of the bundled scenario that conditions start from.
    pub base: String,
    /// Customers in each world.
    pub people: u64,
    /// Worlds.
    #[serde(default = "twenty")]
    pub worlds: u64,
    /// Days.
    pub days: u64,
    /// Changes to the base that all conditions share.
    #[serde(default)]
    pub patches: Vec<Patch>,
    /// What is flown.
    pub conditions: Vec<Condition>,
    /// What is measured where a comparison does not say.
    #[serde(default)]
    pub outcome: Option<Outcome>,
    /// What is compared with what was published.
    pub comparisons: Vec<Comparison>,
}

fn twenty() -> u64 {
    20
}

/// One change of a scenario: path and value, as [`crate::scenario::set`] takes them.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Patch(pub String, #[serde(deserialize_with = "raw")] pub String);

/// The text of a value, whatever it is.
fn raw<'de, D: serde::Deserializer<'de>>(reader: D) -> Result<String, D::Error> {
    Box::<ron::value::RawValue>::deserialize(reader).map(|value| value.get_ron().trim().to_owned())
}

/// A scenario that is flown.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    /// Name that comparisons use.
    pub name: String,
    /// Changes to the base, after those that all conditions share.
    #[serde(default)]
    pub patches: Vec<Patch>,
}

/// Something compared with what was published.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Comparison {
    /// What is compared, in words.
    pub label: String,
    /// What is measured, where it differs from the rest of the study.
    #[serde(default)]
    pub outcome: Option<Outcome>,
    /// What should come out.
    pub expect: Expect,
    /// The published or chosen middle of the band.
    #[serde(default)]
    pub centre: Option<f64>,
    /// Where the band comes from.
    pub from: Origin,
    /// How the numbers are known, where this differs from the rest of the study.
    #[serde(default)]
    pub evidence: Option<Evidence>,
    /// Whether defaults of the customer model were chosen with a look at this comparison. It is no independent check then.
    #[serde(default)]
    pub used: bool,
}

/// What should come out of a comparison.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum Expect {
    /// The mean over worlds lies in a band; an end that is not said is open.
    Band {
        /// What is looked at.
        of: Amount,
        /// Lower end.
        #[serde(default)]
        low: Option<f64>,
        /// Upper end.
        #[serde(default)]
        high: Option<f64>,
    },
    /// The 95 % interval over worlds excludes "no effect" on this side, and 90 % of the worlds agree. "No effect" is 1 for a ratio, else 0.
    Sign {
        /// What is looked at.
        of: Amount,
        /// On which side.
        side: Side,
    },
    /// No effect worth the name: the 90 % interval lies within `within` of `target` (two one-sided tests at 5 %).
    Equal {
        /// What is looked at.
        of: Amount,
        /// What it should be.
        target: f64,
        /// How far from it is still the same.
        within: f64,
    },
    /// Means rise from each amount to the next.
    Rising(Vec<Amount>),
    /// At least one of the amounts has its mean in the band.
    AnyOf {
        /// What is looked at.
        of: Vec<Amount>,
        /// Lower end.
        #[serde(default)]
        low: Option<f64>,
        /// Upper end.
        #[serde(default)]
        high: Option<f64>,
    },
    /// The amount lies in the band in at least this share of the worlds.
    Often {
        /// What is looked at.
        of: Amount,
        /// Lower end.
        #[serde(default)]
        low: Option<f64>,
        /// Upper end.
        #[serde(default)]
        high: Option<f64>,
        /// Share of worlds.
        share: f64,
    },
}

/// A side of "no effect".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum Side {
    /// More.
    Above,
    /// Less.
    Below,
}

/// How published numbers are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum Evidence {
    /// Read in the publication, mostly its abstract.
    Read,
    /// Read in second-hand text: press, vendor, blog.
    ReadSecondHand,
    /// From memory, confirmed by no text.
    FromMemory(Confidence),
    /// Worked out from numbers that were read.
    Derived,
}

/// Confidence in a memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum Confidence {
    /// High.
    High,
    /// Medium.
    Medium,
    /// Low.
    Low,
}

/// Where a band comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum Origin {
    /// A published figure, with room around it.
    Figure,
    /// Only a direction is published; the band is that direction.
    Direction,
    /// A choice of the makers of this program; nothing published says so.
    Design,
}

impl Evidence {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::ReadSecondHand => "read, second hand",
            Self::FromMemory(Confidence::High) => "from memory, high confidence",
            Self::FromMemory(Confidence::Medium) => "from memory, medium confidence",
            Self::FromMemory(Confidence::Low) => "from memory, low confidence",
            Self::Derived => "derived from numbers read",
        }
    }
}

impl Origin {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Figure => "published figure",
            Self::Direction => "published direction",
            Self::Design => "design choice",
        }
    }
}

impl Expect {
    /// Everything that is looked at.
    pub fn amounts(&self) -> Vec<&Amount> {
        match self {
            Self::Band { of, .. } | Self::Sign { of, .. } | Self::Equal { of, .. } | Self::Often { of, .. } => vec![of],
            Self::Rising(of) | Self::AnyOf { of, .. } => of.iter().collect(),
        }
    }

    /// Where the number that is shown has to lie; an end that is not there is open. For an order it is the smallest step, for worlds their share.
    pub fn band(&self) -> (Option<f64>, Option<f64>) {
        match self {
            Self::Band { low, high, .. } | Self::AnyOf { low, high, .. } => (*low, *high),
            Self::Sign { of, side: Side::Above } => (Some(of.neutral()), None),
            Self::Sign { of, side: Side::Below } => (None, Some(of.neutral())),
            Self::Equal { target, within, .. } => (Some(target - within), Some(target + within)),
            Self::Rising(_) => (Some(0.0), None),
            Self::Often { share, .. } => (Some(*share), None),
        }
    }

    /// What is expected, in words.
    pub fn words(&self) -> String {
        match self {
            Self::Band { low, high, .. } => band_words(*low, *high),
            Self::Sign { of, side } => {
                let (side, neutral) = (if *side == Side::Above { "above" } else { "below" }, of.neutral());
                format!("{side} {neutral}: interval excludes {neutral}, 90% of worlds agree")
            }
            Self::Equal { target, within, .. } => format!("equal to {target} within {within}: 90% interval inside"),
            Self::Rising(of) => format!("{} means in rising order", of.len()),
            Self::AnyOf { of, low, high } => format!("at least one of {} is {}", of.len(), band_words(*low, *high)),
            Self::Often { low, high, share, .. } => format!("{} in at least {}% of worlds", band_words(*low, *high), share * 100.0),
        }
    }
}

fn band_words(low: Option<f64>, high: Option<f64>) -> String {
    match (low, high) {
        (Some(low), Some(high)) => format!("{low} to {high}"),
        (Some(low), None) => format!("at least {low}"),
        (None, Some(high)) => format!("at most {high}"),
        (None, None) => "any number".into(),
    }
}
