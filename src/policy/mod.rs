//! The recommender: what it knows of a customer, what it knows of the crowd, how it ranks, what its messages are like.

mod asking;
mod crowd;
mod knowledge;
mod plan;
mod rank;

pub use asking::{Answers, Asking};
pub use crowd::Crowd;
pub use knowledge::Knowledge;
pub use plan::{MAX_CHANNELS, Plan, PullPlan, PushPlan};
pub use rank::{Scores, best};
