//! What is allowed now: the answer that a user interface draws its buttons from.

use crate::command::ProblemCommandKind as Kind;
use crate::policy::ProblemPolicy;
use crate::problem::Problem;
use alloc::boxed::Box;
use alloc::vec::Vec;
use itsm_core::context::Context;
use itsm_core::refusal::Permission;

impl Problem {
    /// Every command, and whether it would be accepted now: what a user interface draws its
    /// buttons from.
    pub fn allowed(&self, cx: &Context<'_, ProblemPolicy>) -> Vec<(Kind, Permission)> {
        Kind::ALL
            .iter()
            .map(|kind| (*kind, self.permission(*kind, cx)))
            .collect()
    }

    /// Whether a command would be accepted now.
    pub fn permission(&self, kind: Kind, cx: &Context<'_, ProblemPolicy>) -> Permission {
        if let Err(error) = self.gate(kind, cx) {
            return Permission::No(Box::new(error.refusal().clone()));
        }
        match kind.required() {
            [] => Permission::Yes,
            needs => Permission::Needs(needs.to_vec()),
        }
    }
}
