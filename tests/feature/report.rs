//! `creepline report` and `creepline verify`: what is written, that it is the same each time, that every change is found, that no name can do harm.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop at the first surprise")]

use std::fs;
use std::path::{Path, PathBuf};

use crate::common::{Ended, names, run, tiny};
use creepline::report::dossier::read_manifest;

const CROSSED: &str = r#"(metric: "trust", compare: Level, limit: 0.1)"#;
const DECISION: &str = r#"(
    outcome: Some(ApproveWithConditions),
    conditions: ["a frequency cap in the field test"],
    residual_risk: "Guarded people feel followed.",
    review_date: "2027-06-01",
    name: "A. Reviewer",
    role: "Ethics board",
    date: "2027-01-02",
    purpose: "Win back people who left a basket.",
    limits: ["Nobody was asked how it feels."],
    filled: [(id: "lawful_basis", text: "Consent, asked on its own.")],
    reasons: [(metric: "trust", variant: "more", whom: "all customers", reason: "The limit was set for another shop.")],
)"#;

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("shop.ron"), tiny(CROSSED)).unwrap();
    fs::write(folder.path().join("decision.ron"), DECISION).unwrap();
    folder
}

fn report(folder: &Path, more: &[&str]) -> Ended {
    let all: Vec<&str> = ["report", "shop.ron", "--decision", "decision.ron", "--today", "2027-01-02"].iter().chain(more).copied().collect();
    run(folder, &all)
}

fn written(folder: &Path, more: &[&str]) -> PathBuf {
    let all: Vec<&str> = ["-o", "out"].iter().chain(more).copied().collect();
    let ended = report(folder, &all);
    assert_eq!(ended.code, 0, "{}\n{}", ended.out, ended.err);
    folder.join("out")
}

fn verify(folder: &Path, more: &[&str]) -> Ended {
    let all: Vec<&str> = ["verify", "out"].iter().chain(more).copied().collect();
    run(folder, &all)
}

fn every_file(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    for name in names(folder) {
        let path = folder.join(&name);
        if path.is_dir() {
            found.extend(every_file(&path).into_iter().map(|(inner, bytes)| (format!("{name}/{inner}"), bytes)));
        } else {
            found.push((name, fs::read(path).unwrap()));
        }
    }
    found
}

#[test]
fn a_dossier_holds_everything_and_is_the_same_each_time() {
    let folder = folder();
    let out = written(folder.path(), &[]);
    let here = names(&out);
    for name in ["README.txt", "decision.ron", "dossier.html", "dossier.pdf", "manifest.ron", "plots", "results.parquet", "scenario.ron", "tables"] {
        assert!(here.iter().any(|found| found == name), "{name} is missing: {here:?}");
    }
    let manifest = read_manifest(&out).unwrap();
    assert_eq!(manifest.files.len() + 1, every_file(&out).len());
    assert_eq!(manifest.worlds.len(), 3);

    let page = fs::read_to_string(out.join("dossier.html")).unwrap();
    for part in [
        "Dossier: Tiny shop",
        "approve with conditions",
        "A. Reviewer",
        "Worst-off group with A more",
        "12 What this evidence cannot show",
        "Nobody was asked how it feels.",
        "The limit was set for another shop.",
        "Consent, asked on its own.",
        "To be written by a person",
        "GDPR Art. 35(7)",
        &manifest.evidence_hash,
    ] {
        assert!(page.contains(part), "the page lacks {part}");
    }
    for refused in ["<script", "http-equiv=\"refresh", "src=\"http", "href=\"http", "@import", "url("] {
        assert!(!page.contains(refused), "the page holds {refused}");
    }
    let pdf = fs::read(out.join("dossier.pdf")).unwrap();
    assert!(pdf.starts_with(b"%PDF-"));

    // The recipe in the folder rebuilds it: every file again, bit for bit.
    let recipe = manifest.recipe.replace("creepline ", "");
    assert!(recipe.contains("--today 2027-01-02"), "{recipe}");
    let ended = run(&out, &["report", "scenario.ron", "--decision", "decision.ron", "--today", "2027-01-02", "-o", "../rebuilt", "--threads", "1"]);
    assert_eq!(ended.code, 0, "{}", ended.err);
    for ((name, first), (other, second)) in every_file(&out).into_iter().zip(every_file(&folder.path().join("rebuilt"))) {
        assert_eq!(name, other);
        assert!(first == second, "{name} differs");
    }
    let ended = verify(folder.path(), &["--worlds", "2"]);
    assert_eq!(ended.code, 0, "{}", ended.err);
    assert!(ended.out.starts_with("ok: out") && ended.out.contains("2 of 3 worlds were flown again"), "{}", ended.out);
    // The first world and one that the content hash chooses; whoever verifies again flies the same ones.
    assert!(ended.out.contains("worlds 1, ") && ended.out.contains("that the content hash chooses"), "{}", ended.out);
    assert_eq!(verify(folder.path(), &[]).out, ended.out, "two worlds if nothing is said");
    assert!(ended.out.contains("numbers of results.parquet are those of these worlds"), "{}", ended.out);
}

