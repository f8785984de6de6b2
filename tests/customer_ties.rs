//! Channels, habits, requests, buttons, surveys and newcomers in the whole engine.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop at the first surprise")]

mod flights;

use creepline::ledger::{Count, Rare, Scope};
use creepline::measure::value;
use creepline::scenario::Metric;
use creepline::scenario::catalog::{Channel, ChannelKind};
use creepline::scenario::consent::{Banner, Preset, Rights};
use creepline::scenario::policy::{Contact, Engine, Exit, Fixed, Policy, Setting, ThumbDown};
use creepline::simulate::replay;
use flights::{count, metric, rare, run, small as scenario};

fn contact(channel: &str, per_week: f64) -> Contact {
    Contact { channel: channel.into(), per_week, ..Contact::default() }
}

fn policy(contacts: Vec<Contact>) -> Policy {
    Policy { signals: vec!["site choices".into(), "purchase history".into()], contacts, ..Policy::default() }
}

fn mail() -> Policy {
    policy(vec![contact("email", 4.0), contact("site", 0.0)])
}

/// C15: the same message creeps most as a notification, then as a text message, then as an ad, then as an e-mail; C16: more at night.
#[test]
fn the_same_message_creeps_by_channel_and_setting() {
    let fixed = Fixed { on: true, sensitivity: 0.5, depth: 0.2, covertness: 0.5, explicitness: 0.6, ..Fixed::default() };
    let by = |channel: &str, setting| Policy { fixed: fixed.clone(), ..policy(vec![Contact { setting, ..contact(channel, 1.0) }]) };
    let mut scenario = scenario(vec![
        ("push", by("push", Setting::Neutral)),
        ("text", by("text", Setting::Neutral)),
        ("display", by("display", Setting::Neutral)),
        ("email", by("email", Setting::Neutral)),
        ("email at night", by("email", Setting::Night)),
        ("email that fits", by("email", Setting::Fits)),
    ]);
    scenario.channels.push(Channel { name: "text".into(), kind: ChannelKind::Push, intimacy: 1.15, ..Channel::default() });
    scenario.experiment.days = 2;
    let run = run(&scenario);
    let c: Vec<f64> = (1..=6).map(|variant| metric(&run, variant, Metric::Creepiness)).collect();
    assert!(c[0] > c[1] && c[1] > c[2] && c[2] > c[3] && c[4] > c[3] && c[5] < c[3], "{c:?}");
    assert_eq!(run.intercepts().len(), 5);
    assert!(run.intercepts()[3] < run.intercepts()[0], "ads are clicked more seldom than e-mail");
}

/// C52: many notifications are switched off, few are not; the app itself is given up by those far above their measure only.
#[test]
fn too_many_notifications_are_switched_off() {
    let by = |per_week| policy(vec![contact("push", per_week), contact("site", 0.0)]);
    let run = run(&scenario(vec![("1", by(1.0)), ("8", by(8.0)), ("mail", mail())]));
    let off = |variant| metric(&run, variant, Metric::NotificationsOff);
    assert!(off(1) < 0.08 && off(2) > 2.0 * off(1), "{} {}", off(1), off(2));
    assert!(rare(&run.worlds[0], 2, Rare::AppQuit) > rare(&run.worlds[0], 1, Rare::AppQuit));
    assert_eq!(count(&run.worlds[0], 2, Count::Complaints), 0, "notifications are not reported as spam");
    assert!(value(&run.worlds[0], 3, Metric::NotificationsOff, Scope::All, 1).is_err());
}

/// C33, C55: ads on other pages are hidden now and then, and very few find the buried way out; a slate at a page is never hidden.
#[test]
fn ads_are_hidden_and_their_exit_is_buried() {
    let mut ads = policy(vec![contact("display", 14.0)]);
    ads.signals.push("cross-site profile".into());
    (ads.explicitness, ads.exit) = (1.0, Exit::ForcedPrompt);
    let mut scenario = scenario(vec![("ads", ads), ("mail", mail())]);
    scenario.population.customers = 1_500;
    scenario.behavior.exits.hide = 0.01;
    let run = run(&scenario);
    assert!(rare(&run.worlds[0], 1, Rare::Hidden) > 0 && rare(&run.worlds[0], 2, Rare::Hidden) == 0);
    let out = metric(&run, 1, Metric::AdOptOut);
    assert!(out < 0.008, "{out}");
    assert_eq!((count(&run.worlds[0], 1, Count::OptOuts), count(&run.worlds[0], 1, Count::Unsubscribes)), (0, 0));
}

