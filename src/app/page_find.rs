//! Finding words on the screen in view, and where its panels stand, for keys that go from one to the next.

use egui::{Context, Id, LayerId, Rect, Sense};

/// Name of the panel with the screen in view.
pub const MAIN: &str = "main view";

/// Something on the screen that holds the words looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The widget.
    pub id: Id,
    /// What it says.
    pub words: String,
}

/// The search on the screen in view.
#[derive(Clone, Debug, Default)]
pub struct PageFind {
    /// What is looked for.
    pub query: String,
    /// Where it stands, from top to bottom.
    pub hits: Vec<Hit>,
    /// The one that is marked, from 0.
    pub chosen: usize,
    /// Whether that one is still to be brought into view.
    pub bring: bool,
    /// Counts how often the search was asked for: the field takes the focus each time.
    pub asked: u64,
}

impl PageFind {
    /// "3 of 12"; nothing before anything is typed.
    pub fn count_words(&self) -> String {
        match (self.query.trim().is_empty(), self.hits.len()) {
            (true, _) => String::new(),
            (false, 0) => "not on this screen".into(),
            (false, all) => format!("{} of {all}", self.chosen + 1),
        }
    }

    /// Takes in where the words stand now; the mark stays on what it was on.
    pub fn found(&mut self, hits: Vec<Hit>) {
        let marked = self.hits.get(self.chosen).map(|hit| hit.id);
        let kept = hits.iter().position(|hit| Some(hit.id) == marked);
        self.chosen = kept.unwrap_or_else(|| self.chosen.min(hits.len().saturating_sub(1)));
        self.hits = hits;
    }

    /// The next hit, or one before; round at the ends.
    pub fn step(&mut self, by: i64) {
        if !self.hits.is_empty() {
            self.chosen = (self.chosen as i64 + by).rem_euclid(self.hits.len() as i64) as usize;
            self.bring = true;
        }
    }
}

/// Whether a text holds the words looked for, whatever their case.
pub fn holds(text: &str, query: &str) -> bool {
    let query = query.trim().to_lowercase();
    !query.is_empty() && text.to_lowercase().contains(&query)
}

/// A panel of the window in this frame.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PanelPlace {
    /// Its name.
    pub name: &'static str,
    /// Where it stands.
    pub rect: Rect,
}

/// Panels of a frame, in the order in which keys go through them.
type Panels = Vec<PanelPlace>;

fn place() -> Id {
    Id::unique("panels of the window")
}

fn entered_place() -> Id {
    Id::unique("panel entered by a key")
}

/// Notes where the panels of this frame stand.
pub fn note_panels(ctx: &Context, panels: Panels) {
    ctx.data_mut(|data| data.insert_temp(place(), panels));
}

/// Goes to the first control of the next panel, or of the one before; panels without any are passed over.
pub fn next_panel(ctx: &Context, by: i64) {
    let panels = ctx.data(|data| data.get_temp::<Panels>(place())).unwrap_or_default();
    let focused = ctx.memory(egui::Memory::focused);
    let found = ctx.viewport(|viewport| {
        let widgets = &viewport.prev_pass.widgets;
        let inside = |panel: &PanelPlace, at: egui::Pos2| panel.rect.contains(at);
        let here =
            focused.and_then(|id| widgets.get(id)).and_then(|widget| panels.iter().position(|panel| inside(panel, widget.interact_rect.center())));
        let count = panels.len() as i64;
        let first = |panel: &PanelPlace| {
            // Text that can be marked with the mouse takes no focus; edges that can be dragged are no controls.
            let can = |sense: Sense| sense.is_focusable() && (sense.senses_click() || !sense.interactive());
            widgets
                .get_layer(LayerId::background())
                .find(|widget| {
                    widget.enabled && can(widget.sense) && widget.interact_rect.is_positive() && inside(panel, widget.interact_rect.center())
                })
                .map(|widget| widget.id)
        };
        let start = here.map_or(if by > 0 { -1 } else { count }, |here| here as i64);
        (1..=count).find_map(|step| {
            let panel = panels.get((start + by * step).rem_euclid(count) as usize)?;
            Some((panel.name, first(panel)?))
        })
    });
    if let Some((name, id)) = found {
        ctx.memory_mut(|memory| memory.request_focus(id));
        ctx.data_mut(|data| data.insert_temp(entered_place(), (name, id)));
    }
}

/// How far, in points, the main view has to be scrolled until a widget stands in its middle; nothing where it is in view.
pub fn way_to(ctx: &Context, id: Id, main: &str) -> Option<f32> {
    let panels = ctx.data(|data| data.get_temp::<Panels>(place()))?;
    let area = panels.into_iter().find(|panel| panel.name == main)?.rect;
    let widget = ctx.viewport(|viewport| viewport.prev_pass.widgets.get(id).copied())?;
    let seen = widget.interact_rect.is_positive() && widget.interact_rect.height() >= widget.rect.height().min(area.height()) - 1.0;
    (!seen).then(|| widget.rect.center().y - area.center().y)
}

/// The panel that a key led into, as long as what it led to has the focus.
pub fn entered_panel(ctx: &Context) -> Option<PanelPlace> {
    let (name, id) = ctx.data(|data| data.get_temp::<(&'static str, Id)>(entered_place()))?;
    let focused = ctx.memory(|memory| memory.has_focus(id));
    let panels = ctx.data(|data| data.get_temp::<Panels>(place()))?;
    panels.into_iter().find(|panel| focused && panel.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hits(names: &[&str]) -> Vec<Hit> {
        names.iter().map(|name| Hit { id: Id::unique(*name), words: (*name).into() }).collect()
    }

    #[test]
    fn the_mark_goes_round_and_stays_on_what_it_was_on() {
        let mut find = PageFind { query: "t".into(), ..PageFind::default() };
        assert_eq!(find.count_words(), "not on this screen");
        find.step(1);
        find.found(hits(&["a", "b", "c"]));
        find.step(-1);
        assert_eq!((find.count_words().as_str(), find.bring), ("3 of 3", true));
        find.found(hits(&["c", "d"]));
        assert_eq!(find.chosen, 0, "it is still on c");
        find.found(hits(&["x"]));
        find.step(1);
        assert_eq!(find.count_words(), "1 of 1");
        find.query.clear();
        assert_eq!(find.count_words(), "");
    }

    #[test]
    fn words_are_found_whatever_their_case_and_nothing_finds_nothing() {
        assert!(holds("Trust at the end", " tRUST") && !holds("Trust", "  ") && !holds("Trust", "line"));
    }
}
