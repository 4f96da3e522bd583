//! Holidays from iCalendar text.

use crate::{calendar, day, office};
use itsm_calendar::{DraftHolidaySet, DraftRecurrence, HolidaySet, Import, read_icalendar};

fn text(events: &[&str]) -> String {
    let mut lines = vec!["BEGIN:VCALENDAR", "VERSION:2.0"];
    for event in events {
        lines.push("BEGIN:VEVENT");
        lines.extend(event.lines());
        lines.push("END:VEVENT");
    }
    lines.push("END:VCALENDAR");
    lines.join("\r\n")
}

fn import(events: &[&str]) -> Import {
    read_icalendar(&text(events)).unwrap()
}

fn set(events: &[&str]) -> HolidaySet {
    let import = import(events);
    assert_eq!(import.notices, []);
    HolidaySet::try_from(DraftHolidaySet {
        name: "ics".into(),
        holidays: import.holidays,
    })
    .unwrap()
}

fn on<'a>(set: &'a HolidaySet, date: &str) -> Option<&'a str> {
    set.on(day(date))
}

#[test]
fn all_day_events_are_holidays() {
    let set = set(&[
        "DTSTART;VALUE=DATE:20261224\nDTEND;VALUE=DATE:20261227\nSUMMARY:Closed\\, really\nUID:1\nDTSTAMP:20260101T000000Z",
    ]);
    assert_eq!(on(&set, "2026-12-23"), None);
    assert_eq!(on(&set, "2026-12-24"), Some("Closed, really"));
    assert_eq!(on(&set, "2026-12-26"), Some("Closed, really"));
    assert_eq!(on(&set, "2026-12-27"), None);
}

#[test]
fn folded_lines_are_put_together() {
    let set = set(&["DTSTART;VALUE=DA\n TE:20261225\nSUMMARY:Christ\n mas \n\tDay"]);
    assert_eq!(on(&set, "2026-12-25"), Some("Christmas Day"));
}

#[test]
fn yearly_recurrences_are_understood() {
    let christmas = set(&[
        "DTSTART;VALUE=DATE:20201225\nRRULE:FREQ=YEARLY\nEXDATE;VALUE=DATE:20221225\nSUMMARY:x",
    ]);
    assert_eq!(on(&christmas, "2019-12-25"), None);
    assert_eq!(on(&christmas, "2021-12-25"), Some("x"));
    assert_eq!(on(&christmas, "2022-12-25"), None);
    let thanksgiving =
        set(&["DTSTART;VALUE=DATE:20201126\nRRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH\nSUMMARY:x"]);
    assert_eq!(on(&thanksgiving, "2026-11-26"), Some("x"));
    let last = set(&[
        "DTSTART;VALUE=DATE:20200525\nRRULE:FREQ=YEARLY;BYMONTH=5;BYDAY=-1MO;UNTIL=20260101T000000Z\nSUMMARY:x",
    ]);
    assert_eq!(on(&last, "2025-05-26"), Some("x"));
    assert_eq!(on(&last, "2026-05-25"), None);
    let counted =
        set(&["DTSTART;VALUE=DATE:20241224\nDURATION:P2D\nRRULE:FREQ=YEARLY;COUNT=2\nSUMMARY:x"]);
    assert_eq!(on(&counted, "2025-12-25"), Some("x"));
    assert_eq!(on(&counted, "2026-12-24"), None);
}

#[test]
fn yearly_range_runs_over_new_year() {
    let set = set(&[
        "DTSTART;VALUE=DATE:20241224\nDTEND;VALUE=DATE:20250103\nRRULE:FREQ=YEARLY\nSUMMARY:x",
    ]);
    assert_eq!(on(&set, "2031-01-02"), Some("x"));
    assert_eq!(on(&set, "2031-01-03"), None);
    assert_eq!(on(&set, "2024-01-01"), None);
}

#[test]
fn extra_dates_are_taken() {
    let set = set(&["DTSTART;VALUE=DATE:20260101\nRDATE;VALUE=DATE:20260202,20260303\nSUMMARY:x"]);
    for date in ["2026-01-01", "2026-02-02", "2026-03-03"] {
        assert_eq!(on(&set, date), Some("x"));
    }
}

