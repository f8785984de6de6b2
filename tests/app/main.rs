//! The window, by its accessible names: one program for all of it, so that it is linked once.
#![cfg(feature = "desktop")]

mod around;
mod comfort;
mod editing;
mod fairness;
mod frame;
mod glossary;
mod journeys;
mod lessons;
mod model;
mod notes;
mod numbers;
mod people;
mod plots;
mod review;
mod running;
mod support;
mod what_if;
