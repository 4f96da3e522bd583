//! Plans: what would become of a payload, why, and what the host has to do.

use crate::authority::Authority;
use crate::ci::{Ci, RecordedCiEvent};
use crate::command::CiCommand;
use crate::error::CiError;
use crate::estate::{Estate, EstateError};
use crate::outcome::{PlannedItem, PlannedRelation};
use crate::policy::ConfigurationPolicy;
use crate::profile::CiProfile;
use crate::reclassification::Reclassification;
use crate::reports::Told;
use alloc::boxed::Box;
use alloc::collections::btree_map::Entry;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;
use itsm_core::context::Context;
use itsm_core::id::CiId;
use itsm_core::text::Code;
use itsm_core::time::Instant;

/// What would become of a payload: for each item what was decided and why, the steps that a host
/// carries out in their order, and the tasks that are left to people.
///
/// Making a plan changes nothing: it is the dry run, and [`apply`](Self::apply) is no more than its
/// steps.
#[doc(alias = "dry run")]
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Plan {
    /// The source that saw it.
    pub source: Code,
    /// When it looked: each step is recorded as having happened then.
    pub observed_at: Instant,
    /// What becomes of each item, in the order of their keys.
    pub items: Vec<PlannedItem>,
    /// What becomes of each relationship, in order; those between an item and its parent included,
    /// unless the item came into being with it.
    pub relations: Vec<PlannedRelation>,
    /// What to carry out, in this order.
    pub steps: Vec<Step>,
    /// What is left to people, in the order of the items.
    pub tasks: Vec<Task>,
    /// What the source told, to be [taken](crate::reports::Reports::take) into the reports.
    pub told: Vec<Told>,
    /// Every record that a step touches, as it will be.
    #[cfg_attr(feature = "serde", serde(skip))]
    pub predicted: BTreeMap<CiId, Ci>,
}

/// One thing to carry out.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Step {
    /// On which record.
    pub ci: CiId,
    /// What.
    pub act: Act,
}

/// What to carry out.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize),
    serde(rename_all = "snake_case")
)]
#[non_exhaustive]
pub enum Act {
    /// Execute a command.
    Execute(CiCommand),
    /// Register the item.
    Register {
        /// All that is known of it.
        profile: Box<CiProfile>,
        /// On whose authority: that of the source.
        authority: Authority,
    },
}

/// What is left to people.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize),
    serde(rename_all = "snake_case")
)]
#[non_exhaustive]
pub enum Task {
    /// Several records are of one thing.
    Deduplicate {
        /// The item of the payload that found it out.
        item: Code,
        /// The records, in the order of their ids.
        cis: Vec<CiId>,
        /// The oldest, which was brought up to date; `None`: none was.
        kept: Option<CiId>,
        /// Those that were marked as duplicates of it.
        marked: BTreeSet<CiId>,
    },
    /// A source takes an item for one of another class.
    Reclassify {
        /// The item of the payload.
        item: Code,
        /// Its record.
        ci: CiId,
        /// The class it has.
        from: Code,
        /// The class the source takes it for.
        to: Code,
        /// The way in the tree.
        direction: Reclassification,
    },
}

impl Task {
    /// The item of the payload that it is about.
    pub const fn item(&self) -> &Code {
        match self {
            Self::Deduplicate { item, .. } | Self::Reclassify { item, .. } => item,
        }
    }

    /// How many records are too many: of a set, all but one.
    pub fn duplicates(&self) -> usize {
        match self {
            Self::Deduplicate { cis, .. } => cis.len().saturating_sub(1),
            Self::Reclassify { .. } => 0,
        }
    }
}

/// Why the steps of a plan could not be carried out: the estate, the policy or the time is not what
/// the plan was made for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ApplyError {
    /// A record refused.
    #[error(transparent)]
    Refused(#[from] CiError),
    /// An event does not belong into the estate.
    #[error(transparent)]
    Estate(#[from] EstateError),
    /// A record is not there.
    #[error("item {ci} is not there")]
    NotThere {
        /// Which.
        ci: CiId,
    },
}

impl Plan {
    /// What becomes of an item.
    pub fn item(&self, key: &Code) -> Option<&PlannedItem> {
        let place = self.items.binary_search_by(|it| it.key.cmp(key)).ok()?;
        self.items.get(place)
    }

    /// Whether it changes nothing: all it does is to note what was seen.
    pub fn only_observes(&self) -> bool {
        self.steps
            .iter()
            .all(|it| matches!(it.act, Act::Execute(CiCommand::Observe(_))))
    }

    /// The items that are identified within more than two levels of others: a model that deep is
    /// hard to keep right.
    pub fn deep(&self) -> impl Iterator<Item = &PlannedItem> {
        self.items.iter().filter(|it| it.depth > 2)
    }

    /// Carries out the steps on an estate: all of them, or none. Returns what was recorded.
    ///
    /// # Errors
    /// [`ApplyError`] if the plan was made for another estate, policy or time; the estate is then as
    /// it was.
    pub fn apply(
        &self,
        estate: &mut Estate,
        cx: &Context<'_, ConfigurationPolicy>,
    ) -> Result<Vec<RecordedCiEvent>, ApplyError> {
        let cx = cx.occurred(self.observed_at);
        let mut touched: BTreeMap<CiId, Ci> = BTreeMap::new();
        let mut log = Vec::new();
        for step in &self.steps {
            let ci = step.ci;
            match &step.act {
                Act::Register { profile, authority } => {
                    if estate.item(ci).is_some() || touched.contains_key(&ci) {
                        return Err(EstateError::BornTwice { ci }.into());
                    }
                    let profile = CiProfile::clone(profile);
                    let (item, event) = Ci::register(ci, profile, authority.clone(), &cx)?;
                    touched.insert(ci, item);
                    log.push(event);
                }
                Act::Execute(command) => {
                    let item = match touched.entry(ci) {
                        Entry::Occupied(it) => it.into_mut(),
                        Entry::Vacant(it) => {
                            let item = estate.item(ci).ok_or(ApplyError::NotThere { ci })?;
                            it.insert(item.clone())
                        }
                    };
                    log.extend(item.execute(command.clone(), &cx)?);
                }
            }
        }
        for event in &log {
            estate.evolve(event)?;
        }
        Ok(log)
    }
}
