//! Birth: an item is registered, or taken over from another tool.

use crate::authority::{Authority, Modifications};
use crate::ci::{Ci, RecordedCiEvent};
use crate::class::{CommonFact, Fact};
use crate::error::{CiError, Law};
use crate::event::{Adopted, CiEvent, Registered};
use crate::policy::ConfigurationPolicy;
use crate::profile::CiProfile;
use crate::redundancy::RedundancyGroup;
use crate::refuse::{No, check_attribute, check_class, check_criticality, check_name, not_ahead};
use crate::relationship::Relationship;
use crate::state::Standing;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use itsm_core::aggregate::stamp;
use itsm_core::context::Context;
use itsm_core::id::CiId;
use itsm_core::recorded::Recorded;
use itsm_core::time::Instant;
use itsm_core::wire_struct;

wire_struct! {
    /// An item as another tool knows it, to be taken over in the middle of its life.
    pub struct Adopt {
        /// What is known of it.
        profile: CiProfile,
        /// Where it stands.
        standing: Standing,
        /// The instant at which that was so.
        as_of: Instant,
    } optional {
        /// When it was registered there; absent: not known, counted from `as_of`.
        registered_at: Instant,
        /// The relationships of which it is the source.
        relationships: BTreeSet<Relationship>,
        /// Its groups.
        groups: Vec<RedundancyGroup>,
    }
}

impl Ci {
    /// Registers an item. Where its life begins, the policy says for its family: for what a tool
    /// found otherwise than for what somebody plans.
    ///
    /// ```
    /// # use itsm_core::{actor::Actor, context::Context, id::{ChangeId, CiId, PersonId}, text::{Code, Title}};
    /// # use itsm_configuration::{Ci, authority::Authority, policy::ConfigurationPolicy, profile::CiProfile};
    /// # let ana = Actor::person(PersonId::from_key(1));
    /// # let policy = ConfigurationPolicy::default();
    /// # let cx = Context::new("2026-03-02T09:00:00Z".parse().unwrap(), &ana, &policy);
    /// let profile = CiProfile::new(Code::new("server")?, Title::new("srv-porto-07")?);
    /// let change = Authority::from(ChangeId::from_key(1));
    /// let (server, registered) = Ci::register(CiId::from_key(1), profile, change, &cx)?;
    /// assert_eq!(server.standing().to_string(), "inventory / Available");
    /// assert_eq!(registered.revision, 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// A class, a level or attributes that the policy does not know, a name that does not fit, and
    /// facts that the class demands.
    pub fn register(
        id: CiId,
        profile: CiProfile,
        authority: Authority,
        cx: &Context<'_, ConfigurationPolicy>,
    ) -> Result<(Self, RecordedCiEvent), CiError> {
        const ASKED: &str = "register";
        let birth = |law| No::birth(law, ASKED);
        check_profile(ASKED, &profile, cx)?;
        let class = &profile.class;
        let demanded: Vec<String> = missing(&profile, cx.policy.classes().mandatory(class));
        if !demanded.is_empty() {
            return birth(Law::ClassDemands)
                .text("class", class)
                .param("facts", demanded)
                .err();
        }
        let Some(begin) = cx.policy.begin(class) else {
            return birth(Law::ClassUnknown).text("class", class).err();
        };
        let standing = match authority {
            Authority::Discovered { .. } => begin.discovered.clone(),
            Authority::Change(_) | Authority::Unauthorized => begin.registered.clone(),
        };
        let controlled = cx.policy.classes().change_required(class, standing.stage);
        if controlled && authority.change().is_none() {
            return birth(Law::ChangeRequired)
                .text("class", class)
                .param("authority", authority.as_str())
                .err();
        }
        let event = Registered::new(profile, standing, authority);
        let recorded = stamp(id, 1, event, cx.policy.of(), cx);
        let ci = Self::from_registered(&recorded, &recorded.event);
        Ok((ci, recorded.map(|id| id, CiEvent::from)))
    }

    /// Takes over an item from another tool, at any stage of its life. Real estates begin in the
    /// middle, and incomplete: what its class demands may be missing, and [`gaps`](Self::gaps) tells.
    ///
    /// # Errors
    /// Words that the policy does not know, and facts that do not fit together.
    pub fn adopt(
        id: CiId,
        adopt: Adopt,
        cx: &Context<'_, ConfigurationPolicy>,
    ) -> Result<(Self, RecordedCiEvent), CiError> {
        const ASKED: &str = "adopt";
        let birth = |law| No::birth(law, ASKED);
        check_profile(ASKED, &adopt.profile, cx)?;
        not_ahead("as_of", Some(adopt.as_of), cx.now, birth)?;
        match adopt.registered_at {
            Some(at) if at > adopt.as_of => {
                return birth(Law::AdoptionInconsistent)
                    .param("field", "registered_at")
                    .param("at", at)
                    .param("limit", adopt.as_of)
                    .err();
            }
            _ => {}
        }
        let class = &adopt.profile.class;
        if !cx.policy.admits(class, &adopt.standing) {
            return birth(Law::StatusUnknown)
                .text("class", class)
                .text("standing", &adopt.standing)
                .err();
        }
        for it in adopt.relationships.iter().flatten() {
            check_relationship(id, it, cx.policy, birth)?;
        }
        for group in adopt.groups.iter().flatten() {
            if group.group.cis().contains(&id) {
                return birth(Law::GroupOfItself).text("group", &group.name).err();
            }
        }
        let event = Adopted {
            profile: adopt.profile.into(),
            standing: adopt.standing,
            as_of: adopt.as_of,
            registered_at: adopt.registered_at,
            relationships: adopt.relationships,
            groups: adopt.groups,
        };
        let recorded = stamp(id, 1, event, cx.policy.of(), cx);
        let ci = Self::from_adopted(&recorded, &recorded.event);
        Ok((ci, recorded.map(|id| id, CiEvent::from)))
    }

