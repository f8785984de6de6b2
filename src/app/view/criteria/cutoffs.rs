//! The threshold explorer: who would gain and lose the offer under cut-offs by group.

use super::super::plain::{PlotText, Table, Tag};
use crate::experiment::{AttributeCriteria, CutoffAim, Cutoffs, GroupCutoff, Shift, explore, format_group_rate_value, format_number};
use crate::measure::{GroupRate, Measured};

/// One group.
#[derive(Clone, Debug)]
pub struct CutoffGroup {
    /// Name.
    pub name: String,
    /// The cut-off in words.
    pub cutoff: String,
    /// Where it lies, 0 to 1.
    pub at: Option<f64>,
    /// People of a world who would benefit.
    pub benefiting: Shift,
    /// People who would not.
    pub others: Shift,
}

/// What an aim does under one variant.
#[derive(Clone, Debug)]
pub struct CutoffPanel {
    /// Groups; empty where nothing can be explored.
    pub groups: Vec<CutoffGroup>,
    /// Why nothing can be explored, if nothing can.
    pub reason: Option<String>,
    /// Words.
    pub text: PlotText,
}

pub(super) fn panel(attribute: &AttributeCriteria, tag: &Tag, aim: CutoffAim, day: usize) -> CutoffPanel {
    let scores = attribute.scores.get(tag.variant).map_or(&[][..], Vec::as_slice);
    let found = match explore(scores, aim) {
        Ok(found) => found,
        Err(undefined) => {
            let title = "What if the offer went by cut-offs?".into();
            return CutoffPanel { groups: Vec::new(), reason: Some(undefined.to_string()), text: PlotText { title, ..PlotText::default() } };
        }
    };
    let groups: Vec<CutoffGroup> = attribute.groups.iter().zip(&found.groups).map(|(group, cut)| cutoff_group(&group.name, cut)).collect();
    let spoken: Vec<String> = groups.iter().map(words).collect();
    CutoffPanel {
        text: PlotText {
            title: format!("What if the offer went by cut-offs? {}", aim.label()),
            sentence: format!("{} under {}, {} offers as now. {}.", aim.label(), tag.label(), format_number(found.offers), spoken.join("; ")),
            caption: format!(
                "{} People of a world on day {day} whom the policy gives a score, {} offers now and then. The score is the chance of benefit as the \
                 policy sees it. Nothing is flown: nobody answers to the new offers.",
                aim.meaning(),
                format_number(found.offers)
            ),
            table: table(attribute, &found),
        },
        reason: None,
        groups,
    }
}

fn cutoff_group(name: &str, cut: &GroupCutoff) -> CutoffGroup {
    CutoffGroup {
        name: name.to_owned(),
        cutoff: cut.cutoff.as_ref().map_or_else(ToString::to_string, |cutoff| format!("from {}", format_number(*cutoff))),
        at: cut.cutoff.as_ref().ok().copied(),
        benefiting: cut.benefiting,
        others: cut.others,
    }
}

fn words(group: &CutoffGroup) -> String {
    format!(
        "{} {}: of those who would benefit {} gain and {} lose the offer, of the others {} and {}",
        group.name,
        group.cutoff,
        format_number(group.benefiting.gained),
        format_number(group.benefiting.lost),
        format_number(group.others.gained),
        format_number(group.others.lost)
    )
}

fn table(attribute: &AttributeCriteria, found: &Cutoffs) -> Table {
    let columns = [
        "Group",
        "Cut-off",
        "Got the offer, now and then",
        "Of those who would benefit",
        "Of those who would not",
        "Benefit: gain, lose",
        "Others: gain, lose",
    ];
    let share = |value: &Measured| match value {
        Ok(value) => format_group_rate_value(GroupRate::Offered, *value),
        Err(undefined) => undefined.to_string(),
    };
    let ends = |rates: &[Measured; 2]| format!("{} to {}", share(&rates[0]), share(&rates[1]));
    let moved = |shift: &Shift| format!("{}, {}", format_number(shift.gained), format_number(shift.lost));
    let rows = attribute
        .groups
        .iter()
        .zip(&found.groups)
        .map(|(group, cut)| {
            vec![
                group.name.clone(),
                cutoff_group(&group.name, cut).cutoff,
                ends(&cut.offered),
                ends(&cut.offered_if_benefits),
                ends(&cut.offered_if_not),
                moved(&cut.benefiting),
                moved(&cut.others),
            ]
        })
        .collect();
    Table { columns: columns.map(String::from).to_vec(), rows }
}
