//! The roll: everybody of a world in columns, filled block by block, and the order in which rows are shown. Pure; drawn by `ui/people_screen.rs`.

use crate::experiment::format_number;
use crate::ledger::{CellMap, Scope, scramble};
use crate::simulate::{CensusBlock, LifeSum};

/// Everybody of a world.
#[derive(Clone, Debug, Default)]
pub struct Roll {
    /// Segment by person; [`u16::MAX`] while nothing is known.
    segments: Vec<u16>,
    cells: Vec<u32>,
    lines: Vec<f32>,
    /// By variant asked for, then by person.
    lives: Vec<Vec<LifeSum>>,
    arrived: usize,
}

impl Roll {
    /// A roll of so many people under so many variants, nothing known yet.
    pub fn new(people: usize, variants: usize) -> Self {
        Self {
            segments: vec![u16::MAX; people],
            cells: vec![0; people],
            lines: vec![f32::NAN; people],
            lives: vec![vec![LifeSum::EMPTY; people]; variants],
            arrived: 0,
        }
    }

    /// Takes a block in.
    pub fn take(&mut self, block: &CensusBlock) {
        let first = block.first;
        copy(&mut self.segments, first, &block.segments);
        copy(&mut self.cells, first, &block.cells);
        copy(&mut self.lines, first, &block.lines);
        for (mine, theirs) in self.lives.iter_mut().zip(&block.lives) {
            copy(mine, first, theirs);
        }
        self.arrived += block.lines.len();
    }

    /// People.
    pub fn len(&self) -> usize {
        self.segments.len()
    }

    /// Whether there is nobody.
    pub fn is_empty(&self) -> bool {
        self.segments.is_empty()
    }

    /// People of whom something is known.
    pub fn arrived(&self) -> usize {
        self.arrived
    }

    /// Whether everybody is there.
    pub fn is_complete(&self) -> bool {
        self.arrived >= self.len()
    }

    /// Whether lives were asked for, and not only who people are.
    pub fn has_lives(&self) -> bool {
        !self.lives.is_empty()
    }

    /// Segment of a person, by index.
    pub fn segment(&self, row: usize) -> Option<usize> {
        self.segments.get(row).copied().filter(|segment| *segment != u16::MAX).map(usize::from)
    }

    /// Line of a person.
    pub fn line(&self, row: usize) -> Option<f32> {
        self.lines.get(row).copied().filter(|line| line.is_finite())
    }

    /// Life of a person under one of the variants asked for.
    pub fn life(&self, side: usize, row: usize) -> Option<LifeSum> {
        let known = self.segment(row).is_some();
        self.lives.get(side).and_then(|lives| lives.get(row)).copied().filter(|_| known)
    }

    /// Rows of a scope in an order; ties by number, what is undefined last.
    pub fn order(&self, cells: &CellMap, scope: Scope, view: RollView, sort: Sort) -> Vec<u32> {
        let inside = |row: usize| scope == Scope::All || self.cells.get(row).is_some_and(|cell| cells.contains(scope, *cell as usize));
        let rows = (0..self.len()).filter(|&row| inside(row));
        let middle = match sort {
            Sort::Pick(Pick::Typical) => self.middle(view, rows.clone()),
            _ => [0.0; 3],
        };
        let mut keyed: Vec<u64> = rows.map(|row| u64::from(self.key(row, view, sort, middle)) << 32 | row as u64).collect();
        keyed.sort_unstable();
        keyed.into_iter().map(|word| word as u32).collect()
    }

    /// A whole number in the order wanted.
    fn key(&self, row: usize, view: RollView, sort: Sort, middle: [f32; 3]) -> u32 {
        match sort {
            Sort::Number { down } => {
                if down {
                    u32::MAX - row as u32
                } else {
                    row as u32
                }
            }
            Sort::Column { column, down } => ordered(self.value(row, view, column), down),
            Sort::Pick(Pick::Random) => (scramble(row as u64 ^ 0x5eed) >> 32) as u32,
            Sort::Pick(Pick::Harmed) => {
                let side = view.shown_side();
                ordered(self.life(side, row).map_or(f32::NAN, |life| life.days_over as f32 + part(life.highest)), true)
            }
            Sort::Pick(Pick::Changed) => ordered(self.changed(row), true),
            Sort::Pick(Pick::Typical) => {
                let apart = self.spot(view, row).map_or(f32::NAN, |spot| spot.iter().zip(middle).map(|(own, middle)| (own - middle).abs()).sum());
                ordered(apart, false)
            }
        }
    }

