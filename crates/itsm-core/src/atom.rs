//! Atoms: one test of one attribute, checked against the attribute's domain and made ready to run.

use crate::attribute::{Attribute, Domains, Kind, Value};
use crate::draft::{DraftTest, Literal};
use crate::fault::Faults;
use crate::operand::Reader;
use crate::place::Place;
use crate::time::Instant;
use alloc::boxed::Box;
use alloc::format;
use alloc::string::ToString;
use alloc::vec::Vec;
use smol_str::SmolStr;
use uuid::Uuid;

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
    pub(crate) fn holds<T: Ord + ?Sized>(self, it: &T, bound: &T) -> bool {
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

    pub(crate) fn integers(mut them: Vec<i64>) -> Self {
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

    pub(crate) fn ids(mut them: Vec<Uuid>) -> Self {
        them.sort_unstable();
        them.dedup();
        Self::IdIn(them)
    }

    pub(crate) fn texts(mut them: Vec<SmolStr>) -> Self {
        them.sort_unstable();
        them.dedup();
        Self::TextIn(them)
    }

    pub(crate) fn integer_order(order: Order, bound: i64) -> Self {
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
        let test = Reader::new(name, &domain, faults).test(draft, &at)?;
        Some(Self {
            attribute,
            test,
            draft: Box::new(draft.clone()),
        })
    }
}
