//! Sweeps in words and rows, as they are printed and shown.

use crate::experiment::{
    Decision, Estimated, GuardReading, PointOutcome, Quantity, Question, Setting, Sweep, SweepPoint, VariantReading, Verdict,
    format_difference_estimate, format_estimate, format_number, sweep_map,
};
use crate::scenario::{Metric, humanize};

/// What a sweep rests on, in lines.
pub fn sweep_basis(sweep: &Sweep) -> Vec<String> {
    let (plan, experiment) = (&sweep.plan, &sweep.plan.scenario.experiment);
    let mut lines = vec![format!(
        "{}: {}, {} of {} points, each {} worlds of {} people, {} days, seed {}, baseline \"{}\"",
        plan.scenario.name,
        plan.design.words(),
        sweep.done(),
        plan.points.len(),
        experiment.worlds,
        plan.scenario.population.customers,
        experiment.days,
        experiment.seed,
        experiment.baseline
    )];
    lines.push(format!(
        "Synthetic people: a model, not a forecast. Engine {}. Differences from the baseline, paired by world, intervals at {:.0} %.",
        env!("CARGO_PKG_VERSION"),
        experiment.confidence * 100.0
    ));
    for (axis, head) in plan.axes.iter().zip(axis_heads(sweep)) {
        let unit = if axis.unit.is_empty() { String::new() } else { format!(" ({})", axis.unit) };
        lines.push(format!("{head}: {}{unit}", axis.path));
    }
    lines
}

/// A short name for each axis: the last word of its path, the whole path where two would be the same.
pub fn axis_heads(sweep: &Sweep) -> Vec<String> {
    let last = |path: &str| humanize(path.rsplit('.').next().unwrap_or(path));
    let names: Vec<String> = sweep.plan.axes.iter().map(|axis| last(&axis.path)).collect();
    let is_alone = |name: &String| names.iter().filter(|other| *other == name).count() == 1;
    sweep.plan.axes.iter().zip(&names).map(|(axis, name)| if is_alone(name) { name.clone() } else { axis.path.clone() }).collect()
}

/// A point of a variant as a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SweepRow {
    /// Its place in the design.
    pub point: usize,
    /// The value of each axis.
    pub settings: Vec<String>,
    /// What follows, or why the point failed.
    pub decision: String,
    /// The difference from the baseline of each metric asked for.
    pub metrics: Vec<String>,
}

/// Every point that is known, for one variant.
pub fn sweep_rows(sweep: &Sweep, variant: &str) -> Vec<SweepRow> {
    sweep.points.iter().flatten().map(|point| row(sweep, point, variant)).collect()
}

fn row(sweep: &Sweep, point: &SweepPoint, variant: &str) -> SweepRow {
    let (decision, metrics) = match (&point.outcome, point.variant(variant)) {
        (PointOutcome::Failed(problems), _) => {
            let all: Vec<&str> = problems.iter().map(|problem| problem.message.as_str()).collect();
            (format!("failed: {}", all.join("; ")), Vec::new())
        }
        (PointOutcome::Variants(_), None) => ("this point has no such variant".into(), Vec::new()),
        (PointOutcome::Variants(_), Some(reading)) => (decision_words(reading), metric_words(sweep, reading)),
    };
    SweepRow { point: point.point, settings: point.settings.iter().map(setting_words).collect(), decision, metrics }
}

fn metric_words(sweep: &Sweep, reading: &VariantReading) -> Vec<String> {
    let words = |metric: &Metric| match reading.metric(*metric) {
        Some(found) if reading.decision.is_some() => format_difference_estimate(*metric, &found.difference),
        Some(found) => format_estimate(*metric, &found.level),
        None => String::new(),
    };
    sweep.plan.metrics.iter().map(words).collect()
}

fn decision_words(reading: &VariantReading) -> String {
    match &reading.decision {
        Some(Decision::DoNotShip) => {
            let crossed: Vec<&str> =
                reading.guardrails.iter().filter(|guard| guard.verdict == Verdict::Crossed).map(|guard| guard.metric.as_str()).collect();
            format!("crosses a limit ({})", crossed.join(", "))
        }
        Some(decision) => decision.words().into(),
        None => String::new(),
    }
}

/// A value as a person reads it: texts without their quotes, numbers without a needless ".0".
pub fn setting_words(setting: &Setting) -> String {
    match setting.number {
        Some(number) if setting.text.contains('.') => {
            let text = format!("{number}");
            if text.len() <= 8 { text } else { format_number(number) }
        }
        Some(_) => setting.text.clone(),
        None => match setting.text.as_str() {
            "true" => "on".into(),
            "false" => "off".into(),
            text => text.trim_matches('"').to_string(),
        },
    }
}

