//! What every picture has around its plot: a question on top, a key of the variants, and a caption that stands on its own.

use crate::experiment::{Estimated, Verdict, format_count, percent_of_confidence, scope_name, variant_letter};
use crate::ledger::Scope;
use crate::report::palette::{Marker, Palette, SOLID, VariantStyle, variant_style};
use crate::report::picture::{Align, Picture, shortened, text_width, wrapped};
use crate::scenario::Scenario;
use crate::simulate::Run;

/// Space left and right.
pub(in crate::report) const MARGIN: f64 = 28.0;

const CAPTION: f64 = 12.0;

/// A new picture with title and subtitle; gives back the height where the rest begins.
pub(in crate::report) fn begin(width: f64, palette: Palette, title: &str, subtitle: &str) -> (Picture, f64) {
    let mut picture = Picture::new(width, palette, title);
    let mut y = 34.0;
    for line in wrapped(title, 23.0, width - 2.0 * MARGIN) {
        picture.text((MARGIN, y), line, 23.0, palette.text, Align::Left);
        y += 28.0;
    }
    for line in wrapped(subtitle, 14.0, width - 2.0 * MARGIN) {
        picture.text((MARGIN, y), line, 14.0, palette.weak_text, Align::Left);
        y += 19.0;
    }
    (picture, y + 6.0)
}

/// The key: line style, point, letter and name of each variant, in as many rows as it takes; gives back the height below it.
pub(in crate::report) fn key(picture: &mut Picture, run: &Run, variants: &[usize], top: f64) -> f64 {
    let palette = picture.palette;
    let (mut x, mut y) = (MARGIN, top + 6.0);
    for &variant in variants {
        let style = variant_style(&palette, variant, run.baseline);
        let name = shortened(&variant_name(run, variant), 14.0, picture.width - 2.0 * MARGIN - 60.0);
        let width = 46.0 + text_width(&name, 14.0) + 26.0;
        if x > MARGIN && x + width > picture.width - MARGIN {
            x = MARGIN;
            y += 22.0;
        }
        picture.line(&[(x, y), (x + 36.0, y)], style.color, 2.2, style.dash);
        picture.marker((x + 18.0, y), style.marker, 5.0, style.color, false);
        picture.text((x + 44.0, y), name, 14.0, palette.text, Align::Left);
        x += width;
    }
    y + 20.0
}

/// Letter and name: "A weekly-5", "1 a week (baseline)", "0 none (no recommender)".
pub(in crate::report) fn variant_name(run: &Run, variant: usize) -> String {
    let name = run.variants.get(variant).map_or("?", String::as_str);
    let twin = if variant == 0 { " (no recommender)" } else { "" };
    match (variant == run.baseline, name) {
        (true, "baseline") => "baseline".into(),
        (true, _) => format!("{name}{twin} (baseline)"),
        (false, _) => format!("{} {name}{twin}", variant_letter(variant, run.baseline)),
    }
}

/// Whose numbers, then what they are: the line under a title.
pub(in crate::report) fn subtitle(run: &Run, scope: Scope, about: &str) -> String {
    let who = scope_name(&run.scenario, scope);
    let mut letters = who.chars();
    let who: String = letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect());
    format!("{who}. {about}")
}

/// Style of a variant.
pub(in crate::report) fn style(picture: &Picture, run: &Run, variant: usize) -> VariantStyle {
    variant_style(&picture.palette, variant, run.baseline)
}

/// Closes a picture: what the marks mean, then whose numbers they are.
pub(in crate::report) fn finish(picture: Picture, run: &Run, scope: Scope, marks: &str, notes: &[String], top: f64) -> Picture {
    let scenario = &run.scenario;
    let who = format!(
        "{} of {} worlds with {} people each; {}, days {} to {}.",
        run.part.map_or_else(|| run.worlds.len().to_string(), |part| format!("worlds {} to {}", part.worlds.0, part.worlds.1)),
        run.planned,
        format_count(scenario.population.customers),
        scope_name(scenario, scope),
        run.days_shown().0,
        run.days_shown().1,
    );
    let baseline = run.variants.get(run.baseline).map_or("?", String::as_str);
    let origin = origin(scenario, &format!("baseline \"{baseline}\", seed {}, ", scenario.experiment.seed));
    let paragraphs: Vec<&str> = notes.iter().map(String::as_str).chain([marks, &who, &origin]).collect();
    foot(picture, &paragraphs, top)
}

