//! Annex D: which duty asks for what, what the tool fills, and what people have to write.

use super::super::build::Case;
use super::super::model::{Block, heading, note, table};
use super::blank;

/// A duty: its name, what it asks for, what stands in this dossier, and the blanks that are left to people.
struct Duty {
    name: &'static str,
    asks: &'static str,
    filled: &'static str,
    blanks: &'static [(&'static str, &'static str)],
}

const DUTIES: &[Duty] = &[
    Duty {
        name: "GDPR Art. 35(7), data protection impact assessment",
        asks: "Description and purposes; necessity and proportionality; risks to people; measures; advice of the data protection officer, review on \
               change (Art. 36 where a high risk remains)",
        filled: "Sections 1 to 3; 6 to 8 as indicators of risk; 10; drafts in 11; a variant with less data as evidence of proportionality",
        blanks: &[
            ("dpia_necessity", "necessity and proportionality, and the lawful basis"),
            ("dpia_advice", "advice of the data protection officer, and whether the authority is to be consulted"),
        ],
    },
    Duty {
        name: "DSA Art. 27, recommender transparency (online platforms)",
        asks: "Main parameters of recommenders and the options of users, in plain language, in the terms",
        filled: "Parameters of each variant in sections 1 and 3; their measured importance where section 10 was flown",
        blanks: &[("dsa_wording", "the final wording in the terms")],
    },
    Duty {
        name: "DSA Art. 38, 34 and 35 (very large platforms and search engines)",
        asks: "One option without profiling; yearly assessment and mitigation of systemic risks",
        filled: "The twin without recommender beside every variant; sections 6 and 7",
        blanks: &[("dsa_systemic", "the analysis of systemic risk, and audits of the real system")],
    },
    Duty {
        name: "AI Act Art. 5",
        asks: "No practice that manipulates people or exploits vulnerability (in force since February 2025)",
        filled: "The worst-off group on the first page; segments one by one in section 6",
        blanks: &[("ai_act_judgement", "the legal judgement whether a practice is prohibited")],
    },
    Duty {
        name: "AI Act Art. 27, fundamental rights impact assessment",
        asks: "Process; period and frequency; affected groups; specific harms; human oversight; measures if harm occurs, governance and complaints. Only \
               for public bodies, public services, and certain uses in credit and insurance: most personalization of shops is outside it",
        filled: "Groups in section 2, indicators of harm in 5 to 8, monitors and protocols in 11",
        blanks: &[("fria", "whether it applies; if so, process, oversight, governance and complaints")],
    },
    Duty {
        name: "NIST AI RMF",
        asks: "Map, Measure (test and document limits), Manage, Govern",
        filled: "Measure: metrics with uncertainty in 5 to 8 and limits in 12; Map: sections 1 to 3",
        blanks: &[("nist_roles", "roles and responsibilities (Govern), and how risks are managed")],
    },
    Duty {
        name: "ISO/IEC 42001, Annex A.5",
        asks: "An assessment of the impact on people and society, documented and kept",
        filled: "This record, its hashes and versions",
        blanks: &[("iso_owner", "owner of the process, and how long the record is kept")],
    },
    Duty {
        name: "CCPA risk assessment (California)",
        asks: "Purpose, categories, operational detail, benefits, negative impacts, safeguards, who took part and who approved",
        filled: "Impacts in 5 to 8, safeguards compared in 11, the record of who decided in 13",
        blanks: &[("ccpa_attestation", "benefits, who took part, and the attestation by an executive")],
    },
    Duty {
        name: "Microsoft Responsible AI template, model cards",
        asks: "Stakeholders, benefits and harms, limits, factors, caveats",
        filled: "Tables and figures by segment and group in 6 to 8, limits in 12",
        blanks: &[("intended_use", "intended and restricted uses")],
    },
];

pub(in crate::report::dossier) fn blocks(case: &Case<'_>) -> Vec<Block> {
    let rows = DUTIES.iter().map(|duty| {
        let left: Vec<&str> = duty.blanks.iter().map(|(_, asks)| *asks).collect();
        vec![duty.name.to_owned(), duty.asks.to_owned(), duty.filled.to_owned(), left.join("; ")]
    });
    let heads = ["Duty", "Asks for", "What stands here", "To be written by a person"];
    let mut blocks = vec![
        note(
            "A simulation can support a part of these duties and replaces none. Which duty applies, and its dates, must be checked by people who know \
             the law.",
        ),
        table("Duties, what stands here, and what is left to people", &heads, rows.collect()),
    ];
    for duty in DUTIES {
        blocks.push(heading(duty.name));
        blocks.extend(duty.blanks.iter().map(|(id, asks)| blank(case, id, asks, false)));
    }
    blocks
}
