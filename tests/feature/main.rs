//! The program as a person runs it, command by command: one program for all of it, so that it is linked once.

mod cases;
mod check;
mod common;
mod compare;
mod diff;
mod fairness;
mod gate;
mod guards;
mod lessons;
mod plan;
mod report;
mod robustness;
mod run;
mod search;
mod sensitivity;
mod story;
mod sweep;
mod validate;