    /// How much a person's life changes between the two variants: days over her line, then the highest margin.
    fn changed(&self, row: usize) -> f32 {
        match (self.life(0, row), self.life(1, row)) {
            (Some(one), Some(other)) => {
                let days = (other.days_over as f32 - one.days_over as f32).abs();
                let margin = (other.highest - one.highest).abs();
                days + if margin.is_finite() { 0.49 * margin.min(1.0) } else { 0.0 } + f32::from(u8::from((one.left > 0) != (other.left > 0)))
            }
            _ => f32::NAN,
        }
    }

    /// Where a life stands: highest margin, trust, share of its days over the line on the scale of a margin.
    fn spot(&self, view: RollView, row: usize) -> Option<[f32; 3]> {
        let life = self.life(view.shown_side(), row)?;
        let spot = [life.highest, life.trust, life.days_over as f32 / 30.0];
        spot.iter().all(|value| value.is_finite()).then_some(spot)
    }

    /// The median of each of these.
    fn middle(&self, view: RollView, rows: impl Iterator<Item = usize>) -> [f32; 3] {
        let spots: Vec<[f32; 3]> = rows.filter_map(|row| self.spot(view, row)).collect();
        [0, 1, 2].map(|axis| {
            let mut values: Vec<f32> = spots.iter().map(|spot| spot[axis]).collect();
            let half = values.len() / 2;
            if values.is_empty() { 0.0 } else { *values.select_nth_unstable_by(half, f32::total_cmp).1 }
        })
    }

    /// The number in a cell; not a number where there is none.
    pub fn value(&self, row: usize, view: RollView, column: Column) -> f32 {
        let of = |side: usize| self.life(side, row).map_or(f32::NAN, |life| column.of(&life));
        match (column, view) {
            (Column::Segment, _) => self.segment(row).map_or(f32::NAN, |segment| segment as f32),
            (Column::Line, _) => self.line(row).unwrap_or(f32::NAN),
            (Column::Outcome, RollView::Change) => of(1),
            (_, RollView::Side(side)) => of(side),
            (_, RollView::Change) => of(1) - of(0),
        }
    }

    /// What a cell says.
    pub fn words(&self, row: usize, view: RollView, column: Column) -> String {
        if column == Column::Outcome {
            return match view {
                RollView::Side(side) => self.life(side, row).map_or_else(String::new, |life| outcome(&life)),
                RollView::Change => match (self.life(0, row), self.life(1, row)) {
                    (Some(one), Some(other)) if outcome(&one) == outcome(&other) => "the same".into(),
                    (Some(one), Some(other)) => format!("{} -> {}", outcome(&one), outcome(&other)),
                    _ => String::new(),
                },
            };
        }
        let value = self.value(row, view, column);
        let change = view == RollView::Change && column != Column::Line;
        if !value.is_finite() {
            let known = self.segment(row).is_some() && self.has_lives();
            return if known { "n/a".into() } else { String::new() };
        }
        let sign = if change && value > 0.0 { "+" } else { "" };
        if column.is_count() { format!("{sign}{value:.0}") } else { format!("{sign}{}", format_number(f64::from(value))) }
    }
}

fn copy<T: Copy>(into: &mut [T], first: usize, from: &[T]) {
    if let Some(place) = into.get_mut(first..first + from.len()) {
        place.copy_from_slice(from);
    }
}

/// A margin of -1 to 1 as a part of less than a half.
fn part(margin: f32) -> f32 {
    if margin.is_finite() { 0.245 * (margin.clamp(-1.0, 1.0) + 1.0) } else { 0.0 }
}

/// A whole number in the order of real ones, or against it; what is no number comes last.
fn ordered(value: f32, down: bool) -> u32 {
    if value.is_nan() {
        return u32::MAX;
    }
    // Minus zero and zero are the same number and must tie.
    let bits = (value + 0.0).to_bits();
    let rising = if bits >> 31 == 1 { !bits } else { bits | 1 << 31 };
    if down { u32::MAX - 1 - rising.min(u32::MAX - 1) } else { rising }
}

