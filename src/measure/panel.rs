//! What the panel tells: single baskets, item by item, and what slates were worth to those who saw them (B5.1, B5.3). Undefined where a scenario
//! keeps no panel.

use super::groups::over_attributes;
use super::pairs;
use super::view::{NOTHING_SHOWN, View, cells_of};
use super::{Measured, Undefined};
use crate::ledger::{FIXED_ONE, PanelChoice, PanelCount, scramble};
use crate::scenario::Metric;
use crate::stats::{effective_number, intra_list_diversity, largest_gap, miller_madow, quotient, rank_correlation, shannon_nats, total_variance};

const NO_PANEL: &str = "no panel is kept: experiment.panel is 0";
const NOBODY_CHOSE: &str = "nobody of the panel has chosen enough";
/// Choices of a person that are looked at where volume must not count.
pub(super) const EQUAL: usize = 10;
/// Share of items, most popular before the first day, that are no niche.
const HEAD: f64 = 0.2;

/// The panel as a view sees it: people of its scope, choices of its days.
pub(super) struct Panel<'a> {
    view: &'a View<'a>,
    first: usize,
    /// Places of the people of the scope.
    pub(super) places: Vec<usize>,
}

impl<'a> Panel<'a> {
    /// The panel, with choices from a day (from 0) on.
    pub(super) fn new(view: &'a View<'a>, first: usize) -> Result<Self, Undefined> {
        let places = people_in(view, &cells_of(view.ledger, view.scope))?;
        Ok(Self { view, first, places })
    }

    /// Seed of the world.
    pub(super) fn seed(&self) -> u64 {
        self.view.ledger.seed
    }

    /// Choices of a person, in order.
    pub(super) fn choices(&self, place: usize) -> Vec<PanelChoice> {
        let days = self.first..self.view.day_count();
        self.view.ledger.panel.choices(self.view.variant, place).filter(|choice| days.contains(&choice.day)).collect()
    }

    /// Ten choices of a person, the same ones of equally long lists whatever was chosen; `None` for those who made fewer.
    pub(super) fn equal(&self, place: usize) -> Option<Vec<PanelChoice>> {
        let choices = self.choices(place);
        if choices.len() < EQUAL {
            return None;
        }
        let mut order: Vec<usize> = (0..choices.len()).collect();
        order.sort_by_key(|&number| scramble(self.seed() ^ scramble((place as u64) << 32 | number as u64)));
        Some(order.into_iter().take(EQUAL).filter_map(|number| choices.get(number).copied()).collect())
    }

    /// The items of choices, each once, in order.
    pub(super) fn items(choices: &[PanelChoice]) -> Vec<usize> {
        let mut items: Vec<usize> = choices.iter().map(|choice| choice.item).collect();
        items.sort_unstable();
        items.dedup();
        items
    }

    /// Topic mass of choices.
    pub(super) fn mass(&self, choices: &[PanelChoice]) -> Vec<f64> {
        let panel = &self.view.ledger.panel;
        let mut mass = vec![0.0; self.view.ledger.shape.topics];
        for choice in choices {
            for (sum, &part) in mass.iter_mut().zip(panel.mix(choice.item)) {
                *sum += part as f64 / FIXED_ONE;
            }
        }
        mass
    }

    /// Innate interests of a person.
    pub(super) fn innate(&self, place: usize) -> &[i64] {
        self.view.ledger.panel.innate(place)
    }

    fn mixes(&self, choices: &[PanelChoice]) -> Vec<Vec<f64>> {
        let mix = |choice: &PanelChoice| self.view.ledger.panel.mix(choice.item).iter().map(|&part| part as f64 / FIXED_ONE).collect();
        choices.iter().map(mix).collect()
    }

    /// How unlike the items of choices are.
    fn variety(&self, choices: &[PanelChoice]) -> Option<f64> {
        let unit = |mix: Vec<f64>| {
            let length = mix.iter().map(|part| part * part).sum::<f64>().sqrt();
            mix.into_iter().map(|part| part / length).collect()
        };
        intra_list_diversity(&self.mixes(choices).into_iter().map(unit).collect::<Vec<Vec<f64>>>()).ok()
    }

    /// Variety of the first and of the last third of a person's choices.
    fn thirds(&self, place: usize) -> Option<[f64; 2]> {
        let choices = self.choices(place);
        let third = choices.len() / 3;
        Some([self.variety(choices.get(..third)?)?, self.variety(choices.get(choices.len() - third..)?)?])
    }

    fn mean(&self, value: impl Fn(usize) -> Option<f64>) -> Measured {
        mean(self.places.iter().filter_map(|&place| value(place)))
    }
}

