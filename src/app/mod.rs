//! The desktop app: state, logic, commands and panels apart. Panels read the state and return commands; only `logic` changes anything.
//! Everything here knows `egui` alone, but for `window`, which puts it into a window. Every number shown comes from `experiment`.

mod clock;
mod command;
mod command_ids;
mod desk;
mod document;
mod errand;
mod files;
mod journal;
mod keep;
mod lessons;
mod logic;
mod looks;
mod make;
mod navigation;
mod people;
mod place;
mod plot;
mod review;
mod runner;
mod settings;
mod shares;
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
pub use keep::{Autosave, Keep, KeepStep, Left};
pub use lessons::{LessonStep, Lessons, Open, Placed, StepResult, lessons as all_lessons};
pub use logic::App;
pub use looks::{CompareMode, LookStep, Looks, PinnedRow, Reference};
pub use navigation::{Finder, Navigation, NavigationStep, PlotAction, PlotStep, Subject, Visit};
pub use people::{Fetched, LivesOf, OrderOf, People, PeopleStep, Reading, Register, StreetMode};
pub use review::{Entry, Review, ReviewStep};
pub use runner::{Background, Flying, Runner, Wake};
pub use settings::{Kept, Keymap, Layout, Recent, Settings, SettingsPanel, SettingsStep, Thumb, ThumbRow};
pub use state::{Area, Contrast, Dialog, Flight, Landing, Next, Notice, Place, Selection, Severity, State, Task, ThemeChoice};
pub use what_if::{Knob, MapStep, WhatIf};
pub use window::{LaunchError, launch};
