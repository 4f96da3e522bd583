//! Building refusals: the same few lines at every rule.

use crate::command::ProblemCommandKind;
use crate::error::{Law, ProblemError};
use crate::lifecycle::LIFECYCLE;
use crate::policy::ProblemPolicy;
use crate::problem::Problem;
use alloc::string::ToString;
use itsm_core::level::{Level, Scale};
use itsm_core::refusal::{Param, Refusal};
use itsm_core::time::Instant;

/// A refusal in the making.
pub(crate) struct No {
    law: Law,
    refusal: Refusal,
}

impl No {
    /// A birth was refused: there is no record yet.
    pub(crate) const fn birth(law: Law, asked: &'static str) -> Self {
        Self {
            law,
            refusal: Refusal::new(law.rule(), asked, "unborn"),
        }
    }

    pub(crate) fn param(mut self, name: &'static str, value: impl Into<Param>) -> Self {
        self.refusal = self.refusal.param(name, value);
        self
    }

    pub(crate) fn text(self, name: &'static str, value: &impl ToString) -> Self {
        self.param(name, value.to_string().as_str())
    }

    pub(crate) fn error(self) -> ProblemError {
        self.law.error(self.refusal)
    }

    pub(crate) fn err<T>(self) -> Result<T, ProblemError> {
        Err(self.error())
    }
}

impl Problem {
    /// A command was refused: by which rule, in which state, and what the lifecycle and the policy
    /// would take instead.
    pub(crate) fn no(&self, law: Law, asked: ProblemCommandKind, policy: &ProblemPolicy) -> No {
        let stage = self.stage();
        let takes = LIFECYCLE
            .commands(stage)
            .into_iter()
            .filter(|command| !policy.forbids(stage, *command))
            .map(ProblemCommandKind::as_str);
        No {
            law,
            refusal: Refusal::new(law.rule(), asked.as_str(), stage.as_str()).allowing(takes),
        }
    }
}

/// That a command changes something.
pub(crate) fn changes(it: bool, no: impl FnOnce(Law) -> No) -> Result<(), ProblemError> {
    if it {
        return Ok(());
    }
    no(Law::NothingToChange).err()
}

/// That a moment does not lie ahead.
pub(crate) fn not_ahead(
    field: &'static str,
    at: Option<Instant>,
    now: Instant,
    no: impl FnOnce(Law) -> No,
) -> Result<(), ProblemError> {
    match at {
        Some(at) if at > now => no(Law::MomentAhead)
            .param("field", field)
            .param("at", at)
            .param("now", now)
            .err(),
        _ => Ok(()),
    }
}

/// That a level is on its scale.
pub(crate) fn on_scale<L: Level>(
    level: &L,
    scale: &Scale<L>,
    no: impl FnOnce(Law) -> No,
) -> Result<(), ProblemError> {
    if scale.contains(level) {
        return Ok(());
    }
    no(Law::LevelUnknown)
        .param("field", L::NAME)
        .param("expected", scale.labels())
        .text("got", level.label())
        .err()
}
