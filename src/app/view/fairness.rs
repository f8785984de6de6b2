//! Groups of an attribute: sizes first, then a metric by group with intervals, the gap and the ratio.

use super::format::{grouped, share_text};
use super::plain::{Heading, PlotText, Span, Table, Tag, heading, sentence_case, shown};
use crate::experiment::{AttributeView, Estimated, fairness, format_difference_estimate, format_estimate, format_number};
use crate::ledger::Scope;
use crate::scenario::Metric;
use crate::simulate::Run;

/// One group.
#[derive(Clone, Debug)]
pub struct GroupRow {
    /// Name of the level.
    pub name: String,
    /// "n = 1,000 (20 %)".
    pub size: String,
    /// Customers, mean over worlds.
    pub people: f64,
    /// Share of all customers.
    pub share: f64,
    /// Too small to judge.
    pub small: bool,
    /// By variant in order of show.
    pub spans: Vec<Option<Span>>,
    /// By variant in order of show.
    pub labels: Vec<String>,
}

/// One attribute.
#[derive(Clone, Debug)]
pub struct AttributePanel {
    /// Name.
    pub name: String,
    /// Groups.
    pub groups: Vec<GroupRow>,
    /// By variant in order of show: the metric over all customers.
    pub overall: Vec<Option<f64>>,
    /// Words of the sizes.
    pub size_text: PlotText,
    /// Words of the rates.
    pub rate_text: PlotText,
    /// Gap and ratio by variant.
    pub parity: Table,
}

/// The screen.
#[derive(Clone, Debug)]
pub struct FairnessView {
    /// What these results are.
    pub heading: Heading,
    /// The metric compared.
    pub metric: Metric,
    /// Variants in order of show.
    pub tags: Vec<Tag>,
    /// One panel per attribute.
    pub attributes: Vec<AttributePanel>,
}

impl FairnessView {
    /// Prepares the screen for a metric.
    pub fn new(run: &Run, metric: Metric) -> Self {
        let heading = heading(run, Scope::All);
        let tags = shown(run);
        let attributes = fairness(run, metric).iter().map(|view| attribute(view, metric, &tags, &heading)).collect();
        Self { heading, metric, tags, attributes }
    }
}

fn attribute(view: &AttributeView, metric: Metric, tags: &[Tag], heading: &Heading) -> AttributePanel {
    let groups: Vec<GroupRow> = view
        .groups
        .iter()
        .map(|group| GroupRow {
            name: group.name.clone(),
            size: format!("n = {} ({})", grouped(group.people.round()), share_text(group.share)),
            people: group.people,
            share: group.share,
            small: group.small,
            spans: tags.iter().map(|tag| group.rates.get(tag.variant).and_then(Span::of)).collect(),
            labels: tags.iter().map(|tag| group.rates.get(tag.variant).map_or_else(String::new, |rate| format_estimate(metric, rate))).collect(),
        })
        .collect();
    let overall = tags.iter().map(|tag| view.overall.get(tag.variant).and_then(|level| level.as_ref().ok()).map(|level| level.mean)).collect();
    let sizes: Vec<String> = groups.iter().map(|group| format!("{} {}", group.name, group.size)).collect();
    let size_rows = groups
        .iter()
        .map(|group| {
            vec![
                group.name.clone(),
                grouped(group.people.round()),
                share_text(group.share),
                if group.small { "too small to judge" } else { "" }.into(),
            ]
        })
        .collect();
    let mut columns = vec!["Group".to_owned(), "People in a world".to_owned()];
    columns.extend(tags.iter().map(Tag::label));
    let rate_rows = groups
        .iter()
        .map(|group| {
            let mut row = vec![group.name.clone(), group.size.clone()];
            row.extend(group.labels.iter().cloned());
            row
        })
        .collect();
    AttributePanel {
        name: view.name.clone(),
        size_text: PlotText {
            title: format!("How large are the groups of {}?", view.name),
            sentence: format!("Group sizes by {}: {}.", view.name, sizes.join(", ")),
            caption: format!("Customers in a world, mean over {}. Groups are synthetic. Under 30 people: hollow dots, never judged.", heading.worlds),
            table: Table { columns: ["Group", "People in a world", "Share", "Note"].map(String::from).to_vec(), rows: size_rows },
        },
        rate_text: PlotText {
            title: format!("{}: does it differ by {}?", metric.label(), view.name),
            sentence: rate_sentence(metric, &groups, tags),
            caption: format!(
                "{} Dot: mean of worlds, line: {} interval; upright line: all customers of that variant. {}. {}.",
                metric.hover(),
                heading.confidence,
                heading.worlds,
                sentence_case(metric.better().words())
            ),
            table: Table { columns, rows: rate_rows },
        },
        parity: parity(view, metric, tags, &groups),
        groups,
        overall,
    }
}

fn rate_sentence(metric: Metric, groups: &[GroupRow], tags: &[Tag]) -> String {
    let parts: Vec<String> = tags
        .iter()
        .enumerate()
        .map(|(index, tag)| {
            let rates: Vec<String> = groups.iter().filter_map(|group| Some(format!("{} {}", group.name, group.labels.get(index)?))).collect();
            format!("{}: {}", tag.letter, rates.join(", "))
        })
        .collect();
    format!("{} by group. {}.", metric.label(), parts.join("; "))
}

/// Highest minus lowest and lowest divided by highest, with the groups they compare.
fn parity(view: &AttributeView, metric: Metric, tags: &[Tag], groups: &[GroupRow]) -> Table {
    let columns = ["Variant", "Gap (highest minus lowest)", "Ratio (lowest by highest)", "Highest", "Lowest"].map(String::from).to_vec();
    let rows = tags
        .iter()
        .enumerate()
        .map(|(index, tag)| {
            let rates = || groups.iter().filter_map(|group| Some((group, group.spans.get(index)?.as_ref()?.mean)));
            let name = |group: Option<(&GroupRow, f64)>| group.map_or_else(|| "n/a: no group has a value".into(), |(group, _)| group.name.clone());
            vec![
                tag.label(),
                view.gap.get(tag.variant).map_or_else(String::new, |gap| format_difference_estimate(metric, gap)),
                view.ratio.get(tag.variant).map_or_else(String::new, plain_cell),
                name(rates().max_by(|a, b| a.1.total_cmp(&b.1))),
                name(rates().min_by(|a, b| a.1.total_cmp(&b.1))),
            ]
        })
        .collect();
    Table { columns, rows }
}

fn plain_cell(estimated: &Estimated) -> String {
    match estimated {
        Ok(estimate) => estimate.interval.map_or_else(
            || format_number(estimate.mean),
            |(low, high)| format!("{} ({} to {})", format_number(estimate.mean), format_number(low), format_number(high)),
        ),
        Err(undefined) => undefined.to_string(),
    }
}
