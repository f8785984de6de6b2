//! Flying a scenario from the command line: results in every shape, kept runs, exit codes.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop at the first surprise")]

use std::fs;
use std::path::Path;

use crate::common::{names, run, tiny};
use creepline::store;
use serde_json::Value;

const LOOSE: &str = r#"(metric: "over_line_share", limit: 0.9), (metric: "churn_cum", scope: EachSegment, limit: 0.9)"#;

fn shop(guardrails: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("shop.ron"), tiny(guardrails)).unwrap();
    folder
}

fn json(folder: &Path, arguments: &[&str]) -> Value {
    let all: Vec<&str> = ["run", "shop.ron", "--no-save", "--format", "json"].iter().chain(arguments).copied().collect();
    let ended = run(folder, &all);
    serde_json::from_str(&ended.out).unwrap_or_else(|error| panic!("{error}\n{}\n{}", ended.out, ended.err))
}

/// Every key with the kind of its value; lists by their first item. What a reader of the document relies on.
fn outline(value: &Value, path: &str, out: &mut Vec<String>) {
    match value {
        Value::Object(fields) => fields.iter().for_each(|(key, value)| outline(value, &format!("{path}.{key}"), out)),
        Value::Array(items) => match items.first() {
            Some(first) => outline(first, &format!("{path}[]"), out),
            None => out.push(format!("{path}: empty list")),
        },
        Value::Null => out.push(format!("{path}: null")),
        Value::Bool(_) => out.push(format!("{path}: bool")),
        Value::Number(_) => out.push(format!("{path}: number")),
        Value::String(_) => out.push(format!("{path}: text")),
    }
}

fn without_timings(mut document: Value) -> Value {
    for key in ["cpu_seconds", "wall_seconds"] {
        assert!(document[key].as_f64().unwrap() >= 0.0);
        document[key] = "redacted".into();
    }
    document
}

#[test]
fn the_json_document_keeps_its_shape() {
    let folder = shop(LOOSE);
    let document = without_timings(json(folder.path(), &[]));
    let mut lines = Vec::new();
    outline(&document, "", &mut lines);
    insta::assert_snapshot!("json_outline", lines.join("\n"));
    assert_eq!(document["customer_days"], 200 * 10 * 3 * 3);
    assert_eq!(document["baseline"], "base");
    assert_eq!(document["variants"], serde_json::json!(["none", "base", "more"]));
    assert_eq!(document["metrics"].as_array().unwrap().len(), creepline::scenario::Metric::ALL.len());
}

#[test]
fn undefined_numbers_are_null_with_a_reason() {
    let folder = shop(LOOSE);
    let document = json(folder.path(), &["--worlds", "1"]);
    fn look(value: &Value, seen: &mut usize) {
        match value {
            Value::Object(fields) => {
                for (key, value) in fields {
                    if value.is_null() && matches!(key.as_str(), "level" | "difference" | "compared") {
                        let reason = fields.get(&format!("{key}_reason")).and_then(Value::as_str).unwrap();
                        assert!(!reason.is_empty());
                        *seen += 1;
                    }
                    look(value, seen);
                }
            }
            Value::Array(items) => items.iter().for_each(|item| look(item, seen)),
            _ => {}
        }
    }
    let mut seen = 0;
    look(&document, &mut seen);
    assert!(seen > 10, "the twin has no slates");
}

#[test]
fn threads_change_nothing() {
    let folder = shop(LOOSE);
    for format in ["human", "csv", "md"] {
        let one = run(folder.path(), &["run", "shop.ron", "--no-save", "--threads", "1", "--format", format]);
        let three = run(folder.path(), &["run", "shop.ron", "--no-save", "--threads", "3", "--format", format]);
        assert!(!one.out.is_empty());
        assert_eq!(one.out, three.out, "{format}");
    }
    assert_eq!(without_timings(json(folder.path(), &["--threads", "1"])), without_timings(json(folder.path(), &["--threads", "3"])));
}

#[test]
fn the_long_table_has_a_value_or_a_reason_in_each_row() {
    let folder = shop("");
    let ended = run(folder.path(), &["run", "shop.ron", "--format", "csv", "-o", "shop.csv", "--no-save", "-q"]);
    assert_eq!((ended.code, ended.out.as_str(), ended.err.as_str()), (0, "", ""), "the result goes to the file, and quiet is quiet");
    assert_eq!(names(folder.path()), ["shop.csv", "shop.ron"]);
    let mut table = csv::Reader::from_path(folder.path().join("shop.csv")).unwrap();
    assert_eq!(table.headers().unwrap().iter().collect::<Vec<_>>(), ["variant", "world", "day", "segment", "group", "metric", "value", "reason"]);
    let mut rows = 0;
    for row in table.records() {
        let row = row.unwrap();
        assert_ne!(row[6].is_empty(), row[7].is_empty(), "{row:?}");
        assert!(row[6].is_empty() || row[6].parse::<f64>().unwrap().is_finite());
        rows += 1;
    }
    assert!(rows > 1_000);
}

