//! The page as it is printed, one section at a time: dark on white whatever the colours of the window, with the blanks as fields to write in.

use std::sync::Arc;

use egui::{Align, Frame, Id, Label, Layout, RichText, Stroke, TextStyle, Ui, vec2};

use super::write::{Field, write_ui};
use crate::app::plot::picture_ui;
use crate::app::review::{Entry, Review};
use crate::app::tokens::{LIGHT, Palette, title_style};
use crate::app::ui::Commands;
use crate::app::ui::widgets::weak;
use crate::report::dossier::{Block, Dossier, NumberedFigure, NumberedTable, SectionId, Tone};
use crate::report::figure::Table;
use crate::report::picture::{Mark, Picture};

/// Rows of a table that the window shows; the dossier has all of them.
const ROWS: usize = 24;
/// Space inside the page.
const MARGIN: i8 = 18;

/// The column.
pub fn page_ui(ui: &mut Ui, review: &Review, commands: &mut Commands) {
    let Some(preview) = &review.preview else {
        match &review.problem {
            Some((_, _, problem)) => {
                let palette = Palette::current(ui);
                ui.add(Label::new(RichText::new(format!("The page could not be made: {problem}. Your words are safe.")).color(palette.error)).wrap());
            }
            None => {
                ui.label("The page is being prepared...");
            }
        }
        return;
    };
    let late = preview.revision != review.revision || review.drawing.is_some();
    weak(ui, if late { "As it will be printed; being brought up to date." } else { "As it will be printed." });
    let dossier = &preview.dossier;
    match review.section {
        None => paper_ui(ui, |ui| {
            heading_ui(ui, &dossier.title, TextStyle::Heading);
            blocks_ui(ui, review, dossier, &dossier.front, commands);
        }),
        Some(id) => section_ui(ui, review, dossier, id, commands),
    }
}

fn section_ui(ui: &mut Ui, review: &Review, dossier: &Arc<Dossier>, id: SectionId, commands: &mut Commands) {
    let Some(section) = dossier.sections.iter().find(|section| section.id == id) else { return };
    if id.may_be_skipped() {
        let field = Field {
            label: "Does this section not apply? Say why, and it is left out.",
            name: "Why this section does not apply",
            hint: "it applies",
            rows: 1,
            needed: false,
        };
        write_ui(ui, review, &Entry::Skip(id), field, commands);
    }
    match id {
        SectionId::Purpose => {
            let hint = "the generated sentence stands beside it";
            let field = Field { label: "Sentence on the first page, edited", name: "Edited sentence", hint, rows: 2, needed: false };
            write_ui(ui, review, &Entry::Sentence, field, commands);
        }
        SectionId::Limits => {
            let label = "What else the evidence cannot show, one a line. It is added; nothing can be taken out.";
            let field = Field { label, name: "Further limits", hint: "what else it cannot show", rows: 3, needed: false };
            write_ui(ui, review, &Entry::Limits, field, commands);
        }
        _ => {}
    }
    paper_ui(ui, |ui| {
        heading_ui(ui, &section.id.heading(), TextStyle::Heading);
        blocks_ui(ui, review, dossier, &section.blocks, commands);
    });
}

/// A sheet of paper.
fn paper_ui(ui: &mut Ui, add: impl FnOnce(&mut Ui)) {
    let outline = Palette::current(ui).outline;
    Frame::new().fill(LIGHT.field).stroke((1.0, outline)).inner_margin(MARGIN).show(ui, |ui| {
        ui.set_width(ui.available_width());
        add(ui);
    });
}

fn blocks_ui(ui: &mut Ui, review: &Review, dossier: &Arc<Dossier>, blocks: &[Block], commands: &mut Commands) {
    for block in blocks {
        match block {
            Block::Heading(text) => {
                ui.add_space(8.0);
                heading_ui(ui, text, title_style());
            }
            Block::Lead(text) => {
                words_ui(ui, RichText::new(text).text_style(title_style()));
            }
            Block::Paragraph(text) => {
                words_ui(ui, RichText::new(text));
            }
            Block::Code(text) => {
                words_ui(ui, RichText::new(text).monospace());
            }
            Block::List(items) => {
                for item in items {
                    words_ui(ui, RichText::new(format!("- {item}")));
                }
            }
            Block::Facts(facts) => {
                let rows: Vec<Vec<String>> = facts.iter().map(|(name, value)| vec![name.clone(), value.clone()]).collect();
                rows_ui(ui, &[], &rows, true);
            }
            Block::Table(table) => table_ui(ui, table),
            Block::Figure(figure) => figure_ui(ui, dossier, figure),
            Block::Callout(tone, text) => {
                let (word, color) = if *tone == Tone::Warning { ("Mind", LIGHT.warning) } else { ("Note", LIGHT.axis) };
                Frame::new().fill(LIGHT.panel).stroke((1.2, color)).inner_margin(8).show(ui, |ui| {
                    ui.set_width(ui.available_width());
                    words_ui(ui, RichText::new(format!("{word}: {text}")));
                });
            }
            Block::Blank(blank) => {
                let entry = Entry::of(blank);
                if entry == Entry::Outcome {
                    words_ui(ui, RichText::new("To be decided by a person, in the column of the decision.").color(LIGHT.error));
                    continue;
                }
                // The fields keep the colours of the window: they are no part of the paper.
                Frame::new().fill(Palette::current(ui).panel).inner_margin(6).corner_radius(3).show(ui, |ui| {
                    let label = format!("To be written by a person: {}", blank.asks);
                    let field = Field { label: &label, name: &blank.asks, hint: "your words", rows: 2, needed: blank.needed };
                    write_ui(ui, review, &entry, field, commands);
                });
            }
        }
        ui.add_space(4.0);
    }
}

