//! Lessons for a class: small text files of steps (say, bet, reveal, replay, story, puzzle, sandbox, discuss), what the engine answers to each of them,
//! and nothing of how it looks. Nothing here is a hand-written result: what a reveal shows and which answer to a puzzle is right comes from runs.

mod answer;
mod bundled;
mod check;
mod distance;
mod file;
mod flight;
mod load;
mod reveal;
mod sandbox;
mod words;

pub use answer::{Settled, settle};
pub use bundled::{Bundled, LESSONS};
pub use distance::{BetDistance, at_days, distance};
pub use file::{Ask, Base, Bet, Bound, Condition, Control, Lesson, Named, Quantity, Reading, Scoped, Setting, Show, Step, Truth};
pub use flight::Flights;
pub use load::parse_lesson;
pub use reveal::{Axes, BinPanel, Bins, Chart, Line, Panel, Rows, Scale, Series, Shown, reveal};
pub use sandbox::{Met, Tried, sandbox_start, slider_settings, try_out};
pub use words::{bet_words, scale_interval, scale_value, shown_lines};
