//! Outcome: what came of a change, as reports count it.

use itsm_core::{plain_enum, wire_struct};

plain_enum! {
    /// What came of a change.
    ///
    /// A change that was given up has none: it counts neither as a success nor as a failure.
    ///
    /// Source: FitSM-1 PR13.6 (success and failure of releases are evaluated); ITIL 4 change
    /// enablement (change success).
    #[doc(alias = "close code")]
    pub enum OutcomeCode {
        /// It did what it should.
        Successful = "successful",
        /// It did what it should, and something went wrong on the way.
        #[doc(alias = "partially successful")]
        SuccessfulWithIssues = "successful_with_issues",
        /// It did not do what it should.
        #[doc(alias = "failed")]
        Unsuccessful = "unsuccessful",
    }
}

wire_struct! {
    /// What came of a change, and whether it was taken back.
    pub struct Outcome {
        /// What came of it.
        code: OutcomeCode,
        /// Whether everything is again as it was before. A change that was taken back was not
        /// successful.
        #[doc(alias = "rolled back")]
        backed_out: bool,
    }
}

impl Outcome {
    /// Whether what was planned is in effect now.
    pub const fn is_delivered(&self) -> bool {
        !self.backed_out && !matches!(self.code, OutcomeCode::Unsuccessful)
    }

    /// Whether the two facts fit together.
    pub(crate) const fn is_consistent(&self) -> bool {
        !self.backed_out || matches!(self.code, OutcomeCode::Unsuccessful)
    }
}
