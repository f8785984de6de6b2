//! The recommender: what it knows of a customer, what it knows of the crowd, how it ranks, what its messages are like.

mod crowd;
mod engines;
pub mod guards;
mod knowledge;
mod plan;
mod pricing;
mod rank;
mod rules;

pub use crowd::Crowd;
pub use engines::Ranker;
pub use knowledge::Knowledge;
pub use plan::{MAX_CHANNELS, MAX_POOL, Plan, PullPlan, PushPlan};
pub use pricing::PricingPlan;
pub use rank::{Scores, best};
pub use rules::{NO_ITEM, Request, TopicScan, Uses, Workspace};
