//! One policy that says everything that a policy can say, and what comes of it.

use crate::desk::{Ask, Desk, Ticket, always, at, done, is, waiting};
use chrono::{NaiveDate, NaiveTime};
use itsm_calendar::{DayEnd, DraftCalendar, DraftCalendarBook, DueAtClose, PauseRule};
use itsm_core::draft::DraftCondition;
use itsm_core::id::{AgreementId, ServiceId, TenantId};
use itsm_core::rule_table::{DraftRule, DraftRuleTable};
use itsm_core::time::{Instant, Seconds};
use itsm_service_level::agreement::{AgreementKind, Span};
use itsm_service_level::clocks::Clocks;
use itsm_service_level::definition::{OldClock, OnReopen};
use itsm_service_level::draft::{
    DraftAgreement, DraftAvailabilityGoal, DraftCancel, DraftClock, DraftException, DraftGoal,
    DraftReset, DraftServicePolicy, DraftWorkloadLimit,
};
use itsm_service_level::keeper::Timekeeper;
use itsm_service_level::policy::ServicePolicy;
use itsm_service_level::signal::Signal;
use itsm_service_level::target::DraftTarget;
use itsm_service_level::threshold::ThresholdAt;
use itsm_service_level::zone::ZoneSource;

fn calendars() -> DraftCalendarBook {
    DraftCalendarBook {
        calendars: vec![
            DraftCalendar::new("Europe/Lisbon")
                .named("office")
                .weekly("mon-fri", ["09:00-17:00"]),
            DraftCalendar::floating()
                .named("shop")
                .weekly("mon-sat", ["08:00-20:00"]),
        ],
        ..DraftCalendarBook::default()
    }
}

/// The clock that says least.
fn response() -> DraftClock {
    let mut clock = DraftClock::new(
        "response",
        DraftTarget::minutes(30),
        always(),
        DraftCondition::attribute("acknowledged").is(true),
    );
    clock.measures = "response".into();
    clock
}

/// The clock that says most.
fn resolution() -> DraftClock {
    let mut clock = DraftClock::new("resolution", DraftTarget::hours(8), always(), done())
        .calendar("office")
        .pause(waiting())
        .counts_from("registered")
        .threshold("half", ThresholdAt::Percent(50))
        .threshold("soon", ThresholdAt::BeforeDue(Seconds::minutes(30)))
        .threshold("manager", ThresholdAt::AfterDue(Seconds::hours(1)));
    clock.targets = DraftRuleTable {
        rules: vec![
            DraftRule::new("first", is("priority", "P1"), DraftTarget::hours(2)),
            DraftRule::new("second", is("priority", "P2"), DraftTarget::hours(4)),
        ],
    };
    clock.resume = Some(is("state", "working"));
    clock.cancel = DraftCancel::When(is("priority", "P4"));
    clock.reset = Some(DraftReset {
        when: Some(is("group", "network")),
        on_change_of: vec!["customer".into()],
        old: OldClock::Cancel,
    });
    clock.earlier_pauses = false;
    clock.on_reopen = OnReopen::ContinueCounting;
    clock.due_at_close = DueAtClose::NextOpening;
    clock.pause_rule = PauseRule::WallClock;
    clock.breakdown = vec!["group".into(), "state".into()];
    clock
}

/// A clock for each kind of moment.
fn moments() -> Vec<DraftClock> {
    let moment = |id: &str, target| {
        let mut clock = DraftClock::new(id, target, always(), done()).calendar("office");
        clock.measures = "delivery".into();
        clock.cancel = DraftCancel::Never;
        clock
    };
    let time = |hour| NaiveTime::from_hms_opt(hour, 0, 0).unwrap();
    vec![
        moment(
            "three_days",
            DraftTarget::BusinessDays {
                days: 3,
                end: DayEnd::EndOfDay,
            },
        ),
        moment(
            "by_four",
            DraftTarget::ByTime {
                business_days: 1,
                by: time(16),
                cut_off: Some(time(10)),
            },
        ),
        moment(
            "as_agreed",
            DraftTarget::DueDate {
                attribute: "due_date".into(),
            },
        ),
        moment(
            "tonight",
            DraftTarget::EndOfBusinessDay { business_days: 0 },
        ),
    ]
}

