//! The vocabulary of a row: what the conditions of a map's service levels can ask of a case.

use super::map::{ColumnNames, LevelKey, Role, Target};
use itsm::core::attribute::{Attribute, Domain, Domains, Subject, Value};
use itsm::core::time::Instant;
use std::borrow::Cow;
use std::fmt;

/// Something that a row tells of its case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Word {
    /// Who needs help.
    Caller,
    /// Which group works on it.
    Group,
    /// What a hold waits for.
    HoldReason,
    /// The impact, by the map's `levels.key`.
    Impact,
    /// When the case was opened.
    OpenedAt,
    /// Who works on it.
    Person,
    /// The priority, by the map's `levels.key`.
    Priority,
    /// How often the tool says it was reassigned.
    ReassignmentCount,
    /// How often the tool says it was reopened.
    ReopenCount,
    /// The state of the lifecycle that the map gives it.
    State,
    /// The urgency, by the map's `levels.key`.
    Urgency,
}

impl Word {
    /// Every word with its name, and the column that it needs.
    pub const ALL: [(Self, &'static str, Option<Role>); 11] = [
        (Self::Caller, "caller", Some(Role::Caller)),
        (Self::Group, "group", Some(Role::Group)),
        (Self::HoldReason, "hold_reason", None),
        (Self::Impact, "impact", Some(Role::Impact)),
        (Self::OpenedAt, "opened_at", Some(Role::Opened)),
        (Self::Person, "person", Some(Role::Person)),
        (Self::Priority, "priority", Some(Role::Priority)),
        (
            Self::ReassignmentCount,
            "reassignment_count",
            Some(Role::ReassignmentCount),
        ),
        (Self::ReopenCount, "reopen_count", Some(Role::ReopenCount)),
        (Self::State, "state", None),
        (Self::Urgency, "urgency", Some(Role::Urgency)),
    ];
}

impl fmt::Display for Word {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(Self::ALL[*self as usize].1)
    }
}

impl Attribute for Word {
    fn parse(name: &str) -> Option<Self> {
        let found = Self::ALL.iter().find(|(_, it, _)| *it == name);
        found.map(|(word, ..)| *word)
    }
}

/// The words that the log of a map can answer, with the values they can have.
#[derive(Debug)]
pub struct Vocabulary {
    offered: Vec<Word>,
    hold_reasons: Vec<String>,
}

impl Vocabulary {
    /// The words of a map with these columns and these reasons for waiting.
    pub fn new<'a>(columns: &ColumnNames, hold_reasons: impl IntoIterator<Item = &'a str>) -> Self {
        let offered = Word::ALL.iter();
        let offered = offered.filter(|(.., role)| role.is_none_or(|role| columns.has(role)));
        let mut hold_reasons: Vec<String> = hold_reasons.into_iter().map(Into::into).collect();
        hold_reasons.sort_unstable();
        hold_reasons.dedup();
        Self {
            offered: offered.map(|(word, ..)| *word).collect(),
            hold_reasons,
        }
    }

    /// The words, in the order of their names.
    pub fn words(&self) -> &[Word] {
        &self.offered
    }
}

impl Domains<Word> for Vocabulary {
    fn domain(&self, word: &Word) -> Option<Domain> {
        self.offered.contains(word).then(|| match word {
            Word::HoldReason => Domain::choice(&self.hold_reasons),
            Word::OpenedAt => Domain::Instant,
            Word::ReassignmentCount | Word::ReopenCount => Domain::Integer {
                min: 0,
                max: 999_999_999,
            },
            Word::State => Domain::choice(Target::NAMES),
            // The log alone knows its groups, people and levels.
            Word::Caller
            | Word::Group
            | Word::Impact
            | Word::Person
            | Word::Priority
            | Word::Urgency => Domain::Text,
        })
    }
}

/// What a row tells besides the state; none where the cell is empty or the map names no column.
#[derive(Debug, Clone, Copy, Default)]
#[expect(missing_docs, reason = "`Role` says it of each")]
pub struct Facts<'a> {
    pub impact: Option<&'a [u8]>,
    pub urgency: Option<&'a [u8]>,
    pub priority: Option<&'a [u8]>,
    pub group: Option<&'a [u8]>,
    pub person: Option<&'a [u8]>,
    pub caller: Option<&'a [u8]>,
}

/// What a row tells of its whole case.
#[derive(Debug, Clone, Copy, Default)]
#[expect(missing_docs, reason = "`Role` says it of each")]
pub struct CaseFacts {
    /// In seconds since 1970-01-01 00:00 UTC.
    pub opened: Option<i64>,
    pub reopenings: Option<u32>,
    pub reassignments: Option<u32>,
}

/// A case as one row tells it.
#[derive(Debug)]
pub struct Words<'a> {
    state: &'static str,
    hold_reason: Option<&'a str>,
    opened: Option<Instant>,
    reopenings: Option<u32>,
    reassignments: Option<u32>,
    caller: Option<Cow<'a, str>>,
    group: Option<Cow<'a, str>>,
    impact: Option<Cow<'a, str>>,
    person: Option<Cow<'a, str>>,
    priority: Option<Cow<'a, str>>,
    urgency: Option<Cow<'a, str>>,
}

impl<'a> Words<'a> {
    /// The words of a row in this state.
    pub fn new(target: &'a Target, key: LevelKey, facts: &Facts<'a>, whole: &CaseFacts) -> Self {
        let text = |cell: Option<&'a [u8]>| cell.map(String::from_utf8_lossy);
        let level = |cell: Option<&'a [u8]>| text(cell.map(|it| key.of(it)));
        Self {
            state: target.name(),
            hold_reason: match target {
                Target::OnHold(reason) => Some(reason),
                _ => None,
            },
            opened: whole.opened.and_then(|it| Instant::from_timestamp(it, 0)),
            reopenings: whole.reopenings,
            reassignments: whole.reassignments,
            caller: text(facts.caller),
            group: text(facts.group),
            impact: level(facts.impact),
            person: text(facts.person),
            priority: level(facts.priority),
            urgency: level(facts.urgency),
        }
    }
}

impl Subject<Word> for Words<'_> {
    fn value(&self, word: &Word) -> Option<Value<'_>> {
        match word {
            Word::Caller => self.caller.as_deref().map(Value::Text),
            Word::Group => self.group.as_deref().map(Value::Text),
            Word::HoldReason => self.hold_reason.map(Value::Text),
            Word::Impact => self.impact.as_deref().map(Value::Text),
            Word::OpenedAt => self.opened.map(Value::Instant),
            Word::Person => self.person.as_deref().map(Value::Text),
            Word::Priority => self.priority.as_deref().map(Value::Text),
            Word::ReassignmentCount => self.reassignments.map(|it| Value::Integer(it.into())),
            Word::ReopenCount => self.reopenings.map(|it| Value::Integer(it.into())),
            Word::State => Some(Value::Text(self.state)),
            Word::Urgency => self.urgency.as_deref().map(Value::Text),
        }
    }
}
