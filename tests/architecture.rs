//! The house rules that no compiler knows: arrows between rooms point one way, one file knows the window system, results rest on no order of a
//! hash, colours live in one place, files stay readable, one version of the widgets, every scenario is bundled.
#![allow(clippy::string_slice, clippy::panic, reason = "a test may stop at the first surprise")]

use std::fs;
use std::path::{Path, PathBuf};

/// Rooms that make no result: they ask for one, and show it.
const SHOWING: [&str; 2] = ["cli", "app"];
/// Most lines of a file.
const LONGEST: usize = 600;

// What is checked.

#[test]
fn arrows_between_rooms_point_to_earlier_rooms() {
    let map = read(&root().join("src/lib.rs"));
    let rooms = rooms(&map);
    assert!(rooms.len() > 10 && rooms[0] == "stats", "the map of rooms was read: {rooms:?}");
    let mut found = Vec::new();
    for (file, text) in sources() {
        found.extend(upward(&rooms, &file, &text));
    }
    none(&found);
}

#[test]
fn every_folder_of_the_source_is_a_room_on_the_map() {
    let map = read(&root().join("src/lib.rs"));
    let rooms = rooms(&map);
    let mut found = Vec::new();
    for (file, _) in sources().filter(|(file, _)| !matches!(file.as_str(), "src/lib.rs" | "src/main.rs")) {
        if !room_of(&file).is_some_and(|room| rooms.contains(&room)) {
            found.push(format!("{file}: not on the map of rooms in src/lib.rs; move it into a room, or name and place a new one"));
        }
    }
    none(&found);
}

#[test]
fn one_file_knows_the_window_system() {
    let knowing: Vec<String> = sources().filter(|(_, text)| has_word(&code(text, Keep::Nothing), "eframe")).map(|(file, _)| file).collect();
    assert!(
        knowing.len() == 1 && knowing[0].starts_with("src/app/"),
        "`eframe` is named in {knowing:?}: keep it to one file of the app; everything else draws with `egui` alone"
    );
}

#[test]
fn results_rest_on_no_order_of_a_hash() {
    let mut found = Vec::new();
    for (file, text) in sources().filter(|(file, _)| room_of(file).is_some_and(|room| !SHOWING.contains(&room))) {
        found.extend(lines_with(&file, &text, &["HashMap", "HashSet"], "its order differs from run to run; use a BTreeMap, a BTreeSet or a Vec"));
    }
    none(&found);
}

#[test]
fn colours_live_in_one_place() {
    let mut found = Vec::new();
    for (file, text) in sources().filter(|(file, _)| !file.ends_with("/tokens.rs") && !file.ends_with("/palette.rs")) {
        found.extend(colours(&file, &text));
    }
    none(&found);
}

#[test]
fn files_stay_readable_and_say_what_they_are() {
    let mut found = Vec::new();
    let all = sources().chain(files("tests", "rs")).chain(files("benches", "rs"));
    for (file, text) in all {
        let lines = text.lines().count();
        if lines > LONGEST {
            found.push(format!("{file}: {lines} lines, allowed are {LONGEST}; find the second subject and give it a file of its own"));
        }
        if !text.starts_with("//!") {
            found.push(format!("{file}:1: begin with a `//!` line on what this file does"));
        }
    }
    none(&found);
}

#[test]
fn one_version_of_the_widgets() {
    let lock = read(&root().join("Cargo.lock"));
    for package in ["egui", "epaint", "emath", "eframe", "image", "png"] {
        let versions = versions(&lock, package);
        assert_eq!(versions.len(), 1, "{package} is there as {versions:?}: choose dependencies that agree on one version");
    }
}

#[test]
fn every_scenario_is_bundled() {
    let on_disk: Vec<(String, String)> = files("scenarios", "ron").collect();
    assert_eq!(on_disk.len(), creepline::scenario::CASES.len(), "list each file of scenarios/ in scenario::cases");
    for (file, text) in on_disk {
        let id = file.trim_start_matches("scenarios/").trim_end_matches(".ron");
        let case = creepline::scenario::Case::find(id).unwrap_or_else(|| panic!("{file}: list it in scenario::cases as `{id}`"));
        assert_eq!(case.text, text, "{file}: the case `{id}` bundles another file");
    }
}

// How it is checked: pure functions from sources to findings, so that the checks can be checked.

/// Names of the rooms in the order of `pub mod` lines.
fn rooms(lib: &str) -> Vec<&str> {
    lib.lines().filter_map(|line| line.trim().strip_prefix("pub mod ")?.strip_suffix(';')).collect()
}

/// "src/app/ui/rail.rs" belongs to `app`, "src/math.rs" to `math`.
fn room_of(file: &str) -> Option<&str> {
    let inside = file.strip_prefix("src/")?;
    Some(inside.split_once('/').map_or_else(|| inside.trim_end_matches(".rs"), |(room, _)| room))
}

