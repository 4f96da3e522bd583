//! Baselines: how chosen items were at one instant, under a name, approved, and never changed.
//!
//! A baseline is what later states are compared with: before and after a release, or what was
//! agreed with what is. It holds of each chosen item all facts, the groups, and the relationships of
//! which it is an end.

use crate::estate::Estate;
use crate::profile::CiProfile;
use crate::redundancy::RedundancyGroup;
use crate::relationship::Relationship;
use crate::state::Standing;
use alloc::collections::{BTreeMap, BTreeSet};
use itsm_core::actor::Agent;
use itsm_core::id::CiId;
use itsm_core::text::{Code, Note, Title};
use itsm_core::time::Instant;
use itsm_core::wire_struct;

wire_struct! {
    /// Who approved a baseline, and when.
    pub struct Approval {
        /// By whom.
        by: Agent,
        /// When: not before the instant that the baseline is of.
        at: Instant,
    } optional {
        /// What there was to say.
        note: Note,
    }
}

/// An item as a baseline holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(deny_unknown_fields)
)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct BaselineItem {
    /// What was known of it.
    pub profile: CiProfile,
    /// Where it stood.
    pub standing: Standing,
    /// At which revision its record was: what came after, its history tells from there on.
    pub revision: u64,
    /// The groups of which it needed so many.
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "BTreeMap::is_empty")
    )]
    pub groups: BTreeMap<Code, RedundancyGroup>,
}

/// A named and approved snapshot of chosen items at one instant. It never changes.
///
/// ```
/// # use itsm_configuration::{Ci, authority::Authority, command::AssignOwner, estate::Estate, policy::ConfigurationPolicy, profile::CiProfile};
/// # use itsm_core::{actor::Actor, context::Context, id::{ChangeId, CiId, PersonId}, text::{Code, Title}};
/// use itsm_configuration::baseline::{Approval, Baseline};
///
/// # let (ana, policy) = (Actor::person(PersonId::from_key(1)), ConfigurationPolicy::default());
/// # let cx = Context::new("2026-03-02T09:00:00Z".parse()?, &ana, &policy);
/// # let change = Authority::from(ChangeId::from_key(1));
/// # let profile = CiProfile::new(Code::new("server")?, Title::new("srv-porto-07")?);
/// # let (mut server, born) = Ci::register(CiId::from_key(1), profile, change.clone(), &cx)?;
/// # let mut estate = Estate::new();
/// # estate.evolve(&born)?;
/// let approval = Approval::new(ana.agent().clone(), cx.now);
/// let before = Baseline::take(Title::new("Before release 4")?, [server.id()], cx.now, approval, &estate)?;
/// assert!(before.differences(&estate).is_empty());
///
/// for event in server.execute(AssignOwner::new(PersonId::from_key(3), change), &cx)? {
///     estate.evolve(&event)?;
/// }
/// let differences = before.differences(&estate);
/// assert!(differences.to_string().starts_with("`srv-porto-07` owner: nothing → `"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Source: ITIL 4 service configuration management (baselines); ISO/IEC 20000-1 8.2.6.
#[doc(alias = "snapshot")]
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(try_from = "wire::Baseline")
)]
pub struct Baseline {
    name: Title,
    at: Instant,
    approval: Approval,
    items: BTreeMap<CiId, BaselineItem>,
    relationships: BTreeSet<Relationship>,
}

/// Why there is no such baseline.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BaselineError {
    /// It would say nothing.
    #[error("baseline has no items")]
    Empty,
    /// An item that was chosen is not part of the estate.
    #[error("item {ci} is not part of the estate")]
    NotThere {
        /// The first of them.
        ci: CiId,
    },
    /// The estate has gone on since the instant: what was then, [`Estate::at`] tells.
    #[error("item {ci} was changed at {recorded}, after the instant of the baseline, {at}")]
    GoneOn {
        /// Which item.
        ci: CiId,
        /// When its last event was recorded.
        recorded: Instant,
        /// The instant of the baseline.
        at: Instant,
    },
    /// Nobody approves what is still to come.
    #[error("approved at {approved}, before the instant of the baseline, {at}")]
    ApprovedBefore {
        /// When it was approved.
        approved: Instant,
        /// The instant of the baseline.
        at: Instant,
    },
    /// A relationship has no chosen item at either end.
    #[error("a relationship from {source_ci} to {target} is of no item of the baseline")]
    Foreign {
        /// Where it begins.
        source_ci: CiId,
        /// Where it ends.
        target: CiId,
    },
    /// A group stands under another name than its own.
    #[error("group `{name}` of item {ci} stands under the name `{key}`")]
    GroupName {
        /// Which item.
        ci: CiId,
        /// The name of the group.
        name: Code,
        /// The name that it stands under.
        key: Code,
    },
}

