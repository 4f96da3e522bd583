//! What once came out wrong, each named after what went wrong.

use crate::agreements::{agreement, two_customers};
use crate::desk::{Ask, Desk, Story, Ticket, always, at, done, draft, is, over, waiting};
use itsm_calendar::{DueAtClose, PauseRule, Period, Zone};
use itsm_core::rule_table::{DraftRule, DraftRuleTable};
use itsm_core::time::Seconds;
use itsm_service_level::agreement::AgreementKind;
use itsm_service_level::alignment::MisalignmentKind;
use itsm_service_level::definition::OnReopen;
use itsm_service_level::draft::{DraftAgreement, DraftClock, DraftServicePolicy};
use itsm_service_level::error::ClockError;
use itsm_service_level::policy::ServicePolicy;
use itsm_service_level::report::Reporter;
use itsm_service_level::target::DraftTarget;
use itsm_service_level::threshold::ThresholdAt;

fn fix(hours: u64) -> DraftClock {
    DraftClock::new("fix", DraftTarget::hours(hours), always(), done())
        .calendar("office")
        .pause(waiting())
}

#[test]
fn stop_at_the_due_instant_is_not_missed_because_time_was_told_before() {
    let due = at("2026-03-02T17:00:00Z");
    let mut story = Story::of([fix(8)]);
    story.when("2026-03-02T09:00:00Z", &Ticket::new());
    story.until("2026-03-02T17:00:00.000000001Z");
    assert!(story.clocks.latest("fix").unwrap().is_breached());
    let late = story
        .keeper
        .observe(&mut story.clocks, due, &Ticket::new().state("resolved"));
    assert!(
        matches!(late, Err(ClockError::Backwards { .. })),
        "{late:?}"
    );
    let folded = story.keeper.fold([
        (at("2026-03-02T09:00:00Z"), Ticket::new()),
        (due, Ticket::new().state("resolved")),
    ]);
    assert_eq!(folded.unwrap().latest("fix").unwrap().met(), Some(true));
}

#[test]
fn change_at_the_instant_of_a_breach_by_change_is_still_taken() {
    let mut story = Story::of([fix(2).counts_from("registered")]);
    let ticket = Ticket::new().registered(at("2026-03-02T09:00:00Z"));
    story.when("2026-03-02T14:00:00Z", &ticket);
    story.when("2026-03-02T14:00:00Z", &ticket.state("resolved"));
    assert_eq!(story.clocks.latest("fix").unwrap().met(), Some(false));
}

#[test]
fn clock_that_paused_at_the_due_instant_is_not_missed_when_it_goes_on() {
    for rule in [
        PauseRule::OpenTime,
        PauseRule::LengthAsOpenTime,
        PauseRule::WallClock,
    ] {
        for tie in [DueAtClose::AtClose, DueAtClose::NextOpening] {
            let mut clock = fix(4);
            clock.pause_rule = rule;
            clock.due_at_close = tie;
            let mut story = Story::of([clock]);
            story.when("2026-03-02T09:00:00Z", &Ticket::new());
            story.when("2026-03-02T13:00:00Z", &Ticket::new().state("waiting"));
            story.when("2026-03-02T15:00:00Z", &Ticket::new());
            story.when("2026-03-02T15:00:00Z", &Ticket::new().state("resolved"));
            let clock = story.clocks.latest("fix").unwrap();
            assert_eq!(clock.met(), Some(true), "{rule:?} {tie:?}");
        }
    }
}

#[test]
fn clock_that_was_done_at_the_due_instant_is_not_missed_when_it_is_reopened() {
    for rule in [PauseRule::OpenTime, PauseRule::WallClock] {
        let mut clock = fix(4);
        clock.pause_rule = rule;
        let mut story = Story::of([clock]);
        story.when("2026-03-02T09:00:00Z", &Ticket::new());
        story.when("2026-03-02T13:00:00Z", &Ticket::new().state("resolved"));
        story.when("2026-03-02T15:00:00Z", &Ticket::new());
        let clock = story.clocks.latest("fix").unwrap();
        assert!(!clock.is_breached(), "{rule:?}");
        assert_eq!(clock.due(), Some(at("2026-03-02T15:00:00Z")), "{rule:?}");
    }
}