/// For a grid of one numeric setting: where each guardrail's limit is met, a sentence each.
pub fn limit_sentences(sweep: &Sweep, variant: &str) -> Vec<String> {
    let guardrails = &sweep.plan.scenario.experiment.guardrails;
    if sweep.plan.axes.len() != 1 {
        return Vec::new();
    }
    let head = axis_heads(sweep).pop().unwrap_or_default().to_lowercase();
    let sentence = |guardrail: usize| {
        let question =
            Question { x: 0, y: None, held: vec![], variant: variant.into(), quantity: Quantity::Guardrail(guardrail), guardrail: Some(guardrail) };
        let map = sweep_map(sweep, &question).ok()?;
        let crossing = map.crossings.first()?;
        let at = |places: &[f64]| places.iter().map(|&place| format_number(place)).collect::<Vec<_>>().join(" and ");
        let ends: Vec<f64> = crossing.low_end.iter().chain(&crossing.high_end).copied().collect();
        let name = &guardrails.get(guardrail)?.metric;
        Some(match (crossing.limit.as_slice(), ends.as_slice()) {
            ([], []) => format!("{name}: the limit is met nowhere in between"),
            ([], ends) => format!("{name}: the mean meets the limit nowhere; an end of its interval does at {head} {}", at(ends)),
            (limit, []) => format!("{name}: the limit is met at {head} {}", at(limit)),
            (limit, ends) => format!("{name}: the limit is met at {head} {}; the ends of the interval meet it at {}", at(limit), at(ends)),
        })
    };
    (0..guardrails.len()).filter_map(sentence).collect()
}

/// Names of the columns of the long table.
pub fn long_sweep_head(sweep: &Sweep) -> Vec<String> {
    let mut head = vec!["point".to_string()];
    head.extend(sweep.plan.axes.iter().map(|axis| axis.path.clone()));
    let rest = ["variant", "decision", "metric", "of", "scope", "mean", "low", "high", "worlds", "limit", "verdict", "reason"];
    head.extend(rest.map(String::from));
    head
}

/// The long table: a row for each point, variant and number.
pub fn long_sweep_rows(sweep: &Sweep) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for point in sweep.points.iter().flatten() {
        let mut begin = vec![point.point.to_string()];
        begin.extend(point.settings.iter().map(|setting| setting.text.trim_matches('"').to_string()));
        match &point.outcome {
            PointOutcome::Failed(problems) => {
                let all: Vec<String> = problems.iter().map(|problem| format!("{}: {}", problem.path, problem.message)).collect();
                let mut row = begin;
                row.extend(["", "failed", "", "", "", "", "", "", "", "", ""].map(String::from));
                row.push(all.join("; "));
                rows.push(row);
            }
            PointOutcome::Variants(variants) => variants.iter().for_each(|variant| variant_rows(&begin, variant, &mut rows)),
        }
    }
    rows
}

fn variant_rows(begin: &[String], variant: &VariantReading, rows: &mut Vec<Vec<String>>) {
    let decision = variant.decision.as_ref().map_or("", Decision::words);
    let mut add = |metric: &str, of: &str, scope: &str, estimated: &Estimated, guard: Option<&GuardReading>| {
        let number = |value: Option<f64>| value.map_or_else(String::new, |value| value.to_string());
        let found = estimated.as_ref().ok();
        let (low, high) = found.and_then(|estimate| estimate.interval).unzip();
        let mut row = begin.to_vec();
        row.extend([
            variant.name.clone(),
            decision.into(),
            metric.into(),
            of.into(),
            scope.into(),
            number(found.map(|estimate| estimate.mean)),
            number(low),
            number(high),
            found.map_or(0, |estimate| estimate.worlds).to_string(),
            number(guard.map(|guard| guard.limit)),
            guard.map_or("", |guard| guard.verdict.words()).into(),
            guard.map_or_else(
                || estimated.as_ref().err().map_or_else(String::new, |undefined| undefined.reason.clone()),
                |guard| guard.reason.clone(),
            ),
        ]);
        rows.push(row);
    };
    for reading in &variant.metrics {
        add(reading.metric.id(), "level", "all customers", &reading.level, None);
        if variant.decision.is_some() {
            add(reading.metric.id(), "difference", "all customers", &reading.difference, None);
        }
    }
    for guard in &variant.guardrails {
        add(&guard.metric, "guardrail", &guard.scope, &guard.compared, Some(guard));
    }
}

/// Why a guardrail of a reading is not within its limit, a line each.
pub fn open_guards(reading: &VariantReading) -> Vec<String> {
    let open = reading.guardrails.iter().filter(|guard| guard.verdict != Verdict::Within);
    open.map(|guard| format!("{}: {}, {}: {}", guard.verdict.words(), guard.metric, guard.scope, guard.reason)).collect()
}
