//! Lines of iCalendar text: folded ones put together, and taken apart into name and value.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

/// A line as it stands, folded ones put together, with the number of its first part.
pub(super) struct Raw {
    pub(super) number: usize,
    text: String,
}

/// Puts folded lines together: one that begins with a blank goes on where the last one ended.
pub(super) fn unfold(text: &str) -> Vec<Raw> {
    let mut lines: Vec<Raw> = Vec::new();
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    for (number, line) in (1..).zip(text.lines()) {
        match (line.strip_prefix([' ', '\t']), lines.last_mut()) {
            (Some(rest), Some(last)) => last.text.push_str(rest),
            _ if line.trim().is_empty() => {}
            _ => lines.push(Raw {
                number,
                text: line.to_owned(),
            }),
        }
    }
    lines
}

/// A line taken apart. Names are in capitals.
pub(super) struct Line {
    pub(super) name: String,
    pub(super) params: Vec<(String, String)>,
    pub(super) value: String,
}

impl Line {
    pub(super) fn parse(raw: &Raw) -> Result<Self, String> {
        let expected = || {
            let start: String = raw.text.chars().take(40).collect();
            format!("expected a line such as `NAME:value`, got `{start}`")
        };
        let mut quoted = false;
        let ends = |c: char| {
            quoted ^= c == '"';
            c == ':' && !quoted
        };
        let (head, value) = raw.text.split_once(ends).ok_or_else(expected)?;
        let mut quoted = false;
        let mut parts = head.split(|c: char| {
            quoted ^= c == '"';
            c == ';' && !quoted
        });
        let name = parts.next().unwrap_or_default();
        let is_name = |name: &str| {
            !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        };
        if !is_name(name) {
            return Err(expected());
        }
        let mut params = Vec::new();
        for part in parts {
            let (name, value) = part.split_once('=').ok_or_else(expected)?;
            params.push((
                name.to_ascii_uppercase(),
                value.trim_matches('"').to_owned(),
            ));
        }
        Ok(Self {
            name: name.to_ascii_uppercase(),
            params,
            value: value.trim().to_owned(),
        })
    }
}

/// A text value with its escapes resolved.
pub(super) fn unescape(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some('n' | 'N') => plain.push(' '),
                Some(c) => plain.push(c),
                None => {}
            },
            c => plain.push(c),
        }
    }
    plain
}
