//! What is kept between sittings: settings, recent files, layout. A text that is damaged, older or newer never keeps the app from starting.

use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::Settings;
use crate::app::state::Place;

/// Version of what is kept.
const VERSION: u64 = 1;
/// Files remembered.
const RECENT_FILES: usize = 12;
/// Most rows of a small picture.
pub const THUMB_ROWS: usize = 5;

/// A row of a small picture of an overview: a difference from the baseline as a share of the row's scale, -1 to 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ThumbRow {
    /// Lower end of the interval.
    pub low: f32,
    /// The estimate.
    pub mean: f32,
    /// Upper end of the interval.
    pub high: f32,
    /// The limit, where there is one.
    pub limit: Option<f32>,
    /// Whether the safe side is below the limit.
    pub at_most: bool,
}

/// A small picture of an overview, and what its guardrails said.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Thumb {
    /// Guardrails within their limit.
    pub within: u32,
    /// Guardrails that are crossed.
    pub crossed: u32,
    /// Guardrails of which it cannot be told.
    pub untold: u32,
    /// Worlds that were flown.
    pub worlds: u32,
    /// The most telling rows.
    pub rows: Vec<ThumbRow>,
}

/// A file opened or saved lately.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Recent {
    /// Where it is.
    pub path: PathBuf,
    /// Whether it stays on top.
    pub pinned: bool,
    /// When it was opened or saved last, in seconds since 1970.
    pub opened: u64,
    /// The screen that was in view last.
    pub place: String,
    /// Its last overview.
    pub thumb: Option<Thumb>,
}

/// What the window looked like.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Layout {
    /// The screen in view.
    pub place: String,
    /// Plots whose tables are shown.
    pub tables: Vec<String>,
    /// Whether the history is shown.
    pub history: bool,
}

/// What is kept between sittings.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Kept {
    /// Settings of the app.
    pub settings: Settings,
    /// Files opened or saved lately, pinned ones first, then the latest.
    pub recent: Vec<Recent>,
    /// What the window looked like.
    pub layout: Layout,
}

impl Kept {
    /// As text.
    pub fn to_text(&self) -> String {
        let part = |value: serde_json::Result<Value>| value.unwrap_or(Value::Null);
        let whole = serde_json::json!({
            "version": VERSION,
            "settings": part(serde_json::to_value(&self.settings)),
            "recent": part(serde_json::to_value(&self.recent)),
            "layout": part(serde_json::to_value(&self.layout)),
        });
        whole.to_string()
    }

    /// Reads [`Kept::to_text`]. What cannot be read falls back to its default; the second part says what did, empty where everything was read.
    pub fn read(text: &str) -> (Self, String) {
        let mut lost = Vec::new();
        let Ok(Value::Object(whole)) = serde_json::from_str::<Value>(text) else {
            return (Self::default(), "The settings kept from the last time could not be read. All are as at the first start.".into());
        };
        let part = |name: &str| whole.get(name).and_then(Value::as_object).cloned().unwrap_or_default();
        let settings = lenient(&Settings::default(), &part("settings"), &mut lost).within_ranges();
        let layout = lenient(&Layout::default(), &part("layout"), &mut lost);
        let mut recent = Vec::new();
        for item in whole.get("recent").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default() {
            let file: Recent = lenient(&Recent::default(), &item.as_object().cloned().unwrap_or_default(), &mut lost);
            if !file.path.as_os_str().is_empty() && !recent.iter().any(|other: &Recent| other.path == file.path) {
                recent.push(file);
            }
        }
        recent.truncate(RECENT_FILES);
        lost.sort();
        lost.dedup();
        let newer = whole.get("version").and_then(Value::as_u64).is_some_and(|version| version > VERSION);
        let words = match (lost.is_empty(), newer) {
            (true, _) => String::new(),
            (false, true) => format!("The settings were kept by a newer version. As at the first start are: {}.", lost.join(", ")),
            (false, false) => format!("Some settings kept from the last time could not be read. As at the first start are: {}.", lost.join(", ")),
        };
        (Self { settings, recent, layout }, words)
    }
}

