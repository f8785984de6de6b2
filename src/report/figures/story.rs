//! One person's two lives on one axis of days: what she was shown, which data were used, how it felt against her own line, her trust, and what she did.

use crate::experiment::format_number;
use crate::report::figure::{Figure, PlotText, Table};
use crate::report::palette::{DOTTED, Marker, Palette, SOLID, variant_style};
use crate::report::picture::{Align, Picture, shortened, text_width};
use crate::report::story::{Event, Sign, Story, StoryLife, signal_names, topic_letter};
use crate::simulate::{ReplayError, Run, TouchRecord};

/// Size of words in the lanes.
const WORDS: f64 = 11.5;
/// Least distance of two letters.
const LETTER: f64 = 9.5;
/// Heights of the lanes.
const HEAD: f64 = 22.0;
const TOUCHES: f64 = 17.0;
const SIGNAL: f64 = 15.0;
const FELT: f64 = 76.0;
const TRUST: f64 = 46.0;
const DID: f64 = 28.0;
const BETWEEN: f64 = 12.0;

/// The drawing of a story.
#[derive(Clone, Debug)]
pub struct StoryFigure {
    story: Story,
    baseline: usize,
    names: Vec<Vec<Vec<String>>>,
    text: PlotText,
}

impl StoryFigure {
    /// Lives one customer's two lives again and draws them.
    ///
    /// # Errors
    /// If the run holds no such world, customer or variant.
    pub fn new(run: &Run, world: usize, customer: u64, variants: [usize; 2]) -> Result<Self, ReplayError> {
        Ok(Self::of(run, Story::new(run, world, customer, variants)?))
    }

    /// Draws a story that is there already.
    pub fn of(run: &Run, story: Story) -> Self {
        let names = |touch: &TouchRecord| signal_names(&run.scenario, touch.signals).into_iter().map(String::from).collect();
        let names = story.lives.iter().map(|life| life.touches.iter().map(names).collect()).collect();
        let text = text(&story);
        Self { baseline: run.baseline, names, text, story }
    }

    /// The story.
    pub fn story(&self) -> &Story {
        &self.story
    }

    /// Where a day (from 1) stands in a drawing of that width: its left and right edge.
    pub fn day_edges(&self, width: f64, day: usize) -> (f64, f64) {
        let axis = self.axis(width);
        (axis.edge(day.saturating_sub(1)), axis.edge(day))
    }

    fn axis(&self, width: f64) -> Days {
        Days { left: if width < 620.0 { 104.0 } else { 152.0 }, right: width - 8.0, days: self.story.days.max(1) }
    }

    /// Signals that were used in either life, by index.
    fn used(&self) -> Vec<usize> {
        let used = |signal: usize| {
            self.story.lives.iter().flat_map(|life| &life.touches).any(|touch| touch.signals.checked_shr(signal as u32).unwrap_or(0) & 1 == 1)
        };
        (0..self.story.signals.len()).filter(|&signal| used(signal)).collect()
    }
}

impl Figure for StoryFigure {
    fn text(&self) -> &PlotText {
        &self.text
    }

    fn draw(&self, width: f64, palette: Palette) -> Picture {
        let mut picture = Picture::new(width, palette, &self.text.title);
        picture.description.clone_from(&self.text.sentence);
        let days = self.axis(width);
        let used = self.used();
        let highest = self.story.lives.iter().flat_map(|life| &life.days).map(|day| f64::from(day.felt)).fold(0.0, f64::max);
        let felt_top = (highest.max(f64::from(self.story.who.line) * 1.25) * 1.08).clamp(0.05, 1.0);
        let top = if self.story.parting.is_some() { 18.0 } else { 2.0 };
        let mut y = top;
        for (place, life) in self.story.lives.iter().enumerate() {
            let from = y;
            y = self.life(&mut picture, days, place, life, (&used, felt_top), y);
            self.spots(&mut picture, days, place, life, (from, y));
            y += BETWEEN;
        }
        y -= BETWEEN;
        if let Some(day) = self.story.parting {
            let x = days.edge(day - 1);
            picture.line(&[(x, top - 2.0), (x, y)], palette.axis, 1.2, DOTTED);
            let words = format!("lives part on day {day}");
            let half = text_width(&words, WORDS) / 2.0;
            picture.text((x.clamp(half, width - half), 8.0), words, WORDS, palette.text, Align::Center);
        }
        y = days.ticks(&mut picture, y);
        picture.height = key(&mut picture, y, width);
        picture
    }
}

