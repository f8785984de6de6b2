//! Every number of the customer model: default, unit, plausible range, source. `assumed` is a legal source and is shown as such.

use super::breach::BreachModel;
use super::customer::{Annoyance, Controls, Exits, Habit, MereExposure, Requests, Survey};
use super::reflect::record;

record! {
    /// How customers perceive, choose, remember and leave.
    pub struct Behavior {
        /// Which mechanisms are on.
        mechanisms: Mechanisms = Mechanisms::default();
        /// How creepy a touch feels.
        perception: Perception = Perception::default();
        /// The personal line and what crossing it does.
        threshold: Threshold = Threshold::default();
        /// How a touch is answered.
        response: Response = Response::default();
        /// Which item is chosen.
        choice: Choice = Choice::default();
        /// Buying and returning.
        purchase: Purchase = Purchase::default();
        /// Trust as evidence.
        trust: Trust = Trust::default();
        /// How interests move.
        drift: Drift = Drift::default();
        /// Wear-out of messages.
        fatigue: Fatigue = Fatigue::default();
        /// What policies learn.
        learning: Learning = Learning::default();
        /// Consent to signals.
        consent: ConsentModel = ConsentModel::default();
        /// Complaints, unsubscribing, opting out, leaving.
        hazards: Hazards = Hazards::default();
        /// Breach and repair.
        breach: BreachModel = BreachModel::default();
        /// Ways out of single channels.
        exits: Exits = Exits::default();
        /// Coming by and attending in the long run.
        habit: Habit = Habit::default();
        /// Annoyance by formats that interrupt.
        annoyance: Annoyance = Annoyance::default();
        /// How often an item was shown, and what that does.
        mere_exposure: MereExposure = MereExposure::default();
        /// Requests about data, and stated topics.
        requests: Requests = Requests::default();
        /// What a system does with a thumb-down.
        controls: Controls = Controls::default();
        /// What people say when asked.
        survey: Survey = Survey::default();
    }
}

record! {
    /// Switches. A mechanism that is off costs nothing and has no influence.
    pub struct Mechanisms {
        /// Creepiness, personal lines and reactance.
        perception: bool = true;
        /// Trust evidence.
        trust: bool = true;
        /// Own search beside the slate on pull channels.
        organic: bool = true;
        /// The possibility to take nothing.
        outside_option: bool = true;
        /// Interest drift.
        drift: bool = true;
        /// Satiation with topics just consumed.
        satiation: bool = true;
        /// Wear-out of repeated messages.
        fatigue: bool = true;
        /// Buying and returning.
        purchase: bool = true;
        /// Complaints, unsubscribing, opting out, leaving.
        hazards: bool = true;
        /// Consent per signal; off means that every signal may be used.
        consent: bool = true;
        /// Attention to a channel follows what it brought.
        attention: bool = false;
        /// Items that were shown before are liked more, until they are shown too often.
        mere_exposure: bool = false;
    }
}

