//! The customer: pure functions, one file per mechanism. Every number comes from the scenario's `behavior` block; ids such as C10 or B27 name the
//! published finding behind an equation.

pub mod choice;
pub mod consent;
pub mod creepiness;
pub mod drift;
pub mod fatigue;
pub mod hazards;
pub mod price;
pub mod purchase;
pub mod register;
pub mod response;
pub mod satiation;
pub mod sources;
pub mod threshold;
pub mod trust;
