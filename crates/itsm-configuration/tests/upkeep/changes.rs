//! What an audit makes of changes that are known to be done.

use crate::audits::{kinds, thing};
use crate::desk::{ci, code};
use crate::keeper::Keeper;
use itsm_configuration::audit::{Audit, Disagreement, FindingKind};
use itsm_configuration::authority::Authority;
use itsm_configuration::command::{AssignGroup, Describe, Verify};
use itsm_configuration::fact::FactPath;
use itsm_configuration::inventory::{ChangeDone, Effect, Observation, recorded_changes};
use itsm_configuration::relationship::Relationship;
use itsm_core::id::{ChangeId, CiId, GroupId};
use itsm_core::text::Title;
use itsm_core::time::{Instant, Seconds};
use std::collections::{BTreeMap, BTreeSet};

fn done(key: u64, at: Instant, ci: CiId, effect: Effect) -> ChangeDone {
    ChangeDone::new(ChangeId::from_key(key), at, BTreeMap::from([(ci, effect)]))
}

fn audit(keeper: &Keeper, seen: &Observation, done: &[ChangeDone]) -> Audit {
    let recorded = recorded_changes(&keeper.log);
    Audit::of(&keeper.estate, &keeper.policy, seen, done, &recorded).unwrap()
}

fn renamed(name: &str) -> Effect {
    Effect::new().fact(FactPath::Name, name)
}

/// A verified server called `srv-1`, a day later.
fn desk() -> (Keeper, CiId) {
    let mut keeper = Keeper::new();
    let server = keeper.has(1, "server", "srv-1");
    keeper.does(server, Verify::new(BTreeSet::new()));
    keeper.waits(Seconds::days(1));
    (keeper, server)
}

const NOT_RECORDED: FindingKind = FindingKind::ChangeNotRecorded;

#[test]
fn what_a_change_did_is_no_unauthorized_change_and_names_the_change() {
    let (keeper, server) = desk();
    let seen = keeper.looks([("a", thing(server).fact(FactPath::Name, "srv-2"))]);
    assert_eq!(
        kinds(&audit(&keeper, &seen, &[])),
        [(Some(server), FindingKind::UnauthorizedChange)]
    );
    let changes = [done(5, keeper.now, server, renamed("srv-2"))];
    let found = audit(&keeper, &seen, &changes);
    assert_eq!(kinds(&found), [(Some(server), NOT_RECORDED)]);
    let finding = &found.findings[0];
    assert_eq!(finding.change, Some(ChangeId::from_key(5)));
    let what = Disagreement::Fact {
        path: FactPath::Name,
        recorded: Some("srv-1".into()),
        actual: Some("srv-2".into()),
    };
    assert_eq!(finding.what, what);
    // It was not done yet when somebody looked.
    let later = Seconds(1).after(keeper.now).unwrap();
    let changes = [done(5, later, server, renamed("srv-2"))];
    assert_eq!(
        kinds(&audit(&keeper, &seen, &changes)),
        [(Some(server), FindingKind::UnauthorizedChange)]
    );
}

#[test]
fn last_change_that_says_something_of_a_fact_counts() {
    let (keeper, server) = desk();
    let earlier = keeper.now - hour();
    let changes = [
        done(6, keeper.now, server, renamed("srv-3")),
        done(5, earlier, server, renamed("srv-2")),
    ];
    let seen = keeper.looks([("a", thing(server).fact(FactPath::Name, "srv-3"))]);
    let found = audit(&keeper, &seen, &changes);
    assert_eq!(kinds(&found), [(Some(server), NOT_RECORDED)]);
    assert_eq!(found.findings[0].change, Some(ChangeId::from_key(6)));
}

fn hour() -> std::time::Duration {
    std::time::Duration::from_secs(3_600)
}

#[test]
fn change_that_nobody_recorded_is_found_without_a_look() {
    let (mut keeper, server) = desk();
    let changes = [done(5, keeper.now, server, renamed("srv-2"))];
    let blind = keeper.looks([("a", thing(server))]);
    assert_eq!(
        kinds(&audit(&keeper, &blind, &changes)),
        [(Some(server), NOT_RECORDED)]
    );
    // It is there, and is as it was: whatever the change says, the record is right.
    let seen = keeper.looks([("a", thing(server).fact(FactPath::Name, "srv-1"))]);
    assert_eq!(kinds(&audit(&keeper, &seen, &changes)), []);
    // Once it is recorded, what came after it is no matter of this change.
    let name = |it| Title::new(it).unwrap();
    let rename = |it, key| Describe::new(Authority::from(ChangeId::from_key(key))).name(name(it));
    keeper.does(server, rename("srv-2", 5));
    keeper.does(server, rename("srv-3", 6));
    let blind = keeper.looks([("a", thing(server))]);
    assert_eq!(kinds(&audit(&keeper, &blind, &changes)), []);
}

