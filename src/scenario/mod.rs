//! What a person writes: data types, defaults, units, validation, load and save. No behaviour.

pub mod audience;
pub mod behavior;
pub mod bias;
pub mod breach;
pub mod catalog;
pub mod consent;
pub mod customer;
pub mod document;
pub mod events;
pub mod experiment;
pub mod learner;
pub mod policy;
pub mod population;
pub mod reflect;
pub mod vocabulary;

mod aside;
mod cases;
mod diff;
mod event_checks;
mod finding;
mod load;
#[cfg(test)]
mod load_tests;
mod locate;
mod lookup;
mod nearest;
mod patch;
mod references;
mod save;
mod schema;
mod shape;
mod structure;
mod text;
mod token;
mod tree;
mod validate;
mod warnings;

pub use aside::{folder_of, sync_folder, write_aside, write_new};
pub use cases::{CASES, Case};
pub use diff::{Difference, differences, in_words};
pub use document::{FORMAT_VERSION, Scenario, TWIN};
pub use event_checks::MOST_EVENTS;
pub use finding::{Finding, ScenarioError, Severity};
pub use load::{LARGEST_BYTES, Loaded, load, parse};
pub use locate::{position, read as read_positions};
pub use lookup::{Evidence, humanize};
pub use nearest::{nearest, suggestion};
pub use patch::{get, set};
pub use save::{canonical, hash, hex, save, to_text};
pub use schema::schema;
pub use structure::{MOST_CELLS, MOST_CHANNELS, MOST_SEGMENTS, MOST_SIGNALS, MOST_VARIANTS};
pub use tree::{Content, Node};
pub use validate::{allowed, in_range, validate};
pub use vocabulary::{Better, Family, Metric, Unit};
