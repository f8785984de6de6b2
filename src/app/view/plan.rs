//! The plan as the screen shows it: half-widths against worlds, minutes, what a real test would need, and the question in a sentence.

use super::fields::policy_differences;
use super::map_words::guard_words;
use super::plain::{PlotText, Table, Tag, tags};
use crate::experiment::{Family, PlanLine, ab_test, percent_of_confidence, plan, scope_name, variant_letter};
use crate::report::ab_test::{method_words, need_rows};
use crate::report::plan::{answer, basis, cells, heads, minutes_row};
use crate::scenario::Scenario;
use crate::simulate::{Run, line_up};

/// Decisions drawn; the table holds all.
const DRAWN: usize = 6;

/// One decision: the half-width of its interval as a share of its distance from the limit, by number of worlds.
#[derive(Clone, Debug)]
pub struct PlanCurve {
    /// The variant.
    pub tag: Tag,
    /// The decision in words.
    pub name: String,
    /// Worlds, share, and the share at both ends of the pilot's spread.
    pub points: Vec<(f64, f64, (f64, f64))>,
}

/// The screen.
#[derive(Clone, Debug)]
pub struct PlanView {
    /// When everything can be told.
    pub answer: String,
    /// What it rests on.
    pub basis: String,
    /// Curves, the hardest decision first.
    pub curves: Vec<PlanCurve>,
    /// Worlds that the scenario plans.
    pub planned: f64,
    /// The words.
    pub text: PlotText,
    /// By variant: what a real test would need, by its length; or why that cannot be said.
    pub needs: Result<Vec<(String, Table)>, String>,
    /// How the real test is planned.
    pub method: &'static str,
}

impl PlanView {
    /// Prepares the screen from a pilot of a scenario that plans `planned` worlds.
    pub fn new(pilot: &Run, planned: usize) -> Self {
        let found = plan(pilot, planned);
        let tags = tags(&pilot.variants, pilot.baseline);
        let tag = |variant: usize| tags.iter().find(|tag| tag.variant == variant).cloned();
        let mut curves: Vec<PlanCurve> = found.lines.iter().filter_map(|line| curve(pilot, line, tag(line.variant)?)).collect();
        let last = |curve: &PlanCurve| curve.points.last().map_or(0.0, |point| point.1);
        curves.sort_by(|a, b| last(b).total_cmp(&last(a)));
        let left = curves.len().saturating_sub(DRAWN);
        curves.truncate(DRAWN);
        let rows = found.lines.iter().map(|line| cells(pilot, line)).chain([minutes_row(pilot, &found)]).collect();
        let answer = answer(pilot, &found);
        let more = if left > 0 { format!(" The {DRAWN} hardest decisions; {left} easier ones are in the table.") } else { String::new() };
        Self {
            text: PlotText {
                title: "How many worlds can tell?".into(),
                sentence: format!("Half-width of each guardrail's interval by number of worlds. {answer}"),
                caption: format!(
                    "Half-width of the interval as a share of the distance from the limit: below 1 it can be told. Bands: the pilot tells a spread \
                     only roughly.{more}"
                ),
                table: Table { columns: heads(), rows },
            },
            basis: basis(&found),
            planned: planned as f64,
            needs: needs(pilot, &tags),
            method: method_words(pilot.scenario.experiment.test.method),
            answer,
            curves,
        }
    }
}

fn curve(pilot: &Run, line: &PlanLine, tag: Tag) -> Option<PlanCurve> {
    let distance = *line.distance.as_ref().ok()?;
    if distance <= 0.0 || line.points.is_empty() {
        return None;
    }
    let share = |half: f64| half / distance;
    let points = line.points.iter().map(|point| (point.worlds as f64, share(point.half_width), (share(point.range.0), share(point.range.1))));
    let whom = scope_name(&pilot.scenario, line.scope);
    Some(PlanCurve { name: format!("{}: {}, {whom}", tag.letter, line.metric.label()), points: points.collect(), tag })
}

fn needs(pilot: &Run, tags: &[Tag]) -> Result<Vec<(String, Table)>, String> {
    let records = ab_test(pilot, &[]).map_err(|undefined| undefined.to_string())?;
    let table = |record: &crate::experiment::TestRecord| {
        let label = tags.iter().find(|tag| tag.variant == record.variant).map_or_else(String::new, Tag::label);
        let columns = ["Days", "People, all arms together", "Smallest effect that the planned people find"].map(String::from).to_vec();
        (label, Table { columns, rows: need_rows(record).into_iter().map(|row| row.to_vec()).collect() })
    };
    Ok(records.iter().map(table).collect())
}

/// The question of each variant, in a sentence: what is changed, what it should raise, what must not happen.
pub fn hypotheses(scenario: &Scenario) -> Vec<String> {
    let (names, baseline) = line_up(scenario);
    let goal = format!("{:?}", scenario.experiment.test.metric).to_lowercase();
    let limits: Vec<String> = scenario.experiment.guardrails.iter().map(guard_words).collect();
    let without =
        if limits.is_empty() { "; no limit is set on what it may cost".to_owned() } else { format!(" within the limits: {}", limits.join("; ")) };
    let one = |(index, changes): (usize, &Vec<String>)| {
        let what = if changes.is_empty() { "nothing".to_owned() } else { changes.join("; ") };
        let letter = variant_letter(index + 1, baseline);
        format!("{letter} {}: changing {what} raises {goal}{without}.", names.get(index + 1).map_or("", String::as_str))
    };
    policy_differences(scenario).iter().enumerate().filter(|(index, _)| index + 1 != baseline).map(one).collect()
}

/// How the limits are decided, all of them together.
pub fn family_words(scenario: &Scenario) -> String {
    let (names, _) = line_up(scenario);
    let judged = names.len().saturating_sub(2);
    let family = Family::of(scenario, judged);
    format!(
        "{} decisions together: {judged} variants against the baseline, each limit in every scope that it looks at. Each is decided by its whole {} interval, so that all hold \
         together with {} (Bonferroni).",
        family.decisions,
        percent_of_confidence(family.confidence),
        percent_of_confidence(scenario.experiment.confidence)
    )
}
