//! What is shown of a real run hangs together: identical variants differ by nothing, parts agree with wholes, tables with screens, pictures draw.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop at the first surprise")]

use std::sync::{Arc, OnceLock};

use creepline::experiment::{
    Decision, Verdict, checkpoint_course, course, fairness, long_rows, overview_sentence, own_line, score_row, scorecard, trust_fan,
};
use creepline::ledger::Scope;
use creepline::report::charts::{Chart, Format, render};
use creepline::report::tables::{COLUMNS, write_csv};
use creepline::scenario::experiment::{GuardScope, Guardrail};
use creepline::scenario::policy::{Contact, Policy, Variant};
use creepline::scenario::{Metric, Scenario};
use creepline::simulate::{Run, RunOptions, Watch, fly};

/// A baseline, the same policy under another name, and one that asks for more and shows it.
fn flown() -> &'static Run {
    static RUN: OnceLock<Arc<Run>> = OnceLock::new();
    RUN.get_or_init(|| {
        let contact = |per_week| vec![Contact { channel: "email".into(), per_week, ..Contact::default() }];
        let gentle = Policy { contacts: contact(2.0), ..Policy::default() };
        let creepy = Policy {
            contacts: contact(6.0),
            signals: vec!["site choices".into(), "cross-site profile".into()],
            explicitness: 0.9,
            specificity: 0.9,
            ..Policy::default()
        };
        let variant = |name: &str, policy: &Policy| Variant { name: name.into(), policy: policy.clone(), ..Variant::default() };
        let mut scenario = Scenario {
            variants: vec![variant("baseline", &gentle), variant("the same", &gentle), variant("creepy", &creepy)],
            ..Scenario::default()
        };
        scenario.population.customers = 400;
        scenario.catalog.items = 150;
        scenario.experiment.days = 30;
        scenario.experiment.worlds = 5;
        scenario.experiment.guardrails = vec![
            Guardrail { limit: 0.01, smallest_group: 10, ..Guardrail::default() },
            Guardrail { limit: 0.01, smallest_group: 10, scope: GuardScope::WorstSegment, ..Guardrail::default() },
        ];
        let scenario = Arc::new(scenario);
        let watch = Watch::of(&scenario, || {});
        fly(&scenario, &RunOptions::default(), &watch, |_| {}).expect("flies")
    })
}

const SAME: usize = 2;
const CREEPY: usize = 3;

#[test]
fn identical_variants_differ_by_exactly_nothing() {
    let card = scorecard(flown());
    for row in card.rows.iter().filter(|row| row.scores[SAME].level.is_ok() || !row.metric.is_optional()) {
        let difference = row.scores[SAME].difference.as_ref().unwrap_or_else(|undefined| panic!("{}: {undefined}", row.metric.label()));
        assert!(difference.deterministic && difference.mean == 0.0, "{}: {difference:?}", row.metric.label());
    }
    assert!(card.guards.iter().filter(|guard| guard.variant == SAME).all(|guard| guard.verdict == Verdict::Within));
    assert_eq!(card.decisions, [None, None, Some(Decision::Ship), Some(Decision::DoNotShip)]);
    let said = overview_sentence(flown(), &card);
    assert!(said.contains("With the same, purchases stay exactly the same") && said.contains("crosses limit. 5 of 5 worlds."), "{said}");
}

#[test]
fn every_metric_has_a_value_unless_nothing_was_shown() {
    let card = scorecard(flown());
    for row in card.rows.iter().filter(|row| row.is_shown()) {
        for (variant, score) in row.scores.iter().enumerate() {
            match &score.level {
                Ok(estimate) => {
                    let shares = !matches!(row.metric.unit(), creepline::scenario::Unit::Share) || (0.0..=1.0).contains(&estimate.mean);
                    assert!(shares && estimate.mean.is_finite() && estimate.worlds == 5, "{}: {estimate:?}", row.metric.label());
                }
                Err(_) if row.metric.is_optional() => {}
                Err(undefined) => {
                    assert!(variant == 0 && row.metric.needs_slates(), "{} of variant {variant}: {undefined}", row.metric.label());
                }
            }
        }
    }
}