#[test]
fn target_that_changes_under_a_pause_is_measured_from_where_the_clock_last_moved() {
    for rule in [
        PauseRule::OpenTime,
        PauseRule::LengthAsOpenTime,
        PauseRule::WallClock,
    ] {
        let mut clock = fix(20).threshold("half", ThresholdAt::Percent(50));
        clock.pause_rule = rule;
        clock.on_reopen = OnReopen::Continue;
        clock.resume = Some(is("state", "working"));
        clock.targets = DraftRuleTable {
            rules: vec![DraftRule::new(
                "urgent",
                is("priority", "P1"),
                DraftTarget::hours(16),
            )],
        };
        let mut story = Story::of([clock]);
        let new = || Ticket::new().priority("P2");
        story.when("2026-03-02T09:00:00Z", &new());
        // It has counted eight hours, half of what it will be given, and stands still from here on.
        story.when("2026-03-02T17:00:00Z", &new().state("waiting"));
        story.when("2026-03-02T17:00:00Z", &new().state("resolved"));
        story.when("2026-03-03T08:00:00Z", &new());
        assert!(story.clocks.latest("fix").unwrap().is_paused(), "{rule:?}");
        story.when("2026-03-03T08:00:00Z", &new().priority("P1"));
        let clock = story.clocks.latest("fix").unwrap();
        assert!(clock.is_paused(), "{rule:?}");
        let reached: Vec<_> = clock.reached().iter().map(|it| it.at).collect();
        assert_eq!(reached, [at("2026-03-03T08:00:00Z")], "{rule:?}");
    }
}

#[test]
fn fraction_of_a_second_of_a_pause_is_not_lost() {
    for rule in [
        PauseRule::OpenTime,
        PauseRule::LengthAsOpenTime,
        PauseRule::WallClock,
    ] {
        let mut clock = fix(4);
        clock.pause_rule = rule;
        let mut story = Story::of([clock]);
        story.when("2026-03-02T09:00:00.25Z", &Ticket::new());
        story.when("2026-03-02T13:00:00Z", &Ticket::new().state("waiting"));
        story.when("2026-03-02T13:00:00.9Z", &Ticket::new());
        let clock = story.clocks.latest("fix").unwrap();
        assert!(!clock.is_breached(), "{rule:?}");
        assert_eq!(clock.due(), Some(at("2026-03-02T13:00:01.15Z")), "{rule:?}");
    }
}

#[test]
fn what_nobody_knows_is_not_true() {
    // The start, and with it the clock, …
    let gold = is("customer", "gold");
    let clock = DraftClock::new("gold", DraftTarget::hours(4), gold, done());
    let mut story = Story::of([clock]);
    story.when("2026-03-02T09:00:00Z", &Ticket::new().customer("gold"));
    story.when("2026-03-02T10:00:00Z", &Ticket::new());
    assert!(story.clocks.latest("gold").unwrap().ended_at().is_some());
    // … the choice of an agreement, …
    let mut draft = two_customers();
    draft.selection.rules[1].when = is("customer", "silver");
    let keeper = over(&ServicePolicy::compile(draft, &Desk).unwrap());
    let mut clocks = keeper.begin();
    let mut see = |when: &str, ticket: Ticket| {
        keeper.observe(&mut clocks, at(when), &ticket).unwrap();
        clocks.latest("gold_fix").unwrap().is_running()
    };
    assert!(see("2026-03-02T09:00:00Z", Ticket::new().customer("gold")));
    assert!(!see("2026-03-02T10:00:00Z", Ticket::new()));
    // … a pause whose reason is gone, …
    let clock = fix(8).pause(is("group", "vendor"));
    let mut story = Story::of([clock]);
    story.when("2026-03-02T09:00:00Z", &Ticket::new().group("vendor"));
    assert!(story.clocks.latest("fix").unwrap().is_paused());
    story.when("2026-03-02T10:00:00Z", &Ticket::new());
    assert!(story.clocks.latest("fix").unwrap().is_running());
    // … and an end that is taken back.
    let clock = DraftClock::new("fix", DraftTarget::hours(8), always(), is("group", "done"));
    let mut story = Story::of([clock]);
    story.when("2026-03-02T09:00:00Z", &Ticket::new());
    story.when("2026-03-02T10:00:00Z", &Ticket::new().group("done"));
    assert_eq!(story.clocks.latest("fix").unwrap().met(), Some(true));
    story.when("2026-03-02T11:00:00Z", &Ticket::new());
    assert!(story.clocks.latest("fix").unwrap().is_running());
}

