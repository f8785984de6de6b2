//! The desktop app: state, logic, commands and panels apart. Panels read the state and return commands; only `logic` changes anything.
//! Everything here knows `egui` alone, but for `window`, which puts it into a window. Every number shown comes from `experiment`.

mod command;
mod desk;
mod document;
mod errand;
mod files;
mod logic;
mod make;
mod plot;
mod rename;
mod runner;
mod state;
pub mod tokens;
mod ui;
pub mod view;
mod what_if;
mod window;

pub use command::{Command, Edit};
pub use document::{Document, Origin};
pub use errand::{Errand, Mileage};
pub use logic::App;
pub use runner::{Background, Flying, Runner, Wake};
pub use state::{Contrast, Dialog, Flight, Landing, Next, Notice, Place, Selection, Severity, State, Task, ThemeChoice};
pub use what_if::{Knob, MapStep, WhatIf};
pub use window::{LaunchError, launch};
