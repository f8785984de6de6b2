//! Verdicts: whether what came out is what was published. Numbers alone; nothing here knows a study.

use super::study::Side;
use crate::experiment::Estimate;
use crate::measure::{Measured, Undefined};
use crate::stats::wilson;

/// Confidence of the intervals shown.
pub const CONFIDENCE: f64 = 0.95;
/// Confidence of the interval of an equivalence test: two one-sided tests at 5 %.
pub const EQUIVALENCE: f64 = 0.90;
/// Share of worlds that must agree on a sign.
const AGREE: f64 = 0.9;

/// What a comparison says of the model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// As published.
    Inside,
    /// Not as published.
    Outside,
    /// The contrary of what was published, beyond doubt.
    SignWrong,
    /// The interval is too wide to say.
    CannotTell,
    /// There is no number.
    Undefined,
}

impl Verdict {
    /// Every verdict, in the order of counts.
    pub const ALL: [Self; 5] = [Self::Inside, Self::Outside, Self::SignWrong, Self::CannotTell, Self::Undefined];

    /// Every verdict but inside, the worst first.
    pub const WORST_FIRST: [Self; 4] = [Self::SignWrong, Self::Outside, Self::Undefined, Self::CannotTell];

    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Inside => "inside",
            Self::Outside => "outside",
            Self::SignWrong => "sign wrong",
            Self::CannotTell => "cannot tell",
            Self::Undefined => "undefined",
        }
    }
}

/// What came out of a comparison.
#[derive(Clone, Debug, PartialEq)]
pub struct Judged {
    /// The verdict.
    pub verdict: Verdict,
    /// Mean over worlds; none where it is undefined in all of them.
    pub mean: Option<f64>,
    /// Interval of the mean over worlds.
    pub interval: Option<(f64, f64)>,
    /// Worlds in which the amount is defined.
    pub worlds: usize,
    /// Why the verdict is what it is; empty where the numbers say it all.
    pub reason: String,
}

/// A band: an end that is not there is open.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Band {
    /// Lower end.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
}

impl Band {
    /// Whether a number lies in it, ends included.
    pub fn holds(self, value: f64) -> bool {
        self.low.is_none_or(|low| value >= low) && self.high.is_none_or(|high| value <= high)
    }

    fn meets(self, (low, high): (f64, f64)) -> bool {
        self.low.is_none_or(|end| high >= end) && self.high.is_none_or(|end| low <= end)
    }

    /// Whether an interval reaches past both ends.
    fn is_covered(self, (low, high): (f64, f64)) -> bool {
        self.low.zip(self.high).is_some_and(|(below, above)| low < below && high > above)
    }

    /// The side of "no effect" on which the whole band lies, if it does.
    fn side(self, neutral: f64) -> Option<Side> {
        match (self.low, self.high) {
            (Some(low), _) if low >= neutral => Some(Side::Above),
            (_, Some(high)) if high <= neutral => Some(Side::Below),
            _ => None,
        }
    }
}

/// The mean decides; an interval that covers the whole band, or "no effect" where the band lies to one side of it, cannot tell.
pub fn in_band(values: Vec<Measured>, band: Band, neutral: f64) -> Judged {
    let estimate = match Estimate::of(values, CONFIDENCE) {
        Ok(estimate) => estimate,
        Err(undefined) => return undefined_verdict(&undefined),
    };
    let side = band.side(neutral);
    let interval = estimate.interval.unwrap_or((estimate.mean, estimate.mean));
    let straddles = interval.0 < neutral && interval.1 > neutral;
    let wide = band.is_covered(interval) || (side.is_some() && straddles);
    let contrary = match side {
        Some(Side::Above) => interval.1 < neutral,
        Some(Side::Below) => interval.0 > neutral,
        None => false,
    };
    let (verdict, reason) = match band.holds(estimate.mean) {
        _ if wide && band.meets(interval) => (Verdict::CannotTell, "the interval is too wide for the band; more people or worlds would tell"),
        true => (Verdict::Inside, ""),
        false if contrary => (Verdict::SignWrong, "the effect goes the other way"),
        false => (Verdict::Outside, ""),
    };
    judged(&estimate, verdict, reason)
}

