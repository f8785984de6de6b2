//! Time: blocks, steps, epochs, variants, worlds; progress, cancel, one customer's replay.

mod check;
mod conditions;
mod day;
mod engine;
mod feedback;
mod flight;
mod happen;
mod job;
mod keep_away;
mod life;
mod mornings;
mod notes;
mod past;
mod poll;
mod queues;
mod record;
mod reference;
mod replay;
mod rights;
mod run;
mod search;
mod slate;
mod ties;
mod touch;
mod version;
mod watch;
mod ways_out;
mod worlds;

pub use engine::{RunError, RunOptions, customer_days, fly, fly_here};
pub use flight::{MAX_SLATE, shape};
pub use job::Job;
pub use record::{DayRecord, ShownItem, TouchRecord};
pub use replay::{Replay, ReplayError, replay, replays};
pub use run::{Completion, Run};
pub use search::MAX_FOUND;
pub use watch::{Progress, Watch, WorldState};
