//! Actors: who acts, and in which roles.

use crate::id::PersonId;
use crate::text::Code;
use alloc::vec::Vec;

crate::open_vocabulary! {
    /// A role in which somebody acts. The well-known ones are named; a host may add its own.
    ///
    /// Roles are of the moment, not of the person: the same person may act as requester at nine
    /// and as specialist at ten.
    pub struct Role {
        /// Somebody who asks for help or reports a disturbance: an end user.
        #[doc(alias = "caller")]
        #[doc(alias = "end user")]
        REQUESTER = "requester",
        /// The first line: takes the contact, registers, classifies, confirms closure.
        #[doc(alias = "agent")]
        SERVICE_DESK_ANALYST = "service_desk_analyst",
        /// Somebody with expert knowledge of a technology or service.
        #[doc(alias = "second level")]
        SPECIALIST = "specialist",
        /// Coordinates the handling of incidents.
        INCIDENT_MANAGER = "incident_manager",
        /// Responsible for each major incident.
        #[doc(alias = "incident commander")]
        MAJOR_INCIDENT_MANAGER = "major_incident_manager",
        /// Coordinates the handling of problems.
        PROBLEM_MANAGER = "problem_manager",
        /// Coordinates changes and their schedule.
        #[doc(alias = "change coordinator")]
        CHANGE_MANAGER = "change_manager",
        /// Keeps configuration information right.
        CONFIGURATION_MANAGER = "configuration_manager",
        /// A person or board that may authorize a change.
        #[doc(alias = "CAB")]
        CHANGE_AUTHORITY = "change_authority",
        /// Responsible for the management of IT services as a whole.
        IT_SERVICE_MANAGER = "it_service_manager",
        /// Responsible for the delivery of a service to its customers.
        SERVICE_DELIVERY_MANAGER = "service_delivery_manager",
        /// Accountable for a process.
        PROCESS_OWNER = "process_owner",
        /// Responsible for a practice.
        PRACTICE_MANAGER = "practice_manager",
        /// A program that acts by itself: a scheduler, a monitor, an integration.
        AUTOMATION = "automation",
    }
}

/// Who did something, as history keeps it: a person by id, or a program by name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "snake_case")
)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub enum Agent {
    /// A person.
    Person(PersonId),
    /// A program.
    Automation(Code),
}

/// Who acts now, with the roles that the host vouches for.
///
/// ```
/// use itsm_core::actor::{Actor, Role};
/// use itsm_core::id::PersonId;
///
/// let ana = Actor::person(PersonId::from_key(7)).with(Role::SERVICE_DESK_ANALYST);
/// assert!(ana.has(&Role::SERVICE_DESK_ANALYST));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    agent: Agent,
    roles: Vec<Role>,
}

impl Actor {
    /// A person without a role so far.
    pub const fn person(id: PersonId) -> Self {
        Self {
            agent: Agent::Person(id),
            roles: Vec::new(),
        }
    }

    /// A program, in the role [`Role::AUTOMATION`].
    pub fn automation(name: Code) -> Self {
        Self {
            agent: Agent::Automation(name),
            roles: alloc::vec![Role::AUTOMATION],
        }
    }

    /// The same actor in one more role.
    #[must_use]
    pub fn with(mut self, role: Role) -> Self {
        if !self.has(&role) {
            self.roles.push(role);
            self.roles.sort();
        }
        self
    }

    /// Whether the actor has the role.
    pub fn has(&self, role: &Role) -> bool {
        self.roles.contains(role)
    }

    /// Whether the actor is nothing but a requester: an end user without a part in the handling.
    pub fn is_only_requester(&self) -> bool {
        !self.roles.is_empty() && self.roles.iter().all(|role| *role == Role::REQUESTER)
    }

    /// Who it is, without the roles.
    pub const fn agent(&self) -> &Agent {
        &self.agent
    }

    /// The person, if it is one.
    pub const fn person_id(&self) -> Option<PersonId> {
        match self.agent {
            Agent::Person(id) => Some(id),
            Agent::Automation(_) => None,
        }
    }

    /// The roles, in the order of their codes.
    pub fn roles(&self) -> &[Role] {
        &self.roles
    }
}