#[test]
fn what_is_not_supported_is_told_with_its_line_and_left_out_whole() {
    let left_out = [
        "DTSTART:20261225T090000Z\nSUMMARY:timed",
        "DTSTART;VALUE=DATE:20261225\nRRULE:FREQ=MONTHLY\nSUMMARY:monthly",
        "DTSTART;VALUE=DATE:20261225\nRRULE:FREQ=YEARLY;INTERVAL=4\nSUMMARY:every four",
        "DTSTART;VALUE=DATE:20260525\nRRULE:FREQ=YEARLY;BYMONTH=5;BYDAY=MO;BYMONTHDAY=25,26\nSUMMARY:by day",
        "DTSTART;VALUE=DATE:20261225\nSTATUS:CANCELLED",
        "DTSTART;VALUE=DATE:20261225\nRECURRENCE-ID;VALUE=DATE:20261225",
        "DTSTART;VALUE=DATE:20261225\nDURATION:PT4H",
        "DTSTART;VALUE=DATE:20261225\nFROBNICATE:1",
        "DTSTART;VALUE=DATE:20261225\nRRULE:FREQ=YEARLY;BYMONTH=7\nSUMMARY:does not fit",
        "DTSTART;VALUE=DATE:20261225\nEXDATE:20261225T000000\nSUMMARY:timed exception",
    ];
    for event in left_out {
        let found = import(&["DTSTART;VALUE=DATE:20260101\nSUMMARY:kept", event]);
        assert_eq!(found.holidays.len(), 1, "{event}");
        assert_eq!(found.notices.len(), 1, "{event}");
        assert!(found.notices[0].line > 7, "{event}: {}", found.notices[0]);
    }
    let todo = "BEGIN:VCALENDAR\nBEGIN:VTODO\nSUMMARY:x\nEND:VTODO\nEND:VCALENDAR";
    assert_eq!(read_icalendar(todo).unwrap().notices[0].line, 2);
}

#[test]
fn malformed_text_is_refused_with_the_line() {
    let broken = [
        ("", "line 1", "icalendar.nesting"),
        ("hello", "line 1", "icalendar.line"),
        ("BEGIN:VEVENT\nEND:VEVENT", "line 1", "icalendar.nesting"),
        (
            "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20260230\nEND:VEVENT\nEND:VCALENDAR",
            "line 3",
            "icalendar.date",
        ),
        (
            "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:x\nEND:VEVENT\nEND:VCALENDAR",
            "line 2",
            "icalendar.event",
        ),
        (
            "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20260202\nDTEND;VALUE=DATE:20260202\nEND:VEVENT\nEND:VCALENDAR",
            "line 4",
            "icalendar.event",
        ),
        (
            "BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VCALENDAR",
            "line 1",
            "icalendar.nesting",
        ),
        (
            "BEGIN:VCALENDAR\nno value\nEND:VCALENDAR",
            "line 2",
            "icalendar.line",
        ),
        ("BEGIN:VCALENDAR", "line 1", "icalendar.nesting"),
    ];
    for (text, line, rule) in broken {
        let faults = read_icalendar(text).unwrap_err();
        assert!(
            faults
                .iter()
                .any(|fault| fault.path == line && fault.rule == rule),
            "{text}: {faults}"
        );
    }
}

#[test]
fn imported_set_closes_a_calendar() {
    let set = set(&["DTSTART;VALUE=DATE:20200101\nRRULE:FREQ=YEARLY\nSUMMARY:New Year"]);
    let draft = office("UTC").holiday_set("ics");
    let desk = itsm_calendar::Calendar::with_holidays(&draft, &[set]).unwrap();
    assert_eq!(desk.holiday_on(day("2027-01-01")), Some("New Year"));
    let entry = import(&["DTSTART;VALUE=DATE:20200101\nRRULE:FREQ=YEARLY"])
        .holidays
        .remove(0);
    assert_eq!(entry.on, DraftRecurrence::yearly("01-01"));
    let _ = calendar(office("UTC").holiday(entry));
}

