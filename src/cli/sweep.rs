//! `creepline sweep`: a scenario at many values of some of its fields.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use comfy_table::presets::ASCII_BORDERS_ONLY_CONDENSED;
use comfy_table::{ContentArrangement, Table};
use serde_json::{Value, json};

use super::args::{DesignWord, SweepArgs, SweepFormat};
use super::document::{csv_rows, pretty};
use super::ending::{Ending, Failure};
use super::markdown::escaped;
use super::{output, overrides, progress, sensitivity, source, trade};
use crate::experiment::{
    Contours, Crossing, Design, Frontier, PlanError, Quantity, Question, Stop, Sweep, SweepPlan, SweepPoint, fly_sweep, format_count,
    frontier_of_sweep, measured_rate, sweep_map, usual_sweep_size,
};
use crate::report::sweeps::{axis_heads, limit_sentences, long_sweep_head, long_sweep_rows, setting_words, sweep_basis, sweep_rows};
use crate::scenario::Scenario;
use crate::simulate::{RunError, customer_days};
use crate::store::{PointsError, PointsFile, points_text, settle_points};

/// Flies a sweep and prints what came out.
///
/// # Errors
/// An unusable scenario, wrong options, too many points, an engine that stops, files that cannot be written.
pub fn sweep(args: &SweepArgs) -> Result<Ending, Failure> {
    let loaded = source::read(&args.file)?.loaded;
    if !args.quiet {
        loaded.warnings.iter().for_each(|warning| output::say(&format!("{warning}\n")));
    }
    let scenario = Arc::new(overrides::apply(&args.overrides.or_sized(usual_sweep_size(&loaded.scenario)), loaded.scenario)?);
    let mut metrics = sensitivity::metrics(&args.metrics, &scenario)?;
    let sides = match (&args.benefit, &args.harm) {
        (Some(benefit), Some(harm)) => Some((trade::aim(benefit, &scenario)?, trade::aim(harm, &scenario)?)),
        _ => None,
    };
    for metric in sides.iter().flat_map(|(benefit, harm)| [benefit.metric, harm.metric]) {
        if !metrics.contains(&metric) {
            metrics.push(metric);
        }
    }
    let threads = args.threads.count();
    let plan =
        SweepPlan::new(&scenario, &args.set, design(args)?, &metrics, args.most_points).map_err(|error| refused(&error, &scenario, threads))?;
    let (file, known) = points_file(args, &plan)?;
    let mut sweep = Sweep::new(Arc::new(plan), known);
    let path = file.as_ref().and_then(|_| points_path(args));
    announce(&sweep, args, path.as_ref(), threads);
    let interrupted = fly(&mut sweep, file, threads, args.quiet)?;
    if let Some(path) = &path
        && sweep.is_whole()
    {
        settle_points(path, &sweep).map_err(|error| points_failure(&error))?;
    }
    if args.format != SweepFormat::Jsonl || path.as_ref() != args.output.as_ref() || args.output.is_none() {
        let front = sides.map(|(benefit, harm)| frontier_of_sweep(&sweep, &sweep.plan.concerned(), benefit, harm));
        output::result(&result(args.format, &sweep, front.as_ref())?, args.output.as_deref())?;
    }
    ending(&sweep, interrupted, path, args.quiet)
}

fn ending(sweep: &Sweep, interrupted: bool, path: Option<PathBuf>, quiet: bool) -> Result<Ending, Failure> {
    if interrupted && !sweep.is_whole() {
        let kept = path.map_or_else(String::new, |path| format!("; `--resume` goes on with {}", path.display()));
        output::say(&format!("interrupted: {} of {} points are done{kept}", sweep.done(), sweep.points.len()));
        return Ok(Ending::Interrupted);
    }
    match (sweep.failed(), sweep.done()) {
        (0, _) => {}
        (failed, done) if failed == done => {
            let message = format!("error: none of the {done} points makes a scenario that can be flown; the findings stand in the result");
            return Err(Failure::new(Ending::Invalid, message));
        }
        (failed, done) if !quiet => output::say(&format!("{failed} of {done} points could not be flown; the findings stand in the result")),
        _ => {}
    }
    Ok(Ending::Done)
}

