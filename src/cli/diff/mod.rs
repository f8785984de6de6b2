//! `creepline diff`: what differs between two runs or scenarios: settings, then results. Nothing is flown.

mod csv;
mod human;
mod json;
mod markdown;
mod place;
mod settings;

use super::args::{DiffArgs, DiffFormat};
use super::ending::{Ending, Failure};
use super::output;
use super::run::today;
use crate::experiment::{Between, Side, between, scorecard_on};
use place::Place;
use settings::Settings;

/// All that the shapes of a result are made of.
struct Report {
    a: Place,
    b: Place,
    settings: Settings,
    /// The results, or why there are none.
    results: Result<Between, String>,
}

impl Report {
    /// Whether nothing differs that can be compared.
    fn is_same(&self) -> bool {
        self.settings.is_same() && self.results.as_ref().map_or(self.a.run.is_some() == self.b.run.is_some(), Between::is_same)
    }
}

/// Reads both and says what differs.
///
/// # Errors
/// One that is not there or not valid, a result that cannot be written.
pub fn diff(args: &DiffArgs) -> Result<Ending, Failure> {
    let hint = |place: &Place| {
        if !args.delivery.quiet {
            place.warnings.iter().for_each(|warning| output::say(&super::human::printable(&format!("{warning}\n"))));
        }
    };
    let (a, b) = (Place::open("A", &args.before)?, Place::open("B", &args.after)?);
    hint(&a);
    hint(&b);
    let settings = Settings::between(&a.scenario, &b.scenario);
    let results = match (&a.run, &b.run) {
        (Some(old), Some(new)) => {
            let day = args.today.unwrap_or_else(today);
            let (old_card, new_card) = (scorecard_on(&old.run, Some(day)), scorecard_on(&new.run, Some(day)));
            let old_side = Side { run: &old.run, card: &old_card, engine: &old.engine };
            let new_side = Side { run: &new.run, card: &new_card, engine: &new.engine };
            Ok(between(old_side, new_side, &settings.renames))
        }
        _ => Err([&a, &b].iter().filter_map(|place| place.no_results()).collect::<Vec<_>>().join(" ")),
    };
    let report = Report { a, b, settings, results };
    let bytes = match args.format {
        DiffFormat::Human => human::text(&report).into_bytes(),
        DiffFormat::Json => json::document(&report)?,
        DiffFormat::Csv => csv::table(&report)?,
        DiffFormat::Md => markdown::text(&report).into_bytes(),
    };
    output::result(&bytes, args.delivery.output.as_deref())?;
    Ok(if args.exit_code && !report.is_same() { Ending::Stale } else { Ending::Done })
}
