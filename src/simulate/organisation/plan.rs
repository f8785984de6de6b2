//! The organisation with its names resolved.

use super::chart::Rule;
use super::readings::{base, column};
use crate::ledger::Count;
use crate::scenario::experiment::Bound;
use crate::scenario::organisation::{self, Audit, Direction, Monitor, Protocol, Reach, Watched};
use crate::scenario::{Metric, Scenario, TWIN};
use crate::stats::{ControlChart, Sides, control_limit};

/// A monitor made ready.
#[derive(Clone, Debug)]
pub(super) struct MonitorPlan {
    /// What is watched.
    pub watched: Watched,
    /// What is counted, and for each of what.
    pub columns: (Count, Count),
    /// Index of the attribute.
    pub attribute: usize,
    /// How readings are judged.
    pub rule: Rule,
    /// Readings that are not judged yet.
    pub baseline: usize,
    /// Days of a reading.
    pub reading_days: usize,
    /// Epochs between looks.
    pub every: usize,
    /// By variant: watched.
    pub variants: Vec<bool>,
    /// Segments of each stream.
    pub streams: Vec<Vec<usize>>,
    /// Each stream is a segment on its own.
    pub alone: bool,
}

impl MonitorPlan {
    pub fn new(scenario: &Scenario, monitor: &Monitor) -> Self {
        let epoch_days = scenario.experiment.epoch_days;
        let chart = match monitor.rule {
            organisation::Rule::Cusum => ControlChart::Cusum { reference: 0.5 * monitor.shift },
            organisation::Rule::Ewma => ControlChart::Ewma { weight: monitor.weight },
        };
        let (rises, falls) = (monitor.direction != Direction::Fall, monitor.direction != Direction::Rise);
        let sides = if rises && falls { Sides::Two } else { Sides::One };
        let segments = scenario.population.segments.iter().enumerate();
        let segments: Vec<usize> =
            segments.filter(|(_, segment)| monitor.segments.is_empty() || monitor.segments.contains(&segment.name)).map(|(index, _)| index).collect();
        let attributes = &scenario.population.attributes;
        Self {
            watched: monitor.watches,
            columns: (column(monitor.counts), base(monitor.per)),
            attribute: attributes.iter().position(|attribute| attribute.name == monitor.attribute).unwrap_or(0),
            rule: Rule { chart, rises, falls, limit: control_limit(chart, sides, monitor.run_length(epoch_days)) },
            baseline: monitor.baseline_readings(epoch_days) as usize,
            reading_days: monitor.reading(epoch_days) as usize,
            every: monitor.every_epochs.max(1) as usize,
            variants: variants(scenario, &monitor.variants),
            streams: if monitor.each_segment { segments.into_iter().map(|segment| vec![segment]).collect() } else { vec![segments] },
            alone: monitor.each_segment,
        }
    }
}

/// An audit made ready.
#[derive(Clone, Debug)]
pub(super) struct AuditPlan {
    /// Days from one audit to the next.
    pub every: usize,
    /// What is checked; `None` for a metric that is not known.
    pub metric: Option<Metric>,
    /// Which side of the limit is safe.
    pub bound: Bound,
    /// The limit.
    pub limit: f64,
    /// Days until it is on the table.
    pub response_days: usize,
    /// What it costs.
    pub cost: f64,
    /// By variant: audited.
    pub variants: Vec<bool>,
}

impl AuditPlan {
    pub fn new(scenario: &Scenario, audit: &Audit) -> Self {
        Self {
            every: audit.calendar.days(),
            metric: Metric::from_id(&audit.metric),
            bound: audit.bound,
            limit: audit.limit,
            response_days: audit.response_days as usize,
            cost: audit.cost,
            variants: variants(scenario, &audit.variants),
        }
    }

    /// Whether a value is past the limit.
    pub fn finds(&self, value: f64) -> bool {
        match self.bound {
            Bound::AtMost => value > self.limit,
            Bound::AtLeast => value < self.limit,
        }
    }
}

/// What sets off a protocol, by index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trigger {
    /// A monitor.
    Monitor(usize),
    /// An audit.
    Audit(usize),
}

/// A protocol made ready.
#[derive(Clone, Debug)]
pub(super) struct ProtocolPlan {
    /// What sets it off.
    pub triggers: Vec<Trigger>,
    /// By variant: in force.
    pub variants: Vec<bool>,
    /// Days from the alarm to the response.
    pub delay: usize,
    /// How long it lasts; 0 to the end.
    pub days: usize,
    /// It is for everybody.
    pub everybody: bool,
    /// What it costs once, and each day.
    pub cost: (f64, f64),
}

impl ProtocolPlan {
    pub fn new(scenario: &Scenario, protocol: &Protocol) -> Self {
        let organisation = &scenario.organisation;
        let monitors = organisation.monitors.iter().enumerate().map(|(index, monitor)| (monitor.name.as_str(), Trigger::Monitor(index)));
        let audits = organisation.audits.iter().enumerate().map(|(index, audit)| (audit.name.as_str(), Trigger::Audit(index)));
        let named = |name: &str| protocol.triggers.iter().any(|trigger| trigger == name);
        Self {
            triggers: monitors.chain(audits).filter(|(name, _)| named(name)).map(|(_, trigger)| trigger).collect(),
            variants: variants(scenario, &protocol.variants),
            delay: protocol.delay_days as usize,
            days: protocol.days as usize,
            everybody: protocol.reach == Reach::Everybody,
            cost: (protocol.cost, protocol.cost_per_day),
        }
    }
}

/// By variant, the twin first and never: whether it is named, or all are meant.
pub(super) fn variants(scenario: &Scenario, names: &[String]) -> Vec<bool> {
    let named = |name: &String| names.is_empty() || names.contains(name);
    std::iter::once(false).chain(scenario.variants.iter().map(|variant| named(&variant.name))).collect()
}

/// By variant: the first day (from 0) on which an event happens to it.
pub(super) fn harmed(scenario: &Scenario) -> Vec<Option<usize>> {
    let first = |name: &str| {
        let events = scenario.events.iter().filter(|event| event.variants.is_empty() || event.variants.iter().any(|own| own == name));
        events.map(|event| event.day.saturating_sub(1) as usize).min()
    };
    std::iter::once(first(TWIN)).chain(scenario.variants.iter().map(|variant| first(&variant.name))).collect()
}
