//! A problem meets its incidents: how they stand, and what follows for them.
//!
//! A problem says what is to be done to its incidents, and knows none; here that becomes commands of
//! incidents, each a [`Proposal`] with a key, so that a host that asks twice acts once.

use crate::coordination::proposal::{Proposal, ProposalKey};
use alloc::collections::BTreeSet;
use alloc::format;
use alloc::vec;
use alloc::vec::Vec;
use itsm_core::id::{IncidentId, ProblemId};
use itsm_core::link::{Link, LinkKind, RecordRef};
use itsm_core::text::{Code, Note};
use itsm_incident::command::{
    AddLink, Hold, IncidentCommand, LogWork, NoteWorkaround, RemoveLink, Resolve,
};
use itsm_incident::event::IncidentEvent;
use itsm_incident::resolution::ResolutionCode;
use itsm_incident::state::{HoldReason, IncidentStage};
use itsm_incident::work_log::Visibility;
use itsm_incident::workaround::WorkaroundStep;
use itsm_incident::{Incident, RecordedIncidentEvent};
use itsm_problem::command::{AddNote, CountWorkaround, ProblemCommand, Resolve as ResolveProblem};
use itsm_problem::communication::{IncidentEffect, LinkedIncident, LinkedStanding, effects};
use itsm_problem::event::ProblemEvent;
use itsm_problem::fix::FixStanding;
use itsm_problem::profile::{Origin, ProblemProfile};
use itsm_problem::state::ProblemStage;
use itsm_problem::workaround::WorkaroundUse;
use itsm_problem::{Problem, RecordedProblemEvent};

/// How an incident stands to a problem.
///
/// It waits for the problem if it is on hold for it by id. One that is on hold for a problem and
/// does not say for which, waits for the only one that it is linked to.
pub fn standing(incident: &Incident, problem: ProblemId) -> LinkedIncident {
    let standing = match incident.stage() {
        IncidentStage::New => LinkedStanding::New,
        IncidentStage::InProgress => LinkedStanding::InProgress,
        IncidentStage::OnHold if awaits(incident, problem) => LinkedStanding::AwaitingProblem,
        IncidentStage::OnHold => LinkedStanding::OnHold,
        IncidentStage::Resolved => LinkedStanding::Resolved,
        IncidentStage::Closed => LinkedStanding::Closed,
        IncidentStage::Canceled => LinkedStanding::Canceled,
    };
    LinkedIncident::new(incident.id(), standing)
}

fn awaits(incident: &Incident, problem: ProblemId) -> bool {
    let Some(hold) = incident.state().on_hold() else {
        return false;
    };
    match &hold.awaiting {
        Some(awaiting) => *awaiting == RecordRef::Problem(problem),
        None if hold.reason == HoldReason::AWAITING_PROBLEM => {
            let mut linked = incident
                .links()
                .filter(|it| matches!(it.to, RecordRef::Problem(_)));
            linked
                .next()
                .is_some_and(|it| it.to == RecordRef::Problem(problem))
                && linked.next().is_none()
        }
        None => false,
    }
}

/// What an event of a problem asks its incidents to do, in the order of their ids.
///
/// `problem` is the record as it is after the event, and `incidents` those that were linked when it
/// happened: for a duplicate, those that it gave away.
///
/// Source: ITIL 4 problem management and incident management (workarounds and resolutions reach
/// those who suffer).
pub fn react<'a>(
    recorded: &RecordedProblemEvent,
    problem: &Problem,
    incidents: impl IntoIterator<Item = &'a Incident>,
) -> Vec<(IncidentId, Proposal<IncidentCommand>)> {
    let incidents: Vec<&Incident> = incidents.into_iter().collect();
    let standings: Vec<LinkedIncident> = incidents
        .iter()
        .map(|it| standing(it, recorded.record))
        .collect();
    let mut proposals = Vec::new();
    for (id, effect) in effects(recorded, &standings) {
        let Some(incident) = incidents.iter().find(|it| it.id() == id) else {
            continue;
        };
        let rule = Code::trusted(recorded.event.kind().as_str());
        let commands = commands(&effect, recorded.record, problem, incident);
        for (i, command) in commands.into_iter().enumerate() {
            let key = format!("{}/{}/{id}/{i}", recorded.record, recorded.revision);
            let proposal = Proposal {
                command,
                rule: rule.clone(),
                key: ProposalKey::new(key),
            };
            proposals.push((id, proposal));
        }
    }
    proposals
}

fn commands(
    effect: &IncidentEffect,
    from: ProblemId,
    problem: &Problem,
    incident: &Incident,
) -> Vec<IncidentCommand> {
    let log = |note: &Note| LogWork::new(note.clone(), Visibility::Private).into();
    match effect {
        IncidentEffect::Note(note) => vec![log(note)],
        IncidentEffect::OfferWorkaround { message, .. } => {
            // The incident knows a workaround by the known error that it belongs to.
            let was_offered = |known_error| {
                let mut uses = incident.workarounds().iter();
                uses.any(|it| it.known_error == known_error && it.offered_at.is_some())
            };
            let known = problem
                .known_errors()
                .filter(|it| it.is_active() && !was_offered(it.id));
            let offered =
                known.map(|it| NoteWorkaround::new(it.id, WorkaroundStep::Offered).into());
            core::iter::once(log(message)).chain(offered).collect()
        }
        IncidentEffect::Resolve { notes } => vec![
            Resolve::new(ResolutionCode::BY_PROBLEM)
                .notes(notes.clone())
                .through(RecordRef::Problem(from))
                .into(),
        ],
        IncidentEffect::Relink { to } => relink(from, *to, incident),
        _ => Vec::new(),
    }
}

