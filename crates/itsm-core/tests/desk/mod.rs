//! A small desk to test conditions on: its vocabulary, its domains, its records, and a slow,
//! obvious evaluator over drafts that shares no code with the one under test.

#![allow(dead_code, reason = "each test file uses its own part")]

use itsm_core::attribute::{Attribute, Domain, Domains, Subject, Value};
use itsm_core::condition::Condition;
use itsm_core::draft::{DraftCondition, DraftTest, Literal};
use itsm_core::fault::Faults;
use itsm_core::id::{CiId, ServiceId};
use itsm_core::text::Code;
use itsm_core::time::Instant;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Ask {
    Affected,
    Category,
    Children,
    Opened,
    Priority,
    Service,
    Summary,
    Tags,
    Vip,
    Custom(Code),
}

pub(crate) const NAMES: [(Ask, &str); 9] = [
    (Ask::Affected, "affected"),
    (Ask::Category, "category"),
    (Ask::Children, "child_count"),
    (Ask::Opened, "opened"),
    (Ask::Priority, "priority"),
    (Ask::Service, "service"),
    (Ask::Summary, "summary"),
    (Ask::Tags, "tags"),
    (Ask::Vip, "vip"),
];

impl fmt::Display for Ask {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Custom(code) => write!(f, "custom.{code}"),
            known => f.write_str(NAMES.iter().find(|(it, _)| it == known).unwrap().1),
        }
    }
}

impl Attribute for Ask {
    fn parse(name: &str) -> Option<Self> {
        if let Some(code) = name.strip_prefix("custom.") {
            return Code::new(code).ok().map(Self::Custom);
        }
        NAMES
            .iter()
            .find(|(_, it)| *it == name)
            .map(|(it, _)| it.clone())
    }
}

pub(crate) const LEVELS: [&str; 4] = ["Critical", "High", "Medium", "Low"];
pub(crate) const CATEGORIES: [&str; 3] = ["mail", "network", "wan"];
pub(crate) const CHILDREN: std::ops::RangeInclusive<i64> = 0..=6;

/// The policy: small domains, so that every subject can be listed.
pub(crate) struct Desk;

