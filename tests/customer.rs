//! The customer in the whole engine: consent, requests, exits, habits and answers as a run shows them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop at the first surprise")]

mod flights;

use creepline::ledger::{Count, Rare, Scope};
use creepline::measure::value;
use creepline::scenario::Metric;
use creepline::scenario::catalog::Consent;
use creepline::scenario::consent::{Banner, Rights, Withdrawal};
use creepline::scenario::policy::{Contact, Exit, Policy};
use flights::{count, metric, rare, run, small as scenario};

fn contact(channel: &str, per_week: f64) -> Contact {
    Contact { channel: channel.into(), per_week, ..Contact::default() }
}

/// E-mail and site, own data and a bought profile.
fn policy() -> Policy {
    Policy {
        signals: vec!["site choices".into(), "cross-site profile".into()],
        contacts: vec![contact("email", 3.0), contact("site", 0.0)],
        explicitness: 0.7,
        exit: Exit::OneTap,
        ..Policy::default()
    }
}

/// C36 in the engine: the same people, asked in another form.
#[test]
fn the_form_of_the_request_moves_consent() {
    let asked = |banner: Banner| Policy { banner, ..policy() };
    let mut scenario = scenario(vec![
        ("equal", asked(Banner::default())),
        ("hidden", asked(Banner { first_page_refuse: false, ..Banner::default() })),
        ("granular", asked(Banner { granular: true, ..Banner::default() })),
    ]);
    scenario.population.customers = 2_000;
    scenario.experiment.days = 1;
    scenario.signals.iter_mut().for_each(|signal| signal.consent = Consent::Asked);
    let run = run(&scenario);
    let given = |variant| 100.0 * metric(&run, variant, Metric::ConsentGiven);
    assert!((15.0..=30.0).contains(&(given(2) - given(1))), "{} {}", given(2), given(1));
    assert!((-25.0..=-5.0).contains(&(given(3) - given(1))), "{} {}", given(3), given(1));
    assert!(metric(&run, 1, Metric::ConsentAnswered) > metric(&run, 1, Metric::ConsentGiven));
    assert!(value(&run.worlds[0], 0, Metric::ConsentGiven, Scope::All, 1).is_err(), "nobody asks on behalf of the twin");
}

/// One page, one answer: whoever accepts one of two signals asked for alike accepts both. Asked one by one, some accept one only.
#[test]
fn one_page_takes_one_answer_and_a_granular_page_one_for_each_signal() {
    let mut two = policy();
    two.signals = vec!["retargeting".into(), "cross-site profile".into()];
    let mut scenario = scenario(vec![("page", two.clone()), ("granular", Policy { banner: Banner { granular: true, ..Banner::default() }, ..two })]);
    scenario.experiment.days = 1;
    let both = |variant: usize| {
        let run = run(&scenario);
        (0..60)
            .filter(|&customer| {
                let life = creepline::simulate::replay(&run, 0, variant, customer).unwrap();
                rare(&life.ledger, variant, Rare::ConsentAccepted) == 1
            })
            .count()
    };
    assert_eq!(both(1), 0);
    assert!(both(2) > 5);
}

/// C35: a company that records with consent only sees less than there is, while people come as often as before.
#[test]
fn consent_to_recording_hides_visits_that_take_place() {
    let mut scenario = scenario(vec![("asks", policy())]);
    scenario.population.customers = 2_000;
    let free = run(&scenario);
    assert!(value(&free.worlds[0], 1, Metric::RecordedVisits, Scope::All, 1).is_err());
    scenario.signals[0].consent = Consent::OptOut;
    scenario.variants[0].policy.banner.first_page_refuse = false;
    let asking = run(&scenario);
    let (recorded, revenue) = (metric(&asking, 1, Metric::RecordedVisits), metric(&asking, 1, Metric::RecordedRevenue));
    assert!((0.85..=0.96).contains(&recorded), "{recorded}");
    assert!((0.80..=0.98).contains(&revenue), "{revenue}");
    let true_loss = 1.0 - count(&asking.worlds[0], 1, Count::Visits) as f64 / count(&free.worlds[0], 1, Count::Visits) as f64;
    assert!(true_loss.abs() < 0.5 * (1.0 - recorded), "{true_loss} against {recorded}");
}

/// Who can take back single signals keeps the harmless ones, and what was taken back no longer creeps.
#[test]
fn single_consents_are_taken_back_worst_first() {
    let each = Policy { rights: Rights { withdrawal: Withdrawal::EachSignal, ..Rights::default() }, exit: Exit::ForcedPrompt, ..policy() };
    let scenario = scenario(vec![("whole", Policy { exit: Exit::ForcedPrompt, ..policy() }), ("each", each)]);
    let run = run(&scenario);
    let ledger = &run.worlds[0];
    assert!(metric(&run, 2, Metric::ConsentWithdrawn) > 0.0);
    assert_eq!(rare(ledger, 1, Rare::ConsentWithdrawn), 0);
    assert_eq!(count(ledger, 2, Count::OptOuts), 0);
    assert!(count(ledger, 1, Count::OptOuts) > 0);
    let withdrawn = (0..400).find_map(|customer| {
        let life = creepline::simulate::replay(&run, 0, 2, customer).unwrap();
        let before = life.touches.iter().position(|touch| touch.signals & 0b1000 != 0)?;
        let after = life.touches[before..].iter().position(|touch| touch.signals & 0b1000 == 0 && !touch.slate.is_empty())?;
        Some((life.touches[before].felt.violation, life.touches[before + after].clone()))
    });
    let (before, after) = withdrawn.expect("somebody takes consent to the profile back");
    assert!(after.felt.violation < before && after.signals == 1, "{after:?}");
}

/// Asked again, distrustful people say no; the draws stay, so without a change of heart the answers are the same.
#[test]
fn renewal_asks_everybody_again() {
    let again = Policy { banner: Banner { renewal_days: 10, ..Banner::default() }, ..policy() };
    let mut scenario = scenario(vec![("once", policy()), ("again", again)]);
    let asked = run(&scenario);
    let ledger = &asked.worlds[0];
    assert_eq!(rare(ledger, 1, Rare::ConsentAsked), 400);
    let present: i64 =
        (0..ledger.shape.cells.cells()).map(|cell| ledger.count(2, 9, cell, Count::Active) + ledger.count(2, 19, cell, Count::Active)).sum();
    assert_eq!(rare(ledger, 2, Rare::ConsentAsked), 400 + present);
    let later = value(ledger, 2, Metric::ConsentGiven, Scope::All, 2).unwrap();
    assert!(later < value(ledger, 1, Metric::ConsentGiven, Scope::All, 1).unwrap(), "trust was lost by then");
    scenario.behavior.mechanisms.trust = false;
    scenario.behavior.mechanisms.hazards = false;
    let calm = run(&scenario);
    let given = |variant| metric(&calm, variant, Metric::ConsentGiven);
    assert!((given(1) - given(2)).abs() < 1e-12);
}
