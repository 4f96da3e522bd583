//! On which dates entries fall.

use crate::{at, calendar, day, office};
use chrono::NaiveDate;
use itsm_calendar::{
    Calendar, CalendarBook, DraftCalendar, DraftCalendarBook, DraftEntry, DraftHolidaySet,
    DraftRecurrence, HolidaySet,
};

fn dates(entry: DraftEntry, from: &str, until: &str) -> Vec<String> {
    let set = HolidaySet::try_from(DraftHolidaySet {
        name: "x".into(),
        holidays: vec![entry],
    });
    let (set, until) = (set.unwrap(), day(until));
    let days = day(from).iter_days().take_while(|date| *date <= until);
    days.filter(|date| set.on(*date).is_some())
        .map(|date| date.to_string())
        .collect()
}

fn year(on: DraftRecurrence) -> Vec<String> {
    dates(DraftEntry::new("x", on), "2026-01-01", "2026-12-31")
}

#[test]
fn daily_by_interval_counts_from_its_start() {
    let entry =
        DraftEntry::new("x", DraftRecurrence::Daily { interval: 3 }).from(day("2026-01-30"));
    assert_eq!(
        dates(entry, "2026-01-01", "2026-02-06"),
        ["2026-01-30", "2026-02-02", "2026-02-05"]
    );
}

#[test]
fn weekly_by_interval_counts_whole_weeks() {
    let on = DraftRecurrence::Weekly {
        days: vec!["mon".into(), "fri".into()],
        interval: 2,
    };
    let entry = DraftEntry::new("x", on).from(day("2026-06-03")); // a Wednesday
    assert_eq!(
        dates(entry, "2026-06-01", "2026-06-30"),
        ["2026-06-05", "2026-06-15", "2026-06-19", "2026-06-29"]
    );
}

#[test]
fn month_without_such_a_day_is_passed_over() {
    assert_eq!(year(DraftRecurrence::MonthlyDay { day: 31 }).len(), 7);
    let last = year(DraftRecurrence::MonthlyDay { day: -1 });
    assert_eq!(last.len(), 12);
    assert_eq!(last[1], "2026-02-28");
}

#[test]
fn nth_and_last_weekday_of_the_month() {
    let on = |nth| DraftRecurrence::MonthlyWeekday {
        nth,
        weekday: "fri".into(),
    };
    assert_eq!(year(on(1))[..2], ["2026-01-02", "2026-02-06"]);
    assert_eq!(year(on(-1))[..2], ["2026-01-30", "2026-02-27"]);
    assert_eq!(
        year(on(5)),
        ["2026-01-30", "2026-05-29", "2026-07-31", "2026-10-30"]
    );
    assert_eq!(
        year(on(-5)),
        ["2026-01-02", "2026-05-01", "2026-07-03", "2026-10-02"]
    );
}

#[test]
fn floating_holiday_moves_with_the_year() {
    let on = DraftRecurrence::YearlyWeekday {
        month: 11,
        nth: 4,
        weekday: "thu".into(),
    };
    let found = dates(
        DraftEntry::new("Thanksgiving", on),
        "2024-01-01",
        "2027-12-31",
    );
    assert_eq!(
        found,
        ["2024-11-28", "2025-11-27", "2026-11-26", "2027-11-25"]
    );
}

#[test]
fn leap_day_comes_in_leap_years_only() {
    let entry = DraftEntry::new("x", DraftRecurrence::yearly("02-29"));
    assert_eq!(
        dates(entry, "2023-01-01", "2029-12-31"),
        ["2024-02-29", "2028-02-29"]
    );
}

#[test]
fn easter_is_found_in_known_years() {
    let easter = |year: &str| {
        let on = DraftRecurrence::Easter { offset: 0 };
        dates(
            DraftEntry::new("x", on),
            &format!("{year}-01-01"),
            &format!("{year}-12-31"),
        )
    };
    for known in [
        "1818-03-22",
        "1943-04-25",
        "1954-04-18",
        "1981-04-19",
        "2000-04-23",
        "2024-03-31",
        "2025-04-20",
        "2026-04-05",
        "2027-03-28",
        "2038-04-25",
        "2049-04-18",
        "2076-04-19",
        "2285-03-22",
    ] {
        assert_eq!(easter(known.split('-').next().unwrap()), [known]);
    }
    assert_eq!(year(DraftRecurrence::Easter { offset: -2 }), ["2026-04-03"]);
    assert_eq!(year(DraftRecurrence::Easter { offset: 39 }), ["2026-05-14"]);
}

#[test]
fn entry_is_in_force_between_its_bounds_and_not_on_its_exceptions() {
    let mut entry = DraftEntry::new("x", DraftRecurrence::Daily { interval: 1 })
        .from(day("2026-06-02"))
        .until(day("2026-06-05"));
    entry.except = vec![day("2026-06-04")];
    assert_eq!(
        dates(entry, "2026-06-01", "2026-06-30"),
        ["2026-06-02", "2026-06-03", "2026-06-05"]
    );
}

#[test]
fn one_holiday_set_serves_several_calendars() {
    let book = DraftCalendarBook {
        holiday_sets: vec![DraftHolidaySet {
            name: "de".into(),
            holidays: vec![DraftEntry::new(
                "Unity Day",
                DraftRecurrence::yearly("10-03"),
            )],
        }],
        calendars: vec![
            office("Europe/Berlin").named("desk").holiday_set("de"),
            DraftCalendar::new("UTC")
                .named("night")
                .weekly("mon-sun", ["20:00-04:00+1"])
                .holiday_set("de"),
        ],
        ..DraftCalendarBook::default()
    };
    let book = CalendarBook::try_from(book).unwrap();
    let unity: NaiveDate = day("2025-10-03");
    for name in ["desk", "night"] {
        assert_eq!(
            book.calendar(name).unwrap().holiday_on(unity),
            Some("Unity Day")
        );
    }
    let night = book.calendar("night").unwrap();
    // The shift of the evening before ends with its date.
    assert_eq!(
        night.next_close(at("2025-10-02T21:00:00Z")),
        Ok(at("2025-10-03T00:00:00Z"))
    );
    assert_eq!(
        night.next_open(at("2025-10-03T00:00:00Z")),
        Ok(at("2025-10-04T00:00:00Z"))
    );
}

#[test]
fn recurring_opening_makes_a_maintenance_window() {
    let on = DraftRecurrence::MonthlyWeekday {
        nth: 2,
        weekday: "sun".into(),
    };
    let window = DraftEntry::new("patch night", on).at(["02:00-06:00"]);
    let maintenance: Calendar = calendar(DraftCalendar::new("UTC").opening(window));
    assert_eq!(
        maintenance.next_open(at("2026-06-01T00:00:00Z")),
        Ok(at("2026-06-14T02:00:00Z"))
    );
    let service = Calendar::always().difference(&maintenance);
    assert_eq!(
        service.next_close(at("2026-06-01T00:00:00Z")),
        Ok(at("2026-06-14T02:00:00Z"))
    );
}
