//! The end of an item, and what it means for those that depended on it.

use crate::desk::{change, code, label, policy_with};
use crate::relating::Keeper;
use itsm_configuration::command::{Archive, RemoveGroup, Retire, SetGroup};
use itsm_configuration::policy::ConfigurationPolicy;
use itsm_configuration::redundancy::{Group, RedundancyGroup};
use itsm_configuration::retire;
use itsm_configuration::retirement::OnDependants;

fn under(rule: OnDependants) -> ConfigurationPolicy {
    policy_with(|draft| {
        draft.moves.allow_all = true;
        let root = draft.classes.get_mut("item").unwrap();
        root.retirement.as_mut().unwrap().dependants = rule;
    })
}

#[test]
fn detached_item_leaves_no_relationship_behind_anywhere() {
    let mut keeper = Keeper::new(under(OnDependants::Detach));
    let server = keeper.has(1, "server", "srv-1");
    let shop = keeper.has(2, "application", "shop");
    let network = keeper.has(3, "network_device", "switch");
    keeper.relates(shop, "runs_on", server);
    keeper.relates(server, "depends_on", network);
    let evidence = keeper.estate.dependants(server, &keeper.policy);
    assert_eq!(evidence.len(), 1);
    let events = keeper.does(server, Retire::new(label("Retired"), evidence, change()));
    assert_eq!(
        keeper.estate.relationships_of(network).count(),
        0,
        "its own are gone"
    );
    assert_eq!(
        keeper.estate.relationships_of(server).count(),
        1,
        "those of others not yet"
    );
    for (ci, command) in retire::sync(&events[0]) {
        keeper.does(ci, command);
    }
    assert_eq!(keeper.estate.relationships().count(), 0);
    // The history still knows.
    let before = itsm_configuration::estate::Estate::at(&keeper.log, crate::desk::nine()).unwrap();
    assert_eq!(before.items().count(), 3);
}

#[test]
fn item_that_is_retired_anyway_keeps_its_relationships_for_somebody_to_look_at() {
    let mut keeper = Keeper::new(under(OnDependants::RetireAnyway));
    let server = keeper.has(1, "server", "srv-1");
    let shop = keeper.has(2, "application", "shop");
    keeper.relates(shop, "runs_on", server);
    let evidence = keeper.estate.dependants(server, &keeper.policy);
    let events = keeper.does(
        server,
        Retire::new(label("Retired"), evidence.clone(), change()),
    );
    assert_eq!(retire::sync(&events[0]), []);
    assert_eq!(keeper.estate.relationships_of(server).count(), 1);
    // Its record goes, and leaves an end that is not there.
    keeper.does(server, Archive::new(evidence, change()));
    assert_eq!(keeper.estate.items().count(), 1);
    assert!(keeper.estate.item(server).is_some_and(|it| !it.is_kept()));
    let dangling = keeper.estate.relationships().next().unwrap();
    assert_eq!((dangling.source, dangling.target), (shop, server));
    assert_eq!(keeper.estate.target_facts(server, &keeper.policy), None);
}

#[test]
fn retired_dependants_are_no_dependants() {
    let mut keeper = Keeper::new(under(OnDependants::Refuse));
    let server = keeper.has(1, "server", "srv-1");
    let shop = keeper.has(2, "application", "shop");
    keeper.relates(shop, "runs_on", server);
    let nobody = keeper.estate.dependants(shop, &keeper.policy);
    keeper.does(shop, Retire::new(label("Removed"), nobody, change()));
    let evidence = keeper.estate.dependants(server, &keeper.policy);
    assert_eq!(evidence, []);
    keeper.does(server, Retire::new(label("Retired"), evidence, change()));
    let stages: Vec<bool> = keeper
        .estate
        .items()
        .map(|it| it.stage().is_retired())
        .collect();
    assert_eq!(stages, [true, true]);
}

#[test]
fn who_counts_an_item_among_several_depends_on_it_too() {
    let mut keeper = Keeper::new(under(OnDependants::Detach));
    let [one, other] =
        [(1, "srv-1"), (2, "srv-2")].map(|(key, name)| keeper.has(key, "server", name));
    let shop = keeper.has(3, "application", "shop");
    let group = Group::at_least(1, [one, other]).unwrap();
    keeper.does(
        shop,
        SetGroup::new(RedundancyGroup::new(code("web"), group), change()),
    );
    let evidence = keeper.estate.dependants(one, &keeper.policy);
    assert_eq!(evidence.len(), 1);
    assert_eq!(
        (evidence[0].ci, evidence[0].group.as_ref()),
        (shop, Some(&code("web")))
    );
    // Detaching leaves the group: how many of the others are needed, somebody has to say.
    let events = keeper.does(one, Retire::new(label("Retired"), evidence, change()));
    assert_eq!(retire::sync(&events[0]), []);
    assert_eq!(keeper.estate.groups_with(one).count(), 1);
    keeper.does(shop, RemoveGroup::new(code("web"), change()));
    assert_eq!(keeper.estate.groups_with(one).count(), 0);
}