fn design(args: &SweepArgs) -> Result<Design, Failure> {
    match (args.design, args.samples) {
        (DesignWord::Grid, None) => Ok(Design::Grid),
        (DesignWord::Grid, Some(_)) => {
            Err(Failure::new(Ending::Usage, "error: a grid has as many points as its values make\n  help: `-n` goes with `--design lhs` or `sobol`"))
        }
        (DesignWord::Lhs, samples) => Ok(Design::LatinHypercube(samples.unwrap_or(0))),
        (DesignWord::Sobol, samples) => Ok(Design::Sobol(samples.unwrap_or(0))),
    }
}

/// Why there is no such sweep; too many points are told with the time they would take.
pub fn refused(error: &PlanError, scenario: &Scenario, threads: usize) -> Failure {
    let &PlanError::TooMany { points, most } = error else { return Failure::new(Ending::Usage, error.to_string()) };
    let days = (customer_days(scenario) * scenario.experiment.worlds) as f64 * points as f64;
    let time = measured_rate(scenario, threads).map_or_else(|_| String::new(), |rate| format!("; they would take {} here", long_time(days / rate)));
    let message = format!(
        "error: that makes {} points of {} worlds and {} people, allowed are {}{time}\n  help: larger steps, fewer values, a sampled design \
         (`--design lhs -n 64`), or `--most-points` for more",
        format_count(points),
        format_count(scenario.experiment.worlds),
        format_count(scenario.population.customers),
        format_count(most as u64)
    );
    Failure::new(Ending::Usage, message)
}

/// "about 40 s", "about 12 minutes", "about 300 years".
pub fn long_time(seconds: f64) -> String {
    let (amount, unit) = match seconds {
        s if s < 100.0 => (s, "s"),
        s if s < 6_000.0 => (s / 60.0, "minutes"),
        s if s < 172_800.0 => (s / 3_600.0, "hours"),
        s if s < 63_072_000.0 => (s / 86_400.0, "days"),
        s => (s / 31_536_000.0, "years"),
    };
    format!("about {} {unit}", format_count(amount.ceil() as u64))
}

/// The file to which points are added; none where nothing is kept, or where the result goes to a device.
fn points_path(args: &SweepArgs) -> Option<PathBuf> {
    let path = match (&args.points, &args.output) {
        (Some(points), _) => points.clone(),
        (None, Some(output)) if args.format == SweepFormat::Jsonl => output.clone(),
        (None, Some(output)) => output.with_extension("points.jsonl"),
        (None, None) => return None,
    };
    let is_device = |path: &PathBuf| path.exists() && !path.is_file();
    let device = is_device(&path) || args.output.as_ref().is_some_and(is_device);
    (args.points.is_some() || !device).then_some(path)
}

fn points_file(args: &SweepArgs, plan: &SweepPlan) -> Result<(Option<PointsFile>, Vec<SweepPoint>), Failure> {
    let Some(path) = points_path(args) else {
        if args.resume {
            let message = "error: there is nothing to resume\n  help: name the points file by `--points FILE`, or by the `-o FILE` it was begun with";
            return Err(Failure::new(Ending::Usage, message));
        }
        return Ok((None, Vec::new()));
    };
    let header = plan.header();
    if args.resume {
        let (file, known) = PointsFile::resume(&path, &header).map_err(|error| points_failure(&error))?;
        return Ok((Some(file), known));
    }
    if args.fresh && path.is_file() {
        std::fs::remove_file(&path).map_err(|error| Failure::new(Ending::Failed, format!("error: {}: {error}", path.display())))?;
    }
    let file = PointsFile::create(&path, &header).map_err(|error| points_failure(&error))?;
    Ok((Some(file), Vec::new()))
}

fn points_failure(error: &PointsError) -> Failure {
    let (ending, help) = match error {
        PointsError::Exists(_) => (Ending::Usage, "\n  help: `--resume` goes on with it, `--fresh` begins anew, `--points FILE` takes another one"),
        PointsError::Other { .. } => (Ending::Usage, "\n  help: ask for what it holds, or take another file; `--fresh` begins anew"),
        PointsError::Damaged { .. } => (Ending::Failed, "\n  help: take that line out, or begin anew with `--fresh`"),
        PointsError::Io { .. } => (Ending::Failed, ""),
    };
    Failure::new(ending, format!("error: {error}{help}"))
}

