//! What goes wrong elsewhere, each named after what goes wrong, and right here.

use crate::desk::{Story, Ticket, always, at, done, is, waiting};
use core::time::Duration;
use itsm_core::draft::DraftCondition;
use itsm_core::rule_table::{DraftRule, DraftRuleTable};
use itsm_service_level::definition::OnReopen;
use itsm_service_level::draft::{DraftClock, DraftReset};
use itsm_service_level::target::DraftTarget;
use itsm_service_level::threshold::ThresholdAt;

fn resolution(hours: u64) -> DraftClock {
    DraftClock::new("resolution", DraftTarget::hours(hours), always(), done())
        .calendar("office")
        .pause(waiting())
}

/// Eight hours, and four for the first priority.
fn by_priority() -> DraftClock {
    let mut clock = resolution(8);
    clock.targets = DraftRuleTable {
        rules: vec![DraftRule::new(
            "first",
            is("priority", "P1"),
            DraftTarget::hours(4),
        )],
    };
    clock
}

#[test]
fn priority_raised_while_paused_records_the_breach() {
    let mut story = Story::of([by_priority()]);
    story.when("2026-03-02T09:00:00Z", &Ticket::new());
    story.when("2026-03-02T14:00:00Z", &Ticket::new().state("waiting")); // five hours spent
    story.when(
        "2026-03-02T15:00:00Z",
        &Ticket::new().state("waiting").priority("P1"),
    );
    let clock = story.clocks.latest("resolution").unwrap();
    assert_eq!(
        clock.breach().map(|it| it.at),
        Some(at("2026-03-02T15:00:00Z"))
    );
    assert_eq!(clock.due(), None); // it still stands still
    let said = story.says();
    assert_eq!(
        said[said.len() - 1],
        "03-02 15:00:00 `resolution#1` breached"
    );
}

#[test]
fn priority_raised_after_resuming_does_not_keep_the_laxer_deadline() {
    let mut story = Story::of([by_priority()]);
    story.when("2026-03-02T09:00:00Z", &Ticket::new());
    story.when("2026-03-02T14:00:00Z", &Ticket::new().state("waiting"));
    story.when("2026-03-02T15:00:00Z", &Ticket::new());
    story.when("2026-03-02T16:00:00Z", &Ticket::new().priority("P1"));
    let clock = story.clocks.latest("resolution").unwrap();
    assert_eq!(clock.due(), Some(at("2026-03-02T13:00:00Z")));
    assert!(clock.is_breached());
}

#[test]
fn new_agreement_remembers_the_pauses_of_the_old_one() {
    let clock = |priority: &str, hours| {
        let start = is("priority", priority);
        let id = priority.to_lowercase();
        DraftClock::new(id, DraftTarget::hours(hours), start, done())
            .calendar("office")
            .pause(waiting())
            .counts_from("registered")
    };
    let mut story = Story::of([clock("P3", 16), clock("P2", 8)]);
    let ticket = Ticket::new().registered(at("2026-03-02T09:00:00Z"));
    story.when("2026-03-02T09:00:00Z", &ticket);
    story.when("2026-03-02T10:00:00Z", &ticket.clone().state("waiting"));
    story.when("2026-03-02T13:00:00Z", &ticket.clone().state("working"));
    story.when("2026-03-02T14:00:00Z", &ticket.priority("P2"));
    let clock = story.clocks.latest("p2").unwrap();
    assert_eq!(clock.due(), Some(at("2026-03-03T12:00:00Z"))); // not 17:00 on Monday
    assert_eq!(clock.pauses().len(), 1);
}

#[test]
fn target_is_not_missed_while_the_clock_stands_still() {
    let mut story = Story::of([resolution(2)]);
    story.when("2026-03-02T09:00:00Z", &Ticket::new());
    story.when("2026-03-02T10:00:00Z", &Ticket::new().state("waiting"));
    story.until("2026-03-20T00:00:00Z");
    assert!(!story.clocks.latest("resolution").unwrap().is_breached());
}

#[test]
fn clock_that_was_due_during_a_pause_keeps_its_time_and_is_quiet_on_resume() {
    let mut story = Story::of([resolution(2)]);
    story.when("2026-03-02T09:00:00Z", &Ticket::new());
    story.when("2026-03-02T10:00:00Z", &Ticket::new().state("waiting"));
    story.says();
    story.when("2026-03-05T10:00:00Z", &Ticket::new());
    assert_eq!(story.says(), ["03-05 10:00:00 `resolution#1` resumed"]);
    let clock = story.clocks.latest("resolution").unwrap();
    assert_eq!(clock.due(), Some(at("2026-03-05T11:00:00Z")));
}

