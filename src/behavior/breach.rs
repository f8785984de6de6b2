//! Breach and repair: evidence lost at once, part of it given back, alarm that fades within weeks, trust that comes back within months
//! (C22, C23, C57, C58, C59, C61, C62, C63).

use super::trust::Evidence;
use crate::math::{exp, ln};
use crate::scenario::breach::BreachModel;

/// A breach as the company answers for it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Offence {
    /// In ordinary leaks.
    pub severity: f32,
    /// Data were misused: an offence against honesty, not ability.
    pub misuse: bool,
    /// People were deceived.
    pub deception: bool,
    /// People were told late.
    pub late: bool,
    /// Openness before, 0 to 1.
    pub transparency: f32,
    /// Control that people had before, 0 to 1.
    pub control: f32,
}

impl Offence {
    /// Whether it is one against honesty.
    pub fn is_dishonest(&self) -> bool {
        self.misuse || self.deception
    }

    /// Evidence against the company: B sev (1 + misuse)(1 + delay)(1 - posture transparency control), in events.
    pub fn evidence(&self, p: &BreachModel) -> f32 {
        let misuse = if self.misuse { 1.0 + p.misuse as f32 } else { 1.0 };
        let delay = if self.late { 1.0 + p.delay as f32 } else { 1.0 };
        p.evidence as f32 * self.severity * misuse * delay * (1.0 - p.posture as f32 * self.transparency * self.control)
    }

    /// Part of the evidence that stays for good (psi).
    pub fn scar(&self, p: &BreachModel) -> f32 {
        if self.is_dishonest() { p.scar as f32 } else { 0.0 }
    }
}

/// How one person stands towards the last offence that she knows of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shock {
    /// Which offence it was; `NONE` without one.
    pub of: u32,
    /// a: alarm, 1 on the day the person learns of it.
    pub alarm: f32,
    /// Trust before it.
    pub before: f32,
    /// Evidence that it brought.
    evidence: f32,
    /// Evidence that a denial took back; `None` where nothing was denied.
    denied: Option<f32>,
    /// Data leaked: people are alarmed and stay away.
    leak: bool,
    /// The company apologised.
    apologised: bool,
    /// It was one against honesty.
    dishonest: bool,
    /// The company promised that it will not happen again.
    promised: bool,
    /// Channel whose data leaked; [`EVERY`] for all.
    pub channel: u8,
    /// Share of visits to the channel, and of answers in it, that is left today.
    pub presence: f32,
    /// 1 + protective a: how many times likelier protective acts are today.
    pub protective: f32,
}

/// Stands for "no offence".
pub const NONE: u32 = u32::MAX;

/// Stands for "every channel".
pub const EVERY: u8 = u8::MAX;

impl Default for Shock {
    fn default() -> Self {
        Self {
            of: NONE,
            alarm: 0.0,
            before: 0.0,
            evidence: 0.0,
            denied: None,
            leak: false,
            apologised: false,
            dishonest: false,
            promised: false,
            channel: EVERY,
            presence: 1.0,
            protective: 1.0,
        }
    }
}

impl Shock {
    /// A person learns of a breach: evidence against the company, alarm, and a scar where it was dishonest.
    /// With `believes` off, as where trust is not modelled, trust stays as it is.
    pub fn breach(&mut self, p: &BreachModel, of: u32, offence: &Offence, channel: u8, trust: &mut Evidence, believes: bool) {
        *self = Self { of, alarm: 1.0, leak: true, before: trust.trust(), channel, dishonest: offence.is_dishonest(), ..Self::default() };
        if believes {
            self.add(trust, offence.evidence(p), offence.scar(p));
        }
    }

    /// A violation without a leak: evidence and, after deception, a scar, but no alarm.
    pub fn violation(&mut self, p: &BreachModel, of: u32, evidence: f32, deception: bool, trust: &mut Evidence) {
        if self.of != of {
            *self = Self { of, before: trust.trust(), dishonest: deception, ..Self::default() };
        }
        let offence = Offence { deception, ..Offence::default() };
        self.add(trust, evidence, offence.scar(p));
    }