#[test]
fn parts_agree_with_wholes() {
    let run = flown();
    let mean = |metric, scope| score_row(run, metric, scope, 1).scores[CREEPY].level.as_ref().expect("a level").mean;
    let people = |scope| run.worlds.iter().map(|ledger| creepline::measure::people(ledger, scope) as f64).sum::<f64>();
    for metric in [Metric::Purchases, Metric::TrustMean, Metric::Churn] {
        let segments = (0..3).map(Scope::Segment);
        let groups = (0..3).map(|level| Scope::Group { attribute: 0, level });
        for parts in [segments.collect::<Vec<_>>(), groups.collect::<Vec<_>>()] {
            // Worlds differ a little in the sizes of their parts, so means of means are near, not equal.
            let whole: f64 = parts.iter().map(|&scope| mean(metric, scope) * people(scope)).sum::<f64>() / people(Scope::All);
            assert!((whole - mean(metric, Scope::All)).abs() < 0.02 * whole.abs().max(0.05), "{}: {whole}", metric.label());
        }
    }
    let view = fairness(run, Metric::TrustMean).remove(0);
    assert!((view.groups.iter().map(|group| group.people).sum::<f64>() - 400.0).abs() < 1e-9);
}

#[test]
fn distributions_agree_with_their_means() {
    let run = flown();
    let line = own_line(run, CREEPY, None, 30);
    let over = line.over.expect("a share").mean;
    let right: f64 = line.edges.iter().zip(&line.shares).filter(|(edge, _)| **edge >= 0.0).map(|(_, share)| share).sum();
    assert!(over > 0.0 && (right - over).abs() < 0.01, "{right} against {over}");
    let trust = course(run, Metric::TrustMean, Scope::All);
    let fan = trust_fan(run, CREEPY, None);
    for (level, fan) in trust.lines[CREEPY].level.iter().zip(&fan) {
        let mean = level.as_ref().expect("a level").mean;
        assert!(fan.quantiles[0] < mean && mean < fan.quantiles[4], "{mean} in {fan:?}");
    }
    let breadth = checkpoint_course(run, Metric::Within, Scope::All);
    assert_eq!(breadth.days, [7, 14, 21, 28, 30]);
    assert!(breadth.lines.iter().all(|line| line.level.iter().all(|level| level.as_ref().is_ok_and(|level| level.mean >= 1.0))));
    let drift = checkpoint_course(run, Metric::DriftNet, Scope::All);
    assert!(drift.lines[0].level.iter().all(|level| level.as_ref().is_ok_and(|level| level.mean == 0.0)), "the twin does not drift from itself");
}

#[test]
fn distance_between_people_is_never_below_zero_by_more_than_rounding() {
    for row in long_rows(flown()).filter(|row| row.metric == Metric::Across) {
        assert!(row.value.is_none_or(|value| value > -1e-4), "{row:?}");
    }
}

#[test]
fn the_table_holds_what_the_scorecard_shows() {
    let run = flown();
    let mut file = Vec::new();
    write_csv(run, &mut file).expect("memory is writable");
    let mut reader = csv::Reader::from_reader(file.as_slice());
    assert_eq!(reader.headers().expect("a header").iter().collect::<Vec<_>>(), COLUMNS);
    let rows: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>().expect("records");
    assert_eq!(rows.len(), long_rows(run).count());
    assert!(rows.iter().all(|row| row[6].is_empty() != row[7].is_empty()), "a value or a reason");
    let whole: Vec<f64> = rows
        .iter()
        .filter(|row| &row[0] == "creepy" && &row[2] == "0" && row[3].is_empty() && row[4].is_empty() && &row[5] == "purchases")
        .map(|row| row[6].parse().expect("a number"))
        .collect();
    let row = score_row(run, Metric::Purchases, Scope::All, 1);
    let values = &row.scores[CREEPY].level.as_ref().expect("a level").values;
    assert_eq!(whole.into_iter().map(Some).collect::<Vec<_>>(), *values);
}

#[test]
fn pictures_of_a_real_run_draw() {
    let run = flown();
    for chart in [
        Chart::Scorecard { today: None },
        Chart::Course { metric: Metric::OverLine, scope: Scope::All },
        Chart::Course { metric: Metric::Within, scope: Scope::Segment(0) },
        Chart::OwnLine { day: 0, segment: None },
        Chart::TrustFan { segment: Some(0) },
        Chart::Bubbles,
        Chart::Groups { metric: Metric::PremiumRate },
    ] {
        assert!(render(run, chart, Format::Svg).is_ok_and(|file| file.len() > 1_000), "{chart:?}");
        assert!(render(run, chart, Format::Png).is_ok_and(|file| file.starts_with(b"\x89PNG")), "{chart:?}");
    }
}
