//! A policy made ready for one world: names resolved, cadence as tables, priors as arrays.

use super::asking::Asking;
use super::audience::Audience;
use super::engines::Ranker;
use super::guards::{GuardPlan, minimised};
use super::pricing::PricingPlan;
use super::rules::Uses;
use super::terms::Terms;
use crate::behavior::creepiness::{Attributes, perceived_control, setting};
use crate::behavior::hazards::exit_found;
use crate::ledger::fixed;
use crate::scenario::catalog::{ChannelKind, Format, SignalSource};
use crate::scenario::consent::Withdrawal;
use crate::scenario::learner::Evidence;
use crate::scenario::policy::{Engine, Fixed, Policy, Prior};
use crate::scenario::{MOST_CHANNELS, Scenario};
use crate::world::World;

/// Channels that a scenario may have.
pub const MAX_CHANNELS: usize = MOST_CHANNELS;

/// Most items that an engine ranks for one touch.
pub const MAX_POOL: usize = 64;

/// Largest number of messages of one channel on one day.
const MOST_A_DAY: usize = 16;

/// A push channel as a policy uses it.
#[derive(Clone, Debug)]
pub struct PushPlan {
    /// Index of the channel.
    pub channel: usize,
    /// Chance of at most 0, 1, 2 ... messages on a day (Poisson).
    pub at_most: Vec<f32>,
    /// The same while the policy backs off; never more messages than usual at the same draw.
    pub eased: Vec<f32>,
    /// Frequency cap in any seven days.
    pub cap: u32,
}

/// A pull channel as a policy uses it.
#[derive(Clone, Debug)]
pub struct PullPlan {
    /// Frequency cap of slates in any seven days.
    pub cap: u32,
}

/// A touch fixed directly, as in a laboratory study.
#[derive(Clone, Copy, Debug)]
pub struct FixedTouch {
    /// Attributes of the message, control as perceived.
    pub attributes: Attributes,
    /// Q.
    pub matched: f32,
    /// T; `None` leaves each person's own.
    pub trust: Option<f32>,
    /// n.
    pub exposures: f32,
    /// Earlier touches of the kind in a life time.
    pub lifetime: f32,
}

impl FixedTouch {
    fn new(fixed: &Fixed) -> Option<Self> {
        fixed.on.then(|| Self {
            attributes: Attributes {
                sensitivity: fixed.sensitivity as f32,
                depth: fixed.depth as f32,
                covertness: fixed.covertness as f32,
                explicitness: fixed.explicitness as f32,
                specificity: fixed.specificity as f32,
                explanation: fixed.explanation as f32,
                control: fixed.control as f32,
                obtrusiveness: fixed.obtrusiveness as f32,
            },
            matched: fixed.matched as f32,
            trust: (fixed.trust > 0.0).then_some(fixed.trust as f32),
            exposures: fixed.exposures as f32,
            lifetime: fixed.lifetime as f32,
        })
    }
}

/// What matters of a signal.
#[derive(Clone, Debug)]
pub struct SignalFacts {
    /// S, D, H; H after disclosure.
    pub exposure: [f32; 3],
    /// First day (from 0) on which it may no longer be used.
    pub last_day: u32,
    /// Collected before the run.
    pub snapshot: bool,
}

/// A policy made ready for one world.
#[derive(Clone, Debug)]
pub struct Plan<const K: usize> {
    /// Weight of the personal score.
    pub depth: f32,
    /// Signals used, one bit each.
    pub signals: u32,
    /// Signals used that watch choices, one bit each.
    pub learning_signals: u32,
    /// Observations that a choice seen is worth.
    pub learning_weight: f32,
    /// What is left of earlier observations after a new one.
    pub kept_per_item: f32,
    /// What is left of observations after a day: choices are not kept one by one, so a retention window shorter than the run is taken as
    /// exponential forgetting with the same mean age.
    pub kept_per_day: f32,
    /// By channel: what intimacy and setting do to felt creepiness, in times.
    pub context: [f32; MAX_CHANNELS],
    /// A push channel in use is one of notifications.
    pub notifies: bool,
    /// What is offered and asked beside the slates.
    pub terms: Terms,
    /// How consent is asked for.
    pub asking: Asking,
    /// Signals that watch choices, where consent to each of them is asked for; 0 where one of them is used without.
    pub recording: u32,
    /// Signals are withdrawn one by one.
    pub withdraws_each: bool,
    /// By signal.
    pub signal_facts: Vec<SignalFacts>,
    /// By segment: assumed taste times its weight in observations.
    pub priors: Vec<[f32; K]>,
    /// Observations that the prior is worth.
    pub prior_weight: f32,
    /// Push channels used.
    pub push: Vec<PushPlan>,
    /// By channel: use of a pull channel.
    pub pull: [Option<PullPlan>; MAX_CHANNELS],
    /// Message attributes of a customer who is fully known.
    pub attributes: Attributes,
    /// Share of those who want out that find the way.
    pub exit: f32,
    /// Leave out recent choices.
    pub skip_recent: bool,
    /// Who receives messages; `None` where everybody does. Fitted when the flight is made ready.
    pub audience: Option<Audience>,
    /// What of the customer's doings the engine keeps item by item.
    pub watches: Option<Evidence>,
    /// Days after which it may no longer be used.
    pub history_days: u32,
    /// The engine gathers what slates lead to.
    pub notes_slates: bool,
    /// Longest slate of the channels used.
    pub longest_slate: usize,
    /// Items that guards choose from, at most [`MAX_POOL`]; 0 where no guard re-ranks.
    pub pool: usize,
    /// Touches fixed directly.
    pub fixed: Option<FixedTouch>,
    /// Signals that give nothing for the time being, one bit each: snapshots cannot be looked up, choices are not seen.
    pub out: u32,
    /// Rules around the engine.
    pub guards: GuardPlan,
    /// Prices that differ between customers.
    pub pricing: Option<PricingPlan>,
    /// Cost of a personalized message, in fixed point.
    pub output_cost: i64,
}

