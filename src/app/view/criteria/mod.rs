//! Fairness by criterion: the matrix, the rates behind each criterion, intersections, gaps over time, prices, cut-offs. Prepared for every choice that
//! the screen offers, so that a choice costs nothing.

mod course;
mod cutoffs;
mod dots;
mod grid;
mod matrix;
mod prices;

pub use course::CoursePanel;
pub use cutoffs::CutoffPanel;
pub use dots::{DotBlock, DotsPanel};
pub use grid::{GridCell, GridFace, GridPanel};
pub use matrix::{MatrixCell, MatrixPanel};
pub use prices::PricePanel;

use super::plain::{Heading, Tag, heading, shown};
use crate::experiment::{AttributeCriteria, CutoffAim, FairnessCriterion, criteria};
use crate::ledger::Scope;
use crate::simulate::Run;

/// Everything about one attribute.
#[derive(Clone, Debug)]
pub struct CriteriaPanel {
    /// Name of the attribute.
    pub name: String,
    /// The matrix.
    pub matrix: MatrixPanel,
    /// By criterion of [`FairnessCriterion::ALL`]: the rates that it is made of.
    dots: Vec<DotsPanel>,
    /// By criterion: the gap over time.
    courses: Vec<CoursePanel>,
    /// What groups pay.
    pub prices: PricePanel,
    /// By variant in order of show, then by aim of [`CutoffAim::ALL`].
    cutoffs: Vec<Vec<CutoffPanel>>,
}

impl CriteriaPanel {
    /// The rates behind a criterion.
    pub fn dots(&self, criterion: FairnessCriterion) -> Option<&DotsPanel> {
        self.dots.get(place(criterion)?)
    }

    /// The gap over time.
    pub fn course(&self, criterion: FairnessCriterion) -> Option<&CoursePanel> {
        self.courses.get(place(criterion)?)
    }

    /// Cut-offs of a variant, by its place in order of show.
    pub fn cutoff(&self, shown: usize, aim: CutoffAim) -> Option<&CutoffPanel> {
        self.cutoffs.get(shown)?.get(CutoffAim::ALL.iter().position(|&other| other == aim)?)
    }
}

fn place(criterion: FairnessCriterion) -> Option<usize> {
    FairnessCriterion::ALL.iter().position(|&other| other == criterion)
}

/// The part of the fairness screen that is about criteria.
#[derive(Clone, Debug)]
pub struct CriteriaView {
    /// What these results are.
    pub heading: Heading,
    /// Variants in order of show.
    pub tags: Vec<Tag>,
    /// Whose offers are counted and what benefit means.
    pub population: String,
    /// One panel per attribute.
    pub attributes: Vec<CriteriaPanel>,
    /// Divisions crossed.
    pub grids: Vec<GridPanel>,
}

impl CriteriaView {
    /// Prepares it.
    pub fn new(run: &Run) -> Self {
        let found = criteria(run);
        let heading = heading(run, Scope::All);
        let tags = shown(run);
        let chance = found.chance_sentence();
        let panel = |attribute: &AttributeCriteria| CriteriaPanel {
            name: attribute.name.clone(),
            matrix: matrix::panel(attribute, &tags, &heading, &chance),
            dots: FairnessCriterion::ALL.iter().map(|&criterion| dots::panel(attribute, criterion, &tags, &heading, found.day)).collect(),
            courses: FairnessCriterion::ALL.iter().map(|&criterion| course::panel(attribute, criterion, &tags, &heading)).collect(),
            prices: prices::panel(attribute, &tags, &heading),
            cutoffs: tags.iter().map(|tag| CutoffAim::ALL.iter().map(|&aim| cutoffs::panel(attribute, tag, aim, found.day)).collect()).collect(),
        };
        Self {
            population: found.population_sentence(),
            attributes: found.attributes.iter().map(panel).collect(),
            grids: found.intersections.iter().map(|grid| grid::panel(run, grid, &tags, &heading)).collect(),
            heading,
            tags,
        }
    }
}