/// C53: offered fewer messages at the moment of unsubscribing, about half take them: 20 to 50 % fewer unsubscribe. Frequency is the first reason.
#[test]
fn an_offer_of_fewer_messages_keeps_people_subscribed() {
    let often = policy(vec![contact("email", 10.0)]);
    let kind = Policy { rights: Rights { opt_down: true, ..Rights::default() }, ..often.clone() };
    let mut scenario = scenario(vec![("often", often), ("kind", kind)]);
    scenario.population.customers = 3_000;
    scenario.experiment.days = 60;
    let run = run(&scenario);
    let cut = 1.0 - metric(&run, 2, Metric::Unsubscribed) / metric(&run, 1, Metric::Unsubscribed);
    assert!((0.20..=0.50).contains(&cut), "{cut}");
    assert!((0.40..=0.54).contains(&metric(&run, 2, Metric::OptedDown)));
    assert!(metric(&run, 1, Metric::UnsubscribedTooMany) > 0.5 && metric(&run, 1, Metric::StatedTooMany) > 0.5);
    assert!(metric(&run, 1, Metric::StatedUnsubscribe) > metric(&run, 1, Metric::Unsubscribed), "people say more than they do");
    let sent = |variant| count(&run.worlds[0], variant, Count::Messages);
    assert!(sent(2) > sent(1), "those who stay still get messages");
}

/// C49: ads wear visits down, more so in the long run, and some buy the way out.
#[test]
fn ads_wear_visits_down_and_sell_the_way_out() {
    let load = |ad_load| Policy { ad_load, ..mail() };
    let mut scenario = scenario(vec![("no ads", load(0.0)), ("four", load(4.0)), ("eight", load(8.0))]);
    scenario.behavior.mechanisms.hazards = false;
    scenario.experiment.days = 150;
    let run = run(&scenario);
    let visits = |variant, days: std::ops::Range<usize>| {
        let ledger = &run.worlds[0];
        days.map(|day| (0..ledger.shape.cells.cells()).map(|cell| ledger.count(variant, day, cell, Count::Visits)).sum::<i64>()).sum::<i64>() as f64
    };
    let lost = |variant, days: std::ops::Range<usize>| 1.0 - visits(variant, days.clone()) / visits(1, days);
    assert!(lost(2, 0..150) > 0.02 && lost(3, 0..150) > 1.5 * lost(2, 0..150), "{} {}", lost(2, 0..150), lost(3, 0..150));
    assert!(lost(3, 120..150) > 1.8 * lost(3, 0..30));
    assert!(metric(&run, 3, Metric::AdFree) > metric(&run, 2, Metric::AdFree) && metric(&run, 2, Metric::AdFree) > 0.0);
    assert!(value(&run.worlds[0], 1, Metric::AdFree, Scope::All, 1).is_err());
}

/// Requests wait as long as the queue is, brought up to date at epoch ends; what is deleted is gone on the day; replay agrees.
#[test]
fn requests_wait_longer_where_fewer_are_served_and_deletion_empties_the_file() {
    let with = |capacity| Policy { rights: Rights { requests: true, capacity, ..Rights::default() }, ..mail() };
    let mut scenario = scenario(vec![("fast", with(100.0)), ("slow", with(2.0)), ("nobody", with(0.0))]);
    (scenario.behavior.requests.access_month, scenario.behavior.requests.deletion_month) = (0.3, 0.3);
    scenario.experiment.days = 42;
    let run = run(&scenario);
    let wait = |variant| metric(&run, variant, Metric::RequestWait);
    assert!((wait(1) - 3.0).abs() < 0.1, "{}", wait(1));
    assert!(wait(2) > 6.0 && wait(3) > 30.0, "{} {}", wait(2), wait(3));
    assert!(metric(&run, 2, Metric::RequestWaitWorst) > wait(2));
    assert!(metric(&run, 1, Metric::LateRequests) == 0.0 && metric(&run, 3, Metric::LateRequests) > 0.3);
    assert!(rare(&run.worlds[0], 1, Rare::Deleted) > rare(&run.worlds[0], 2, Rare::Deleted));
    let mut seen = 0;
    for customer in 0..400 {
        let life = replay(&run, 0, 1, customer).unwrap();
        seen += rare(&life.ledger, 1, Rare::Deleted);
        let Some(gone) = (0..42).find(|&day| (0..life.ledger.shape.cells.cells()).any(|cell| life.ledger.rare(1, day, cell, Rare::Deleted) > 0))
        else {
            continue;
        };
        let after = life.touches.iter().filter(|touch| touch.day >= gone && !touch.slate.is_empty());
        assert!(after.clone().all(|touch| touch.signals & 0b10 == 0 && touch.evidence[1] == 0.0), "the bought history is not used again");
        if let Some(first) = after.clone().next() {
            assert_eq!(first.evidence[0], 0.0, "nothing is known until something new is seen");
        }
    }
    assert_eq!(seen, rare(&run.worlds[0], 1, Rare::Deleted), "replays agree with the run");
}

