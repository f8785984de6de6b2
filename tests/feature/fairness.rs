//! Fairness on the command line: the numbers of the experiment, in JSON and for people.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop at the first surprise")]

use std::sync::Arc;

use crate::common::run;
use creepline::experiment::{FairnessCriterion, criteria, format_criterion};
use creepline::scenario::load;
use creepline::simulate::{RunOptions, Watch, fly};
use serde_json::Value;

/// A shop with a group of other tastes of whom less is known, and prices by area.
const SHOP: &str = r#"// A shop of two groups.
(
    version: 1,
    name: "Two groups",
    story: "For tests.",
    population: (
        customers: 600,
        attributes: [
            (name: "language", proxy: 0.4, levels: [
                (name: "most", share: 0.7),
                (name: "few", share: 0.3, taste_shift: 1.5, history: 0.3),
            ]),
            (name: "age", levels: [(name: "young", share: 0.98), (name: "old", share: 0.02)]),
        ],
    ),
    catalog: (items: 80),
    variants: [
        (name: "shelf", policy: (engine: Popularity, signals: [], contacts: [(channel: "site")])),
        (name: "personal", policy: (contacts: [(channel: "site")], pricing: (rule: Feature, attribute: "language"))),
    ],
    experiment: (seed: 11, worlds: 3, days: 17, baseline: "shelf"),
)
"#;

fn close(found: &Value, expected: f64) -> bool {
    found.as_f64().is_some_and(|found| (found - expected).abs() < 1e-12)
}

#[test]
fn json_and_text_show_the_numbers_of_the_experiment() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("shop.ron"), SHOP).expect("a file");
    let scenario = Arc::new(load(&folder.path().join("shop.ron")).expect("it loads").scenario);
    let flown = fly(&scenario, &RunOptions::default(), &Watch::of(&scenario, || {}), |_| {}).expect("it flies");
    let expected = criteria(&flown);

    let ended = run(folder.path(), &["run", "shop.ron", "--no-save", "--quiet", "--format", "json"]);
    assert_eq!(ended.code, 0, "{}", ended.err);
    let document: Value = serde_json::from_str(&ended.out).expect("JSON");
    let fairness = &document["fairness"];
    assert_eq!((fairness["day"].as_u64(), fairness["attributes"].as_array().map(Vec::len)), (Some(17), Some(2)));
    for (attribute, expected) in fairness["attributes"].as_array().unwrap().iter().zip(&expected.attributes) {
        for (row, expected) in attribute["criteria"].as_array().unwrap().iter().zip(&expected.matrix) {
            assert_eq!(row["criterion"], expected.criterion.id());
            for ((name, cell), tested) in flown.variants.iter().zip(&expected.cells).zip(&expected.tested) {
                let found = &row["variants"][name];
                match &cell.value {
                    Ok(estimate) => assert!(close(&found["value"]["mean"], estimate.mean), "{name}, {}: {found}", row["criterion"]),
                    Err(undefined) => assert!(found["value"].is_null() && found["value_reason"] == undefined.reason.as_str(), "{name}: {found}"),
                }
                assert_eq!(found["mark"], cell.mark.id());
                assert_eq!(tested.as_ref().ok().map(|tested| tested.adjusted), found["p_corrected"].as_f64());
            }
        }
    }
    // Twelve of 600 are old: too few to say so.
    assert_eq!(fairness["attributes"][1]["criteria"][1]["variants"]["personal"]["mark"], "too_small");
    // A shelf for all makes no score, prices differ only under the second policy.
    let language = &fairness["attributes"][0];
    assert!(language["cutoffs"]["shelf"][0]["reason"].as_str().is_some_and(|reason| reason.contains("no score")));
    assert_eq!(language["cutoffs"]["personal"].as_array().map(Vec::len), Some(5));
    assert!(language["prices"]["personal"][1]["mean"]["mean"].as_f64().is_some_and(|mean| mean > 1.0));
    let crossed = &fairness["intersections"][0];
    assert_eq!((crossed["rows"].as_str(), crossed["columns"].as_str()), (Some("language"), Some("age")));

    let ended = run(folder.path(), &["run", "shop.ron", "--no-save", "--quiet"]);
    assert_eq!(ended.code, 0, "{}", ended.err);
    let row = expected.attributes[0].row(FairnessCriterion::EqualOpportunity).expect("a row");
    let words = format_criterion(FairnessCriterion::EqualOpportunity, &row.cells[2].value);
    let start = words.split(" (").next().expect("a number");
    for wanted in ["Fairness by language", "Fairness by age", "Equal opportunity", start, "Holm's correction", "too small to judge"] {
        assert!(ended.out.contains(wanted), "{wanted} in:\n{}", ended.out);
    }
}
