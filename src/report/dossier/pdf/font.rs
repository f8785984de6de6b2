//! The bundled font as the layout needs it: widths, lines, and which letters it has.

use std::collections::BTreeMap;
use std::sync::Arc;

use krilla::text::Font;
use ttf_parser::Face;

use crate::report::ReportError;

/// Size of the font's own measure.
const EM: f32 = 1_000.0;
/// What stands for a letter that the font does not have.
const MISSING: char = '?';

/// The bundled font.
pub struct Type {
    /// For the writer.
    pub font: Font,
    face: Face<'static>,
    widths: BTreeMap<char, f32>,
}

impl Type {
    /// The bundled font, read once.
    pub fn new() -> Result<Self, ReportError> {
        let bytes: &'static [u8] = epaint_default_fonts::UBUNTU_LIGHT;
        let face = Face::parse(bytes, 0).map_err(|_| ReportError::Font)?;
        let font = Font::new(Arc::new(bytes.to_vec()).into(), 0).ok_or(ReportError::Font)?;
        Ok(Self { font, face, widths: BTreeMap::new() })
    }

    /// A text with the letters that the font has; others are shown as a question mark.
    pub fn written(&self, text: &str) -> String {
        text.chars().map(|letter| if self.has(letter) { letter } else { MISSING }).collect()
    }

    fn has(&self, letter: char) -> bool {
        letter.is_ascii_graphic() || letter == ' ' || self.face.glyph_index(letter).is_some()
    }

    /// Width of a text in points, measured anew.
    pub fn measure(&self, text: &str, size: f32) -> f32 {
        text.chars().map(|letter| self.advance(letter)).sum::<f32>() * size / EM
    }

    /// Width of a text in points; widths of letters are kept.
    pub fn width(&mut self, text: &str, size: f32) -> f32 {
        text.chars().map(|letter| self.letter(letter)).sum::<f32>() * size / EM
    }

    fn letter(&mut self, letter: char) -> f32 {
        if let Some(width) = self.widths.get(&letter) {
            return *width;
        }
        let width = self.advance(letter);
        self.widths.insert(letter, width);
        width
    }

    fn advance(&self, letter: char) -> f32 {
        let glyph = self.face.glyph_index(letter).or_else(|| self.face.glyph_index(MISSING));
        let advance = glyph.and_then(|glyph| self.face.glyph_hor_advance(glyph)).map_or(600.0, f32::from);
        advance * EM / f32::from(self.face.units_per_em().max(1))
    }

    /// A text broken into lines of at most a width: between words, and inside a word that is wider than a line.
    pub fn lines(&mut self, text: &str, size: f32, width: f32) -> Vec<String> {
        // Kerning is not counted; a hair of room makes up for it.
        let room = 0.99 * width;
        let mut lines: Vec<String> = Vec::new();
        let mut line = String::new();
        let mut used = 0.0;
        let space = self.width(" ", size);
        for word in self.written(text).split_whitespace() {
            let own = self.width(word, size);
            if !line.is_empty() && used + space + own <= room {
                line.push(' ');
                line.push_str(word);
                used += space + own;
                continue;
            }
            if !line.is_empty() {
                lines.push(std::mem::take(&mut line));
            }
            used = 0.0;
            for letter in word.chars() {
                let wide = self.letter(letter) * size / EM;
                if used + wide > room && !line.is_empty() {
                    lines.push(std::mem::take(&mut line));
                    used = 0.0;
                }
                line.push(letter);
                used += wide;
            }
        }
        if !line.is_empty() {
            lines.push(line);
        }
        lines
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_keep_within_the_width_and_lose_nothing() {
        let mut font = Type::new().expect("the bundled font");
        let text = format!("short words, then one {} and an end", "w".repeat(300));
        let lines = font.lines(&text, 10.0, 120.0);
        assert!(lines.iter().all(|line| font.width(line, 10.0) <= 120.0));
        let bare = |text: &str| text.split_whitespace().collect::<String>();
        assert_eq!(bare(&lines.join("")), bare(&text));
        assert!(font.lines("", 10.0, 100.0).is_empty());
    }

    #[test]
    fn letters_that_are_not_there_are_marked() {
        let font = Type::new().expect("the bundled font");
        assert_eq!(font.written("Ärger 漢"), "Ärger ?");
    }
}
