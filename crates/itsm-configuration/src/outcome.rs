//! Outcomes: what was decided on each thing that a source has seen, and why.

use crate::datum::{Datum, DatumValue};
use crate::error::CiError;
use crate::identify_error::IdentificationError;
use crate::payload::ObservedRelation;
use crate::precedence::Ruling;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;
use itsm_core::id::CiId;
use itsm_core::text::Code;

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
    /// [finding](crate::plan::Plan::deep).
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
