//! Rules with everything wrong: all of it is told at once, each with its place.

use crate::desk::policy;
use itsm_configuration::draft_identification::DraftIdentificationPolicy;
use itsm_configuration::identification::IdentificationPolicy;

#[test]
fn every_fault_of_the_rules_is_told_at_once() {
    let draft: DraftIdentificationPolicy = serde_json::from_str(
        r#"{
            "id": "No Code", "version": 0, "containment": "depends_on",
            "duplicates": {"too_many": 1},
            "identification": {
                "spaceship": [],
                "server": [],
                "hardware": [
                    {"id": "a", "by": ["name"]}, {"id": "a", "by": []},
                    {"id": "No", "by": ["wings"], "required": ["No!"]}
                ]
            },
            "precedence": {
                "server": {"all": {"dynamic": "largest"},
                           "data": {"cores": {}, "host": {"dynamic": "smallest"}, "wings": {"order": ["a"]}}},
                "disk": {"all": {"order": ["a", "a", "No"]}},
                "boat": {}
            },
            "sources": {"No": {"insert": false}},
            "staleness": {"boat": {"agent": 1}, "server": {"No": 1}}
        }"#,
    )
    .unwrap();
    let faults = IdentificationPolicy::compile(draft, &policy()).unwrap_err();
    let found: Vec<_> = faults
        .iter()
        .map(|it| (it.path.as_str(), it.rule))
        .collect();
    assert_eq!(
        found,
        [
            ("containment", "policy.identification.containment"),
            ("duplicates.too_many", "policy.identification.too_few"),
            ("id", "policy.id.text"),
            (
                "identification.hardware[0].by",
                "policy.identification.name_alone"
            ),
            (
                "identification.hardware[1].by",
                "policy.identification.by_nothing"
            ),
            (
                "identification.hardware[1].id",
                "policy.identification.entry_twice"
            ),
            (
                "identification.hardware[2].by.wings",
                "policy.identification.datum_unknown"
            ),
            ("identification.hardware[2].id", "policy.code.text"),
            (
                "identification.hardware[2].required.No!",
                "policy.code.text"
            ),
            ("identification.server", "policy.identification.no_entry"),
            ("identification.spaceship", "policy.class.unknown"),
            ("precedence.boat", "policy.class.unknown"),
            (
                "precedence.disk.all.order[1]",
                "policy.precedence.source_twice"
            ),
            ("precedence.disk.all.order[2]", "policy.code.text"),
            (
                "precedence.server.all.dynamic",
                "policy.precedence.no_number"
            ),
            (
                "precedence.server.data.cores",
                "policy.precedence.nothing_said"
            ),
            (
                "precedence.server.data.host.dynamic",
                "policy.precedence.no_number"
            ),
            (
                "precedence.server.data.wings",
                "policy.identification.datum_unknown"
            ),
            ("sources.No", "policy.code.text"),
            ("staleness.boat", "policy.class.unknown"),
            ("staleness.server.No", "policy.code.text"),
            ("version", "policy.version.zero"),
        ]
    );
}

#[test]
fn rules_that_ship_fit_the_policy_that_ships() {
    let rules = IdentificationPolicy::compile(
        DraftIdentificationPolicy::default(),
        &itsm_configuration::policy::ConfigurationPolicy::default(),
    );
    assert!(rules.is_ok(), "{rules:?}");
}

#[test]
fn unknown_field_of_the_rules_is_refused() {
    for text in [
        r#"{"colour": 1}"#,
        r#"{"identification": {"disk": [{"id": "a", "by": [], "colour": 1}]}}"#,
        r#"{"duplicates": {"colour": 1}}"#,
        r#"{"precedence": {"disk": {"colour": 1}}}"#,
        r#"{"sources": {"agent": {"colour": 1}}}"#,
    ] {
        let read: Result<DraftIdentificationPolicy, _> = serde_json::from_str(text);
        assert!(read.is_err(), "{text}");
    }
}
