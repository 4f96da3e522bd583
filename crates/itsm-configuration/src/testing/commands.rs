//! Commands of every kind with any parameters at all, sensible or not.

use crate::authority::Authority;
use crate::command::{
    AdoptPolicy, Archive, AssignGroup, AssignOwner, Attest, BeginAction, CiCommand,
    CiCommandKind as Kind, ClearDuplicate, Describe, EndAction, MarkDuplicate, Move, NoteOverdue,
    Observe, Reclassify, Relate, RemoveGroup, RequestStatus, Retire, SetAsset, SetAttribute,
    SetCriticality, SetGroup, SetService, TargetFacts, Unrelate, Verify, WithdrawStatus,
};
use crate::duty::Duty;
use crate::profile::AssetFacts;
use crate::redundancy::{Group, Member, RedundancyGroup};
use crate::relationship::{Relationship, Strength};
use crate::retirement::Dependant;
use crate::state::LifecycleStage;
use crate::verification::Discrepancy;
use alloc::boxed::Box;
use alloc::vec::Vec;
use itsm_core::custom::AttributeValue;
use itsm_core::id::{ChangeId, CiId, GroupId, PersonId, ServiceId, SupplierId};
use itsm_core::level::Criticality;
use itsm_core::money::{Currency, Money};
use itsm_core::text::{Code, Label};
use itsm_testing::generate::{codes, ids, labels, notes, titles};
use proptest::collection::{btree_map, btree_set, vec};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

fn some_of(known: &'static [&'static str]) -> BoxedStrategy<Code> {
    let known: Vec<Code> = known.iter().copied().map(Code::trusted).collect();
    prop_oneof![8 => select(known), 1 => codes()].boxed()
}

pub(super) fn classes() -> BoxedStrategy<Code> {
    some_of(&[
        "server",
        "database",
        "service",
        "disk",
        "hardware",
        "application",
    ])
}

fn types() -> BoxedStrategy<Code> {
    some_of(&[
        "depends_on",
        "runs_on",
        "contains",
        "connects_to",
        "members",
    ])
}

fn names() -> BoxedStrategy<Code> {
    some_of(&["cores", "tier", "clustered", "room"])
}

fn sources() -> BoxedStrategy<Code> {
    some_of(&["scanner", "monitor"])
}

fn statuses() -> BoxedStrategy<Label> {
    let known = [
        "In use",
        "Available",
        "Retired",
        "Build",
        "Lost",
        "In repair",
        "In design",
    ];
    prop_oneof![8 => select(known.map(Label::trusted).to_vec()), 1 => labels()].boxed()
}

pub(super) fn authorities() -> BoxedStrategy<Authority> {
    prop_oneof![
        4 => ids(ChangeId::from_key).prop_map(Authority::Change),
        1 => sources().prop_map(Authority::discovered),
        1 => Just(Authority::Unauthorized),
    ]
    .boxed()
}

pub(super) fn values() -> BoxedStrategy<AttributeValue> {
    prop_oneof![
        any::<bool>().prop_map(AttributeValue::Boolean),
        prop_oneof![3 => -3..70_i64, 1 => any::<i64>()].prop_map(AttributeValue::Integer),
        prop_oneof![3 => select(["gold", "bronze"].map(Label::trusted).to_vec()), 1 => labels()]
            .prop_map(AttributeValue::Text),
    ]
    .boxed()
}

pub(super) fn assets() -> BoxedStrategy<AssetFacts> {
    let cost = (any::<u32>(), select(["EUR", "JPY"].to_vec())).prop_filter_map(
        "a currency",
        |(amount, currency)| {
            let currency = Currency::new(currency).ok()?;
            Some(Money::new(i64::from(amount), currency))
        },
    );
    (
        option::of(labels()),
        option::of(labels()),
        option::of(ids(SupplierId::from_key)),
        option::of(cost),
    )
        .prop_map(|(tag, serial, supplier, cost)| AssetFacts {
            tag,
            serial,
            supplier,
            cost,
        })
        .boxed()
}

