//! Drafts of policies with everything wrong: all of it is told at once, each with its place.

use itsm_configuration::draft::{DraftClass, DraftConfigurationPolicy};
use itsm_configuration::policy::ConfigurationPolicy;
use itsm_core::fault::Faults;
use itsm_core::text::Code;

fn faults(text: &str) -> Vec<(String, &'static str)> {
    let draft: DraftConfigurationPolicy = serde_json::from_str(text).unwrap();
    let faults: Faults = ConfigurationPolicy::try_from(draft).unwrap_err();
    faults.iter().map(|it| (it.path.clone(), it.rule)).collect()
}

fn pairs<'a>(found: &'a [(String, &'static str)]) -> Vec<(&'a str, &'a str)> {
    found
        .iter()
        .map(|(path, rule)| (path.as_str(), *rule))
        .collect()
}

#[test]
fn every_fault_of_a_policy_is_told_at_once() {
    let found = faults(
        r#"{
            "id": "No Code", "version": 0, "criticalities": [],
            "classes": {
                "a": {"parent": "b", "family": "physical"}, "b": {"parent": "c"}, "c": {"parent": "a"},
                "d": {"parent": "nobody"},
                "e": {"family": "physical", "mandatory": ["wings", "owner"], "naming": "",
                      "attributes": {"n": {"kind": "integer", "min": 2, "max": 1}, "c": {"kind": "choice", "choices": []}},
                      "statuses": {"deploy": [" "]}, "owner_role": "Who",
                      "not_allowed": {"end_of_life": ["operational"]},
                      "retirement": {"stages": [], "dependants": "refuse"}},
                "Not a code": {"family": "physical"}
            },
            "governance": {"enforcement": "reject",
                "triples": [{"source": "e", "type": "likes", "target": "f"}]},
            "statuses": {"physical": {"inventory": ["In"], "end_of_life": ["Out"]}},
            "begins": {"physical": {"registered": {"stage": "inventory", "status": "Elsewhere"},
                                     "discovered": {"stage": "end_of_life", "status": "Out"}}},
            "moves": {"allowed": {"end_of_life": ["inventory"], "deploy": ["deploy"]}},
            "operational_statuses": {"up": 1, "down": 1},
            "actions": {"patch": ["polish"]},
            "forbidden": {"dance": []},
            "roles": {"note_overdue": ["specialist"], "retire": [], "move": ["No"]}
        }"#,
    );
    assert_eq!(
        pairs(&found),
        [
            ("actions.patch.polish", "policy.action.unknown"),
            ("begins.logical", "policy.begin.missing"),
            ("begins.physical.discovered", "policy.begin.status"),
            ("begins.physical.registered", "policy.begin.status"),
            ("classes.Not a code", "policy.code.text"),
            ("classes.a.parent", "policy.class.loop"),
            ("classes.d.family", "policy.class.family_missing"),
            ("classes.d.parent", "policy.class.unknown"),
            ("classes.e.attributes.c", "policy.attribute.no_choice"),
            ("classes.e.attributes.n", "policy.attribute.bounds"),
            ("classes.e.mandatory.wings", "policy.class.fact_unknown"),
            ("classes.e.naming", "policy.class.naming"),
            (
                "classes.e.not_allowed.end_of_life.operational",
                "policy.move.impossible"
            ),
            ("classes.e.owner_role", "policy.code.text"),
            ("classes.e.retirement.stages", "policy.retirement.no_stage"),
            ("classes.e.statuses.deploy. ", "policy.label.text"),
            ("criticalities", "scale.empty"),
            ("forbidden.dance", "policy.command.unknown"),
            ("governance.triples[0].target", "policy.class.unknown"),
            (
                "governance.triples[0].type",
                "policy.relationship_type.unknown"
            ),
            ("id", "policy.id.text"),
            ("moves.allowed.deploy.deploy", "policy.move.impossible"),
            (
                "moves.allowed.end_of_life.inventory",
                "policy.move.impossible"
            ),
            (
                "operational_statuses.up",
                "policy.operational_status.priority_twice"
            ),
            ("roles.move.No", "policy.code.text"),
            ("roles.note_overdue", "policy.command.without_people"),
            ("roles.retire", "policy.roles.empty"),
            ("version", "policy.version.zero"),
        ]
    );
}

#[test]
fn loop_of_classes_is_named() {
    let text = r#"{"classes": {"b": {"parent": "c", "family": "logical"}, "c": {"parent": "d"},
        "d": {"parent": "b"}, "a": {"parent": "c"}, "self": {"parent": "self"}}}"#;
    let draft: DraftConfigurationPolicy = serde_json::from_str(text).unwrap();
    let faults = ConfigurationPolicy::try_from(draft).unwrap_err();
    let told: Vec<String> = faults.iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            "classes.b.parent: the class is a kind of itself: b → c → d → b (policy.class.loop)",
            "classes.self.parent: the class is a kind of itself: self → self (policy.class.loop)",
        ]
    );
}

/// A hundred thousand classes, each a kind of the next: no stack runs over.
#[test]
fn deep_tree_of_classes_is_a_tree() {
    let mut draft = DraftConfigurationPolicy::default();
    draft.classes.clear();
    let name = |n: u32| format!("c{n:06}");
    let last = 100_000;
    for n in 0..=last {
        let root = (n == last).then_some(itsm_configuration::state::Family::Physical);
        draft.classes.insert(
            name(n),
            DraftClass {
                parent: (n < last).then(|| name(n.saturating_add(1))),
                family: root,
                ..DraftClass::default()
            },
        );
    }
    let policy = ConfigurationPolicy::try_from(draft.clone()).unwrap();
    let [leaf, root] = [0, last].map(|n| Code::new(name(n)).unwrap());
    assert!(policy.classes().is_a(&leaf, &root));
    assert!(!policy.classes().is_a(&root, &leaf));
    assert_eq!(policy.classes().lineage(&leaf).count(), 100_001);

    // And so is a loop of as many.
    draft.classes.get_mut(&name(last)).unwrap().parent = Some(name(0));
    let faults = ConfigurationPolicy::try_from(draft).unwrap_err();
    let told = faults.iter().next().unwrap().message.clone();
    assert!(told.contains("c000009 → … 99991 more → c000000"), "{told}");
}

#[test]
fn unknown_field_of_a_policy_is_refused() {
    for text in [
        r#"{"colour": 1}"#,
        r#"{"classes": {"a": {"colour": 1}}}"#,
        r#"{"moves": {"colour": 1}}"#,
        r#"{"governance": {"triples": [{"source": "a", "type": "b", "target": "c", "colour": 1}]}}"#,
        r#"{"statuses": {"ethereal": {}}}"#,
    ] {
        let read: Result<DraftConfigurationPolicy, _> = serde_json::from_str(text);
        assert!(read.is_err(), "{text}");
    }
}