fn mean(values: impl Iterator<Item = f64>) -> Measured {
    let (count, sum) = values.fold((0.0, 0.0), |(count, sum), value| (count + 1.0, sum + value));
    quotient(sum, count, NOBODY_CHOSE)
}

/// Places of the people of some cells.
fn people_in(view: &View, cells: &[usize]) -> Result<Vec<usize>, Undefined> {
    let panel = &view.ledger.panel;
    if panel.people() == 0 {
        return Err(Undefined::new(NO_PANEL));
    }
    let places: Vec<usize> = (0..panel.people()).filter(|&place| panel.cell(place).is_some_and(|cell| cells.contains(&cell))).collect();
    if places.is_empty() { Err(Undefined::new("nobody of the panel is in this group")) } else { Ok(places) }
}

/// A metric of what people chose from a day (from 0) on. Means are over the people of the panel for whom there is a value.
///
/// - overlap: mean Jaccard index of the items of random pairs, of ten choices each, or of nearest people; see [`pairs`];
/// - mix distance: mean Jensen-Shannon divergence (bits) of topics over random pairs;
/// - distinct items: how many, 0 for those who chose nothing;
/// - equal breadth: `exp` of the entropy of topics of ten choices;
/// - pooled breadth: the same of all choices of all, with the correction of Miller and Madow;
/// - spread: trace of the covariance of the mixes of a person's choices;
/// - variety: intra-list diversity of the first or last third of a person's choices (two items or more);
/// - change of variety: last less first, for the third of people who take most or fewest of their choices from slates.
pub(super) fn of_choices(view: &View, metric: Metric, first: usize) -> Measured {
    let panel = Panel::new(view, first)?;
    match metric {
        Metric::Overlap | Metric::OverlapMatched | Metric::OverlapSimilar | Metric::MixDistance => pairs::mean_over(&panel, metric),
        Metric::DistinctItems => panel.mean(|place| Some(Panel::items(&panel.choices(place)).len() as f64)),
        Metric::BreadthEqual => panel.mean(|place| shannon_nats(&panel.mass(&panel.equal(place)?)).ok().map(effective_number)),
        Metric::BreadthPooled => {
            let all: Vec<PanelChoice> = panel.places.iter().flat_map(|&place| panel.choices(place)).collect();
            let mass = panel.mass(&all);
            let seen = mass.iter().filter(|&&part| part > 0.0).count();
            Ok(effective_number(shannon_nats(&mass).map_err(|_| Undefined::new(NOBODY_CHOSE))? + miller_madow(seen, all.len() as f64)))
        }
        Metric::MixSpread => panel.mean(|place| total_variance(&panel.mixes(&panel.choices(place))).ok()),
        Metric::VarietyFirst => panel.mean(|place| panel.thirds(place).map(|[first, _]| first)),
        Metric::VarietyLast => panel.mean(|place| panel.thirds(place).map(|[_, last]| last)),
        _ => change_of_variety(&panel, metric == Metric::VarietyFollowers),
    }
}

fn change_of_variety(panel: &Panel, followers: bool) -> Measured {
    if !panel.view.anything_shown() {
        return Err(Undefined::new(NOTHING_SHOWN));
    }
    let mut people: Vec<(f64, usize, f64)> = Vec::new();
    for &place in &panel.places {
        if let Some([first, last]) = panel.thirds(place) {
            let choices = panel.choices(place);
            let taken = choices.iter().filter(|choice| choice.from_slate).count();
            people.push((taken as f64 / choices.len() as f64, place, last - first));
        }
    }
    people.sort_by(|one, other| one.0.total_cmp(&other.0).then(one.1.cmp(&other.1)));
    let third = people.len() / 3;
    let part = if followers { people.len() - third..people.len() } else { 0..third };
    mean(people.get(part).unwrap_or_default().iter().map(|(_, _, change)| *change))
}

/// How far interests lie from innate ones at a checkpoint: mean over people of `|z - z0| / sqrt(K)` (B15).
pub(super) fn interest_distance(view: &View, checkpoint: usize) -> Measured {
    let panel = Panel::new(view, 0)?;
    let kept = &view.ledger.panel;
    panel.mean(|place| {
        let logits = kept.interests(view.variant, place, checkpoint).iter().zip(kept.innate(place));
        let squares: f64 = logits.map(|(now, before)| ((now - before) as f64 / FIXED_ONE).powi(2)).sum();
        Some((squares / view.ledger.shape.topics as f64).sqrt())
    })
}

