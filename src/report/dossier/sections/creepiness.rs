//! 6: creepiness and trust.

use super::super::build::{Case, judged};
use super::super::figures::{course_figure, own_line_figure, shared, trust_figure};
use super::super::model::{Block, heading, paragraph, table};
use crate::experiment::{format_count, format_difference_estimate, format_estimate, score_row};
use crate::ledger::Scope;
use crate::report::ReportError;
use crate::report::charts::page::variant_name;
use crate::report::figures::{Acts, CumulativeMargins, SayAndDo, WhyItCreeps};
use crate::scenario::Metric;

pub(in crate::report::dossier) fn blocks(case: &Case<'_>) -> Result<Vec<Block>, ReportError> {
    let run = case.run;
    let mut blocks = vec![
        paragraph(
            "Everybody has a line of their own. Over it, a person would call the day's touches creepy; what is felt is compared with that line.",
        ),
        own_line_figure(run)?,
        course_figure(run, "over-line", Metric::OverLine, Scope::All)?,
        heading("Segments, one by one"),
        by_segment(case),
    ];
    let first = judged(run).first().copied().unwrap_or(run.baseline);
    blocks.push(shared(run, "margins", &CumulativeMargins::new(run, None, run.days_shown().1))?);
    blocks.push(shared(run, "why-it-creeps", &WhyItCreeps::new(run))?);
    blocks.push(heading("What people do"));
    blocks.push(shared(run, "acts", &Acts::new(run, Scope::All))?);
    blocks.push(shared(run, "say-and-do", &SayAndDo::new(run, first))?);
    blocks.push(heading("Trust"));
    blocks.push(trust_figure(run)?);
    blocks.push(course_figure(run, "trust-mean", Metric::TrustMean, Scope::All)?);
    Ok(blocks)
}

fn by_segment(case: &Case<'_>) -> Block {
    let run = case.run;
    let mut rows = Vec::new();
    for (segment, described) in run.scenario.population.segments.iter().enumerate() {
        let scope = Scope::Segment(segment);
        let over = score_row(run, Metric::OverLine, scope, 1);
        let trust = score_row(run, Metric::TrustMean, scope, 1);
        let people = format_count((described.share * run.scenario.population.customers as f64).round() as u64);
        for variant in judged(run) {
            let (Some(over), Some(trust)) = (over.scores.get(variant), trust.scores.get(variant)) else { continue };
            rows.push(vec![
                described.name.clone(),
                people.clone(),
                variant_name(run, variant),
                format_estimate(Metric::OverLine, &over.level),
                format_difference_estimate(Metric::OverLine, &over.difference),
                format_difference_estimate(Metric::TrustMean, &trust.difference),
            ]);
        }
    }
    let heads = ["Segment", "People a world", "Variant", "Over their own line", "Difference from the baseline", "Trust, difference"];
    table("Over their own line and trust, segment by segment", &heads, rows)
}
