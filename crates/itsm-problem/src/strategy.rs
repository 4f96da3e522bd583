//! Error control: how a problem is lived with, and what that will have cost.
//!
//! A strategy is no end: a problem with a permanent workaround is as open as before. Whoever does
//! not remove the cause owes it, and the debt is written down with what it costs.
//!
//! Source: ITIL 4 problem management (error control); ISO/IEC 20000-1 8.6.3.

use crate::decide::Decided;
use crate::error::Law;
use crate::policy::ProblemPolicy;
use crate::problem::Problem;
use crate::refuse::{No, changes};
use itsm_core::money::Money;
use itsm_core::text::Note;
use itsm_core::time::Instant;
use itsm_core::{plain_enum, wire_struct};

plain_enum! {
    /// How a problem is controlled.
    pub enum ErrorControl {
        /// Its cause is to be removed.
        PermanentResolution = "permanent_resolution",
        /// People are to work around it for good.
        PermanentWorkaround = "permanent_workaround",
        /// Its incidents are to be handled faster and cheaper.
        OptimizeIncidentHandling = "optimize_incident_handling",
    }
}

impl ErrorControl {
    /// Whether it leaves the cause where it is.
    pub const fn leaves_the_cause(self) -> bool {
        !matches!(self, Self::PermanentResolution)
    }
}

wire_struct! {
    /// What is owed because a cause stays where it is.
    #[doc(alias = "technical debt")]
    pub struct TechnicalDebt {
        /// What stays, and what follows from that.
        description: Note,
    } optional {
        /// What living with it is estimated to cost.
        cost: Money,
        /// What removing the cause is estimated to cost.
        to_repay: Money,
    }
}

wire_struct! {
    /// Choose how it is controlled.
    pub struct SetStrategy {
        /// How.
        strategy: ErrorControl,
    } optional {
        /// What is owed, if the cause stays.
        debt: TechnicalDebt,
    }
}
wire_struct! {
    /// It was chosen how it is controlled.
    pub struct StrategySet {
        /// How.
        strategy: ErrorControl,
    } optional {
        /// What is owed, if the cause stays.
        debt: TechnicalDebt,
    }
}
wire_struct! {
    /// How a problem is controlled, and since when.
    pub struct Strategy {
        /// How.
        control: ErrorControl,
        /// Since when.
        since: Instant,
    } optional {
        /// What is owed.
        debt: TechnicalDebt,
    }
}

impl Problem {
    /// How it is controlled.
    pub const fn strategy(&self) -> Option<&Strategy> {
        self.strategy.as_ref()
    }

    /// What is owed because its cause stays where it is.
    pub fn debt(&self) -> Option<&TechnicalDebt> {
        self.strategy.as_ref()?.debt.as_ref()
    }

    pub(crate) fn set_strategy(
        &self,
        it: &SetStrategy,
        policy: &ProblemPolicy,
        no: impl Fn(Law) -> No,
    ) -> Decided {
        if it.strategy.leaves_the_cause() && it.debt.is_none() && policy.debt_required() {
            return no(Law::StrategyWithoutDebt)
                .param("strategy", it.strategy.as_str())
                .err();
        }
        let same = |now: &Strategy| now.control == it.strategy && now.debt == it.debt;
        changes(!self.strategy.as_ref().is_some_and(same), no)?;
        Ok(StrategySet {
            strategy: it.strategy,
            debt: it.debt.clone(),
        }
        .into())
    }
}
