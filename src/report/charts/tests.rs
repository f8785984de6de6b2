//! Every chart of hand-filled runs: texts inside the picture and apart from each other, the caption complete, files readable and repeatable.

use super::*;
use crate::experiment::testing::{guarded_run, synthetic, synthetic_run};
use crate::report::picture::{Align, Mark, text_width};
use crate::scenario::experiment::{Compare, GuardScope, Guardrail};

fn guards() -> Vec<Guardrail> {
    let over = Guardrail { limit: 0.05, ..Guardrail::default() };
    vec![
        over.clone(),
        Guardrail { scope: GuardScope::WorstSegment, limit: 0.2, ..over.clone() },
        Guardrail { metric: "trust".into(), compare: Compare::Level, limit: 0.4, bound: crate::scenario::experiment::Bound::AtLeast, ..over },
    ]
}

fn charts() -> Vec<Chart> {
    vec![
        Chart::Scorecard { today: None },
        Chart::Course { metric: Metric::OverLine, scope: Scope::All },
        Chart::Course { metric: Metric::Purchases, scope: Scope::Segment(1) },
        Chart::Course { metric: Metric::Creepiness, scope: Scope::Group { attribute: 0, level: 1 } },
        Chart::Course { metric: Metric::Within, scope: Scope::All },
        Chart::OwnLine { day: 0, segment: None },
        Chart::OwnLine { day: 3, segment: Some(0) },
        Chart::TrustFan { segment: None },
        Chart::Bubbles,
        Chart::Groups { metric: Metric::PremiumRate },
        Chart::Groups { metric: Metric::Churn },
    ]
}

fn runs() -> Vec<(&'static str, Run)> {
    let long = "a variant name that somebody thought should say everything there is to say about it";
    vec![
        ("two", guarded_run(20, &guards())),
        ("one-world", guarded_run(1, &guards())),
        ("five", synthetic(6, 40, 600, &["baseline", "weekly-3", "weekly-5", "weekly-9", "with reasons"], &guards())),
        ("long-names", synthetic(4, 28, 600, &["baseline", long], &[])),
        ("baseline-only", synthetic(4, 28, 600, &["baseline"], &[])),
        ("small", synthetic(4, 28, 90, &["baseline", "weekly-5"], &guards())),
    ]
}

#[test]
fn texts_are_inside_and_do_not_run_into_each_other() {
    paint::register_font().expect("the bundled font");
    for (name, run) in runs() {
        let narrow = |chart: &Chart| match chart {
            Chart::Groups { .. } => run.variants.len() <= 3,
            _ => true,
        };
        let drawn = charts().into_iter().map(|chart| (chart, None)).chain(charts().into_iter().filter(narrow).map(|chart| (chart, Some(720.0))));
        for (chart, width) in drawn {
            let picture = picture_of_width(&run, chart, width).expect("a picture");
            let mut boxes: Vec<(f64, f64, f64, f64, &str)> = Vec::new();
            for mark in &picture.marks {
                let Mark::Text { at, text, size, align, .. } = mark else { continue };
                assert!(*size >= 11.0, "{name} {chart:?}: \"{text}\" is too small");
                assert!(!text.contains("NaN") && !text.contains("inf"), "{name} {chart:?}: \"{text}\"");
                let width = text_width(text, *size);
                let left = match align {
                    Align::Left => at.0,
                    Align::Center => at.0 - width / 2.0,
                    Align::Right => at.0 - width,
                };
                let found = (left, at.1 - 0.4 * size, left + width, at.1 + 0.4 * size, text.as_str());
                assert!(found.0 >= 0.0 && found.2 <= picture.width && found.1 >= 0.0 && found.3 <= picture.height, "{name} {chart:?}: {found:?}");
                boxes.push(found);
            }
            for (place, one) in boxes.iter().enumerate() {
                for two in boxes.iter().skip(place + 1) {
                    let apart = one.2 <= two.0 || two.2 <= one.0 || one.3 <= two.1 || two.3 <= one.1;
                    assert!(apart, "{name} {chart:?}: \"{}\" runs into \"{}\"", one.4, two.4);
                }
            }
        }
    }
}

#[test]
fn a_picture_alone_says_whose_numbers_it_shows() {
    let run = guarded_run(20, &guards());
    let hash: String = crate::scenario::hash(&run.scenario).chars().take(12).collect();
    for chart in charts() {
        let svg = String::from_utf8(render(&run, chart, Format::Svg).expect("a picture")).expect("text");
        assert!(svg.starts_with("<svg role=\"img\" width=\""), "{}", svg.chars().take(80).collect::<String>());
        for part in ["SYNTHETIC PEOPLE", "20 of 20 worlds", "baseline \"baseline\"", "seed 42", &hash, "<title>", "<desc>"] {
            assert!(svg.contains(part), "{chart:?} lacks {part}");
        }
    }
}

#[test]
fn files_are_readable_and_the_same_each_time() {
    let run = synthetic_run(3);
    for chart in [Chart::Bubbles, Chart::TrustFan { segment: Some(2) }] {
        let file = render(&run, chart, Format::Png).expect("a picture");
        assert_eq!(file, render(&run, chart, Format::Png).expect("a picture"));
        let info = png::Decoder::new(std::io::Cursor::new(&file)).read_info().expect("a PNG file").info().clone();
        assert_eq!(info.width, 2_400);
        assert_eq!(render(&run, chart, Format::Svg).expect("a picture"), render(&run, chart, Format::Svg).expect("a picture"));
    }
}

#[test]
fn what_the_run_does_not_have_is_refused_with_a_reason() {
    let run = synthetic_run(2);
    for (chart, word) in [
        (Chart::Course { metric: Metric::SlotGini, scope: Scope::All }, "over time"),
        (Chart::Course { metric: Metric::OverLine, scope: Scope::Segment(9) }, "segment"),
        (Chart::OwnLine { day: 999, segment: None }, "day 999"),
        (Chart::OwnLine { day: 1, segment: Some(9) }, "segment"),
        (Chart::TrustFan { segment: Some(9) }, "segment"),
        (Chart::Groups { metric: Metric::Within }, "by group"),
    ] {
        let error = render(&run, chart, Format::Svg).expect_err("refused").to_string();
        assert!(error.contains(word), "{error}");
    }
    assert!(render(&synthetic_run(0), Chart::Scorecard { today: None }, Format::Png).expect_err("refused").to_string().contains("no world"));
}
