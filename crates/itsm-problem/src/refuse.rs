//! Building refusals: the same few lines at every rule.

use crate::command::ProblemCommandKind;
use crate::error::{Law, ProblemError};
use crate::lifecycle::LIFECYCLE;
use crate::policy::ProblemPolicy;
use crate::problem::Problem;
use itsm_core::level::{Level, Scale};
use itsm_core::refuse;
use itsm_core::time::Instant;

/// A refusal in the making.
pub(crate) type No = itsm_core::refuse::No<Law>;

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
        No::new(law, asked.as_str(), stage.as_str(), takes)
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
    refuse::not_ahead(Law::MomentAhead, field, at, now, no)
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