/// Takes each field that can be read, and names the others.
fn lenient<T: Serialize + DeserializeOwned + Clone>(usual: &T, stored: &Map<String, Value>, lost: &mut Vec<String>) -> T {
    let Ok(Value::Object(mut whole)) = serde_json::to_value(usual) else { return usual.clone() };
    for (name, value) in stored {
        let Some(before) = whole.get(name).cloned() else { continue };
        whole.insert(name.clone(), value.clone());
        if serde_json::from_value::<T>(Value::Object(whole.clone())).is_err() {
            whole.insert(name.clone(), before);
            lost.push(name.replace('_', " "));
        }
    }
    serde_json::from_value(Value::Object(whole)).unwrap_or_else(|_| usual.clone())
}

/// Puts a file on top of those opened lately.
pub fn touch(recent: &mut Vec<Recent>, path: &Path, now: u64) {
    let known = recent.iter().position(|file| file.path == path).map(|place| recent.remove(place));
    let file = Recent { path: path.into(), opened: now, ..known.unwrap_or_default() };
    recent.insert(0, file);
    settle(recent);
}

/// Pinned ones first, the oldest of the others dropped where there are too many.
pub fn settle(recent: &mut Vec<Recent>) {
    recent.sort_by_key(|file| (!file.pinned, std::cmp::Reverse(file.opened)));
    recent.truncate(RECENT_FILES);
}

/// The screen of that name.
pub fn place_of(title: &str) -> Option<Place> {
    Place::ALL.iter().copied().find(|place| place.title() == title)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::state::ThemeChoice;

    fn some() -> Kept {
        let settings = Settings { theme: ThemeChoice::HighContrastDark, zoom: 1.5, reduced_motion: true, threads: Some(3), ..Settings::default() };
        let thumb =
            Thumb { within: 2, crossed: 1, rows: vec![ThumbRow { low: -0.5, mean: 0.1, high: 0.4, ..ThumbRow::default() }], ..Thumb::default() };
        let recent = vec![Recent { path: "a b/shop.ron".into(), pinned: true, opened: 7, place: "Fairness".into(), thumb: Some(thumb) }];
        let layout = Layout { place: "Overview".into(), tables: vec!["scorecard".into()], history: true };
        Kept { settings, recent, layout }
    }

    #[test]
    fn what_is_kept_comes_back() {
        assert_eq!(Kept::read(&some().to_text()), (some(), String::new()));
        assert_eq!(Kept::read(&Kept::default().to_text()), (Kept::default(), String::new()));
    }

    #[test]
    fn an_older_or_newer_text_loses_only_what_does_not_fit_and_says_what() {
        let text = some().to_text().replace("\"HighContrastDark\"", "\"Sepia\"").replace("\"version\":1", "\"version\":9").replace("1.5", "\"big\"");
        let (kept, words) = Kept::read(&text);
        assert_eq!((kept.settings.theme, kept.settings.zoom, kept.settings.threads), (ThemeChoice::System, 1.0, Some(3)));
        assert_eq!(words, "The settings were kept by a newer version. As at the first start are: theme, zoom.");
        assert_eq!(kept.recent, some().recent);
        let (older, words) = Kept::read(r#"{"settings": {"reduced_motion": true}}"#);
        assert!(older.settings.reduced_motion && words.is_empty());
    }

    #[test]
    fn damaged_texts_give_the_defaults() {
        for text in [
            "",
            "null",
            "[1, 2]",
            "(System, [\"a.ron\"])",
            "{\"settings\": 3, \"recent\": {\"a\": 1}, \"layout\": []}",
            "{\"recent\": [1, {}, null]}",
        ] {
            let (kept, _) = Kept::read(text);
            assert_eq!(kept, Kept::default(), "{text}");
        }
        assert!(!Kept::read("nonsense").1.is_empty());
        let text = some().to_text();
        for end in 0..text.len() {
            Kept::read(text.get(..end).unwrap_or_default());
        }
    }

    #[test]
    fn pinned_files_stay_on_top_and_the_oldest_are_dropped() {
        let mut recent = Vec::new();
        for number in 0..20 {
            touch(&mut recent, Path::new(&format!("{number}.ron")), number);
        }
        assert_eq!((recent.len(), recent[0].path.clone()), (RECENT_FILES, PathBuf::from("19.ron")));
        recent[11].pinned = true;
        touch(&mut recent, Path::new("20.ron"), 20);
        assert_eq!((recent[0].path.clone(), recent[1].path.clone()), (PathBuf::from("8.ron"), PathBuf::from("20.ron")));
        touch(&mut recent, Path::new("8.ron"), 21);
        assert!(recent[0].pinned && recent.len() == RECENT_FILES);
    }
}