fn announce(sweep: &Sweep, args: &SweepArgs, path: Option<&PathBuf>, threads: usize) {
    let left = sweep.points.len() - sweep.done();
    if args.quiet || left == 0 {
        return;
    }
    let share = sweep.plan.customer_days() as f64 * left as f64 / sweep.points.len().max(1) as f64;
    let time = measured_rate(&sweep.plan.scenario, threads).map_or_else(|_| String::new(), |rate| format!(", {}", long_time(share / rate)));
    let known = if sweep.done() > 0 { format!(", {} known already", format_count(sweep.done() as u64)) } else { String::new() };
    output::say(&format!("{} points to fly{known}{time}", format_count(left as u64)));
    if let Some(path) = path {
        output::say(&format!("kept point by point in {}", path.display()));
    }
}

/// Flies what is not known yet; tells whether it was interrupted.
fn fly(sweep: &mut Sweep, mut file: Option<PointsFile>, threads: usize, quiet: bool) -> Result<bool, Failure> {
    let stop = Arc::new(Stop::new());
    let asked = Arc::clone(&stop);
    progress::on_interrupt(quiet, move || asked.ask());
    let (bar, begun, total) = (progress::bar(quiet), Instant::now(), sweep.points.len() as u64);
    let before = sweep.done() as u64;
    bar.set_length(total.max(1));
    bar.set_position(before);
    let mut broken = None;
    let each = |point: &SweepPoint| {
        if let Some(Err(error)) = file.as_mut().map(|file| file.append(point)) {
            broken = Some(error);
            stop.ask();
        }
        bar.inc(1);
        let done = bar.position();
        let left = begun.elapsed().mul_f64(total.saturating_sub(done) as f64 / (done - before).max(1) as f64);
        bar.set_message(format!("{done} of {total} points, {} left", progress::duration(Duration::from_secs(left.as_secs()))));
    };
    let flown = fly_sweep(sweep, threads, &stop, each);
    bar.finish_and_clear();
    flown.map_err(|error: RunError| Failure::new(Ending::Failed, format!("error: {error}")))?;
    match broken {
        Some(error) => Err(points_failure(&error)),
        None => Ok(stop.is_asked()),
    }
}

fn result(format: SweepFormat, sweep: &Sweep, front: Option<&Frontier>) -> Result<Vec<u8>, Failure> {
    match format {
        SweepFormat::Human => Ok(human(sweep, front).into_bytes()),
        SweepFormat::Md => Ok(markdown(sweep, front).into_bytes()),
        SweepFormat::Jsonl => Ok(points_text(sweep).into_bytes()),
        SweepFormat::Csv => csv_rows(long_sweep_head(sweep), long_sweep_rows(sweep)),
        SweepFormat::Json => pretty(&json_of(sweep, front)),
    }
}

fn heads(sweep: &Sweep) -> Vec<String> {
    let metrics = sweep.plan.metrics.iter().map(|metric| metric.label().to_string());
    axis_heads(sweep).into_iter().chain(["Guardrails".to_string()]).chain(metrics).collect()
}

fn human(sweep: &Sweep, front: Option<&Frontier>) -> String {
    let mut text = format!("{}\n", sweep_basis(sweep).join("\n"));
    for variant in sweep.plan.concerned() {
        let mut table = Table::new();
        table.load_style(ASCII_BORDERS_ONLY_CONDENSED).set_content_arrangement(ContentArrangement::Dynamic);
        if !std::io::IsTerminal::is_terminal(&std::io::stdout()) {
            table.set_width(150);
        }
        table.set_header(heads(sweep));
        for row in sweep_rows(sweep, &variant) {
            table.add_row(row.settings.into_iter().chain([row.decision]).chain(row.metrics));
        }
        text.push_str(&format!("\n{variant}\n{table}\n"));
        for sentence in limit_sentences(sweep, &variant) {
            text.push_str(&format!("  {sentence}\n"));
        }
    }
    if let Some(front) = front {
        text.push_str(&format!("\n{TRADE}\n"));
        trade_lines(sweep, front).iter().for_each(|line| text.push_str(&format!("  {line}\n")));
    }
    super::human::printable(&text)
}

