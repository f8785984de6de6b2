//! The screens of the app, and the areas that they belong to.

/// A screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Cases, recent files, new, open.
    Start,
    /// Population, catalog, behavior and the comparison.
    Scenario,
    /// Policies under comparison.
    Variants,
    /// The question, limits, worlds, and what a real test would need.
    Plan,
    /// The scorecard.
    Overview,
    /// Metrics by day.
    Time,
    /// The same people under two policies, day by day.
    Replay,
    /// Personal lines and trust.
    Creepiness,
    /// Breadth, distance and drift.
    Bubbles,
    /// Groups of an attribute.
    Fairness,
    /// Everybody, and one person's story.
    People,
    /// The A/B test beside the truth.
    Test,
    /// Settings varied, benefit against harm, a better policy.
    Map,
    /// Which assumption moves what.
    Assumptions,
    /// The dossier.
    Review,
    /// Lessons for a class.
    Lessons,
    /// Every word explained.
    Glossary,
    /// Mechanisms of the customer model.
    Model,
    /// Published findings, flown.
    Card,
    /// Settings of the app.
    Settings,
}

impl Place {
    /// Every screen, in the order of the rail.
    pub const ALL: &'static [Self] = &[
        Self::Start,
        Self::Scenario,
        Self::Variants,
        Self::Plan,
        Self::Overview,
        Self::Time,
        Self::Replay,
        Self::Creepiness,
        Self::Bubbles,
        Self::Fairness,
        Self::People,
        Self::Test,
        Self::Map,
        Self::Assumptions,
        Self::Review,
        Self::Lessons,
        Self::Glossary,
        Self::Model,
        Self::Card,
        Self::Settings,
    ];

    /// Name on the rail.
    pub fn title(self) -> &'static str {
        match self {
            Self::Start => "Start",
            Self::Scenario => "Scenario",
            Self::Variants => "Variants",
            Self::Plan => "Plan",
            Self::Overview => "Overview",
            Self::Time => "Over time",
            Self::Replay => "Replay",
            Self::Creepiness => "Creepiness and trust",
            Self::Bubbles => "Bubbles",
            Self::Fairness => "Fairness",
            Self::People => "People",
            Self::Test => "A/B test",
            Self::Map => "What-if map",
            Self::Model => "Mechanisms",
            Self::Card => "Report card",
            Self::Assumptions => "Assumptions",
            Self::Review => "Dossier",
            Self::Lessons => "Lessons",
            Self::Glossary => "Glossary",
            Self::Settings => "Settings",
        }
    }
    /// What is there.
    pub fn tooltip(self) -> &'static str {
        match self {
            Self::Start => "Bundled cases, recent files, new scenario.",
            Self::Scenario => "Who the customers are, what is offered, how people behave, how variants are compared.",
            Self::Variants => "The policies under comparison.",
            Self::Plan => "The question, the limits, how many worlds can tell, what a real test would need.",
            Self::Overview => "The whole comparison at a glance, with guardrails.",
            Self::Time => "Metrics day by day.",
            Self::Replay => "The same people under two policies, side by side on one clock.",
            Self::Creepiness => "Who is over their own line, and trust.",
            Self::Bubbles => "Does it narrow what people see?",
            Self::Fairness => "Groups side by side, sizes first.",
            Self::People => "Everybody in a table, and the story of one person.",
            Self::Test => "What a real A/B test would have said, beside the truth.",
            Self::Map => "What other settings would do, what benefit costs in harm, and a search for a better policy.",
            Self::Model => "Every mechanism of the customer model: equation, settings, sources, tests.",
            Self::Card => "Published findings, flown by this engine: what agrees and what does not.",
            Self::Assumptions => "Which assumption of the model moves which outcome of this scenario.",
            Self::Review => "What a reviewer reads, decides and signs.",
            Self::Lessons => "Nine short lessons for a class, with bets and reveals.",
            Self::Glossary => "Every metric, mechanism, setting and source in plain words.",
            Self::Settings => "Colours, sizes, keys, and how the app behaves.",
        }
    }
    /// Whether it shows results of a run.
    pub fn is_result(self) -> bool {
        self.area() == Area::Results
    }
    /// Whether its plots follow the one clock.
    pub fn follows_clock(self) -> bool {
        matches!(self, Self::Time | Self::Replay | Self::Creepiness | Self::People)
    }
    /// The area it belongs to.
    pub fn area(self) -> Area {
        match self {
            Self::Start => Area::Start,
            Self::Scenario | Self::Variants | Self::Plan => Area::Build,
            Self::Overview
            | Self::Time
            | Self::Replay
            | Self::Creepiness
            | Self::Bubbles
            | Self::Fairness
            | Self::People
            | Self::Test
            | Self::Map
            | Self::Assumptions => Area::Results,
            Self::Review => Area::Review,
            Self::Lessons | Self::Glossary | Self::Model | Self::Card => Area::Learn,
            Self::Settings => Area::Settings,
        }
    }
}

/// A part of the app: a word on the rail, with screens as tabs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Area {
    /// Recent files and cases.
    Start,
    /// What is to be flown.
    Build,
    /// What came of it.
    Results,
    /// What is signed.
    Review,
    /// What is taught and explained.
    Learn,
    /// The app itself.
    Settings,
}

impl Area {
    /// Every area, in the order of the rail.
    pub const ALL: [Self; 6] = [Self::Start, Self::Build, Self::Results, Self::Review, Self::Learn, Self::Settings];

    /// Name on the rail.
    pub fn title(self) -> &'static str {
        match self {
            Self::Start => "Start",
            Self::Build => "Build",
            Self::Results => "Results",
            Self::Review => "Review",
            Self::Learn => "Learn",
            Self::Settings => "Settings",
        }
    }
    /// Its screens, in the order of the tabs.
    pub fn places(self) -> impl Iterator<Item = Place> {
        Place::ALL.iter().copied().filter(move |place| place.area() == self)
    }
}
