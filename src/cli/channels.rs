//! Channels beside the scorecard: rate, base rate, published range; and the intersection of groups that fares worst.

use serde_json::{Value, json};

use crate::experiment::{ChannelRow, Scorecard, channels, percent, range_words};
use crate::ledger::Scope;
use crate::measure::{View, worst_intersection};
use crate::simulate::Run;

/// The table as text, empty where no channel was used.
pub fn text(run: &Run, card: &Scorecard) -> String {
    let mut text = String::new();
    for row in channels(run) {
        let name = run.scenario.channels.get(row.channel).map_or("", |channel| channel.name.as_str());
        let values =
            card.variants.iter().zip(&row.values).filter_map(|(variant, value)| Some(format!("{variant} {}", percent(value.as_ref().ok()?.mean))));
        let set = row.base.map_or_else(String::new, |base| format!("; set to {} at the reference touch", percent(base)));
        let known = row.published.map_or_else(String::new, |range| format!("; published: {}", range_words(&range)));
        text.push_str(&format!("  {name}, {}: {}{set}{known}\n", row.words, values.collect::<Vec<_>>().join(", ")));
    }
    if text.is_empty() { text } else { format!("\nChannels\n{text}") }
}

/// The intersection with the lowest rate of premium offers, of the first world: worlds have different people.
pub fn intersections(run: &Run) -> String {
    let mut text = String::new();
    let Some(ledger) = run.worlds.first() else { return text };
    let attributes = &run.scenario.population.attributes;
    for (variant, name) in run.variants.iter().enumerate() {
        let Ok(found) = View::new(ledger, variant, Scope::All).and_then(|view| worst_intersection(&view)) else { continue };
        let levels = attributes.iter().zip(&found.worst.levels).filter_map(|(attribute, &level)| attribute.levels.get(level));
        let levels: Vec<&str> = levels.map(|level| level.name.as_str()).collect();
        text.push_str(&format!(
            "  {name}: {} ({} people, {} slates): {}\n",
            levels.join(" and "),
            found.worst.people,
            found.worst.slates,
            percent(found.worst.rate)
        ));
    }
    if text.is_empty() { text } else { format!("\nLowest premium rate of any intersection, first world\n{text}") }
}

/// The table for JSON.
pub fn values(run: &Run) -> Vec<Value> {
    channels(run).iter().map(|row| value(run, row)).collect()
}

fn value(run: &Run, row: &ChannelRow) -> Value {
    let by_variant: serde_json::Map<String, Value> =
        run.variants.iter().zip(&row.values).map(|(name, value)| (name.clone(), json!(value.as_ref().ok().map(|estimate| estimate.mean)))).collect();
    json!({
        "channel": run.scenario.channels.get(row.channel).map(|channel| channel.name.as_str()),
        "rate": row.rate.id(),
        "label": row.words,
        "base": row.base,
        "published": row.published.map(|range| json!({ "low": range.low, "high": range.high, "source": range.source, "words": range.words })),
        "variants": by_variant,
    })
}
