//! The A/B test that a team would really run inside each world, beside the truth from twins to the horizon: what the test says, how often it is right,
//! and what moves it away from the truth.

mod answer;
mod arms;
mod calibration;
mod needs;
mod parts;
mod record;
mod truth;

pub use answer::{Answer, Says};
pub use calibration::{Calibration, METHODS, calibration};
pub use needs::Need;
pub use parts::{PARTS, Part};
pub use record::{Chance, LookRecord, Merit, TestRecord, WorldTest, ab_test};
pub use truth::{Truth, unit};
