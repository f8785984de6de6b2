//! One touch: what is shown, how it is felt, how it is answered, what follows.

use super::day::{DayCounts, Stage};
use super::feedback::{Answered, aftermath};
use super::flight::MAX_SLATE;
use super::happen;
use super::life::Life;
use super::notes::{note_item, note_look, note_slate};
use super::offers::note_offer;
use super::panel::{note_panel_choice, note_panel_slate};
use super::past;
use super::prices::{note_decision, note_order};
use super::record::{Recorder, ShownItem, TouchRecord};
use super::rights::is_recorded;
use super::search::{MAX_FOUND, Search, weights};
use super::slate::{fill_slate, topic_scan};
use super::supply::{note_choice, note_output, note_shown, note_traffic};
use crate::behavior::choice::{self, Offer};
use crate::behavior::controls::control_left;
use crate::behavior::creepiness::{Attributes, Felt, felt};
use crate::behavior::mere_exposure::liking;
use crate::behavior::response::{Mood, relevance, relevance_damping, shift_without_relevance};
use crate::behavior::{drift, purchase, satiation, threshold};
use crate::ledger::{Count, Ledger, Rare, fixed};
use crate::math::{dot, exp, logistic, softmax};
use crate::policy::guards::Pool;
use crate::policy::{MAX_POOL, Scores, Workspace, hide};
use crate::scenario::learner::Evidence;
use crate::world::{Person, Purpose};

/// Room for one touch at a time, kept between touches so that none is asked from the system.
#[derive(Clone, Debug)]
pub struct Room<const K: usize> {
    pub(super) work: Workspace,
    pub(super) search: Search,
    /// Candidates of the touch at hand, where guards ask for them.
    pub(super) pool: Pool,
    /// Share of the places of the touch at hand that are the policy's and not the editor's.
    pub(super) personal: f32,
    /// What the engine ranked, best first; the first of it are shown.
    /// The touch at hand is not personal.
    pub(super) plain: bool,
    /// An item like one that got a thumb-down is in the slate.
    pub(super) returned: bool,
    pub(super) slate: [u32; MAX_POOL],
    pub(super) affinity: [f32; MAX_SLATE],
    utilities: [f32; (MAX_SLATE + MAX_FOUND).next_multiple_of(choice::ROW)],
}

impl<const K: usize> Room<K> {
    /// Room for a padded number of items.
    pub fn new(padded: usize) -> Self {
        Self {
            work: Workspace::new(padded),
            search: Search::new(padded),
            plain: false,
            returned: false,
            pool: Pool::default(),
            personal: 1.0,
            slate: [0; MAX_POOL],
            affinity: [0.0; MAX_SLATE],
            utilities: [0.0; (MAX_SLATE + MAX_FOUND).next_multiple_of(choice::ROW)],
        }
    }
}

/// Log weight in own search of an item that has not arrived.
const NOT_THERE: f32 = -1e30;

/// Interests at the moment of a touch: as shares, and at length 1.
pub(super) struct Taste<const K: usize> {
    pub shares: [f32; K],
    pub unit: [f32; K],
}

/// A slate in front of a customer.
pub(super) struct Shown<const K: usize> {
    pub length: usize,
    /// Data about the person are behind at least one place.
    pub is_personal: bool,
    pub attributes: Attributes,
    pub felt: Felt,
    pub mood: Mood,
    pub matched: f32,
    pub mix: [f32; K],
    pub says_creepy: bool,
    pub top: u32,
}

