//! The street: the same people under two variants, day by day, each in a state. Pure; drawn by `ui/replay.rs`.

use super::format::grouped;
use super::plain::{PlotText, Table, Tag, people, tags};
use crate::experiment::format_number;
use crate::ledger::{PanelSize, Scope};
use crate::report::story::{person_id, person_name};
use crate::simulate::{CensusBlock, CensusEnd, DayRecord, Run, live_again};

/// People on the street, or everybody where there are fewer.
pub const STREET: u64 = 400;
/// Share of her own line from which a person counts as uneasy.
pub const UNEASY: f32 = 0.7;

/// How somebody stands at the end of a day; later ones are worse.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// Not a customer yet.
    NotYet,
    /// Felt creepiness is at most [`UNEASY`] of her line.
    Fine,
    /// Closer to her line than that.
    Uneasy,
    /// Over her line.
    Over,
    /// Left.
    Left,
}

impl Standing {
    /// All, in the order of counters.
    pub const ALL: [Self; 5] = [Self::Fine, Self::Uneasy, Self::Over, Self::Left, Self::NotYet];

    /// The state at the end of a day.
    fn of(day: &DayRecord, line: f32) -> Self {
        match day {
            day if !day.here => Self::NotYet,
            day if day.left => Self::Left,
            day if day.felt > line => Self::Over,
            day if day.felt > UNEASY * line => Self::Uneasy,
            _ => Self::Fine,
        }
    }

    /// Words of a counter.
    pub fn word(self) -> &'static str {
        match self {
            Self::NotYet => "not there yet",
            Self::Fine => "fine",
            Self::Uneasy => "uneasy",
            Self::Over => "over their line",
            Self::Left => "left",
        }
    }
}

/// Somebody on the street.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Passer {
    /// Number of the customer.
    pub customer: u64,
    /// Segment, by index.
    pub segment: usize,
    /// Cell, by index.
    pub cell: usize,
    /// Her line.
    pub line: f32,
}

/// A day of a life.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Evening {
    /// How she stands.
    pub standing: Standing,
    /// Personalization is switched off.
    pub off: bool,
    /// Felt creepiness.
    pub felt: f32,
    /// Trust.
    pub trust: f32,
}

/// The street.
#[derive(Clone, Debug, PartialEq)]
pub struct Street {
    /// World, from 0.
    pub world: usize,
    /// Days.
    pub days: usize,
    /// Customers of the world.
    pub of: u64,
    /// The two variants.
    pub tags: [Tag; 2],
    /// Names of the segments.
    pub segments: Vec<String>,
    /// Who is on it, by segment and then by number.
    pub people: Vec<Passer>,
    /// By variant, then person by person the days.
    evenings: [Vec<Evening>; 2],
}

/// How many stand how, of those looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    by_standing: [usize; 5],
    /// Personalization switched off, of those who are still there.
    pub off: usize,
    /// People looked at.
    pub people: usize,
}

impl Counts {
    /// How many stand like that.
    pub fn of(&self, standing: Standing) -> usize {
        self.by_standing.get(standing as usize).copied().unwrap_or(0)
    }

    /// "312 fine, 60 uneasy, 21 over their line, 7 left".
    pub fn words(&self) -> String {
        let told = |standing: &Standing| *standing != Standing::NotYet || self.of(Standing::NotYet) > 0;
        let parts = Standing::ALL.into_iter().filter(told).map(|standing| format!("{} {}", self.of(standing), standing.word()));
        let mut words = parts.collect::<Vec<_>>().join(", ");
        if self.off > 0 {
            words.push_str(&format!("; {} with personalization off", self.off));
        }
        words
    }
}

/// How a person fares under the second variant against the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// Stands better.
    Better,
    /// Stands the same.
    Same,
    /// Stands worse.
    Worse,
}