#[test]
fn a_kept_run_opens_as_it_was() {
    let folder = shop(LOOSE);
    let ended = run(folder.path(), &["run", "shop.ron"]);
    assert_eq!(ended.code, 0, "{}{}", ended.out, ended.err);
    let kept = names(&folder.path().join("runs"));
    assert_eq!(kept.len(), 1);
    assert!(kept[0].starts_with("tiny-shop-") && kept[0].ends_with("-7"), "{kept:?}");
    let path = folder.path().join("runs").join(&kept[0]);
    assert_eq!(names(&path), ["ledger.bin", "manifest.ron", "metrics.parquet", "scenario.ron"]);

    let opened = store::open(&path).unwrap();
    let elsewhere = folder.path().join("elsewhere");
    let again = store::save(&opened, &elsewhere).unwrap();
    for name in ["ledger.bin", "metrics.parquet", "scenario.ron"] {
        assert_eq!(fs::read(path.join(name)).unwrap(), fs::read(again.folder.join(name)).unwrap(), "{name}");
    }
    let mut csv = Vec::new();
    creepline::report::tables::write_csv(&opened, &mut csv).unwrap();
    assert_eq!(String::from_utf8(csv).unwrap(), run(folder.path(), &["run", "shop.ron", "--no-save", "--format", "csv"]).out);

    let second = run(folder.path(), &["run", "shop.ron"]);
    assert!(second.err.contains("kept already in"), "{}", second.err);
    assert_eq!(names(&folder.path().join("runs")), kept, "the same run is kept once");
    run(folder.path(), &["run", "shop.ron", "--seed", "8", "--save", "elsewhere"]);
    assert_eq!(names(&elsewhere).len(), 2);
}

#[test]
fn a_damaged_run_is_an_error_and_never_a_panic() {
    let folder = shop(LOOSE);
    run(folder.path(), &["run", "shop.ron", "--save", "kept", "--worlds", "1"]);
    let kept = folder.path().join("kept");
    let path = kept.join(&names(&kept)[0]);
    for name in ["ledger.bin", "scenario.ron", "manifest.ron"] {
        let whole = fs::read(path.join(name)).unwrap();
        for broken in [&whole[..whole.len() / 2], b"", b"\xff\xff"] {
            fs::write(path.join(name), broken).unwrap();
            let message = store::open(&path).unwrap_err().to_string();
            assert!(message.contains(name), "{message}");
        }
        let mut turned = whole.clone();
        let middle = turned.len() / 2;
        turned[middle] ^= 1;
        fs::write(path.join(name), &turned).unwrap();
        assert!(name == "manifest.ron" || store::open(&path).is_err(), "{name}");
        fs::remove_file(path.join(name)).unwrap();
        assert!(store::open(&path).unwrap_err().to_string().contains("not a whole run"));
        fs::write(path.join(name), whole).unwrap();
    }
    assert!(store::open(&path).is_ok());
    let manifest = fs::read_to_string(path.join("manifest.ron")).unwrap();
    fs::write(path.join("manifest.ron"), manifest.replacen("format: 1", "format: 2", 1)).unwrap();
    assert!(store::open(&path).unwrap_err().to_string().contains("run format 2, this build reads 1; nothing was changed"));
}

#[test]
fn the_parquet_table_is_the_long_table() {
    use parquet::file::reader::{FileReader, SerializedFileReader};
    use parquet::record::RowAccessor;
    let folder = shop("");
    run(folder.path(), &["run", "shop.ron", "--save", "kept", "--worlds", "1"]);
    let kept = folder.path().join("kept");
    let path = kept.join(&names(&kept)[0]);
    let reader = SerializedFileReader::new(fs::File::open(path.join("metrics.parquet")).unwrap()).unwrap();
    let rows = reader.get_row_iter(None).unwrap().map(Result::unwrap);
    let run = store::open(&path).unwrap();
    let mut count = 0;
    for (row, expected) in rows.zip(creepline::experiment::long_rows(&run)) {
        assert_eq!(row.get_string(0).unwrap().as_str(), &*expected.variant);
        assert_eq!(row.get_long(2).unwrap(), expected.day as i64);
        assert_eq!(row.get_string(5).unwrap().as_str(), expected.metric.id());
        assert_eq!(row.get_double(6).ok(), expected.value);
        assert_eq!(row.get_string(7).ok().map(String::as_str), expected.reason.as_deref());
        count += 1;
    }
    assert_eq!(count, creepline::experiment::long_rows(&run).count());
}

