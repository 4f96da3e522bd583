//! Parent and child: one incident leads, the others follow.
//!
//! Many reports of one outage are handled once. What the parent does, the children do, by these
//! rules:
//!
//! | the parent | the children |
//! |---|---|
//! | starts or resumes work | are in progress |
//! | is held for a change, a problem or a vendor | are held for the same |
//! | is held for its caller | go on: another caller's silence is not theirs |
//! | is resolved | are resolved with its code and notes |
//! | is reopened by the desk | are reopened |
//! | is reopened by its requester | stay resolved |
//! | is closed or canceled | stay as they are |
//!
//! What the children mean for the parent is told in [`children`](crate::children).
//!
//! While the parent is a candidate or a major incident none of this happens by itself, but for the
//! resolution of the major incident, which resolves its children.

use crate::command::{IncidentCommand, IncidentCommandKind};
use crate::ending::check_resolution_code;
use crate::error::{IncidentError, Law};
use crate::event::{Held, IncidentEvent, Reopened, Resolved, Resumed, WorkStarted};
use crate::incident::Incident;
use crate::policy::IncidentPolicy;
use crate::refuse::not_ahead;
use crate::resolution::ResolutionCode;
use crate::state::{HoldReason, IncidentStage, ResumeCause};
use crate::waiting::check_hold_reason;
use alloc::collections::BTreeSet;
use alloc::vec::Vec;
use itsm_core::context::Context;
use itsm_core::id::{IncidentId, KnownErrorId};
use itsm_core::link::RecordRef;
use itsm_core::recorded::Recorded;
use itsm_core::text::Note;
use itsm_core::time::RestoredAt;
use itsm_core::wire_struct;

wire_struct! {
    /// What the host knows of a would-be parent, as evidence that no circle arises.
    ///
    /// An incident knows its parent and not its ancestors, so this cannot be made of the incident
    /// alone. Of one that has no parent the ancestors are the empty set.
    pub struct ParentFacts {
        /// The parent.
        parent: IncidentId,
        /// The parent's parent, its parent, and so on.
        ancestors: BTreeSet<IncidentId>,
    }
}

wire_struct! {
    /// Make the incident a child of another.
    pub struct LinkParent {
        /// What the host knows of the parent, as evidence that no circle arises.
        facts: ParentFacts,
    }
}
wire_struct! {
    /// Make the incident stand alone again.
    pub struct UnlinkParent {}
}
wire_struct! {
    /// Do as the parent did. Proposed by [`parent::sync`](crate::parent::sync), not by people:
    /// the rights of whoever moved the parent do not matter.
    pub struct FollowParent {
        /// The parent.
        parent: IncidentId,
        /// The revision of the parent's event.
        revision: u64,
        /// What the parent did.
        step: FollowStep,
    }
}
wire_struct! {
    /// It became a child.
    pub struct ParentLinked {
        /// The parent.
        parent: IncidentId,
    }
}
wire_struct! {
    /// It stands alone again.
    pub struct ParentUnlinked {
        /// The parent it had.
        parent: IncidentId,
    }
}

/// What a child is to do because its parent did.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "snake_case", deny_unknown_fields)
)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub enum FollowStep {
    /// Be in progress.
    Start {},
    /// Wait for the same.
    Hold(FollowHold),
    /// Be resolved the same way.
    Resolve(FollowResolve),
    /// Be reopened.
    Reopen {},
}

wire_struct! {
    /// The parent's wait.
    pub struct FollowHold {
        /// What is waited for.
        reason: HoldReason,
    } optional {
        /// The record that is waited for.
        awaiting: RecordRef,
    }
}

wire_struct! {
    /// The parent's resolution.
    pub struct FollowResolve {
        /// What kind of resolution it is.
        code: ResolutionCode,
    } optional {
        /// What was done.
        notes: Note,
        /// When the service worked again.
        restored_at: RestoredAt,
        /// The known error whose workaround was used.
        known_error: KnownErrorId,
        /// The record that brought the resolution.
        through: RecordRef,
    }
}

/// What the host knows of a child.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChildFacts {
    /// The child.
    pub id: IncidentId,
    /// Where it stands.
    pub stage: IncidentStage,
    /// What it waits for, if it is on hold.
    pub waits_for: Option<HoldReason>,
}

impl From<&Incident> for ChildFacts {
    fn from(child: &Incident) -> Self {
        Self {
            id: child.id(),
            stage: child.stage(),
            waits_for: child.state().on_hold().map(|hold| hold.reason.clone()),
        }
    }
}

