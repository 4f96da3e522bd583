//! Operands: reads what stands behind an operator, and says exactly what is wrong with it.

use crate::atom::{Order, Test};
use crate::attribute::Domain;
use crate::draft::{DraftTest, Literal};
use crate::fault::Faults;
use crate::place::Place;
use crate::text::{self, Form};
use crate::time::Instant;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt::Write as _;
use smol_str::SmolStr;
use uuid::Uuid;

/// The longest text that a condition can compare with.
const MAX_TEXT: usize = 160;

/// Reads the operand of one test.
pub(crate) struct Reader<'a> {
    attribute: &'a str,
    domain: &'a Domain,
    faults: &'a mut Faults,
}

impl<'a> Reader<'a> {
    pub(crate) const fn new(
        attribute: &'a str,
        domain: &'a Domain,
        faults: &'a mut Faults,
    ) -> Self {
        Self {
            attribute,
            domain,
            faults,
        }
    }

    pub(crate) fn test(&mut self, draft: &DraftTest, at: &Place<'_>) -> Option<Test> {
        let (order, bound) = match draft {
            DraftTest::Known(known) => {
                return Some(Test::Known {
                    kind: self.domain.kind(),
                    known: *known,
                });
            }
            DraftTest::Is(it) => return self.is(it, at),
            DraftTest::In(them) => return self.is_in(them, at),
            DraftTest::Contains(it) => return self.contains(it, at),
            DraftTest::Above(it) => (Order::Above, it),
            DraftTest::AtLeast(it) => (Order::AtLeast, it),
            DraftTest::AtMost(it) => (Order::AtMost, it),
            DraftTest::Below(it) => (Order::Below, it),
        };
        match self.domain {
            Domain::Integer { .. } => self
                .integer(bound, at)
                .map(|bound| Test::integer_order(order, bound)),
            Domain::Instant => self
                .instant(bound, at)
                .map(|bound| Test::Instant(order, bound)),
            Domain::Level(labels) => {
                let bound = self.text(bound, at)?;
                // The first level is the most important: to be above it is to stand before it.
                let place = labels.iter().position(|it| *it == bound.as_str())?;
                Some(Test::texts(
                    labels
                        .iter()
                        .enumerate()
                        .filter(|(i, _)| order.holds(&place, i))
                        .map(|(_, label)| label.as_str().into())
                        .collect(),
                ))
            }
            _ => self.unfit(at, "an integer, an instant or a level"),
        }
    }

    fn is(&mut self, it: &Literal, at: &Place<'_>) -> Option<Test> {
        match self.domain {
            Domain::Boolean => match it {
                Literal::Boolean(yes) => Some(Test::Boolean(*yes)),
                _ => self.wrong(at, "`true` or `false`", it),
            },
            Domain::Integer { .. } => self.integer(it, at).map(|n| Test::integers([n].into())),
            Domain::Id => self.id(it, at).map(|id| Test::ids([id].into())),
            Domain::Choice(_) | Domain::Level(_) | Domain::Text => {
                self.text(it, at).map(|text| Test::texts([text].into()))
            }
            Domain::IdSet | Domain::Instant | Domain::TextSet => self.unfit(
                at,
                "a boolean, a choice, an id, an integer, a level or a text",
            ),
        }
    }

    fn is_in(&mut self, them: &[Literal], at: &Place<'_>) -> Option<Test> {
        if them.is_empty() {
            self.faults.add(
                at.to_string(),
                "condition.in.empty",
                "the list is empty, expected at least one value",
            );
            return None;
        }
        match self.domain {
            Domain::Integer { .. } => self.list(them, at, Self::integer).map(Test::integers),
            Domain::Id => self.list(them, at, Self::id).map(Test::ids),
            Domain::Choice(_) | Domain::Level(_) | Domain::Text => {
                self.list(them, at, Self::text).map(Test::texts)
            }
            _ => self.unfit(at, "a choice, an id, an integer, a level or a text"),
        }
    }

    fn contains(&mut self, it: &Literal, at: &Place<'_>) -> Option<Test> {
        match self.domain {
            Domain::TextSet => self.text(it, at).map(Test::Contains),
            Domain::IdSet => self.id(it, at).map(Test::ContainsId),
            _ => self.unfit(at, "a set"),
        }
    }

