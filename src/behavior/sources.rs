//! The literature behind the customer model: what an id such as C10 or B27 stands for. Ids with a dot (C4.1) are Creepline's own equations and
//! defaults: their form follows the studies named, their sizes are fitted or chosen.

/// A study, or a part of Creepline's own model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Source {
    /// Its id, as fields and findings name it.
    pub id: &'static str,
    /// Who, when, where; what it found, in a few words.
    pub citation: &'static str,
    /// What a careful reader should know before leaning on it; empty where nothing special.
    pub caution: &'static str,
}

const fn study(id: &'static str, citation: &'static str) -> Source {
    Source { id, citation, caution: "" }
}

const fn doubtful(id: &'static str, citation: &'static str, caution: &'static str) -> Source {
    Source { id, citation, caution }
}

/// Cautions that several sources share.
const DIRECTION: &str = "Only the direction was read; the size that the model gives it is fitted or chosen.";
const STATED: &str = "What people say in a survey, not what they do.";
const TUNED: &str = "Not estimated from data: chosen so that published signs come out.";

/// Every source, in the order of ids.
pub const SOURCES: &[Source] = &[
    doubtful(
        "C1",
        "Aguirre, Mahr, Grewal, de Ruyter, Wetzels 2015, J. Retailing 91(1): personalization lifts clicks where collection is overt, lowers them \
         where it is covert and noticed",
        DIRECTION,
    ),
    study(
        "C2",
        "Tucker 2014, J. Marketing Research 51(5): more privacy control nearly doubled clicks on personalized ads in a field test, generic ads \
         unchanged",
    ),
    doubtful(
        "C3",
        "Goldfarb, Tucker 2011, Marketing Science 30(3): targeted or obtrusive ads each raise purchase intent, both together do worse than either",
        DIRECTION,
    ),
    doubtful(
        "C5",
        "White, Zahay, Thorbjornsen, Shavitt 2008, Marketing Letters 19: unjustified personalization triggers reactance where utility is low",
        DIRECTION,
    ),
    study("C7", "Bleier, Eisenbeiss 2015, J. Retailing 91(3): deep retargeting gains clicks for a trusted retailer (+27%), not for a distrusted one"),
    doubtful(
        "C9",
        "Lambrecht, Tucker 2013, J. Marketing Research 50(5): ads for the exact product do worse than brand ads until preferences are narrow",
        DIRECTION,
    ),
    doubtful(
        "C10",
        "Kim, Barasz, John 2019, J. Consumer Research 45(5): revealing third-party tracking or inference lowers ad effectiveness",
        "The direction was read; the sizes (-24%, -17%) are quoted from memory.",
    ),
    doubtful(
        "C11",
        "Kim, Barasz, John 2019, field studies 5a and 5b: revealing an acceptable flow on a trusted site raises clicks",
        "The direction was read; the size (+11%) is quoted from memory.",
    ),
    study("C12", "Barnard 2014, dissertation: behavioural tailoring works, but creepiness by way of reactance takes 5% off its effect"),
    doubtful("C14", "InMoment CX Trends 2018: 75% of 2,000 consumers find most personalization somewhat creepy, 25% very creepy", STATED),
    doubtful("C15", "SmarterHQ, Accenture, Gartner surveys: push is felt as most invasive, then text and location, display, e-mail", STATED),
    doubtful(
        "C16",
        "Langer, Konig 2018 and Wozniak and others 2021, creepiness scales: more control and transparency go with less creepiness",
        STATED,
    ),
    doubtful(
        "C17",
        "Moore and others 2015, Marketing Management J.: annoying is about tactics, creepy about feelings; stalking is a part of it",
        DIRECTION,
    ),
    doubtful("C19", "Baek, Morimoto 2012, J. Advertising: concern and irritation raise ad avoidance, perceived personalization lowers it", DIRECTION),
    study(
        "C20",
        "Sahni, Wheeler, Chintagunta 2018, Marketing Science 37(2): a name in the subject line, field test: opens +20%, enquiries +31%, unsubscribes \
         -17%",
    ),
    study(
        "C22",
        "Schweitzer, Hershey, Bradlow 2006, Organizational Behavior and Human Decision Processes 101: trust returns after bad acts, never fully \
         after deception",
    ),
    doubtful(
        "C23",
        "Kim, Ferrin, Cooper, Dirks 2004, J. Applied Psychology 89(1): apology mends failures of competence, denial failures of integrity, until \
         guilt shows",
        DIRECTION,
    ),
    doubtful(
        "C25",
        "Slovic 1993, Risk Analysis, and later critics: bad events move trust more than good ones; less so where trust is low",
        "No ratio is published as a constant; 2 to 6 is a working range.",
    ),
    study("C26", "Guo, Yang 2021, Int. J. Social Robotics: trust as Beta evidence; Bayesian, oscillating and disbelieving people"),
    doubtful(
        "C28",
        "Dietvorst, Simmons, Massey 2015, 2018: a little control over an algorithm does most of the work, the amount hardly matters",
        "The shares that chose are quoted from memory.",
    ),
    doubtful("C30", "Awad, Krishnan 2006, MIS Quarterly 30: those who value transparency most are least willing to be profiled", STATED),
    doubtful("C31", "Pew 2019, 2023; Cisco 2024: most people are concerned, few feel that they have control", STATED),
    study("C33", "Johnson, Shriver, Du 2020, Marketing Science: 0.23% of impressions come from people who opted out; they fetch 52% less"),
    study("C35", "Goldberg, Johnson, Shriver 2024, AEJ Policy: recorded European page views and revenue fell 12% under consent rules"),
    study(
        "C36",
        "Nouwens and others 2020, CHI: no refuse button on the first page adds 22 to 23 points of consent, granular choices take 8 to 20 off",
    ),
    study("C40", "Sun, Yuan, Li, Zhang, Xu 2024, Management Science: personal data switched off on a shop's home page: clicks -75%"),
    study("C41", "Wernerfelt, Tuchman, Shapiro, Moakler: without off-site data a new customer costs 35 to 37% more"),
    study("C42", "Lin, Strulov-Shlain (arXiv 2308.13496): an opt-out default lowers what people ask for their data by 14 to 22%"),
    study("C44", "D'Assergio, Manchanda, Montaguti, Valentini 2025, J. Marketing: information alone does not raise opt-in, with a benefit it does"),
    doubtful("C45", "Meta, creative fatigue: clicks fall with (exposures + 1)^-0.43", "Read second-hand."),
    study("C48", "Goldstein, McAfee, Suri 2013, and 2014, J. Marketing Research: annoying ads make people leave sooner than good ads or none"),
    study("C49", "Goli, Huang, Reiley, Riabov 2025, QME: listening falls linearly in ad load; the effect of a month is a third of the long-run one"),
    doubtful("C52", "Push opt-in and reaction rates of vendors; weekly volume at which people say they disable push", STATED),
    doubtful("C53", "ExactTarget, BlueHornet and others, why people unsubscribe: frequency first, then relevance", STATED),
    doubtful("C54", "Mailchimp and other e-mail base rates: unsubscribing 0.10 to 0.40% a message, complaints at most 0.05%", "Read second-hand."),
    study("C55", "Mozilla 2022, 22,722 volunteers: a dislike prevents 12% of bad recommendations, blocking the source 43%"),
    doubtful("C56", "Display and on-site base rates: 0.05% clicks on display, 7% of visits click a recommendation", "Read second-hand."),
    doubtful(
        "C57",
        "Janakiraman, Lim, Rishika 2018, J. Marketing 82(2): customers hit by a breach spend less and move to other channels; loyal ones forgive \
         more",
        "The direction was read; the size (-32%) is quoted from memory.",
    ),
    study("C58", "Turjeman, Feinberg 2024, Marketing Science: after a breach activity falls and protective acts rise; near normal by week three"),
    doubtful("C59", "Ponemon on Facebook and Cambridge Analytica: trust that privacy is protected fell from 79% to 27% in a week", STATED),
    study("C61", "Martin, Borah, Palmatier 2017, J. Marketing 81(1): transparency and control suppress the harm of a breach"),
    study("C62", "Mayer and others 2023, TOCHI: people are unaware of 74% of the breaches that affect them"),
    study("C63", "Ponemon, Centrify 2017, stock prices after a breach: fast responders recover in 7 days, slow ones in 90"),
    doubtful(
        "C4.1",
        "Creepline's equation of felt creepiness: flow violation noticed, targeted and obtrusive, being followed",
        "Sizes fitted together with those of C4.3 to published ratios of C1, C2, C3, C5, C7, C9, C10, C11, C12, C20 and C45; several end at the edge \
         of what was allowed, so they are weakly identified.",
    ),
    doubtful("C4.2", "Creepline's personal lines: shares and positions of guarded, pragmatic and relaxed people after C14", STATED),
    doubtful("C4.3", "Creepline's equation of how a touch is answered", "Fitted together with C4.1."),
    doubtful("C4.4", "Creepline's Beta evidence of trust after C22, C25, C26", "Solved from single findings one by one, not fitted together."),
    doubtful("C4.5", "Creepline's equations of breach and repair after C22, C23, C57 to C63", "Directions are published, most sizes are assumed."),
    doubtful(
        "C4.6",
        "Creepline's hazards and consent after C20, C33, C36, C52 to C55",
        "Solved from single findings one by one, not fitted together.",
    ),
    study("B1", "Holtz and others 2020, podcast recommendations, randomized: streams +29%, breadth within a person -12%, over all people +6%"),
    study("B2", "Sun, Yuan, Li, Zhang, Xu 2024, Management Science: without personal data a home page shows far fewer different products"),
    study("B4", "Lee, Hosanagar 2019, Information Systems Research: collaborative filtering concentrates sales while individuals may broaden"),
    study("B5", "Fleder, Hosanagar 2009, Management Science: recommenders by sales concentrate sales; which product wins is luck"),
    study("B6", "Hosanagar, Fleder, Lee, Buja 2014, Management Science: personalization makes people's purchases more alike"),
    study("B7", "Wu, Joung, Chiang 2011: content-based recommendation spreads sales, collaborative filtering concentrates them"),
    study("B8", "Nguyen, Hui, Harper, Terveen, Konstan 2014, WWW: consumption narrows over time, less for those who take recommendations"),
    study("B9", "Aridor, Goncalves, Sikdar 2020, RecSys: recommendation eases narrowing within people and makes people more alike"),
    study("B10", "Chaney, Stewart, Engelhardt 2018, RecSys: training on data that recommendations shaped makes people alike without gain"),
    study("B13", "Salganik, Dodds, Watts 2006, Science: seeing popularity makes success more unequal and less predictable"),
    study("B15", "Jiang and others 2019, AIES; Khritankov, Pilkevich 2021: feedback loops drive interests away; resets stop them, noise does not"),
    study("B16", "Rossi, Polderman, Frasca 2021: personalized recommendation favours more extreme opinions"),
    study("B17", "Kalimeris and others 2021: capping exposure to objectionable content did not cost engagement"),
    study("B18", "Dean, Morgenstern 2022: preferences move towards what is liked and away from what is not"),
    study("B19", "Carroll, Dragan, Russell, Hadfield-Menell 2022, ICML: shifts of preference can be held within a safe range"),
    study("B20", "Curmei and others 2022: psychological models of preference behave differently under recommendation"),
    study("B21", "Geschke, Lorenz, Holtz 2019; Perra, Rocha 2019: filters of mind and of machine add up"),
    study("B24", "Datta, Knox, Bronnenberg 2018: after adopting streaming, plays +43% and different artists +36%"),
    study("B25", "Anwar, Schoenebeck, Dhillon 2024, WWW: algorithms change differences between people more than breadth within them"),
    study(
        "B27",
        "Anchors: MovieLens-1M item Gini 0.634; mere exposure r = .26 (Bornstein 1989); price elasticity -2.62 (Bijmolt and others 2005); log \
         discount of places (Singh, Joachims 2018)",
    ),
    doubtful("B4.1", "Creepline's state of customers and items", TUNED),
    doubtful("B4.2", "Creepline's own search", TUNED),
    doubtful("B4.3", "Creepline's choice among items", TUNED),
    doubtful("B4.4", "Creepline's movement of interests", TUNED),
    doubtful("B4.5", "Creepline's policies, after the literature of recommenders", ""),
    doubtful("B4.6", "Creepline's ways for historical bias to enter", TUNED),
    doubtful("B4.7", "Creepline's personal prices", TUNED),
    doubtful("B4.9", "Creepline's candidates before re-ranking", TUNED),
    doubtful("B4.10", "Creepline's defaults of choice, search and drift", TUNED),
    study("F1", "Ekstrand and others 2018; Neophytou, Mitra, Stinson 2022: recommenders serve demographic groups unequally well"),
    study("F3", "Lambrecht, Tucker 2019, Management Science: a gender-neutral job ad was shown to over 20% more men, by cost alone"),
    study("F5", "Imana, Korolova, Heidemann 2021, WWW: skew in job ads that qualification does not explain"),
    study("F7", "Angwin, Larson 2015, ProPublica: prices by postcode hit Asian customers 1.8 times as often"),
    study("F8", "Pandey, Caliskan 2021: ride-hailing fares differ with who lives in the neighbourhood"),
    study("F10", "Age pricing of a dating app: people of 30 and over paid up to twice as much"),
    study("F11", "Hannak and others 2014, IMC: personal prices or personal order of prices on 9 of 16 shops"),
    study("F13", "Hashimoto, Srivastava, Namkoong, Liang 2018, ICML: average loss drives minorities away over time"),
    study("F15", "D'Amour and others 2020, FAT*: equal opportunity at each step may widen the gap in the long run"),
    study("F16", "Singh, Joachims 2018, KDD: small differences of relevance become large differences of exposure"),
    study("F18", "Buolamwini, Gebru 2018: gaps that stand only where two attributes meet"),
    study("F19", "29 CFR 1607.4(D): the four-fifths screening line of United States employment"),
    study("F20", "Yao, Huang 2017, NeurIPS: imbalance and biased observation each make collaborative filtering unfair"),
    study("F22", "Group size: see F1"),
    study("F23", "Sapiezynski and others 2022: look-alike audiences stay skewed without the protected column"),
];

/// The source with that id.
pub fn source(id: &str) -> Option<&'static Source> {
    SOURCES.iter().find(|source| source.id == id)
}

/// The ids that a field's source names: "C17, size assumed" names C17.
pub fn ids(text: &str) -> impl Iterator<Item = &str> {
    text.split(|letter: char| !(letter.is_ascii_alphanumeric() || letter == '.')).filter(|word| {
        let mut letters = word.chars();
        matches!(letters.next(), Some('B' | 'C' | 'F')) && letters.next().is_some_and(|letter| letter.is_ascii_digit())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_unique_and_found_in_words() {
        for (place, one) in SOURCES.iter().enumerate() {
            assert!(SOURCES.iter().skip(place + 1).all(|other| other.id != one.id), "{} is there twice", one.id);
            assert!(!one.citation.is_empty() && !one.citation.contains("  "), "{}", one.id);
        }
        assert_eq!(ids("C17, size assumed").collect::<Vec<_>>(), ["C17"]);
        assert_eq!(ids("B4.10, B8, B9").collect::<Vec<_>>(), ["B4.10", "B8", "B9"]);
        assert_eq!(ids("C appendix").count() + ids("assumed").count() + ids("").count(), 0);
    }
}
