//! Numbers of the breach model: what a breach takes, what repair gives back, what people do in alarm.

use super::reflect::record;

record! {
    /// Breach and repair. Nothing here acts without a breach or a violation among the events.
    pub struct BreachModel {
        /// Share of people who learn of a breach that they are not told of.
        aware: f64 = 0.26 => range(0.0, 1.0), plausible(0.15, 0.45), source("C62");
        /// Evidence against the company from one ordinary leak (B).
        evidence: f64 = 2.7 => unit("events"), range(0.0, 100.0), plausible(1.5, 5.0), source("C4.5, C59");
        /// Part added where data were misused.
        misuse: f64 = 0.6 => range(0.0, 10.0), plausible(0.2, 1.2), source("C22, C59, size assumed");
        /// Part added where people were told late.
        delay: f64 = 0.3 => range(0.0, 10.0), plausible(0.1, 0.8), source("C63, size assumed");
        /// Part taken off where the company was fully transparent and gave full control.
        posture: f64 = 0.4 => range(0.0, 1.0), plausible(0.2, 0.6), source("C61, size assumed");
        /// Part of the evidence that stays for good after deception or misuse (psi).
        scar: f64 = 0.25 => range(0.0, 1.0), plausible(0.1, 0.5), source("C22");
        /// Part of the evidence that an apology takes back where the company was not able.
        apology_competence: f64 = 0.35 => range(0.0, 1.0), plausible(0.15, 0.5), source("C23, size assumed");
        /// Part of the evidence that an apology takes back where the company was not honest.
        apology_integrity: f64 = 0.12 => range(0.0, 1.0), plausible(0.0, 0.25), source("C22, C23, size assumed");
        /// Part of the evidence that a denial takes back where the company was not able.
        denial_competence: f64 = 0.0 => range(0.0, 1.0), plausible(0.0, 0.1), source("C23, size assumed");
        /// Part of the evidence that a denial takes back where the company was not honest.
        denial_integrity: f64 = 0.15 => range(0.0, 1.0), plausible(0.0, 0.3), source("C23, size assumed");
        /// Part of the evidence that a denial costs on top once it is proven false.
        lie: f64 = 0.15 => range(0.0, 5.0), plausible(0.05, 0.4), source("C23, size assumed");
        /// How many times faster trust comes back after a promise.
        promise: f64 = 1.3 => unit("times"), range(1.0, 20.0), plausible(1.1, 1.6), source("C22, size assumed");
        /// Days after which alarm is half gone.
        alarm_half_days: f64 = 5.0 => unit("days"), range(0.1, 365.0), plausible(3.0, 10.0), source("C58");
        /// Log of visits and answers lost at full alarm.
        alarm: f64 = 0.39 => range(0.0, 10.0), plausible(0.2, 0.6), source("C57, size from memory");
        /// Log of visits and answers lost for each unit of trust lost.
        distrust: f64 = 0.6 => range(0.0, 10.0), plausible(0.2, 1.2), source("C58, size assumed");
        /// Own visits from which on a person counts as loyal: about a quarter of the people at the default visit rates.
        loyal_visits: f64 = 2.5 => unit("visits a week"), range(0.0, 7.0), plausible(1.5, 4.0), source("C57, cut assumed");
        /// Share of the loss that loyal people show.
        loyal: f64 = 0.7 => range(0.0, 1.0), plausible(0.5, 0.9), source("C57, size assumed");
        /// How many times more protective acts (opting out, deletion requests) there are at full alarm, less one.
        protective: f64 = 4.0 => unit("times"), range(0.0, 100.0), plausible(1.0, 8.0), source("C58, size assumed");
        /// Share of what is lost that moves to a channel that was not breached.
        moved: f64 = 0.4 => range(0.0, 1.0), plausible(0.2, 0.6), source("C57, size assumed");
    }
}
