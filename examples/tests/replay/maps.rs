//! The maps that are shipped and shown can be used.

use crate::common::in_package;
use itsm_examples::replay::map::{Map, SERVICENOW, Target};

#[test]
fn the_bundled_map_can_be_used_and_has_every_hold_reason() {
    let map = Map::parse(SERVICENOW).unwrap();
    for reason in Target::KNOWN_REASONS {
        let hold = Target::OnHold(reason.into());
        assert!(
            map.states.states.iter().any(|(_, target)| *target == hold),
            "{reason}"
        );
    }
}

#[test]
fn every_map_in_the_guide_can_be_used() {
    let guide = std::fs::read_to_string(in_package("../docs/event-log-maps.md")).unwrap();
    let maps: Vec<&str> = guide
        .split("```toml\n")
        .skip(1)
        .filter_map(|it| it.split("```").next())
        .collect();
    assert_eq!(maps.len(), 2);
    for map in maps {
        Map::parse(map).unwrap();
    }
}

#[test]
fn the_guide_explains_every_column_that_a_map_may_name() {
    let guide = std::fs::read_to_string(in_package("../docs/event-log-maps.md")).unwrap();
    for (_, key) in itsm_examples::replay::map::Role::ALL {
        let told = [format!("columns.{key}`"), format!(", `{key}`")];
        assert!(told.iter().any(|it| guide.contains(it)), "{key}");
    }
}

#[test]
fn cells_that_mean_nothing_are_empty_cells_of_a_state() {
    let map = Map::parse(SERVICENOW).unwrap();
    assert!(map.is_empty(b"") && map.is_empty(b"?") && !map.is_empty(b"New"));
    assert_eq!(map.states.find(&[b"New"]), Some(0));
    assert_eq!(map.states.find(&[b"-100"]), None);
}