/// A message: shown, felt, answered or not.
#[cfg_attr(not(debug_assertions), inline(always))]
pub(super) fn push_touch<const K: usize, R: Recorder>(
    stage: &Stage<'_, K>,
    person: &Person<K>,
    life: &mut Life<K>,
    day: usize,
    touch: u32,
    channel: usize,
    room: &mut Room<K>,
    counts: &mut DayCounts,
    ledger: &mut Ledger,
    recorder: &mut R,
) {
    let flight = stage.flight;
    let behavior = &flight.scenario.behavior;
    let draws = flight.world.keyed.uniforms(person.id, day as u32, Purpose::Answer, touch);
    let taste = taste(stage, life);
    counts[Count::Messages as usize] += 1;
    life.note_touch(channel);
    let shown = show(stage, person, life, day, touch, channel, &taste, draws[0], room, counts, ledger);
    let mut record = R::TOUCHES.then(|| write_down(stage, person, life, day, channel, &taste, &shown, room));
    let shift = shift_without_relevance(&behavior.response, &behavior.mechanisms, &shown.attributes, &shown.felt, &shown.mood)
        + relevance(&behavior.response, &shown.attributes, &shown.felt, shown.matched);
    let mut chosen = None;
    let chance = logistic(flight.constants.intercept[channel] + person.conversion + life.ties.attention[channel] + shift);
    let present = chance * life.shock.presence_in(channel);
    counts[Count::AnswerSum as usize] += fixed(present);
    if let Some(record) = &mut record {
        record.chance = Some(present);
    }
    let moves = flight.unusual && happen::answer_moves(stage, life, channel, chance, draws[1]);
    if draws[1] < present || moves {
        if slate_utilities(stage, life, shown.length, 0.0, room) {
            chosen = choice::draw(&mut room.utilities, shown.length, false, draws[2]);
        }
        counts[Count::SlateClicks as usize] += i64::from(chosen.is_some() && !moves);
    }
    note_slate(stage, person, life, day, touch, &room.slate[..shown.length], chosen, ledger);
    let chosen = chosen.map(|place| room.slate[place]);
    note_choice(stage, day, chosen, ledger);
    let mut basket = None;
    if let Some(item) = chosen {
        let bought = choose(stage, person, life, day, touch, (item, true), &taste, draws[3], counts, ledger);
        happen::note_spending(stage, person, day, channel, moves, bought.cents, ledger);
        basket = Some(bought);
    }
    note_seen(stage, life, shown.length, room);
    let answered = aftermath(stage, person, life, day, touch, channel, true, &shown, &taste, counts, ledger);
    note_output(stage, person, shown.is_personal, day, ledger);
    note_traffic(stage, person, channel, chosen.is_some(), &answered, ledger);
    finish(stage, recorder, record, chosen.map(|item| (item, true)), basket, &answered, life);
}

