//! Deciding how an incident ends: resolved, closed, canceled, and corrected afterwards.

use crate::allowed::confirms_by_acting;
use crate::command::{Cancel, Close, Correct, IncidentCommandKind as Kind, Resolve};
use crate::decide::Decision;
use crate::error::{IncidentError, Law};
use crate::event::{Canceled, Closed, Corrected, IncidentEvent, MajorDemoted, Resolved, TaskEnded};
use crate::incident::Incident;
use crate::policy::IncidentPolicy;
use crate::refuse::{No, check_category, not_ahead};
use crate::resolution::{Confirmation, ResolutionCode};
use crate::state::IncidentStage;
use crate::task::{OpenTasks, TaskOutcome};
use alloc::vec::Vec;
use itsm_core::context::Context;
use itsm_core::text::Note;

type Cx<'a> = Context<'a, IncidentPolicy>;

impl Incident {
    pub(crate) fn resolve(
        &self,
        it: &Resolve,
        cx: &Cx<'_>,
    ) -> Result<IncidentEvent, IncidentError> {
        let no = |law| self.no(law, Kind::Resolve, cx.policy);
        check_resolution_code(&it.code, cx.policy, no)?;
        let restored_at = it.restored_at.map(|at| at.0);
        not_ahead("restored_at", restored_at, cx.now, no)?;
        self.not_itself(it.through, no)?;
        Ok(Resolved {
            code: it.code.clone(),
            notes: it.notes.clone(),
            restored_at: it.restored_at,
            known_error: it.known_error,
            through: it.through,
            following: None,
        }
        .into())
    }

    pub(crate) fn close_automatically(&self, cx: &Cx<'_>) -> Decision {
        match self.auto_close(cx.policy) {
            Some((_, due)) => Ok(self.close(Confirmation::NotObjected { due }, cx.policy)),
            None => self
                .no(Law::AutoCloseDisabled, Kind::CloseAutomatically, cx.policy)
                .err(),
        }
    }

    pub(crate) fn close(
        &self,
        confirmation: Confirmation,
        policy: &IncidentPolicy,
    ) -> Vec<IncidentEvent> {
        let mut events = self.end_tasks(policy.tasks_on_close, TaskOutcome::Incomplete);
        events.extend(self.flag_review(policy));
        events.push(Closed::new(confirmation).into());
        events
    }

    pub(crate) fn cancel(&self, it: &Cancel, policy: &IncidentPolicy) -> Vec<IncidentEvent> {
        let mut events = self.end_tasks(policy.tasks_on_cancel, TaskOutcome::Skipped);
        if self.major().is_in_force() {
            let reason = it
                .notes
                .clone()
                .unwrap_or(const { Note::trusted("the incident was canceled") });
            events.push(MajorDemoted::new(reason).into());
        }
        events.push(
            Canceled {
                reason: it.reason.clone(),
                notes: it.notes.clone(),
                instead: it.instead,
            }
            .into(),
        );
        events
    }

    pub(crate) fn end_tasks(&self, rule: OpenTasks, outcome: TaskOutcome) -> Vec<IncidentEvent> {
        self.tasks
            .iter()
            .filter(|task| rule == OpenTasks::End && task.is_open())
            .map(|task| TaskEnded::new(task.id, outcome).into())
            .collect()
    }

    pub(crate) fn correct(
        &self,
        it: &Correct,
        cx: &Cx<'_>,
    ) -> Result<IncidentEvent, IncidentError> {
        let no = |law| self.no(law, Kind::Correct, cx.policy);
        let correction = &it.correction;
        if correction.is_empty() {
            return no(Law::NothingToChange).err();
        }
        if let Some(category) = &correction.category {
            check_category(category, cx.policy, no)?;
        }
        if let Some(code) = &correction.code {
            check_resolution_code(code, cx.policy, no)?;
        }
        let of_resolution = [
            ("code", correction.code.is_some()),
            ("notes", correction.notes.is_some()),
        ];
        let without = self.state.resolution().is_none() && self.stage() != IncidentStage::Canceled;
        for (field, given) in of_resolution {
            let canceled_code = self.stage() == IncidentStage::Canceled && field == "code";
            if given && (without || canceled_code) {
                return no(Law::CorrectionNotApplicable).param("field", field).err();
            }
        }
        Ok(Corrected::new(correction.clone(), it.reason.clone()).into())
    }
}

/// That a resolution code is known.
pub(crate) fn check_resolution_code(
    code: &ResolutionCode,
    policy: &IncidentPolicy,
    no: impl FnOnce(Law) -> No,
) -> Result<(), IncidentError> {
    if policy.has_resolution_code(code) {
        Ok(())
    } else {
        no(Law::ResolutionCodeUnknown)
            .param("code", code.as_str())
            .err()
    }
}

pub(crate) fn confirmation(it: &Close, cx: &Cx<'_>) -> Confirmation {
    let by_acting = cx
        .actor
        .person_id()
        .filter(|_| confirms_by_acting(Kind::Close, cx.actor));
    match it.confirmed_by.or(by_acting) {
        Some(by) => Confirmation::Confirmed { by },
        None => Confirmation::Unconfirmed,
    }
}
