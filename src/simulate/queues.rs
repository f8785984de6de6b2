//! Queues of requests about data: brought up to date at epoch ends from merged counts, so that every shard and every replay has the same.

use super::flight::Flight;
use crate::ledger::{Ledger, Rare};
use crate::policy::Crowd;

/// Lets the queue of every variant that has one take in an epoch of some days.
pub(super) fn pass_epoch<const K: usize>(flight: &Flight<K>, crowds: &mut [Crowd], ledger: &Ledger, epoch: usize, days: usize) {
    let first = epoch * flight.shape.checkpoint_days;
    for (variant, (crowd, plan)) in crowds.iter_mut().zip(&flight.plans).enumerate() {
        let Some(desk) = &plan.terms.requests else { continue };
        let cells = 0..ledger.shape.cells.cells();
        let came: i64 = (first..first + days).map(|day| cells.clone().map(|cell| ledger.rare(variant, day, cell, Rare::Requests)).sum::<i64>()).sum();
        crowd.queue.pass(came as f64, desk.served_a_day, days as f64);
    }
}
