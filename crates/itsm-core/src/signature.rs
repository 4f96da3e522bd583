//! Signatures: the outcomes that all tests of one attribute can have together.
//!
//! They come from representative values (each literal, the gaps between, the ends of the domain,
//! and "not known"), so that a combination that no value can have (`above 20` and `below 10`) is
//! never among them, and one that some value has always is.

use crate::atom::Test;
use crate::attribute::{Domain, Value};
use crate::time::Instant;
use alloc::collections::BTreeSet;
use alloc::string::String;
use alloc::vec::Vec;
use chrono::TimeDelta;
use uuid::Uuid;

// A set of possible outcomes.
pub(crate) const TRUE: u8 = 1;
pub(crate) const FALSE: u8 = 2;
pub(crate) const UNKNOWN: u8 = 4;
pub(crate) const ANYTHING: u8 = TRUE | FALSE | UNKNOWN;

const fn outcome(it: Option<bool>) -> u8 {
    match it {
        Some(true) => TRUE,
        Some(false) => FALSE,
        None => UNKNOWN,
    }
}

/// The outcomes that the tests of one attribute can have together, over its domain and "not known".
pub(crate) fn signatures(domain: Option<&Domain>, tests: &[&Test]) -> BTreeSet<Vec<u8>> {
    let mut seen = BTreeSet::new();
    let mut see = |value: Option<Value<'_>>| {
        seen.insert(
            tests
                .iter()
                .map(|test| outcome(test.check(value)))
                .collect(),
        );
    };
    see(None);
    match domain {
        None => {}
        Some(Domain::Boolean) => [false, true]
            .into_iter()
            .for_each(|it| see(Some(Value::Boolean(it)))),
        Some(Domain::Choice(labels) | Domain::Level(labels)) => {
            for it in labels {
                see(Some(Value::Text(it)));
            }
        }
        Some(Domain::Id) => ids(tests)
            .into_iter()
            .for_each(|it| see(Some(Value::Id(it)))),
        Some(Domain::IdSet) => subsets(&members_of(tests, |test| match test {
            Test::ContainsId(member) => Some(*member),
            _ => None,
        }))
        .iter()
        .for_each(|it| see(Some(Value::IdSet(it)))),
        Some(Domain::Instant) => instants(tests)
            .into_iter()
            .for_each(|it| see(Some(Value::Instant(it)))),
        Some(Domain::Integer { min, max }) => integers(*min, *max, tests)
            .into_iter()
            .for_each(|it| see(Some(Value::Integer(it)))),
        Some(Domain::Text) => texts(tests)
            .iter()
            .for_each(|it| see(Some(Value::Text(it)))),
        Some(Domain::TextSet) => subsets(&members_of(tests, |test| match test {
            Test::Contains(member) => Some(member.as_str()),
            _ => None,
        }))
        .iter()
        .for_each(|it| see(Some(Value::TextSet(it)))),
    }
    seen
}

/// Both ends, each literal, and its neighbor below, which stands for the gap before it.
fn integers(min: i64, max: i64, tests: &[&Test]) -> BTreeSet<i64> {
    let mut literals: BTreeSet<i64> = [min, max].into();
    for test in tests {
        match test {
            Test::IntegerIn(them) => literals.extend(them),
            Test::IntegerWithin { low, high } => literals.extend([*low, *high]),
            _ => {}
        }
    }
    literals
        .into_iter()
        .flat_map(|it| [it.checked_sub(1), Some(it)])
        .flatten()
        .filter(|it| (min..=max).contains(it))
        .collect()
}

/// Both ends, each literal, and its neighbor below, which stands for the gap before it.
fn instants(tests: &[&Test]) -> BTreeSet<Instant> {
    let tick = TimeDelta::nanoseconds(1);
    let mut instants: BTreeSet<Instant> = [Instant::MIN_UTC, Instant::MAX_UTC].into();
    for test in tests {
        if let Test::Instant(_, bound) = test {
            instants.extend(bound.checked_sub_signed(tick));
            instants.insert(*bound);
        }
    }
    instants
}

/// Every text that is mentioned, and one that is not.
fn texts(tests: &[&Test]) -> BTreeSet<String> {
    let mut mentioned: BTreeSet<String> = BTreeSet::new();
    for test in tests {
        if let Test::TextIn(them) = test {
            mentioned.extend(them.iter().map(|it| String::from(it.as_str())));
        }
    }
    // Longer than the longest is none of them.
    let longest = mentioned.iter().max_by_key(|it| it.len());
    let mut other = longest.cloned().unwrap_or_default();
    other.push('x');
    mentioned.insert(other);
    mentioned
}

/// Every id that is mentioned, and one that is not.
fn ids(tests: &[&Test]) -> BTreeSet<Uuid> {
    let mut ids: BTreeSet<Uuid> = BTreeSet::new();
    for test in tests {
        if let Test::IdIn(them) = test {
            ids.extend(them);
        }
    }
    // Of one number more than there are ids, one is none of them.
    let other = (0..=ids.len())
        .map(|n| Uuid::from_u128(n as u128))
        .find(|it| !ids.contains(it));
    ids.extend(other);
    ids
}

fn members_of<'t, T: Ord>(
    tests: &[&'t Test],
    member: impl Fn(&'t Test) -> Option<T>,
) -> BTreeSet<T> {
    tests.iter().copied().filter_map(member).collect()
}

/// Every subset; there are at most [`MAX_ATOMS`] members, one for each test.
fn subsets<T: Ord + Copy>(members: &BTreeSet<T>) -> Vec<Vec<T>> {
    let mut subsets = alloc::vec![Vec::new()];
    for member in members {
        let mut with = subsets.clone();
        for subset in &mut with {
            subset.push(*member);
        }
        subsets.append(&mut with);
    }
    subsets
}
