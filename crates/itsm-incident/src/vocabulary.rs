//! The words in which conditions speak of an incident.
//!
//! Trigger rules, and whatever else a host writes as conditions over incidents, use these names:
//! `{"attribute": "priority", "at_least": "High"}`. Service clocks fold incidents through the same
//! words without knowing this crate.

use crate::attribute::{AttributeDefinition, AttributeValue};
use crate::incident::Incident;
use crate::policy::IncidentPolicy;
use crate::profile::DetectionSource;
use crate::resolution::ResolutionCode;
use crate::state::{HoldReason, IncidentStage};
use core::fmt;
use itsm_core::attribute::{Attribute, Domain, Domains, Subject, Value};
use itsm_core::id::CiId;
use itsm_core::text::Code;

/// An attribute of an incident that a condition can ask for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum IncidentAttribute {
    /// One of those named in [`Word`].
    Word(Word),
    /// A custom attribute of the policy, as `custom.name`.
    Custom(Code),
}

itsm_core::plain_enum! {
    /// The attributes that every incident has.
    pub enum Word {
        /// The state: `new`, `in_progress`, `on_hold`, `resolved`, `closed`, `canceled`.
        State = "state",
        /// The sub-status.
        SubStatus = "sub_status",
        /// The priority.
        Priority = "priority",
        /// Whether the priority is set aside from the matrix.
        PriorityOverridden = "priority_overridden",
        /// The impact.
        Impact = "impact",
        /// The urgency.
        Urgency = "urgency",
        /// The category.
        Category = "category",
        /// The subcategory.
        Subcategory = "subcategory",
        /// Who or what noticed it first.
        Detection = "detection",
        /// The service.
        Service = "service",
        /// How critical the service is, 1 being the most; known to the host.
        ServiceCriticality = "service_criticality",
        /// The affected configuration items.
        Cis = "cis",
        /// The customer organization.
        Tenant = "tenant",
        /// Who reported it.
        Reporter = "reporter",
        /// The accountable person.
        Owner = "owner",
        /// The group that works on it.
        Group = "group",
        /// The person that works on it.
        Assignee = "assignee",
        /// What it waits for, while it does.
        HoldReason = "hold_reason",
        /// How it was resolved, once it is.
        ResolutionCode = "resolution_code",
        /// The status on the axis of major incidents.
        Major = "major",
        /// Whether it has a parent.
        IsChild = "is_child",
        /// How many children it has; known to the host.
        ChildCount = "child_count",
        /// How often it was reopened.
        Reopens = "reopens",
        /// How often its group changed.
        Reassignments = "reassignments",
        /// How often it was handed over to experts.
        FunctionalEscalations = "functional_escalations",
        /// How often it was brought to the attention of management.
        HierarchicalEscalations = "hierarchical_escalations",
        /// How many are affected: those known by id, and those who are not.
        AffectedUsers = "affected_users",
        /// How many take part in the work besides whoever has it.
        Contributors = "contributors",
        /// The model it is handled by.
        Model = "model",
        /// How many tasks are open.
        OpenTasks = "open_tasks",
        /// How often whoever is waited for was reminded in the present wait.
        Reminders = "reminders",
        /// Whether it was reviewed.
        Reviewed = "reviewed",
        /// How often its solution was refused.
        SolutionRefusals = "solution_refusals",
        /// The supplier that it is with.
        Supplier = "supplier",
        /// Whether a person took notice.
        Acknowledged = "acknowledged",
        /// When it was registered.
        RegisteredAt = "registered_at",
    }
}

impl fmt::Display for IncidentAttribute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Word(word) => fmt::Display::fmt(word, f),
            Self::Custom(name) => write!(f, "custom.{name}"),
        }
    }
}

impl Attribute for IncidentAttribute {
    fn parse(name: &str) -> Option<Self> {
        match name.strip_prefix("custom.") {
            Some(custom) => Code::new(custom).ok().map(Self::Custom),
            None => name.parse().ok().map(Self::Word),
        }
    }
}

/// The statuses on the axis of major incidents.
const MAJOR: &[&str] = &[
    "none", "proposed", "accepted", "rejected", "canceled", "resolved", "closed",
];

const COUNT: Domain = Domain::Integer {
    min: 0,
    max: u32::MAX as i64,
};