#[test]
fn clock_that_stands_still_when_it_is_attached_says_so() {
    let mut clock = fix(8).counts_from("registered");
    clock.start = is("priority", "P1");
    let mut story = Story::of([clock]);
    let ticket = Ticket::new().registered(at("2026-03-02T09:00:00Z"));
    let wait = ticket.clone().state("waiting");
    story.when("2026-03-02T10:00:00Z", &wait);
    story.when("2026-03-02T12:00:00Z", &wait.priority("P1"));
    assert_eq!(
        story.says(),
        [
            "03-02 12:00:00 `fix#1` attached",
            "03-02 12:00:00 `fix#1` paused"
        ]
    );
}

#[test]
fn clock_that_stands_still_when_it_is_reopened_says_so() {
    let mut clock = fix(8);
    clock.resume = Some(is("state", "working"));
    let mut story = Story::of([clock]);
    story.when("2026-03-02T09:00:00Z", &Ticket::new());
    story.when("2026-03-02T10:00:00Z", &Ticket::new().state("waiting"));
    story.when("2026-03-02T11:00:00Z", &Ticket::new().state("resolved"));
    let _ = story.says();
    story.when("2026-03-02T12:00:00Z", &Ticket::new());
    assert_eq!(
        story.says(),
        [
            "03-02 12:00:00 `fix#1` reopened",
            "03-02 12:00:00 `fix#1` paused"
        ]
    );
}

#[test]
fn thresholds_before_a_moment_are_never_early() {
    let mut clock = fix(4)
        .threshold("half", ThresholdAt::Percent(50))
        .threshold("all", ThresholdAt::Percent(100))
        .threshold("soon", ThresholdAt::BeforeDue(Seconds(10)));
    clock.pause = None;
    clock.target = Some(DraftTarget::DueDate {
        attribute: "due_date".into(),
    });
    let mut story = Story::of([clock]);
    let mut ticket = Ticket::new();
    ticket.due_date = Some(at("2026-03-02T10:00:10.5Z"));
    story.when("2026-03-02T10:00:00Z", &ticket);
    let ahead = story.clocks.deadlines();
    let ahead: Vec<_> = ahead.iter().map(|it| it.at).collect();
    let expected = [
        "2026-03-02T10:00:00.5Z",
        "2026-03-02T10:00:05.25Z",
        "2026-03-02T10:00:10.5Z",
        "2026-03-02T10:00:10.500000001Z",
    ];
    assert_eq!(ahead, expected.map(at));
}

/// Debug shows everything that is kept.
fn size(clocks: &itsm_service_level::clocks::Clocks) -> usize {
    format!("{clocks:?}").len()
}

#[test]
fn nothing_is_kept_that_no_clock_will_ever_need() {
    let mut clock = fix(8);
    clock.start = is("priority", "P1");
    clock.reset = Some(itsm_service_level::draft::DraftReset {
        when: None,
        on_change_of: vec!["group".into()],
        old: itsm_service_level::definition::OldClock::Cancel,
    });
    let mut story = Story::of([clock]);
    let mut sizes = Vec::new();
    for hour in 0..20 {
        let group = if hour % 2 == 0 { "one" } else { "two" };
        let state = if hour % 2 == 0 { "new" } else { "vendor" };
        let when = at("2026-03-02T00:00:00Z") + chrono::TimeDelta::hours(hour);
        let ticket = Ticket::new().group(group).state(state);
        story.when(&when.to_rfc3339(), &ticket);
        sizes.push(size(&story.clocks));
    }
    assert_eq!(sizes[3], sizes[19]);
}

fn supporting(inside: DraftClock, outside: DraftClock) -> DraftServicePolicy {
    let sla = agreement("sla", AgreementKind::ServiceLevel, vec![outside]);
    let ola = agreement("ola", AgreementKind::OperationalLevel, vec![inside]);
    DraftServicePolicy {
        agreements: vec![
            sla,
            DraftAgreement {
                supports: vec!["sla".into()],
                ..ola
            },
        ],
        ..draft([])
    }
}

fn misaligned(draft: DraftServicePolicy, from: &str, until: &str) -> Vec<MisalignmentKind> {
    let keeper = over(&ServicePolicy::<Ask>::compile(draft, &Desk).unwrap());
    let found = keeper.misalignments(&Desk, at(from), at(until)).unwrap();
    found.into_iter().map(|it| it.why).collect()
}

#[test]
fn target_that_an_earlier_rule_always_forestalls_is_not_compared() {
    let table = |id: &str, urgent, other| {
        let mut clock = fix(other);
        clock.id = id.into();
        clock.targets = DraftRuleTable {
            rules: vec![DraftRule::new(
                "urgent",
                is("priority", "P1"),
                DraftTarget::hours(urgent),
            )],
        };
        clock
    };
    let draft = supporting(table("inner", 2, 16), table("outer", 4, 24));
    let year = ("2026-01-01T00:00:00Z", "2026-12-31T00:00:00Z");
    assert_eq!(misaligned(draft, year.0, year.1), []);
    let draft = supporting(table("inner", 5, 16), table("outer", 4, 24));
    assert_eq!(misaligned(draft, year.0, year.1).len(), 1);
}

