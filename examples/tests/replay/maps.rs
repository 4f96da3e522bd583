//! The maps that are shipped and shown can be used.

use crate::common::{in_package, replay};
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
fn the_map_with_targets_can_be_used_and_there_is_nothing_odd_about_it() {
    let text = std::fs::read_to_string(in_package("maps/servicenow_with_targets.toml")).unwrap();
    let map = Map::parse(&text).unwrap();
    let rules = map.service_level.unwrap();
    assert_eq!(rules.findings, Vec::<String>::new());
    let targets = rules.keeper.policy().clock("resolution").unwrap().targets();
    assert_eq!(targets.rules().len(), 4);
}

#[test]
fn the_help_leads_to_the_guide_and_to_the_map_with_targets() {
    let help = replay(&["--help"]).stdout;
    for path in [
        "docs/event-log-maps.md",
        "examples/maps/servicenow_with_targets.toml",
    ] {
        assert!(help.contains(path), "{help}");
        assert!(in_package("..").join(path).exists(), "{path}");
    }
}

#[test]
fn the_guide_explains_every_word_that_a_clock_may_ask() {
    let guide = std::fs::read_to_string(in_package("../docs/event-log-maps.md")).unwrap();
    for (_, name, _) in itsm_examples::replay::words::Word::ALL {
        assert!(guide.contains(&format!("| `{name}` |")), "{name}");
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
    assert_eq!(maps.len(), 3);
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
