//! What a baseline holds, and what it finds different.

use crate::desk::{at, change, ci, code, label, max, policy_with, standing, title};
use crate::keeper::Keeper;
use itsm_configuration::baseline::{Approval, Baseline, BaselineError};
use itsm_configuration::command::{
    Archive, Describe, Move, Observe, Reclassify, RemoveGroup, Retire, SetAttribute, SetGroup,
    Unrelate,
};
use itsm_configuration::difference::{Absence, Difference};
use itsm_configuration::policy::ConfigurationPolicy;
use itsm_configuration::profile::CiProfile;
use itsm_configuration::redundancy::{Group, RedundancyGroup};
use itsm_configuration::retirement::OnDependants;
use itsm_configuration::state::LifecycleStage;
use itsm_core::custom::AttributeDefinition;
use itsm_core::time::Seconds;

/// The default policy, with cores for servers, and an end that detaches.
fn policy() -> ConfigurationPolicy {
    policy_with(|draft| {
        let root = draft.classes.get_mut("item").unwrap();
        root.retirement.as_mut().unwrap().dependants = OnDependants::Detach;
        let server = draft.classes.get_mut("server").unwrap();
        let cores = AttributeDefinition::Integer { min: 1, max: 512 };
        server.attributes.insert("cores".into(), cores);
    })
}

fn cluster(needed: u32) -> RedundancyGroup {
    RedundancyGroup::new(
        code("web"),
        Group::at_least(needed, [ci(2), ci(3)]).unwrap(),
    )
}

#[test]
fn everything_that_has_become_different_is_told_and_nothing_else() {
    let mut keeper = Keeper::under(policy());
    let in_use = standing(LifecycleStage::Operational, "In use");
    let server = CiProfile::new(code("server"), title("srv-1")).attribute(code("cores"), 8_i64);
    let server = keeper.takes(1, server, in_use);
    let shop = keeper.has(2, "application", "shop");
    let orders = keeper.has(3, "database", "orders");
    let old = keeper.has(4, "workstation", "ws-9");
    keeper.relates(shop, "runs_on", server);
    let group = RedundancyGroup::new(code("data"), Group::at_least(1, [orders, old]).unwrap());
    keeper.does(shop, SetGroup::new(group, change()));
    let before = keeper.baseline([server, shop, old]);
    assert!(before.differences(&keeper.estate).is_empty());

    keeper.waits(Seconds::days(1));
    keeper.does(server, Observe::new(code("scanner")));
    assert!(
        before.differences(&keeper.estate).is_empty(),
        "to be seen is no difference"
    );
    let cores = SetAttribute::new(code("cores"), change()).value(16_i64);
    keeper.does(server, cores);
    keeper.does(server, Describe::new(change()).name(title("srv-01")));
    let repair = Move::new(LifecycleStage::Defective, label("In repair"), change());
    keeper.does(server, repair);
    keeper.does(shop, Reclassify::new(code("virtual_machine"), change()));
    keeper.does(shop, Unrelate::new(code("runs_on"), server, change()));
    keeper.does(shop, RemoveGroup::new(code("data"), change()));
    keeper.does(shop, SetGroup::new(cluster_of(old, orders), change()));
    keeper.relates(orders, "depends_on", shop);
    let out = Move::new(
        LifecycleStage::EndOfOperation,
        label("Out of use"),
        change(),
    );
    keeper.does(old, out);
    keeper.does(old, Retire::new(label("Retired"), Vec::new(), change()));
    keeper.does(old, Archive::new(Vec::new(), change()));
    let found = before.differences(&keeper.estate);
    assert_eq!(
        found.to_string().lines().collect::<Vec<_>>(),
        [
            "`srv-1` name: `srv-1` → `srv-01`",
            "`srv-1` stage: `operational` → `defective`",
            "`srv-1` status: `In use` → `In repair`",
            "`srv-1` attributes.cores: `8` → `16`",
            "`shop` class: `application` → `virtual_machine`",
            "`shop` group `data` was taken back",
            "`shop` group `web` was added",
            "`ws-9` is missing: its record went at 2026-03-03 09:00:00 UTC",
            "`shop` runs_on `srv-1` is gone",
            "`orders` depends_on `shop` was added",
        ]
    );
    assert_eq!(found.len(), 10);
    assert_eq!(
        found.of(server).count(),
        5,
        "four facts, and a relationship"
    );
    assert_eq!(
        found.of(orders).count(),
        1,
        "known by what it has to do with the shop"
    );
}

