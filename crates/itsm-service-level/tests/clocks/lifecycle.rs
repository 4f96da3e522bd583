//! What starts, pauses, stops and cancels a clock.

use crate::desk::{Story, Ticket, always, at, done, is, waiting};
use itsm_core::draft::DraftCondition;
use itsm_core::rule_table::{DraftRule, DraftRuleTable};
use itsm_core::text::Code;
use itsm_service_level::definition::{OldClock, OnReopen};
use itsm_service_level::draft::{DraftCancel, DraftClock, DraftReset};
use itsm_service_level::target::DraftTarget;
use itsm_service_level::threshold::ThresholdAt;

fn resolution(hours: u64) -> DraftClock {
    DraftClock::new("resolution", DraftTarget::hours(hours), always(), done())
        .calendar("office")
        .pause(waiting())
}

#[test]
fn clock_runs_from_the_start_to_the_stop() {
    let mut story = Story::of([resolution(8)]);
    story.when("2026-03-02T10:00:00Z", &Ticket::new());
    let clock = story.clocks.latest("resolution").unwrap();
    assert_eq!(clock.due(), Some(at("2026-03-03T10:00:00Z")));
    story.when("2026-03-03T09:30:00Z", &Ticket::new().state("resolved"));
    assert_eq!(
        story.says(),
        [
            "03-02 10:00:00 `resolution#1` attached",
            "03-03 09:30:00 `resolution#1` completed, met"
        ]
    );
    let clock = story.clocks.latest("resolution").unwrap();
    assert_eq!((clock.met(), clock.is_breached()), (Some(true), false));
}

#[test]
fn to_stop_at_the_due_instant_is_to_meet_the_target() {
    for (stop, met) in [
        ("2026-03-03T10:00:00Z", true),
        ("2026-03-03T10:00:00.000000001Z", false),
    ] {
        let mut story = Story::of([resolution(8)]);
        story.when("2026-03-02T10:00:00Z", &Ticket::new());
        story.when(stop, &Ticket::new().state("resolved"));
        let clock = story.clocks.latest("resolution").unwrap();
        assert_eq!(clock.met(), Some(met), "{stop}");
    }
}

#[test]
fn pause_moves_what_is_due_by_its_open_time() {
    let mut story = Story::of([resolution(8)]);
    story.when("2026-03-06T15:00:00Z", &Ticket::new()); // a Friday
    story.when("2026-03-06T16:00:00Z", &Ticket::new().state("waiting"));
    let clock = story.clocks.latest("resolution").unwrap();
    assert_eq!((clock.due(), clock.is_paused()), (None, true));
    assert_eq!(story.clocks.next(), None); // nothing can happen while it stands still
    let due = story
        .keeper
        .due_if_resumed(clock, at("2026-03-09T10:00:00Z"));
    assert_eq!(due.unwrap().unwrap(), at("2026-03-09T17:00:00Z"));
    story.when("2026-03-09T11:00:00Z", &Ticket::new().state("working"));
    let clock = story.clocks.latest("resolution").unwrap();
    assert_eq!(clock.due(), Some(at("2026-03-10T10:00:00Z")));
    assert_eq!(clock.first_due(), at("2026-03-09T15:00:00Z"));
}

#[test]
fn thresholds_are_known_in_advance_and_reached_once() {
    let clock = resolution(8)
        .threshold("half", ThresholdAt::Percent(50))
        .threshold(
            "soon",
            ThresholdAt::BeforeDue(itsm_core::time::Seconds::minutes(30)),
        )
        .threshold(
            "later",
            ThresholdAt::AfterDue(itsm_core::time::Seconds::hours(1)),
        );
    let mut story = Story::of([clock]);
    story.when("2026-03-02T09:00:00Z", &Ticket::new());
    let why: Vec<_> = story.clocks.deadlines().iter().map(|it| it.why).collect();
    assert!(why.contains(&"service_level.threshold") && why.contains(&"service_level.breach"));
    let ahead: Vec<_> = story.clocks.deadlines().iter().map(|it| it.at).collect();
    let expected = [
        "2026-03-02T13:00:00Z",
        "2026-03-02T16:30:00Z",
        "2026-03-02T17:00:00.000000001Z",
        "2026-03-03T10:00:00Z",
    ];
    assert_eq!(ahead, expected.map(at));
    story
        .until("2026-03-02T13:00:00Z")
        .until("2026-03-02T13:00:00Z");
    story
        .until("2026-03-02T17:00:00Z")
        .until("2026-03-04T00:00:00Z");
    assert_eq!(
        story.says(),
        [
            "03-02 09:00:00 `resolution#1` attached",
            "03-02 13:00:00 `resolution#1` reached `half`",
            "03-02 16:30:00 `resolution#1` reached `soon`",
            "03-02 17:00:00 `resolution#1` breached",
            "03-03 10:00:00 `resolution#1` reached `later`",
        ]
    );
    assert_eq!(story.clocks.next(), None);
}

