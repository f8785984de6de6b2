//! The dossier's page in a real browser: no request, no message on the console, readable by assistive technology, fit for paper. Needs Chromium; where
//! there is none the test fails on a build server and says elsewhere that it was left out.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::string_slice, reason = "a test may stop at the first surprise")]
#![allow(clippy::print_stderr, reason = "what is left out is said")]

#[path = "feature/common.rs"]
mod common;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use common::{run, tiny};
use serde_json::Value;

const GUARDS: &str = r#"(metric: "trust", compare: Level, limit: 0.1), (metric: "over_line_share", scope: EachSegment, limit: 0.9)"#;

/// Checks what a person with other senses meets; writes what is wrong into the page.
const CHECKS: &str = r##"
(() => {
  const wrong = [];
  const say = (what, where) => wrong.push(what + ": " + (where && where.outerHTML ? where.outerHTML.slice(0, 160) : where || ""));
  if (!document.documentElement.lang) say("no language");
  if (!document.title.trim()) say("no title");
  const heads = [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")];
  if (heads.filter(head => head.tagName === "H1").length !== 1) say("not exactly one h1");
  heads.reduce((before, head) => {
    const level = Number(head.tagName[1]);
    if (level > before + 1) say("a heading level is left out", head);
    if (!head.textContent.trim()) say("an empty heading", head);
    return level;
  }, 0);
  for (const picture of document.querySelectorAll("img, svg")) {
    const ids = (picture.getAttribute("aria-labelledby") || "").split(/\s+/).filter(Boolean);
    const named = ids.length > 0 && ids.every(id => document.getElementById(id) && document.getElementById(id).textContent.trim());
    if (!named && !picture.getAttribute("aria-label") && !picture.getAttribute("alt")) say("a picture has no name", picture);
    if (!picture.closest("figure") || !picture.closest("figure").querySelector("figcaption")) say("a picture has no caption", picture);
  }
  for (const table of document.querySelectorAll("table")) {
    const columns = table.querySelectorAll("thead th[scope=col]").length;
    const rows = table.querySelectorAll("tbody th[scope=row]").length;
    if (columns + rows === 0) say("a table has no heads", table);
    if (!table.classList.contains("facts") && !table.querySelector("caption")) say("a table has no caption", table);
    for (const head of table.querySelectorAll("th")) if (!head.getAttribute("scope")) say("a head has no scope", head);
  }
  const seen = new Set();
  for (const part of document.querySelectorAll("[id]")) {
    if (seen.has(part.id)) say("an id is there twice: " + part.id);
    seen.add(part.id);
  }
  for (const link of document.querySelectorAll("a[href]")) {
    const target = link.getAttribute("href");
    if (!target.startsWith("#") || !document.getElementById(target.slice(1))) say("a link leads nowhere", link);
  }
  for (const attribute of ["aria-labelledby", "aria-describedby"])
    for (const part of document.querySelectorAll("[" + attribute + "]"))
      for (const id of part.getAttribute(attribute).split(/\s+/)) if (!document.getElementById(id)) say("a name is missing: " + id, part);

  const channels = color => (color.match(/[\d.]+/g) || [0, 0, 0]).map(Number);
  const luminance = ([red, green, blue]) => {
    const linear = value => { value /= 255; return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4; };
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
  };
  const behind = part => {
    for (; part; part = part.parentElement) {
      const color = channels(getComputedStyle(part).backgroundColor);
      if (color.length < 4 || color[3] > 0.99) return color;
    }
    return [255, 255, 255];
  };
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  let looked = 0;
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    const part = text.parentElement;
    if (!text.textContent.trim() || part.closest("script, title, desc, style")) continue;
    const style = getComputedStyle(part);
    const color = channels(part.closest("svg") ? style.fill : style.color);
    const [one, two] = [luminance(color) + 0.05, luminance(part.closest("svg") ? [255, 255, 255] : behind(part)) + 0.05];
    const contrast = Math.max(one, two) / Math.min(one, two);
    if (contrast < 4.5) say("contrast of " + contrast.toFixed(2), part);
    looked += 1;
  }
  const page = document.documentElement;
  if (page.scrollWidth > page.clientWidth) {
    say("wider than the window: " + page.scrollWidth + " of " + page.clientWidth);
    for (const part of document.querySelectorAll("body *")) if (part.getBoundingClientRect().right > page.clientWidth + 1) { say("sticks out", part); break; }
  }
  const answer = document.createElement("pre");
  answer.id = "findings";
  answer.textContent = JSON.stringify({ wrong: wrong.map(text => text.replace(/[<>&]/g, "_")), looked, tables: document.querySelectorAll("table").length,
    figures: document.querySelectorAll("figure svg").length, blanks: document.querySelectorAll(".blank").length });
  document.body.append(answer);
})();
"##;