fn cluster_of(one: itsm_core::id::CiId, other: itsm_core::id::CiId) -> RedundancyGroup {
    RedundancyGroup::new(code("web"), Group::at_least(1, [one, other]).unwrap())
}

#[test]
fn group_that_needs_more_of_its_members_is_another() {
    let mut keeper = Keeper::new();
    let shop = keeper.has(1, "application", "shop");
    keeper.does(shop, SetGroup::new(cluster(1), change()));
    let before = keeper.baseline([shop]);
    keeper.does(shop, SetGroup::new(cluster(2), change()));
    let found = before.differences(&keeper.estate);
    let group = Difference::Group {
        ci: shop,
        name: code("web"),
        before: Some(cluster(1)),
        after: Some(cluster(2)),
    };
    assert_eq!(found.differences, [group]);
    assert_eq!(found.to_string(), "`shop` group `web` is another");
}

#[test]
fn what_comes_later_is_no_part_of_a_baseline() {
    let mut keeper = Keeper::new();
    let shop = keeper.has(1, "application", "shop");
    let before = keeper.baseline([shop]);
    let later = keeper.has(2, "database", "orders");
    let other = keeper.has(3, "server", "srv-1");
    keeper.relates(later, "runs_on", other);
    assert!(before.differences(&keeper.estate).is_empty());
    // Until it has to do with an item that is part of it.
    let runs = keeper.relates(shop, "depends_on", later);
    let found = before.differences(&keeper.estate);
    assert_eq!(
        found.differences,
        [Difference::Added { relationship: runs }]
    );
    assert_eq!(before.items().len(), 1);
}

#[test]
fn baseline_is_of_what_is_there_at_its_instant_and_approved_after_it() {
    let mut keeper = Keeper::new();
    let shop = keeper.has(1, "application", "shop");
    let later = Seconds::hours(1).after(keeper.now).unwrap();
    assert_eq!(keeper.baseline_of([]), Err(BaselineError::Empty));
    assert_eq!(
        keeper.baseline_of([shop, ci(9)]),
        Err(BaselineError::NotThere { ci: ci(9) })
    );
    let who = max().agent().clone();
    let take = |of, approved| {
        let approval = Approval::new(who.clone(), approved);
        Baseline::take(title("Before"), [shop], of, approval, &keeper.estate)
    };
    let (now, earlier) = (keeper.now, at("2026-03-02T08:59:59Z"));
    assert_eq!(
        take(earlier, now),
        Err(BaselineError::GoneOn {
            ci: shop,
            recorded: now,
            at: earlier
        })
    );
    assert_eq!(
        take(later, now),
        Err(BaselineError::ApprovedBefore {
            approved: now,
            at: later
        })
    );
    let taken = take(now, later).unwrap();
    assert_eq!((taken.name(), taken.at()), (&title("Before"), now));
    assert_eq!(*taken.approval(), Approval::new(who, later));
    assert_eq!(taken.item(shop).unwrap().profile.name, title("shop"));
}

#[test]
fn two_baselines_are_compared_where_both_know_something() {
    let mut keeper = Keeper::new();
    let [shop, orders, server] = [
        keeper.has(1, "application", "shop"),
        keeper.has(2, "database", "orders"),
        keeper.has(3, "server", "srv-1"),
    ];
    let unknown = keeper.relates(orders, "runs_on", server);
    let both = keeper.relates(shop, "depends_on", orders);
    let first = keeper.baseline([shop, orders]);
    assert_eq!(first.relationships().collect::<Vec<_>>(), [&both, &unknown]);
    keeper.does(shop, Unrelate::new(code("depends_on"), orders, change()));
    keeper.does(orders, Unrelate::new(code("runs_on"), server, change()));
    let second = keeper.baseline([shop, server]);
    let found = first.differences_to(&second);
    assert_eq!(
        found.differences,
        [
            Difference::Missing {
                ci: orders,
                why: Absence::NotChosen
            },
            Difference::Removed { relationship: both },
        ],
        "of `orders` alone the second baseline says nothing"
    );
    let text = found.to_string();
    assert!(text.starts_with("`orders` is missing: the other baseline does not have it"));
}

#[test]
fn item_that_was_never_there_is_missing_too() {
    let mut keeper = Keeper::new();
    let shop = keeper.has(1, "application", "shop");
    let before = keeper.baseline([shop]);
    let nothing = itsm_configuration::estate::Estate::new();
    let found = before.differences(&nothing);
    let missing = Difference::Missing {
        ci: shop,
        why: Absence::NeverThere,
    };
    assert_eq!(found.differences, [missing]);
    assert_eq!(
        found.to_string(),
        "`shop` is missing: it has never been part of the estate"
    );
}
