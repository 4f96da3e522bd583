//! Pain value: how much something hurts, so that what hurts most comes first.
//!
//! Two ways of reckoning are usual, and their figures have nothing to do with each other. A value
//! keeps the factors that it came from, and compares only with values of the same set of factors.
//! All of it is whole numbers: what is too large is refused.
//!
//! Source: pain value analysis, as taught with ITIL problem management.

use alloc::format;
use core::cmp::Ordering;
use core::fmt;
use itsm_core::fault::Faults;
use itsm_core::level::{Priority, Scale};
use itsm_core::money::{Currency, Money};
use itsm_core::time::Seconds;
use itsm_core::{tagged, wire_struct};

wire_struct! {
    /// Incidents × duration × severity × weight.
    pub struct IncidentFactors {
        /// How many incidents there were.
        incidents: u64,
        /// How long they lasted on average.
        duration: Seconds,
        /// How severe they are: 1 for the least important priority, and one more for each above.
        severity: u16,
        /// How many levels of priority there are, so that a severity of 3 is known to be of 4 or of 9.
        severities: u16,
        /// What the host weighs them by; 1 to leave things as they are.
        weight: u32,
    }
}

impl IncidentFactors {
    /// The severity of a priority: its place on the scale, from the least important up. `None` if it
    /// is not on the scale.
    ///
    /// ```
    /// use itsm_core::level::{Priority, Scale};
    /// use itsm_problem::pain_value::IncidentFactors;
    ///
    /// let scale = Scale::<Priority>::new(["P1", "P2", "P3", "P4"])?;
    /// let first = scale.level("P1").unwrap();
    /// assert_eq!(IncidentFactors::severity_of(&scale, &first), Some(4));
    /// # Ok::<(), itsm_core::fault::Faults>(())
    /// ```
    pub fn severity_of(scale: &Scale<Priority>, priority: &Priority) -> Option<u16> {
        let levels = u16::try_from(scale.len()).ok()?;
        let place = scale.rank(priority)?.number();
        levels.checked_sub(place)?.checked_add(1)
    }
}

wire_struct! {
    /// Users × downtime × impact on each × cost.
    pub struct UserFactors {
        /// How many users were hit.
        users: u64,
        /// How long each was without the service.
        downtime: Seconds,
        /// How much of a user's work was lost meanwhile, in per cent.
        impact: u8,
        /// What an hour of a user's work costs.
        cost: Money,
    }
}

tagged! {
    /// What a pain value is the product of.
    pub enum PainFactors;
    /// Sets of factors, without their numbers.
    kind FactorSetKind {
        /// Incidents × duration × severity × weight.
        IncidentFactors = "incidents",
        /// Users × downtime × impact on each × cost.
        UserFactors = "users",
    }
}

/// What has to be the same for two pain values to be compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "snake_case")
)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub enum FactorSet {
    /// Incidents × duration × severity × weight, with so many severities.
    Incidents {
        /// How many severities there are.
        severities: u16,
    },
    /// Users × downtime × impact on each × cost, in a currency.
    Users {
        /// The currency.
        currency: Currency,
    },
}

impl fmt::Display for FactorSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Incidents { severities } => {
                write!(
                    f,
                    "incidents × duration × severity (of {severities}) × weight"
                )
            }
            Self::Users { currency } => {
                write!(f, "users × downtime × impact × cost (in {currency})")
            }
        }
    }
}

impl PainFactors {
    /// Which set they are.
    pub const fn set(&self) -> FactorSet {
        match self {
            Self::IncidentFactors(it) => FactorSet::Incidents {
                severities: it.severities,
            },
            Self::UserFactors(it) => FactorSet::Users {
                currency: it.cost.currency,
            },
        }
    }