record! {
    /// Felt creepiness c = 1 - exp(-z), from flow violation, awareness, obtrusiveness and being followed.
    pub struct Perception {
        /// Curvature of awareness in explicitness (gamma).
        awareness_curve: f64 = 2.5 => range(0.1, 10.0), plausible(1.5, 4.0), source("C4.1, fitted");
        /// Weight of the privacy route (kc).
        privacy_weight: f64 = 8.0 => range(0.0, 40.0), plausible(4.0, 12.0), source("C4.1, fitted");
        /// Share of the privacy route that perceived control removes (muK).
        control_relief: f64 = 0.95 => range(0.0, 1.0), plausible(0.6, 1.0), source("C2, fitted");
        /// Share of the privacy route that trust removes (muT).
        trust_relief: f64 = 0.80 => range(0.0, 1.0), plausible(0.4, 1.0), source("C7, fitted");
        /// Base of flow violation for a stated, overt signal.
        violation_base: f64 = 0.35 => range(0.0, 1.0), plausible(0.2, 0.5), source("C10, fitted");
        /// Part of flow violation due to inference depth.
        violation_depth: f64 = 0.30 => range(0.0, 1.0), plausible(0.15, 0.45), source("C10, fitted");
        /// Part of flow violation due to covertness.
        violation_covert: f64 = 0.35 => range(0.0, 1.0), plausible(0.2, 0.5), source("C1, C10, fitted");
        /// How far an explanation makes data use noticed.
        explanation_awareness: f64 = 0.8 => range(0.0, 1.0), plausible(0.5, 1.0), source("C10, fitted");
        /// Weight of targeted and obtrusive (wO).
        obtrusive_weight: f64 = 1.6 => range(0.0, 10.0), plausible(0.8, 2.4), source("C3, fitted");
        /// Share of specificity that counts as targeting.
        specific_targeting: f64 = 0.6 => range(0.0, 1.0), plausible(0.3, 0.9), source("C3, fitted");
        /// Weight of being followed (wF).
        followed_weight: f64 = 0.22 => range(0.0, 5.0), plausible(0.0, 0.6), source("C17, size assumed");
        /// Exposures over which being followed builds up.
        followed_scale: f64 = 3.0 => unit("exposures"), range(0.1, 100.0), plausible(1.0, 8.0), source("assumed");
        /// Steepness of the map from offered to perceived control.
        control_steepness: f64 = 6.0 => range(0.0, 50.0), plausible(3.0, 12.0), source("C28, fitted");
        /// Multiplies felt creepiness where the setting fits what the person is doing.
        setting_fits: f64 = 0.85 => unit("times"), range(0.0, 5.0), plausible(0.7, 1.0), source("assumed");
        /// The same where it does not fit.
        setting_misfits: f64 = 1.3 => unit("times"), range(0.0, 5.0), plausible(1.0, 1.6), source("C15, size assumed");
        /// The same at night.
        setting_night: f64 = 1.3 => unit("times"), range(0.0, 5.0), plausible(1.0, 1.6), source("C16, size assumed");
        /// Share of covertness that a full explanation removes.
        disclosure_relief: f64 = 0.25 => range(0.0, 1.0), plausible(0.0, 0.6), source("assumed");
        /// Days over which a felt level fades (felt creepiness is the highest of today's touches and what is left of earlier ones).
        felt_memory_days: f64 = 7.0 => unit("days"), range(0.1, 365.0), plausible(1.0, 30.0), source("assumed");
    }
}

record! {
    /// The personal line and what crossing it does.
    pub struct Threshold {
        /// Softness of the line, for reporting and for behavior.
        softness: f64 = 0.05 => unit("creepiness"), range(0.001, 1.0), plausible(0.03, 0.08), source("C4.2");
        /// Days over which reactance fades.
        reactance_memory_days: f64 = 30.0 => unit("days"), range(0.1, 3_650.0), plausible(7.0, 90.0), source("assumed");
    }
}

record! {
    /// Log-odds shift of a touch's answer.
    pub struct Response {
        /// Relevance (lQ).
        relevance: f64 = 0.48 => unit("log-odds"), range(-10.0, 10.0), plausible(0.2, 1.0), source("C9, fitted");
        /// Relevance, sharper when specific (lG).
        specific_relevance: f64 = 1.15 => unit("log-odds"), range(-10.0, 10.0), plausible(0.6, 1.8), source("C9, fitted");
        /// Attention to one's own data (lX).
        self_reference: f64 = 0.54 => unit("log-odds"), range(-10.0, 10.0), plausible(0.3, 0.8), source("C20, fitted");
        /// Salience of an obtrusive format (lO).
        salience: f64 = 0.25 => unit("log-odds"), range(-10.0, 10.0), plausible(0.1, 0.4), source("C3, fitted");
        /// A good explanation of a clean flow (lJ).
        explanation: f64 = 0.23 => unit("log-odds"), range(-10.0, 10.0), plausible(0.05, 0.5), source("C11, fitted");
        /// Reactance (lR).
        reactance: f64 = 2.04 => unit("log-odds per unit of overshoot"), range(0.0, 20.0), plausible(1.0, 3.0), source("C12, fitted");
        /// Trust (lT). Not identified by any published ratio.
        trust: f64 = 0.5 => unit("log-odds"), range(-10.0, 10.0), plausible(0.0, 1.5), source("assumed");
        /// Exponent of wear-out in recent exposures.
        fatigue_exponent: f64 = 0.43 => range(0.0, 5.0), plausible(0.25, 0.6), source("C45");
        /// Exponent of wear-out of the trick over a life time.
        novelty_exponent: f64 = 0.43 => range(0.0, 5.0), plausible(0.1, 0.8), source("C45, use assumed");
    }
}

