//! The gate: every rule that can refuse a command before what it carries is looked at.
//!
//! `decide` and `allowed` pass the same gate, so that a button that is drawn is a command that can
//! be accepted, and one that is not drawn is refused whatever it carries.

use crate::ci::Ci;
use crate::command::CiCommandKind as Kind;
use crate::error::{CiError, Law};
use crate::governance::Enforcement;
use crate::lifecycle::LIFECYCLE;
use crate::policy::ConfigurationPolicy;
use crate::refuse::not_ahead;
use crate::retirement::OnDependants;
use crate::state::LifecycleStage;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use itsm_core::actor::Role;
use itsm_core::context::Context;
use itsm_core::custom::{AttributeDefinition, AttributeValue};
use itsm_core::text::Code;

type Cx<'a> = Context<'a, ConfigurationPolicy>;

impl Ci {
    /// Every rule that can refuse whatever the command carries.
    pub(crate) fn gate(&self, kind: Kind, cx: &Cx<'_>) -> Result<(), CiError> {
        let no = |law| self.no(law, kind, cx.policy);
        if cx.now < self.last_at {
            return no(Law::TimeBackwards)
                .param("now", cx.now)
                .param("last", self.last_at)
                .err();
        }
        not_ahead("occurred", cx.occurred, cx.now, no)?;
        if kind != Kind::AdoptPolicy && *cx.policy.of() != self.policy {
            return no(Law::PolicyNotAdopted)
                .text("stamped", &self.policy)
                .text("policy", cx.policy.of())
                .err();
        }
        if !LIFECYCLE.allows(self.stage(), kind) {
            return no(Law::LifecycleForbidden).err();
        }
        if let Some(at) = self.archived_at {
            return no(Law::ArchivedAlready).param("at", at).err();
        }
        if let Some(rules) = cx.policy.rules(kind) {
            if rules.forbidden.contains(&self.stage()) {
                return no(Law::PolicyForbids).err();
            }
            let has_role = rules.roles.iter().any(|role| cx.actor.has(role));
            if !rules.roles.is_empty() && !has_role {
                let roles: Vec<String> = rules.roles.iter().map(Role::to_string).collect();
                return no(Law::RoleMissing).param("roles", roles).err();
            }
        }
        self.gate_of_command(kind, cx)
    }

    /// What the record itself says against the command.
    fn gate_of_command(&self, kind: Kind, cx: &Cx<'_>) -> Result<(), CiError> {
        let no = |law| self.no(law, kind, cx.policy);
        let (policy, class) = (cx.policy, self.class());
        let broken = match kind {
            Kind::Reclassify => self.has_no_other_class(policy),
            Kind::SetCriticality => {
                self.criticality().is_some() && policy.criticalities().len() == 1
            }
            Kind::Move => !self.can_move(policy),
            _ => false,
        };
        if broken {
            return no(Law::NothingToChange).err();
        }
        match kind {
            Kind::SetAttribute if policy.classes().attributes(class).is_empty() => {
                no(Law::AttributeUnknown)
                    .param("attribute", "*")
                    .text("class", class)
                    .err()
            }
            Kind::SetAttribute if !self.can_set_any(policy) => no(Law::NothingToChange).err(),
            Kind::Relate => self.gate_of_relating(cx),
            Kind::RequestStatus if policy.operational.is_empty() => {
                no(Law::StatusNotOperational).param("status", "*").err()
            }
            Kind::Unrelate if self.relationships.is_empty() => no(Law::UnrelateNotThere).err(),
            Kind::RemoveGroup if self.groups.is_empty() => {
                no(Law::GroupNotThere).param("group", "*").err()
            }
            Kind::WithdrawStatus if self.requests.is_empty() => {
                no(Law::StatusNotRequested).param("requester", "*").err()
            }
            Kind::BeginAction => self.gate_of_action(cx),
            Kind::EndAction if self.actions.is_empty() => {
                no(Law::ActionNotRunning).param("action", "*").err()
            }
            Kind::Attest => self.gate_of_attesting(cx),
            Kind::NoteOverdue if self.late(None, cx).is_none() => no(Law::DutyNotOverdue).err(),
            Kind::ClearDuplicate if self.duplicate_of.is_none() => no(Law::DuplicateNot).err(),
            Kind::Retire => {
                let end = LifecycleStage::EndOfLife;
                let possible = policy.allows_move(class, self.stage(), end)
                    && !policy.statuses(class, end).is_empty();
                if possible {
                    return Ok(());
                }
                no(Law::MoveNotAllowed)
                    .text("class", class)
                    .param("from", self.stage().as_str())
                    .param("to", end.as_str())
                    .err()
            }
            Kind::Archive => self.gate_of_archiving(cx),
            Kind::AdoptPolicy => self.gate_of_adoption(cx),
            _ => Ok(()),
        }
    }