/// The axis of days.
#[derive(Clone, Copy)]
struct Days {
    left: f64,
    right: f64,
    days: usize,
}

impl Days {
    /// Where the morning after so many days stands.
    fn edge(&self, days: usize) -> f64 {
        self.left + (self.right - self.left) * days.min(self.days) as f64 / self.days as f64
    }

    /// The middle of a day (from 0).
    fn middle(&self, day: usize) -> f64 {
        0.5 * (self.edge(day) + self.edge(day + 1))
    }

    fn ticks(&self, picture: &mut Picture, y: f64) -> f64 {
        let palette = picture.palette;
        picture.line(&[(self.left, y), (self.right, y)], palette.axis, 1.0, SOLID);
        let step = [1, 2, 5, 7, 10, 14, 30, 60, 90, 180, 365].into_iter().find(|step| self.days / step <= 10).unwrap_or(730);
        for day in std::iter::once(1).chain((step..=self.days).step_by(step).filter(|day| *day > 1)) {
            let x = self.middle(day - 1);
            picture.line(&[(x, y), (x, y + 4.0)], palette.axis, 1.0, SOLID);
            picture.text((x, y + 11.0), day.to_string(), WORDS, palette.weak_text, Align::Center);
        }
        picture.text((self.left - 8.0, y + 11.0), "day", WORDS, palette.weak_text, Align::Right);
        y + 24.0
    }
}

impl StoryFigure {
    fn life(&self, picture: &mut Picture, days: Days, place: usize, life: &StoryLife, (used, felt_top): (&[usize], f64), top: f64) -> f64 {
        let palette = picture.palette;
        let style = variant_style(&palette, life.variant, self.baseline);
        picture.marker((6.0, top + 9.0), style.marker, 5.0, style.color, false);
        let outcome = life.course.outcome();
        let room = picture.width - 30.0 - text_width(&outcome, WORDS);
        picture.text((18.0, top + 9.0), shortened(&life.label(), 13.5, room), 13.5, palette.text, Align::Left);
        picture.text((picture.width - 8.0, top + 9.0), outcome, WORDS, palette.weak_text, Align::Right);
        let mut y = top + HEAD;
        let gone = life.course.left.map(|day| days.edge(day));
        for (push, word) in [(true, "messages"), (false, "visits")] {
            name(picture, days, y + TOUCHES / 2.0, word);
            let shown = life.touches.iter().filter(|touch| self.story.push.get(touch.channel) == Some(&push) && !touch.slate.is_empty());
            letters(picture, days, shown, y + TOUCHES / 2.0);
            y += TOUCHES;
        }
        for &signal in used {
            let words = self.story.signals.get(signal).map_or("", String::as_str);
            name(picture, days, y + SIGNAL / 2.0, &format!("uses {words}"));
            picture.line(&[(days.left, y + SIGNAL - 1.0), (days.right, y + SIGNAL - 1.0)], palette.grid, 0.6, SOLID);
            let names = self.names.get(place).map_or(&[][..], Vec::as_slice);
            let with = life.touches.iter().zip(names).filter(|(touch, names)| !touch.slate.is_empty() && names.iter().any(|name| name == words));
            let mut last = None;
            for (touch, _) in with {
                if last.replace(touch.day) != Some(touch.day) {
                    let x = days.middle(touch.day);
                    picture.rectangle((x - 2.0, y + 3.0), (x + 2.0, y + SIGNAL - 4.0), style.color, 1.0);
                }
            }
            y += SIGNAL;
        }
        y = self.felt(picture, days, life, felt_top, y + 4.0);
        y = trust(picture, days, life, self.baseline, y + 6.0);
        name(picture, days, y + DID / 2.0, "she did");
        did(picture, days, life, y);
        y += DID;
        if let Some(x) = gone.filter(|x| *x < days.right - 1.0) {
            picture.hatch((x, top + HEAD), (days.right, y), palette.grid);
            picture.line(&[(x, top + HEAD), (x, y)], palette.worse, 1.4, SOLID);
        }
        y
    }

