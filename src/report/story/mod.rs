//! The story of one person under two policies: who she is, what was shown, what was used, how it felt, what she did, and why. The words and numbers
//! that the window, the command line and the dossier share; it is drawn in `figures/story.rs`.

mod events;
mod names;
mod words;

pub use events::{Event, Sign, topic_letter};
pub use names::{person_id, person_name, person_number};
pub use words::{main_term, signal_names};

use crate::experiment::{format_number, variant_letter};
use crate::scenario::Scenario;
use crate::simulate::{DayRecord, Replay, ReplayError, Run, TouchRecord, Traits, replays_of};

/// Who somebody is.
#[derive(Clone, Debug, PartialEq)]
pub struct Who {
    /// Number of the customer.
    pub customer: u64,
    /// World that she lives in, from 0.
    pub world: usize,
    /// "Ana-0417": invented.
    pub name: String,
    /// "P-000417".
    pub id: String,
    /// Name of her segment.
    pub segment: String,
    /// "age band: 30 to 49" for each attribute.
    pub groups: Vec<String>,
    /// Her line.
    pub line: f32,
    /// Trust at the start.
    pub trust: f32,
    /// What she is like beside.
    pub traits: Traits,
    /// The line of her segment, on average.
    pub segment_line: f64,
}

impl Who {
    fn new(run: &Run, world: usize, life: &Replay) -> Self {
        let population = &run.scenario.population;
        let cells = crate::world::cells(&run.scenario);
        let groups = population.attributes.iter().enumerate().filter_map(|(place, attribute)| {
            let level = attribute.levels.get(cells.level(life.cell, place))?;
            Some(format!("{}: {}", attribute.name, level.name))
        });
        let segment = population.segments.get(life.segment);
        Self {
            customer: life.customer,
            world,
            name: person_name(life.customer),
            id: person_id(life.customer),
            segment: segment.map_or_else(String::new, |segment| segment.name.clone()),
            groups: groups.collect(),
            line: life.tolerance,
            trust: life.trust,
            traits: life.traits,
            segment_line: segment.map_or(0.0, |segment| segment.tolerance),
        }
    }

    /// "Ana-0417 is an invented person (P-000417, segment guarded) who feels the use of data more than most ..."
    pub fn sentence(&self) -> String {
        let feels = match self.traits.sensitivity {
            feels if feels >= 1.25 => "feels the use of data more than most",
            feels if feels <= 0.8 => "feels the use of data less than most",
            _ => "feels the use of data as most do",
        };
        let line = match f64::from(self.line) - self.segment_line {
            apart if apart >= 0.05 => "late for her segment",
            apart if apart <= -0.05 => "early for her segment",
            _ => "where her segment does",
        };
        let visits = f64::from(self.traits.visits_per_week);
        let comes = if visits < 0.05 {
            "hardly ever comes by herself".into()
        } else {
            format!("comes by herself about {} times a week", format_number(visits))
        };
        let groups = if self.groups.is_empty() { String::new() } else { format!(", {}", self.groups.join(", ")) };
        format!(
            "{} is an invented person ({}, segment {}{groups}) who {feels}, draws her line at {}, {line}, begins with trust {} and {comes}.",
            self.name,
            self.id,
            self.segment,
            format_number(f64::from(self.line)),
            format_number(f64::from(self.trust)),
        )
    }
}

/// A whole life in a few numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Course {
    /// Days that ended over her line.
    pub days_over: usize,
    /// Days on which she was an active customer.
    pub days_active: usize,
    /// Highest felt creepiness minus her line; `None` where she never was active.
    pub highest: Option<f32>,
    /// Trust at the end.
    pub trust: f32,
    /// Messages.
    pub messages: usize,
    /// Choices.
    pub choices: usize,
    /// Purchases.
    pub purchases: usize,
    /// Day (from 1) on which she left.
    pub left: Option<usize>,
    /// Day (from 1) on which she switched personalization off.
    pub opted_out: Option<usize>,
}