/// Closes a picture of a scenario that nothing was flown of.
pub(in crate::report) fn finish_plain(picture: Picture, scenario: &Scenario, marks: &str, top: f64) -> Picture {
    foot(picture, &[marks, &origin(scenario, "")], top)
}

fn origin(scenario: &Scenario, more: &str) -> String {
    let hash: String = crate::scenario::hash(scenario).chars().take(12).collect();
    format!("SYNTHETIC PEOPLE: a model, not a forecast. Scenario \"{}\" ({hash}), {more}Creepline {}.", scenario.name, env!("CARGO_PKG_VERSION"))
}

fn foot(mut picture: Picture, paragraphs: &[&str], top: f64) -> Picture {
    let palette = picture.palette;
    let mut y = top + 8.0;
    picture.line(&[(MARGIN, y), (picture.width - MARGIN, y)], palette.grid, 1.0, SOLID);
    y += 16.0;
    for paragraph in paragraphs {
        for line in wrapped(paragraph, CAPTION, picture.width - 2.0 * MARGIN) {
            picture.text((MARGIN, y), line, CAPTION, palette.weak_text, Align::Left);
            y += 17.0;
        }
    }
    picture.height = y + 8.0;
    picture.description = paragraphs.join(" ").trim_start().to_owned();
    picture
}

/// What an interval is, at the scenario's confidence.
pub(in crate::report) fn interval_words(run: &Run) -> String {
    if run.worlds.len() < 2 {
        return "one world has no interval".into();
    }
    format!("interval of the mean over worlds at {} (thin) and 50% (thick), Student t", confidence(run))
}

/// The scenario's confidence: "95%".
pub(in crate::report) fn confidence(run: &Run) -> String {
    percent_of_confidence(run.scenario.experiment.confidence)
}

/// Why numbers are missing, once for each reason: "0 none (no recommender): no recommender: nothing was shown."
pub(in crate::report) fn missing(run: &Run, estimates: impl IntoIterator<Item = (usize, Estimated)>) -> Vec<String> {
    let mut notes: Vec<String> = Vec::new();
    for (variant, estimated) in estimates {
        if let Err(undefined) = estimated {
            let note = format!("{} is not shown: {}.", variant_name(run, variant), undefined.reason);
            if !notes.contains(&note) {
                notes.push(note);
            }
        }
    }
    notes
}

/// What must be said wherever breadth or distance is compared: they are not corrected for how much people choose.
pub(in crate::report) const VOLUME: &str =
    "Breadth counts higher the more choices a person makes; where variants differ in choices, part of a difference in breadth or distance is that.";

/// A verdict by shape and colour: open circle within, filled square with a cross through it crossed, open diamond undecided,
/// open square waived, bare cross where there is no verdict.
pub(in crate::report) fn verdict_sign(picture: &mut Picture, at: (f64, f64), verdict: Verdict) {
    let palette = picture.palette;
    match verdict {
        Verdict::Within => picture.marker(at, Marker::Circle, 5.5, palette.better, true),
        Verdict::Crossed => {
            picture.marker(at, Marker::Square, 7.0, palette.worse, false);
            picture.marker(at, Marker::Cross, 4.0, palette.background, false);
        }
        Verdict::CannotTell => picture.marker(at, Marker::Diamond, 6.0, palette.warning, true),
        Verdict::Waived => picture.marker(at, Marker::Square, 6.0, palette.worse, true),
        Verdict::Blank => picture.marker(at, Marker::Cross, 5.0, palette.weak_text, false),
    }
}
