//! The search for a better policy as the screen shows it: what is recommended, or why nothing is, and every trial that counts.

use super::plain::Table;
use crate::experiment::{Search, SearchEnd};
use crate::report::searches::{search_basis, search_end, shown_trials, trial_cells, trial_heads};

/// What a search came to.
#[derive(Clone, Debug)]
pub struct SearchView {
    /// What it rests on.
    pub basis: Vec<String>,
    /// What is recommended, or that nothing is.
    pub headline: String,
    /// What there is to say about it.
    pub lines: Vec<String>,
    /// Path and value of each setting that is recommended; none where nothing is.
    pub settings: Vec<(String, String)>,
    /// Trials at full size.
    pub trials: Table,
}

impl SearchView {
    /// Prepares it.
    pub fn new(search: &Search) -> Self {
        let mut lines = search_end(search).into_iter().map(|line| line.trim_start().to_owned());
        let headline = lines.next().unwrap_or_default();
        let settings = match &search.end {
            SearchEnd::Found(found) => {
                search.plan.axes.iter().zip(&found.trial.settings).map(|(axis, setting)| (axis.path.clone(), setting.text.clone())).collect()
            }
            SearchEnd::NoneFound { .. } => Vec::new(),
        };
        let rows = shown_trials(search).map(|(trial, fresh)| trial_cells(search, trial, fresh)).collect();
        Self { basis: search_basis(search), headline, lines: lines.collect(), settings, trials: Table { columns: trial_heads(search), rows } }
    }
}
