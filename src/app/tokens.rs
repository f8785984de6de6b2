//! Every colour and size of the app, light and dark. No other file names a colour: the contrast test at the end measures these.

use egui::{Color32, CornerRadius, FontFamily, FontId, Margin, Stroke, Style, TextStyle, Theme, Visuals, vec2};

pub use crate::report::palette::Marker;

/// Smallest text, in points.
pub const SMALL_TEXT: f32 = 11.5;
/// Running text, in points.
pub const BODY_TEXT: f32 = 13.5;
/// Headings of screens, in points.
pub const HEADING_TEXT: f32 = 19.0;
/// Titles of plots, in points.
pub const TITLE_TEXT: f32 = 15.0;
/// Smallest height of something to click, in points.
pub const TARGET: f32 = 24.0;
/// Space between things that belong together.
pub const GAP: f32 = 6.0;
/// Space between groups.
pub const SECTION: f32 = 14.0;
/// Width of the rail on the left.
pub const RAIL_WIDTH: f32 = 92.0;
/// Width of the inspector on the right, at first.
pub const INSPECTOR_WIDTH: f32 = 300.0;
/// Width of the strip that is left of a closed inspector.
pub const INSPECTOR_STRIP: f32 = 28.0;
/// Width of a field's name in the editors.
pub const FIELD_NAME_WIDTH: f32 = 200.0;
/// Width of a field's control in the editors.
pub const FIELD_CONTROL_WIDTH: f32 = 250.0;
/// Corners of cards.
pub const CARD_CORNER: CornerRadius = CornerRadius::same(6);
/// Margin inside cards.
pub const CARD_MARGIN: Margin = Margin::same(10);
/// Thickness of a line of a plot.
pub const LINE: f32 = 1.8;
/// Thickness of the inner (50 %) interval.
pub const THICK: f32 = 4.5;
/// Thickness of the outer (95 %) interval.
pub const THIN: f32 = 1.5;
/// Radius of a marker.
pub const MARKER: f32 = 4.5;

/// How long something takes to fade or unfold, in seconds.
const ANIMATION_SECONDS: f32 = 0.1;

/// The heading of a plot.
pub fn title_style() -> TextStyle {
    TextStyle::Name("title".into())
}

/// How a line is drawn, so that variants differ without colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dash {
    /// Unbroken.
    Solid,
    /// The baseline.
    Dashed,
    /// Long dashes.
    Long,
    /// Dash and dot in turn.
    DashDot,
    /// Dots.
    Dotted,
    /// Short dashes.
    Short,
    /// Wide dots, for the twin.
    Sparse,
}

impl Dash {
    /// Lengths of dashes and gaps; `None` for an unbroken line.
    pub fn pattern(self) -> Option<(&'static [f32], &'static [f32])> {
        match self {
            Self::Solid => None,
            Self::Dashed => Some((&[7.0], &[4.0])),
            Self::Long => Some((&[13.0], &[4.0])),
            Self::DashDot => Some((&[9.0, 2.0], &[3.0, 3.0])),
            Self::Dotted => Some((&[2.0], &[3.0])),
            Self::Short => Some((&[4.0], &[3.0])),
            Self::Sparse => Some((&[1.5], &[5.0])),
        }
    }
}

/// Everything that tells one variant from another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Look {
    /// Colour of line, dot and letter.
    pub color: Color32,
    /// Style of its line.
    pub dash: Dash,
    /// Shape of its dot.
    pub marker: Marker,
}

