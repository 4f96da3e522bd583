//! Which way an item goes in the tree of classes.

use crate::class::ClassTree;
use itsm_core::plain_enum;
use itsm_core::text::Code;

plain_enum! {
    /// Which way a reclassification goes in the tree.
    pub enum Reclassification {
        /// To a kind of the present class: more is known of it.
        Upgrade = "upgrade",
        /// To an ancestor of the present class: less is claimed of it.
        Downgrade = "downgrade",
        /// To a class on another branch: it was taken for something else.
        Switch = "switch",
    }
}

impl Reclassification {
    /// Which way it goes from one class to another.
    pub fn between(tree: &ClassTree, from: &Code, to: &Code) -> Self {
        if tree.is_a(to, from) {
            Self::Upgrade
        } else if tree.is_a(from, to) {
            Self::Downgrade
        } else {
            Self::Switch
        }
    }
}
