//! Satiation with topics just consumed (B4.3, B4.4).

/// S <- memory S, for a day.
#[inline(always)]
pub fn rest<const K: usize>(satiation: &mut [f32; K], memory: f32) {
    for lane in satiation {
        *lane *= memory;
    }
}

/// S <- S + phi on a consumption.
#[inline(always)]
pub fn consume<const K: usize>(satiation: &mut [f32; K], mix: &[f32; K]) {
    for lane in 0..K {
        satiation[lane] += mix[lane];
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn satiation_halves_in_about_two_days_at_the_default() {
        let mut satiation = [0.0f32; 16];
        let mut mix = [0.0f32; 16];
        mix[2] = 1.0;
        consume(&mut satiation, &mix);
        rest(&mut satiation, 0.7);
        rest(&mut satiation, 0.7);
        assert!((satiation[2] - 0.49).abs() < 1e-6);
    }
}
