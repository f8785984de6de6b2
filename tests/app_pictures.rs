//! Pictures of every screen from a small real run, in light and dark. Needs a software Vulkan or GL driver.

mod app_support;

use app_support::{go, send, with_results};
use creepline::app::{Command, Place, ThemeChoice};
use egui_kittest::SnapshotResults;

#[test]
fn screens_look_as_they_did() {
    let mut results = SnapshotResults::new();
    for (theme, word) in [(ThemeChoice::Light, "light"), (ThemeChoice::Dark, "dark")] {
        let mut harness = with_results(theme, [1440.0, 900.0]);
        for (place, name) in [
            (Place::Start, "start"),
            (Place::Scenario, "scenario"),
            (Place::Variants, "variants"),
            (Place::Overview, "overview"),
            (Place::Time, "time"),
            (Place::Creepiness, "creepiness"),
            (Place::Bubbles, "bubbles"),
            (Place::Fairness, "fairness"),
        ] {
            if place == Place::Variants {
                send(&mut harness, Command::SelectVariant(1));
            }
            go(&mut harness, place);
            harness.run_steps(4);
            harness.snapshot(format!("{name}_{word}"));
        }
        results.extend_harness(&mut harness);
    }
    let mut harness = with_results(ThemeChoice::Light, [1024.0, 640.0]);
    harness.snapshot("overview_small");
    results.extend_harness(&mut harness);
}
