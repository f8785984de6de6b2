//! People in the window: the table of everybody, one person's story, the replay of the same people under two policies.
#![cfg(feature = "desktop")]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may stop at the first surprise")]

mod app_support;

use app_support::{go, send, small_run, with_results};
use creepline::app::view::{Column, Pick, RollView, Sort};
use creepline::app::{App, ClockStep, Command, PeopleStep, Place, StreetMode, ThemeChoice};
use creepline::simulate::replay;
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

/// Pictures for whoever looks at the screens while they are built.
#[test]
fn pictures_of_the_people_screens() {
    let Some(folder) = std::env::var_os("PEOPLE_PICTURES") else { return };
    let folder = std::path::PathBuf::from(folder);
    let save = |harness: &mut Harness<'static, App>, name: &str| {
        harness.run_steps(4);
        harness.render().expect("drawn").save(folder.join(format!("{name}.png"))).expect("saved");
    };
    for (theme, size, word) in [
        (ThemeChoice::Light, [1440.0, 900.0], "light"),
        (ThemeChoice::Dark, [1440.0, 900.0], "dark"),
        (ThemeChoice::Light, [1024.0, 640.0], "small"),
    ] {
        let mut harness = with_results(theme, size);
        go(&mut harness, Place::Replay);
        save(&mut harness, &format!("replay_{word}"));
        send(&mut harness, Command::People(PeopleStep::Mode(StreetMode::Difference)));
        save(&mut harness, &format!("difference_{word}"));
        go(&mut harness, Place::People);
        send(&mut harness, Command::People(PeopleStep::Sort(Sort::Pick(Pick::Harmed))));
        save(&mut harness, &format!("people_{word}"));
        let worst = first_row(&harness);
        send(&mut harness, Command::Clock(ClockStep::Day(12)));
        send(&mut harness, Command::People(PeopleStep::Open(worst)));
        save(&mut harness, &format!("story_{word}"));
        harness.set_size(egui::vec2(size[0], 5_000.0));
        send(&mut harness, Command::People(PeopleStep::Ways));
        send(&mut harness, Command::People(PeopleStep::Line(1, 2)));
        save(&mut harness, &format!("story_long_{word}"));
    }
}

/// The person in the first row.
fn first_row(harness: &Harness<'static, App>) -> u64 {
    let state = harness.state().state();
    u64::from(state.people.register.order.latest().expect("an order")[0])
}

fn sentence(harness: &Harness<'static, App>, part: &str) -> String {
    let node = harness.get_all_by_role(egui::accesskit::Role::Image).filter_map(|node| node.accesskit_node().label());
    node.into_iter().find(|label| label.contains(part)).unwrap_or_default()
}