impl Domains<Ask> for Desk {
    fn domain(&self, ask: &Ask) -> Option<Domain> {
        Some(match ask {
            Ask::Affected => Domain::IdSet,
            Ask::Category => Domain::choice(CATEGORIES),
            Ask::Children => Domain::Integer {
                min: *CHILDREN.start(),
                max: *CHILDREN.end(),
            },
            Ask::Opened => Domain::Instant,
            Ask::Priority => Domain::Level(LEVELS.map(String::from).into()),
            Ask::Service => Domain::Id,
            Ask::Summary => Domain::Text,
            Ask::Tags => Domain::TextSet,
            Ask::Vip => Domain::Boolean,
            Ask::Custom(code) if code.as_str() == "site" => Domain::choice(["north", "south"]),
            Ask::Custom(_) => return None,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Owned {
    Boolean(bool),
    Id(ServiceId),
    IdSet(BTreeSet<CiId>),
    Instant(Instant),
    Integer(i64),
    Text(String),
    TextSet(Vec<String>),
}

/// A record: what is not in the map is not known.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Ticket(pub(crate) BTreeMap<Ask, Owned>);

impl Ticket {
    pub(crate) fn with(mut self, ask: Ask, value: Owned) -> Self {
        self.0.insert(ask, value);
        self
    }

    pub(crate) fn text(self, ask: Ask, text: &str) -> Self {
        self.with(ask, Owned::Text(text.into()))
    }

    pub(crate) fn children(self, n: i64) -> Self {
        self.with(Ask::Children, Owned::Integer(n))
    }
}

impl Subject<Ask> for Ticket {
    fn value(&self, ask: &Ask) -> Option<Value<'_>> {
        self.0.get(ask).map(|value| match value {
            Owned::Boolean(yes) => Value::Boolean(*yes),
            Owned::Id(id) => Value::Id(id.as_uuid()),
            Owned::IdSet(ids) => Value::IdSet(ids),
            Owned::Instant(at) => Value::Instant(*at),
            Owned::Integer(n) => Value::Integer(*n),
            Owned::Text(text) => Value::Text(text),
            Owned::TextSet(texts) => Value::TextSet(texts),
        })
    }
}

pub(crate) fn compile(draft: &DraftCondition) -> Result<Condition<Ask>, Faults> {
    Condition::compile(draft, &Desk)
}

pub(crate) fn ask(name: &str) -> itsm_core::draft::DraftAttribute {
    DraftCondition::attribute(name)
}

/// Three services; conditions mention the first two only.
pub(crate) fn services() -> [ServiceId; 3] {
    [1, 2, 3].map(ServiceId::from_key)
}

/// Three configuration items; conditions mention the first two only.
pub(crate) fn items() -> [CiId; 3] {
    [1, 2, 3].map(CiId::from_key)
}

/// The instants that conditions mention.
pub(crate) const NOTED: [&str; 2] = ["2026-03-02T09:00:00Z", "2026-03-02T09:00:01Z"];

/// Instants before, at, between and after those, as near as can be.
pub(crate) const INSTANTS: [&str; 7] = [
    "2026-03-02T08:59:59.999999999Z",
    "2026-03-02T09:00:00Z",
    "2026-03-02T09:00:00.000000001Z",
    "2026-03-02T09:00:00.5Z",
    "2026-03-02T09:00:01Z",
    "2026-03-02T09:00:01.000000001Z",
    "2030-01-01T00:00:00Z",
];

fn sets<T: Clone>(members: &[T]) -> Vec<Vec<T>> {
    (0..1_usize << members.len())
        .map(|bits| {
            let chosen = members.iter().enumerate();
            let chosen = chosen.filter(|(i, _)| bits >> i & 1 == 1);
            chosen.map(|(_, it)| it.clone()).collect()
        })
        .collect()
}

/// Every value that matters to the conditions that [`conditions`] makes.
pub(crate) fn values(ask: &Ask) -> Vec<Owned> {
    let texts = |them: &[&str]| them.iter().map(|it| Owned::Text((*it).into())).collect();
    match ask {
        Ask::Affected => sets(&items())
            .into_iter()
            .map(|it| Owned::IdSet(it.into_iter().collect()))
            .collect(),
        Ask::Category => texts(&CATEGORIES),
        Ask::Children => CHILDREN.map(Owned::Integer).collect(),
        Ask::Opened => INSTANTS
            .iter()
            .map(|it| Owned::Instant(it.parse().unwrap()))
            .collect(),
        Ask::Priority => texts(&LEVELS),
        Ask::Service => services().map(Owned::Id).into(),
        Ask::Summary => texts(&["a", "b", "never mentioned"]),
        Ask::Tags => sets(&["x".to_owned(), "y".to_owned(), "z".to_owned()])
            .into_iter()
            .map(Owned::TextSet)
            .collect(),
        Ask::Vip => vec![Owned::Boolean(false), Owned::Boolean(true)],
        Ask::Custom(_) => texts(&["north", "south"]),
    }
}

/// Every subject that matters over these attributes, those not known included.
pub(crate) fn every_ticket(asks: &BTreeSet<Ask>) -> Vec<Ticket> {
    let mut tickets = vec![Ticket::default()];
    for ask in asks {
        let mut with = Vec::new();
        for ticket in &tickets {
            for value in values(ask) {
                with.push(ticket.clone().with(ask.clone(), value));
            }
        }
        tickets.append(&mut with);
    }
    tickets
}

fn literal(name: &str) -> BoxedStrategy<Literal> {
    match Ask::parse(name).unwrap() {
        Ask::Affected => select(items().map(|it| it.to_string())[..2].to_vec())
            .prop_map(Literal::Text)
            .boxed(),
        Ask::Category => select(&CATEGORIES[..]).prop_map(Literal::from).boxed(),
        Ask::Children => CHILDREN.prop_map(Literal::Integer).boxed(),
        Ask::Opened => select(&NOTED[..]).prop_map(Literal::from).boxed(),
        Ask::Priority => select(&LEVELS[..]).prop_map(Literal::from).boxed(),
        Ask::Service => select(services().map(|it| it.to_string())[..2].to_vec())
            .prop_map(Literal::Text)
            .boxed(),
        Ask::Summary => select(&["a", "b"][..]).prop_map(Literal::from).boxed(),
        Ask::Tags => select(&["x", "y"][..]).prop_map(Literal::from).boxed(),
        Ask::Vip => any::<bool>().prop_map(Literal::Boolean).boxed(),
        Ask::Custom(_) => select(&["north", "south"][..])
            .prop_map(Literal::from)
            .boxed(),
    }
}

fn test_of(name: &'static str, with_known: bool) -> BoxedStrategy<DraftCondition> {
    let operators: &[&str] = match Ask::parse(name).unwrap() {
        Ask::Affected | Ask::Tags => &["contains"],
        Ask::Category | Ask::Service | Ask::Summary | Ask::Custom(_) => &["is", "in"],
        Ask::Children | Ask::Priority => &["is", "in", "above", "below", "at_least", "at_most"],
        Ask::Opened => &["above", "below", "at_least", "at_most"],
        Ask::Vip => &["is"],
    };
    let tested = (
        select(operators),
        prop::collection::vec(literal(name), 1..3),
    )
        .prop_map(move |(operator, literals)| {
            let it = literals[0].clone();
            let name = ask(name);
            match operator {
                "is" => name.is(it),
                "in" => name.one_of(literals),
                "above" => name.above(it),
                "below" => name.below(it),
                "at_least" => name.at_least(it),
                "at_most" => name.at_most(it),
                _ => name.contains(it),
            }
        });
    if with_known {
        prop_oneof![
            5 => tested,
            1 => any::<bool>().prop_map(move |known| ask(name).known(known)),
        ]
        .boxed()
    } else {
        tested.boxed()
    }
}

/// Conditions over some of the attributes.
pub(crate) fn conditions(
    names: Vec<&'static str>,
    with_known: bool,
) -> BoxedStrategy<DraftCondition> {
    select(names)
        .prop_flat_map(move |name| test_of(name, with_known))
        .prop_recursive(3, 6, 3, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(DraftCondition::all),
                prop::collection::vec(inner.clone(), 0..4).prop_map(DraftCondition::any),
                inner.prop_map(|it| !it),
            ]
        })
        .boxed()
}

pub(crate) fn all_names() -> Vec<&'static str> {
    let mut names: Vec<&'static str> = NAMES.iter().map(|(_, name)| *name).collect();
    names.push("custom.site");
    names
}

