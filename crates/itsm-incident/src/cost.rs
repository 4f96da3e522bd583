//! What an incident costs: time at a rate, fixed amounts, material.
//!
//! Amounts are whole minor units, and an incident is billed in one currency. The amount of a cost
//! is rounded once, when it is recorded, and kept in the event: a later total never changes it.

use crate::error::{IncidentError, Law};
use crate::event::IncidentEvent;
use crate::incident::Incident;
use crate::refuse::No;
use itsm_core::actor::Agent;
use itsm_core::id::PersonId;
use itsm_core::money::{Currency, Money, MoneyError};
use itsm_core::text::Note;
use itsm_core::time::{Instant, Seconds};
use itsm_core::wire_struct;

/// What is paid for. An amount below zero is a credit: that is how a mistake is taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "snake_case", deny_unknown_fields)
)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub enum Cost {
    /// Time that somebody spent on it.
    #[doc(alias = "labor")]
    Time {
        /// How long.
        spent: Seconds,
        /// What an hour costs, in minor units.
        hourly_rate: i64,
    },
    /// An amount that does not depend on time: a call-out, an invoice.
    Fixed {
        /// How much, in minor units.
        amount: i64,
    },
    /// Parts and consumables.
    Material {
        /// How many.
        quantity: u32,
        /// What one costs, in minor units.
        unit_price: i64,
    },
}

impl Cost {
    /// How much it is in a currency. Time is rounded to the nearest minor unit, a half away from
    /// zero; see [`Money::per_hour`].
    ///
    /// # Errors
    /// An amount that is out of range.
    pub fn amount(&self, currency: Currency) -> Result<Money, MoneyError> {
        match self {
            Self::Time { spent, hourly_rate } => {
                Money::new(*hourly_rate, currency).per_hour(*spent)
            }
            Self::Fixed { amount } => Ok(Money::new(*amount, currency)),
            Self::Material {
                quantity,
                unit_price,
            } => Money::new(*unit_price, currency).times(*quantity),
        }
    }
}

wire_struct! {
    /// Record what something has cost, or the time that was spent.
    #[doc(alias = "time tracking")]
    pub struct RecordCost {
        /// What is paid for.
        cost: Cost,
        /// In which currency. An incident has one.
        currency: Currency,
    } optional {
        /// The person who spent the time, or brought the part.
        person: PersonId,
        /// What for.
        note: Note,
    }
}
wire_struct! {
    /// A cost was recorded.
    pub struct CostRecorded {
        /// What is paid for.
        cost: Cost,
        /// How much that is.
        amount: Money,
    } optional {
        /// The person who spent the time, or brought the part.
        person: PersonId,
        /// What for.
        note: Note,
    }
}
wire_struct! {
    /// A cost of an incident.
    pub struct CostEntry {
        /// When it arose, as far as that was noted; else when it was recorded.
        at: Instant,
        /// Who recorded it.
        by: Agent,
        /// What is paid for.
        cost: Cost,
        /// How much that is.
        amount: Money,
    } optional {
        /// The person who spent the time, or brought the part.
        person: PersonId,
        /// What for.
        note: Note,
    }
}

/// What an incident has cost so far. The three parts add up to the total, to the minor unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct CostTotals {
    /// The time that was spent, at whatever rate.
    pub spent: Seconds,
    /// What that time cost.
    pub time: Money,
    /// The fixed amounts.
    pub fixed: Money,
    /// The material.
    pub material: Money,
    /// All of it.
    pub total: Money,
}

impl CostTotals {
    pub(crate) const fn nothing(currency: Currency) -> Self {
        let nothing = Money::new(0, currency);
        Self {
            spent: Seconds(0),
            time: nothing,
            fixed: nothing,
            material: nothing,
            total: nothing,
        }
    }

    pub(crate) fn plus(mut self, cost: &Cost, amount: Money) -> Result<Self, MoneyError> {
        let part = match cost {
            Cost::Time { spent, .. } => {
                let sum = self.spent.0.checked_add(spent.0);
                self.spent = Seconds(sum.ok_or(MoneyError::OutOfRange)?);
                &mut self.time
            }
            Cost::Fixed { .. } => &mut self.fixed,
            Cost::Material { .. } => &mut self.material,
        };
        *part = part.plus(amount)?;
        self.total = self.total.plus(amount)?;
        Ok(self)
    }
}

impl Incident {
    /// The costs, in the order in which they were recorded.
    pub fn costs(&self) -> &[CostEntry] {
        self.listed(|it| &it.costs)
    }

    /// What it has cost so far; `None` while nothing was recorded.
    ///
    /// # Errors
    /// A history that was not made by this library may hold amounts that do not add up.
    pub fn cost_totals(&self) -> Result<Option<CostTotals>, MoneyError> {
        let Some(first) = self.costs().first() else {
            return Ok(None);
        };
        self.costs()
            .iter()
            .try_fold(CostTotals::nothing(first.amount.currency), |sum, it| {
                sum.plus(&it.cost, it.amount)
            })
            .map(Some)
    }

    pub(crate) fn record_cost(
        &self,
        it: &RecordCost,
        no: impl FnOnce(Law) -> No,
    ) -> Result<IncidentEvent, IncidentError> {
        let added = it.cost.amount(it.currency).and_then(|amount| {
            let so_far = self
                .cost_totals()?
                .unwrap_or(CostTotals::nothing(it.currency));
            so_far.plus(&it.cost, amount).map(|_| amount)
        });
        match added {
            Ok(amount) => Ok(CostRecorded {
                cost: it.cost.clone(),
                amount,
                person: it.person,
                note: it.note.clone(),
            }
            .into()),
            Err(MoneyError::Mixed { expected, got }) => no(Law::CostCurrencyMixed)
                .param("expected", expected.as_str())
                .param("got", got.as_str())
                .err(),
            Err(_) => no(Law::CostOutOfRange).err(),
        }
    }
}
