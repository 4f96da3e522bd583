//! The wire format of what is kept and exchanged: pinned by golden files, strict at the door.

use crate::audits::thing;
use crate::desk::{change, ci, code, label, max, standing, title};
use crate::health::health;
use crate::keeper::Keeper;
use itsm_configuration::audit::Audit;
use itsm_configuration::authority::Authority;
use itsm_configuration::baseline::{Approval, Baseline};
use itsm_configuration::command::{AssignOwner, SetGroup, Unrelate, Verify};
use itsm_configuration::coverage::{Coverage, Quality};
use itsm_configuration::difference::Differences;
use itsm_configuration::duty::Duty;
use itsm_configuration::fact::FactPath;
use itsm_configuration::health::{AuditRun, HealthEvidence};
use itsm_configuration::health_policy::{
    Combine, DraftHealthPolicy, DraftOrphanRule, DraftPattern, End, HealthPolicy, Metric,
};
use itsm_configuration::inventory::{ChangeDone, Effect, Observation, Thing};
use itsm_configuration::policy::ConfigurationPolicy;
use itsm_configuration::profile::{AssetFacts, CiProfile};
use itsm_configuration::redundancy::{Group, RedundancyGroup};
use itsm_configuration::relationship::Relationship;
use itsm_configuration::scope::Scope;
use itsm_configuration::state::LifecycleStage;
use itsm_core::draft::DraftCondition;
use itsm_core::id::{ChangeId, GroupId, PersonId, ServiceId, SupplierId};
use itsm_core::level::Criticality;
use itsm_core::money::{Currency, Money};
use itsm_core::text::Note;
use itsm_core::time::Seconds;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;
use std::fs;
use std::path::PathBuf;

/// The text of a golden file, after it was compared with what is written today.
/// `UPDATE_GOLDEN=1` writes it anew.
fn golden(name: &str, value: &impl Serialize) -> String {
    let path: PathBuf = [env!("CARGO_MANIFEST_DIR"), "tests", "golden", name]
        .iter()
        .collect();
    let written = format!("{}\n", serde_json::to_string_pretty(value).unwrap());
    if std::env::var_os("UPDATE_GOLDEN").is_some_and(|it| it == "1") {
        fs::write(&path, &written).unwrap();
    }
    let kept = fs::read_to_string(&path).unwrap();
    assert_eq!(kept, written, "{name}; UPDATE_GOLDEN=1 writes it anew");
    kept
}

fn both_ways<T: Serialize + DeserializeOwned + PartialEq + Debug>(name: &str, value: &T) {
    let read: T = serde_json::from_str(&golden(name, value)).unwrap();
    assert_eq!(read, *value);
}

/// A shop on a server, with a cluster of databases, and a baseline of the two; then something
/// becomes different of all.
fn story() -> (Keeper, Baseline) {
    let mut keeper = Keeper::new();
    let shop = keeper.has(1, "application", "shop");
    let server = keeper.has(2, "server", "srv-1");
    let [one, other] = [
        keeper.has(3, "database", "a"),
        keeper.has(4, "database", "b"),
    ];
    keeper.relates(shop, "runs_on", server);
    let cluster = Group::at_least(1, [one, other]).unwrap();
    let group = RedundancyGroup::new(code("data"), cluster);
    keeper.does(shop, SetGroup::new(group, change()));
    let approval = Approval::new(max().agent().clone(), keeper.now);
    let approval = approval.note(Note::new("As agreed.").unwrap());
    let before = Baseline::take(
        title("Before"),
        [shop, server],
        keeper.now,
        approval,
        &keeper.estate,
    );
    keeper.waits(Seconds::days(61));
    keeper.does(shop, Verify::new(BTreeSet::new()));
    keeper.does(
        server,
        AssignOwner::new(PersonId::from_key(3), Authority::Unauthorized),
    );
    keeper.does(shop, Unrelate::new(code("runs_on"), server, change()));
    let both = Group::at_least(2, [one, other]).unwrap();
    keeper.does(
        shop,
        SetGroup::new(RedundancyGroup::new(code("data"), both), change()),
    );
    keeper.relates(server, "connects_to", other);
    (keeper, before.unwrap())
}