/// Customers who state their topics are known without any signal, by harmless data.
#[test]
fn stated_topics_are_evidence_without_a_flow_violation_to_speak_of() {
    let mut says = mail();
    says.signals.clear();
    says.rights.state_topics = true;
    let mut scenario = scenario(vec![("silent", Policy { rights: Rights::default(), ..says.clone() }), ("says", says)]);
    scenario.behavior.requests.statement_month = 1.0;
    let run = run(&scenario);
    assert!(metric(&run, 2, Metric::PreferenceUpdates) > 0.3);
    assert!(value(&run.worlds[0], 1, Metric::PreferenceUpdates, Scope::All, 1).is_err());
    assert!(metric(&run, 2, Metric::SlateClicks) > metric(&run, 1, Metric::SlateClicks), "what people say is what they like");
    assert!(metric(&run, 1, Metric::Creepiness) == 0.0 && metric(&run, 2, Metric::Creepiness) < 0.02);
}

/// C55: each button keeps away its share of similar items within 5 points; where few are kept away, perceived control falls.
#[test]
fn buttons_keep_away_the_share_that_was_measured_and_returns_cost_control() {
    let words = [ThumbDown::Dislike, ThumbDown::NotInterested, ThumbDown::RemoveFromHistory, ThumbDown::BlockSource, ThumbDown::Ignore];
    let mut scenario = scenario(words.iter().map(|&thumb_down| (thumb_down.name(), Policy { thumb_down, ..mail() })).collect());
    scenario.behavior.hazards.thumb_down = 0.2;
    scenario.population.customers = 1_000;
    let run = run(&scenario);
    for (variant, expected) in [(1, 0.12), (2, 0.11), (3, 0.29), (4, 0.43), (5, 0.0)] {
        let kept = metric(&run, variant, Metric::SimilarKeptAway);
        assert!((kept - expected).abs() <= 0.05, "{}: {kept}", run.variants[variant]);
    }
    let control = |variant| {
        let ends =
            (0..40).filter_map(|customer| replay(&run, 0, variant, customer).unwrap().touches.into_iter().rfind(|touch| !touch.slate.is_empty()));
        let ends: Vec<f32> = ends.map(|touch| touch.attributes.control).collect();
        ends.iter().sum::<f32>() / ends.len() as f32
    };
    let start = replay(&run, 0, 1, 0).unwrap().touches.iter().find(|touch| !touch.slate.is_empty()).unwrap().attributes.control;
    assert!(control(1) < 0.9 * start, "{} of {start}", control(1));
}

/// C14, C52 said and not done; C42: a default cheapens privacy; C30: who wants transparency consents less. Nothing of it changes what people do.
#[test]
fn what_people_say_is_counted_and_changes_nothing() {
    let by = |preset| Policy { signals: vec!["retargeting".into()], banner: Banner { preset, ..Banner::default() }, ..mail() };
    let mut scenario = scenario(vec![("off", by(Preset::Off)), ("on", by(Preset::On))]);
    scenario.signals[2].consent = creepline::scenario::catalog::Consent::Asked;
    scenario.population.customers = 2_000;
    scenario.experiment.days = 7;
    let asked = run(&scenario);
    let say = |kind| metric(&asked, 1, kind);
    assert!((say(Metric::StatedVeryCreepy) - 0.25).abs() <= 0.07, "{}", say(Metric::StatedVeryCreepy));
    assert!((say(Metric::StatedSomewhatCreepy) - 0.50).abs() <= 0.07, "{}", say(Metric::StatedSomewhatCreepy));
    for (kind, low, high) in [(Metric::StatedOffAtOne, 0.05, 0.15), (Metric::StatedOffAtFive, 0.40, 0.62), (Metric::StatedOffAtTen, 0.70, 0.88)] {
        assert!((low..=high).contains(&say(kind)), "{}", say(kind));
    }
    let cheaper = metric(&asked, 2, Metric::StatedPrivacyValue) / say(Metric::StatedPrivacyValue) - 1.0;
    assert!((-0.30..=-0.10).contains(&cheaper), "{cheaper}");
    for variant in 1..=2 {
        let correlation = metric(&asked, variant, Metric::StatedTransparency);
        assert!((-0.5..=-0.05).contains(&correlation), "{correlation}");
    }
    scenario.behavior.survey.on = false;
    let unasked = run(&scenario);
    for &column in Count::ALL {
        assert_eq!(count(&asked.worlds[0], 1, column), count(&unasked.worlds[0], 1, column), "{column:?}");
    }
    assert!(value(&unasked.worlds[0], 1, Metric::StatedVeryCreepy, Scope::All, 1).is_err());
}