#[test]
fn new_target_moves_what_is_due_and_keeps_what_was_used() {
    let mut clock = resolution(8);
    clock.targets = DraftRuleTable {
        rules: vec![DraftRule::new(
            "first",
            is("priority", "P1"),
            DraftTarget::hours(4),
        )],
    };
    let mut story = Story::of([clock]);
    story.when("2026-03-02T09:00:00Z", &Ticket::new());
    story.when("2026-03-02T11:00:00Z", &Ticket::new().priority("P1"));
    let clock = story.clocks.latest("resolution").unwrap();
    assert_eq!(clock.due(), Some(at("2026-03-02T13:00:00Z")));
    assert_eq!(clock.rule().map(Code::as_str), Some("first"));
    assert_eq!(clock.first_due(), at("2026-03-02T17:00:00Z"));
    story.when("2026-03-02T12:00:00Z", &Ticket::new().priority("P2"));
    let clock = story.clocks.latest("resolution").unwrap();
    assert_eq!(clock.due(), Some(at("2026-03-02T17:00:00Z")));
}

#[test]
fn clock_is_canceled_when_its_start_is_no_longer_true() {
    let mut first = DraftClock::new("first", DraftTarget::hours(4), is("priority", "P1"), done());
    let mut story = Story::of([first.clone()]);
    story.when("2026-03-02T09:00:00Z", &Ticket::new().priority("P1"));
    story.when("2026-03-02T10:00:00Z", &Ticket::new().priority("P2"));
    story.when("2026-03-02T11:00:00Z", &Ticket::new().priority("P1"));
    assert_eq!(
        story.says(),
        [
            "03-02 09:00:00 `first#1` attached",
            "03-02 10:00:00 `first#1` canceled",
            "03-02 11:00:00 `first#2` attached",
        ]
    );
    first.cancel = DraftCancel::Never;
    let mut story = Story::of([first.clone()]);
    story.when("2026-03-02T09:00:00Z", &Ticket::new().priority("P1"));
    story.when("2026-03-02T10:00:00Z", &Ticket::new().priority("P2"));
    assert!(story.clocks.latest("first").unwrap().is_running());
    first.cancel = DraftCancel::When(is("priority", "P4"));
    let mut story = Story::of([first]);
    story.when("2026-03-02T09:00:00Z", &Ticket::new().priority("P1"));
    story.when("2026-03-02T10:00:00Z", &Ticket::new().priority("P2"));
    assert!(story.clocks.latest("first").unwrap().is_running());
    story.when("2026-03-02T11:00:00Z", &Ticket::new().priority("P4"));
    assert_eq!(
        story.clocks.latest("first").unwrap().ended_at(),
        Some(at("2026-03-02T11:00:00Z"))
    );
    assert_eq!(story.clocks.latest("first").unwrap().met(), None);
}

#[test]
fn own_condition_to_resume_holds_the_clock_until_then() {
    let mut clock = resolution(8);
    clock.resume = Some(is("state", "working"));
    let mut story = Story::of([clock]);
    story.when("2026-03-02T09:00:00Z", &Ticket::new());
    story.when("2026-03-02T10:00:00Z", &Ticket::new().state("waiting"));
    story.when("2026-03-02T11:00:00Z", &Ticket::new().state("new"));
    assert!(story.clocks.latest("resolution").unwrap().is_paused());
    story.when("2026-03-02T12:00:00Z", &Ticket::new().state("working"));
    let clock = story.clocks.latest("resolution").unwrap();
    assert_eq!(clock.due(), Some(at("2026-03-03T11:00:00Z")));
}

