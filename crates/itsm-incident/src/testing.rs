//! Generators of incidents, and the incident as a specimen of the law suite.
//!
//! For those who test a policy of their own: implement [`Desk`] for it and hand
//! [`IncidentUnder`] to the suite.
//!
//! ```
//! use itsm_incident::draft::DraftIncidentPolicy;
//! use itsm_incident::policy::IncidentPolicy;
//! use itsm_incident::testing::{Desk, IncidentUnder};
//! use itsm_testing::law_suite;
//!
//! struct OurDesk;
//! impl Desk for OurDesk {
//!     fn policies() -> Vec<IncidentPolicy> {
//!         // In a test of your own, your policy. Beside it the default one, so that every command
//!         // that yours forbids is still seen to be accepted somewhere.
//!         vec![IncidentPolicy::default()]
//!     }
//! }
//! law_suite!(IncidentUnder<OurDesk>);
//! ```

mod annex_commands;
mod annex_witness;
mod commands;
mod origins;
mod witness;

pub use commands::commands;
pub use origins::{adoptions, origins, profiles, states};
pub use witness::witness;

use crate::command::IncidentCommandKind;
use crate::incident::Incident;
use crate::lifecycle::LIFECYCLE;
use crate::policy::IncidentPolicy;
use crate::state::IncidentStage;
use alloc::vec;
use alloc::vec::Vec;
use core::fmt;
use core::marker::PhantomData;
use itsm_core::actor::{Actor, Role};
use itsm_core::context::Context;
use itsm_core::id::PersonId;
use itsm_core::text::Code;
use itsm_testing::Specimen;
use itsm_testing::specimen::{Origin, RecordOf};
use itsm_testing::wire::{Form, Wire};
use proptest::strategy::BoxedStrategy;

/// The policies that incidents are tested under.
pub trait Desk: 'static {
    /// At least one; a policy that narrows the lifecycle belongs beside one that does not.
    fn policies() -> Vec<IncidentPolicy>;
}

/// The incident under the policies of a desk, as a specimen of the law suite.
pub struct IncidentUnder<D>(PhantomData<D>);

impl<D> fmt::Debug for IncidentUnder<D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("IncidentUnder")
    }
}

/// Those who act in the tests: somebody who may do everything, an analyst, an end user, a program.
pub fn actors() -> Vec<Actor> {
    let manager = [
        Role::SERVICE_DESK_ANALYST,
        Role::INCIDENT_MANAGER,
        Role::MAJOR_INCIDENT_MANAGER,
        Role::PROCESS_OWNER,
    ];
    vec![
        manager
            .into_iter()
            .fold(Actor::person(PersonId::from_key(1)), Actor::with),
        Actor::person(PersonId::from_key(2)).with(Role::SERVICE_DESK_ANALYST),
        Actor::person(PersonId::from_key(3)).with(Role::REQUESTER),
        Actor::person(PersonId::from_key(4)).with(Role::INCIDENT_MANAGER),
        Actor::automation(const { Code::trusted("monitor") }),
    ]
}

fn form<T: serde::Serialize + serde::de::DeserializeOwned>() -> Form<T> {
    Form::new(
        |value| serde_json::to_string(value).unwrap_or_default(),
        |text| {
            serde_json::from_str(text).map_err(|error| alloc::string::ToString::to_string(&error))
        },
    )
}

impl<D: Desk> Specimen for IncidentUnder<D> {
    type Record = Incident;

    const LIFECYCLE_RULE: &'static str = "incident.lifecycle.forbidden";
    const CLOCK_RULE: &'static str = "incident.time.backwards";

    fn stages() -> Vec<IncidentStage> {
        IncidentStage::ALL.to_vec()
    }

    fn kinds() -> Vec<IncidentCommandKind> {
        IncidentCommandKind::ALL.to_vec()
    }

    fn table_leads(from: IncidentStage, kind: IncidentCommandKind, to: IncidentStage) -> bool {
        LIFECYCLE.leads(from, kind, to)
    }

    fn policies() -> Vec<IncidentPolicy> {
        D::policies()
    }

    fn actors() -> Vec<Actor> {
        actors()
    }

    fn origins(policy: &IncidentPolicy) -> BoxedStrategy<Origin<Incident>> {
        origins(policy)
    }

    fn commands(
        kind: IncidentCommandKind,
    ) -> BoxedStrategy<<RecordOf<Self> as itsm_core::aggregate::Aggregate>::Command> {
        commands(kind)
    }

    fn witness_for(
        record: &Incident,
        kind: IncidentCommandKind,
        cx: &Context<'_, IncidentPolicy>,
    ) -> Option<crate::command::IncidentCommand> {
        witness(record, kind, cx)
    }

    fn wire() -> Wire<Incident> {
        Wire::new(form(), form(), form()).with_open_maps(&["attributes"])
    }

    fn execute(
        record: &mut Incident,
        command: &crate::command::IncidentCommand,
        cx: &Context<'_, IncidentPolicy>,
    ) -> Result<Vec<crate::incident::RecordedIncidentEvent>, crate::error::IncidentError> {
        record.execute(command.clone(), cx)
    }
}