impl Baseline {
    /// Takes down how chosen items are now, which is the instant `at`.
    ///
    /// # Errors
    /// [`BaselineError`] if nothing is chosen, if a chosen item is not part of the estate or was
    /// changed after the instant, or if the approval came before it.
    pub fn take(
        name: Title,
        cis: impl IntoIterator<Item = CiId>,
        at: Instant,
        approval: Approval,
        estate: &Estate,
    ) -> Result<Self, BaselineError> {
        let mut items = BTreeMap::new();
        let mut relationships = BTreeSet::new();
        for id in cis.into_iter().collect::<BTreeSet<CiId>>() {
            let Some(ci) = estate.item(id).filter(|it| it.is_kept()) else {
                return Err(BaselineError::NotThere { ci: id });
            };
            if ci.last_at() > at {
                return Err(BaselineError::GoneOn {
                    ci: id,
                    recorded: ci.last_at(),
                    at,
                });
            }
            let seen = estate.relationships_of(id);
            relationships.extend(seen.map(|it| it.relationship.clone()));
            let groups = ci.groups().map(|it| (it.name.clone(), it.clone()));
            let item = BaselineItem {
                profile: ci.profile().clone(),
                standing: ci.standing().clone(),
                revision: ci.revision(),
                groups: groups.collect(),
            };
            items.insert(id, item);
        }
        Self {
            name,
            at,
            approval,
            items,
            relationships,
        }
        .checked()
    }

    fn checked(self) -> Result<Self, BaselineError> {
        if self.items.is_empty() {
            return Err(BaselineError::Empty);
        }
        if self.approval.at < self.at {
            return Err(BaselineError::ApprovedBefore {
                approved: self.approval.at,
                at: self.at,
            });
        }
        let ours = |ci: CiId| self.items.contains_key(&ci);
        let foreign = |it: &&Relationship| !ours(it.source) && !ours(it.target);
        if let Some(it) = self.relationships.iter().find(foreign) {
            return Err(BaselineError::Foreign {
                source_ci: it.source,
                target: it.target,
            });
        }
        for (ci, item) in &self.items {
            let misnamed = item.groups.iter().find(|(key, it)| **key != it.name);
            if let Some((key, group)) = misnamed {
                return Err(BaselineError::GroupName {
                    ci: *ci,
                    name: group.name.clone(),
                    key: key.clone(),
                });
            }
        }
        Ok(self)
    }

    /// What it is called.
    pub const fn name(&self) -> &Title {
        &self.name
    }

    /// The instant that it is of.
    pub const fn at(&self) -> Instant {
        self.at
    }

    /// Who approved it, and when.
    pub const fn approval(&self) -> &Approval {
        &self.approval
    }

    /// The item as it was, if it was chosen.
    pub fn item(&self, ci: CiId) -> Option<&BaselineItem> {
        self.items.get(&ci)
    }

    /// The items that were chosen, in the order of their ids.
    pub fn items(&self) -> impl ExactSizeIterator<Item = (CiId, &BaselineItem)> {
        self.items.iter().map(|(ci, item)| (*ci, item))
    }

    /// The relationships of which a chosen item was an end, in order.
    pub fn relationships(&self) -> impl ExactSizeIterator<Item = &Relationship> {
        self.relationships.iter()
    }
}

/// The form on the wire, before it was looked at.
#[cfg(feature = "serde")]
mod wire {
    use super::{Approval, BaselineError, BaselineItem};
    use crate::relationship::Relationship;
    use alloc::collections::{BTreeMap, BTreeSet};
    use itsm_core::id::CiId;
    use itsm_core::text::Title;
    use itsm_core::time::Instant;

    #[derive(serde::Deserialize)]
    #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
    #[serde(deny_unknown_fields)]
    pub(super) struct Baseline {
        name: Title,
        at: Instant,
        approval: Approval,
        items: BTreeMap<CiId, BaselineItem>,
        relationships: BTreeSet<Relationship>,
    }

    impl TryFrom<Baseline> for super::Baseline {
        type Error = BaselineError;

        fn try_from(it: Baseline) -> Result<Self, BaselineError> {
            Self {
                name: it.name,
                at: it.at,
                approval: it.approval,
                items: it.items,
                relationships: it.relationships,
            }
            .checked()
        }
    }

    #[cfg(feature = "schemars")]
    impl schemars::JsonSchema for super::Baseline {
        fn schema_name() -> alloc::borrow::Cow<'static, str> {
            "Baseline".into()
        }

        fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
            Baseline::json_schema(generator)
        }
    }
}
