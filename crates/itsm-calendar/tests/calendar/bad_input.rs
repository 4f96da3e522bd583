//! What is wrong is refused with a typed error, and never answered wrongly.

use crate::{at, calendar, day, hours, office};
use chrono::{DateTime, TimeDelta, Utc};
use itsm_calendar::{
    Calendar, CalendarBook, CalendarError, DraftCalendar, DraftCalendarBook, DraftEntry,
    DraftRecurrence, Faults, Seconds, Zone,
};

pub(crate) fn rules(faults: &Faults) -> Vec<(&str, &str)> {
    faults
        .iter()
        .map(|fault| (fault.path.as_str(), fault.rule))
        .collect()
}

fn faults(draft: DraftCalendar) -> Faults {
    Calendar::try_from(draft).unwrap_err()
}

#[test]
fn every_fault_is_told_at_once_with_its_place() {
    let mut draft = DraftCalendar::new("Europe/Bielefeld")
        .weekly("mon-fri", ["17:00-09:00", "9-5"])
        .weekly("someday", ["09:00-10:00"])
        .holiday_set("nowhere");
    draft
        .breaks
        .insert("tue".into(), vec!["12:00-12:00".into()]);
    draft.days.push(itsm_calendar::DraftDay {
        date: day("2026-12-24"),
        windows: vec!["25:00-26:00".into()],
        despite_exclusions: false,
    });
    assert_eq!(
        rules(&faults(draft)),
        [
            ("breaks.tue[0]", "calendar.window.order"),
            ("days[0].windows[0]", "calendar.window.range"),
            ("holiday_sets[0]", "calendar.holiday_set.unknown"),
            ("weekly.mon-fri[0]", "calendar.window.order"),
            ("weekly.mon-fri[1]", "calendar.window.form"),
            ("weekly.someday", "calendar.weekday"),
            ("zone", "calendar.zone.unknown"),
        ]
    );
}

#[test]
fn faults_are_in_the_order_in_which_people_count() {
    let mut desk = office("UTC");
    for n in 0..12 {
        let window = if n % 2 == 0 { "9-5" } else { "09:00-17:00" };
        let date = day("2026-06-01") + chrono::Days::new(n);
        desk = desk.day(date, [window]);
    }
    let faults = faults(desk);
    let paths: Vec<_> = faults.iter().map(|fault| fault.path.as_str()).collect();
    let expected = [0, 2, 4, 6, 8, 10].map(|n| format!("days[{n}].windows[0]"));
    assert_eq!(paths, expected);
}

#[test]
fn window_that_ends_before_it_starts_is_refused_with_the_way_to_write_a_shift() {
    let faults = faults(DraftCalendar::new("UTC").weekly("mon", ["22:00-06:00"]));
    let message = faults.to_string();
    assert!(message.contains("got `22:00-06:00`"), "{message}");
    assert!(message.contains("`22:00-06:00+1`"), "{message}");
}

#[test]
fn malformed_windows_are_refused() {
    for text in [
        "",
        "-",
        "09:00",
        "09:00-",
        "09:60-10:00",
        "09:00-10:00:60",
        "+9:00-10:00",
        "24:00-25:00",
        "10:00-49:00",
        "00:00-24:01+1",
        "09:00-10:00-11:00",
        "0900-1000",
        "١٠:00-11:00",
    ] {
        let draft = DraftCalendar::new("UTC").weekly("mon", ["08:00-09:00", text]);
        assert_eq!(rules(&faults(draft)).len(), 1, "{text}");
    }
}

#[test]
fn exclusions_alone_are_no_calendar() {
    let mut draft = DraftCalendar::new("UTC")
        .holiday(DraftEntry::new(
            "Christmas",
            DraftRecurrence::yearly("12-25"),
        ))
        .break_on("mon", ["12:00-13:00"])
        .day(day("2026-12-24"), [""; 0]);
    assert_eq!(rules(&faults(draft.clone())), [("", "calendar.empty")]);
    draft.weekly.insert("mon".into(), Vec::new());
    assert_eq!(rules(&faults(draft)), [("", "calendar.empty")]);
}

