//! What is allowed now: the answer that a user interface draws its buttons from.

use crate::change::Change;
use crate::command::ChangeCommandKind as Kind;
use crate::decide::Cx;
use alloc::boxed::Box;
use alloc::vec::Vec;
use itsm_core::refusal::Permission;

impl Change {
    /// Every command, and whether it would be accepted now: what a user interface draws its
    /// buttons from.
    pub fn allowed(&self, cx: &Cx<'_>) -> Vec<(Kind, Permission)> {
        Kind::ALL
            .iter()
            .map(|kind| (*kind, self.permission(*kind, cx)))
            .collect()
    }

    /// Whether a command would be accepted now.
    pub fn permission(&self, kind: Kind, cx: &Cx<'_>) -> Permission {
        if let Err(error) = self.gate(kind, cx) {
            return Permission::No(Box::new(error.refusal().clone()));
        }
        match kind.required() {
            [] => Permission::Yes,
            needs => Permission::Needs(needs.to_vec()),
        }
    }
}
