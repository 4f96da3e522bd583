//! Deciding: what would happen, or why not. Changes nothing.

use crate::command::{Describe, NoteOverdue, Prioritize, ProblemCommand, SetService};
use crate::error::{Law, ProblemError};
use crate::event::{
    AssessmentBegun, Categorized, CauseAdded, Confirmed, Described, FellOverdue, FixBegun,
    FixCommunicated, KnownErrorDeactivated, MajorCleared, MajorFlagged, NoteAdded, PolicyAdopted,
    Prioritized, ProblemEvent, Reanalyzed, ReviewRecorded, ServiceSet, Unparked, WorkaroundCounted,
    WorkaroundRecorded, WorkaroundWithdrawn,
};
use crate::policy::ProblemPolicy;
use crate::problem::Problem;
use crate::refuse::{No, changes, on_scale};
use alloc::vec;
use alloc::vec::Vec;
use itsm_core::aggregate::stamp;
use itsm_core::context::Context;

type Cx<'a> = Context<'a, ProblemPolicy>;
pub(crate) type Decided = Result<ProblemEvent, ProblemError>;
pub(crate) type Decision = Result<Vec<ProblemEvent>, ProblemError>;

impl Problem {
    /// What would happen, or why not. Changes nothing: the dry run behind every button.
    ///
    /// # Errors
    /// The rule that refuses, with what would be allowed instead.
    pub fn decide(
        &self,
        command: &ProblemCommand,
        cx: &Cx<'_>,
    ) -> Result<Vec<ProblemEvent>, ProblemError> {
        let kind = command.kind();
        self.gate(kind, cx)?;
        let no = |law| self.no(law, kind, cx.policy);
        match command {
            ProblemCommand::RecordFixOutcome(it) => self.record_outcome(it, no),
            ProblemCommand::LinkChange(it) => self.link_change(it, no),
            ProblemCommand::UnlinkChange(it) => self.unlink_change(it, no),
            ProblemCommand::AcceptRisk(it) => self.accept_risk(it, cx, no),
            ProblemCommand::Close(it) => self.close(it, cx, no),
            ProblemCommand::Cancel(it) => Ok(self.cancel(it)),
            ProblemCommand::DoNotPursue(it) => Ok(self.do_not_pursue(it)),
            ProblemCommand::MarkDuplicate(it) => self.mark_duplicate(it, cx),
            ProblemCommand::Absorb(it) => self.absorb(it, no),
            ProblemCommand::Prioritize(it) => self.prioritize(it, cx, no),
            _ => {
                let event = self.decide_one(command, cx, no)?;
                let wakes = self.wakes(&event, cx);
                Ok(core::iter::once(event).chain(wakes).collect())
            }
        }
    }

    /// That a problem rests no longer, because nothing keeps the damage small after an event.
    fn wakes(&self, event: &ProblemEvent, cx: &Cx<'_>) -> Option<ProblemEvent> {
        let may = matches!(
            event,
            ProblemEvent::WorkaroundWithdrawn(_)
                | ProblemEvent::KnownErrorRevised(_)
                | ProblemEvent::KnownErrorDeactivated(_)
        );
        if self.parking.is_none() || !may {
            return None;
        }
        let mut after = self.clone();
        let revision = self.revision.saturating_add(1);
        after.evolve(&stamp(self.id, revision, event.clone(), cx.policy.of(), cx));
        (!after.is_mitigated()).then(|| Unparked::new().into())
    }