/// The colours of one theme.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Palette {
    /// Whether text is light on dark.
    pub dark: bool,
    /// Whether contrast is high.
    pub high: bool,
    /// Background of the window.
    pub panel: Color32,
    /// Background of cards and plots.
    pub card: Color32,
    /// Background of text fields.
    pub field: Color32,
    /// Background of every second row.
    pub stripe: Color32,
    /// Text.
    pub text: Color32,
    /// Captions and units.
    pub weak: Color32,
    /// Headings.
    pub strong: Color32,
    /// Grid lines. Faint by purpose: they carry no meaning alone.
    pub grid: Color32,
    /// Outlines of cards.
    pub outline: Color32,
    /// Zero lines, axes and outlines of controls.
    pub axis: Color32,
    /// Fill of the one primary button.
    pub primary: Color32,
    /// Text of the one primary button.
    pub on_primary: Color32,
    /// Behind what is selected.
    pub selection: Color32,
    /// Behind an active filter.
    pub filter: Color32,
    /// Warnings.
    pub warning: Color32,
    /// Errors.
    pub error: Color32,
    /// Links and focus.
    pub link: Color32,
    /// Worse, always with a word and a shape.
    pub worse: Color32,
    /// Better, always with a word and a shape.
    pub better: Color32,
    /// Lines of hatching.
    pub hatch: Color32,
    /// Baseline, then A to E.
    variants: [Color32; 6],
    /// The twin without recommender.
    twin: Color32,
}

const fn rgb(hex: u32) -> Color32 {
    Color32::from_rgb((hex >> 16) as u8, (hex >> 8) as u8, hex as u8)
}

/// A colour of the report.
pub fn color(color: crate::report::palette::Rgb) -> Color32 {
    Color32::from_rgb(color.red, color.green, color.blue)
}

/// The light theme.
pub const LIGHT: Palette = Palette {
    dark: false,
    high: false,
    panel: rgb(0xF3F4F6),
    card: rgb(0xFCFCFD),
    field: rgb(0xFFFFFF),
    stripe: rgb(0xF0F1F4),
    text: rgb(0x2A2D33),
    weak: rgb(0x5A5F69),
    strong: rgb(0x101216),
    grid: rgb(0xE4E6EA),
    outline: rgb(0xD3D6DC),
    axis: rgb(0x7C828D),
    primary: rgb(0x1B4F9C),
    on_primary: rgb(0xFFFFFF),
    selection: rgb(0xD6E4F7),
    filter: rgb(0xE4ECF9),
    warning: rgb(0x8A5A00),
    error: rgb(0xA3201A),
    link: rgb(0x005A9E),
    worse: rgb(0xA3331F),
    better: rgb(0x1B4F9C),
    hatch: rgb(0xB9898B),
    variants: [rgb(0x000000), rgb(0x1B4F9C), rgb(0xA3331F), rgb(0xB87A00), rgb(0x2B8CC4), rgb(0x6B6B6B)],
    twin: rgb(0x767676),
};

/// The dark theme.
pub const DARK: Palette = Palette {
    dark: true,
    high: false,
    panel: rgb(0x17191C),
    card: rgb(0x1E2125),
    field: rgb(0x121417),
    stripe: rgb(0x24272C),
    text: rgb(0xD4D7DC),
    weak: rgb(0xA3A8B1),
    strong: rgb(0xF4F5F7),
    grid: rgb(0x2F3338),
    outline: rgb(0x3B4047),
    axis: rgb(0x868D98),
    primary: rgb(0x7CC4FF),
    on_primary: rgb(0x0B1B2B),
    selection: rgb(0x213A54),
    filter: rgb(0x1F3042),
    warning: rgb(0xFFC24D),
    error: rgb(0xFF8A80),
    link: rgb(0x7CC4FF),
    worse: rgb(0xFF9A57),
    better: rgb(0x7CC4FF),
    hatch: rgb(0x8C5F58),
    variants: [rgb(0xFFFFFF), rgb(0x0072B2), rgb(0xD55E00), rgb(0xF0E442), rgb(0x5FD3B3), rgb(0xB39DDB)],
    twin: rgb(0x9A9A9A),
};

/// Light with high contrast: text at 7:1, marks at 4.5:1, every outline drawn.
pub const HIGH_LIGHT: Palette = Palette {
    dark: false,
    high: true,
    panel: rgb(0xFFFFFF),
    card: rgb(0xFFFFFF),
    field: rgb(0xFFFFFF),
    stripe: rgb(0xF2F2F2),
    text: rgb(0x000000),
    weak: rgb(0x2E2E2E),
    strong: rgb(0x000000),
    grid: rgb(0xC4C4C4),
    outline: rgb(0x3C3C3C),
    axis: rgb(0x3C3C3C),
    primary: rgb(0x123A80),
    on_primary: rgb(0xFFFFFF),
    selection: rgb(0xCFE0FF),
    filter: rgb(0xE2ECFF),
    warning: rgb(0x5C3A00),
    error: rgb(0x8A120C),
    link: rgb(0x003F80),
    worse: rgb(0x821406),
    better: rgb(0x123A80),
    hatch: rgb(0x8A4A45),
    variants: [rgb(0x000000), rgb(0x3D3487), rgb(0x821406), rgb(0xA902FF), rgb(0x047A82), rgb(0x69715B)],
    twin: rgb(0x606060),
};

