//! A band, what came out and its interval on one line, as a small picture inside a page.

/// Width of the picture, in its own units.
const WIDTH: f64 = 180.0;
/// Height.
const HEIGHT: f64 = 18.0;
/// Share of the width that stays free on either side.
const MARGIN: f64 = 0.08;

/// What is drawn. An end of the band that is not there is open and reaches the edge.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Strip {
    /// Lower and upper end of the band.
    pub band: (Option<f64>, Option<f64>),
    /// What came out.
    pub mean: f64,
    /// Its interval.
    pub interval: Option<(f64, f64)>,
}

impl Strip {
    /// The picture as SVG, with the same in words for those who do not see it; `None` where there is nothing to draw to scale.
    pub fn svg(&self) -> Option<String> {
        let (low, high) = self.interval.unwrap_or((self.mean, self.mean));
        let marks = [self.band.0, self.band.1, Some(self.mean), Some(low), Some(high)];
        let marks: Vec<f64> = marks.into_iter().flatten().filter(|mark| mark.is_finite()).collect();
        let least = marks.iter().copied().fold(f64::INFINITY, f64::min);
        let most = marks.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        // Without two different marks there is no scale.
        if !self.mean.is_finite() || most <= least {
            return None;
        }
        let scale = WIDTH * (1.0 - 2.0 * MARGIN) / (most - least);
        let place = |value: f64| (WIDTH * MARGIN + (value - least) * scale).clamp(0.0, WIDTH);
        let (from, to) = (self.band.0.map_or(0.0, place), self.band.1.map_or(WIDTH, place));
        Some(format!(
            "<svg class=\"strip\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" width=\"{WIDTH}\" height=\"{HEIGHT}\" role=\"img\" aria-label=\"{}\">\
             <rect class=\"band\" x=\"{from:.1}\" y=\"2\" width=\"{:.1}\" height=\"14\"/>\
             <line class=\"axis\" x1=\"0\" y1=\"9\" x2=\"{WIDTH}\" y2=\"9\"/>\
             <line class=\"interval\" x1=\"{:.1}\" y1=\"9\" x2=\"{:.1}\" y2=\"9\"/>\
             <circle class=\"found\" cx=\"{:.1}\" cy=\"9\" r=\"3.5\"/></svg>",
            self.words(),
            (to - from).max(1.0),
            place(low),
            place(high),
            place(self.mean)
        ))
    }

    fn words(&self) -> &'static str {
        let below = self.band.0.is_some_and(|low| self.mean < low);
        let above = self.band.1.is_some_and(|high| self.mean > high);
        match (below, above) {
            (true, _) => "what came out lies below the band",
            (_, true) => "what came out lies above the band",
            _ => "what came out lies in the band",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers of an attribute, in order.
    fn numbers(svg: &str, attribute: &str) -> Vec<f64> {
        let mark = format!(" {attribute}=\"");
        svg.split(&mark).skip(1).map(|rest| rest.split('"').next().unwrap().parse().unwrap()).collect()
    }

    #[test]
    fn marks_stand_in_order_and_inside() {
        let svg = Strip { band: (Some(0.8), Some(1.2)), mean: 0.7, interval: Some((0.65, 0.75)) }.svg().unwrap();
        let (band, found, interval) = (numbers(&svg, "x"), numbers(&svg, "cx"), numbers(&svg, "x1"));
        assert!(interval[1] < found[0] && found[0] < band[0], "{svg}");
        assert!(found[0] > 0.0 && band[0] + numbers(&svg, "width")[1] < WIDTH);
        assert!(svg.contains("below the band"));
    }

    #[test]
    fn an_open_end_reaches_the_edge() {
        let svg = Strip { band: (Some(2.0), None), mean: 3.0, interval: None }.svg().unwrap();
        assert!((numbers(&svg, "x")[0] + numbers(&svg, "width")[1] - WIDTH).abs() < 0.11, "{svg}");
        assert!(svg.contains("in the band"));
    }

    #[test]
    fn what_has_no_scale_is_not_drawn() {
        for (band, mean) in [((Some(1.0), None), 1.0), ((Some(1.0), Some(2.0)), f64::NAN), ((None, None), 4.0)] {
            assert_eq!(Strip { band, mean, interval: None }.svg(), None);
        }
    }
}