/// The interval must exclude "no effect" on the right side, and nine worlds in ten must agree.
pub fn sign(values: Vec<Measured>, side: Side, neutral: f64) -> Judged {
    let defined: Vec<f64> = values.iter().filter_map(|value| value.as_ref().ok().copied()).collect();
    let estimate = match Estimate::of(values, CONFIDENCE) {
        Ok(estimate) => estimate,
        Err(undefined) => return undefined_verdict(&undefined),
    };
    let on = |value: f64, side: Side| if side == Side::Above { value > neutral } else { value < neutral };
    let other = if side == Side::Above { Side::Below } else { Side::Above };
    let agree = |side: Side| defined.iter().filter(|&&value| on(value, side)).count() as f64 >= AGREE * defined.len() as f64;
    let Some((low, high)) = estimate.interval else {
        return judged(&estimate, Verdict::CannotTell, "one world has no interval");
    };
    let excludes = |side: Side| if side == Side::Above { low > neutral } else { high < neutral };
    let (verdict, reason) = if excludes(side) && agree(side) {
        (Verdict::Inside, "")
    } else if excludes(other) {
        (Verdict::SignWrong, "the effect goes the other way")
    } else if excludes(side) {
        (Verdict::CannotTell, "fewer than 90% of the worlds agree")
    } else {
        (Verdict::CannotTell, "the interval holds \"no effect\"")
    };
    judged(&estimate, verdict, reason)
}

/// Two one-sided tests: the 90 % interval must lie within the distance from the target.
pub fn equal(values: Vec<Measured>, target: f64, within: f64) -> Judged {
    let estimate = match Estimate::of(values, EQUIVALENCE) {
        Ok(estimate) => estimate,
        Err(undefined) => return undefined_verdict(&undefined),
    };
    let near = |value: f64| (value - target).abs() <= within;
    let (verdict, reason) = match estimate.interval {
        None => (Verdict::CannotTell, "one world has no interval"),
        Some((low, high)) if near(low) && near(high) => (Verdict::Inside, ""),
        Some(_) if near(estimate.mean) => (Verdict::CannotTell, "the interval reaches past what counts as the same"),
        Some(_) => (Verdict::Outside, ""),
    };
    judged(&estimate, verdict, reason)
}

/// Means must rise from each amount to the next. What is shown is the smallest step.
pub fn rising(amounts: &[Vec<Measured>]) -> Judged {
    let steps = amounts.windows(2).map(|pair| {
        let pair = pair.first().into_iter().flatten().cloned().zip(pair.last().into_iter().flatten().cloned());
        Estimate::of(pair.map(|(low, high)| Ok(high? - low?)).collect(), CONFIDENCE)
    });
    let steps: Vec<Estimate> = match steps.collect() {
        Ok(steps) => steps,
        Err(undefined) => return undefined_verdict(&undefined),
    };
    let Some(smallest) = steps.iter().min_by(|a, b| a.mean.total_cmp(&b.mean)) else {
        return undefined_verdict(&Undefined::new("an order needs two amounts"));
    };
    let (verdict, reason) = match smallest.interval {
        _ if smallest.mean > 0.0 => (Verdict::Inside, "smallest step shown"),
        Some((_, high)) if high < 0.0 => (Verdict::SignWrong, "one step falls, beyond doubt; it is shown"),
        Some((_, high)) if high > 0.0 => (Verdict::CannotTell, "one step falls, but its interval holds zero; it is shown"),
        _ => (Verdict::Outside, "one step does not rise; it is shown"),
    };
    judged(smallest, verdict, reason)
}

/// At least one amount must be in the band. What is shown is one that is, or else the one that comes nearest.
pub fn some(amounts: Vec<Vec<Measured>>, band: Band, neutral: f64) -> Judged {
    let distance = |judged: &Judged| {
        let past = |mean: f64| band.low.map_or(0.0, |low| low - mean).max(band.high.map_or(0.0, |high| mean - high)).max(0.0);
        judged.mean.map_or(f64::INFINITY, past)
    };
    let all = amounts.into_iter().map(|values| in_band(values, band, neutral));
    let order = |judged: &Judged| (judged.verdict != Verdict::Inside, judged.verdict != Verdict::CannotTell);
    let best = all.min_by(|a, b| order(a).cmp(&order(b)).then(distance(a).total_cmp(&distance(b))));
    best.unwrap_or_else(|| undefined_verdict(&Undefined::new("there is nothing to choose from")))
}

