//! The one clock of all plots by day: the day looked at, playing, looping.

/// Days played in a second at usual speed.
pub const DAYS_A_SECOND: f32 = 6.0;
/// Speeds, as multiples of the usual one.
pub const SPEEDS: [f32; 4] = [0.5, 1.0, 2.0, 4.0];

/// The one clock.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Clock {
    /// Day looked at, from 1; `None` follows the last.
    pub day: Option<usize>,
    /// Whether it goes on by itself.
    pub playing: bool,
    /// Multiple of the usual speed.
    pub speed: f32,
    /// First and last day of the loop.
    pub range: Option<(usize, usize)>,
    /// Part of a day that has passed while playing.
    pub rest: f32,
}

impl Default for Clock {
    fn default() -> Self {
        Self { day: None, playing: false, speed: 1.0, range: None, rest: 0.0 }
    }
}

impl Clock {
    /// The day looked at, of so many.
    pub fn day_of(&self, days: usize) -> usize {
        self.day.unwrap_or(days).clamp(1, days.max(1))
    }
}

/// What can be done with the clock.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ClockStep {
    /// Look at this day.
    Day(usize),
    /// So many days on, or back.
    Move(i32),
    /// The first day.
    First,
    /// The last day, and stay there as more come.
    Follow,
    /// Play, or pause.
    Toggle,
    /// Slower or faster, as a multiple of the usual speed.
    Speed(f32),
    /// Loop between two days.
    Range(usize, usize),
    /// Loop over everything, or no longer.
    ToggleLoop,
}

impl ClockStep {
    /// The words on buttons.
    pub fn label(self) -> String {
        match self {
            Self::Day(day) => format!("Day {day}"),
            Self::Move(1) => "Next day".into(),
            Self::Move(-1) => "Day before".into(),
            Self::Move(days) if days > 0 => format!("{days} days on"),
            Self::Move(days) => format!("{} days back", -days),
            Self::First => "First day".into(),
            Self::Follow => "Last day".into(),
            Self::Toggle => "Play or pause".into(),
            Self::Speed(speed) => format!("Speed {speed}x"),
            Self::Range(from, to) => format!("Loop days {from} to {to}"),
            Self::ToggleLoop => "Loop on or off".into(),
        }
    }
}
