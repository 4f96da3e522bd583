//! Coverage: of the items that have to be verified or attested, how many were in time; who comes
//! next; and how good the records are.
//!
//! Source: FitSM-1 PR11.5 (verification); ITIL 4 service configuration management (success factors).

use crate::ci::Ci;
use crate::duty::Duty;
use crate::estate::Estate;
use crate::policy::ConfigurationPolicy;
use crate::scope::Scope;
use alloc::collections::BTreeMap;
use alloc::vec::Vec;
use itsm_core::id::CiId;
use itsm_core::plain_enum;
use itsm_core::ratio::Ratio;
use itsm_core::text::Code;
use itsm_core::time::{Instant, Seconds};

plain_enum! {
    /// How an item stands with a duty.
    pub enum DutyState {
        /// It is late: it was due now, or earlier.
        Overdue = "overdue",
        /// It falls due within the time that was asked about.
        Due = "due",
        /// It falls due later.
        Current = "current",
    }
}

/// What an item owes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(deny_unknown_fields)
)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Owed {
    /// By when.
    pub due: Instant,
    /// Which item.
    pub ci: CiId,
    /// Of which class.
    pub class: Code,
    /// How it stands.
    pub state: DutyState,
    /// When it was last done; absent: never.
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "Option::is_none")
    )]
    pub last: Option<Instant>,
}

/// How many items stand how with a duty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(deny_unknown_fields)
)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Counts {
    /// Done, and not late again: of all that owe it.
    pub within: Ratio,
    /// How many fall due within the time that was asked about.
    pub due: u64,
    /// How many are late.
    pub overdue: u64,
    /// How many have never done it, late or not: their time is counted from their registration.
    pub never: u64,
}

impl Counts {
    fn count(&mut self, owed: &Owed) {
        let more = |count: &mut u64| *count = count.saturating_add(1);
        self.within
            .count(owed.last.is_some() && owed.state != DutyState::Overdue);
        match owed.state {
            DutyState::Overdue => more(&mut self.overdue),
            DutyState::Due => more(&mut self.due),
            DutyState::Current => {}
        }
        if owed.last.is_none() {
            more(&mut self.never);
        }
    }
}

/// How the items of a scope stand with a duty, at an instant. Items of a class that sets no
/// interval owe nothing, and neither do those whose life is over.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(deny_unknown_fields)
)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Coverage {
    /// Which duty.
    pub duty: Duty,
    /// At which instant.
    pub at: Instant,
    /// All together.
    pub all: Counts,
    /// Class by class.
    pub classes: BTreeMap<Code, Counts>,
    /// What each item owes, soonest first.
    pub owed: Vec<Owed>,
}

impl Coverage {
    /// How the items stand now. What falls due within `horizon` from now is [due](DutyState::Due).
    pub fn of(
        estate: &Estate,
        policy: &ConfigurationPolicy,
        duty: Duty,
        scope: &Scope,
        now: Instant,
        horizon: Seconds,
    ) -> Self {
        let mut coverage = Self {
            duty,
            at: now,
            all: Counts::default(),
            classes: BTreeMap::new(),
            owed: Vec::new(),
        };
        // Past the end of the time line, everything is due by then.
        let until = horizon.after(now);
        for ci in scope.population(estate, policy) {
            let duties = ci.duties(policy);
            let Some(it) = duties.iter().find(|it| it.duty == duty) else {
                continue;
            };
            let state = if it.due <= now {
                DutyState::Overdue
            } else if until.is_none_or(|until| it.due <= until) {
                DutyState::Due
            } else {
                DutyState::Current
            };
            let owed = Owed {
                due: it.due,
                ci: ci.id(),
                class: ci.class().clone(),
                state,
                last: last(ci, duty),
            };
            coverage.all.count(&owed);
            let class = coverage.classes.entry(owed.class.clone()).or_default();
            class.count(&owed);
            coverage.owed.push(owed);
        }
        coverage.owed.sort_unstable();
        coverage
    }

    /// Those that are late or fall due soon, soonest first.
    pub fn due_list(&self) -> impl Iterator<Item = &Owed> {
        let due = |it: &&Owed| it.state != DutyState::Current;
        self.owed.iter().take_while(due)
    }
}

fn last(ci: &Ci, duty: Duty) -> Option<Instant> {
    match duty {
        Duty::Attestation => ci.attestation().map(|it| it.at),
        Duty::Verification => ci.verification().map(|it| it.at),
    }
}

/// How good the records are: two figures with two denominators, which have nothing to do with each
/// other.
///
/// A record may be complete and wrong, or right as far as it goes. Whoever divides what was found
/// right by all items mixes up "wrong" with "nobody looked".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(deny_unknown_fields)
)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Quality {
    /// Found right by the last verification, of those that were ever verified.
    pub accuracy: Ratio,
    /// With everything that their classes demand, of all in the scope.
    pub completeness: Ratio,
}

impl Quality {
    /// How good the records of a scope are, without those of items whose life is over.
    pub fn of(estate: &Estate, policy: &ConfigurationPolicy, scope: &Scope) -> Self {
        let mut quality = Self::default();
        for ci in scope.population(estate, policy) {
            if let Some(verification) = ci.verification() {
                quality
                    .accuracy
                    .count(verification.discrepancies.is_empty());
            }
            quality
                .completeness
                .count(ci.gaps(policy).mandatory.is_empty());
        }
        quality
    }
}
