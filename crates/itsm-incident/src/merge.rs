//! Merging duplicates: several reports of one disturbance become one record.
//!
//! The record that is merged ends as a duplicate and names the one that is handled instead; the one
//! that survives takes over who was affected and who watches. Both keep their history. Merging
//! always leads to the end of the chain: whoever merges into a record that was itself merged,
//! merges into what that one became.
//!
//! A report that should stay open and wait for the solution of another is not merged: it becomes
//! its [child](crate::parent).

use crate::command::{Cancel, IncidentCommand, IncidentCommandKind as Kind};
use crate::decide::Decision;
use crate::error::{IncidentError, Law};
use crate::event::IncidentEvent;
use crate::incident::Incident;
use crate::parent::{ChildFacts, LinkParent, ParentFacts, UnlinkParent};
use crate::policy::IncidentPolicy;
use crate::refuse::No;
use crate::resolution::CancelReason;
use crate::state::{IncidentStage, IncidentState};
use alloc::collections::BTreeSet;
use alloc::string::ToString;
use alloc::vec;
use alloc::vec::Vec;
use itsm_core::context::Context;
use itsm_core::id::{IncidentId, PersonId, TenantId};
use itsm_core::link::RecordRef;
use itsm_core::text::Note;
use itsm_core::wire_struct;

wire_struct! {
    /// What the host knows of the record to merge into, as evidence that no circle arises.
    pub struct MergeFacts {
        /// The record at the end of the chain: one that was not merged itself.
        target: IncidentId,
        /// Where it stands.
        stage: IncidentStage,
        /// The records on the way to it, beginning with the one that was asked for: each was merged
        /// into the next. Empty if the one that was asked for is the target.
        via: Vec<IncidentId>,
    } optional {
        /// The customer organization of the target.
        tenant: TenantId,
    }
}
wire_struct! {
    /// End as a duplicate of another incident, which is handled instead.
    #[doc(alias = "mark as duplicate")]
    pub struct MergeInto {
        /// What the host knows of the other.
        facts: MergeFacts,
    } optional {
        /// More about it.
        notes: Note,
    }
}
wire_struct! {
    /// What a record that was merged knew. It travels to the survivor.
    pub struct MergedFacts {
        /// The record that was merged.
        incident: IncidentId,
        /// The records that had been merged into it before.
        before: BTreeSet<IncidentId>,
        /// Those who were affected, known by id.
        affected: BTreeSet<PersonId>,
        /// How many were affected besides.
        unnamed: u32,
        /// Those who were kept informed.
        watchers: BTreeSet<PersonId>,
    }
}
wire_struct! {
    /// Take over a record that was merged into this one. Proposed by
    /// [`merge::sync`](crate::merge::sync), not by people: the rights of whoever merged do not matter.
    pub struct Absorb {
        /// What it knew.
        merged: MergedFacts,
    }
}
wire_struct! {
    /// It was found to duplicate another, and merged into it.
    pub struct MergedInto {
        /// What the host knew of the other.
        facts: MergeFacts,
    }
}
wire_struct! {
    /// A duplicate was merged into it.
    pub struct Absorbed {
        /// What it knew.
        merged: MergedFacts,
    }
}

/// What the host knows of a record that somebody wants to merge into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TargetFacts {
    /// Where it stands.
    pub stage: IncidentStage,
    /// The record that it was merged into, if it was.
    pub merged_into: Option<IncidentId>,
    /// Its customer organization.
    pub tenant: Option<TenantId>,
}

impl From<&Incident> for TargetFacts {
    fn from(incident: &Incident) -> Self {
        Self {
            stage: incident.stage(),
            merged_into: incident.merged_into(),
            tenant: incident.profile().tenant,
        }
    }
}

/// Why no target was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum NoTarget {
    /// The host knows no such record.
    Unknown(IncidentId),
    /// The chain comes back to this record.
    Circle(IncidentId),
}

impl core::fmt::Display for NoTarget {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Self::Unknown(id) => write!(
                f,
                "incident `{id}` is not known, expected one to merge into"
            ),
            Self::Circle(id) => write!(
                f,
                "chain of duplicates comes back to `{id}`, expected it to end"
            ),
        }
    }
}

impl core::error::Error for NoTarget {}

