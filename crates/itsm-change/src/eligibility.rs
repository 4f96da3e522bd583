//! Eligibility: whether changes of a kind have gone well enough to be authorized beforehand, and
//! whether those of a template still do.

use crate::catalogue::{TemplateCommand, TemplateLife, TemplateStage};
use crate::change::Change;
use crate::outcome::OutcomeCode;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use itsm_core::id::ChangeId;
use itsm_core::level::Risk;
use itsm_core::text::Note;
use itsm_core::time::Instant;
use itsm_core::wire_struct;

wire_struct! {
    /// What changes of a kind have to show before a template is made of them. Everything is counted in
    /// whole numbers.
    ///
    /// Source: ITIL 4 change enablement (low risk, well understood, and done often enough to know).
    pub struct EligibilityRule {
        /// So many were made, at least.
        made: u32,
        /// So many of `of` were successful, at least.
        successful: u32,
        /// Of so many.
        of: u32,
        /// So many incidents were caused by them, at most.
        incidents: u32,
    } optional {
        /// The levels of risk that they may have had. Absent: any. A change whose risk is not known has
        /// none of them.
        risks: Vec<Risk>,
    }
}

impl Default for EligibilityRule {
    /// Five were made, nineteen of twenty were successful, and none has caused an incident.
    fn default() -> Self {
        Self::new(5_u32, 19_u32, 20_u32, 0_u32)
    }
}

/// What keeps changes of a kind from being authorized beforehand.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize),
    serde(tag = "type", rename_all = "snake_case")
)]
#[non_exhaustive]
pub enum Lack {
    /// Too few were made to know.
    TooFew {
        /// How many are expected.
        expected: u32,
    },
    /// Too few were successful.
    TooManyFailed {
        /// Those that did not do what they should, without issues.
        changes: Vec<ChangeId>,
    },
    /// They have caused incidents.
    CausedIncidents {
        /// Those that did.
        changes: Vec<ChangeId>,
    },
    /// They were too risky, or nobody knows.
    TooRisky {
        /// Those that were.
        changes: Vec<ChangeId>,
    },
}

impl fmt::Display for Lack {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooFew { expected } => write!(f, "fewer than {expected} were made"),
            Self::TooManyFailed { changes } => {
                write!(f, "too many were not successful: {}", changes.len())
            }
            Self::CausedIncidents { changes } => {
                write!(f, "{} have caused incidents", changes.len())
            }
            Self::TooRisky { changes } => write!(f, "{} were too risky", changes.len()),
        }
    }
}

/// What the changes of a kind have shown.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Eligibility {
    /// How many were made.
    pub made: u32,
    /// How many were successful without issues.
    pub successful: u32,
    /// How many incidents they have caused.
    pub incidents: u32,
    /// What they lack; nothing if a template may be made of them.
    pub lacking: Vec<Lack>,
}

impl Eligibility {
    /// Whether a template may be made of them.
    pub fn is_eligible(&self) -> bool {
        self.lacking.is_empty()
    }
}

fn count<T>(all: &[T]) -> u32 {
    u32::try_from(all.len()).unwrap_or(u32::MAX)
}

fn ids(all: &[&Change], is: impl Fn(&Change) -> bool) -> Vec<ChangeId> {
    let mut ids: Vec<ChangeId> = all.iter().filter(|it| is(it)).map(|it| it.id()).collect();
    ids.sort_unstable();
    ids
}

fn is_successful(change: &Change) -> bool {
    change.outcome().map(|it| it.code) == Some(OutcomeCode::Successful)
}

