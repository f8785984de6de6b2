//! Each bundled case shows what its story says. Small worlds: the point of a case must not hang on the last decimal.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop at the first surprise")]

use std::sync::Arc;

use creepline::experiment::{Merit, ab_test, guard_outcomes};
use creepline::ledger::Scope;
use creepline::measure::{series, value};
use creepline::scenario::{Case, Metric, Scenario};
use creepline::simulate::{Run, RunOptions, Watch, fly};

/// A case with fewer worlds and people, flown.
struct Flown(Arc<Run>);

fn flown(id: &str, change: impl FnOnce(&mut Scenario)) -> Flown {
    let mut scenario = Case::find(id).unwrap_or_else(|| panic!("no case `{id}`")).load().unwrap().scenario;
    scenario.experiment.worlds = 3;
    scenario.population.customers = 600;
    change(&mut scenario);
    let scenario = Arc::new(scenario);
    let watch = Watch::of(&scenario, || {});
    Flown(fly(&scenario, &RunOptions::default(), &watch, |_| {}).unwrap())
}

impl Flown {
    fn variant(&self, name: &str) -> usize {
        self.0.variants.iter().position(|variant| variant == name).unwrap_or_else(|| panic!("no variant `{name}` in {:?}", self.0.variants))
    }

    fn segment(&self, name: &str) -> Scope {
        Scope::Segment(self.0.scenario.population.segments.iter().position(|segment| segment.name == name).unwrap())
    }

    /// Mean over worlds.
    fn mean(&self, metric: &str, variant: &str, scope: Scope) -> f64 {
        let metric = Metric::from_id(metric).unwrap_or_else(|| panic!("no metric `{metric}`"));
        let variant = self.variant(variant);
        let values: Vec<f64> = self.0.worlds.iter().map(|ledger| value(ledger, variant, metric, scope, 1).unwrap()).collect();
        values.iter().sum::<f64>() / values.len() as f64
    }

    fn all(&self, metric: &str, variant: &str) -> f64 {
        self.mean(metric, variant, Scope::All)
    }
}

#[test]
fn followed_five_reminders_send_the_guarded_over_their_line() {
    let case = flown("retargeting", |_| {});
    let guarded = case.segment("guarded");
    let gained = |variant| case.mean("over_line_share", variant, guarded) - case.mean("over_line_share", "1 a week", guarded);
    assert!(gained("5 a week") > 0.05, "{}", gained("5 a week"));
    assert!(gained("3 a week, open") < 0.05, "{}", gained("3 a week, open"));
    assert!(case.all("slate_clicks", "5 a week") > 0.0);
}

#[test]
fn sweet_spot_some_openness_pays_and_all_of_it_does_not() {
    let case = flown("sweet_spot", |_| {});
    let answers = |variant| case.all("answer_chance", variant);
    assert!(answers("hint") > answers("anonymous") && answers("open") > answers("anonymous"));
    assert!(answers("all of it") < answers("anonymous"), "the right end of the curve lies below the left one");
    let over = |variant| case.all("over_line_share", variant);
    assert!(over("anonymous") < over("hint") && over("hint") < over("open") && over("open") < over("all of it"));
    // The top lies elsewhere for each segment.
    let (guarded, relaxed) = (case.segment("guarded"), case.segment("relaxed"));
    let in_segment = |variant, scope| case.mean("answer_chance", variant, scope);
    assert!(in_segment("open", guarded) < in_segment("hint", guarded) && in_segment("open", relaxed) > in_segment("hint", relaxed));
}

#[test]
fn wheel_the_first_bit_of_control_does_most_of_the_work() {
    let case = flown("wheel", |_| {});
    let over = |variant| case.all("over_line_share", variant);
    let (first, second) = (over("no control") - over("a switch"), over("a switch") - over("a console"));
    assert!(first > 2.0 * second && second > 0.0, "{first} {second}");
    assert!(case.all("trust", "a switch") > case.all("trust", "no control"));
    assert!(case.all("churn_cum", "a switch") < case.all("churn_cum", "no control"));
    assert!(case.all("optout_cum", "a switch") > case.all("optout_cum", "no control"), "those who can, leave the personalization");
}