#[test]
fn going_from_one_wait_to_another_neither_resets_nor_counts_twice() {
    let mut story = Story::of([resolution(8)]);
    story.when("2026-03-02T09:00:00Z", &Ticket::new());
    story.when("2026-03-02T10:00:00Z", &Ticket::new().state("waiting"));
    story.when("2026-03-02T11:00:00Z", &Ticket::new().state("vendor"));
    story.when("2026-03-02T12:00:00Z", &Ticket::new().state("working"));
    let clock = story.clocks.latest("resolution").unwrap();
    assert_eq!(clock.pauses().len(), 1);
    assert_eq!(clock.due(), Some(at("2026-03-03T11:00:00Z")));
}

#[test]
fn waiting_pauses_the_resolution_and_not_the_response() {
    let acknowledged = DraftCondition::attribute("acknowledged").is(true);
    let response = DraftClock::new("response", DraftTarget::hours(1), always(), acknowledged);
    let mut story = Story::of([response.calendar("office"), resolution(8)]);
    story.when("2026-03-02T09:00:00Z", &Ticket::new().state("waiting"));
    story.until("2026-03-02T11:00:00Z");
    assert!(story.clocks.latest("response").unwrap().is_breached());
    assert!(!story.clocks.latest("resolution").unwrap().is_breached());
}

#[test]
fn pauses_that_begin_in_one_minute_do_not_collapse() {
    let mut story = Story::of([resolution(8)]);
    story.when("2026-03-02T09:00:00Z", &Ticket::new());
    for (wait, work) in [("10", "20"), ("30", "50")] {
        story.when(
            &format!("2026-03-02T10:00:{wait}Z"),
            &Ticket::new().state("waiting"),
        );
        story.when(&format!("2026-03-02T10:00:{work}Z"), &Ticket::new());
    }
    let clock = story.clocks.latest("resolution").unwrap();
    let reading = story.keeper.read(clock, at("2026-03-02T11:00:00Z"));
    let reading = reading.unwrap().unwrap();
    assert_eq!(reading.paused, Duration::from_secs(30));
    assert_eq!(reading.elapsed, Duration::from_secs(2 * 3_600 - 30));
}

#[test]
fn solved_time_is_not_shown_as_waiting_after_a_reopening() {
    let mut story = Story::of([resolution(8)]);
    story.when("2026-03-02T09:00:00Z", &Ticket::new());
    story.when("2026-03-02T10:00:00Z", &Ticket::new().state("resolved"));
    story.when("2026-03-02T15:00:00Z", &Ticket::new().state("working"));
    let clock = story.clocks.latest("resolution").unwrap();
    let reading = story.keeper.read(clock, at("2026-03-02T16:00:00Z"));
    let reading = reading.unwrap().unwrap();
    assert_eq!(reading.paused, Duration::ZERO);
    assert_eq!(reading.elapsed, Duration::from_secs(2 * 3_600));
    assert_eq!(clock.completed_between().len(), 1);
}

#[test]
fn record_that_waits_for_pickup_is_not_missed_at_once() {
    // Counting from the first work on it, not from its registration days ago.
    let start = DraftCondition::attribute("state").one_of(["working", "waiting", "vendor"]);
    let clock = DraftClock::new("resolution", DraftTarget::hours(4), start, done());
    let mut story = Story::of([clock.calendar("office")]);
    let ticket = Ticket::new().registered(at("2026-02-20T09:00:00Z"));
    story.when("2026-02-20T09:00:00Z", &ticket);
    assert_eq!(story.clocks.iter().count(), 0);
    story.when("2026-03-02T09:00:00Z", &ticket.state("working"));
    let clock = story.clocks.latest("resolution").unwrap();
    assert_eq!(
        (clock.due(), clock.is_breached()),
        (Some(at("2026-03-02T13:00:00Z")), false)
    );
}

#[test]
fn escalation_is_not_lost_when_the_record_is_reassigned() {
    let clock = resolution(8).threshold("warning", ThresholdAt::Percent(50));
    let mut story = Story::of([clock]);
    story.when("2026-03-02T09:00:00Z", &Ticket::new().group("first line"));
    story.when("2026-03-02T14:00:00Z", &Ticket::new().group("network"));
    story.when(
        "2026-03-02T15:00:00Z",
        &Ticket::new().group("network").state("waiting"),
    );
    let clock = story.clocks.latest("resolution").unwrap();
    assert_eq!(clock.reached()[0].at, at("2026-03-02T13:00:00Z"));
}

#[test]
fn target_that_passed_before_anybody_was_assigned_is_still_told() {
    let clock = resolution(1).threshold("escalate", ThresholdAt::Percent(100));
    let mut story = Story::of([clock]);
    story.when("2026-03-02T09:00:00Z", &Ticket::new());
    story.until("2026-03-02T12:00:00Z");
    story.when("2026-03-02T13:00:00Z", &Ticket::new().group("first line"));
    let clock = story.clocks.latest("resolution").unwrap();
    assert_eq!((clock.reached().len(), clock.is_breached()), (1, true));
}

