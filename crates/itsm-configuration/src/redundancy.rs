//! Redundancy: how many of several items must work for another to work.
//!
//! A relationship alone says "cannot do without". Where several items stand in for each other, a
//! group says how many are needed, or how much each weighs; and a group may be a member of a
//! group. What a group says about its members takes the place of what their single relationships
//! would say.

use crate::relationship::Strength;
use alloc::vec::Vec;
use itsm_core::free_text::FreeText;
use itsm_core::id::CiId;
use itsm_core::text::Code;

/// How deep groups may be nested, counted from the outermost to the innermost.
pub const MAX_DEPTH: usize = 32;

/// When a group fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum GroupRule {
    /// It works as long as this many members do.
    #[doc(alias = "k of n")]
    #[doc(alias = "quorum")]
    AtLeast(u32),
    /// It fails as soon as the weights of the members that failed add up to this. Reaching it is
    /// enough.
    #[doc(alias = "influence")]
    Influence(u32),
}

/// A member of a group.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "snake_case")
)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub enum Member {
    /// A configuration item.
    Ci(CiId),
    /// A group within the group.
    Group(Group),
}

impl From<CiId> for Member {
    fn from(ci: CiId) -> Self {
        Self::Ci(ci)
    }
}

impl From<Group> for Member {
    fn from(group: Group) -> Self {
        Self::Group(group)
    }
}

/// Several items that stand in for each other, and when they fail together. A group that exists is
/// valid.
///
/// ```
/// use itsm_configuration::redundancy::Group;
/// use itsm_core::id::CiId;
///
/// let [a, b, c] = [1, 2, 3].map(CiId::from_key);
/// let cluster = Group::at_least(2, [a, b, c])?;
/// assert_eq!(cluster.fails_at(), 2); // two of three lost, one left
///
/// let influence = Group::influence(90, [(a, 30), (b, 30), (c, 30)])?;
/// assert_eq!(influence.fails_at(), 90); // all three
///
/// assert_eq!(
///     Group::at_least(4, [a, b, c]).unwrap_err().to_string(),
///     "group needs 4 members, and has 3",
/// );
/// # Ok::<(), itsm_configuration::redundancy::GroupError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(try_from = "wire::Group", into = "wire::Group")
)]
pub struct Group {
    rule: GroupRule,
    /// In order, each with its weight.
    members: Vec<(Member, u32)>,
}

/// Why there is no such group.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum GroupError {
    /// Nobody is in it.
    #[error("group has no members")]
    Empty,
    /// A group that needs nobody never fails.
    #[error("group needs 0 members, expected 1 or more")]
    NeedsNobody,
    /// It could never work.
    #[error("group needs {needed} members, and has {members}")]
    NeedsTooMany {
        /// How many it needs.
        needed: u32,
        /// How many it has.
        members: u32,
    },
    /// It would have failed before anything did.
    #[error("group fails at an influence of 0, expected 1 or more")]
    FailsAtOnce,
    /// It could never fail.
    #[error("group fails at an influence of {threshold}, and its members add up to {total}")]
    NeverFails {
        /// The influence at which it fails.
        threshold: u32,
        /// What all its members weigh.
        total: u64,
    },
    /// Weights count from one, and up to a million.
    #[error("member weighs {got}, expected 1 to {}", Group::MAX_WEIGHT)]
    Weight {
        /// What it weighs.
        got: u32,
    },
    /// An item stands in for others, not for itself.
    #[error("item {ci} is a member twice")]
    Twice {
        /// Which one.
        ci: CiId,
    },
    /// The same group within the group, twice.
    #[error("a group within the group is a member twice")]
    GroupTwice,
    /// More levels than anybody can read.
    #[error("groups are nested {got} deep, expected at most {MAX_DEPTH}")]
    TooDeep {
        /// How deep.
        got: usize,
    },
    /// More members than can be counted.
    #[error("group has more than {} members", Group::MAX_MEMBERS)]
    TooMany,
}

impl Group {
    /// The most that a member can weigh.
    pub const MAX_WEIGHT: u32 = 1_000_000;
    /// The most members that a group can have.
    pub const MAX_MEMBERS: usize = 1_000;

    /// A group that works as long as this many of its members do.
    ///
    /// # Errors
    /// [`GroupError`] says what cannot be.
    pub fn at_least<M: Into<Member>>(
        needed: u32,
        members: impl IntoIterator<Item = M>,
    ) -> Result<Self, GroupError> {
        let members = members.into_iter().map(|it| (it.into(), 1));
        Self::checked(GroupRule::AtLeast(needed), members.collect())
    }

    /// A group that fails as soon as the weights of those that failed reach the threshold.
    ///
    /// # Errors
    /// [`GroupError`] says what cannot be.
    pub fn influence<M: Into<Member>>(
        threshold: u32,
        members: impl IntoIterator<Item = (M, u32)>,
    ) -> Result<Self, GroupError> {
        let members = members.into_iter().map(|(it, weight)| (it.into(), weight));
        Self::checked(GroupRule::Influence(threshold), members.collect())
    }

