//! The recommender: what it knows of a customer, what it knows of the crowd, how it ranks, what its messages are like.

mod crowd;
pub mod guards;
mod knowledge;
mod plan;
mod rank;

pub use crowd::Crowd;
pub use knowledge::Knowledge;
pub use plan::{MAX_CHANNELS, Plan, PullPlan, PushPlan};
pub use rank::{Scores, best};
