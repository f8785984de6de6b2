//! Integrals over an interval.

/// Nodes and weights of Gauss and Legendre's rule on an interval.
pub fn gauss_legendre(count: usize, low: f64, high: f64) -> (Vec<f64>, Vec<f64>) {
    let (half, middle) = (0.5 * (high - low), 0.5 * (high + low));
    let mut rule = (Vec::with_capacity(count), Vec::with_capacity(count));
    for index in 0..count {
        let mut root = libm::cos(std::f64::consts::PI * (index as f64 + 0.75) / (count as f64 + 0.5));
        let mut slope = 1.0;
        for _ in 0..60 {
            let (mut value, mut before) = (root, 1.0);
            for degree in 2..=count {
                let n = degree as f64;
                (value, before) = (((2.0 * n - 1.0) * root * value - (n - 1.0) * before) / n, value);
            }
            slope = count as f64 * (root * value - before) / (root * root - 1.0);
            let step = value / slope;
            root -= step;
            if step.abs() < 1e-15 {
                break;
            }
        }
        rule.0.push(middle + half * root);
        rule.1.push(half * 2.0 / ((1.0 - root * root) * slope * slope));
    }
    rule
}

#[cfg(test)]
mod tests {
    use super::*;

    /// With n nodes, polynomials of degree 2n - 1 are integrated exactly.
    #[test]
    fn polynomials_are_exact() {
        let (nodes, weights) = gauss_legendre(8, -1.0, 3.0);
        for degree in 0..16 {
            let found: f64 = nodes.iter().zip(&weights).map(|(node, weight)| weight * node.powi(degree)).sum();
            let power = degree + 1;
            let expected = (3f64.powi(power) - (-1f64).powi(power)) / f64::from(power);
            assert!((found / expected - 1.0).abs() < 1e-13, "{degree}: {found} against {expected}");
        }
    }
}