#[test]
fn wrong_recurrences_are_refused() {
    let weekday = |nth, weekday: &str| DraftRecurrence::MonthlyWeekday {
        nth,
        weekday: weekday.into(),
    };
    let wrong = [
        (DraftRecurrence::Daily { interval: 0 }, "calendar.interval"),
        (DraftRecurrence::Daily { interval: 2 }, "calendar.interval"),
        (
            DraftRecurrence::Weekly {
                days: vec![],
                interval: 1,
            },
            "calendar.weekday",
        ),
        (DraftRecurrence::MonthlyDay { day: 0 }, "calendar.number"),
        (DraftRecurrence::MonthlyDay { day: 32 }, "calendar.number"),
        (DraftRecurrence::MonthlyDay { day: -128 }, "calendar.number"),
        (weekday(6, "mon"), "calendar.number"),
        (weekday(0, "mon"), "calendar.number"),
        (weekday(1, "moonday"), "calendar.weekday"),
        (DraftRecurrence::yearly("02-30"), "calendar.month_day"),
        (DraftRecurrence::yearly("13-01"), "calendar.month_day"),
        (DraftRecurrence::Easter { offset: 300 }, "calendar.number"),
        (
            DraftRecurrence::YearlyWeekday {
                month: 13,
                nth: 1,
                weekday: "mon".into(),
            },
            "calendar.number",
        ),
        (
            DraftRecurrence::Dates {
                first: day("2026-02-02"),
                last: day("2026-02-01"),
            },
            "calendar.date.order",
        ),
        (
            DraftRecurrence::Date {
                date: chrono::NaiveDate::MAX,
            },
            "calendar.date.range",
        ),
    ];
    for (on, rule) in wrong {
        let faults = faults(office("UTC").holiday(DraftEntry::new("x", on.clone())));
        assert_eq!(rules(&faults), [("holidays[0].on", rule)], "{on:?}");
    }
    let entry = DraftEntry::new("x", DraftRecurrence::yearly("12-25"))
        .from(day("2026-01-02"))
        .until(day("2026-01-01"));
    let until = faults(office("UTC").opening(entry));
    assert_eq!(
        rules(&until),
        [("openings[0].until", "calendar.date.order")]
    );
    let twice = office("UTC")
        .day(day("2026-01-02"), [""; 0])
        .day(day("2026-01-02"), [""; 0]);
    assert_eq!(rules(&faults(twice)), [("days[1]", "calendar.day.twice")]);
}

#[test]
fn faults_of_a_book_name_the_calendar() {
    let book = DraftCalendarBook {
        calendars: vec![
            office("UTC"),
            office("Nowhere").named("b"),
            office("UTC").named("b"),
        ],
        ..DraftCalendarBook::default()
    };
    let faults = CalendarBook::try_from(book).unwrap_err();
    assert_eq!(
        rules(&faults),
        [
            ("calendars[1].zone", "calendar.zone.unknown"),
            ("calendars[2].name", "calendar.name.twice")
        ]
    );
}

#[test]
fn unknown_zone_is_refused() {
    for name in [
        "",
        "Mars/Olympus",
        "Europe",
        "../etc/passwd",
        "Europe/Berlin ",
    ] {
        assert_eq!(
            Zone::new(name),
            Err(CalendarError::UnknownZone { name: name.into() })
        );
    }
}

#[test]
fn floating_calendar_without_a_zone_is_refused() {
    let floating = calendar(
        DraftCalendar::floating()
            .named("shop")
            .weekly("mon", ["09:00-10:00"]),
    );
    let start = at("2026-06-01T00:00:00Z");
    let expected = Err(CalendarError::Floating {
        calendar: "shop".into(),
    });
    assert_eq!(floating.add(start, hours(1)), expected);
    assert!(matches!(
        calendar(office("UTC")).union(&floating).is_open(start),
        Err(CalendarError::Floating { .. })
    ));
}

#[test]
fn no_open_time_ahead_is_an_error_and_no_loop() {
    let last = DraftEntry::date("last", day("2026-06-01")).at(["09:00-10:00"]);
    let once = calendar(DraftCalendar::new("UTC").opening(last));
    let after = at("2026-06-01T10:00:00Z");
    assert!(matches!(
        once.add(after, Seconds(1)),
        Err(CalendarError::NoOpenTime { .. })
    ));
    assert!(matches!(
        once.next_open(after),
        Err(CalendarError::NoOpenTime { .. })
    ));
    assert!(matches!(
        once.next_close(after),
        Err(CalendarError::NoOpenTime { .. })
    ));
    let before = at("2026-06-01T09:00:00Z");
    assert!(matches!(
        once.subtract(before, Seconds(1)),
        Err(CalendarError::NoOpenTime { .. })
    ));
    let Err(CalendarError::NotEnoughTime {
        needed, available, ..
    }) = once.add(before, hours(2))
    else {
        panic!("expected not enough time");
    };
    assert_eq!((needed, available), (hours(2), hours(1)));
}

#[test]
fn calendar_whose_holidays_swallow_it_is_an_error_and_no_loop() {
    let off = DraftEntry::new("off", DraftRecurrence::Daily { interval: 1 });
    let never = calendar(office("UTC").holiday(off));
    let start = at("2026-06-01T10:00:00Z");
    assert!(matches!(
        never.add(start, Seconds(1)),
        Err(CalendarError::NoOpenTime { .. })
    ));
    assert_eq!(
        never.between(start, at("2036-06-01T10:00:00Z")),
        Ok(Seconds::ZERO)
    );
}