    fn felt(&self, picture: &mut Picture, days: Days, life: &StoryLife, most: f64, top: f64) -> f64 {
        let palette = picture.palette;
        let style = variant_style(&palette, life.variant, self.baseline);
        let bottom = top + FELT;
        let height = |value: f64| bottom - FELT * (value / most).clamp(0.0, 1.0);
        let line = f64::from(self.story.who.line);
        picture.hatch((days.left, top), (days.right, height(line)), palette.grid);
        for (value, words) in [(0.0, "0".to_owned()), (most, format_number(most))] {
            picture.text((days.left - 8.0, height(value).clamp(top + 5.0, bottom - 5.0)), words, WORDS, palette.weak_text, Align::Right);
        }
        name(picture, days, top + FELT * 0.5, "felt creepiness");
        let here: Vec<(f64, f64)> =
            life.days.iter().filter(|day| day.here && !day.left).map(|day| (days.middle(day.day), height(f64::from(day.felt)))).collect();
        for day in life.days.iter().filter(|day| day.here && !day.left && day.felt > self.story.who.line) {
            let (left, right) = (days.edge(day.day), days.edge(day.day + 1));
            picture.rectangle((left, height(f64::from(day.felt))), (right, height(line)), palette.worse, 0.28);
        }
        picture.line(&[(days.left, height(line)), (days.right, height(line))], palette.worse, 1.4, SOLID);
        picture.line(&here, style.color, 1.8, SOLID);
        picture.line(&[(days.left, bottom), (days.right, bottom)], palette.axis, 0.8, SOLID);
        let words = format!("her line {}", format_number(line));
        let half = text_width(&words, WORDS) / 2.0;
        picture.label((days.right - half - 2.0, (height(line) - 8.0).max(top + 6.0)), &words, WORDS, palette.worse);
        bottom
    }

    /// What each day says under the pointer.
    fn spots(&self, picture: &mut Picture, days: Days, place: usize, life: &StoryLife, (top, bottom): (f64, f64)) {
        for day in &life.days {
            let mut lines = vec![format!("Day {}, {}", day.day + 1, life.label())];
            let names = self.names.get(place).map_or(&[][..], Vec::as_slice);
            for event in life.events.iter().filter(|event| event.day == day.day + 1) {
                lines.push(format!("{}{}", sentence(&event.what), if event.why.is_empty() { String::new() } else { format!(" ({})", event.why) }));
            }
            let used: std::collections::BTreeSet<&String> =
                life.touches.iter().zip(names).filter(|(touch, _)| touch.day == day.day).flat_map(|(_, names)| names).collect();
            if !used.is_empty() {
                lines.push(format!("Data used: {}", used.into_iter().map(String::as_str).collect::<Vec<_>>().join(", ")));
            }
            lines.push(state(self.story.who.line, day));
            picture.spot((days.edge(day.day), top), (days.edge(day.day + 1), bottom), lines.join("\n"));
        }
    }
}

fn state(line: f32, day: &crate::simulate::DayRecord) -> String {
    if day.left {
        return "She has left.".into();
    }
    let number = |value: f32| format_number(f64::from(value));
    format!("In the evening: felt {} against her line of {}, trust {}", number(day.felt), number(line), number(day.trust))
}

fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn name(picture: &mut Picture, days: Days, y: f64, words: &str) {
    let palette = picture.palette;
    picture.text((0.0, y), shortened(words, WORDS, days.left - 8.0), WORDS, palette.weak_text, Align::Left);
}

/// The topic of what came first, as a letter where there is room, else as a tick.
fn letters<'a>(picture: &mut Picture, days: Days, touches: impl Iterator<Item = &'a TouchRecord>, y: f64) {
    let palette = picture.palette;
    let mut last = (usize::MAX, f64::NEG_INFINITY);
    for touch in touches {
        let x = days.middle(touch.day);
        if touch.day == last.0 {
            continue;
        }
        last.0 = touch.day;
        match touch.slate.first() {
            Some(first) if x - last.1 >= LETTER => {
                picture.text((x, y), topic_letter(first.topic).to_string(), WORDS, palette.text, Align::Center);
                last.1 = x;
            }
            _ => picture.line(&[(x, y - 3.0), (x, y + 3.0)], palette.axis, 1.2, SOLID),
        }
    }
}

fn trust(picture: &mut Picture, days: Days, life: &StoryLife, baseline: usize, top: f64) -> f64 {
    let palette = picture.palette;
    let style = variant_style(&palette, life.variant, baseline);
    let bottom = top + TRUST;
    let height = |value: f32| bottom - TRUST * f64::from(value.clamp(0.0, 1.0));
    for (value, words) in [(0.0, "0"), (1.0, "1")] {
        picture.line(&[(days.left, height(value)), (days.right, height(value))], palette.grid, 0.8, SOLID);
        picture.text((days.left - 8.0, height(value).clamp(top + 5.0, bottom - 5.0)), words, WORDS, palette.weak_text, Align::Right);
    }
    name(picture, days, top + TRUST * 0.5, "trust");
    let here: Vec<(f64, f64)> = life.days.iter().filter(|day| day.here && !day.left).map(|day| (days.middle(day.day), height(day.trust))).collect();
    picture.line(&here, style.color, 1.8, SOLID);
    bottom
}

/// Shape of what she did; hollow shapes are told apart from filled ones of the same outline.
fn shape(sign: Sign) -> (Marker, bool) {
    match sign {
        Sign::Click => (Marker::Circle, false),
        Sign::Finds => (Marker::Ring, true),
        Sign::Buys => (Marker::Square, false),
        Sign::SendsBack => (Marker::Square, true),
        Sign::ThumbDown => (Marker::Triangle, true),
        Sign::Complains => (Marker::Triangle, false),
        Sign::Hides => (Marker::Diamond, true),
        Sign::Unsubscribes | Sign::TakesFewer => (Marker::Diamond, false),
        Sign::OptsOut => (Marker::Bar, false),
        _ => (Marker::Cross, false),
    }
}

fn is_harm(sign: Sign) -> bool {
    !matches!(sign, Sign::Click | Sign::Finds | Sign::Buys)
}

fn did(picture: &mut Picture, days: Days, life: &StoryLife, top: f64) {
    let palette = picture.palette;
    let mut by_day: std::collections::BTreeMap<usize, Vec<Sign>> = std::collections::BTreeMap::new();
    for event in &life.events {
        let signs = by_day.entry(event.day).or_default();
        signs.extend(event.acts.iter().copied());
        signs.extend((event.sign == Sign::Leaves).then_some(Sign::Leaves));
    }
    for (day, mut signs) in by_day {
        // Two shapes fit above each other: what tells most goes first. Whoever buys has chosen.
        if signs.contains(&Sign::Buys) {
            signs.retain(|sign| !matches!(sign, Sign::Click | Sign::Finds));
        }
        signs.sort_by_key(|sign| std::cmp::Reverse(*sign));
        signs.dedup();
        for (place, sign) in signs.into_iter().take(2).enumerate() {
            let (marker, hollow) = shape(sign);
            let color = if is_harm(sign) { palette.worse } else { palette.text };
            picture.marker((days.middle(day - 1), top + 8.0 + 12.0 * place as f64), marker, 4.0, color, hollow);
        }
    }
}

