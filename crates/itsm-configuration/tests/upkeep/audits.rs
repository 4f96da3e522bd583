//! What an audit finds when it looks.

use crate::desk::{change, ci, code, label, policy_with, standing, title};
use crate::keeper::Keeper;
use itsm_configuration::audit::{Audit, AuditError, Disagreement, Finding, FindingKind, Subject};
use itsm_configuration::authority::Authority;
use itsm_configuration::command::{AssignGroup, Observe, Verify};
use itsm_configuration::fact::FactPath;
use itsm_configuration::inventory::{Observation, Thing};
use itsm_configuration::scope::Scope;
use itsm_configuration::state::LifecycleStage;
use itsm_configuration::verification::Discrepancy;
use itsm_core::id::{CiId, GroupId};
use itsm_core::ratio::Ratio;
use itsm_core::time::Seconds;
use std::collections::{BTreeMap, BTreeSet};

pub(crate) fn audit(keeper: &Keeper, seen: &Observation) -> Audit {
    Audit::of(&keeper.estate, &keeper.policy, seen, &[], &BTreeMap::new()).unwrap()
}

pub(crate) fn kinds(audit: &Audit) -> Vec<(Option<CiId>, FindingKind)> {
    let one = |it: &Finding| match it.subject {
        Subject::Ci(ci) => (Some(ci), it.kind),
        Subject::Thing(_) => (None, it.kind),
    };
    audit.findings.iter().map(one).collect()
}

pub(crate) fn thing(ci: CiId) -> Thing {
    Thing::new().ci(ci)
}

#[test]
fn what_agrees_is_put_on_record_as_right() {
    let mut keeper = Keeper::new();
    let server = keeper.has(1, "server", "srv-1");
    let found = thing(server)
        .fact(FactPath::Name, "srv-1")
        // Some hardware is what a server is.
        .fact(FactPath::Class, "hardware")
        // The class has no such attribute: nobody keeps it.
        .fact(FactPath::Attribute(code("colour")), "grey");
    let found = audit(&keeper, &keeper.looks([("a", found)]));
    assert_eq!(found.findings, []);
    assert_eq!(found.right(), Ratio::new(1, 1));
    let [(of, verify)] = &found.commands()[..] else {
        unreachable!()
    };
    assert_eq!(
        (*of, verify.discrepancies.len(), &verify.note),
        (server, 0, &None)
    );
    keeper.does(server, verify.clone());
    let verified = keeper.estate.item(server).unwrap().verification().unwrap();
    assert_eq!((verified.at, verified.discrepancies.len()), (keeper.now, 0));
}

#[test]
fn wrong_attribute_names_what_is_recorded_and_what_was_seen() {
    let mut keeper = Keeper::new();
    let server = keeper.has(1, "server", "srv-1");
    let found = thing(server)
        .fact(FactPath::AssetSerial, "CZ1")
        .lacks(BTreeSet::from([FactPath::Name]));
    let found = audit(&keeper, &keeper.looks([("a", found)]));
    let wrong = |path, recorded: Option<&str>, actual: Option<&str>| {
        (
            FindingKind::WrongAttribute,
            Disagreement::Fact {
                path,
                recorded: recorded.map(Into::into),
                actual: actual.map(Into::into),
            },
        )
    };
    let all: Vec<_> = found
        .findings
        .iter()
        .map(|it| (it.kind, it.what.clone()))
        .collect();
    assert_eq!(
        all,
        [
            wrong(FactPath::Name, Some("srv-1"), None),
            wrong(FactPath::AssetSerial, None, Some("CZ1")),
        ]
    );
    assert_eq!(
        found.findings[0].to_string(),
        format!("item {server}: wrong_attribute, name recorded `srv-1`, actually nothing")
    );
    let (_, verify) = &found.commands()[0];
    assert_eq!(
        verify.discrepancies,
        BTreeSet::from([Discrepancy::WrongAttribute])
    );
    assert_eq!(verify.note.as_ref().unwrap().as_str().lines().count(), 2);
}

