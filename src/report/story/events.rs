//! What happened in one life, an event a line, each with its reason.

use super::words::{data_words, felt_words, ordinal, times};
use crate::experiment::format_number;
use crate::scenario::Scenario;
use crate::scenario::catalog::ChannelKind;
use crate::simulate::{DayRecord, Replay, TouchRecord};

/// Days in which messages are counted as one after another.
const LATELY: usize = 7;
/// Days for which she remembers having taken an item.
const REMEMBERED: usize = 30;
/// Change of trust from one evening to the next that is told.
const TRUST_STEP: f32 = 0.03;

/// What kind of event it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sign {
    /// She comes for the first time.
    Comes,
    /// A message.
    Message,
    /// An own visit.
    Visit,
    /// A choice out of what was shown.
    Click,
    /// A choice of own search.
    Finds,
    /// A purchase.
    Buys,
    /// A purchase sent back.
    SendsBack,
    /// A thumb-down.
    ThumbDown,
    /// A complaint.
    Complains,
    /// An ad hidden.
    Hides,
    /// Fewer messages of a channel taken.
    TakesFewer,
    /// A channel unsubscribed from.
    Unsubscribes,
    /// Personalization switched off.
    OptsOut,
    /// Over her own line at the end of the day.
    Over,
    /// Under her own line again.
    Under,
    /// Trust fell.
    TrustFalls,
    /// Trust rose.
    TrustRises,
    /// She left.
    Leaves,
}

impl Sign {
    /// What she does, in the order of the key; the shapes of the lane.
    pub const ACTS: [Self; 10] = [
        Self::Click,
        Self::Finds,
        Self::Buys,
        Self::SendsBack,
        Self::ThumbDown,
        Self::Complains,
        Self::Hides,
        Self::Unsubscribes,
        Self::OptsOut,
        Self::Leaves,
    ];

    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Comes => "comes",
            Self::Message => "message",
            Self::Visit => "visit",
            Self::Click => "chooses what is shown",
            Self::Finds => "finds it herself",
            Self::Buys => "buys",
            Self::SendsBack => "sends back",
            Self::ThumbDown => "thumb down",
            Self::Complains => "complains",
            Self::Hides => "hides the ad",
            Self::TakesFewer => "takes fewer messages",
            Self::Unsubscribes => "unsubscribes",
            Self::OptsOut => "switches personalization off",
            Self::Over => "over her line",
            Self::Under => "under her line again",
            Self::TrustFalls => "trust falls",
            Self::TrustRises => "trust rises",
            Self::Leaves => "leaves",
        }
    }
}

/// One line of a story.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// Day, from 1.
    pub day: usize,
    /// What kind of event it is.
    pub sign: Sign,
    /// What she did at it.
    pub acts: Vec<Sign>,
    /// What happened.
    pub what: String,
    /// Why.
    pub why: String,
    /// The touch, by its place in the life, where it is one.
    pub touch: Option<usize>,
}

/// Everything that happened in a life, in order.
pub(super) fn events(scenario: &Scenario, life: &Replay) -> Vec<Event> {
    let mut events = Vec::new();
    let mut seen = 0;
    let mut evening = Evening { felt_over: false, trust: life.trust, left: false };
    for record in &life.days {
        if record.here && record.day == life.traits.first_day && record.day > 0 {
            events.push(plain(record.day, Sign::Comes, "she comes for the first time".into(), "not everybody is there from the first day".into()));
        }
        let first = seen;
        while let Some(touch) = life.touches.get(seen).filter(|touch| touch.day == record.day) {
            events.extend(told(scenario, life, seen, touch));
            events.extend(steps(scenario, life, seen, touch));
            seen += 1;
        }
        let today = life.touches.get(first..seen).unwrap_or(&[]);
        evening.close(life, record, today, &mut events);
    }
    events
}

fn plain(day: usize, sign: Sign, what: String, why: String) -> Event {
    Event { day: day + 1, sign, acts: Vec::new(), what, why, touch: None }
}