#[test]
fn reset_ends_the_old_clock_and_begins_a_new_one() {
    for (old, said) in [
        (OldClock::Complete, "completed, met"),
        (OldClock::Cancel, "canceled"),
    ] {
        let mut clock = resolution(8);
        clock.reset = Some(DraftReset {
            when: None,
            on_change_of: vec!["group".into()],
            old,
        });
        let mut story = Story::of([clock]);
        story.when("2026-03-02T09:00:00Z", &Ticket::new().group("first line"));
        story.when("2026-03-02T10:00:00Z", &Ticket::new().group("first line"));
        story.when("2026-03-02T11:00:00Z", &Ticket::new().group("network"));
        assert_eq!(
            story.says(),
            [
                "03-02 09:00:00 `resolution#1` attached",
                &format!("03-02 11:00:00 `resolution#1` {said}"),
                "03-02 11:00:00 `resolution#2` attached",
            ]
        );
    }
}

#[test]
fn reset_condition_works_when_it_becomes_true_and_not_while_it_is() {
    let mut clock = resolution(8);
    clock.reset = Some(DraftReset {
        when: Some(is("priority", "P1")),
        on_change_of: Vec::new(),
        old: OldClock::Complete,
    });
    let mut story = Story::of([clock]);
    story.when("2026-03-02T09:00:00Z", &Ticket::new());
    story.when("2026-03-02T10:00:00Z", &Ticket::new().priority("P1"));
    story.when(
        "2026-03-02T11:00:00Z",
        &Ticket::new().priority("P1").group("network"),
    );
    assert_eq!(story.clocks.iter().count(), 2);
}

#[test]
fn reopened_record_is_continued_as_the_definition_says() {
    let reopened = |on_reopen| {
        let mut clock = resolution(8);
        clock.on_reopen = on_reopen;
        let mut story = Story::of([clock]);
        story.when("2026-03-02T09:00:00Z", &Ticket::new());
        story.when("2026-03-02T11:00:00Z", &Ticket::new().state("resolved"));
        story.when("2026-03-02T14:00:00Z", &Ticket::new().state("working"));
        let clock = story.clocks.latest("resolution").unwrap().clone();
        (
            clock.key().cycle,
            clock.due(),
            clock.completed_between().len(),
        )
    };
    assert_eq!(
        reopened(OnReopen::Continue),
        (1, Some(at("2026-03-03T12:00:00Z")), 1)
    );
    assert_eq!(
        reopened(OnReopen::ContinueCounting),
        (1, Some(at("2026-03-02T17:00:00Z")), 0)
    );
    assert_eq!(
        reopened(OnReopen::NewCycle),
        (2, Some(at("2026-03-03T14:00:00Z")), 0)
    );
    assert_eq!(
        reopened(OnReopen::Stay),
        (1, Some(at("2026-03-02T17:00:00Z")), 0)
    );
}

#[test]
fn clock_that_would_stop_or_be_canceled_at_once_is_not_attached() {
    let mut clock = resolution(8);
    clock.cancel = DraftCancel::When(is("priority", "P4"));
    let mut story = Story::of([clock]);
    story.when("2026-03-02T09:00:00Z", &Ticket::new().state("resolved"));
    story.when("2026-03-02T10:00:00Z", &Ticket::new().priority("P4"));
    assert_eq!(story.clocks.iter().count(), 0);
}

#[test]
fn clock_attached_to_a_waiting_record_stands_still_at_once() {
    let mut story = Story::of([resolution(8)]);
    story.when("2026-03-02T09:00:00Z", &Ticket::new().state("waiting"));
    assert_eq!(
        story.says(),
        [
            "03-02 09:00:00 `resolution#1` attached",
            "03-02 09:00:00 `resolution#1` paused"
        ]
    );
    story.when("2026-03-05T09:00:00Z", &Ticket::new());
    let clock = story.clocks.latest("resolution").unwrap();
    assert_eq!(clock.due(), Some(at("2026-03-05T17:00:00Z")));
}