#[test]
fn level_before_the_deadline_is_not_executed_at_midnight() {
    let before = ThresholdAt::BeforeDue(itsm_core::time::Seconds::hours(2));
    let mut story = Story::of([resolution(8).threshold("warning", before)]);
    story.when("2026-03-06T16:00:00Z", &Ticket::new()); // Friday; due Monday 16:00
    assert_eq!(story.clocks.next(), Some(at("2026-03-09T14:00:00Z")));
}

#[test]
fn clock_may_start_anew_for_each_group() {
    let mut clock = resolution(4);
    clock.reset = Some(DraftReset {
        when: None,
        on_change_of: vec!["group".into()],
        old: itsm_service_level::definition::OldClock::Complete,
    });
    let mut story = Story::of([clock]);
    story.when("2026-03-02T09:00:00Z", &Ticket::new().group("first line"));
    story.when("2026-03-02T12:00:00Z", &Ticket::new().group("network"));
    let clock = story.clocks.latest("resolution").unwrap();
    assert_eq!(clock.due(), Some(at("2026-03-02T16:00:00Z")));
}

#[test]
fn moving_to_an_agreement_without_targets_leaves_no_stale_one() {
    let mut clock = DraftClock::new("resolution", DraftTarget::hours(4), always(), done());
    clock.target = None;
    clock.targets = DraftRuleTable {
        rules: vec![DraftRule::new(
            "gold",
            is("customer", "gold"),
            DraftTarget::hours(4),
        )],
    };
    let mut story = Story::of([clock]);
    story.when("2026-03-02T09:00:00Z", &Ticket::new().customer("gold"));
    story.when("2026-03-02T10:00:00Z", &Ticket::new().customer("silver"));
    assert_eq!(story.clocks.next(), None);
    assert!(
        story
            .clocks
            .latest("resolution")
            .unwrap()
            .ended_at()
            .is_some()
    );
}

#[test]
fn an_update_clock_does_not_overrule_the_response() {
    // Each is independent of the others: what is shown is the earliest, none replaces another.
    let acknowledged = DraftCondition::attribute("acknowledged").is(true);
    let response = DraftClock::new("response", DraftTarget::hours(1), always(), acknowledged);
    let mut update = DraftClock::new("update", DraftTarget::hours(4), always(), done());
    update.measures = "update".into();
    let mut story = Story::of([response, update]);
    story.when("2026-03-02T09:00:00Z", &Ticket::new());
    let shown = story
        .keeper
        .shown(&story.clocks, at("2026-03-02T09:30:00Z"));
    assert_eq!(shown.unwrap().definition().as_str(), "response");
    assert_eq!(story.clocks.deadlines().len(), 2);
}

#[test]
fn new_holiday_recomputes_open_records_honestly() {
    let mut story = Story::of([resolution(8)]);
    let history = [(at("2026-03-02T15:00:00Z"), Ticket::new())];
    story.when("2026-03-02T15:00:00Z", &history[0].1);
    let mut draft = story.keeper.policy().draft();
    let holiday = chrono::NaiveDate::from_ymd_opt(2026, 3, 3).unwrap();
    let holiday = itsm_calendar::DraftEntry::date("Founders' Day", holiday);
    draft.calendars.calendars[0].holidays.push(holiday);
    draft.version = 2;
    let policy = itsm_service_level::policy::ServicePolicy::compile(draft, &crate::desk::Desk);
    let keeper = crate::desk::over(&policy.unwrap());
    // Nothing changes behind the host's back …
    let mut clocks = story.clocks.clone();
    let refused = keeper.observe(&mut clocks, at("2026-03-02T16:00:00Z"), &Ticket::new());
    assert_eq!(refused.unwrap_err().rule(), "service_level.policy.other");
    // … and the same history, folded anew, gives the new answer.
    let clocks = keeper.fold(history).unwrap();
    let due = clocks.latest("resolution").unwrap().due();
    assert_eq!(due, Some(at("2026-03-04T15:00:00Z")));
}

