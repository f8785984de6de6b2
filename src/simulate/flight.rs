//! A scenario made ready to fly in one world: everything that does not change from customer to customer.

use std::borrow::Cow;
use std::sync::Arc;

use super::assignment::Assignment;
use super::duties::LatePurge;
use super::life::Life;
use super::past::{Past, teach};
use super::reference::BaseRates;
use super::touch::Room;
use super::version::{policy_called, with_policy};
use crate::behavior::creepiness::Attributes;
use crate::behavior::{choice, fatigue, habit, survey, threshold, trust};
use crate::ledger::{Count, OutcomeSize, PanelSize, Shape};
use crate::math::{exp, ln};
use crate::policy::guards::Control;
use crate::policy::{Audience, Crowd, MAX_CHANNELS, Plan};
use crate::scenario::Scenario;
use crate::scenario::catalog::{ChannelKind, Format};
use crate::scenario::events::EventKind;
use crate::scenario::guards::OfferAim;
use crate::scenario::organisation::ActionKind;
use crate::scenario::pricing::PriceRule;
use crate::scenario::test_plan::{TestMetric, TestPlan};
use crate::world::{Person, World, cells};

/// Longest slate.
pub const MAX_SLATE: usize = 20;

/// Numbers that are the same for every customer and day.
#[derive(Clone, Debug)]
pub struct Constants {
    /// Share of reactance left after a day.
    pub reactance_kept: f32,
    /// Share of trust evidence left after a day.
    pub trust_kept: f32,
    /// Share of recent exposures left after a day.
    pub exposures_kept: f32,
    /// Share of the felt level left after a day.
    pub felt_kept: f32,
    /// v(rank), from the first place.
    pub position: [f32; MAX_SLATE],
    /// Weight of the place in utility: xi ln v(rank).
    pub position_utility: [f32; MAX_SLATE],
    /// By channel: intercept of the answer (push) or of every item (pull).
    pub intercept: [f32; MAX_CHANNELS],
    /// By channel: what a touch is.
    pub format: [Format; MAX_CHANNELS],
    /// By channel: items in a slate.
    pub slate: [usize; MAX_CHANNELS],
    /// Affinity below which an item is not considered; minus infinity where everything is.
    pub latitude: f32,
    /// By channel: can be unsubscribed from.
    pub can_unsubscribe: [bool; MAX_CHANNELS],
    /// Share of the way to the long-run habit that is left after a day.
    pub habit_kept: f32,
    /// The message that surveys ask about.
    pub typical: Attributes,
    /// Pull channels, by index.
    pub pull_channels: Vec<usize>,
    /// First day (from 0) on which policies show and send anything.
    pub warmup: usize,
    /// Some guard aims at those who truly benefit from a premium offer, so benefits are counted.
    pub benefits: bool,
    /// Prices differ between customers of some variant, or are followed anyway.
    pub prices: bool,
}

/// A scenario made ready to fly in one world.
#[derive(Clone, Debug)]
pub struct Flight<const K: usize> {
    /// The scenario.
    pub scenario: Arc<Scenario>,
    /// The world.
    pub world: World<K>,
    /// Policies, the twin first.
    pub plans: Vec<Plan<K>>,
    /// Sizes of the ledger.
    pub shape: Shape,
    /// Numbers that are the same for everybody.
    pub constants: Constants,
    /// What was before the first day, in a world with historical bias.
    pub past: Option<Past>,
    /// Something happens on the way, or may be done about it: days are looked up in the conditions.
    pub unusual: bool,
    /// Channels that a breach of the scenario names, one bit each.
    pub breached: u32,
    /// By variant: data that are deleted late; `None` where all purges are in time.
    pub late: Option<Vec<LatePurge>>,
    /// Days after which a consent must be asked for again; 0 asks for no renewal.
    pub consent_days: u32,
    /// Everybody lives under one variant only and all variants share one crowd, as in a test in production.
    pub shared: Option<Assignment>,
}