#[test]
fn only_what_is_asked_for_is_written_and_nothing_is_written_over() {
    let folder = folder();
    let out = written(folder.path(), &["--format", "html", "--no-self-check"]);
    assert_eq!(names(&out), ["README.txt", "decision.ron", "dossier.html", "manifest.ron", "scenario.ron"]);
    let again = report(folder.path(), &["-o", "out", "--format", "csv", "--no-self-check"]);
    assert_eq!(again.code, 1);
    assert!(again.err.contains("is there already") && again.err.contains("--replace"), "{}", again.err);
    let again = report(folder.path(), &["-o", "out", "--format", "csv", "--no-self-check", "--replace"]);
    assert_eq!(again.code, 0, "{}", again.err);
    assert!(!out.join("dossier.html").exists() && out.join("tables/table-01.csv").exists());
    // A folder that is no dossier is never replaced.
    fs::create_dir(folder.path().join("mine")).unwrap();
    fs::write(folder.path().join("mine/letter.txt"), "dear").unwrap();
    let foreign = report(folder.path(), &["-o", "mine", "--replace", "--no-self-check"]);
    assert_eq!(foreign.code, 1);
    assert!(foreign.err.contains("is no dossier"), "{}", foreign.err);
    assert_eq!(fs::read_to_string(folder.path().join("mine/letter.txt")).unwrap(), "dear");
    // Nothing half-written is left behind.
    assert_eq!(names(folder.path()), ["decision.ron", "mine", "out", "shop.ron"]);
}

#[test]
fn a_kept_run_gives_the_same_evidence() {
    let folder = folder();
    let out = written(folder.path(), &["--format", "html"]);
    let kept = run(folder.path(), &["run", "shop.ron", "--save", "runs", "--quiet"]);
    assert!(matches!(kept.code, 0 | 4 | 5), "{}", kept.err);
    let name = names(&folder.path().join("runs")).remove(0);
    let from_run = format!("runs/{name}");
    let ended = run(folder.path(), &["report", &from_run, "--decision", "decision.ron", "--today", "2027-01-02", "-o", "second", "--format", "html"]);
    assert_eq!(ended.code, 0, "{}", ended.err);
    let (one, two) = (read_manifest(&out).unwrap(), read_manifest(&folder.path().join("second")).unwrap());
    assert_eq!(one.evidence_hash, two.evidence_hash);
    assert_eq!(one.content_hash, two.content_hash);
}