impl Course {
    fn new(scenario: &Scenario, life: &Replay) -> Self {
        let active = || life.days.iter().filter(|day| day.here && !day.left);
        let margins = active().map(|day| day.felt - life.tolerance);
        Self {
            days_over: active().filter(|day| day.felt > life.tolerance).count(),
            days_active: active().count(),
            highest: margins.max_by(f32::total_cmp),
            trust: life.days.last().map_or(life.trust, |day| day.trust),
            messages: life.touches.iter().filter(|touch| events::is_push(scenario, touch.channel)).count(),
            choices: life.touches.iter().filter(|touch| touch.chosen.is_some()).count(),
            purchases: life.touches.iter().filter(|touch| touch.bought).count(),
            left: life.days.iter().position(|day| day.left).map(|day| day + 1),
            opted_out: life.days.iter().position(|day| !day.personal).map(|day| day + 1),
        }
    }

    /// "stayed", "left on day 41", "opted out on day 12, stayed".
    pub fn outcome(&self) -> String {
        let stayed = self.left.map_or_else(|| "stayed".to_owned(), |day| format!("left on day {day}"));
        match self.opted_out {
            Some(day) => format!("personalization off from day {day}, {stayed}"),
            None => stayed,
        }
    }
}

/// Her life under one variant.
#[derive(Clone, Debug)]
pub struct StoryLife {
    /// The variant, by index; the twin is 0.
    pub variant: usize,
    /// Its letter.
    pub letter: String,
    /// Its name.
    pub name: String,
    /// Every touch, in order.
    pub touches: Vec<TouchRecord>,
    /// The end of each day.
    pub days: Vec<DayRecord>,
    /// What happened, an event a line.
    pub events: Vec<Event>,
    /// The life in a few numbers.
    pub course: Course,
}

impl StoryLife {
    fn new(run: &Run, life: Replay) -> Self {
        Self {
            variant: life.variant,
            letter: variant_letter(life.variant, run.baseline),
            name: run.variants.get(life.variant).cloned().unwrap_or_default(),
            events: events::events(&run.scenario, &life),
            course: Course::new(&run.scenario, &life),
            touches: life.touches,
            days: life.days,
        }
    }

    /// "A 5 a week".
    pub fn label(&self) -> String {
        if self.variant == 0 { format!("{} no recommender", self.letter) } else { format!("{} {}", self.letter, self.name) }
    }

    /// "Under A 5 a week she was over her line on 12 of 90 days, ..."
    pub fn sentence(&self) -> String {
        let course = &self.course;
        format!(
            "Under {} she ended {} of {} days over her line, got {}, made {} with {}, and {}; trust {} at the end.",
            self.label(),
            course.days_over,
            course.days_active,
            words::times(course.messages, "message"),
            words::times(course.choices, "choice"),
            words::times(course.purchases, "purchase"),
            course.outcome(),
            format_number(f64::from(course.trust)),
        )
    }

    /// Touches of a day (from 1).
    pub fn touches_on(&self, day: usize) -> impl Iterator<Item = &TouchRecord> {
        self.touches.iter().filter(move |touch| touch.day + 1 == day)
    }
}

/// One person's two lives.
#[derive(Clone, Debug)]
pub struct Story {
    /// Who she is.
    pub who: Who,
    /// Her lives, in the order asked for.
    pub lives: [StoryLife; 2],
    /// First day (from 1) on which the two lives differ; `None` if they never do.
    pub parting: Option<usize>,
    /// Days of the run.
    pub days: usize,
    /// Names of the signals, in order.
    pub signals: Vec<String>,
    /// By channel: whether it brings messages.
    pub push: Vec<bool>,
}

impl Story {
    /// Lives one customer's two lives again and puts them into words.
    ///
    /// # Errors
    /// If the run holds no such world, customer or variant.
    pub fn new(run: &Run, world: usize, customer: u64, variants: [usize; 2]) -> Result<Self, ReplayError> {
        let gone = || ReplayError::NoCustomer { customers: run.scenario.population.customers, asked: customer };
        let mut lives = replays_of(run, world, &variants, &[customer])?.into_iter().flatten();
        let (one, other) = (lives.next().ok_or_else(gone)?, lives.next().ok_or_else(gone)?);
        let who = Who::new(run, world, &one);
        let parting = parting(&one, &other);
        Ok(Self {
            who,
            parting,
            days: run.scenario.experiment.days as usize,
            lives: [StoryLife::new(run, one), StoryLife::new(run, other)],
            signals: run.scenario.signals.iter().map(|signal| signal.name.clone()).collect(),
            push: (0..run.scenario.channels.len()).map(|channel| events::is_push(&run.scenario, channel)).collect(),
        })
    }

