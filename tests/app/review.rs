//! The review in the window: pin, write, decide, build, verify, seal, and what a seal forbids.
#![allow(clippy::expect_used, reason = "a test may stop at the first surprise")]

use std::path::Path;
use std::time::{Duration, Instant};

use crate::support::{AtOnce, go, harness_of, send, small_document, small_scenario, with_results};
use creepline::app::{App, Command, Document, Edit, Entry, Origin, Place, ReviewStep, ThemeChoice};
use creepline::report::dossier::{Block, Outcome, Pinned, PlanState, SectionId, SectionState, inspect};
use creepline::report::figure::{PlotText, Table};
use creepline::report::palette::{DARK, SOLID};
use creepline::report::picture::{Align, Picture};
use creepline::scenario::experiment::{Compare, Guardrail};
use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

type Window = Harness<'static, App>;

/// Steps until something is there; work in the background takes its time.
fn wait(harness: &mut Window, what: &str, there: impl Fn(&Window) -> bool) {
    let until = Instant::now() + Duration::from_secs(400);
    while !there(harness) {
        assert!(Instant::now() < until, "{what} did not come");
        std::thread::sleep(Duration::from_millis(5));
        harness.step();
    }
    harness.run_steps(2);
}

fn step(harness: &mut Window, step: ReviewStep) {
    send(harness, Command::Review(step));
}

fn review(harness: &Window) -> &creepline::app::Review {
    &harness.state().state().review
}

fn current(harness: &Window) -> bool {
    review(harness).preview.as_ref().is_some_and(|preview| preview.revision == review(harness).revision)
}

/// The review of a small run whose one limit is crossed.
fn crossed() -> Window {
    let mut scenario = small_scenario();
    let limit = Guardrail { metric: "trust".into(), compare: Compare::Level, limit: 0.1, ..Guardrail::default() };
    scenario.experiment.guardrails = vec![limit];
    scenario.population.customers = 120;
    (scenario.experiment.worlds, scenario.experiment.days) = (3, 14);
    let document = Document::new(scenario, Origin::Case("retargeting".into()), String::new());
    let mut harness = harness_of(App::inline(document, Box::new(AtOnce::default())), [1440.0, 900.0]);
    send(&mut harness, Command::Run);
    go(&mut harness, Place::Review);
    wait(&mut harness, "the page", current);
    harness
}

fn pin() -> Pinned {
    let mut picture = Picture::new(400.0, DARK, "Who goes over the line?");
    picture.height = 120.0;
    picture.line(&[(10.0, 10.0), (300.0, 90.0)], DARK.text, 2.0, SOLID);
    picture.text((20.0, 100.0), "day 30", 12.0, DARK.weak_text, Align::Left);
    let table = Table { columns: vec!["Day".into(), "Share".into()], rows: vec![vec!["30".into(), "12%".into()]] };
    Pinned::new(&PlotText { title: "Who goes over the line?".into(), sentence: "It rises.".into(), caption: "Six worlds.".into(), table }, &picture)
}

fn write_all(harness: &mut Window) {
    for (entry, text) in [
        (Entry::Purpose, "Win back people."),
        (Entry::ResidualRisk, "Some feel followed."),
        (Entry::Name, "A. Reviewer"),
        (Entry::Role, "Ethics board"),
        (Entry::Date, "2027-01-02"),
        (Entry::ReviewDate, "2027-06-01"),
    ] {
        step(harness, ReviewStep::Write(entry, text.into()));
    }
}

fn problem(harness: &Window) -> String {
    harness.state().state().notice.as_ref().map_or_else(String::new, |notice| notice.text.clone())
}

#[test]
fn without_results_it_says_what_to_do() {
    let mut harness = harness_of(App::inline(small_document(), Box::new(AtOnce::default())), [1440.0, 900.0]);
    go(&mut harness, Place::Review);
    assert!(harness.query_all_by_label_contains("It needs results").next().is_some());
}

#[test]
fn the_checklist_names_what_is_open_and_words_close_it() {
    let mut harness = with_results(ThemeChoice::Light, [1440.0, 900.0]);
    go(&mut harness, Place::Review);
    wait(&mut harness, "the page", current);
    assert!(harness.query_by_label("1 Purpose and change in words: needs words: 1 blank").is_some());
    assert!(harness.query_by_label("12 What this evidence cannot show: done").is_some());
    harness.get_by_label("1 Purpose and change in words: needs words: 1 blank").click();
    harness.run_steps(3);
    harness.get_by_role_and_label(Role::MultilineTextInput, "what the change is for, and for whom it is good").focus();
    harness.run_steps(2);
    harness.get_by_role_and_label(Role::MultilineTextInput, "what the change is for, and for whom it is good").type_text("Win back people.");
    harness.run_steps(3);
    assert_eq!(review(&harness).record.purpose, "Win back people.");
    assert!(harness.query_by_label("1 Purpose and change in words: done").is_some(), "the checklist follows at once");
    wait(&mut harness, "the new page", current);
    // A section that does not apply says why; the limits always stand.
    step(&mut harness, ReviewStep::Write(Entry::Skip(SectionId::Bubbles), "no feed is changed".into()));
    assert_eq!(review(&harness).state_of(SectionId::Bubbles), SectionState::NotApplicable("no feed is changed".into()));
    step(&mut harness, ReviewStep::Write(Entry::Skip(SectionId::Limits), "no".into()));
    assert_eq!(review(&harness).state_of(SectionId::Limits), SectionState::Done);
}