/// Every path that leads from a file to a room further down the map.
fn upward(rooms: &[&str], file: &str, text: &str) -> Vec<String> {
    let Some(own) = room_of(file).and_then(|room| rooms.iter().position(|other| *other == room)) else { return Vec::new() };
    let code = code(text, Keep::Nothing);
    let mut found = Vec::new();
    for (start, _) in code.match_indices("crate::") {
        if code[..start].chars().next_back().is_some_and(|before| is_name(before) || before == '$') {
            continue;
        }
        for (offset, name) in first_names(&code[start + 7..]) {
            let Some(other) = rooms.iter().position(|room| *room == name) else { continue };
            if other > own {
                let line = code[..start + 7 + offset].matches('\n').count() + 1;
                found.push(format!(
                    "{file}:{line}: `{}` reaches up to `{name}`, which stands below it in src/lib.rs; \
                     move what both need to `{}` or an earlier room, or hand it in as an argument",
                    rooms[own], rooms[own]
                ));
            }
        }
    }
    found
}

/// The first name of a path, or of each path in braces: `a::b`, `{a::{b, c}, d}`.
fn first_names(path: &str) -> Vec<(usize, &str)> {
    let name_at = |start: usize| {
        let rest = &path[start..];
        let blanks = rest.len() - rest.trim_start().len();
        let name = &rest[blanks..];
        (start + blanks, &name[..name.find(|letter| !is_name(letter)).unwrap_or(name.len())])
    };
    if !path.starts_with('{') {
        return vec![name_at(0)];
    }
    let mut names = vec![name_at(1)];
    let mut depth = 0;
    for (place, letter) in path.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 1 => names.push(name_at(place + 1)),
            _ => {}
        }
        if depth == 0 {
            break;
        }
    }
    names
}

/// Every colour written as a number.
fn colours(file: &str, text: &str) -> Vec<String> {
    let hint = "name the colour in the app's tokens or in the palette of the report";
    let mut found = lines_with(file, text, &["from_rgb", "from_rgba_unmultiplied", "from_rgba_premultiplied", "from_gray", "hex_color"], hint);
    for (index, line) in code(text, Keep::Strings).lines().enumerate() {
        let is_colour = |(start, _): (usize, &str)| {
            let digits = line[start + 1..].chars().take_while(char::is_ascii_hexdigit).count();
            digits == 6 || digits == 8
        };
        if line.match_indices('#').any(is_colour) {
            found.push(format!("{file}:{}: a colour as `#rrggbb`; {hint}", index + 1));
        }
    }
    found
}

/// Every line of code that holds one of the words.
fn lines_with(file: &str, text: &str, words: &[&str], hint: &str) -> Vec<String> {
    let code = code(text, Keep::Nothing);
    let line =
        |(index, line): (usize, &str)| words.iter().find(|word| has_word(line, word)).map(|word| format!("{file}:{}: `{word}`: {hint}", index + 1));
    code.lines().enumerate().filter_map(line).collect()
}

fn has_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(start, _)| {
        let before = text[..start].chars().next_back();
        let after = text[start + word.len()..].chars().next();
        !before.is_some_and(is_name) && !after.is_some_and(is_name)
    })
}

fn is_name(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

/// Versions of a package in a lock file.
fn versions<'a>(lock: &'a str, package: &str) -> Vec<&'a str> {
    let name = format!("name = \"{package}\"");
    let lines: Vec<&str> = lock.lines().collect();
    lines.windows(2).filter(|pair| pair[0] == name).map(|pair| pair[1].trim_start_matches("version = ").trim_matches('"')).collect()
}

#[derive(Clone, Copy, PartialEq)]
enum Keep {
    Strings,
    Nothing,
}

/// A source without its comments, and without what stands in quotes unless that is wanted. Lines stay where they are.
fn code(text: &str, keep: Keep) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        let (length, kept) = if rest.starts_with("//") {
            (rest.find('\n').unwrap_or(rest.len()), false)
        } else if rest.starts_with("/*") {
            (rest.find("*/").map_or(rest.len(), |end| end + 2), false)
        } else if let Some(length) = quoted(rest) {
            (length, keep == Keep::Strings)
        } else {
            (letter.len_utf8(), true)
        };
        let (part, after) = rest.split_at(length);
        if kept {
            out.push_str(part);
        } else {
            out.extend(part.chars().filter(|letter| *letter == '\n'));
        }
        rest = after;
    }
    out
}

