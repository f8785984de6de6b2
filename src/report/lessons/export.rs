//! What a class takes home: a picture with its bet and the result, and a page with the questions.

use super::{LessonPlot, Look};
use crate::lesson::{Lesson, Step};
use crate::report::ReportError;
use crate::report::charts::page;
use crate::report::dossier::{Leaflet, leaflet};
use crate::report::figure::Figure;
use crate::report::html::{escaped, page as html_page};
use crate::report::palette::LIGHT;
use crate::report::picture::{Align, Picture, wrapped};
use crate::scenario::Scenario;

/// Width of the drawing in the picture, in points.
const WIDTH: f64 = 900.0;

/// The picture of a result with the class's bet on it, made to stand alone. `notes` are lines under it: what was bet, how far off it was.
pub fn class_picture(lesson: &Lesson, scenario: &Scenario, plot: &LessonPlot, notes: &[String]) -> Picture {
    let drawing = plot.draw(WIDTH, LIGHT);
    let (mut picture, top) =
        page::begin(WIDTH + 2.0 * page::MARGIN, LIGHT, &plot.text().title, &format!("Lesson: {}. {}", lesson.title, lesson.idea));
    picture.insert(&drawing, (page::MARGIN, top));
    let mut y = top + drawing.height + 16.0;
    for line in notes.iter().flat_map(|note| wrapped(note, 17.0, WIDTH)) {
        picture.text((page::MARGIN, y), line, 17.0, LIGHT.text, Align::Left);
        y += 24.0;
    }
    page::finish_plain(picture, scenario, &plot.text().caption, y)
}

/// One page to print: the idea, the class's picture with bet and result, questions, what to take away, and what the model leaves out.
///
/// # Errors
/// When the page cannot be written.
pub fn printed_hand_out(lesson: &Lesson, plot: &LessonPlot, notes: &[String]) -> Result<Vec<u8>, ReportError> {
    let parts = match lesson.steps.last() {
        Some(Step::Discuss { questions, takeaways, leaves_out, .. }) => {
            vec![("Questions", questions.as_slice()), ("To take away", takeaways.as_slice()), ("What this model leaves out", leaves_out.as_slice())]
        }
        _ => Vec::new(),
    };
    let text = plot.text();
    leaflet(&Leaflet {
        title: &lesson.title,
        lead: &lesson.idea,
        heading: &text.title,
        picture: &plot.draw(WIDTH, LIGHT),
        spoken: &text.sentence,
        caption: &text.caption,
        notes,
        parts: &parts,
        foot: &format!("Creepline {}. Lesson: {}. {} days, seed {}.", env!("CARGO_PKG_VERSION"), lesson.title, lesson.base.days, lesson.base.seed),
    })
}

/// Where the numbers come from.
fn origin(lesson: &Lesson) -> String {
    let base = &lesson.base;
    format!(
        "Synthetic people: a model, not a forecast. {} worlds of {} people, {} days, seed {}. Nothing personal is kept of the class. Creepline {}.",
        base.worlds,
        base.people,
        base.days,
        base.seed,
        env!("CARGO_PKG_VERSION")
    )
}

/// The look of a result on paper.
impl Look {
    /// All of it, as it is on the screen, at a size for paper.
    #[must_use]
    pub fn for_paper(&self) -> Self {
        Self { progress: 1.0, height: 420.0, letters: 17.0, ..self.clone() }
    }
}

/// A page of one lesson: the idea, the class's picture (as SVG), questions, what to take away, and what the model leaves out.
pub fn hand_out(lesson: &Lesson, picture: Option<&str>, notes: &[String]) -> String {
    let mut body = format!("<h1>{}</h1>\n<p class=\"lead\">{}</p>\n", escaped(&lesson.title), escaped(&lesson.idea));
    if let Some(svg) = picture {
        body.push_str(&format!("<figure style=\"margin: 0\">{}</figure>\n", inline(svg)));
    }
    for note in notes {
        body.push_str(&format!("<p>{}</p>\n", escaped(note)));
    }
    if let Some(Step::Discuss { questions, takeaways, leaves_out, .. }) = lesson.steps.last() {
        for (title, tag, list) in
            [("Questions", "ol", questions), ("To take away", "ul", takeaways), ("What this model leaves out", "ul", leaves_out)]
        {
            let items: String = list.iter().map(|item| format!("<li>{}</li>\n", escaped(item))).collect();
            body.push_str(&format!("<section><h2>{title}</h2>\n<{tag}>\n{items}</{tag}></section>\n"));
        }
    }
    body.push_str(&format!("<p class=\"note\">{}</p>\n", escaped(&origin(lesson))));
    html_page(&lesson.title, &body)
}

/// An SVG as part of a page: without its own declaration and the name space that only a file needs, as wide as the page.
fn inline(svg: &str) -> String {
    let start = svg.find("<svg").unwrap_or(0);
    let svg = svg.get(start..).unwrap_or("").replacen(" xmlns=\"http://www.w3.org/2000/svg\"", "", 1);
    svg.replacen("<svg ", "<svg style=\"max-width: 100%; height: auto\" ", 1)
}
