//! Ordinals: impact, urgency and priority as levels on named scales.
//!
//! A level is a label, not a number: nobody can compute `impact + 1`. Its place comes from the
//! [`Scale`] of the policy in force, most important first, so a desk may have three levels or nine
//! and call them what it likes. [`Rank`] is the only thing that compares, and the smaller rank is
//! always the more important one.

use crate::fault::Faults;
use crate::text::Label;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

/// A kind of level: what [`Impact`], [`Urgency`] and [`Priority`] have in common.
pub trait Level: Clone + Eq + core::fmt::Debug + From<Label> {
    /// What the scale measures, in a word.
    const NAME: &'static str;

    /// The label, as on the wire.
    fn label(&self) -> &Label;
}

macro_rules! levels {
    ($( $(#[$doc:meta])* $name:ident = $text:literal, )+) => {
        $(
            $(#[$doc])*
            ///
            /// Levels are equal or not; which of two is the more important, the [`Scale`] knows.
            #[derive(Clone, PartialEq, Eq, Hash)]
            #[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(transparent))]
            #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(transparent))]
            pub struct $name(Label);

            impl $name {
                /// The level as it is labeled, such as `High`; `"High".parse()` does the same.
                ///
                /// # Errors
                /// [`TextError`](crate::text::TextError) if the label is not a [`Label`].
                pub fn new(label: impl AsRef<str>) -> Result<Self, crate::text::TextError> {
                    Label::new(label).map(Self)
                }

                /// The label, as on the wire.
                pub fn as_str(&self) -> &str {
                    self.0.as_str()
                }
            }

            impl Level for $name {
                const NAME: &'static str = $text;

                fn label(&self) -> &Label {
                    &self.0
                }
            }

            impl core::str::FromStr for $name {
                type Err = crate::text::TextError;

                fn from_str(label: &str) -> Result<Self, Self::Err> {
                    Self::new(label)
                }
            }

            impl From<Label> for $name {
                fn from(label: Label) -> Self {
                    Self(label)
                }
            }

            impl core::fmt::Debug for $name {
                fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                    write!(f, "{}({})", stringify!($name), self.as_str())
                }
            }

            impl core::fmt::Display for $name {
                fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                    f.pad(self.as_str())
                }
            }
        )+
    };
}

levels! {
    /// How much a service, or a component of one, matters to the business.
    Criticality = "criticality",
    /// How much of the business is hurt: the extent of the damage, whoever reports it.
    Impact = "impact",
    /// How probable harm is, and how bad it would be.
    Risk = "risk",
    /// How soon the damage becomes unbearable: the time the business can wait.
    Urgency = "urgency",
    /// The order in which to work when there is not enough of everybody. Derived, never chosen.
    #[doc(alias = "severity")]
    Priority = "priority",
}

/// A place on a scale. The first is the most important, and compares as the smallest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rank(u16);

impl Rank {
    /// The place counted from 1, as people say it: "a priority 1".
    pub const fn number(self) -> u16 {
        self.0.saturating_add(1)
    }

    /// The place counted from 0.
    pub(crate) const fn index(self) -> usize {
        self.0 as usize
    }
}

/// The levels of one ordinal, from the most important to the least.
///
/// ```
/// use itsm_core::level::{Priority, Scale};
///
/// let scale = Scale::<Priority>::new(["Critical", "High", "Low"])?;
/// let high = scale.level("High").expect("on the scale");
/// let low = scale.level("Low").expect("on the scale");
/// assert!(scale.rank(&high) < scale.rank(&low)); // smaller is more important
/// assert_eq!(scale.rank(&high).map(|rank| rank.number()), Some(2));
/// # Ok::<(), itsm_core::fault::Faults>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(transparent))]
pub struct Scale<L> {
    levels: Vec<L>,
}

impl<L: Level> Scale<L> {
    /// The most levels a scale may have.
    pub const MAX_LEVELS: usize = 100;

    /// A scale from its labels, most important first.
    ///
    /// # Errors
    /// All [`Faults`]: no level at all, more than [`MAX_LEVELS`](Self::MAX_LEVELS), a label that
    /// is not one, a label that stands twice.
    pub fn new<T: AsRef<str>>(labels: impl IntoIterator<Item = T>) -> Result<Self, Faults> {
        let mut faults = Faults::new();
        let mut levels: Vec<L> = Vec::new();
        for (i, label) in labels.into_iter().enumerate() {
            let path = format!("[{i}]");
            let Some(label) = faults.take(&path, "scale.level.text", Label::new(label)) else {
                continue;
            };
            if levels.iter().any(|level| *level.label() == label) {
                faults.add(
                    path,
                    "scale.level.twice",
                    format!("`{label}` stands on the {} scale already", L::NAME),
                );
            } else if levels.len() == Self::MAX_LEVELS {
                faults.add(
                    path,
                    "scale.too_long",
                    format!("a scale has at most {} levels", Self::MAX_LEVELS),
                );
                break;
            } else {
                levels.push(L::from(label));
            }
        }
        if levels.is_empty() && faults.is_empty() {
            faults.add(
                "",
                "scale.empty",
                format!("the {} scale has no level", L::NAME),
            );
        }
        faults.or(Some(Self { levels }))
    }

    /// A scale of one level, to stand in for one that could not be read.
    #[doc(hidden)]
    pub fn any() -> Self {
        Self::trusted(alloc::vec![L::from(const { Label::trusted("any") })])
    }

    /// A scale of levels that are known to be distinct.
    pub(crate) const fn trusted(levels: Vec<L>) -> Self {
        Self { levels }
    }

    /// The level with this label.
    pub fn level(&self, label: &str) -> Option<L> {
        self.levels
            .iter()
            .find(|level| level.label().as_str() == label)
            .cloned()
    }

    /// The place of a level; `None` if it is not on this scale.
    pub fn rank(&self, level: &L) -> Option<Rank> {
        let index = self.levels.iter().position(|it| it == level)?;
        u16::try_from(index).ok().map(Rank)
    }

    /// Whether a level stands on this scale.
    pub fn contains(&self, level: &L) -> bool {
        self.levels.contains(level)
    }

    /// The levels, most important first.
    pub fn iter(&self) -> core::slice::Iter<'_, L> {
        self.levels.iter()
    }

    /// How many levels there are; never zero.
    #[expect(
        clippy::len_without_is_empty,
        reason = "a scale is never empty, so the question has one answer"
    )]
    pub fn len(&self) -> usize {
        self.levels.len()
    }

    /// The labels, most important first: the raw form that [`new`](Self::new) takes.
    pub fn labels(&self) -> Vec<String> {
        self.levels
            .iter()
            .map(|level| level.label().as_str().into())
            .collect()
    }
}

impl<'a, L: Level> IntoIterator for &'a Scale<L> {
    type Item = &'a L;
    type IntoIter = core::slice::Iter<'a, L>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
