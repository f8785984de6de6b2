//! People: what the steps do, and the work that follows what is looked at: the street, the table of everybody, one person's story.

use std::sync::Arc;
use std::sync::mpsc::channel;

use egui::Context;

use super::{App, wake};
use crate::app::people::{Brush, LivesOf, PeopleStep, Reading};
use crate::app::state::{Place, Severity};
use crate::app::view::{Roll, RollView};
use crate::report::story::person_id;
use crate::simulate::Run;

/// Largest population that is lived again for the table without being asked.
pub(crate) const LIVED_UNASKED: u64 = 50_000;

impl App {
    pub(super) fn people_step(&mut self, ctx: &Context, step: PeopleStep) {
        match step {
            PeopleStep::World(world) => self.state.people.world = world,
            PeopleStep::Brush(people) => self.brush(people),
            PeopleStep::BrushTo(person) => self.brush_to(person),
            PeopleStep::BrushOne(person) => {
                let mut people = self.state.people.brush.as_ref().map_or_else(Vec::new, |brush| brush.people().to_vec());
                match people.binary_search(&person) {
                    Ok(place) => {
                        people.remove(place);
                    }
                    Err(place) => people.insert(place, person),
                }
                self.brush(people);
            }
            PeopleStep::Unbrush => (self.state.people.brush, self.state.people.register.anchor) = (None, None),
            PeopleStep::Pair(pair) => self.state.people.pair = Some(pair),
            PeopleStep::Mode(mode) => self.state.people.mode = mode,
            PeopleStep::OnlyDifferences => self.state.people.only_differences = !self.state.people.only_differences,
            PeopleStep::Flip => self.state.people.flipped = !self.state.people.flipped,
            PeopleStep::Open(customer) => self.open_story(customer),
            PeopleStep::Close => {
                let reading = &mut self.state.people.reading;
                reading.customer = None;
                if let Some(from) = reading.from.take() {
                    self.state.place = from;
                }
            }
            PeopleStep::Find(text) => self.state.people.register.find = text,
            PeopleStep::View(view) => self.state.people.register.view = Some(view),
            PeopleStep::Sort(sort) => self.state.people.register.sort = Some(sort),
            PeopleStep::Census => self.live_everybody(ctx, true),
            PeopleStep::Stop => self.state.people.register.errand = None,
            PeopleStep::OnlyTurns => self.state.people.reading.only_turns = !self.state.people.reading.only_turns,
            PeopleStep::Line(life, line) => {
                let open = &mut self.state.people.reading.line;
                *open = if *open == Some((life, line)) { None } else { Some((life, line)) };
            }
            PeopleStep::Ways => self.look_for_ways(ctx),
            PeopleStep::Make(settings) => self.make_variant(ctx, &settings),
        }
    }

    /// Selects people of the world looked at.
    fn brush(&mut self, people: Vec<u64>) {
        let of = self.state.results.as_ref().and_then(|results| self.state.people.lives_of(&results.run));
        self.state.people.brush = of.and_then(|of| Brush::new(of, people));
        self.state.people.register.anchor = None;
    }

    /// Selects the rows from the marked one to this one, in the order shown; marks this one where none is.
    fn brush_to(&mut self, person: u64) {
        let register = &mut self.state.people.register;
        let Some(anchor) = register.anchor else {
            register.anchor = Some(person);
            let words = format!("Rows are selected from {}: hold Shift and click the last one.", person_id(person));
            self.note(Severity::Note, words);
            return;
        };
        let order = register.order.latest();
        let row_of = |person: u64| match order {
            Some(order) => order.iter().position(|row| u64::from(*row) == person),
            None => usize::try_from(person).ok(),
        };
        let (Some(from), Some(to)) = (row_of(anchor), row_of(person)) else { return };
        let rows = from.min(to)..=from.max(to);
        let people = match order {
            Some(order) => order.get(rows).unwrap_or_default().iter().map(|row| u64::from(*row)).collect(),
            None => rows.map(|row| row as u64).collect(),
        };
        self.state.notice = None;
        self.brush(people);
    }

    fn open_story(&mut self, customer: u64) {
        let Some(results) = &self.state.results else {
            return self.note(Severity::Problem, "There are no people before the scenario has been run.");
        };
        let people = results.run.scenario.population.customers;
        if customer >= people {
            let last = person_id(people.saturating_sub(1));
            return self
                .note(Severity::Problem, format!("There is no {}: each world has people from {} to {last}.", person_id(customer), person_id(0)));
        }
        let from = self.state.place;
        let reading = &mut self.state.people.reading;
        let back = if from == Place::People { reading.from.take() } else { Some(from) };
        let (story, ways, only_turns) = (std::mem::take(&mut reading.story), std::mem::take(&mut reading.ways), reading.only_turns);
        *reading = Reading { customer: Some(customer), from: back, story, ways, only_turns, line: None };
        self.state.place = Place::People;
    }