    pub(crate) fn from_birth(recorded: &RecordedCiEvent) -> Option<Self> {
        match &recorded.event {
            CiEvent::Registered(it) => Some(Self::from_registered(recorded, it)),
            CiEvent::Adopted(it) => Some(Self::from_adopted(recorded, it)),
            _ => None,
        }
    }

    fn from_registered<E>(recorded: &Recorded<CiId, E>, it: &Registered) -> Self {
        let mut ci = Self::blank(recorded, &it.profile, &it.standing);
        ci.modifications.count(&it.authority, recorded.at);
        ci
    }

    fn from_adopted<E>(recorded: &Recorded<CiId, E>, it: &Adopted) -> Self {
        let mut ci = Self::blank(recorded, &it.profile, &it.standing);
        ci.registered_at = it.registered_at.unwrap_or(it.as_of);
        ci.since = it.as_of;
        ci.modified_at = it.as_of;
        ci.relationships = it.relationships.clone().unwrap_or_default();
        let groups = it.groups.iter().flatten();
        ci.groups = groups.map(|it| (it.name.clone(), it.clone())).collect();
        ci
    }

    fn blank<E>(recorded: &Recorded<CiId, E>, profile: &CiProfile, standing: &Standing) -> Self {
        Self {
            id: recorded.record,
            revision: recorded.revision,
            last_at: recorded.at,
            policy: recorded.policy.clone(),
            profile: profile.clone(),
            standing: standing.clone(),
            since: recorded.at,
            registered_at: recorded.at,
            modified_at: recorded.at,
            modifications: Modifications::default(),
            relationships: BTreeSet::new(),
            groups: BTreeMap::new(),
            requests: BTreeMap::new(),
            actions: BTreeMap::new(),
            seen: BTreeMap::new(),
            verification: None,
            attestation: None,
            noted: BTreeSet::new(),
            duplicate_of: None,
            archived_at: None,
        }
    }

    /// What its class asks for and the record does not have.
    pub fn gaps(&self, policy: &ConfigurationPolicy) -> Gaps {
        let class = self.class();
        Gaps {
            mandatory: missing(&self.profile, policy.classes().mandatory(class)),
            recommended: missing(&self.profile, policy.classes().recommended(class)),
        }
    }
}

/// What a record lacks, in order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Gaps {
    /// What its class demands.
    pub mandatory: Vec<String>,
    /// What its class recommends.
    pub recommended: Vec<String>,
}

fn missing(profile: &CiProfile, facts: BTreeSet<&Fact>) -> Vec<String> {
    let lacks = |fact: &&Fact| match fact {
        Fact::Common(CommonFact::Asset) => profile.asset.is_none(),
        Fact::Common(CommonFact::Criticality) => profile.criticality.is_none(),
        Fact::Common(CommonFact::Description) => profile.description.is_none(),
        Fact::Common(CommonFact::Group) => profile.group.is_none(),
        Fact::Common(CommonFact::Owner) => profile.owner.is_none(),
        Fact::Common(CommonFact::Service) => profile.service.is_none(),
        Fact::Attribute(name) => !profile
            .attributes
            .as_ref()
            .is_some_and(|all| all.contains_key(name)),
    };
    facts
        .into_iter()
        .filter(lacks)
        .map(ToString::to_string)
        .collect()
}

fn check_profile(
    asked: &'static str,
    profile: &CiProfile,
    cx: &Context<'_, ConfigurationPolicy>,
) -> Result<(), CiError> {
    let birth = |law| No::birth(law, asked);
    not_ahead("occurred", cx.occurred, cx.now, birth)?;
    check_class(&profile.class, cx.policy, birth)?;
    check_name(&profile.class, &profile.name, cx.policy, birth)?;
    if let Some(criticality) = &profile.criticality {
        check_criticality(criticality, cx.policy, birth)?;
    }
    for (name, value) in profile.attributes.iter().flatten() {
        check_attribute(&profile.class, name, Some(value), cx.policy, birth)?;
    }
    Ok(())
}

fn check_relationship(
    id: CiId,
    it: &Relationship,
    policy: &ConfigurationPolicy,
    birth: impl FnOnce(Law) -> No,
) -> Result<(), CiError> {
    if it.source != id {
        return birth(Law::AdoptionForeign).text("source", &it.source).err();
    }
    if it.target == id {
        return birth(Law::RelateToItself).err();
    }
    if policy.relationship_type(&it.kind).is_none() {
        return birth(Law::RelateTypeUnknown)
            .text("relationship", &it.kind)
            .err();
    }
    Ok(())
}
