//! The incident as an aggregate: executing and replaying.

use crate::command::{IncidentCommand, IncidentCommandKind};
use crate::error::IncidentError;
use crate::event::IncidentEvent;
use crate::incident::Incident;
use crate::policy::IncidentPolicy;
use crate::state::IncidentStage;
use itsm_core::aggregate;
use itsm_core::id::IncidentId;

aggregate! {
    /// `incident.execute(StartWork::new(), &cx)?`.
    Incident: IncidentId, IncidentCommand, IncidentCommandKind, IncidentStage, IncidentEvent, IncidentPolicy, IncidentError
}
