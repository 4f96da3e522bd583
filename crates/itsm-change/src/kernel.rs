//! The change as an aggregate: executing and replaying.

use crate::change::Change;
use crate::command::{ChangeCommand, ChangeCommandKind};
use crate::error::ChangeError;
use crate::event::ChangeEvent;
use crate::policy::ChangePolicy;
use crate::state::ChangeStage;
use itsm_core::aggregate;
use itsm_core::id::ChangeId;

aggregate! {
    /// `change.execute(Submit::new(), &cx)?`.
    Change: ChangeId, ChangeCommand, ChangeCommandKind, ChangeStage, ChangeEvent, ChangePolicy, ChangeError
}