    /// The commands that bring one event.
    fn decide_one(
        &self,
        command: &ProblemCommand,
        cx: &Cx<'_>,
        no: impl Fn(Law) -> No + Copy,
    ) -> Decided {
        Ok(match command {
            ProblemCommand::Describe(it) => self.describe(it, no)?,
            ProblemCommand::Categorize(it) => {
                let same = self.category() == Some(&it.category);
                changes(!same || self.subcategory() != it.subcategory.as_ref(), no)?;
                Categorized {
                    category: it.category.clone(),
                    subcategory: it.subcategory.clone(),
                }
                .into()
            }
            ProblemCommand::AssessRisk(it) => self.assess_risk(it, cx.policy, no)?,
            ProblemCommand::Assign(it) => self.assign(it, no)?,
            ProblemCommand::SetService(it) => self.set_service(it, no)?,
            ProblemCommand::AffectCi(it) => self.affect_ci(it, no)?,
            ProblemCommand::ClearCi(it) => self.clear_ci(it, no)?,
            ProblemCommand::LinkIncident(it) => self.link_incident(it, no)?,
            ProblemCommand::UnlinkIncident(it) => self.unlink_incident(it, no)?,
            ProblemCommand::AddNote(it) => NoteAdded::new(it.note.clone()).into(),
            ProblemCommand::AddCause(it) => {
                CauseAdded::new(self.next_cause(), it.cause.clone()).into()
            }
            ProblemCommand::ReviseCause(it) => self.revise_cause(it, no)?,
            ProblemCommand::RejectCause(it) => self.reject_cause(it, no)?,
            ProblemCommand::AttachAnalysis(it) => self.attach_analysis(it, no)?,
            ProblemCommand::BeginAssessment(_) => AssessmentBegun::new().into(),
            ProblemCommand::Confirm(_) => Confirmed::new().into(),
            ProblemCommand::BeginFix(_) => FixBegun::new().into(),
            ProblemCommand::Resolve(it) => self.resolve(it, cx, no)?,
            ProblemCommand::Verify(it) => self.verify(it, cx, no)?,
            ProblemCommand::EndMonitoring(_) => self.end_monitoring(cx.policy, no)?,
            ProblemCommand::Reanalyze(it) => {
                Reanalyzed::new(self.stage(), it.reason.clone()).into()
            }
            ProblemCommand::AddTask(it) => self.add_task(it, no)?,
            ProblemCommand::StartTask(it) => self.start_task(it, no)?,
            ProblemCommand::CompleteTask(it) => self.complete_task(it, no)?,
            ProblemCommand::CancelTask(it) => self.cancel_task(it, no)?,
            ProblemCommand::FlagMajor(it) => MajorFlagged::new(it.reason.clone()).into(),
            ProblemCommand::ClearMajor(it) => MajorCleared::new(it.reason.clone()).into(),
            ProblemCommand::RecordReview(it) => {
                ReviewRecorded::new(it.findings.clone(), it.lessons.clone()).into()
            }
            ProblemCommand::ApplyModel(it) => self.apply_model(it, cx.policy, no)?,
            ProblemCommand::CompleteStep(it) => self.complete_step(it, no)?,
            ProblemCommand::RecordWorkaround(it) => {
                WorkaroundRecorded::new(self.next_workaround(), it.workaround.clone()).into()
            }
            ProblemCommand::ReviseWorkaround(it) => self.revise_workaround(it, no)?,
            ProblemCommand::WithdrawWorkaround(it) => {
                self.active_workaround(it.number, no)?;
                WorkaroundWithdrawn::new(it.number, it.reason.clone()).into()
            }
            ProblemCommand::CountWorkaround(it) => {
                self.active_workaround(it.number, no)?;
                WorkaroundCounted::new(it.number, it.outcome).into()
            }
            ProblemCommand::DeclareKnownError(it) => self.declare_known_error(it, cx.policy, no)?,
            ProblemCommand::ReviseKnownError(it) => self.revise_known_error(it, no)?,
            ProblemCommand::ReviewKnownError(it) => self.review_known_error(it, cx.policy, no)?,
            ProblemCommand::DeactivateKnownError(it) => {
                self.active_error(it.known_error, no)?;
                KnownErrorDeactivated::new(it.known_error, it.reason.clone()).into()
            }
            ProblemCommand::SetStrategy(it) => self.set_strategy(it, cx.policy, no)?,
            ProblemCommand::Park(it) => Self::park(it, cx.now, no)?,
            ProblemCommand::Unpark(_) => Unparked::new().into(),
            ProblemCommand::CommunicateWorkaround(it) => self.communicate_workaround(it, no)?,
            ProblemCommand::CommunicateFix(it) => FixCommunicated::new(it.message.clone()).into(),
            ProblemCommand::NoteOverdue(it) => self.note_overdue(it, cx, no)?,
            ProblemCommand::Redact(it) => self.redact(it, no)?,
            ProblemCommand::AdoptPolicy(_) => self.adopt_policy(cx.policy),
            // Those that bring several events are answered above.
            _ => return no(Law::LifecycleForbidden).err(),
        })
    }

    fn describe(&self, it: &Describe, no: impl Fn(Law) -> No) -> Decided {
        let renames = it.title.as_ref().is_some_and(|it| it != self.title());
        let describes = it.description.is_some() && it.description.as_ref() != self.description();
        changes(renames || describes, no)?;
        Ok(Described {
            title: it.title.clone(),
            description: it.description.clone(),
        }
        .into())
    }

    fn prioritize(&self, it: &Prioritize, cx: &Cx<'_>, no: impl Fn(Law) -> No) -> Decision {
        let matrix = cx.policy.matrix();
        on_scale(&it.impact, matrix.impacts(), &no)?;
        on_scale(&it.urgency, matrix.urgencies(), &no)?;
        let same = it.impact == *self.impact() && it.urgency == *self.urgency();
        changes(!same, &no)?;
        let Some(priority) = matrix.priority(&it.impact, &it.urgency) else {
            return no(Law::LevelUnknown).err();
        };
        let (impact, urgency) = (it.impact.clone(), it.urgency.clone());
        let prioritized = Prioritized::new(impact, urgency, priority.clone(), it.note.clone());
        let mut events = vec![prioritized.into()];
        if it.impact != *self.impact() {
            // A risk that was assessed for another impact is another risk.
            let again = self.assess_again(&it.impact, cx.policy);
            events.extend(again.map(ProblemEvent::from));
        }
        Ok(events)
    }

    fn set_service(&self, it: &SetService, no: impl Fn(Law) -> No) -> Decided {
        changes(self.service() != it.service, no)?;
        Ok(ServiceSet {
            service: it.service,
        }
        .into())
    }

    fn note_overdue(&self, it: &NoteOverdue, cx: &Cx<'_>, no: impl Fn(Law) -> No) -> Decided {
        match self.late(Some(it.duty), cx) {
            Some(owed) => Ok(FellOverdue::new(it.duty, owed.due).into()),
            None => no(Law::DutyNotOverdue).err(),
        }
    }

    fn adopt_policy(&self, policy: &ProblemPolicy) -> ProblemEvent {
        let given = policy.matrix().priority(self.impact(), self.urgency());
        PolicyAdopted {
            priority: given.filter(|it| **it != self.priority).cloned(),
        }
        .into()
    }
}
