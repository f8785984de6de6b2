//! Guards: rules around the engine, one file each, pure functions from candidates to slates. Where they act in a touch is not decided here.

mod brand;
mod candidates;
mod control;
mod diversity;
mod exposure;
mod minimal;
mod offers;
mod ramp;
mod repetition;

pub use brand::fill_quota;
pub use candidates::{Candidate, Pool};
pub use control::Control;
pub use diversity::{PlaceRule, miscalibration};
pub use exposure::ExposurePlan;
pub use minimal::minimised;
pub use offers::{OfferPlan, lead};
pub use ramp::RampPlan;
pub use repetition::{History, RepetitionPlan};

use crate::scenario::Scenario;
use crate::scenario::guards::BackOff;
use crate::scenario::policy::{Engine, Policy};
use crate::world::{World, cells};

/// Back-off made ready.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BackOffPlan {
    /// Days that it lasts.
    pub days: u32,
    /// Messages in that time, as a share of the usual ones.
    pub frequency: f64,
    /// Share of the touches over the line that the company learns of.
    pub noticed: f32,
}

impl BackOffPlan {
    /// Ready; `None` if it is off.
    pub fn new(guard: &BackOff) -> Option<Self> {
        guard.on.then_some(Self { days: guard.days as u32, frequency: guard.frequency, noticed: guard.noticed as f32 })
    }
}

/// The guards of a policy made ready for one world; those that are off are `None`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GuardPlan {
    /// Whether slates go through any guard at all.
    pub reranks: bool,
    /// Candidates that the engine proposes.
    pub pool: usize,
    /// What places are weighed by.
    pub rule: Option<PlaceRule>,
    /// Exposure parity over groups of providers.
    pub exposure: Option<ExposurePlan>,
    /// Offer parity over groups of customers.
    pub offers: Option<OfferPlan>,
    /// Repetition cap.
    pub repetition: Option<RepetitionPlan>,
    /// Sensitive topics on opt-in: share of customers who asked for them.
    pub sensitive: Option<f32>,
    /// Ramp.
    pub ramp: Option<RampPlan>,
    /// As much personalization as each customer wants.
    pub wanted: bool,
    /// Fewest items on brand.
    pub brand: Option<usize>,
    /// Back-off after discomfort.
    pub back_off: Option<BackOffPlan>,
}

impl GuardPlan {
    /// Makes the guards of a policy ready.
    pub fn new<const K: usize>(scenario: &Scenario, policy: &Policy, world: &World<K>) -> Self {
        let guards = &policy.guards;
        let mut plan = Self {
            reranks: false,
            pool: guards.pool as usize,
            rule: PlaceRule::new(guards),
            exposure: ExposurePlan::new(&guards.exposure, &world.offering.provider_items),
            offers: OfferPlan::new(&guards.offers, &scenario.population.attributes, &cells(scenario)),
            repetition: RepetitionPlan::new(&guards.repetition),
            sensitive: guards.sensitive.on.then_some(guards.sensitive.opted_in as f32),
            ramp: RampPlan::new(&guards.ramp),
            wanted: guards.wanted.on,
            brand: guards.brand.on.then_some(guards.brand.at_least as usize),
            back_off: BackOffPlan::new(&guards.back_off),
        };
        plan.reranks = policy.engine != Engine::None && plan != Self { pool: plan.pool, ..Self::default() };
        plan
    }

    /// Whether any guard learns from merged counts at epoch ends.
    pub fn learns(&self) -> bool {
        self.exposure.is_some() || self.offers.is_some()
    }
}
