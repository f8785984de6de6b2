//! What the tests of the command line share.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may stop at the first surprise")]
#![allow(dead_code, reason = "each test file uses a part")]

use std::path::Path;

use assert_cmd::Command;

/// The program, run inside a folder, with nothing of the caller's terminal.
pub fn creepline(folder: &Path) -> Command {
    let mut command = assert_cmd::cargo::cargo_bin_cmd!("creepline");
    command.current_dir(folder).env("NO_COLOR", "1").env_remove("RUST_BACKTRACE");
    command
}

/// What a command printed and how it ended.
pub struct Ended {
    pub code: i32,
    pub out: String,
    pub err: String,
}

/// Runs the program to its end.
pub fn run(folder: &Path, arguments: &[&str]) -> Ended {
    let output = creepline(folder).args(arguments).output().expect("the program starts");
    Ended {
        code: output.status.code().expect("the program ends by itself"),
        out: String::from_utf8(output.stdout).expect("text"),
        err: String::from_utf8(output.stderr).expect("text"),
    }
}

/// Names of everything in a folder, sorted.
pub fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").file_name().to_string_lossy().into()).collect();
    names.sort();
    names
}

/// A scenario that is flown in a moment; `guardrails` is the inside of its list.
pub fn tiny(guardrails: &str) -> String {
    format!(
        r#"// A tiny shop.
(
    version: 1,
    name: "Tiny shop",
    story: "For tests.",
    population: (customers: 200),
    catalog: (items: 60),
    variants: [
        (name: "base", policy: (contacts: [(channel: "email", per_week: 1.0), (channel: "site")])),
        (name: "more", policy: (contacts: [(channel: "email", per_week: 7.0), (channel: "site")])),
    ],
    experiment: (seed: 7, worlds: 3, days: 10, baseline: "base", guardrails: [{guardrails}]),
)
"#
    )
}
