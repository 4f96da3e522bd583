//! Deciding: what would happen, or why not. Changes nothing.

use crate::change::Change;
use crate::command::ChangeCommand;
use crate::error::{ChangeError, Law};
use crate::event::{
    BackedOut, ChangeEvent, Held, ImplementationStarted, NoteAdded, PolicyAdopted, Released,
    Reverted,
};
use crate::policy::ChangePolicy;
use crate::refuse::No;
use alloc::vec;
use alloc::vec::Vec;
use itsm_core::context::Context;

pub(crate) type Cx<'a> = Context<'a, ChangePolicy>;
pub(crate) type Decided = Result<ChangeEvent, ChangeError>;
pub(crate) type Decision = Result<Vec<ChangeEvent>, ChangeError>;

impl Change {
    /// What would happen, or why not. Changes nothing: the dry run behind every button.
    ///
    /// # Errors
    /// The rule that refuses, with what would be allowed instead.
    pub fn decide(
        &self,
        command: &ChangeCommand,
        cx: &Cx<'_>,
    ) -> Result<Vec<ChangeEvent>, ChangeError> {
        let kind = command.kind();
        self.gate(kind, cx)?;
        let no = |law| self.no(law, kind, cx.policy);
        match command {
            ChangeCommand::Submit(_) => self.submit(cx, no),
            ChangeCommand::RequestAuthorization(_) => Ok(self.request_authorization(cx)),
            ChangeCommand::CastVote(it) => self.cast_vote(it, cx, no),
            ChangeCommand::RecordApproval(it) => self.record_approval(it, cx, no),
            ChangeCommand::LapseApproval(_) => self.lapse(cx, no),
            ChangeCommand::Reschedule(it) => self.reschedule(it, cx, no),
            ChangeCommand::Cancel(it) => Ok(self.cancel(it)),
            ChangeCommand::AdoptPolicy(_) => {
                let mut events = vec![PolicyAdopted::new().into()];
                events.extend(self.after_adoption(cx.policy));
                Ok(events)
            }
            ChangeCommand::Describe(_)
            | ChangeCommand::SetAttribute(_)
            | ChangeCommand::Assign(_)
            | ChangeCommand::SetMagnitude(_)
            | ChangeCommand::SetScope(_)
            | ChangeCommand::Plan(_)
            | ChangeCommand::Assess(_)
            | ChangeCommand::AssessRisk(_)
            | ChangeCommand::Schedule(_)
            | ChangeCommand::StageModification(_)
            | ChangeCommand::WithdrawModification(_) => {
                let edit = self.decide_one(command, cx, no)?;
                Ok(self.with_invalidation(edit, cx))
            }
            _ => Ok(vec![self.decide_one(command, cx, no)?]),
        }
    }

    /// The commands that bring one event.
    fn decide_one(
        &self,
        command: &ChangeCommand,
        cx: &Cx<'_>,
        no: impl Fn(Law) -> No + Copy,
    ) -> Decided {
        Ok(match command {
            ChangeCommand::Describe(it) => self.describe(it, no)?,
            ChangeCommand::SetAttribute(it) => self.set_attribute(it, cx, no)?,
            ChangeCommand::Retype(it) => self.retype(it, cx, no)?,
            ChangeCommand::SetMagnitude(it) => self.set_magnitude(it, no)?,
            ChangeCommand::Assign(it) => self.assign(it, cx, no)?,
            ChangeCommand::SetScope(it) => self.set_scope(it, no)?,
            ChangeCommand::Plan(it) => self.plan(it, no)?,
            ChangeCommand::Assess(it) => self.assess(it, cx, no)?,
            ChangeCommand::AssessRisk(it) => self.assess_risk(it, cx, no)?,
            ChangeCommand::Schedule(it) => self.schedule(it, no)?,
            ChangeCommand::Convene(it) => self.convene(it, cx, no)?,
            ChangeCommand::Revert(it) => Reverted::new(self.stage(), it.reason.clone()).into(),
            ChangeCommand::StartImplementation(_) => ImplementationStarted::new().into(),
            ChangeCommand::PassPoint(it) => self.pass_point(it, no)?,
            ChangeCommand::FinishImplementation(it) => Self::finish(it, no)?,
            ChangeCommand::BackOut(it) => BackedOut::new(it.reason.clone()).into(),
            ChangeCommand::RecordOutcome(it) => self.record_outcome(it, no)?,
            ChangeCommand::RecordReview(it) => self.record_review(it, cx, no)?,
            ChangeCommand::Close(it) => self.close(it, no)?,
            ChangeCommand::Hold(it) => Held::new(it.reason.clone()).into(),
            ChangeCommand::Release(_) => Released::new().into(),
            ChangeCommand::AddTask(it) => self.add_task(it, no)?,
            ChangeCommand::StartTask(it) => self.start_task(it, no)?,
            ChangeCommand::CompleteTask(it) => self.complete_task(it, no)?,
            ChangeCommand::CancelTask(it) => self.cancel_task(it, no)?,
            ChangeCommand::HoldTask(it) => self.hold_task(it, no)?,
            ChangeCommand::ReleaseTask(it) => self.release_task(it, no)?,
            ChangeCommand::StageModification(it) => self.stage_modification(it),
            ChangeCommand::WithdrawModification(it) => self.withdraw_modification(it, no)?,
            ChangeCommand::NoteApplication(it) => self.note_application(it, no)?,
            ChangeCommand::LinkReason(it) => self.link_reason(it, no)?,
            ChangeCommand::UnlinkReason(it) => self.unlink_reason(it, no)?,
            ChangeCommand::LinkCaused(it) => self.link_caused(it, no)?,
            ChangeCommand::UnlinkCaused(it) => self.unlink_caused(it, no)?,
            ChangeCommand::AddNote(it) => NoteAdded::new(it.note.clone()).into(),
            ChangeCommand::NoteOverdue(it) => self.note_overdue(it, cx, no)?,
            ChangeCommand::Redact(it) => self.redact(it, no)?,
            // Those that bring several events are answered above.
            _ => return no(Law::LifecycleForbidden).err(),
        })
    }
}
