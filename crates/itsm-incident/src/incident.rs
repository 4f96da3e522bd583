//! The incident itself: what is known of it now.

use crate::annex::Annex;
use crate::attribute::AttributeValue;
use crate::event::IncidentEvent;
use crate::major::MajorStatus;
use crate::policy::IncidentPolicy;
use crate::profile::{Category, Profile};
use crate::state::{HoldInterval, IncidentStage, IncidentState};
use crate::task::Task;
use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::vec::Vec;
use itsm_core::actor::Agent;
use itsm_core::id::{CiId, GroupId, IncidentId, PersonId, ServiceId};
use itsm_core::level::{Impact, Priority, Urgency};
use itsm_core::link::Link;
use itsm_core::policy::PolicyRef;
use itsm_core::recorded::Recorded;
use itsm_core::text::{Code, Label, Note, Title};
use itsm_core::time::{
    AcknowledgedAt, ClosedAt, DetectedAt, Instant, OccurredAt, RegisteredAt, ResolvedAt, RestoredAt,
};

/// An event of an incident, as history keeps it.
pub type RecordedIncidentEvent = Recorded<IncidentId, IncidentEvent>;

/// An incident: an unplanned interruption of a service, or a reduction of its quality.
///
/// It comes into being by [`register`](Self::register) or [`adopt`](Self::adopt), changes by
/// [`execute`](Self::execute), and is read through its accessors. There is no empty incident.
///
/// Source: ITIL 4 incident management; ISO/IEC 20000-1 8.6.1; FitSM-1 PR9.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Incident {
    pub(crate) id: IncidentId,
    pub(crate) revision: u64,
    pub(crate) last_at: Instant,
    pub(crate) policy: PolicyRef,
    pub(crate) state: IncidentState,
    pub(crate) priority: Priority,
    pub(crate) overridden: bool,
    pub(crate) profile: Profile,
    pub(crate) sub_status: Option<Label>,
    pub(crate) owner: Option<PersonId>,
    pub(crate) group: Option<GroupId>,
    pub(crate) assignee: Option<PersonId>,
    pub(crate) registered_at: RegisteredAt,
    pub(crate) acknowledged_at: Option<AcknowledgedAt>,
    pub(crate) counters: Counters,
    pub(crate) last_reopening: Option<Reopening>,
    pub(crate) holds: Vec<HoldInterval>,
    pub(crate) parent: Option<IncidentId>,
    /// Few incidents are ever proposed, so the others carry no room for it. Never a boxed `None`.
    pub(crate) major: Option<Box<MajorStatus>>,
    pub(crate) tasks: Vec<Task>,
    /// Few incidents have any of what is in it. Never a boxed nothing.
    pub(crate) annex: Option<Box<Annex>>,
}

/// How often things happened to an incident.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(deny_unknown_fields)
)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Counters {
    /// How often its group changed after the first assignment.
    pub reassignments: u32,
    /// How often it was handed over to a more expert group.
    pub functional_escalations: u32,
    /// How often it was brought to the attention of management.
    pub hierarchical_escalations: u32,
    /// How often it was reopened.
    pub reopens: u32,
}

/// A reopening: when and by whom.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(deny_unknown_fields)
)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Reopening {
    /// When.
    pub at: Instant,
    /// By whom.
    pub by: Agent,
}

/// The seven moments of an incident. None is derived from another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Moments {
    /// When the disturbance began.
    pub occurred: Option<OccurredAt>,
    /// When it was first noticed.
    pub detected: Option<DetectedAt>,
    /// When the record was made.
    pub registered: RegisteredAt,
    /// When a person took notice of the record.
    pub acknowledged: Option<AcknowledgedAt>,
    /// When the service worked again.
    pub restored: Option<RestoredAt>,
    /// When the record was resolved, if it is.
    pub resolved: Option<ResolvedAt>,
    /// When the record was closed, if it is.
    pub closed: Option<ClosedAt>,
}

impl Incident {
    /// The id.
    pub const fn id(&self) -> IncidentId {
        self.id
    }

    /// The revision of the last event: the optimistic-lock number.
    pub const fn revision(&self) -> u64 {
        self.revision
    }

    /// When the last event was recorded.
    #[doc(alias = "updated_at")]
    pub const fn last_at(&self) -> Instant {
        self.last_at
    }

