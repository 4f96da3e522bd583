//! Classes: what is inherited, and what becomes of an item that changes its class.

use crate::desk::{Case, change, code, label, nine, policy_with, profile, standing};
use itsm_configuration::Adopt;
use itsm_configuration::command::{Move, Reclassify, SetAttribute};
use itsm_configuration::draft::{DraftClass, DraftConfigurationPolicy};
use itsm_configuration::event::CiEvent;
use itsm_configuration::policy::ConfigurationPolicy;
use itsm_configuration::reclassification::Reclassification;
use itsm_configuration::retirement::{OnDependants, RetirementRule};
use itsm_configuration::state::LifecycleStage as Stage;
use itsm_core::context::Context;
use itsm_core::custom::{AttributeDefinition, AttributeValue};
use itsm_core::time::Seconds;
use std::collections::{BTreeMap, BTreeSet};

/// Blades are servers are hardware; each says something of its own.
fn racks() -> ConfigurationPolicy {
    policy_with(|draft| {
        let hardware = class(draft, "hardware");
        hardware
            .attributes
            .insert("room".into(), AttributeDefinition::Text);
        hardware
            .statuses
            .insert(Stage::Operational, set(&["On loan"]));
        hardware.stale_after = Some(Seconds::days(10));
        let server = class(draft, "server");
        server.attributes.insert(
            "cores".into(),
            AttributeDefinition::Integer { min: 1, max: 64 },
        );
        server.statuses.insert(Stage::Operational, set(&["Canary"]));
        server.naming = Some("srv-*".into());
        let blade = DraftClass {
            parent: Some("server".into()),
            attributes: BTreeMap::from([(
                "slot".into(),
                AttributeDefinition::Integer { min: 1, max: 16 },
            )]),
            naming: Some("bl-##".into()),
            statuses: BTreeMap::from([(Stage::Operational, set(&["Docked"]))]),
            stale_after: Some(Seconds::days(1)),
            retirement: Some(RetirementRule {
                dependants: OnDependants::RetireAnyway,
                ..RetirementRule::default()
            }),
            ..DraftClass::default()
        };
        draft.classes.insert("blade".into(), blade);
    })
}

fn class<'a>(draft: &'a mut DraftConfigurationPolicy, name: &str) -> &'a mut DraftClass {
    draft.classes.get_mut(name).unwrap()
}

fn set(texts: &[&str]) -> BTreeSet<String> {
    texts.iter().copied().map(String::from).collect()
}

#[test]
fn attributes_and_statuses_add_up_down_the_tree() {
    let policy = racks();
    let names = |class: &str| -> Vec<String> {
        let attributes = policy.classes().attributes(&code(class));
        attributes.keys().map(ToString::to_string).collect()
    };
    assert_eq!(names("hardware"), ["room"]);
    assert_eq!(names("blade"), ["cores", "room", "slot"]);
    let statuses = |class: &str| -> Vec<String> {
        let statuses = policy.statuses(&code(class), Stage::Operational);
        statuses.iter().map(ToString::to_string).collect()
    };
    assert_eq!(
        statuses("storage"),
        ["In maintenance", "In use", "On loan", "Standby"]
    );
    assert_eq!(
        statuses("blade"),
        [
            "Canary",
            "Docked",
            "In maintenance",
            "In use",
            "On loan",
            "Standby"
        ]
    );
}

#[test]
fn rule_of_the_nearest_class_stands_alone() {
    let policy = racks();
    let classes = policy.classes();
    let [server, blade, storage] = ["server", "blade", "storage"].map(code);
    assert!(classes.naming(&server).unwrap().admits("srv-1"));
    assert!(!classes.naming(&blade).unwrap().admits("srv-1"));
    assert_eq!(classes.naming(&storage), None);
    assert_eq!(classes.stale_after(&blade), Some(Seconds::days(1)));
    assert_eq!(classes.stale_after(&storage), Some(Seconds::days(10)));
    assert_eq!(
        classes.stale_after(&code("database")),
        Some(Seconds::days(60))
    );
    let rule = |class| classes.retirement(class).unwrap().dependants;
    assert_eq!(rule(&blade), OnDependants::RetireAnyway);
    assert_eq!(rule(&server), OnDependants::Refuse);
}

#[test]
fn item_that_changes_class_keeps_what_fits_and_says_what_does_not() {
    let stand = standing(Stage::Operational, "Canary");
    let adopt = Adopt::new(
        profile("server")
            .attribute(code("cores"), 8_i64)
            .attribute(code("room"), label("B 12")),
        stand,
        nine(),
    );
    let case = Case::adopted(racks(), adopt);
    let refusal = {
        let cx = Context::new(nine(), &case.actor, &case.policy);
        case.refuses_in(Reclassify::new(code("storage"), change()), &cx)
    };
    // A storage has no canaries: the status has to be another.
    assert_eq!(refusal.rule, "configuration.status.unknown");
    let mut ci = case.ci.clone();
    let cx = Context::new(nine(), &case.actor, &case.policy);
    let command = Reclassify::new(code("storage"), change()).status(label("In use"));
    let events = ci.execute(command, &cx).unwrap();
    let CiEvent::Reclassified(event) = &events[0].event else {
        unreachable!("it was reclassified")
    };
    assert_eq!(event.direction, Reclassification::Switch);
    assert_eq!(event.dropped, BTreeSet::from([code("cores")]));
    assert_eq!(ci.attribute(&code("cores")), None);
    assert_eq!(
        ci.attribute(&code("room")),
        Some(&AttributeValue::Text(label("B 12")))
    );

    let up = |from: &str, to: &str| {
        Reclassification::between(case.policy.classes(), &code(from), &code(to))
    };
    assert_eq!(up("server", "blade"), Reclassification::Upgrade);
    assert_eq!(up("blade", "server"), Reclassification::Downgrade);
}

#[test]
fn record_taken_over_may_lack_what_its_class_demands_and_says_so() {
    let policy = policy_with(|draft| {
        let server = class(draft, "server");
        server.attributes.insert(
            "cores".into(),
            AttributeDefinition::Integer { min: 1, max: 64 },
        );
        server.mandatory = set(&["cores"]);
    });
    let case = Case::server_under(policy);
    let gaps = case.ci.gaps(&case.policy);
    assert_eq!(gaps.mandatory, ["cores"]);
    assert_eq!(gaps.recommended, ["description", "owner"]);
    let policy = case.policy.clone();
    let case = case.after(SetAttribute::new(code("cores"), change()).value(4_i64));
    assert_eq!(case.ci.gaps(&policy).mandatory, [""; 0]);
}

#[test]
fn nobody_buys_software_and_nobody_designs_a_contract_in_stock() {
    let policy = ConfigurationPolicy::default();
    assert!(
        policy
            .statuses(&code("application"), Stage::Purchase)
            .is_empty()
    );
    let stand = standing(Stage::Design, "In design");
    let refusal = Case::under(policy, "application", stand).refuses(Move::new(
        Stage::Purchase,
        label("Planned"),
        change(),
    ));
    assert_eq!(refusal.rule, "configuration.status.unknown");
}
