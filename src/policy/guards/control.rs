//! What the guards of one variant have learned from merged counts, brought up to date at epoch ends only.

use std::ops::Range;

use super::GuardPlan;
use crate::ledger::Ledger;

/// Offsets of scores.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Control {
    /// By group of providers; empty where exposure parity is off.
    pub provider_offsets: Vec<f32>,
    /// By group of customers; empty where offer parity is off.
    pub group_offsets: Vec<f32>,
}

impl Control {
    /// Before the first day.
    pub fn new(plan: &GuardPlan) -> Self {
        Self {
            provider_offsets: plan.exposure.as_ref().map_or_else(Vec::new, super::exposure::ExposurePlan::start),
            group_offsets: plan.offers.as_ref().map_or_else(Vec::new, super::offers::OfferPlan::start),
        }
    }

    /// Takes in an epoch and its days (both from 0).
    pub fn learn(&mut self, plan: &GuardPlan, ledger: &Ledger, variant: usize, epoch: usize, days: Range<usize>) {
        if let Some(exposure) = &plan.exposure {
            exposure.learn(&mut self.provider_offsets, ledger, variant, epoch);
        }
        if let Some(offers) = &plan.offers {
            offers.learn(&mut self.group_offsets, ledger, variant, days);
        }
    }
}