/// "stayed", "personalization off on day 12", "left on day 40".
fn outcome(life: &LifeSum) -> String {
    match (life.left, life.opted_out) {
        (0, 0) => "stayed".into(),
        (0, day) => format!("opted out, day {day}"),
        (day, _) => format!("left, day {day}"),
    }
}

/// Whose lives the columns show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RollView {
    /// One of the two variants.
    Side(usize),
    /// The second minus the first.
    Change,
}

impl RollView {
    /// The variant by which people are judged.
    fn shown_side(self) -> usize {
        match self {
            Self::Side(side) => side,
            Self::Change => 1,
        }
    }
}

/// A column of numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// Segment.
    Segment,
    /// Her own line.
    Line,
    /// Highest margin.
    Highest,
    /// Last margin.
    Last,
    /// Days over the line.
    DaysOver,
    /// Trust at the end.
    Trust,
    /// Effective topics.
    Breadth,
    /// Choices.
    Choices,
    /// Purchases.
    Purchases,
    /// What became of her.
    Outcome,
}

impl Column {
    /// All, in order of show.
    pub const ALL: [Self; 10] = [
        Self::Segment,
        Self::Line,
        Self::DaysOver,
        Self::Highest,
        Self::Last,
        Self::Trust,
        Self::Breadth,
        Self::Choices,
        Self::Purchases,
        Self::Outcome,
    ];

    /// Head of the column.
    pub fn head(self) -> &'static str {
        match self {
            Self::Segment => "segment",
            Self::Line => "own line",
            Self::Highest => "highest margin",
            Self::Last => "last margin",
            Self::DaysOver => "days over",
            Self::Trust => "trust",
            Self::Breadth => "topics",
            Self::Choices => "choices",
            Self::Purchases => "bought",
            Self::Outcome => "outcome",
        }
    }

    /// What it means, and which way is better.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Segment => "Segment of the person.",
            Self::Line => "Felt creepiness above which she calls a touch creepy, 0 to 1.",
            Self::Highest => "Highest felt creepiness at the end of a day, minus her own line. Above zero she was over it. Less is better.",
            Self::Last => "Felt creepiness on her last evening as a customer, minus her own line. Less is better.",
            Self::DaysOver => "Days that ended with her over her own line. Less is better.",
            Self::Trust => "Trust at the end, 0 to 1. More is better.",
            Self::Breadth => "Effective number of topics of what she chose: e to the entropy. n/a where she chose nothing.",
            Self::Choices => "Choices in all, out of what was shown or found by herself.",
            Self::Purchases => "Purchases in all.",
            Self::Outcome => "Whether she stayed, switched personalization off, or left, and on which day.",
        }
    }

    /// Width in points.
    pub fn width(self) -> f32 {
        match self {
            Self::Segment => 84.0,
            Self::Outcome => 118.0,
            Self::Highest => 92.0,
            Self::Last => 76.0,
            Self::Line | Self::DaysOver => 66.0,
            _ => 58.0,
        }
    }

    fn is_count(self) -> bool {
        matches!(self, Self::DaysOver | Self::Choices | Self::Purchases)
    }

    fn of(self, life: &LifeSum) -> f32 {
        match self {
            Self::Segment | Self::Line => f32::NAN,
            Self::Highest => life.highest,
            Self::Last => life.last,
            Self::DaysOver => life.days_over as f32,
            Self::Trust => life.trust,
            Self::Breadth => life.breadth,
            Self::Choices => life.choices as f32,
            Self::Purchases => life.purchases as f32,
            // Who left comes first, the earliest before the others; then who opted out; then who stayed.
            Self::Outcome => match (life.left, life.opted_out) {
                (0, 0) => 3.0e6,
                (0, day) => 2.0e6 + day as f32,
                (day, _) => day as f32,
            },
        }
    }
}

/// A choice of people by a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pick {
    /// Most days over the line, then the highest margin.
    Harmed,
    /// Whose life changes most between the two variants.
    Changed,
    /// Closest to the median.
    Typical,
    /// In an order that looks like chance and is always the same.
    Random,
}

impl Pick {
    /// All.
    pub const ALL: [Self; 4] = [Self::Harmed, Self::Changed, Self::Typical, Self::Random];

