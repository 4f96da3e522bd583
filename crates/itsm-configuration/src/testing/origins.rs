//! Items as walks find them: just registered, or taken over at any stage of their lives.

use super::actors;
use super::commands::{assets, authorities, groups, relationships};
use super::witness::{another, witness};
use crate::birth::Adopt;
use crate::ci::Ci;
use crate::class::CommonFact;
use crate::class::Fact;
use crate::command::CiCommandKind as Kind;
use crate::policy::ConfigurationPolicy;
use crate::profile::CiProfile;
use crate::relationship::Relationship;
use crate::state::{LifecycleStage, Standing};
use alloc::boxed::Box;
use alloc::vec::Vec;
use itsm_core::context::Context;
use itsm_core::id::{CiId, GroupId, PersonId, ServiceId};
use itsm_core::level::Criticality;
use itsm_core::text::{Code, Title};
use itsm_testing::generate::{ids, instants, notes};
use itsm_testing::specimen::Origin;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{Index, select, subsequence};

/// Profiles that a policy accepts: of one of its classes, with all that the class demands. A class
/// whose names follow a rule is called by that rule.
pub fn profiles(policy: &ConfigurationPolicy) -> BoxedStrategy<CiProfile> {
    let concrete = policy.classes().iter().filter(|it| !it.is_abstract());
    let classes: Vec<Code> = concrete.map(|it| it.code().clone()).collect();
    let levels: Vec<Criticality> = policy.criticalities().iter().cloned().collect();
    let policy = policy.clone();
    (
        select(classes),
        option::of(notes()),
        option::of(ids(PersonId::from_key)),
        option::of(ids(GroupId::from_key)),
        option::of(select(levels.clone())),
        option::weighted(0.3, ids(ServiceId::from_key)),
        option::of(assets().prop_map(Box::new)),
    )
        .prop_map(
            move |(class, description, owner, group, criticality, service, asset)| {
                let name = name_for(&class, &policy);
                let mut profile = CiProfile {
                    description,
                    owner,
                    group,
                    criticality,
                    service,
                    asset,
                    ..CiProfile::new(class, name)
                };
                demanded(&mut profile, &policy, levels.first());
                profile
            },
        )
        .boxed()
}

/// A name by the rule of the class: each sign in the place of what it stands for.
fn name_for(class: &Code, policy: &ConfigurationPolicy) -> Title {
    let Some(pattern) = policy.classes().naming(class) else {
        return Title::trusted("an item");
    };
    let name = pattern
        .as_str()
        .replace('#', "1")
        .replace('@', "a")
        .replace('*', "x");
    Title::new(name).unwrap_or(const { Title::trusted("an item") })
}

fn demanded(profile: &mut CiProfile, policy: &ConfigurationPolicy, level: Option<&Criticality>) {
    let class = profile.class.clone();
    for fact in policy.classes().mandatory(&class) {
        match fact {
            Fact::Common(CommonFact::Asset) => {
                profile
                    .asset
                    .get_or_insert_with(|| Box::new(crate::profile::AssetFacts::new()));
            }
            Fact::Common(CommonFact::Criticality) => {
                if profile.criticality.is_none() {
                    profile.criticality = level.cloned();
                }
            }
            Fact::Common(CommonFact::Description) => {
                let text = const { itsm_core::text::Note::trusted("demanded") };
                profile.description.get_or_insert(text);
            }
            Fact::Common(CommonFact::Group) => {
                profile.group.get_or_insert(GroupId::from_key(1));
            }
            Fact::Common(CommonFact::Owner) => {
                profile.owner.get_or_insert(PersonId::from_key(2));
            }
            Fact::Common(CommonFact::Service) => {
                profile.service.get_or_insert(ServiceId::from_key(1));
            }
            Fact::Attribute(name) => {
                let definition = policy.classes().attribute(&class, name);
                if let Some(value) = definition.and_then(|it| another(it, None)) {
                    let attributes = profile.attributes.get_or_insert_default();
                    attributes.insert(name.clone(), value);
                }
            }
        }
    }
}

/// What may have happened before the walk begins, so that every command has something to do.
const PRELUDE: &[Kind] = &[
    Kind::Relate,
    Kind::SetGroup,
    Kind::RequestStatus,
    Kind::BeginAction,
    Kind::SetAttribute,
    Kind::Observe,
    Kind::MarkDuplicate,
    Kind::AssignOwner,
];

/// Items under a policy: registered, or taken over at any stage, with a prelude of their own.
pub fn origins(policy: &ConfigurationPolicy) -> BoxedStrategy<Origin<Ci>> {
    let policy = policy.clone();
    let birth = (
        ids(CiId::from_key),
        profiles(&policy),
        instants(),
        authorities(),
        option::weighted(0.7, (select(LifecycleStage::ALL.to_vec()), any::<Index>())),
        (vec(relationships(), 0..3), vec(groups(), 0..2)),
        subsequence(PRELUDE.to_vec(), 0..=PRELUDE.len()),
    );
    birth
        .prop_filter_map(
            "a birth that the policy accepts",
            move |(id, profile, now, authority, stage, (relationships, groups), prelude)| {
                let who = actors();
                let cx = Context::new(now, who.first()?, &policy);
                let (record, event) = if let Some((stage, place)) = stage {
                    let statuses: Vec<_> =
                        policy.statuses(&profile.class, stage).into_iter().collect();
                    let status = statuses.get(place.index(statuses.len().max(1)))?;
                    let standing = Standing::new(stage, (*status).clone());
                    let mut adopt = Adopt::new(profile, standing, now);
                    let own = relationships
                        .into_iter()
                        .map(|it| Relationship { source: id, ..it });
                    let known = |it: &Relationship| {
                        it.target != id && policy.relationship_type(&it.kind).is_some()
                    };
                    adopt.relationships = Some(own.filter(known).collect());
                    let mut groups = groups;
                    groups.retain(|it| !it.group.cis().contains(&id));
                    adopt.groups = Some(groups);
                    Ci::adopt(id, adopt, &cx).ok()?
                } else {
                    Ci::register(id, profile, authority, &cx).ok()?
                };
                let mut origin = Origin::born(record, event);
                for kind in prelude {
                    if let Some(command) = witness(&origin.record, kind, &cx) {
                        origin = origin.after(&command, &cx);
                    }
                }
                Some(origin)
            },
        )
        .boxed()
}
