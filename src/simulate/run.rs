//! What a simulation gives back: the finished worlds of a scenario.

use std::sync::Arc;

use super::reference::BaseRates;
use crate::ledger::Ledger;
use crate::scenario::Scenario;
use crate::world::lanes;

/// Whether a run has all its worlds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Completion {
    /// Worlds are still being flown.
    Running,
    /// Every planned world is there.
    Whole,
    /// Stopped before the last world; what was finished is kept.
    Partial,
}

/// The finished worlds of a scenario.
#[derive(Clone, Debug)]
pub struct Run {
    /// The scenario as flown (with worlds, seed and people as they were set for this run).
    pub scenario: Arc<Scenario>,
    /// Names of the variants, in ledger order: the twin `none` first, then those of the scenario.
    pub variants: Vec<String>,
    /// Index of the baseline among the variants.
    pub baseline: usize,
    /// Planned worlds.
    pub planned: usize,
    /// Finished worlds, in world order without gaps.
    pub worlds: Vec<Arc<Ledger>>,
    /// Whether all worlds are there.
    pub completion: Completion,
    /// Customer-days simulated: customers x days x variants x worlds.
    pub customer_days: u64,
    /// CPU seconds used by the process for them.
    pub cpu_seconds: f64,
    /// Wall-clock seconds.
    pub wall_seconds: f64,
    /// Self-checks of this run that failed, each in a sentence. Where there is one, no number is to be trusted and no verdict is given.
    pub distrust: Vec<String>,
}

impl Run {
    /// The intercept of each channel, in log-odds, solved so that the reference touch hits the channel's base rate. It follows from the scenario
    /// alone: the same for every variant and world.
    pub fn intercepts(&self) -> Vec<f32> {
        let rates = match lanes(&self.scenario) {
            16 => BaseRates::solve::<16>(&self.scenario),
            _ => BaseRates::solve::<32>(&self.scenario),
        };
        rates.intercept.iter().copied().take(self.scenario.channels.len()).collect()
    }
}
