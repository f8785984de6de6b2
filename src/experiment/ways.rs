//! What would have kept one person under her own line: her life again under policies that differ in little from the one she met.

use std::sync::Arc;

use super::many::checked;
use crate::scenario::policy::Policy;
use crate::scenario::{Scenario, get, set};
use crate::simulate::{DayRecord, Replay, Run, replays_of, shape};

/// One nearby policy, and her life under it.
#[derive(Clone, Debug, PartialEq)]
pub struct Way {
    /// "messages by email: 5 to 2.5 a week".
    pub what: String,
    /// How large the change is, 0 to 1: the share of the setting's own way to nothing, or of its range, that it goes.
    pub size: f64,
    /// Settings, path and value, that make it.
    pub settings: Vec<(String, String)>,
    /// Her life, or why it cannot be told from this run.
    pub life: Result<Brief, String>,
}

/// A life in what matters here.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Brief {
    /// Days that ended over her line.
    pub days_over: usize,
    /// Highest margin; `None` where she never was active.
    pub highest: Option<f32>,
    /// Choices.
    pub choices: usize,
    /// Purchases.
    pub purchases: usize,
    /// Trust at the end.
    pub trust: f32,
    /// Day (from 1) on which she left.
    pub left: Option<usize>,
    /// Day (from 1) on which she switched personalization off.
    pub opted_out: Option<usize>,
}

impl Brief {
    fn of(life: &Replay) -> Self {
        let active = || life.days.iter().filter(|day| day.here && !day.left);
        let sum = |of: fn(&DayRecord) -> u32| life.days.iter().map(|day| of(day) as usize).sum();
        Self {
            days_over: active().filter(|day| day.felt > life.tolerance).count(),
            highest: active().map(|day| day.felt - life.tolerance).max_by(f32::total_cmp),
            choices: sum(|day| day.choices),
            purchases: sum(|day| day.purchases),
            trust: life.days.last().map_or(life.trust, |day| day.trust),
            left: life.days.iter().position(|day| day.left).map(|day| day + 1),
            opted_out: life.days.iter().position(|day| !day.personal).map(|day| day + 1),
        }
    }

    /// Whether she was never over her line and stayed to the end: whoever leaves is over no line any more, but that is no remedy.
    pub fn is_under(&self) -> bool {
        self.days_over == 0 && self.left.is_none()
    }
}

/// Her life as it was, and under policies nearby.
#[derive(Clone, Debug, PartialEq)]
pub struct Ways {
    /// The variant, by index.
    pub variant: usize,
    /// Her life as it was.
    pub before: Brief,
    /// Nearby policies, the smallest change first.
    pub ways: Vec<Way>,
    /// The policy learns from the crowd, whose counts are taken from the run: what others would have done otherwise is left out.
    pub crowd: bool,
}

/// A change that is tried.
struct Change {
    what: String,
    size: f64,
    settings: Vec<(String, String)>,
}

/// Lives one person again under policies that differ from a variant's in one thing, or in two of the strongest. `told` hears how many of them are done
/// and answers whether to go on.
///
/// # Errors
/// If the run holds no such world, variant or customer, if the variant is the twin, which has no policy, or if it was stopped.
pub fn ways(run: &Run, world: usize, variant: usize, customer: u64, told: &dyn Fn(usize, usize) -> bool) -> Result<Ways, String> {
    let place = variant.checked_sub(1).ok_or("without a recommender there is no policy to change")?;
    let Some(settings) = run.scenario.variants.get(place) else { return Err(format!("the run has no variant {variant}")) };
    let before = lived(run, world, variant, customer)?;
    let changes = changes(&run.scenario, place, &settings.policy);
    let of = changes.len();
    let mut ways = Vec::with_capacity(of);
    for (done, change) in changes.into_iter().enumerate() {
        if !told(done, of) {
            return Err("stopped".into());
        }
        let life = tried(run, world, variant, customer, &change.settings);
        ways.push(Way { what: change.what, size: change.size, settings: change.settings, life });
    }
    told(of, of);
    ways.sort_by(|a, b| a.size.total_cmp(&b.size).then_with(|| a.what.cmp(&b.what)));
    let crowd = shape(&run.scenario).crowd.get(variant).copied().unwrap_or(false);
    Ok(Ways { variant, before, ways, crowd })
}