#[test]
fn what_was_right_at_the_last_verification_became_otherwise_without_a_change() {
    let mut keeper = Keeper::new();
    let server = keeper.has(1, "server", "srv-1");
    keeper.does(server, Verify::new(BTreeSet::new()));
    keeper.waits(Seconds::days(1));
    let renamed = || thing(server).fact(FactPath::Name, "srv-2");
    let found = audit(&keeper, &keeper.looks([("a", renamed())]));
    assert_eq!(
        kinds(&found),
        [(Some(server), FindingKind::UnauthorizedChange)]
    );
    // Nobody has verified what was recorded since.
    keeper.does(server, AssignGroup::new(GroupId::from_key(1), change()));
    let found = audit(&keeper, &keeper.looks([("a", renamed())]));
    assert_eq!(kinds(&found), [(Some(server), FindingKind::WrongAttribute)]);
}

#[test]
fn record_that_was_modified_on_nobodys_authority_is_told_once() {
    let mut keeper = Keeper::new();
    let server = keeper.has(1, "server", "srv-1");
    let group = AssignGroup::new(GroupId::from_key(1), Authority::Unauthorized);
    keeper.does(server, group);
    let since = keeper.now;
    keeper.waits(Seconds::days(1));
    let found = audit(&keeper, &keeper.looks([("a", thing(server))]));
    let marked = Finding::clone(&found.findings[0]);
    assert_eq!(
        kinds(&found),
        [(Some(server), FindingKind::UnauthorizedChange)]
    );
    assert_eq!(marked.what, Disagreement::Marked { since });
    keeper.does(server, found.commands()[0].1.clone());
    // The next audit finds the record right, and lifts the mark.
    let found = audit(&keeper, &keeper.looks([("a", thing(server))]));
    assert_eq!(kinds(&found), []);
    keeper.does(server, found.commands()[0].1.clone());
    let modifications = keeper.estate.item(server).unwrap().modifications();
    assert_eq!(modifications.marked_since, None);
}

#[test]
fn thing_without_a_record_is_unregistered_and_verifies_nothing() {
    let mut keeper = Keeper::new();
    let server = keeper.has(1, "server", "srv-1");
    // The observer thinks of an item that the estate does not have.
    let things = [
        ("a", thing(server)),
        ("b", Thing::new().fact(FactPath::Class, "server")),
        ("c", thing(ci(9))),
    ];
    let found = audit(&keeper, &keeper.looks(things));
    let expected = [Subject::Ci(ci(9)), Subject::Thing(label("b"))];
    let subjects: Vec<_> = found.findings.iter().map(|it| it.subject.clone()).collect();
    assert_eq!(subjects, expected);
    assert!(
        found
            .findings
            .iter()
            .all(|it| it.kind == FindingKind::Unregistered)
    );
    assert_eq!(
        found.counts(),
        BTreeMap::from([(FindingKind::Unregistered, 2)])
    );
    assert_eq!(found.commands().len(), 1);
    assert_eq!(FindingKind::Unregistered.discrepancy(), None);
}

#[test]
fn item_is_missing_only_in_the_scope_and_only_if_it_should_be_there() {
    let mut keeper = Keeper::new();
    let server = keeper.has(1, "server", "srv-1");
    let orders = keeper.has(2, "database", "orders");
    let stages = [
        (LifecycleStage::Purchase, "On order"),
        (LifecycleStage::Missing, "Stolen"),
        (LifecycleStage::EndOfLife, "Retired"),
    ];
    for (key, (stage, status)) in (3..).zip(stages) {
        keeper.has_standing(key, "server", "another", standing(stage, status));
    }
    let looks = |scope| {
        let seen = Observation::new(keeper.now, scope, BTreeMap::new());
        kinds(&audit(&keeper, &seen))
    };
    let missing = |ci| (Some(ci), FindingKind::Missing);
    assert_eq!(looks(Scope::Everything), [missing(server), missing(orders)]);
    assert_eq!(looks(Scope::classes([code("hardware")])), [missing(server)]);
    assert_eq!(looks(Scope::items([orders])), [missing(orders)]);
    assert_eq!(looks(Scope::items([])), []);
    // What was not looked at is not verified either.
    let seen = Observation::new(keeper.now, Scope::items([]), BTreeMap::new());
    assert_eq!(audit(&keeper, &seen).commands(), []);
    assert_eq!(audit(&keeper, &seen).right(), Ratio::new(0, 0));
}

