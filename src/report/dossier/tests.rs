//! The document on hand-filled runs: every section, every figure with its numbers, blanks that look like blanks.

use super::*;
use crate::experiment::testing::{guarded_run, synthetic, synthetic_run};
use crate::scenario::experiment::{GuardScope, Guardrail};
use crate::simulate::Run;

fn guards() -> Vec<Guardrail> {
    vec![Guardrail { limit: 0.01, ..Guardrail::default() }, Guardrail { scope: GuardScope::WorstSegment, limit: 0.9, ..Guardrail::default() }]
}

fn of(run: &Run, record: &DecisionRecord) -> Dossier {
    build(run, record, &Evidence::default()).expect("a dossier")
}

#[test]
fn every_section_stands_in_order_and_the_limits_always() {
    let mut record = DecisionRecord { limits: vec!["Nobody was asked.".into()], ..DecisionRecord::default() };
    for section in SectionId::ALL {
        record.skipped.push(Skipped { section, reason: "not needed".into() });
    }
    let dossier = of(&guarded_run(4, &guards()), &record);
    assert_eq!(dossier.sections.iter().map(|section| section.id).collect::<Vec<_>>(), SectionId::ALL);
    let section = |id: SectionId| dossier.sections.iter().find(|section| section.id == id).expect("a section");
    assert_eq!(section(SectionId::Fairness).state, SectionState::NotApplicable("not needed".into()));
    assert_eq!(section(SectionId::Limits).state, SectionState::Done);
    let lists: Vec<&Vec<String>> =
        section(SectionId::Limits).blocks.iter().filter_map(|block| if let Block::List(items) = block { Some(items) } else { None }).collect();
    assert!(lists[0].len() > 8 && lists[1] == &["Nobody was asked."]);
}

#[test]
fn figures_and_tables_are_numbered_and_hold_numbers() {
    for run in [guarded_run(4, &guards()), guarded_run(1, &guards()), synthetic(3, 28, 600, &["baseline"], &[])] {
        let dossier = of(&run, &DecisionRecord::default());
        assert!(dossier.figures().map(|figure| figure.number).eq(1..=dossier.figures().count()));
        assert!(dossier.tables().map(|table| table.number).eq(1..=dossier.tables().count()));
        for figure in dossier.figures() {
            assert!(!figure.text.title.is_empty() && !figure.text.sentence.is_empty() && !figure.text.caption.is_empty(), "figure {}", figure.number);
            assert!(!figure.table.table.rows.is_empty(), "figure {} has no numbers", figure.number);
        }
        for table in dossier.tables() {
            for table in std::iter::once(&table.table).chain(&table.long) {
                assert!(table.rows.iter().all(|row| row.len() == table.columns.len()), "{table:?}");
                assert!(table.rows.iter().flatten().all(|cell| !cell.contains("NaN") && !cell.contains("inf ")), "{table:?}");
            }
        }
        page(&dossier).expect("a page");
        pdf(&dossier).expect("a document");
    }
}

#[test]
fn words_take_the_place_of_blanks() {
    let run = guarded_run(4, &guards());
    let empty = of(&run, &DecisionRecord::default());
    let open = empty.blanks().filter(|(_, blank)| blank.needed && blank.text.is_none()).count();
    assert!(open > 8, "{open}");
    let page = page(&empty).expect("a page");
    assert!(page.contains("class=\"blank\"") && page.contains("[ to be decided by a person ]"));
    let mut record = DecisionRecord { outcome: Some(Outcome::Approve), purpose: "Why not.".into(), ..DecisionRecord::default() };
    for (_, blank) in empty.blanks() {
        match &blank.guard {
            Some((metric, variant, whom)) => record.give_reason(metric, variant, whom, "because"),
            None => record.fill(&blank.id, "words"),
        }
    }
    record.residual_risk = "little".into();
    (record.name, record.role, record.date, record.review_date) = ("A".into(), "B".into(), "2027-01-01".into(), "2027-02-01".into());
    let full = of(&run, &record);
    assert!(full.sections.iter().all(|section| section.state == SectionState::Done));
    assert!(full.blanks().all(|(_, blank)| blank.text.is_some()));
    assert_ne!(empty.evidence_hash, full.evidence_hash, "the hash stands for the decision as well");
}

#[test]
fn a_dossier_without_stories_says_why() {
    let run = synthetic(3, 28, 600, &["baseline"], &[]);
    let told = chosen_stories(&run, 1);
    assert!(told.is_err(), "one policy has nobody to compare with");
    let dossier = build(&run, &DecisionRecord::default(), &Evidence::default().with_stories(told)).expect("a dossier");
    let page = page(&dossier).expect("a page");
    let why = "none could be told: there is no second policy to compare with";
    assert_eq!(page.matches(why).count(), 2, "in the section, and among the limits");
    let unasked = build(&run, &DecisionRecord::default(), &Evidence::default()).expect("a dossier");
    assert!(!super::page(&unasked).expect("a page").contains("none could be told"), "nobody looked for one");
}

#[test]
fn a_failed_check_and_a_missing_world_are_told() {
    let mut run = guarded_run(4, &guards());
    run.distrust.push("determinism failed: a test".into());
    let dossier = of(&run, &DecisionRecord::default());
    let told = dossier.front.iter().any(|block| matches!(block, Block::Callout(Tone::Warning, text) if text.contains("determinism failed")));
    assert!(told, "the first page says so");
    assert!(
        dossier.front.iter().any(|block| matches!(block, Block::Facts(facts) if facts.iter().any(|(_, value)| value.contains("self-check failed"))))
    );
    assert!(build(&synthetic_run(0), &DecisionRecord::default(), &Evidence::default()).is_err());
}

#[test]
fn names_are_washed_before_any_writer_sees_them() {
    let mut run = synthetic(2, 14, 300, &["baseline", "a\u{202e}b\u{7}"], &[]);
    std::sync::Arc::make_mut(&mut run.scenario).name = "one\ntwo\u{200f}".into();
    let dossier = of(&run, &DecisionRecord::default());
    assert_eq!(dossier.title, "Dossier: one two");
    let hidden = |text: &str| text.contains('\u{202e}') || text.contains('\u{7}');
    assert!(dossier.tables().flat_map(|table| table.table.rows.iter().flatten()).all(|cell| !hidden(cell)));
    assert!(!hidden(&page(&dossier).expect("a page")));
}
