//! Fairness by criterion: what the screen shows, as values and as text.

use std::io::IsTerminal;

use comfy_table::presets::ASCII_BORDERS_ONLY_CONDENSED;
use comfy_table::{ContentArrangement, Table};
use serde_json::{Map, Value, json};

use super::json::{estimate, put};
use crate::experiment::{
    AttributeCriteria, CriterionCell, CriterionGroup, CriterionRow, CutoffAim, Cutoffs, FairnessCriterion, GapCourse, GroupPrices, IntersectionGrid,
    Shift, Tested, criteria, explore, format_criterion, format_criterion_value, format_number, variant_letter,
};
use crate::measure::{GroupRate, Measured, Undefined};
use crate::simulate::Run;

/// Width of a table that goes to a file or a pipe.
const WIDTH: u16 = 140;

/// Criteria of every attribute for people, empty without attributes. Rows without a value anywhere are left out.
pub fn text(run: &Run) -> String {
    let found = criteria(run);
    let mut text = String::new();
    for attribute in &found.attributes {
        let rows: Vec<&CriterionRow> = attribute.matrix.iter().filter(|row| row.cells.iter().any(|cell| cell.value.is_ok())).collect();
        if rows.is_empty() {
            continue;
        }
        let mut table = Table::new();
        table.load_style(ASCII_BORDERS_ONLY_CONDENSED).set_content_arrangement(ContentArrangement::Dynamic);
        if !std::io::stdout().is_terminal() {
            table.set_width(WIDTH);
        }
        let shown: Vec<usize> = (0..run.variants.len()).filter(|&variant| rows.iter().any(|row| row.cells[variant].value.is_ok())).collect();
        let names = shown.iter().map(|&variant| format!("{}: {}", variant_letter(variant, run.baseline), run.variants[variant]));
        table.set_header(std::iter::once(String::new()).chain(names));
        for row in rows {
            let cells = shown.iter().map(|&variant| cell_text(attribute, row.criterion, &row.cells[variant], &row.tested[variant]));
            table.add_row(std::iter::once(row.criterion.label().to_owned()).chain(cells));
        }
        text.push_str(&format!("\nFairness by {}\n{table}\n  {}\n", attribute.name, attribute.conflict_sentence()));
    }
    if text.is_empty() { text } else { format!("{text}  {} {}\n", found.population_sentence(), found.chance_sentence()) }
}

fn cell_text(attribute: &AttributeCriteria, criterion: FairnessCriterion, cell: &CriterionCell, tested: &Result<Tested, Undefined>) -> String {
    let mut lines = vec![format_criterion(criterion, &cell.value)];
    if let Some(words) = cell.deciding_words(attribute) {
        lines.push(format!("{words}: {}", cell.mark.words()));
    }
    if let Ok(tested) = tested {
        let chance = format_criterion_value(criterion, tested.null.mean);
        lines.push(format!("chance {chance}, p {}", format_number(tested.adjusted)));
    }
    lines.join("\n")
}

/// The same numbers for programs.
pub fn value(run: &Run) -> Value {
    let found = criteria(run);
    json!({
        "day": found.day,
        "population": found.population_sentence(),
        "chance": found.chance_sentence(),
        "tested_together": found.family,
        "attributes": found.attributes.iter().map(|attribute| attribute_value(run, attribute)).collect::<Vec<_>>(),
        "intersections": found.intersections.iter().map(|grid| grid_value(run, grid)).collect::<Vec<_>>(),
    })
}

/// One value for each variant, by its name.
fn by_variant(run: &Run, value: impl Fn(usize) -> Value) -> Value {
    Value::Object(run.variants.iter().enumerate().map(|(variant, name)| (name.clone(), value(variant))).collect())
}

fn attribute_value(run: &Run, attribute: &AttributeCriteria) -> Value {
    let groups = attribute.groups.iter().map(|group| {
        let rates: Map<String, Value> = GroupRate::ALL
            .iter()
            .map(|&rate| {
                let of = |variant: usize| {
                    let mut fields = Map::new();
                    if let Some((estimated, counted)) = group.rate(rate, variant) {
                        put(&mut fields, "value", estimated);
                        fields.insert("counted".into(), json!(counted));
                    }
                    Value::Object(fields)
                };
                (rate.id().to_owned(), by_variant(run, of))
            })
            .collect();
        json!({ "group": group.name, "people": group.people, "share": group.share, "small": group.small, "rates": rates })
    });
    json!({
        "attribute": attribute.name,
        "conflict": attribute.conflict_sentence(),
        "groups": groups.collect::<Vec<_>>(),
        "base_rates": by_variant(run, |variant| {
            let mut fields = Map::new();
            if let Some(rates) = attribute.base_rates.get(variant) {
                put(&mut fields, "gap", &rates.gap);
                fields.insert("chance_gap".into(), json!(rates.null.as_ref().ok().map(|null| null.mean)));
                fields.insert("p".into(), json!(rates.null.as_ref().ok().map(|null| null.p)));
                fields.insert("differ".into(), json!(rates.differ));
            }
            Value::Object(fields)
        }),
        "criteria": attribute.matrix.iter().map(|row| json!({
            "criterion": row.criterion.id(),
            "label": row.criterion.label(),
            "definition": row.criterion.definition(),
            "usual_mark": row.criterion.usual_mark(),
            "variants": by_variant(run, |variant| cell_value(attribute, &row.cells[variant], &row.tested[variant])),
        })).collect::<Vec<_>>(),
        "courses": FairnessCriterion::ALL.iter().filter(|&&criterion| criterion != FairnessCriterion::ParityRatio).filter_map(|&criterion| {
            let courses = attribute.course(criterion)?;
            Some(json!({ "criterion": criterion.id(), "variants": by_variant(run, |variant| courses.get(variant).map_or(Value::Null, course_value)) }))
        }).collect::<Vec<_>>(),
        "prices": by_variant(run, |variant| prices_value(attribute, variant)),
        "cutoffs": by_variant(run, |variant| cutoffs_value(attribute, variant)),
    })
}