#[test]
fn deadline_that_jumps_beyond_the_end_of_the_span_is_seen() {
    // 14 hours of open time: whoever starts after Monday, 11:00, is due on Wednesday and no longer
    // on Tuesday.
    let mut inner = fix(14);
    inner.id = "inner".into();
    let mut outer = DraftClock::new("outer", DraftTarget::hours(34), always(), done());
    outer.calendar = None;
    let draft = supporting(inner, outer);
    let (from, until) = ("2026-03-02T10:30:00Z", "2026-03-02T12:00:00Z");
    let found = misaligned(draft, from, until);
    let [
        MisalignmentKind::Later {
            start,
            supporting_due,
            ..
        },
    ] = found[..]
    else {
        panic!("{found:?}")
    };
    assert!(start > at("2026-03-02T11:00:00Z"));
    assert!(supporting_due > at("2026-03-04T09:00:00Z"));
}

#[test]
fn starts_between_two_different_ties_are_seen() {
    // Right after 16:00 the inner one is due the next morning, and from 16:30 on so is the outer
    // one; in between it is due the same evening.
    let mut inner = fix(1);
    inner.id = "inner".into();
    let mut outer = DraftClock::new("outer", DraftTarget::minutes(150), always(), done());
    outer.calendar = Some("late".into());
    outer.due_at_close = DueAtClose::NextOpening;
    let mut draft = supporting(inner, outer);
    draft.calendars.calendars.push(
        itsm_calendar::DraftCalendar::new("UTC")
            .named("late")
            .weekly("mon-fri", ["10:00-19:00"]),
    );
    let during = |from, until| misaligned(draft.clone(), from, until);
    assert_eq!(during("2026-03-02T15:00:00Z", "2026-03-02T16:00:00Z"), []);
    assert_eq!(during("2026-03-02T16:30:00Z", "2026-03-03T15:00:00Z"), []);
    let found = during("2026-03-02T15:00:00Z", "2026-03-03T15:00:00Z");
    let [MisalignmentKind::Later { start, .. }] = found[..] else {
        panic!("{found:?}")
    };
    assert!(at("2026-03-02T16:00:00Z") < start && start < at("2026-03-02T16:30:00Z"));
}

#[test]
fn clock_that_was_done_in_the_period_counts_although_it_was_reopened_later() {
    let mut inside = fix(8);
    inside.on_reopen = OnReopen::Continue;
    let mut draft = supporting(inside.clone(), inside);
    draft.agreements.truncate(1);
    draft.selection.rules = vec![DraftRule::new("all", always(), vec!["sla".into()])];
    let policy = ServicePolicy::<Ask>::compile(draft, &Desk).unwrap();
    let keeper = over(&policy);
    let mut clocks = keeper.begin();
    let tell = |clocks: &mut _, when: &str, state| {
        let ticket = Ticket::new().state(state);
        keeper.observe(clocks, at(when), &ticket).unwrap();
    };
    tell(&mut clocks, "2026-03-02T09:00:00Z", "new");
    tell(&mut clocks, "2026-03-02T11:00:00Z", "resolved");
    tell(&mut clocks, "2026-04-07T09:00:00Z", "working");
    clocks.advance(at("2026-04-10T09:00:00Z"));
    let period = Period {
        start: at("2026-03-01T00:00:00Z"),
        end: at("2026-04-01T00:00:00Z"),
    };
    let mut reporter = Reporter::new(&policy, "sla", period, &Zone::utc()).unwrap();
    reporter.count(&clocks, &Ticket::new(), at("2026-03-02T09:00:00Z"));
    let report = reporter.finish();
    let row = &report.clocks[0];
    assert_eq!(
        (row.met, row.missed, row.active, row.active_breached),
        (1, 0, 0, 0)
    );
    // In April it is open, and late.
    let period = Period {
        start: at("2026-04-01T00:00:00Z"),
        end: at("2026-05-01T00:00:00Z"),
    };
    let mut reporter = Reporter::new(&policy, "sla", period, &Zone::utc()).unwrap();
    reporter.count(&clocks, &Ticket::new(), at("2026-03-02T09:00:00Z"));
    assert_eq!(reporter.finish().clocks[0].active_breached, 1);
}
