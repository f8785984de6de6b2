//! Checks of a scenario's parts: how many there are, what they are called, what must sum to one, what cannot be larger than what.

use super::document::{Scenario, TWIN};
use super::finding::Finding;
use super::learner::Base;
use super::nearest::suggestion;
use super::policy::{Engine, Policy};

/// Most segments.
pub const MOST_SEGMENTS: usize = 8;
/// Most cells: segments times the levels of each attribute.
pub const MOST_CELLS: usize = 256;
/// Most channels.
pub const MOST_CHANNELS: usize = 6;
/// Most signals.
pub const MOST_SIGNALS: usize = 8;
/// Most variants beside the twin.
pub const MOST_VARIANTS: usize = 6;
/// Most pairs of items, groups told apart, that a policy which factorizes keeps counts of: 64 MB for each thread.
pub const MOST_PAIRS: u64 = 8_388_608;
/// How far shares may be from summing to one.
const SUM_SLACK: f64 = 1e-6;

/// Counts, names, sums and sizes.
pub fn structure(scenario: &Scenario, findings: &mut Vec<Finding>) {
    population(scenario, findings);
    let channels: Vec<&str> = scenario.channels.iter().map(|channel| channel.name.as_str()).collect();
    count("channels", channels.len(), 1, MOST_CHANNELS, findings);
    names("channels", &channels, findings);
    let signals: Vec<&str> = scenario.signals.iter().map(|signal| signal.name.as_str()).collect();
    count("signals", signals.len(), 0, MOST_SIGNALS, findings);
    names("signals", &signals, findings);
    let variants: Vec<&str> = scenario.variants.iter().map(|variant| variant.name.as_str()).collect();
    count("variants", variants.len(), 1, MOST_VARIANTS, findings);
    names("variants", &variants, findings);
    for (index, _) in variants.iter().enumerate().filter(|(_, name)| **name == TWIN) {
        let message = format!("a variant cannot be called `{TWIN}`: that is the twin without recommender, which is always flown");
        findings.push(Finding::error("S015", format!("variants[{index}].name"), message, "give it another name, or leave it out"));
    }
    sizes(scenario, findings);
}

fn population(scenario: &Scenario, findings: &mut Vec<Finding>) {
    let population = &scenario.population;
    let segments: Vec<&str> = population.segments.iter().map(|segment| segment.name.as_str()).collect();
    count("population.segments", segments.len(), 1, MOST_SEGMENTS, findings);
    names("population.segments", &segments, findings);
    sum("population.segments", "segments", population.segments.iter().map(|segment| segment.share), findings);

    let attributes: Vec<&str> = population.attributes.iter().map(|attribute| attribute.name.as_str()).collect();
    names("population.attributes", &attributes, findings);
    let mut cells = population.segments.len();
    for (index, attribute) in population.attributes.iter().enumerate() {
        let path = format!("population.attributes[{index}].levels");
        let levels: Vec<&str> = attribute.levels.iter().map(|level| level.name.as_str()).collect();
        count(&path, levels.len(), 1, MOST_CELLS, findings);
        names(&path, &levels, findings);
        sum(&path, &format!("levels of `{}`", attribute.name), attribute.levels.iter().map(|level| level.share), findings);
        cells = cells.saturating_mul(levels.len().max(1));
    }
    if cells > MOST_CELLS {
        let message = format!("segments and levels of attributes make {cells} combinations, allowed are {MOST_CELLS}");
        let help = "take out an attribute, or join levels: groups this small could not be judged anyway";
        findings.push(Finding::error("S017", "population.attributes", message, help));
    }
}

pub(super) fn count(path: &str, found: usize, least: usize, most: usize, findings: &mut Vec<Finding>) {
    if (least..=most).contains(&found) {
        return;
    }
    let field = path.rsplit('.').next().unwrap_or(path);
    let help = if found < least { "add one, or leave the field out to take the default" } else { "take some out" };
    findings.push(Finding::error("S017", path, format!("there are {found} {field}, allowed are {least} to {most}"), help));
}

