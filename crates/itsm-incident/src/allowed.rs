//! What is allowed now: the answer that a user interface draws its buttons from.

use crate::command::IncidentCommandKind as Kind;
use crate::incident::Incident;
use crate::policy::{CommandRules, IncidentPolicy};
use alloc::boxed::Box;
use alloc::vec::Vec;
use itsm_core::actor::{Actor, Role};
use itsm_core::context::Context;
use itsm_core::refusal::Permission;

impl Incident {
    /// Every command, and whether it would be accepted now: what a user interface draws its
    /// buttons from. Those that no person gives are told by
    /// [`origin`](crate::command::IncidentCommandKind::origin).
    ///
    /// What a command needs is what it cannot be without. Other fields may matter too:
    /// `set_attribute` without a `value` takes the value away.
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
        let rules = cx.policy.rules(kind).into_iter();
        let demanded = rules.flat_map(|rules| demanded(rules, kind, cx.actor).map(|(_, it)| it));
        let needs: Vec<&'static str> = kind.required().iter().copied().chain(demanded).collect();
        if needs.is_empty() {
            Permission::Yes
        } else {
            Permission::Needs(needs)
        }
    }
}

/// The optional fields that the policy demands of a command, each with its place.
pub(crate) fn demanded<'r>(
    rules: &'r CommandRules,
    kind: Kind,
    actor: &Actor,
) -> impl Iterator<Item = (usize, &'static str)> + use<'r> {
    let confirms = confirms_by_acting(kind, actor);
    let fields = rules.fields.iter();
    fields
        .filter_map(move |place| Some((*place, *kind.optional().get(*place)?)))
        .filter(move |(_, field)| !(confirms && *field == "confirmed_by"))
}

/// A requester who closes confirms by doing so.
pub(crate) fn confirms_by_acting(kind: Kind, actor: &Actor) -> bool {
    kind == Kind::Close && actor.has(&Role::REQUESTER) && actor.person_id().is_some()
}
