//! What an author may want to know about a scenario that can be flown.

use super::catalog::{default_channels, default_signals};
use super::document::{Scenario, TWIN};
use super::experiment::{Compare, GuardScope, Guardrail};
use super::finding::Finding;
use super::policy::{Engine, Variant};
use super::tree::Node;
use super::vocabulary::{Metric, Unit};

/// Customer-days above which a run is announced as long.
const LONG_RUN: f64 = 1e9;
/// Bytes of results above which a run is announced as large.
const LARGE_RESULTS: f64 = 1e9;
/// About how many counts a result keeps for each variant, day and cell.
pub const COUNTS_A_DAY: usize = 80;
/// Bytes that a result keeps of premium offers for each variant, checkpoint and cell.
pub const OFFER_BYTES: usize = 496;

/// Everything odd.
pub fn warnings(scenario: &Scenario, findings: &mut Vec<Finding>) {
    let mut warn = |code, path: String, message: String, help: &str| findings.push(Finding::warning(code, path, message, help));
    if scenario.story.trim().is_empty() {
        warn("W001", "story".into(), "the story is empty".into(), "say in a sentence what the scenario is about: it heads every report");
    }
    let used = |name: &str| scenario.variants.iter().any(|variant| variant.policy.signals.iter().any(|signal| signal == name));
    // Nobody wrote the default lists, so nobody needs to be told that parts of them are not used.
    let written = if scenario.signals == default_signals() { &[] } else { scenario.signals.as_slice() };
    for (index, signal) in written.iter().enumerate().filter(|(_, signal)| !used(&signal.name)) {
        warn("W002", format!("signals[{index}]"), format!("no policy uses the signal `{}`", signal.name), "");
    }
    let used = |name: &str| scenario.variants.iter().any(|variant| variant.policy.contacts.iter().any(|contact| contact.channel == name));
    let written = if scenario.channels == default_channels() { &[] } else { scenario.channels.as_slice() };
    for (index, channel) in written.iter().enumerate().filter(|(_, channel)| !used(&channel.name)) {
        warn("W002", format!("channels[{index}]"), format!("no policy uses the channel `{}`", channel.name), "");
    }
    for (index, variant) in scenario.variants.iter().enumerate() {
        if let Some((message, help)) = idle(variant) {
            warn("W003", format!("variants[{index}].policy"), message, help);
        }
        let earlier = scenario.variants.iter().take(index).find(|earlier| Node::of(&earlier.policy).same(&Node::of(&variant.policy)));
        // The same policy may live through different events, and in another organisation.
        let lists = scenario.events.iter().map(|event| &event.variants);
        let lists = lists.chain(scenario.organisation.protocols.iter().map(|protocol| &protocol.variants));
        let lists = lists.chain(scenario.organisation.monitors.iter().map(|monitor| &monitor.variants));
        let lists = lists.chain(scenario.organisation.audits.iter().map(|audit| &audit.variants));
        let mut lists = lists.chain([&scenario.organisation.purges.variants]);
        let earlier = earlier.filter(|earlier| lists.all(|names| names.contains(&earlier.name) == names.contains(&variant.name)));
        if let Some(earlier) = earlier {
            let message = format!("`{}` and `{}` have the same policy: every difference will be exactly zero", earlier.name, variant.name);
            warn("W003", format!("variants[{index}]"), message, "change one of them");
        }
    }
    let shares = scenario.population.segments.iter().enumerate().map(|(index, segment)| (format!("segments[{index}]"), &segment.name, segment.share));
    for (path, name, share) in shares {
        if share == 0.0 {
            warn("W004", format!("population.{path}.share"), format!("nobody is in the segment `{name}`"), "");
        }
    }
    if scenario.experiment.guardrails.is_empty() {
        let help = "set limits on the harms that must not grow, for example on over_line_share";
        warn("W005", "experiment.guardrails".into(), "no guardrail is set: there will be numbers, but no verdict".into(), help);
    } else if scenario.experiment.worlds < 2 {
        warn("W006", "experiment.worlds".into(), "with one world there is no interval, so no guardrail can be judged".into(), "fly 20 worlds");
    }
    for (index, guard) in scenario.experiment.guardrails.iter().enumerate() {
        if let Some((field, message)) = hopeless(scenario, guard) {
            warn("W007", format!("experiment.guardrails[{index}].{field}"), message, "");
        }
    }
    size(scenario, findings);
}