/// An own visit: what comes to mind beside what is shown, one choice or none.
#[cfg_attr(not(debug_assertions), inline(always))]
pub(super) fn visit<const K: usize, R: Recorder>(
    stage: &Stage<'_, K>,
    person: &Person<K>,
    life: &mut Life<K>,
    day: usize,
    touch: u32,
    channel: usize,
    room: &mut Room<K>,
    counts: &mut DayCounts,
    ledger: &mut Ledger,
    recorder: &mut R,
) {
    let flight = stage.flight;
    let behavior = &flight.scenario.behavior;
    let keyed = flight.world.keyed;
    counts[Count::Visits as usize] += 1;
    if !is_recorded(stage, life) {
        ledger.note(stage.variant, day, person.cell, Rare::UnrecordedVisits, 1);
    }
    let slate_wanted =
        stage.plan.pull[channel].as_ref().is_some_and(|pull| life.touches_this_week(channel) < pull.cap) && day >= flight.constants.warmup;
    if !slate_wanted && !behavior.mechanisms.organic && !R::TOUCHES {
        return;
    }
    let draws = keyed.uniforms(person.id, day as u32, Purpose::Answer, touch);
    let taste = taste(stage, life);
    let organic = behavior.mechanisms.organic;
    let catalog = &flight.world.catalog;
    let scan = if organic && slate_wanted { topic_scan(stage, person, life, day, touch) } else { None };
    room.work.scored = scan.is_some();
    if let Some((personal, bias)) = &scan {
        let own = weights(&behavior.choice, &taste.unit);
        Scores::fill_pair(
            &catalog.tiles,
            (&mut room.work.scores, &personal[..catalog.topics], bias),
            (&mut room.search.scores, &own[..catalog.topics], &stage.crowd.search_bias),
        );
    }
    let mut shown = None;
    if slate_wanted {
        life.note_touch(channel);
        shown = Some(show(stage, person, life, day, touch, channel, &taste, draws[0], room, counts, ledger));
    }
    let mut record = None;
    if R::TOUCHES {
        record = shown.as_ref().map(|shown| write_down(stage, person, life, day, channel, &taste, shown, room));
    }
    let (mut length, mut shift) = (0, 0.0);
    if let Some(shown) = &shown {
        length = shown.length;
        shift = shift_without_relevance(&behavior.response, &behavior.mechanisms, &shown.attributes, &shown.felt, &shown.mood)
            + relevance_damping(&behavior.response, &shown.attributes, &shown.felt, shown.matched);
    }
    let intercept = flight.constants.intercept[channel];
    let mut considered = slate_utilities(stage, life, length, intercept + shift, room);
    let mut found: [u32; MAX_FOUND] = [0; MAX_FOUND];
    let mut total = length;
    if organic {
        if scan.is_none() {
            room.search.scores.fill(&catalog.tiles, &weights(&behavior.choice, &taste.unit)[..catalog.topics], &stage.crowd.search_bias);
        }
        // No weight is so small as that of an item that is withdrawn.
        let gone = stage.gone();
        hide(gone, &mut room.search.scores, -1e30);
        for item in flight.world.offering.not_yet(day) {
            room.search.scores.values[item] = NOT_THERE;
        }
        let own = room.search.recall_scored(&behavior.choice, catalog.items, |index| keyed.uniforms(person.id, day as u32, Purpose::Search, index));
        for &item in own {
            // What is in the slate already counts once, there.
            if !room.slate[..length].contains(&item) && gone.get(item as usize) != Some(&true) {
                let affinity = dot(&taste.unit, &catalog.unit[item as usize]);
                if affinity < flight.constants.latitude {
                    continue;
                }
                considered = true;
                found[total - length] = item;
                room.utilities[total] = intercept + utility_of(stage, life, affinity, item);
                total += 1;
            }
        }
    }
    let outside = behavior.mechanisms.outside_option;
    let place = if considered || outside { choice::draw(&mut room.utilities, total, outside, draws[2]) } else { None };
    if slate_wanted {
        note_slate(stage, person, life, day, touch, &room.slate[..length], place.filter(|&place| place < length), ledger);
    }
    if place.is_none() && stage.plan.watches == Some(Evidence::Views) {
        let item_at = |place: usize| if place < length { room.slate[place] } else { found[place - length] };
        note_look(stage, person, life, day, touch, &room.utilities[..total], item_at, ledger);
    }
    let chosen = place.map(|place| if place < length { (room.slate[place], true) } else { (found[place - length], false) });
    counts[Count::SlateClicks as usize] += i64::from(chosen.is_some_and(|(_, from_slate)| from_slate));
    note_choice(stage, day, chosen.filter(|(_, from_slate)| *from_slate).map(|(item, _)| item), ledger);
    let mut basket = None;
    if let Some(taken) = chosen {
        let bought = choose(stage, person, life, day, touch, taken, &taste, draws[3], counts, ledger);
        happen::note_spending(stage, person, day, channel, false, bought.cents, ledger);
        basket = Some(bought);
    }
    match &shown {
        Some(shown) => {
            note_seen(stage, life, length, room);
            let answered = aftermath(stage, person, life, day, touch, channel, false, shown, &taste, counts, ledger);
            note_traffic(stage, person, channel, chosen.is_some_and(|(_, from_slate)| from_slate), &answered, ledger);
            finish(stage, recorder, record, chosen, basket, &answered, life);
        }
        None if R::TOUCHES => {
            let trust = life.trust.trust();
            let record = visit_without_slate(day, channel, trust);
            finish(stage, recorder, Some(record), chosen, basket, &Answered::default(), life);
        }
        None => {}
    }
}

#[inline(always)]
fn taste<const K: usize>(stage: &Stage<'_, K>, life: &Life<K>) -> Taste<K> {
    let shares = softmax(&life.interests, stage.flight.world.catalog.topics);
    let scale = 1.0 / dot(&shares, &shares).sqrt();
    Taste { shares, unit: shares.map(|share| share * scale) }
}

#[inline(always)]
fn utility_of<const K: usize>(stage: &Stage<'_, K>, life: &Life<K>, affinity: f32, item: u32) -> f32 {
    let behavior = &stage.flight.scenario.behavior;
    let catalog = &stage.flight.world.catalog;
    let place = item as usize;
    let offer = Offer {
        affinity,
        quality: catalog.quality[place] + stage.today.quality,
        popularity: stage.crowd.visible[place],
        satiation: if behavior.mechanisms.satiation { dot(&life.satiation, &catalog.mix[place]) } else { 0.0 },
        repeats: life.repeats(item),
    };
    let utility = choice::utility(&behavior.choice, &offer);
    if behavior.mechanisms.mere_exposure { utility + liking(&behavior.mere_exposure, life.ties.seen.times(item)) } else { utility }
}

