//! The recommender: what it knows of a customer, what it knows of the crowd, how it ranks, what its messages are like.

mod asking;
mod audience;
mod crowd;
mod engines;
mod factors;
pub mod guards;
mod history;
mod knowledge;
mod plan;
mod pricing;
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
pub use pricing::PricingPlan;
pub use rank::{Scores, best};
pub use rules::{Gathering, NO_ITEM, Outcome, Request, TopicScan, Uses, Workspace, hide, highest_worth};
pub use terms::{RequestDesk, Terms};