fn browser() -> Option<PathBuf> {
    if let Some(path) = std::env::var_os("CREEPLINE_CHROMIUM") {
        return Some(path.into());
    }
    let folders: Vec<PathBuf> = std::env::var_os("PATH").map(|path| std::env::split_paths(&path).collect()).unwrap_or_default();
    let names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
    names.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name))).find(|path| path.is_file())
}

fn open(browser: &Path, folder: &Path, page: &Path, more: &[String]) -> Output {
    let profile = folder.join("profile");
    // A proxy that nobody answers on and names that are nobody's: whatever is asked for cannot be had.
    Command::new(browser)
        .args([
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--hide-scrollbars",
            "--no-first-run",
            "--disable-extensions",
            "--disable-dev-shm-usage",
        ])
        .args([
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--disable-default-apps",
            "--metrics-recording-only",
        ])
        .args(["--proxy-server=http://127.0.0.1:9", "--host-resolver-rules=MAP * ~NOTFOUND", "--enable-logging=stderr", "--v=0"])
        .arg(format!("--user-data-dir={}", profile.display()))
        .args(more)
        .arg(format!("file://{}", page.display()))
        .output()
        .expect("the browser starts")
}

fn console(output: &Output) -> Vec<String> {
    String::from_utf8_lossy(&output.stderr).lines().filter(|line| line.contains("CONSOLE")).map(str::to_owned).collect()
}

/// Addresses outside this machine's files that a page asked for. What the browser asks for by itself has no origin and is left out.
fn requests(log: &Path) -> Vec<String> {
    let text = fs::read_to_string(log).expect("the log of requests");
    let log: Value =
        serde_json::from_str(&text).or_else(|_| serde_json::from_str(&format!("{}]}}", text.trim_end().trim_end_matches(',')))).expect("JSON");
    let events = log["events"].as_array().expect("events");
    assert!(!events.is_empty(), "the log of requests is empty");
    let asked = events.iter().filter(|event| event["params"]["initiator"].as_str().is_some_and(|origin| origin != "not an origin"));
    let urls = asked.filter_map(|event| event["params"]["url"].as_str());
    urls.filter(|url| !url.starts_with("file:") && !url.starts_with("data:")).map(str::to_owned).collect()
}