/// A touch in one line; a visit at which nothing was shown and nothing chosen is none.
fn told(scenario: &Scenario, life: &Replay, place: usize, touch: &TouchRecord) -> Option<Event> {
    let acts = acts(touch);
    if touch.slate.is_empty() && acts.is_empty() {
        return None;
    }
    let push = is_push(scenario, touch.channel);
    let channel = channel_name(scenario, touch.channel);
    let mut what = match touch.slate.first() {
        Some(first) if push => format!("message by {channel}: item {} ({}) first of {}", first.item, topic_word(first.topic), touch.slate.len()),
        Some(first) => format!("visit to the {channel}: item {} ({}) first of {}", first.item, topic_word(first.topic), touch.slate.len()),
        None => format!("visit to the {channel}: nothing recommended"),
    };
    match (touch.chosen, touch.bought) {
        (Some((item, true)), false) => what.push_str(&format!("; she chooses item {item} of it")),
        (Some((item, false)), false) => what.push_str(&format!("; she finds item {item} herself")),
        (Some((item, true)), true) => what.push_str(&format!("; she buys item {item} of it")),
        (Some((item, false)), true) => what.push_str(&format!("; she finds item {item} herself and buys it")),
        (None, _) => {}
    }
    for (happened, words) in [
        (touch.returned, "sends it back"),
        (touch.thumb_down, "gives a thumb-down"),
        (touch.complained, "complains"),
        (touch.hidden, "hides the ad"),
        (touch.opted_down, "takes fewer of these messages"),
    ] {
        if happened {
            what.push_str(&format!("; she {words}"));
        }
    }
    let mut why: Vec<String> = Vec::new();
    if push {
        why.extend(repeated(scenario, life, place, touch));
    }
    if !touch.slate.is_empty() {
        why.push(data_words(scenario, touch.signals));
        if touch.felt.creepiness > 0.0 {
            why.push(felt_words(touch, life.tolerance));
        }
    }
    let sign = if push { Sign::Message } else { Sign::Visit };
    Some(Event { day: touch.day + 1, sign, acts, what, why: why.join("; "), touch: Some(place) })
}

/// What she did at a touch.
pub(super) fn acts(touch: &TouchRecord) -> Vec<Sign> {
    let all = [
        (matches!(touch.chosen, Some((_, true))), Sign::Click),
        (matches!(touch.chosen, Some((_, false))), Sign::Finds),
        (touch.bought, Sign::Buys),
        (touch.returned, Sign::SendsBack),
        (touch.thumb_down, Sign::ThumbDown),
        (touch.complained, Sign::Complains),
        (touch.hidden, Sign::Hides),
        (touch.opted_down, Sign::TakesFewer),
        (touch.unsubscribed, Sign::Unsubscribes),
        (touch.opted_out, Sign::OptsOut),
    ];
    all.into_iter().filter_map(|(happened, sign)| happened.then_some(sign)).collect()
}

/// "third message in 2 days with the same item on top, which she had left".
fn repeated(scenario: &Scenario, life: &Replay, place: usize, touch: &TouchRecord) -> Option<String> {
    let before = life.touches.get(..place).unwrap_or(&[]);
    let lately: Vec<&TouchRecord> =
        before.iter().filter(|other| other.day + LATELY > touch.day && is_push(scenario, other.channel) && !other.slate.is_empty()).collect();
    let top = touch.slate.first()?.item;
    let same: Vec<&&TouchRecord> = lately.iter().filter(|other| other.slate.first().is_some_and(|first| first.item == top)).collect();
    if let Some(first) = same.first() {
        let taken = before.iter().filter(|other| other.day + REMEMBERED > touch.day && other.chosen.is_some_and(|(item, _)| item == top));
        let had = taken.fold("left", |had, other| if other.bought || had == "bought" { "bought" } else { "looked at" });
        let (nth, days) = (ordinal(same.len() + 1), times(touch.day + 1 - first.day, "day"));
        return Some(format!("{nth} message in {days} for the same item, which she had {had}"));
    }
    let first = lately.first()?;
    Some(format!("{} message in {}", ordinal(lately.len() + 1), times(touch.day + 1 - first.day, "day")))
}

