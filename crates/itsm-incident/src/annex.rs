//! The annex: everything that few incidents have.
//!
//! An incident carries one pointer for all of it, so that the many that have none of it stay small.
//! It is never kept empty: two records that say the same are equal.

use crate::cost::CostEntry;
use crate::duty::Duty;
use crate::event::IncidentEvent;
use crate::incident::Incident;
use crate::merge::MergedFacts;
use crate::model::ModelUse;
use crate::people::AffectedUsers;
use crate::redaction::Redaction;
use crate::reminder::Reminders;
use crate::review::Review;
use crate::survey::SurveyAnswer;
use crate::vendor::VendorCase;
use crate::verdict::SolutionRefusal;
use crate::work_log::LogEntry;
use crate::workaround::WorkaroundUse;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;
use itsm_core::id::{IncidentId, PersonId};
use itsm_core::text::Code;
use itsm_core::time::Instant;

/// What few incidents have.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(default, deny_unknown_fields)
)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub(crate) struct Annex {
    #[cfg_attr(
        feature = "serde",
        serde(skip_serializing_if = "crate::snapshot::is_default")
    )]
    pub(crate) log: Vec<LogEntry>,
    #[cfg_attr(
        feature = "serde",
        serde(skip_serializing_if = "crate::snapshot::is_default")
    )]
    pub(crate) costs: Vec<CostEntry>,
    #[cfg_attr(
        feature = "serde",
        serde(skip_serializing_if = "crate::snapshot::is_default")
    )]
    pub(crate) refusals: Vec<SolutionRefusal>,
    #[cfg_attr(
        feature = "serde",
        serde(skip_serializing_if = "crate::snapshot::is_default")
    )]
    pub(crate) survey: Option<SurveyAnswer>,
    #[cfg_attr(
        feature = "serde",
        serde(skip_serializing_if = "crate::snapshot::is_default")
    )]
    pub(crate) merged: BTreeSet<IncidentId>,
    #[cfg_attr(
        feature = "serde",
        serde(skip_serializing_if = "crate::snapshot::is_default")
    )]
    pub(crate) watchers: BTreeSet<PersonId>,
    #[cfg_attr(
        feature = "serde",
        serde(skip_serializing_if = "crate::snapshot::is_default")
    )]
    pub(crate) affected: AffectedUsers,
    #[cfg_attr(
        feature = "serde",
        serde(skip_serializing_if = "crate::snapshot::is_default")
    )]
    pub(crate) vendors: Vec<VendorCase>,
    #[cfg_attr(
        feature = "serde",
        serde(skip_serializing_if = "crate::snapshot::is_default")
    )]
    pub(crate) swarm: BTreeSet<PersonId>,
    #[cfg_attr(
        feature = "serde",
        serde(skip_serializing_if = "crate::snapshot::is_default")
    )]
    pub(crate) workarounds: Vec<WorkaroundUse>,
    #[cfg_attr(
        feature = "serde",
        serde(skip_serializing_if = "crate::snapshot::is_default")
    )]
    pub(crate) model: Option<ModelUse>,
    /// For each rule of escalation by time, the occasion for which it was carried out last.
    #[cfg_attr(
        feature = "serde",
        serde(skip_serializing_if = "crate::snapshot::is_default")
    )]
    pub(crate) escalated: BTreeMap<Code, Instant>,
    /// For each duty, the occasion for which it was noted last that it is late.
    #[cfg_attr(
        feature = "serde",
        serde(
            with = "crate::snapshot::pairs",
            skip_serializing_if = "crate::snapshot::is_default"
        )
    )]
    #[cfg_attr(feature = "schemars", schemars(with = "Vec<(Duty, Instant)>"))]
    pub(crate) overdue: BTreeMap<Duty, Instant>,
    #[cfg_attr(
        feature = "serde",
        serde(skip_serializing_if = "crate::snapshot::is_default")
    )]
    pub(crate) informed: BTreeMap<Code, Instant>,
    #[cfg_attr(
        feature = "serde",
        serde(skip_serializing_if = "crate::snapshot::is_default")
    )]
    pub(crate) reminders: Option<Reminders>,
    #[cfg_attr(
        feature = "serde",
        serde(skip_serializing_if = "crate::snapshot::is_default")
    )]
    pub(crate) review: Option<Review>,
    #[cfg_attr(
        feature = "serde",
        serde(skip_serializing_if = "crate::snapshot::is_default")
    )]
    pub(crate) redactions: Vec<Redaction>,
    /// The last thing that somebody did, while time alone has acted since.
    #[cfg_attr(
        feature = "serde",
        serde(skip_serializing_if = "crate::snapshot::is_default")
    )]
    pub(crate) quiet_since: Option<Instant>,
}

impl Incident {
    pub(crate) fn annex(&self) -> Option<&Annex> {
        self.annex.as_deref()
    }

    pub(crate) fn annex_mut(&mut self) -> &mut Annex {
        self.annex.get_or_insert_default()
    }

    /// A list of the annex.
    pub(crate) fn listed<T>(&self, of: impl FnOnce(&Annex) -> &Vec<T>) -> &[T] {
        self.annex().map_or(&[], |it| of(it))
    }

    /// A set of the annex, in order.
    pub(crate) fn members<T: Copy + 'static>(
        &self,
        of: impl FnOnce(&Annex) -> &BTreeSet<T>,
    ) -> impl Iterator<Item = T> {
        self.annex().map(of).into_iter().flatten().copied()
    }

    /// When somebody last did something: what time alone brought about does not count.
    pub fn active_at(&self) -> Instant {
        self.annex()
            .and_then(|it| it.quiet_since)
            .unwrap_or(self.last_at)
    }

    /// Since when it has been open: since its registration, or its last reopening.
    pub fn open_since(&self) -> Instant {
        let registered = self.registered_at.0;
        self.last_reopening
            .as_ref()
            .map_or(registered, |it| it.at.max(registered))
    }

    /// After an event: notes whether somebody acted, and drops an annex that says nothing.
    pub(crate) fn tidy(&mut self, event: &IncidentEvent) {
        if is_of_time(event) {
            let last = self.last_at;
            self.annex_mut().quiet_since.get_or_insert(last);
        } else if let Some(annex) = self.annex.as_deref_mut() {
            annex.quiet_since = None;
            if *annex == Annex::default() {
                self.annex = None;
            }
        }
    }

    /// Takes in what a record that was merged into this one knew.
    pub(crate) fn take_merged(&mut self, merged: &MergedFacts) {
        let annex = self.annex_mut();
        annex.merged.insert(merged.incident);
        annex.merged.extend(&merged.before);
        annex.watchers.extend(&merged.watchers);
        annex.affected.users.extend(&merged.affected);
        annex.affected.unnamed = annex.affected.unnamed.saturating_add(merged.unnamed);
    }
}

/// Whether time alone brought it about, and nobody worked on the incident by it.
const fn is_of_time(event: &IncidentEvent) -> bool {
    matches!(
        event,
        IncidentEvent::EscalatedByTime(_)
            | IncidentEvent::FellOverdue(_)
            | IncidentEvent::Reminded(_)
    )
}