fn look_at(browser: &Path, scenario: &str, decision: &str) {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("shop.ron"), scenario).unwrap();
    fs::write(folder.path().join("decision.ron"), decision).unwrap();
    let ended = run(
        folder.path(),
        &[
            "report",
            "shop.ron",
            "-o",
            "out",
            "--decision",
            "decision.ron",
            "--format",
            "html",
            "--today",
            "2027-01-02",
            "--worlds",
            "2",
            "--no-self-check",
        ],
    );
    assert_eq!(ended.code, 0, "{}", ended.err);
    let page = folder.path().join("out/dossier.html");

    let log = folder.path().join("net.json");
    let opened = open(browser, folder.path(), &page, &["--dump-dom".into(), format!("--log-net-log={}", log.display())]);
    assert!(opened.status.success(), "{}", String::from_utf8_lossy(&opened.stderr));
    assert_eq!(console(&opened), Vec::<String>::new());
    assert_eq!(requests(&log), Vec::<String>::new());
    let dom = String::from_utf8_lossy(&opened.stdout).into_owned();
    assert!(dom.contains("12 What this evidence cannot show"), "the page is not shown");

    // A copy with a script in it: the page itself lets none run.
    let text = fs::read_to_string(&page).unwrap();
    let start = text.find("<meta http-equiv=\"Content-Security-Policy\"").expect("a policy");
    let end = start + text[start..].find('>').unwrap() + 1;
    let copy = format!("{}{}", &text[..start], &text[end..]).replace("</body>", &format!("<script>{CHECKS}</script></body>"));
    let looked = folder.path().join("looked.html");
    fs::write(&looked, copy).unwrap();
    let opened = open(browser, folder.path(), &looked, &["--dump-dom".into(), "--window-size=800,1000".into()]);
    assert_eq!(console(&opened), Vec::<String>::new());
    let dom = String::from_utf8_lossy(&opened.stdout).into_owned();
    let answer = dom.split("<pre id=\"findings\">").nth(1).and_then(|rest| rest.split("</pre>").next()).expect("the checks ran");
    let findings: Value = serde_json::from_str(answer).expect("findings");
    assert_eq!(findings["wrong"].as_array().map(Vec::len), Some(0), "{:#}", findings["wrong"]);
    assert!(
        findings["looked"].as_u64() > Some(500) && findings["tables"].as_u64() > Some(10) && findings["figures"].as_u64() > Some(5),
        "{findings}"
    );
    assert!(findings["blanks"].as_u64() > Some(5), "{findings}");

    // The page with its policy in place lets no script run.
    let held = folder.path().join("held.html");
    fs::write(&held, text.replace("</body>", "<script>document.title = 'it ran'</script></body>")).unwrap();
    let opened = open(browser, folder.path(), &held, &["--dump-dom".into()]);
    assert!(!String::from_utf8_lossy(&opened.stdout).contains("<title>it ran"), "a script ran");
    assert!(console(&opened).iter().any(|line| line.contains("Content Security Policy")), "the policy was not at work");

    let paper = folder.path().join("paper.pdf");
    let printed = open(browser, folder.path(), &page, &[format!("--print-to-pdf={}", paper.display()), "--no-pdf-header-footer".into()]);
    assert!(printed.status.success());
    let pdf = String::from_utf8_lossy(&fs::read(&paper).unwrap()).into_owned();
    let pages = pdf.matches("/Type /Page\n").count().max(pdf.matches("/Type /Page/").count());
    assert!(pages > 5, "{pages} pages");
    assert!(pdf.contains("/FontDescriptor"), "no font is in the printed page");
}

#[test]
fn the_page_asks_for_nothing_and_reads_well() {
    let Some(browser) = browser() else {
        assert!(std::env::var_os("CI").is_none(), "there is no Chromium; install it, or name it in CREEPLINE_CHROMIUM");
        eprintln!("LEFT OUT: there is no Chromium on this machine, so the dossier was not looked at in a browser");
        return;
    };
    // A page that does ask is caught.
    let folder = tempfile::tempdir().unwrap();
    let (page, log) = (folder.path().join("asks.html"), folder.path().join("net.json"));
    fs::write(&page, "<!doctype html><title>x</title><img src=\"https://example.org/x.png\">").unwrap();
    open(&browser, folder.path(), &page, &["--dump-dom".into(), format!("--log-net-log={}", log.display())]);
    assert_eq!(requests(&log), ["https://example.org/x.png"]);

    let decision = r#"(outcome: Some(Reject), name: "A. Reviewer", role: "Ethics board", date: "2027-01-02", purpose: "To see.")"#;
    look_at(&browser, &tiny(GUARDS), decision);
    let long = "verylongwordwithoutanyplacetobreak".repeat(8);
    let hostile = tiny(GUARDS)
        .replace("Tiny shop", "<script>document.title='no'</script> \u{202e}]]> & \\\"q\\\" https://example.org/x.png")
        .replace("\"more\"", &format!("\"=1+1</svg><img src=https://example.org/y.png onerror=alert(1)>{long}\""))
        .replace("For tests.", "url(https://example.org/z.css) </style><link rel=stylesheet href=//example.org> -->");
    look_at(&browser, &hostile, &decision.replace("To see.", &format!("<iframe src=https://example.org></iframe> {long}")));
}
