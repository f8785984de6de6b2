//! The quick look while a setting is changed: few people, one world, one variant beside the baseline. Never a verdict.

use super::plain::{PlotText, Table, Tag, tags};
use crate::experiment::{course, format_value};
use crate::ledger::Scope;
use crate::scenario::{Metric, Scenario};
use crate::simulate::Run;

/// People of a sketch.
const SKETCH_PEOPLE: u64 = 500;
/// What a sketch shows.
const SKETCH_METRICS: [Metric; 3] = [Metric::OverLine, Metric::TrustMean, Metric::SlateClicks];

/// The scenario of a sketch: the variant with that index (from 0 in the document) and the baseline.
pub fn sketch_scenario(scenario: &Scenario, variant: usize) -> Option<Scenario> {
    let selected = scenario.variants.get(variant)?;
    let mut sketch = scenario.clone();
    sketch.population.customers = sketch.population.customers.min(SKETCH_PEOPLE);
    sketch.experiment.worlds = 1;
    sketch.variants.retain(|other| other.name == selected.name || other.name == scenario.experiment.baseline);
    Some(sketch)
}

/// One line of a sketch.
#[derive(Clone, Debug, PartialEq)]
pub struct SketchLine {
    /// The variant, with the letter it has in the whole document.
    pub tag: Tag,
    /// Value by day.
    pub points: Vec<[f64; 2]>,
    /// Value on the last day.
    pub label: String,
}

/// One plot of a sketch.
#[derive(Clone, Debug, PartialEq)]
pub struct SketchPlot {
    /// The metric.
    pub metric: Metric,
    /// Lines.
    pub lines: Vec<SketchLine>,
    /// Words.
    pub text: PlotText,
}

/// A sketch.
#[derive(Clone, Debug, PartialEq)]
pub struct SketchView {
    /// Last day.
    pub days: usize,
    /// Small plots.
    pub plots: Vec<SketchPlot>,
}

/// Prepares a sketch. `names` are the variants of the whole document, twin first, with the baseline's index: letters must not change.
pub fn sketch_view(run: &Run, names: &[String], baseline: usize) -> SketchView {
    let all = tags(names, baseline);
    let plot = |metric: Metric| {
        let course = course(run, metric, Scope::All);
        let lines: Vec<SketchLine> = all
            .iter()
            .filter(|tag| !tag.is_twin())
            .filter_map(|tag| {
                let index = run.variants.iter().position(|name| *name == tag.name)?;
                let levels = &course.lines.get(index)?.level;
                let points: Vec<[f64; 2]> =
                    course.days.iter().zip(levels).filter_map(|(&day, level)| Some([day as f64, level.as_ref().ok()?.mean])).collect();
                let label = points.last().map_or_else(
                    || levels.iter().find_map(|level| level.as_ref().err()).map_or_else(|| "n/a".into(), ToString::to_string),
                    |[_, value]| format_value(metric, *value),
                );
                Some(SketchLine { tag: tag.clone(), points, label })
            })
            .collect();
        let parts: Vec<String> = lines.iter().map(|line| format!("{} {}", line.tag.letter, line.label)).collect();
        let text = PlotText {
            title: metric.label().into(),
            sentence: format!("SKETCH, {} by day. On the last day: {}.", metric.label(), parts.join(", ")),
            caption: String::new(),
            table: Table {
                columns: vec!["Variant".into(), format!("{} on the last day", metric.label())],
                rows: lines.iter().map(|line| vec![line.tag.label(), line.label.clone()]).collect(),
            },
        };
        SketchPlot { metric, lines, text }
    };
    SketchView { days: run.scenario.experiment.days as usize, plots: SKETCH_METRICS.into_iter().map(plot).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sketch_is_one_small_world_of_two_variants() {
        let mut scenario = Scenario::default();
        for name in ["a", "b"] {
            scenario.variants.push(crate::scenario::policy::Variant { name: name.into(), ..Default::default() });
        }
        let Some(sketch) = sketch_scenario(&scenario, 2) else { panic!("variant 2 is there") };
        let names: Vec<&str> = sketch.variants.iter().map(|variant| variant.name.as_str()).collect();
        assert_eq!(names, ["baseline", "b"]);
        assert_eq!((sketch.population.customers, sketch.experiment.worlds), (500, 1));
        assert!(sketch_scenario(&scenario, 9).is_none());
    }
}