fn cell_value(attribute: &AttributeCriteria, cell: &CriterionCell, tested: &Result<Tested, Undefined>) -> Value {
    let mut fields = Map::new();
    put(&mut fields, "value", &cell.value);
    fields.insert("mark".into(), json!(cell.mark.id()));
    if let Some(deciding) = &cell.deciding {
        let name = |group: usize| attribute.groups.get(group).map(|group| group.name.as_str());
        fields.insert("group".into(), json!(name(deciding.group)));
        fields.insert("against".into(), json!(name(deciding.against)));
        fields.insert("people".into(), json!(deciding.people));
        fields.insert("counted".into(), json!(deciding.counted));
        fields.insert("rate".into(), json!(deciding.rate.id()));
    }
    match tested {
        Ok(tested) => {
            fields.insert("chance_gap".into(), json!(tested.null.mean));
            fields.insert("excess".into(), json!(tested.null.excess));
            fields.insert("p".into(), json!(tested.null.p));
            fields.insert("p_corrected".into(), json!(tested.adjusted));
        }
        Err(undefined) => {
            fields.insert("chance_gap".into(), Value::Null);
            fields.insert("chance_gap_reason".into(), json!(undefined.reason));
        }
    }
    Value::Object(fields)
}

fn course_value(course: &GapCourse) -> Value {
    json!({
        "days": course.days,
        "gap": course.gap.iter().map(estimate).collect::<Vec<_>>(),
        "chance": course.chance.iter().map(|chance| json!(chance.as_ref().ok())).collect::<Vec<_>>(),
    })
}

fn prices_value(attribute: &AttributeCriteria, variant: usize) -> Value {
    let prices = attribute.prices.get(variant).map_or(&[][..], Vec::as_slice);
    let of = |(group, prices): (&CriterionGroup, &GroupPrices)| {
        let mut fields = Map::new();
        fields.insert("group".into(), json!(group.name));
        put(&mut fields, "mean", &prices.mean);
        fields.insert("deviation".into(), json!(prices.deviation.as_ref().ok()));
        fields.insert("paying_less".into(), estimate(&prices.less));
        fields.insert("paying_more".into(), estimate(&prices.more));
        Value::Object(fields)
    };
    Value::Array(attribute.groups.iter().zip(prices).map(of).collect())
}

fn cutoffs_value(attribute: &AttributeCriteria, variant: usize) -> Value {
    let scores = attribute.scores.get(variant).map_or(&[][..], Vec::as_slice);
    let of = |&aim: &CutoffAim| match explore(scores, aim) {
        Ok(found) => found_value(attribute, &found),
        Err(undefined) => json!({ "aim": aim.id(), "groups": Value::Null, "reason": undefined.reason }),
    };
    Value::Array(CutoffAim::ALL.iter().map(of).collect())
}

fn found_value(attribute: &AttributeCriteria, found: &Cutoffs) -> Value {
    let ends = |rates: &[Measured; 2]| json!({ "now": rates[0].as_ref().ok(), "then": rates[1].as_ref().ok() });
    let shift = |shift: &Shift| json!({ "kept": shift.kept, "gained": shift.gained, "lost": shift.lost, "without": shift.without });
    let groups = attribute.groups.iter().zip(&found.groups).map(|(group, own)| {
        json!({
            "group": group.name,
            "cutoff": own.cutoff.as_ref().ok(),
            "offered": ends(&own.offered),
            "offered_if_benefits": ends(&own.offered_if_benefits),
            "offered_if_not": ends(&own.offered_if_not),
            "benefiting": shift(&own.benefiting),
            "others": shift(&own.others),
        })
    });
    json!({ "aim": found.aim.id(), "offers": found.offers, "groups": groups.collect::<Vec<_>>() })
}

fn grid_value(run: &Run, grid: &IntersectionGrid) -> Value {
    let (rows, columns) = (grid.rows.parts(run), grid.columns.parts(run));
    let named = |(row, column): (usize, usize)| json!([rows.get(row), columns.get(column)]);
    let cells = grid.cells.iter().enumerate().flat_map(|(row, cells)| cells.iter().enumerate().map(move |(column, cell)| (row, column, cell)));
    let cells = cells.map(|(row, column, cell)| {
        let rates: Map<String, Value> = GroupRate::ALL
            .iter()
            .map(|&rate| {
                let of = |variant: usize| {
                    let mut fields = Map::new();
                    if let Some(estimated) = cell.rate(rate, variant) {
                        put(&mut fields, "value", estimated);
                    }
                    Value::Object(fields)
                };
                (rate.id().to_owned(), by_variant(run, of))
            })
            .collect();
        json!({ "at": named((row, column)), "people": cell.people, "small": cell.small, "rates": rates })
    });
    json!({
        "rows": grid.rows.name(run),
        "columns": grid.columns.name(run),
        "cells": cells.collect::<Vec<_>>(),
        "worst_offered": by_variant(run, |variant| grid.worst(GroupRate::Offered, variant).map_or(Value::Null, named)),
    })
}