fn lived(run: &Run, world: usize, variant: usize, customer: u64) -> Result<Brief, String> {
    let lives = replays_of(run, world, &[variant], &[customer]).map_err(|error| error.to_string())?;
    lives.first().and_then(|lives| lives.first()).map(Brief::of).ok_or_else(|| "nobody was lived again".into())
}

/// Her life under a changed policy; the crowd stays that of the run.
fn tried(run: &Run, world: usize, variant: usize, customer: u64, settings: &[(String, String)]) -> Result<Brief, String> {
    let mut scenario = Scenario::clone(&run.scenario);
    for (path, value) in settings {
        set(&mut scenario, path, value).map_err(|finding| finding.message)?;
    }
    let scenario: Arc<Scenario> =
        checked(scenario).map_err(|problems| problems.first().map_or_else(String::new, |problem| problem.message.clone()))?;
    let (kept, needed) = (shape(&run.scenario), shape(&scenario));
    if kept.crowd != needed.crowd || kept.learning != needed.learning || kept.oversight != needed.oversight {
        return Err("this policy learns from counts that the run did not keep".into());
    }
    lived(&Run { scenario, ..run.clone() }, world, variant, customer)
}

/// Nearby policies: less of what creeps, more of what calms; each only where there is something to change.
fn changes(scenario: &Scenario, place: usize, policy: &Policy) -> Vec<Change> {
    let at = |field: &str| format!("variants[{place}].policy.{field}");
    let mut changes = Vec::new();
    let mut add = |what: String, size: f64, settings: Vec<(String, String)>| changes.push(Change { what, size, settings });
    for (index, contact) in policy.contacts.iter().enumerate() {
        let push =
            scenario.channels.iter().any(|channel| channel.name == contact.channel && channel.kind == crate::scenario::catalog::ChannelKind::Push);
        if push && contact.per_week > 0.0 {
            for (share, size) in [(0.75, 0.25), (0.5, 0.5), (0.25, 0.75)] {
                let less = rounded(contact.per_week * share);
                let what = format!("messages by {}: {} to {} a week", contact.channel, plain(contact.per_week), plain(less));
                add(what, size, vec![(at(&format!("contacts[{index}].per_week")), written(less))]);
            }
            if contact.per_week > 1.0 && (contact.cap_per_week == 0 || contact.cap_per_week > 2) {
                let cap = ((contact.per_week / 2.0).ceil() as u64).max(1);
                let what = format!("at most {cap} {} in any seven days by {}", if cap == 1 { "message" } else { "messages" }, contact.channel);
                add(what, 0.45, vec![(at(&format!("contacts[{index}].cap_per_week")), cap.to_string())]);
            }
        }
    }
    if policy.explanation < 0.8 {
        add("say why a message comes (explanation 0.8)".into(), 0.8 - policy.explanation, vec![(at("explanation"), "0.8".into())]);
    }
    if policy.control < 0.5 {
        add("offer control (0.5)".into(), 0.5 - policy.control, vec![(at("control"), "0.5".into())]);
    }
    for (field, value, words) in [
        ("explicitness", policy.explicitness, "show less of what is known (explicitness"),
        ("specificity", policy.specificity, "less specific messages (specificity"),
        ("obtrusiveness", policy.obtrusiveness, "interrupt less (obtrusiveness"),
        ("depth", policy.depth, "less personal ranking (depth"),
    ] {
        if value >= 0.1 {
            let half = rounded(value / 2.0);
            add(format!("{words} {} to {})", plain(value), plain(half)), value - half, vec![(at(field), written(half))]);
        }
    }
    let facts = |name: &String| scenario.signals.iter().find(|signal| signal.name == *name);
    for name in policy.signals.iter().filter(|_| policy.signals.len() > 1) {
        let Some(signal) = facts(name) else { continue };
        let rest: Vec<&String> = policy.signals.iter().filter(|other| *other != name).collect();
        let size = 0.3 + 0.4 * signal.sensitivity.max(signal.covertness);
        add(format!("do without {name}"), size, vec![(at("signals"), list(&rest))]);
    }
    if !policy.signals.is_empty() {
        add("use no data about her at all".into(), 1.0, vec![(at("signals"), list(&[]))]);
    }
    if !policy.guards.back_off.on {
        add("step back for two weeks after discomfort".into(), 0.35, vec![(at("guards.back_off.on"), "true".into())]);
    }
    changes.retain(|change| change.settings.iter().all(|(path, value)| get(scenario, path).is_ok_and(|known| known.trim() != value)));
    changes
}