    fn checked(rule: GroupRule, mut members: Vec<(Member, u32)>) -> Result<Self, GroupError> {
        if members.is_empty() {
            return Err(GroupError::Empty);
        }
        if members.len() > Self::MAX_MEMBERS {
            return Err(GroupError::TooMany);
        }
        for &(_, weight) in &members {
            if weight == 0 || weight > Self::MAX_WEIGHT {
                return Err(GroupError::Weight { got: weight });
            }
        }
        members.sort();
        for pair in members.windows(2) {
            match pair {
                [(Member::Ci(a), _), (Member::Ci(b), _)] if a == b => {
                    return Err(GroupError::Twice { ci: *a });
                }
                [(Member::Group(a), _), (Member::Group(b), _)] if a == b => {
                    return Err(GroupError::GroupTwice);
                }
                _ => {}
            }
        }
        let total = members.iter().map(|(_, weight)| u64::from(*weight)).sum();
        let count = u32::try_from(members.len()).unwrap_or(u32::MAX);
        match rule {
            GroupRule::AtLeast(0) => return Err(GroupError::NeedsNobody),
            GroupRule::AtLeast(needed) if needed > count => {
                return Err(GroupError::NeedsTooMany {
                    needed,
                    members: count,
                });
            }
            GroupRule::Influence(0) => return Err(GroupError::FailsAtOnce),
            GroupRule::Influence(threshold) if u64::from(threshold) > total => {
                return Err(GroupError::NeverFails { threshold, total });
            }
            _ => {}
        }
        let group = Self { rule, members };
        match group.depth() {
            got if got > MAX_DEPTH => Err(GroupError::TooDeep { got }),
            _ => Ok(group),
        }
    }

    /// When it fails.
    pub const fn rule(&self) -> GroupRule {
        self.rule
    }

    /// The members, each with its weight, in order: items by their ids, then groups.
    pub fn members(&self) -> impl ExactSizeIterator<Item = (&Member, u32)> {
        self.members.iter().map(|(it, weight)| (it, *weight))
    }

    /// How much of it has to be lost for it to fail: a number of members, or a sum of weights.
    pub fn fails_at(&self) -> u32 {
        match self.rule {
            GroupRule::AtLeast(needed) => {
                let count = u32::try_from(self.members.len()).unwrap_or(u32::MAX);
                count.saturating_sub(needed).saturating_add(1)
            }
            GroupRule::Influence(threshold) => threshold,
        }
    }

    /// Every item in it and in the groups within it, each once, in the order of their ids.
    pub fn cis(&self) -> Vec<CiId> {
        let mut cis = Vec::new();
        self.collect(&mut cis);
        cis.sort_unstable();
        cis.dedup();
        cis
    }

    /// How deep it is nested: 1 if no member is a group.
    pub fn depth(&self) -> usize {
        let inner = self.members.iter().map(|(member, _)| match member {
            Member::Ci(_) => 0,
            Member::Group(group) => group.depth(),
        });
        inner.max().unwrap_or(0).saturating_add(1)
    }

    fn collect(&self, cis: &mut Vec<CiId>) {
        for (member, _) in &self.members {
            match member {
                Member::Ci(ci) => cis.push(*ci),
                Member::Group(group) => group.collect(cis),
            }
        }
    }
}

/// What an item asks of several others: a group with a name of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(deny_unknown_fields)
)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct RedundancyGroup {
    /// Its name among the groups of the item that depends on it.
    pub name: Code,
    /// Who, and how many of them.
    pub group: Group,
    /// What the item suffers when the group fails.
    pub strength: Strength,
    /// Whether the item counts as degraded while members are down and the group still works: it
    /// does its work with less behind it.
    pub feels_loss: bool,
}

impl RedundancyGroup {
    /// A group that the item cannot do without, and whose losses it does not feel as long as enough
    /// is left.
    pub const fn new(name: Code, group: Group) -> Self {
        Self {
            name,
            group,
            strength: Strength::Hard,
            feels_loss: false,
        }
    }

    /// The same, with another strength.
    #[must_use]
    pub const fn strength(mut self, strength: Strength) -> Self {
        self.strength = strength;
        self
    }

    /// The same, with every loss felt.
    #[must_use]
    pub const fn feeling_loss(mut self) -> Self {
        self.feels_loss = true;
        self
    }
}

impl FreeText for RedundancyGroup {}

/// The form on the wire, in which members of unlike kinds of groups look unlike.
#[cfg(feature = "serde")]
mod wire {
    use super::{GroupError, GroupRule, Member};
    use alloc::vec::Vec;

    #[derive(serde::Serialize, serde::Deserialize)]
    #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
    #[serde(rename_all = "snake_case", deny_unknown_fields)]
    pub(super) enum Group {
        AtLeast { needed: u32, of: Vec<Member> },
        Influence { threshold: u32, of: Vec<Weighted> },
    }

    #[derive(serde::Serialize, serde::Deserialize)]
    #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
    #[serde(deny_unknown_fields)]
    pub(super) struct Weighted {
        member: Member,
        weight: u32,
    }

    impl TryFrom<Group> for super::Group {
        type Error = GroupError;

        fn try_from(group: Group) -> Result<Self, GroupError> {
            match group {
                Group::AtLeast { needed, of } => Self::at_least(needed, of),
                Group::Influence { threshold, of } => {
                    Self::influence(threshold, of.into_iter().map(|it| (it.member, it.weight)))
                }
            }
        }
    }

    impl From<super::Group> for Group {
        fn from(group: super::Group) -> Self {
            let members = group.members.into_iter();
            match group.rule {
                GroupRule::AtLeast(needed) => Self::AtLeast {
                    needed,
                    of: members.map(|(member, _)| member).collect(),
                },
                GroupRule::Influence(threshold) => Self::Influence {
                    threshold,
                    of: members
                        .map(|(member, weight)| Weighted { member, weight })
                        .collect(),
                },
            }
        }
    }

    #[cfg(feature = "schemars")]
    impl schemars::JsonSchema for super::Group {
        fn schema_name() -> alloc::borrow::Cow<'static, str> {
            "Group".into()
        }

        fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
            Group::json_schema(generator)
        }
    }
}
