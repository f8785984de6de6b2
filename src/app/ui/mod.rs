//! Panels. Each is a function of what it shows; none changes anything, all send commands.

mod ab_test;
mod assumptions;
mod banner;
mod brush;
mod bubbles;
mod card;
mod checks;
mod controls;
mod creepiness;
mod dialogs;
mod drop_hint;
mod empty;
mod explained;
mod fairness;
mod fields;
mod figures;
mod filter_bar;
mod frame;
mod glossary;
mod history;
mod inspector;
mod lessons;
mod levels;
mod mechanisms;
mod names;
mod overview;
mod page_find;
mod palette;
mod people;
mod people_screen;
mod plan;
mod rail;
mod replay;
mod review;
mod robustness;
mod run_drawer;
mod scenario;
mod scorecard;
mod settings;
mod shares;
mod sketch;
mod start;
mod status_bar;
mod story;
mod tabs;
mod tasks;
mod time;
mod timeline;
mod top_bar;
mod trial;
mod variants;
mod ways;
mod what_if;
mod widgets;

pub use frame::frame_ui;
pub use palette::palette_keys;

use super::command::Command;

/// What the panels of a frame ask for.
type Commands = Vec<Command>;