#[test]
fn every_change_is_found() {
    let folder = folder();
    let out = written(folder.path(), &["--seal", "--no-self-check"]);
    assert_eq!(verify(folder.path(), &["--worlds", "1"]).code, 0);
    type Change = fn(&Path);
    let changes: [(&str, Change); 9] = [
        ("dossier.html was changed", |out| {
            let page = fs::read_to_string(out.join("dossier.html")).unwrap();
            fs::write(out.join("dossier.html"), page.replace("crosses limit", "within  limit")).unwrap();
        }),
        ("dossier.pdf has", |out| fs::write(out.join("dossier.pdf"), "%PDF-").unwrap()),
        ("tables/table-01.csv is missing", |out| fs::remove_file(out.join("tables/table-01.csv")).unwrap()),
        ("note.txt was added", |out| fs::write(out.join("note.txt"), "psst").unwrap()),
        ("plots/extra.png was added", |out| fs::write(out.join("plots/extra.png"), "x").unwrap()),
        ("the seal is broken", |out| {
            let seal = fs::read_to_string(out.join("seal.ron")).unwrap();
            fs::write(out.join("seal.ron"), seal.replace("A. Reviewer", "B. Reviewer")).unwrap();
        }),
        ("its content hash is not that of its files", |out| {
            // The forger mends the hash of the file in the manifest as well.
            fs::write(out.join("README.txt"), "trust me").unwrap();
            edit_manifest(out, |manifest| {
                let entry = manifest.files.iter_mut().find(|entry| entry.name == "README.txt").unwrap();
                entry.bytes = 8;
                entry.sha256 = sha256(b"trust me");
            });
        }),
        ("names a file outside the folder", |out| {
            edit_manifest(out, |manifest| manifest.files[0].name = "../shop.ron".into());
        }),
        ("the evidence hash", |out| edit_manifest(out, |manifest| manifest.evidence_hash = "0".repeat(64))),
    ];
    let clean = every_file(&out);
    for (found, change) in changes {
        change(&out);
        let ended = verify(folder.path(), &["--worlds", "0"]);
        assert_eq!(ended.code, 7, "{found}: {}{}", ended.out, ended.err);
        assert!(ended.err.contains(found), "{found}: {}", ended.err);
        fs::remove_dir_all(&out).unwrap();
        for (name, bytes) in &clean {
            fs::create_dir_all(out.join(name).parent().unwrap()).unwrap();
            fs::write(out.join(name), bytes).unwrap();
        }
    }
    assert_eq!(verify(folder.path(), &["--worlds", "0"]).code, 0);
    // A sealed dossier is never written over.
    let again = report(folder.path(), &["-o", "out", "--replace", "--no-self-check"]);
    assert_eq!(again.code, 1);
    assert!(again.err.contains("sealed"), "{}", again.err);
}

