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

/// Where a function that rises from below zero to above crosses it, without its slope: false position with the halving of Illinois, and plain halving
/// where three steps have not halved the bracket. An end of the bracket is returned where the function has one sign throughout.
pub fn root_between(bracket: (f64, f64), function: impl Fn(f64) -> f64) -> f64 {
    let (mut low, mut high) = ((bracket.0, function(bracket.0)), (bracket.1, function(bracket.1)));
    if low.1 >= 0.0 || high.1 <= 0.0 {
        return if low.1 >= 0.0 { low.0 } else { high.0 };
    }
    let (mut width, mut slow, mut raised) = (high.0 - low.0, 0, None);
    for _ in 0..STEPS {
        let secant = low.0 - low.1 * ((high.0 - low.0) / (high.1 - low.1));
        let at = if slow < 3 && secant > low.0 && secant < high.0 { secant } else { 0.5 * (low.0 + high.0) };
        let value = function(at);
        if value == 0.0 || value.is_nan() {
            return at;
        }
        // An end that stays for the second time counts half, so that the other one moves too.
        if value < 0.0 {
            let moved = at - low.0;
            low = (at, value);
            high.1 *= if raised == Some(false) { 0.5 } else { 1.0 };
            raised = Some(false);
            if moved <= 2.0 * f64::EPSILON * at.abs() {
                return at;
            }
        } else {
            let moved = high.0 - at;
            high = (at, value);
            low.1 *= if raised == Some(true) { 0.5 } else { 1.0 };
            raised = Some(true);
            if moved <= 2.0 * f64::EPSILON * at.abs() {
                return at;
            }
        }
        slow = if high.0 - low.0 <= 0.5 * width { 0 } else { slow + 1 };
        if slow == 0 || slow > 3 {
            (width, slow) = (high.0 - low.0, 0);
        }
        if high.0 - low.0 <= 4.0 * f64::EPSILON * at.abs() {
            break;
        }
    }
    0.5 * (low.0 + high.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_roots_even_where_the_slope_misleads() {
        assert!((root_of_increasing((0.0, 10.0), 9.0, |x| (x * x - 2.0, 2.0 * x)) - 2f64.sqrt()).abs() < 1e-15);
        assert!((root_of_increasing((0.0, 10.0), 9.0, |x| (x * x * x - 2.0, 1e-3)) - 2f64.cbrt()).abs() < 1e-14);
        assert!((root_of_increasing((0.0, 10.0), 9.0, |x| (x - 3.0, 0.0)) - 3.0).abs() < 1e-14);
        let steep = |x: f64| (x - 0.3).cbrt();
        assert!((root_between((-1.0, 2.0), steep) - 0.3).abs() < 1e-14);
        assert!((root_between((0.0, 50.0), |x| x.powi(9) - 2.0) - 2f64.powf(1.0 / 9.0)).abs() < 1e-14);
        assert_eq!((root_between((0.0, 1.0), |x| x + 1.0), root_between((0.0, 1.0), |x| x - 3.0)), (0.0, 1.0));
        assert!((root_of_increasing((0.0, 1.0), 0.5, |x| (x - 3.0, 1.0)) - 1.0).abs() < 1e-14);
    }
}