fn qualifiers() -> BoxedStrategy<Option<Label>> {
    option::of(select(["eth0", "eth1"].map(Label::trusted).to_vec())).boxed()
}

/// Relationships from and to anything.
pub(super) fn relationships() -> BoxedStrategy<Relationship> {
    let ci = || ids(CiId::from_key);
    (types(), ci(), ci(), qualifiers())
        .prop_map(|(kind, source, target, qualifier)| Relationship {
            qualifier,
            ..Relationship::new(kind, source, target)
        })
        .boxed()
}

fn dependants() -> BoxedStrategy<Vec<Dependant>> {
    let one = (
        ids(CiId::from_key),
        titles(),
        any::<bool>(),
        option::of(relationships()),
        option::of(some_of(&["web", "power"])),
    )
        .prop_map(|(ci, name, service, relationship, group)| Dependant {
            relationship,
            group,
            ..Dependant::new(ci, name, service)
        });
    prop_oneof![3 => Just(Vec::new()), 1 => vec(one, 1..3)].boxed()
}

/// Groups, some with a group in them.
pub(super) fn groups() -> BoxedStrategy<RedundancyGroup> {
    let cis = btree_set(ids(CiId::from_key), 1..4);
    let plain = (cis, any::<proptest::sample::Index>()).prop_filter_map("a group", |(cis, n)| {
        let needed = u32::try_from(n.index(cis.len()).saturating_add(1)).ok()?;
        Group::at_least(needed, cis).ok()
    });
    let weighted = (plain.clone(), ids(CiId::from_key), 1..100_u32).prop_filter_map(
        "a group of unlike weights",
        |(inner, ci, weight)| {
            Group::influence(
                weight,
                [(Member::from(inner), weight), (Member::from(ci), 3)],
            )
            .ok()
        },
    );
    (
        some_of(&["web", "power"]),
        prop_oneof![3 => plain, 1 => weighted],
        any::<bool>(),
        any::<bool>(),
    )
        .prop_map(|(name, group, soft, feels)| {
            let it = RedundancyGroup::new(name, group);
            let it = if soft {
                it.strength(Strength::Soft)
            } else {
                it
            };
            if feels { it.feeling_loss() } else { it }
        })
        .boxed()
}

