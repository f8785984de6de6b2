//! The report card as the screen shows it: findings with counts of verdicts, and each comparison with its band on a scale of its own.

use crate::calibrate::{Comparison, Entry, Judged, ReportCard, Verdict};
use crate::report::findings::{CardRow, card_basis, card_rows};

/// One comparison.
#[derive(Clone, Debug)]
pub struct Measure {
    /// In words.
    pub row: CardRow,
    /// The numbers that are inside; an end that is not there is open.
    pub band: (Option<f64>, Option<f64>),
    /// Mean over worlds.
    pub mean: Option<f64>,
    /// Its interval.
    pub interval: Option<(f64, f64)>,
    /// Ends of the scale that band and number are drawn on.
    pub scale: (f64, f64),
}

/// One finding.
#[derive(Clone, Debug)]
pub struct FindingPanel {
    /// Its id.
    pub id: String,
    /// What was found.
    pub title: String,
    /// Authors and journal, and how the numbers are known.
    pub source: String,
    /// What was published.
    pub published: String,
    /// How it is flown, where that needs words.
    pub note: String,
    /// People, worlds, days.
    pub size: String,
    /// Comparisons.
    pub measures: Vec<Measure>,
    /// "4 of 4", "2 of 3".
    pub inside: String,
    /// The worst verdict.
    pub worst: Verdict,
}

/// The screen.
#[derive(Clone, Debug)]
pub struct CardView {
    /// How many are inside, in a sentence.
    pub sentence: String,
    /// What it rests on.
    pub basis: String,
    /// Findings, in the order of the card.
    pub findings: Vec<FindingPanel>,
}

impl CardView {
    /// Prepares the screen.
    pub fn new(card: &ReportCard) -> Self {
        Self { sentence: card.sentence(), basis: card_basis(card), findings: card.entries.iter().map(panel).collect() }
    }
}

fn panel(entry: &Entry) -> FindingPanel {
    let study = &entry.study;
    let inside = entry.judged.iter().filter(|judged| judged.verdict == Verdict::Inside).count();
    let found = |verdict: &Verdict| entry.judged.iter().any(|judged| judged.verdict == *verdict);
    let worst = Verdict::WORST_FIRST.into_iter().find(found).unwrap_or(Verdict::Inside);
    FindingPanel {
        id: study.id.clone(),
        title: study.title.clone(),
        source: format!("{} ({})", study.citation, study.evidence.words()),
        published: study.published.clone(),
        note: study.note.clone(),
        size: format!("{} people, {} worlds, {} days", study.people, study.worlds, study.days),
        measures: entry.rows().zip(card_rows(entry)).map(|((comparison, judged), row)| measure(comparison, judged, row)).collect(),
        inside: format!("{inside} of {}", entry.judged.len()),
        worst,
    }
}

fn measure(comparison: &Comparison, judged: &Judged, row: CardRow) -> Measure {
    let band = comparison.expect.band();
    let ends = [band.0, band.1].into_iter().flatten();
    let drawn: Vec<f64> = ends.chain(judged.mean).chain(judged.interval.into_iter().flat_map(|(low, high)| [low, high])).collect();
    let (low, high) = drawn.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), &value| (low.min(value), high.max(value)));
    // Air on both sides, so that an open end and a number at the edge of its band are seen as such.
    let air = if high > low { (high - low) * 0.25 } else { high.abs().max(1.0) * 0.1 };
    let scale = if drawn.is_empty() { (0.0, 1.0) } else { (low - air, high + air) };
    Measure { row, band, mean: judged.mean, interval: judged.interval, scale }
}
