//! The charts of a run as numbered figures: each with what it shows in a sentence, and a table of the numbers that it draws.

use super::model::{Block, NumberedFigure, unnumbered};
use crate::experiment::{
    Course, Estimated, Fan, OwnLine, checkpoint_course, course, difference_clause, fairness, format_count, format_difference_estimate,
    format_estimate, format_number, format_value, own_line, scope_name, score_rows, trust_fan, variant_letter,
};
use crate::ledger::Scope;
use crate::report::charts::page::{VOLUME, interval_words, variant_name};
use crate::report::charts::{Chart, picture_of_width};
use crate::report::figure::{Figure, PlotText, Table, framed};
use crate::report::palette::LIGHT;
use crate::report::picture::Picture;
use crate::report::{ReportError, paint};
use crate::scenario::Metric;
use crate::simulate::Run;

/// Width of a figure that fits an upright page.
pub(super) const UPRIGHT: f64 = 720.0;
/// Width of a figure that asks for a page on its side.
pub(super) const ACROSS: f64 = 1_060.0;
/// Days of a course that the table on the page holds.
const DAYS: usize = 8;
/// Rows of a table of one figure that the page holds.
const MOST_ROWS: usize = 40;
/// Columns of a table that an upright page has room for.
const MOST_COLUMNS: usize = 6;
/// Parts that the table on the page cuts a histogram into.
const PARTS: usize = 10;

/// A figure as a block.
pub(super) fn figure(word: &'static str, text: PlotText, picture: Picture, long: Option<Table>) -> Block {
    let mut caption = text.title.clone();
    if long.is_some() {
        caption.push_str(" (shortened; every number stands in the folder's file of this table)");
    }
    let mut table = unnumbered(caption, text.table.clone().upright(MOST_COLUMNS));
    table.long = long;
    Block::Figure(Box::new(NumberedFigure { number: 0, word, text, picture, table }))
}

/// A figure that window and page share, made to stand alone.
pub(super) fn shared(run: &Run, word: &'static str, figure_of: &dyn Figure) -> Result<Block, ReportError> {
    paint::register_font()?;
    let mut text = figure_of.text().clone();
    let long = (text.table.rows.len() > MOST_ROWS).then(|| text.table.clone());
    text.table.rows.truncate(MOST_ROWS);
    let drawing = figure_of.draw(UPRIGHT - 2.0 * crate::report::charts::page::MARGIN, LIGHT);
    let picture = framed(run, &text, &drawing, &[], Scope::All, "");
    Ok(figure(word, text, picture, long))
}

/// Names of columns.
pub(super) fn columns(names: &[&str]) -> Vec<String> {
    names.iter().map(ToString::to_string).collect()
}

/// One metric over time.
pub(super) fn course_figure(run: &Run, word: &'static str, metric: Metric, scope: Scope) -> Result<Block, ReportError> {
    let picture = picture_of_width(run, Chart::Course { metric, scope }, Some(UPRIGHT))?;
    let course = if metric.is_daily() { course(run, metric, scope) } else { checkpoint_course(run, metric, scope) };
    let places: Vec<usize> = (0..course.days.len()).collect();
    let shown = spread_out(&course.days);
    let short = course_table(run, &course, &shown);
    let long = (shown.len() < places.len()).then(|| course_table(run, &course, &places));
    let text = PlotText {
        title: picture.title.clone(),
        sentence: format!("{}: {}.", whom(run, scope), at_the_end(run, &course)),
        caption: format!("Lines: mean of worlds; {}.", interval_words(run)),
        table: short,
    };
    Ok(figure(word, text, picture, long))
}

/// Whose numbers: "All customers", "Segment guarded".
pub(super) fn whom(run: &Run, scope: Scope) -> String {
    match scope {
        Scope::All => "All customers".into(),
        Scope::Segment(_) => format!("Segment {}", scope_name(&run.scenario, scope)),
        Scope::Group { .. } => format!("Group {}", scope_name(&run.scenario, scope)),
    }
}

fn at_the_end(run: &Run, course: &Course) -> String {
    let compared = course.lines.iter().enumerate().filter(|(variant, _)| *variant != run.baseline);
    let last = compared.filter_map(|(variant, line)| {
        Some(format!("with {}, {}", variant_name(run, variant), difference_clause(course.metric, line.difference.last()?)))
    });
    let clauses: Vec<String> = last.collect();
    let day = course.days.last().copied().unwrap_or(0);
    if clauses.is_empty() { "there is nothing to compare".into() } else { format!("on day {day}, {}", clauses.join("; ")) }
}