/// Length of the string, raw string or letter in quotes that a text begins with.
fn quoted(text: &str) -> Option<usize> {
    if let Some(raw) = text.strip_prefix('r').filter(|raw| raw.trim_start_matches('#').starts_with('"')) {
        let hashes = raw.len() - raw.trim_start_matches('#').len();
        let end = format!("\"{}", "#".repeat(hashes));
        let inside = 1 + hashes + 1;
        return Some(text[inside..].find(&end).map_or(text.len(), |place| inside + place + end.len()));
    }
    let closing = text.chars().next().filter(|letter| matches!(letter, '"' | '\''))?;
    let mut letters = text.char_indices().skip(1);
    let mut inside = 0;
    while let Some((place, letter)) = letters.next() {
        match letter {
            '\\' => drop(letters.next()),
            letter if letter == closing => return Some(place + 1),
            // A life time has no closing quote.
            _ if closing == '\'' && inside > 0 => return None,
            _ => {}
        }
        inside += 1;
    }
    (closing == '"').then_some(text.len())
}

fn none(found: &[String]) {
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn sources() -> impl Iterator<Item = (String, String)> {
    files("src", "rs")
}

/// Every file of a folder with that ending, path and text, sorted. A folder that is not there holds none.
fn files(folder: &str, ending: &str) -> impl Iterator<Item = (String, String)> + use<> {
    let mut paths = Vec::new();
    walk(&root().join(folder), ending, &mut paths);
    paths.sort();
    paths.into_iter().map(|path| {
        let inside = path.strip_prefix(root()).unwrap_or(&path).to_string_lossy().replace('\\', "/");
        (inside, read(&path))
    })
}

fn walk(folder: &Path, ending: &str, paths: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for path in entries.map(|entry| entry.unwrap_or_else(|error| panic!("{}: {error}", folder.display())).path()) {
        if path.is_dir() {
            walk(&path, ending, paths);
        } else if path.extension().is_some_and(|other| other == ending) {
            paths.push(path);
        }
    }
}

// The checks are checked on small made-up sources.

const MAP: [&str; 3] = ["low", "middle", "high"];

#[test]
fn an_upward_arrow_is_found_wherever_it_is_written() {
    for (text, line) in [
        ("use crate::high::Thing;", 1),
        ("\n\nuse crate::{low::A, high::B};", 3),
        ("use crate::{\n    low::{A, B},\n    high,\n};", 3),
        ("fn f() {\n    crate::high::g();\n}", 2),
        ("let quote = '\"'; use crate::high;", 1),
        ("fn f<'a>(x: &'a str) { crate::high::g('x') }", 1),
        ("let text = r#\"one \" two\"#;\nuse crate::high;", 2),
    ] {
        let found = upward(&MAP, "src/middle/deep/file.rs", text);
        assert_eq!(found.len(), 1, "{text}: {found:?}");
        assert!(found[0].starts_with(&format!("src/middle/deep/file.rs:{line}: `middle` reaches up to `high`")), "{text}: {found:?}");
        assert!(found[0].contains("hand it in as an argument"));
    }
}

#[test]
fn arrows_to_earlier_rooms_and_words_about_rooms_are_fine() {
    for text in [
        "use crate::low::Thing;",
        "use crate::middle::{high, low};",
        "use crate::{low::{high, B}, middle};",
        "/// See [`crate::high`].\nfn f() {}",
        "let text = \"crate::high\";",
        "let text = r#\"crate::high\"#;",
        "use crate::highest;",
        "/* crate::high */ use super::high;",
    ] {
        assert_eq!(upward(&MAP, "src/middle.rs", text), Vec::<String>::new(), "{text}");
    }
    assert_eq!(upward(&MAP, "src/main.rs", "use crate::high;"), Vec::<String>::new());
    assert_eq!(upward(&MAP, "src/low.rs", "use crate::{middle, high};").len(), 2);
}

#[test]
fn colours_are_found_in_code_and_text_alone() {
    assert_eq!(colours("a.rs", "let red = Color32::from_rgb(255, 0, 0);").len(), 1);
    assert_eq!(
        colours("a.rs", "\nlet red = \"#ff0000\";"),
        ["a.rs:2: a colour as `#rrggbb`; name the colour in the app's tokens or in the palette of the report"]
    );
    for text in ["// #ff0000", "#[cfg(test)]", "let label = \"#12\";", "let heading = \"# defaced\";"] {
        assert_eq!(colours("a.rs", text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn maps_rooms_and_versions_are_read() {
    assert_eq!(rooms("//! Map.\n/// One.\npub mod one;\n#[cfg(x)]\npub mod two;\nmod hidden;\n"), ["one", "two"]);
    assert_eq!((room_of("src/app/ui/rail.rs"), room_of("src/math.rs"), room_of("tests/x.rs")), (Some("app"), Some("math"), None));
    assert_eq!(lines_with("a.rs", "use x::HashMap;\n// HashMap\nstruct HashMapper;", &["HashMap"], "no"), ["a.rs:1: `HashMap`: no"]);
    let lock = "[[package]]\nname = \"egui\"\nversion = \"0.37.0\"\n\n[[package]]\nname = \"egui_plot\"\nversion = \"1\"\n\n[[package]]\nname = \"egui\"\nversion = \"0.36.1\"\n";
    assert_eq!(versions(lock, "egui"), ["0.37.0", "0.36.1"]);
}