#[test]
fn an_unmet_guardrail_needs_a_written_reason_before_approval() {
    let mut harness = crossed();
    assert!(harness.query_all_by_label_contains("approval waits for it").next().is_some());
    step(&mut harness, ReviewStep::Decide(Some(Outcome::Approve)));
    assert_eq!(review(&harness).record.outcome, None);
    assert!(problem(&harness).contains("no written reason"), "{}", problem(&harness));
    harness.get_by_label("Write the reasons").click();
    harness.run_steps(12);
    // The fields stand where the decision is made.
    let first = |harness: &Harness<'static, App>| {
        harness.query_all_by_label_contains("In the decision: ").next().expect("a field").accesskit_node().label().expect("its name")
    };
    let name = first(&harness);
    harness.get_by_label(&name).focus();
    harness.run_steps(2);
    // Letter by letter: the message that falls silent with the last reason must not take the field away.
    for letter in ["N", "o", "t", " ", "o", "u", "r", "s"] {
        harness.event(egui::Event::Text(letter.into()));
        harness.run_steps(2);
    }
    assert_eq!(review(&harness).record.reasons[0].reason, "Not ours");
    for (metric, variant, whom) in review(&harness).without_reason().expect("a page") {
        step(&mut harness, ReviewStep::Write(Entry::Reason(metric, variant, whom), "The limit is of another shop.".into()));
    }
    assert!(harness.query_all_by_label_contains("approval waits for it").next().is_none());
    harness.get_by_label("Approve with conditions").click();
    harness.run_steps(3);
    assert_eq!(review(&harness).record.outcome, Some(Outcome::ApproveWithConditions));
    assert!(!review(&harness).record.date.is_empty(), "the day is filled in");
    // The approval does not outlive the reason.
    let reason = review(&harness).record.reasons[0].clone();
    step(&mut harness, ReviewStep::Write(Entry::Reason(reason.metric, reason.variant, reason.whom), " ".into()));
    assert_eq!(review(&harness).record.outcome, None);
    // Who refuses needs no reason for the guardrail.
    harness.get_by_label("Reject").click();
    harness.run_steps(3);
    assert_eq!(review(&harness).record.outcome, Some(Outcome::Reject));
}

#[test]
fn a_dossier_is_built_verified_and_sealed() {
    let mut harness = crossed();
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("dossier");
    step(&mut harness, ReviewStep::Pin(Box::new(pin())));
    step(&mut harness, ReviewStep::Write(Entry::PinNote(0), "Look at day 12.".into()));
    assert!(harness.query_by_label("1. Who goes over the line?").is_some());
    write_all(&mut harness);
    step(&mut harness, ReviewStep::Decide(Some(Outcome::Reject)));
    step(&mut harness, ReviewStep::TypeFolder(out.display().to_string()));
    harness.get_by_label("Build dossier").click_accesskit();
    harness.run_steps(2);
    wait(&mut harness, "the dossier", |harness| review(harness).built.is_some());
    let inspected = inspect(&out).expect("it holds");
    assert!(inspected.seal.is_none());
    let page = std::fs::read_to_string(out.join("dossier.html")).expect("a page");
    for part in ["Who goes over the line?", "Look at day 12.", "Win back people.", "A. Reviewer", "No. Limits, worlds"] {
        assert!(page.contains(part), "the page lacks {part}");
    }
    verified(&out);

    // Words after the build: what is sealed must be what was built.
    step(&mut harness, ReviewStep::Write(Entry::Notes, "One more thing.".into()));
    step(&mut harness, ReviewStep::Seal);
    assert!(problem(&harness).contains("Build it again"), "{}", problem(&harness));
    step(&mut harness, ReviewStep::SetReplace(true));
    step(&mut harness, ReviewStep::Build(out.clone()));
    wait(&mut harness, "the second dossier", |harness| {
        review(harness).built.as_ref().is_some_and(|built| built.revision == review(harness).revision)
    });
    harness.get_by_label("Seal").click_accesskit();
    wait(&mut harness, "the seal", |harness| review(harness).sealed.is_some());
    assert!(harness.query_all_by_label_contains("This revision is read-only").next().is_some());
    assert!(inspect(&out).expect("it holds").seal.is_some());

    // Neither words nor scenario can be changed now.
    step(&mut harness, ReviewStep::Write(Entry::Notes, "sneaked in".into()));
    assert_eq!(review(&harness).record.notes, "One more thing.");
    let mut scenario = harness.state().state().document.scenario().clone();
    let before = scenario.clone();
    scenario.population.customers = 77;
    for command in [
        Command::Edit(Edit { scenario: Box::new(scenario.clone()), field: "x".into() }),
        Command::Undo,
        Command::DuplicateVariant,
        Command::MakeBaseline,
    ] {
        send(&mut harness, command);
        assert_eq!(*harness.state().state().document.scenario(), before);
        assert!(problem(&harness).contains("sealed"), "{}", problem(&harness));
    }
    go(&mut harness, Place::Review);
    harness.get_by_label("Start a new revision").click();
    harness.run_steps(3);
    assert!(review(&harness).sealed.is_none() && review(&harness).record.outcome.is_none());
    send(&mut harness, Command::Edit(Edit { scenario: Box::new(scenario), field: "x".into() }));
    assert_eq!(harness.state().state().document.scenario().population.customers, 77);
    // Results of an earlier scenario are not built.
    step(&mut harness, ReviewStep::Build(folder.path().join("another")));
    assert!(problem(&harness).contains("earlier version"), "{}", problem(&harness));
    assert!(!folder.path().join("another").exists());
}

