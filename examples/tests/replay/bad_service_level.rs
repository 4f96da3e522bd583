//! Service levels that cannot be used: each fault with its path and its line, and no report.

use crate::common::{file, in_package, replay};

fn refused(name: &str, edits: &[(&str, &str)]) -> String {
    let mut map = std::fs::read_to_string(in_package("tests/data/promises.toml")).unwrap();
    for (from, to) in edits {
        assert!(map.contains(from), "{from}");
        map = map.replacen(from, to, 1);
    }
    refused_map(name, &map)
}

fn refused_map(name: &str, map: &str) -> String {
    let map = file(&format!("bad_service_level_{name}.toml"), map);
    let output = replay(&["--map", &map]);
    assert_eq!(
        (output.status, output.stdout.as_str()),
        (2, ""),
        "{}",
        output.stderr
    );
    output.stderr
}

fn expect(faults: &str, expected: &[&str]) {
    for expected in expected {
        assert!(
            faults.contains(expected),
            "expected {expected}\ngot {faults}"
        );
    }
    assert_eq!(faults.lines().count(), expected.len() + 1, "{faults}");
}

#[test]
fn every_fault_of_the_rules_is_told_at_once() {
    let faults = refused(
        "rules",
        &[
            ("zone = \"UTC\"", "zone = \"UTC\" # as before"),
            (
                "name = \"office\",",
                "name = \"office\", zone = \"Mars/Base\",",
            ),
            ("calendar = \"office\"", "calendar = \"ofice\""),
            ("\"opened_at\"", "\"opend_at\""),
            ("{ attribute = \"hold_reason\"", "{ attribute = \"urgency\""),
            ("is = \"resolved\"", "is = \"done\""),
            ("seconds = 14_400", "seconds = 0"),
            ("id = \"first_look\"", "id = \"repair\""),
        ],
    );
    let offers = "this map offers `hold_reason`, `opened_at`, `priority`, `state`";
    expect(
        &faults,
        &[
            "line 30: `service_level.calendars.calendars[0].zone`: expected the IANA name of a time zone, got `Mars/Base`",
            "line 34: `service_level.clocks[0].calendar`: `ofice` is not the name of a calendar",
            &format!(
                "line 35: `service_level.clocks[0].counts_from`: `opend_at` is not an attribute under this policy; {offers}"
            ),
            "line 37: `service_level.clocks[0].stop.is`: `done` is not a value that `state` can take",
            &format!(
                "line 38: `service_level.clocks[0].pause.attribute`: `urgency` is not an attribute under this policy; {offers}"
            ),
            "line 40: `service_level.clocks[0].target.seconds`: expected at least a second, got 0",
            "line 47: `service_level.clocks[1].id`: `repair` is the id of `clocks[0]` already",
        ],
    );
}

#[test]
fn every_entry_that_cannot_be_read_is_told_at_once() {
    let faults = refused(
        "entries",
        &[
            ("[service_level]\n", "[service_level]\nversoin = 2\n"),
            ("name = \"office\"", "name = 7"),
            ("counts_from = \"opened_at\"", "count_from = \"opened_at\""),
            (
                "start = { attribute = \"state\", is",
                "start = { attribute = \"state\", was",
            ),
        ],
    );
    expect(
        &faults,
        &[
            "line 30: `service_level.versoin`: unknown field `versoin`, expected one of `id`",
            "line 31: `service_level.calendars.calendars[0].name`: invalid type: integer `7`, expected a string",
            "line 36: `service_level.clocks[0].count_from`: unknown field `count_from`, expected one of `id`",
            "line 50: `service_level.clocks[1].start.was`: unknown key `was`",
        ],
    );
}

#[test]
fn a_fault_elsewhere_in_the_map_is_told_beside_them_and_not_twice() {
    let faults = refused(
        "elsewhere",
        &[
            ("zone = \"UTC\"", "zone = \"Mars/Base\""),
            ("opened = \"opened\"", "opned = \"opened\""),
            ("seconds = 14_400", "seconds = 0"),
        ],
    );
    expect(
        &faults,
        &[
            "line 6: `time.zone`: `Mars/Base` is not a zone",
            "line 11: `columns.opned`: unknown key",
            "line 40: `service_level.clocks[0].target.seconds`: expected at least a second, got 0",
        ],
    );
}

#[test]
fn a_table_that_is_none_or_has_no_clock_is_refused() {
    let map = std::fs::read_to_string(in_package("tests/data/promises.toml")).unwrap();
    let (above, _) = map.split_once("[service_level]").unwrap();
    for (name, table, expected) in [
        (
            "number",
            "service_level = 4",
            "line 1: `service_level`: expected a table, got a integer",
        ),
        (
            "text",
            "service_level = \"gold\"",
            "line 1: `service_level`: expected a table, got a string",
        ),
    ] {
        expect(
            &refused_map(name, &format!("{table}\n{above}")),
            &[expected],
        );
    }
    for (name, table, expected) in [
        (
            "array",
            "[[service_level]]",
            "line 29: `service_level`: expected a table, got a array",
        ),
        (
            "empty",
            "[service_level]",
            "line 29: `service_level`: no clock: expected at least one",
        ),
        (
            "list",
            "[service_level]\nclocks = 3",
            "line 30: `service_level.clocks`: invalid type: integer `3`, expected a list",
        ),
        (
            "book",
            "[service_level]\ncalendars = 3",
            "line 30: `service_level.calendars`: invalid type: integer `3`, expected a table",
        ),
    ] {
        expect(
            &refused_map(name, &format!("{above}{table}\n")),
            &[expected],
        );
    }
}

#[test]
fn a_calendar_needs_a_zone_where_the_map_has_none() {
    let without = [
        ("format = \"%Y-%m-%d %H:%M\"\n", "format = \"rfc3339\"\n"),
        ("zone = \"UTC\"\n", ""),
    ];
    let faults = refused("floating", &without);
    expect(
        &faults,
        &[
            "line 29: `service_level.calendars.calendars[0]`: a calendar has a `zone`, unless the map",
        ],
    );
    let mut named = without.to_vec();
    named.push(("name = \"office\"", "name = \"office\", zone = \"UTC\""));
    let mut map = std::fs::read_to_string(in_package("tests/data/promises.toml")).unwrap();
    for (from, to) in named {
        map = map.replacen(from, to, 1);
    }
    itsm_examples::replay::map::Map::parse(&map).unwrap();
}

#[test]
fn a_fault_of_the_maps_own_time_is_no_fault_of_the_calendars_that_take_its_zone() {
    let zone = ("zone = \"UTC\"", "zone = \"Mars/Base\"");
    let expected = "line 6: `time.zone`: `Mars/Base` is not a zone";
    expect(&refused("zone", &[zone]), &[expected]);
    let format = ("format = \"%Y-%m-%d %H:%M\"", "format = \"%d/%m\"");
    let expected = "line 5: `time.format`: `%d/%m` is not a format of timestamps";
    expect(&refused("format", &[format]), &[expected]);
}
