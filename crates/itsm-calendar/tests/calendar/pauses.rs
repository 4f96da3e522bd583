//! Deadlines with pauses, under each of the named rules.

use crate::{at, calendar, hours, office};
use itsm_calendar::{DueAtClose, Instant, Pause, PauseRule, Schedule, Seconds};
use proptest::prelude::*;

fn schedule() -> Schedule {
    let desk = calendar(office("Europe/Berlin"));
    desk.compile(at("2026-05-01T00:00:00Z")..at("2026-12-01T00:00:00Z"))
        .unwrap()
}

fn pause(start: &str, end: &str) -> Pause {
    Pause {
        start: at(start),
        end: at(end),
    }
}

fn due(pauses: &[Pause], rule: PauseRule) -> Instant {
    let start = at("2026-06-01T07:00:00Z"); // Monday 09:00
    let tie = DueAtClose::AtClose;
    schedule()
        .add_with_pauses(start, hours(4), pauses, rule, tie)
        .unwrap()
}

#[test]
fn pause_at_night_moves_nothing_by_default() {
    let night = [pause("2026-06-01T15:00:00Z", "2026-06-02T07:00:00Z")];
    let day_and_night = [pause("2026-06-01T08:00:00Z", "2026-06-02T07:00:00Z")];
    assert_eq!(due(&night, PauseRule::OpenTime), at("2026-06-01T11:00:00Z"));
    assert_eq!(
        due(&day_and_night, PauseRule::OpenTime),
        at("2026-06-02T10:00:00Z")
    );
}

#[test]
fn other_rules_are_named() {
    let pauses = [pause("2026-06-01T10:00:00Z", "2026-06-01T20:00:00Z")];
    assert_eq!(
        due(&pauses, PauseRule::OpenTime),
        at("2026-06-02T08:00:00Z")
    );
    assert_eq!(
        due(&pauses, PauseRule::WallClock),
        at("2026-06-01T21:00:00Z")
    );
    assert_eq!(
        due(&pauses, PauseRule::LengthAsOpenTime),
        at("2026-06-02T13:00:00Z")
    );
}

#[test]
fn pauses_that_overlap_count_once_in_any_order() {
    let a = pause("2026-06-01T08:00:00Z", "2026-06-01T09:00:00Z");
    let b = pause("2026-06-01T08:30:00Z", "2026-06-01T09:30:00Z");
    for rule in [
        PauseRule::OpenTime,
        PauseRule::WallClock,
        PauseRule::LengthAsOpenTime,
    ] {
        assert_eq!(due(&[a, b], rule), at("2026-06-01T12:30:00Z"));
        assert_eq!(due(&[b, a], rule), due(&[a, b], rule));
        assert_eq!(due(&[a, b, a], rule), due(&[a, b], rule));
    }
}

#[test]
fn pause_after_the_deadline_moves_nothing() {
    let late = [pause("2026-06-01T11:00:00Z", "2026-06-01T12:00:00Z")];
    for rule in [
        PauseRule::OpenTime,
        PauseRule::WallClock,
        PauseRule::LengthAsOpenTime,
    ] {
        assert_eq!(due(&late, rule), at("2026-06-01T11:00:00Z"));
    }
}

#[test]
fn pause_before_the_start_counts_from_the_start() {
    let early = [pause("2026-05-30T07:00:00Z", "2026-06-01T08:00:00Z")];
    for rule in [
        PauseRule::OpenTime,
        PauseRule::WallClock,
        PauseRule::LengthAsOpenTime,
    ] {
        assert_eq!(due(&early, rule), at("2026-06-01T12:00:00Z"));
    }
}

proptest! {
    #[test]
    fn open_time_that_was_not_paused_is_the_target(
        minutes in proptest::collection::vec((0_i64..20_000, 1_i64..3_000), 0..6),
        offset in 0_i64..10_000_000_000,
        amount in 1_u64..100_000,
    ) {
        let (schedule, base) = (schedule(), at("2026-06-01T00:00:00Z"));
        let start = base + chrono::TimeDelta::microseconds(offset);
        let pauses: Vec<Pause> = minutes
            .iter()
            .map(|(from, length)| Pause {
                start: base + chrono::TimeDelta::minutes(*from),
                end: base + chrono::TimeDelta::minutes(from + length),
            })
            .collect();
        for tie in [DueAtClose::AtClose, DueAtClose::NextOpening] {
            let amount = Seconds(amount);
            let due = schedule.add_with_pauses(start, amount, &pauses, PauseRule::OpenTime, tie)?;
            prop_assert_eq!(schedule.between_without(start, due, &pauses), Ok(amount));
            let plain = schedule.add_with_pauses(start, amount, &[], PauseRule::OpenTime, tie)?;
            prop_assert_eq!(Ok(plain), schedule.add_with(start, amount, tie));
            prop_assert!(plain <= due);
        }
    }
}