fn heading_ui(ui: &mut Ui, text: &str, style: TextStyle) {
    let label = ui.add(Label::new(RichText::new(text).text_style(style).color(LIGHT.strong)).wrap());
    ui.ctx().accesskit_node_builder(label.id, |node| {
        node.set_role(egui::accesskit::Role::Heading);
        node.set_label(text);
    });
}

fn words_ui(ui: &mut Ui, text: RichText) {
    let layout = Layout::top_down(Align::Min);
    ui.with_layout(layout, |ui| {
        ui.visuals_mut().override_text_color = Some(LIGHT.text);
        ui.add(Label::new(text).wrap());
    });
}

fn table_ui(ui: &mut Ui, numbered: &NumberedTable) {
    words_ui(ui, RichText::new(format!("Table {}. {}", numbered.number, numbered.caption)).text_style(TextStyle::Small));
    let Table { columns, rows } = &numbered.table;
    let shown = rows.get(..rows.len().min(ROWS)).unwrap_or_default();
    rows_ui(ui, columns, shown, false);
    if rows.len() > shown.len() {
        words_ui(ui, RichText::new(format!("and {} more rows, in the dossier", rows.len() - shown.len())).text_style(TextStyle::Small));
    }
}

/// Rows of cells; columns share the width by what is in them.
fn rows_ui(ui: &mut Ui, heads: &[String], rows: &[Vec<String>], facts: bool) {
    let count = heads.len().max(rows.iter().map(Vec::len).max().unwrap_or(0)).max(1);
    let longest = |column: usize| {
        let cells = std::iter::once(heads).chain(rows.iter().map(Vec::as_slice));
        cells.filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max().unwrap_or(1)
    };
    let hunger: Vec<f32> = (0..count).map(|column| (longest(column).clamp(4, 160) as f32).sqrt()).collect();
    let gap = 8.0;
    let room = ui.available_width() - gap * (count as f32 - 1.0);
    let widths: Vec<f32> = hunger.iter().map(|own| (room * own / hunger.iter().sum::<f32>()).floor()).collect();
    let line = |ui: &Ui| {
        let (left, right) = (ui.min_rect().left(), ui.max_rect().right());
        ui.painter().hline(left..=right, ui.cursor().top(), Stroke::new(0.6, LIGHT.grid));
    };
    let row_ui = |ui: &mut Ui, cells: &[String], head: bool| {
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = gap;
            for (column, (cell, width)) in cells.iter().zip(&widths).enumerate() {
                ui.allocate_ui_with_layout(vec2(*width, 0.0), Layout::top_down(Align::Min), |ui| {
                    ui.set_width(*width);
                    let color = if head || (facts && column == 0) { LIGHT.strong } else { LIGHT.text };
                    ui.add(Label::new(RichText::new(cell).text_style(TextStyle::Small).color(color)).wrap());
                });
            }
        });
        line(ui);
        ui.add_space(2.0);
    };
    if !heads.is_empty() {
        row_ui(ui, heads, true);
    }
    for row in rows {
        row_ui(ui, row, false);
    }
}

fn figure_ui(ui: &mut Ui, dossier: &Arc<Dossier>, figure: &NumberedFigure) {
    let width = f64::from(ui.available_width().floor());
    let picture = fitted(ui, dossier, figure, width);
    let sentence = if figure.text.sentence.is_empty() { &figure.text.title } else { &figure.text.sentence };
    let image = egui::UiBuilder::new().accessibility_role(egui::accesskit::Role::Image).accessibility_label(sentence.clone());
    ui.scope_builder(image, |ui| picture_ui(ui, &picture));
    let caption = format!("Figure {}. {sentence} {}", figure.number, figure.text.caption);
    words_ui(ui, RichText::new(caption).text_style(TextStyle::Small));
    table_ui(ui, &figure.table);
}

/// A figure at the width of the column, kept until page or width change.
fn fitted(ui: &Ui, dossier: &Arc<Dossier>, figure: &NumberedFigure, width: f64) -> Arc<Picture> {
    let key = (Arc::as_ptr(dossier).addr(), figure.number, width.to_bits());
    let place = Id::unique(("dossier figure", figure.number));
    if let Some((of, picture)) = ui.data(|data| data.get_temp::<((usize, usize, u64), Arc<Picture>)>(place))
        && of == key
    {
        return picture;
    }
    let picture = Arc::new(scaled(&figure.picture, (width / figure.picture.width).min(1.0)));
    ui.data_mut(|data| data.insert_temp(place, (key, Arc::clone(&picture))));
    picture
}

fn scaled(picture: &Picture, scale: f64) -> Picture {
    let point = |&(x, y): &(f64, f64)| (x * scale, y * scale);
    let mut out = picture.clone();
    out.width *= scale;
    out.height *= scale;
    out.spots.clear();
    for mark in &mut out.marks {
        match mark {
            Mark::Line { points, width, .. } => {
                points.iter_mut().for_each(|place| *place = point(place));
                *width *= scale;
            }
            Mark::Area { points, .. } => points.iter_mut().for_each(|place| *place = point(place)),
            Mark::Circle { center, radius, .. } => {
                *center = point(center);
                *radius *= scale;
            }
            Mark::Text { at, size, .. } => {
                *at = point(at);
                *size *= scale;
            }
        }
    }
    out
}