fn observation(keeper: &Keeper) -> Observation {
    let lacks = BTreeSet::from([FactPath::Owner]);
    let name = FactPath::Attribute(code("colour"));
    let things = [
        (
            "10.0.0.1",
            thing(ci(1)).fact(FactPath::Name, "shop").lacks(lacks),
        ),
        (
            "10.0.0.2",
            thing(ci(2))
                .fact(FactPath::Class, "hardware")
                .fact(name, 7_i64),
        ),
        ("10.0.0.3", Thing::new().fact(FactPath::Asset, true)),
    ];
    keeper
        .looks(things)
        .source(code("scanner"))
        .relationship_types(BTreeSet::from([code("connects_to")]))
        .relationships(BTreeSet::from([Relationship::new(
            code("runs_on"),
            ci(1),
            ci(2),
        )]))
}

fn changes(keeper: &Keeper) -> Vec<ChangeDone> {
    let effect = Effect::new()
        .fact(FactPath::Name, "shop 2")
        .cleared(BTreeSet::from([FactPath::Description]))
        .related(BTreeSet::from([Relationship::new(
            code("runs_on"),
            ci(1),
            ci(2),
        )]))
        .unrelated(BTreeSet::from([Relationship::new(
            code("runs_on"),
            ci(1),
            ci(4),
        )]));
    let touched = BTreeMap::from([(ci(1), effect), (ci(4), Effect::new())]);
    vec![ChangeDone::new(ChangeId::from_key(5), keeper.now, touched)]
}

#[test]
fn baseline_and_differences_are_written_and_read_as_before() {
    let (keeper, before) = story();
    both_ways("baseline.json", &before);
    let differences: Differences = before.differences(&keeper.estate);
    assert_eq!(differences.len(), 4);
    both_ways("differences.json", &differences);
}

#[test]
fn observation_and_audit_are_written_and_read_as_before() {
    let (keeper, _) = story();
    let seen = observation(&keeper);
    both_ways("observation.json", &seen);
    let done = changes(&keeper);
    both_ways("changes_done.json", &done);
    let audit = Audit::of(
        &keeper.estate,
        &keeper.policy,
        &seen,
        &done,
        &BTreeMap::new(),
    );
    both_ways("audit.json", &audit.unwrap());
}

#[test]
fn coverage_and_quality_are_written_and_read_as_before() {
    let (keeper, _) = story();
    let scope = Scope::classes([code("software"), code("hardware")]);
    let (estate, policy) = (&keeper.estate, &keeper.policy);
    let horizon = Seconds::days(180);
    let coverage = Coverage::of(
        estate,
        policy,
        Duty::Verification,
        &scope,
        keeper.now,
        horizon,
    );
    both_ways("coverage.json", &coverage);
    both_ways("quality.json", &Quality::of(estate, policy, &scope));
}

#[test]
fn policy_of_health_is_written_and_read_as_before() {
    let ships = DraftHealthPolicy::default();
    both_ways("default_health_policy.json", &ships);
    let silent: DraftHealthPolicy = serde_json::from_str("{}").unwrap();
    assert_eq!(silent, ships);
    let rule = DraftOrphanRule {
        when: Some(DraftCondition::attribute("owner").known(false)),
        without: vec![DraftPattern {
            kind: Some("runs_on".into()),
            end: Some(End::Target),
            other: Some("software".into()),
        }],
        combine: Some(Combine::Any),
    };
    let full = DraftHealthPolicy {
        caps: BTreeMap::from([(Metric::Stale, 100)]),
        orphans: BTreeMap::from([("server".to_owned(), rule)]),
        ..ships
    };
    both_ways("health_policy.json", &full);
    assert!(HealthPolicy::compile(full, &ConfigurationPolicy::default()).is_ok());
}

#[test]
fn health_and_its_evidence_are_written_as_before() {
    let (mut keeper, _) = story();
    let lost = standing(LifecycleStage::Missing, "Lost");
    keeper.has_standing(5, "disk", "disk 0", lost);
    let run = AuditRun::new(
        code("patches"),
        keeper.now,
        true,
        BTreeMap::from([(ci(1), true), (ci(2), false)]),
    );
    let evidence = HealthEvidence::new()
        .duplicates(vec![BTreeSet::from([ci(3), ci(4)])])
        .audits(vec![run]);
    both_ways("health_evidence.json", &evidence);
    golden("health.json", &health(&keeper, &evidence));
    golden(
        "health_incomplete.json",
        &health(&keeper, &HealthEvidence::new()),
    );
}

