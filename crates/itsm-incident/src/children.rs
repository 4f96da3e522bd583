//! What the children mean for their parent: when it may be closed, and when it ends with them.
//!
//! An incident sees only itself, so it does not know whether it has children, nor how they are. Where
//! the policy cares, the host says so with the command: [`open_children`] gathers the evidence, and a
//! command without it is refused.
//!
//! Two rules of the policy are about it, and both are off by default:
//!
//! - `children_on_close`: a parent is closed only when none of its children is open. Resolving is not
//!   held up by them: what resolves the parent resolves them.
//! - `after_last_child`: when the last child ends, [`lead`] proposes that the parent ends as well.
//!
//! A child that is reopened is open again: it holds up the closing of its parent, and when it is
//! resolved anew that is another occasion to lead. It never reopens its parent, nor its siblings.

use crate::command::{IncidentCommand, IncidentCommandKind as Kind};
use crate::decide::Decision;
use crate::ending::check_resolution_code;
use crate::error::{IncidentError, Law};
use crate::event::{IncidentEvent, Resolved};
use crate::incident::Incident;
use crate::parent::{ChildFacts, FollowResolve};
use crate::policy::IncidentPolicy;
use crate::refuse::{No, not_ahead};
use crate::resolution::Confirmation;
use crate::state::IncidentStage;
use alloc::collections::BTreeSet;
use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;
use itsm_core::context::Context;
use itsm_core::deadline::Deadline;
use itsm_core::id::IncidentId;
use itsm_core::link::RecordRef;
use itsm_core::recorded::Recorded;
use itsm_core::{plain_enum, wire_struct};

plain_enum! {
    /// What becomes of an incident that is closed while its children are open.
    pub enum OpenChildren {
        /// It is closed, and they stay as they are.
        Leave = "leave",
        /// It is not closed.
        Refuse = "refuse",
    }
}

plain_enum! {
    /// What becomes of an incident when the last of its children ends.
    pub enum AfterLastChild {
        /// Nothing.
        Leave = "leave",
        /// It is resolved when the last open child is.
        Resolve = "resolve",
        /// The same, and it is closed when the last child that was not closed is.
        Close = "close",
    }
}

wire_struct! {
    /// What the host knows of the children of an incident, as evidence.
    pub struct ChildrenFacts {
        /// Those that are new, in progress or on hold, children of children included.
        open: BTreeSet<IncidentId>,
    }
}
wire_struct! {
    /// End because the last child did. Proposed by [`children::lead`](crate::children::lead), not by
    /// people: the rights of whoever ended the child do not matter.
    pub struct FollowChildren {
        /// The child that ended last.
        child: IncidentId,
        /// The revision of the child's event.
        revision: u64,
        /// What the host knows of the children.
        children: ChildrenFacts,
        /// What the child did.
        step: ParentStep,
    }
}

/// What a parent is to do because its last child did.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "snake_case", deny_unknown_fields)
)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub enum ParentStep {
    /// Be resolved the same way.
    Resolve(FollowResolve),
    /// Be closed on the same word.
    Close {
        /// By whose word the child was closed.
        confirmation: Confirmation,
    },
}

/// The children of an incident that are open, and their children, and so on: the evidence for
/// [`Close`](crate::command::Close) and [`FollowChildren`].
///
/// `children_of` answers what the host knows of the children of one record. Every record is asked
/// about once, so that this ends even where a host has let a circle arise; the incident itself is
/// never among its own children.
///
/// ```
/// use itsm_core::id::IncidentId;
/// use itsm_incident::children::open_children;
/// use itsm_incident::parent::ChildFacts;
/// use itsm_incident::state::IncidentStage;
///
/// let [one, two, three] = [1, 2, 3].map(IncidentId::from_key);
/// let child = |id, stage| vec![ChildFacts { id, stage, waits_for: None }];
/// let facts = open_children(one, |parent| match parent {
///     it if it == one => child(two, IncidentStage::Resolved),
///     it if it == two => child(three, IncidentStage::InProgress),
///     _ => Vec::new(),
/// });
/// assert_eq!(facts.open, [three].into());
/// ```
pub fn open_children(
    of: IncidentId,
    mut children_of: impl FnMut(IncidentId) -> Vec<ChildFacts>,
) -> ChildrenFacts {
    let mut seen = BTreeSet::from([of]);
    let mut open = BTreeSet::new();
    let mut to_ask = vec![of];
    while let Some(parent) = to_ask.pop() {
        for child in children_of(parent) {
            if seen.insert(child.id) {
                to_ask.push(child.id);
                if child.stage.is_open() {
                    open.insert(child.id);
                }
            }
        }
    }
    ChildrenFacts { open }
}

