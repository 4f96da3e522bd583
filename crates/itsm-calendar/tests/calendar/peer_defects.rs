//! What goes wrong in other tools, each as a test of its own.

use crate::{at, calendar, day, hours, office};
use itsm_calendar::{
    Calendar, CalendarError, DayEnd, DraftCalendar, DraftEntry, DraftRecurrence, DueAtClose, Pause,
    PauseRule, Seconds,
};

/// GLPI walks by days of 86 400 seconds.
#[test]
fn day_of_the_overlap_is_not_counted_twice() {
    let shop = calendar(DraftCalendar::new("Europe/Paris").weekly("mon-sun", ["09:00-17:00"]));
    // From the 24th of October 2026, 00:30, over the day of 25 hours.
    let open = shop.between(at("2026-10-23T22:30:00Z"), at("2026-10-27T00:00:00Z"));
    assert_eq!(open, Ok(hours(3 * 8)));
}

/// GLPI again, from 23:30 in spring.
#[test]
fn day_of_the_gap_is_not_jumped_over() {
    let shop = calendar(DraftCalendar::new("Europe/Paris").weekly("mon-sun", ["09:00-17:00"]));
    let open = shop.between(at("2026-03-28T22:30:00Z"), at("2026-03-29T22:00:00Z"));
    assert_eq!(open, Ok(hours(8)));
    assert_eq!(
        shop.add(at("2026-03-28T22:30:00Z"), hours(1)),
        Ok(at("2026-03-29T08:00:00Z"))
    );
}

/// GLPI compares the ends of a perpetual range as text.
#[test]
fn perpetual_holiday_over_new_year_matches() {
    let range = DraftRecurrence::YearlyRange {
        first: "12-24".into(),
        last: "01-02".into(),
    };
    let desk = calendar(office("UTC").holiday(DraftEntry::new("closing", range)));
    for date in [
        "2026-12-24",
        "2026-12-31",
        "2027-01-01",
        "2027-01-02",
        "2040-01-01",
    ] {
        assert!(desk.holiday_on(day(date)).is_some(), "{date}");
    }
    for date in ["2026-12-23", "2027-01-03", "2027-07-01"] {
        assert_eq!(desk.holiday_on(day(date)), None, "{date}");
    }
}

/// GLPI falls back to 24x7 where a calendar has no working time.
#[test]
fn calendar_without_working_time_is_not_silently_open_all_day() {
    assert!(Calendar::try_from(DraftCalendar::new("UTC")).is_err());
    let off = DraftEntry::new("off", DraftRecurrence::Daily { interval: 1 });
    let never = calendar(office("UTC").holiday(off));
    let due = never.add(at("2026-06-01T10:00:00Z"), hours(1));
    assert!(matches!(due, Err(CalendarError::NoOpenTime { .. })));
}

/// GLPI: an escalation with a negative offset walks into the night.
#[test]
fn level_before_the_deadline_walks_back_through_open_time() {
    let desk = calendar(office("UTC"));
    let due = desk.add(at("2026-06-01T15:00:00Z"), hours(4)).unwrap();
    assert_eq!(due, at("2026-06-02T11:00:00Z"));
    assert_eq!(desk.subtract(due, hours(3)), Ok(at("2026-06-01T16:00:00Z")));
}

/// GLPI: a level due at the end of the day runs at midnight.
#[test]
fn level_due_at_close_is_at_close_and_not_at_midnight() {
    let desk =
        calendar(DraftCalendar::new("UTC").weekly("mon-fri", ["09:00-12:00", "13:00-17:00"]));
    assert_eq!(
        desk.add(at("2026-06-01T09:00:00Z"), hours(7)),
        Ok(at("2026-06-01T17:00:00Z"))
    );
    assert_eq!(
        desk.add(at("2026-06-01T09:00:00Z"), hours(3)),
        Ok(at("2026-06-01T12:00:00Z"))
    );
}

/// GLPI counts a weekend spent pending against targets in days.
#[test]
fn pause_over_a_weekend_moves_the_deadline_by_open_time_only() {
    let desk = calendar(office("UTC"));
    let weekend = [Pause {
        start: at("2026-06-05T16:00:00Z"),
        end: at("2026-06-08T10:00:00Z"),
    }];
    let start = at("2026-06-05T09:00:00Z");
    let due = desk.ask(start, |schedule| {
        schedule.add_with_pauses(
            start,
            hours(8),
            &weekend,
            PauseRule::OpenTime,
            DueAtClose::AtClose,
        )
    });
    assert_eq!(due, Ok(at("2026-06-08T11:00:00Z")));
}

/// GLPI: due outside opening hours after pending.
#[test]
fn deadline_after_a_pause_lies_in_open_time() {
    let desk = calendar(office("UTC"));
    let evening = [Pause {
        start: at("2026-06-01T16:00:00Z"),
        end: at("2026-06-01T22:00:00Z"),
    }];
    let start = at("2026-06-01T14:00:00Z");
    let due = desk.ask(start, |schedule| {
        schedule.add_with_pauses(
            start,
            hours(3),
            &evening,
            PauseRule::OpenTime,
            DueAtClose::AtClose,
        )
    });
    assert_eq!(due, Ok(at("2026-06-02T10:00:00Z")));
}

