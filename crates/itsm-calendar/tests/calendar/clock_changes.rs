//! Local times that the clocks jump over, or show twice.

use crate::{at, calendar, day};
use itsm_calendar::{CalendarError, DraftCalendar, Gap, Overlap, Period, RelativeTarget};

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

#[test]
fn second_pass_before_midnight_belongs_to_the_date_that_the_clocks_show() {
    // In Newfoundland clocks went back from 00:01 on Sunday to 23:01 on Saturday, until 2011.
    let mut draft = DraftCalendar::new("America/St_Johns").weekly("sat", ["23:30-24:00"]);
    draft.overlap = Overlap::Later;
    let range = at("2010-11-01T00:00:00Z")..at("2010-12-01T00:00:00Z");
    let schedule = calendar(draft).compile(range).unwrap();
    let (saturday, sunday) = (day("2010-11-06"), day("2010-11-07"));
    assert_eq!(schedule.date_of(at("2010-11-07T03:15:00Z")), Ok(saturday));
    assert_eq!(schedule.is_business_day(saturday), Ok(true));
    assert_eq!(schedule.is_business_day(sunday), Ok(false));
    assert_eq!(
        schedule.end_of_business_day(saturday),
        Ok(at("2010-11-07T03:30:00Z"))
    );
    assert!(matches!(
        schedule.end_of_business_day(sunday),
        Err(CalendarError::NoOpenTime { .. })
    ));
}

#[test]
fn date_that_was_jumped_over_is_no_business_day_however_the_gap_is_read() {
    for gap in [Gap::Edge, Gap::Earlier, Gap::Later] {
        let mut draft = DraftCalendar::new("Pacific/Apia").weekly("mon-sun", ["08:00-16:00"]);
        draft.gap = gap;
        let range = at("2011-12-01T00:00:00Z")..at("2012-02-01T00:00:00Z");
        let schedule = calendar(draft).compile(range).unwrap();
        for (date, expected) in [
            ("2011-12-29", true),
            ("2011-12-30", false),
            ("2011-12-31", true),
        ] {
            assert_eq!(schedule.is_business_day(day(date)), Ok(expected), "{gap:?}");
        }
        assert!(schedule.end_of_business_day(day("2011-12-30")).is_err());
    }
}

#[test]
fn time_of_a_target_is_read_as_the_calendar_reads_its_windows() {
    let due = |reading: fn(&mut DraftCalendar), start: &str, by: &str| {
        let mut draft = DraftCalendar::new("Europe/Berlin").weekly("mon-sun", ["00:00-24:00"]);
        reading(&mut draft);
        let target = RelativeTarget::ByTime {
            business_days: 1,
            by: by.parse().unwrap(),
            cut_off: None,
        };
        let start = at(start);
        calendar(draft).ask(start, |schedule| schedule.due(start, &target))
    };
    let autumn = |reading| due(reading, "2026-10-24T10:00:00Z", "02:30:00");
    assert_eq!(autumn(|_| {}), Ok(at("2026-10-25T00:30:00Z")));
    assert_eq!(
        autumn(|draft| draft.overlap = Overlap::Later),
        Ok(at("2026-10-25T01:30:00Z"))
    );
    let spring = |reading| due(reading, "2026-03-28T10:00:00Z", "02:30:00");
    assert_eq!(spring(|_| {}), Ok(at("2026-03-29T01:00:00Z")));
    assert_eq!(
        spring(|draft| draft.gap = Gap::Later),
        Ok(at("2026-03-29T01:30:00Z"))
    );
    assert_eq!(
        spring(|draft| draft.gap = Gap::Earlier),
        Ok(at("2026-03-29T00:30:00Z"))
    );
}

#[test]
fn local_time_keeps_its_fraction_and_is_refused_outside_of_the_zone_data() {
    let desk = calendar(DraftCalendar::new("Europe/Berlin").weekly("mon", ["09:00-17:00"]));
    let instant = |date: &str, time: &str| {
        let (date, time) = (day(date), time.parse().unwrap());
        desk.instant(date, time, Gap::Edge, Overlap::Earlier)
    };
    assert_eq!(
        instant("2026-06-01", "09:00:00.25"),
        Ok(at("2026-06-01T07:00:00.25Z"))
    );
    assert_eq!(
        instant("2026-06-01", "23:59:60"),
        Ok(at("2026-06-01T21:59:59.999999999Z"))
    );
    for outside in ["+12000-06-01", "0000-06-01", "-0044-03-15"] {
        assert!(
            matches!(
                instant(outside, "09:00:00"),
                Err(CalendarError::OutsideZoneData { .. })
            ),
            "{outside}"
        );
    }
}
