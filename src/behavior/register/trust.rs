//! Trust.

use super::{Mechanism, switched};

pub(super) const MECHANISMS: &[Mechanism] = &[Mechanism {
    id: "trust",
    title: "Trust as evidence",
    meaning: "Trust is evidence for and against: useful touches earn a little, touches over the line cost more, and both are slowly forgotten.",
    equation: &[
        "T = alpha / (alpha + beta), starting at strength T0 and strength (1 - T0)",
        "alpha <- alpha + pace wp max(0, Q - useful) / (1 - useful) at a touch within the own line",
        "beta <- beta + pace wn min(1, r / full)",
        "alpha, beta <- start + (alpha, beta - start) exp(-1 / memory) each day",
    ],
    symbols: &[
        ("T, T0", "trust, and trust at the start, 0 to 1"),
        ("alpha, beta", "evidence for and against, in events"),
        ("Q", "match of what is shown"),
        ("r", "overshoot over the personal line"),
        ("pace", "3 for oscillating people, 0.3 for disbelievers, 1 for the rest; the shares are below"),
    ],
    leaves_out: "Trust moves by touches alone: what friends or newspapers say does not reach it unless the scenario has an event for it.",
    sources: &["C22", "C25", "C26", "C4.4"],
    code: "src/behavior/trust.rs",
    settings: &[
        ("behavior.mechanisms.trust", ""),
        ("behavior.trust.prior_strength", "strength"),
        ("behavior.trust.good_weight", "wp"),
        ("behavior.trust.bad_weight", "wn"),
        ("behavior.trust.full_overshoot", "full"),
        ("behavior.trust.useful_match", "useful"),
        ("behavior.trust.memory_days", "memory"),
        ("behavior.trust.oscillators", ""),
        ("behavior.trust.disbelievers", ""),
    ],
    reads: &["population.segments.trust", "population.segments.trust_spread"],
    findings: &["C22", "C25"],
    tests: &[
        ("src/behavior/trust.rs", "trust_is_lost_faster_than_won"),
        ("src/behavior/trust.rs", "the_asymmetry_is_smaller_at_low_trust"),
        ("src/behavior/trust.rs", "forgetting_returns_to_the_anchor_and_trust_stays_inside"),
    ],
    unused: |scenario| switched(scenario.behavior.mechanisms.trust, "behavior.mechanisms.trust is off"),
}];
