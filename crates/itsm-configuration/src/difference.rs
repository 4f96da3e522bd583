//! Differences: what is not as a baseline says any more, in data and in words.
//!
//! They speak of the items that the baseline has, and of no other: what came into being later is
//! not part of it.

use crate::baseline::{Baseline, BaselineItem};
use crate::ci::Ci;
use crate::estate::Estate;
use crate::fact::{FactPath, FactValue, facts};
use crate::profile::CiProfile;
use crate::redundancy::RedundancyGroup;
use crate::relationship::Relationship;
use crate::state::Standing;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;
use core::fmt;
use itsm_core::id::CiId;
use itsm_core::text::{Code, Title};
use itsm_core::time::Instant;

/// Why an item of a baseline is not there to be compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "snake_case")
)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub enum Absence {
    /// Its record went.
    Archived {
        /// When.
        at: Instant,
    },
    /// It has never been part of the estate.
    NeverThere,
    /// The other baseline does not have it, and so says nothing of it.
    NotChosen,
}

/// One thing that is not as a baseline says. On the wire, an object with the name in `kind`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)
)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub enum Difference {
    /// An item is not there.
    Missing {
        /// Which.
        ci: CiId,
        /// Why.
        why: Absence,
    },
    /// A fact of an item is another: an attribute, its class, its stage, its status.
    Fact {
        /// Of which item.
        ci: CiId,
        /// Which fact.
        path: FactPath,
        /// What it was; absent: there was none.
        #[cfg_attr(
            feature = "serde",
            serde(default, skip_serializing_if = "Option::is_none")
        )]
        before: Option<FactValue>,
        /// What it is; absent: there is none.
        #[cfg_attr(
            feature = "serde",
            serde(default, skip_serializing_if = "Option::is_none")
        )]
        after: Option<FactValue>,
    },
    /// A group of an item is another.
    Group {
        /// Of which item.
        ci: CiId,
        /// Which group.
        name: Code,
        /// What it was; absent: there was none.
        #[cfg_attr(
            feature = "serde",
            serde(default, skip_serializing_if = "Option::is_none")
        )]
        before: Option<RedundancyGroup>,
        /// What it is; absent: there is none.
        #[cfg_attr(
            feature = "serde",
            serde(default, skip_serializing_if = "Option::is_none")
        )]
        after: Option<RedundancyGroup>,
    },
    /// A relationship was added.
    Added {
        /// Which.
        relationship: Relationship,
    },
    /// A relationship is there no longer.
    Removed {
        /// Which.
        relationship: Relationship,
    },
}

impl Difference {
    /// Whether it is about this item: one of its facts or groups, or a relationship of which it is
    /// an end.
    pub fn concerns(&self, item: CiId) -> bool {
        match self {
            Self::Missing { ci, .. } | Self::Fact { ci, .. } | Self::Group { ci, .. } => {
                *ci == item
            }
            Self::Added { relationship } | Self::Removed { relationship } => {
                relationship.source == item || relationship.target == item
            }
        }
    }
}

/// All that is not as a baseline says: first item by item in the order of their ids, then the
/// relationships in theirs. Shown, it is one line for each.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(deny_unknown_fields)
)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Differences {
    /// One by one.
    pub differences: Vec<Difference>,
    /// What the items are called that they speak of, as far as it is known.
    pub names: BTreeMap<CiId, Title>,
}

impl Differences {
    /// Whether everything is as the baseline says.
    pub fn is_empty(&self) -> bool {
        self.differences.is_empty()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.differences.len()
    }

    /// Those that are about an item.
    pub fn of(&self, ci: CiId) -> impl Iterator<Item = &Difference> {
        self.differences.iter().filter(move |it| it.concerns(ci))
    }
}

/// An item on the other side of the comparison.
struct Now<'a> {
    profile: &'a CiProfile,
    standing: &'a Standing,
    groups: BTreeMap<&'a Code, &'a RedundancyGroup>,
}

impl<'a> From<&'a BaselineItem> for Now<'a> {
    fn from(it: &'a BaselineItem) -> Self {
        Self {
            profile: &it.profile,
            standing: &it.standing,
            groups: it.groups.iter().collect(),
        }
    }
}

impl<'a> From<&'a Ci> for Now<'a> {
    fn from(it: &'a Ci) -> Self {
        Self {
            profile: it.profile(),
            standing: it.standing(),
            groups: it.groups().map(|it| (&it.name, it)).collect(),
        }
    }
}

impl Baseline {
    /// What has become different in an estate since.
    pub fn differences(&self, estate: &Estate) -> Differences {
        let now = |ci| match estate.item(ci) {
            Some(it) => match it.archived_at() {
                Some(at) => Err(Absence::Archived { at }),
                None => Ok(Now::from(it)),
            },
            None => Err(Absence::NeverThere),
        };
        let relationships = self
            .items()
            .flat_map(|(ci, _)| estate.relationships_of(ci))
            .map(|it| it.relationship)
            .collect();
        let name = |ci| estate.item(ci).map(Ci::name);
        self.compare(now, &relationships, name)
    }

    /// What is different in another baseline, of the items that this one has.
    ///
    /// An item that only this one has is [not chosen](Absence::NotChosen) there, and of its
    /// relationships only those are compared of which the other knows an end.
    pub fn differences_to(&self, other: &Self) -> Differences {
        let now = |ci| other.item(ci).map(Now::from).ok_or(Absence::NotChosen);
        let relationships = other.relationships().collect();
        let name = |ci| other.item(ci).map(|it| &it.profile.name);
        self.compare(now, &relationships, name)
    }

