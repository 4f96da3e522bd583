//! A change meets the problems and incidents that it is made for, and those that it has caused.
//!
//! A change knows of other records nothing but their ids. Here what it means for them becomes
//! commands, each a [`Proposal`] with a key, so that a host that asks twice acts once. That a change
//! has caused an incident is never concluded: candidates are offered, and somebody says so.

use crate::coordination::proposal::{Proposal, ProposalKey};
use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use itsm_change::command::LinkCaused;
use itsm_change::emergency::EmergencyCase;
use itsm_change::event::ChangeEvent;
use itsm_change::kind::{ChangeType, Magnitude};
use itsm_change::outcome::Outcome;
use itsm_change::profile::ChangeProfile;
use itsm_change::state::{ChangeStage, ChangeState};
use itsm_change::{Change, RecordedChangeEvent};
use itsm_core::id::{ChangeId, CiId, IncidentId};
use itsm_core::level::{Impact, Urgency};
use itsm_core::link::{Link, LinkKind, RecordRef};
use itsm_core::text::{Code, Note};
use itsm_core::time::Instant;
use itsm_incident::Incident;
use itsm_incident::command::{AddLink, IncidentCommand, Resume};
use itsm_incident::profile::{DetectionSource, Profile};
use itsm_incident::state::{HoldReason, IncidentStage};
use itsm_problem::Problem;
use itsm_problem::command::{LinkChange, ProblemCommand, RecordFixOutcome};
use itsm_problem::fix::FixOutcome;

/// The change that is to fix a problem, ready to be registered: its title, description, items,
/// service and customer organization. It is an emergency if somebody says why it cannot wait, and a
/// normal change otherwise.
///
/// Register it with `[RecordRef::Problem(problem.id())]`, and let the problem know by [`is_fixed_by`].
///
/// Source: ISO/IEC 20000-1 8.6.3 (changes that resolve problems go through change management).
pub fn from_problem(problem: &Problem, emergency: Option<EmergencyCase>) -> ChangeProfile {
    let kind = if emergency.is_some() {
        ChangeType::Emergency
    } else {
        ChangeType::Normal
    };
    let mut profile = ChangeProfile::new(problem.title().clone(), kind, Magnitude::Minor);
    let cis: BTreeSet<CiId> = problem.cis().collect();
    profile.emergency = emergency;
    profile.description = problem.description().cloned();
    profile.cis = Some(cis).filter(|it| !it.is_empty());
    profile.services = problem.service().map(|it| BTreeSet::from([it]));
    profile.tenant = problem.profile().tenant;
    profile
}

/// The command by which a problem knows the change that is to fix it.
pub fn is_fixed_by(change: ChangeId) -> ProblemCommand {
    LinkChange::new(change).into()
}

/// What the problems that a change is made for are told when it ends: how it ended. Given up, it has
/// fixed nothing.
pub fn tell_problem(
    recorded: &RecordedChangeEvent,
    problem: &Problem,
) -> Option<Proposal<ProblemCommand>> {
    let outcome = match &recorded.event {
        ChangeEvent::Closed(it) if it.outcome.is_delivered() => FixOutcome::Completed,
        ChangeEvent::Closed(_) => FixOutcome::Failed,
        ChangeEvent::Canceled(_) => FixOutcome::Canceled,
        _ => return None,
    };
    let mut linked = problem.changes();
    linked.find(|(change, _)| *change == recorded.record)?;
    Some(Proposal {
        command: RecordFixOutcome::new(recorded.record, outcome).into(),
        rule: Code::trusted(recorded.event.kind().as_str()),
        key: key(recorded, &problem.id()),
    })
}

fn key(recorded: &RecordedChangeEvent, to: &impl core::fmt::Display) -> ProposalKey {
    ProposalKey::new(format!("{}/{}/{to}", recorded.record, recorded.revision))
}

/// What the incidents that are on hold for a change do when it has ended: they resume, and say how
/// it ended. None of them is resolved by that: whether service is back, those know who look.
///
/// An incident waits for the change if it is on hold for it by id; one that is on hold for a change
/// and does not say for which, if the change is made because of it.
pub fn resume<'a>(
    recorded: &RecordedChangeEvent,
    change: &Change,
    incidents: impl IntoIterator<Item = &'a Incident>,
) -> Vec<(IncidentId, Proposal<IncidentCommand>)> {
    let Some(note) = ended(&recorded.event) else {
        return Vec::new();
    };
    let waits = |it: &&Incident| awaits(it, change);
    incidents
        .into_iter()
        .filter(waits)
        .map(|incident| {
            let proposal = Proposal {
                command: Resume::new().note(note.clone()).into(),
                rule: Code::trusted(recorded.event.kind().as_str()),
                key: key(recorded, &incident.id()),
            };
            (incident.id(), proposal)
        })
        .collect()
}

