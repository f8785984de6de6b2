//! Robustness as the screen shows it: for each variant the share of plausible settings in which its verdict holds, and which assumption decides.

use super::map_words::clipped;
use super::plain::{PlotText, Span, Table, sentence_case};
use crate::experiment::{Influence, Quantity, Robustness, Share, VariantRobustness};
use crate::report::robustness::{held_sentence, influence_rows, influence_title, metric_sentence, robustness_basis, share_words, variant_words};
use crate::simulate::line_up;

/// A share of the plausible settings.
#[derive(Clone, Debug)]
pub struct ShareRow {
    /// What holds in them.
    pub name: String,
    /// The share with its interval, 0 to 1; `None` where there are none.
    pub span: Option<Span>,
    /// The same in words.
    pub words: String,
    /// Whether it begins a new block.
    pub first: bool,
}

/// What decides about a number.
#[derive(Clone, Debug)]
pub struct DecidingPanel {
    /// The number.
    pub title: String,
    /// Assumptions, the strongest first.
    pub table: Table,
}

/// One variant.
#[derive(Clone, Debug)]
pub struct RobustnessPanel {
    /// Its place among the variants of a run, the twin being 0, and that of the baseline.
    pub variant: (usize, usize),
    /// How it stands, in a sentence.
    pub sentence: String,
    /// Shares of the plausible settings.
    pub rows: Vec<ShareRow>,
    /// Differences in plausible settings, a sentence each.
    pub metrics: Vec<String>,
    /// What decides.
    pub deciding: Vec<DecidingPanel>,
    /// The words of the picture.
    pub text: PlotText,
}

/// The part of the screen.
#[derive(Clone, Debug)]
pub struct RobustnessView {
    /// What was flown.
    pub basis: Vec<String>,
    /// Variants that are compared.
    pub panels: Vec<RobustnessPanel>,
}

impl RobustnessView {
    /// Prepares it.
    pub fn new(found: &Robustness) -> Self {
        Self { basis: robustness_basis(found), panels: found.held.iter().map(|held| panel(found, held)).collect() }
    }
}

fn panel(found: &Robustness, held: &VariantRobustness) -> RobustnessPanel {
    let name = clipped(&variant_words(found, &held.variant));
    let sentence = held_sentence(held);
    let row = |name: String, share: &Share, first: bool| ShareRow { name, span: span(share), words: share_words(share), first };
    let mut rows = vec![
        row("The verdict holds".into(), &held.holds, true),
        row("Within every limit".into(), &held.ships, false),
        row("Crosses a limit".into(), &held.crosses, false),
        row("Cannot tell".into(), &held.cannot_tell, false),
    ];
    for guard in &held.guardrails {
        let metric = crate::scenario::Metric::from_id(&guard.metric).map_or_else(|| guard.metric.clone(), |metric| metric.label().to_owned());
        rows.push(row(format!("{metric}: within"), &guard.within, true));
        rows.push(row(format!("{metric}: crossed"), &guard.crossed, false));
        rows.push(row(format!("{metric}: cannot tell"), &guard.cannot_tell, false));
    }
    let (names, baseline) = line_up(&found.plan.scenario);
    let text = PlotText {
        title: format!("{name}: does the verdict hold?"),
        sentence: format!("{name}. {sentence}"),
        caption: format!(
            "Dot: share of {} plausible settings of all assumptions together; line: its 95% interval (Wilson). Every value of a range counts as equally \
             plausible.",
            held.holds.of
        ),
        table: Table {
            columns: ["What holds", "Share of plausible settings"].map(String::from).to_vec(),
            rows: rows.iter().map(|row| vec![row.name.clone(), row.words.clone()]).collect(),
        },
    };
    RobustnessPanel {
        variant: (names.iter().position(|name| *name == held.variant).unwrap_or(0), baseline),
        sentence,
        metrics: held.metrics.iter().map(metric_sentence).collect(),
        deciding: deciding(found, held),
        rows,
        text,
    }
}

fn span(share: &Share) -> Option<Span> {
    Some(Span { mean: share.value().ok()?, outer: share.interval.clone().ok(), inner: None })
}

/// What decides about each guardrail; about each metric where there is none.
fn deciding(found: &Robustness, held: &VariantRobustness) -> Vec<DecidingPanel> {
    let own: Vec<&Influence> = found.influences.iter().filter(|influence| influence.target.variant == held.variant).collect();
    let guards: Vec<&Influence> = own.iter().filter(|influence| matches!(influence.target.quantity, Quantity::Guardrail(_))).copied().collect();
    let shown = if guards.is_empty() { own } else { guards };
    shown.into_iter().map(|influence| deciding_panel(found, influence)).collect()
}

fn deciding_panel(found: &Robustness, influence: &Influence) -> DecidingPanel {
    let rows = influence_rows(found, influence);
    let with_shares = rows.iter().any(|row| !row.shares.is_empty());
    let mut columns = ["Assumption", "Range", "Rests on", "Moves it by", "Which way", "Meets the limit"].map(String::from).to_vec();
    if with_shares {
        columns.push("Share of the variance".into());
    }
    let cells = |row: &crate::report::robustness::InfluenceRow| {
        let meets = if row.can_cross { "may" } else { "" };
        let mut cells = vec![row.path.clone(), row.range.clone(), row.evidence.into(), row.moves.clone(), row.direction.into(), meets.into()];
        if with_shares {
            cells.push(row.shares.clone());
        }
        cells
    };
    DecidingPanel { title: sentence_case(&influence_title(found, influence)), table: Table { columns, rows: rows.iter().map(cells).collect() } }
}
