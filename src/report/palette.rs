//! Colours, dash styles and markers of variants and meanings: the one place where they stand, for files and window alike.
//!
//! A variant is told by colour and letter and line style, so that a grey copy still reads. The sets keep a contrast of at least 3:1 against
//! panel and plot background, and a distance between any two under simulated colour vision deficiency.

use crate::experiment::variant_letter;

/// A colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rgb {
    /// Red.
    pub red: u8,
    /// Green.
    pub green: u8,
    /// Blue.
    pub blue: u8,
}

impl Rgb {
    const fn hex(code: u32) -> Self {
        Self { red: (code >> 16) as u8, green: (code >> 8) as u8, blue: code as u8 }
    }

    /// Relative luminance as WCAG 2 defines it, 0 to 1.
    pub fn luminance(self) -> f64 {
        let linear = |channel: u8| {
            let share = f64::from(channel) / 255.0;
            if share <= 0.040_45 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(self.red) + 0.7152 * linear(self.green) + 0.0722 * linear(self.blue)
    }

    /// Contrast ratio as WCAG 2 defines it, 1 to 21.
    pub fn contrast(self, other: Self) -> f64 {
        let (one, two) = (self.luminance() + 0.05, other.luminance() + 0.05);
        one.max(two) / one.min(two)
    }
}

/// One set of colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Palette {
    /// Behind a plot.
    pub background: Rgb,
    /// Around a plot: panels of the window.
    pub panel: Rgb,
    /// Text.
    pub text: Rgb,
    /// Text of lesser weight: captions, units.
    pub weak_text: Rgb,
    /// Grid lines.
    pub grid: Rgb,
    /// Axes, zero lines, hatching.
    pub axis: Rgb,
    /// The baseline.
    pub baseline: Rgb,
    /// The twin without recommender.
    pub twin: Rgb,
    /// The other variants, A to E.
    pub variants: [Rgb; 5],
    /// What is worse for people.
    pub worse: Rgb,
    /// What is better for people.
    pub better: Rgb,
    /// Text of warnings.
    pub warning: Rgb,
    /// Text of errors.
    pub error: Rgb,
    /// Links.
    pub link: Rgb,
}

/// The colour of a number in a map, from the least (0, dark blue) to the most (1, yellow): cividis, which reads the same with every kind of colour
/// vision and in grey (Nunez, Anderton, Renslow 2018; the polynomials are those of d3-scale-chromatic).
pub fn heat(share: f64) -> Rgb {
    let t = if share.is_finite() { share.clamp(0.0, 1.0) } else { 0.0 };
    let polynomial = |[a, b, c, d, e, f]: [f64; 6]| (a + t * (b + t * (c + t * (d + t * (e + t * f))))).round().clamp(0.0, 255.0) as u8;
    Rgb {
        red: polynomial([-4.54, -35.34, 2381.73, -6402.7, 7024.72, -2710.57]),
        green: polynomial([32.49, 170.73, 52.82, -131.46, 176.58, -67.37]),
        blue: polynomial([81.24, 442.36, -2482.43, 6167.24, -6614.94, 2475.67]),
    }
}

/// The colour of text on [`heat`].
pub fn on_heat(share: f64) -> Rgb {
    // Both have a contrast of at least 4.5 on their side of this share.
    if share > 0.465 { Rgb::hex(0x00_00_00) } else { Rgb::hex(0xFF_FF_FF) }
}

/// The colour of a difference on a background, from less (-1, the colour of `variants[0]`) over nothing (0) to more (1, the colour of `variants[1]`):
/// a map of differences has no better side.
pub fn diverging(palette: &Palette, share: f64) -> Rgb {
    let share = if share.is_finite() { share.clamp(-1.0, 1.0) } else { 0.0 };
    let end = if share < 0.0 { palette.variants[0] } else { palette.variants[1] };
    let mixed = |from: u8, to: u8| (f64::from(from) + (f64::from(to) - f64::from(from)) * share.abs()).round() as u8;
    let ground = palette.background;
    Rgb { red: mixed(ground.red, end.red), green: mixed(ground.green, end.green), blue: mixed(ground.blue, end.blue) }
}

/// The better readable of the text colour and the background's on a colour.
pub fn readable_on(palette: &Palette, ground: Rgb) -> Rgb {
    if palette.text.contrast(ground) >= palette.background.contrast(ground) { palette.text } else { palette.background }
}