record! {
    /// Which item is chosen: a multinomial logit.
    pub struct Choice {
        /// Weight of affinity (b_a).
        affinity: f64 = 8.0 => unit("log-odds"), range(0.0, 50.0), plausible(4.0, 10.0), source("B4.10");
        /// Weight of quality (b_q).
        quality: f64 = 0.3 => unit("log-odds per standard deviation"), range(-5.0, 5.0), plausible(0.1, 0.6), source("B4.10");
        /// Weight of visible popularity (b_n).
        popularity: f64 = 0.15 => unit("log-odds per standard deviation"), range(-5.0, 5.0), plausible(0.0, 1.0), source("B4.10");
        /// Weight of the position in the slate (xi on the log discount).
        position: f64 = 1.0 => range(0.0, 10.0), plausible(0.5, 2.0), source("B27");
        /// Loss for each earlier consumption of the same item, up to three (rep).
        repeat_loss: f64 = 1.0 => unit("log-odds"), range(0.0, 20.0), plausible(0.5, 2.0), source("B4.10");
        /// Loss for topics just consumed (omega).
        satiation: f64 = 0.3 => unit("log-odds"), range(0.0, 20.0), plausible(0.0, 0.8), source("B4.10");
        /// Share of satiation left after a day (gamma).
        satiation_memory: f64 = 0.7 => unit("per day"), range(0.0, 0.999), plausible(0.4, 0.9), source("B4.10");
        /// Items that own search brings to mind (n_o).
        search_items: u64 = 6 => unit("items"), range(1.0, 32.0), source("B4.10");
        /// Affinity below which an item is not considered at all (tau): the latitude of acceptance. 0 considers everything.
        latitude: f64 = 0.0 => range(0.0, 1.0), plausible(0.0, 0.5), source("B21");
        /// How close to one's interests own search stays (lambda_o). Decides whether a recommender narrows or widens.
        search_localness: f64 = 5.0 => range(0.0, 30.0), plausible(3.0, 12.0), source("B4.10, B8, B9");
        /// Pull of popularity in own search (lambda_p).
        search_popularity: f64 = 0.4 => range(0.0, 5.0), plausible(0.0, 1.0), source("B4.10");
    }
}

record! {
    /// Buying and returning.
    pub struct Purchase {
        /// Share of choices that end in a purchase, at median price and middling match.
        conversion: f64 = 0.10 => range(0.000_1, 0.99), plausible(0.02, 0.3), source("assumed");
        /// Gain in log-odds of buying from the worst to the best match.
        affinity: f64 = 2.0 => unit("log-odds"), range(0.0, 20.0), plausible(0.5, 4.0), source("assumed");
        /// Share of purchases returned at the worst match; none at the best.
        return_rate: f64 = 0.25 => range(0.0, 1.0), plausible(0.05, 0.4), source("assumed");
        /// Spread of price sensitivity between people (sigma of the log-normal).
        sensitivity_spread: f64 = 0.5 => range(0.0, 2.0), source("B4.10");
    }
}

record! {
    /// Trust as Beta evidence with asymmetry and forgetting.
    pub struct Trust {
        /// Weight of the starting trust, in events.
        prior_strength: f64 = 10.0 => unit("events"), range(0.1, 1_000.0), plausible(5.0, 20.0), source("C4.4");
        /// Evidence of a good touch (wp).
        good_weight: f64 = 0.04 => unit("events"), range(0.0, 10.0), plausible(0.02, 0.08), source("C4.4");
        /// Evidence of a touch over the line (wn).
        bad_weight: f64 = 0.18 => unit("events"), range(0.0, 10.0), plausible(0.16, 0.25), source("C4.4, C25");
        /// Overshoot at which a bad touch counts in full.
        full_overshoot: f64 = 0.2 => unit("creepiness"), range(0.001, 1.0), plausible(0.1, 0.3), source("C4.4");
        /// Match above which a touch can earn trust.
        useful_match: f64 = 0.4 => range(0.0, 0.99), plausible(0.2, 0.6), source("C4.4");
        /// Days over which evidence is forgotten.
        memory_days: f64 = 180.0 => unit("days"), range(1.0, 36_500.0), plausible(60.0, 720.0), source("assumed");
        /// Share of people whose trust swings three times as far.
        oscillators: f64 = 0.20 => range(0.0, 1.0), plausible(0.1, 0.3), source("C26, share assumed");
        /// Share of people whose trust hardly moves.
        disbelievers: f64 = 0.10 => range(0.0, 1.0), plausible(0.05, 0.2), source("C26, share assumed");
    }
}