impl Street {
    /// Lives the people of the street again under two variants. `told` hears how many of them are done and answers whether to go on.
    ///
    /// # Errors
    /// If the run holds no such world or variant, or if it was stopped.
    pub fn new(run: &Run, world: usize, variants: [usize; 2], threads: usize, told: &(dyn Fn(usize, usize) -> bool + Sync)) -> Result<Self, String> {
        let of = run.scenario.population.customers;
        let size = PanelSize::new(STREET, of);
        let customers: Vec<u64> = (0..size.people).map(|place| size.customer(place)).collect();
        let blocks = std::sync::Mutex::new((0, Vec::new()));
        let keep = |block: CensusBlock| {
            let mut kept = blocks.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            kept.0 += block.lines.len();
            let done = kept.0;
            kept.1.push(block);
            drop(kept);
            told(done, customers.len())
        };
        match live_again(run, world, &variants, &customers, true, threads, &keep) {
            Ok(()) => {}
            // Whoever stops it does not wait for it.
            Err(CensusEnd::Stopped) => return Err("stopped".into()),
            Err(error) => return Err(error.to_string()),
        }
        let blocks = blocks.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner).1;
        Ok(Self::of_blocks(run, world, variants, &customers, blocks))
    }

    fn of_blocks(run: &Run, world: usize, variants: [usize; 2], customers: &[u64], blocks: Vec<CensusBlock>) -> Self {
        let mut known: Vec<(Passer, [Vec<Evening>; 2])> = Vec::with_capacity(customers.len());
        for block in blocks {
            for place in 0..block.lines.len() {
                let passer = Passer {
                    customer: customers.get(block.first + place).copied().unwrap_or_default(),
                    segment: block.segments.get(place).copied().map_or(0, usize::from),
                    cell: block.cells.get(place).copied().map_or(0, |cell| cell as usize),
                    line: block.lines.get(place).copied().unwrap_or(0.0),
                };
                let evenings = [0, 1].map(|side| {
                    let days = block.days.get(side).and_then(|lives| lives.get(place)).map_or(&[][..], Vec::as_slice);
                    days.iter()
                        .map(|day| Evening { standing: Standing::of(day, passer.line), off: !day.personal, felt: day.felt, trust: day.trust })
                        .collect()
                });
                known.push((passer, evenings));
            }
        }
        known.sort_by_key(|(passer, _)| (passer.segment, passer.customer));
        let all = tags(&run.variants, run.baseline);
        let tag = |variant: usize| all.iter().find(|tag| tag.variant == variant).cloned();
        let unnamed = |variant: usize| Tag { variant, baseline: run.baseline, letter: String::new(), name: String::new() };
        let mut street = Self {
            world,
            days: run.scenario.experiment.days as usize,
            of: run.scenario.population.customers,
            tags: variants.map(|variant| tag(variant).unwrap_or_else(|| unnamed(variant))),
            segments: run.scenario.population.segments.iter().map(|segment| segment.name.clone()).collect(),
            people: Vec::with_capacity(known.len()),
            evenings: [Vec::new(), Vec::new()],
        };
        for (passer, [one, other]) in known {
            street.people.push(passer);
            street.evenings[0].extend(one);
            street.evenings[1].extend(other);
        }
        street
    }

    /// How a person, by her place, is on a day (from 1) under one of the two variants.
    pub fn evening(&self, side: usize, place: usize, day: usize) -> Option<Evening> {
        self.evenings.get(side)?.get(place * self.days + day.clamp(1, self.days.max(1)) - 1).copied()
    }

    /// Counts those of some places on a day (from 1).
    pub fn counts(&self, side: usize, day: usize, places: &[usize]) -> Counts {
        let mut counts = Counts { people: places.len(), ..Counts::default() };
        for evening in places.iter().filter_map(|&place| self.evening(side, place, day)) {
            if let Some(count) = counts.by_standing.get_mut(evening.standing as usize) {
                *count += 1;
            }
            counts.off += usize::from(evening.off && evening.standing != Standing::Left);
        }
        counts
    }

    /// How a person fares under the second variant against the first on a day: by her state alone.
    pub fn change(&self, place: usize, day: usize) -> Change {
        let (one, other) = (self.evening(0, place, day), self.evening(1, place, day));
        match (one, other) {
            (Some(one), Some(other)) if other.standing > one.standing => Change::Worse,
            (Some(one), Some(other)) if other.standing < one.standing => Change::Better,
            _ => Change::Same,
        }
    }

    /// Whether a person's two lives agree on a day: the same state, personalization on or off in both.
    pub fn agrees(&self, place: usize, day: usize) -> bool {
        let state = |side| self.evening(side, place, day).map(|evening| (evening.standing, evening.off));
        state(0) == state(1)
    }

    /// How many fare better, the same and worse.
    pub fn changes(&self, day: usize, places: &[usize]) -> [usize; 3] {
        let mut changes = [0; 3];
        for &place in places {
            changes[self.change(place, day) as usize] += 1;
        }
        changes
    }

    /// Places of those who belong to a scope.
    pub fn places(&self, run: &Run, scope: Scope) -> Vec<usize> {
        let cells = crate::world::cells(&run.scenario);
        (0..self.people.len()).filter(|&place| self.people.get(place).is_some_and(|passer| cells.contains(scope, passer.cell))).collect()
    }

    /// Who somebody is and how she is on a day, for the pointer.
    pub fn hover(&self, place: usize, day: usize) -> String {
        let Some(passer) = self.people.get(place) else { return String::new() };
        let number = |value: f32| format_number(f64::from(value));
        let segment = self.segments.get(passer.segment).map_or("", String::as_str);
        let mut lines =
            vec![format!("{} ({}), segment {segment}, line {}", person_name(passer.customer), person_id(passer.customer), number(passer.line))];
        for (side, tag) in self.tags.iter().enumerate() {
            let Some(evening) = self.evening(side, place, day) else { continue };
            let off = if evening.off { ", personalization off" } else { "" };
            lines.push(format!("{}: {}{off}; felt {}, trust {}", tag.label(), evening.standing.word(), number(evening.felt), number(evening.trust)));
        }
        lines.push("Click for her story.".into());
        lines.join("\n")
    }

    /// The words around the street.
    pub fn text(&self, run: &Run, scope: Scope, day: usize, places: &[usize], difference: bool) -> PlotText {
        let counts = [0, 1].map(|side| self.counts(side, day, places));
        let [better, same, worse] = self.changes(day, places);
        let labels = [self.tags[0].label(), self.tags[1].label()];
        let sentence = format!(
            "On day {day} of {}, of {} people: under {} {}; under {} {}. Under {} {better} stand better than under {}, {worse} worse, {same} the same.",
            self.days,
            places.len(),
            labels[0],
            counts[0].words(),
            labels[1],
            counts[1].words(),
            self.tags[1].letter,
            self.tags[0].letter,
        );
        let marks = if difference {
            format!(
                "From better to worse: fine, uneasy (felt over {:.0}% of her own line), over her line, left. Up: a better state under {} than under {}; down: a worse one.",
                UNEASY * 100.0,
                self.tags[1].letter,
                self.tags[0].letter
            )
        } else {
            format!(
                "Circle: fine. Triangle: uneasy, felt over {:.0}% of her own line. Square: over her line. Cross: left. Outline only: personalization switched off.",
                UNEASY * 100.0
            )
        };
        let caption = format!(
            "{} of {} people of world {}, {}, chosen by a fixed rule and sorted by segment; each always in the same place, with the same luck in both lives. {marks} \
             One world, single people: no interval.",
            places.len(),
            grouped(self.of as f64),
            self.world + 1,
            people(&run.scenario, scope),
        );
        let title =
            if difference { format!("Who stands better and who worse on day {day}?") } else { format!("Who is fine, who is not, on day {day}?") };
        PlotText { title, sentence, caption, table: self.table(day, places) }
    }

    fn table(&self, day: usize, places: &[usize]) -> Table {
        let mut days: Vec<usize> = [1, self.days / 4, self.days / 2, self.days * 3 / 4, self.days, day].into_iter().filter(|day| *day >= 1).collect();
        days.sort_unstable();
        days.dedup();
        let mut columns = vec!["Day".to_owned(), "Variant".to_owned()];
        columns.extend(Standing::ALL.iter().map(|standing| standing.word().to_owned()));
        columns.push("personalization off".into());
        let mut rows = Vec::new();
        for day in days {
            for (side, tag) in self.tags.iter().enumerate() {
                let counts = self.counts(side, day, places);
                let mut row = vec![day.to_string(), tag.label()];
                row.extend(Standing::ALL.iter().map(|standing| counts.of(*standing).to_string()));
                row.push(counts.off.to_string());
                rows.push(row);
            }
        }
        Table { columns, rows }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::testing::retargeting;
    use crate::simulate::replay;

    #[test]
    fn the_street_is_the_replay_of_its_people_and_its_counters_are_its_states() {
        let run = retargeting();
        let street = Street::new(&run, 0, [1, 2], 2, &|_, _| true).expect("lived");
        assert_eq!(street.people.len() as u64, STREET.min(run.scenario.population.customers));
        assert!(street.people.is_sorted_by_key(|passer| (passer.segment, passer.customer)));
        let everybody = street.places(&run, Scope::All);
        for place in [0, street.people.len() / 2, street.people.len() - 1] {
            for (side, variant) in [(0, 1), (1, 2)] {
                let life = replay(&run, 0, variant, street.people[place].customer).expect("replays");
                for day in &life.days {
                    let evening = street.evening(side, place, day.day + 1).expect("a day");
                    assert_eq!((evening.felt, evening.trust, evening.off), (day.felt, day.trust, !day.personal));
                    let over = day.here && !day.left && day.felt > life.tolerance;
                    assert_eq!(evening.standing == Standing::Over, over);
                    assert_eq!(evening.standing == Standing::Left, day.left);
                }
            }
        }
        for day in [1, street.days / 2, street.days] {
            for side in [0, 1] {
                let counts = street.counts(side, day, &everybody);
                let sum: usize = Standing::ALL.iter().map(|standing| counts.of(*standing)).sum();
                assert_eq!(sum, street.people.len());
            }
            assert_eq!(street.changes(day, &everybody).iter().sum::<usize>(), street.people.len());
            let agreeing = everybody.iter().filter(|&&place| street.agrees(place, day)).count();
            assert!(agreeing <= street.changes(day, &everybody)[Change::Same as usize]);
        }
        let guarded = street.places(&run, Scope::Segment(0));
        assert!(!guarded.is_empty() && guarded.len() < everybody.len());
        let text = street.text(&run, Scope::All, street.days, &everybody, false);
        let counts = street.counts(1, street.days, &everybody);
        assert!(text.sentence.contains(&counts.words()) && text.table.rows.iter().any(|row| row[4] == counts.of(Standing::Over).to_string()));
    }

    #[test]
    fn whoever_leaves_the_screen_stops_it() {
        let run = retargeting();
        assert_eq!(Street::new(&run, 0, [1, 2], 1, &|_, _| false), Err("stopped".into()));
        assert!(Street::new(&run, 99, [1, 2], 1, &|_, _| true).is_err_and(|message| message.contains("world")));
    }
}