#[test]
fn small_test_two_weeks_say_yes_and_half_a_year_says_no() {
    let short = flown("small_test", |scenario| scenario.experiment.days = 14);
    let gain = |case: &Flown| case.all("purchases", "loud") - case.all("purchases", "quiet");
    assert!(gain(&short) > 0.0, "{}", gain(&short));
    let long = flown("small_test", |_| {});
    assert!(gain(&long) < -0.1, "{}", gain(&long));
    assert!(long.all("churn_cum", "loud") > long.all("churn_cum", "quiet") + 0.1);
}

/// The story of the case with enough people that the test has its power, and enough worlds that the truth can be told.
#[test]
fn two_weeks_ship_what_harms_and_kill_what_is_good() {
    let case = flown("two_weeks", |scenario| {
        scenario.experiment.worlds = 4;
        scenario.population.customers = 3_000;
    });
    let records = ab_test(&case.0, &guard_outcomes(&case.0)).expect("a test");
    let of = |name: &str| records.iter().find(|record| record.variant == case.variant(name)).expect("a record");
    let share = |chance: &Result<creepline::experiment::Chance, _>| chance.as_ref().expect("told").share().expect("tests");
    let (loud, calm) = (of("8 loud"), of("2 calm"));
    assert_eq!((loud.standing, calm.standing), (Merit::Harmful, Merit::Good), "{} {}", loud.why, calm.why);
    assert!(share(&loud.ships_harm) > 0.5, "{:?}", loud.ships_harm);
    assert!(share(&calm.kills_good) > 0.9 && share(&calm.sign_error) > 0.9, "{calm:?}");
    let effect = |estimated: &creepline::experiment::Estimated| estimated.as_ref().expect("told").mean;
    assert!(effect(&calm.truth.test) < 0.0 && effect(&calm.truth.horizon) > 0.0);
    // What misleads is the time that the test does not see, not luck.
    assert!(
        calm.parts
            .iter()
            .filter(|part| ["novelty", "short horizon"].contains(&part.name))
            .map(|part| *part.share.as_ref().expect("told"))
            .sum::<f64>()
            > 0.9
    );
}

#[test]
fn creepy_signal_bought_profiles_cost_more_trust_than_they_bring() {
    let case = flown("cross_site", |_| {});
    let over = |variant| case.all("over_line_share", variant);
    assert!(over("cross-site, silent") > 2.0 * over("own data"));
    assert!(case.all("worse_trust_share", "cross-site, silent") > case.all("worse_trust_share", "own data"));
    assert!(case.all("slate_clicks", "cross-site, silent") < case.all("slate_clicks", "own data"));
    assert!(case.all("optout_cum", "cross-site, disclosed") > case.all("optout_cum", "cross-site, silent"), "those who are told use the way out");
}

#[test]
fn echo_personal_shelves_narrow_a_person_and_widen_the_crowd() {
    let case = flown("echo", |_| {});
    assert!(case.all("within", "personal") < case.all("within", "popular"));
    assert!(case.all("across", "personal") > case.all("across", "popular"));
    assert!(case.all("drift_net", "personal") > case.all("drift_net", "chance"));
    assert!(case.all("slot_gini", "personal") < case.all("slot_gini", "popular"), "more items are seen");
    let none = case.all("within", "none");
    assert!(case.all("within", "personal") < none, "narrower than the same people without a recommender");
}

#[test]
fn minority_gets_less_from_a_recommender_that_leans_on_the_crowd() {
    let case = flown("minority", |_| {});
    let group = |variant, level| case.mean("slate_clicks", variant, Scope::Group { attribute: 0, level });
    let ratio = |variant| group(variant, 1) / group(variant, 0);
    assert!(ratio("mostly the crowd") < 0.8, "{}", ratio("mostly the crowd"));
    assert!(ratio("mostly the person") > 0.9, "{}", ratio("mostly the person"));
    assert!(case.all("slate_clicks", "mostly the person") > case.all("slate_clicks", "mostly the crowd"), "and the total does not suffer");
}

#[test]
fn breach_silence_helps_until_it_comes_out_and_repair_repairs() {
    let case = flown("breach", |_| {});
    let trust = |variant: &str, day: usize| {
        let variant = case.variant(variant);
        let days: Vec<f64> =
            case.0.worlds.iter().map(|ledger| series(ledger, variant, Metric::TrustMean, Scope::All)[day - 1].clone().unwrap()).collect();
        days.iter().sum::<f64>() / days.len() as f64
    };
    // Before the leak all live the same life; while it is kept quiet, silence looks better than telling.
    assert_eq!(trust("no leak", 30), trust("told at once", 30));
    assert!(trust("kept quiet", 60) > trust("told at once", 60));
    // Once it has come out, late, silence is the worst of all.
    assert!(trust("kept quiet", 75) < trust("told at once", 75));
    assert!(trust("told and repaired", 60) > trust("told at once", 60));
    assert!(trust("told and repaired", 120) < trust("no leak", 120), "it is not as if nothing had happened");
}

