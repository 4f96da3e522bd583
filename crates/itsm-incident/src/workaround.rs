//! Known errors and their workarounds: which was offered, which was used, whether it worked.

use crate::error::{IncidentError, Law};
use crate::event::IncidentEvent;
use crate::incident::Incident;
use crate::refuse::No;
use itsm_core::id::KnownErrorId;
use itsm_core::time::Instant;
use itsm_core::{plain_enum, wire_struct};

plain_enum! {
    /// How far it came with the workaround of a known error.
    pub enum WorkaroundStep {
        /// Somebody pointed it out: a search, a colleague, a rule.
        Offered = "offered",
        /// Somebody tried it.
        Used = "used",
        /// It restored the service.
        Worked = "worked",
        /// It did not.
        Failed = "failed",
    }
}

wire_struct! {
    /// Note that the workaround of a known error was offered or used, or how that went.
    ///
    /// Which known error a resolution rests on, [`Resolve`](crate::command::Resolve) says besides.
    pub struct NoteWorkaround {
        /// The known error.
        known_error: KnownErrorId,
        /// How far it came.
        step: WorkaroundStep,
    }
}
wire_struct! {
    /// The workaround of a known error was offered or used, or it became known how that went.
    pub struct WorkaroundNoted {
        /// The known error.
        known_error: KnownErrorId,
        /// How far it came.
        step: WorkaroundStep,
    }
}
wire_struct! {
    /// What came of a known error's workaround.
    pub struct WorkaroundUse {
        /// The known error.
        known_error: KnownErrorId,
    } optional {
        /// When it was first offered.
        offered_at: Instant,
        /// When it was first tried.
        used_at: Instant,
        /// Whether it restored the service.
        worked: bool,
    }
}

impl WorkaroundUse {
    /// Takes a step in. What was tried has been tried, even if only its outcome was noted.
    fn note(&mut self, step: WorkaroundStep, at: Instant) {
        match step {
            WorkaroundStep::Offered => {
                self.offered_at.get_or_insert(at);
            }
            WorkaroundStep::Used => {
                self.used_at.get_or_insert(at);
            }
            WorkaroundStep::Worked | WorkaroundStep::Failed => {
                self.used_at.get_or_insert(at);
                self.worked = Some(step == WorkaroundStep::Worked);
            }
        }
    }
}

impl Incident {
    /// The known errors whose workarounds were offered or used, in the order in which they came up.
    pub fn workarounds(&self) -> &[WorkaroundUse] {
        self.listed(|it| &it.workarounds)
    }

    pub(crate) fn note_workaround(
        &self,
        it: &NoteWorkaround,
        no: impl FnOnce(Law) -> No,
    ) -> Result<IncidentEvent, IncidentError> {
        let present = self
            .workarounds()
            .iter()
            .find(|of| of.known_error == it.known_error);
        if let Some(present) = present {
            let mut next = present.clone();
            next.note(it.step, self.last_at);
            if next == *present {
                return no(Law::NothingToChange).err();
            }
        }
        Ok(WorkaroundNoted::new(it.known_error, it.step).into())
    }

    pub(crate) fn take_workaround(&mut self, it: &WorkaroundNoted, at: Instant) {
        let all = &mut self.annex_mut().workarounds;
        if let Some(present) = all.iter_mut().find(|of| of.known_error == it.known_error) {
            present.note(it.step, at);
        } else {
            let mut first = WorkaroundUse::new(it.known_error);
            first.note(it.step, at);
            all.push(first);
        }
    }
}