    fn product(&self) -> Result<u64, Faults> {
        let mut faults = Faults::new();
        let factors = match self {
            Self::IncidentFactors(it) => {
                if it.severity == 0 || it.severity > it.severities {
                    let message = format!(
                        "expected a severity from 1 to {}, got `{}`",
                        it.severities, it.severity
                    );
                    faults.add("severity", "pain_value.severity.range", message);
                }
                [
                    it.incidents,
                    it.duration.0,
                    it.severity.into(),
                    it.weight.into(),
                ]
            }
            Self::UserFactors(it) => {
                if it.impact > 100 {
                    let message = format!(
                        "expected an impact of 0 to 100 per cent, got `{}`",
                        it.impact
                    );
                    faults.add("impact", "pain_value.impact.range", message);
                }
                let cost = u64::try_from(it.cost.minor).unwrap_or_else(|_| {
                    let message =
                        format!("expected a cost of zero or more, got `{}`", it.cost.minor);
                    faults.add("cost", "pain_value.cost.negative", message);
                    0
                });
                [it.users, it.downtime.0, it.impact.into(), cost]
            }
        };
        let product = factors
            .iter()
            .try_fold(1_u128, |all, it| all.checked_mul(u128::from(*it)));
        let zero = factors.contains(&0).then_some(0);
        let product = zero.or(product.and_then(|it| u64::try_from(it).ok()));
        if product.is_none() {
            let message = format!("expected a product of at most {}, got more", u64::MAX);
            faults.add("", "pain_value.overflow", message);
        }
        faults.or(product)
    }
}

/// How much something hurts, with the factors that it came from.
///
/// ```
/// use itsm_core::time::Seconds;
/// use itsm_problem::pain_value::{IncidentFactors, PainValue};
///
/// // Thirty short incidents, and two long ones.
/// let many = PainValue::of(IncidentFactors::new(30_u64, Seconds::minutes(10), 2_u16, 4_u16, 1_u32))?;
/// let long = PainValue::of(IncidentFactors::new(2_u64, Seconds::hours(8), 3_u16, 4_u16, 1_u32))?;
/// assert!(long.compare(&many)?.is_gt());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(try_from = "DraftPainValue", into = "DraftPainValue")
)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct PainValue {
    factors: PainFactors,
    value: u64,
}

wire_struct! {
    /// A pain value as it is stored: with its factors, and a value to sort rows by.
    pub struct DraftPainValue {
        /// The factors.
        factors: PainFactors,
        /// Their product.
        value: u64,
    }
}

/// Two pain values that have nothing to do with each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct OtherFactorSet {
    /// The factors of the first.
    pub expected: FactorSet,
    /// The factors of the other.
    pub got: FactorSet,
}

impl OtherFactorSet {
    /// The stable id of the rule that refuses.
    #[expect(
        clippy::trivially_copy_pass_by_ref,
        clippy::unused_self,
        reason = "it is asked of an error, as of every other"
    )]
    pub const fn rule(&self) -> &'static str {
        "pain_value.factor_set.other"
    }
}

impl fmt::Display for OtherFactorSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { expected, got } = self;
        write!(f, "expected a pain value of {expected}, got one of {got}")
    }
}

impl core::error::Error for OtherFactorSet {}

impl PainValue {
    /// The product of these factors.
    ///
    /// # Errors
    /// A factor that is none, or a product that is too large.
    pub fn of(factors: impl Into<PainFactors>) -> Result<Self, Faults> {
        let factors = factors.into();
        let value = factors.product()?;
        Ok(Self { factors, value })
    }

    /// The factors.
    pub const fn factors(&self) -> &PainFactors {
        &self.factors
    }

    /// The set of its factors.
    pub const fn set(&self) -> FactorSet {
        self.factors.set()
    }

    /// The product: larger hurts more. It has no unit that means anything.
    pub const fn value(&self) -> u64 {
        self.value
    }

    /// Which of two hurts more.
    ///
    /// # Errors
    /// They come from two sets of factors.
    pub fn compare(&self, other: &Self) -> Result<Ordering, OtherFactorSet> {
        let (expected, got) = (self.set(), other.set());
        if expected == got {
            Ok(self.value.cmp(&other.value))
        } else {
            Err(OtherFactorSet { expected, got })
        }
    }
}

impl TryFrom<DraftPainValue> for PainValue {
    type Error = Faults;

    fn try_from(draft: DraftPainValue) -> Result<Self, Faults> {
        let mut faults = Faults::new();
        let made = faults.nest("factors", Self::of(draft.factors));
        if let Some(made) = made.as_ref().filter(|it| it.value != draft.value) {
            let message = format!(
                "expected the product of the factors, {}, got `{}`",
                made.value, draft.value
            );
            faults.add("value", "pain_value.value", message);
        }
        faults.or(made)
    }
}

impl From<PainValue> for DraftPainValue {
    fn from(it: PainValue) -> Self {
        Self {
            factors: it.factors,
            value: it.value,
        }
    }
}
