//! The raw form of the rules of identification and reconciliation, as they stand in a file.

use crate::identification::{BetweenEquals, Dynamic, Handling, OnIncomplete};
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::String;
use alloc::vec::Vec;
use itsm_core::time::Seconds;

/// The raw form of an [`IdentificationPolicy`](crate::identification::IdentificationPolicy). What a
/// file leaves out is as in the default.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(default, deny_unknown_fields)
)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct DraftIdentificationPolicy {
    /// Which rules: a code.
    pub id: String,
    /// Which version of them, from 1.
    pub version: u32,
    /// For each class, the ways to tell its items apart, the surest first. The rule of the nearest
    /// class stands alone.
    pub identification: BTreeMap<String, Vec<DraftEntry>>,
    /// What becomes of an entry for which the source has not told enough.
    pub on_incomplete: OnIncomplete,
    /// What becomes of several records of one thing.
    pub duplicates: DraftDuplicates,
    /// The type of relationship by which a parent contains an item.
    pub containment: String,
    /// For each class, whose word counts.
    pub precedence: BTreeMap<String, DraftPrecedence>,
    /// What becomes of a value that contradicts another source of the same rank.
    pub between_equals: BetweenEquals,
    /// The sources of which there is something to say.
    pub sources: BTreeMap<String, DraftSource>,
    /// For each class, how long the word of a source stays good. Zero: it is always stale. A source
    /// that neither the class nor an ancestor names never goes stale.
    pub staleness: BTreeMap<String, BTreeMap<String, Seconds>>,
    /// What becomes of an item that a source takes for one of another class.
    pub reclassification: DraftReclassification,
}

/// One way to tell the items of a class apart.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(deny_unknown_fields)
)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct DraftEntry {
    /// Its name: a code.
    pub id: String,
    /// What together tells one item from all others: `name`, `asset.serial`, `asset.tag`, or
    /// attributes of the class.
    pub by: BTreeSet<String>,
    /// What a source has to tell besides, or the item is in error.
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "BTreeSet::is_empty")
    )]
    pub required: BTreeSet<String>,
}

/// What becomes of several records of one thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(default, deny_unknown_fields)
)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct DraftDuplicates {
    /// Whether the oldest record is updated and the others are marked as duplicates of it. If not,
    /// several records are an error.
    pub update_oldest: bool,
    /// How many records are an error in any case.
    pub too_many: u32,
}

impl Default for DraftDuplicates {
    fn default() -> Self {
        Self {
            update_oldest: true,
            too_many: 5,
        }
    }
}

/// Whose word counts for the items of a class.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(default, deny_unknown_fields)
)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct DraftPrecedence {
    /// For all that is known of them.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub all: Option<DraftRanking>,
    /// For single data.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "BTreeMap::is_empty"))]
    pub data: BTreeMap<String, DraftRanking>,
}

/// Whose word counts for a datum.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(default, deny_unknown_fields)
)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct DraftRanking {
    /// Which value counts, whoever tells it. Between values that are equally good, the order below
    /// decides.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub dynamic: Option<Dynamic>,
    /// The sources, the one whose word counts most first. All others come after the last. What
    /// people record counts as the word of `change`, `unauthorized` or `adopted`.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    pub order: Vec<String>,
}

/// What there is to say of a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(default, deny_unknown_fields)
)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct DraftSource {
    /// Whether it may bring items into the estate. If not, it may still update those that are there.
    pub insert: bool,
}

impl Default for DraftSource {
    fn default() -> Self {
        Self { insert: true }
    }
}

/// What becomes of an item that a source takes for one of another class, by the way in the tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(default, deny_unknown_fields)
)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct DraftReclassification {
    /// To a kind of the present class.
    pub upgrade: Handling,
    /// To an ancestor of the present class.
    pub downgrade: Handling,
    /// To another branch.
    pub switch: Handling,
}

impl Default for DraftReclassification {
    /// More knowledge is taken over; a contradiction is for people.
    fn default() -> Self {
        Self {
            upgrade: Handling::Automatic,
            downgrade: Handling::Task,
            switch: Handling::Task,
        }
    }
}

impl Default for DraftIdentificationPolicy {
    /// Hardware by its serial number or its sticker; what is part of something by its place in it.
    /// Nothing by its name alone.
    fn default() -> Self {
        let entry = |id: &str, by: &str| DraftEntry {
            id: id.into(),
            by: [by.into()].into(),
            required: BTreeSet::new(),
        };
        let hardware = ["serial", "tag"].map(|it| entry(it, &alloc::format!("asset.{it}")));
        let within = [entry("name_within", "name")];
        Self {
            id: "default".into(),
            version: 1,
            identification: [
                ("hardware", hardware.into()),
                (
                    "disk",
                    [
                        entry("serial", "asset.serial"),
                        entry("name_within", "name"),
                    ]
                    .into(),
                ),
                ("network_address", within.into()),
            ]
            .map(|(class, entries): (_, Vec<_>)| (class.into(), entries))
            .into(),
            on_incomplete: OnIncomplete::Skip,
            duplicates: DraftDuplicates::default(),
            containment: "contains".into(),
            precedence: BTreeMap::new(),
            between_equals: BetweenEquals::Keep,
            sources: BTreeMap::new(),
            staleness: BTreeMap::new(),
            reclassification: DraftReclassification::default(),
        }
    }
}