/// Sizes of a scenario's ledger.
pub fn shape(scenario: &Scenario) -> Shape {
    let variants = scenario.variants.len() + 1;
    Shape {
        variants,
        days: scenario.experiment.days as usize,
        cells: cells(scenario),
        items: scenario.catalog.items as usize,
        topics: scenario.catalog.topics as usize,
        checkpoint_days: scenario.experiment.epoch_days as usize,
        providers: scenario.catalog.offering.providers.len(),
        channels: scenario.channels.len(),
        crowd: (0..variants).map(|variant| is_watched(scenario, variant)).collect(),
        learning: (0..variants).map(|variant| Crowd::learning(scenario, variant)).collect(),
        oversight: scenario.organisation.watches(),
        panel: PanelSize::new(scenario.experiment.panel, scenario.population.customers),
        test: test_size(scenario),
        shared_test: scenario.experiment.test.shared_crowd && test_size(scenario).people > 0,
    }
}

/// Who is kept of the test, and of what.
fn test_size(scenario: &Scenario) -> OutcomeSize {
    let TestPlan { on, metric, days, look_days, people, .. } = scenario.experiment.test;
    let before = scenario.experiment.warmup.min(scenario.experiment.days) as usize;
    let left = scenario.experiment.days as usize - before;
    if !on || left == 0 || scenario.variants.len() < 2 {
        return OutcomeSize::none();
    }
    let column = match metric {
        TestMetric::Clicks => Count::SlateClicks,
        TestMetric::Purchases => Count::Purchases,
        TestMetric::Revenue => Count::RevenueCents,
        TestMetric::Visits => Count::Visits,
        TestMetric::Choices => Count::Choices,
        TestMetric::Complaints => Count::Complaints,
    };
    OutcomeSize {
        people: people.min(scenario.population.customers) as usize,
        column,
        before,
        days: left,
        test_days: (days as usize).min(left),
        every: look_days as usize,
    }
}

impl<const K: usize> Flight<K> {
    /// Makes a scenario ready in the world with that seed.
    pub fn new(scenario: &Arc<Scenario>, seed: u64, rates: &BaseRates) -> Self {
        let mut world = World::draw(scenario, seed);
        let past = Past::new(scenario, &mut world);
        let late = LatePurge::of(scenario);
        let mut plans = vec![Plan::none()];
        plans.extend(scenario.variants.iter().enumerate().map(|(index, variant)| {
            let mut plan = Plan::new(&held(scenario, late.as_deref(), index + 1), &variant.policy, &world);
            let intercept = plan.push.first().map(|push| rates.intercept[push.channel]);
            plan.audience = intercept.and_then(|intercept| Audience::fit(scenario, &variant.policy.audience, &world, intercept));
            plan
        }));
        let named = |name: &String| scenario.events.iter().any(|event| event.kind == EventKind::Breach && event.channel == *name);
        let breached = scenario.channels.iter().enumerate().filter(|(_, channel)| named(&channel.name)).fold(0, |mask, (index, _)| mask | 1 << index);
        let unusual = !scenario.events.is_empty() || scenario.organisation.responds();
        Self {
            constants: constants(scenario, rates),
            shape: shape(scenario),
            scenario: scenario.clone(),
            world,
            plans,
            past,
            unusual,
            breached,
            late,
            consent_days: scenario.organisation.consent_days as u32,
            shared: None,
        }
    }

    /// The same world as a test in production: everybody lives under her assigned variant only, and what each variant's policy learns from is what
    /// all of them left. Nothing but the outcomes of the test is of use in its ledger.
    pub fn shared(&self) -> Self {
        let mut shared = self.clone();
        shared.shape.panel = PanelSize::default();
        shared.shape.shared_test = false;
        if shared.shape.crowd.contains(&true) {
            shared.shape.crowd.fill(true);
        }
        shared.shared = Some(Assignment::new(&self.scenario, 0));
        shared
    }

    /// Variants that learn together with a variant from what engines gather: itself, or in a shared test all whose engines gather the same.
    pub fn companions(&self, variant: usize) -> Vec<usize> {
        let engine = |variant: usize| variant.checked_sub(1).and_then(|index| self.scenario.variants.get(index)).map(|variant| variant.policy.engine);
        let alike = |&other: &usize| engine(other) == engine(variant) && self.shape.learning[other] == self.shape.learning[variant];
        if self.shared.is_some() { (0..self.shape.variants).filter(alike).collect() } else { vec![variant] }
    }

    /// A customer's life before the first day, one for each variant, the twin's first.
    pub fn lives(&self, person: &Person<K>, room: &mut Room<K>) -> impl Iterator<Item = Life<K>> {
        let record = self.past.as_ref().map_or_else(Vec::new, |past| past.recorded(&self.scenario, &self.world, person, &mut room.search));
        self.plans.iter().enumerate().map(move |(variant, plan)| {
            let mut life = Life::new(&self.scenario.behavior, plan, person, variant);
            teach(plan, &self.world.catalog, person, &record, &mut life);
            life
        })
    }

