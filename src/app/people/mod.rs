//! People: the street on which the same people live twice, the table of everybody, and one person's story.

mod brush;
mod fetched;

use std::sync::Arc;
use std::sync::mpsc::Receiver;

pub use brush::Brush;
pub use fetched::Fetched;

use super::errand::Errand;
use super::state::Place;
use super::view::{Pick, Roll, RollView, Sort, Street};
use crate::experiment::Ways;
use crate::ledger::{Ledger, Scope};
use crate::report::figures::StoryFigure;
use crate::simulate::{CensusBlock, Run};

/// Whose lives are looked at: a world of the results and two variants.
#[derive(Clone, Debug)]
pub struct LivesOf {
    ledger: Arc<Ledger>,
    baseline: usize,
    /// World, from 0.
    pub world: usize,
    /// The two variants; the twin is 0.
    pub pair: [usize; 2],
}

impl LivesOf {
    /// Whether both are of the same world of the same run, whichever variants they look at.
    pub fn is_same_world(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.ledger, &other.ledger)
    }
}

impl PartialEq for LivesOf {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.ledger, &other.ledger) && (self.baseline, self.world, self.pair) == (other.baseline, other.world, other.pair)
    }
}

/// How the street is looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum StreetMode {
    /// A panel for each variant.
    #[default]
    SideBySide,
    /// One panel: who stands better or worse under the second.
    Difference,
    /// One panel that shows the first and, while X is held, the second.
    Flip,
}

impl StreetMode {
    /// All, in order of show.
    pub const ALL: [Self; 3] = [Self::SideBySide, Self::Difference, Self::Flip];

    /// Words on the button.
    pub fn label(self) -> &'static str {
        match self {
            Self::SideBySide => "Side by side",
            Self::Difference => "Difference",
            Self::Flip => "Flip in place",
        }
    }

    /// One sentence more.
    pub fn tooltip(self) -> &'static str {
        match self {
            Self::SideBySide => "A panel for each variant, the same people in the same places.",
            Self::Difference => "One panel: who stands better, and who worse, under the second variant.",
            Self::Flip => "One panel that shows the first variant; hold X for the second.",
        }
    }
}

/// What an order of rows is of.
pub type OrderOf = (LivesOf, bool, Scope, RollView, Sort, Option<Arc<Vec<u64>>>);

/// The table of everybody.
#[derive(Default)]
pub struct Register {
    /// Whose lives the roll holds, and whether lives were asked for or only who people are.
    pub of: Option<(LivesOf, bool)>,
    /// Everybody, as far as they have arrived.
    pub roll: Arc<Roll>,
    /// Work under way.
    pub errand: Option<Errand<()>>,
    /// Where blocks arrive.
    pub landed: Option<Receiver<CensusBlock>>,
    /// Rows in order.
    pub order: Fetched<OrderOf, Vec<u32>>,
    /// Whose lives the columns show; `None` is the second variant.
    pub view: Option<RollView>,
    /// Order wanted.
    pub sort: Option<Sort>,
    /// Why there is nothing.
    pub problem: Option<String>,
    /// What is typed to find somebody.
    pub find: String,
    /// The row from which a range is picked.
    pub anchor: Option<u64>,
}

/// One person's story.
#[derive(Default)]
pub struct Reading {
    /// Who; `None` shows the table.
    pub customer: Option<u64>,
    /// The screen that she was opened from.
    pub from: Option<Place>,
    /// Her story.
    pub story: Fetched<(LivesOf, u64), StoryFigure>,
    /// What would have kept her under her line, under the second variant.
    pub ways: Fetched<(LivesOf, u64), Ways>,
    /// Only turning points in the log.
    pub only_turns: bool,
    /// Line of the log that is open, by life and place.
    pub line: Option<(usize, usize)>,
}

/// What is known of each person.
#[derive(Default)]
pub struct People {
    /// World looked at, from 0.
    pub world: usize,
    /// Variants chosen; `None` is the baseline and the first variant under test.
    pub pair: Option<[usize; 2]>,
    /// The street.
    pub street: Fetched<LivesOf, Street>,
    /// How it is looked at.
    pub mode: StreetMode,
    /// People whose two lives agree are dimmed.
    pub only_differences: bool,
    /// The flipped panel shows the second variant without a key being held.
    pub flipped: bool,
    /// People picked by hand.
    pub brush: Option<Brush>,
    /// The table.
    pub register: Register,
    /// The story.
    pub reading: Reading,
}

impl People {
    /// The two variants: as chosen, else the baseline and the first variant under test.
    pub fn pair(&self, run: &Run) -> [usize; 2] {
        let there = |pair: &[usize; 2]| pair.iter().all(|&variant| variant < run.variants.len());
        let first = (1..run.variants.len()).find(|&variant| variant != run.baseline);
        self.pair.filter(there).unwrap_or([run.baseline, first.unwrap_or(0)])
    }

    /// Whose lives are looked at; nothing where that world is not there.
    pub fn lives_of(&self, run: &Run) -> Option<LivesOf> {
        let world = self.world.min(run.worlds.len().checked_sub(1)?);
        let ledger = Arc::clone(run.worlds.get(world)?);
        Some(LivesOf { ledger, baseline: run.baseline, world, pair: self.pair(run) })
    }