#[test]
fn lost_item_that_was_found_is_not_what_the_record_says() {
    let mut keeper = Keeper::new();
    let lost = standing(LifecycleStage::Missing, "Lost");
    let server = keeper.has_standing(1, "server", "srv-1", lost);
    let found = audit(&keeper, &keeper.looks([("a", thing(server))]));
    assert_eq!(kinds(&found), [(Some(server), FindingKind::WrongAttribute)]);
    let presence = Disagreement::Presence {
        recorded: false,
        actual: true,
    };
    assert_eq!(found.findings[0].what, presence);
    // Whoever looked at the stage is answered by the stage.
    let told = thing(server).fact(FactPath::Stage, "operational");
    let found = audit(&keeper, &keeper.looks([("a", told)]));
    assert!(matches!(
        found.findings[0].what,
        Disagreement::Fact {
            path: FactPath::Stage,
            ..
        }
    ));
}

#[test]
fn record_that_went_on_after_the_look_is_not_judged_by_it() {
    let mut keeper = Keeper::new();
    let server = keeper.has(1, "server", "srv-1");
    let seen = keeper.looks([("a", thing(server).fact(FactPath::Name, "srv-2"))]);
    keeper.waits(Seconds::hours(1));
    // To be seen by a scanner changes nothing.
    keeper.does(server, Observe::new(code("scanner")));
    assert_eq!(audit(&keeper, &seen).findings.len(), 1);
    keeper.does(server, AssignGroup::new(GroupId::from_key(1), change()));
    let found = audit(&keeper, &seen);
    assert_eq!((found.findings.len(), found.commands().len()), (0, 0));
    assert_eq!(found.gone_on, BTreeSet::from([server]));
}

#[test]
fn two_things_are_not_one_item() {
    let mut keeper = Keeper::new();
    let server = keeper.has(1, "server", "srv-1");
    let seen = keeper.looks([("a", thing(server)), ("b", thing(server))]);
    let error = Audit::of(&keeper.estate, &keeper.policy, &seen, &[], &BTreeMap::new());
    let expected = AuditError::SeenTwice {
        ci: server,
        one: label("a"),
        other: label("b"),
    };
    assert_eq!(error, Err(expected));
}

#[test]
fn relationships_are_compared_of_the_types_that_were_looked_at() {
    let mut keeper = Keeper::new();
    let shop = keeper.has(1, "application", "shop");
    let server = keeper.has(2, "server", "srv-1");
    let orders = keeper.has(3, "database", "orders");
    keeper.relates(shop, "runs_on", server);
    keeper.relates(shop, "depends_on", orders);
    let new =
        itsm_configuration::relationship::Relationship::new(code("connects_to"), server, orders);
    let all = || {
        [
            ("a", thing(shop)),
            ("b", thing(server)),
            ("c", thing(orders)),
        ]
    };
    let seen = keeper
        .looks(all())
        .relationship_types(BTreeSet::from([code("runs_on")]))
        .relationships(BTreeSet::from([new]));
    let found = audit(&keeper, &seen);
    let wrong = FindingKind::WrongRelationship;
    assert_eq!(kinds(&found), [(Some(shop), wrong), (Some(server), wrong)]);
    let text: Vec<String> = found.findings.iter().map(ToString::to_string).collect();
    assert!(text[0].ends_with(&format!(
        "runs_on {server} recorded there, actually not there"
    )));
    assert!(text[1].ends_with(&format!(
        "connects_to {orders} recorded not there, actually there"
    )));
    // Where the other end was not found, that is what is wrong.
    let mut seen = seen;
    seen.relationships = None;
    seen.things.remove(&label("b"));
    let found = audit(&keeper, &seen);
    assert_eq!(kinds(&found), [(Some(server), FindingKind::Missing)]);
}

#[test]
fn attribute_of_the_class_is_compared_by_its_kind() {
    let policy = policy_with(|draft| {
        let server = draft.classes.get_mut("server").unwrap();
        let cores = itsm_core::custom::AttributeDefinition::Integer { min: 1, max: 512 };
        server.attributes.insert("cores".into(), cores);
    });
    let mut keeper = Keeper::under(policy);
    let profile = itsm_configuration::profile::CiProfile::new(code("server"), title("srv-1"));
    let profile = profile.attribute(code("cores"), 8_i64);
    let server = keeper.takes(1, profile, standing(LifecycleStage::Operational, "In use"));
    let cores = || FactPath::Attribute(code("cores"));
    let looks = |it| kinds(&audit(&keeper, &keeper.looks([("a", it)]))).len();
    assert_eq!(looks(thing(server).fact(cores(), 8_i64)), 0);
    assert_eq!(looks(thing(server).fact(cores(), 16_i64)), 1);
    assert_eq!(
        looks(thing(server).fact(cores(), "8")),
        1,
        "a text is no number"
    );
}
