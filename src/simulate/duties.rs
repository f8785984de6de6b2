//! Duties that the organisation has towards customers' data: deleting them in time, asking for consent again in time.

use super::day::Stage;
use super::life::Life;
use crate::ledger::{Ledger, Rare};
use crate::scenario::{Scenario, TWIN};
use crate::world::Person;

/// Signals of a variant whose data are deleted late.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct LatePurge {
    /// By signal: the first day (from 0) on which data are held too long, and the first on which they no longer are.
    spans: Vec<(u32, u32)>,
}

impl LatePurge {
    /// By how many days the purges of each variant are late, the twin first; `None` where all are in time.
    pub fn of(scenario: &Scenario) -> Option<Vec<Self>> {
        let purges = &scenario.organisation.purges;
        if purges.late_days == 0 {
            return None;
        }
        let late = |name: &str| name != TWIN && (purges.variants.is_empty() || purges.variants.iter().any(|own| own == name));
        let names = std::iter::once(TWIN).chain(scenario.variants.iter().map(|variant| variant.name.as_str()));
        let spans = |name| {
            let signals = scenario.signals.iter().filter(|_| late(name));
            signals.map(|signal| span(signal.retention_days, purges.late_days)).collect()
        };
        Some(names.map(|name| Self { spans: spans(name) }).collect())
    }

    /// The scenario in which data are kept as long as they are.
    pub fn hold(&self, scenario: &mut Scenario) {
        for (signal, &(first, end)) in scenario.signals.iter_mut().zip(&self.spans) {
            signal.retention_days += u64::from(end - first);
        }
    }

    /// Signals of which something is held too long on a day (from 0), one bit each: of what was collected before the run, until it is deleted; of
    /// what is watched, from the first day on, because something is always as old as that.
    fn overdue(&self, day: u32, watched: u32) -> u32 {
        let mut overdue = 0;
        for (index, &(first, end)) in self.spans.iter().enumerate() {
            let bit = 1 << index;
            overdue |= if first < end && day >= first && (watched & bit != 0 || day < end) { bit } else { 0 };
        }
        overdue
    }
}

fn span(retention_days: u64, late_days: u64) -> (u32, u32) {
    if retention_days == 0 { (u32::MAX, u32::MAX) } else { (retention_days as u32, (retention_days + late_days) as u32) }
}

/// Counts a customer of whom something is held too long.
pub(super) fn purge<const K: usize>(stage: &Stage<'_, K>, person: &Person<K>, life: &Life<K>, day: usize, ledger: &mut Ledger) {
    let Some(late) = stage.flight.late.as_ref().and_then(|late| late.get(stage.variant)) else { return };
    if day as u32 == person.first_day {
        ledger.note(stage.variant, day, person.cell, Rare::PurgesWatched, 1);
    }
    let plan = stage.plan;
    let learned = if life.knowledge.observed_mass > 0.0 { u32::MAX } else { !plan.learning_signals };
    let held = plan.signals & life.consent & learned;
    ledger.note(stage.variant, day, person.cell, Rare::OverdueData, i64::from(late.overdue(day as u32, plan.learning_signals) & held != 0));
}

/// Consents given so far are renewed: in time, unless their time had run out before.
pub(super) fn renew<const K: usize>(stage: &Stage<'_, K>, person: &Person<K>, life: &mut Life<K>, day: usize, ledger: &mut Ledger) {
    let valid = stage.flight.consent_days;
    if valid == 0 {
        return;
    }
    if day as u32 <= life.ties.asked_on + valid {
        let held = i64::from((life.consent & stage.plan.asking.asked).count_ones());
        ledger.note(stage.variant, day, person.cell, Rare::RenewalsDue, held);
        ledger.note(stage.variant, day, person.cell, Rare::RenewedInTime, held);
    }
    life.ties.asked_on = day as u32;
}

/// Consents whose time runs out today without a new request.
pub(super) fn run_out<const K: usize>(stage: &Stage<'_, K>, person: &Person<K>, life: &Life<K>, day: usize, ledger: &mut Ledger) {
    if day as u32 == life.ties.asked_on + stage.flight.consent_days + 1 {
        let held = i64::from((life.consent & stage.plan.asking.asked).count_ones());
        ledger.note(stage.variant, day, person.cell, Rare::RenewalsDue, held);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::catalog::Signal;

    #[test]
    fn data_are_overdue_from_their_retention_until_they_are_deleted() {
        let signals = [0, 30, 60].map(|retention_days| Signal { retention_days, ..Signal::default() }).to_vec();
        let mut scenario = Scenario { signals, ..Scenario::default() };
        assert_eq!(LatePurge::of(&scenario), None);
        scenario.organisation.purges.late_days = 10;
        scenario.organisation.purges.variants = vec!["baseline".into()];
        let late = LatePurge::of(&scenario).unwrap();
        assert_eq!(late[0], LatePurge::default(), "the twin holds nothing");
        let overdue = |day| late[1].overdue(day, 0b100);
        assert_eq!([29, 30, 39, 40, 59, 60, 90].map(overdue), [0, 0b10, 0b10, 0, 0, 0b100, 0b100]);
        late[1].hold(&mut scenario);
        assert_eq!(scenario.signals.iter().map(|signal| signal.retention_days).collect::<Vec<_>>(), [0, 40, 70]);
    }
}
