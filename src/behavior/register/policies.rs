//! What policies learn of a person.

use super::{Mechanism, always};

pub(super) const MECHANISMS: &[Mechanism] = &[Mechanism {
    id: "learning",
    title: "What a policy learns of a person",
    meaning: "A policy holds a prior, what was collected, and what it watched; new observations push old ones out, and a thumb-down takes some back.",
    equation: &[
        "estimate = prior + collected + watched",
        "watched <- watched 2^(-1 / half life) + weight phi at a choice, watched <- watched (1 - effect phi) at a thumb-down",
        "known = evidence / (evidence + weight of the prior)",
    ],
    symbols: &[
        ("phi", "topic mix of the item"),
        ("weight", "informativeness of the watching signal"),
        ("known", "how well the person is known, 0 to 1: a policy that knows nothing cannot be creepy"),
    ],
    leaves_out: "A stand-in for many ways of profiling; how long a real profile keeps its past is assumed.",
    sources: &["C55", "B4.5", "B4.10"],
    code: "src/policy/knowledge.rs",
    settings: &[("behavior.learning.half_life_items", "half life"), ("behavior.learning.thumb_down_effect", "effect")],
    reads: &[
        "signals.informativeness",
        "signals.noise",
        "signals.retention_days",
        "variants.policy.prior",
        "variants.policy.prior_weight",
        "population.attributes.levels.history",
    ],
    findings: &["C55"],
    tests: &[("src/policy/knowledge.rs", "a_thumb_down_takes_back_its_share")],
    unused: always,
}];
