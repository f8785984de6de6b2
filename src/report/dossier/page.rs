//! The dossier as a page: one file, pictures inside, no script, no request to anywhere, fit for paper in black and white.

use super::model::{Blank, Block, Dossier, NumberedFigure, NumberedTable, Section, SectionState, Tone};
use crate::report::html::escaped;
use crate::report::palette::{LIGHT, Rgb};
use crate::report::picture::Picture;
use crate::report::{ReportError, paint};

/// Longest word that a cell does not break.
const LONG_WORD: usize = 18;
/// Widest figure that stands on an upright page.
const UPRIGHT: f64 = 800.0;

/// The page.
///
/// # Errors
/// When a figure cannot be drawn.
pub fn page(dossier: &Dossier) -> Result<String, ReportError> {
    let mut body = String::from("<a class=\"skip\" href=\"#content\">Skip to the content</a>\n<main id=\"content\">\n<header class=\"front\">\n");
    body.push_str(&format!("<p class=\"banner\">SYNTHETIC PEOPLE: a model, not a forecast</p>\n<h1>{}</h1>\n", escaped(&dossier.title)));
    for block in &dossier.front {
        body.push_str(&block_html(block)?);
    }
    body.push_str("</header>\n<nav aria-labelledby=\"contents\">\n<h2 id=\"contents\">Contents and what is open</h2>\n<ul>\n");
    for section in &dossier.sections {
        let open = if matches!(section.state, SectionState::NeedsWords(_)) { " class=\"open\"" } else { "" };
        body.push_str(&format!(
            "<li><a href=\"#section-{}\">{}</a> <span{open}>{}</span></li>\n",
            section.id.number(),
            escaped(&section.id.heading()),
            escaped(&section.state.words())
        ));
    }
    body.push_str("</ul>\n</nav>\n");
    for section in &dossier.sections {
        body.push_str(&section_html(section)?);
    }
    body.push_str(&format!("</main>\n<footer><p>{}</p></footer>\n", escaped(&dossier.foot)));
    Ok(format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"referrer\" content=\"no-referrer\">\n\
         <link rel=\"icon\" href=\"data:,\">\n<title>{}</title>\n<style>\n{}</style>\n</head>\n<body>\n{body}</body>\n</html>\n",
        escaped(&dossier.title),
        style(&dossier.foot)
    ))
}

fn section_html(section: &Section) -> Result<String, ReportError> {
    let number = section.id.number();
    let mut out = format!(
        "<section id=\"section-{number}\" aria-labelledby=\"heading-{number}\">\n<h2 id=\"heading-{number}\">{}</h2>\n",
        escaped(&section.id.heading())
    );
    if let SectionState::NeedsWords(_) = section.state {
        out.push_str(&format!("<p class=\"state open\">{}</p>\n", escaped(&section.state.words())));
    }
    for block in &section.blocks {
        out.push_str(&block_html(block)?);
    }
    out.push_str("</section>\n");
    Ok(out)
}

fn block_html(block: &Block) -> Result<String, ReportError> {
    Ok(match block {
        Block::Heading(text) => format!("<h3>{}</h3>\n", escaped(text)),
        Block::Lead(text) => format!("<p class=\"lead\">{}</p>\n", escaped(text)),
        Block::Paragraph(text) => format!("<p>{}</p>\n", escaped(text)),
        Block::Code(text) => format!("<p><code>{}</code></p>\n", escaped(text)),
        Block::Callout(tone, text) => {
            let (class, word) = match tone {
                Tone::Note => ("note", "Note"),
                Tone::Warning => ("warning", "Mind"),
            };
            format!("<p class=\"callout {class}\"><strong>{word}:</strong> {}</p>\n", escaped(text))
        }
        Block::List(items) => {
            let items: String = items.iter().map(|item| format!("<li>{}</li>\n", escaped(item))).collect();
            format!("<ul>\n{items}</ul>\n")
        }
        Block::Facts(facts) => {
            let rows: String = facts
                .iter()
                .map(|(name, value)| {
                    format!("<tr><th scope=\"row\"{}>{}</th><td{}>{}</td></tr>\n", long(name), escaped(name), long(value), fact(value))
                })
                .collect();
            format!("<table class=\"facts\">\n<tbody>\n{rows}</tbody>\n</table>\n")
        }
        Block::Table(table) => table_html(table),
        Block::Figure(figure) => figure_html(figure)?,
        Block::Blank(blank) => blank_html(blank),
    })
}