    /// The order of rows that is asked for; nothing before anybody is there.
    pub fn order_wanted(&self, scope: Scope) -> Option<OrderOf> {
        let (known, lives) = self.register.of.clone()?;
        let brushed = self.brush.as_ref().map(|brush| Arc::clone(brush.people()));
        Some((known, lives, scope, self.register.view(), self.register.sort(), brushed))
    }

    /// Whether any work is under way.
    pub fn is_working(&self) -> bool {
        self.street.errand.is_some()
            || self.register.errand.is_some()
            || self.register.order.errand.is_some()
            || self.reading.story.errand.is_some()
            || self.reading.ways.errand.is_some()
    }
}

impl Register {
    /// Whose lives the columns show.
    pub fn view(&self) -> RollView {
        self.view.unwrap_or(RollView::Side(1))
    }

    /// Order wanted.
    pub fn sort(&self) -> Sort {
        self.sort.unwrap_or(Sort::Number { down: false })
    }
}

/// What can be done there.
#[derive(Clone, Debug, PartialEq)]
pub enum PeopleStep {
    /// Look at another world.
    World(usize),
    /// Compare these two variants.
    Pair([usize; 2]),
    /// Look at the street like this.
    Mode(StreetMode),
    /// Dim people whose lives agree, or no longer.
    OnlyDifferences,
    /// Show the other variant in place.
    Flip,
    /// Open somebody's story.
    Open(u64),
    /// Close the story.
    Close,
    /// What is typed to find somebody.
    Find(String),
    /// Show these lives in the table.
    View(RollView),
    /// Order the rows.
    Sort(Sort),
    /// Select these people.
    Brush(Vec<u64>),
    /// Select the rows from the one that was marked to this one, or mark this one.
    BrushTo(u64),
    /// Select this person as well, or no longer.
    BrushOne(u64),
    /// Select nobody.
    Unbrush,
    /// Live everybody again.
    Census,
    /// Stop living everybody again.
    Stop,
    /// Only turning points in the log, or everything.
    OnlyTurns,
    /// Open or close a line of the log.
    Line(usize, usize),
    /// Look for what would have kept her under her line.
    Ways,
    /// Make a variant of settings, path and value.
    Make(Vec<(String, String)>),
}

impl PeopleStep {
    /// The words on buttons.
    pub fn label(&self) -> String {
        match self {
            Self::World(world) => format!("World {}", world + 1),
            Self::Pair(_) => "Compare these variants".into(),
            Self::Mode(mode) => mode.label().into(),
            Self::OnlyDifferences => "Only differences".into(),
            Self::Flip => "Show the other".into(),
            Self::Open(customer) => format!("Open the story of {}", crate::report::story::person_id(*customer)),
            Self::Close => "Back".into(),
            Self::Find(_) => "Find a person".into(),
            Self::View(_) => "Lives shown".into(),
            Self::Sort(Sort::Pick(pick)) => pick.label().into(),
            Self::Sort(_) => "Sort".into(),
            Self::Brush(people) => format!("Select {} people", people.len()),
            Self::BrushTo(_) => "Select rows".into(),
            Self::BrushOne(_) => "Select".into(),
            Self::Unbrush => "Clear the selection".into(),
            Self::Census => "Live everybody again".into(),
            Self::Stop => "Stop".into(),
            Self::OnlyTurns => "Only turning points".into(),
            Self::Line(..) => "Data behind it".into(),
            Self::Ways => "Look for ways".into(),
            Self::Make(_) => "Make this a variant".into(),
        }
    }

    /// One sentence more.
    pub fn tooltip(&self) -> &'static str {
        match self {
            Self::World(_) => "The same policies in another draw of people, items and luck.",
            Self::Pair(_) => "The two variants whose lives are shown.",
            Self::Mode(mode) => mode.tooltip(),
            Self::OnlyDifferences => "Dim people whose two lives agree on this day.",
            Self::Flip => "Show the other variant in the same place. Holding X does the same.",
            Self::Open(_) => "What she was shown, which data were used, how it felt and what she did, under both variants.",
            Self::Close => "Back to where she was opened.",
            Self::Find(_) => "Number of a person, such as 417 or P-000417.",
            Self::View(_) => "Whose lives the columns show.",
            Self::Sort(Sort::Pick(pick)) => pick.rule(),
            Self::Sort(_) => "Sort by this column; again for the other direction.",
            Self::Brush(_) | Self::BrushTo(_) | Self::BrushOne(_) => "The table shows the selected people alone; they are marked on the street.",
            Self::Unbrush => "Show everybody in the table again.",
            Self::Census => "Live everybody of this world again under both variants, to fill the table. The window stays free.",
            Self::Stop => "Stop. What has arrived stays.",
            Self::OnlyTurns => "Show only the lines on which something changes for her.",
            Self::Line(..) => "Data, beliefs and message behind this touch, and how it felt by its parts.",
            Self::Ways => "Live this one person again under nearby policies. The window stays free.",
            Self::Make(_) => "Add a copy of the variant with this change to the scenario.",
        }
    }

    /// The picks of the table.
    pub fn picks() -> impl Iterator<Item = Self> {
        Pick::ALL.into_iter().map(|pick| Self::Sort(Sort::Pick(pick)))
    }
}