#[test]
fn corrected_history_is_folded_anew_and_not_patched() {
    let mut story = Story::of([resolution(8)]);
    story.when("2026-03-02T09:00:00Z", &Ticket::new());
    story.when("2026-03-02T16:00:00Z", &Ticket::new().state("resolved"));
    // The wait from ten to twelve comes to light afterwards.
    let late = story.keeper.observe(
        &mut story.clocks,
        at("2026-03-02T10:00:00Z"),
        &Ticket::new().state("waiting"),
    );
    assert_eq!(late.unwrap_err().rule(), "service_level.history.backwards");
    let corrected = [
        ("09", "new"),
        ("10", "waiting"),
        ("12", "working"),
        ("16", "resolved"),
    ];
    let corrected = corrected.map(|(hour, state)| {
        (
            at(&format!("2026-03-02T{hour}:00:00Z")),
            Ticket::new().state(state),
        )
    });
    let clocks = story.keeper.fold(corrected).unwrap();
    let clock = clocks.latest("resolution").unwrap();
    let reading = story.keeper.read(clock, at("2026-03-02T16:00:00Z"));
    assert_eq!(
        reading.unwrap().unwrap().elapsed,
        Duration::from_secs(5 * 3_600)
    );
}

#[test]
fn reply_of_an_agent_stops_the_response_and_nothing_else() {
    let acknowledged = DraftCondition::attribute("acknowledged").is(true);
    let response = DraftClock::new("response", DraftTarget::hours(1), always(), acknowledged);
    let mut story = Story::of([response, resolution(8)]);
    story.when("2026-03-02T09:00:00Z", &Ticket::new());
    story.when("2026-03-02T09:10:00Z", &Ticket::new().acknowledged());
    assert_eq!(story.clocks.latest("response").unwrap().met(), Some(true));
    assert!(story.clocks.latest("resolution").unwrap().is_running());
}

#[test]
fn reopening_does_not_add_the_closed_time_to_the_waits() {
    let mut clock = resolution(8);
    clock.on_reopen = OnReopen::ContinueCounting;
    let mut story = Story::of([clock]);
    story.when("2026-03-02T09:00:00Z", &Ticket::new());
    story.when("2026-03-02T10:00:00Z", &Ticket::new().state("closed"));
    story.when("2026-03-02T12:00:00Z", &Ticket::new().state("working"));
    let clock = story.clocks.latest("resolution").unwrap();
    let reading = story.keeper.read(clock, at("2026-03-02T12:00:00Z"));
    let reading = reading.unwrap().unwrap();
    assert_eq!(
        (reading.paused, reading.elapsed),
        (Duration::ZERO, Duration::from_secs(3 * 3_600))
    );
}

#[test]
fn one_day_of_target_is_a_day_of_open_time_and_one_business_day_is_another_unit() {
    let day = DraftClock::new("day", DraftTarget::hours(24), always(), done()).calendar("office");
    let business_day = DraftTarget::BusinessDays {
        days: 1,
        end: itsm_calendar::DayEnd::SameTime,
    };
    let business = DraftClock::new("business", business_day, always(), done()).calendar("office");
    let mut story = Story::of([day, business]);
    story.when("2026-03-02T09:00:00Z", &Ticket::new());
    let due = |id: &str| story.clocks.latest(id).unwrap().due();
    assert_eq!(due("day"), Some(at("2026-03-04T17:00:00Z")));
    assert_eq!(due("business"), Some(at("2026-03-03T09:00:00Z")));
}

#[test]
fn breach_is_not_decided_by_a_rounded_percentage() {
    let clock = DraftClock::new("long", DraftTarget::hours(10_000), always(), done());
    let mut story = Story::of([clock]);
    story.when("2026-01-01T00:00:00Z", &Ticket::new());
    let due = story.clocks.latest("long").unwrap().due().unwrap();
    let almost = due - chrono::TimeDelta::seconds(1); // 99.999997 %
    story.clocks.advance(almost);
    assert!(!story.clocks.latest("long").unwrap().is_breached());
    story.clocks.advance(due);
    assert!(!story.clocks.latest("long").unwrap().is_breached());
    story
        .clocks
        .advance(due + chrono::TimeDelta::nanoseconds(1));
    assert!(story.clocks.latest("long").unwrap().is_breached());
}

#[test]
fn earlier_waits_that_do_not_count_are_not_taken_off_either() {
    let mut clock = resolution(8).counts_from("registered");
    clock.earlier_pauses = false;
    clock.start = is("priority", "P1");
    let mut story = Story::of([clock]);
    let ticket = Ticket::new().registered(at("2026-03-02T09:00:00Z"));
    story.when("2026-03-02T10:00:00Z", &ticket.clone().state("waiting"));
    story.when(
        "2026-03-02T12:00:00Z",
        &ticket.clone().state("waiting").priority("P1"),
    );
    story.when(
        "2026-03-02T13:00:00Z",
        &ticket.state("working").priority("P1"),
    );
    let clock = story.clocks.latest("resolution").unwrap();
    let reading = story.keeper.read(clock, at("2026-03-02T13:00:00Z"));
    let reading = reading.unwrap().unwrap();
    assert_eq!(reading.elapsed, Duration::from_secs(3 * 3_600));
    assert_eq!(reading.paused, Duration::from_secs(3_600));
}
