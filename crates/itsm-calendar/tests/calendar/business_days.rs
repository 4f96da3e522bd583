//! Business days, and targets that name a moment.

use crate::{at, calendar, day, office};
use itsm_calendar::{CalendarError, DayEnd, DraftCalendar, DraftEntry, RelativeTarget, Schedule};

fn schedule() -> Schedule {
    let off = DraftEntry::date("Whit Monday", day("2026-05-25"));
    let desk = calendar(office("Europe/Berlin").holiday(off));
    desk.compile(at("2026-01-01T00:00:00Z")..at("2027-01-01T00:00:00Z"))
        .unwrap()
}

#[test]
fn business_day_is_not_twenty_four_hours() {
    let start = at("2026-06-01T08:00:00Z"); // Monday 10:00
    let day_later = schedule().add_business_days(start, 1, DayEnd::SameTime);
    assert_eq!(day_later, Ok(at("2026-06-02T08:00:00Z")));
    let hours_later = schedule().add(start, itsm_calendar::Seconds::days(1));
    assert_eq!(hours_later, Ok(at("2026-06-04T08:00:00Z")));
}

#[test]
fn weekends_and_holidays_are_no_business_days() {
    let schedule = schedule();
    let friday = day("2026-05-22");
    assert_eq!(schedule.nth_business_day(friday, 1), Ok(day("2026-05-26")));
    assert_eq!(schedule.nth_business_day(day("2026-05-26"), -1), Ok(friday));
    assert_eq!(
        schedule.business_days_between(friday, day("2026-05-29")),
        Ok(4)
    );
    assert_eq!(schedule.is_business_day(day("2026-05-25")), Ok(false));
}

#[test]
fn same_time_that_is_closed_moves_to_the_next_opening() {
    let evening = at("2026-06-01T18:00:00Z");
    let later = schedule().add_business_days(evening, 1, DayEnd::SameTime);
    assert_eq!(later, Ok(at("2026-06-03T07:00:00Z")));
    let earlier = schedule().subtract_business_days(evening, 1, DayEnd::SameTime);
    assert_eq!(earlier, Ok(at("2026-05-29T15:00:00Z")));
}

#[test]
fn same_time_keeps_the_clock_on_the_wall_across_a_clock_change() {
    let friday = at("2026-03-27T10:00:00Z"); // 11:00 in Berlin
    let monday = schedule().add_business_days(friday, 1, DayEnd::SameTime);
    assert_eq!(monday, Ok(at("2026-03-30T09:00:00Z")));
}

#[test]
fn end_of_the_next_business_day() {
    let target = RelativeTarget::EndOfBusinessDay { business_days: 1 };
    let due = schedule().due(at("2026-05-22T20:00:00Z"), &target);
    assert_eq!(due, Ok(at("2026-05-26T15:00:00Z")));
}

#[test]
fn end_of_this_day_is_the_next_one_when_it_is_over() {
    let target = RelativeTarget::EndOfBusinessDay { business_days: 0 };
    let due = |start| schedule().due(at(start), &target);
    assert_eq!(due("2026-06-01T07:30:00Z"), Ok(at("2026-06-01T15:00:00Z")));
    assert_eq!(due("2026-06-01T15:00:00Z"), Ok(at("2026-06-02T15:00:00Z")));
    assert_eq!(due("2026-06-06T07:30:00Z"), Ok(at("2026-06-08T15:00:00Z")));
}

#[test]
fn cut_off_moves_what_starts_late_by_a_day() {
    let by = |business_days, cut_off| RelativeTarget::ByTime {
        business_days,
        by: "16:00:00".parse().unwrap(),
        cut_off,
    };
    let ten = Some("10:00:00".parse().unwrap());
    let due = |start, target| schedule().due(at(start), &target);
    assert_eq!(
        due("2026-06-01T07:59:59Z", by(2, ten)),
        Ok(at("2026-06-03T14:00:00Z"))
    );
    assert_eq!(
        due("2026-06-01T08:00:00Z", by(2, ten)),
        Ok(at("2026-06-04T14:00:00Z"))
    );
    assert_eq!(
        due("2026-06-01T20:00:00Z", by(1, None)),
        Ok(at("2026-06-02T14:00:00Z"))
    );
    // Nobody was there on Saturday to miss it.
    assert_eq!(
        due("2026-06-06T12:00:00Z", by(1, ten)),
        Ok(at("2026-06-08T14:00:00Z"))
    );
}

#[test]
fn due_date_that_is_missing_or_past_is_due_after_a_second() {
    let start = at("2026-06-01T10:00:00Z");
    for due in [None, Some(start), Some(at("2026-05-01T00:00:00Z"))] {
        let due = schedule().due(start, &RelativeTarget::DueDate { due });
        assert_eq!(due, Ok(at("2026-06-01T10:00:01Z")));
    }
}

#[test]
fn shift_over_midnight_makes_both_dates_business_days() {
    let night = calendar(DraftCalendar::new("UTC").weekly("fri", ["22:00-06:00+1"]));
    let start = at("2026-06-01T00:00:00Z");
    let open = |date| night.ask(start, |schedule| schedule.is_business_day(day(date)));
    assert_eq!(open("2026-06-05"), Ok(true));
    assert_eq!(open("2026-06-06"), Ok(true));
    assert_eq!(open("2026-06-07"), Ok(false));
    let end = night.ask(start, |schedule| {
        schedule.end_of_business_day(day("2026-06-05"))
    });
    assert_eq!(end, Ok(at("2026-06-06T00:00:00Z")));
}

#[test]
fn day_without_open_time_has_no_end() {
    let end = schedule().end_of_business_day(day("2026-06-06"));
    assert!(matches!(end, Err(CalendarError::NoOpenTime { .. })));
}

#[test]
fn cut_off_is_missed_to_the_fraction_of_a_second() {
    let cut_off: chrono::NaiveTime = "10:00:00.5".parse().unwrap();
    let target = RelativeTarget::ByTime {
        business_days: 1,
        by: "16:00:00".parse().unwrap(),
        cut_off: Some(cut_off),
    };
    let desk = calendar(office("UTC"));
    let due = |start: &str| desk.ask(at(start), |schedule| schedule.due(at(start), &target));
    assert_eq!(
        due("2026-06-01T10:00:00.25Z"),
        Ok(at("2026-06-02T16:00:00Z"))
    );
    assert_eq!(
        due("2026-06-01T10:00:00.5Z"),
        Ok(at("2026-06-03T16:00:00Z"))
    );
}
