//! Whoever reads the counts of one world at epoch ends and decides what is done.

use super::log::{Entry, What};
use super::plan::{AuditPlan, MonitorPlan, ProtocolPlan, Trigger, harmed};
use super::responses::{Alarm, Response, set_off};
use super::stream::Stream;
use crate::ledger::{Ledger, Scope, Shape};
use crate::measure::View;
use crate::scenario::Scenario;
use crate::scenario::organisation::{Monitor, Watched};

/// Audits round what they find to this step before they hold it against a limit, so that a last bit decides nothing.
const STEP: f64 = 1e-9;

/// The organisation of one world.
#[derive(Clone, Debug)]
pub struct Office {
    monitors: Vec<(MonitorPlan, Vec<Stream>)>,
    /// With the days up to the last audit of each.
    audits: Vec<(AuditPlan, usize)>,
    protocols: Vec<ProtocolPlan>,
    /// What was set off so far, in order.
    responses: Vec<Response>,
    /// By variant: first day (from 0) of an event.
    harmed: Vec<Option<usize>>,
    segments: usize,
}

impl Office {
    /// The organisation before the first day; `None` where nobody watches anything.
    pub fn new(scenario: &Scenario, shape: &Shape) -> Option<Self> {
        let organisation = &scenario.organisation;
        let first = scenario.experiment.warmup as usize;
        let monitor = |monitor: &Monitor| {
            let plan = MonitorPlan::new(scenario, monitor);
            let first = if plan.watched == Watched::Drift { first.next_multiple_of(shape.checkpoint_days) } else { first };
            let watched = (0..shape.variants).filter(|&variant| plan.variants.get(variant) == Some(&true));
            let streams = watched.flat_map(|variant| plan.streams.iter().map(move |segments| (variant, segments.clone())));
            let streams = streams.map(|(variant, segments)| Stream::new(&shape.cells, variant, segments, plan.alone, first)).collect();
            (plan, streams)
        };
        organisation.watches().then(|| Self {
            monitors: organisation.monitors.iter().map(monitor).collect(),
            audits: organisation.audits.iter().map(|audit| (AuditPlan::new(scenario, audit), 0)).collect(),
            protocols: organisation.protocols.iter().map(|protocol| ProtocolPlan::new(scenario, protocol)).collect(),
            responses: Vec::new(),
            harmed: harmed(scenario),
            segments: shape.cells.segments,
        })
    }

    /// What was set off so far, in order.
    pub fn responses(&self) -> &[Response] {
        &self.responses
    }

    /// Closes an epoch (from 0) that ends with day `end` (from 1): looks, audits, decides. Gives what there is to log.
    pub fn close(&mut self, ledger: &Ledger, epoch: usize, end: usize) -> Vec<Entry> {
        let mut entries = Vec::new();
        let mut alarms = self.look(ledger, epoch, end, &mut entries);
        alarms.extend(self.audit(ledger, end, &mut entries));
        for alarm in &alarms {
            for protocol in 0..self.protocols.len() {
                self.answer(protocol, alarm, ledger.shape.days, end, &mut entries);
            }
        }
        entries
    }

    fn look(&mut self, ledger: &Ledger, epoch: usize, end: usize, entries: &mut Vec<Entry>) -> Vec<Alarm> {
        let mut alarms = Vec::new();
        for (index, (plan, streams)) in self.monitors.iter_mut().enumerate() {
            if !(epoch + 1).is_multiple_of(plan.every) {
                continue;
            }
            for stream in streams {
                let Some(look) = stream.look(plan, ledger, end) else { continue };
                let variant = stream.variant;
                let harmed = self.harmed.get(variant).copied().flatten();
                let what = What::Look {
                    monitor: index,
                    segment: if stream.alone { stream.segments.first().copied() } else { None },
                    value: look.value,
                    statistic: look.statistic,
                    limit: plan.rule.limit,
                    alarm: look.alarm,
                    is_false: look.alarm.is_some_and(|day| harmed.is_none_or(|first| day <= first)),
                };
                entries.push(Entry { day: end, variant, what });
                if look.alarm.is_some() {
                    alarms.push(Alarm { by: Trigger::Monitor(index), variant, segments: stream.segments.clone(), known: end });
                }
            }
        }
        alarms
    }

    fn audit(&mut self, ledger: &Ledger, end: usize, entries: &mut Vec<Entry>) -> Vec<Alarm> {
        let mut alarms = Vec::new();
        for (index, (plan, held)) in self.audits.iter_mut().enumerate() {
            if end / plan.every == *held / plan.every {
                continue;
            }
            let from = std::mem::replace(held, end);
            for variant in (0..ledger.shape.variants).filter(|&variant| plan.variants.get(variant) == Some(&true)) {
                let Some(metric) = plan.metric else { continue };
                let view = View::up_to(ledger, variant, Scope::All, end);
                let value = view.and_then(|view| view.value(metric, from + 1)).map(|value| libm::round(value / STEP) * STEP);
                let finding = value.as_ref().is_ok_and(|&value| plan.finds(value));
                let harmed = self.harmed.get(variant).copied().flatten();
                let known = end + plan.response_days;
                let what = What::Audit {
                    audit: index,
                    value,
                    limit: plan.limit,
                    finding,
                    is_false: finding && harmed.is_none_or(|first| end <= first),
                    known,
                    cost: plan.cost,
                };
                entries.push(Entry { day: end, variant, what });
                if finding {
                    alarms.push(Alarm { by: Trigger::Audit(index), variant, segments: (0..self.segments).collect(), known });
                }
            }
        }
        alarms
    }

    fn answer(&mut self, protocol: usize, alarm: &Alarm, days: usize, end: usize, entries: &mut Vec<Entry>) {
        let plan = &self.protocols[protocol];
        let Some((response, answered)) = set_off(protocol, plan, alarm, self.segments, &self.responses) else { return };
        let in_force = response.as_ref().map_or(0, |response| response.end.min(days).saturating_sub(response.first));
        let cost = if in_force > 0 { plan.cost } else { (0.0, 0.0) };
        let what = What::Answer { protocol, by: alarm.by, response: response.clone(), answered, in_force, cost };
        entries.push(Entry { day: end, variant: alarm.variant, what });
        self.responses.extend(response);
    }
}
