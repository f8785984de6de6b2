//! The customer: pure functions, one file per mechanism. Every number comes from the scenario's `behavior` block; ids such as C10 or B27 name the
//! published finding behind an equation.

pub mod annoyance;
pub mod breach;
pub mod choice;
pub mod consent;
pub mod controls;
pub mod creepiness;
pub mod drift;
pub mod exits;
pub mod fatigue;
pub mod habit;
pub mod hazards;
pub mod mere_exposure;
pub mod purchase;
pub mod register;
pub mod requests;
pub mod response;
pub mod satiation;
pub mod sources;
pub mod survey;
pub mod threshold;
pub mod trust;