    fn has_no_other_class(&self, policy: &ConfigurationPolicy) -> bool {
        !policy.classes().iter().any(|it| {
            let there = !policy.statuses(it.code(), self.stage()).is_empty();
            !it.is_abstract() && it.code() != self.class() && there
        })
    }

    /// Whether there is another status in this stage, or another stage to move to.
    fn can_move(&self, policy: &ConfigurationPolicy) -> bool {
        let (class, from) = (self.class(), self.stage());
        let present = &self.standing.status;
        policy.statuses(class, from).iter().any(|it| *it != present)
            || LifecycleStage::ALL.iter().any(|to| {
                !to.is_retired()
                    && policy.allows_move(class, from, *to)
                    && !policy.statuses(class, *to).is_empty()
            })
    }

    fn can_set_any(&self, policy: &ConfigurationPolicy) -> bool {
        let class = self.class();
        policy
            .classes()
            .attributes(class)
            .into_iter()
            .any(|(name, definition)| {
                let present = self.attribute(name);
                let clears = present.is_some() && !policy.classes().demands(class, name);
                clears || takes_another(definition, present)
            })
    }

    fn gate_of_relating(&self, cx: &Cx<'_>) -> Result<(), CiError> {
        let no = |law| self.no(law, Kind::Relate, cx.policy);
        let (policy, class) = (cx.policy, self.class());
        if policy.types.is_empty() {
            return no(Law::RelateTypeUnknown).param("relationship", "*").err();
        }
        let may = |kind: &Code| {
            let mut governed = policy.triples(kind).peekable();
            governed.peek().is_none() || governed.any(|it| policy.classes().is_a(class, &it.source))
        };
        if policy.enforcement() == Enforcement::Reject && !policy.types.keys().any(may) {
            return no(Law::RelateNotPermitted)
                .text("source", class)
                .param("relationship", "*")
                .param("target", "*")
                .err();
        }
        Ok(())
    }

    fn gate_of_action(&self, cx: &Cx<'_>) -> Result<(), CiError> {
        let no = |law| self.no(law, Kind::BeginAction, cx.policy);
        if cx.policy.actions.is_empty() {
            return no(Law::ActionUnknown).param("action", "*").err();
        }
        if cx
            .policy
            .actions()
            .any(|it| self.in_the_way(it, cx.policy).is_none())
        {
            return Ok(());
        }
        let running: Vec<String> = self.actions.keys().map(ToString::to_string).collect();
        no(Law::ActionIncompatible)
            .param("action", "*")
            .param("running", running)
            .err()
    }

    /// An action that is under way and does not bear this one.
    pub(crate) fn in_the_way(&self, action: &Code, policy: &ConfigurationPolicy) -> Option<&Code> {
        self.actions
            .keys()
            .find(|it| *it == action || !policy.are_compatible(it, action))
    }

    fn gate_of_attesting(&self, cx: &Cx<'_>) -> Result<(), CiError> {
        let role = cx.policy.classes().owner_role(self.class());
        let person = cx.actor.person_id();
        let is_owner = person.is_some() && person == self.owner();
        if is_owner || (person.is_some() && role.is_some_and(|role| cx.actor.has(role))) {
            return Ok(());
        }
        let role = role.map_or("none", Role::as_str);
        self.no(Law::AttestNotOwner, Kind::Attest, cx.policy)
            .param("role", role)
            .err()
    }