/// A value of the first page; one that is missing looks like a blank.
fn fact(value: &str) -> String {
    if value.contains("[ to be ") { format!("<span class=\"missing\">{}</span>", escaped(value)) } else { escaped(value) }
}

fn blank_html(blank: &Blank) -> String {
    let asks = escaped(&blank.asks);
    match &blank.text {
        Some(text) => format!("<div class=\"written\"><p class=\"asks\">Written by a person ({asks}):</p><p>{}</p></div>\n", escaped(text)),
        None => {
            let needed = if blank.needed { " <strong>needs words</strong>" } else { "" };
            format!("<div class=\"blank\"><p class=\"asks\">To be written by a person: {asks}.{needed}</p></div>\n")
        }
    }
}

/// A mark for cells with a word that would make the table wider than the page.
fn long(cell: &str) -> &'static str {
    if cell.split_whitespace().any(|word| word.chars().count() > LONG_WORD) { " class=\"long\"" } else { "" }
}

fn table_html(numbered: &NumberedTable) -> String {
    let heads: String = numbered.table.columns.iter().map(|head| format!("<th scope=\"col\"{}>{}</th>", long(head), escaped(head))).collect();
    let mut out =
        format!("<table>\n<caption>Table {}. {}</caption>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n", numbered.number, escaped(&numbered.caption));
    for row in &numbered.table.rows {
        let cells = row.iter().enumerate().map(|(column, cell)| match column {
            0 => format!("<th scope=\"row\"{}>{}</th>", long(cell), escaped(cell)),
            _ => format!("<td{}>{}</td>", long(cell), escaped(cell)),
        });
        out.push_str(&format!("<tr>{}</tr>\n", cells.collect::<String>()));
    }
    if numbered.table.rows.is_empty() {
        out.push_str(&format!("<tr><td colspan=\"{}\">nothing to list</td></tr>\n", numbered.table.columns.len().max(1)));
    }
    out.push_str("</tbody>\n</table>\n");
    out
}

fn figure_html(figure: &NumberedFigure) -> Result<String, ReportError> {
    let number = figure.number;
    let wide = if figure.picture.width > UPRIGHT { " class=\"wide\"" } else { "" };
    let sentence = if figure.text.sentence.is_empty() { &figure.text.title } else { &figure.text.sentence };
    Ok(format!(
        "<figure{wide} id=\"figure-{number}\">\n{}\n<figcaption>Figure {number}. {} {}</figcaption>\n</figure>\n\
         <details open>\n<summary>Numbers of figure {number}</summary>\n{}</details>\n",
        inline(number, &figure.picture)?,
        escaped(sentence),
        escaped(&figure.text.caption),
        table_html(&figure.table)
    ))
}

/// A picture as part of the page, its title and description under ids of their own.
fn inline(number: usize, picture: &Picture) -> Result<String, ReportError> {
    let svg = String::from_utf8_lossy(&paint::svg(picture)?).into_owned();
    let svg = svg.replacen("<svg role=\"img\"", &format!("<svg role=\"img\" aria-labelledby=\"picture-{number}-title picture-{number}-words\""), 1);
    let svg = svg.replacen("<title>", &format!("<title id=\"picture-{number}-title\">"), 1);
    Ok(svg.replacen("<desc>", &format!("<desc id=\"picture-{number}-words\">"), 1))
}

