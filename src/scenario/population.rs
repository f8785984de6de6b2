//! Who the customers are: segments (marketing cuts) and groups (levels of declared protected attributes).

use super::bias::HistoricalBias;
use super::reflect::record;

record! {
    /// The synthetic customers of a world.
    pub struct Population {
        /// Customers in each world.
        customers: u64 = 5_000 => unit("people"), range(1.0, 100_000_000.0);
        /// Marketing cuts of the population. Shares sum to 1.
        segments: Vec<Segment> = default_segments();
        /// Declared (synthetic) protected attributes; groups are their levels, and cross the segments.
        attributes: Vec<Attribute> = vec![Attribute::default()];
        /// What earlier, unfair treatment left behind for one group. Off by default.
        bias: HistoricalBias = HistoricalBias::default();
    }
}

record! {
    /// A marketing cut of the population.
    pub struct Segment {
        /// Name, unique among the segments.
        name: String = "segment".into();
        /// Share of the population.
        share: f64 = 1.0 => range(0.0, 1.0), source("C14");
        /// Personal line: mean felt creepiness above which a person calls a touch creepy.
        tolerance: f64 = 0.34 => unit("creepiness, 0 to 1"), range(0.0, 1.0), plausible(0.15, 0.6), source("C14");
        /// Standard deviation of the personal line.
        tolerance_spread: f64 = 0.08 => range(0.0, 0.5), plausible(0.04, 0.16), source("C14");
        /// How strongly privacy violations are felt (multiplier of creepiness).
        sensitivity: f64 = 1.0 => unit("times"), range(0.0, 5.0), plausible(0.5, 2.0), source("C14");
        /// Mean trust at the start.
        trust: f64 = 0.52 => range(0.02, 0.98), plausible(0.3, 0.8), source("C4.2");
        /// Standard deviation of trust at the start.
        trust_spread: f64 = 0.08 => range(0.0, 0.3), source("assumed");
        /// Privacy concern.
        concern: f64 = 0.5 => range(0.0, 1.0), source("C4.6");
        /// Own visits to the site, mean over people.
        visits_per_week: f64 = 2.0 => unit("visits a week"), range(0.0, 7.0), source("assumed");
        /// Spread of visit rates between people (coefficient of variation).
        visits_spread: f64 = 0.5 => range(0.0, 2.0), source("assumed");
        /// Median price sensitivity (log-odds of buying lost per unit of log price).
        price_sensitivity: f64 = 2.6 => range(0.0, 10.0), plausible(1.5, 4.0), source("B27");
        /// Spread of tastes between people of the segment.
        taste_spread: f64 = 1.2 => range(0.0, 5.0), plausible(0.6, 2.0), source("B4.10");
    }
}

record! {
    /// A declared protected attribute, e.g. an age band. Synthetic: no real person is described.
    pub struct Attribute {
        /// Name, unique among the attributes.
        name: String = "age band".into();
        /// How closely a feature that other data carry (a postcode, a name) follows the attribute: its correlation with the level, levels taken in
        /// their order. 0: nothing else gives the attribute away.
        proxy: f64 = 0.0 => unit("correlation"), range(0.0, 1.0), plausible(0.0, 0.6), source("F23, B4.6");
        /// Levels; their shares sum to 1.
        levels: Vec<Level> = default_levels();
    }
}

record! {
    /// One level of an attribute: a group.
    pub struct Level {
        /// Name, unique within the attribute.
        name: String = "level".into();
        /// Share of the population, the same in each segment.
        share: f64 = 1.0 => range(0.0, 1.0);
        /// How far the group's tastes lie from the rest (standard deviations of segment taste).
        taste_shift: f64 = 0.0 => range(0.0, 5.0), source("assumed");
        /// Multiplies what signals tell about people of this group: below 1, less is known of them.
        history: f64 = 1.0 => unit("times"), range(0.0, 5.0), source("B4.6");
        /// Multiplies the noise of signals about people of this group, up to nothing but noise.
        signal_noise: f64 = 1.0 => unit("times"), range(0.0, 20.0), source("B4.6");
        /// Share of the group that comes during the run, on a day drawn evenly, with no history; the others are there from the first day.
        entering: f64 = 0.0 => unit("share"), range(0.0, 1.0), source("B4.4");
        /// Multiplies the visit rate.
        visits: f64 = 1.0 => unit("times"), range(0.0, 5.0), source("assumed");
        /// Multiplies what a message to people of this group costs: dear audiences are crowded out where cost counts.
        impression_cost: f64 = 1.0 => unit("times"), range(0.1, 10.0), plausible(0.7, 1.5), source("F3, B4.6");
        /// Multiplies the odds that people of this group answer a message: groups may truly differ.
        conversion: f64 = 1.0 => unit("times"), range(0.01, 100.0), plausible(0.7, 1.4), source("F3");
    }
}

fn default_segments() -> Vec<Segment> {
    let segment = |name: &str, share, sensitivity, tolerance, trust, concern| Segment {
        name: name.into(),
        share,
        sensitivity,
        tolerance,
        trust,
        concern,
        ..Segment::default()
    };
    vec![
        segment("guarded", 0.25, 1.50, 0.20, 0.40, 0.85),
        segment("pragmatic", 0.50, 1.00, 0.34, 0.52, 0.50),
        segment("relaxed", 0.25, 0.55, 0.52, 0.60, 0.20),
    ]
}

fn default_levels() -> Vec<Level> {
    let level = |name: &str, share, taste_shift, history| Level { name: name.into(), share, taste_shift, history, ..Level::default() };
    vec![level("under 35", 0.35, 0.0, 1.0), level("35 to 59", 0.45, 0.0, 1.0), level("60 and over", 0.20, 0.5, 0.6)]
}
