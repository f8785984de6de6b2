//! Runs for tests, filled by hand: no customer lives here, but the counts agree with each other as those of a simulation do.

use std::sync::Arc;

use crate::ledger::{CellMap, Check, Count, FIXED_ONE, Histogram, Ledger, OutcomeSize, PanelSize, Scope, Shape};
use crate::scenario::experiment::Guardrail;
use crate::scenario::policy::Variant;
use crate::scenario::{Scenario, TWIN};
use crate::simulate::{Completion, Run};

/// A run of the default population over 28 days with the twin, "baseline" and "weekly-5", which sells more and creeps more.
pub(crate) fn synthetic_run(worlds: usize) -> Run {
    synthetic(worlds, 28, 1_000, &["baseline", "weekly-5"], &[])
}

/// The same with guardrails.
pub(crate) fn guarded_run(worlds: usize, guardrails: &[Guardrail]) -> Run {
    synthetic(worlds, 28, 1_000, &["baseline", "weekly-5"], guardrails)
}

/// A run of any size; the strength of the effects grows with the place of the variant.
pub(crate) fn synthetic(worlds: usize, days: usize, people: u64, variants: &[&str], guardrails: &[Guardrail]) -> Run {
    let mut scenario = Scenario { name: "Synthetic".into(), ..Scenario::default() };
    scenario.variants = variants.iter().map(|name| Variant { name: (*name).into(), ..Variant::default() }).collect();
    scenario.experiment.guardrails = guardrails.to_vec();
    scenario.experiment.worlds = worlds as u64;
    scenario.experiment.days = days as u64;
    scenario.population.customers = people;
    let names: Vec<String> = std::iter::once(TWIN).chain(variants.iter().copied()).map(Into::into).collect();
    let cells = CellMap {
        segments: scenario.population.segments.len(),
        levels: scenario.population.attributes.iter().map(|attribute| attribute.levels.len()).collect(),
    };
    let shape = Shape {
        panel: PanelSize::default(),
        test: OutcomeSize::none(),
        shared_test: false,
        variants: names.len(),
        days,
        cells,
        items: 40,
        topics: 4,
        checkpoint_days: 7,
        providers: 0,
        channels: 2,
        crowd: vec![false; names.len()],
        learning: Vec::new(),
        oversight: false,
    };
    let worlds: Vec<Arc<Ledger>> = (0..worlds).map(|world| Arc::new(world_ledger(&scenario, &shape, world as u64))).collect();
    let customer_days = people * (days * names.len() * worlds.len()) as u64;
    Run {
        part: None,
        hidden: Vec::new(),
        baseline: 1.min(names.len() - 1),
        planned: worlds.len(),
        variants: names,
        worlds,
        completion: Completion::Whole,
        customer_days,
        cpu_seconds: 1.0,
        wall_seconds: 1.0,
        distrust: Vec::new(),
        scenario: Arc::new(scenario),
    }
}