impl<const K: usize> Plan<K> {
    /// The twin without recommender.
    pub fn none() -> Self {
        Self {
            depth: 0.0,
            signals: 0,
            learning_signals: 0,
            learning_weight: 0.0,
            kept_per_item: 1.0,
            kept_per_day: 1.0,
            context: [1.0; MAX_CHANNELS],
            notifies: false,
            terms: Terms { default_on: 0.5, ..Terms::default() },
            asking: Asking::default(),
            recording: 0,
            withdraws_each: false,
            signal_facts: Vec::new(),
            priors: Vec::new(),
            prior_weight: 1.0,
            push: Vec::new(),
            pull: [const { None }; MAX_CHANNELS],
            attributes: Attributes::default(),
            exit: 0.0,
            skip_recent: false,
            audience: None,
            watches: None,
            history_days: u32::MAX,
            notes_slates: false,
            longest_slate: 0,
            pool: 0,
            fixed: None,
            out: 0,
            guards: GuardPlan::default(),
            pricing: None,
            output_cost: 0,
        }
    }

    /// Makes a policy ready.
    pub fn new(scenario: &Scenario, policy: &Policy, world: &World<K>) -> Self {
        let policy = &minimised(scenario, policy);
        let behavior = &scenario.behavior;
        let tastes = world.population.tastes();
        let used = Ranker::uses(policy);
        let (mut signals, mut learning_signals, mut learning_weight, mut kept_per_day, mut history_days) = (0, 0, 0.0f32, 1.0f32, u32::MAX);
        let told = (1.0 - behavior.perception.disclosure_relief * policy.explanation) as f32;
        let mut signal_facts = Vec::new();
        for (index, signal) in scenario.signals.iter().enumerate() {
            let watches = signal.source == SignalSource::Behavior;
            if (used == Uses::Signals || used == Uses::Choices && watches) && policy.signals.contains(&signal.name) {
                signals |= 1 << index;
                if watches {
                    learning_signals |= 1 << index;
                    learning_weight = learning_weight.max(signal.informativeness as f32);
                    // Nothing of a run can be older than the run.
                    if signal.retention_days > 0 && signal.retention_days < scenario.experiment.days {
                        kept_per_day = kept_per_day.min(libm::exp(-1.0 / signal.retention_days as f64) as f32);
                        history_days = history_days.min(signal.retention_days as u32);
                    }
                }
            }
            signal_facts.push(SignalFacts {
                exposure: [signal.sensitivity as f32, signal.depth as f32, signal.covertness as f32 * told],
                last_day: if watches || signal.retention_days == 0 { u32::MAX } else { signal.retention_days.min(100_000) as u32 },
                snapshot: !watches,
            });
        }
        let asking = Asking::new(scenario, policy, signals);
        let weight = policy.prior_weight as f32;
        let priors = (0..scenario.population.segments.len())
            .map(|segment| {
                let prior = match policy.prior {
                    Prior::Crowd => tastes.crowd_prior(),
                    Prior::Segment => tastes.segment_prior(segment),
                    Prior::Nothing => tastes.flat_prior(),
                };
                prior.map(|share| share * weight)
            })
            .collect();
        let guards = GuardPlan::new(scenario, policy, world);
        let mut plan = Self {
            depth: policy.depth as f32,
            signals,
            learning_signals,
            learning_weight,
            kept_per_item: libm::exp2(-1.0 / behavior.learning.half_life_items) as f32,
            kept_per_day,
            recording: if learning_signals & !asking.asked == 0 { learning_signals } else { 0 },
            context: [1.0; MAX_CHANNELS],
            notifies: false,
            terms: Terms::new(scenario, policy, asking.asked, Ranker::uses(policy) == Uses::Signals),
            asking,
            withdraws_each: policy.rights.withdrawal == Withdrawal::EachSignal,
            signal_facts,
            priors,
            prior_weight: weight,
            push: Vec::new(),
            pull: [const { None }; MAX_CHANNELS],
            attributes: Attributes {
                explicitness: policy.explicitness as f32,
                specificity: policy.specificity as f32,
                explanation: policy.explanation as f32,
                control: perceived_control(&behavior.perception, policy.control as f32),
                obtrusiveness: policy.obtrusiveness as f32,
                ..Attributes::default()
            },
            exit: exit_found(&behavior.hazards, policy.exit),
            skip_recent: policy.skip_recent,
            audience: None,
            watches: Ranker::watches(policy),
            history_days,
            notes_slates: Ranker::watches(policy).is_none() && Ranker::learning(scenario, policy).gathered > 0,
            longest_slate: 0,
            pool: if guards.reranks { guards.pool } else { 0 },
            fixed: FixedTouch::new(&policy.fixed),
            out: 0,
            guards,
            pricing: PricingPlan::new(scenario, &policy.pricing),
            output_cost: fixed(scenario.experiment.costs.per_output as f32),
        };
        plan.schedule(scenario, policy);
        plan
    }

