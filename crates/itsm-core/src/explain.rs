//! Explanations: which part of a condition decided, and which value it saw.

use crate::atom::Atom;
use crate::attribute::{Attribute, Subject, Value};
use crate::condition::{Condition, Node};
use crate::draft::DraftTest;
use crate::time::Instant;
use alloc::boxed::Box;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;
use uuid::Uuid;

/// A value as it was seen, kept for the record.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(untagged))]
#[non_exhaustive]
pub enum Seen {
    /// Yes or no.
    Boolean(bool),
    /// An id.
    Id(Uuid),
    /// Several ids, in their order.
    Ids(Vec<Uuid>),
    /// A point in time.
    Instant(Instant),
    /// A whole number.
    Integer(i64),
    /// A text, a choice or a level.
    Text(String),
    /// Several texts, in their order.
    Texts(Vec<String>),
}

impl From<Value<'_>> for Seen {
    fn from(value: Value<'_>) -> Self {
        match value {
            Value::Boolean(yes) => Self::Boolean(yes),
            Value::Id(id) => Self::Id(id),
            Value::IdSet(set) => {
                let mut ids = Vec::new();
                set.each(&mut |id| ids.push(*id));
                ids.sort_unstable();
                Self::Ids(ids)
            }
            Value::Instant(at) => Self::Instant(at),
            Value::Integer(n) => Self::Integer(n),
            Value::Text(text) => Self::Text(text.into()),
            Value::TextSet(set) => {
                let mut texts: Vec<String> = Vec::new();
                set.each(&mut |text| texts.push(text.into()));
                texts.sort_unstable();
                Self::Texts(texts)
            }
        }
    }
}

impl fmt::Display for Seen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fn list<T: fmt::Display>(f: &mut fmt::Formatter<'_>, them: &[T]) -> fmt::Result {
            for (i, it) in them.iter().enumerate() {
                write!(f, "{}`{it}`", if i > 0 { ", " } else { "" })?;
            }
            if them.is_empty() {
                f.write_str("nothing")
            } else {
                Ok(())
            }
        }
        match self {
            Self::Boolean(yes) => write!(f, "`{yes}`"),
            Self::Id(id) => write!(f, "`{id}`"),
            Self::Ids(ids) => list(f, ids),
            Self::Instant(at) => {
                write!(
                    f,
                    "`{}`",
                    at.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true)
                )
            }
            Self::Integer(n) => write!(f, "`{n}`"),
            Self::Text(text) => write!(f, "`{text}`"),
            Self::Texts(texts) => list(f, texts),
        }
    }
}

/// How a condition, or one part of it, came out.
///
/// Unlike [`Condition::eval`] it looks at every part, so that a person sees all that was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// True, false, or `None`: unknown.
    pub outcome: Option<bool>,
    /// What was asked.
    pub clause: Clause,
}

/// A part of a condition, with the explanations of its own parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Clause {
    /// All of them.
    All(Vec<Explanation>),
    /// One of them.
    Any(Vec<Explanation>),
    /// Not this.
    Not(Box<Explanation>),
    /// A test of one attribute.
    Is {
        /// The attribute's name.
        attribute: String,
        /// What was asked of it.
        test: DraftTest,
        /// The value it had; `None` if it was not known.
        value: Option<Seen>,
    },
}

impl<A: Attribute> Condition<A> {
    /// Evaluates it and says how each part came out.
    pub fn explain(&self, subject: &(impl Subject<A> + ?Sized)) -> Explanation {
        self.root.explain(subject)
    }
}

impl<A: Attribute> Node<A> {
    fn explain(&self, subject: &(impl Subject<A> + ?Sized)) -> Explanation {
        let explain = |parts: &[Self]| -> Vec<Explanation> {
            parts.iter().map(|part| part.explain(subject)).collect()
        };
        match self {
            Self::All(parts) => {
                let parts = explain(parts);
                Explanation {
                    outcome: settled(&parts, false),
                    clause: Clause::All(parts),
                }
            }
            Self::Any(parts) => {
                let parts = explain(parts);
                Explanation {
                    outcome: settled(&parts, true),
                    clause: Clause::Any(parts),
                }
            }
            Self::Not(inner) => {
                let inner = inner.explain(subject);
                Explanation {
                    outcome: inner.outcome.map(|it| !it),
                    clause: Clause::Not(Box::new(inner)),
                }
            }
            Self::Is(Atom {
                attribute,
                test,
                draft,
            }) => {
                let value = subject.value(attribute);
                Explanation {
                    outcome: test.check(value),
                    clause: Clause::Is {
                        attribute: attribute.to_string(),
                        test: DraftTest::clone(draft),
                        value: value.map(Seen::from),
                    },
                }
            }
        }
    }
}

fn settled(parts: &[Explanation], settling: bool) -> Option<bool> {
    let any = |outcome| parts.iter().any(|part| part.outcome == outcome);
    if any(Some(settling)) {
        Some(settling)
    } else if any(None) {
        None
    } else {
        Some(!settling)
    }
}

impl Explanation {
    /// The tests that decided, in the order of the condition: those that made it true, or false, or
    /// left it unknown. None for "always" and "never".
    pub fn because(&self) -> Vec<&Self> {
        let mut because = Vec::new();
        self.collect(&mut because);
        because
    }

    fn collect<'a>(&'a self, because: &mut Vec<&'a Self>) {
        match &self.clause {
            Clause::All(parts) | Clause::Any(parts) => parts
                .iter()
                .filter(|part| part.outcome == self.outcome)
                .for_each(|part| part.collect(because)),
            Clause::Not(inner) => inner.collect(because),
            Clause::Is { .. } => because.push(self),
        }
    }
}

impl fmt::Display for Explanation {
    /// One line: the outcome, and the tests that decided with the values they saw.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.outcome {
            Some(true) => "true",
            Some(false) => "false",
            None => "unknown",
        })?;
        for (i, it) in self.because().into_iter().enumerate() {
            f.write_str(if i > 0 { "; " } else { ": " })?;
            if let Clause::Is {
                attribute,
                test,
                value,
            } = &it.clause
            {
                match (it.outcome, value) {
                    (Some(true), Some(seen)) => write!(f, "`{attribute}` {test}, it is {seen}")?,
                    (Some(true), None) => write!(f, "`{attribute}` {test}")?,
                    (_, Some(seen)) => write!(f, "`{attribute}` asked {test}, it is {seen}")?,
                    (_, None) => write!(f, "`{attribute}` asked {test}, it is not known")?,
                }
            }
        }
        Ok(())
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Explanation {
    /// The condition's own shape, with an `outcome` in every part and the `value` that a test saw.
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeMap;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("outcome", &self.outcome)?;
        match &self.clause {
            Clause::All(parts) => map.serialize_entry("all", parts)?,
            Clause::Any(parts) => map.serialize_entry("any", parts)?,
            Clause::Not(inner) => map.serialize_entry("not", inner)?,
            Clause::Is {
                attribute,
                test,
                value,
            } => {
                map.serialize_entry("attribute", attribute)?;
                test.entry(&mut map)?;
                map.serialize_entry("value", value)?;
            }
        }
        map.end()
    }
}