/// Commands of a kind with any parameters.
#[expect(
    clippy::too_many_lines,
    reason = "one arm a command, each of a few lines"
)]
pub fn commands(kind: Kind) -> BoxedStrategy<CiCommand> {
    let by = authorities;
    let ci = || ids(CiId::from_key);
    match kind {
        Kind::Describe => (by(), option::of(titles()), option::of(notes()))
            .prop_map(|(authority, name, description)| {
                Describe {
                    authority,
                    name,
                    description,
                }
                .into()
            })
            .boxed(),
        Kind::Reclassify => (
            classes(),
            by(),
            option::of(statuses()),
            option::of(btree_map(names(), values(), 0..3)),
        )
            .prop_map(|(class, authority, status, attributes)| {
                Reclassify {
                    class,
                    authority,
                    status,
                    attributes,
                }
                .into()
            })
            .boxed(),
        Kind::SetAttribute => (names(), by(), option::of(values()))
            .prop_map(|(name, authority, value)| {
                SetAttribute {
                    name,
                    authority,
                    value,
                }
                .into()
            })
            .boxed(),
        Kind::AssignOwner => (ids(PersonId::from_key), by())
            .prop_map(|(owner, authority)| AssignOwner::new(owner, authority).into())
            .boxed(),
        Kind::AssignGroup => (ids(GroupId::from_key), by())
            .prop_map(|(group, authority)| AssignGroup::new(group, authority).into())
            .boxed(),
        Kind::SetCriticality => {
            let known = ["Vital", "High", "Low"].map(Label::trusted);
            (
                prop_oneof![6 => select(known.to_vec()), 1 => labels()],
                by(),
            )
                .prop_map(|(level, authority)| {
                    SetCriticality::new(Criticality::from(level), authority).into()
                })
                .boxed()
        }
        Kind::SetService => (by(), option::of(ids(ServiceId::from_key)))
            .prop_map(|(authority, service)| SetService { authority, service }.into())
            .boxed(),
        Kind::SetAsset => (by(), option::of(assets().prop_map(Box::new)))
            .prop_map(|(authority, asset)| SetAsset { authority, asset }.into())
            .boxed(),
        Kind::Relate => (
            types(),
            ci(),
            (
                classes(),
                select(LifecycleStage::ALL.to_vec()),
                option::of(btree_set(ci(), 0..3)),
            ),
            by(),
            qualifiers(),
        )
            .prop_map(
                |(relationship, target, (class, stage, containers), authority, qualifier)| {
                    let facts = TargetFacts {
                        class,
                        stage,
                        containers,
                    };
                    Relate {
                        relationship,
                        target,
                        facts,
                        authority,
                        qualifier,
                    }
                    .into()
                },
            )
            .boxed(),
        Kind::Unrelate => (types(), ci(), by(), qualifiers())
            .prop_map(|(relationship, target, authority, qualifier)| {
                Unrelate {
                    relationship,
                    target,
                    authority,
                    qualifier,
                }
                .into()
            })
            .boxed(),
        Kind::SetGroup => (groups(), by())
            .prop_map(|(group, authority)| SetGroup::new(group, authority).into())
            .boxed(),
        Kind::RemoveGroup => (some_of(&["web", "power"]), by())
            .prop_map(|(name, authority)| RemoveGroup::new(name, authority).into())
            .boxed(),
        Kind::Move => (select(LifecycleStage::ALL.to_vec()), statuses(), by())
            .prop_map(|(stage, status, authority)| Move::new(stage, status, authority).into())
            .boxed(),
        Kind::RequestStatus => (sources(), some_of(&["operational", "non_operational"]))
            .prop_map(|(requester, status)| RequestStatus::new(requester, status).into())
            .boxed(),
        Kind::WithdrawStatus => sources()
            .prop_map(|requester| WithdrawStatus::new(requester).into())
            .boxed(),
        Kind::BeginAction => some_of(&["backup", "scan", "patch"])
            .prop_map(|action| BeginAction::new(action).into())
            .boxed(),
        Kind::EndAction => some_of(&["backup", "scan", "patch"])
            .prop_map(|action| EndAction::new(action).into())
            .boxed(),
        Kind::Observe => sources().prop_map(|it| Observe::new(it).into()).boxed(),
        Kind::Verify => (
            subsequence(Discrepancy::ALL.to_vec(), 0..=Discrepancy::ALL.len()),
            option::of(notes()),
        )
            .prop_map(|(them, note)| {
                let discrepancies = them.into_iter().collect();
                Verify {
                    discrepancies,
                    note,
                }
                .into()
            })
            .boxed(),
        Kind::Attest => option::of(notes())
            .prop_map(|note| Attest { note }.into())
            .boxed(),
        Kind::NoteOverdue => select(Duty::ALL.to_vec())
            .prop_map(|duty| NoteOverdue::new(duty).into())
            .boxed(),
        Kind::MarkDuplicate => ci().prop_map(|of| MarkDuplicate::new(of).into()).boxed(),
        Kind::ClearDuplicate => Just(ClearDuplicate::new().into()).boxed(),
        Kind::Retire => (statuses(), dependants(), by())
            .prop_map(|(status, dependants, authority)| {
                Retire::new(status, dependants, authority).into()
            })
            .boxed(),
        Kind::Archive => (dependants(), by())
            .prop_map(|(dependants, authority)| Archive::new(dependants, authority).into())
            .boxed(),
        Kind::AdoptPolicy => Just(AdoptPolicy::new().into()).boxed(),
    }
}
