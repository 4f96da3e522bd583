//! Worked examples whose answers are known from elsewhere.

use crate::{at, calendar, day, hours, office};
use itsm_calendar::{Calendar, DraftCalendar, DraftEntry, RelativeTarget, Seconds};

#[test]
fn weekend_counts_for_the_wall_clock_alone() {
    let desk = calendar(DraftCalendar::new("UTC").weekly("mon-fri", ["08:00-17:00"]));
    let (opened, now) = (at("2014-12-12T21:00:00Z"), at("2014-12-15T09:30:00Z"));
    assert_eq!(desk.between(opened, now), Ok(Seconds::minutes(90)));
    assert_eq!(
        Calendar::always().between(opened, now),
        Ok(Seconds::minutes(60 * 60 + 30))
    );
}

#[test]
fn night_counts_for_the_wall_clock_alone() {
    let desk = calendar(office("UTC"));
    let (start, now) = (at("2026-06-02T14:00:00Z"), at("2026-06-03T09:00:00Z"));
    assert_eq!(desk.between(start, now), Ok(hours(3)));
    assert_eq!(Calendar::always().between(start, now), Ok(hours(19)));
}

#[test]
fn twenty_four_hours_of_target_are_three_days_of_eight() {
    let due = calendar(office("UTC")).add(at("2026-06-01T09:00:00Z"), hours(24));
    assert_eq!(due, Ok(at("2026-06-03T17:00:00Z")));
}

#[test]
fn night_of_the_gap_has_five_hours() {
    let desk = calendar(DraftCalendar::new("America/New_York").weekly("mon-sun", ["00:00-06:00"]));
    let open = desk.between(at("2026-03-08T05:00:00Z"), at("2026-03-09T04:00:00Z"));
    assert_eq!(open, Ok(hours(5)));
}

#[test]
fn night_of_the_overlap_has_five_hours() {
    let desk = calendar(DraftCalendar::new("Europe/London").weekly("mon-sun", ["00:00-04:00"]));
    let open = desk.between(at("2026-10-24T23:00:00Z"), at("2026-10-26T00:00:00Z"));
    assert_eq!(open, Ok(hours(5)));
}

#[test]
fn deadline_uses_the_offset_of_its_own_date() {
    let due = calendar(office("America/New_York")).add(at("2026-03-06T21:00:00Z"), hours(8));
    assert_eq!(due, Ok(at("2026-03-09T20:00:00Z")));
}

#[test]
fn holiday_is_passed_over() {
    let draft = office("Europe/Berlin").holiday(DraftEntry::date("Christmas", day("2026-12-25")));
    let due = calendar(draft).add(at("2026-12-23T14:00:00Z"), hours(16));
    assert_eq!(due, Ok(at("2026-12-28T14:00:00Z")));
}

#[test]
fn start_on_a_weekend_counts_from_monday() {
    let due = calendar(office("UTC")).add(at("2026-06-06T10:00:00Z"), hours(1));
    assert_eq!(due, Ok(at("2026-06-08T10:00:00Z")));
}

#[test]
fn due_date_in_the_evening_moves_to_the_next_opening() {
    let desk = calendar(DraftCalendar::new("UTC").weekly("mon-fri", ["08:00-16:00"]));
    let target = RelativeTarget::DueDate {
        due: Some(at("2026-06-03T20:30:00Z")),
    };
    let start = at("2026-06-01T10:00:00Z");
    let due = desk.ask(start, |schedule| schedule.due(start, &target));
    assert_eq!(due, Ok(at("2026-06-04T08:00:00Z")));
}

#[test]
fn priority_raised_retroactively_counts_from_the_beginning() {
    let always = Calendar::always();
    let (registered, raised) = (at("2026-06-01T09:00:00Z"), at("2026-06-01T12:00:00Z"));
    assert_eq!(
        always.add(registered, hours(4)),
        Ok(at("2026-06-01T13:00:00Z"))
    );
    assert_eq!(always.add(raised, hours(4)), Ok(at("2026-06-01T16:00:00Z")));
}
