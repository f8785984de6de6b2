//! The desktop app: state, logic, commands and panels apart. Panels read the state and return commands; only `logic` changes anything.
//! Everything here knows `egui` alone, but for `window`, which puts it into a window. Every number shown comes from `experiment`.

mod clock;
mod command;
mod desk;
mod document;
mod errand;
mod files;
mod lessons;
mod logic;
mod make;
mod navigation;
mod people;
mod plot;
mod rename;
mod review;
mod runner;
mod settings;
mod state;
pub mod tokens;
mod ui;
pub mod view;
mod what_if;
mod window;

pub use clock::{Clock, ClockStep};
pub use command::{Command, Edit};
pub use document::{Document, Origin};
pub use errand::{Errand, Mileage};
pub use files::Purpose;
pub use lessons::{LessonStep, Lessons, Open, Placed, StepResult, lessons as all_lessons};
pub use logic::App;
pub use navigation::{Finder, Navigation, NavigationStep, PlotAction, PlotStep, Subject, Visit};
pub use people::{People, PeopleStep};
pub use review::{Review, ReviewStep};
pub use runner::{Background, Flying, Runner, Wake};
pub use settings::{Settings, SettingsStep};
pub use state::{Area, Contrast, Dialog, Flight, Landing, Next, Notice, Place, Selection, Severity, State, Task, ThemeChoice};
pub use what_if::{Knob, MapStep, WhatIf};
pub use window::{LaunchError, launch};