record! {
    /// How interests move.
    pub struct Drift {
        /// Pull of a consumed item (eta).
        consumption: f64 = 0.05 => range(0.0, 1.0), plausible(0.01, 0.1), source("B4.10, assumed");
        /// Pull of a slate merely seen (eta_e).
        exposure: f64 = 0.005 => range(0.0, 1.0), plausible(0.0, 0.02), source("B4.10, assumed");
        /// Daily return to innate interests (kappa).
        anchor: f64 = 0.01 => unit("per day"), range(0.0, 1.0), plausible(0.002, 0.05), source("B4.10, assumed");
        /// Chance of falling back to innate interests at once (rho_reset).
        reset: f64 = 0.0 => unit("per day"), range(0.0, 1.0), plausible(0.0, 0.02), source("B15, B4.10");
        /// Chance movement of each interest on a day (standard deviation).
        noise: f64 = 0.0 => unit("logits"), range(0.0, 5.0), plausible(0.0, 0.1), source("B15");
        /// Pull of a disliked item (a thumb-down, a purchase sent back) away from it, in times the pull of a consumed one (g_neg).
        aversion: f64 = 0.0 => unit("times"), range(0.0, 5.0), plausible(0.0, 1.0), source("B18");
    }
}

record! {
    /// Wear-out of messages.
    pub struct Fatigue {
        /// Days over which recent exposures fade.
        memory_days: f64 = 7.0 => unit("days"), range(0.1, 365.0), plausible(3.0, 21.0), source("assumed");
        /// How much a new creative of the same channel counts as the old one: 0 fresh, 1 the same.
        carry_over: f64 = 0.3 => range(0.0, 1.0), plausible(0.0, 0.6), source("assumed");
    }
}

record! {
    /// What policies learn.
    pub struct Learning {
        /// Observations after which an old one counts half.
        half_life_items: f64 = 30.0 => unit("observations"), range(0.1, 100_000.0), plausible(10.0, 100.0), source("B4.10, assumed");
        /// Share of topic evidence taken back by a thumb-down (system response).
        thumb_down_effect: f64 = 0.12 => range(0.0, 1.0), plausible(0.05, 0.45), source("C55");
    }
}

record! {
    /// Log-odds of consent to a signal.
    pub struct ConsentModel {
        /// With equal buttons, at middling trust and concern.
        start: f64 = 0.4 => unit("log-odds"), range(-10.0, 10.0), plausible(0.0, 0.8), source("C36, assumed");
        /// Slope in trust.
        trust: f64 = 2.0 => unit("log-odds"), range(-20.0, 20.0), plausible(1.0, 3.0), source("C4.6, assumed");
        /// Slope in privacy concern (taken off).
        concern: f64 = 1.5 => unit("log-odds"), range(-20.0, 20.0), plausible(0.5, 2.5), source("C4.6, assumed");
        /// Shift by a default that is on (up) or off (down).
        default_shift: f64 = 1.0 => unit("log-odds"), range(0.0, 10.0), plausible(0.3, 2.0), source("C42, size assumed");
        /// Gain where the first page has no button to refuse.
        no_refuse: f64 = 1.15 => unit("log-odds"), range(-10.0, 10.0), plausible(0.6, 1.7), source("C36");
        /// Loss where a signal is asked for on its own.
        granular: f64 = 0.57 => unit("log-odds"), range(-10.0, 10.0), plausible(0.2, 1.0), source("C36");
        /// Gain by an explanation alone.
        information: f64 = 0.0 => unit("log-odds"), range(-10.0, 10.0), plausible(-0.1, 0.1), source("C44");
        /// Gain by showing the benefit. The study showed it together with an explanation, on requests to give permission again; that it works
        /// alone and on first requests too is assumed.
        benefit: f64 = 0.4 => unit("log-odds"), range(-10.0, 10.0), plausible(0.15, 0.8), source("C44, size assumed");
        /// Of those who do not accept, the share that says no where the first page has a button for it; the others leave the request open.
        says_no: f64 = 0.8 => range(0.0, 1.0), plausible(0.5, 0.95), source("assumed");
        /// The same where saying no takes a second page.
        says_no_later: f64 = 0.3 => range(0.0, 1.0), plausible(0.1, 0.6), source("assumed");
    }
}