/// Turning points that come with a touch.
fn steps(scenario: &Scenario, life: &Replay, place: usize, touch: &TouchRecord) -> Vec<Event> {
    let step = |sign, what: String, why: String| Event { touch: Some(place), ..plain(touch.day, sign, what, why) };
    let felt = felt_words(touch, life.tolerance);
    let mut steps = Vec::new();
    if touch.unsubscribed {
        let channel = channel_name(scenario, touch.channel);
        steps.push(step(Sign::Unsubscribes, format!("she unsubscribes from {channel}"), format!("at this message: {felt}")));
    }
    if touch.opted_out {
        let why = if touch.says_creepy { format!("she would call it creepy and found the way out: {felt}") } else { felt };
        steps.push(step(Sign::OptsOut, "she switches personalization off".into(), why));
    }
    steps
}

/// How the last evening was.
struct Evening {
    felt_over: bool,
    trust: f32,
    left: bool,
}

impl Evening {
    fn close(&mut self, life: &Replay, record: &DayRecord, today: &[TouchRecord], events: &mut Vec<Event>) {
        if !record.here || self.left {
            return;
        }
        let worst = today.iter().filter(|touch| touch.felt.creepiness > 0.0).max_by(|a, b| a.felt.creepiness.total_cmp(&b.felt.creepiness));
        let cause = worst.map_or_else(|| "no touch today".to_owned(), |touch| felt_words(touch, life.tolerance));
        if (record.trust - self.trust).abs() >= TRUST_STEP {
            let (sign, verb) = if record.trust < self.trust { (Sign::TrustFalls, "falls") } else { (Sign::TrustRises, "rises") };
            let what = format!("trust {verb} from {} to {}", number(self.trust), number(record.trust));
            let why = match worst {
                _ if today.is_empty() => "no touch today: something that happened beside them".into(),
                Some(touch) if touch.overshoot > 0.0 => cause.clone(),
                _ => "what came of the day's touches".into(),
            };
            events.push(plain(record.day, sign, what, why));
        }
        let over = record.felt > life.tolerance;
        if over && !self.felt_over && !record.left {
            let what = format!("she is over her own line: felt {}, line {}", number(record.felt), number(life.tolerance));
            events.push(plain(record.day, Sign::Over, what, cause));
        } else if !over && self.felt_over {
            let what = format!("she is under her own line again: felt {}, line {}", number(record.felt), number(life.tolerance));
            events.push(plain(record.day, Sign::Under, what, "what she felt fades from day to day".into()));
        }
        if record.left {
            let lately = life.touches.iter().filter(|touch| touch.day + LATELY > record.day && touch.day <= record.day && !touch.slate.is_empty());
            let why = format!(
                "reactance {}, trust {}, {} in the last {LATELY} days; a chance that rises with reactance and falls with trust",
                number(record.reactance),
                number(record.trust),
                times(lately.count(), "touch")
            );
            events.push(plain(record.day, Sign::Leaves, "she leaves".into(), why));
        }
        (self.felt_over, self.trust, self.left) = (over, record.trust, record.left);
    }
}

/// Whether a channel brings messages.
pub(super) fn is_push(scenario: &Scenario, channel: usize) -> bool {
    scenario.channels.get(channel).is_some_and(|channel| channel.kind == ChannelKind::Push)
}

fn channel_name(scenario: &Scenario, channel: usize) -> &str {
    scenario.channels.get(channel).map_or("channel", |channel| &channel.name)
}

/// The letter of a topic, as the lanes show it.
pub fn topic_letter(topic: usize) -> char {
    let letter = if topic < 26 { u32::from('A') + topic as u32 } else { u32::from('a') + topic as u32 - 26 };
    char::from_u32(letter).unwrap_or('?')
}

fn topic_word(topic: usize) -> String {
    format!("topic {}", topic_letter(topic))
}

fn number(value: f32) -> String {
    format_number(f64::from(value))
}
