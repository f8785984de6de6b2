//! What guards, prices and brand keep of one customer under one variant.

use super::day::Stage;
use super::prices::Price;
use crate::policy::Plan;
use crate::policy::guards::{BackOffPlan, History};
use crate::world::{Keyed, Person, Purpose};

/// Step of draws that belong to a customer and not to a day.
const OF_THE_CUSTOMER: u32 = u32::MAX;

/// What guards, prices and brand keep of one customer.
#[derive(Clone, Debug)]
pub struct Marks<const K: usize> {
    /// First day (from 0) on which the policy no longer backs off.
    pub eased_until: u32,
    /// What was shown lately; kept only where repetition is capped.
    pub history: Option<Box<History>>,
    /// Has seen a slate.
    pub reached: bool,
    /// Last day (from 0) on which it was kept whether she got a premium offer.
    pub offered_on: Option<u32>,
    /// Slates seen.
    pub slates: u32,
    /// Topic mass of all slates seen, one unit a slate.
    pub shown: [f32; K],
    /// Price, once it was asked for, with the version of the policy that it belongs to.
    price: Option<(u16, Price)>,
}

impl<const K: usize> Marks<K> {
    /// Before the first day.
    pub fn new(plan: &Plan<K>) -> Self {
        Self {
            eased_until: 0,
            history: plan.guards.repetition.map(|_| Box::default()),
            reached: false,
            offered_on: None,
            slates: 0,
            shown: [0.0; K],
            price: None,
        }
    }

    /// The customer's price: the same as long as the policy stays.
    #[inline(always)]
    pub fn price(&mut self, stage: &Stage<'_, K>, person: &Person<K>) -> Price {
        let Some(pricing) = &stage.plan.pricing else { return Price::LIST };
        match self.price {
            Some((version, price)) if version == stage.today.version => price,
            _ => {
                let price = Price::new(pricing.multiplier(&stage.flight.scenario, &stage.flight.world, person));
                self.price = Some((stage.today.version, price));
                price
            }
        }
    }

    /// Whether the policy backs off from the customer on a day (from 0).
    #[inline(always)]
    pub fn is_eased(&self, day: usize) -> bool {
        (day as u32) < self.eased_until
    }
}

/// Draws that stay with a customer: place in a ramp, opt-in to sensitive topics.
pub(super) fn own_draws(keyed: Keyed, customer: u64) -> [f32; 4] {
    keyed.uniforms(customer, OF_THE_CUSTOMER, Purpose::Guards, 0)
}

/// Backs off after discomfort that the company learns of.
pub(super) fn back_off<const K: usize>(
    guard: &BackOffPlan,
    stage: &Stage<'_, K>,
    person: &Person<K>,
    marks: &mut Marks<K>,
    day: usize,
    touch: u32,
    over_line: bool,
    thumb_down: bool,
) {
    let keyed = stage.flight.world.keyed;
    let noticed = over_line && (guard.noticed >= 1.0 || keyed.uniforms(person.id, day as u32, Purpose::Guards, touch << 8)[0] < guard.noticed);
    if noticed || thumb_down {
        marks.eased_until = day as u32 + 1 + guard.days;
    }
}
