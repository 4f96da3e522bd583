//! Verification: whether a fix works, before the problem is closed.
//!
//! A fix that was applied is not yet a fix that works. For a problem that led to incidents, the
//! incidents of two windows of the same length are compared, one that ends before the fix and one
//! that begins after it. For one that was found before anybody suffered, nothing to compare is
//! there, and it is watched for a while instead. A fix that does not work leads back to where
//! solutions are made.
//!
//! Source: ITIL 4 problem management (resolution is verified); ISO/IEC 20000-1 8.6.3 (effectiveness).

use crate::command::ProblemCommandKind as Kind;
use crate::decide::Decided;
use crate::error::{Law, ProblemError};
use crate::policy::ProblemPolicy;
use crate::problem::Problem;
use crate::profile::Identification;
use crate::refuse::No;
use crate::state::{AppliedFix, ProblemState, Resolution};
use itsm_core::context::Context;
use itsm_core::free_text::FreeText;
use itsm_core::text::Note;
use itsm_core::time::{Instant, Seconds};
use itsm_core::wire_struct;

wire_struct! {
    /// How many incidents of the problem began in a window: at `from` or later, and before `until`.
    /// The host counts them; it is evidence, because a record does not see when incidents began.
    pub struct IncidentCount {
        /// The first instant of the window.
        from: Instant,
        /// The first instant after it.
        until: Instant,
        /// How many there were.
        incidents: u32,
    }
}

impl IncidentCount {
    /// How long the window is.
    pub fn length(&self) -> Seconds {
        Seconds::between(self.from, self.until)
    }
}

wire_struct! {
    /// The incidents of two windows of the same length, before a fix and after it.
    pub struct Comparison {
        /// Before.
        before: IncidentCount,
        /// After.
        after: IncidentCount,
    }
}

impl Comparison {
    /// Whether no more are left than so many of a hundred; exactly, without rounding.
    pub const fn passes(&self, percent: u32) -> bool {
        let left = (self.after.incidents as u64).saturating_mul(100);
        left <= (self.before.incidents as u64).saturating_mul(percent as u64)
    }
}

/// What shows that a fix works.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "snake_case", deny_unknown_fields)
)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub enum Evidence {
    /// Incidents became fewer.
    Compared(Comparison),
    /// It was watched, and no incident came.
    Watched {
        /// Until when.
        until: Instant,
    },
}

impl FreeText for Evidence {}

wire_struct! {
    /// Compare the incidents before and after the fix.
    pub struct Verify {
        /// What was counted.
        comparison: Comparison,
    } optional {
        /// What there is to say.
        notes: Note,
    }
}
wire_struct! {
    /// The time to watch a proactive problem is over, and no incident came. Executed at a deadline.
    pub struct EndMonitoring {}
}
wire_struct! {
    /// The fix was found to work.
    pub struct FixVerified {
        /// What shows it.
        evidence: Evidence,
    } optional {
        /// What there was to say.
        notes: Note,
    }
}
wire_struct! {
    /// The fix was found not to work. The problem went back to where solutions are made.
    pub struct VerificationFailed {
        /// What was counted.
        comparison: Comparison,
        /// So many of a hundred incidents might have been left.
        percent: u32,
    } optional {
        /// What there was to say.
        notes: Note,
    }
}

impl Problem {
    /// The fix that is to be verified, while the problem is resolved.
    pub(crate) const fn fix(&self) -> Option<&AppliedFix> {
        match &self.state {
            ProblemState::Resolved(Resolution::FixApplied(fix)) => Some(fix),
            _ => None,
        }
    }

    /// Whether its fix was found to work.
    pub fn is_verified(&self) -> bool {
        let fix = self.state.resolution().and_then(Resolution::fix);
        fix.is_some_and(|it| it.verified.is_some())
    }

    /// How often a fix was found not to work.
    pub const fn failed_fixes(&self) -> u32 {
        self.failed_fixes
    }

    /// When the earliest comparison is possible: a whole window after the fix.
    pub fn verifiable_at(&self, policy: &ProblemPolicy) -> Option<Instant> {
        policy.verification().window.after(self.fix()?.at.0)
    }

