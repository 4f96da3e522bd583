//! Swarming: several people work on it at once, and one owner stays accountable.

use crate::error::{IncidentError, Law};
use crate::event::IncidentEvent;
use crate::incident::Incident;
use crate::refuse::No;
use alloc::string::ToString;
use itsm_core::id::PersonId;
use itsm_core::wire_struct;

wire_struct! {
    /// Take part in the work. It takes an owner first: many hands, one accountable.
    #[doc(alias = "collaborate")]
    pub struct JoinSwarm {
        /// Who.
        person: PersonId,
    }
}
wire_struct! {
    /// Take part in the work no longer.
    pub struct LeaveSwarm {
        /// Who.
        person: PersonId,
    }
}
wire_struct! {
    /// A person takes part in the work.
    pub struct SwarmJoined {
        /// Who.
        person: PersonId,
    }
}
wire_struct! {
    /// A person takes part in the work no longer.
    pub struct SwarmLeft {
        /// Who.
        person: PersonId,
    }
}

impl Incident {
    /// Those who take part in the work now, in the order of their ids. Accountable is the
    /// [`owner`](Self::owner) alone.
    #[doc(alias = "swarm")]
    pub fn contributors(&self) -> impl Iterator<Item = PersonId> {
        self.members(|it| &it.swarm)
    }

    pub(crate) fn join_swarm(
        &self,
        it: &JoinSwarm,
        no: impl FnOnce(Law) -> No,
    ) -> Result<IncidentEvent, IncidentError> {
        if self.contributors().any(|person| person == it.person) {
            return no(Law::NothingToChange).err();
        }
        Ok(SwarmJoined::new(it.person).into())
    }

    pub(crate) fn leave_swarm(
        &self,
        it: &LeaveSwarm,
        no: impl FnOnce(Law) -> No,
    ) -> Result<IncidentEvent, IncidentError> {
        if self.contributors().any(|person| person == it.person) {
            return Ok(SwarmLeft::new(it.person).into());
        }
        no(Law::PersonNotAmong)
            .param("person", it.person.to_string().as_str())
            .err()
    }
}