impl EligibilityRule {
    /// What changes of a kind have shown. Those that were not made, or of which it is not known yet
    /// what came, are passed over.
    ///
    /// ```
    /// use itsm_change::eligibility::{EligibilityRule, Lack};
    ///
    /// let found = EligibilityRule::default().look_at([]);
    /// assert_eq!(found.lacking, [Lack::TooFew { expected: 5 }]);
    /// ```
    pub fn look_at<'a>(&self, changes: impl IntoIterator<Item = &'a Change>) -> Eligibility {
        let made = |it: &&Change| it.finished_at().is_some() && it.outcome().is_some();
        let made: Vec<&Change> = changes.into_iter().filter(made).collect();
        let failed = ids(&made, |it| !is_successful(it));
        let causing = ids(&made, |it| it.caused().next().is_some());
        let incidents = made
            .iter()
            .map(|it| u32::try_from(it.caused().count()).unwrap_or(u32::MAX))
            .fold(0_u32, u32::saturating_add);
        let allowed = self.risks.as_ref();
        let risky = ids(&made, |it| {
            let known = |risks: &Vec<Risk>| it.risk_level().is_some_and(|it| risks.contains(it));
            !allowed.is_none_or(known)
        });
        let successful = count(&made).saturating_sub(count(&failed));
        let enough = u64::from(successful).saturating_mul(self.of.into())
            >= u64::from(count(&made)).saturating_mul(self.successful.into());
        let lacks = [
            (count(&made) < self.made).then_some(Lack::TooFew {
                expected: self.made,
            }),
            (!enough).then_some(Lack::TooManyFailed { changes: failed }),
            (incidents > self.incidents).then_some(Lack::CausedIncidents { changes: causing }),
            (!risky.is_empty()).then_some(Lack::TooRisky { changes: risky }),
        ];
        Eligibility {
            made: count(&made),
            successful,
            incidents,
            lacking: lacks.into_iter().flatten().collect(),
        }
    }
}

wire_struct! {
    /// When changes of a template call for a look at it.
    pub struct FailureRule {
        /// So many did not do what they should.
        failures: u32,
        /// Of the last so many that were made.
        of: u32,
    }
}

impl Default for FailureRule {
    /// One of the last ten.
    fn default() -> Self {
        Self::new(1_u32, 10_u32)
    }
}

impl FailureRule {
    /// The command that suspends a template, if the changes that were made of its present version call
    /// for it: asked whenever one of them has ended. Changes that were made before the last look at it
    /// count no more.
    pub fn calls_for<'a>(
        &self,
        life: &TemplateLife,
        changes: impl IntoIterator<Item = &'a Change>,
    ) -> Option<TemplateCommand> {
        let published = life
            .published()
            .filter(|_| life.stage() == TemplateStage::Published)?;
        let looked_at = |it: &&crate::catalogue::TemplateStep| {
            matches!(it.done, TemplateCommand::Reinstate { .. })
        };
        let since = life.steps().iter().rev().find(looked_at).map(|it| it.at);
        let of_it = |it: &&Change| {
            let used = it.template();
            used.is_some_and(|it| it.template == *life.name() && it.version == published.version)
        };
        let ended = |it: &'a Change| {
            let at = it
                .finished_at()
                .filter(|at| since.is_none_or(|it| it < *at))?;
            it.outcome().map(|_| (at, it.id(), it))
        };
        let made = changes.into_iter().filter(of_it).filter_map(ended);
        let mut made: Vec<(Instant, ChangeId, &Change)> = made.collect();
        made.sort_unstable_by_key(|it| (it.0, it.1));
        let last = made
            .iter()
            .rev()
            .take(usize::try_from(self.of).unwrap_or(usize::MAX));
        let failed =
            last.filter(|it| it.2.outcome().map(|it| it.code) == Some(OutcomeCode::Unsuccessful));
        let failed: Vec<String> = failed.map(|it| format!("{}", it.1)).collect();
        if failed.is_empty() || count(&failed) < self.failures {
            return None;
        }
        let named: Vec<String> = failed.iter().take(5).cloned().collect();
        let reason = format!("{} of it failed: {}", failed.len(), named.join(", "));
        let reason = Note::new(reason).ok()?;
        Some(TemplateCommand::Suspend { reason })
    }
}
