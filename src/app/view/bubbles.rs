//! Bubbles: breadth within a person, distance between people, drift against the twin; never averaged into one number.

use super::plain::{Heading, PlotText, Span, Table, Tag, heading, sentence_case, shown};
use super::time::{TimeLine, line};
use crate::experiment::{Course, checkpoint_course, format_estimate, format_value, score_row};
use crate::ledger::Scope;
use crate::scenario::Metric;
use crate::simulate::Run;

/// One variant's place on a dial.
#[derive(Clone, Debug)]
pub struct BubbleRow {
    /// The variant.
    pub tag: Tag,
    /// What to draw; `None` when undefined.
    pub span: Option<Span>,
    /// The number in words, or why there is none.
    pub label: String,
}

/// One of the three numbers (or a concentration).
#[derive(Clone, Debug)]
pub struct Dial {
    /// The metric.
    pub metric: Metric,
    /// Rows by variant, the twin last.
    pub rows: Vec<BubbleRow>,
    /// Words.
    pub text: PlotText,
    /// Its course by checkpoint, where there is one.
    pub course: Vec<TimeLine>,
    /// Words of the course.
    pub course_text: PlotText,
}

/// The screen.
#[derive(Clone, Debug)]
pub struct BubblesView {
    /// What these results are.
    pub heading: Heading,
    /// Last day.
    pub days: usize,
    /// Breadth, distance, drift.
    pub dials: Vec<Dial>,
    /// Concentration of sales and of slots.
    pub concentration: Vec<Dial>,
    /// Said when variants differ in how much people choose.
    pub volume_note: Option<String>,
}

impl BubblesView {
    /// Prepares the screen for some customers.
    pub fn new(run: &Run, scope: Scope) -> Self {
        let heading = heading(run, scope);
        let dial = |metric: Metric, scope: Scope, title: &str| {
            let course = checkpoint_course(run, metric, scope);
            dial(run, &heading, metric, scope, title, &course)
        };
        let dials = vec![
            dial(Metric::Within, scope, "How broad is one person's mix?"),
            dial(Metric::Across, scope, "How far apart are people?"),
            dial(Metric::DriftNet, scope, "How much does the recommender move tastes?"),
        ];
        // Concentration is over all items and customers: no split.
        let concentration = vec![
            dial(Metric::SalesGini, Scope::All, "How concentrated is what people choose?"),
            dial(Metric::SlotGini, Scope::All, "How concentrated is what is shown?"),
        ];
        Self { volume_note: volume_note(run, scope), heading, days: run.scenario.experiment.days as usize, dials, concentration }
    }
}

fn dial(run: &Run, heading: &Heading, metric: Metric, scope: Scope, title: &str, course: &Course) -> Dial {
    let tags = shown(run);
    let scores = score_row(run, metric, scope, 1);
    let rows: Vec<BubbleRow> = tags
        .iter()
        .filter_map(|tag| {
            let level = &scores.scores.get(tag.variant)?.level;
            Some(BubbleRow { tag: tag.clone(), span: Span::of(level), label: format_estimate(metric, level) })
        })
        .collect();
    let lines: Vec<TimeLine> = tags.iter().filter_map(|tag| Some(line(tag, &course.days, &course.lines.get(tag.variant)?.level))).collect();
    let parts: Vec<String> = rows.iter().map(|row| format!("{} {}", row.tag.letter, row.label)).collect();
    let people = if scope == Scope::All { "all customers" } else { &heading.people };
    let caption =
        format!("{} interval of the mean over worlds. {}, {people}. {}.", heading.confidence, heading.worlds, sentence_case(metric.better().words()));
    let course_sentence: Vec<String> = lines
        .iter()
        .filter_map(|line| {
            let ((_, first), (day, last)) = (line.points.first()?, line.points.last()?);
            Some(format!("{} from {} to {} on day {day:.0}", line.tag.letter, format_value(metric, first.mean), format_value(metric, last.mean)))
        })
        .collect();
    Dial {
        metric,
        text: PlotText {
            title: title.into(),
            sentence: format!("{}: {}.", metric.label(), parts.join(", ")),
            caption: format!("{} Dot: mean; thick 50%, thin {caption}", metric.hover()),
            table: Table {
                columns: vec!["Variant".into(), metric.label().into()],
                rows: rows.iter().map(|row| vec![row.tag.label(), row.label.clone()]).collect(),
            },
        },
        course_text: PlotText {
            title: format!("{} over time", metric.label()),
            sentence: format!("{} by checkpoint: {}.", metric.label(), course_sentence.join(", ")),
            caption: format!("By checkpoint. Line: mean of worlds; bands: 50% and {caption}"),
            table: course_table(metric, &lines),
        },
        rows,
        course: lines,
    }
}

fn course_table(metric: Metric, lines: &[TimeLine]) -> Table {
    let days: Vec<f64> = lines
        .iter()
        .map(|line| &line.points)
        .max_by_key(|points| points.len())
        .map_or_else(Vec::new, |points| points.iter().map(|(day, _)| *day).collect());
    let columns = std::iter::once("Day".to_owned()).chain(lines.iter().map(|line| line.tag.label())).collect();
    let rows = days
        .into_iter()
        .map(|day| {
            let cells = lines.iter().map(|line| {
                line.points
                    .iter()
                    .find(|(at, _)| *at == day)
                    .map_or_else(|| line.undefined.clone().unwrap_or_else(|| "n/a".into()), |(_, span)| format_value(metric, span.mean))
            });
            std::iter::once(format!("{day:.0}")).chain(cells).collect()
        })
        .collect();
    Table { columns, rows }
}

/// Variants whose customers choose more or less often than a tenth from the baseline's are not compared at equal consumption.
fn volume_note(run: &Run, scope: Scope) -> Option<String> {
    let scores = score_row(run, Metric::Engagement, scope, 1);
    let mean = |variant: usize| scores.scores.get(variant).and_then(|score| score.level.as_ref().ok()).map(|estimate| estimate.mean);
    let baseline = mean(run.baseline)?;
    let differ: Vec<String> =
        shown(run).iter().filter(|tag| mean(tag.variant).is_some_and(|value| (value - baseline).abs() > 0.1 * baseline)).map(Tag::label).collect();
    (!differ.is_empty()).then(|| {
        format!(
            "People choose more or less often under {} than under the baseline: part of a change in breadth is a change in volume.",
            differ.join(", ")
        )
    })
}
