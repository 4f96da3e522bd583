//! The configuration item as an aggregate: executing and replaying.

use crate::ci::Ci;
use crate::command::{CiCommand, CiCommandKind};
use crate::error::CiError;
use crate::event::CiEvent;
use crate::policy::ConfigurationPolicy;
use crate::state::LifecycleStage;
use itsm_core::aggregate;
use itsm_core::id::CiId;

aggregate! {
    /// `server.execute(AssignOwner::new(ana, change), &cx)?`.
    Ci: CiId, CiCommand, CiCommandKind, LifecycleStage, CiEvent, ConfigurationPolicy, CiError
}