    fn compare<'a>(
        &self,
        now: impl Fn(CiId) -> Result<Now<'a>, Absence>,
        relationships: &BTreeSet<&Relationship>,
        name: impl Fn(CiId) -> Option<&'a Title>,
    ) -> Differences {
        let mut differences = Vec::new();
        let mut compared = BTreeSet::new();
        for (ci, before) in self.items() {
            let after = now(ci);
            if !matches!(after, Err(Absence::NotChosen)) {
                compared.insert(ci);
            }
            match after {
                Ok(after) => item(ci, before, &after, &mut differences),
                Err(why) => differences.push(Difference::Missing { ci, why }),
            }
        }
        let known =
            |it: &&&Relationship| compared.contains(&it.source) || compared.contains(&it.target);
        let before: BTreeSet<&Relationship> = self.relationships().collect();
        let changed = before.symmetric_difference(relationships).filter(known);
        differences.extend(changed.map(|it| {
            let relationship = (*it).clone();
            if before.contains(it) {
                Difference::Removed { relationship }
            } else {
                Difference::Added { relationship }
            }
        }));
        let names = mentioned(&differences)
            .into_iter()
            .filter_map(|ci| {
                let ours = || self.item(ci).map(|it| &it.profile.name);
                Some((ci, ours().or_else(|| name(ci))?.clone()))
            })
            .collect();
        Differences { differences, names }
    }
}

/// What is different of one item.
fn item(ci: CiId, before: &BaselineItem, after: &Now<'_>, into: &mut Vec<Difference>) {
    if before.profile != *after.profile || before.standing != *after.standing {
        let was = before.facts();
        let is = facts(after.profile, after.standing);
        let paths: BTreeSet<&FactPath> = was.keys().chain(is.keys()).collect();
        let changed = paths.into_iter().filter(|it| was.get(it) != is.get(it));
        into.extend(changed.map(|path| Difference::Fact {
            ci,
            path: path.clone(),
            before: was.get(path).cloned(),
            after: is.get(path).cloned(),
        }));
    }
    let names: BTreeSet<&Code> = before
        .groups
        .keys()
        .chain(after.groups.keys().copied())
        .collect();
    for name in names {
        let (was, is) = (before.groups.get(name), after.groups.get(name).copied());
        if was != is {
            into.push(Difference::Group {
                ci,
                name: name.clone(),
                before: was.cloned(),
                after: is.cloned(),
            });
        }
    }
}

fn mentioned(differences: &[Difference]) -> BTreeSet<CiId> {
    differences
        .iter()
        .flat_map(|it| match it {
            Difference::Missing { ci, .. }
            | Difference::Fact { ci, .. }
            | Difference::Group { ci, .. } => [*ci, *ci],
            Difference::Added { relationship } | Difference::Removed { relationship } => {
                [relationship.source, relationship.target]
            }
        })
        .collect()
}

impl fmt::Display for Differences {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, difference) in self.differences.iter().enumerate() {
            if i > 0 {
                f.write_str("\n")?;
            }
            self.line(difference, f)?;
        }
        Ok(())
    }
}

impl Differences {
    fn line(&self, difference: &Difference, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = |ci: &CiId| Called(*ci, self.names.get(ci));
        let (relationship, what) = match difference {
            Difference::Missing { ci, why } => {
                write!(f, "{} is missing: ", name(ci))?;
                return match why {
                    Absence::Archived { at } => write!(f, "its record went at {at}"),
                    Absence::NeverThere => f.write_str("it has never been part of the estate"),
                    Absence::NotChosen => f.write_str("the other baseline does not have it"),
                };
            }
            Difference::Fact {
                ci,
                path,
                before,
                after,
            } => {
                let (before, after) = (Value(before.as_ref()), Value(after.as_ref()));
                return write!(f, "{} {path}: {before} → {after}", name(ci));
            }
            Difference::Group {
                ci,
                name: group,
                before,
                after,
            } => {
                let what = match (before, after) {
                    (None, _) => "was added",
                    (_, None) => "was taken back",
                    _ => "is another",
                };
                return write!(f, "{} group `{group}` {what}", name(ci));
            }
            Difference::Added { relationship } => (relationship, "was added"),
            Difference::Removed { relationship } => (relationship, "is gone"),
        };
        let (source, target) = (name(&relationship.source), name(&relationship.target));
        write!(f, "{source} {} {target}", relationship.kind)?;
        if let Some(qualifier) = &relationship.qualifier {
            write!(f, " (`{qualifier}`)")?;
        }
        write!(f, " {what}")
    }
}

/// An item by its name, or, if nobody knows that, by its id.
struct Called<'a>(CiId, Option<&'a Title>);

impl fmt::Display for Called<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.1 {
            Some(name) => write!(f, "`{name}`"),
            None => write!(f, "item {}", self.0),
        }
    }
}

/// A value, or that there is none.
pub(crate) struct Value<'a>(pub(crate) Option<&'a FactValue>);

impl fmt::Display for Value<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(value) => write!(f, "`{value}`"),
            None => f.write_str("nothing"),
        }
    }
}