/// A policy that does nothing, or sets something it does not use.
fn idle(variant: &Variant) -> Option<(String, &'static str)> {
    let policy = &variant.policy;
    let name = &variant.name;
    match policy.engine {
        Engine::None => None,
        _ if policy.contacts.is_empty() => Some((format!("`{name}` has an engine but no contact, so nobody ever sees its slates"), "add a contact")),
        Engine::Content | Engine::Hybrid | Engine::LinUcb if policy.signals.is_empty() && policy.depth > 0.0 => {
            Some((format!("`{name}` personalizes without any signal: it only knows its prior"), "add a signal, or choose another engine"))
        }
        _ => None,
    }
}

/// A guardrail that can be told beforehand to say nothing.
fn hopeless(scenario: &Scenario, guard: &Guardrail) -> Option<(&'static str, String)> {
    let metric = Metric::from_id(&guard.metric)?;
    let baseline = scenario.experiment.baseline.as_str();
    let blank = baseline == TWIN || scenario.variants.iter().any(|variant| variant.name == baseline && variant.policy.engine == Engine::None);
    if metric.needs_slates() && blank && guard.compare != Compare::Level {
        return Some((
            "compare",
            format!("`{}` is undefined without a recommender, so nothing can be compared with the baseline `{baseline}`", guard.metric),
        ));
    }
    if guard.compare == Compare::Level && metric.unit() == Unit::Share && !(0.0..=1.0).contains(&guard.limit) {
        return Some(("limit", format!("`{}` is a share between 0 and 1, the limit is {}", guard.metric, guard.limit)));
    }
    if guard.compare == Compare::Ratio && guard.limit <= 0.0 {
        return Some(("limit", format!("a ratio of 1 means no change; the limit is {}", guard.limit)));
    }
    let people = scenario.population.customers as f64;
    let segments = scenario.population.segments.iter().map(|segment| (&segment.name, segment.share));
    let attributes = scenario.population.attributes.iter().filter(|attribute| guard.attribute.is_empty() || guard.attribute == attribute.name);
    let levels = attributes.flat_map(|attribute| attribute.levels.iter().map(|level| (&level.name, level.share)));
    let parts: Vec<(&String, f64)> = match guard.scope {
        GuardScope::All => Vec::new(),
        GuardScope::EachSegment | GuardScope::WorstSegment => segments.collect(),
        GuardScope::EachGroup | GuardScope::WorstGroup => levels.collect(),
    };
    let (name, share) = parts.into_iter().find(|(_, share)| people * share < guard.smallest_group as f64)?;
    Some((
        "smallest_group",
        format!("about {:.0} people of `{name}` in each world are too few to be judged (allowed from {})", people * share, guard.smallest_group),
    ))
}

/// Runs that take long or much memory.
fn size(scenario: &Scenario, findings: &mut Vec<Finding>) {
    let experiment = &scenario.experiment;
    let population = &scenario.population;
    let variants = scenario.variants.len() as f64 + 1.0;
    let (days, worlds) = (experiment.days as f64, experiment.worlds as f64);
    let customer_days = population.customers as f64 * days * variants * worlds;
    if customer_days > LONG_RUN {
        let message = format!("a run has {:.1} thousand million customer-days", customer_days / 1e9);
        findings.push(Finding::warning("W008", "experiment", message, "try it first with fewer people or worlds: `--people 5000 --worlds 5`"));
    }
    let bytes = result_bytes(scenario);
    if bytes > LARGE_RESULTS {
        let message = format!("the results need up to {:.1} GB of memory", bytes / 1e9);
        findings.push(Finding::warning("W009", "experiment", message, "use fewer worlds, days, segments or attributes"));
    }
}

/// About how many bytes the results of a run take.
pub fn result_bytes(scenario: &Scenario) -> f64 {
    let (experiment, population) = (&scenario.experiment, &scenario.population);
    let variants = scenario.variants.len() as f64 + 1.0;
    let (days, worlds) = (experiment.days as f64, experiment.worlds as f64);
    let segments = population.segments.len() as f64;
    let cells = segments * population.attributes.iter().map(|attribute| attribute.levels.len().max(1) as f64).product::<f64>();
    let checkpoints = (days / experiment.epoch_days.max(1) as f64).ceil();
    // A day keeps counts of eight bytes for each cell and three histograms of fifty bins for each segment.
    let per_variant = days * (cells * COUNTS_A_DAY as f64 * 8.0 + segments * 3.0 * 50.0 * 4.0)
        + checkpoints * cells * OFFER_BYTES as f64
        + checkpoints * segments * (scenario.catalog.items as f64 * 4.0 + scenario.catalog.topics as f64 * 8.0);
    per_variant * variants * worlds
}