    fn schedule(&mut self, scenario: &Scenario, policy: &Policy) {
        if policy.engine == Engine::None {
            return;
        }
        for contact in &policy.contacts {
            let Some(channel) = scenario.channels.iter().position(|channel| channel.name == contact.channel) else { continue };
            self.longest_slate = self.longest_slate.max((scenario.channels[channel].slate as usize).min(scenario.catalog.items as usize));
            if let Some(context) = self.context.get_mut(channel) {
                *context = scenario.channels[channel].intimacy as f32 * setting(&scenario.behavior.perception, contact.setting);
            }
            self.notifies |= scenario.channels[channel].format == Format::Notification;
            let cap = if contact.cap_per_week == 0 { u32::MAX } else { contact.cap_per_week as u32 };
            match scenario.channels[channel].kind {
                ChannelKind::Push if policy.fixed.on => {
                    self.push.push(PushPlan { channel, at_most: vec![0.0, 1.0], eased: vec![0.0, 1.0], cap: u32::MAX });
                }
                ChannelKind::Push if contact.per_week > 0.0 => {
                    let mean = contact.per_week / 7.0;
                    let eased = self.guards.back_off.map_or_else(Vec::new, |guard| poisson(mean * guard.frequency));
                    self.push.push(PushPlan { channel, at_most: poisson(mean), eased, cap });
                }
                ChannelKind::Push => {}
                ChannelKind::Pull => {
                    if let Some(slot) = self.pull.get_mut(channel) {
                        *slot = Some(PullPlan { cap });
                    }
                }
            }
        }
    }
}

/// Chance of at most 0, 1, 2 ... events, cut at [`MOST_A_DAY`].
fn poisson(mean: f64) -> Vec<f32> {
    let mut chance = libm::exp(-mean);
    let mut sum = 0.0;
    let mut table = Vec::new();
    for count in 0..MOST_A_DAY {
        sum += chance;
        table.push(sum as f32);
        if sum > 1.0 - 1e-7 {
            break;
        }
        chance *= mean / (count + 1) as f64;
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn poisson_tables_have_the_right_mean() {
        for mean in [0.1, 0.7, 2.0] {
            let table = poisson(mean);
            let n = 20_000;
            let total: usize = (0..n)
                .map(|step| {
                    let u = (step as f32 + 0.5) / n as f32;
                    table.iter().take_while(|&&end| u >= end).count()
                })
                .sum();
            assert!((total as f64 / n as f64 - mean).abs() < 2e-3);
        }
    }

    /// An explanation takes its share off the covertness of every signal, and nothing off sensitivity and depth.
    #[test]
    fn disclosure_makes_a_covert_flow_less_covert() {
        let scenario = std::sync::Arc::new(Scenario::default());
        let world = World::<16>::draw(&scenario, 1);
        let exposures = |explanation: f64| {
            let policy = Policy { explanation, ..Policy::default() };
            Plan::<16>::new(&scenario, &policy, &world).signal_facts.into_iter().map(|signal| signal.exposure).collect::<Vec<_>>()
        };
        for (told, untold) in exposures(1.0).iter().zip(exposures(0.0)) {
            assert_eq!(told[..2], untold[..2]);
            assert!((told[2] - 0.75 * untold[2]).abs() < 1e-6);
        }
    }
}
