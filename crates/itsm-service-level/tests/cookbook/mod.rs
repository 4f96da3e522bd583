// What the recipes of the README share: a tiny desk. Each recipe includes it.

pub use itsm_service_level::draft::DraftClock;
pub use itsm_core::draft::DraftCondition;
pub use itsm_service_level::target::DraftTarget;

use itsm_calendar::{DraftCalendar, DraftCalendarBook};
use itsm_core::attribute::{Attribute, Domain, Domains, Subject, Value};
use itsm_core::rule_table::{DraftRule, DraftRuleTable};
use itsm_core::time::Instant;
use itsm_service_level::draft::DraftServicePolicy;
use itsm_service_level::keeper::Timekeeper;
use itsm_service_level::policy::ServicePolicy;
use itsm_service_level::threshold::ThresholdAt;

pub type Result = std::result::Result<(), Box<dyn std::error::Error>>;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ask {
    Priority,
    Registered,
    State,
}

impl std::fmt::Display for Ask {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Priority => "priority",
            Self::Registered => "registered",
            Self::State => "state",
        })
    }
}

impl Attribute for Ask {
    fn parse(name: &str) -> Option<Self> {
        [Self::Priority, Self::Registered, Self::State].into_iter().find(|it| it.to_string() == name)
    }
}

pub struct Desk;

impl Domains<Ask> for Desk {
    fn domain(&self, ask: &Ask) -> Option<Domain> {
        Some(match ask {
            Ask::Priority => Domain::Level(["P1", "P2"].map(String::from).into()),
            Ask::Registered => Domain::Instant,
            Ask::State => Domain::choice(["new", "working", "waiting", "resolved", "closed"]),
        })
    }
}

pub struct Ticket(&'static str, &'static str);

impl Subject<Ask> for Ticket {
    fn value(&self, ask: &Ask) -> Option<Value<'_>> {
        Some(match ask {
            Ask::Priority => Value::Text(self.1),
            Ask::Registered => Value::Instant(at("2026-03-02T09:00:00Z")),
            Ask::State => Value::Text(self.0),
        })
    }
}

pub fn ticket(state: &'static str, priority: &'static str) -> Ticket {
    Ticket(state, priority)
}

pub fn at(text: &str) -> Instant {
    text.parse().expect("an instant")
}

pub fn resolution() -> DraftClock {
    let state = || DraftCondition::attribute("state");
    let ended = state().one_of(["resolved", "closed"]);
    let first = DraftCondition::attribute("priority").is("P1");
    let mut clock = DraftClock::new("resolution", DraftTarget::hours(8), DraftCondition::all([]), ended)
        .calendar("office")
        .pause(state().is("waiting"))
        .threshold("half", ThresholdAt::Percent(50));
    clock.targets = DraftRuleTable { rules: vec![DraftRule::new("first", first, DraftTarget::hours(4))] };
    clock
}

pub fn policy(clocks: impl IntoIterator<Item = DraftClock>) -> ServicePolicy<Ask> {
    let office = DraftCalendar::new("Europe/Lisbon").named("office").weekly("mon-fri", ["09:00-17:00"]);
    let draft = DraftServicePolicy {
        calendars: DraftCalendarBook { calendars: vec![office], ..DraftCalendarBook::default() },
        clocks: clocks.into_iter().collect(),
        ..DraftServicePolicy::default()
    };
    ServicePolicy::compile(draft, &Desk).expect("a policy")
}

pub fn keeper(clocks: impl IntoIterator<Item = DraftClock>) -> Timekeeper<Ask> {
    policy(clocks).over(at("2026-01-01T00:00:00Z")..at("2028-01-01T00:00:00Z")).expect("two years")
}
