//! Whether an effect is the same for everybody: segments side by side, and the warnings that a mean needs where it hides somebody.

use super::estimate::Estimated;
use super::format::format_difference_estimate;
use super::names::variant_letter;
use super::scorecard::score_rows;
use super::sensitivity::usual_metrics;
use crate::ledger::Scope;
use crate::measure::Undefined;
use crate::scenario::Metric;
use crate::simulate::Run;
use crate::stats::{Adjustment, BetweenVariance, Heterogeneity, adjust_p_values, segment_heterogeneity};

/// Chance below which segments count as different.
const CHANCE: f64 = 0.05;

/// The effect of a variant on a metric, segment by segment.
#[derive(Clone, Debug)]
pub struct SegmentContrast {
    /// The metric.
    pub metric: Metric,
    /// Index of the variant.
    pub variant: usize,
    /// Difference from the baseline for everybody.
    pub whole: Estimated,
    /// By segment of the scenario.
    pub segments: Vec<Estimated>,
    /// How much the segments differ (Cochran's Q, I squared); undefined where a segment has no effect with a spread. Segments of a world share its luck,
    /// so the test is a guide and no verdict.
    pub heterogeneity: Result<Heterogeneity, Undefined>,
    /// p value of that difference after Holm, over all contrasts of the run.
    pub p_value: Option<f64>,
    /// Every segment moves one way and the whole the other (Simpson's paradox): the mix of people behind the number has changed.
    pub reversed: bool,
}

impl SegmentContrast {
    /// Whether segments differ beyond chance, and the intervals of some lie above zero and of others below.
    pub fn hides_somebody(&self) -> bool {
        let ends = || self.segments.iter().filter_map(|segment| segment.as_ref().ok()?.interval);
        self.p_value.is_some_and(|p| p < CHANCE) && ends().any(|(low, _)| low > 0.0) && ends().any(|(_, high)| high < 0.0)
    }
}

/// Every contrast of the metrics that are kept by segment, for every variant but twin and baseline.
pub fn segment_contrasts(run: &Run, metrics: &[Metric]) -> Vec<SegmentContrast> {
    let metrics: Vec<Metric> = metrics.iter().copied().filter(|metric| metric.by_segment()).collect();
    let whole = score_rows(run, &metrics, Scope::All, 1);
    let count = run.scenario.population.segments.len();
    let parts: Vec<_> = (0..count).map(|segment| score_rows(run, &metrics, Scope::Segment(segment), 1)).collect();
    let variants = || (1..run.variants.len()).filter(|&variant| variant != run.baseline);
    let mut found: Vec<SegmentContrast> = Vec::new();
    for (place, &metric) in metrics.iter().enumerate() {
        for variant in variants() {
            let difference = |rows: &[super::scorecard::ScoreRow]| -> Estimated {
                let score = rows.get(place).and_then(|row| row.scores.get(variant));
                score.map_or_else(|| Err(Undefined::new("the run has no such variant")), |score| score.difference.clone())
            };
            let segments: Vec<Estimated> = parts.iter().map(|rows| difference(rows)).collect();
            let whole = difference(&whole);
            let heterogeneity = heterogeneity(&segments, run.scenario.experiment.confidence);
            let reversed = reversed(&whole, &segments);
            found.push(SegmentContrast { metric, variant, whole, segments, heterogeneity, p_value: None, reversed });
        }
    }
    adjust(&mut found);
    found
}

fn adjust(contrasts: &mut [SegmentContrast]) {
    let tested: Vec<usize> = (0..contrasts.len()).filter(|&place| contrasts[place].heterogeneity.is_ok()).collect();
    let p_values: Vec<f64> = tested.iter().filter_map(|&place| Some(contrasts[place].heterogeneity.as_ref().ok()?.q_p_value)).collect();
    if let Ok(adjusted) = adjust_p_values(&p_values, Adjustment::Holm, CHANCE) {
        for (&place, &p) in tested.iter().zip(&adjusted.adjusted) {
            contrasts[place].p_value = Some(p);
        }
    }
}

fn heterogeneity(segments: &[Estimated], confidence: f64) -> Result<Heterogeneity, Undefined> {
    let mut effects = Vec::with_capacity(segments.len());
    let mut variances = Vec::with_capacity(segments.len());
    for estimate in segments {
        let estimate = estimate.as_ref().map_err(Clone::clone)?;
        let spread = estimate.spread.ok_or_else(|| Undefined::new("one world cannot show luck"))?;
        effects.push(estimate.mean);
        variances.push(spread * spread / estimate.worlds as f64);
    }
    segment_heterogeneity(&effects, &variances, BetweenVariance::DerSimonianLaird, confidence)
}

