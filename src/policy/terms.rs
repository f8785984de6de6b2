//! What a policy offers and asks of customers beside its slates: ways out, requests, statements, ads.

use crate::behavior::consent::default;
use crate::behavior::{controls, habit, requests};
use crate::scenario::Scenario;
use crate::scenario::policy::{Policy, ThumbDown};

/// Who carries out requests about data, and how fast.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RequestDesk {
    /// Requests carried out in a day, of all customers.
    pub served_a_day: f64,
    /// Days that a request takes once it is begun.
    pub handling_days: f64,
    /// Days after which a request is late.
    pub deadline_days: f32,
}

/// What a policy offers and asks of customers beside its slates.
#[derive(Clone, Debug, Default)]
pub struct Terms {
    /// Fewer messages are offered at the moment of unsubscribing.
    pub opt_down: bool,
    /// Chance of stating one's topics on a day; 0 where nobody can.
    pub states_topics: f32,
    /// How sensitive a statement is.
    pub statement_sensitivity: f32,
    /// Requests about data are taken.
    pub requests: Option<RequestDesk>,
    /// Share of what was learned of a topic that a thumb-down takes back.
    pub takes_back: f32,
    /// Share of similar items that a thumb-down keeps away, where people notice what it does.
    pub keeps_away: Option<f32>,
    /// Where the habit of coming by settles, and the chance of buying the way out of ads on a day; `None` without ads.
    pub ads: Option<(f32, f32)>,
    /// 1 where sharing the signals asked for is the default, 0 where it is not, one half where nothing is.
    pub default_on: f32,
}

impl Terms {
    /// Makes them ready; `asked` and `personal` tell whether the policy asks for consent to a signal and uses what it knows of single customers.
    pub fn new(scenario: &Scenario, policy: &Policy, asked: u32, personal: bool) -> Self {
        let (behavior, rights) = (&scenario.behavior, &policy.rights);
        let hazards = behavior.mechanisms.hazards;
        Self {
            opt_down: rights.opt_down,
            states_topics: if rights.state_topics && personal { requests::states_topics(&behavior.requests) } else { 0.0 },
            statement_sensitivity: behavior.requests.statement_sensitivity as f32,
            requests: (rights.requests && hazards).then(|| RequestDesk {
                served_a_day: rights.capacity * scenario.population.customers as f64 / 1_000.0,
                handling_days: rights.handling_days,
                deadline_days: rights.deadline_days as f32,
            }),
            takes_back: if policy.thumb_down == ThumbDown::Learn { behavior.learning.thumb_down_effect as f32 } else { 0.0 },
            keeps_away: (policy.thumb_down != ThumbDown::Learn).then(|| controls::prevented(&behavior.controls, policy.thumb_down)),
            ads: (policy.ad_load > 0.0).then(|| {
                let out = behavior.habit.ad_free_month / 30.0 * policy.ad_load;
                (habit::settles(&behavior.habit, policy.ad_load), out.min(1.0) as f32)
            }),
            default_on: default_on(scenario, policy, asked),
        }
    }

    /// Whether a morning can bring anything.
    #[inline(always)]
    pub fn fills_mornings(&self) -> bool {
        self.requests.is_some() || self.ads.is_some() || self.states_topics > 0.0
    }
}

/// Mean over the signals asked for of 1 for a default that is on, 0 for one that is off, one half for none.
fn default_on(scenario: &Scenario, policy: &Policy, asked: u32) -> f32 {
    let (mut sum, mut count) = (0.0, 0);
    for (index, signal) in scenario.signals.iter().enumerate() {
        if asked & 1 << index != 0
            && let Some(default) = default(signal.consent, &policy.banner)
        {
            sum += 0.5 + 0.5 * default;
            count += 1;
        }
    }
    if count == 0 { 0.5 } else { (sum / f64::from(count)) as f32 }
}
