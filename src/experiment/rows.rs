//! All numbers of a run as one long table: a row for each variant, world, day, scope and metric. What tables on disk are written from.

use std::sync::Arc;

use crate::ledger::{Ledger, Scope};
use crate::measure::{Measured, Undefined, View, has_checkpoints};
use crate::scenario::Metric;
use crate::simulate::Run;

/// One number of the long table.
#[derive(Clone, Debug, PartialEq)]
pub struct LongRow {
    /// Name of the variant.
    pub variant: Arc<str>,
    /// World, from 0.
    pub world: usize,
    /// Day from 1, cumulative or trailing as [`View::series`] says; 0 stands for the whole run.
    pub day: usize,
    /// Name of the segment; empty stands for all.
    pub segment: Arc<str>,
    /// "attribute: level"; empty stands for all.
    pub group: Arc<str>,
    /// The metric.
    pub metric: Metric,
    /// The value; `None` where it is undefined.
    pub value: Option<f64>,
    /// Why there is no value; `None` where there is one.
    pub reason: Option<String>,
}

/// Every number of a run, ordered by variant, world, scope, metric and day: whole-run values of every metric and scope it is kept for, daily
/// metrics by day, checkpoint metrics by checkpoint day. Rows are made as they are asked for, one variant, world and scope at a time.
pub fn long_rows(run: &Run) -> impl Iterator<Item = LongRow> + '_ {
    run.variants.iter().enumerate().flat_map(move |(variant, name)| {
        let name: Arc<str> = name.as_str().into();
        run.worlds.iter().enumerate().flat_map(move |(world, ledger)| {
            let name = name.clone();
            ledger.shape.cells.scopes().into_iter().flat_map(move |scope| scope_rows(run, ledger, variant, &name, world, scope))
        })
    })
}

fn scope_rows(run: &Run, ledger: &Ledger, variant: usize, name: &Arc<str>, world: usize, scope: Scope) -> Vec<LongRow> {
    let label: Arc<str> = match scope {
        Scope::All => "".into(),
        _ => super::scope_name(&run.scenario, scope).into(),
    };
    let everyone: Arc<str> = "".into();
    let (segment, group) = match scope {
        Scope::All => (everyone.clone(), everyone),
        Scope::Segment(_) => (label, everyone),
        Scope::Group { .. } => (everyone, label),
    };
    let row = |day, metric, measured: Measured| {
        let (value, reason) = match measured {
            Ok(value) => (Some(value), None),
            Err(undefined) => (None, Some(undefined.reason)),
        };
        LongRow { variant: name.clone(), world, day, segment: segment.clone(), group: group.clone(), metric, value, reason }
    };
    let view = View::new(ledger, variant, scope);
    let mut rows = Vec::new();
    for &metric in Metric::ALL.iter().filter(|metric| is_kept(**metric, scope)) {
        match &view {
            Ok(view) => {
                rows.push(row(0, metric, view.value(metric, 1)));
                if metric.is_daily() {
                    rows.extend(view.series(metric).into_iter().enumerate().map(|(day, measured)| row(day + 1, metric, measured)));
                }
                if has_checkpoints(metric) {
                    let series = view.checkpoint_series(metric).into_iter().enumerate();
                    rows.extend(series.map(|(checkpoint, measured)| row(ledger.shape.checkpoint_day(checkpoint), metric, measured)));
                }
            }
            // An empty group says so once for each metric, not once a day.
            Err(Undefined { reason }) => rows.push(row(0, metric, Err(Undefined::new(reason.clone())))),
        }
    }
    rows
}

fn is_kept(metric: Metric, scope: Scope) -> bool {
    match scope {
        Scope::All => true,
        Scope::Segment(_) => metric.by_segment(),
        Scope::Group { .. } => metric.by_group(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::testing::synthetic_run;

    #[test]
    fn every_number_has_a_row_and_every_gap_a_reason() {
        let run = synthetic_run(2);
        let rows: Vec<LongRow> = long_rows(&run).collect();
        assert!(rows.iter().all(|row| row.value.is_some() != row.reason.is_some()));
        let whole = |variant: &str, segment: &str, group: &str| {
            rows.iter()
                .filter(|row| &*row.variant == variant && row.world == 1 && row.day == 0 && &*row.segment == segment && &*row.group == group)
                .count()
        };
        assert_eq!(whole("none", "", ""), Metric::ALL.len());
        assert_eq!(whole("weekly-5", "guarded", ""), Metric::ALL.iter().filter(|metric| metric.by_segment()).count());
        assert_eq!(whole("weekly-5", "", "age band: under 35"), Metric::ALL.iter().filter(|metric| metric.by_group()).count());
        let last = rows.iter().filter(|row| row.metric == Metric::Within && row.day == 28).count();
        assert_eq!(last, 3 * 2 * 4, "variants, worlds, everybody and three segments");
        assert_eq!(rows.first().map(|row| (&*row.variant, row.world)), Some(("none", 0)));
    }
}
