//! `creepline story`: one person's two lives, an event a line, each with its reason.

use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::args::{StoryArgs, StoryFormat};
use super::compare::open;
use super::document::{headed, pretty};
use super::ending::{Ending, Failure};
use super::human::printable;
use super::progress::{Flown, fly};
use super::{output, overrides, source};
use crate::experiment::{PickRule, pick_rule_words, picked_people, variant_letter};
use crate::report::story::{Event, Story, StoryLife, main_term, person_id, person_number, signal_names, topic_letter};
use crate::scenario::{Scenario, nearest};
use crate::simulate::{DayRecord, Run, TouchRecord};

/// Version of the JSON document's shape.
const SCHEMA: &str = "creepline.story/1";

/// Opens a kept run, or flies a scenario, and tells one person's story.
///
/// # Errors
/// No such run, scenario, world, variant or person; an engine that stops; a result that cannot be written.
pub fn story(args: &StoryArgs) -> Result<Ending, Failure> {
    let run = run(args)?;
    let world = args.world as usize - 1;
    if world >= run.worlds.len() {
        let message = format!("error: the run has {} finished worlds; there is no world {}", run.worlds.len(), args.world);
        return Err(Failure::new(Ending::Usage, format!("{message}\n  help: worlds are counted from 1")));
    }
    let variants = pair(&run, &args.pair)?;
    let (customer, rule) = person(&run, world, variants[1], args)?;
    let story = Story::new(&run, world, customer, variants).map_err(|error| Failure::new(Ending::Failed, format!("error: {error}")))?;
    let bytes = match args.format {
        StoryFormat::Human => human(&story, rule.as_deref()).into_bytes(),
        StoryFormat::Json => pretty(&headed(SCHEMA, &run.scenario, document(&run.scenario, &story, rule.as_deref())))?,
    };
    output::result(&bytes, args.delivery.output.as_deref())?;
    Ok(Ending::Done)
}

fn run(args: &StoryArgs) -> Result<Arc<Run>, Failure> {
    if args.run.is_dir() {
        return open(&args.run);
    }
    let source = source::read(&args.run)?;
    if !args.delivery.quiet {
        source.loaded.warnings.iter().for_each(|warning| output::say(&format!("{warning}\n")));
    }
    // Worlds after hers have nothing to do with her.
    let asked = overrides_of(args);
    let scenario = Arc::new(overrides::apply(&asked, source.loaded.scenario)?);
    let Flown { run, .. } = fly(scenario, args.threads.count(), args.delivery.quiet, None)?;
    Ok(run)
}

fn overrides_of(args: &StoryArgs) -> super::args::Overrides {
    let mut asked = args.overrides.clone();
    asked.worlds = asked.worlds.or(Some(u64::from(args.world)));
    asked
}

/// The number of the person, and the rule by which she was found.
fn person(run: &Run, world: usize, variant: usize, args: &StoryArgs) -> Result<(u64, Option<String>), Failure> {
    if let Some(rule) = PickRule::ALL.into_iter().find(|rule| rule.word() == args.person) {
        let picked =
            picked_people(run, world, variant, args.threads.count()).map_err(|error| Failure::new(Ending::Failed, format!("error: {error}")))?;
        let found = picked.into_iter().find(|picked| picked.rule == rule);
        let found = found.ok_or_else(|| Failure::new(Ending::Failed, "error: nobody ever was an active customer".to_owned()))?;
        let (place, of) = found.place;
        return Ok((
            found.customer,
            Some(format!("Chosen by rule ({}): number {place} of {of} in order of harm. {}", rule.word(), pick_rule_words(run))),
        ));
    }
    let people = run.scenario.population.customers;
    let range = format!("people have the numbers 0 to {} ({} to {})", people.saturating_sub(1), person_id(0), person_id(people.saturating_sub(1)));
    let Some(customer) = person_number(&args.person) else {
        let hint =
            nearest(&args.person, PickRule::ALL.iter().map(|rule| rule.word())).map_or_else(String::new, |word| format!("did you mean `{word}`? "));
        let message = format!("error: `{}` is no number of a person\n  help: {hint}{range}; or say worst, median or least", args.person);
        return Err(Failure::new(Ending::Usage, message));
    };
    if customer >= people {
        return Err(Failure::new(Ending::Usage, format!("error: there is no person {customer}\n  help: {range}")));
    }
    Ok((customer, None))
}

/// The two variants: names or letters, in one text with a comma or in two. Names may hold commas themselves.
fn pair(run: &Run, asked: &[String]) -> Result<[usize; 2], Failure> {
    match asked {
        [] => {
            let first = (1..run.variants.len()).find(|&variant| variant != run.baseline).unwrap_or(0);
            Ok([run.baseline, first])
        }
        [both] => {
            let splits =
                both.match_indices(',').map(|(place, _)| both.split_at(place)).map(|(one, rest)| (one.trim(), rest.trim_start_matches(',').trim()));
            let found = splits.clone().find_map(|(one, other)| Some([known(run, one)?, known(run, other)?]));
            match (found, splits.clone().next()) {
                (Some(pair), _) => Ok(pair),
                (None, Some((one, other))) => Ok([variant(run, one)?, variant(run, other)?]),
                (None, None) => Ok([run.baseline, variant(run, both)?]),
            }
        }
        [one, other] => Ok([variant(run, one)?, variant(run, other)?]),
        _ => Err(Failure::new(Ending::Usage, "error: a story compares two variants\n  help: give --variants ONE,OTHER".to_owned())),
    }
}

