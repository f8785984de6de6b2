//! The numbers on the screen are those of the command line: the same scenario, flown by the window and compared by the binary, to the last bit.
#![allow(clippy::expect_used, clippy::panic, reason = "a test may stop at the first surprise")]

use crate::support::{AtOnce, harness_of, send, small_scenario};
use creepline::app::{App, Command, Contrast, Document, Origin};
use creepline::experiment::{Estimated, Verdict};
use egui_kittest::kittest::Queryable as _;
use serde_json::Value;

/// What the binary says about a scenario.
fn compared(path: &std::path::Path) -> Value {
    let output = assert_cmd::Command::cargo_bin("creepline")
        .expect("the binary")
        .args(["compare", "--format", "json", "--quiet"])
        .arg(path)
        .output()
        .expect("it runs");
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&output.stderr)))
}

fn same(told: &Value, shown: &Estimated, what: &str) {
    match shown {
        Ok(estimate) => {
            assert_eq!(told["mean"].as_f64(), Some(estimate.mean), "{what}: mean");
            if let Some((low, high)) = estimate.interval {
                assert_eq!((told["low"].as_f64(), told["high"].as_f64()), (Some(low), Some(high)), "{what}: interval");
            }
            assert_eq!(told["agree"].as_u64(), Some(estimate.agree as u64), "{what}: agree");
        }
        Err(_) => assert!(told.is_null(), "{what}: {told}"),
    }
}

#[test]
fn the_screen_and_the_command_line_say_the_same() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("shop.ron");
    let mut scenario = small_scenario();
    (scenario.population.customers, scenario.experiment.worlds, scenario.experiment.days) = (150, 3, 21);
    creepline::scenario::save(&path, &scenario, "").expect("saved");
    let told = compared(&path)["scorecard"].clone();
    let document = Document::new(scenario, Origin::File(path), String::new());
    // High enough that every row is drawn.
    let mut harness = harness_of(App::inline(document, Box::new(AtOnce::default())), [1440.0, 900.0]);
    send(&mut harness, Command::Run);
    let view = {
        let results = harness.state().state().results.as_ref().expect("results");
        results.sheets.overview.shown.as_ref().expect("the overview").2.clone()
    };
    let mut compared_numbers = 0;
    for contrast in [Contrast::Difference, Contrast::Level] {
        send(&mut harness, Command::SetContrast(contrast));
        for row in view.families.iter().flat_map(|(_, rows)| rows) {
            let metric = told["metrics"].as_array().expect("metrics").iter().find(|told| told["metric"] == row.metric.id()).expect("the metric");
            for cell in &row.cells {
                let name = view.tags.iter().find(|tag| tag.variant == cell.variant).expect("its tag").name.clone();
                let what = format!("{}, {name}", row.metric.id());
                let told = &metric["variants"][&name];
                let number = if contrast == Contrast::Difference { &cell.difference } else { &cell.level };
                let part = if contrast == Contrast::Difference { "difference" } else { "level" };
                same(&told[part], &number.estimated, &what);
                let is_drawn = contrast == Contrast::Level || !view.tags.iter().any(|tag| tag.variant == cell.variant && tag.is_baseline());
                if is_drawn {
                    assert!(harness.query_all_by_label(&number.value).next().is_some(), "{what}: \"{}\" is not on the screen", number.value);
                    compared_numbers += 1;
                }
            }
        }
    }
    assert!(compared_numbers > 100, "{compared_numbers}");
    // Guardrails: the same verdict for each variant, rule and person.
    let guards = told["guardrails"].as_array().expect("guardrails");
    let words = |verdict: Verdict| match verdict {
        Verdict::Within => "within",
        Verdict::Crossed => "crosses",
        Verdict::CannotTell => "cannot_tell",
        Verdict::Waived => "waived",
        Verdict::Blank => "blank",
    };
    for guard in &view.guards {
        let told: Vec<&Value> = guards.iter().filter(|told| told["variant"] == guard.tag.name.as_str()).collect();
        assert!(told.iter().any(|told| told["verdict"] == words(guard.verdict)), "{}: {} in {told:?}", guard.tag.name, words(guard.verdict));
    }
    assert!(!view.guards.is_empty());
}
