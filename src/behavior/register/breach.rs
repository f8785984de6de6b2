//! Breach and repair.

use super::Mechanism;
use crate::scenario::Scenario;
use crate::scenario::events::EventKind;

pub(super) const MECHANISMS: &[Mechanism] = &[
    Mechanism {
        id: "breach",
        title: "Breach and repair",
        meaning: "Who learns of a breach loses trust at once, more where data were misused or told of late; words give part of it back, and \
                  deception leaves a scar.",
        equation: &[
            "knows = 1 if told, else with chance aware",
            "dBeta = B severity (1 + misuse) (1 + delay) (1 - posture transparency control); beta <- beta + dBeta; start of beta <- start + psi dBeta",
            "an apology takes back rho_c dBeta (not able) or rho_i dBeta (not honest); a denial delta_c or delta_i",
            "proof of guilt after a denial: what it took back returns, and lie dBeta on top",
            "after a promise beta returns to its start faster: exp(-quick / memory) a day",
        ],
        symbols: &[
            ("severity, transparency, control", "of the event"),
            ("beta", "evidence against the company, and memory of it: see trust"),
            ("(1 + misuse), (1 + delay)", "where data were misused; where people were told late"),
            ("psi", "after misuse or deception; 0 otherwise"),
        ],
        leaves_out: "People hear of a breach on one day or not at all; news does not spread from one to another.",
        sources: &["C22", "C23", "C59", "C61", "C62", "C63", "C4.5"],
        code: "src/behavior/breach.rs",
        settings: &[
            ("behavior.breach.aware", "aware"),
            ("behavior.breach.evidence", "B"),
            ("behavior.breach.misuse", "misuse"),
            ("behavior.breach.delay", "delay"),
            ("behavior.breach.posture", "posture"),
            ("behavior.breach.scar", "psi"),
            ("behavior.breach.apology_competence", "rho_c"),
            ("behavior.breach.apology_integrity", "rho_i"),
            ("behavior.breach.denial_competence", "delta_c"),
            ("behavior.breach.denial_integrity", "delta_i"),
            ("behavior.breach.lie", "lie"),
            ("behavior.breach.promise", "quick"),
        ],
        reads: &["events.severity", "events.misuse", "events.notified", "events.late", "events.deception", "events.transparency", "events.control"],
        findings: &["C22", "C23", "C59", "C61", "C63"],
        tests: &[
            ("src/behavior/breach.rs", "an_ordinary_leak_costs_fifteen_points"),
            ("src/behavior/breach.rs", "a_scandal_leaves_a_third_and_an_apology_helps_little"),
            ("src/behavior/breach.rs", "transparency_with_control_softens_the_blow"),
            ("src/behavior/breach.rs", "good_acts_restore_trust_but_for_deception"),
            ("src/behavior/breach.rs", "a_promise_speeds_recovery"),
            ("src/behavior/breach.rs", "apology_and_denial_have_their_places"),
        ],
        unused: |scenario| without(scenario, &[EventKind::Breach, EventKind::TrustShock], "there is no breach or violation among the events"),
    },
    Mechanism {
        id: "alarm",
        title: "Alarm after a breach",
        meaning: "Who learns of a breach stays away for a while and protects herself; loyal people less so, and part of the spending moves to \
                  channels that were not breached.",
        equation: &[
            "a = 2^(-days / half)",
            "visits and answers x exp(-loyal (ka a + kd max(0, T before - T)))",
            "protective acts x (1 + prot a); moved of what is lost goes to a channel that was not breached",
        ],
        symbols: &[
            ("a", "alarm, 1 on the day on which the person learns of it"),
            ("T", "trust"),
            ("loyal", "1 for people with fewer than loyal_visits own visits a week"),
        ],
        leaves_out: "Visits move to other pull channels only, answers to messages to any other channel; alarm does not spread to other companies.",
        sources: &["C57", "C58", "C4.5"],
        code: "src/behavior/breach.rs",
        settings: &[
            ("behavior.breach.alarm_half_days", "half"),
            ("behavior.breach.alarm", "ka"),
            ("behavior.breach.distrust", "kd"),
            ("behavior.breach.loyal", "loyal"),
            ("behavior.breach.loyal_visits", "loyal_visits"),
            ("behavior.breach.protective", "prot"),
            ("behavior.breach.moved", "moved"),
        ],
        reads: &["events.channel", "population.segments.visits_per_week"],
        findings: &["C57", "C58", "C61", "C63"],
        tests: &[
            ("src/behavior/breach.rs", "alarm_is_sharp_and_short"),
            ("src/behavior/breach.rs", "a_fast_answer_shortens_the_damage"),
            ("tests/events.rs", "a_breach_moves_spending_to_other_channels"),
            ("tests/events.rs", "alarm_passes_within_three_weeks"),
        ],
        unused: |scenario| without(scenario, &[EventKind::Breach], "there is no breach among the events"),
    },
];

fn without(scenario: &Scenario, kinds: &[EventKind], why: &'static str) -> Option<&'static str> {
    let happens = scenario.events.iter().any(|event| kinds.contains(&event.kind));
    (!happens).then_some(why)
}