fn course_table(run: &Run, course: &Course, places: &[usize]) -> Table {
    let mut rows = Vec::new();
    for &place in places {
        for (variant, line) in course.lines.iter().enumerate() {
            let (Some(day), Some(level), Some(difference)) = (course.days.get(place), line.level.get(place), line.difference.get(place)) else {
                continue;
            };
            let against = if variant == run.baseline { "-".to_owned() } else { format_difference_estimate(course.metric, difference) };
            rows.push(vec![day.to_string(), variant_name(run, variant), format_estimate(course.metric, level), against]);
        }
    }
    Table { columns: columns(&["Day", "Variant", course.metric.label(), "Difference from the baseline"]), rows }
}

/// Places of the first and the last day and of round ones between them.
fn spread_out(days: &[usize]) -> Vec<usize> {
    if days.len() <= DAYS {
        return (0..days.len()).collect();
    }
    let step = days.len().div_ceil(DAYS - 1).next_multiple_of(if days.len() > 7 * (DAYS - 1) { 7 } else { 1 });
    let mut places: Vec<usize> = std::iter::once(0).chain((1..).map(|turn| turn * step - 1).take_while(|&place| place < days.len())).collect();
    if places.last().is_some_and(|&last| last + 1 < days.len()) {
        places.push(days.len() - 1);
    }
    places.dedup();
    places
}

/// How far people are from their own line on the last day.
pub(super) fn own_line_figure(run: &Run) -> Result<Block, ReportError> {
    let picture = picture_of_width(run, Chart::OwnLine { day: 0, segment: None }, Some(UPRIGHT))?;
    let day = run.worlds.first().map_or(0, |ledger| ledger.shape.days);
    let lines: Vec<OwnLine> = (0..run.variants.len()).map(|variant| own_line(run, variant, None, day)).collect();
    let over =
        lines.iter().enumerate().map(|(variant, line)| format!("{}: {}", variant_name(run, variant), format_estimate(Metric::OverLine, &line.over)));
    let text = PlotText {
        title: picture.title.clone(),
        sentence: format!("Share of active people over their own line on day {day}. {}.", over.collect::<Vec<_>>().join("; ")),
        caption: "Bars: share of active people, mean of worlds. Hatched: over their own line.".into(),
        table: margin_table(run, &lines, PARTS),
    };
    let bins = lines.first().map_or(0, |line| line.edges.len().saturating_sub(1));
    let long = (bins > PARTS).then(|| margin_table(run, &lines, bins));
    Ok(figure("own-line", text, picture, long))
}

/// Shares by distance from the own line, in so many parts of equal width.
fn margin_table(run: &Run, lines: &[OwnLine], parts: usize) -> Table {
    let mut heads = vec!["Felt creepiness minus own line".to_owned()];
    heads.extend((0..lines.len()).map(|variant| variant_name(run, variant)));
    let edges = lines.first().map_or(&[][..], |line| &line.edges);
    let bins = edges.len().saturating_sub(1);
    let size = bins.div_ceil(parts.max(1)).max(1);
    let mut rows = Vec::new();
    for part in 0..bins.div_ceil(size) {
        let (from, to) = (part * size, ((part + 1) * size).min(bins));
        let (Some(low), Some(high)) = (edges.get(from), edges.get(to)) else { continue };
        let mut row = vec![format!("{} to {}", format_number(*low), format_number(*high))];
        row.extend(lines.iter().map(|line| match line.shares.get(from..to) {
            Some(shares) => format_value(Metric::OverLine, shares.iter().sum()),
            None => "n/a: nobody is active".into(),
        }));
        rows.push(row);
    }
    Table { columns: heads, rows }
}

/// How trust spreads among people.
pub(super) fn trust_figure(run: &Run) -> Result<Block, ReportError> {
    let picture = picture_of_width(run, Chart::TrustFan { segment: None }, Some(UPRIGHT))?;
    let fans: Vec<Vec<Fan>> = (0..run.variants.len()).map(|variant| trust_fan(run, variant, None)).collect();
    let days: Vec<usize> = (1..=fans.iter().map(Vec::len).max().unwrap_or(0)).collect();
    let all: Vec<usize> = (0..days.len()).collect();
    let shown = spread_out(&days);
    let last = fans.iter().enumerate().filter_map(|(variant, fan)| {
        let [low, _, median, _, high] = fan.last()?.quantiles;
        let numbers = format!("{} ({} to {})", format_number(median), format_number(low), format_number(high));
        Some(format!("{}: {numbers}", variant_name(run, variant)))
    });
    let text = PlotText {
        title: picture.title.clone(),
        sentence: format!(
            "Trust of the median person on the last day, and of the middle four fifths of people. {}.",
            last.collect::<Vec<_>>().join("; ")
        ),
        caption: "Bands show how people differ, not how sure the median is.".into(),
        table: fan_table(run, &fans, &shown),
    };
    let long = (shown.len() < all.len()).then(|| fan_table(run, &fans, &all));
    Ok(figure("trust", text, picture, long))
}