/// For light backgrounds and paper.
pub const LIGHT: Palette = Palette {
    background: Rgb::hex(0xFF_FF_FF),
    panel: Rgb::hex(0xF8_F8_F8),
    text: Rgb::hex(0x1A_1A_1A),
    weak_text: Rgb::hex(0x55_55_55),
    grid: Rgb::hex(0xE4_E4_E4),
    axis: Rgb::hex(0x76_76_76),
    baseline: Rgb::hex(0x00_00_00),
    twin: Rgb::hex(0x8A_8A_8A),
    variants: [Rgb::hex(0x1B_4F_9C), Rgb::hex(0xA3_33_1F), Rgb::hex(0xB8_7A_00), Rgb::hex(0x2B_8C_C4), Rgb::hex(0x6B_6B_6B)],
    worse: Rgb::hex(0xA3_33_1F),
    better: Rgb::hex(0x1B_4F_9C),
    warning: Rgb::hex(0x8A_5A_00),
    error: Rgb::hex(0xA3_20_1A),
    link: Rgb::hex(0x00_5A_9E),
};

/// For dark backgrounds.
pub const DARK: Palette = Palette {
    background: Rgb::hex(0x10_10_10),
    panel: Rgb::hex(0x1B_1B_1B),
    text: Rgb::hex(0xEC_EC_EC),
    weak_text: Rgb::hex(0xB4_B4_B4),
    grid: Rgb::hex(0x33_33_33),
    axis: Rgb::hex(0x8C_8C_8C),
    baseline: Rgb::hex(0xFF_FF_FF),
    twin: Rgb::hex(0x9A_9A_9A),
    variants: [Rgb::hex(0x00_72_B2), Rgb::hex(0xD5_5E_00), Rgb::hex(0xF0_E4_42), Rgb::hex(0x5F_D3_B3), Rgb::hex(0xB3_9D_DB)],
    worse: Rgb::hex(0xFF_9A_57),
    better: Rgb::hex(0x7C_C4_FF),
    warning: Rgb::hex(0xFF_C2_4D),
    error: Rgb::hex(0xFF_8A_80),
    link: Rgb::hex(0x7C_C4_FF),
};

/// For light backgrounds with high contrast: text at 7:1, marks at 4.5:1.
pub const HIGH_LIGHT: Palette = Palette {
    background: Rgb::hex(0xFF_FF_FF),
    panel: Rgb::hex(0xFF_FF_FF),
    text: Rgb::hex(0x00_00_00),
    weak_text: Rgb::hex(0x2E_2E_2E),
    grid: Rgb::hex(0xC4_C4_C4),
    axis: Rgb::hex(0x3C_3C_3C),
    baseline: Rgb::hex(0x00_00_00),
    twin: Rgb::hex(0x60_60_60),
    variants: [Rgb::hex(0x3D_34_87), Rgb::hex(0x82_14_06), Rgb::hex(0xA9_02_FF), Rgb::hex(0x04_7A_82), Rgb::hex(0x69_71_5B)],
    worse: Rgb::hex(0x82_14_06),
    better: Rgb::hex(0x12_3A_80),
    warning: Rgb::hex(0x5C_3A_00),
    error: Rgb::hex(0x8A_12_0C),
    link: Rgb::hex(0x00_3F_80),
};

/// For dark backgrounds with high contrast: text at 7:1, marks at 4.5:1.
pub const HIGH_DARK: Palette = Palette {
    background: Rgb::hex(0x00_00_00),
    panel: Rgb::hex(0x00_00_00),
    text: Rgb::hex(0xFF_FF_FF),
    weak_text: Rgb::hex(0xE0_E0_E0),
    grid: Rgb::hex(0x50_50_50),
    axis: Rgb::hex(0xC8_C8_C8),
    baseline: Rgb::hex(0xFF_FF_FF),
    twin: Rgb::hex(0xB4_B4_B4),
    variants: [Rgb::hex(0x01_8C_A6), Rgb::hex(0xE3_4C_29), Rgb::hex(0xFF_D3_0A), Rgb::hex(0x35_D1_FF), Rgb::hex(0xA6_A4_9B)],
    worse: Rgb::hex(0xFF_A8_6E),
    better: Rgb::hex(0x8F_D0_FF),
    warning: Rgb::hex(0xFF_D0_6B),
    error: Rgb::hex(0xFF_9C_93),
    link: Rgb::hex(0x8F_D0_FF),
};

