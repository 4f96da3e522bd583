//! The raw form of a policy, as it stands in a file.

use crate::defaults;
use crate::governance::{Enforcement, Triple};
use crate::relationship::RelationshipType;
use crate::retirement::RetirementRule;
use crate::state::{Family, LifecycleStage, Standing};
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::String;
use alloc::vec::Vec;
use itsm_core::custom::AttributeDefinition;
use itsm_core::time::Seconds;

/// For each stage, the stages that follow.
pub type DraftMoves = BTreeMap<LifecycleStage, BTreeSet<LifecycleStage>>;

/// For each stage, its statuses.
pub type DraftStatuses = BTreeMap<LifecycleStage, BTreeSet<String>>;

/// The raw form of a [`ConfigurationPolicy`](crate::policy::ConfigurationPolicy). What a file
/// leaves out is as in the default policy.
///
/// ```
/// use itsm_configuration::draft::DraftConfigurationPolicy;
/// use itsm_configuration::policy::ConfigurationPolicy;
///
/// let mut draft = DraftConfigurationPolicy::default();
/// draft.classes.get_mut("item").unwrap().parent = Some("server".into());
/// let faults = ConfigurationPolicy::try_from(draft).unwrap_err();
/// assert_eq!(
///     faults.iter().next().unwrap().message,
///     "the class is a kind of itself: hardware → item → server → hardware",
/// );
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(default, deny_unknown_fields)
)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct DraftConfigurationPolicy {
    /// Which policy it is: a code.
    pub id: String,
    /// Which version of it, from 1.
    pub version: u32,
    /// The levels of criticality, most important first.
    pub criticalities: Vec<String>,
    /// The classes, by their codes.
    pub classes: BTreeMap<String, DraftClass>,
    /// The types of relationships, by their codes.
    pub relationship_types: BTreeMap<String, RelationshipType>,
    /// Which classes may be related in which way.
    pub governance: DraftGovernance,
    /// For each family, the statuses of each stage. A stage without a status is none that items of
    /// this family can be in.
    pub statuses: BTreeMap<Family, DraftStatuses>,
    /// For each family, where a life begins.
    pub begins: BTreeMap<Family, DraftBegin>,
    /// Which moves from stage to stage are allowed.
    pub moves: DraftMoveRules,
    /// The operational statuses that monitors and people can ask for, each with its priority:
    /// the smallest number wins.
    pub operational_statuses: BTreeMap<String, u32>,
    /// The actions that can be under way on an item, each with those that may be at the same time.
    /// That two are compatible is said at one of them or at both.
    pub actions: BTreeMap<String, BTreeSet<String>>,
    /// For each command, the stages in which it is forbidden although the lifecycle allows it.
    pub forbidden: BTreeMap<String, BTreeSet<LifecycleStage>>,
    /// For each command, the roles of which the actor must have one.
    pub roles: BTreeMap<String, BTreeSet<String>>,
}

/// The raw form of a [`Class`](crate::class::Class).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(default, deny_unknown_fields)
)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct DraftClass {
    /// The class it is a kind of.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub parent: Option<String>,
    /// Whether it only sums up others, so that no item is of it.
    #[cfg_attr(
        feature = "serde",
        serde(rename = "abstract", skip_serializing_if = "is_false")
    )]
    pub is_abstract: bool,
    /// Whether each item is part of exactly one other, which contains it, and cannot be told from
    /// its like without that one.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "is_false"))]
    pub dependent: bool,
    /// What its items are made of. Inherited; every class that is not abstract needs one.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub family: Option<Family>,
    /// The role that answers for its items.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub owner_role: Option<String>,
    /// How its items are called: `#` is a digit, `@` a letter, `*` anything.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub naming: Option<String>,
    /// Its attributes, besides those it inherits.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "BTreeMap::is_empty"))]
    pub attributes: BTreeMap<String, AttributeDefinition>,
    /// What an item must have when it is registered: attributes, or `asset`, `criticality`,
    /// `description`, `group`, `owner`, `service`. Added to what it inherits.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "BTreeSet::is_empty"))]
    pub mandatory: BTreeSet<String>,
    /// What an item should have. Added to what it inherits.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "BTreeSet::is_empty"))]
    pub recommended: BTreeSet<String>,
    /// Statuses of stages, besides those of the family and those it inherits.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "BTreeMap::is_empty"))]
    pub statuses: DraftStatuses,
    /// The moves that are not allowed, although the policy allows them. In the place of what it
    /// would inherit.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub not_allowed: Option<DraftMoves>,
    /// The stages in which an item is modified under a change and not otherwise.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub change_required: Option<BTreeSet<LifecycleStage>>,
    /// How often an item is verified against what is there; zero: never.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub verify_every: Option<Seconds>,
    /// How often its owner attests an item; zero: never.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub attest_every: Option<Seconds>,
    /// How long what is known of an item stays fresh. Zero: it is always stale.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub stale_after: Option<Seconds>,
    /// When its records may go, and what becomes of those that depend on an item.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub retirement: Option<RetirementRule>,
}

/// The raw form of the governance of relationships.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(default, deny_unknown_fields)
)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct DraftGovernance {
    /// What becomes of a relationship that no triple permits.
    pub enforcement: Enforcement,
    /// The combinations that are permitted. A type that no triple names is free.
    pub triples: BTreeSet<Triple>,
}

impl Default for DraftGovernance {
    fn default() -> Self {
        defaults::governance()
    }
}

/// Where a life begins.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(deny_unknown_fields)
)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct DraftBegin {
    /// For an item that somebody registers.
    pub registered: Standing,
    /// For an item that a tool found: it is there, and somebody uses it.
    pub discovered: Standing,
}

/// Which moves from stage to stage are allowed. A change of status within a stage is no move.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(default, deny_unknown_fields)
)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct DraftMoveRules {
    /// Whether every move is allowed that the lifecycle and the classes do not rule out.
    pub allow_all: bool,
    /// If not, the moves that are.
    pub allowed: DraftMoves,
}

impl Default for DraftMoveRules {
    fn default() -> Self {
        defaults::moves()
    }
}

impl Default for DraftConfigurationPolicy {
    /// The policy that the library ships: a small tree of classes, the usual types of
    /// relationships, one plain life for each family, and no move that a textbook would not have.
    fn default() -> Self {
        Self {
            id: "default".into(),
            version: 1,
            criticalities: defaults::criticalities(),
            classes: defaults::classes(),
            relationship_types: defaults::relationship_types(),
            governance: defaults::governance(),
            statuses: defaults::statuses(),
            begins: defaults::begins(),
            moves: defaults::moves(),
            operational_statuses: defaults::operational_statuses(),
            actions: defaults::actions(),
            forbidden: BTreeMap::new(),
            roles: BTreeMap::new(),
        }
    }
}

#[cfg(feature = "serde")]
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks by reference")]
const fn is_false(it: &bool) -> bool {
    !*it
}