/// People who come during the run are not there before, have no history, and are asked for consent on their first day.
#[test]
fn newcomers_come_without_history() {
    let mut scenario = scenario(vec![("mail", Policy { signals: vec!["purchase history".into(), "retargeting".into()], ..mail() })]);
    for level in &mut scenario.population.attributes[0].levels {
        level.entering = 0.5;
    }
    scenario.behavior.hazards.churn_month = 0.0;
    let run = run(&scenario);
    let ledger = &run.worlds[0];
    let active = |day| (0..ledger.shape.cells.cells()).map(|cell| ledger.count(1, day, cell, Count::Active)).sum::<i64>();
    assert!((150..=250).contains(&active(0)), "{}", active(0));
    assert!(active(14) > active(0) && active(27) == 400);
    let mut newcomers = 0;
    for customer in 0..60 {
        let life = replay(&run, 0, 1, customer).unwrap();
        let Some(first) = life.touches.first() else { continue };
        let came = (0..28).find(|&day| (0..ledger.shape.cells.cells()).any(|cell| life.ledger.count(1, day, cell, Count::Active) > 0)).unwrap();
        assert!(first.day >= came);
        if came > 0 {
            newcomers += 1;
            assert!(life.touches.iter().all(|touch| touch.evidence[1] == 0.0));
            assert!((0..came).all(|day| (0..ledger.shape.cells.cells()).all(|cell| life.ledger.rare(1, day, cell, Rare::ConsentAsked) == 0)));
        }
    }
    assert!(newcomers > 10);
}

/// B21: with a narrow latitude people are further apart even when shown chance items; B15: resets keep interests near their start; noise by group
/// blurs what a policy knows of that group.
#[test]
fn latitude_resets_and_noise_by_group_do_what_they_say() {
    let by = |engine| Policy { engine, signals: vec!["site choices".into()], ..policy(vec![contact("site", 0.0)]) };
    let mut scenario = scenario(vec![("chance", by(Engine::Random))]);
    scenario.population.segments.iter_mut().for_each(|segment| segment.visits_per_week = 7.0);
    let open = run(&scenario);
    scenario.behavior.choice.latitude = 0.5;
    let narrow = run(&scenario);
    assert!(metric(&narrow, 1, Metric::Across) > metric(&open, 1, Metric::Across));
    assert!(metric(&narrow, 1, Metric::Within) < metric(&open, 1, Metric::Within));
    scenario.behavior.choice.latitude = 0.0;
    scenario.behavior.drift.reset = 0.5;
    assert!(metric(&run(&scenario), 1, Metric::DriftNet) < metric(&open, 1, Metric::DriftNet));
    let mut mail = flights::small(vec![("mail", Policy { signals: vec!["purchase history".into()], ..mail() })]);
    mail.population.attributes[0].levels[0].signal_noise = 5.0;
    let blurred = run(&mail);
    let clicks = |level| value(&blurred.worlds[0], 1, Metric::SlateClicks, Scope::Group { attribute: 0, level }, 1).unwrap();
    assert!(clicks(0) < clicks(1), "{} {}", clicks(0), clicks(1));
}

/// Mere exposure and attention change answers where they are on, and nothing where they are off.
#[test]
fn mere_exposure_and_attention_are_off_until_switched_on() {
    let mut scenario = scenario(vec![("mail", mail())]);
    let off = run(&scenario);
    scenario.behavior.mere_exposure.gain = 2.0;
    scenario.behavior.habit.attention_rate = 0.5;
    let still_off = run(&scenario);
    assert_eq!(count(&off.worlds[0], 1, Count::SlateClicks), count(&still_off.worlds[0], 1, Count::SlateClicks));
    scenario.behavior.mechanisms.mere_exposure = true;
    let liked = run(&scenario);
    assert!(count(&liked.worlds[0], 1, Count::SlateClicks) > count(&off.worlds[0], 1, Count::SlateClicks));
    scenario.behavior.mechanisms.mere_exposure = false;
    scenario.behavior.mechanisms.attention = true;
    assert_ne!(count(&run(&scenario).worlds[0], 1, Count::AnswerSum), count(&off.worlds[0], 1, Count::AnswerSum));
}
