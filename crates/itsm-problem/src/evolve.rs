//! Evolving: taking an event in. Never fails, and reads no policy, because events outlive rules.

use crate::duty::Duty;
use crate::ending::RiskEnd;
use crate::event::ProblemEvent;
use crate::fix::LinkedChange;
use crate::known_error::{Deactivation, ErrorReview};
use crate::major::Review;
use crate::parking::Parking;
use crate::problem::{LogEntry, Problem, RecordedProblemEvent};
use crate::state::{
    AcceptedRisk, AppliedFix, CancelReason, Cancellation, Closure, ProblemState, Resolution,
};
use crate::strategy::Strategy;
use crate::task::TaskState;
use itsm_core::text::Note;
use itsm_core::time::Instant;

impl Problem {
    /// Takes an event in. Never fails, reads no policy.
    ///
    /// The caller answers for the order of events; [`replay`](Self::replay) checks it.
    #[expect(
        clippy::too_many_lines,
        reason = "one arm an event: a reader looks for an arm and finds it"
    )]
    pub fn evolve(&mut self, recorded: &RecordedProblemEvent) {
        let (at, by) = (recorded.at, &recorded.by);
        match &recorded.event {
            // A second birth changes nothing, and the revision tells replay that it was one.
            ProblemEvent::Registered(_) | ProblemEvent::Adopted(_) => return,
            ProblemEvent::Described(it) => {
                if let Some(title) = &it.title {
                    self.profile.title = title.clone();
                }
                if let Some(description) = &it.description {
                    self.profile.description = Some(description.clone());
                }
            }
            ProblemEvent::Categorized(it) => {
                self.profile.category = Some(it.category.clone());
                self.profile.subcategory.clone_from(&it.subcategory);
            }
            ProblemEvent::Prioritized(it) => {
                self.profile.impact = it.impact.clone();
                self.profile.urgency = it.urgency.clone();
                self.priority = it.priority.clone();
                self.write(recorded, &it.note);
            }
            ProblemEvent::RiskAssessed(it) => self.risk = Some(it.assessment.clone()),
            ProblemEvent::Assigned(it) => {
                self.profile.group = Some(it.group);
                self.profile.assignee = it.person;
            }
            ProblemEvent::ServiceSet(it) => self.profile.service = it.service,
            ProblemEvent::CiAffected(it) => {
                self.profile.cis.get_or_insert_default().insert(it.ci);
            }
            ProblemEvent::CiCleared(it) => {
                if let Some(cis) = &mut self.profile.cis {
                    cis.remove(&it.ci);
                }
            }
            ProblemEvent::IncidentLinked(it) => {
                self.incidents.entry(it.incident).or_insert(at);
            }
            ProblemEvent::IncidentUnlinked(it) => {
                self.incidents.remove(&it.incident);
            }
            ProblemEvent::ChangeLinked(it) => {
                self.changes.insert(it.change, LinkedChange::new(at));
            }
            ProblemEvent::ChangeUnlinked(it) => {
                self.changes.remove(&it.change);
            }
            ProblemEvent::FixOutcomeRecorded(it) => {
                let change = self.changes.entry(it.change);
                change.or_insert_with(|| LinkedChange::new(at)).outcome = Some(it.outcome);
            }
            ProblemEvent::FixesEnded(_)
            | ProblemEvent::WorkaroundCommunicated(_)
            | ProblemEvent::FixCommunicated(_) => {}
            ProblemEvent::NoteAdded(it) => self.write(recorded, &it.note),
            ProblemEvent::CauseAdded(it) => self.state_cause(it.number, &it.cause, at, by),
            ProblemEvent::CauseRevised(it) => {
                if let Some(cause) = self.cause_mut(it.number) {
                    cause.cause = it.cause.clone();
                    cause.at = at;
                    cause.by = by.clone();
                }
            }
            ProblemEvent::CauseRejected(it) => {
                if let Some(cause) = self.cause_mut(it.number) {
                    cause.rejected = Some(it.reason.clone());
                }
            }
            ProblemEvent::AnalysisAttached(it) => self.take_analysis(it, at, by),
            ProblemEvent::AssessmentBegun(_) => self.enter(ProblemState::Assess, at),
            ProblemEvent::Confirmed(_) => self.enter(ProblemState::RootCauseAnalysis, at),
            ProblemEvent::FixBegun(_) => self.enter(ProblemState::FixInProgress, at),
            ProblemEvent::Resolved(it) => {
                let then = recorded.happened();
                let fix = AppliedFix::new(then, it.notes.clone(), it.alters_services);
                self.enter(ProblemState::Resolved(Resolution::FixApplied(fix)), at);
            }
            ProblemEvent::RiskAccepted(it) => {
                let (reason, role) = (it.reason.clone(), it.role.clone());
                let risk = AcceptedRisk::new(recorded.happened(), reason, it.authority, role);
                let resolution = Resolution::RiskAccepted(risk);
                let state = match it.ends {
                    RiskEnd::Closed => ProblemState::Closed(Closure::new(at, resolution)),
                    RiskEnd::Resolved => ProblemState::Resolved(resolution),
                };
                self.enter(state, at);
            }
            ProblemEvent::FixVerified(it) => {
                if let ProblemState::Resolved(Resolution::FixApplied(fix)) = &mut self.state {
                    fix.verified = Some(it.evidence.clone());
                }
                self.noted.remove(&Duty::Verification {});
            }
            ProblemEvent::VerificationFailed(_) => {
                self.failed_fixes = self.failed_fixes.saturating_add(1);
                self.enter(ProblemState::FixInProgress, at);
            }
            ProblemEvent::Closed(_) => {
                if let ProblemState::Resolved(resolution) = &self.state {
                    let closure = Closure::new(at, resolution.clone());
                    self.enter(ProblemState::Closed(closure), at);
                }
            }
            ProblemEvent::Reanalyzed(it) => {
                self.write(recorded, &it.reason);
                self.enter(ProblemState::RootCauseAnalysis, at);
            }
            ProblemEvent::Canceled(it) => {
                let end = Cancellation::new(at, CancelReason::NO_PROBLEM).notes(it.reason.clone());
                self.enter(ProblemState::Canceled(end), at);
            }
            ProblemEvent::NotPursued(it) => {
                let end = Cancellation::new(at, CancelReason::NOT_PURSUED).notes(it.reason.clone());
                self.enter(ProblemState::Canceled(end), at);
            }
            ProblemEvent::DuplicateMarked(it) => {
                let end = Cancellation::new(at, CancelReason::DUPLICATE).instead(it.facts.original);
                for task in &mut self.tasks.0 {
                    if task.state.is_open() {
                        task.state = TaskState::Moved;
                    }
                }
                self.incidents.clear();
                self.enter(ProblemState::Canceled(end), at);
            }
            ProblemEvent::Absorbed(it) => {
                let duplicate = &it.duplicate;
                for incident in &duplicate.incidents {
                    self.incidents.entry(*incident).or_insert(at);
                }
                for task in &duplicate.tasks {
                    self.tasks.add(task);
                }
                self.duplicates.insert(duplicate.problem);
                let before = duplicate.before.iter().filter(|it| **it != self.id);
                self.duplicates.extend(before);
            }
            ProblemEvent::TaskAdded(it) => self.tasks.add(&it.task),
            ProblemEvent::TaskStarted(it) => self.tasks.start(it),
            ProblemEvent::TaskEnded(it) => self.tasks.end(it),
            ProblemEvent::MajorFlagged(it) => self.major = Some(it.reason.clone()),
            ProblemEvent::MajorCleared(it) => {
                self.major = None;
                self.noted.remove(&Duty::MajorReview {});
                self.write(recorded, &it.reason);
            }
            ProblemEvent::ReviewRecorded(it) => {
                let (findings, lessons) = (it.findings.clone(), it.lessons.clone());
                self.review = Some(Review::new(at, by.clone(), findings, lessons));
                self.noted.remove(&Duty::MajorReview {});
            }
            ProblemEvent::ModelApplied(it) => self.take_model(it),
            ProblemEvent::StepCompleted(it) => self.take_step(&it.step, at),
            ProblemEvent::WorkaroundRecorded(it) => {
                self.take_workaround(it.number, &it.workaround, at);
            }
            ProblemEvent::WorkaroundRevised(it) => {
                if let Some(workaround) = self.workaround_mut(it.number) {
                    workaround.workaround = it.workaround.clone();
                    workaround.at = at;
                }
            }
            ProblemEvent::WorkaroundWithdrawn(it) => {
                if let Some(workaround) = self.workaround_mut(it.number) {
                    workaround.withdrawn = Some(it.reason.clone());
                }
            }
            ProblemEvent::WorkaroundCounted(it) => {
                if let Some(workaround) = self.workaround_mut(it.number) {
                    workaround.effectiveness.count(it.outcome);
                }
            }
            ProblemEvent::KnownErrorDeclared(it) => {
                self.take_known_error(it.known_error, &it.text, at);
            }
            ProblemEvent::KnownErrorRevised(it) => {
                if let Some(error) = self.known_errors.get_mut(&it.known_error) {
                    error.text = it.text.clone();
                    error.revised_at = at;
                }
            }
            ProblemEvent::KnownErrorReviewed(it) => {
                if let Some(error) = self.known_errors.get_mut(&it.known_error) {
                    let review = ErrorReview::new(at, by.clone(), it.findings.clone());
                    error.reviews.push(ErrorReview {
                        due: it.due,
                        ..review
                    });
                }
                let known_error = it.known_error;
                self.noted.remove(&Duty::KnownErrorReview { known_error });
            }
            ProblemEvent::KnownErrorDeactivated(it) => {
                if let Some(error) = self.known_errors.get_mut(&it.known_error) {
                    error.deactivated = Some(Deactivation::new(at, it.reason.clone()));
                }
                let known_error = it.known_error;
                self.noted.remove(&Duty::KnownErrorReview { known_error });
            }
            ProblemEvent::StrategySet(it) => {
                let strategy = Strategy::new(it.strategy, at);
                self.strategy = Some(Strategy {
                    debt: it.debt.clone(),
                    ..strategy
                });
            }
            ProblemEvent::Parked(it) => {
                let parking = Parking::new(at, it.reason.clone());
                self.parking = Some(Parking {
                    until: it.until,
                    ..parking
                });
            }
            ProblemEvent::Unparked(_) => self.unpark(),
            ProblemEvent::FellOverdue(it) => {
                self.noted.insert(it.duty);
            }
            ProblemEvent::Redacted(it) => self.take_redaction(it, recorded),
            ProblemEvent::PolicyAdopted(it) => {
                self.policy = recorded.policy.clone();
                if let Some(priority) = &it.priority {
                    self.priority = priority.clone();
                }
            }
        }
        if is_activity(&recorded.event) {
            self.last_activity = at;
            self.noted.remove(&Duty::Attention {});
        }
        self.revision = recorded.revision;
        self.last_at = at;
    }

    /// Enters a state. What was noted of the one before is settled, and nothing rests any longer.
    fn enter(&mut self, state: ProblemState, at: Instant) {
        self.state = state;
        self.since = at;
        self.noted.remove(&Duty::Verification {});
        self.unpark();
    }

    fn unpark(&mut self) {
        self.parking = None;
        self.noted.remove(&Duty::Parking {});
    }

    fn write(&mut self, recorded: &RecordedProblemEvent, note: &Note) {
        let entry = LogEntry::new(recorded.at, recorded.by.clone(), note.clone());
        self.log.push(entry);
    }
}

/// Whether an event is a sign of life: not what only time or counting brings, and not one more
/// incident, which is bad news and no work.
const fn is_activity(event: &ProblemEvent) -> bool {
    !matches!(
        event,
        ProblemEvent::FellOverdue(_)
            | ProblemEvent::IncidentLinked(_)
            | ProblemEvent::PolicyAdopted(_)
            | ProblemEvent::WorkaroundCounted(_)
    )
}