#[test]
fn what_was_overdue_when_it_was_attached_says_so() {
    let clock = resolution(2)
        .counts_from("registered")
        .threshold("half", ThresholdAt::Percent(50));
    let mut story = Story::of([clock]);
    let ticket = Ticket::new().registered(at("2026-03-02T09:00:00Z"));
    story.when("2026-03-02T14:00:00Z", &ticket);
    assert_eq!(
        story.says(),
        [
            "03-02 14:00:00 `resolution#1` attached",
            "03-02 14:00:00 `resolution#1` reached `half`",
            "03-02 14:00:00 `resolution#1` breached when attached",
        ]
    );
    let clock = story.clocks.latest("resolution").unwrap();
    assert!(clock.breach().unwrap().at_attach);
    assert_eq!(clock.due(), Some(at("2026-03-02T11:00:00Z")));
}

#[test]
fn many_clocks_of_one_record_are_independent() {
    let response = DraftClock::new(
        "response",
        DraftTarget::hours(1),
        always(),
        DraftCondition::attribute("acknowledged").is(true),
    );
    let mut story = Story::of([response, resolution(8)]);
    story.when("2026-03-02T09:00:00Z", &Ticket::new().state("waiting"));
    story.when(
        "2026-03-02T09:30:00Z",
        &Ticket::new().state("waiting").acknowledged(),
    );
    assert_eq!(story.clocks.latest("response").unwrap().met(), Some(true));
    assert!(story.clocks.latest("resolution").unwrap().is_paused());
}

#[test]
fn clocks_share_nothing_but_the_record_with_the_one_to_show() {
    let mut fast = resolution(4);
    fast.id = "fast".into();
    let mut story = Story::of([resolution(8), fast]);
    story.when("2026-03-02T09:00:00Z", &Ticket::new());
    let shown = |story: &Story, now| {
        let clock = story.keeper.shown(&story.clocks, at(now));
        clock.map(|it| it.definition().to_string())
    };
    assert_eq!(
        shown(&story, "2026-03-02T10:00:00Z").as_deref(),
        Some("fast")
    );
    assert_eq!(shown(&story, "2026-03-02T18:00:00Z"), None); // closed
    story.until("2026-03-02T14:00:00Z"); // the fast one is missed
    assert_eq!(
        shown(&story, "2026-03-02T14:00:00Z").as_deref(),
        Some("resolution")
    );
    story.until("2026-03-03T14:00:00Z"); // and so is the other
    assert_eq!(
        shown(&story, "2026-03-03T14:00:00Z").as_deref(),
        Some("fast")
    );
}

#[test]
fn time_used_up_at_closing_was_due_then_whenever_that_comes_to_light() {
    // Attached in the morning, eight hours after a start of the morning before.
    let mut story = Story::of([resolution(8).counts_from("registered")]);
    let ticket = Ticket::new().registered(at("2026-03-02T09:00:00Z"));
    story.when("2026-03-03T09:00:00Z", &ticket);
    let clock = story.clocks.latest("resolution").unwrap();
    assert_eq!(clock.due(), Some(at("2026-03-02T17:00:00Z")));
    assert!(clock.is_breached());
    // Given a target that was used up at closing, by the same reckoning.
    let mut clock = resolution(16);
    clock.targets = DraftRuleTable {
        rules: vec![DraftRule::new(
            "first",
            is("priority", "P1"),
            DraftTarget::hours(8),
        )],
    };
    let mut story = Story::of([clock]);
    story.when("2026-03-02T09:00:00Z", &Ticket::new());
    story.when("2026-03-02T20:00:00Z", &Ticket::new().priority("P1"));
    let clock = story.clocks.latest("resolution").unwrap();
    assert_eq!(clock.due(), Some(at("2026-03-02T17:00:00Z")));
    assert!(clock.is_breached());
}

#[test]
fn time_used_up_when_the_pause_began_is_due_when_it_ends() {
    let mut story = Story::of([resolution(8)]);
    story.when("2026-03-02T09:00:00Z", &Ticket::new());
    story.when("2026-03-02T17:00:00Z", &Ticket::new().state("waiting"));
    story.when("2026-03-04T10:00:00Z", &Ticket::new());
    let clock = story.clocks.latest("resolution").unwrap();
    assert_eq!(clock.due(), Some(at("2026-03-04T10:00:00Z")));
    assert!(!clock.is_breached());
    story.until("2026-03-04T10:00:01Z");
    assert!(story.clocks.latest("resolution").unwrap().is_breached());
}