#[test]
fn exit_codes_say_how_it_stands() {
    let code = |guardrails: &str, more: &[&str]| {
        let folder = shop(guardrails);
        let ended = run(folder.path(), &[&["run", "shop.ron", "--no-save"], more].concat());
        (ended.code, ended.out + &ended.err)
    };
    assert_eq!(code(LOOSE, &[]).0, 0);
    assert_eq!(code("", &[]).0, 0);
    let (crossed, said) = code(r#"(metric: "unsubscribe_cum", limit: -0.5)"#, &[]);
    assert_eq!(crossed, 4, "{said}");
    assert!(said.contains("crosses limit: more, unsubscribe_cum, all customers"), "{said}");
    let (unknown, said) = code(LOOSE, &["--worlds", "1"]);
    assert_eq!(unknown, 5, "{said}");
    assert!(said.contains("cannot tell yet"), "{said}");
}

#[test]
fn options_that_make_no_sense_are_wrong_usage() {
    let folder = shop(r#"(metric: "trust", from_day: 5, bound: AtLeast, limit: -0.9)"#);
    for (arguments, part) in [
        (&["--variant", "mor"][..], "did you mean `more`?"),
        (&["--worlds", "0"], "--worlds: worlds is 0, allowed is 1 to 10000"),
        (&["--people", "0"], "--people: customers is 0"),
        (&["--days", "3"], "--days: counts from day 5, but the run ends on day 3"),
        (&["--threads", "0"], "0 is not in 1..=1024"),
        (&["--save", "x", "--no-save"], "cannot be used with"),
    ] {
        let ended = run(folder.path(), &[&["run", "shop.ron"], arguments].concat());
        assert_eq!(ended.code, 2, "{}", ended.err);
        assert!(ended.err.contains(part), "{part}\n{}", ended.err);
    }
    assert_eq!(names(folder.path()), ["shop.ron"], "nothing is written");
    let ended = run(folder.path(), &["run", "nowhere.ron"]);
    assert_eq!(ended.code, 1);
    assert!(ended.err.contains("there is no such file"), "{}", ended.err);
}

#[test]
fn one_variant_is_flown_beside_the_baseline() {
    let folder = shop("");
    let document = json(folder.path(), &["--variant", "more", "--people", "50", "--days", "5", "--worlds", "2"]);
    assert_eq!(document["variants"], serde_json::json!(["none", "base", "more"]));
    let document = json(folder.path(), &["--variant", "base"]);
    assert_eq!(document["variants"], serde_json::json!(["none", "base"]));
}

#[test]
fn a_result_that_cannot_be_written_leaves_the_old_one() {
    let folder = shop("");
    let ended = run(folder.path(), &["run", "shop.ron", "--no-save", "-o", "missing/out.txt"]);
    assert_eq!(ended.code, 1);
    assert!(ended.err.contains("the result was not written"), "{}", ended.err);
    fs::write(folder.path().join("blocked"), "a file where a folder is wanted").unwrap();
    let ended = run(folder.path(), &["run", "shop.ron", "--save", "blocked"]);
    assert_eq!(ended.code, 1);
    assert!(ended.err.contains("the run was not kept") && ended.out.contains("Tiny shop"), "the result is printed all the same\n{}", ended.err);
}

#[cfg(unix)]
#[test]
fn an_interrupted_run_keeps_its_finished_worlds() {
    use std::process::{Command, Stdio};
    let folder = shop("");
    let start = |worlds: &str| {
        Command::new(env!("CARGO_BIN_EXE_creepline"))
            .args(["run", "shop.ron", "--people", "300", "--days", "30", "--worlds", worlds])
            .current_dir(folder.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap()
    };
    let child = start("5000");
    std::thread::sleep(std::time::Duration::from_secs(4));
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    let output = child.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(130), "{said}");
    assert!(said.contains("of 5000 worlds are finished"), "{said}");
    let kept = folder.path().join("runs");
    let run = store::open(&kept.join(&names(&kept)[0])).unwrap();
    assert_eq!(run.completion, creepline::simulate::Completion::Partial);
    assert!(!run.worlds.is_empty() && run.worlds.len() < 5_000);
}
