//! The bar that finds words on the screen in view, and the marks around what it found.

use egui::{Context, Key, LayerId, Rect, Stroke, StrokeKind, TextEdit, Ui, WidgetRect};

use super::Commands;
use super::widgets::{labelled_button, weak};
use crate::app::command::Command;
use crate::app::navigation::NavigationStep;
use crate::app::page_find::{Hit, PageFind, holds};
use crate::app::state::State;
use crate::app::tokens::Palette;

/// Width of the field.
const FIELD: f32 = 240.0;

/// The bar.
pub fn page_find_ui(ui: &mut Ui, find: &PageFind, commands: &mut Commands) {
    let step = |step: NavigationStep| Command::Navigation(step);
    ui.horizontal_wrapped(|ui| {
        let mut query = find.query.clone();
        let field = TextEdit::singleline(&mut query).hint_text("find on this screen").desired_width(FIELD);
        let field = ui.add(field).accessible_name("Find on this screen");
        let asked = egui::Id::unique("search on screen asked for");
        let seen = ui.data(|data| data.get_temp::<u64>(asked));
        let entered = ui.input(|input| input.key_pressed(Key::Enter)) && (field.has_focus() || field.lost_focus());
        if seen != Some(find.asked) || entered {
            ui.data_mut(|data| data.insert_temp(asked, find.asked));
            field.request_focus();
        }
        if query != find.query {
            commands.push(step(NavigationStep::LookHere(query)));
        } else if entered {
            let back = ui.input(|input| input.modifiers.shift);
            commands.push(step(NavigationStep::NextHit(if back { -1 } else { 1 })));
        }
        let any = !find.hits.is_empty();
        labelled_button(ui, &step(NavigationStep::NextHit(-1)), "Previous", any, commands);
        labelled_button(ui, &step(NavigationStep::NextHit(1)), "Next", any, commands);
        labelled_button(ui, &step(NavigationStep::StopHere), "Close", true, commands).accessible_name("Close the search");
        let words = find.count_words();
        if !words.is_empty() {
            let counted = weak(ui, &words);
            // Screen readers speak changes of this node.
            ui.ctx().accesskit_node_builder(counted.id, |node| {
                node.set_role(egui::accesskit::Role::Status);
                node.set_label(words.as_str());
                node.set_live(egui::accesskit::Live::Polite);
            });
        }
    });
}

/// How many widgets the frame has so far: those drawn from here on belong to what comes next.
pub fn widgets_so_far(ctx: &Context) -> usize {
    ctx.viewport(|viewport| viewport.this_pass.widgets.get_layer(LayerId::background()).count())
}

/// Looks through what the screen in view has drawn since `from`, and marks what was found. Only what is written counts.
pub fn mark_hits_ui(ui: &Ui, state: &State, from: usize, area: Rect, commands: &mut Commands) {
    let Some(find) = &state.navigation.here else { return };
    let widgets: Vec<WidgetRect> =
        ui.ctx().viewport(|viewport| viewport.this_pass.widgets.get_layer(LayerId::background()).skip(from).copied().collect());
    let mut found: Vec<(Hit, WidgetRect, bool)> = Vec::new();
    if !find.query.trim().is_empty() {
        for widget in widgets.iter().filter(|widget| widget.rect.is_positive()) {
            let Some((words, pressed)) = written(ui, widget).filter(|(words, _)| holds(words, &find.query)) else { continue };
            // What is pressed in a row of a table repeats the name of the row.
            let repeats = |(_, other, pressed): &(Hit, WidgetRect, bool)| {
                !pressed && other.rect.right() < widget.rect.left() && other.rect.expand(4.0).y_range().contains(widget.rect.center().y)
            };
            if pressed && found.iter().any(repeats) {
                continue;
            }
            found.push((Hit { id: widget.id, words }, *widget, pressed));
        }
    }
    let palette = Palette::current(ui);
    let painter = ui.painter().with_clip_rect(area);
    for (hit, widget, _) in &found {
        let marked = find.hits.get(find.chosen).is_some_and(|chosen| chosen.id == hit.id);
        if widget.interact_rect.is_positive() {
            let rect = widget.interact_rect.expand(2.0);
            painter.rect_stroke(rect, 3.0, Stroke::new(1.0, palette.link), StrokeKind::Outside);
            if marked {
                painter.rect_stroke(rect.expand(2.0), 3.0, Stroke::new(2.5, palette.warning), StrokeKind::Outside);
            }
        }
    }
    let hits: Vec<Hit> = found.into_iter().map(|(hit, ..)| hit).collect();
    if hits != find.hits {
        commands.push(Command::Navigation(NavigationStep::FoundHere(hits)));
    }
}

/// What a widget says, and whether it is pressed; names that are not written, for those who do not see, are left out.
fn written(ui: &Ui, widget: &WidgetRect) -> Option<(String, bool)> {
    use egui::accesskit::Role;
    let (role, words) = ui.ctx().accesskit_node_builder(widget.id, |node| {
        let words = node.label().or_else(|| node.value()).map(str::to_owned);
        (node.role(), words)
    })?;
    let words = words?;
    match role {
        Role::Label | Role::Heading | Role::CheckBox | Role::RadioButton | Role::TextInput | Role::MultilineTextInput => Some((words, false)),
        Role::Button | Role::Link | Role::ComboBox | Role::SpinButton => {
            let font = egui::TextStyle::Small.resolve(ui.style());
            let wide = ui.painter().layout_no_wrap(words.clone(), font, egui::Color32::PLACEHOLDER).size().x;
            (wide <= widget.rect.width() + 4.0).then_some((words, true))
        }
        _ => None,
    }
}