record! {
    /// Complaints, unsubscribing, opting out, leaving.
    pub struct Hazards {
        /// Unsubscribing per message at the reference touch.
        unsubscribe: f64 = 0.0022 => unit("per message"), range(0.0, 1.0), plausible(0.001, 0.004), source("C54");
        /// Effect of overshoot on unsubscribing.
        unsubscribe_overshoot: f64 = 3.0 => range(0.0, 30.0), plausible(1.0, 5.0), source("C4.6");
        /// Effect of log frequency on unsubscribing.
        unsubscribe_frequency: f64 = 0.5 => range(0.0, 10.0), plausible(0.2, 1.0), source("C53, C4.6");
        /// Effect of a poor match on unsubscribing.
        unsubscribe_mismatch: f64 = 0.9 => range(0.0, 10.0), plausible(0.4, 1.5), source("C53, C4.6");
        /// How far personal data in a fresh message keeps people subscribed.
        unsubscribe_self_reference: f64 = 0.62 => range(0.0, 10.0), plausible(0.3, 0.9), source("C20");
        /// Effect of trust on unsubscribing (taken off).
        unsubscribe_trust: f64 = 0.8 => range(0.0, 10.0), plausible(0.3, 1.5), source("C4.6");
        /// Reference frequency.
        reference_per_week: f64 = 2.0 => unit("messages a week"), range(0.01, 100.0), plausible(1.0, 4.0), source("assumed");
        /// Complaints per unsubscription.
        complaint_ratio: f64 = 0.12 => range(0.0, 10.0), plausible(0.05, 0.2), source("C53");
        /// Effect of overshoot on complaints.
        complaint_overshoot: f64 = 1.0 => range(0.0, 30.0), plausible(0.3, 2.0), source("C4.6, assumed");
        /// Thumb-down per slate seen at the reference touch.
        thumb_down: f64 = 0.002 => unit("per slate"), range(0.0, 1.0), plausible(0.0005, 0.01), source("assumed");
        /// Effect of overshoot on thumb-down.
        thumb_down_overshoot: f64 = 2.5 => range(0.0, 30.0), plausible(1.0, 4.0), source("assumed");
        /// Effect of a poor match on thumb-down.
        thumb_down_mismatch: f64 = 1.2 => range(0.0, 10.0), plausible(0.5, 2.0), source("assumed");
        /// Leaving per month at middling trust.
        churn_month: f64 = 0.008 => unit("per 30 days"), range(0.0, 1.0), plausible(0.003, 0.03), source("assumed");
        /// Effect of reactance on leaving.
        churn_reactance: f64 = 1.5 => range(0.0, 30.0), plausible(0.5, 3.0), source("assumed");
        /// Effect of lost trust on leaving.
        churn_distrust: f64 = 1.0 => range(0.0, 10.0), plausible(0.3, 2.0), source("assumed");
        /// Effect of log frequency on leaving.
        churn_frequency: f64 = 0.3 => range(0.0, 10.0), plausible(0.0, 0.6), source("assumed");
        /// Share of those who want out that find a buried link.
        exit_buried: f64 = 0.003 => range(0.0, 1.0), plausible(0.001, 0.007), source("C33");
        /// Share that find a settings page.
        exit_settings: f64 = 0.05 => range(0.0, 1.0), plausible(0.02, 0.15), source("assumed");
        /// Share that use one tap.
        exit_one_tap: f64 = 0.3 => range(0.0, 1.0), plausible(0.1, 0.6), source("assumed");
        /// Share that answer a forced prompt.
        exit_prompt: f64 = 1.0 => range(0.0, 1.0), plausible(0.7, 1.0), source("assumed");
    }
}
