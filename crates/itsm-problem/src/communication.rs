//! What the incidents of a problem are told, and what follows for them.
//!
//! A problem does not know how its incidents stand. The host says so, and gets back what is to be
//! done to each; a facade makes commands of it. Nothing here closes an incident because its cause
//! is known, and nothing keeps one open until it is.
//!
//! | What happened to the problem | What follows for its incidents |
//! |---|---|
//! | a workaround was communicated | it is offered to those that are new, in progress or on hold |
//! | a fix was communicated | those that are open are told; nothing else |
//! | it was resolved or closed by a fix | those on hold that wait for this problem are resolved |
//! | its risk was accepted | those that are open are told; none is resolved |
//! | it is a duplicate | all are linked to the original |

use crate::decide::Decided;
use crate::error::Law;
use crate::event::ProblemEvent;
use crate::problem::{Problem, RecordedProblemEvent};
use crate::refuse::No;
use crate::state::ResolutionCode;
use alloc::vec::Vec;
use itsm_core::id::{IncidentId, ProblemId};
use itsm_core::text::Note;
use itsm_core::{plain_enum, wire_struct};

plain_enum! {
    /// How a linked incident stands, as far as a problem cares.
    pub enum LinkedStanding {
        /// Nobody works on it yet.
        New = "new",
        /// Somebody does.
        InProgress = "in_progress",
        /// It waits for something else, or for another problem.
        OnHold = "on_hold",
        /// It waits for this problem.
        AwaitingProblem = "awaiting_problem",
        /// Service is restored.
        Resolved = "resolved",
        /// It is closed.
        Closed = "closed",
        /// It was canceled.
        Canceled = "canceled",
    }
}

impl LinkedStanding {
    /// Whether work is still to be done on it.
    pub const fn is_open(self) -> bool {
        matches!(
            self,
            Self::New | Self::InProgress | Self::OnHold | Self::AwaitingProblem
        )
    }
}

wire_struct! {
    /// A linked incident, and how it stands.
    pub struct LinkedIncident {
        /// Which.
        incident: IncidentId,
        /// How it stands.
        standing: LinkedStanding,
    }
}

/// What is to be done to a linked incident.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "snake_case", deny_unknown_fields)
)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub enum IncidentEffect {
    /// Write into it; nothing else changes.
    Note(Note),
    /// Point a workaround out to those who work on it.
    OfferWorkaround {
        /// The number that the problem knows it by.
        workaround: u32,
        /// What to say.
        message: Note,
    },
    /// Link it to another problem in the place of this one.
    Relink {
        /// The other.
        to: ProblemId,
    },
    /// Resolve it: what it waited for has been done.
    Resolve {
        /// What was done.
        notes: Note,
    },
}

wire_struct! {
    /// Tell the incidents of a workaround.
    pub struct CommunicateWorkaround {
        /// Which, by its number.
        workaround: u32,
        /// What to say.
        message: Note,
    }
}
wire_struct! {
    /// Tell the incidents of a fix. That resolves none of them.
    pub struct CommunicateFix {
        /// What to say.
        message: Note,
    }
}
wire_struct! {
    /// The incidents were told of a workaround.
    pub struct WorkaroundCommunicated {
        /// Which, by its number.
        workaround: u32,
        /// What was said.
        message: Note,
    }
}
wire_struct! {
    /// The incidents were told of a fix.
    pub struct FixCommunicated {
        /// What was said.
        message: Note,
    }
}

impl Problem {
    pub(crate) fn communicate_workaround(
        &self,
        it: &CommunicateWorkaround,
        no: impl Fn(Law) -> No,
    ) -> Decided {
        self.active_workaround(it.workaround, no)?;
        Ok(WorkaroundCommunicated::new(it.workaround, it.message.clone()).into())
    }
}

/// What an event of a problem means for its incidents, in the order of their ids. Incidents for
/// which nothing follows are left out.
///
/// The incidents are those that were linked when the event happened; for a duplicate, those that it
/// gave away.
///
/// ```
/// # use itsm_core::{actor::{Actor, Role}, context::Context, id::{IncidentId, PersonId, ProblemId}, level::{Impact, Urgency}, text::{Note, Title}};
/// # use itsm_problem::{Problem, command::*, communication::*, policy::ProblemPolicy, profile::*};
/// # let ana = Actor::person(PersonId::from_key(1)).with(Role::PROBLEM_MANAGER);
/// # let policy = ProblemPolicy::default();
/// # let cx = Context::new("2026-03-02T09:00:00Z".parse()?, &ana, &policy);
/// # let origin = Origin::new(Identification::Reactive, ProblemSource::RECURRENCE);
/// # let profile = ProblemProfile::new(Title::new("Mail stops at noon")?, origin, Impact::new("High")?, Urgency::new("Low")?);
/// # let (mut problem, _) = Problem::register(ProblemId::from_key(1), profile, [], &cx)?;
/// # problem.execute(BeginAssessment::new(), &cx)?;
/// # problem.execute(Confirm::new(), &cx)?;
/// # problem.execute(BeginFix::new(), &cx)?;
/// let [waits, works] = [1, 2].map(IncidentId::from_key);
/// let events = problem.execute(Resolve::new(Note::new("The queue has room.")?, false), &cx)?;
/// let incidents = [
///     LinkedIncident::new(waits, LinkedStanding::AwaitingProblem),
///     LinkedIncident::new(works, LinkedStanding::InProgress),
/// ];
/// let [(incident, IncidentEffect::Resolve { .. })] = &effects(&events[0], &incidents)[..] else { unreachable!() };
/// assert_eq!(*incident, waits);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn effects(
    recorded: &RecordedProblemEvent,
    incidents: &[LinkedIncident],
) -> Vec<(IncidentId, IncidentEffect)> {
    let mut effects: Vec<(IncidentId, IncidentEffect)> = incidents
        .iter()
        .filter_map(|it| Some((it.incident, effect(&recorded.event, it)?)))
        .collect();
    effects.sort_by_key(|(id, _)| *id);
    effects.dedup_by_key(|(id, _)| *id);
    effects
}

fn effect(event: &ProblemEvent, it: &LinkedIncident) -> Option<IncidentEffect> {
    let standing = it.standing;
    let resolve = |notes: &Note| {
        (standing == LinkedStanding::AwaitingProblem).then(|| IncidentEffect::Resolve {
            notes: notes.clone(),
        })
    };
    let tell = |note: &Note| {
        standing
            .is_open()
            .then(|| IncidentEffect::Note(note.clone()))
    };
    match event {
        ProblemEvent::WorkaroundCommunicated(told) if standing.is_open() => {
            Some(IncidentEffect::OfferWorkaround {
                workaround: told.workaround,
                message: told.message.clone(),
            })
        }
        ProblemEvent::FixCommunicated(told) => tell(&told.message),
        ProblemEvent::Resolved(fix) => resolve(&fix.notes),
        ProblemEvent::Closed(end) if end.code == ResolutionCode::FixApplied => {
            resolve(&end.resolution_notes)
        }
        ProblemEvent::RiskAccepted(risk) => tell(&risk.reason),
        ProblemEvent::DuplicateMarked(duplicate) => {
            let moved = duplicate.moved.incidents.contains(&it.incident);
            moved.then_some(IncidentEffect::Relink {
                to: duplicate.facts.original,
            })
        }
        _ => None,
    }
}