    /// Reads every value of a list, so that all its faults are found.
    fn list<T>(
        &mut self,
        them: &[Literal],
        at: &Place<'_>,
        read: fn(&mut Self, &Literal, &Place<'_>) -> Option<T>,
    ) -> Option<Vec<T>> {
        let read: Vec<Option<T>> = them
            .iter()
            .enumerate()
            .map(|(i, it)| read(self, it, &at.item(i)))
            .collect();
        read.into_iter().collect()
    }

    fn integer(&mut self, it: &Literal, at: &Place<'_>) -> Option<i64> {
        let Literal::Integer(n) = it else {
            return self.wrong(at, "an integer", it);
        };
        match self.domain {
            Domain::Integer { min, max } if n < min || n > max => {
                let (min, max) = (*min, *max);
                self.outside(at, &format!("expected {min} to {max}"), it)
            }
            _ => Some(*n),
        }
    }

    fn instant(&mut self, it: &Literal, at: &Place<'_>) -> Option<Instant> {
        let read = match it {
            Literal::Text(text) => chrono::DateTime::parse_from_rfc3339(text).ok(),
            _ => None,
        };
        match read {
            Some(instant) => Some(instant.to_utc()),
            None => self.wrong(at, "an instant as RFC 3339 text", it),
        }
    }

    fn id(&mut self, it: &Literal, at: &Place<'_>) -> Option<Uuid> {
        let read = match it {
            Literal::Text(text) => Uuid::parse_str(text).ok(),
            _ => None,
        };
        match read {
            Some(id) => Some(id),
            None => self.wrong(at, "a UUID as text", it),
        }
    }

    fn text(&mut self, it: &Literal, at: &Place<'_>) -> Option<SmolStr> {
        let Literal::Text(text) = it else {
            return self.wrong(at, "a text", it);
        };
        match self.domain {
            Domain::Choice(texts) | Domain::Level(texts) => {
                if !texts.contains(text) {
                    let expected = shortened(texts);
                    return self.outside(at, &expected, it);
                }
            }
            _ => {
                let checked = text::check(text, Form::Line, MAX_TEXT);
                self.faults
                    .take(&at.to_string(), "condition.literal.text", checked)?;
            }
        }
        Some(text.as_str().into())
    }

    fn unfit<T>(&mut self, at: &Place<'_>, expected: &str) -> Option<T> {
        let got = match self.domain {
            Domain::Boolean => "a boolean",
            Domain::Choice(_) => "a choice",
            Domain::Id => "an id",
            Domain::IdSet | Domain::TextSet => "a set",
            Domain::Instant => "an instant",
            Domain::Integer { .. } => "an integer",
            Domain::Level(_) => "a level",
            Domain::Text => "a text",
        };
        self.faults.add(
            at.to_string(),
            "condition.operator.unfit",
            format!(
                "the operator is for {expected}, and `{}` is {got}",
                self.attribute
            ),
        );
        None
    }

    fn wrong<T>(&mut self, at: &Place<'_>, expected: &str, got: &Literal) -> Option<T> {
        self.faults.add(
            at.to_string(),
            "condition.literal.kind",
            format!("{got} is not {expected}, as `{}` needs", self.attribute),
        );
        None
    }

    fn outside<T>(&mut self, at: &Place<'_>, expected: &str, got: &Literal) -> Option<T> {
        self.faults.add(
            at.to_string(),
            "condition.literal.outside",
            format!(
                "{got} is not a value that `{}` can take, {expected}",
                self.attribute
            ),
        );
        None
    }
}

/// The values that would have been right, as many as fit in a message.
fn shortened(texts: &[String]) -> String {
    const SHOWN: usize = 12;
    let mut message = String::from("expected");
    for (i, text) in texts.iter().take(SHOWN).enumerate() {
        message.push_str(if i > 0 { ", `" } else { " `" });
        message.push_str(text);
        message.push('`');
    }
    match texts.len().checked_sub(SHOWN) {
        Some(more) if more > 0 => {
            let _ = write!(message, " and {more} more");
        }
        _ if texts.is_empty() => message.push_str(" nothing: it has no values"),
        _ => {}
    }
    message
}