#[test]
fn neither_the_record_nor_the_change_says_what_is_there() {
    let (keeper, server) = desk();
    let changes = [done(5, keeper.now, server, renamed("srv-2"))];
    let seen = keeper.looks([("a", thing(server).fact(FactPath::Name, "srv-3"))]);
    let found = audit(&keeper, &seen, &changes);
    assert_eq!(
        kinds(&found),
        [
            (Some(server), NOT_RECORDED),
            (Some(server), FindingKind::UnauthorizedChange)
        ]
    );
}

#[test]
fn change_of_which_nobody_knows_what_it_did_explains_what_is_otherwise() {
    let (mut keeper, server) = desk();
    let changes = [done(5, keeper.now, server, Effect::new())];
    let seen = keeper.looks([("a", thing(server).fact(FactPath::Name, "srv-2"))]);
    let found = audit(&keeper, &seen, &changes);
    assert_eq!(kinds(&found), [(Some(server), NOT_RECORDED)]);
    assert!(matches!(found.findings[0].what, Disagreement::Fact { .. }));
    // Nothing is otherwise, and still its history does not know the change.
    let blind = keeper.looks([("a", thing(server))]);
    let found = audit(&keeper, &blind, &changes);
    assert_eq!(kinds(&found), [(Some(server), NOT_RECORDED)]);
    assert_eq!(found.findings[0].what, Disagreement::Untold);
    let change = Authority::from(ChangeId::from_key(5));
    keeper.does(server, AssignGroup::new(GroupId::from_key(1), change));
    let blind = keeper.looks([("a", thing(server))]);
    assert_eq!(kinds(&audit(&keeper, &blind, &changes)), []);
}

#[test]
fn relationship_that_a_change_made_or_ended_is_not_wrong_but_not_recorded() {
    let (mut keeper, server) = desk();
    let shop = keeper.has(2, "application", "shop");
    let orders = keeper.has(3, "database", "orders");
    let ended = keeper.relates(shop, "runs_on", server);
    let made = Relationship::new(code("depends_on"), shop, orders);
    let effect = Effect::new()
        .related(BTreeSet::from([made.clone()]))
        .unrelated(BTreeSet::from([ended]));
    let types = BTreeSet::from([code("runs_on"), code("depends_on")]);
    let seen = keeper
        .looks([
            ("a", thing(server)),
            ("b", thing(shop)),
            ("c", thing(orders)),
        ])
        .relationship_types(types)
        .relationships(BTreeSet::from([made]));
    let found = audit(&keeper, &seen, &[]);
    assert_eq!(found.findings_of(shop).count(), 2);
    assert!(
        found
            .findings_of(shop)
            .all(|it| it.kind == FindingKind::WrongRelationship)
    );
    let changes = [done(5, keeper.now, shop, effect)];
    let found = audit(&keeper, &seen, &changes);
    assert_eq!(found.findings_of(shop).count(), 2);
    assert!(found.findings_of(shop).all(|it| it.kind == NOT_RECORDED));
}

#[test]
fn item_that_a_change_took_away_is_not_missing() {
    let (keeper, server) = desk();
    let gone = Effect::new().fact(FactPath::Stage, "end_of_life");
    let changes = [done(5, keeper.now, server, gone)];
    let found = audit(&keeper, &keeper.looks([]), &changes);
    assert_eq!(kinds(&found), [(Some(server), NOT_RECORDED)]);
    // A change that only moved it to another desk does not explain that.
    let changes = [done(5, keeper.now, server, renamed("srv-1"))];
    let found = audit(&keeper, &keeper.looks([]), &changes);
    assert_eq!(kinds(&found), [(Some(server), FindingKind::Missing)]);
}

#[test]
fn item_that_a_change_brought_and_nobody_registered_is_a_change_not_recorded() {
    let (keeper, server) = desk();
    let changes = [done(5, keeper.now, ci(9), Effect::new())];
    let seen = keeper.looks([("a", thing(server)), ("b", thing(ci(9)))]);
    let found = audit(&keeper, &seen, &changes);
    assert_eq!(kinds(&found), [(Some(ci(9)), NOT_RECORDED)]);
    assert_eq!(
        kinds(&audit(&keeper, &seen, &[])),
        [(Some(ci(9)), FindingKind::Unregistered)]
    );
}

#[test]
fn modification_on_nobodys_authority_is_covered_by_a_change_that_touched_the_item() {
    let (mut keeper, server) = desk();
    let group = AssignGroup::new(GroupId::from_key(1), Authority::Unauthorized);
    keeper.does(server, group);
    let seen = keeper.looks([("a", thing(server))]);
    assert_eq!(
        kinds(&audit(&keeper, &seen, &[])),
        [(Some(server), FindingKind::UnauthorizedChange)]
    );
    let effect = Effect::new().fact(FactPath::Group, GroupId::from_key(1).to_string().as_str());
    let changes = [done(5, keeper.now, server, effect)];
    assert_eq!(kinds(&audit(&keeper, &seen, &changes)), []);
}
