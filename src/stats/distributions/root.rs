//! Where an increasing function crosses zero.

/// Most steps; halving alone would end a range of doubles sooner.
const STEPS: usize = 400;

/// Newton's steps towards the root of an increasing function, kept inside a bracket that shrinks; halving where a step leaves it. The function
/// returns its value and its slope. An end of the bracket is returned where the root lies outside.
pub fn root_of_increasing(bracket: (f64, f64), start: f64, function: impl Fn(f64) -> (f64, f64)) -> f64 {
    let (mut low, mut high) = bracket;
    let mut at = if start > low && start < high { start } else { 0.5 * (low + high) };
    let mut last = f64::INFINITY;
    for _ in 0..STEPS {
        let (value, slope) = function(at);
        if value == 0.0 {
            return at;
        }
        if value < 0.0 {
            low = at;
        } else {
            high = at;
        }
        let step = value / slope;
        let newton = at - step;
        // A step that does not get smaller means that the slope misleads.
        let next = if newton > low && newton < high && step.abs() < 0.9 * last { newton } else { 0.5 * (low + high) };
        last = if next == newton { step.abs() } else { f64::INFINITY };
        let moved = (next - at).abs();
        at = next;
        if moved <= 4.0 * f64::EPSILON * at.abs() || high - low <= 4.0 * f64::EPSILON * at.abs() {
            break;
        }
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_roots_even_where_the_slope_misleads() {
        assert!((root_of_increasing((0.0, 10.0), 9.0, |x| (x * x - 2.0, 2.0 * x)) - 2f64.sqrt()).abs() < 1e-15);
        assert!((root_of_increasing((0.0, 10.0), 9.0, |x| (x * x * x - 2.0, 1e-3)) - 2f64.cbrt()).abs() < 1e-14);
        assert!((root_of_increasing((0.0, 10.0), 9.0, |x| (x - 3.0, 0.0)) - 3.0).abs() < 1e-14);
        assert!((root_of_increasing((0.0, 1.0), 0.5, |x| (x - 3.0, 1.0)) - 1.0).abs() < 1e-14);
    }
}
