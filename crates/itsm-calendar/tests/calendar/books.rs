//! Books of calendars: combinations by name.

use crate::bad_input::rules;
use crate::{at, hours, office};
use itsm_calendar::{
    Calendar, CalendarBook, DraftCalendar, DraftCalendarBook, DraftCombined, DraftEntry, Faults,
    Zone,
};

fn draft(combined: Vec<DraftCombined>) -> DraftCalendarBook {
    DraftCalendarBook {
        calendars: vec![
            office("Europe/Berlin").named("berlin"),
            office("America/New_York").named("york"),
            DraftCalendar::new("UTC")
                .named("always")
                .weekly("mon-sun", ["00:00-24:00"]),
            DraftCalendar::new("UTC")
                .named("patching")
                .weekly("mon", ["12:00-14:00"]),
        ],
        combined,
        ..DraftCalendarBook::default()
    }
}

fn book(combined: Vec<DraftCombined>) -> CalendarBook {
    CalendarBook::try_from(draft(combined)).unwrap()
}

fn faults(combined: Vec<DraftCombined>) -> Faults {
    CalendarBook::try_from(draft(combined)).unwrap_err()
}

/// The open time of a Monday in summer.
fn total(calendar: &Calendar) -> itsm_calendar::Seconds {
    let range = at("2026-06-01T00:00:00Z")..at("2026-06-02T00:00:00Z");
    calendar.compile(range).unwrap().total()
}

#[test]
fn combinations_are_asked_for_by_their_names() {
    let book = book(vec![
        DraftCombined::union("sun", ["berlin", "york"]),
        DraftCombined::intersection("both", ["berlin", "york"]),
        DraftCombined::difference("early", "berlin", ["york"]),
    ]);
    // Berlin 07:00 to 15:00, New York 13:00 to 21:00.
    for (name, open) in [("sun", 14), ("both", 2), ("early", 6)] {
        let calendar = book.calendar(name).unwrap();
        assert_eq!(calendar.name(), name);
        assert_eq!(total(calendar), hours(open), "{name}");
    }
    let names: Vec<_> = book.iter().map(Calendar::name).collect();
    let expected = [
        "berlin", "york", "always", "patching", "sun", "both", "early",
    ];
    assert_eq!(names, expected);
}

#[test]
fn combination_from_a_book_is_that_of_the_code() {
    let book = book(vec![
        DraftCombined::union("sun", ["berlin", "york"]),
        DraftCombined::difference("service", "sun", ["patching", "both"]),
        DraftCombined::intersection("both", ["berlin", "york"]),
    ]);
    let of = |name| book.calendar(name).unwrap();
    let (berlin, york) = (of("berlin"), of("york"));
    let coded = berlin
        .union(york)
        .difference(of("patching"))
        .difference(&berlin.intersection(york));
    assert_eq!(of("service"), &coded.named("service"));
    assert_eq!(total(&coded), hours(11));
}

#[test]
fn combination_may_stand_before_its_parts() {
    let book = book(vec![
        DraftCombined::difference("service", "sun", ["patching"]),
        DraftCombined::union("sun", ["berlin", "york"]),
    ]);
    assert_eq!(total(book.calendar("service").unwrap()), hours(12));
}

#[test]
fn what_is_taken_off_a_combination_is_not_open_in_any_part_of_it() {
    let book = book(vec![
        DraftCombined::union("sun", ["berlin", "york", "always"]),
        DraftCombined::difference("service", "always", ["sun"]),
    ]);
    assert_eq!(total(book.calendar("service").unwrap()), hours(0));
}

#[test]
fn floating_parts_of_a_combination_take_the_zone_and_it_keeps_its_name() {
    let mut draft = draft(vec![DraftCombined::union("sun", ["shop", "york"])]);
    let shop = DraftCalendar::floating().named("shop");
    draft
        .calendars
        .push(shop.weekly("mon-fri", ["09:00-17:00"]));
    let book = CalendarBook::try_from(draft).unwrap();
    let sun = book.calendar("sun").unwrap();
    assert!(sun.is_floating());
    let sun = sun.in_zone(&Zone::new("Europe/Berlin").unwrap());
    assert_eq!((sun.name(), sun.is_floating()), ("sun", false));
    assert_eq!(total(&sun), hours(14));
}

