//! Flying published findings from the command line: every shape of the card, exit codes, files that are refused.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop at the first surprise")]

use std::fs;
use std::path::Path;

use crate::common::run;
use serde_json::Value;

/// A small study with a name that wants to be markup; `low` is the lower end of its band.
fn study(low: f64) -> String {
    format!(
        r#"// A small study.
(
    id: "X1 <script>",
    title: "A name & <b>more</b>",
    citation: "Nobody | 2020",
    evidence: FromMemory(Low),
    published: "A name is \"noticed\".",
    base: "lab",
    people: 200,
    worlds: 3,
    days: 1,
    conditions: [
        (name: "plain"),
        (name: "named", patches: [("variants[0].policy.fixed", (on: true, explicitness: 0.3))]),
    ],
    outcome: (of: Metric("answer_chance")),
    comparisons: [
        (label: "named <against> plain", expect: Band(of: Ratio(Of("named"), Of("plain")), low: {low:?}), centre: 1.2, from: Design),
    ],
)
"#
    )
}

fn folder(low: f64) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("x.ron"), study(low)).unwrap();
    folder
}

fn printed(folder: &Path, format: &str) -> String {
    let ended = run(folder, &["validate", "x.ron", "--quiet", "--format", format]);
    assert_eq!((ended.code, ended.err.as_str()), (0, ""), "{}", ended.out);
    ended.out
}

#[test]
fn a_finding_is_flown_and_the_exit_code_says_whether_it_came_out() {
    let fine = folder(1.1);
    let ended = run(fine.path(), &["validate", "x.ron"]);
    assert_eq!(ended.code, 0, "{}", ended.err);
    assert!(ended.out.contains("[ok] named <against> plain") && ended.out.contains("1 of 1 inside, 0 outside"), "{}", ended.out);
    assert!(ended.out.contains("from memory, low confidence") && ended.out.contains("Synthetic people"), "{}", ended.out);
    let broken = folder(1.5);
    let ended = run(broken.path(), &["validate", "x.ron"]);
    assert_eq!(ended.code, 4);
    assert!(ended.out.contains("[XX] named <against> plain") && ended.out.contains("0 of 1 inside, 1 outside"), "{}", ended.out);
    let (_, failures) = ended.out.split_once("What does not come out:").expect("failures are gathered at the end");
    assert!(failures.contains("[XX] X1 <script> named <against> plain") && failures.contains("expected at least 1.5"), "{failures}");
    let page = run(broken.path(), &["validate", "x.ron", "--format", "html"]).out;
    let place = |part: &str| page.find(part).unwrap_or_else(|| panic!("{part}\n{page}"));
    assert!(place("What does not come out") < place("At a glance") && place("At a glance") < place("<h2>Other findings</h2>"));
    assert_eq!(page.matches("<svg class=\"strip\"").count(), 2, "drawn in the list of failures and beside the comparison");
    assert!(page.contains("what came out lies below the band"));
}

#[test]
fn a_bundled_finding_goes_by_its_id_and_threads_change_nothing() {
    let folder = folder(1.1);
    let of = |threads: &str| run(folder.path(), &["validate", "c45", "x.ron", "--format", "json", "--threads", threads]);
    let (one, three) = (of("1"), of("3"));
    assert_eq!((one.code, one.out.as_str()), (0, three.out.as_str()));
    let document: Value = serde_json::from_str(&one.out).unwrap();
    assert_eq!((&document["schema"], &document["comparisons"]), (&"creepline.validate/1".into(), &2.into()));
    assert_eq!((&document["findings"][0]["id"], &document["findings"][1]["id"]), (&"C45".into(), &"X1 <script>".into()));
    let row = &document["findings"][0]["comparisons"][0];
    let mean = row["found"]["mean"].as_f64().unwrap();
    assert!((0.50..=0.62).contains(&mean) && row["verdict"] == "inside", "{row}");
}

#[test]
fn the_card_comes_in_every_shape() {
    let folder = folder(1.1);
    let path = folder.path();
    let table = printed(path, "csv");
    let mut lines = csv::Reader::from_reader(table.as_bytes());
    assert_eq!(lines.headers().unwrap().get(0), Some("id"));
    let rows: Vec<csv::StringRecord> = lines.records().map(Result::unwrap).collect();
    assert_eq!((rows.len(), rows[0].get(0), rows[0].get(13)), (1, Some("X1 <script>"), Some("inside")));
    assert!(rows[0].get(9).unwrap().parse::<f64>().unwrap() > 1.1);
    let markdown = printed(path, "md");
    assert!(markdown.contains("## X1 \\<script\\>") && markdown.contains("Nobody \\| 2020"), "{markdown}");

    let page = printed(path, "html");
    assert!(page.starts_with("<!doctype html>") && page.contains("<table>") && page.contains("1 of 1 inside"));
    assert!(page.contains("X1 &lt;script&gt;") && page.contains("A name &amp; &lt;b&gt;more&lt;/b&gt;"), "names cannot leave their place");
    for outside in ["<script", "http://", "https://", "src=", "@import", "url("] {
        assert!(!page.contains(outside), "nothing is loaded: {outside}");
    }
    assert!(page.contains("href=\"#f-X1--script-\"") && page.contains("id=\"f-X1--script-\""), "links stay within the page");
    let ended = run(path, &["validate", "x.ron", "--format", "html", "-o", "card.html"]);
    assert_eq!((ended.code, ended.out.as_str()), (0, ""));
    assert_eq!(fs::read_to_string(path.join("card.html")).unwrap(), page);
}

#[test]
fn what_is_no_finding_is_refused_with_its_place() {
    let folder = folder(1.1);
    let path = folder.path();
    fs::write(path.join("bad.ron"), study(1.1).replace("Metric(\"answer_chance\")", "Metric(\"answer_chanse\")")).unwrap();
    fs::write(path.join("worse.ron"), study(1.1).replace("people:", "peple:")).unwrap();
    let ended = run(path, &["validate", "bad.ron", "worse.ron"]);
    assert_eq!((ended.code, ended.out.as_str()), (3, ""));
    assert!(ended.err.contains("--> bad.ron:16:14") && ended.err.contains("did you mean `answer_chance`?"), "{}", ended.err);
    assert!(ended.err.contains("--> worse.ron:9:") && ended.err.contains("did you mean `people`?"), "every file's problems at once\n{}", ended.err);
    let ended = run(path, &["validate", "C444"]);
    assert_eq!(ended.code, 1);
    assert!(ended.err.contains("no bundled finding called `C444`"), "{}", ended.err);
    let ended = run(path, &["validate", "missing.ron"]);
    assert_eq!(ended.code, 1);
    assert!(ended.err.contains("error[V001]"), "{}", ended.err);
}