/// Dark with high contrast: text at 7:1, marks at 4.5:1, every outline drawn.
pub const HIGH_DARK: Palette = Palette {
    dark: true,
    high: true,
    panel: rgb(0x000000),
    card: rgb(0x000000),
    field: rgb(0x000000),
    stripe: rgb(0x161616),
    text: rgb(0xFFFFFF),
    weak: rgb(0xE0E0E0),
    strong: rgb(0xFFFFFF),
    grid: rgb(0x505050),
    outline: rgb(0xC8C8C8),
    axis: rgb(0xC8C8C8),
    primary: rgb(0x8FD0FF),
    on_primary: rgb(0x000000),
    selection: rgb(0x0F3A66),
    filter: rgb(0x0B2745),
    warning: rgb(0xFFD06B),
    error: rgb(0xFF9C93),
    link: rgb(0x8FD0FF),
    worse: rgb(0xFFA86E),
    better: rgb(0x8FD0FF),
    hatch: rgb(0xB98078),
    variants: [rgb(0xFFFFFF), rgb(0x018CA6), rgb(0xE34C29), rgb(0xFFD30A), rgb(0x35D1FF), rgb(0xA6A49B)],
    twin: rgb(0xB4B4B4),
};

/// Every palette.
pub const PALETTES: [&Palette; 4] = [&LIGHT, &DARK, &HIGH_LIGHT, &HIGH_DARK];

/// Where the context keeps whether contrast is high.
fn contrast_place() -> egui::Id {
    egui::Id::unique("high contrast")
}

impl Palette {
    /// The palette of a theme.
    pub fn of(theme: Theme, high: bool) -> &'static Self {
        match (theme, high) {
            (Theme::Light, false) => &LIGHT,
            (Theme::Dark, false) => &DARK,
            (Theme::Light, true) => &HIGH_LIGHT,
            (Theme::Dark, true) => &HIGH_DARK,
        }
    }
    /// The palette in use.
    pub fn current(ui: &egui::Ui) -> &'static Self {
        let high = ui.data(|data| data.get_temp::<bool>(contrast_place())).unwrap_or(false);
        Self::of(ui.ctx().theme(), high)
    }
    /// The same for figures that the window shares with the report.
    pub fn of_figures(&self) -> crate::report::palette::Palette {
        use crate::report::palette;
        let set = match (self.dark, self.high) {
            (false, false) => palette::LIGHT,
            (true, false) => palette::DARK,
            (false, true) => palette::HIGH_LIGHT,
            (true, true) => palette::HIGH_DARK,
        };
        // What is hollow, or laid under words, has the colour of the card that it stands on.
        let background = palette::Rgb { red: self.card.r(), green: self.card.g(), blue: self.card.b() };
        palette::Palette { background, ..set }
    }
    /// How a variant looks; `variant` counts the twin as 0.
    pub fn look(&self, variant: usize, baseline: usize) -> Look {
        if variant == baseline {
            return Look { color: self.variants[0], dash: Dash::Dashed, marker: Marker::Bar };
        }
        if variant == 0 {
            return Look { color: self.twin, dash: Dash::Sparse, marker: Marker::Ring };
        }
        let place = (1..variant).filter(|&other| other != baseline).count() % 5;
        let (dash, marker) = [
            (Dash::Solid, Marker::Circle),
            (Dash::Long, Marker::Triangle),
            (Dash::DashDot, Marker::Square),
            (Dash::Dotted, Marker::Diamond),
            (Dash::Short, Marker::Cross),
        ][place];
        Look { color: self.variants[place + 1], dash, marker }
    }
    /// A band in a variant's colour: `strength` from 0 (unseen) to 1 (opaque).
    pub fn band(&self, color: Color32, strength: f32) -> Color32 {
        color.gamma_multiply(strength)
    }
}