#[test]
fn every_fault_of_combinations_is_told_at_once_with_its_place() {
    let both = DraftCombined {
        difference: DraftCombined::difference("", "berlin", ["nowhere"]).difference,
        ..DraftCombined::union("both", ["berlin", "york"])
    };
    let mut combined = vec![
        DraftCombined::union("one", ["berlin"]),
        DraftCombined::intersection("none", [""; 0]),
        DraftCombined::difference("nothing less", "berlin", [""; 0]),
        DraftCombined::union("twice", ["berlin", "york", "berlin"]),
        DraftCombined::difference("itself", "berlin", ["berlin"]),
        DraftCombined::union("berlin", ["york", "always"]),
        DraftCombined::union("one", ["york", "always"]),
        DraftCombined::union("", ["york", "always"]),
        both,
        DraftCombined {
            name: "neither".into(),
            ..DraftCombined::default()
        },
        DraftCombined::difference("lost", "erewhon", ["york", "utopia"]),
    ];
    combined.push(DraftCombined::union("snake", ["york", "snake"]));
    assert_eq!(
        rules(&faults(combined)),
        [
            ("combined[0].union", "calendar.combined.parts"),
            ("combined[1].intersection", "calendar.combined.parts"),
            ("combined[2].difference", "calendar.combined.parts"),
            ("combined[3].union[2]", "calendar.combined.part_twice"),
            (
                "combined[4].difference.less[0]",
                "calendar.combined.part_twice"
            ),
            ("combined[5].name", "calendar.name.twice"),
            ("combined[6].name", "calendar.name.twice"),
            ("combined[7].name", "calendar.name.missing"),
            ("combined[8]", "calendar.combined.kind"),
            (
                "combined[8].difference.less[0]",
                "calendar.combined.unknown"
            ),
            ("combined[9]", "calendar.combined.kind"),
            ("combined[10].difference.from", "calendar.combined.unknown"),
            (
                "combined[10].difference.less[1]",
                "calendar.combined.unknown"
            ),
            ("combined[11]", "calendar.combined.circle"),
        ]
    );
}

#[test]
fn circle_is_named_once_at_its_first_member_and_not_where_it_is_used() {
    let faults = faults(vec![
        DraftCombined::union("user", ["c", "york"]),
        DraftCombined::union("a", ["berlin", "b"]),
        DraftCombined::intersection("b", ["c", "york"]),
        DraftCombined::difference("c", "always", ["a"]),
        DraftCombined::union("sound", ["berlin", "york"]),
    ]);
    assert_eq!(
        faults.to_string(),
        "combined[1]: expected parts that lead to calendars, got the circle \
         `a` of `b` of `c` of `a` (calendar.combined.circle)"
    );
}

#[test]
fn each_of_two_circles_is_named() {
    let faults = faults(vec![
        DraftCombined::union("a", ["b", "c"]),
        DraftCombined::union("b", ["a", "york"]),
        DraftCombined::union("c", ["a", "york"]),
        DraftCombined::union("d", ["d", "york"]),
    ]);
    let messages: Vec<_> = faults.iter().map(|it| it.message.as_str()).collect();
    assert_eq!(messages.len(), 3, "{messages:?}");
    for circle in ["`a` of `b` of `a`", "`a` of `c` of `a`", "`d` of `d`"] {
        assert!(messages.iter().any(|it| it.ends_with(circle)), "{circle}");
    }
}

#[test]
fn as_many_circles_are_told_as_there_are_members_at_most() {
    let names = || (0..40).map(|n| format!("c{n}"));
    let mut combined = Vec::new();
    for name in names() {
        // Each is made of all others: there are more circles than could ever be told.
        let others: Vec<_> = names().filter(|other| *other != name).collect();
        combined.push(DraftCombined::union(name, others));
    }
    let told = faults(combined).len();
    assert!((20..=40).contains(&told), "{told}");
}

