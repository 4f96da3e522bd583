//! Scope: of which items something is said. What is out of it is neither right nor wrong.

use crate::ci::Ci;
use crate::estate::Estate;
use crate::policy::ConfigurationPolicy;
use alloc::collections::BTreeSet;
use itsm_core::free_text::FreeText;
use itsm_core::id::CiId;
use itsm_core::text::Code;

/// Which items: an audit of one room says nothing of another.
///
/// On the wire `"everything"`, `{"classes":["server"]}` or `{"items":["…"]}`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "snake_case")
)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub enum Scope {
    /// The whole estate.
    #[default]
    Everything,
    /// The items of these classes, and of those below them.
    Classes(BTreeSet<Code>),
    /// These items.
    Items(BTreeSet<CiId>),
}

impl Scope {
    /// The items of these classes, and of those below them.
    pub fn classes(classes: impl IntoIterator<Item = Code>) -> Self {
        Self::Classes(classes.into_iter().collect())
    }

    /// These items.
    pub fn items(items: impl IntoIterator<Item = CiId>) -> Self {
        Self::Items(items.into_iter().collect())
    }

    /// Whether an item is in it.
    pub fn covers(&self, ci: &Ci, policy: &ConfigurationPolicy) -> bool {
        match self {
            Self::Everything => true,
            Self::Classes(classes) => {
                let mut lineage = policy.classes().lineage(ci.class());
                lineage.any(|it| classes.contains(it.code()))
            }
            Self::Items(items) => items.contains(&ci.id()),
        }
    }

    /// The items in it whose life is not over, in the order of their ids.
    pub fn population<'a>(
        &'a self,
        estate: &'a Estate,
        policy: &'a ConfigurationPolicy,
    ) -> impl Iterator<Item = &'a Ci> {
        let lives = |it: &&Ci| !it.stage().is_retired() && self.covers(it, policy);
        estate.items().filter(lives)
    }
}

impl FreeText for Scope {}