/// What still can be changed of an incident is linked to the original, and waits for that one if it
/// waited for the duplicate.
fn relink(from: ProblemId, to: ProblemId, incident: &Incident) -> Vec<IncidentCommand> {
    let mut commands: Vec<IncidentCommand> = Vec::new();
    if !incident.stage().is_open() && incident.stage() != IncidentStage::Resolved {
        return commands;
    }
    let old = Link::new(LinkKind::PROBLEM, RecordRef::Problem(from));
    let new = Link::new(LinkKind::PROBLEM, RecordRef::Problem(to));
    if incident.links().any(|it| *it == old) {
        commands.push(RemoveLink::new(old).into());
    }
    if !incident.links().any(|it| *it == new) {
        commands.push(AddLink::new(new).into());
    }
    if let Some(hold) = incident
        .state()
        .on_hold()
        .filter(|_| awaits(incident, from))
    {
        let mut again = Hold::new(hold.reason.clone()).awaiting(RecordRef::Problem(to));
        again.until = hold.until;
        commands.push(again.into());
    }
    commands
}

/// The problem behind an incident, ready to be registered: its title, description, category,
/// service, items, impact, urgency and customer organization. Register it with the incident, and
/// let the incident point at it by [`points_at`].
///
/// The levels are those of the incident. Where problems have a matrix of their own, a level that it
/// does not have is refused at registration.
pub fn from_incident(incident: &Incident, origin: Origin) -> ProblemProfile {
    let profile = ProblemProfile::new(
        incident.title().clone(),
        origin,
        incident.impact().clone(),
        incident.urgency().clone(),
    );
    let category = incident.category();
    let cis: BTreeSet<_> = incident.cis().collect();
    let mut profile = profile;
    profile.description = incident.description().cloned();
    profile.category = category.map(|it| it.category.clone());
    profile.subcategory = category.and_then(|it| it.subcategory.clone());
    profile.service = incident.service();
    profile.cis = Some(cis).filter(|it| !it.is_empty());
    profile.tenant = incident.profile().tenant;
    profile
}

/// The command by which an incident points at a problem that causes it.
pub fn points_at(problem: ProblemId) -> IncidentCommand {
    AddLink::new(Link::new(LinkKind::PROBLEM, RecordRef::Problem(problem))).into()
}

/// What a problem is to count because an incident noted what became of the workaround of one of its
/// known errors. Nothing, if the known error is another problem's, or if the problem has several
/// workarounds: which one it was, only people know.
pub fn count(
    recorded: &RecordedIncidentEvent,
    problem: &Problem,
) -> Option<Proposal<ProblemCommand>> {
    let IncidentEvent::WorkaroundNoted(noted) = &recorded.event else {
        return None;
    };
    problem.known_error(noted.known_error)?;
    let mut active = problem.workarounds();
    let (only, None) = (active.next()?, active.next()) else {
        return None;
    };
    let outcome = match noted.step {
        WorkaroundStep::Offered => WorkaroundUse::Offered,
        // Counted when it is known how it went.
        WorkaroundStep::Used => return None,
        WorkaroundStep::Worked => WorkaroundUse::Worked,
        WorkaroundStep::Failed => WorkaroundUse::Failed,
    };
    Some(Proposal {
        command: CountWorkaround::new(only.number, outcome).into(),
        rule: const { Code::trusted("workaround_noted") },
        key: ProposalKey::new(format!(
            "{}/{}/{}",
            recorded.record,
            recorded.revision,
            problem.id()
        )),
    })
}

/// What a problem is to do when the last of its changes has ended: resolve it, if at least one did
/// what it should; else note that nothing is fixed. A change that was canceled has fixed nothing.
///
/// `problem` is the record as it is after the event; `notes` is what to say.
pub fn after_fixes(
    recorded: &RecordedProblemEvent,
    problem: &Problem,
    notes: &Note,
) -> Option<Proposal<ProblemCommand>> {
    let ProblemEvent::FixesEnded(ended) = &recorded.event else {
        return None;
    };
    let fixing = problem.stage() == ProblemStage::FixInProgress;
    let command: ProblemCommand = match ended.standing {
        FixStanding::Fixed if fixing => ResolveProblem::new(notes.clone(), true).into(),
        FixStanding::NotFixed => AddNote::new(notes.clone()).into(),
        _ => return None,
    };
    Some(Proposal {
        command,
        rule: const { Code::trusted("fixes_ended") },
        key: ProposalKey::new(format!("{}/{}", recorded.record, recorded.revision)),
    })
}