/// Utilities of a slate; gives whether any of its items lies within the person's latitude. The others are never chosen.
#[inline(always)]
fn slate_utilities<const K: usize>(stage: &Stage<'_, K>, life: &Life<K>, length: usize, start: f32, room: &mut Room<K>) -> bool {
    let constants = &stage.flight.constants;
    let mut considered = false;
    for place in 0..length {
        let own = utility_of(stage, life, room.affinity[place], room.slate[place]);
        room.utilities[place] = start + constants.position_utility[place] + own;
        if room.affinity[place] < constants.latitude {
            room.utilities[place] = f32::MIN;
        } else {
            considered = true;
        }
    }
    considered
}

/// Remembers how often items were shown, where that matters.
#[inline(always)]
fn note_seen<const K: usize>(stage: &Stage<'_, K>, life: &mut Life<K>, length: usize, room: &Room<K>) {
    if stage.flight.scenario.behavior.mechanisms.mere_exposure {
        room.slate[..length].iter().for_each(|&item| life.ties.seen.note(item));
    }
}

/// Fills and shows a slate, and lets it be felt.
#[cfg_attr(not(debug_assertions), inline(always))]
fn show<const K: usize>(
    stage: &Stage<'_, K>,
    person: &Person<K>,
    life: &mut Life<K>,
    day: usize,
    touch: u32,
    channel: usize,
    taste: &Taste<K>,
    say: f32,
    room: &mut Room<K>,
    counts: &mut DayCounts,
    ledger: &mut Ledger,
) -> Shown<K> {
    let flight = stage.flight;
    let (constants, catalog) = (&flight.constants, &flight.world.catalog);
    let behavior = &flight.scenario.behavior;
    room.plain = !life.is_personal(channel);
    let length = fill_slate(stage, person, life, day, touch, constants.slate[channel], room, ledger);
    let (mut weights, mut matched, mut mix) = (0.0f32, 0.0f32, [0.0f32; K]);
    for place in 0..length {
        let (item, weight) = (room.slate[place] as usize, constants.position[place]);
        ledger.expose(stage.variant, item);
        weights += weight;
        room.affinity[place] = dot(&taste.unit, &catalog.unit[item]);
        matched += weight * room.affinity[place];
        if room.affinity[place] >= constants.latitude {
            for lane in 0..K {
                mix[lane] += weight * catalog.mix[item][lane];
            }
        }
    }
    let scale = if weights > 0.0 { 1.0 / weights } else { 0.0 };
    matched *= scale;
    for share in &mut mix {
        *share *= scale;
    }
    let top = room.slate[0];
    // Where nothing personal is used, nothing personal shows.
    let informed = life.knowledge.informed && !room.plain && room.personal > 0.0;
    let known = if informed { life.knowledge.known(stage.plan) * room.personal } else { 0.0 };
    let [sensitivity, depth, covertness] = if informed { life.knowledge.exposure } else { [0.0; 3] };
    let mut attributes = Attributes {
        sensitivity,
        depth,
        covertness,
        explicitness: stage.plan.attributes.explicitness * known,
        specificity: stage.plan.attributes.specificity * known,
        control: control_left(stage.plan.attributes.control, life.ties.control_lost),
        ..stage.plan.attributes
    };
    let mut mood_trust = life.trust.trust();
    let (mut exposures, mut lifetime) = (life.exposures[channel], life.lifetime);
    if let Some(fixed) = &stage.plan.fixed {
        attributes = fixed.attributes;
        matched = fixed.matched;
        (exposures, lifetime) = (fixed.exposures, fixed.lifetime);
        mood_trust = fixed.trust.unwrap_or(mood_trust);
    }
    let (mut sensed, mut overshoot, mut says_creepy) = (Felt::default(), 0.0, false);
    if behavior.mechanisms.perception {
        sensed = felt(&behavior.perception, &attributes, stage.plan.context[channel], person.sensitivity, mood_trust, exposures);
        overshoot = threshold::overshoot(&behavior.threshold, sensed.creepiness, person.tolerance);
        if room.returned {
            overshoot += behavior.controls.overshoot_added as f32;
        }
        says_creepy = say < threshold::says_creepy(&behavior.threshold, sensed.creepiness, person.tolerance);
        counts[Count::CreepSum as usize] += fixed(sensed.creepiness);
        counts[Count::SaysCreepy as usize] += i64::from(says_creepy);
    }
    counts[Count::Touches as usize] += 1;
    counts[Count::Slates as usize] += 1;
    counts[Count::PremiumTop as usize] += i64::from(length > 0 && catalog.premium[top as usize]);
    note_shown(stage, person, &mut life.marks, day, taste, &mix, length, room, ledger);
    note_panel_slate(stage, person, day, taste, length, room, ledger);
    note_offer(stage, person, life, day, touch, taste, length, room, ledger);
    if flight.constants.prices {
        note_order(stage, person, day, &room.slate[..length], ledger);
    }
    let mood = Mood { trust: mood_trust, overshoot, exposures, lifetime };
    Shown { length, is_personal: informed, attributes, felt: sensed, mood, matched, mix, says_creepy, top }
}

