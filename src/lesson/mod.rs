//! Lessons for a class: small text files of steps (say, bet, reveal, replay, story, puzzle, sandbox, discuss), what the engine answers to each of them,
//! and the pictures of that. Nothing here is a hand-written result: what a reveal shows and which answer to a puzzle is right comes from runs.

mod answer;
mod bundled;
mod check;
mod distance;
mod export;
mod file;
mod flight;
mod load;
mod picture;
mod reveal;
mod sandbox;
mod words;

pub use answer::{Settled, settle};
pub use bundled::{Bundled, LESSONS};
pub use distance::{BetDistance, at_days, distance};
pub use export::{class_picture, hand_out};
pub use file::{Ask, Base, Bet, Bound, Condition, Control, Lesson, Quantity, Reading, Scoped, Setting, Show, Step, Truth};
pub use flight::Flights;
pub use load::parse_lesson;
pub use picture::{LessonPlot, Look};
pub use reveal::{BinPanel, Bins, Chart, Line, Panel, Rows, Scale, Series, Shown, reveal};
pub use sandbox::{Met, Tried, sandbox_start, try_out};
pub use words::{bet_words, scale_interval, scale_value, shown_lines};