/// What slates were worth, over the whole run.
///
/// - quality: mean nDCG by true affinity over the slates that were looked at, those of the last day of each epoch;
/// - good things shown: over pairs of person and item for which the person's true utility lies above that of doing nothing, the share that was
///   shown at least once: the true positive rate. Its gap over groups is the difference of equal opportunity.
pub(super) fn of_slates(view: &View, metric: Metric) -> Measured {
    let rate = |places: &[usize]| match metric {
        Metric::Ndcg | Metric::NdcgGap => slate_quality(view, places),
        _ => good_shown(view, places),
    };
    if matches!(metric, Metric::Ndcg | Metric::GoodShown) {
        return rate(&Panel::new(view, 0)?.places);
    }
    people_in(view, &cells_of(view.ledger, view.scope))?;
    over_attributes(view, 0, |groups| {
        let rates: Vec<f64> = groups.iter().filter_map(|group| rate(&people_in(view, group.cells()).ok()?).ok()).collect();
        largest_gap(&rates)
    })
}

fn slate_quality(view: &View, places: &[usize]) -> Measured {
    let sum = |column| places.iter().map(|&place| view.ledger.panel.sum(view.variant, place, column)).sum::<i64>() as f64;
    quotient(sum(PanelCount::OrderSum) / FIXED_ONE, sum(PanelCount::Orders), "no slate of the panel was looked at")
}

fn good_shown(view: &View, places: &[usize]) -> Measured {
    if !view.anything_shown() {
        return Err(Undefined::new(NOTHING_SHOWN));
    }
    let counts = places.iter().map(|&place| view.ledger.panel.liked_and_shown(view.variant, place));
    let (liked, shown) = counts.fold((0, 0), |(liked, shown), own| (liked + own.0, shown + own.1));
    quotient(shown as f64, liked as f64, "nobody of the panel would like any item better than nothing")
}

