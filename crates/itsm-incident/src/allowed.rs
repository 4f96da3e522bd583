//! What is allowed now: the answer that a user interface draws its buttons from.

use crate::command::IncidentCommandKind as Kind;
use crate::incident::Incident;
use crate::policy::IncidentPolicy;
use alloc::boxed::Box;
use alloc::vec::Vec;
use itsm_core::actor::{Actor, Role};
use itsm_core::context::Context;
use itsm_core::refusal::Permission;

impl Incident {
    /// Every command, and whether it would be accepted now: what a user interface draws its
    /// buttons from.
    pub fn allowed(&self, cx: &Context<'_, IncidentPolicy>) -> Vec<(Kind, Permission)> {
        Kind::ALL
            .iter()
            .map(|kind| (*kind, self.permission(*kind, cx)))
            .collect()
    }

    /// Whether a command would be accepted now.
    pub fn permission(&self, kind: Kind, cx: &Context<'_, IncidentPolicy>) -> Permission {
        if let Err(error) = self.gate(kind, cx) {
            return Permission::No(Box::new(error.refusal().clone()));
        }
        let demanded = cx.policy.rules(kind).into_iter().flat_map(|rules| {
            rules
                .fields
                .iter()
                .filter(|_| !confirms_by_acting(kind, cx.actor))
                .filter_map(|place| kind.optional().get(*place).copied())
        });
        let needs: Vec<&'static str> = kind.required().iter().copied().chain(demanded).collect();
        if needs.is_empty() {
            Permission::Yes
        } else {
            Permission::Needs(needs)
        }
    }
}

/// A requester who closes confirms by doing so.
pub(crate) fn confirms_by_acting(kind: Kind, actor: &Actor) -> bool {
    kind == Kind::Close && actor.has(&Role::REQUESTER) && actor.person_id().is_some()
}
