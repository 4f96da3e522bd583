//! The configuration item itself: what is known of it now.

use crate::authority::Modifications;
use crate::duty::Duty;
use crate::event::CiEvent;
use crate::profile::{AssetFacts, CiProfile};
use crate::redundancy::RedundancyGroup;
use crate::relationship::Relationship;
use crate::state::{LifecycleStage, Standing};
use crate::verification::{Attestation, Verification};
use alloc::collections::{BTreeMap, BTreeSet};
use itsm_core::custom::AttributeValue;
use itsm_core::id::{CiId, GroupId, PersonId, ServiceId};
use itsm_core::level::Criticality;
use itsm_core::policy::PolicyRef;
use itsm_core::recorded::Recorded;
use itsm_core::text::{Code, Note, Title};
use itsm_core::time::Instant;

/// An event of a configuration item, as history keeps it.
pub type RecordedCiEvent = Recorded<CiId, CiEvent>;

/// A configuration item: a component that must be managed to deliver a service, or the service.
///
/// It comes into being by [`register`](Self::register) or [`adopt`](Self::adopt), changes by
/// [`execute`](Self::execute), and is read through its accessors. It is the *record* of the thing,
/// and not the thing; nor is it an asset, though it may say what is known of one.
///
/// Source: ITIL 4 service configuration management; ISO/IEC 20000-1 8.2.6; FitSM-1 PR11.
#[doc(alias = "configuration item")]
#[doc(alias = "configuration record")]
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ci {
    pub(crate) id: CiId,
    pub(crate) revision: u64,
    pub(crate) last_at: Instant,
    pub(crate) policy: PolicyRef,
    pub(crate) profile: CiProfile,
    pub(crate) standing: Standing,
    pub(crate) since: Instant,
    pub(crate) registered_at: Instant,
    pub(crate) modified_at: Instant,
    pub(crate) modifications: Modifications,
    pub(crate) relationships: BTreeSet<Relationship>,
    pub(crate) groups: BTreeMap<Code, RedundancyGroup>,
    pub(crate) requests: BTreeMap<Code, StatusRequest>,
    pub(crate) actions: BTreeMap<Code, Instant>,
    pub(crate) seen: BTreeMap<Code, Instant>,
    pub(crate) verification: Option<Verification>,
    pub(crate) attestation: Option<Attestation>,
    pub(crate) noted: BTreeSet<Duty>,
    pub(crate) duplicate_of: Option<CiId>,
    pub(crate) archived_at: Option<Instant>,
}

/// An operational status that somebody asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct StatusRequest {
    /// The status.
    pub status: Code,
    /// Its priority when it was asked for: the smallest number wins.
    pub priority: u32,
    /// When it was asked for.
    pub at: Instant,
}

impl Ci {
    /// The id.
    pub const fn id(&self) -> CiId {
        self.id
    }

    /// The revision of the last event: the optimistic-lock number.
    pub const fn revision(&self) -> u64 {
        self.revision
    }

    /// When the last event was recorded.
    pub const fn last_at(&self) -> Instant {
        self.last_at
    }

    /// The policy it is kept under.
    pub const fn policy(&self) -> &PolicyRef {
        &self.policy
    }

    /// All facts of it.
    pub const fn profile(&self) -> &CiProfile {
        &self.profile
    }

    /// Its class.
    pub const fn class(&self) -> &Code {
        &self.profile.class
    }

    /// What people call it.
    pub const fn name(&self) -> &Title {
        &self.profile.name
    }

    /// What it is, in full.
    pub const fn description(&self) -> Option<&Note> {
        self.profile.description.as_ref()
    }

    /// The accountable person.
    pub const fn owner(&self) -> Option<PersonId> {
        self.profile.owner
    }

    /// The group that looks after it.
    pub const fn group(&self) -> Option<GroupId> {
        self.profile.group
    }

    /// How much it matters.
    pub const fn criticality(&self) -> Option<&Criticality> {
        self.profile.criticality.as_ref()
    }

    /// The service that it is, if it is one.
    pub const fn service(&self) -> Option<ServiceId> {
        self.profile.service
    }

    /// What is known of it as an asset.
    pub fn asset(&self) -> Option<&AssetFacts> {
        self.profile.asset.as_deref()
    }

    /// The value of an attribute of its class.
    pub fn attribute(&self, name: &Code) -> Option<&AttributeValue> {
        self.profile.attributes.as_ref()?.get(name)
    }

    /// The attributes that have a value, in the order of their names.
    pub fn attributes(&self) -> impl Iterator<Item = (&Code, &AttributeValue)> {
        self.profile.attributes.iter().flatten()
    }

    /// Where it stands: the stage of its life, and the status within it.
    pub const fn standing(&self) -> &Standing {
        &self.standing
    }

    /// The stage of its life.
    pub const fn stage(&self) -> LifecycleStage {
        self.standing.stage
    }

    /// Since when it has been in that stage.
    pub const fn since(&self) -> Instant {
        self.since
    }

    /// When it was registered.
    pub const fn registered_at(&self) -> Instant {
        self.registered_at
    }

    /// When what the record says of it was last changed.
    pub const fn modified_at(&self) -> Instant {
        self.modified_at
    }

    /// How often that was, and on whose authority.
    pub const fn modifications(&self) -> Modifications {
        self.modifications
    }

    /// The relationships of which it is the source, in order.
    pub fn relationships(&self) -> impl Iterator<Item = &Relationship> {
        self.relationships.iter()
    }

    /// The groups of which it needs so many, in the order of their names.
    pub fn groups(&self) -> impl Iterator<Item = &RedundancyGroup> {
        self.groups.values()
    }

    /// Its operational status: of all that are asked for, the one with the smallest priority
    /// number. Nobody asked: not known.
    pub fn operational_status(&self) -> Option<&Code> {
        let first = self
            .requests
            .values()
            .min_by_key(|it| (it.priority, &it.status));
        first.map(|it| &it.status)
    }

    /// Who asks for which operational status, in the order of their codes.
    pub fn status_requests(&self) -> impl Iterator<Item = (&Code, &StatusRequest)> {
        self.requests.iter()
    }

    /// The actions that are under way, each since when.
    pub fn actions(&self) -> impl Iterator<Item = (&Code, Instant)> {
        self.actions.iter().map(|(action, at)| (action, *at))
    }

    /// When a source saw it last.
    pub fn seen_by(&self, source: &Code) -> Option<Instant> {
        self.seen.get(source).copied()
    }

    /// The sources that have seen it, and when each did last.
    pub fn seen(&self) -> impl Iterator<Item = (&Code, Instant)> {
        self.seen.iter().map(|(source, at)| (source, *at))
    }

    /// When anything was last heard of it: it was changed, or a source saw it.
    pub fn heard_of_at(&self) -> Instant {
        let seen = self.seen.values().copied().max();
        seen.map_or(self.modified_at, |it| it.max(self.modified_at))
    }

    /// The last comparison with what is there.
    pub const fn verification(&self) -> Option<&Verification> {
        self.verification.as_ref()
    }

    /// The last confirmation by its owner.
    pub const fn attestation(&self) -> Option<&Attestation> {
        self.attestation.as_ref()
    }

    /// The record that counts, if this one is a duplicate of it.
    pub const fn duplicate_of(&self) -> Option<CiId> {
        self.duplicate_of
    }

    /// When its record went, if it did.
    pub const fn archived_at(&self) -> Option<Instant> {
        self.archived_at
    }

    /// Whether it is still part of the estate.
    pub const fn is_kept(&self) -> bool {
        self.archived_at.is_none()
    }
}
