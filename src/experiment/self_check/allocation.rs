//! Whether customers came out as the scenario shares them out.

use super::{CheckKind, CheckResult};
use crate::ledger::Scope;
use crate::measure::{Measured, Undefined, people};
use crate::scenario::Scenario;
use crate::simulate::{Assignment, Run};
use crate::stats::{binomial_cdf, binomial_sf};

/// A test fails below this chance. It blanks every verdict, so it must all but never be mistaken: over a thousand runs with ten tests each, one false
/// alarm in a hundred. A real slip in drawing shows with far smaller chances, because customers are many.
const CHANCE: f64 = 1e-6;

/// Expected and found customers of one part.
#[derive(Clone, Debug, PartialEq)]
pub struct AllocationRow {
    /// Segment or level.
    pub name: String,
    /// Share that the scenario gives it, 0 to 1.
    pub expected: f64,
    /// Share that it has over all worlds, 0 to 1.
    pub got: f64,
    /// Customers over all worlds.
    pub people: u64,
}

/// How customers are shared out in one way: by segment, by the levels of an attribute, or by the variants of the A/B test.
#[derive(Clone, Debug, PartialEq)]
pub struct Allocation {
    /// "segments", the name of the attribute, or "arms of the A/B test".
    pub what: String,
    /// By part, in the scenario's order.
    pub rows: Vec<AllocationRow>,
    /// Chance of shares as far off as these or farther, over all worlds: exact binomial tails, corrected for the number of parts.
    pub chance: Measured,
    /// Whether that chance is high enough.
    pub passed: bool,
}

/// The check with its numbers.
pub fn check(run: &Run) -> (CheckResult, Vec<Allocation>) {
    let kind = CheckKind::Allocation;
    if run.worlds.is_empty() {
        return (CheckResult::not_done(kind, "no world is finished"), Vec::new());
    }
    let population = &run.scenario.population;
    let segments = population.segments.iter().enumerate().map(|(index, segment)| (segment.name.clone(), segment.share, Scope::Segment(index)));
    let mut found = vec![allocation(run, "segments".into(), segments)];
    for (attribute, described) in population.attributes.iter().enumerate() {
        let levels = described.levels.iter().enumerate();
        let parts = levels.map(|(level, part)| (part.name.clone(), part.share, Scope::Group { attribute, level }));
        found.push(allocation(run, described.name.clone(), parts));
    }
    found.extend(arms(run));
    let whole: u64 = found.first().map_or(0, |segments| segments.rows.iter().map(|row| row.people).sum());
    let expected = population.customers * run.worlds.len() as u64;
    if whole != expected {
        return (CheckResult::new(kind, false, format!("{whole} customers are counted, {expected} were to be flown")), found);
    }
    let detail = match found.iter().find(|allocation| !allocation.passed) {
        Some(failed) => format!("shares of {} are not those of the scenario: {}", failed.what, words(failed)),
        None => found.iter().map(|allocation| format!("{}: {}", allocation.what, words(allocation))).collect::<Vec<_>>().join("; "),
    };
    (CheckResult::new(kind, found.iter().all(|allocation| allocation.passed), detail), found)
}

fn words(allocation: &Allocation) -> String {
    let farthest = allocation.rows.iter().max_by(|a, b| (a.got - a.expected).abs().total_cmp(&(b.got - b.expected).abs()));
    let share = |share: f64| format!("{:.2}%", 100.0 * share);
    let part = farthest.map_or_else(String::new, |row| format!("{} {} expected, {} got", row.name, share(row.expected), share(row.got)));
    match &allocation.chance {
        Ok(chance) if *chance < 0.01 => format!("{part} (p = {chance:.0e})"),
        Ok(chance) => format!("{part} (p = {chance:.2})"),
        Err(undefined) => format!("{part} ({})", undefined.reason),
    }
}

fn allocation(run: &Run, what: String, parts: impl Iterator<Item = (String, f64, Scope)>) -> Allocation {
    let counted: Vec<(String, f64, u64)> =
        parts.map(|(name, share, scope)| (name, share, run.worlds.iter().map(|ledger| people(ledger, scope)).sum())).collect();
    let shares: f64 = counted.iter().map(|(_, share, _)| share).sum();
    tested(what, counted, shares)
}

