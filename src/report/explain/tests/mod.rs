//! Every word is explained in full, and what cards say of undefined values is what the code says.

mod undefined;

use super::*;

#[test]
fn every_word_of_the_directory_is_explained() {
    let sections = directory();
    assert!(sections.len() > 10);
    for (word, line) in sections.iter().flat_map(|section| &section.entries) {
        let cards = explain(word);
        assert!(!cards.is_empty(), "{word}");
        assert!(cards.iter().all(|card| !card.text.is_empty() && !card.title.is_empty()), "{word}");
        assert!(!line.is_empty(), "{word}");
    }
}

#[test]
fn one_word_may_stand_for_two_things() {
    assert_eq!(explain("trust").iter().map(|card| card.kind).collect::<Vec<_>>(), [Kind::Metric, Kind::Mechanism]);
    assert_eq!(explain("nothing of the kind"), []);
}

#[test]
fn a_slip_finds_its_word() {
    for (slip, word) in [
        ("over_line", "over_line_share"),
        ("creepines", "creepiness"),
        ("trust.bad_weight", "behavior.trust.bad_weight"),
        ("bad_weight", "behavior.trust.bad_weight"),
        ("behavior.trust.bad_wait", "behavior.trust.bad_weight"),
    ] {
        assert_eq!(nearest_word(slip).as_deref(), Some(word), "{slip}");
    }
    assert_eq!(nearest_word("zzzz"), None);
}

/// Longest sentence, in words.
const LONGEST: usize = 40;

fn sentences_are_short(id: &str, text: &str) {
    for sentence in text.split_inclusive(['.', '!', '?', ';']).flat_map(|part| part.split(". ")) {
        let words = sentence.split_whitespace().count();
        assert!(words <= LONGEST, "{id}: {words} words: {sentence}");
    }
}

#[test]
fn every_metric_has_every_part() {
    let mut seen = std::collections::BTreeSet::new();
    for &metric in Metric::ALL {
        let id = metric.id();
        let text = texts::metric_text(id).unwrap_or_else(|| panic!("nothing is written of {id}"));
        for (part, lines) in [("formula", &text.formula), ("sources", &text.sources)] {
            assert!(!lines.is_empty() && lines.iter().all(|line| !line.trim().is_empty()), "{id}: {part}");
        }
        assert!(!text.unit.is_empty() && !text.range.is_empty(), "{id}");
        assert!(text.formula[0].starts_with(&format!("{id} = ")), "{id}: its formula begins with its name");
        assert!(!text.undefined.is_empty() || !text.edges.is_empty(), "{id}: edge cases");
        assert!(text.cannot.ends_with('.'), "{id}");
        assert!(seen.insert(text.cannot.as_str()), "{id}: what it cannot tell is said of another metric, too");
        let labels: Vec<String> = metric_card(metric).facts.into_iter().map(|(label, _)| label).collect();
        for label in ["Formula", "Unit", "Better", "Range", "Edge cases", "Source", "Cannot tell", "Kept for"] {
            assert!(labels.iter().any(|own| own == label), "{id}: {label}");
        }
    }
    assert_eq!(texts::metric_ids().count(), Metric::ALL.len(), "a text is of no metric");
    assert!(texts::metric_ids().all(|id| Metric::from_id(id).is_some()));
}

fn metric_card(metric: Metric) -> Card {
    explain(metric.id()).into_iter().find(|card| card.kind == Kind::Metric).unwrap_or_else(|| panic!("{metric:?}"))
}

#[test]
fn texts_are_short() {
    for &metric in Metric::ALL {
        assert!(metric.hover().split_whitespace().count() <= 25, "{metric:?}");
    }
    let ideas = texts::ideas();
    let cards = Metric::ALL.iter().map(|&metric| metric_card(metric)).chain(ideas.iter().filter_map(|idea| idea::card(&idea.id)));
    for card in cards {
        sentences_are_short(&card.id, &card.text);
        assert!(card.text.split_whitespace().count() <= LONGEST, "{}: {}", card.id, card.text);
        for (label, lines) in card.facts.iter().filter(|(label, _)| !matches!(label.as_str(), "Source" | "Published" | "See also")) {
            for line in lines {
                assert!(!line.is_empty() && !line.contains("  ") && line.is_ascii(), "{}: {label}: {line}", card.id);
                sentences_are_short(&card.id, line);
            }
        }
    }
}

#[test]
fn ranges_lie_within_those_of_the_code() {
    for &metric in Metric::ALL {
        let range = &texts::metric_text(metric.id()).expect("written").range;
        let words: Vec<&str> = range.split(';').next().expect("a part").split_whitespace().collect();
        let number = |text: &str| text.parse::<f64>().unwrap_or_else(|_| panic!("{metric:?}: {text}"));
        let (low, high) = match words.as_slice() {
            ["any", "number"] => (f64::NEG_INFINITY, f64::INFINITY),
            [low, "upward"] => (number(low), f64::INFINITY),
            [low, "to", high] => (number(low), number(high)),
            _ => panic!("{metric:?}: {range}"),
        };
        let (lowest, highest) = crate::measure::range(metric);
        assert!(low >= lowest && high <= highest, "{metric:?}: {range} is not in {lowest} to {highest}");
        assert_eq!(high == f64::INFINITY, highest == f64::INFINITY, "{metric:?}");
    }
}