    fn gate_of_archiving(&self, cx: &Cx<'_>) -> Result<(), CiError> {
        let no = |law| self.no(law, Kind::Archive, cx.policy);
        let class = self.class();
        let Some(rule) = cx.policy.classes().retirement(class) else {
            return no(Law::ArchiveUndefined).text("class", class).err();
        };
        if !rule.stages.contains(&self.stage()) {
            let stages: Vec<String> = rule.stages.iter().map(ToString::to_string).collect();
            return no(Law::ArchiveStage)
                .text("class", class)
                .param("stages", stages)
                .err();
        }
        match rule.after.after(self.since) {
            Some(due) if cx.now < due => return no(Law::ArchiveTooEarly).param("due", due).err(),
            // Past the end of the time line there is no due.
            None => {
                return no(Law::ArchiveTooEarly)
                    .param("due", itsm_core::time::Instant::MAX_UTC)
                    .err();
            }
            Some(_) => {}
        }
        let related = !self.relationships.is_empty() || !self.groups.is_empty();
        if related && rule.dependants == OnDependants::Refuse {
            return no(Law::ArchiveStillRelated).err();
        }
        Ok(())
    }

    /// That the policy of the context knows what the record says.
    fn gate_of_adoption(&self, cx: &Cx<'_>) -> Result<(), CiError> {
        let no = |law| self.no(law, Kind::AdoptPolicy, cx.policy);
        let policy = cx.policy;
        if *policy.of() == self.policy {
            return no(Law::PolicyAlreadyAdopted)
                .text("policy", &self.policy)
                .err();
        }
        match self.unknown_to(policy) {
            Some((field, got)) => no(Law::PolicyIncompatible)
                .param("field", field)
                .param("got", got.as_str())
                .text("policy", policy.of())
                .err(),
            None => Ok(()),
        }
    }

    /// The first word of the record that a policy does not know.
    fn unknown_to(&self, policy: &ConfigurationPolicy) -> Option<(&'static str, String)> {
        let class = self.class();
        if !policy.classes().is_concrete(class) {
            return Some(("class", class.to_string()));
        }
        if !policy.admits(class, &self.standing) {
            return Some(("standing", self.standing.to_string()));
        }
        let unknown = self
            .criticality()
            .filter(|it| !policy.criticalities().contains(it));
        if let Some(criticality) = unknown {
            return Some(("criticality", criticality.to_string()));
        }
        let mut attributes = self.attributes();
        let unknown = attributes.find(|(name, value)| !policy.classes().admits(class, name, value));
        if let Some((name, _)) = unknown {
            return Some(("attribute", name.to_string()));
        }
        let unknown = self
            .relationships()
            .find(|it| policy.relationship_type(&it.kind).is_none());
        if let Some(it) = unknown {
            return Some(("relationship", it.kind.to_string()));
        }
        let mut actions = self.actions.keys();
        let unknown = actions.find(|it| !policy.actions.contains_key(*it));
        if let Some(action) = unknown {
            return Some(("action", action.to_string()));
        }
        let mut asked = self.requests.values().map(|it| &it.status);
        asked
            .find(|it| policy.operational_priority(it).is_none())
            .map(|it| ("operational_status", it.to_string()))
    }
}

/// Whether an attribute can take a value that it does not have.
fn takes_another(definition: &AttributeDefinition, present: Option<&AttributeValue>) -> bool {
    match definition {
        AttributeDefinition::Boolean | AttributeDefinition::Text => true,
        AttributeDefinition::Integer { min, max } => {
            min < max || present != Some(&AttributeValue::Integer(*min))
        }
        AttributeDefinition::Choice { choices } => choices
            .iter()
            .any(|it| present != Some(&AttributeValue::Text(it.clone()))),
    }
}