/// What the shapes mean.
fn key(picture: &mut Picture, top: f64, width: f64) -> f64 {
    let palette = picture.palette;
    let (mut x, mut y) = (0.0, top + 9.0);
    for sign in Sign::ACTS {
        let room = 18.0 + text_width(sign.word(), WORDS) + 10.0;
        if x > 0.0 && x + room > width {
            (x, y) = (0.0, y + 17.0);
        }
        let (marker, hollow) = shape(sign);
        picture.marker((x + 6.0, y), marker, 4.0, if is_harm(sign) { palette.worse } else { palette.text }, hollow);
        picture.text((x + 16.0, y), sign.word(), WORDS, palette.weak_text, Align::Left);
        x += room;
    }
    y + 12.0
}

fn text(story: &Story) -> PlotText {
    let [one, other] = &story.lives;
    let mut rows: Vec<(usize, usize, Vec<String>)> = Vec::new();
    for (place, life) in story.lives.iter().enumerate() {
        for Event { day, what, why, .. } in &life.events {
            rows.push((*day, place, vec![day.to_string(), life.label(), sentence(what), why.clone()]));
        }
    }
    rows.sort_by_key(|(day, place, _)| (*day, *place));
    PlotText {
        title: format!("What happens to {} under {} and under {}?", story.who.name, one.label(), other.label()),
        sentence: format!("{} {}", story.who.sentence(), story.summary()),
        caption: format!(
            "One invented person of world {}, lived twice with the same luck: a single life has no interval. Letters: topic of the item shown first; bars: data \
             used; felt and trust: at the end of each day; hatched: over her own line (less is better), trust: more is better. A day with two things done shows \
             both, one above the other; everything stands in the log.",
            story.who.world + 1
        ),
        table: Table {
            columns: ["Day", "Variant", "What happened", "Why"].map(String::from).to_vec(),
            rows: rows.into_iter().map(|row| row.2).collect(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::palette::LIGHT;
    use crate::report::picture::Mark;

    fn figure() -> StoryFigure {
        StoryFigure::new(&crate::experiment::testing::retargeting(), 0, 17, [1, 2]).expect("a story")
    }

    #[test]
    fn a_story_is_drawn_inside_its_width_and_says_everything_in_its_table() {
        crate::report::paint::register_font().expect("the bundled font");
        let figure = figure();
        for width in [320.0, 700.0, 1_080.0] {
            let picture = figure.draw(width, LIGHT);
            assert!(picture.height > 300.0);
            for mark in &picture.marks {
                match mark {
                    Mark::Text { at, text, size, align, .. } => {
                        let wide = text_width(text, *size) / 1.12;
                        let (left, right) = match align {
                            Align::Left => (at.0, at.0 + wide),
                            Align::Center => (at.0 - wide / 2.0, at.0 + wide / 2.0),
                            Align::Right => (at.0 - wide, at.0),
                        };
                        assert!(left > -2.0 && right < width + 2.0 && at.1 < picture.height && *size >= 11.0, "{width}: {text} {left} {right}");
                    }
                    Mark::Line { points, .. } => assert!(points.iter().all(|(x, y)| *x <= width && *y <= picture.height)),
                    _ => {}
                }
            }
            assert_eq!(picture.spots.len(), 2 * 30, "every day of both lives says more under the pointer");
            let (left, right) = figure.day_edges(width, 30);
            assert!(left < right && right <= width);
        }
        let events: usize = figure.story().lives.iter().map(|life| life.events.len()).sum();
        assert_eq!(figure.text().table.rows.len(), events);
        assert!(figure.text().sentence.contains(&figure.story().who.id));
    }
}