pub(super) fn names(path: &str, names: &[&str], findings: &mut Vec<Finding>) {
    let field = if path.starts_with("population.attributes[") { "levels" } else { path.rsplit('.').next().unwrap_or(path) };
    for (index, name) in names.iter().enumerate() {
        let path = format!("{path}[{index}].name");
        if name.trim().is_empty() {
            findings.push(Finding::error("S016", path, format!("one of the {field} has no name"), "give it a name"));
        } else if name.trim() != *name || name.chars().any(char::is_control) {
            let message = format!("the name `{}` begins or ends with blanks or holds line breaks", name.escape_debug());
            findings.push(Finding::error("S016", path, message, "take them out"));
        } else if names.iter().take(index).any(|earlier| earlier == name) {
            findings.push(Finding::error("S015", path, format!("two {field} are called `{name}`"), "names must differ"));
        }
    }
}

fn sum(path: &str, what: &str, shares: impl Iterator<Item = f64>, findings: &mut Vec<Finding>) {
    let shares: Vec<f64> = shares.collect();
    let sum: f64 = shares.iter().sum();
    if shares.is_empty() || !sum.is_finite() || (sum - 1.0).abs() <= SUM_SLACK {
        return;
    }
    let shown = shares.iter().map(f64::to_string).collect::<Vec<_>>().join(" + ");
    let off = ((sum - 1.0).abs() * 1e9).round() / 1e9;
    let help = if sum > 1.0 { format!("take {off} off") } else { format!("add {off}") };
    let sum = (sum * 1e9).round() / 1e9;
    findings.push(Finding::error("S014", path, format!("shares of the {what} sum to {sum} ({shown}), allowed is 1"), help));
}

fn sizes(scenario: &Scenario, findings: &mut Vec<Finding>) {
    let items = scenario.catalog.items;
    for (index, channel) in scenario.channels.iter().enumerate().filter(|(_, channel)| channel.slate > items) {
        let message = format!("a slate of {} items, but the catalog has {items}", channel.slate);
        findings.push(Finding::error("S019", format!("channels[{index}].slate"), message, "show fewer items, or offer more"));
    }
    let search = scenario.behavior.choice.search_items;
    if search > items {
        let message = format!("own search brings {search} items to mind, but the catalog has {items}");
        findings.push(Finding::error("S019", "behavior.choice.search_items", message, "lower it, or offer more items"));
    }
    let trust = &scenario.behavior.trust;
    let special = trust.oscillators + trust.disbelievers;
    if special > 1.0 + SUM_SLACK {
        let message = format!("oscillators and disbelievers make {special} of all people, allowed is at most 1 together");
        findings.push(Finding::error("S019", "behavior.trust.oscillators", message, "lower one of the two shares"));
    }
    for (index, variant) in scenario.variants.iter().enumerate() {
        let policy = &variant.policy;
        let groups = factored_groups(scenario, policy);
        let pairs = items.saturating_mul(items + 1) / 2 * groups;
        if pairs > MOST_PAIRS {
            let message = format!("{} counts {pairs} pairs of items, groups told apart, allowed are {MOST_PAIRS}", policy.engine.name());
            let help = "offer fewer items (4,000 at most), set reweight to 0, or choose another engine";
            findings.push(Finding::error("S019", format!("variants[{index}].policy.engine"), message, help));
        }
    }
    let days = scenario.experiment.days;
    for (index, guard) in scenario.experiment.guardrails.iter().enumerate().filter(|(_, guard)| guard.from_day > days) {
        let message = format!("counts from day {}, but the run ends on day {days}", guard.from_day);
        findings.push(Finding::error("S019", format!("experiment.guardrails[{index}].from_day"), message, "start earlier, or run longer"));
    }
}

/// Groups whose pairs of items a policy counts: 0 where its engine does not factorize.
fn factored_groups(scenario: &Scenario, policy: &Policy) -> u64 {
    let options = &policy.collaborative;
    let factorizes = match policy.engine {
        Engine::Collaborative | Engine::Hybrid => true,
        Engine::EpsilonGreedy => policy.exploration.base == Base::Collaborative,
        _ => false,
    };
    let attribute = scenario.population.attributes.iter().find(|attribute| options.reweight_by.is_empty() || attribute.name == options.reweight_by);
    match attribute.filter(|_| options.reweight > 0.0) {
        _ if !factorizes => 0,
        Some(attribute) => attribute.levels.len() as u64,
        None => 1,
    }
}

/// The error for a name that nobody bears.
pub fn refers_to_nothing(path: String, what: &str, found: &str, names: &[&str]) -> Finding {
    Finding::error("S018", path, format!("there is no {what} called `{found}`"), suggestion(found, names.iter().copied()))
}
