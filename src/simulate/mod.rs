//! Time: blocks, steps, epochs, variants, worlds; progress, cancel, one customer's replay.

mod check;
mod day;
mod engine;
mod feedback;
mod flight;
mod job;
mod life;
mod notes;
mod past;
mod record;
mod reference;
mod replay;
mod run;
mod search;
mod slate;
mod touch;
mod watch;
mod worlds;

pub use engine::{RunError, RunOptions, customer_days, fly, fly_here};
pub use flight::{MAX_SLATE, shape};
pub use job::Job;
pub use record::{DayRecord, ShownItem, TouchRecord};
pub use replay::{Replay, ReplayError, replay, replays};
pub use run::{Completion, Run};
pub use search::MAX_FOUND;
pub use watch::{Progress, Watch, WorldState};