/// Follows the chain of merges from the record that was asked for to its end.
///
/// `look_up` answers what the host knows of a record. However long the chain is, and even if stored
/// data holds a circle, this ends.
///
/// # Errors
/// A record on the way is not known, or the chain is a circle.
pub fn find_target(
    asked: IncidentId,
    mut look_up: impl FnMut(IncidentId) -> Option<TargetFacts>,
) -> Result<MergeFacts, NoTarget> {
    let (mut target, mut via) = (asked, Vec::new());
    let mut seen = BTreeSet::new();
    loop {
        if !seen.insert(target) {
            return Err(NoTarget::Circle(target));
        }
        let facts = look_up(target).ok_or(NoTarget::Unknown(target))?;
        let Some(next) = facts.merged_into else {
            return Ok(MergeFacts {
                target,
                stage: facts.stage,
                via,
                tenant: facts.tenant,
            });
        };
        via.push(target);
        target = next;
    }
}

/// What others are to do because an incident was merged: the survivor takes it over, and its
/// children become the survivor's.
///
/// Call it with the record as it is after the merge, its children, and what the host knows of the
/// survivor as a parent. A child that leads the survivor, or is the survivor, stands alone instead,
/// so that no circle arises. Nothing comes out for a record that was not merged.
pub fn sync(
    merged: &Incident,
    children: &[ChildFacts],
    survivor: &ParentFacts,
) -> Vec<(IncidentId, IncidentCommand)> {
    if merged.merged_into() != Some(survivor.parent) {
        return Vec::new();
    }
    let affected = merged.affected_users();
    let facts = MergedFacts {
        incident: merged.id(),
        before: merged.duplicates().collect(),
        affected: affected.users,
        unnamed: affected.unnamed,
        watchers: merged.watchers().collect(),
    };
    let mut proposed: Vec<(IncidentId, IncidentCommand)> =
        vec![(survivor.parent, Absorb::new(facts).into())];
    for child in children.iter().filter(|it| it.stage.is_open()) {
        proposed.push((child.id, UnlinkParent::new().into()));
        if child.id != survivor.parent && !survivor.ancestors.contains(&child.id) {
            proposed.push((child.id, LinkParent::new(survivor.clone()).into()));
        }
    }
    proposed
}

impl Incident {
    /// The record that is handled instead, if this one ended as a duplicate of an incident.
    pub fn merged_into(&self) -> Option<IncidentId> {
        match &self.state {
            IncidentState::Canceled(it) if it.reason == CancelReason::DUPLICATE => {
                match it.instead {
                    Some(RecordRef::Incident(target)) => Some(target),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// The records that were merged into it, directly or by way of others, in the order of their ids.
    pub fn duplicates(&self) -> impl Iterator<Item = IncidentId> {
        self.members(|it| &it.merged)
    }

    pub(crate) fn merge_into(&self, it: &MergeInto, cx: &Context<'_, IncidentPolicy>) -> Decision {
        let no = |law| self.no(law, Kind::MergeInto, cx.policy);
        let facts = &it.facts;
        let own = |id: &IncidentId| *id == self.id || self.duplicates().any(|it| it == *id);
        if own(&facts.target) || facts.via.iter().any(own) {
            return no(Law::MergeCircle)
                .param("target", facts.target.to_string().as_str())
                .err();
        }
        if !matches!(
            facts.stage,
            IncidentStage::New
                | IncidentStage::InProgress
                | IncidentStage::OnHold
                | IncidentStage::Resolved
        ) {
            return no(Law::MergeTargetEnded)
                .param("target_state", facts.stage.as_str())
                .err();
        }
        if facts.tenant != self.profile.tenant {
            return no(Law::MergeOtherTenant).err();
        }
        let cancel = Cancel {
            reason: CancelReason::DUPLICATE,
            notes: it.notes.clone(),
            instead: Some(RecordRef::Incident(facts.target)),
        };
        let mut events = vec![MergedInto::new(facts.clone()).into()];
        events.extend(self.cancel(&cancel, cx.policy));
        Ok(events)
    }

    pub(crate) fn absorb(
        &self,
        it: &Absorb,
        no: impl Fn(Law) -> No,
    ) -> Result<IncidentEvent, IncidentError> {
        let merged = &it.merged;
        if merged.incident == self.id || merged.before.contains(&self.id) {
            return no(Law::MergeCircle)
                .param("target", self.id.to_string().as_str())
                .err();
        }
        if self.duplicates().any(|id| id == merged.incident) {
            return no(Law::MergeAlready)
                .param("incident", merged.incident.to_string().as_str())
                .err();
        }
        Ok(Absorbed::new(merged.clone()).into())
    }
}