/// What was bought and sent back.
#[derive(Clone, Copy, Default)]
pub(super) struct Basket {
    bought: bool,
    returned: bool,
    cents: i64,
}

/// A choice: counted, perhaps bought, and learned from by customer and policy.
#[cfg_attr(not(debug_assertions), inline(always))]
fn choose<const K: usize>(
    stage: &Stage<'_, K>,
    person: &Person<K>,
    life: &mut Life<K>,
    day: usize,
    touch: u32,
    (item, from_slate): (u32, bool),
    taste: &Taste<K>,
    buy: f32,
    counts: &mut DayCounts,
    ledger: &mut Ledger,
) -> Basket {
    let flight = stage.flight;
    let (behavior, catalog) = (&flight.scenario.behavior, &flight.world.catalog);
    let place = item as usize;
    let mut basket = Basket::default();
    counts[Count::Choices as usize] += 1;
    note_panel_choice(stage, person, day, touch, item, from_slate, ledger);
    let recorded = past::is_recorded(&flight.world, person, day, touch);
    if recorded {
        ledger.sell(stage.variant, day / flight.shape.checkpoint_days, person.segment, place);
    } else {
        ledger.sell_unrecorded(stage.variant, place);
    }
    if behavior.mechanisms.purchase {
        let affinity = dot(&taste.unit, &catalog.unit[place]);
        let price = life.marks.price(stage, person);
        let (log_price, list) = priced(stage, place);
        let leaning = purchase::leaning(&behavior.purchase, affinity, person.price_sensitivity, log_price + price.log);
        basket.bought = buy < purchase::chance(leaning);
        if flight.constants.prices {
            note_decision(stage, person, day, list, price, leaning, ledger);
        }
        if basket.bought {
            let cents = price.of(list);
            basket.cents = cents;
            counts[Count::Purchases as usize] += 1;
            counts[Count::RevenueCents as usize] += cents;
            if !is_recorded(stage, life) {
                ledger.note(stage.variant, day, person.cell, Rare::UnrecordedCents, cents);
            }
            let back = flight.world.keyed.uniforms(person.id, day as u32, Purpose::Feedback, touch)[3];
            basket.returned = back < purchase::returns(&behavior.purchase, affinity);
            if basket.returned {
                counts[Count::Returns as usize] += 1;
                counts[Count::ReturnedCents as usize] += cents;
                if behavior.mechanisms.drift {
                    drift::recoil(&behavior.drift, catalog.topics, &mut life.interests, &taste.shares, &catalog.mix[place]);
                }
            } else {
                ledger.note(stage.variant, day, person.cell, Rare::GoodsCents, flight.world.offering.cost_cents[place]);
            }
        }
    }
    let mix = &catalog.mix[place];
    if behavior.mechanisms.drift {
        drift::consume(&behavior.drift, catalog.topics, &mut life.interests, &taste.shares, mix);
    }
    if behavior.mechanisms.satiation {
        satiation::consume(&mut life.satiation, mix);
    }
    for lane in 0..K {
        life.consumed[lane] += mix[lane];
    }
    life.remember(item);
    if recorded {
        life.knowledge.observe(stage.plan, person.history, &catalog.unit[place]);
        note_item(stage, person, life, day, touch, Evidence::Choices, item, ledger);
        note_item(stage, person, life, day, touch, Evidence::Views, item, ledger);
        if basket.bought {
            note_item(stage, person, life, day, touch, Evidence::Purchases, item, ledger);
        }
    }
    basket
}