fn sha256(bytes: &[u8]) -> String {
    use sha2::Digest;
    sha2::Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn edit_manifest(out: &Path, edit: impl FnOnce(&mut creepline::report::dossier::DossierManifest)) {
    let mut manifest = read_manifest(out).unwrap();
    edit(&mut manifest);
    fs::write(out.join("manifest.ron"), ron::ser::to_string_pretty(&manifest, ron::ser::PrettyConfig::new()).unwrap()).unwrap();
}

/// Hashes that a forger made consistent again.
fn rehashed(out: &Path) {
    edit_manifest(out, |manifest| {
        for entry in &mut manifest.files {
            let bytes = fs::read(out.join(&entry.name)).unwrap();
            entry.bytes = bytes.len() as u64;
            entry.sha256 = sha256(&bytes);
        }
        let mut lines: Vec<String> = manifest.files.iter().map(|file| format!("{} {} {}\n", file.sha256, file.bytes, file.name)).collect();
        lines.sort();
        manifest.content_hash = sha256(format!("creepline content 1\n{}", lines.concat()).as_bytes());
    });
}

#[test]
fn numbers_that_do_not_come_out_again_are_found_even_where_all_hashes_are_mended() {
    let folder = folder();
    let out = written(folder.path(), &["--format", "parquet", "--no-self-check"]);
    // The numbers of another run under this scenario's name.
    let other = run(folder.path(), &["report", "shop.ron", "--seed", "8", "-o", "other", "--format", "parquet", "--no-self-check"]);
    assert_eq!(other.code, 0, "{}", other.err);
    let honest = fs::read(out.join("results.parquet")).unwrap();
    fs::copy(folder.path().join("other/results.parquet"), out.join("results.parquet")).unwrap();
    rehashed(&out);
    assert_eq!(verify(folder.path(), &["--worlds", "0"]).code, 0, "hashes alone cannot see it");
    let ended = verify(folder.path(), &["--worlds", "1"]);
    assert_eq!(ended.code, 7, "{}", ended.out);
    assert!(ended.err.contains("results.parquet says"), "{}", ended.err);
    // A world's digest that is not that of the scenario.
    fs::write(out.join("results.parquet"), honest).unwrap();
    rehashed(&out);
    let worlds = read_manifest(&folder.path().join("other")).unwrap().worlds;
    edit_manifest(&out, |manifest| manifest.worlds[0].sha256.clone_from(&worlds[0].sha256));
    let ended = verify(folder.path(), &[]);
    assert_eq!(ended.code, 7);
    assert!(ended.err.contains("evidence hash"), "{}", ended.err);
}

#[test]
fn another_engine_and_what_is_no_dossier_are_told_apart() {
    let folder = folder();
    let ended = run(folder.path(), &["verify", "missing"]);
    assert_eq!(ended.code, 1);
    fs::create_dir(folder.path().join("empty")).unwrap();
    let ended = run(folder.path(), &["verify", "empty"]);
    assert!(ended.code == 1 && ended.err.contains("is no dossier"), "{}", ended.err);
    assert_eq!(run(folder.path(), &["verify"]).code, 2);
    assert_eq!(run(folder.path(), &["report", "shop.ron", "-o", "x", "--format", "docx"]).code, 2);
    fs::write(folder.path().join("bad.ron"), "(outcome: Some(Perhaps))").unwrap();
    let ended = run(folder.path(), &["report", "shop.ron", "-o", "x", "--decision", "bad.ron"]);
    assert!(ended.code == 3 && ended.err.contains("not valid"), "{}", ended.err);
    let undecided = run(folder.path(), &["report", "shop.ron", "-o", "x", "--seal", "--format", "html", "--no-self-check", "--worlds", "2"]);
    assert!(undecided.code == 1 && undecided.err.contains("cannot be sealed"), "{}", undecided.err);
    // What another engine made: consistent in itself, but not to be flown by this one.
    let out = written(folder.path(), &["--format", "html", "--no-self-check"]);
    edit_manifest(&out, |manifest| {
        manifest.engine = "0.0.1".into();
        let mut text = format!("creepline evidence 1\nengine 0.0.1\nscenario {}\n", manifest.scenario_hash);
        manifest.worlds.iter().for_each(|world| text.push_str(&format!("world {}\n", world.sha256)));
        let decision = manifest.files.iter().find(|entry| entry.name == "decision.ron").unwrap().sha256.clone();
        text.push_str(&format!("decision {decision}\n"));
        manifest.evidence_hash = sha256(text.as_bytes());
    });
    let ended = verify(folder.path(), &[]);
    assert_eq!(ended.code, 6, "{}", ended.err);
    assert_eq!(verify(folder.path(), &["--worlds", "0"]).code, 0);
}

/// Names that would do harm where they are not taken as names.
fn hostile() -> String {
    let long = "x".repeat(300);
    tiny(CROSSED)
        .replace("Tiny shop", "<script>alert('x')</script> \u{202e}]]> & \\\"q\\\"")
        .replace("\"more\"", "\"=HYPERLINK(1)</svg><img src=x onerror=alert(1)>\"")
        .replace("For tests.", &format!("javascript:alert(1) </style><b> {long} \u{200f}\\u{{7}} --> ../../etc"))
        .replace("population: (customers: 200)", &format!("population: (customers: 200, segments: [(name: \"@SUM(A1) {long}\", share: 1.0)])"))
}

#[test]
fn no_name_can_do_harm() {
    let folder = folder();
    fs::write(folder.path().join("shop.ron"), hostile()).unwrap();
    let out = written(folder.path(), &["--no-self-check", "--worlds", "2"]);
    for (name, bytes) in every_file(&out) {
        assert!(name.chars().all(|letter| letter.is_ascii_alphanumeric() || "./-_".contains(letter)), "{name}");
        if name.ends_with(".html") || name.ends_with(".svg") {
            let text = String::from_utf8(bytes).unwrap();
            assert!(!text.contains("<script") && !text.contains("<img") && !text.contains('\u{202e}') && !text.contains('\u{7}'), "{name}");
            assert_eq!(text.matches("</style>").count(), usize::from(name.ends_with(".html")), "{name}");
            if name.ends_with(".svg") {
                let mut reader = quick_xml::Reader::from_str(&text);
                while !matches!(reader.read_event().unwrap_or_else(|error| panic!("{name}: {error}")), quick_xml::events::Event::Eof) {}
            }
        } else if name.ends_with(".csv") {
            let mut table = csv::ReaderBuilder::new().has_headers(false).from_reader(bytes.as_slice());
            for cell in table.records().flat_map(|row| row.unwrap().iter().map(str::to_owned).collect::<Vec<_>>()) {
                assert!(!cell.trim_start().starts_with(['=', '@']), "{name}: {cell}");
            }
        }
    }
    assert_eq!(verify(folder.path(), &["--worlds", "1"]).code, 0);
}
