//! 3: which data each variant uses.

use super::super::build::Case;
use super::super::model::{Block, paragraph, table};
use super::blank;
use crate::experiment::format_number;
use crate::report::charts::page::variant_name;
use crate::scenario::catalog::{Consent, Signal, SignalSource};

/// From here on data count as sensitive, as inferred, or as covert.
const MUCH: f64 = 0.5;

pub(in crate::report::dossier) fn blocks(case: &Case<'_>) -> Vec<Block> {
    let run = case.run;
    let mut rows = Vec::new();
    let mut flagged = Vec::new();
    for (place, variant) in run.scenario.variants.iter().enumerate() {
        let name = variant_name(run, place + 1);
        if variant.policy.signals.is_empty() {
            rows.push(vec![name.clone(), "no data about the person".into(), "-".into(), "-".into(), "-".into(), "-".into()]);
        }
        for wanted in &variant.policy.signals {
            let Some(signal) = run.scenario.signals.iter().find(|signal| signal.name == *wanted) else {
                rows.push(vec![name.clone(), wanted.clone(), "not described in the scenario".into(), "-".into(), "-".into(), "-".into()]);
                continue;
            };
            let flags = flags(signal);
            if !flags.is_empty() {
                flagged.push(format!("{name} uses \"{}\": {}", signal.name, flags.join(", ")));
            }
            rows.push(vec![
                name.clone(),
                signal.name.clone(),
                source_words(signal.source).into(),
                format!("{}, {}, {}", format_number(signal.sensitivity), format_number(signal.depth), format_number(signal.covertness)),
                consent_words(signal.consent).into(),
                if signal.retention_days == 0 { "for ever".into() } else { format!("{} days", signal.retention_days) },
            ]);
        }
    }
    let heads = ["Variant", "Data", "How it is known", "Sensitivity, inference, covertness (0 to 1)", "Consent", "Kept"];
    let mut blocks = vec![table("Data that each variant uses", &heads, rows)];
    if flagged.is_empty() {
        blocks.push(paragraph(format!("No variant uses data with sensitivity, inference or covertness of {MUCH} or more.")));
    } else {
        blocks.push(paragraph(format!("To be looked at, because sensitivity, inference or covertness is {MUCH} or more:")));
        blocks.push(Block::List(flagged));
    }
    blocks.push(blank(case, "lawful_basis", "the lawful basis of each kind of data", true));
    blocks.push(blank(case, "necessity", "why each kind of data is necessary, and why less would not do", true));
    blocks
}

fn flags(signal: &Signal) -> Vec<&'static str> {
    let mut found = Vec::new();
    for (value, word) in [(signal.sensitivity, "sensitive"), (signal.depth, "inferred"), (signal.covertness, "covert")] {
        if value >= MUCH {
            found.push(word);
        }
    }
    found
}

fn source_words(source: SignalSource) -> &'static str {
    match source {
        SignalSource::Snapshot => "collected once (bought, inferred or stated)",
        SignalSource::Behavior => "learned from choices here",
    }
}

fn consent_words(consent: Consent) -> &'static str {
    match consent {
        Consent::Implied => "nobody is asked",
        Consent::OptOut => "on unless switched off",
        Consent::Asked => "asked with equal buttons",
        Consent::OptIn => "off unless switched on",
        Consent::Granular => "asked on its own",
    }
}
