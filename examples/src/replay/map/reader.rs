//! Reads a TOML document key by key and collects every fault with its line, instead of stopping
//! at the first.

use std::fmt;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// One thing that is wrong with a map.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MapFault {
    /// The line in the map file, counted from 1; none if the fault is that something is missing.
    pub line: Option<usize>,
    /// The key, such as `time.zone`; empty for the file as a whole.
    pub path: String,
    /// What was expected, and what was got.
    pub message: String,
}

impl fmt::Display for MapFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(line) = self.line {
            write!(f, "line {line}: ")?;
        }
        if !self.path.is_empty() {
            write!(f, "`{}`: ", self.path)?;
        }
        f.write_str(&self.message)
    }
}

/// A value of the document with its place.
#[derive(Debug)]
pub(super) struct Located<T> {
    pub(super) value: T,
    pub(super) path: String,
    pub(super) line: usize,
}

impl<T> Located<T> {
    pub(super) fn with<U>(&self, value: U) -> Located<U> {
        Located {
            value,
            path: self.path.clone(),
            line: self.line,
        }
    }

    pub(super) fn fault(&self, message: String) -> MapFault {
        MapFault {
            line: Some(self.line),
            path: self.path.clone(),
            message,
        }
    }
}

/// The faults found so far, and what is needed to place them.
#[derive(Debug)]
pub(super) struct Faults<'t> {
    text: &'t str,
    pub(super) list: Vec<MapFault>,
}

impl<'t> Faults<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self {
            text,
            list: Vec::new(),
        }
    }

    pub(super) fn line(&self, offset: usize) -> usize {
        let before = self.text.as_bytes().get(..offset).unwrap_or_default();
        1 + before.iter().filter(|&&byte| byte == b'\n').count()
    }

    pub(super) fn missing(&mut self, path: &str, message: &str) {
        self.list.push(MapFault {
            line: None,
            path: path.into(),
            message: message.into(),
        });
    }

    /// Whether a fault was told for a key or below it, so that it need not be told as missing too.
    pub(super) fn has(&self, section: &str, key: &str) -> bool {
        let path = match (section, key) {
            ("", _) => key.to_owned(),
            (_, "") => section.to_owned(),
            _ => format!("{section}.{key}"),
        };
        self.list.iter().any(|fault| {
            let rest = fault.path.strip_prefix(path.as_str());
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
        })
    }

    pub(super) fn at<T>(&mut self, place: &Located<T>, message: String) {
        self.list.push(place.fault(message));
    }
}

/// A table that is read key by key; what remains at the end was not known.
#[derive(Debug)]
pub(super) struct Section<'a, 'i> {
    path: String,
    left: Vec<(&'a str, usize, &'a Spanned<DeValue<'i>>)>,
}

impl<'a, 'i> Section<'a, 'i> {
    pub(super) fn new(path: &str, table: &'a DeTable<'i>) -> Self {
        let left = table
            .iter()
            .map(|(key, value)| (key.get_ref().as_ref(), key.span().start, value))
            .collect();
        Self {
            path: path.into(),
            left,
        }
    }

    pub(super) fn path_of(&self, key: &str) -> String {
        if self.path.is_empty() {
            key.into()
        } else {
            format!("{}.{key}", self.path)
        }
    }

    /// Takes a key out, if it is there.
    pub(super) fn take(
        &mut self,
        key: &str,
        faults: &Faults<'_>,
    ) -> Option<Located<&'a DeValue<'i>>> {
        let index = self.left.iter().position(|(it, ..)| *it == key)?;
        let (key, _, value) = self.left.swap_remove(index);
        Some(Located {
            value: value.get_ref(),
            path: self.path_of(key),
            line: faults.line(value.span().start),
        })
    }

    /// Takes a key out as it stands in the document.
    pub(super) fn spanned(&mut self, key: &str) -> Option<&'a Spanned<DeValue<'i>>> {
        let index = self.left.iter().position(|(it, ..)| *it == key)?;
        let (_, _, value) = self.left.swap_remove(index);
        Some(value)
    }

    pub(super) fn text(&mut self, key: &str, faults: &mut Faults<'_>) -> Option<Located<&'a str>> {
        let found = self.take(key, faults)?;
        as_text(&found, faults)
    }

    pub(super) fn flag(&mut self, key: &str, faults: &mut Faults<'_>) -> Option<bool> {
        let found = self.take(key, faults)?;
        let flag = found.value.as_bool();
        if flag.is_none() {
            let got = found.value.type_str();
            faults.at(&found, format!("expected true or false, got a {got}"));
        }
        flag
    }

    /// A list of texts; a single text is a list of one.
    pub(super) fn texts(
        &mut self,
        key: &str,
        faults: &mut Faults<'_>,
    ) -> Option<Located<Vec<Located<&'a str>>>> {
        let found = self.take(key, faults)?;
        let Some(array) = found.value.as_array() else {
            let only = as_text(&found, faults)?;
            return Some(found.with(vec![only]));
        };
        let mut texts = Vec::new();
        for (i, item) in array.iter().enumerate() {
            let item = Located {
                value: item.get_ref(),
                path: format!("{}[{i}]", found.path),
                line: faults.line(item.span().start),
            };
            texts.push(as_text(&item, faults)?);
        }
        Some(found.with(texts))
    }

    pub(super) fn table(&mut self, key: &str, faults: &mut Faults<'_>) -> Option<Self> {
        let found = self.take(key, faults)?;
        as_table(&found, faults)
    }

    /// The keys that are still there, as texts: for a table whose keys are the host's own.
    pub(super) fn rest(&mut self, faults: &mut Faults<'_>) -> Vec<(&'a str, Located<&'a str>)> {
        let keys: Vec<&str> = self.left.iter().map(|(key, ..)| *key).collect();
        keys.into_iter()
            .filter_map(|key| Some((key, self.text(key, faults)?)))
            .collect()
    }

    /// Whatever was not taken is not a key of this table.
    pub(super) fn end(self, known: &[&str], faults: &mut Faults<'_>) {
        for (key, at, _) in &self.left {
            let place = Located {
                value: (),
                path: self.path_of(key),
                line: faults.line(*at),
            };
            let known = known.join("`, `");
            faults.at(&place, format!("unknown key; expected one of `{known}`"));
        }
    }
}

pub(super) fn as_text<'a>(
    found: &Located<&'a DeValue<'_>>,
    faults: &mut Faults<'_>,
) -> Option<Located<&'a str>> {
    let Some(text) = found.value.as_str() else {
        let got = found.value.type_str();
        faults.at(found, format!("expected a text in quotes, got a {got}"));
        return None;
    };
    Some(found.with(text))
}

pub(super) fn as_table<'a, 'i>(
    found: &Located<&'a DeValue<'i>>,
    faults: &mut Faults<'_>,
) -> Option<Section<'a, 'i>> {
    let Some(table) = found.value.as_table() else {
        let got = found.value.type_str();
        faults.at(found, format!("expected a table, got a {got}"));
        return None;
    };
    Some(Section::new(&found.path, table))
}
