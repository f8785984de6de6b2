//! Elementary functions with the same bits on every machine. They use only IEEE additions and multiplications in a fixed order (no fused ones),
//! so the compiler may vectorize them at any width without changing a bit. For hot loops; elsewhere the `libm` crate serves.

/// Does work compiled for the best SIMD level of this machine. Operations have a fixed order, so every level gives the same bits; that is why builds
/// with debug assertions, in which compiling takes longer than flying, know the plain level alone. `.ci/run` compares both builds bit for bit.
#[inline(always)]
pub fn at_best_level<W: pulp::WithSimd>(work: W) -> W::Output {
    #[cfg(debug_assertions)]
    return work.with_simd(pulp::Scalar);
    #[cfg(not(debug_assertions))]
    return pulp::Arch::new().dispatch(work);
}

/// Number of partial sums in a fixed-order sum.
const LANES: usize = 8;

/// e^x for f32, about 2 units in the last place; saturates below -87 and above 88.
#[inline(always)]
#[expect(clippy::excessive_precision, reason = "coefficients are given as published (Cephes)")]
pub fn exp(x: f32) -> f32 {
    let x = if x < -87.0 { -87.0 } else { x };
    let x = if x > 88.0 { 88.0 } else { x };
    // Adding 1.5 * 2^23 rounds to the nearest integer and leaves it in the low bits.
    let shifted = x * std::f32::consts::LOG2_E + 12_582_912.0;
    let n = shifted - 12_582_912.0;
    let power = (shifted.to_bits() as i32).wrapping_sub(0x4b40_0000);
    let r = x - n * 0.693_359_375 - n * -2.121_944_4e-4;
    let mut p = 1.987_569_15e-4;
    p = p * r + 1.398_199_950_7e-3;
    p = p * r + 8.333_451_907_3e-3;
    p = p * r + 4.166_579_589_4e-2;
    p = p * r + 1.666_666_545_9e-1;
    p = p * r + 5.000_000_120_1e-1;
    let y = p * r * r + r + 1.0;
    y * f32::from_bits(((power + 127) << 23) as u32)
}

/// Natural logarithm for positive normal f32, about 2 units in the last place; zero and subnormals give about -87.3.
#[inline(always)]
#[expect(clippy::excessive_precision, reason = "coefficients are given as published (Cephes)")]
pub fn ln(x: f32) -> f32 {
    let x = if x < f32::MIN_POSITIVE { f32::MIN_POSITIVE } else { x };
    let bits = x.to_bits();
    let exponent = ((bits >> 23) as i32 - 126) as f32;
    let mantissa = f32::from_bits((bits & 0x007f_ffff) | 0x3f00_0000);
    let low = mantissa < std::f32::consts::FRAC_1_SQRT_2;
    let e = exponent - if low { 1.0 } else { 0.0 };
    let f = mantissa + if low { mantissa } else { 0.0 } - 1.0;
    let z = f * f;
    let mut p = 7.037_683_629_2e-2;
    p = p * f - 1.151_461_031_0e-1;
    p = p * f + 1.167_699_874_0e-1;
    p = p * f - 1.242_014_084_6e-1;
    p = p * f + 1.424_932_278_7e-1;
    p = p * f - 1.666_805_766_5e-1;
    p = p * f + 2.000_071_476_5e-1;
    p = p * f - 2.499_999_399_3e-1;
    p = p * f + 3.333_333_117_4e-1;
    let y = f * z * p + e * -2.121_944_4e-4 - 0.5 * z;
    f + y + e * 0.693_359_375
}

/// 1 / (1 + e^-x).
#[inline(always)]
pub fn logistic(x: f32) -> f32 {
    1.0 / (1.0 + exp(-x))
}

/// ln(1 + e^x), without overflow.
#[inline(always)]
pub fn softplus(x: f32) -> f32 {
    let positive = if x > 0.0 { x } else { 0.0 };
    positive + ln(1.0 + exp(-x.abs()))
}

/// Sum in a fixed order: eight running sums, then a tree.
#[inline(always)]
pub fn sum(values: &[f32]) -> f32 {
    let mut sums = [0.0f32; LANES];
    let chunks = values.chunks_exact(LANES);
    let rest = chunks.remainder();
    for chunk in chunks {
        for lane in 0..LANES {
            sums[lane] += chunk[lane];
        }
    }
    for (lane, value) in rest.iter().enumerate() {
        sums[lane] += value;
    }
    tree(sums)
}

/// Scalar product in a fixed order: eight running sums, then a tree.
#[inline(always)]
pub fn dot<const K: usize>(a: &[f32; K], b: &[f32; K]) -> f32 {
    let mut sums = [0.0f32; LANES];
    let mut start = 0;
    while start + LANES <= K {
        for lane in 0..LANES {
            sums[lane] += a[start + lane] * b[start + lane];
        }
        start += LANES;
    }
    tree(sums)
}

#[inline(always)]
fn tree(s: [f32; LANES]) -> f32 {
    ((s[0] + s[4]) + (s[2] + s[6])) + ((s[1] + s[5]) + (s[3] + s[7]))
}