    /// Whether anybody looks at merged counts before the run is over.
    pub fn has_epochs(&self) -> bool {
        self.shape.crowd.contains(&true)
            || self.shape.oversight
            || self.plans.iter().any(|plan| plan.terms.requests.is_some() || plan.guards.learns())
    }

    /// The crowd of each variant before the first day.
    pub fn crowds(&self) -> Vec<Crowd> {
        let crowd = |(variant, plan): (usize, &Plan<K>)| {
            let mut crowd = Crowd::new(&self.scenario, variant, &self.world.catalog);
            crowd.control = Control::new(&plan.guards);
            crowd
        };
        self.plans.iter().enumerate().map(crowd).collect()
    }
}

/// The scenario in which a variant's data are kept as long as they are.
fn held<'a>(scenario: &'a Scenario, late: Option<&[LatePurge]>, variant: usize) -> Cow<'a, Scenario> {
    let Some(late) = late.and_then(|late| late.get(variant)) else { return Cow::Borrowed(scenario) };
    let mut held = scenario.clone();
    late.hold(&mut held);
    Cow::Owned(held)
}

/// Whether somebody looks at a variant's crowd, under its own policy or under one that an event or a response brings.
fn is_watched(scenario: &Scenario, variant: usize) -> bool {
    let mut brought: Vec<&str> =
        scenario.events.iter().filter(|event| event.kind == EventKind::NewPolicy).map(|event| event.policy.as_str()).collect();
    let name = variant.checked_sub(1).and_then(|index| scenario.variants.get(index)).map(|variant| &variant.name);
    for protocol in scenario.organisation.protocols.iter().filter(|_| scenario.organisation.responds()) {
        if protocol.variants.is_empty() || name.is_some_and(|name| protocol.variants.contains(name)) {
            brought.extend(protocol.actions.iter().filter(|action| action.kind == ActionKind::RollBack).map(|action| action.policy.as_str()));
        }
    }
    Crowd::is_watched(scenario, variant)
        || variant > 0 && brought.into_iter().any(|name| Crowd::is_watched(&with_policy(scenario, variant, policy_called(scenario, name)), variant))
}

fn constants(scenario: &Scenario, rates: &BaseRates) -> Constants {
    let behavior = &scenario.behavior;
    let mut position = [0.0; MAX_SLATE];
    let mut position_utility = [0.0; MAX_SLATE];
    for rank in 0..MAX_SLATE {
        position[rank] = choice::position_weight(rank + 1);
        position_utility[rank] = behavior.choice.position as f32 * ln(position[rank]);
    }
    let mut constants = Constants {
        reactance_kept: threshold::reactance_kept(&behavior.threshold),
        trust_kept: trust::kept(&behavior.trust),
        exposures_kept: fatigue::kept(&behavior.fatigue),
        felt_kept: exp(-1.0 / behavior.perception.felt_memory_days as f32),
        position,
        position_utility,
        intercept: rates.intercept,
        format: [Format::Message; MAX_CHANNELS],
        habit_kept: habit::kept(&behavior.habit),
        latitude: if behavior.choice.latitude > 0.0 { behavior.choice.latitude as f32 } else { f32::NEG_INFINITY },
        typical: survey::typical(&behavior.survey),
        slate: [0; MAX_CHANNELS],
        can_unsubscribe: [false; MAX_CHANNELS],
        pull_channels: Vec::new(),
        warmup: scenario.experiment.warmup as usize,
        prices: scenario.experiment.follow_prices || scenario.variants.iter().any(|variant| variant.policy.pricing.rule != PriceRule::Uniform),
        benefits: scenario.variants.iter().any(|variant| {
            let offers = &variant.policy.guards.offers;
            offers.on && offers.aim == OfferAim::Benefit
        }),
    };
    for (index, channel) in scenario.channels.iter().enumerate().take(MAX_CHANNELS) {
        constants.format[index] = channel.format;
        constants.slate[index] = (channel.slate as usize).min(MAX_SLATE).min(scenario.catalog.items as usize);
        constants.can_unsubscribe[index] = channel.unsubscribe;
        if channel.kind == ChannelKind::Pull {
            constants.pull_channels.push(index);
        }
    }
    constants
}