#[test]
fn count_reaches_dates_that_come_back_after_forty_years() {
    let fifth =
        "DTSTART;VALUE=DATE:20760229\nRRULE:FREQ=YEARLY;BYMONTH=2;BYDAY=5SA;COUNT=2\nSUMMARY:x";
    let fifth = set(&[fifth]);
    assert_eq!(on(&fifth, "2076-02-29"), Some("x"));
    assert_eq!(on(&fifth, "2116-02-29"), Some("x"));
    assert_eq!(on(&fifth, "2144-02-29"), None);
}

#[test]
fn excluded_date_on_which_no_instance_begins_excludes_nothing() {
    let yearly = set(&[
        "DTSTART;VALUE=DATE:20201224\nDTEND;VALUE=DATE:20201227\nRRULE:FREQ=YEARLY\n\
         EXDATE;VALUE=DATE:20221225,20231224\nSUMMARY:x",
    ]);
    for date in ["2022-12-24", "2022-12-25", "2022-12-26"] {
        assert_eq!(on(&yearly, date), Some("x"), "{date}");
    }
    for date in ["2023-12-24", "2023-12-25", "2023-12-26"] {
        assert_eq!(on(&yearly, date), None, "{date}");
    }
    // The instance of the 2nd is gone; the 2nd as a day of the first instance is not.
    let listed = set(&[
        "DTSTART;VALUE=DATE:20260101\nDURATION:P2D\nRDATE;VALUE=DATE:20260102,20260301\n\
         EXDATE;VALUE=DATE:20260102\nSUMMARY:x",
    ]);
    for (date, name) in [
        ("2026-01-01", Some("x")),
        ("2026-01-02", Some("x")),
        ("2026-01-03", None),
        ("2026-03-02", Some("x")),
    ] {
        assert_eq!(on(&listed, date), name, "{date}");
    }
}

#[test]
fn what_is_said_twice_or_contradicts_itself_is_left_out() {
    for event in [
        "DTSTART;VALUE=DATE:20261225\nDTSTART;VALUE=DATE:20261226",
        "DTSTART;VALUE=DATE:20261225\nDTEND;VALUE=DATE:20261226\nDURATION:P3D",
        "DTSTART;VALUE=DATE:20261225\nDTEND;VALUE=DATE:20261226\nDTEND;VALUE=DATE:20261227",
        "DTSTART;VALUE=DATE:20261225\nRRULE:FREQ=YEARLY;COUNT=3;UNTIL=20301225",
        "DTSTART;VALUE=DATE:20261225\nRRULE:FREQ=YEARLY;UNTIL=20251225",
        "DTSTART;VALUE=DATE:20261225\nRRULE:FREQ=YEARLY;COUNT=0",
    ] {
        let found = import(&[event]);
        assert_eq!(
            (found.holidays.len(), found.notices.len()),
            (0, 1),
            "{event}"
        );
    }
    let two = text(&["DTSTART;VALUE=DATE:20261225,20261226"]);
    assert!(read_icalendar(&two).is_err());
}

#[test]
fn names_and_states_are_read_in_any_case() {
    let lower =
        "begin:vcalendar\nbegin:vevent\ndtstart;value=date:20261225\nend:vevent\nend:vcalendar";
    assert_eq!(read_icalendar(lower).unwrap().holidays.len(), 1);
    let canceled = import(&["DTSTART;VALUE=DATE:20261225\nSTATUS:Cancelled"]);
    assert_eq!((canceled.holidays.len(), canceled.notices.len()), (0, 1));
}

#[test]
fn event_within_an_event_is_a_fault_and_not_lost() {
    let nested = text(&[
        "DTSTART;VALUE=DATE:20261225\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20261226\nEND:VEVENT",
    ]);
    let faults = read_icalendar(&nested).unwrap_err();
    assert_eq!(faults.iter().next().unwrap().path, "line 5");
}

#[test]
fn byte_order_mark_and_any_line_ends_are_read() {
    for ends in ["\n", "\r\n"] {
        let text = text(&["DTSTART;VALUE=DATE:20261225\nSUMMARY:Noël"]).replace("\r\n", ends);
        let found = read_icalendar(&format!("\u{feff}{text}{ends}{ends}")).unwrap();
        assert_eq!(found.holidays[0].name, "Noël");
    }
}