#[test]
fn fault_of_a_part_is_told_at_the_part_alone() {
    let mut draft = draft(vec![
        DraftCombined::union("sun", ["berlin", "york"]),
        DraftCombined::union("more", ["sun", "always"]),
    ]);
    draft.calendars[1].zone = Some("Nowhere".into());
    let faults = CalendarBook::try_from(draft).unwrap_err();
    assert_eq!(
        rules(&faults),
        [("calendars[1].zone", "calendar.zone.unknown")]
    );
}

#[test]
fn chain_of_combinations_ends_at_a_bound_and_is_no_deep_recursion() {
    let chain = |length: usize| {
        let link = |i: usize| {
            let part = format!("c{}", i + 1);
            DraftCombined::union(format!("c{i}"), ["york".to_owned(), part])
        };
        let mut combined: Vec<_> = (0..length).map(link).collect();
        combined.push(DraftCombined::union(
            format!("c{length}"),
            ["york", "berlin"],
        ));
        combined
    };
    let longest = book(chain(CalendarBook::MAX_PARTS - 2));
    assert_eq!(total(longest.calendar("c0").unwrap()), hours(14));
    // Far deeper than any stack, and told once for all that lie above.
    let faults = faults(chain(100_000));
    assert_eq!(faults.len(), 1, "{faults}");
    let fault = faults.iter().next().unwrap();
    assert_eq!(fault.rule, "calendar.combined.size");
    assert_eq!(fault.path, "combined[99001]");
}

#[test]
fn combinations_that_double_at_each_step_end_at_the_bound() {
    let mut combined = vec![
        DraftCombined::union("u0", ["york", "berlin"]),
        DraftCombined::intersection("i0", ["york", "berlin"]),
    ];
    for n in 0..60 {
        let parts = [format!("u{n}"), format!("i{n}")];
        combined.push(DraftCombined::union(format!("u{}", n + 1), parts.clone()));
        combined.push(DraftCombined::intersection(format!("i{}", n + 1), parts));
    }
    let rules: Vec<_> = faults(combined).iter().map(|it| it.rule).collect();
    assert_eq!(rules, ["calendar.combined.size"; 2]);
}

#[test]
fn calendars_joined_in_a_long_loop_are_compiled_compared_and_dropped() {
    let day = |n: u64| {
        let date = crate::day("2026-01-01") + chrono::Days::new(n % 365);
        let entry = DraftEntry::date("extra", date).at(["10:00-11:00"]);
        crate::calendar(DraftCalendar::new("UTC").opening(entry))
    };
    let mut joined = day(0);
    for n in 1..3_000 {
        joined = joined.union(&day(n));
    }
    let range = at("2026-01-01T00:00:00Z")..at("2027-01-01T00:00:00Z");
    assert_eq!(joined.compile(range).unwrap().total(), hours(365));
    let copy = joined.in_zone(&Zone::utc()).named("copy");
    assert_ne!(copy, joined);
}

#[cfg(feature = "serde")]
#[test]
fn book_with_combinations_is_read_from_text_and_written_back() {
    let text = r#"{
        "calendars": [
            { "name": "desk", "zone": "UTC", "weekly": { "mon-fri": ["09:00-17:00"] } },
            { "name": "freeze", "zone": "UTC", "weekly": { "mon": ["10:00-12:00"] } }
        ],
        "combined": [
            { "name": "any", "union": ["desk", "freeze"] },
            { "name": "service", "difference": { "from": "desk", "less": ["freeze"] } }
        ]
    }"#;
    let draft: DraftCalendarBook = serde_json::from_str(text).unwrap();
    let written = serde_json::to_value(&draft).unwrap();
    let combined = serde_json::json!([
        { "name": "any", "union": ["desk", "freeze"] },
        { "name": "service", "difference": { "from": "desk", "less": ["freeze"] } },
    ]);
    assert_eq!(written["combined"], combined);
    let book = CalendarBook::try_from(draft).unwrap();
    assert_eq!(total(book.calendar("service").unwrap()), hours(6));

    let misspelled = r#"{ "combined": [{ "name": "x", "unite": ["a", "b"] }] }"#;
    assert!(serde_json::from_str::<DraftCalendarBook>(misspelled).is_err());
}