/// The colour of a number in a map, from the least (0) to the most (1).
pub fn heat(share: f64) -> Color32 {
    color(crate::report::palette::heat(share))
}

/// The colour of text on [`heat`].
pub fn on_heat(share: f64) -> Color32 {
    color(crate::report::palette::on_heat(share))
}

/// Gives the context both themes, with high contrast or without; animations take no time where motion is reduced.
pub fn apply(ctx: &egui::Context, high: bool, reduced_motion: bool) {
    ctx.data_mut(|data| data.insert_temp(contrast_place(), high));
    for theme in [Theme::Light, Theme::Dark] {
        let palette = Palette::of(theme, high);
        ctx.style_mut_of(theme, |style| {
            set_style(style, palette);
            style.animation_time = if reduced_motion { 0.0 } else { ANIMATION_SECONDS };
        });
    }
}

fn set_style(style: &mut Style, palette: &Palette) {
    style.text_styles = [
        (TextStyle::Small, FontId::new(SMALL_TEXT, FontFamily::Proportional)),
        (TextStyle::Body, FontId::new(BODY_TEXT, FontFamily::Proportional)),
        (TextStyle::Button, FontId::new(BODY_TEXT, FontFamily::Proportional)),
        (TextStyle::Heading, FontId::new(HEADING_TEXT, FontFamily::Proportional)),
        (title_style(), FontId::new(TITLE_TEXT, FontFamily::Proportional)),
        (TextStyle::Monospace, FontId::new(BODY_TEXT, FontFamily::Monospace)),
    ]
    .into();
    style.spacing.item_spacing = vec2(8.0, 6.0);
    style.spacing.button_padding = vec2(8.0, 3.0);
    style.spacing.interact_size = vec2(36.0, TARGET);
    style.spacing.slider_width = 110.0;
    style.spacing.combo_width = 120.0;
    style.spacing.tooltip_width = 380.0;
    // Scroll bars float, but not over the edge of a card.
    style.spacing.scroll.floating_allocated_width = 6.0;
    style.visuals = visuals(palette);
}