    /// Words on the button.
    pub fn label(self) -> &'static str {
        match self {
            Self::Harmed => "Most harmed",
            Self::Changed => "Most changed",
            Self::Typical => "Typical",
            Self::Random => "Random",
        }
    }

    /// The rule.
    pub fn rule(self) -> &'static str {
        match self {
            Self::Harmed => "Most days over their own line first, then the highest margin.",
            Self::Changed => {
                "Largest difference between the two variants in days over the line first, then in the highest margin; leaving in one only counts a day."
            }
            Self::Typical => "Closest to the median of highest margin, trust and days over first.",
            Self::Random => "In an order that looks like chance and is the same every time.",
        }
    }
}

/// An order of rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// By number.
    Number {
        /// Largest first.
        down: bool,
    },
    /// By a column.
    Column {
        /// Which.
        column: Column,
        /// Largest first.
        down: bool,
    },
    /// By a rule.
    Pick(Pick),
}

#[cfg(test)]
mod tests {
    use super::*;

    fn life(days_over: u32, highest: f32, left: u32) -> LifeSum {
        LifeSum { days_over, highest, left, trust: 0.5, last: highest, ..LifeSum::EMPTY }
    }

    fn roll() -> Roll {
        let mut roll = Roll::new(5, 2);
        let block = CensusBlock {
            first: 1,
            segments: vec![1, 0, 1, 0],
            cells: vec![1, 0, 1, 0],
            lines: vec![0.3, 0.4, 0.3, 0.2],
            lives: vec![
                vec![life(0, -0.2, 0), life(3, 0.1, 0), life(3, 0.2, 0), life(0, f32::NAN, 0)],
                vec![life(9, 0.3, 12), life(3, 0.1, 0), life(1, 0.2, 0), life(0, f32::NAN, 0)],
            ],
            days: Vec::new(),
        };
        roll.take(&block);
        roll
    }

    fn cells() -> CellMap {
        CellMap { segments: 2, levels: Vec::new() }
    }

    #[test]
    fn rows_are_ordered_with_ties_by_number_and_the_undefined_last() {
        let roll = roll();
        let order = |view, sort| roll.order(&cells(), Scope::All, view, sort);
        let by = |column, down| Sort::Column { column, down };
        assert_eq!(order(RollView::Side(0), by(Column::DaysOver, true)), [2, 3, 1, 4, 0], "nobody knows of 0 yet");
        assert_eq!(order(RollView::Side(0), by(Column::Highest, false)), [1, 2, 3, 0, 4]);
        assert_eq!(order(RollView::Side(0), Sort::Pick(Pick::Harmed))[..2], [3, 2]);
        assert_eq!(order(RollView::Change, by(Column::DaysOver, true))[0], 1);
        assert_eq!(order(RollView::Change, Sort::Pick(Pick::Changed))[..2], [1, 3]);
        assert_eq!(order(RollView::Side(0), Sort::Number { down: true }), [4, 3, 2, 1, 0]);
        let mut random = order(RollView::Side(0), Sort::Pick(Pick::Random));
        assert_eq!(random, order(RollView::Side(1), Sort::Pick(Pick::Random)));
        random.sort_unstable();
        assert_eq!(random, [0, 1, 2, 3, 4]);
        assert_eq!(roll.order(&cells(), Scope::Segment(1), RollView::Side(0), Sort::Number { down: false }), [1, 3]);
    }

    #[test]
    fn cells_say_what_is_known_and_why_nothing_is() {
        let roll = roll();
        assert!(!roll.is_complete() && roll.arrived() == 4);
        let said = |row, view, column| roll.words(row, view, column);
        assert_eq!(said(0, RollView::Side(0), Column::Trust), "", "not there yet");
        assert_eq!(said(4, RollView::Side(0), Column::Highest), "n/a");
        assert_eq!(said(1, RollView::Change, Column::DaysOver), "+9");
        assert_eq!(said(1, RollView::Change, Column::Outcome), "stayed -> left, day 12");
        assert_eq!(said(1, RollView::Side(1), Column::Highest), "0.300");
    }

    #[test]
    fn whole_numbers_keep_the_order_of_real_ones() {
        let values = [-1.0f32, -0.5, -0.0, 0.0, 0.25, 7.0];
        assert!(values.windows(2).all(|pair| ordered(pair[0], false) <= ordered(pair[1], false)));
        assert!(values.windows(2).all(|pair| ordered(pair[0], true) >= ordered(pair[1], true)));
        assert_eq!(ordered(-0.0, true), ordered(0.0, true));
        assert!([true, false].iter().all(|&down| ordered(f32::NAN, down) > ordered(9.0, down)));
    }
}