/// The amount must lie in the band in at least a share of worlds. What is shown is that share, with its Wilson interval.
pub fn often(values: &[Measured], band: Band, share: f64) -> Judged {
    let defined: Vec<f64> = values.iter().filter_map(|value| value.as_ref().ok().copied()).collect();
    let hits = defined.iter().filter(|&&value| band.holds(value)).count();
    if defined.is_empty() {
        let first = values.iter().find_map(|value| value.as_ref().err().cloned());
        return undefined_verdict(&first.unwrap_or_else(|| Undefined::new("no world is finished")));
    }
    let found = hits as f64 / defined.len() as f64;
    Judged {
        verdict: if found >= share { Verdict::Inside } else { Verdict::Outside },
        mean: Some(found),
        interval: wilson(hits as u64, defined.len() as u64, CONFIDENCE).ok(),
        worlds: defined.len(),
        reason: "share of worlds shown".into(),
    }
}

fn judged(estimate: &Estimate, verdict: Verdict, reason: &str) -> Judged {
    Judged { verdict, mean: Some(estimate.mean), interval: estimate.interval, worlds: estimate.worlds, reason: reason.into() }
}

fn undefined_verdict(undefined: &Undefined) -> Judged {
    Judged { verdict: Verdict::Undefined, mean: None, interval: None, worlds: 0, reason: undefined.reason.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ok(values: &[f64]) -> Vec<Measured> {
        values.iter().map(|&value| Ok(value)).collect()
    }

    fn around(middle: f64, spread: f64) -> Vec<Measured> {
        ok(&[-1.0, -0.5, 0.0, 0.5, 1.0, -0.8, 0.8, 0.2, -0.2, 0.0].map(|step| middle + spread * step))
    }

    fn nothing() -> Vec<Measured> {
        vec![Err(Undefined::new("nobody is in this group")); 3]
    }

    const RATIO: Band = Band { low: Some(1.1), high: Some(1.3) };

    #[test]
    fn bands() {
        let verdict = |values| in_band(values, RATIO, 1.0).verdict;
        assert_eq!(verdict(around(1.2, 0.01)), Verdict::Inside);
        assert_eq!(verdict(around(1.11, 0.06)), Verdict::Inside, "the mean decides, though the interval reaches out");
        assert_eq!(verdict(around(1.35, 0.01)), Verdict::Outside);
        assert_eq!(verdict(around(1.05, 0.01)), Verdict::Outside, "right side of no effect, too little");
        assert_eq!(verdict(around(0.9, 0.01)), Verdict::SignWrong);
        assert_eq!(verdict(around(1.2, 1.0)), Verdict::CannotTell, "the interval covers the band");
        assert_eq!(verdict(around(1.08, 0.3)), Verdict::CannotTell, "the interval holds no effect and reaches the band");
        assert_eq!(verdict(around(0.99, 0.03)), Verdict::Outside, "no effect is not the contrary");
        assert_eq!(verdict(ok(&[1.2, 1.2])), Verdict::Inside, "the same in every world");
        let gone = in_band(nothing(), RATIO, 1.0);
        assert_eq!((gone.verdict, gone.reason.as_str()), (Verdict::Undefined, "nobody is in this group"));
    }

    #[test]
    fn a_broken_band_is_left() {
        let values = around(1.2, 0.01);
        assert_eq!(in_band(values.clone(), RATIO, 1.0).verdict, Verdict::Inside);
        assert_eq!(in_band(values, Band { low: Some(1.25), high: Some(1.3) }, 1.0).verdict, Verdict::Outside);
    }

    #[test]
    fn open_bands() {
        let up = Band { low: Some(1.05), high: None };
        assert_eq!(in_band(around(1.5, 0.1), up, 1.0).verdict, Verdict::Inside);
        assert_eq!(in_band(around(1.5, 3.0), up, 1.0).verdict, Verdict::CannotTell);
        let down = Band { low: None, high: Some(0.98) };
        assert_eq!(in_band(around(0.9, 0.01), down, 1.0).verdict, Verdict::Inside);
        assert_eq!(in_band(around(1.2, 0.01), down, 1.0).verdict, Verdict::SignWrong);
        let both_sides = Band { low: Some(0.95), high: Some(1.05) };
        assert_eq!(in_band(around(1.0, 0.02), both_sides, 1.0).verdict, Verdict::Inside, "a band around no effect may hold it");
        assert_eq!(in_band(around(1.2, 0.02), both_sides, 1.0).verdict, Verdict::Outside);
    }

    #[test]
    fn signs() {
        assert_eq!(sign(around(0.5, 0.2), Side::Above, 0.0).verdict, Verdict::Inside);
        assert_eq!(sign(around(0.5, 0.2), Side::Below, 0.0).verdict, Verdict::SignWrong);
        assert_eq!(sign(around(0.0, 0.2), Side::Above, 0.0).verdict, Verdict::CannotTell);
        assert_eq!(sign(around(0.5, 0.2), Side::Below, 1.0).verdict, Verdict::Inside, "a ratio's no effect is 1");
        // The interval excludes zero, but two worlds of ten disagree.
        let split = ok(&[1.0, 1.0, 1.1, 0.9, 1.2, 1.0, 0.8, 1.0, -0.1, -0.1]);
        assert_eq!(sign(split, Side::Above, 0.0).verdict, Verdict::CannotTell);
        assert_eq!(sign(ok(&[1.0]), Side::Above, 0.0).verdict, Verdict::CannotTell);
        assert_eq!(sign(nothing(), Side::Above, 0.0).verdict, Verdict::Undefined);
    }

    #[test]
    fn equivalence() {
        assert_eq!(equal(around(1.01, 0.02), 1.0, 0.05).verdict, Verdict::Inside);
        assert_eq!(equal(around(1.01, 0.2), 1.0, 0.05).verdict, Verdict::CannotTell);
        assert_eq!(equal(around(1.2, 0.02), 1.0, 0.05).verdict, Verdict::Outside);
        assert_eq!(equal(nothing(), 1.0, 0.05).verdict, Verdict::Undefined);
    }

    #[test]
    fn orders() {
        let three = |a, b, c| vec![around(a, 0.01), around(b, 0.02), around(c, 0.01)];
        let up = rising(&three(1.0, 2.0, 2.5));
        assert_eq!(up.verdict, Verdict::Inside);
        assert!(up.mean.is_some_and(|step| (step - 0.5).abs() < 1e-9), "the smallest step is shown");
        assert_eq!(rising(&three(1.0, 2.0, 1.5)).verdict, Verdict::SignWrong);
        assert_eq!(rising(&[around(1.0, 0.3), around(0.99, 0.1)]).verdict, Verdict::CannotTell);
        assert_eq!(rising(&[ok(&[1.0, 1.0]), ok(&[1.0, 1.0])]).verdict, Verdict::Outside);
        assert_eq!(rising(&[around(1.0, 0.1), nothing()]).verdict, Verdict::Undefined);
    }

    #[test]
    fn existence() {
        let found = some(vec![around(2.0, 0.01), around(1.2, 0.01), around(1.0, 0.01)], RATIO, 1.0);
        assert_eq!(found.verdict, Verdict::Inside);
        assert!(found.mean.is_some_and(|mean| (mean - 1.2).abs() < 1e-9));
        let near = some(vec![around(2.0, 0.01), around(1.4, 0.01)], RATIO, 1.0);
        assert_eq!(near.verdict, Verdict::Outside);
        assert!(near.mean.is_some_and(|mean| (mean - 1.4).abs() < 1e-9), "the nearest is shown");
    }

    #[test]
    fn shares_of_worlds() {
        let above = Band { low: Some(0.0), high: None };
        let values = ok(&[1.0, 1.0, -1.0, 1.0]);
        assert_eq!((often(&values, above, 0.5).verdict, often(&values, above, 0.5).mean), (Verdict::Inside, Some(0.75)));
        assert_eq!(often(&values, above, 0.8).verdict, Verdict::Outside);
        assert_eq!(often(&nothing(), above, 0.5).verdict, Verdict::Undefined);
    }
}
