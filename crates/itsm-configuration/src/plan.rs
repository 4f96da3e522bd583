//! Plans: what would become of a payload, why, and what the host has to do.

use crate::authority::Authority;
use crate::ci::{Ci, RecordedCiEvent};
use crate::command::CiCommand;
use crate::datum::{Datum, DatumValue};
use crate::error::CiError;
use crate::estate::{Estate, EstateError};
use crate::identify_error::IdentificationError;
use crate::payload::ObservedRelation;
use crate::policy::ConfigurationPolicy;
use crate::precedence::Ruling;
use crate::profile::CiProfile;
use crate::reclassification::Reclassification;
use crate::reports::Told;
use alloc::boxed::Box;
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

/// What becomes of an observed item.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct PlannedItem {
    /// Its key in the payload.
    pub key: Code,
    /// The entries that were tried, in their order.
    pub tried: Vec<Tried>,
    /// What was decided.
    pub outcome: Outcome,
    /// What becomes of each datum; nothing where there is no record of the item.
    pub data: BTreeMap<Datum, PlannedDatum>,
    /// How many levels of dependent classes stand above it, itself included. More than two is a
    /// [finding](Plan::deep).
    pub depth: u32,
}

/// An entry of a rule that was tried.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Tried {
    /// Which.
    pub entry: Code,
    /// What the source did not tell of it; nothing: the entry was looked up.
    pub missing: BTreeSet<Datum>,
    /// The values that were looked up.
    pub values: BTreeMap<Datum, DatumValue>,
    /// The records that have them, in the order of their ids.
    pub found: Vec<CiId>,
}

/// What was decided on an observed item.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize),
    serde(rename_all = "snake_case")
)]
#[non_exhaustive]
pub enum Outcome {
    /// Nothing was decided, on purpose.
    Abstained(Abstention),
    /// It is in error.
    #[cfg_attr(feature = "serde", serde(serialize_with = "identification_refusal"))]
    Failed(IdentificationError),
    /// It is new: a record comes into being.
    Inserted {
        /// Its id.
        ci: CiId,
    },
    /// There is a record of it, which is brought up to date.
    Matched {
        /// Which.
        ci: CiId,
        /// The entry by which it was found.
        entry: Code,
    },
}

impl Outcome {
    /// The record of the item, if it has one after the plan.
    pub const fn ci(&self) -> Option<CiId> {
        match self {
            Self::Inserted { ci }
            | Self::Matched { ci, .. }
            | Self::Abstained(Abstention::Retired { ci } | Abstention::SameAs { ci, .. }) => {
                Some(*ci)
            }
            _ => None,
        }
    }
}

/// Why nothing was decided on an observed item.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize),
    serde(rename_all = "snake_case")
)]
#[non_exhaustive]
pub enum Abstention {
    /// Another item of the payload has a claim on a record that this one matches as well.
    Contested {
        /// The other.
        by: Code,
        /// The records.
        cis: Vec<CiId>,
    },
    /// It is new, and the source may not bring anything into the estate.
    MayNotInsert,
    /// No class says how its items are told apart.
    NoRule,
    /// The source told too little for any entry.
    NothingTold,
    /// Its record takes nothing from a source now.
    RecordRefuses {
        /// Which.
        ci: CiId,
        /// Why.
        #[cfg_attr(feature = "serde", serde(serialize_with = "ci_refusal"))]
        error: CiError,
    },
    /// Its record is at the end of its life. It is noted as seen, and that is all.
    Retired {
        /// Which.
        ci: CiId,
    },
    /// The payload tells of it twice: here and, with the same identifying values, there.
    SameAs {
        /// The item that counts, the first by its key.
        item: Code,
        /// Its record.
        ci: CiId,
    },
}

/// What becomes of a datum that was told.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct PlannedDatum {
    /// What was told.
    pub told: DatumValue,
    /// What the record said before.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub before: Option<DatumValue>,
    /// What becomes of it.
    pub verdict: Verdict,
}

/// What becomes of a datum.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize),
    serde(rename_all = "snake_case")
)]
#[non_exhaustive]
pub enum Verdict {
    /// The record says what was told.
    Taken(Ruling),
    /// The record keeps what it says: another word counts more.
    Kept(Ruling),
    /// With it, the record would have the identifying values of another, or of another item of the
    /// payload, or would lose those by which another item finds it.
    WouldConfuse,
    /// The class that the source takes the item for has no such datum, or not with this value.
    NotAdmitted,
    /// The record refuses it.
    #[cfg_attr(feature = "serde", serde(serialize_with = "ci_refusal"))]
    Refused(CiError),
}

/// What becomes of an observed relationship.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct PlannedRelation {
    /// What was seen.
    pub relation: ObservedRelation,
    /// What becomes of it.
    pub fate: Fate,
}

/// What becomes of an observed relationship.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize),
    serde(rename_all = "snake_case")
)]
#[non_exhaustive]
pub enum Fate {
    /// It is recorded already.
    There,
    /// It is recorded.
    Recorded,
    /// An end of it has no record.
    NoEnd,
    /// With it, the target would have the identifying values of another.
    WouldConfuse,
    /// The record refuses it.
    #[cfg_attr(feature = "serde", serde(serialize_with = "ci_refusal"))]
    Refused(CiError),
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
                    if !touched.contains_key(&ci) {
                        let item = estate.item(ci).ok_or(ApplyError::NotThere { ci })?;
                        touched.insert(ci, item.clone());
                    }
                    if let Some(item) = touched.get_mut(&ci) {
                        log.extend(item.execute(command.clone(), &cx)?);
                    }
                }
            }
        }
        for event in &log {
            estate.evolve(event)?;
        }
        Ok(log)
    }
}

#[cfg(feature = "serde")]
fn identification_refusal<S: serde::Serializer>(
    error: &IdentificationError,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serde::Serialize::serialize(error.refusal(), serializer)
}

#[cfg(feature = "serde")]
fn ci_refusal<S: serde::Serializer>(error: &CiError, serializer: S) -> Result<S::Ok, S::Error> {
    serde::Serialize::serialize(error.refusal(), serializer)
}
