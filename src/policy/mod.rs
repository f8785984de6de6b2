//! The recommender: what it knows of a customer, what it knows of the crowd, how it ranks, what its messages are like.

mod asking;
mod audience;
mod crowd;
mod engines;
mod factors;
mod history;
mod knowledge;
mod plan;
mod rank;
mod rules;
mod terms;

pub use asking::{Answers, Asking};
pub use audience::Audience;
pub use crowd::Crowd;
pub use engines::Ranker;
pub use history::{Consumed, History};
pub use knowledge::Knowledge;
pub use plan::{MAX_CHANNELS, MAX_POOL, Plan, PullPlan, PushPlan};
pub use rank::{Scores, best};
pub use rules::{Gathering, NO_ITEM, Outcome, Request, TopicScan, Uses, Workspace, hide};
pub use terms::{RequestDesk, Terms};
