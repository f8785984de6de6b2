//! What the organisation saw, found and did: the log, and what of it goes into the ledger.

use super::office::Office;
use super::plan::{Trigger, harmed, variants};
use super::responses::Response;
use crate::ledger::{Ledger, Oversight};
use crate::scenario::Scenario;
use crate::scenario::organisation::ActionKind;
use crate::simulate::run::Run;
use crate::stats::Measured;

/// What was logged.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// A monitor was looked at.
    Look {
        /// Index of the monitor.
        monitor: usize,
        /// The segment, where each is watched on its own.
        segment: Option<usize>,
        /// The reading that alarmed, or the last one.
        value: f64,
        /// The statistic of the chart after it.
        statistic: f64,
        /// Its limit.
        limit: f64,
        /// The day (from 1) whose reading alarmed.
        alarm: Option<usize>,
        /// It alarmed before anything had happened to the variant.
        is_false: bool,
    },
    /// An audit was held.
    Audit {
        /// Index of the audit.
        audit: usize,
        /// What it found.
        value: Measured,
        /// The limit.
        limit: f64,
        /// The value is past the limit.
        finding: bool,
        /// It is before anything had happened to the variant.
        is_false: bool,
        /// The day (from 1) on which it is on the table.
        known: usize,
        /// What it cost, in money.
        cost: f64,
    },
    /// A protocol answered an alarm.
    Answer {
        /// Index of the protocol.
        protocol: usize,
        /// What set it off.
        by: Trigger,
        /// The response; `None` where one is under way.
        response: Option<Response>,
        /// The day (from 0) from which on the alarm is answered.
        answered: usize,
        /// Days of the run on which the response is in force.
        in_force: usize,
        /// What it costs once, and each day, in money.
        cost: (f64, f64),
    },
}

/// One line of the log.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The day (from 1) at whose end it was logged.
    pub day: usize,
    /// The variant.
    pub variant: usize,
    /// What was logged.
    pub what: What,
}

/// The same for a table: the words that a reader needs.
#[derive(Clone, Debug, PartialEq)]
pub struct LogRow {
    /// The day (from 1) at whose end it was logged.
    pub day: usize,
    /// The variant.
    pub variant: usize,
    /// Name of the monitor, audit or protocol.
    pub name: String,
    /// The segment, where each is watched on its own, or those that a response is for; empty for all.
    pub segments: String,
    /// What was read or found.
    pub value: Option<f64>,
    /// The statistic of the chart.
    pub statistic: Option<f64>,
    /// The limit that it is held against.
    pub limit: Option<f64>,
    /// An alarm, or a finding.
    pub alarm: bool,
    /// It came before anything had happened.
    pub is_false: bool,
    /// What is done, in words; empty for looks and audits.
    pub action: String,
    /// What it costs over the run, in money.
    pub cost: f64,
}

impl Entry {
    /// The entry in words.
    pub fn row(&self, scenario: &Scenario) -> LogRow {
        let organisation = &scenario.organisation;
        let mut row = LogRow {
            day: self.day,
            variant: self.variant,
            name: String::new(),
            segments: String::new(),
            value: None,
            statistic: None,
            limit: None,
            alarm: false,
            is_false: false,
            action: String::new(),
            cost: 0.0,
        };
        match &self.what {
            What::Look { monitor, segment, value, statistic, limit, alarm, is_false } => {
                row.name = organisation.monitors.get(*monitor).map_or_else(String::new, |monitor| monitor.name.clone());
                row.segments = segment.map_or_else(String::new, |segment| segments(scenario, &[segment]));
                (row.value, row.statistic, row.limit) = (Some(*value), Some(*statistic), Some(*limit));
                (row.alarm, row.is_false) = (alarm.is_some(), *is_false);
            }
            What::Audit { audit, value, limit, finding, is_false, cost, .. } => {
                row.name = organisation.audits.get(*audit).map_or_else(String::new, |audit| audit.name.clone());
                (row.value, row.limit) = (value.as_ref().ok().copied(), Some(*limit));
                (row.alarm, row.is_false, row.cost) = (*finding, *is_false, *cost);
            }
            What::Answer { protocol, response, in_force, cost, .. } => {
                let known = organisation.protocols.get(*protocol);
                row.name = known.map_or_else(String::new, |protocol| protocol.name.clone());
                row.cost = cost.0 + cost.1 * *in_force as f64;
                let kinds: Vec<ActionKind> = known.map_or_else(Vec::new, |known| known.actions.iter().map(|action| action.kind).collect());
                row.action = in_words(&kinds, response.as_ref(), scenario.experiment.days as usize);
                row.segments = response.as_ref().map_or_else(String::new, |response| segments(scenario, &response.segments));
            }
        }
        row
    }
}

