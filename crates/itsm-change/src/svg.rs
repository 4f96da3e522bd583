//! Pictures as texts: the few shapes that the chart is made of.

use alloc::format;
use alloc::string::String;
use core::fmt::Write as _;

/// A picture in the making. Nothing that is written into a text can fail.
#[derive(Debug, Default)]
pub(crate) struct Picture {
    body: String,
}

impl Picture {
    pub(crate) fn line(&mut self, class: &str, from: (f64, f64), to: (f64, f64)) {
        let ((x1, y1), (x2, y2)) = (from, to);
        let _ = writeln!(
            self.body,
            "<line class=\"{class}\" x1=\"{x1:.1}\" y1=\"{y1:.1}\" x2=\"{x2:.1}\" y2=\"{y2:.1}\"/>"
        );
    }

    /// A box, with what is shown when somebody points at it.
    pub(crate) fn boxed(&mut self, class: &str, at: (f64, f64), size: (f64, f64), title: &str) {
        let ((x, y), (width, height)) = (at, size);
        let title = if title.is_empty() {
            String::new()
        } else {
            format!("<title>{}</title>", escaped(title))
        };
        let _ = writeln!(
            self.body,
            "<rect class=\"{class}\" x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\">{title}</rect>"
        );
    }

    /// A text that begins at a point, or ends there.
    pub(crate) fn text(&mut self, class: &str, at: (f64, f64), ends: bool, text: &str) {
        let (x, y) = at;
        let anchor = if ends { " text-anchor=\"end\"" } else { "" };
        let text = escaped(text);
        let _ = writeln!(
            self.body,
            "<text class=\"{class}\" x=\"{x:.1}\" y=\"{y:.1}\"{anchor}>{text}</text>"
        );
    }

    /// The whole, on a white ground.
    pub(crate) fn finish(self, (width, height): (f64, f64), name: &str, style: &str) -> String {
        let (name, body) = (escaped(name), self.body);
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width:.0}\" height=\"{height:.0}\" viewBox=\"0 0 {width:.0} {height:.0}\" role=\"img\">\n<title>{name}</title>\n<style>{style}</style>\n<rect width=\"{width:.0}\" height=\"{height:.0}\" style=\"fill:#fff\"/>\n{body}</svg>\n"
        )
    }
}

/// A text that is cut where it gets wider than so many letters.
pub(crate) fn cut(text: &str, letters: usize) -> String {
    if text.chars().count() <= letters {
        return text.into();
    }
    let kept = letters.saturating_sub(1);
    let mut short: String = text.chars().take(kept).collect();
    short.truncate(short.trim_end().len());
    short.push('\u{2026}');
    short
}

/// A text of XML, without characters that XML has no word for.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => escaped.push(' '),
            c => escaped.push(c),
        }
    }
    escaped
}