fn style(foot: &str) -> String {
    let [text, weak, grid, axis, panel, warning, error, link] =
        [LIGHT.text, LIGHT.weak_text, LIGHT.grid, LIGHT.axis, LIGHT.panel, LIGHT.warning, LIGHT.error, LIGHT.link].map(css);
    // What stands at the foot of a printed page is a string of the style sheet: letters and digits alone get in.
    let foot: String = foot.chars().filter(|letter| letter.is_ascii_alphanumeric() || matches!(letter, ' ' | '.' | ',' | ':' | '-')).collect();
    format!(
        ":root {{ color-scheme: light; }}\n\
         body {{ font: 16px/1.5 system-ui, sans-serif; color: {text}; background: white; margin: 0; overflow-wrap: anywhere; }}\n\
         main, footer {{ max-width: 52rem; margin: 0 auto; padding: 1rem 1.25rem; }}\n\
         .skip {{ position: absolute; left: -999rem; background: white; padding: 0.5rem; }}\n.skip:focus {{ left: 0.5rem; top: 0.5rem; }}\n\
         h1 {{ font-size: 1.75rem; line-height: 1.25; margin: 0.25rem 0 1rem; }}\n\
         h2 {{ font-size: 1.35rem; margin: 3rem 0 0.75rem; border-bottom: 2px solid {text}; padding-bottom: 0.25rem; }}\n\
         h3 {{ font-size: 1.1rem; margin: 1.75rem 0 0.5rem; }}\n\
         .banner {{ font-weight: 600; letter-spacing: 0.03em; margin: 0; }}\n.lead {{ font-size: 1.1rem; font-weight: 600; }}\n\
         footer, figcaption, .asks, caption {{ color: {weak}; }}\na {{ color: {link}; }}\ncode {{ font-family: ui-monospace, monospace; font-size: 0.9rem; }}\n\
         nav ul {{ list-style: none; padding: 0; columns: 18rem 2; column-gap: 2rem; }}\nnav li {{ break-inside: avoid; margin-bottom: 0.3rem; }}\n\
         nav li span {{ color: {weak}; font-size: 0.9rem; }}\nnav li span.open, .state.open {{ color: {error}; font-weight: 600; }}\n\
         table {{ border-collapse: collapse; width: 100%; margin: 0.75rem 0 1.25rem; font-size: 0.875rem; line-height: 1.35; }}\n\
         caption {{ text-align: left; padding: 0.25rem 0; font-size: 0.9rem; }}\n\
         th, td {{ border: 1px solid {grid}; padding: 0.3rem 0.5rem; text-align: left; vertical-align: top; overflow-wrap: break-word; }}\n\
         .long {{ overflow-wrap: anywhere; }}\n\
         thead th {{ background: {panel}; border-bottom: 2px solid {axis}; }}\ntbody th {{ font-weight: 500; }}\n\
         .facts th {{ width: 28%; background: {panel}; font-weight: 600; }}\n\
         figure {{ margin: 1.5rem 0 0.75rem; }}\nfigure svg {{ display: block; max-width: 100%; height: auto; border: 1px solid {grid}; }}\n\
         figcaption {{ margin-top: 0.5rem; font-size: 0.9rem; }}\nsummary {{ cursor: pointer; color: {weak}; font-size: 0.9rem; }}\n\
         .callout {{ border: 1px solid {grid}; border-left: 5px solid {axis}; background: {panel}; padding: 0.6rem 0.8rem; }}\n\
         .callout.warning {{ border-left-color: {warning}; }}\n.callout.warning strong {{ color: {warning}; }}\n\
         .blank {{ border: 2px dashed {axis}; padding: 0.5rem 0.8rem 3.5rem; margin: 0.75rem 0; }}\n.blank .asks {{ margin: 0; }}\n\
         .blank strong, .missing {{ color: {error}; }}\n.missing {{ font-style: italic; }}\n\
         .written {{ border: 1px solid {axis}; padding: 0.5rem 0.8rem; margin: 0.75rem 0; }}\n.written p {{ margin: 0.2rem 0; }}\n\
         @page {{ size: A4; margin: 16mm 15mm 20mm; @bottom-left {{ content: \"{foot}\"; font: 8pt sans-serif; }} \
         @bottom-right {{ content: \"page \" counter(page) \" of \" counter(pages); font: 8pt sans-serif; }} }}\n\
         @page across {{ size: A4 landscape; }}\n\
         @media print {{ body {{ font-size: 10pt; }} main, footer {{ max-width: none; padding: 0; }} .skip {{ display: none; }} footer {{ display: none; }} \
         .front {{ break-after: page; }} h2, h3, caption, .state, p:has(+ figure) {{ break-after: avoid; }} summary {{ display: none; }} figure, tr, .blank, .written, .callout {{ break-inside: avoid; }} \
         thead {{ display: table-header-group; }} figure.wide {{ page: across; }} table {{ font-size: 8.5pt; }} a {{ color: inherit; }} \
         .facts {{ font-size: 9.5pt; }} nav {{ break-after: page; }} }}\n"
    )
}

fn css(color: Rgb) -> String {
    format!("rgb({}, {}, {})", color.red, color.green, color.blue)
}