impl Domains<IncidentAttribute> for IncidentPolicy {
    fn domain(&self, attribute: &IncidentAttribute) -> Option<Domain> {
        let word = match attribute {
            IncidentAttribute::Word(word) => *word,
            IncidentAttribute::Custom(name) => {
                return self.attributes.get(name).map(AttributeDefinition::domain);
            }
        };
        Some(match word {
            Word::State => Domain::names::<IncidentStage>(),
            Word::SubStatus => Domain::choice(
                self.sub_statuses
                    .values()
                    .flatten()
                    .collect::<alloc::collections::BTreeSet<_>>(),
            ),
            Word::Priority => Domain::level(self.matrix.priorities()),
            Word::Impact => Domain::level(self.matrix.impacts()),
            Word::Urgency => Domain::level(self.matrix.urgencies()),
            Word::Category if self.categories.is_empty() => Domain::Text,
            Word::Category => Domain::choice(self.categories.keys()),
            Word::Subcategory => Domain::Text,
            Word::Detection => Domain::names::<DetectionSource>(),
            Word::ServiceCriticality => Domain::Integer { min: 1, max: 100 },
            Word::Cis => Domain::IdSet,
            Word::Service
            | Word::Tenant
            | Word::Reporter
            | Word::Owner
            | Word::Group
            | Word::Assignee
            | Word::Supplier => Domain::Id,
            Word::HoldReason => Domain::choice(self.hold_reasons.keys().map(HoldReason::as_str)),
            Word::ResolutionCode => {
                Domain::choice(self.resolution_codes.iter().map(ResolutionCode::as_str))
            }
            Word::Major => Domain::choice(MAJOR),
            Word::Model if self.draft.models.rules.is_empty() => Domain::Text,
            Word::Model => Domain::choice(self.draft.models.rules.iter().map(|rule| &rule.id)),
            Word::PriorityOverridden | Word::IsChild | Word::Acknowledged | Word::Reviewed => {
                Domain::Boolean
            }
            Word::ChildCount
            | Word::Reopens
            | Word::Reassignments
            | Word::FunctionalEscalations
            | Word::HierarchicalEscalations
            | Word::AffectedUsers
            | Word::Contributors
            | Word::OpenTasks
            | Word::Reminders
            | Word::SolutionRefusals => COUNT,
            Word::RegisteredAt => Domain::Instant,
        })
    }
}

/// No item at all, for an incident that names none: known to be empty.
static NO_CIS: [CiId; 0] = [];

impl Subject<IncidentAttribute> for Incident {
    fn value(&self, attribute: &IncidentAttribute) -> Option<Value<'_>> {
        let word = match attribute {
            IncidentAttribute::Word(word) => *word,
            IncidentAttribute::Custom(name) => {
                return self.attribute(name).map(AttributeValue::answer);
            }
        };
        let profile = &self.profile;
        Some(match word {
            Word::State => Value::Text(self.stage().as_str()),
            Word::SubStatus => Value::Text(self.sub_status.as_ref()?.as_str()),
            Word::Priority => Value::Text(self.priority.as_str()),
            Word::PriorityOverridden => Value::Boolean(self.overridden),
            Word::Impact => Value::Text(profile.impact.as_str()),
            Word::Urgency => Value::Text(profile.urgency.as_str()),
            Word::Category => Value::Text(profile.category.as_ref()?.category.as_str()),
            Word::Subcategory => {
                Value::Text(profile.category.as_ref()?.subcategory.as_ref()?.as_str())
            }
            Word::Detection => Value::Text(profile.detection.as_str()),
            Word::Service => Value::Id(profile.service?.as_uuid()),
            Word::Cis => match &profile.cis {
                Some(cis) => Value::IdSet(cis),
                None => Value::IdSet(&NO_CIS),
            },
            Word::Tenant => Value::Id(profile.tenant?.as_uuid()),
            Word::Reporter => Value::Id(profile.reporter?.as_uuid()),
            Word::Owner => Value::Id(self.owner?.as_uuid()),
            Word::Group => Value::Id(self.group?.as_uuid()),
            Word::Assignee => Value::Id(self.assignee?.as_uuid()),
            Word::HoldReason => Value::Text(self.state.on_hold()?.reason.as_str()),
            Word::ResolutionCode => Value::Text(self.state.resolution()?.code.as_str()),
            Word::Major => Value::Text(self.major().as_str()),
            Word::IsChild => Value::Boolean(self.parent.is_some()),
            Word::Reopens => count(self.counters.reopens),
            Word::Reassignments => count(self.counters.reassignments),
            Word::FunctionalEscalations => count(self.counters.functional_escalations),
            Word::HierarchicalEscalations => count(self.counters.hierarchical_escalations),
            Word::AffectedUsers => many(self.affected_users().number()),
            Word::Contributors => many(self.contributors().count()),
            Word::Model => Value::Text(self.model()?.model.as_str()),
            Word::OpenTasks => many(self.tasks.iter().filter(|it| it.is_open()).count()),
            Word::Reminders => count(self.reminders().count),
            Word::Reviewed => Value::Boolean(self.review().is_some()),
            Word::SolutionRefusals => many(self.solution_refusals().len()),
            Word::Supplier => Value::Id(self.vendor()?.supplier.as_uuid()),
            Word::Acknowledged => Value::Boolean(self.acknowledged_at.is_some()),
            Word::RegisteredAt => Value::Instant(self.registered_at.0),
            // Only the host knows these; see `major::TriggerFacts`.
            Word::ServiceCriticality | Word::ChildCount => return None,
        })
    }
}

fn count(n: u32) -> Value<'static> {
    Value::Integer(i64::from(n))
}

fn many(n: impl TryInto<u32>) -> Value<'static> {
    count(n.try_into().unwrap_or(u32::MAX))
}