/// Up to this many attributes, chosen at random.
pub(crate) fn some_names(most: usize) -> impl Strategy<Value = Vec<&'static str>> {
    subsequence(all_names(), 1..=most)
}

/// A record of which each attribute may or may not be known.
pub(crate) fn tickets() -> impl Strategy<Value = Ticket> {
    let values: Vec<_> = all_names()
        .into_iter()
        .map(|name| {
            let ask = Ask::parse(name).unwrap();
            let value = prop::option::weighted(0.7, select(values(&ask)));
            value.prop_map(move |value| value.map(|it| (ask.clone(), it)))
        })
        .collect();
    values.prop_map(|values| Ticket(values.into_iter().flatten().collect()))
}

/// The slow, obvious evaluator: the meaning of the language, operator by operator, on drafts.
pub(crate) fn slow_eval(draft: &DraftCondition, ticket: &Ticket) -> Option<bool> {
    match draft {
        DraftCondition::All(parts) => {
            let outcomes: Vec<_> = parts.iter().map(|it| slow_eval(it, ticket)).collect();
            if outcomes.contains(&Some(false)) {
                Some(false)
            } else if outcomes.contains(&None) {
                None
            } else {
                Some(true)
            }
        }
        DraftCondition::Any(parts) => {
            let outcomes: Vec<_> = parts.iter().map(|it| slow_eval(it, ticket)).collect();
            if outcomes.contains(&Some(true)) {
                Some(true)
            } else if outcomes.contains(&None) {
                None
            } else {
                Some(false)
            }
        }
        DraftCondition::Not(inner) => slow_eval(inner, ticket).map(|it| !it),
        DraftCondition::Is { attribute, test } => {
            let value = ticket.0.get(&Ask::parse(attribute).unwrap());
            if let DraftTest::Known(known) = test {
                return Some(value.is_some() == *known);
            }
            value.map(|value| slow_test(value, test))
        }
    }
}

fn slow_test(value: &Owned, test: &DraftTest) -> bool {
    match test {
        DraftTest::Is(it) => same(value, it),
        DraftTest::In(them) => them.iter().any(|it| same(value, it)),
        DraftTest::Contains(Literal::Text(it)) => match value {
            Owned::IdSet(ids) => ids.iter().any(|id| id.to_string() == *it),
            Owned::TextSet(texts) => texts.contains(it),
            _ => panic!("not a set"),
        },
        DraftTest::Above(it) => rank(value, it).is_gt(),
        DraftTest::Below(it) => rank(value, it).is_lt(),
        DraftTest::AtLeast(it) => rank(value, it).is_ge(),
        DraftTest::AtMost(it) => rank(value, it).is_le(),
        _ => panic!("not a test of a value"),
    }
}

fn same(value: &Owned, it: &Literal) -> bool {
    match (value, it) {
        (Owned::Boolean(a), Literal::Boolean(b)) => a == b,
        (Owned::Integer(a), Literal::Integer(b)) => a == b,
        (Owned::Text(a), Literal::Text(b)) => a == b,
        (Owned::Id(a), Literal::Text(b)) => a.to_string() == *b,
        _ => panic!("not comparable"),
    }
}

fn rank(value: &Owned, it: &Literal) -> std::cmp::Ordering {
    let place = |label: &String| LEVELS.iter().position(|it| it == label).unwrap();
    match (value, it) {
        (Owned::Integer(a), Literal::Integer(b)) => a.cmp(b),
        (Owned::Instant(a), Literal::Text(b)) => a.cmp(&b.parse().unwrap()),
        (Owned::Text(a), Literal::Text(b)) => place(b).cmp(&place(a)),
        _ => panic!("not ordered"),
    }
}
