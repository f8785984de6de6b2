//! A criterion's gap over time, beside the gap that chance makes.

use super::super::plain::{Heading, PlotText, Span, Table, Tag};
use crate::experiment::{AttributeCriteria, FairnessCriterion, GapCourse, format_criterion, format_criterion_value};

/// One variant's gap.
#[derive(Clone, Debug)]
pub struct GapLine {
    /// The variant.
    pub tag: Tag,
    /// Day and gap.
    pub points: Vec<(f64, Span)>,
    /// Day and the gap expected by chance.
    pub chance: Vec<[f64; 2]>,
    /// The gap at the last checkpoint in words, or why there is none.
    pub last: String,
}

/// A criterion over time.
#[derive(Clone, Debug)]
pub struct CoursePanel {
    /// The gap drawn: for the parity ratio that of the difference.
    pub criterion: FairnessCriterion,
    /// Lines; empty where the criterion is counted over the whole run.
    pub lines: Vec<GapLine>,
    /// Words.
    pub text: PlotText,
}

pub(super) fn panel(attribute: &AttributeCriteria, asked: FairnessCriterion, tags: &[Tag], heading: &Heading) -> CoursePanel {
    let criterion = if asked == FairnessCriterion::ParityRatio { FairnessCriterion::ParityDifference } else { asked };
    let title = format!("{}: does the gap by {} grow?", criterion.label(), attribute.name);
    let Some(courses) = attribute.course(criterion) else {
        let sentence = format!("{} is counted over the whole run, so it has no course (0 checkpoints).", criterion.label());
        return CoursePanel { criterion, lines: Vec::new(), text: PlotText { title, sentence, ..PlotText::default() } };
    };
    let lines: Vec<GapLine> = tags.iter().filter_map(|tag| Some(line(tag, criterion, courses.get(tag.variant)?))).collect();
    let spoken: Vec<String> = lines
        .iter()
        .map(|line| {
            let chance =
                line.chance.last().map_or_else(String::new, |[_, chance]| format!(", by chance {}", format_criterion_value(criterion, *chance)));
            format!("{} {}{chance}", line.tag.letter, line.last)
        })
        .collect();
    CoursePanel {
        criterion,
        text: PlotText {
            title,
            sentence: format!(
                "{} at the last of {} checkpoints: {}.",
                criterion.label(),
                courses.first().map_or(0, |course| course.days.len()),
                spoken.join("; ")
            ),
            caption: format!(
                "{} Line: mean of worlds; band: {} interval; dotted: gap expected by chance, from dealing group labels anew. {}. Less is more equal.",
                criterion.definition(),
                heading.confidence,
                heading.worlds
            ),
            table: table(criterion, courses, tags),
        },
        lines,
    }
}

fn line(tag: &Tag, criterion: FairnessCriterion, course: &GapCourse) -> GapLine {
    let days = || course.days.iter().map(|&day| day as f64);
    GapLine {
        tag: tag.clone(),
        points: days().zip(&course.gap).filter_map(|(day, gap)| Some((day, Span::of(gap)?))).collect(),
        chance: days().zip(&course.chance).filter_map(|(day, chance)| Some([day, *chance.as_ref().ok()?])).collect(),
        last: course.gap.last().map_or_else(|| "n/a".into(), |gap| format_criterion(criterion, gap)),
    }
}

fn table(criterion: FairnessCriterion, courses: &[GapCourse], tags: &[Tag]) -> Table {
    let mut columns = vec!["Day".to_owned()];
    columns.extend(tags.iter().flat_map(|tag| [tag.label(), format!("{} by chance", tag.letter)]));
    let days = courses.first().map_or(&[][..], |course| course.days.as_slice());
    let row = |(place, day): (usize, &usize)| {
        let mut row = vec![day.to_string()];
        for course in tags.iter().filter_map(|tag| courses.get(tag.variant)) {
            row.push(course.gap.get(place).map_or_else(String::new, |gap| format_criterion(criterion, gap)));
            row.push(course.chance.get(place).map_or_else(String::new, |chance| match chance {
                Ok(chance) => format_criterion_value(criterion, *chance),
                Err(undefined) => undefined.to_string(),
            }));
        }
        row
    };
    Table { columns, rows: days.iter().enumerate().map(row).collect() }
}