fn reversed(whole: &Estimated, segments: &[Estimated]) -> bool {
    let clear = |estimated: &Estimated| estimated.as_ref().ok().and_then(|estimate| estimate.interval).map(|(low, high)| (low > 0.0, high < 0.0));
    let parts: Option<Vec<(bool, bool)>> = segments.iter().map(clear).collect();
    match (clear(whole), parts) {
        (Some((up, down)), Some(parts)) if !parts.is_empty() => {
            (up && parts.iter().all(|(_, down)| *down)) || (down && parts.iter().all(|(up, _)| *up))
        }
        _ => false,
    }
}

/// What a mean hides, in sentences: reversals first, then metrics whose effect has another sign in some segment.
pub fn segment_warnings(run: &Run) -> Vec<String> {
    let contrasts = segment_contrasts(run, &usual_metrics(&run.scenario));
    let of = |contrast: &SegmentContrast| {
        let name = run.variants.get(contrast.variant).map_or("", String::as_str);
        format!("{} with {} {name}", contrast.metric.label(), variant_letter(contrast.variant, run.baseline))
    };
    let each = |contrast: &SegmentContrast| {
        let parts = run.scenario.population.segments.iter().zip(&contrast.segments);
        parts
            .map(|(segment, effect)| format!("{} {}", segment.name, format_difference_estimate(contrast.metric, effect)))
            .collect::<Vec<_>>()
            .join(", ")
    };
    let reversals = contrasts.iter().filter(|contrast| contrast.reversed).map(|contrast| {
        let whole = format_difference_estimate(contrast.metric, &contrast.whole);
        format!(
            "Simpson's paradox: {} is {whole} for everybody together, but every segment moves the other way ({}): who stands behind the number has changed",
            of(contrast),
            each(contrast)
        )
    });
    let hidden = contrasts.iter().filter(|contrast| !contrast.reversed && contrast.hides_somebody()).map(|contrast| {
        let p = contrast.p_value.map_or_else(String::new, |p| if p < 0.001 { "p < 0.001".into() } else { format!("p = {p:.3}") });
        format!("The mean hides segments that move in opposite directions: {}: {} ({p} after Holm)", of(contrast), each(contrast))
    });
    reversals.chain(hidden).collect()
}

#[cfg(test)]
mod tests {
    use super::super::estimate::Estimate;
    use super::super::testing::synthetic_run;
    use super::*;

    fn estimated(values: &[f64]) -> Estimated {
        Estimate::of(values.iter().map(|&value| Ok(value)).collect(), 0.95)
    }

    #[test]
    fn a_reversal_needs_every_part_against_the_whole() {
        let (up, down, open) = (estimated(&[1.0, 1.1, 0.9]), estimated(&[-1.0, -1.1, -0.9]), estimated(&[1.0, -1.0, 0.2]));
        assert!(reversed(&up, &[down.clone(), down.clone()]));
        assert!(!reversed(&up, &[down.clone(), open]) && !reversed(&up, &[up.clone(), down]) && !reversed(&up, &[]));
    }

    #[test]
    fn opposite_segments_are_found_and_equal_ones_are_not() {
        let (up, down) = (estimated(&[1.0, 1.1, 0.9]), estimated(&[-1.0, -1.1, -0.9]));
        let apart = heterogeneity(&[up.clone(), down], 0.95).expect("spread");
        assert!(apart.opposite_signs && apart.q_p_value < 1e-6);
        let alike = heterogeneity(&[up.clone(), up.clone()], 0.95).expect("spread");
        assert!(!alike.opposite_signs && alike.q_p_value > 0.9);
        assert!(heterogeneity(&[up, estimated(&[1.0])], 0.95).is_err());
    }

    #[test]
    fn every_metric_and_variant_has_its_contrast() {
        let run = synthetic_run(4);
        let found = segment_contrasts(&run, &[Metric::OverLine, Metric::Purchases]);
        assert_eq!(found.len(), 2, "one variant beside the baseline");
        assert!(found.iter().all(|contrast| contrast.segments.len() == run.scenario.population.segments.len()));
        assert!(segment_warnings(&run).iter().all(|sentence| !sentence.contains("NaN")));
    }
}