/// A variant by its name or letter.
fn known(run: &Run, name: &str) -> Option<usize> {
    let named = run.variants.iter().position(|variant| variant == name);
    named.or_else(|| (0..run.variants.len()).find(|&variant| variant_letter(variant, run.baseline) == name))
}

fn variant(run: &Run, name: &str) -> Result<usize, Failure> {
    known(run, name).ok_or_else(|| {
        let names: Vec<String> =
            (0..run.variants.len()).map(|place| format!("`{}` ({})", run.variants[place], variant_letter(place, run.baseline))).collect();
        let hint = nearest(name, run.variants.iter().map(String::as_str)).map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
        Failure::new(Ending::Usage, format!("error: the run has no variant called `{name}`{hint}\n  help: its variants are {}", names.join(", ")))
    })
}

fn human(story: &Story, rule: Option<&str>) -> String {
    let mut text = format!("{}\n{}\n", story.who.sentence(), story.summary());
    if let Some(rule) = rule {
        text.push_str(&format!("{rule}\n"));
    }
    text.push_str(&format!("World {}. Synthetic people, a model, not a forecast.\n", story.who.world + 1));
    for life in &story.lives {
        text.push_str(&format!("\nUnder {}\n", life.label()));
        if life.events.is_empty() {
            text.push_str("  nothing happened\n");
        }
        for Event { day, what, why, .. } in &life.events {
            let reason = if why.is_empty() { String::new() } else { format!("\n           {why}") };
            text.push_str(&format!("  day {day:>3}  {what}{reason}\n"));
        }
    }
    printable(&text)
}

fn document(scenario: &Scenario, story: &Story, rule: Option<&str>) -> Value {
    let who = &story.who;
    let mut body = Map::new();
    body.insert("world".into(), json!(who.world + 1));
    body.insert(
        "person".into(),
        json!({
            "number": who.customer, "id": who.id, "invented_name": who.name, "segment": who.segment, "groups": who.groups, "own_line": who.line,
            "trust_at_the_start": who.trust, "sensitivity": who.traits.sensitivity, "concern": who.traits.concern,
            "visits_per_week": who.traits.visits_per_week, "sentence": who.sentence(),
        }),
    );
    body.insert("chosen_by".into(), rule.map_or(Value::Null, |rule| json!(rule)));
    body.insert("lives_part_on_day".into(), json!(story.parting));
    body.insert("lives".into(), story.lives.iter().map(|life| life_of(scenario, story, life)).collect());
    Value::Object(body)
}

fn life_of(scenario: &Scenario, story: &Story, life: &StoryLife) -> Value {
    let course = &life.course;
    let event = |event: &Event| {
        let acts: Vec<&str> = event.acts.iter().map(|act| act.word()).collect();
        json!({ "day": event.day, "kind": event.sign.word(), "acts": acts, "what": event.what, "why": event.why, "touch": event.touch })
    };
    json!({
        "variant": life.name, "letter": life.letter, "sentence": life.sentence(), "days_over": course.days_over, "days_active": course.days_active,
        "highest_margin": course.highest, "trust_at_the_end": course.trust, "messages": course.messages, "choices": course.choices,
        "purchases": course.purchases, "left_on_day": course.left, "opted_out_on_day": course.opted_out,
        "events": life.events.iter().map(event).collect::<Vec<_>>(),
        "touches": life.touches.iter().map(|touch| touch_of(scenario, story, touch)).collect::<Vec<_>>(),
        "days": life.days.iter().map(|day| day_of(story, day)).collect::<Vec<_>>(),
    })
}

fn day_of(story: &Story, day: &DayRecord) -> Value {
    json!({
        "day": day.day + 1, "felt": day.felt, "margin": day.felt - story.who.line, "trust": day.trust, "reactance": day.reactance, "here": day.here,
        "left": day.left, "personalization": day.personal,
    })
}

fn touch_of(scenario: &Scenario, story: &Story, touch: &TouchRecord) -> Value {
    let a = &touch.attributes;
    let slate: Vec<Value> = touch
        .slate
        .iter()
        .map(|shown| json!({ "item": shown.item, "topic": topic_letter(shown.topic).to_string(), "match": shown.affinity }))
        .collect();
    let believed: Vec<Value> =
        touch.believed.iter().map(|(topic, share)| json!({ "topic": topic_letter(*topic).to_string(), "share": share })).collect();
    json!({
        "day": touch.day + 1,
        "channel": scenario.channels.get(touch.channel).map(|channel| channel.name.as_str()),
        "message": story.push.get(touch.channel).copied().unwrap_or(false),
        "shown": slate,
        "signals": signal_names(scenario, touch.signals),
        "evidence": { "choices_seen": touch.evidence[0], "snapshots": touch.evidence[1], "assumed": touch.evidence[2] },
        "believed_topics": believed,
        "attributes": {
            "sensitivity": a.sensitivity, "depth": a.depth, "covertness": a.covertness, "explicitness": a.explicitness, "specificity": a.specificity,
            "explanation": a.explanation, "control": a.control, "obtrusiveness": a.obtrusiveness,
        },
        "felt": {
            "creepiness": touch.felt.creepiness, "data_used": touch.felt.privacy, "interrupting": touch.felt.obtrusive, "followed": touch.felt.followed,
            "mostly": main_term(touch).map(|(words, _)| words),
        },
        "exposures": touch.exposures,
        "says_creepy": touch.says_creepy,
        "chance_of_an_answer": touch.chance,
        "chosen": touch.chosen.map(|(item, from_slate)| json!({ "item": item, "out_of_what_was_shown": from_slate })),
        "bought": touch.bought,
        "trust": touch.trust,
    })
}