#[test]
fn banner_moves_consent_while_people_stay_the_same() {
    let case = flown("banner", |scenario| scenario.population.customers = 2_000);
    let given = |variant| case.all("consent_given", variant);
    let fair = given("equal buttons");
    // C36: +15 to +30 points without a refusal on the first page; -5 to -25 with a granular first page.
    assert!((0.15..=0.30).contains(&(given("no way to refuse") - fair)), "{}", given("no way to refuse") - fair);
    assert!((-0.25..=-0.05).contains(&(given("each on its own") - fair)), "{}", given("each on its own") - fair);
    assert!(given("ticked beforehand") > fair);
    assert!(case.all("over_line_share", "no way to refuse") > case.all("over_line_share", "equal buttons"));
}

#[test]
fn biased_history_serves_the_neglected_group_worse_than_a_fair_world_does() {
    let group = |case: &Flown, level| case.mean("slate_clicks", "personal", Scope::Group { attribute: 0, level });
    let ratio = |case: &Flown| group(case, 2) / group(case, 0);
    let biased = flown("biased_history", |_| {});
    let fair = flown("biased_history", |scenario| scenario.population.bias.preset = creepline::scenario::bias::BiasPreset::Own);
    assert!(ratio(&biased) < ratio(&fair), "{} {}", ratio(&biased), ratio(&fair));
}

#[test]
fn late_alert_a_prompt_alert_averts_most_of_the_harm_and_a_late_one_little() {
    let case = flown("late_alert", |_| {});
    for metric in ["unsubscribe_cum", "churn_cum"] {
        let harm = case.all(metric, "nobody watches") - case.all(metric, "no fault");
        assert!(harm > 0.03, "{metric}: {harm}");
        let averted = |variant| (case.all(metric, "nobody watches") - case.all(metric, variant)) / harm;
        let [fast, slow, audit] = ["fast monitor", "slow monitor", "quarterly audit"].map(averted);
        assert!(fast > 0.75 && audit < 0.4 && fast > slow && slow > audit, "{metric}: {fast} {slow} {audit}");
    }
    let found = |variant| case.all("detection_delay", variant);
    assert!(found("fast monitor") < found("slow monitor") && found("slow monitor") < found("quarterly audit"));
}

#[test]
fn personal_prices_a_mean_hides_who_pays() {
    let case = flown("personal_prices", |_| {});
    let earns = |variant| case.all("margin", variant) / case.all("margin", "one price");
    assert!(earns("by person") > 1.03 && earns("by area") > 1.0, "{} {}", earns("by person"), earns("by area"));
    assert!(earns("by person, capped") > 1.0 && earns("by person, capped") < earns("by person"));
    let (hunters, hurried) = (case.segment("bargain hunters"), case.segment("in a hurry"));
    let price = |variant, scope| case.mean("price_level", variant, scope);
    let left = |variant, scope| case.mean("consumer_surplus", variant, scope) / case.mean("consumer_surplus", "one price", scope);
    // Bargain hunters pay as much as before on average, and are better off.
    assert!((price("by person", hunters) - 1.0).abs() < 0.05 && left("by person", hunters) > 1.02, "{}", left("by person", hunters));
    assert!(price("by person", hurried) > 1.15 && left("by person", hurried) < 0.92, "{}", left("by person", hurried));
    assert!(left("by person, capped", hunters) > 1.02 && 1.0 - left("by person, capped", hurried) < 0.5 * (1.0 - left("by person", hurried)));
    // A price by area is one by background: all lose, the minority most.
    let [majority, minority] = [0, 1].map(|level| Scope::Group { attribute: 0, level });
    assert!(left("by area", hunters) < 1.0 && left("by area", hurried) < 1.0 && left("by area", minority) < left("by area", majority));
    assert!(case.all("dear_group_ratio", "by area") > 1.5 && case.all("dear_group_ratio", "by person") < 1.2);
}