    fn add(&mut self, trust: &mut Evidence, evidence: f32, scar: f32) {
        self.evidence += evidence;
        trust.beta += evidence;
        trust.beta_anchor += scar * evidence;
    }

    /// The company apologises: more is taken back where it was not able than where it was not honest. It counts once.
    pub fn apology(&mut self, p: &BreachModel, trust: &mut Evidence) {
        let share = if self.dishonest { p.apology_integrity } else { p.apology_competence };
        if !std::mem::replace(&mut self.apologised, true) {
            take_back(trust, share as f32 * self.evidence);
        }
    }

    /// The company denies. It counts once.
    pub fn denial(&mut self, p: &BreachModel, trust: &mut Evidence) {
        let share = if self.dishonest { p.denial_integrity } else { p.denial_competence };
        if self.denied.is_none() {
            self.denied = Some(take_back(trust, share as f32 * self.evidence));
        }
    }

    /// The company promises that it will not happen again.
    pub fn promise(&mut self) {
        self.promised = true;
    }

    /// Guilt is proven: what a denial won is lost again, and the lie comes on top, with its scar. Nothing happens where nothing was denied.
    pub fn proof(&mut self, p: &BreachModel, trust: &mut Evidence) {
        if let Some(denied) = self.denied.take() {
            let lie = p.lie as f32 * self.evidence;
            trust.beta += denied + lie;
            trust.beta_anchor += p.scar as f32 * lie;
        }
    }

    /// A night: alarm fades, and after a promise trust comes back faster. `kept` is the share of trust evidence that a night leaves.
    pub fn night(&mut self, p: &BreachModel, kept: f32, trust: &mut Evidence) {
        self.alarm *= exp(-std::f32::consts::LN_2 / p.alarm_half_days as f32);
        if self.promised {
            // The night has left `kept` of it already; the promise asks for kept^promise.
            let further = exp((p.promise as f32 - 1.0) * ln(kept));
            trust.beta = trust.beta_anchor + (trust.beta - trust.beta_anchor) * further;
        }
    }

    /// What the day is like: presence exp(-(alarm a + distrust (T_before - T))), for loyal people with a smaller exponent, and protective acts.
    pub fn morning(&mut self, p: &BreachModel, trust: f32, loyal: bool) {
        // A plain violation alarms nobody, and moves no visits.
        if self.leak {
            let share = if loyal { p.loyal as f32 } else { 1.0 };
            let lost = (self.before - trust).max(0.0);
            self.presence = exp(-share * (p.alarm as f32 * self.alarm + p.distrust as f32 * lost));
            self.protective = 1.0 + p.protective as f32 * self.alarm;
        }
    }

    /// Share of visits to a channel, or of answers in it, that is left today.
    #[inline(always)]
    pub fn presence_in(&self, channel: usize) -> f32 {
        if self.channel == EVERY || usize::from(self.channel) == channel { self.presence } else { 1.0 }
    }
}

/// Takes evidence against the company back, as far as there is any beyond the anchor's own; gives what was taken.
fn take_back(trust: &mut Evidence, evidence: f32) -> f32 {
    let taken = evidence.min((trust.beta - trust.beta_anchor).max(0.0));
    trust.beta -= taken;
    taken
}

#[cfg(test)]
mod tests {
    use super::super::trust::kept;
    use super::*;
    use crate::scenario::behavior::Trust;

    fn start(trust: f32) -> Evidence {
        Evidence::new(&Trust::default(), trust)
    }

    fn struck(from: f32, offence: &Offence) -> (Shock, Evidence) {
        let (mut shock, mut trust) = (Shock::default(), start(from));
        shock.breach(&BreachModel::default(), 0, offence, EVERY, &mut trust, true);
        (shock, trust)
    }

    fn leak(severity: f32) -> Offence {
        Offence { severity, ..Offence::default() }
    }

