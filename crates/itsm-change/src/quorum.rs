//! Quorums: how many of those who were asked have to approve.
//!
//! Everything is counted in whole numbers. A share is a fraction, and what reaches it is compared
//! by multiplying out: two of three are two thirds, exactly, and never 66.67 per cent.

use itsm_core::fault::Faults;
use itsm_core::free_text::FreeText;
use itsm_core::plain_enum;

plain_enum! {
    /// What becomes of a share of people that is no whole number.
    pub enum Rounding {
        /// As many as reach the share: half of five are three.
        Exact = "exact",
        /// The nearest whole number, a half upward, and at least one: 49.8 % of five are two. Named
        /// because a vendor counts so; it lets a share pass that was not reached.
        HalfUp = "half_up",
    }
}

/// How many have to approve. Whatever it says, at least one does.
///
/// Source: FitSM-1 PR12.4 (the approval of changes); ITIL 4 change enablement (change authority).
///
/// ```
/// use itsm_change::quorum::{Quorum, Rounding};
///
/// let two_thirds = Quorum::Share { numerator: 2, denominator: 3, rounding: Rounding::Exact };
/// assert_eq!([3, 4, 6].map(|asked| two_thirds.needed(asked)), [2, 3, 4]);
/// // As a vendor reads 50 % and 49.8 % of five.
/// assert_eq!(Quorum::of_basis_points(Some(5_000)).needed(5), 3);
/// assert_eq!(Quorum::of_basis_points(Some(4_980)).needed(5), 2);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)
)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub enum Quorum {
    /// One of them, whoever is first.
    First {},
    /// All of them.
    All {},
    /// So many.
    AtLeast {
        /// How many, from 1.
        count: u32,
    },
    /// So much of them.
    Share {
        /// So many, from 1.
        numerator: u32,
        /// Of so many.
        denominator: u32,
        /// What becomes of parts of people.
        rounding: Rounding,
    },
    /// Those whose weights come to so much.
    Weight {
        /// How much, from 1.
        at_least: u64,
    },
    /// Nobody is asked: it is approved, or rejected, by the policy itself.
    Automatic {
        /// Which of the two.
        approve: bool,
    },
}

impl FreeText for Quorum {}

impl Quorum {
    /// A percentage in hundredths of a per cent, as a vendor reads it: none or nothing is one person,
    /// all and more is everybody, and what lies between is rounded a half upward.
    pub const fn of_basis_points(points: Option<i64>) -> Self {
        match points {
            Some(10_000..) => Self::All {},
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "between 1 and 9,999"
            )]
            Some(points @ 1..10_000) => Self::Share {
                numerator: points as u32,
                denominator: 10_000,
                rounding: Rounding::HalfUp,
            },
            _ => Self::First {},
        }
    }

    /// How many of so many have to approve, by heads; 1 where weights are counted.
    pub fn needed(self, asked: u32) -> u32 {
        let needed = match self {
            Self::First {} | Self::Weight { .. } | Self::Automatic { .. } => 1,
            Self::All {} => asked,
            Self::AtLeast { count } => count,
            Self::Share {
                numerator,
                denominator,
                rounding,
            } => share(asked, numerator, denominator, rounding),
        };
        needed.max(1)
    }

    pub(crate) fn check(self, path: &str, faults: &mut Faults) {
        let nothing = |faults: &mut Faults, field: &str| {
            let path = alloc::format!("{path}.{field}");
            faults.add(
                path,
                "approval.quorum.nothing",
                "expected at least 1, got `0`",
            );
        };
        match self {
            Self::AtLeast { count: 0 } => nothing(faults, "count"),
            Self::Weight { at_least: 0 } => nothing(faults, "at_least"),
            Self::Share {
                numerator,
                denominator,
                ..
            } if numerator == 0 || numerator > denominator => {
                let message = alloc::format!(
                    "expected a share above 0 and up to 1, got `{numerator}/{denominator}`"
                );
                faults.add(path, "approval.quorum.share", message);
            }
            _ => {}
        }
    }
}

fn share(asked: u32, numerator: u32, denominator: u32, rounding: Rounding) -> u32 {
    let (whole, parts) = (u64::from(asked), u64::from(denominator).max(1));
    let product = whole.saturating_mul(numerator.into());
    let needed = match rounding {
        Rounding::Exact => product.div_ceil(parts),
        Rounding::HalfUp => {
            let twice = product.saturating_mul(2).saturating_add(parts);
            twice
                .checked_div(parts.saturating_mul(2))
                .unwrap_or(u64::MAX)
        }
    };
    u32::try_from(needed).unwrap_or(u32::MAX)
}