    /// "The two lives part on day 6."
    pub fn parting_sentence(&self) -> String {
        match self.parting {
            Some(day) => format!("The two lives part on day {day}."),
            None => "The two lives are the same to the last day.".into(),
        }
    }

    /// Everything in two or three sentences.
    pub fn summary(&self) -> String {
        format!("{} {} {}", self.lives[0].sentence(), self.lives[1].sentence(), self.parting_sentence())
    }
}

/// First day (from 1) on which two lives differ in a touch or at their end.
fn parting(one: &Replay, other: &Replay) -> Option<usize> {
    let touches = |life: &Replay, day: usize| -> Vec<TouchRecord> { life.touches.iter().filter(|touch| touch.day == day).cloned().collect() };
    let differ = |day: usize| one.days.get(day) != other.days.get(day) || touches(one, day) != touches(other, day);
    (0..one.days.len().max(other.days.len())).find(|&day| differ(day)).map(|day| day + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::testing::retargeting;

    /// Those who are over their line most under a variant, and a few others.
    fn some(run: &Run) -> Vec<u64> {
        let everybody: Vec<u64> = (0..run.scenario.population.customers).collect();
        let over = std::sync::Mutex::new(Vec::new());
        let keep = |block: crate::simulate::CensusBlock| {
            let first = block.first as u64;
            over.lock().expect("no panic").extend(block.lives[0].iter().enumerate().map(|(place, life)| (life.days_over, first + place as u64)));
            true
        };
        crate::simulate::live_again(run, 1, &[2], &everybody, false, 2, &keep).expect("lived");
        let mut over = over.into_inner().expect("no panic");
        over.sort_unstable_by_key(|&(days, customer)| (std::cmp::Reverse(days), customer));
        over.iter().take(3).map(|&(_, customer)| customer).chain([0, 1, 2]).collect()
    }

    #[test]
    fn a_story_tells_what_the_replay_recorded() {
        let run = retargeting();
        let (mut parted, mut over, mut repeated) = (0, 0, 0);
        for customer in some(&run) {
            let story = Story::new(&run, 1, customer, [1, 2]).expect("a story");
            assert!(story.who.sentence().contains(&story.who.id) && story.who.sentence().contains(&story.who.segment));
            for life in &story.lives {
                let messages = life.events.iter().filter(|event| event.sign == Sign::Message).count();
                assert_eq!(messages, life.course.messages, "every message is a line");
                let buys = life.events.iter().filter(|event| event.acts.contains(&Sign::Buys)).count();
                assert_eq!(buys, life.course.purchases);
                assert!(life.events.is_sorted_by_key(|event| event.day));
                let told = |event: &Event| !event.what.is_empty() && (!event.why.is_empty() || event.sign == Sign::Visit);
                assert!(life.events.iter().all(told), "{:?}", life.events);
                over += life.events.iter().filter(|event| event.sign == Sign::Over).count();
                repeated += life.events.iter().filter(|event| event.why.contains("for the same item, which she had")).count();
            }
            if let Some(day) = story.parting {
                parted += 1;
                let before = |life: &StoryLife| life.days[..day - 1].to_vec();
                assert_eq!(before(&story.lives[0]), before(&story.lives[1]));
            }
        }
        assert!(parted > 2 && over > 0 && repeated > 0, "{parted} {over} {repeated}");
    }

    #[test]
    fn the_same_variant_twice_never_parts_and_strangers_are_refused() {
        let run = retargeting();
        assert_eq!(Story::new(&run, 0, 3, [2, 2]).expect("a story").parting, None);
        assert!(matches!(Story::new(&run, 0, 200, [1, 2]), Err(ReplayError::NoCustomer { asked: 200, .. })));
        assert!(matches!(Story::new(&run, 2, 3, [1, 2]), Err(ReplayError::NoWorld { .. })));
    }
}