fn agreements() -> Vec<DraftAgreement> {
    let nothing = DraftAgreement::new("gold", AgreementKind::ServiceLevel);
    let gold = DraftAgreement {
        id: Some(AgreementId::from_key(1)),
        customer: Some(TenantId::from_key(2)),
        services: [ServiceId::from_key(3), ServiceId::from_key(4)].into(),
        valid_from: Some(at("2026-01-01T00:00:00Z")),
        valid_until: Some(at("2027-01-01T00:00:00Z")),
        review_on: NaiveDate::from_ymd_opt(2026, 11, 15),
        clocks: vec![resolution()],
        goals: vec![DraftGoal {
            clock: "resolution".into(),
            at_least: "95".parse().unwrap(),
        }],
        availability: vec![DraftAvailabilityGoal {
            id: "mail".into(),
            calendar: Some("office".into()),
            at_least: "99.95".parse().unwrap(),
        }],
        workload: vec![DraftWorkloadLimit {
            id: "tickets".into(),
            when: always(),
            at_most: 100,
            per: Span::Month,
        }],
        exceptions: vec![DraftException {
            id: "storm".into(),
            when: Some(is("group", "network")),
            from: Some(at("2026-03-05T00:00:00Z")),
            until: Some(at("2026-03-06T00:00:00Z")),
            reason: "The storm was nobody's fault.".into(),
        }],
        ..nothing.clone()
    };
    let mut vendor = DraftClock::new("vendor_fix", DraftTarget::hours(6), always(), done());
    vendor.calendar = Some("office".into());
    let network = DraftAgreement {
        supports: vec!["gold".into()],
        clocks: vec![vendor],
        ..DraftAgreement::new("network", AgreementKind::OperationalLevel)
    };
    vec![gold, network]
}

pub(crate) fn draft() -> DraftServicePolicy {
    let gold = vec!["gold".into(), "network".into()];
    let mut later = DraftRule::new("later", is("customer", "silver"), gold.clone());
    later.active = false;
    DraftServicePolicy {
        id: "desk".into(),
        version: 3,
        calendars: calendars(),
        zones: vec![ZoneSource::Explicit, ZoneSource::Requester],
        clocks: [response()].into_iter().chain(moments()).collect(),
        agreements: agreements(),
        selection: DraftRuleTable {
            rules: vec![DraftRule::new("gold", is("customer", "gold"), gold), later],
        },
    }
}

/// What is told of: a clock of everything, without the moments.
pub(crate) fn told() -> (ServicePolicy<Ask>, Timekeeper<Ask>, Clocks, Vec<Signal>) {
    let mut draft = draft();
    draft.clocks.truncate(1);
    let resolution = &mut draft.agreements[0].clocks[0];
    resolution.cancel = DraftCancel::StartNoLongerTrue;
    resolution.reset = None;
    resolution.on_reopen = OnReopen::Continue;
    resolution.pause_rule = PauseRule::OpenTime;
    let policy = ServicePolicy::compile(draft, &Desk).unwrap();
    let keeper = policy
        .over(at("2026-01-01T00:00:00Z")..at("2027-01-01T00:00:00Z"))
        .unwrap();
    let mut clocks = keeper.begin();
    let mut said = Vec::new();
    for (when, ticket) in history() {
        said.extend(keeper.observe(&mut clocks, when, &ticket).unwrap());
    }
    (policy, keeper, clocks, said)
}

/// A life in which a clock says everything that it can say but that it is canceled.
fn history() -> Vec<(Instant, Ticket)> {
    let new = Ticket::new()
        .customer("gold")
        .group("desk")
        .registered(at("2026-03-02T09:30:00Z"));
    let urgent = new.clone().acknowledged().priority("P1");
    [
        ("2026-03-02T10:00:00Z", new.clone()),
        ("2026-03-02T11:00:00.250Z", new.clone().state("waiting")),
        ("2026-03-02T12:00:00Z", new.clone().state("working")),
        ("2026-03-02T13:00:00Z", new.clone().state("resolved")),
        ("2026-03-02T14:00:00Z", urgent.clone().state("working")),
        ("2026-03-02T16:00:00Z", urgent.clone().state("resolved")),
        ("2026-03-03T10:00:00Z", urgent.clone().state("working")),
        ("2026-03-03T15:00:00Z", urgent.customer("silver")),
    ]
    .map(|(when, ticket)| (at(when), ticket))
    .into()
}
