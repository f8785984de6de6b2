//! Which inputs of a model matter, by changing one at a time from many starting points: elementary effects (Morris 1991; Campolongo, Cariboni,
//! Saltelli 2007 for the mean of absolute effects).

use super::Undefined;

/// Effects of one input, each the change of the output when the input goes through its whole range, if it stayed as it is between two points.
#[derive(Clone, Debug, PartialEq)]
pub struct ElementaryEffects {
    /// Mean effect, `mu`: which way it goes.
    pub mean: f64,
    /// Mean of absolute effects, `mu*`: how much it matters.
    pub mean_absolute: f64,
    /// Standard deviation of the effects, `sigma`: whether it matters differently from place to place, by curvature or together with others. `None`
    /// with one effect.
    pub deviation: Option<f64>,
    /// How many effects.
    pub count: usize,
}

/// One way through the inputs: a first point, and which input changes next, from which value to which, in shares of its range.
#[derive(Clone, Debug, PartialEq)]
pub struct Trajectory {
    /// Points one after another, in shares of each input's range; one more than there are inputs.
    pub points: Vec<Vec<f64>>,
    /// The input that changes from each point to the next.
    pub changed: Vec<usize>,
}

impl Trajectory {
    /// A way from a point, changing inputs in the given order. The step is `levels / (2 (levels - 1))` on a grid of an even number of `levels`, up or down
    /// as there is room, so that all levels are met equally often (Morris 1991). `start` holds, for each input, a level below `levels`.
    pub fn new(start: &[usize], order: &[usize], levels: usize) -> Self {
        let last = levels.max(2) - 1;
        let step = levels.max(2) / 2;
        let mut here: Vec<usize> = start.iter().map(|&level| level.min(last)).collect();
        let share = |levels: &[usize]| levels.iter().map(|&level| level as f64 / last as f64).collect::<Vec<f64>>();
        let mut points = vec![share(&here)];
        let mut changed = Vec::with_capacity(order.len());
        for &input in order {
            if let Some(level) = here.get_mut(input) {
                *level = if *level + step <= last { *level + step } else { level.saturating_sub(step) };
                points.push(share(&here));
                changed.push(input);
            }
        }
        Self { points, changed }
    }

    /// The effect of each input, from the outputs at the points; `None` for an input where either output is missing.
    pub fn effects(&self, outputs: &[Option<f64>]) -> Vec<(usize, f64)> {
        let mut found = Vec::with_capacity(self.changed.len());
        for ((&input, points), outputs) in self.changed.iter().zip(self.points.windows(2)).zip(outputs.windows(2)) {
            let ([from, to], [Some(before), Some(after)]) = (points, outputs) else { continue };
            let moved = to.get(input).zip(from.get(input)).map_or(0.0, |(to, from)| to - from);
            let effect = (after - before) / moved;
            if effect.is_finite() {
                found.push((input, effect));
            }
        }
        found
    }
}

/// Sums up the effects of one input.
///
/// # Errors
/// Undefined without effects, or where one is not finite.
pub fn elementary_effects(effects: &[f64]) -> Result<ElementaryEffects, Undefined> {
    if effects.is_empty() {
        return Err(Undefined::new("no effect was seen"));
    }
    if effects.iter().any(|effect| !effect.is_finite()) {
        return Err(Undefined::new("an effect is not a finite number"));
    }
    let count = effects.len() as f64;
    let mean = effects.iter().sum::<f64>() / count;
    let mean_absolute = effects.iter().map(|effect| effect.abs()).sum::<f64>() / count;
    let squares: f64 = effects.iter().map(|effect| (effect - mean).powi(2)).sum();
    Ok(ElementaryEffects { mean, mean_absolute, deviation: (effects.len() > 1).then(|| (squares / (count - 1.0)).sqrt()), count: effects.len() })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_straight_model_has_its_slopes_as_effects(starts in prop::collection::vec(0usize..4, 5), slopes in prop::collection::vec(-3.0..3.0f64, 5)) {
            let way = Trajectory::new(&starts, &[3, 0, 4, 1, 2], 4);
            prop_assert_eq!(way.points.len(), 6);
            prop_assert!(way.points.iter().flatten().all(|share| (0.0..=1.0).contains(share)));
            let outputs: Vec<Option<f64>> = way.points.iter().map(|point| Some(point.iter().zip(&slopes).map(|(x, slope)| x * slope).sum())).collect();
            for (input, effect) in way.effects(&outputs) {
                prop_assert!((effect - slopes[input]).abs() < 1e-9);
            }
        }

        #[test]
        fn the_absolute_mean_is_no_less_than_the_mean(effects in prop::collection::vec(-9.0..9.0f64, 1..30)) {
            let found = elementary_effects(&effects).expect("effects");
            prop_assert!(found.mean_absolute >= found.mean.abs() - 1e-12 && found.deviation.is_none_or(|deviation| deviation >= 0.0));
        }
    }

    #[test]
    fn each_point_differs_from_the_last_in_one_input() {
        let way = Trajectory::new(&[0, 3, 1], &[1, 2, 0], 4);
        assert_eq!(way.points, [[0.0, 1.0, 1.0 / 3.0], [0.0, 1.0 / 3.0, 1.0 / 3.0], [0.0, 1.0 / 3.0, 1.0], [2.0 / 3.0, 1.0 / 3.0, 1.0]]);
        assert_eq!(way.effects(&[Some(1.0), None, Some(2.0), Some(4.0)]), [(0, 3.0)], "what is missing on either side gives none");
    }

    #[test]
    fn degenerate_effects() {
        assert!(elementary_effects(&[]).is_err() && elementary_effects(&[1.0, f64::NAN]).is_err());
        let one = elementary_effects(&[-2.0]).expect("one");
        assert_eq!((one.mean, one.mean_absolute, one.deviation), (-2.0, 2.0, None));
    }
}
