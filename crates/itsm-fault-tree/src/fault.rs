//! Faults: everything that is wrong with a draft, at once, each with its place.

use alloc::string::String;
use alloc::vec::Vec;
use core::cmp::Ordering;
use core::fmt;
use core::iter::Peekable;
use core::str::Chars;

/// One thing that is wrong with a draft.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Fault {
    /// Where: a path into the draft, such as `gates[2].inputs[0]`.
    pub path: String,
    /// Which rule it breaks, such as `fault_tree.input.unknown`.
    pub rule: &'static str,
    /// What was expected and what was there.
    pub message: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.path.is_empty() {
            write!(f, "{}: ", self.path)?;
        }
        write!(f, "{} ({})", self.message, self.rule)
    }
}

/// All faults of a draft, in the order of their paths. Never empty when returned as an error.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(transparent))]
pub struct Faults(Vec<Fault>);

impl Faults {
    /// No faults yet.
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// Notes one more.
    pub fn add(&mut self, path: impl Into<String>, rule: &'static str, message: impl Into<String>) {
        self.0.push(Fault {
            path: path.into(),
            rule,
            message: message.into(),
        });
    }

    /// The value, if there is one and no fault was noted; else the faults, in order.
    pub fn or<T>(mut self, value: Option<T>) -> Result<T, Self> {
        match value {
            Some(value) if self.0.is_empty() => Ok(value),
            _ => {
                self.0
                    .sort_by(|a, b| in_order(&a.path, &b.path).then_with(|| a.cmp(b)));
                self.0.dedup();
                Err(self)
            }
        }
    }

    /// The faults.
    pub fn iter(&self) -> core::slice::Iter<'_, Fault> {
        self.0.iter()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// The order of paths as people count: `gates[2]` before `gates[10]`.
// A copy of what the core does with its faults: this crate is a leaf, and knows no other.
fn in_order(a: &str, b: &str) -> Ordering {
    let (mut a, mut b) = (a.chars().peekable(), b.chars().peekable());
    loop {
        let (x, y) = (a.peek().copied(), b.peek().copied());
        let digits = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        let order = if digits(x) && digits(y) {
            let number = |it: &mut Peekable<Chars<'_>>| {
                let mut text = String::new();
                while let Some(digit) = it.next_if(char::is_ascii_digit) {
                    if !(text.is_empty() && digit == '0') {
                        text.push(digit);
                    }
                }
                (text.len(), text)
            };
            number(&mut a).cmp(&number(&mut b))
        } else {
            a.next();
            b.next();
            x.cmp(&y)
        };
        if order != Ordering::Equal || (x.is_none() && y.is_none()) {
            return order;
        }
    }
}

impl<'a> IntoIterator for &'a Faults {
    type Item = &'a Fault;
    type IntoIter = core::slice::Iter<'a, Fault>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, fault) in self.0.iter().enumerate() {
            if i > 0 {
                f.write_str("; ")?;
            }
            fmt::Display::fmt(fault, f)?;
        }
        Ok(())
    }
}

impl core::error::Error for Faults {}