#[test]
fn always_open_never_closes() {
    let start = at("2026-06-01T10:00:00Z");
    assert!(matches!(
        Calendar::always().next_close(start),
        Err(CalendarError::NoClosingTime { .. })
    ));
}

#[test]
fn negative_and_overflowing_durations_are_refused() {
    assert_eq!(
        Seconds::try_from(-1),
        Err(CalendarError::NegativeDuration { seconds: -1 })
    );
    let half = TimeDelta::milliseconds(-500);
    assert_eq!(
        Seconds::try_from(half),
        Err(CalendarError::NegativeDuration { seconds: -1 })
    );
    assert_eq!(
        Seconds::try_from(TimeDelta::milliseconds(1_900)),
        Ok(Seconds(1))
    );
    let always = Calendar::always();
    let start = at("2026-06-01T10:00:00Z");
    for amount in [u64::MAX, u64::MAX / 2, 1 << 32, 1 << 33] {
        assert!(matches!(
            always.add(start, Seconds(amount)),
            Err(CalendarError::NotEnoughTime { .. })
        ));
        assert!(always.subtract(start, Seconds(amount)).is_err());
    }
}

#[test]
fn instants_outside_of_the_range_are_refused() {
    let (from, until) = (at("2026-06-01T00:00:00Z"), at("2026-07-01T00:00:00Z"));
    let schedule = calendar(office("UTC")).compile(from..until).unwrap();
    for outside in [
        from - TimeDelta::nanoseconds(1),
        until + TimeDelta::nanoseconds(1),
    ] {
        let refused = CalendarError::OutOfRange {
            at: outside,
            from,
            until,
        };
        assert_eq!(schedule.is_open(outside), Err(refused.clone()));
        assert_eq!(schedule.add(outside, hours(1)), Err(refused.clone()));
        assert_eq!(
            schedule.between(from.min(outside), outside.max(until)),
            Err(refused)
        );
    }
    assert_eq!(schedule.between(from, until), Ok(hours(22 * 8)));
    assert!(matches!(
        schedule.add(from, hours(22 * 8 + 1)),
        Err(CalendarError::NotEnoughTime { .. })
    ));
    assert!(schedule.is_business_day(day("2026-05-31")).is_err());
    assert!(schedule.nth_business_day(day("2026-06-15"), 30).is_err());
}

#[test]
fn empty_backward_and_endless_ranges_are_refused() {
    let desk = calendar(office("UTC"));
    let start = at("2026-06-01T00:00:00Z");
    assert!(matches!(
        desk.compile(start..start),
        Err(CalendarError::RangeOrder { .. })
    ));
    assert!(matches!(
        desk.compile(start..start - hours_delta(1)),
        Err(CalendarError::RangeOrder { .. })
    ));
    assert!(matches!(
        desk.compile(start..at("2127-06-01T00:00:00Z")),
        Err(CalendarError::RangeTooLong { .. })
    ));
    assert!(desk.compile(start..at("2126-05-01T00:00:00Z")).is_ok());
}

fn hours_delta(n: i64) -> TimeDelta {
    TimeDelta::hours(n)
}

#[test]
fn years_outside_of_the_zone_data_are_refused() {
    let desk = calendar(office("Europe/Berlin"));
    for outside in [
        DateTime::<Utc>::MIN_UTC,
        DateTime::<Utc>::MAX_UTC,
        at("0000-06-01T00:00:00Z"),
    ] {
        let refused = Err(CalendarError::OutsideZoneData { at: outside });
        assert_eq!(desk.is_open(outside), refused);
        assert_eq!(
            desk.next_open(outside),
            Err(CalendarError::OutsideZoneData { at: outside })
        );
        assert!(
            desk.compile(
                outside.min(at("2026-01-01T00:00:00Z"))..outside.max(at("2026-01-02T00:00:00Z"))
            )
            .is_err()
        );
        assert!(
            Zone::new("Europe/Berlin")
                .unwrap()
                .offset_at(outside)
                .is_err()
        );
    }
    let late = at("9999-11-01T00:00:00Z");
    assert!(desk.add(late, hours(8)).is_ok());
    assert!(desk.add(late, hours(8_000)).is_err());
}

#[test]
fn schedules_of_other_ranges_do_not_combine() {
    let desk = calendar(office("UTC"));
    let june = desk
        .compile(at("2026-06-01T00:00:00Z")..at("2026-07-01T00:00:00Z"))
        .unwrap();
    let july = desk
        .compile(at("2026-07-01T00:00:00Z")..at("2026-08-01T00:00:00Z"))
        .unwrap();
    assert!(matches!(
        june.union(&july),
        Err(CalendarError::OtherRange { .. })
    ));
}