fn fan_table(run: &Run, fans: &[Vec<Fan>], places: &[usize]) -> Table {
    let mut rows = Vec::new();
    for &place in places {
        for (variant, fan) in fans.iter().enumerate() {
            let mut row = vec![(place + 1).to_string(), variant_name(run, variant)];
            match fan.get(place) {
                Some(day) => row.extend(day.quantiles.iter().map(|&quantile| format_number(quantile))),
                None => row.extend(std::iter::repeat_n("n/a: nobody is there".to_owned(), 5)),
            }
            rows.push(row);
        }
    }
    Table { columns: columns(&["Day", "Variant", "10% below", "25% below", "Median", "75% below", "90% below"]), rows }
}

/// Breadth, distance, drift.
pub(super) fn bubbles_figure(run: &Run) -> Result<Block, ReportError> {
    let picture = picture_of_width(run, Chart::Bubbles, Some(UPRIGHT))?;
    let metrics = [Metric::Within, Metric::Across, Metric::DriftNet];
    let scores = score_rows(run, &metrics, Scope::All, 1);
    let rows = (0..run.variants.len()).map(|variant| {
        let values = scores.iter().map(|row| row.scores.get(variant).map_or_else(String::new, |score| format_estimate(row.metric, &score.level)));
        std::iter::once(variant_name(run, variant)).chain(values).collect()
    });
    let clauses = (0..run.variants.len()).filter(|&variant| variant != run.baseline && variant != 0).map(|variant| {
        let of = scores.iter().filter_map(|row| Some(difference_clause(row.metric, &row.scores.get(variant)?.difference)));
        format!("With {}: {}", variant_name(run, variant), of.collect::<Vec<_>>().join("; "))
    });
    let clauses: Vec<String> = clauses.collect();
    let text = PlotText {
        title: picture.title.clone(),
        sentence: if clauses.is_empty() { "There is nothing to compare.".into() } else { format!("{}.", clauses.join(". ")) },
        caption: format!("Points: mean of worlds at the last day; {}. {VOLUME}", interval_words(run)),
        table: Table {
            columns: std::iter::once("Variant".to_owned()).chain(metrics.iter().map(|metric| metric.label().to_owned())).collect(),
            rows: rows.collect(),
        },
    };
    Ok(figure("bubbles", text, picture, None))
}

/// One metric by group.
pub(super) fn groups_figure(run: &Run, word: &'static str, metric: Metric) -> Result<Block, ReportError> {
    let width = if run.variants.len() > 3 { ACROSS } else { UPRIGHT };
    let picture = picture_of_width(run, Chart::Groups { metric }, Some(width))?;
    let views = fairness(run, metric);
    let mut rows = Vec::new();
    let mut widest = Vec::new();
    for view in &views {
        for (variant, gap) in view.gap.iter().enumerate() {
            let mut of_group = |name: &str, people: String, value: &Estimated| {
                rows.push(vec![format!("{}: {name}", view.name), people, variant_name(run, variant), format_estimate(metric, value)]);
            };
            for group in &view.groups {
                let small = if group.small { ", too small to judge" } else { "" };
                let people = format!("{} ({:.0}%{small})", format_count(group.people.round() as u64), 100.0 * group.share);
                if let Some(rate) = group.rates.get(variant) {
                    of_group(&group.name, people, rate);
                }
            }
            rows.push(vec![
                format!("{}: gap, highest minus lowest", view.name),
                "-".into(),
                variant_name(run, variant),
                format_difference_estimate(metric, gap),
            ]);
            if let Some(ratio) = view.ratio.get(variant) {
                let ratio = format_estimate(Metric::ParityRatio, ratio);
                rows.push(vec![format!("{}: ratio, lowest to highest", view.name), "-".into(), variant_name(run, variant), ratio]);
            }
            if variant != 0 {
                widest.push(format!("{} by {}, {}", variant_letter(variant, run.baseline), view.name, format_difference_estimate(metric, gap)));
            }
        }
    }
    let text = PlotText {
        title: picture.title.clone(),
        sentence: format!("{}: gap between the highest and the lowest group. {}.", metric.label(), widest.join("; ")),
        caption: format!(
            "Points: mean of worlds; {}. A gap is above zero by chance alone, even where groups are treated alike.",
            interval_words(run)
        ),
        table: Table { columns: columns(&["Group", "People a world", "Variant", metric.label()]), rows },
    };
    Ok(figure(word, text, picture, None))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_of_the_page_hold_both_ends() {
        assert_eq!(spread_out(&[7, 14, 21]), [0, 1, 2]);
        let ninety: Vec<usize> = (1..=90).collect();
        let shown: Vec<usize> = spread_out(&ninety).into_iter().map(|place| ninety[place]).collect();
        assert_eq!(shown, [1, 14, 28, 42, 56, 70, 84, 90]);
        let twenty: Vec<usize> = (1..=20).collect();
        assert_eq!(spread_out(&twenty).last(), Some(&19));
        assert!(spread_out(&twenty).len() <= DAYS + 1 && spread_out(&[]).is_empty());
    }
}