/// Luck between -1 and 1, the same for every variant of a world: twins.
fn luck(world: u64, place: u64) -> f64 {
    let mut x = (world + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ place.wrapping_mul(0xBF58_476D_1CE4_E5B9);
    x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    ((x ^ (x >> 31)) >> 11) as f64 / (1u64 << 52) as f64 - 1.0
}

fn world_ledger(scenario: &Scenario, shape: &Shape, world: u64) -> Ledger {
    let mut ledger = Ledger::new(shape.clone(), world);
    let population = &scenario.population;
    for cell in 0..shape.cells.cells() {
        let mut share = population.segments[shape.cells.segment(cell)].share;
        for (attribute, described) in population.attributes.iter().enumerate() {
            share *= described.levels[shape.cells.level(cell, attribute)].share;
        }
        ledger.customers[cell] = (population.customers as f64 * share).round() as u64;
    }
    for variant in 0..shape.variants {
        for cell in 0..shape.cells.cells() {
            fill_cell(&mut ledger, scenario, world, variant, cell);
        }
        fill_items_and_checks(&mut ledger, world, variant);
    }
    ledger
}

fn fill_cell(ledger: &mut Ledger, scenario: &Scenario, world: u64, variant: usize, cell: usize) {
    let days = ledger.shape.days;
    let segment = ledger.shape.cells.segment(cell);
    let level = ledger.shape.cells.level(cell, 0);
    let described = &scenario.population.segments[segment];
    let people = ledger.customers[cell] as f64;
    let push = variant as f64;
    let mut left = 0;
    for day in 0..days {
        let noise = 0.1 * luck(world, 7) + 0.02 * luck(world, (day * 64 + cell) as u64 + 100);
        let time = 1.0 - (-(day as f64) / 10.0).exp();
        let churned = if variant > 0 && day % 7 == 6 { (0.004 * push * people * described.concern * (1.0 + noise)).round() as i64 } else { 0 };
        left += churned;
        let active = people as i64 - left;
        let touches = if variant == 0 { 0 } else { (0.2 * push * active as f64 * (1.0 + noise)).round() as i64 };
        let felt = (0.12 + 0.1 * push * time * described.sensitivity + 0.02 * noise).min(0.9);
        let over_share = (push * 0.12 * time * described.sensitivity * (0.4 + 0.6 * described.concern) * (1.0 + noise)).min(0.95);
        let over = (over_share * active as f64).round() as i64;
        let trust = (described.trust - 0.02 * push * push * time * described.sensitivity + 0.01 * noise).clamp(0.05, 0.95);
        let choices = (active as f64 * (0.30 + 0.03 * push) * (1.0 + noise)).round() as i64;
        let premium = 0.30 - 0.04 * level as f64 * push / 2.0 + 0.03 * luck(world, 900 + level as u64);
        let row = ledger.day_mut(variant, day, cell);
        let mut set = |column: Count, amount: i64| row[column as usize] = amount;
        set(Count::Active, active);
        set(Count::Touches, touches);
        set(Count::Messages, touches);
        set(Count::Slates, touches);
        set(Count::SlateClicks, touches / 5);
        set(Count::Choices, choices);
        set(Count::Purchases, choices / 5);
        set(Count::RevenueCents, choices / 5 * 2_500);
        set(Count::Returns, choices / 50);
        set(Count::ReturnedCents, choices / 50 * 2_500);
        set(Count::CreepSum, (felt * touches as f64 * FIXED_ONE) as i64);
        set(Count::SaysCreepy, (0.5 * over_share * touches as f64) as i64);
        set(Count::OverLine, over);
        set(Count::TrustSum, (trust * people * FIXED_ONE) as i64);
        set(Count::LowTrust, ((1.0 - trust) * 0.1 * people) as i64);
        set(Count::ThumbsDown, touches / 40);
        set(Count::Complaints, touches / 400);
        set(Count::OptOuts, churned / 2);
        set(Count::Unsubscribes, churned);
        set(Count::Churned, churned);
        set(Count::PremiumTop, (premium * touches as f64) as i64);
        for person in 0..people as i64 {
            let spread = (person as f64 + 0.5) / people;
            ledger.tally(variant, Histogram::Trust, day, segment, (trust + 0.3 * (spread - 0.5)) as f32);
            if person < active {
                // Those over their line lie right of the middle, the rest left of it, thinning out to both sides.
                let away = if person < over {
                    0.51 + 0.3 * (person as f64 / over.max(1) as f64).powi(2)
                } else {
                    0.49 - 0.35 * ((person - over) as f64 / (active - over).max(1) as f64).sqrt()
                };
                ledger.tally(variant, Histogram::Margin, day, segment, away as f32);
            }
        }
    }
}

fn fill_items_and_checks(ledger: &mut Ledger, world: u64, variant: usize) {
    let shape = ledger.shape.clone();
    for item in 0..shape.items {
        let pull = 60.0 / (1.0 + item as f64).powf(0.5 + 0.2 * variant as f64) * (1.0 + 0.1 * luck(world, item as u64));
        for _ in 0..pull as u64 {
            ledger.sell(variant, 0, 0, item);
            if variant > 0 && item < 30 {
                ledger.expose(variant, item);
            }
        }
    }
    for checkpoint in 0..shape.checkpoints() {
        for segment in 0..shape.cells.segments {
            let people: u64 =
                (0..shape.cells.cells()).filter(|&cell| shape.cells.contains(Scope::Segment(segment), cell)).map(|cell| ledger.customers[cell]).sum();
            let choices = people as f64 * 2.0 * (checkpoint + 1) as f64;
            let topics = [0.4 + 0.05 * variant as f64, 0.3, 0.2, 0.1 - 0.03 * variant as f64 + 0.01 * luck(world, 50)];
            let sum: f64 = topics.iter().sum();
            let within = 1.0 - 0.06 * variant as f64 - 0.01 * checkpoint as f64 + 0.01 * luck(world, 60);
            let mut add = |column, amount: f64| ledger.add_check(variant, checkpoint, segment, column, amount as i64);
            add(Check::People, people as f64);
            add(Check::Consumers, people as f64);
            add(Check::Choices, choices);
            add(Check::VolumeEntropySum, choices * within * FIXED_ONE);
            add(Check::TwinDriftSum, people as f64 * 0.01 * variant as f64 * (1.0 + 0.2 * luck(world, 70)) * FIXED_ONE);
            add(Check::WorseTrust, people as f64 * 0.08 * variant as f64 * (1.0 + 0.2 * luck(world, 80)));
            for (mass, share) in ledger.topics_mut(variant, checkpoint, segment).iter_mut().zip(topics) {
                *mass = (choices * share / sum * FIXED_ONE) as i64;
            }
        }
    }
}

/// The bundled retargeting case, small, really flown; once for all tests.
pub(crate) fn retargeting() -> Arc<Run> {
    static RUN: std::sync::OnceLock<Arc<Run>> = std::sync::OnceLock::new();
    let fly = || {
        let mut scenario = crate::scenario::Case::find("retargeting").expect("bundled").load().expect("loads").scenario;
        (scenario.population.customers, scenario.experiment.worlds, scenario.experiment.days) = (200, 2, 30);
        let scenario = Arc::new(scenario);
        let watch = crate::simulate::Watch::of(&scenario, || {});
        let options = crate::simulate::RunOptions { threads: 2, ..crate::simulate::RunOptions::default() };
        crate::simulate::fly(&scenario, &options, &watch, |_| {}).expect("flies")
    };
    RUN.get_or_init(fly).clone()
}
