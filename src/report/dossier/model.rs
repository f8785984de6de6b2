//! The dossier as a document: sections of blocks, the same for every writer.

use serde::{Deserialize, Serialize};

use super::clean::clean;
use crate::report::figure::{PlotText, Table};
use crate::report::picture::{Mark, Picture};

/// A section of the dossier, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum SectionId {
    /// What it is for and what changes.
    Purpose,
    /// Who is affected.
    People,
    /// Which data each variant uses.
    Data,
    /// The plan, and whether it changed.
    Plan,
    /// The verdicts.
    Verdicts,
    /// Creepiness and trust.
    Creepiness,
    /// Bubbles.
    Bubbles,
    /// Fairness.
    Fairness,
    /// Stories of people.
    Stories,
    /// How fragile the result is.
    Fragility,
    /// Measures and conditions.
    Measures,
    /// What the evidence cannot show.
    Limits,
    /// Decision, names, review date.
    Decision,
    /// Assumptions with what they rest on.
    Assumptions,
    /// What the metrics mean.
    Definitions,
    /// How to rebuild it.
    Recipe,
    /// Which duty asks for what.
    Crosswalk,
}

impl SectionId {
    /// Every section, in order.
    pub const ALL: [Self; 17] = [
        Self::Purpose,
        Self::People,
        Self::Data,
        Self::Plan,
        Self::Verdicts,
        Self::Creepiness,
        Self::Bubbles,
        Self::Fairness,
        Self::Stories,
        Self::Fragility,
        Self::Measures,
        Self::Limits,
        Self::Decision,
        Self::Assumptions,
        Self::Definitions,
        Self::Recipe,
        Self::Crosswalk,
    ];

    /// "1" to "13", then "A" to "D".
    pub fn number(self) -> &'static str {
        match self {
            Self::Purpose => "1",
            Self::People => "2",
            Self::Data => "3",
            Self::Plan => "4",
            Self::Verdicts => "5",
            Self::Creepiness => "6",
            Self::Bubbles => "7",
            Self::Fairness => "8",
            Self::Stories => "9",
            Self::Fragility => "10",
            Self::Measures => "11",
            Self::Limits => "12",
            Self::Decision => "13",
            Self::Assumptions => "A",
            Self::Definitions => "B",
            Self::Recipe => "C",
            Self::Crosswalk => "D",
        }
    }

    /// Its heading.
    pub fn title(self) -> &'static str {
        match self {
            Self::Purpose => "Purpose and change in words",
            Self::People => "Who is affected",
            Self::Data => "Data each variant uses",
            Self::Plan => "The plan, and whether it changed",
            Self::Verdicts => "Verdicts",
            Self::Creepiness => "Creepiness and trust",
            Self::Bubbles => "Bubbles",
            Self::Fairness => "Fairness",
            Self::Stories => "Stories, chosen by rule",
            Self::Fragility => "How fragile the result is",
            Self::Measures => "Measures and conditions",
            Self::Limits => "What this evidence cannot show",
            Self::Decision => "Decision, names, review date",
            Self::Assumptions => "Annex: assumptions and what they rest on",
            Self::Definitions => "Annex: definitions",
            Self::Recipe => "Annex: recipe",
            Self::Crosswalk => "Annex: which duty asks for what",
        }
    }

    /// Number and heading: "12 What this evidence cannot show".
    pub fn heading(self) -> String {
        format!("{} {}", self.number(), self.title())
    }

    /// Whether a reviewer may say that it does not apply. Verdicts, limits, decision and annexes always stand.
    pub fn may_be_skipped(self) -> bool {
        matches!(self, Self::People | Self::Data | Self::Creepiness | Self::Bubbles | Self::Fairness | Self::Stories | Self::Fragility)
    }
}

/// Whether a section is complete.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SectionState {
    /// Nothing is missing.
    Done,
    /// A person has to write so many things.
    NeedsWords(usize),
    /// It does not apply, for a reason.
    NotApplicable(String),
}

impl SectionState {
    /// In words.
    pub fn words(&self) -> String {
        match self {
            Self::Done => "done".into(),
            Self::NeedsWords(1) => "needs words: 1 blank".into(),
            Self::NeedsWords(blanks) => format!("needs words: {blanks} blanks"),
            Self::NotApplicable(reason) => format!("not applicable: {reason}"),
        }
    }
}

/// A table with its number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NumberedTable {
    /// From 1, in order of the document.
    pub number: usize,
    /// What it holds.
    pub caption: String,
    /// Its cells; the first column heads the rows.
    pub table: Table,
    /// The long form of a table that is shortened on the page; written to the folder.
    pub long: Option<Table>,
}

/// A figure with its number, its words and its table.
#[derive(Clone, Debug)]
pub struct NumberedFigure {
    /// From 1, in order of the document.
    pub number: usize,
    /// Word in file names.
    pub word: &'static str,
    /// Question, sentence, caption and the table on the page.
    pub text: PlotText,
    /// Its drawing.
    pub picture: Picture,
    /// Its table, numbered with the others.
    pub table: NumberedTable,
}

/// A place for words that only a person can write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blank {
    /// Its id in the decision file.
    pub id: String,
    /// What is to be written: "the lawful basis".
    pub asks: String,
    /// What was written.
    pub text: Option<String>,
    /// Without it the review is not complete.
    pub needed: bool,
    /// The guardrail that it is about: metric, variant, whom, as the scenario names them.
    pub guard: Option<(String, String, String)>,
}

/// How much a box presses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Good to know.
    Note,
    /// To be minded.
    Warning,
}

