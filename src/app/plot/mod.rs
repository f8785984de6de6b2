//! Pieces that all plots share: the card with title, caption, sentence and table; axes; marks; intervals; hatching.

mod axes;
mod capture;
mod card;
mod days;
mod figure;
mod interval;
mod marks;
mod notes;
mod stage;
mod table;

pub use axes::{Axis, Chart};
pub use card::{card_ui, heading_ui, plot_ui, words_ui};
pub use days::{DayBand, DayLine, days_ui, moments_ui};
pub use figure::{drawing_ui, figure_ui, picture_ui};
pub use interval::{Row, ScaleLimit, interval_in, row_plot_ui};
pub use marks::{check_mark_ui, finding_mark_ui, hatch, marker, stroke_line, swatch_ui, verdict_mark, verdict_ui};
pub use notes::note_row_ui;
pub use stage::{clear_stage, set_stage};
pub use table::table_ui;
