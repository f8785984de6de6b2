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

/// Which part of a run is looked at. Counted from 1, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// First and last world.
    pub worlds: (usize, usize),
    /// First and last day: scores count these, courses show these.
    pub days: (usize, usize),
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
    /// The part that is looked at; everything where there is none. A run is always flown and kept whole.
    pub part: Option<Part>,
    /// Variants that whoever looks has put aside, by index: figures leave them out. No number changes, and a run is always kept with all of them.
    pub hidden: Vec<usize>,
}

impl Run {
    /// The days that are looked at, from 1.
    pub fn days_shown(&self) -> (usize, usize) {
        let last = self.worlds.first().map_or(0, |ledger| ledger.shape.days);
        self.part.map_or((1, last), |part| (part.days.0.max(1), part.days.1.min(last)))
    }

    /// Checkpoints (from 0) within the days that are looked at; where none lies there, the last one before their end.
    pub fn checkpoints_shown(&self) -> std::ops::Range<usize> {
        let Some(shape) = self.worlds.first().map(|ledger| &ledger.shape) else { return 0..0 };
        let (first, last) = self.days_shown();
        let end = (0..shape.checkpoints()).take_while(|checkpoint| shape.checkpoint_day(*checkpoint) <= last).count();
        let inside = (0..end).filter(|checkpoint| shape.checkpoint_day(*checkpoint) >= first).count();
        end - inside.max(1).min(end)..end
    }

    /// A part of the run: some of its worlds, some of its days. What is outside the run is cut off; an empty part is the whole.
    pub fn part_of(&self, worlds: Option<(usize, usize)>, days: Option<(usize, usize)>) -> Self {
        let mut run = self.clone();
        let last_day = self.worlds.first().map_or(0, |ledger| ledger.shape.days);
        let inside = |range: Option<(usize, usize)>, last: usize| {
            let (from, to) = range.unwrap_or((1, last));
            let (from, to) = (from.max(1), to.min(last));
            if from <= to { (from, to) } else { (1, last) }
        };
        let part = Part { worlds: inside(worlds, self.worlds.len()), days: inside(days, last_day) };
        let whole = Part { worlds: (1, self.worlds.len()), days: (1, last_day) };
        if part == whole {
            return run;
        }
        run.worlds = self.worlds.get(part.worlds.0 - 1..part.worlds.1).unwrap_or_default().to_vec();
        run.part = Some(part);
        run
    }

    /// The same run with these variants left out of figures; the baseline always stays.
    pub fn without(&self, hidden: &[usize]) -> Self {
        let hidden = hidden.iter().copied().filter(|&variant| variant != self.baseline).collect();
        Self { hidden, ..self.clone() }
    }

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