fn list(names: &[&String]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("{name:?}")).collect();
    format!("[{}]", quoted.join(", "))
}

fn rounded(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}

/// As a scenario file writes it: always with a point.
fn written(value: f64) -> String {
    format!("{value:?}")
}

fn plain(value: f64) -> String {
    format!("{value}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::testing::retargeting;

    /// The person with most days over her line under a variant.
    fn harmed(run: &Run, variant: usize) -> u64 {
        let found = std::sync::Mutex::new((0, 0));
        let everybody: Vec<u64> = (0..run.scenario.population.customers).collect();
        let keep = |block: crate::simulate::CensusBlock| {
            let mut found = found.lock().expect("no panic");
            for (place, life) in block.lives[0].iter().enumerate() {
                let person = (block.first + place) as u64;
                if (life.days_over, std::cmp::Reverse(person)) > (found.0, std::cmp::Reverse(found.1)) {
                    *found = (life.days_over, person);
                }
            }
            true
        };
        crate::simulate::live_again(run, 0, &[variant], &everybody, false, 2, &keep).expect("lived");
        let (days, person) = *found.lock().expect("no panic");
        assert!(days > 0, "nobody is over the line");
        person
    }

    #[test]
    fn nearby_policies_are_tried_on_her_alone_and_the_least_data_keep_her_under_her_line() {
        let run = retargeting();
        let person = harmed(&run, 2);
        let found = ways(&run, 0, 2, person, &|_, _| true).expect("found");
        assert!(found.before.days_over > 0 && found.ways.len() > 8);
        assert!(found.ways.is_sorted_by(|a, b| a.size <= b.size));
        let none = found.ways.iter().find(|way| way.what.contains("no data")).expect("tried");
        assert!(none.life.as_ref().is_ok_and(Brief::is_under), "{none:?}");
        let fewer = found.ways.iter().find(|way| way.what.contains("5 to 1.25")).expect("tried");
        assert!(fewer.life.as_ref().expect("lived").days_over < found.before.days_over, "{fewer:?}");
        // What is tried is what a variant with these settings would be to her.
        let mut changed = Scenario::clone(&run.scenario);
        changed.variants[1].policy.contacts[0].per_week = 1.25;
        let same = Run { scenario: Arc::new(changed), ..Run::clone(&run) };
        assert_eq!(fewer.life, lived(&same, 0, 2, person));
    }

    #[test]
    fn the_twin_and_strangers_are_refused_and_it_can_be_stopped() {
        let run = retargeting();
        assert!(ways(&run, 0, 0, 1, &|_, _| true).is_err());
        assert!(ways(&run, 0, 1, 9_999, &|_, _| true).is_err_and(|message| message.contains("9999")));
        assert_eq!(ways(&run, 0, 1, 1, &|_, _| false), Err("stopped".into()));
    }
}
