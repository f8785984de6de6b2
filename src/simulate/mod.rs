//! Time: blocks, steps, epochs, variants, worlds; progress, cancel, one customer's replay.

mod job;
mod run;

pub use job::{Job, Progress, RunError, RunOptions, WorldState};
pub use run::{Completion, Run};
