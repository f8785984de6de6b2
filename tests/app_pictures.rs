//! Pictures of every screen from a small real run, in light and dark. Needs a software Vulkan or GL driver; the pictures change with the
//! engine's numbers and are renewed with `UPDATE_SNAPSHOTS=1`.
#![cfg(feature = "desktop")]

#[path = "app/support.rs"]
mod app_support;

use app_support::{go, send, with_results};
use creepline::app::{Command, MapStep, Place, ThemeChoice};
use egui_kittest::{Harness, SnapshotResults};

/// Whether anything can be drawn here.
fn can_draw() -> bool {
    let draw = || {
        let mut harness = Harness::new_ui(|ui| {
            ui.label("A word");
        });
        harness.render().is_ok()
    };
    std::panic::catch_unwind(draw).unwrap_or(false)
}

#[test]
fn screens_look_as_they_did() {
    if !can_draw() {
        assert!(std::env::var_os("CI").is_none(), "no graphics adapter: install a software driver (mesa-vulkan-drivers)");
        eprintln!("LEFT OUT: pictures need a graphics adapter, and this machine has none (mesa-vulkan-drivers would do)");
        return;
    }
    let mut results = SnapshotResults::new();
    for (theme, word) in [(ThemeChoice::Light, "light"), (ThemeChoice::Dark, "dark")] {
        let mut harness = with_results(theme, [1440.0, 900.0]);
        for (place, name) in [
            (Place::Start, "start"),
            (Place::Scenario, "scenario"),
            (Place::Variants, "variants"),
            (Place::Plan, "plan"),
            (Place::Overview, "overview"),
            (Place::Time, "time"),
            (Place::Creepiness, "creepiness"),
            (Place::Bubbles, "bubbles"),
            (Place::Fairness, "fairness"),
            (Place::Test, "ab_test"),
            (Place::Map, "what_if"),
            (Place::Model, "mechanisms"),
            (Place::Card, "card"),
            (Place::Assumptions, "assumptions"),
            (Place::Replay, "replay"),
            (Place::People, "people"),
            (Place::Review, "review"),
            (Place::Lessons, "lessons"),
            (Place::Glossary, "glossary"),
            (Place::Settings, "settings"),
        ] {
            if place == Place::Variants {
                send(&mut harness, Command::SelectVariant(1));
            }
            match place {
                Place::Card => send(&mut harness, Command::FlyCard),
                Place::Assumptions => {
                    send(&mut harness, Command::FlyAssumptions);
                    send(&mut harness, Command::FlyRobustness);
                }
                Place::Map => {
                    go(&mut harness, place);
                    send(&mut harness, Command::Map(MapStep::SetSize(3, 120)));
                    send(&mut harness, Command::Map(MapStep::Fly));
                }
                Place::Plan => send(&mut harness, Command::FlyPilot),
                _ => go(&mut harness, place),
            }
            harness.run_steps(4);
            // Every screen must draw in both themes; kept, and compared, is what a reader of the repository looks at.
            let kept = matches!(
                place,
                Place::Overview | Place::Variants | Place::Time | Place::Creepiness | Place::Fairness | Place::Map | Place::Replay | Place::People
            );
            if kept && (theme == ThemeChoice::Light || place == Place::Overview) {
                harness.snapshot(format!("{name}_{word}"));
            } else {
                harness.render().unwrap_or_else(|error| panic!("{name} in {word}: {error}"));
            }
        }
        results.extend_harness(&mut harness);
    }
    let mut harness = with_results(ThemeChoice::Light, [1024.0, 640.0]);
    harness.snapshot("overview_small");
    results.extend_harness(&mut harness);
}
