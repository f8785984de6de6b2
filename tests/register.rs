//! The register of mechanisms agrees with the code, the settings, the sources and the tests: nothing of the customer model stays unexplained.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop at the first surprise")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use creepline::behavior::register::{GROUPS, mechanisms, owner};
use creepline::behavior::sources::{ids, source};
use creepline::calibrate::{Bundled, FINDINGS};
use creepline::scenario::{Node, Scenario};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn none(found: &[String]) {
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
}

fn tree() -> Node {
    Node::of(&Scenario::default())
}

#[test]
fn every_setting_of_the_customer_model_belongs_to_exactly_one_mechanism() {
    let tree = tree();
    let mut found = Vec::new();
    let leaves = tree.at("behavior").unwrap().leaves();
    assert!(leaves.len() > 80, "the customer model was walked: {}", leaves.len());
    for (path, _) in &leaves {
        let path = format!("behavior.{path}");
        let owners: Vec<&str> = mechanisms().filter(|one| one.settings.iter().any(|(own, _)| *own == path)).map(|one| one.id).collect();
        match owners.as_slice() {
            [one] => assert_eq!(owner(&path).map(|owner| owner.id), Some(*one)),
            [] => found.push(format!("{path}: no mechanism owns it; name it in a mechanism of src/behavior/register/")),
            several => found.push(format!("{path}: belongs to {several:?}; leave it to one of them")),
        }
    }
    none(&found);
}

#[test]
fn every_path_in_the_register_leads_to_a_setting() {
    let tree = tree();
    let mut found = Vec::new();
    for mechanism in mechanisms() {
        for (path, _) in mechanism.settings {
            if tree.at(path).is_none() || !path.starts_with("behavior.") {
                found.push(format!("{}: `{path}` is no setting of the customer model", mechanism.id));
            }
        }
        for path in mechanism.reads {
            if tree.at(path).is_none() || path.starts_with("behavior.") {
                found.push(format!("{}: it reads `{path}`, which is no setting outside the customer model", mechanism.id));
            }
        }
    }
    none(&found);
}

#[test]
fn every_file_and_test_in_the_register_is_there() {
    let mut found = Vec::new();
    for mechanism in mechanisms() {
        if !root().join(mechanism.code).is_file() {
            found.push(format!("{}: there is no file {}", mechanism.id, mechanism.code));
        }
        if mechanism.tests.is_empty() {
            found.push(format!("{}: no test holds it to account", mechanism.id));
        }
        for (file, test) in mechanism.tests {
            let text = fs::read_to_string(root().join(file)).unwrap_or_default();
            let lines: Vec<&str> = text.lines().map(str::trim).collect();
            let place = lines.iter().position(|line| line.starts_with(&format!("fn {test}(")));
            // Attributes and comments may stand between.
            let marked = place.is_some_and(|place| lines[..place].iter().rev().take(4).any(|line| *line == "#[test]"));
            if !marked {
                found.push(format!("{}: {file} has no test `{test}`", mechanism.id));
            }
        }
    }
    none(&found);
}

#[test]
fn every_mechanism_file_is_in_the_register() {
    let named: BTreeSet<&str> = mechanisms().map(|mechanism| mechanism.code).collect();
    let mut found = Vec::new();
    for entry in fs::read_dir(root().join("src/behavior")).unwrap() {
        let file = format!("src/behavior/{}", entry.unwrap().file_name().to_string_lossy());
        let words = file.ends_with("/mod.rs") || file.ends_with("/sources.rs") || !file.ends_with(".rs");
        if !words && !named.contains(file.as_str()) {
            found.push(format!("{file}: no mechanism of the register names it as its code"));
        }
    }
    none(&found);
}

#[test]
fn every_source_is_known() {
    let tree = tree();
    let mut found = Vec::new();
    for (path, node) in tree.leaves() {
        for id in ids(node.info.source) {
            if source(id).is_none() {
                found.push(format!("{path}: nobody knows the source {id}; add it to src/behavior/sources.rs"));
            }
        }
    }
    for mechanism in mechanisms() {
        if mechanism.sources.is_empty() {
            found.push(format!("{}: say where its form comes from", mechanism.id));
        }
        for id in mechanism.sources.iter().chain(mechanism.findings) {
            if source(id).is_none() {
                found.push(format!("{}: nobody knows the source {id}; add it to src/behavior/sources.rs", mechanism.id));
            }
        }
    }
    none(&found);
}

/// Published findings that have no band, so that there is nothing to fly: a form of equation, background attitudes, a share of people who are
/// aware, how interests move.
const WITHOUT_BAND: [&str; 4] = ["B18", "C26", "C31", "C62"];

/// Published findings that an exact toy holds, and the file of the toy.
const TOYS: [(&str, &str); 1] = [("B16", "src/calibrate/toys/opinion.rs")];