#[test]
fn sources_and_references_exist() {
    let of_metrics = Metric::ALL.iter().filter_map(|metric| Some((metric.id(), &texts::metric_text(metric.id())?.sources)));
    for (id, sources) in of_metrics.chain(texts::ideas().iter().map(|idea| (idea.id.as_str(), &idea.sources))) {
        for text in sources {
            if let Some(name) = text.strip_prefix("mechanism ") {
                assert!(crate::behavior::register::mechanism(name).is_some(), "{id}: {text}");
            }
            let ids: Vec<&str> = crate::behavior::sources::ids(text).collect();
            assert!(ids.is_empty() || ids == [text.as_str()], "{id}: an id stands alone: {text}");
            assert!(ids.iter().all(|id| crate::behavior::sources::source(id).is_some()), "{id}: {text}");
        }
    }
    for idea in texts::ideas() {
        assert!(!idea.see.is_empty(), "{}", idea.id);
        for word in &idea.see {
            assert!(word != &idea.id && !explain(word).is_empty(), "{}: {word}", idea.id);
        }
    }
}

#[test]
fn ideas_speak_as_the_code_does() {
    use crate::experiment::{FairnessCriterion, PARTS, Verdict};
    let card = |id: &str| idea::card(id).unwrap_or_else(|| panic!("{id}"));
    for (id, verdict) in [("within_limit", Verdict::Within), ("crosses_limit", Verdict::Crossed), ("cannot_tell_yet", Verdict::CannotTell)] {
        assert_eq!(card(id).title.to_lowercase(), verdict.words());
    }
    for criterion in FairnessCriterion::ALL {
        let card = card(criterion.id());
        assert_eq!((card.title.as_str(), card.text.as_str()), (criterion.label(), criterion.definition()));
        assert!(card.facts.iter().any(|(label, _)| label == "Usual mark"));
    }
    for (name, _) in PARTS {
        assert_eq!(card(&name.replace(' ', "_")).title.to_lowercase(), name);
    }
    let mut ids: Vec<&str> = texts::ideas().iter().map(|idea| idea.id.as_str()).collect();
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count, "an idea stands twice");
}

#[test]
fn ideas_are_found_as_people_write_them() {
    for (words, id) in [("worst group", "worst_group"), ("A/A", "a_a"), ("Self-check", "self_check"), (" cannot tell yet ", "cannot_tell_yet")] {
        assert_eq!(explain(words).first().map(|card| (card.kind, card.id.clone())), Some((Kind::Idea, id.into())), "{words}");
    }
    assert_eq!(explain("parity_ratio").iter().map(|card| card.kind).collect::<Vec<_>>(), [Kind::Metric, Kind::Idea]);
}

#[test]
fn metrics_that_guard_bundled_cases_have_an_example() {
    for case in crate::scenario::CASES {
        let scenario = case.load().expect("it loads").scenario;
        for guardrail in &scenario.experiment.guardrails {
            let text = texts::metric_text(&guardrail.metric).expect("written");
            assert!(text.example.chars().any(|letter| letter.is_ascii_digit()), "{}: {}", case.id, guardrail.metric);
        }
    }
}

/// Numbers of the worked examples, by the functions that compute them.
#[test]
fn worked_examples_are_right() {
    use crate::stats::{effective_number, gini, jensen_shannon_bits, shannon_nats, smallest_ratio};
    let example = |id: &str| {
        explain(id)
            .into_iter()
            .flat_map(|card| card.facts)
            .filter(|(label, _)| label == "Example")
            .map(|(_, lines)| lines.join(" "))
            .collect::<String>()
    };
    let says = |id: &str, number: f64, digits: usize| {
        let text = format!("{number:.digits$}");
        assert!(example(id).contains(&text), "{id}: {text} is not in: {}", example(id));
    };
    says("within", effective_number(shannon_nats(&[6.0, 3.0, 1.0]).expect("choices")), 2);
    says("effective_topics", effective_number(shannon_nats(&[5.0, 3.0, 2.0]).expect("choices")), 2);
    says("drift_net", jensen_shannon_bits(&[0.5, 0.3, 0.2], &[0.7, 0.3, 0.0]).expect("mixes"), 3);
    says("slot_gini", gini(&[0, 0, 0, 10]).expect("slots"), 2);
    says("gini", gini(&[1, 2, 3, 4]).expect("amounts"), 2);
    says("parity_ratio", smallest_ratio(&[21.0 / 50.0, 48.0 / 80.0]).expect("rates"), 2);
    says("miscalibration", crate::stats::miscalibration(&[0.5, 0.3, 0.2], &[0.7, 0.3, 0.0], 0.01).expect("mixes"), 2);
    let worlds = crate::stats::Sample::of(&[1.0, 2.0, 3.0, 4.0]).expect("worlds").interval(0.95).expect("four worlds");
    says("interval", worlds.0, 2);
    says("interval", worlds.1, 2);
    says("unsubscribe_cum", 100.0 * (1.0 - 0.998f64.powi(26)), 1);
    says("unsubscribe_cum", 100.0 * (1.0 - 0.998f64.powi(65)), 1);
}
