//! Pages that stand on their own: one file, no request to anywhere, readable without scripts, fit for paper.

use super::palette::{LIGHT, Rgb};

/// Text with the signs that HTML takes for its own written out, control characters left out.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' | '\t' => out.push(' '),
            letter if letter.is_control() => {}
            letter => out.push(letter),
        }
    }
    out
}

/// A whole page around a body. Nothing may be loaded from anywhere.
pub fn page(title: &str, body: &str) -> String {
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{}</title>\n<style>\n{}</style>\n</head>\n<body>\n<main>\n\
         {body}</main>\n</body>\n</html>\n",
        escaped(title),
        style()
    )
}

fn style() -> String {
    let [text, weak, grid, axis, panel, worse, better, warning, link] =
        [LIGHT.text, LIGHT.weak_text, LIGHT.grid, LIGHT.axis, LIGHT.panel, LIGHT.worse, LIGHT.better, LIGHT.warning, LIGHT.link].map(css);
    format!(
        "body {{ font: 16px/1.45 system-ui, sans-serif; color: {text}; margin: 0; }}\n\
         main {{ max-width: 72rem; margin: 0 auto; padding: 1.5rem; }}\n\
         h1 {{ font-size: 1.6rem; }}\nh2 {{ font-size: 1.3rem; margin-top: 2.5rem; }}\nh3 {{ font-size: 1.1rem; margin-top: 2rem; }}\n\
         .lead {{ font-size: 1.1rem; font-weight: 600; }}\n.source, .note, small {{ color: {weak}; }}\na {{ color: {link}; }}\n\
         table {{ border-collapse: collapse; width: 100%; margin: 0.75rem 0; }}\n\
         th, td {{ border: 1px solid {grid}; padding: 0.35rem 0.5rem; text-align: left; vertical-align: top; }}\n\
         th {{ background: {panel}; }}\n.number {{ text-align: right; white-space: nowrap; }}\n\
         .verdict {{ font-weight: 600; }}\n.verdict small {{ font-weight: 400; }}\n\
         .fine {{ color: {better}; }}\n.bad {{ color: {worse}; }}\n.open {{ color: {warning}; }}\n\
         .strip {{ display: block; margin-top: 0.3rem; }}\n.strip .band {{ fill: {grid}; }}\n.strip .axis {{ stroke: {axis}; }}\n\
         .strip .interval {{ stroke: {text}; stroke-width: 2.5; }}\n.strip .found {{ fill: {text}; }}\n\
         @media print {{ main {{ max-width: none; padding: 0; }} body {{ font-size: 10pt; }} section, tr {{ break-inside: avoid; }} \
         thead {{ display: table-header-group; }} }}\n"
    )
}

fn css(color: Rgb) -> String {
    format!("rgb({}, {}, {})", color.red, color.green, color.blue)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_name_can_leave_its_place() {
        let hostile = "<script>alert('x')</script> & \"quoted\"\u{7}\nnext";
        let safe = escaped(hostile);
        assert_eq!(safe, "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;quoted&quot; next");
        let page = page(hostile, "<p>body</p>");
        assert!(!page.contains("<script") && !page.contains("http://") && !page.contains("https://"));
    }
}
