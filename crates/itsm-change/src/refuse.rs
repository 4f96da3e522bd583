//! Building refusals: the same few lines at every rule.

use crate::change::Change;
use crate::command::ChangeCommandKind;
use crate::error::{ChangeError, Law};
use crate::lifecycle::LIFECYCLE;
use crate::policy::ChangePolicy;
use itsm_core::refuse;
use itsm_core::time::Instant;

/// A refusal in the making.
pub(crate) type No = itsm_core::refuse::No<Law>;

impl Change {
    /// A command was refused: by which rule, in which state, and what the lifecycle and the policy
    /// would take instead.
    pub(crate) fn no(&self, law: Law, asked: ChangeCommandKind, policy: &ChangePolicy) -> No {
        let stage = self.stage();
        let takes = LIFECYCLE
            .commands(stage)
            .into_iter()
            .filter(|command| !policy.forbids(stage, *command))
            .map(ChangeCommandKind::as_str);
        No::new(law, asked.as_str(), stage.as_str(), takes)
    }
}

/// That a command changes something.
pub(crate) fn changes(it: bool, no: impl FnOnce(Law) -> No) -> Result<(), ChangeError> {
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
) -> Result<(), ChangeError> {
    refuse::not_ahead(Law::MomentAhead, field, at, now, no)
}