fn in_words(kinds: &[ActionKind], response: Option<&Response>, days: usize) -> String {
    let Some(response) = response else { return "under way already".into() };
    let does: Vec<&str> = kinds
        .iter()
        .map(|kind| match kind {
            ActionKind::FewerContacts => "fewer contacts",
            ActionKind::LessPersonal => "less personal",
            ActionKind::DropSignals => "drop signals",
            ActionKind::Explain => "explain",
            ActionKind::Guard => "guard",
            ActionKind::RollBack => "roll back",
            ActionKind::Notify => "notify",
        })
        .collect();
    let does = does.join(", ");
    let first = response.first + 1;
    match response.end {
        _ if response.first >= days => format!("{does} from day {first}, after the end of the run"),
        end if end >= days => format!("{does} from day {first} to the end"),
        end => format!("{does} from day {first} to day {end}"),
    }
}

fn segments(scenario: &Scenario, indices: &[usize]) -> String {
    let all = &scenario.population.segments;
    if indices.len() == all.len() {
        return String::new();
    }
    let names: Vec<&str> = indices.iter().filter_map(|&index| all.get(index)).map(|segment| segment.name.as_str()).collect();
    names.join(", ")
}

/// What the organisation did in each world of a run, in order. It follows from the counts of the ledger, so a run that was kept and opened again
/// has the same log. Empty where nobody watches anything.
pub fn organisation_log(run: &Run) -> Vec<Vec<Entry>> {
    run.worlds.iter().map(|ledger| relive(&run.scenario, ledger)).collect()
}

fn relive(scenario: &Scenario, ledger: &Ledger) -> Vec<Entry> {
    let Some(mut office) = Office::new(scenario, &ledger.shape) else { return Vec::new() };
    (0..ledger.shape.checkpoints()).flat_map(|epoch| office.close(ledger, epoch, ledger.shape.checkpoint_day(epoch))).collect()
}

/// Writes all entries of a world into its ledger; called once, when the world is flown.
pub fn note(scenario: &Scenario, entries: &[Entry], ledger: &mut Ledger) {
    let organisation = &scenario.organisation;
    let days = ledger.shape.days;
    let harmed = harmed(scenario);
    let lists = organisation.monitors.iter().map(|monitor| &monitor.variants).chain(organisation.audits.iter().map(|audit| &audit.variants));
    for names in lists {
        for (variant, _) in variants(scenario, names).into_iter().enumerate().filter(|&(_, watched)| watched) {
            ledger.oversee(variant, 0, Oversight::Watchers, 1);
        }
    }
    for (variant, first) in harmed.iter().enumerate() {
        if let Some(first) = first.filter(|&first| first < days) {
            ledger.oversee(variant, first, Oversight::Harmed, 1);
        }
    }
    for entry in entries {
        note_entry(entry, ledger);
    }
    for (variant, first) in harmed.iter().enumerate() {
        let real = entries.iter().filter(|entry| entry.variant == variant).filter_map(real_alarm);
        if let (Some(first), Some(found)) = (first, real.filter(|&day| day <= days).min()) {
            ledger.oversee(variant, found - 1, Oversight::Found, 1);
            ledger.oversee(variant, found - 1, Oversight::FoundDays, (found - (first + 1)) as i64);
        }
    }
}

/// The day (from 1) on which an entry tells of something that has happened.
fn real_alarm(entry: &Entry) -> Option<usize> {
    match entry.what {
        What::Look { alarm: Some(_), is_false: false, .. } => Some(entry.day),
        What::Audit { finding: true, is_false: false, known, .. } => Some(known),
        _ => None,
    }
}

fn note_entry(entry: &Entry, ledger: &mut Ledger) {
    let (variant, day, days) = (entry.variant, entry.day - 1, ledger.shape.days);
    let cents = |money: f64| libm::round(100.0 * money) as i64;
    let mut add = |day: usize, column, amount| {
        if day < days {
            ledger.oversee(variant, day, column, amount);
        }
    };
    match &entry.what {
        What::Look { alarm, is_false, .. } => {
            add(day, Oversight::Looks, 1);
            add(day, Oversight::Alarms, i64::from(alarm.is_some()));
            add(day, Oversight::FalseAlarms, i64::from(*is_false));
        }
        What::Audit { finding, is_false, known, cost, .. } => {
            add(day, Oversight::Audits, 1);
            add(day, Oversight::AuditFindings, i64::from(*finding));
            add(*known - 1, Oversight::Alarms, i64::from(*finding));
            add(*known - 1, Oversight::FalseAlarms, i64::from(*is_false));
            add(day, Oversight::CostCents, cents(*cost));
        }
        What::Answer { by, response, answered, in_force, cost, .. } => {
            if let Some(response) = response.as_ref().filter(|_| *in_force > 0) {
                add(response.first, Oversight::Responses, 1);
                add(response.first, Oversight::CostCents, cents(cost.0));
                for day in response.first..response.first + in_force {
                    add(day, Oversight::CostCents, cents(cost.1));
                }
            }
            if matches!(by, Trigger::Audit(_)) && *answered < days {
                add(day, Oversight::AuditsAnswered, 1);
                add(day, Oversight::AnswerDays, (*answered - entry.day) as i64);
            }
        }
    }
}
