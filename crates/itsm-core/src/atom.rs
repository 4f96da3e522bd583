//! Atoms: one test of one attribute, checked against the attribute's domain and made ready to run.

use crate::attribute::{Attribute, Domain, Domains, Kind, Value};
use crate::draft::{DraftTest, Literal};
use crate::fault::Faults;
use crate::place::Place;
use crate::text::{self, Form};
use crate::time::Instant;
use alloc::boxed::Box;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use smol_str::SmolStr;
use uuid::Uuid;

/// The longest text that a condition can compare with.
const MAX_TEXT: usize = 160;

/// A test of an attribute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Atom<A> {
    pub(crate) attribute: A,
    pub(crate) test: Test,
    /// What was written; boxed, because evaluation does not read it.
    pub(crate) draft: Box<DraftTest>,
}

/// A test in a form of its own: two drafts that ask the same of an attribute become the same test.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Test {
    Boolean(bool),
    Contains(SmolStr),
    ContainsId(Uuid),
    /// Sorted.
    IdIn(Vec<Uuid>),
    Instant(Order, Instant),
    /// Sorted, at least two.
    IntegerIn(Vec<i64>),
    /// Empty when `low` is greater than `high`.
    IntegerWithin {
        low: i64,
        high: i64,
    },
    Known {
        kind: Kind,
        known: bool,
    },
    /// Sorted. Level comparisons become the set of labels that pass, so that to run them needs no scale.
    TextIn(Vec<SmolStr>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Order {
    Above,
    AtLeast,
    AtMost,
    Below,
}

impl Order {
    fn holds<T: Ord + ?Sized>(self, it: &T, bound: &T) -> bool {
        match self {
            Self::Above => it > bound,
            Self::AtLeast => it >= bound,
            Self::AtMost => it <= bound,
            Self::Below => it < bound,
        }
    }
}

impl Test {
    /// Whether a value passes. A value of another kind is as good as none: unknown.
    #[inline]
    pub(crate) fn check(&self, value: Option<Value<'_>>) -> Option<bool> {
        if let Self::Known { kind, known } = self {
            return Some(value.is_some_and(|value| value.kind() == *kind) == *known);
        }
        Some(match (self, value?) {
            (Self::Boolean(yes), Value::Boolean(it)) => it == *yes,
            (Self::Contains(member), Value::TextSet(set)) => set.has(member),
            (Self::ContainsId(member), Value::IdSet(set)) => set.has(member),
            (Self::IdIn(them), Value::Id(it)) => them.binary_search(&it).is_ok(),
            (Self::Instant(order, bound), Value::Instant(it)) => order.holds(&it, bound),
            (Self::IntegerIn(them), Value::Integer(it)) => them.binary_search(&it).is_ok(),
            (Self::IntegerWithin { low, high }, Value::Integer(it)) => *low <= it && it <= *high,
            (Self::TextIn(them), Value::Text(it)) => {
                them.binary_search_by(|one| one.as_str().cmp(it)).is_ok()
            }
            _ => return None,
        })
    }

    fn integers(mut them: Vec<i64>) -> Self {
        them.sort_unstable();
        them.dedup();
        match them.as_slice() {
            [it] => Self::IntegerWithin {
                low: *it,
                high: *it,
            },
            _ => Self::IntegerIn(them),
        }
    }

    fn ids(mut them: Vec<Uuid>) -> Self {
        them.sort_unstable();
        them.dedup();
        Self::IdIn(them)
    }

    fn texts(mut them: Vec<SmolStr>) -> Self {
        them.sort_unstable();
        them.dedup();
        Self::TextIn(them)
    }

    fn integer_order(order: Order, bound: i64) -> Self {
        const NONE: Test = Test::IntegerWithin { low: 1, high: 0 };
        match order {
            Order::AtLeast => Self::IntegerWithin {
                low: bound,
                high: i64::MAX,
            },
            Order::AtMost => Self::IntegerWithin {
                low: i64::MIN,
                high: bound,
            },
            Order::Above => bound
                .checked_add(1)
                .map_or(NONE, |low| Self::IntegerWithin {
                    low,
                    high: i64::MAX,
                }),
            Order::Below => bound
                .checked_sub(1)
                .map_or(NONE, |high| Self::IntegerWithin {
                    low: i64::MIN,
                    high,
                }),
        }
    }
}

impl<A: Attribute> Atom<A> {
    /// Checks a draft against the vocabulary and its domains; notes every fault it finds.
    pub(crate) fn compile(
        name: &str,
        draft: &DraftTest,
        place: &Place<'_>,
        domains: &(impl Domains<A> + ?Sized),
        faults: &mut Faults,
    ) -> Option<Self> {
        let known = A::parse(name).and_then(|it| domains.domain(&it).map(|domain| (it, domain)));
        let Some((attribute, domain)) = known else {
            faults.add(
                place.key("attribute").to_string(),
                "condition.attribute.unknown",
                format!(
                    "{} is not an attribute under this policy",
                    Literal::from(name)
                ),
            );
            return None;
        };
        let at = place.key(draft.operator());
        let test = Reader {
            attribute: name,
            domain: &domain,
            faults,
        }
        .test(draft, &at)?;
        Some(Self {
            attribute,
            test,
            draft: Box::new(draft.clone()),
        })
    }
}

/// Reads the operand of one test.
struct Reader<'a> {
    attribute: &'a str,
    domain: &'a Domain,
    faults: &'a mut Faults,
}

impl Reader<'_> {
    fn test(&mut self, draft: &DraftTest, at: &Place<'_>) -> Option<Test> {
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
        Some(more) if more > 0 => message.push_str(&format!(" and {more} more")),
        _ if texts.is_empty() => message.push_str(" nothing: it has no values"),
        _ => {}
    }
    message
}
