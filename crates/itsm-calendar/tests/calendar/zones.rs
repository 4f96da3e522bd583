//! The zone data that is compiled in.
//!
//! What governments changed in 2026 was looked up outside of the data: in the release notes of the
//! time zone database, and where named in the words of the governments themselves.

use crate::{at, calendar, hours, office};
use itsm_calendar::{DraftCalendar, Zone, tz_version};

fn offset(zone: &str, when: &str) -> i32 {
    Zone::new(zone).unwrap().offset_at(at(when)).unwrap()
}

#[test]
fn version_of_the_zone_data_is_shown() {
    let version = tz_version();
    let (year, letter) = version.split_at(4);
    assert!(year.parse::<u16>().unwrap() >= 2026, "{version}");
    assert!(year != "2026" || letter >= "f", "{version}");
}

// Release notes of 2026b; the province's news release and order in council of March 2026.
#[test]
fn british_columbia_keeps_its_summer_offset_from_2026_on() {
    assert_eq!(
        offset("America/Vancouver", "2026-03-08T09:59:59Z"),
        -8 * 3_600
    );
    assert_eq!(
        offset("America/Vancouver", "2026-03-08T10:00:00Z"),
        -7 * 3_600
    );
    for winter in [
        "2026-11-01T12:00:00Z",
        "2026-12-15T12:00:00Z",
        "2027-01-15T12:00:00Z",
    ] {
        assert_eq!(offset("America/Vancouver", winter), -7 * 3_600);
    }
}

// Release notes of 2026c; the province's bill of spring 2026.
#[test]
fn alberta_keeps_its_summer_offset_from_2026_on() {
    assert_eq!(
        offset("America/Edmonton", "2026-02-01T12:00:00Z"),
        -7 * 3_600
    );
    for winter in [
        "2026-11-01T12:00:00Z",
        "2027-01-15T12:00:00Z",
        "2027-12-15T12:00:00Z",
    ] {
        assert_eq!(offset("America/Edmonton", winter), -6 * 3_600);
    }
}

// Release notes of 2026e, in force from the 31st of October 2026. The bill before it had named the
// 14th of March 2027, from which the offset would have been the same.
#[test]
fn manitoba_keeps_its_summer_offset_from_2026_on() {
    assert_eq!(
        offset("America/Winnipeg", "2026-02-01T12:00:00Z"),
        -6 * 3_600
    );
    for winter in [
        "2026-11-01T12:00:00Z",
        "2027-01-15T12:00:00Z",
        "2027-12-15T12:00:00Z",
    ] {
        assert_eq!(offset("America/Winnipeg", winter), -5 * 3_600);
    }
}

// Release notes of 2026f. The Cuban press of March 2026 had still told of a change in November.
#[test]
fn cuba_does_not_go_back_in_2026_and_does_in_2027() {
    assert_eq!(offset("America/Havana", "2026-12-15T12:00:00Z"), -4 * 3_600);
    assert_eq!(offset("America/Havana", "2027-07-15T12:00:00Z"), -4 * 3_600);
    assert_eq!(offset("America/Havana", "2027-11-07T04:59:59Z"), -4 * 3_600);
    assert_eq!(offset("America/Havana", "2027-11-07T05:00:00Z"), -5 * 3_600);
}

// Ramadan: the ministry's communiqué of February 2026. For good: release notes of 2026c.
#[test]
fn morocco_goes_back_to_greenwich_time_for_good_in_2026() {
    assert_eq!(offset("Africa/Casablanca", "2026-02-15T02:00:00Z"), 0);
    assert_eq!(offset("Africa/Casablanca", "2026-03-22T02:00:00Z"), 3_600);
    assert_eq!(offset("Africa/Casablanca", "2026-09-20T00:59:59Z"), 3_600);
    for after in [
        "2026-09-20T01:00:00Z",
        "2026-12-15T12:00:00Z",
        "2027-07-15T12:00:00Z",
    ] {
        assert_eq!(offset("Africa/Casablanca", after), 0);
    }
}

// Release notes of 2026d, in force from the 21st of August 2026.
#[test]
fn northwest_territories_keep_their_summer_offset_from_2026_on() {
    assert_eq!(offset("America/Inuvik", "2026-02-01T12:00:00Z"), -7 * 3_600);
    for winter in ["2026-11-01T12:00:00Z", "2027-01-15T12:00:00Z"] {
        assert_eq!(offset("America/Inuvik", winter), -6 * 3_600);
    }
}

#[test]
fn deadline_in_vancouver_does_not_fall_back_in_november_2026() {
    // Friday 16:00, one hour left on Friday, and seven on Monday.
    let due = calendar(office("America/Vancouver")).add(at("2026-10-30T23:00:00Z"), hours(8));
    assert_eq!(due, Ok(at("2026-11-02T23:00:00Z")));
}

#[test]
fn rules_go_on_when_the_tables_of_the_data_end() {
    assert_eq!(offset("Europe/Berlin", "2200-07-01T12:00:00Z"), 2 * 3_600);
    let due = calendar(office("Europe/Berlin")).add(at("2200-07-01T06:00:00Z"), hours(1));
    assert_eq!(due, Ok(at("2200-07-01T08:00:00Z")));
}

#[test]
fn names_are_found_in_any_case_and_told_in_the_proper_one() {
    for name in ["america/NEW_YORK", "America/New_York"] {
        assert_eq!(
            name.parse::<Zone>().unwrap().to_string(),
            "America/New_York"
        );
    }
}

#[test]
fn floating_calendar_takes_the_zone_that_it_is_given() {
    let shop = calendar(DraftCalendar::floating().weekly("mon-fri", ["09:00-17:00"]));
    let start = at("2026-06-01T00:00:00Z");
    let opens = |zone: &str| {
        shop.in_zone(&Zone::new(zone).unwrap())
            .next_open(start)
            .unwrap()
    };
    assert_eq!(opens("Europe/Berlin"), at("2026-06-01T07:00:00Z"));
    assert_eq!(opens("Asia/Tokyo"), at("2026-06-01T00:00:00Z"));
    assert_eq!(opens("America/New_York"), at("2026-06-01T13:00:00Z"));
    // A calendar that has a zone keeps it.
    let berlin = calendar(office("Europe/Berlin"));
    assert_eq!(berlin.in_zone(&Zone::utc()), berlin);
}

#[test]
fn calendars_of_different_zones_combine_in_universal_time() {
    let (berlin, york) = (
        calendar(office("Europe/Berlin")),
        calendar(office("America/New_York")),
    );
    let (from, until) = (at("2026-06-01T00:00:00Z"), at("2026-06-02T00:00:00Z"));
    let total = |calendar: itsm_calendar::Calendar| calendar.compile(from..until).unwrap().total();
    // Berlin 07:00 to 15:00, New York 13:00 to 21:00.
    assert_eq!(total(berlin.union(&york)), hours(14));
    assert_eq!(total(berlin.intersection(&york)), hours(2));
    assert_eq!(total(berlin.difference(&york)), hours(6));
}
