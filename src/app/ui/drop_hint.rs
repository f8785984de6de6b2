//! What is said while files are held over the window.

use egui::{Align2, Id, LayerId, Order, Stroke, StrokeKind, TextStyle, Ui};

use crate::app::tokens::Palette;

/// The hint, while something hovers.
pub fn drop_hint_ui(ui: &Ui) {
    let held: Vec<Option<std::path::PathBuf>> = ui.input(|input| input.raw.hovered_files.iter().map(|file| file.path.clone()).collect());
    if held.is_empty() {
        return;
    }
    let palette = Palette::current(ui);
    let ends_well = |path: &std::path::Path| path.is_dir() || path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("ron"));
    let words = match held.as_slice() {
        [Some(path)] if !ends_well(path) => "This cannot be opened here. Drop a scenario file (.ron), or the folder of a kept run.",
        [_] => "Drop it to open it.",
        _ => "One at a time: a scenario file (.ron), or the folder of a kept run.",
    };
    let painter = ui.ctx().layer_painter(LayerId::new(Order::Foreground, Id::unique("drop hint")));
    let area = ui.ctx().content_rect();
    painter.rect_filled(area, 0.0, palette.card.gamma_multiply(0.94));
    let area = area.shrink(8.0);
    painter.rect_stroke(area, 8.0, Stroke::new(3.0, palette.link), StrokeKind::Inside);
    painter.text(area.center(), Align2::CENTER_CENTER, words, TextStyle::Heading.resolve(ui.style()), palette.strong);
}