/// How a line is broken: lengths drawn and left out in turn, in points; empty is solid.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dash(pub &'static [f64]);

/// No break.
pub const SOLID: Dash = Dash(&[]);
const DASHED: Dash = Dash(&[8.0, 5.0]);
const LONG_DASH: Dash = Dash(&[16.0, 5.0]);
const DASH_DOT: Dash = Dash(&[10.0, 4.0, 2.0, 4.0]);
/// Dots.
pub const DOTTED: Dash = Dash(&[2.0, 4.0]);
const SHORT_DASH: Dash = Dash(&[5.0, 3.0]);
const SPARSE: Dash = Dash(&[3.0, 9.0]);

/// The shape of a variant's points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Marker {
    /// An upright bar: the baseline.
    Bar,
    /// An open circle: the twin.
    Ring,
    /// A filled circle: A.
    Circle,
    /// A filled triangle: B.
    Triangle,
    /// A filled square: C.
    Square,
    /// A filled diamond: D.
    Diamond,
    /// Two crossed strokes: E.
    Cross,
}

/// How one variant is drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct VariantStyle {
    /// Its letter, shown beside the colour.
    pub letter: String,
    /// Colour.
    pub color: Rgb,
    /// Line style.
    pub dash: Dash,
    /// Point shape.
    pub marker: Marker,
}

/// The style of a variant, the same everywhere. Beyond five variants colours repeat; letters do not.
pub fn variant_style(palette: &Palette, variant: usize, baseline: usize) -> VariantStyle {
    let letter = variant_letter(variant, baseline);
    if variant == baseline {
        return VariantStyle { letter, color: palette.baseline, dash: DASHED, marker: Marker::Bar };
    }
    if variant == 0 {
        return VariantStyle { letter, color: palette.twin, dash: SPARSE, marker: Marker::Ring };
    }
    let place = (1..variant).filter(|&other| other != baseline).count() % palette.variants.len();
    let styles =
        [(SOLID, Marker::Circle), (LONG_DASH, Marker::Triangle), (DASH_DOT, Marker::Square), (DOTTED, Marker::Diamond), (SHORT_DASH, Marker::Cross)];
    let color = palette.variants.get(place).copied().unwrap_or(palette.text);
    let (dash, marker) = styles.get(place).copied().unwrap_or((SOLID, Marker::Circle));
    VariantStyle { letter, color, dash, marker }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_marks_are_readable_on_every_set() {
        for (palette, of_text, of_marks) in [(LIGHT, 4.5, 3.0), (DARK, 4.5, 3.0), (HIGH_LIGHT, 7.0, 4.5), (HIGH_DARK, 7.0, 4.5)] {
            for ground in [palette.background, palette.panel] {
                for text in [palette.text, palette.weak_text, palette.warning, palette.error, palette.link, palette.worse, palette.better] {
                    assert!(text.contrast(ground) >= of_text, "{text:?} on {ground:?}: {}", text.contrast(ground));
                }
                for mark in palette.variants.iter().chain([&palette.baseline, &palette.twin, &palette.axis]) {
                    assert!(mark.contrast(ground) >= of_marks, "{mark:?} on {ground:?}: {}", mark.contrast(ground));
                }
            }
        }
    }

    #[test]
    fn every_variant_has_its_own_look() {
        for palette in [LIGHT, DARK, HIGH_LIGHT, HIGH_DARK] {
            let styles: Vec<VariantStyle> = (0..7).map(|variant| variant_style(&palette, variant, 1)).collect();
            for (place, style) in styles.iter().enumerate() {
                for other in styles.iter().skip(place + 1) {
                    assert!(style.letter != other.letter && style.color != other.color && style.dash != other.dash && style.marker != other.marker);
                }
            }
        }
        let styles: Vec<VariantStyle> = (0..7).map(|variant| variant_style(&LIGHT, variant, 1)).collect();
        assert_eq!(styles.iter().map(|style| style.letter.as_str()).collect::<Vec<_>>(), ["0", "base", "A", "B", "C", "D", "E"]);
    }
}