/// What becomes of single items over the whole run: choices of niche items for each customer, their share, and the rank correlation of quality and
/// choices.
pub(super) fn of_items(view: &View, metric: Metric, people: u64) -> Measured {
    let panel = &view.ledger.panel;
    if panel.people() == 0 {
        return Err(Undefined::new(NO_PANEL));
    }
    let sales = view.ledger.sales(view.variant);
    if metric == Metric::Merit {
        let quality: Vec<f64> = panel.qualities().iter().map(|&quality| quality as f64).collect();
        return rank_correlation(&quality, &sales.iter().map(|&sold| sold as f64).collect::<Vec<f64>>());
    }
    let head = (HEAD * sales.len() as f64).ceil() as u64;
    let niche = sales.iter().zip(panel.ranks()).filter(|(_, rank)| **rank > head).map(|(sold, _)| sold).sum::<u64>() as f64;
    match metric {
        Metric::NicheChoices => Ok(niche / people as f64),
        _ => quotient(niche, sales.iter().sum::<u64>() as f64, "nobody has chosen anything"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::{Count, Ledger, PanelSize, Scope};
    use crate::measure::testing::{fixed_point, small_ledger};
    use crate::measure::value;

    const MIXES: [[f64; 2]; 4] = [[1.0, 0.0], [1.0, 0.0], [0.0, 1.0], [0.5, 0.5]];

    /// Three people, one in each of the first three cells: what they chose under variant 1, one item a day.
    fn ledger(chosen: [&[usize]; 3]) -> Ledger {
        let mut shape = small_ledger([0; 4]).shape;
        shape.panel = PanelSize::new(3, 3);
        shape.days = 40;
        let mut ledger = Ledger::new(shape, 1);
        ledger.customers.copy_from_slice(&[1, 1, 1, 0]);
        for (item, mix) in MIXES.iter().enumerate() {
            ledger.panel.describe(item, mix.iter().map(|&part| fixed_point(part)), fixed_point(item as f64), item as u64 + 1);
        }
        for (place, items) in chosen.into_iter().enumerate() {
            ledger.panel.introduce(place, place, [fixed_point(1.0), fixed_point(-1.0)].into_iter());
            for (day, &item) in items.iter().enumerate() {
                ledger.panel.choose(1, place, PanelChoice { day, touch: 0, item, from_slate: place == 0 });
                ledger.sell(1, 0, 0, item);
            }
        }
        ledger.panel.settle();
        ledger
    }

    fn close(ledger: &Ledger, metric: Metric, scope: Scope, expected: f64) {
        let found = value(ledger, 1, metric, scope, 1).unwrap_or_else(|undefined| panic!("{metric:?}: {undefined}"));
        assert!((found - expected).abs() < 1e-5, "{metric:?} is {found}, expected {expected}");
    }

    #[test]
    fn baskets_by_hand() {
        let ledger = ledger([&[0, 1, 0, 2], &[0, 2], &[]]);
        // Items {0, 1, 2}, {0, 2} and none: pairs have 2/3, 0 and 0.
        let found = value(&ledger, 1, Metric::Overlap, Scope::All, 1).expect("pairs");
        assert!((found - 2.0 / 9.0).abs() < 0.02, "{found}: a third of the pairs each");
        close(&ledger, Metric::DistinctItems, Scope::All, 5.0 / 3.0);
        close(&ledger, Metric::DistinctItems, Scope::Segment(0), 2.5);
        // Four of six choices are of the first topic; both topics are seen.
        let entropy = -(4.0f64 / 6.0 * (4.0f64 / 6.0).ln() + 2.0 / 6.0 * (2.0f64 / 6.0).ln()) + 1.0 / 12.0;
        close(&ledger, Metric::BreadthPooled, Scope::All, entropy.exp());
        // Squared distances from the mean: 3/8 for shares of 3/4 and 1/4, 1/2 for halves.
        close(&ledger, Metric::MixSpread, Scope::All, (0.375 + 0.5) / 2.0);
        // Of items 0 to 3 the first counts as most popular; 2 of 3 choices of the others are of the niche 1, 2 and 3.
        close(&ledger, Metric::NicheChoices, Scope::All, 1.0);
        close(&ledger, Metric::NicheShare, Scope::All, 0.5);
        assert!(value(&ledger, 1, Metric::OverlapMatched, Scope::All, 1).is_err(), "nobody made ten choices");
        assert!(value(&ledger, 0, Metric::Overlap, Scope::All, 1).is_err(), "under the twin nobody chose");
    }

    #[test]
    fn thirds_and_equal_volume_by_hand() {
        let narrowing: Vec<usize> = [0, 2, 0, 3, 3, 3, 3, 3, 1, 0, 1, 0].to_vec();
        let mut ledger = ledger([&narrowing, &[0; 12], &[2; 12]]);
        // Four early choices: of six pairs, items 0 and 2 make two at distance 1, item 3 lies 1 - sqrt(1/2) from each; late ones are all alike.
        let early = (2.0 + 3.0 * (1.0 - 0.5f64.sqrt())) / 6.0;
        close(&ledger, Metric::VarietyFirst, Scope::Group { attribute: 0, level: 0 }, early / 2.0);
        close(&ledger, Metric::VarietyLast, Scope::All, 0.0);
        assert!(value(&ledger, 1, Metric::VarietyFollowers, Scope::All, 1).is_err(), "nothing was shown");
        ledger.day_mut(1, 0, 0)[Count::Slates as usize] = 12;
        close(&ledger, Metric::VarietyFollowers, Scope::All, -early);
        close(&ledger, Metric::VarietyOthers, Scope::All, 0.0);
        close(&ledger, Metric::BreadthEqual, Scope::Segment(1), 1.0);
        let day_25 = value(&ledger, 1, Metric::VarietyLast, Scope::All, 25);
        assert!(day_25.is_err(), "choices before the day do not count");
    }

    #[test]
    fn interests_and_slates_by_hand() {
        let mut ledger = ledger([&[0], &[0], &[0]]);
        for place in 0..3 {
            ledger.panel.interests_mut(1, place, 0).copy_from_slice(&[fixed_point(1.0 + place as f64), fixed_point(-1.0)]);
            ledger.panel.add(1, place, PanelCount::OrderSum, fixed_point(0.5 + 0.25 * place as f64));
            ledger.panel.add(1, place, PanelCount::Orders, 1);
            ledger.panel.like(1, place, 1);
            ledger.panel.like(1, place, 2);
        }
        ledger.panel.show(1, 0, &[2, 3]);
        ledger.panel.show(1, 1, &[1, 2]);
        let first = super::super::checkpoint_series(&ledger, 1, Metric::InterestDistance, Scope::All).swap_remove(0);
        assert!((first.expect("a checkpoint") - (0.0 + 1.0 + 2.0) / 3.0 / 2f64.sqrt()).abs() < 1e-5);
        close(&ledger, Metric::Ndcg, Scope::All, 0.75);
        // Levels: people 0 and 2, and person 1.
        close(&ledger, Metric::NdcgGap, Scope::All, 0.0);
        ledger.day_mut(1, 0, 0)[Count::Slates as usize] = 2;
        close(&ledger, Metric::GoodShown, Scope::All, 0.5);
        close(&ledger, Metric::GoodShown, Scope::Group { attribute: 0, level: 0 }, 0.25);
        close(&ledger, Metric::GoodShownGap, Scope::All, 0.75);
    }
}
