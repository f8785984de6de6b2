//! The rates by group behind a criterion, the two that decide it lit.

use super::super::format::grouped;
use super::super::plain::{Heading, PlotText, Span, Table, Tag};
use crate::experiment::{AttributeCriteria, FairnessCriterion, format_group_rate};
use crate::measure::GroupRate;

/// Share of the highest group from which the shaded band begins: four fifths.
const BAND: f64 = 0.8;

/// One group under one variant.
#[derive(Clone, Debug)]
pub struct DotRow {
    /// The variant.
    pub tag: Tag,
    /// Name of the group, with the people its rate is taken over.
    pub name: String,
    /// The rate in words, or why there is none.
    pub label: String,
    /// What to draw.
    pub span: Option<Span>,
    /// Too small to judge.
    pub small: bool,
    /// One of the two groups that decide the criterion.
    pub lit: bool,
    /// The rate over all customers of the variant.
    pub overall: Option<f64>,
    /// 80 to 100% of the highest group of the variant, where that is a usual measure.
    pub band: Option<(f64, f64)>,
}

/// One rate.
#[derive(Clone, Debug)]
pub struct DotBlock {
    /// The rate.
    pub rate: GroupRate,
    /// Rows by variant, then by group.
    pub rows: Vec<DotRow>,
}

/// The rates of one criterion.
#[derive(Clone, Debug)]
pub struct DotsPanel {
    /// One block for each rate; several have the same scale.
    pub blocks: Vec<DotBlock>,
    /// Words.
    pub text: PlotText,
}

pub(super) fn panel(attribute: &AttributeCriteria, criterion: FairnessCriterion, tags: &[Tag], heading: &Heading, day: usize) -> DotsPanel {
    let blocks: Vec<DotBlock> = criterion.rates().iter().map(|&rate| block(attribute, criterion, rate, tags)).collect();
    let columns = ["Rate", "Variant", "Group and people counted", "Value", "Note"].map(String::from).to_vec();
    let rows = blocks.iter().flat_map(|block| block.rows.iter().map(|row| table_row(block.rate, row))).collect();
    let counted = match criterion {
        FairnessCriterion::ExposureRatio => "n: customers, over the whole run".to_owned(),
        FairnessCriterion::PriceRatio => "n: purchase decisions, over the whole run".to_owned(),
        _ => format!("n: people counted on day {day} in a world"),
    };
    DotsPanel {
        text: PlotText {
            title: format!("{}: which groups make it?", criterion.label()),
            sentence: sentence(criterion, &blocks, tags),
            caption: format!(
                "{} Dot: mean of worlds; line: {} interval; upright line: all customers of that variant; shaded: 80 to 100% of its highest group; \
                 arrow: the two groups that decide; hollow: under 30 people. {counted}. {}.",
                criterion.definition(),
                heading.confidence,
                heading.worlds
            ),
            table: Table { columns, rows },
        },
        blocks,
    }
}

fn block(attribute: &AttributeCriteria, criterion: FairnessCriterion, rate: GroupRate, tags: &[Tag]) -> DotBlock {
    let mut rows = Vec::new();
    for tag in tags {
        let deciding = attribute.row(criterion).and_then(|row| row.cells.get(tag.variant)).and_then(|cell| cell.deciding.as_ref());
        let means = attribute.groups.iter().filter(|group| !group.small).filter_map(|group| group.rate(rate, tag.variant)?.0.as_ref().ok());
        let highest = means.map(|estimate| estimate.mean).reduce(f64::max).filter(|_| rate.is_favourable());
        let overall = attribute.overall(rate, tag.variant).and_then(|overall| overall.as_ref().ok()).map(|overall| overall.mean);
        for (index, group) in attribute.groups.iter().enumerate() {
            let Some((estimated, counted)) = group.rate(rate, tag.variant) else { continue };
            rows.push(DotRow {
                tag: tag.clone(),
                name: format!("{}  {} (n = {})", tag.letter, group.name, grouped(counted.round())),
                label: format_group_rate(rate, estimated),
                span: Span::of(estimated),
                small: group.small || *counted < 30.0,
                lit: deciding.is_some_and(|deciding| deciding.rate == rate && [deciding.group, deciding.against].contains(&index)),
                overall,
                band: highest.map(|highest| (BAND * highest, highest)),
            });
        }
    }
    DotBlock { rate, rows }
}

fn table_row(rate: GroupRate, row: &DotRow) -> Vec<String> {
    let note = match (row.lit, row.small) {
        (true, true) => "decides; too small to judge",
        (true, false) => "decides",
        (false, true) => "too small to judge",
        (false, false) => "",
    };
    vec![rate.label().into(), row.tag.label(), row.name.clone(), row.label.clone(), note.into()]
}

fn sentence(criterion: FairnessCriterion, blocks: &[DotBlock], tags: &[Tag]) -> String {
    let of = |block: &DotBlock| {
        let by_variant = tags.iter().map(|tag| {
            let rows = block.rows.iter().filter(|row| row.tag == *tag);
            rows.map(|row| format!("{} {}", row.name, row.label)).collect::<Vec<_>>().join(", ")
        });
        format!("{}: {}", block.rate.label(), by_variant.collect::<Vec<_>>().join("; "))
    };
    format!("{} by group. {}.", criterion.label(), blocks.iter().map(of).collect::<Vec<_>>().join(". "))
}