    /// C4.5: an ordinary leak moves trust from 0.70 to 0.55.
    #[test]
    fn an_ordinary_leak_costs_fifteen_points() {
        let (_, trust) = struck(0.70, &leak(1.0));
        assert!((trust.trust() - 0.55).abs() < 0.005, "{}", trust.trust());
    }

    /// C59: a scandal of misuse (evidence 19.3) leaves 0.28 to 0.50 of trust, and an apology brings back at most 5 points.
    #[test]
    fn a_scandal_leaves_a_third_and_an_apology_helps_little() {
        let p = BreachModel::default();
        let (mut shock, mut trust) = struck(0.79, &Offence { misuse: true, ..leak(19.3 / (2.7 * 1.6)) });
        let after = trust.trust();
        assert!((0.28..=0.50).contains(&(after / 0.79)), "{after}");
        shock.apology(&p, &mut trust);
        let won = trust.trust() - after;
        assert!(won > 0.0 && won <= 0.05, "{won}");
    }

    /// C61: full transparency with full control leaves 40 to 80 % of the loss of trust; either alone takes nothing off.
    #[test]
    fn transparency_with_control_softens_the_blow() {
        let loss = |transparency, control| 0.52 - struck(0.52, &Offence { transparency, control, ..leak(1.0) }).1.trust();
        let ratio = loss(1.0, 1.0) / loss(0.0, 0.0);
        assert!((0.40..=0.80).contains(&ratio), "{ratio}");
        assert_eq!(loss(1.0, 0.0), loss(0.0, 0.0));
    }

    /// Days until the gap to the same person without a violation has closed by a share; `None` if it never does within ten years.
    fn days_to_regain(share: f32, deception: bool, promise: bool) -> Option<usize> {
        let (p, q) = (BreachModel::default(), Trust::default());
        let (mut shock, mut trust, mut twin) = (Shock::default(), start(0.6), start(0.6));
        shock.violation(&p, 0, 4.0, deception, &mut trust);
        let gap = twin.trust() - trust.trust();
        if promise {
            shock.promise();
        }
        (1..3_650).find(|_| {
            for evidence in [&mut trust, &mut twin] {
                evidence.forget(kept(&q));
                // A clean round a day.
                evidence.learn(&q, 1.0, 1.0, true, 0.0);
            }
            shock.night(&p, kept(&q), &mut trust);
            twin.trust() - trust.trust() <= (1.0 - share) * gap
        })
    }

    /// C22: after a series of good acts at least 90 % of the lost trust is regained; after deception never, it stays between 50 and 90 %.
    #[test]
    fn good_acts_restore_trust_but_for_deception() {
        assert!(days_to_regain(0.9, false, false).is_some());
        assert!(days_to_regain(0.5, true, true).is_some());
        assert!(days_to_regain(0.9, true, false).is_none() && days_to_regain(0.9, true, true).is_none());
    }

    /// C22: a promise shortens half-recovery by at least 15 %.
    #[test]
    fn a_promise_speeds_recovery() {
        let (Some(without), Some(with)) = (days_to_regain(0.5, false, false), days_to_regain(0.5, false, true)) else { panic!("both recover") };
        assert!(with as f32 <= 0.85 * without as f32, "{with} of {without} days");
    }

    /// C23: an apology serves better than a denial where the company was not able; once guilt is shown a denial is worse than an apology, and
    /// worse than silence, where it was not honest either. Before that, a denial serves better there.
    #[test]
    fn apology_and_denial_have_their_places() {
        let p = BreachModel::default();
        let after = |p: &BreachModel, misuse, repair: &dyn Fn(&mut Shock, &mut Evidence)| {
            let (mut shock, mut trust) = (Shock::default(), start(0.7));
            shock.breach(p, 0, &Offence { misuse, ..leak(1.0) }, EVERY, &mut trust, true);
            repair(&mut shock, &mut trust);
            trust.trust()
        };
        let apologise = |p: BreachModel| move |shock: &mut Shock, trust: &mut Evidence| shock.apology(&p, trust);
        let deny = |p: BreachModel| move |shock: &mut Shock, trust: &mut Evidence| shock.denial(&p, trust);
        let lie = |p: BreachModel| {
            move |shock: &mut Shock, trust: &mut Evidence| {
                shock.denial(&p, trust);
                shock.proof(&p, trust);
            }
        };
        assert!(after(&p, false, &apologise(p.clone())) > after(&p, false, &deny(p.clone())));
        for misuse in [false, true] {
            let silent = after(&p, misuse, &|_, _| {});
            assert!(after(&p, misuse, &lie(p.clone())) < silent && silent < after(&p, misuse, &apologise(p.clone())));
        }
        assert!(after(&p, true, &deny(p.clone())) > after(&p, true, &apologise(p.clone())));
        assert_eq!(after(&p, true, &|shock, trust| shock.proof(&p, trust)), after(&p, true, &|_, _| {}), "nothing was denied");
    }

