//! The success score: how well the changes of a team, or of a model, have gone.
//!
//! Source: FitSM-1 PR12.5 (changes are reviewed for their effectiveness); the numbers that ship are
//! those that a vendor publishes.

use crate::change::Change;
use crate::outcome::OutcomeCode;
use itsm_core::wire_struct;

wire_struct! {
    /// What each outcome counts. Losses are numbers above zero that are taken off.
    pub struct SuccessWeights {
        /// A change that was successful adds.
        successful: u32,
        /// One that was successful with issues takes off.
        with_issues: u32,
        /// One that was not successful takes off.
        unsuccessful: u32,
        /// Each incident of the highest priority that changes have caused takes off.
        priority_1: u32,
        /// Each of the second takes off.
        priority_2: u32,
        /// Each of the third takes off.
        priority_3: u32,
    }
}

wire_struct! {
    /// How the changes of a team or of a model have gone. Those that were canceled or rejected were
    /// not attempted, and are not counted anywhere.
    pub struct Record {
        /// How many were successful.
        successful: u32,
        /// How many were successful with issues.
        with_issues: u32,
        /// How many were not.
        unsuccessful: u32,
    } optional {
        /// How many incidents of the highest priority they have caused.
        priority_1: u32,
        /// How many of the second.
        priority_2: u32,
        /// How many of the third.
        priority_3: u32,
    }
}

impl Record {
    /// How changes have gone: those that were made, and of which it is known what came.
    ///
    /// What incidents they have caused, and of which priority, the records of the incidents say.
    pub fn of<'a>(changes: impl IntoIterator<Item = &'a Change>) -> Self {
        let made = changes.into_iter().filter(|it| it.finished_at().is_some());
        let mut record = Self::new(0_u32, 0_u32, 0_u32);
        for outcome in made.filter_map(Change::outcome) {
            let count = match outcome.code {
                OutcomeCode::Successful => &mut record.successful,
                OutcomeCode::SuccessfulWithIssues => &mut record.with_issues,
                OutcomeCode::Unsuccessful => &mut record.unsuccessful,
            };
            *count = count.saturating_add(1);
        }
        record
    }
}

impl Default for SuccessWeights {
    /// Three for a success; two off for issues, five for a failure; ten, five and two for an incident
    /// of the first, second and third priority.
    fn default() -> Self {
        Self::new(3_u32, 2_u32, 5_u32, 10_u32, 5_u32, 2_u32)
    }
}

impl SuccessWeights {
    /// The score. Below zero, more went wrong than right.
    ///
    /// ```
    /// use itsm_change::success::{Record, SuccessWeights};
    ///
    /// let record = Record::new(10_u32, 2_u32, 1_u32).priority_2(1_u32);
    /// assert_eq!(SuccessWeights::default().score(&record), 30 - 4 - 5 - 5);
    /// ```
    pub fn score(&self, it: &Record) -> i64 {
        let some = |count: Option<u32>| count.unwrap_or(0);
        let product = |count: u32, weight: u32| i64::from(count).saturating_mul(weight.into());
        let losses = [
            product(it.with_issues, self.with_issues),
            product(it.unsuccessful, self.unsuccessful),
            product(some(it.priority_1), self.priority_1),
            product(some(it.priority_2), self.priority_2),
            product(some(it.priority_3), self.priority_3),
        ];
        let gain = product(it.successful, self.successful);
        losses
            .iter()
            .fold(gain, |score, loss| score.saturating_sub(*loss))
    }
}
