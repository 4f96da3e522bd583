//! Pictures as texts: the few shapes that the pictures here are made of, and how texts are fitted
//! into them.
//!
//! Whatever was cut is there in full in the `<title>` of its shape, which a browser shows when
//! somebody points at it.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt::Write as _;

/// How wide a letter is on average, at the size of 12.
const LETTER: f64 = 6.7;
/// The same of scripts whose letters fill a square.
const SQUARE: f64 = 12.5;

const STYLE: &str = "\
text{font:12px system-ui,-apple-system,'Segoe UI',Roboto,'DejaVu Sans',sans-serif;fill:#1b1f24}\
.title{font-size:16px;font-weight:600}.strong{font-weight:600}.faint{fill:#57606a;font-size:11px}\
path,line{fill:none;stroke:#57606a;stroke-width:1}\
rect{fill:#f6f8fa;stroke:#8a949e;stroke-width:1}";

/// Where a text stands from its point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Anchor {
    Start,
    Middle,
    End,
}

/// A picture in the making.
#[derive(Debug)]
pub(crate) struct Picture {
    body: String,
}

impl Picture {
    pub(crate) const fn new() -> Self {
        Self {
            body: String::new(),
        }
    }

    pub(crate) fn line(&mut self, class: &str, from: (f64, f64), to: (f64, f64)) {
        let ((x1, y1), (x2, y2)) = (from, to);
        let class = attribute(class);
        let _ = writeln!(
            self.body,
            "<line{class} x1=\"{x1:.0}\" y1=\"{y1:.0}\" x2=\"{x2:.0}\" y2=\"{y2:.0}\"/>"
        );
    }

    pub(crate) fn path(&mut self, class: &str, d: &str) {
        let class = attribute(class);
        let _ = writeln!(self.body, "<path{class} d=\"{d}\"/>");
    }

    /// A box, with what is to be shown of it when somebody points at it.
    pub(crate) fn boxed(&mut self, class: &str, at: (f64, f64), size: (f64, f64), title: &str) {
        let ((x, y), (width, height)) = (at, size);
        let (class, title) = (attribute(class), titled(title));
        let _ = writeln!(
            self.body,
            "<rect{class} x=\"{x:.0}\" y=\"{y:.0}\" width=\"{width:.0}\" height=\"{height:.0}\">{title}</rect>"
        );
    }

    pub(crate) fn dot(&mut self, class: &str, at: (f64, f64), radius: f64, title: &str) {
        let ((x, y), class, title) = (at, attribute(class), titled(title));
        let _ = writeln!(
            self.body,
            "<circle{class} cx=\"{x:.0}\" cy=\"{y:.0}\" r=\"{radius:.0}\">{title}</circle>"
        );
    }

    /// Lines of text, the first at this height; `full` is shown when somebody points at it.
    pub(crate) fn text<T: AsRef<str>>(
        &mut self,
        class: &str,
        anchor: Anchor,
        at: (f64, f64),
        lines: &[T],
        full: &str,
    ) {
        self.turned(class, anchor, at, 0.0, lines, full);
    }

    /// The same, turned by so many degrees around its point.
    pub(crate) fn turned<T: AsRef<str>>(
        &mut self,
        class: &str,
        anchor: Anchor,
        at: (f64, f64),
        degrees: f64,
        lines: &[T],
        full: &str,
    ) {
        let (x, y) = at;
        let anchor = match anchor {
            Anchor::Start => "",
            Anchor::Middle => " text-anchor=\"middle\"",
            Anchor::End => " text-anchor=\"end\"",
        };
        let turn = if degrees == 0.0 {
            String::new()
        } else {
            format!(" transform=\"rotate({degrees:.0} {x:.0} {y:.0})\"")
        };
        let (class, title) = (attribute(class), titled(full));
        let _ = write!(
            self.body,
            "<text{class} x=\"{x:.0}\" y=\"{y:.0}\"{anchor}{turn}>{title}"
        );
        for (place, line) in lines.iter().enumerate() {
            let line = escaped(line.as_ref());
            let _ = if place == 0 {
                write!(self.body, "{line}")
            } else {
                write!(self.body, "<tspan x=\"{x:.0}\" dy=\"14\">{line}</tspan>")
            };
        }
        self.body.push_str("</text>\n");
    }

    /// The whole, on a white ground.
    pub(crate) fn finish(self, size: (f64, f64), name: &str, style: &str) -> String {
        let ((width, height), body) = (size, self.body);
        let name = escaped(name);
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width:.0}\" height=\"{height:.0}\" viewBox=\"0 0 {width:.0} {height:.0}\" role=\"img\">\n<title>{name}</title>\n<style>{STYLE}{style}</style>\n<rect width=\"{width:.0}\" height=\"{height:.0}\" style=\"fill:#fff;stroke:none\"/>\n{body}</svg>\n"
        )
    }
}

fn attribute(class: &str) -> String {
    if class.is_empty() {
        String::new()
    } else {
        format!(" class=\"{class}\"")
    }
}

fn titled(title: &str) -> String {
    if title.is_empty() {
        String::new()
    } else {
        format!("<title>{}</title>", escaped(title))
    }
}

/// How wide a text is, by the usual width of letters at this size.
pub(crate) fn width(text: &str) -> f64 {
    text.chars().map(letter).sum()
}

fn letter(c: char) -> f64 {
    if matches!(c, '\u{1100}'..='\u{11ff}' | '\u{2e80}'..='\u{ffef}' | '\u{1f300}'..='\u{1faff}') {
        SQUARE
    } else {
        LETTER
    }
}

/// A text in lines of at most this width, and in at most so many of them: the last one tells by its
/// end that more follows.
pub(crate) fn wrapped(text: &str, widest: f64, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    let mut cut = false;
    'words: for word in text.split_whitespace() {
        let space = if line.is_empty() { "" } else { " " };
        if width(&line) + width(space) + width(word) <= widest {
            line.push_str(space);
            line.push_str(word);
            continue;
        }
        if !line.is_empty() {
            lines.push(core::mem::take(&mut line));
        }
        // A word that is longer than a line is broken wherever the line ends.
        for c in word.chars() {
            if width(&line) + letter(c) > widest {
                lines.push(core::mem::take(&mut line));
            }
            if lines.len() >= most {
                cut = true;
                break 'words;
            }
            line.push(c);
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    if lines.len() > most || cut {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            while width(last) + LETTER > widest && last.pop().is_some() {}
            last.push('\u{2026}');
        }
    }
    lines
}

/// A number for a picture, which need not be exact.
#[expect(
    clippy::cast_precision_loss,
    reason = "a picture has fewer points than this has digits"
)]
pub(crate) const fn real(number: u64) -> f64 {
    number as f64
}

/// A count for a picture.
pub(crate) fn count(number: usize) -> f64 {
    f64::from(u32::try_from(number).unwrap_or(u32::MAX))
}

/// A text of XML, without characters that XML has no word for.
pub(crate) fn escaped(text: &str) -> String {
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