    /// C57, C58: presence falls by a third on the first day, is back within weeks but for lost trust, and loyal people lose at most 0.8 of what
    /// others lose. Protective acts are five times as likely at first.
    #[test]
    fn alarm_is_sharp_and_short() {
        let p = BreachModel::default();
        let course = |loyal| -> Vec<f32> {
            let (mut shock, mut trust) = struck(0.52, &leak(0.3));
            (0..30)
                .map(|day| {
                    if day > 0 {
                        trust.forget(kept(&Trust::default()));
                        shock.night(&p, 1.0, &mut trust);
                    }
                    shock.morning(&p, trust.trust(), loyal);
                    shock.presence
                })
                .collect()
        };
        let (others, loyal) = (course(false), course(true));
        let mean = |days: &[f32]| days.iter().sum::<f32>() / days.len() as f32;
        assert!((0.60..=0.80).contains(&others[0]), "{}", others[0]);
        assert!((0.60..=0.95).contains(&mean(&others[..7])) && (0.93..=1.03).contains(&mean(&others[14..21])), "{others:?}");
        assert!((1.0 - mean(&loyal)) <= 0.8 * (1.0 - mean(&others)));
        let (mut shock, trust) = struck(0.52, &leak(1.0));
        shock.morning(&p, trust.trust(), false);
        assert_eq!(shock.protective, 5.0);
        assert_eq!((shock.presence_in(0), Shock { channel: 1, ..shock }.presence_in(0)), (shock.presence, 1.0));
    }

    /// C63: after the same breach a slow answer (late, no repair) keeps people away longer than a fast one (at once, with apology and promise).
    #[test]
    fn a_fast_answer_shortens_the_damage() {
        let p = BreachModel::default();
        let days_until_back = |fast: bool| {
            let (mut shock, mut trust) = struck(0.52, &Offence { late: !fast, ..leak(1.0) });
            if fast {
                shock.apology(&p, &mut trust);
                shock.promise();
            }
            (0..3_650)
                .find(|_| {
                    shock.morning(&p, trust.trust(), false);
                    let back = shock.presence >= 0.95;
                    trust.forget(kept(&Trust::default()));
                    shock.night(&p, kept(&Trust::default()), &mut trust);
                    back
                })
                .unwrap_or(3_650)
        };
        let (fast, slow) = (days_until_back(true), days_until_back(false));
        assert!(slow as f32 >= 2.0 * fast as f32, "{slow} against {fast} days");
    }

    /// Repair gives back no more than is there: trust never ends above where a person would be without the breach.
    #[test]
    fn nothing_is_won_by_a_breach_and_words_count_once() {
        let p = BreachModel { apology_competence: 1.0, denial_competence: 1.0, ..BreachModel::default() };
        let (mut shock, mut trust) = struck(0.6, &leak(2.0));
        let (mut again, mut twin) = (shock, trust);
        shock.apology(&BreachModel::default(), &mut trust);
        for _ in 0..3 {
            again.apology(&BreachModel::default(), &mut twin);
        }
        assert_eq!(trust, twin);
        let (mut shock, mut trust) = struck(0.6, &leak(2.0));
        shock.apology(&p, &mut trust);
        shock.denial(&p, &mut trust);
        assert!((trust.trust() - 0.6).abs() < 1e-6);
    }
}