const TRADE: &str = "Trade-off: what no other point within every limit beats in both, from little harm to much";

fn trade_lines(sweep: &Sweep, front: &Frontier) -> Vec<String> {
    trade::front_lines(front, |point| {
        let settings = point.point.and_then(|point| sweep.plan.points.get(point)).map(|point| point.settings.as_slice()).unwrap_or_default();
        let at = axis_heads(sweep).into_iter().zip(settings).map(|(head, setting)| format!("{} {}", head.to_lowercase(), setting_words(setting)));
        format!("{} at {}", point.variant, at.collect::<Vec<_>>().join(", "))
    })
}

fn markdown(sweep: &Sweep, front: Option<&Frontier>) -> String {
    let mut text = format!("# {}\n\n", escaped(&sweep.plan.scenario.name));
    for line in sweep_basis(sweep) {
        text.push_str(&format!("{}  \n", escaped(&line)));
    }
    for variant in sweep.plan.concerned() {
        let heads: Vec<String> = heads(sweep).iter().map(|head| escaped(head)).collect();
        text.push_str(&format!("\n## {}\n\n| {} |\n|{}\n", escaped(&variant), heads.join(" | "), "---|".repeat(heads.len())));
        for row in sweep_rows(sweep, &variant) {
            let mut cells: Vec<String> = row.settings.iter().chain([&row.decision]).chain(&row.metrics).map(|cell| escaped(cell)).collect();
            cells.resize(heads.len(), String::new());
            text.push_str(&format!("| {} |\n", cells.join(" | ")));
        }
        text.push('\n');
        for sentence in limit_sentences(sweep, &variant) {
            text.push_str(&format!("- {}\n", escaped(&sentence)));
        }
    }
    if let Some(front) = front {
        text.push_str(&format!("\n## {TRADE}\n\n"));
        trade_lines(sweep, front).iter().for_each(|line| text.push_str(&format!("- {}\n", escaped(line))));
    }
    text
}

fn json_of(sweep: &Sweep, front: Option<&Frontier>) -> Value {
    let mut value = json!(sweep.plan.header());
    if let Some(fields) = value.as_object_mut() {
        fields.insert("done".into(), json!(sweep.done()));
        fields.insert("failed".into(), json!(sweep.failed()));
        fields.insert("limits".into(), json!(limits(sweep)));
        fields.insert("trade_off".into(), front.map_or(Value::Null, trade::value));
        fields.insert("results".into(), json!(sweep.points.iter().flatten().collect::<Vec<_>>()));
    }
    value
}

/// For one or two settings of a grid: where each guardrail's limit is met, by variant.
fn limits(sweep: &Sweep) -> Vec<Value> {
    let axes = sweep.plan.axes.len();
    if axes > 2 || sweep.plan.design != Design::Grid {
        return Vec::new();
    }
    let mut found = Vec::new();
    for variant in sweep.plan.concerned() {
        for guardrail in 0..sweep.plan.scenario.experiment.guardrails.len() {
            let quantity = Quantity::Guardrail(guardrail);
            let question =
                Question { x: 0, y: (axes == 2).then_some(1), held: vec![], variant: variant.clone(), quantity, guardrail: Some(guardrail) };
            if let Ok(map) = sweep_map(sweep, &question) {
                found.push(json!({
                    "variant": variant,
                    "guardrail": guardrail,
                    "limit": map.limit,
                    "contours": map.contours.as_ref().map(contours),
                    "crossings": map.crossings.iter().map(crossing).collect::<Vec<_>>(),
                }));
            }
        }
    }
    found
}

fn contours(contours: &Contours) -> Value {
    json!({ "limit": contours.limit, "low_end": contours.low_end, "high_end": contours.high_end })
}

fn crossing(crossing: &Crossing) -> Value {
    json!({ "row": crossing.row, "limit": crossing.limit, "low_end": crossing.low_end, "high_end": crossing.high_end })
}