    /// Whether an incident was linked after the fix.
    pub(crate) fn was_disturbed(&self) -> bool {
        let fixed = self.fix().map(|it| it.at.0);
        fixed.is_some_and(|at| self.incidents.values().any(|linked| *linked > at))
    }

    pub(crate) fn gate_of_verifying(
        &self,
        cx: &Context<'_, ProblemPolicy>,
    ) -> Result<(), ProblemError> {
        let no = |law| self.no(law, Kind::Verify, cx.policy);
        if self.fix().is_none() {
            return no(Law::VerifyNothing).err();
        }
        match self.verifiable_at(cx.policy) {
            Some(due) if due <= cx.now => Ok(()),
            due => no(Law::VerifyTooEarly)
                .param("due", due.unwrap_or(Instant::MAX_UTC))
                .err(),
        }
    }

    pub(crate) fn verify(
        &self,
        it: &Verify,
        cx: &Context<'_, ProblemPolicy>,
        no: impl Fn(Law) -> No,
    ) -> Decided {
        let Some(fix) = self.fix() else {
            return no(Law::VerifyNothing).err();
        };
        let (before, after) = (&it.comparison.before, &it.comparison.after);
        let (rules, fixed) = (cx.policy.verification(), fix.at.0);
        for (window, it, from, until) in [
            ("before", before, Instant::MIN_UTC, fixed),
            ("after", after, fixed, cx.now),
        ] {
            if it.from < from || it.until > until {
                return no(Law::VerifyMisplaced)
                    .param("window", window)
                    .param("from", from)
                    .param("until", until)
                    .err();
            }
        }
        if before.until.signed_duration_since(before.from)
            != after.until.signed_duration_since(after.from)
        {
            return no(Law::VerifyUnequal)
                .param("before", before.length())
                .param("after", after.length())
                .err();
        }
        if after.length() < rules.window {
            return no(Law::VerifyShort)
                .param("length", after.length())
                .param("window", rules.window)
                .err();
        }
        let comparison = it.comparison.clone();
        Ok(if comparison.passes(rules.remaining_percent) {
            FixVerified {
                notes: it.notes.clone(),
                ..FixVerified::new(Evidence::Compared(comparison))
            }
            .into()
        } else {
            VerificationFailed {
                notes: it.notes.clone(),
                ..VerificationFailed::new(comparison, rules.remaining_percent)
            }
            .into()
        })
    }

    /// From when and until when a proactive problem is watched. Nothing, once that is settled.
    pub(crate) fn monitoring(&self, policy: &ProblemPolicy) -> Option<(Instant, Instant)> {
        let fix = self.fix().filter(|it| it.verified.is_none())?;
        if self.profile.origin.mode != Identification::Proactive || self.was_disturbed() {
            return None;
        }
        let until = policy.verification().monitoring.after(fix.at.0)?;
        Some((fix.at.0, until))
    }

    pub(crate) fn gate_of_monitoring(
        &self,
        cx: &Context<'_, ProblemPolicy>,
    ) -> Result<(), ProblemError> {
        let no = |law| self.no(law, Kind::EndMonitoring, cx.policy);
        if self.profile.origin.mode != Identification::Proactive {
            return no(Law::MonitoringReactive).err();
        }
        match self.fix() {
            None => return no(Law::VerifyNothing).err(),
            Some(fix) if fix.verified.is_some() => return no(Law::MonitoringOver).err(),
            Some(_) => {}
        }
        if self.was_disturbed() {
            return no(Law::MonitoringDisturbed).err();
        }
        match self.monitoring(cx.policy) {
            Some((_, due)) if due <= cx.now => Ok(()),
            due => no(Law::MonitoringNotDue)
                .param("due", due.map_or(Instant::MAX_UTC, |(_, due)| due))
                .err(),
        }
    }

    pub(crate) fn end_monitoring(&self, policy: &ProblemPolicy, no: impl Fn(Law) -> No) -> Decided {
        match self.monitoring(policy) {
            Some((_, until)) => Ok(FixVerified::new(Evidence::Watched { until }).into()),
            None => no(Law::MonitoringOver).err(),
        }
    }
}