/// A part of a section.
#[derive(Clone, Debug)]
pub enum Block {
    /// A heading below that of the section.
    Heading(String),
    /// A sentence that carries the section.
    Lead(String),
    /// Plain text.
    Paragraph(String),
    /// Items.
    List(Vec<String>),
    /// Names and what they stand for.
    Facts(Vec<(String, String)>),
    /// Text as it is typed at a terminal.
    Code(String),
    /// A table.
    Table(NumberedTable),
    /// A figure with its table.
    Figure(Box<NumberedFigure>),
    /// A place for a person's words.
    Blank(Blank),
    /// A box that stands out.
    Callout(Tone, String),
}

/// A section with its blocks.
#[derive(Clone, Debug)]
pub struct Section {
    /// Which.
    pub id: SectionId,
    /// Whether it is complete.
    pub state: SectionState,
    /// What it says.
    pub blocks: Vec<Block>,
}

/// The whole document.
#[derive(Clone, Debug)]
pub struct Dossier {
    /// "Dossier: retargeting".
    pub title: String,
    /// The first page.
    pub front: Vec<Block>,
    /// What follows it.
    pub sections: Vec<Section>,
    /// What stands at the foot of every page.
    pub foot: String,
    /// What scenario, numbers and decision come down to.
    pub evidence_hash: String,
}

impl Dossier {
    /// Every block, the first page's first.
    pub fn blocks(&self) -> impl Iterator<Item = &Block> {
        self.front.iter().chain(self.sections.iter().flat_map(|section| &section.blocks))
    }

    /// Every figure, in order.
    pub fn figures(&self) -> impl Iterator<Item = &NumberedFigure> {
        self.blocks().filter_map(|block| if let Block::Figure(figure) = block { Some(figure.as_ref()) } else { None })
    }

    /// Every table, those of figures among them, in order.
    pub fn tables(&self) -> impl Iterator<Item = &NumberedTable> {
        self.blocks().filter_map(|block| match block {
            Block::Table(table) => Some(table),
            Block::Figure(figure) => Some(&figure.table),
            _ => None,
        })
    }

    /// Every blank, in order.
    pub fn blanks(&self) -> impl Iterator<Item = (SectionId, &Blank)> {
        self.sections.iter().flat_map(|section| {
            section.blocks.iter().filter_map(|block| if let Block::Blank(blank) = block { Some((section.id, blank)) } else { None })
        })
    }

    /// The document with figures and tables numbered, states counted, and every text made harmless.
    pub(super) fn settled(mut self) -> Self {
        let (mut figures, mut tables) = (0, 0);
        self.title = clean(&self.title);
        self.foot = clean(&self.foot);
        for block in self.front.iter_mut().chain(self.sections.iter_mut().flat_map(|section| &mut section.blocks)) {
            settle(block, &mut figures, &mut tables);
        }
        for section in &mut self.sections {
            let empty = |block: &&Block| matches!(block, Block::Blank(blank) if blank.needed && blank.text.is_none());
            let open = section.blocks.iter().filter(empty).count();
            match &mut section.state {
                SectionState::NotApplicable(reason) => *reason = clean(reason),
                state => *state = if open == 0 { SectionState::Done } else { SectionState::NeedsWords(open) },
            }
        }
        self
    }
}

fn settle(block: &mut Block, figures: &mut usize, tables: &mut usize) {
    let wash = |text: &mut String| *text = clean(text);
    match block {
        Block::Heading(text) | Block::Lead(text) | Block::Paragraph(text) | Block::Code(text) | Block::Callout(_, text) => wash(text),
        Block::List(items) => items.iter_mut().for_each(wash),
        Block::Facts(facts) => facts.iter_mut().for_each(|(name, value)| {
            wash(name);
            wash(value);
        }),
        Block::Table(table) => number(table, tables),
        Block::Figure(figure) => {
            *figures += 1;
            figure.number = *figures;
            for text in [&mut figure.text.title, &mut figure.text.sentence, &mut figure.text.caption] {
                wash(text);
            }
            number(&mut figure.table, tables);
            wash(&mut figure.picture.title);
            wash(&mut figure.picture.description);
            for mark in &mut figure.picture.marks {
                if let Mark::Text { text, .. } = mark {
                    wash(text);
                }
            }
        }
        Block::Blank(blank) => {
            wash(&mut blank.asks);
            blank.text.iter_mut().for_each(wash);
        }
    }
}

fn number(table: &mut NumberedTable, tables: &mut usize) {
    *tables += 1;
    table.number = *tables;
    table.caption = clean(&table.caption);
    for table in std::iter::once(&mut table.table).chain(table.long.as_mut()) {
        table.columns.iter_mut().chain(table.rows.iter_mut().flatten()).for_each(|cell| *cell = clean(cell));
    }
}

/// Short ways to write blocks.
pub(super) fn paragraph(text: impl Into<String>) -> Block {
    Block::Paragraph(text.into())
}

pub(super) fn heading(text: impl Into<String>) -> Block {
    Block::Heading(text.into())
}

pub(super) fn note(text: impl Into<String>) -> Block {
    Block::Callout(Tone::Note, text.into())
}

pub(super) fn warning(text: impl Into<String>) -> Block {
    Block::Callout(Tone::Warning, text.into())
}

pub(super) fn unnumbered(caption: impl Into<String>, table: Table) -> NumberedTable {
    NumberedTable { number: 0, caption: caption.into(), table, long: None }
}

pub(super) fn table(caption: impl Into<String>, columns: &[&str], rows: Vec<Vec<String>>) -> Block {
    Block::Table(unnumbered(caption, Table { columns: columns.iter().map(ToString::to_string).collect(), rows }))
}