fn verified(folder: &Path) {
    let inspected = inspect(folder).expect("it holds");
    let sample = inspected.sample(1).expect("this engine").expect("a world");
    let run = crate::support::flown(&std::sync::Arc::new(sample.scenario)).expect("it flies");
    let checked = inspected.compare(&run, &sample.worlds).expect("the same numbers");
    assert_eq!(checked.len(), 2, "{checked:?}");
}

#[test]
fn a_plan_changed_after_results_is_told() {
    let mut harness = crossed();
    let plan = |harness: &Window| {
        let dossier = review(harness).preview.as_ref().expect("a page").dossier.clone();
        let section = dossier.sections.iter().find(|section| section.id == SectionId::Plan).expect("a section").clone();
        section
            .blocks
            .iter()
            .filter_map(|block| if let Block::Paragraph(text) | Block::Callout(_, text) = block { Some(text.clone()) } else { None })
            .collect::<Vec<_>>()
    };
    assert!(plan(&harness).iter().any(|text| text.starts_with("No. Limits")), "{:?}", plan(&harness));
    let mut scenario = harness.state().state().document.scenario().clone();
    scenario.experiment.guardrails[0].limit = 0.9;
    send(&mut harness, Command::Edit(Edit { scenario: Box::new(scenario), field: "limit".into() }));
    send(&mut harness, Command::Run);
    go(&mut harness, Place::Review);
    wait(&mut harness, "the new page", |harness| {
        let version = harness.state().state().results.as_ref().map(|results| results.version);
        review(harness).preview.as_ref().is_some_and(|preview| Some(preview.version) == version)
    });
    assert!(plan(&harness).iter().any(|text| text.starts_with("Yes. What was changed")), "{:?}", plan(&harness));
    assert_eq!(review(&harness).record.plan, PlanState::Unknown, "only what is printed knows of the window's past");
}

#[test]
fn a_folder_that_is_there_is_not_written_over_unasked() {
    let mut harness = crossed();
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("letter.txt"), "dear").expect("written");
    for replace in [false, true] {
        step(&mut harness, ReviewStep::SetReplace(replace));
        step(&mut harness, ReviewStep::Build(folder.path().to_path_buf()));
        wait(&mut harness, "an answer", |harness| review(harness).building.is_none());
        assert!(problem(&harness).contains("was not written"), "{}", problem(&harness));
    }
    assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 1);
}

#[test]
fn words_are_kept_when_their_file_is_there_and_not_before() {
    let mut harness = crossed();
    let folder = tempfile::tempdir().expect("a folder");
    step(&mut harness, ReviewStep::Write(Entry::Purpose, "Win back people.".into()));
    assert!(review(&harness).has_unkept_words());
    step(&mut harness, ReviewStep::KeepWords);
    send(&mut harness, Command::CloseDialog);
    assert!(review(&harness).has_unkept_words(), "nothing was saved");
    let nowhere = folder.path().join("no such folder/decision.ron");
    step(&mut harness, ReviewStep::WriteWords(nowhere));
    wait(&mut harness, "the refusal", |harness| problem(harness).contains("Not saved"));
    assert!(review(&harness).has_unkept_words(), "the file was refused");
    let path = folder.path().join("decision.ron");
    step(&mut harness, ReviewStep::WriteWords(path.clone()));
    wait(&mut harness, "the file", |harness| !review(harness).has_unkept_words());
    step(&mut harness, ReviewStep::Write(Entry::Purpose, "Something else.".into()));
    step(&mut harness, ReviewStep::ReadWords(path));
    wait(&mut harness, "the words", |harness| review(harness).record.purpose == "Win back people.");
    assert!(!review(&harness).has_unkept_words());
}