fn visuals(palette: &Palette) -> Visuals {
    let mut visuals = if palette.dark { Visuals::dark() } else { Visuals::light() };
    visuals.panel_fill = palette.panel;
    visuals.window_fill = palette.card;
    visuals.window_stroke = Stroke::new(1.0, palette.outline);
    visuals.extreme_bg_color = palette.field;
    visuals.faint_bg_color = palette.stripe;
    visuals.code_bg_color = palette.stripe;
    visuals.hyperlink_color = palette.link;
    visuals.warn_fg_color = palette.warning;
    visuals.error_fg_color = palette.error;
    visuals.weak_text_color = Some(palette.weak);
    visuals.selection.bg_fill = palette.selection;
    visuals.selection.stroke = Stroke::new(1.5, palette.strong);
    visuals.slider_trailing_fill = true;
    visuals.striped = false;
    let widgets = &mut visuals.widgets;
    widgets.noninteractive.bg_fill = palette.panel;
    widgets.noninteractive.weak_bg_fill = palette.panel;
    widgets.noninteractive.bg_stroke = Stroke::new(1.0, palette.outline);
    widgets.noninteractive.fg_stroke = Stroke::new(1.0, palette.text);
    widgets.inactive.bg_fill = palette.outline;
    widgets.inactive.weak_bg_fill = palette.card;
    widgets.inactive.bg_stroke = Stroke::new(1.0, palette.axis);
    widgets.inactive.fg_stroke = Stroke::new(1.0, palette.text);
    widgets.hovered.weak_bg_fill = palette.stripe;
    widgets.hovered.bg_stroke = Stroke::new(1.5, palette.text);
    widgets.hovered.fg_stroke = Stroke::new(1.5, palette.strong);
    widgets.active.weak_bg_fill = palette.selection;
    // Focus is drawn with the active style: the ring must be seen.
    widgets.active.bg_stroke = Stroke::new(2.5, palette.link);
    widgets.active.fg_stroke = Stroke::new(1.5, palette.strong);
    widgets.open.weak_bg_fill = palette.stripe;
    widgets.open.bg_fill = palette.stripe;
    widgets.open.bg_stroke = Stroke::new(1.0, palette.axis);
    widgets.open.fg_stroke = Stroke::new(1.0, palette.strong);
    for widget in [&mut widgets.inactive, &mut widgets.hovered, &mut widgets.active, &mut widgets.open] {
        widget.corner_radius = CornerRadius::same(4);
        widget.expansion = 0.0;
    }
    visuals
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Relative luminance after WCAG 2.2.
    fn luminance(color: Color32) -> f64 {
        let linear = |channel: u8| {
            let c = f64::from(channel) / 255.0;
            if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(color.r()) + 0.7152 * linear(color.g()) + 0.0722 * linear(color.b())
    }

    fn contrast(a: Color32, b: Color32) -> f64 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn a_map_grows_lighter_and_its_numbers_are_readable() {
        let steps: Vec<f64> = (0..=100).map(|step| f64::from(step) / 100.0).collect();
        for pair in steps.windows(2) {
            assert!(luminance(heat(pair[1])) > luminance(heat(pair[0])) - 1e-3, "{pair:?}");
        }
        for share in steps {
            assert!(contrast(heat(share), on_heat(share)) >= 4.5, "{share}: {}", contrast(heat(share), on_heat(share)));
        }
        assert_eq!(heat(f64::NAN), heat(0.0));
        assert_eq!((heat(-1.0), heat(2.0)), (heat(0.0), heat(1.0)));
    }

    #[test]
    fn text_has_contrast_of_at_least_four_and_a_half_and_of_seven_where_it_is_high() {
        for palette in PALETTES {
            let least = if palette.high { 7.0 } else { 4.5 };
            let texts = [
                ("text", palette.text),
                ("weak", palette.weak),
                ("strong", palette.strong),
                ("warning", palette.warning),
                ("error", palette.error),
                ("link", palette.link),
                ("worse", palette.worse),
                ("better", palette.better),
            ];
            for (name, text) in texts {
                for (ground_name, ground) in [("panel", palette.panel), ("card", palette.card), ("stripe", palette.stripe), ("field", palette.field)]
                {
                    let ratio = contrast(text, ground);
                    assert!(ratio >= least, "{name} on {ground_name}, dark {}, high {}: {ratio:.2}", palette.dark, palette.high);
                }
            }
            for ground in [palette.selection, palette.filter] {
                for text in [palette.text, palette.strong, palette.weak] {
                    assert!(contrast(text, ground) >= least, "dark {}: {:.2}", palette.dark, contrast(text, ground));
                }
            }
            assert!(contrast(palette.on_primary, palette.primary) >= least);
        }
    }

    #[test]
    fn marks_have_contrast_of_at_least_three_and_of_four_and_a_half_where_it_is_high() {
        for palette in PALETTES {
            let least = if palette.high { 4.5 } else { 3.0 };
            for ground in [palette.panel, palette.card] {
                for variant in 0..7 {
                    let look = palette.look(variant, 1);
                    let ratio = contrast(look.color, ground);
                    assert!(ratio >= least, "variant {variant}, dark {}: {ratio:.2}", palette.dark);
                }
                assert!(contrast(palette.axis, ground) >= least, "axis, dark {}: {:.2}", palette.dark, contrast(palette.axis, ground));
            }
            assert!(contrast(palette.primary, palette.panel) >= least);
            assert!(!palette.high || contrast(palette.outline, palette.panel) >= least, "outlines carry the layout where contrast is high");
        }
    }

    #[test]
    fn variants_differ_without_colour() {
        let looks: Vec<Look> = (0..7).map(|variant| LIGHT.look(variant, 1)).collect();
        for (index, look) in looks.iter().enumerate() {
            for other in &looks[..index] {
                assert!(look.dash != other.dash && look.marker != other.marker, "{look:?} {other:?}");
            }
        }
    }

    #[test]
    fn no_text_is_under_eleven_points() {
        let ctx = egui::Context::default();
        apply(&ctx, false, false);
        for theme in [Theme::Light, Theme::Dark] {
            assert!(ctx.style_of(theme).text_styles.values().all(|font| font.size >= 11.0));
        }
    }
}