/// Whether the arms of the A/B test got their shares: a sample ratio mismatch of the assignment itself. People are assigned by their number alone, so
/// they are counted once and not for each world.
fn arms(run: &Run) -> Option<Allocation> {
    let scenario: &Scenario = &run.scenario;
    let test = &scenario.experiment.test;
    if !test.on {
        return None;
    }
    let assignment = Assignment::new(scenario, 0);
    let mut people = vec![0; run.variants.len()];
    for customer in 0..test.people.min(scenario.population.customers) {
        if let Some(count) = people.get_mut(assignment.variant(customer)) {
            *count += 1;
        }
    }
    let parts = run.variants.iter().zip(people).enumerate().map(|(variant, (name, people))| (name.clone(), assignment.expected(variant), people));
    let taking_part: Vec<(String, f64, u64)> = parts.filter(|(_, share, people)| *share > 0.0 || *people > 0).collect();
    Some(tested("arms of the A/B test".into(), taking_part, 1.0))
}

fn tested(what: String, counted: Vec<(String, f64, u64)>, shares: f64) -> Allocation {
    let whole: u64 = counted.iter().map(|(.., people)| people).sum();
    let rows: Vec<AllocationRow> = counted
        .into_iter()
        .map(|(name, share, people)| AllocationRow { name, expected: share / shares, got: people as f64 / whole.max(1) as f64, people })
        .collect();
    let chance = chance_of(&rows, whole);
    let passed = chance.as_ref().map_or(true, |&chance| chance >= CHANCE);
    Allocation { what, rows, chance, passed }
}

/// Chance of counts as far off as these or farther, for the part that is farthest off: both tails of the binomial distribution, exact for parts of
/// any size, corrected for the number of parts (Bonferroni).
fn chance_of(rows: &[AllocationRow], whole: u64) -> Measured {
    if whole == 0 {
        return Err(Undefined::new("there is nobody"));
    }
    let mut least = 1.0_f64;
    for row in rows {
        if !(0.0..=1.0).contains(&row.expected) {
            return Err(Undefined::new(format!("the share of {} is no share", row.name)));
        }
        let above = row.people.checked_sub(1).map_or(Ok(1.0), |below| binomial_sf(below, whole, row.expected))?;
        least = least.min(2.0 * binomial_cdf(row.people, whole, row.expected)?.min(above));
    }
    Ok((least * rows.len() as f64).min(1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(parts: &[(f64, u64)]) -> Vec<AllocationRow> {
        let whole: u64 = parts.iter().map(|(_, people)| people).sum();
        let row = |&(expected, people): &(f64, u64)| AllocationRow { name: String::new(), expected, got: people as f64 / whole as f64, people };
        parts.iter().map(row).collect()
    }

    fn chance(parts: &[(f64, u64)]) -> f64 {
        chance_of(&rows(parts), parts.iter().map(|(_, people)| people).sum()).expect("a chance")
    }

    #[test]
    fn chances_are_those_of_the_binomial_distribution() {
        // Nine or ten heads of ten: 11 / 1024 on each side, for each of two parts.
        assert!((chance(&[(0.5, 9), (0.5, 1)]) - 4.0 * 11.0 / 1024.0).abs() < 1e-12);
        assert_eq!(chance(&[(0.5, 5), (0.5, 5)]), 1.0);
        // Summed by whole numbers: 4 (C(1000, 531) + ... + C(1000, 1000)) / 2^1000.
        let near = chance(&[(0.5, 531), (0.5, 469)]);
        assert!((near - 0.107_355_699).abs() < 1e-9, "{near}");
    }

    #[test]
    fn small_parts_and_strange_shares() {
        assert_eq!(chance(&[(1.0, 100)]), 1.0);
        assert_eq!(chance(&[(1.0, 100), (0.0, 0)]), 1.0);
        assert_eq!(chance(&[(1.0, 100), (0.0, 1)]), 0.0, "nobody may be where nobody should be");
        assert!(chance(&[(0.99, 200), (0.01, 60)]) < 1e-30, "a small part that is far too large is seen");
        assert!(chance(&[(0.99, 197), (0.01, 3)]) > 0.5);
        assert!(chance_of(&[], 0).is_err());
        assert!(chance_of(&rows(&[(f64::NAN, 4), (0.5, 4)]), 8).is_err());
    }
}
