//! A desk of tickets, so that clocks can be told stories.

use core::fmt;
use itsm_calendar::{DraftCalendar, DraftCalendarBook};
use itsm_core::attribute::{Attribute, Domain, Domains, Subject, Value};
use itsm_core::draft::DraftCondition;
use itsm_core::time::Instant;
use itsm_service_level::clocks::Clocks;
use itsm_service_level::draft::{DraftClock, DraftServicePolicy};
use itsm_service_level::keeper::Timekeeper;
use itsm_service_level::policy::ServicePolicy;
use itsm_service_level::signal::Signal;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Ask {
    Acknowledged,
    Customer,
    DueDate,
    Group,
    Priority,
    Registered,
    State,
    Tags,
}

const NAMES: [(Ask, &str); 8] = [
    (Ask::Acknowledged, "acknowledged"),
    (Ask::Customer, "customer"),
    (Ask::DueDate, "due_date"),
    (Ask::Group, "group"),
    (Ask::Priority, "priority"),
    (Ask::Registered, "registered"),
    (Ask::State, "state"),
    (Ask::Tags, "tags"),
];

impl fmt::Display for Ask {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = NAMES.iter().find(|(ask, _)| ask == self);
        f.write_str(name.map_or("?", |(_, name)| name))
    }
}

impl Attribute for Ask {
    fn parse(name: &str) -> Option<Self> {
        let ask = NAMES.iter().find(|(_, it)| *it == name);
        ask.map(|(ask, _)| *ask)
    }
}

/// The values that tickets of this desk can have.
#[derive(Debug)]
pub(crate) struct Desk;

pub(crate) const STATES: [&str; 6] = ["new", "working", "waiting", "vendor", "resolved", "closed"];
pub(crate) const PRIORITIES: [&str; 4] = ["P1", "P2", "P3", "P4"];

impl Domains<Ask> for Desk {
    fn domain(&self, ask: &Ask) -> Option<Domain> {
        Some(match ask {
            Ask::Acknowledged => Domain::Boolean,
            Ask::Customer => Domain::choice(["gold", "silver"]),
            Ask::DueDate | Ask::Registered => Domain::Instant,
            Ask::Group => Domain::Text,
            Ask::Priority => Domain::Level(PRIORITIES.map(String::from).into()),
            Ask::State => Domain::choice(STATES),
            Ask::Tags => Domain::TextSet,
        })
    }
}

/// A ticket as it stands at one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Ticket {
    pub(crate) state: &'static str,
    pub(crate) priority: &'static str,
    pub(crate) customer: Option<&'static str>,
    pub(crate) group: Option<&'static str>,
    pub(crate) acknowledged: bool,
    pub(crate) registered: Option<Instant>,
    pub(crate) due_date: Option<Instant>,
}

impl Ticket {
    pub(crate) const fn new() -> Self {
        Self {
            state: "new",
            priority: "P3",
            customer: None,
            group: None,
            acknowledged: false,
            registered: None,
            due_date: None,
        }
    }

    pub(crate) const fn state(mut self, state: &'static str) -> Self {
        self.state = state;
        self
    }

    pub(crate) const fn priority(mut self, priority: &'static str) -> Self {
        self.priority = priority;
        self
    }

    pub(crate) const fn group(mut self, group: &'static str) -> Self {
        self.group = Some(group);
        self
    }

    pub(crate) const fn customer(mut self, customer: &'static str) -> Self {
        self.customer = Some(customer);
        self
    }

    pub(crate) const fn registered(mut self, at: Instant) -> Self {
        self.registered = Some(at);
        self
    }

    pub(crate) const fn acknowledged(mut self) -> Self {
        self.acknowledged = true;
        self
    }
}

impl Subject<Ask> for Ticket {
    fn value(&self, ask: &Ask) -> Option<Value<'_>> {
        match ask {
            Ask::Acknowledged => Some(Value::Boolean(self.acknowledged)),
            Ask::Customer => self.customer.map(Value::Text),
            Ask::DueDate => self.due_date.map(Value::Instant),
            Ask::Group => self.group.map(Value::Text),
            Ask::Priority => Some(Value::Text(self.priority)),
            Ask::Registered => self.registered.map(Value::Instant),
            Ask::State => Some(Value::Text(self.state)),
            Ask::Tags => None,
        }
    }
}

pub(crate) fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

pub(crate) fn is(attribute: &str, value: &str) -> DraftCondition {
    DraftCondition::attribute(attribute).is(value)
}

pub(crate) fn always() -> DraftCondition {
    DraftCondition::all([])
}

pub(crate) fn waiting() -> DraftCondition {
    DraftCondition::attribute("state").one_of(["waiting", "vendor"])
}

pub(crate) fn done() -> DraftCondition {
    DraftCondition::attribute("state").one_of(["resolved", "closed"])
}

/// Office hours in UTC, so that stories are easy to follow.
pub(crate) fn office() -> DraftCalendarBook {
    DraftCalendarBook {
        calendars: vec![
            DraftCalendar::new("UTC")
                .named("office")
                .weekly("mon-fri", ["09:00-17:00"]),
            DraftCalendar::new("UTC")
                .named("early")
                .weekly("mon-fri", ["08:00-17:00"]),
        ],
        ..DraftCalendarBook::default()
    }
}

pub(crate) fn draft(clocks: impl IntoIterator<Item = DraftClock>) -> DraftServicePolicy {
    DraftServicePolicy {
        calendars: office(),
        clocks: clocks.into_iter().collect(),
        ..DraftServicePolicy::default()
    }
}

pub(crate) fn policy(clocks: impl IntoIterator<Item = DraftClock>) -> ServicePolicy<Ask> {
    ServicePolicy::compile(draft(clocks), &Desk).unwrap()
}

pub(crate) fn keeper(clocks: impl IntoIterator<Item = DraftClock>) -> Timekeeper<Ask> {
    over(&policy(clocks))
}

pub(crate) fn over(policy: &ServicePolicy<Ask>) -> Timekeeper<Ask> {
    let range = at("2010-01-01T00:00:00Z")..at("2035-01-01T00:00:00Z");
    policy.over(range).unwrap()
}

/// One ticket at a desk with some clocks.
pub(crate) struct Story {
    pub(crate) keeper: Timekeeper<Ask>,
    pub(crate) clocks: Clocks,
    pub(crate) said: Vec<Signal>,
}

impl Story {
    pub(crate) fn of(clocks: impl IntoIterator<Item = DraftClock>) -> Self {
        let keeper = keeper(clocks);
        Self {
            clocks: keeper.begin(),
            keeper,
            said: Vec::new(),
        }
    }

    pub(crate) fn when(&mut self, when: &str, ticket: &Ticket) -> &mut Self {
        let said = self.keeper.observe(&mut self.clocks, at(when), ticket);
        self.said.extend(said.unwrap());
        self
    }

    pub(crate) fn until(&mut self, now: &str) -> &mut Self {
        self.said.extend(self.clocks.advance(at(now)));
        self
    }

    /// What was said since the last time, without the dates of the same year.
    pub(crate) fn says(&mut self) -> Vec<String> {
        let said = core::mem::take(&mut self.said).into_iter();
        said.map(|it| it.to_string().replace(" UTC", "").replacen("2026-", "", 1))
            .collect()
    }
}