/// What the children of an incident are to do because of what has just happened to it.
///
/// Call it with each event of the parent, the parent as it is after the event, and its children;
/// execute the commands that come out, and call it again for each child that has children of its
/// own. A child that already stands where the step leads is left alone, so the cascade ends even
/// where a host has let a circle arise.
pub fn sync(
    event: &Recorded<IncidentId, IncidentEvent>,
    parent: &Incident,
    children: &[ChildFacts],
    policy: &IncidentPolicy,
) -> Vec<(IncidentId, IncidentCommand)> {
    if parent.major().is_in_force() {
        return Vec::new();
    }
    let Some(step) = step(&event.event, policy) else {
        return Vec::new();
    };
    let mut following: Vec<(IncidentId, IncidentCommand)> = children
        .iter()
        .filter(|child| step.leads(child))
        .map(|child| {
            let follow = FollowParent::new(parent.id(), event.revision, step.clone());
            (child.id, follow.into())
        })
        .collect();
    following.sort_by_key(|(child, _)| *child);
    following
}

fn step(event: &IncidentEvent, policy: &IncidentPolicy) -> Option<FollowStep> {
    match event {
        IncidentEvent::WorkStarted(_) | IncidentEvent::Resumed(_) => Some(FollowStep::Start {}),
        IncidentEvent::Held(it) if cascades(&it.reason, policy) => {
            Some(FollowStep::Hold(FollowHold {
                reason: it.reason.clone(),
                awaiting: it.awaiting,
            }))
        }
        IncidentEvent::Resolved(it) => Some(FollowStep::Resolve(FollowResolve {
            code: it.code.clone(),
            notes: it.notes.clone(),
            restored_at: it.restored_at,
            known_error: it.known_error,
            through: it.through,
        })),
        IncidentEvent::Reopened(it) if !it.by_requester => Some(FollowStep::Reopen {}),
        _ => None,
    }
}

/// Whether the children of a parent that waits for this wait with it.
fn cascades(reason: &HoldReason, policy: &IncidentPolicy) -> bool {
    policy.hold_rule(reason).is_some_and(|rule| rule.cascades)
}

impl FollowStep {
    /// Whether the step leads a child somewhere from where it stands.
    pub fn leads(&self, child: &ChildFacts) -> bool {
        match self {
            Self::Start {} => matches!(child.stage, IncidentStage::New | IncidentStage::OnHold),
            Self::Hold(step) => {
                child.stage.is_open() && child.waits_for.as_ref() != Some(&step.reason)
            }
            Self::Resolve(_) => child.stage.is_open(),
            Self::Reopen {} => child.stage == IncidentStage::Resolved,
        }
    }
}

impl Incident {
    pub(crate) fn follow(
        &self,
        it: &FollowParent,
        cx: &Context<'_, IncidentPolicy>,
    ) -> Result<IncidentEvent, IncidentError> {
        let no = |law| self.no(law, IncidentCommandKind::FollowParent, cx.policy);
        if self.parent != Some(it.parent) {
            return no(Law::ParentNone).err();
        }
        if !it.step.leads(&ChildFacts::from(self)) {
            return no(Law::ParentStepNotApplicable).err();
        }
        let following = Some(it.parent);
        let parent = it.parent;
        Ok(match &it.step {
            FollowStep::Start {} if self.stage() == IncidentStage::OnHold => {
                Resumed::new(ResumeCause::Following { parent }).into()
            }
            FollowStep::Start {} => WorkStarted { following }.into(),
            FollowStep::Hold(step) => {
                check_hold_reason(&step.reason, cx.policy, no)?;
                if !cascades(&step.reason, cx.policy) {
                    return no(Law::ParentStepNotApplicable).err();
                }
                Held {
                    reason: step.reason.clone(),
                    awaiting: step.awaiting,
                    comment: None,
                    until: None,
                    remind_at: None,
                    following,
                }
                .into()
            }
            FollowStep::Resolve(step) => {
                check_resolution_code(&step.code, cx.policy, no)?;
                let restored_at = step.restored_at.map(|at| at.0);
                not_ahead("restored_at", restored_at, cx.now, no)?;
                Resolved {
                    code: step.code.clone(),
                    notes: step.notes.clone(),
                    restored_at: step.restored_at,
                    known_error: step.known_error,
                    through: step.through,
                    following,
                }
                .into()
            }
            FollowStep::Reopen {} => Reopened {
                by_requester: false,
                reason: None,
                refused_by: None,
                following,
            }
            .into(),
        })
    }
}