#[test]
fn baseline_that_cannot_be_is_refused_at_the_door() {
    let (_, before) = story();
    let written = serde_json::to_value(&before).unwrap();
    let refused = |change: &dyn Fn(&mut serde_json::Value)| {
        let mut value = written.clone();
        change(&mut value);
        serde_json::from_value::<Baseline>(value)
            .unwrap_err()
            .to_string()
    };
    assert_eq!(
        refused(&|it| it["items"] = serde_json::json!({})),
        "baseline has no items"
    );
    let early = refused(&|it| it["approval"]["at"] = "2026-03-02T08:59:59Z".into());
    assert!(
        early.starts_with("approved at 2026-03-02 08:59:59 UTC, before"),
        "{early}"
    );
    let stray = Relationship::new(code("runs_on"), ci(8), ci(9));
    let stray = serde_json::to_value([stray]).unwrap();
    let foreign = refused(&|it| it["relationships"] = stray.clone());
    assert!(
        foreign.ends_with("is of no item of the baseline"),
        "{foreign}"
    );
    let shop = ci(1).to_string();
    let renamed = refused(&|it| it["items"][&shop]["groups"]["data"]["name"] = "web".into());
    assert!(
        renamed.ends_with("stands under the name `data`"),
        "{renamed}"
    );
    let unknown = refused(&|it| it["mood"] = "good".into());
    assert!(unknown.contains("unknown field `mood`"), "{unknown}");
}

#[test]
fn path_that_no_item_has_is_refused_and_every_other_comes_back() {
    let paths = [
        "class",
        "name",
        "description",
        "stage",
        "status",
        "owner",
        "group",
        "criticality",
        "service",
        "asset",
        "asset.tag",
        "asset.serial",
        "asset.supplier",
        "asset.cost",
        "attributes.cores",
    ];
    for text in paths {
        let path: FactPath = text.parse().unwrap();
        assert_eq!(path.to_string(), text);
        let written = serde_json::to_string(&path).unwrap();
        assert_eq!(serde_json::from_str::<FactPath>(&written).unwrap(), path);
    }
    for text in [
        "",
        "colour",
        "asset.colour",
        "attributes.",
        "attributes.No",
        "Class",
    ] {
        assert!(text.parse::<FactPath>().is_err(), "{text}");
    }
}

#[test]
fn every_fact_of_an_item_has_its_path() {
    let mut keeper = Keeper::new();
    let cost = Money::new(249_900, Currency::new("EUR").unwrap());
    let asset = AssetFacts::new()
        .tag(label("P-0815"))
        .serial(label("CZ1234"))
        .supplier(SupplierId::from_key(4))
        .cost(cost);
    let profile = CiProfile::new(code("server"), title("srv-1"))
        .description(Note::new("Runs the shop.").unwrap())
        .owner(PersonId::from_key(3))
        .group(GroupId::from_key(5))
        .criticality(Criticality::new("Vital").unwrap())
        .service(ServiceId::from_key(9))
        .asset(Box::new(asset));
    let in_use = standing(LifecycleStage::Operational, "In use");
    let server = keeper.takes(1, profile, in_use);
    let facts = keeper.estate.item(server).unwrap().facts();
    let told: Vec<String> = facts
        .iter()
        .map(|(path, it)| format!("{path}: {it}"))
        .collect();
    let expected = [
        "class: server".to_owned(),
        "name: srv-1".to_owned(),
        "description: Runs the shop.".to_owned(),
        "stage: operational".to_owned(),
        "status: In use".to_owned(),
        format!("owner: {}", PersonId::from_key(3)),
        format!("group: {}", GroupId::from_key(5)),
        "criticality: Vital".to_owned(),
        format!("service: {}", ServiceId::from_key(9)),
        "asset: true".to_owned(),
        "asset.tag: P-0815".to_owned(),
        "asset.serial: CZ1234".to_owned(),
        format!("asset.supplier: {}", SupplierId::from_key(4)),
        format!("asset.cost: {cost}"),
    ];
    assert_eq!(told, expected);
}