/// Whether an id is that of a published finding, not of a section of Creepline's own model.
fn is_finding(id: &str) -> bool {
    !id.contains('.')
}

#[test]
fn every_finding_that_the_model_rests_on_is_flown_or_has_its_toy() {
    let tree = tree();
    let mut named: BTreeSet<String> = tree.leaves().iter().flat_map(|(_, node)| ids(node.info.source)).map(String::from).collect();
    named.extend(mechanisms().flat_map(|mechanism| mechanism.sources.iter().chain(mechanism.findings)).map(ToString::to_string));
    let toy = |id: &str| TOYS.iter().any(|(own, file)| *own == id && fs::read_to_string(root().join(file)).is_ok_and(|text| text.contains(id)));
    let mut found = Vec::new();
    for id in named.iter().filter(|id| is_finding(id)) {
        match (Bundled::find(id).is_some() || toy(id), WITHOUT_BAND.contains(&id.as_str())) {
            (false, false) => found.push(format!("{id}: no file of findings/ flies it, and no toy holds it")),
            (true, true) => found.push(format!("{id}: it is flown, so it has a band")),
            _ => {}
        }
    }
    assert!(named.iter().filter(|id| is_finding(id)).count() > 40, "{named:?}");
    none(&found);
}

#[test]
fn every_finding_on_people_tests_a_mechanism_and_has_a_source() {
    let mut found = Vec::new();
    for id in FINDINGS.iter().map(|finding| finding.id) {
        if id.starts_with('C') && !mechanisms().any(|mechanism| mechanism.findings.contains(&id)) {
            found.push(format!("{id}: no mechanism of src/behavior/register/ says that it is tested by it"));
        }
        if source(id).is_none() {
            found.push(format!("{id}: nobody knows the source; add it to src/behavior/sources.rs"));
        }
    }
    for mechanism in mechanisms() {
        let flown = |id: &str| Bundled::find(id).is_some() || TOYS.iter().any(|(toy, _)| *toy == id);
        for id in mechanism.findings.iter().filter(|id| !flown(id)) {
            found.push(format!("{}: {id} is not flown, so it tests nothing", mechanism.id));
        }
    }
    none(&found);
}

#[test]
fn mechanisms_are_told_apart_and_say_what_they_are() {
    let ids: BTreeSet<&str> = mechanisms().map(|mechanism| mechanism.id).collect();
    assert_eq!(ids.len(), mechanisms().count());
    assert_eq!(GROUPS.iter().map(|group| group.mechanisms.len()).sum::<usize>(), ids.len());
    for mechanism in mechanisms() {
        let id = mechanism.id;
        assert!(mechanism.meaning.ends_with('.') && !mechanism.meaning.contains("  "), "{id}: a sentence: {}", mechanism.meaning);
        assert!(mechanism.leaves_out.ends_with('.') && !mechanism.leaves_out.contains("  "), "{id}: {}", mechanism.leaves_out);
        let set_by = mechanism.settings.len() + mechanism.reads.len();
        assert!(!mechanism.equation.is_empty() && set_by > 0, "{id}: an equation, and something that sets its numbers");
        // A symbol that a setting lends to the equation must stand in it.
        let equation = mechanism.equation.join(" ").replace('-', " ");
        for (path, sign) in mechanism.settings.iter().filter(|(_, sign)| !sign.is_empty()) {
            let spoken = mechanism.symbols.iter().any(|(_, meaning)| meaning.replace('-', " ").contains(sign));
            assert!(equation.contains(sign) || spoken, "{id}: the equation has no `{sign}` ({path})");
        }
        // What nobody has to use by default says why it is not in use.
        let asleep = ["price", "breach", "alarm", "habit", "attention", "mere_exposure", "requests", "controls"].contains(&id);
        match (mechanism.unused)(&Scenario::default()) {
            None => assert!(!asleep, "{id} is in use by default"),
            Some(why) => assert!(asleep && !why.is_empty(), "{id} is not in use by default: {why}"),
        }
    }
}

#[test]
fn a_mechanism_that_is_switched_off_says_so() {
    let mut scenario = Scenario::default();
    let on = &mut scenario.behavior.mechanisms;
    for flag in [&mut on.perception, &mut on.trust, &mut on.organic, &mut on.fatigue, &mut on.hazards, &mut on.consent] {
        *flag = false;
    }
    let unused = |id: &str| mechanisms().find(|mechanism| mechanism.id == id).and_then(|mechanism| (mechanism.unused)(&scenario));
    for id in ["creepiness", "own_line", "trust", "search", "wear_out", "churn", "consent"] {
        assert!(unused(id).is_some_and(|why| why.contains("is off")), "{id}");
    }
    assert!(unused("choice").is_none() && unused("drift").is_none());
}