    /// The policy it is handled under.
    pub const fn policy(&self) -> &PolicyRef {
        &self.policy
    }

    /// Whether it is handled under this very policy, by name and version. Under another it refuses
    /// commands by `incident.policy.not_adopted`, and has no deadlines.
    pub fn is_under(&self, policy: &IncidentPolicy) -> bool {
        self.policy == policy.of
    }

    /// Where it stands.
    pub const fn state(&self) -> &IncidentState {
        &self.state
    }

    /// Where it stands, without what the state carries.
    pub const fn stage(&self) -> IncidentStage {
        self.state.stage()
    }

    /// The sub-status within the state.
    pub const fn sub_status(&self) -> Option<&Label> {
        self.sub_status.as_ref()
    }

    /// The priority: from the matrix, or overridden.
    pub const fn priority(&self) -> &Priority {
        &self.priority
    }

    /// Whether the priority is set aside from the matrix.
    pub const fn is_priority_overridden(&self) -> bool {
        self.overridden
    }

    /// All that is known of the disturbance.
    pub const fn profile(&self) -> &Profile {
        &self.profile
    }

    /// The title.
    pub const fn title(&self) -> &Title {
        &self.profile.title
    }

    /// The description.
    pub const fn description(&self) -> Option<&Note> {
        self.profile.description.as_ref()
    }

    /// How much of the business is hurt.
    pub const fn impact(&self) -> &Impact {
        &self.profile.impact
    }

    /// How soon that becomes unbearable.
    pub const fn urgency(&self) -> &Urgency {
        &self.profile.urgency
    }

    /// The category.
    pub const fn category(&self) -> Option<&Category> {
        self.profile.category.as_ref()
    }

    /// The service that is disturbed.
    pub const fn service(&self) -> Option<ServiceId> {
        self.profile.service
    }

    /// The configuration items that are affected, in the order of their ids.
    pub fn cis(&self) -> impl Iterator<Item = CiId> {
        self.profile.cis.iter().flatten().copied()
    }

    /// The records it points at, in order.
    pub fn links(&self) -> impl Iterator<Item = &Link> {
        self.profile.links.iter().flatten()
    }

    /// The value of a custom attribute.
    pub fn attribute(&self, name: &Code) -> Option<&AttributeValue> {
        self.attributes().and_then(|all| all.get(name))
    }

    pub(crate) const fn attributes(&self) -> Option<&BTreeMap<Code, AttributeValue>> {
        self.profile.attributes.as_ref()
    }

    /// The accountable person.
    pub const fn owner(&self) -> Option<PersonId> {
        self.owner
    }

    /// The group that works on it.
    pub const fn group(&self) -> Option<GroupId> {
        self.group
    }

    /// The person in the group that works on it.
    #[doc(alias = "assigned_to")]
    pub const fn assignee(&self) -> Option<PersonId> {
        self.assignee
    }

    /// How often things happened to it.
    pub const fn counters(&self) -> Counters {
        self.counters
    }

    /// The last reopening.
    pub const fn last_reopening(&self) -> Option<&Reopening> {
        self.last_reopening.as_ref()
    }

    /// The waits that are over, in the order in which they began.
    pub fn holds(&self) -> &[HoldInterval] {
        &self.holds
    }

    /// The parent, if it is a child.
    pub const fn parent(&self) -> Option<IncidentId> {
        self.parent
    }

    /// Where it stands on the axis of major incidents.
    pub const fn major(&self) -> &MajorStatus {
        match &self.major {
            Some(major) => major,
            None => &MajorStatus::None,
        }
    }

    /// The tasks, in the order in which they were added.
    pub fn tasks(&self) -> &[Task] {
        &self.tasks
    }

    /// The seven moments.
    pub fn moments(&self) -> Moments {
        let resolution = self.state.resolution();
        Moments {
            occurred: self.profile.occurred_at,
            detected: self.profile.detected_at,
            registered: self.registered_at,
            acknowledged: self.acknowledged_at,
            restored: resolution.and_then(|it| it.restored_at),
            resolved: resolution.map(|it| it.at),
            closed: match &self.state {
                IncidentState::Closed(closure) => Some(closure.at),
                _ => None,
            },
        }
    }
}