fn awaits(incident: &Incident, change: &Change) -> bool {
    let Some(hold) = incident.state().on_hold() else {
        return false;
    };
    if let Some(awaiting) = &hold.awaiting {
        return *awaiting == RecordRef::Change(change.id());
    }
    let reason = RecordRef::Incident(incident.id());
    hold.reason == HoldReason::AWAITING_CHANGE && change.reasons().any(|it| it == reason)
}

fn ended(event: &ChangeEvent) -> Option<Note> {
    let text: String = match event {
        ChangeEvent::Closed(it) if it.outcome.backed_out => "The change was taken back.".into(),
        ChangeEvent::Closed(it) => format!("The change ended: {}.", it.outcome.code),
        ChangeEvent::Canceled(_) => "The change was given up.".into(),
        _ => return None,
    };
    Note::new(text).ok()
}

/// The incident that a change which failed is offered to open: its items, and the link that says what
/// caused it. `None` if it has not failed, or if an incident that it has caused is known already.
///
/// How much that hurts and how soon, whoever opens it says; which service, if the change touches
/// exactly one. Once it is registered, [`has_caused`] tells the change.
///
/// Source: ITIL 4 change enablement (incidents caused by changes).
pub fn offer_incident(change: &Change, impact: Impact, urgency: Urgency) -> Option<Profile> {
    let delivered = change.outcome().map(Outcome::is_delivered);
    if delivered != Some(false) || change.caused().next().is_some() {
        return None;
    }
    let source = DetectionSource::Staff;
    let mut profile = Profile::new(change.title().clone(), source, impact, urgency);
    let cis: BTreeSet<CiId> = change.cis().collect();
    let mut services = change.services();
    profile.service = services.next().filter(|_| services.next().is_none());
    profile.cis = Some(cis).filter(|it| !it.is_empty());
    profile.tenant = change.profile().tenant;
    profile.links = Some(BTreeSet::from([caused_by(change.id())]));
    Some(profile)
}

/// The link from an incident to the change that has caused it.
pub fn caused_by(change: ChangeId) -> Link {
    Link::new(LinkKind::CAUSED_BY_CHANGE, RecordRef::Change(change))
}

/// Both commands by which somebody says that a change has caused an incident.
pub fn has_caused(change: ChangeId, incident: IncidentId) -> (LinkCaused, IncidentCommand) {
    let link = AddLink::new(caused_by(change));
    (LinkCaused::new(incident), link.into())
}

/// A change that was made shortly before something failed. That it was is no proof.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct RecentChange {
    /// Which.
    pub change: ChangeId,
    /// When it was begun, as far as that is known, or else when it was made.
    pub at: Instant,
    /// Whether it is still being made.
    pub ongoing: bool,
    /// The items that it touches, of those that were asked about.
    pub cis: BTreeSet<CiId>,
}

/// The changes on some items within a time, the latest first: candidates for what has caused an
/// incident. Ask with the items of the incident and with those that support them.
///
/// A change counts if it was begun, or made, from `since` up to and with `until`. What was only
/// planned, or given up before anybody began, has altered nothing.
pub fn recent<'a>(
    changes: impl IntoIterator<Item = &'a Change>,
    cis: &BTreeSet<CiId>,
    since: Instant,
    until: Instant,
) -> Vec<RecentChange> {
    let mut found: Vec<RecentChange> = changes
        .into_iter()
        .filter_map(|change| {
            let began = change.started_at().or(change.finished_at())?;
            let ended = change.finished_at().unwrap_or(until);
            let touched: BTreeSet<CiId> = change.cis().filter(|it| cis.contains(it)).collect();
            let within = began <= until && ended >= since;
            (within && !touched.is_empty()).then(|| RecentChange {
                change: change.id(),
                at: began,
                ongoing: change.stage() == ChangeStage::Implement,
                cis: touched,
            })
        })
        .collect();
    found.sort_by(|one, other| (other.at, one.change).cmp(&(one.at, other.change)));
    found
}

/// The items that are expected to be away now, because a change is being made in its planned time,
/// or has none. Hand them to [`Scenario::in_maintenance`](itsm_configuration::scenario::Scenario::in_maintenance),
/// and keep monitoring from opening incidents about them.
///
/// A change that rests, or whose time is over, is no excuse any more.
pub fn in_maintenance<'a>(
    changes: impl IntoIterator<Item = &'a Change>,
    now: Instant,
) -> BTreeSet<CiId> {
    let active = |it: &&Change| {
        let in_time = it.window().is_none_or(|window| window.contains(now));
        matches!(it.state(), ChangeState::Implement) && !it.is_held() && in_time
    };
    changes
        .into_iter()
        .filter(active)
        .flat_map(Change::cis)
        .collect()
}

/// Whether an incident is on hold for a change, whatever the host knows of that.
pub fn is_waiting(incident: &Incident, change: &Change) -> bool {
    incident.stage() == IncidentStage::OnHold && awaits(incident, change)
}
