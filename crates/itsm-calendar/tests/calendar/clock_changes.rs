//! Local times that the clocks jump over, or show twice.

use crate::{at, calendar};
use itsm_calendar::{DraftCalendar, Gap, Overlap, Period};

fn periods(draft: DraftCalendar, from: &str, until: &str) -> Vec<Period> {
    let schedule = calendar(draft).compile(at(from)..at(until)).unwrap();
    schedule.periods_after(at(from)).unwrap().collect()
}

fn period(start: &str, end: &str) -> Period {
    Period {
        start: at(start),
        end: at(end),
    }
}

/// On the 29th of March 2026 the clocks of Berlin went from 02:00 to 03:00, at 01:00 UTC.
fn spring(window: &str, gap: Gap) -> Vec<Period> {
    let mut draft = DraftCalendar::new("Europe/Berlin").weekly("sun", [window]);
    draft.gap = gap;
    periods(draft, "2026-03-28T12:00:00Z", "2026-03-29T12:00:00Z")
}

/// On the 25th of October 2026 they go from 03:00 back to 02:00, at 01:00 UTC.
fn autumn(window: &str, overlap: Overlap) -> Vec<Period> {
    let mut draft = DraftCalendar::new("Europe/Berlin").weekly("sun", [window]);
    draft.overlap = overlap;
    periods(draft, "2026-10-24T12:00:00Z", "2026-10-25T12:00:00Z")
}

#[test]
fn opening_in_the_gap_is_read_as_the_policy_says() {
    let end = "2026-03-29T03:00:00Z";
    assert_eq!(
        spring("02:30-05:00", Gap::Edge),
        [period("2026-03-29T01:00:00Z", end)]
    );
    assert_eq!(
        spring("02:30-05:00", Gap::Later),
        [period("2026-03-29T01:30:00Z", end)]
    );
    assert_eq!(
        spring("02:30-05:00", Gap::Earlier),
        [period("2026-03-29T00:30:00Z", end)]
    );
}

#[test]
fn closing_in_the_gap_is_read_as_the_policy_says() {
    let start = "2026-03-28T23:00:00Z";
    assert_eq!(
        spring("00:00-02:30", Gap::Edge),
        [period(start, "2026-03-29T01:00:00Z")]
    );
    assert_eq!(
        spring("00:00-02:30", Gap::Later),
        [period(start, "2026-03-29T01:30:00Z")]
    );
    assert_eq!(
        spring("00:00-02:30", Gap::Earlier),
        [period(start, "2026-03-29T00:30:00Z")]
    );
}

#[test]
fn window_inside_the_gap_does_not_exist() {
    assert_eq!(spring("02:00-03:00", Gap::Edge), []);
    assert_eq!(spring("02:15-02:45", Gap::Edge), []);
    // As on a clock that was not yet put forward.
    assert_eq!(
        spring("02:15-02:45", Gap::Later),
        [period("2026-03-29T01:15:00Z", "2026-03-29T01:45:00Z")]
    );
}

#[test]
fn window_over_the_overlap_is_open_for_both_passes() {
    for overlap in [Overlap::Earlier, Overlap::Later] {
        assert_eq!(
            autumn("01:00-04:00", overlap),
            [period("2026-10-24T23:00:00Z", "2026-10-25T03:00:00Z")]
        );
    }
}

#[test]
fn ends_inside_the_overlap_are_read_as_the_policy_says() {
    let opening = |overlap| autumn("02:30-04:00", overlap);
    let end = "2026-10-25T03:00:00Z";
    assert_eq!(
        opening(Overlap::Earlier),
        [period("2026-10-25T00:30:00Z", end)]
    );
    assert_eq!(
        opening(Overlap::Later),
        [period("2026-10-25T01:30:00Z", end)]
    );
    let closing = |overlap| autumn("01:00-02:30", overlap);
    let start = "2026-10-24T23:00:00Z";
    assert_eq!(
        closing(Overlap::Earlier),
        [period(start, "2026-10-25T00:30:00Z")]
    );
    assert_eq!(
        closing(Overlap::Later),
        [period(start, "2026-10-25T01:30:00Z")]
    );
    // The clocks show 03:00 once only, after both passes.
    assert_eq!(closing_at_three(), [period(start, "2026-10-25T02:00:00Z")]);
}

fn closing_at_three() -> Vec<Period> {
    autumn("01:00-03:00", Overlap::Earlier)
}

#[test]
fn days_have_twenty_three_and_twenty_five_hours() {
    let full = || DraftCalendar::new("Europe/Berlin").weekly("sun", ["00:00-24:00"]);
    let spring = periods(full(), "2026-03-28T12:00:00Z", "2026-03-30T12:00:00Z");
    assert_eq!(
        spring,
        [period("2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z")]
    );
    let autumn = periods(full(), "2026-10-24T12:00:00Z", "2026-10-26T12:00:00Z");
    assert_eq!(
        autumn,
        [period("2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z")]
    );
}

#[test]
fn day_without_a_midnight_begins_at_the_jump() {
    let draft = DraftCalendar::new("America/Sao_Paulo").weekly("sun", ["00:00-24:00"]);
    let found = periods(draft, "2018-11-03T12:00:00Z", "2018-11-06T00:00:00Z");
    assert_eq!(
        found,
        [period("2018-11-04T03:00:00Z", "2018-11-05T02:00:00Z")]
    );
}

#[test]
fn day_that_was_left_out_of_the_calendar_has_no_time() {
    // Samoa crossed the date line and had no 30th of December 2011, a Friday.
    let draft = DraftCalendar::new("Pacific/Apia").weekly("fri", ["00:00-24:00"]);
    let found = periods(draft, "2011-12-27T00:00:00Z", "2012-01-03T00:00:00Z");
    assert_eq!(found, []);
}

#[test]
fn change_by_half_an_hour_is_exact() {
    let draft = DraftCalendar::new("Australia/Lord_Howe").weekly("sun", ["00:00-04:00"]);
    let found = periods(draft, "2026-04-04T00:00:00Z", "2026-04-05T12:00:00Z");
    assert_eq!(
        found,
        [period("2026-04-04T13:00:00Z", "2026-04-04T17:30:00Z")]
    );
}