/// GLPI's working days in local time, over a clock change.
#[test]
fn working_days_keep_the_local_time_across_a_clock_change() {
    let desk = calendar(office("Europe/Paris"));
    let start = at("2026-10-23T08:00:00Z"); // Friday 10:00
    let due = desk.ask(start, |schedule| {
        schedule.add_business_days(start, 2, DayEnd::SameTime)
    });
    assert_eq!(due, Ok(at("2026-10-27T09:00:00Z")));
}

/// iTop without its extension counts the absolute difference.
#[test]
fn elapsed_time_is_open_time_and_not_the_absolute_difference() {
    let desk = calendar(office("UTC"));
    let (friday, monday) = (at("2026-06-05T16:00:00Z"), at("2026-06-08T10:00:00Z"));
    assert_eq!(desk.between(friday, monday), Ok(hours(2)));
    assert_eq!(desk.between(monday, friday), Ok(Seconds::ZERO));
}

/// Zammad cuts pauses to whole minutes, and joins two that start in the same one.
#[test]
fn pauses_within_one_minute_count_to_the_second() {
    let desk = calendar(office("UTC"));
    let pause = |start: &str, end: &str| Pause {
        start: at(start),
        end: at(end),
    };
    let pauses = [
        pause("2026-06-01T10:00:05Z", "2026-06-01T10:00:20Z"),
        pause("2026-06-01T10:00:30Z", "2026-06-01T10:00:50Z"),
    ];
    let (start, end) = (at("2026-06-01T09:00:00Z"), at("2026-06-01T11:00:00Z"));
    let open = desk.ask(start, |schedule| {
        schedule.between_without(start, end, &pauses)
    });
    assert_eq!(open, Ok(Seconds(7_200 - 35)));
}

/// Zammad drops the feed's events of clock changes, and what it cannot expand, without a word.
#[test]
fn feed_entry_that_cannot_be_read_is_told() {
    let feed = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:Moon day\nDTSTART;VALUE=DATE:20260101\n\
                RRULE:FREQ=YEARLY;BYYEARDAY=100\nEND:VEVENT\nEND:VCALENDAR";
    let import = itsm_calendar::read_icalendar(feed).unwrap();
    assert_eq!(import.holidays, []);
    assert!(import.notices[0].to_string().contains("`BYYEARDAY=100`"));
}

/// Zammad expands feeds three years ahead.
#[test]
fn yearly_holiday_has_no_horizon() {
    let desk =
        calendar(office("UTC").holiday(DraftEntry::new("x", DraftRecurrence::yearly("12-25"))));
    assert_eq!(
        desk.next_open(at("2096-12-25T10:00:00Z")),
        Ok(at("2096-12-26T09:00:00Z"))
    );
}

/// Frappe has one window a weekday.
#[test]
fn weekday_has_as_many_windows_as_it_needs() {
    let desk = calendar(
        DraftCalendar::new("UTC").weekly("mon", ["08:00-10:00", "11:00-12:00", "14:00-18:00"]),
    );
    assert_eq!(
        desk.add(at("2026-06-01T08:00:00Z"), hours(4)),
        Ok(at("2026-06-01T15:00:00Z"))
    );
}

/// Frappe computes in the naive time of the site.
#[test]
fn calendar_has_a_zone_of_its_own() {
    let start = at("2026-06-01T08:00:00Z");
    assert_eq!(
        calendar(office("Asia/Kolkata")).add(start, hours(1)),
        Ok(at("2026-06-01T09:00:00Z"))
    );
    assert_eq!(
        calendar(office("America/New_York")).add(start, hours(1)),
        Ok(at("2026-06-01T14:00:00Z"))
    );
}

/// Frappe's search for the next working day has no guard.
#[test]
fn search_for_open_time_ends() {
    let past =
        DraftEntry::new("gone", DraftRecurrence::Daily { interval: 1 }).until(day("2020-01-01"));
    let desk = calendar(DraftCalendar::new("UTC").opening(past));
    let next = desk.next_open(at("2026-06-01T08:00:00Z"));
    assert!(matches!(next, Err(CalendarError::NoOpenTime { .. })));
}

/// `ERPNext` adds the length of a hold to a deadline in business time.
#[test]
fn hold_on_the_wall_clock_is_an_option_and_not_the_default() {
    let desk = calendar(office("UTC"));
    let start = at("2026-06-01T15:00:00Z");
    let night = [Pause {
        start: at("2026-06-01T16:00:00Z"),
        end: at("2026-06-02T08:00:00Z"),
    }];
    let due = |rule| {
        desk.ask(start, |schedule| {
            schedule.add_with_pauses(start, hours(2), &night, rule, DueAtClose::AtClose)
        })
    };
    assert_eq!(due(PauseRule::default()), Ok(at("2026-06-02T10:00:00Z")));
    assert_eq!(due(PauseRule::WallClock), Ok(at("2026-06-02T09:00:00Z")));
}