/// What an incident is to do because of what has just happened to one of its children.
///
/// Call it with each event of the child, the parent as it is, all the parent's children as they are
/// after the event, and what [`open_children`] knows of them; execute what comes out on the parent.
/// Then call it again with the events of the parent for the parent's own parent. Every step brings a
/// record nearer to its end, so the cascade ends even where a host has let a circle arise.
///
/// Nothing comes out while a child is open, where the policy leaves the parent alone, for a parent
/// that already stands there, and for one that is a candidate or a major incident, which people end.
/// A child that is canceled or leaves ends nothing: nobody has said how the rest was resolved.
pub fn lead(
    event: &Recorded<IncidentId, IncidentEvent>,
    parent: &Incident,
    children: &[ChildFacts],
    facts: &ChildrenFacts,
    policy: &IncidentPolicy,
) -> Option<IncidentCommand> {
    let is_child = children.iter().any(|it| it.id == event.record);
    if !is_child || event.record == parent.id() || !facts.open.is_empty() {
        return None;
    }
    let ended = |it: &ChildFacts| match event.event {
        IncidentEvent::Closed(_) => {
            matches!(it.stage, IncidentStage::Closed | IncidentStage::Canceled)
        }
        _ => !it.stage.is_open(),
    };
    if !children.iter().all(ended) {
        return None;
    }
    let step = match &event.event {
        IncidentEvent::Resolved(it) => ParentStep::Resolve(FollowResolve {
            code: it.code.clone(),
            notes: it.notes.clone(),
            restored_at: it.restored_at,
            known_error: it.known_error,
            // A child that was resolved through its parent says nothing of what is outside.
            through: it
                .through
                .filter(|it| *it != RecordRef::Incident(parent.id())),
        }),
        IncidentEvent::Closed(it) => ParentStep::Close {
            confirmation: it.confirmation.clone(),
        },
        _ => return None,
    };
    let leads = step.leads(parent.stage())
        && step.is_wanted(policy.after_last_child)
        && !parent.major().is_in_force()
        && parent.major().major_incident().is_none();
    leads.then(|| FollowChildren::new(event.record, event.revision, facts.clone(), step).into())
}

impl ParentStep {
    /// Whether the step leads a parent somewhere from where it stands.
    pub const fn leads(&self, stage: IncidentStage) -> bool {
        match self {
            Self::Resolve(_) => stage.is_open(),
            Self::Close { .. } => matches!(stage, IncidentStage::Resolved),
        }
    }

    const fn is_wanted(&self, rule: AfterLastChild) -> bool {
        match self {
            Self::Resolve(_) => !matches!(rule, AfterLastChild::Leave),
            Self::Close { .. } => matches!(rule, AfterLastChild::Close),
        }
    }
}

impl Incident {
    /// When it closes by itself, given what the host knows of its children: what
    /// [`deadlines`](Incident::deadlines) does not say under a policy whose parents wait for their
    /// children. `None` while a child is open.
    pub fn closing_due(
        &self,
        children: &ChildrenFacts,
        policy: &IncidentPolicy,
    ) -> Option<Deadline<IncidentCommand>> {
        if policy.children_on_close == OpenChildren::Refuse && !children.open.is_empty() {
            return None;
        }
        let mut due = self.closing_by_time(policy)?;
        if let IncidentCommand::CloseAutomatically(it) = &mut due.command {
            it.children = Some(children.clone());
        }
        Some(due)
    }

    /// That no child is open where the policy wants them to end first. That the evidence is there is
    /// among the policy's demands.
    pub(crate) fn check_children(
        children: Option<&ChildrenFacts>,
        policy: &IncidentPolicy,
        no: impl FnOnce(Law) -> No,
    ) -> Result<(), IncidentError> {
        match children {
            Some(it) if policy.children_on_close == OpenChildren::Refuse => none_open(it, no),
            _ => Ok(()),
        }
    }

    pub(crate) fn gate_of_children(
        &self,
        cx: &Context<'_, IncidentPolicy>,
    ) -> Result<(), IncidentError> {
        let no = |law| self.no(law, Kind::FollowChildren, cx.policy);
        let resolved = self.stage() == IncidentStage::Resolved;
        let rule = cx.policy.after_last_child;
        if rule == AfterLastChild::Leave || (resolved && rule != AfterLastChild::Close) {
            return no(Law::ChildrenNotFollowed).err();
        }
        if self.major().is_in_force() || self.major().major_incident().is_some() {
            let law = if resolved {
                Law::MajorClosedByHand
            } else {
                Law::MajorResolvedByHand
            };
            return no(law).err();
        }
        if resolved {
            self.gate_of_tasks(Kind::FollowChildren, cx)?;
        }
        Ok(())
    }

    pub(crate) fn follow_children(
        &self,
        it: &FollowChildren,
        cx: &Context<'_, IncidentPolicy>,
    ) -> Decision {
        let no = |law| self.no(law, Kind::FollowChildren, cx.policy);
        if it.child == self.id || !it.step.leads(self.stage()) {
            return no(Law::ParentStepNotApplicable).err();
        }
        none_open(&it.children, no)?;
        match &it.step {
            ParentStep::Resolve(step) => {
                check_resolution_code(&step.code, cx.policy, no)?;
                let restored_at = step.restored_at.map(|at| at.0);
                not_ahead("restored_at", restored_at, cx.now, no)?;
                self.not_itself(step.through, no)?;
                Ok(vec![
                    Resolved {
                        code: step.code.clone(),
                        notes: step.notes.clone(),
                        restored_at: step.restored_at,
                        known_error: step.known_error,
                        through: step.through,
                        following: Some(it.child),
                    }
                    .into(),
                ])
            }
            ParentStep::Close { confirmation } => Ok(self.close(confirmation.clone(), cx.policy)),
        }
    }
}

fn none_open(children: &ChildrenFacts, no: impl FnOnce(Law) -> No) -> Result<(), IncidentError> {
    if children.open.is_empty() {
        return Ok(());
    }
    let open: Vec<String> = children.open.iter().map(ToString::to_string).collect();
    no(Law::ChildrenOpen).param("children", open).err()
}