/// Largest value in a fixed order; minus infinity for none. Values must not be NaN.
#[inline(always)]
pub fn largest(values: &[f32]) -> f32 {
    let mut best = [f32::NEG_INFINITY; LANES];
    let chunks = values.chunks_exact(LANES);
    let rest = chunks.remainder();
    for chunk in chunks {
        for lane in 0..LANES {
            best[lane] = if chunk[lane] > best[lane] { chunk[lane] } else { best[lane] };
        }
    }
    for (lane, &value) in rest.iter().enumerate() {
        best[lane] = if value > best[lane] { value } else { best[lane] };
    }
    largest_lane(best)
}

/// Largest of eight values, pair by pair. Values must not be NaN.
#[inline(always)]
pub fn largest_lane(v: [f32; LANES]) -> f32 {
    let of = |a: f32, b: f32| if a > b { a } else { b };
    of(of(of(v[0], v[4]), of(v[2], v[6])), of(of(v[1], v[5]), of(v[3], v[7])))
}

/// Softmax over the first `used` lanes; the lanes behind hold 0.
#[inline(always)]
pub fn softmax<const K: usize>(logits: &[f32; K], used: usize) -> [f32; K] {
    let mut weights = [0.0f32; K];
    for lane in 0..K {
        weights[lane] = if lane < used { logits[lane] } else { f32::MIN };
    }
    let top = largest(&weights);
    for lane in 0..K {
        let weight = exp(weights[lane] - top);
        weights[lane] = if lane < used { weight } else { 0.0 };
    }
    let scale = 1.0 / sum(&weights);
    for weight in &mut weights {
        *weight *= scale;
    }
    weights
}

/// Shannon entropy in nats of shares that sum to 1.
#[inline(always)]
pub fn entropy<const K: usize>(shares: &[f32; K]) -> f32 {
    let mut terms = [0.0f32; K];
    for lane in 0..K {
        terms[lane] = -shares[lane] * ln(shares[lane]);
    }
    sum(&terms)
}

/// Jensen-Shannon divergence in bits between two mixes that each sum to 1; exactly 0 for equal ones, never below.
#[inline(always)]
pub fn jensen_shannon_bits<const K: usize>(p: &[f32; K], q: &[f32; K]) -> f32 {
    let mut terms = [0.0f32; K];
    for lane in 0..K {
        let log_middle = ln(0.5 * (p[lane] + q[lane]));
        terms[lane] = p[lane] * (ln(p[lane]) - log_middle) + q[lane] * (ln(q[lane]) - log_middle);
    }
    let bits = sum(&terms) * (0.5 / std::f32::consts::LN_2);
    if bits > 0.0 { bits } else { 0.0 }
}

/// A real draw cut to steps of 2^-20, so that a last bit that differs between platforms' mathematics libraries cannot reach a result.
pub fn snap(value: f64) -> f32 {
    (libm::round(value * 1_048_576.0) / 1_048_576.0) as f32
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn exp_and_ln_are_within_four_units_of_the_last_place(x in -80.0f32..80.0) {
            let exact = libm::exp(f64::from(x));
            prop_assert!((f64::from(exp(x)) / exact - 1.0).abs() < 4.0 * f64::from(f32::EPSILON));
            let y = exp(x);
            let exact = libm::log(f64::from(y));
            prop_assert!((f64::from(ln(y)) - exact).abs() <= 4.0 * f64::from(f32::EPSILON) * exact.abs().max(0.5));
        }

        #[test]
        fn softmax_sums_to_one_and_leaves_unused_lanes_at_zero(z in proptest::array::uniform16(-30.0f32..30.0), used in 1usize..=16) {
            let shares = softmax(&z, used);
            prop_assert!((sum(&shares) - 1.0).abs() < 1e-5);
            prop_assert!(shares[used..].iter().all(|&share| share == 0.0));
            prop_assert!(shares.iter().all(|&share| (0.0..=1.0).contains(&share)));
            prop_assert!(entropy(&shares) > -1e-5 && entropy(&shares) < (used as f32).ln() + 1e-4);
            prop_assert_eq!(jensen_shannon_bits(&shares, &shares), 0.0);
        }
    }

    #[test]
    fn the_edges_do_not_overflow() {
        assert!(exp(-1e30) > 0.0 && exp(1e30).is_finite());
        assert!(ln(0.0) < -87.0);
        assert_eq!(exp(0.0), 1.0);
        assert_eq!(ln(1.0), 0.0);
        assert!((softplus(-200.0)).abs() < 1e-30 && softplus(200.0) == 200.0);
    }

    #[test]
    fn divergence_of_disjoint_mixes_is_one_bit() {
        let mut p = [0.0f32; 16];
        let mut q = [0.0f32; 16];
        p[0] = 1.0;
        q[1] = 1.0;
        assert!((jensen_shannon_bits(&p, &q) - 1.0).abs() < 1e-5);
    }
}