    fn look_for_ways(&mut self, ctx: &Context) {
        let Some(results) = &self.state.results else { return };
        let run = Arc::clone(&results.run);
        let Some(of) = self.state.people.lives_of(&run) else { return };
        let Some(customer) = self.state.people.reading.customer else { return };
        let runner = &self.runner;
        self.state.people.reading.ways.want(&(of.clone(), customer), || runner.ways(run, of.world, of.pair[1], customer, wake(ctx)));
        self.state.people.reading.ways.follow();
    }

    /// Keeps the people in step with the results and with what is looked at.
    pub(super) fn follow_people(&mut self, ctx: &Context) {
        let people = &mut self.state.people;
        let Some(results) = &self.state.results else { return };
        let run = Arc::clone(&results.run);
        let Some(of) = people.lives_of(&run) else { return };
        if people.brush.as_ref().is_some_and(|brush| !brush.is_of(&of)) {
            people.brush = None;
        }
        let (runner, place) = (&self.runner, self.state.place);
        if place == Place::Replay {
            people.street.want(&of, || runner.street(Arc::clone(&run), of.world, of.pair, wake(ctx)));
        }
        people.street.follow();
        if let (Place::People, Some(customer)) = (place, people.reading.customer) {
            let known = (of.clone(), customer);
            people.reading.story.want(&known, || runner.story(Arc::clone(&run), of.world, customer, of.pair, wake(ctx)));
        }
        people.reading.story.follow();
        people.reading.ways.follow();
        self.land_blocks();
        if place == Place::People && self.state.people.reading.customer.is_none() {
            self.follow_register(ctx, &run, &of);
        }
    }

    /// Starts living everybody again, or taking down who they are, and puts the rows in order.
    fn follow_register(&mut self, ctx: &Context, run: &Arc<Run>, of: &LivesOf) {
        let register = &self.state.people.register;
        let small = run.scenario.population.customers <= LIVED_UNASKED;
        let wanted = register.of.as_ref().is_some_and(|(known, _)| known == of);
        // A run under way needs the cores more.
        if !(wanted || small && self.state.flight.is_flying()) {
            self.live_everybody(ctx, small);
        }
        let Some(order) = self.state.people.order_wanted(self.state.selection.scope) else { return };
        let register = &mut self.state.people.register;
        if register.errand.is_none() && register.roll.is_complete() && register.roll.len() as u64 == run.scenario.population.customers {
            let (runner, roll) = (&self.runner, Arc::clone(&register.roll));
            register.order.want(&order, || runner.order(Arc::clone(run), roll, order.clone(), wake(ctx)));
        }
        register.order.follow();
    }

    /// Lives everybody again, or only takes down who they are.
    fn live_everybody(&mut self, ctx: &Context, lives: bool) {
        let Some(results) = &self.state.results else { return };
        let run = Arc::clone(&results.run);
        let Some(of) = self.state.people.lives_of(&run) else { return };
        let (sender, landed) = channel();
        let variants = if lives { of.pair.to_vec() } else { Vec::new() };
        let register = &mut self.state.people.register;
        register.roll = Arc::new(Roll::new(run.scenario.population.customers as usize, variants.len()));
        register.errand = Some(self.runner.census(run, of.world, variants, sender, wake(ctx)));
        (register.landed, register.problem) = (Some(landed), None);
        if register.view == Some(RollView::Change) && !lives {
            register.view = None;
        }
        register.of = Some((of, lives));
        self.land_blocks();
    }

    /// Takes in people as they arrive.
    fn land_blocks(&mut self) {
        let register = &mut self.state.people.register;
        let answer = register.errand.as_ref().and_then(crate::app::errand::Errand::finished);
        if let Some(landed) = &register.landed {
            let mut blocks = landed.try_iter().peekable();
            if blocks.peek().is_some() {
                let roll = Arc::make_mut(&mut register.roll);
                blocks.for_each(|block| roll.take(&block));
            }
        }
        if let Some(answer) = answer {
            (register.errand, register.landed) = (None, None);
            register.problem = answer.err();
        }
    }
}