/// ln(price / median price) and price in hundredths of money of an item today.
#[inline(always)]
fn priced<const K: usize>(stage: &Stage<'_, K>, place: usize) -> (f32, i64) {
    let catalog = &stage.flight.world.catalog;
    let (log_price, cents) = (catalog.log_price[place], catalog.cents[place]);
    match stage.conditions.prices(&stage.today) {
        None => (log_price, cents),
        Some(shifts) => {
            let shift = dot(shifts, &catalog.mix[place]);
            (log_price + shift, (cents as f32 * exp(shift)) as i64)
        }
    }
}

fn write_down<const K: usize>(
    stage: &Stage<'_, K>,
    person: &Person<K>,
    life: &Life<K>,
    day: usize,
    channel: usize,
    taste: &Taste<K>,
    shown: &Shown<K>,
    room: &Room<K>,
) -> TouchRecord {
    let catalog = &stage.flight.world.catalog;
    let mut believed: Vec<(usize, f32)> = Vec::new();
    if life.knowledge.informed {
        let weights = life.knowledge.weights(stage.plan, person.segment);
        let total: f32 = weights.iter().sum();
        believed = weights.iter().take(catalog.topics).enumerate().map(|(topic, &weight)| (topic, weight / total)).collect();
        believed.sort_by(|a, b| b.1.total_cmp(&a.1));
        believed.truncate(3);
    }
    TouchRecord {
        slate: room.slate[..shown.length]
            .iter()
            .map(|&item| ShownItem { item, affinity: dot(&taste.unit, &catalog.unit[item as usize]), topic: catalog.main_topic(item) })
            .collect(),
        signals: if room.personal > 0.0 { life.knowledge.signals } else { 0 },
        evidence: [life.knowledge.observed_mass, life.knowledge.acquired_mass, stage.plan.prior_weight],
        believed,
        attributes: shown.attributes,
        matched: shown.matched,
        exposures: shown.mood.exposures,
        felt: shown.felt,
        overshoot: shown.mood.overshoot,
        says_creepy: shown.says_creepy,
        ..visit_without_slate(day, channel, life.trust.trust())
    }
}

fn visit_without_slate(day: usize, channel: usize, trust: f32) -> TouchRecord {
    TouchRecord {
        day,
        channel,
        slate: Vec::new(),
        signals: 0,
        evidence: [0.0; 3],
        believed: Vec::new(),
        attributes: Attributes::default(),
        matched: 0.0,
        exposures: 0.0,
        chance: None,
        felt: Felt::default(),
        overshoot: 0.0,
        says_creepy: false,
        chosen: None,
        chosen_topic: None,
        bought: false,
        returned: false,
        trust: [trust; 2],
        thumb_down: false,
        complained: false,
        unsubscribed: false,
        opted_down: false,
        hidden: false,
        opted_out: false,
    }
}

#[cfg_attr(not(debug_assertions), inline(always))]
fn finish<const K: usize, R: Recorder>(
    stage: &Stage<'_, K>,
    recorder: &mut R,
    record: Option<TouchRecord>,
    chosen: Option<(u32, bool)>,
    basket: Option<Basket>,
    answered: &Answered,
    life: &Life<K>,
) {
    if let Some(mut record) = record {
        let basket = basket.unwrap_or_default();
        record.chosen = chosen;
        record.chosen_topic = chosen.map(|(item, _)| stage.flight.world.catalog.main_topic(item));
        record.bought = basket.bought;
        record.returned = basket.returned;
        record.trust[1] = life.trust.trust();
        record.thumb_down = answered.thumb_down;
        record.complained = answered.complained;
        record.unsubscribed = answered.unsubscribed;
        record.opted_down = answered.opted_down;
        record.hidden = answered.hidden;
        record.opted_out = answered.opted_out;
        recorder.touch(record);
    }
}
