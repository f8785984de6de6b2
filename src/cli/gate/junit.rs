//! The gate as a JUnit report: a test case for each decision of a guardrail, each self-check, and the reference.

use std::io;

use quick_xml::events::{BytesDecl, BytesText, Event};
use quick_xml::writer::Writer;

use super::{Report, Standing};
use crate::cli::ending::{Ending, Failure};
use crate::experiment::{CheckState, Effect, scope_name};

/// How a case came out.
enum Came {
    Passed,
    Skipped(String),
    Failed(&'static str, String),
    Erred(&'static str, String),
}

struct CaseOf {
    class: &'static str,
    name: String,
    came: Came,
    /// What else is to be said.
    out: String,
}

/// The whole report.
///
/// # Errors
/// Never for text in memory; kept for the writer's sake.
pub fn document(report: &Report<'_>) -> Result<Vec<u8>, Failure> {
    let cases = cases(report);
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 2);
    write(&mut writer, report, &cases).map_err(|error| Failure::new(Ending::Failed, format!("error: {error}")))?;
    let mut bytes = writer.into_inner();
    bytes.push(b'\n');
    Ok(bytes)
}

fn cases(report: &Report<'_>) -> Vec<CaseOf> {
    let mut cases: Vec<CaseOf> = report
        .outcomes()
        .map(|(outcome, effect)| {
            let whose = scope_name(&report.run.scenario, outcome.scope);
            let place = report.places.guardrail(outcome.guard).map_or_else(String::new, |(line, column)| format!(":{line}:{column}"));
            let said = format!("{}: {}", outcome.verdict.words(), outcome.reason);
            CaseOf {
                class: "creepline.guardrail",
                name: format!("{} {}: {}, {whose}", outcome.guard + 1, outcome.name, report.variant(outcome)),
                out: format!("{}{place}: {said}", report.places.file),
                came: match effect {
                    Effect::Passes => Came::Passed,
                    Effect::Waived | Effect::Warns => Came::Skipped(said),
                    Effect::Undecided | Effect::Crossed => Came::Failed(effect.id(), said),
                    Effect::Blank => Came::Erred(effect.id(), said),
                },
            }
        })
        .collect();
    cases.extend(report.check.iter().flat_map(|check| &check.checks).map(|check| CaseOf {
        class: "creepline.self_check",
        name: check.kind.words().into(),
        out: check.detail.clone(),
        came: match check.state {
            CheckState::Passed => Came::Passed,
            CheckState::NotDone => Came::Skipped(check.detail.clone()),
            CheckState::Failed => Came::Erred("self_check", check.detail.clone()),
        },
    }));
    let reference = |came: Came, out: String| CaseOf { class: "creepline.reference", name: "reference".into(), came, out };
    match &report.standing {
        Standing::None => {}
        Standing::Same(name) | Standing::Updated(name) => cases.push(reference(Came::Passed, name.clone())),
        Standing::NotCompared(why) => cases.push(reference(Came::Skipped(why.clone()), String::new())),
        Standing::Stale(name, changes) => {
            cases.push(reference(Came::Failed("stale", format!("{name} is stale: {}", changes.join("; "))), changes.join("\n")));
        }
    }
    cases
}

fn write(writer: &mut Writer<Vec<u8>>, report: &Report<'_>, cases: &[CaseOf]) -> io::Result<()> {
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let count = |wanted: fn(&Came) -> bool| cases.iter().filter(|case| wanted(&case.came)).count().to_string();
    let (tests, failures) = (cases.len().to_string(), count(|came| matches!(came, Came::Failed(..))));
    let (errors, skipped) = (count(|came| matches!(came, Came::Erred(..))), count(|came| matches!(came, Came::Skipped(_))));
    let name = attribute(&report.run.scenario.name);
    let time = format!("{:.3}", report.run.wall_seconds);
    let totals = || [("tests", tests.as_str()), ("failures", failures.as_str()), ("errors", errors.as_str()), ("time", time.as_str())];
    writer.create_element("testsuites").with_attribute(("name", "creepline gate")).with_attributes(totals()).write_inner_content(|writer| {
        let suite = writer.create_element("testsuite").with_attribute(("name", name.as_str())).with_attributes(totals());
        suite.with_attribute(("skipped", skipped.as_str())).write_inner_content(|writer| {
            cases.iter().try_for_each(|case| write_case(writer, case))?;
            writer.create_element("system-out").write_text_content(BytesText::new(&legal(&report.message)))?;
            Ok(())
        })?;
        Ok(())
    })?;
    Ok(())
}

fn write_case(writer: &mut Writer<Vec<u8>>, case: &CaseOf) -> io::Result<()> {
    let name = attribute(&case.name);
    let element = writer.create_element("testcase").with_attribute(("classname", case.class)).with_attribute(("name", name.as_str()));
    element.with_attribute(("time", "0")).write_inner_content(|writer| {
        match &case.came {
            Came::Passed => {}
            Came::Skipped(why) => {
                writer.create_element("skipped").with_attribute(("message", attribute(why).as_str())).write_empty()?;
            }
            Came::Failed(kind, why) | Came::Erred(kind, why) => {
                let tag = if matches!(case.came, Came::Failed(..)) { "failure" } else { "error" };
                let element = writer.create_element(tag).with_attribute(("message", attribute(why).as_str())).with_attribute(("type", *kind));
                element.write_text_content(BytesText::new(&legal(why)))?;
            }
        }
        if !case.out.is_empty() {
            writer.create_element("system-out").write_text_content(BytesText::new(&legal(&case.out)))?;
        }
        Ok(())
    })?;
    Ok(())
}

/// Text without signs that XML 1.0 knows no way to write.
fn legal(text: &str) -> String {
    let fits = |letter: char| (!letter.is_control() || matches!(letter, '\n' | '\t')) && !matches!(letter, '\u{fffe}' | '\u{ffff}');
    text.chars().map(|letter| if fits(letter) { letter } else { char::REPLACEMENT_CHARACTER }).collect()
}

/// The same on one line: readers make blanks of line breaks in attributes.
fn attribute(text: &str) -> String {
    legal(text).replace(['\n', '\t'], " ")
}
