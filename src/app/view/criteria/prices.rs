//! What groups pay against the list price.

use super::super::plain::{Heading, PlotText, Span, Table, Tag};
use crate::experiment::{AttributeCriteria, GroupPrices, format_group_rate, format_number};
use crate::measure::GroupRate;

/// One group under one variant.
#[derive(Clone, Debug)]
pub struct PriceRow {
    /// The variant.
    pub tag: Tag,
    /// Letter and group.
    pub name: String,
    /// Mean and who pays less, in words.
    pub label: String,
    /// Mean with interval.
    pub span: Option<Span>,
    /// Mean less and plus one standard deviation of single decisions.
    pub middle: Option<(f64, f64)>,
    /// Mean of each world.
    pub worlds: Vec<f64>,
}

/// Prices by group.
#[derive(Clone, Debug)]
pub struct PricePanel {
    /// Rows of variants that have prices; empty where none has.
    pub rows: Vec<PriceRow>,
    /// Why there is nothing, if there is nothing.
    pub reason: Option<String>,
    /// Words.
    pub text: PlotText,
}

pub(super) fn panel(attribute: &AttributeCriteria, tags: &[Tag], heading: &Heading) -> PricePanel {
    let mut rows = Vec::new();
    let mut table = Vec::new();
    let mut reason = None;
    for tag in tags {
        let prices = attribute.prices.get(tag.variant).map_or(&[][..], Vec::as_slice);
        for (group, prices) in attribute.groups.iter().zip(prices) {
            match &prices.mean {
                Err(undefined) => reason = reason.or_else(|| Some(undefined.to_string())),
                Ok(_) => rows.push(row(tag, &group.name, prices)),
            }
            let share = |estimated| format_group_rate(GroupRate::Offered, estimated);
            let spread = prices.deviation.as_ref().map_or_else(ToString::to_string, |deviation| format_number(*deviation));
            table.push(vec![
                tag.label(),
                group.name.clone(),
                format_group_rate(GroupRate::Price, &prices.mean),
                spread,
                share(&prices.less),
                share(&prices.more),
            ]);
        }
    }
    let spoken: Vec<String> = rows.iter().map(|row| format!("{}: {}", row.name, row.label)).collect();
    let columns = ["Variant", "Group", "Mean by list price", "Standard deviation", "Pays less", "Pays more"].map(String::from).to_vec();
    PricePanel {
        reason: reason.filter(|_| rows.is_empty()),
        text: PlotText {
            title: format!("Who pays more or less than the list price, by {}?", attribute.name),
            sentence: format!("Mean price by the list price (1 is equal). {}.", spoken.join("; ")),
            caption: format!(
                "1 is the list price. Box: mean of purchase decisions, one standard deviation to each side; dots: one for each world; line: {} interval \
                 of the mean. {}, whole run. Less is better for those who pay.",
                heading.confidence, heading.worlds
            ),
            table: Table { columns, rows: table },
        },
        rows,
    }
}

fn row(tag: &Tag, group: &str, prices: &GroupPrices) -> PriceRow {
    let mean = prices.mean.as_ref().ok();
    let share = |estimated: &crate::experiment::Estimated| {
        estimated.as_ref().map_or_else(ToString::to_string, |found| format!("{}%", format_number(100.0 * found.mean)))
    };
    PriceRow {
        tag: tag.clone(),
        name: format!("{}  {group}", tag.letter),
        label: format!("{}; {} pay less", mean.map_or_else(String::new, |mean| format_number(mean.mean)), share(&prices.less)),
        span: Span::of(&prices.mean),
        middle: mean.zip(prices.deviation.as_ref().ok()).map(|(mean, deviation)| (mean.mean - deviation, mean.mean + deviation)),
        worlds: mean.map_or_else(Vec::new, |mean| mean.values.iter().flatten().copied().collect()),
    }
}
