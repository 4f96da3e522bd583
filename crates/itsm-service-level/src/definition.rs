//! Definitions: what starts a clock, what stops it, and what it promises.

use crate::target::{Measure, Target};
use crate::threshold::Threshold;
use alloc::vec::Vec;
use itsm_calendar::{Calendar, DueAtClose, PauseRule};
use itsm_core::attribute::{Attribute, Subject};
use itsm_core::condition::Condition;
use itsm_core::plain_enum;
use itsm_core::rule_table::RuleTable;
use itsm_core::text::Code;

plain_enum! {
    /// What becomes of the old clock when a new one takes its place.
    pub enum OldClock {
        /// It is completed, and counts as met or missed. The default.
        Complete = "complete",
        /// It is canceled, and does not count.
        Cancel = "cancel",
    }
}

plain_enum! {
    /// What becomes of a completed clock when its record is no longer at the end.
    pub enum OnReopen {
        /// It goes on with the time that it had left; the time in between is kept apart and does
        /// not count. The default.
        Continue = "continue",
        /// It goes on, and the time in between counts as if it had never stopped.
        ContinueCounting = "continue_counting",
        /// It stays completed, and a new one begins.
        NewCycle = "new_cycle",
        /// It stays completed, and that is all.
        Stay = "stay",
    }
}

#[expect(
    clippy::derivable_impls,
    reason = "the macro that makes the enum has no place for it"
)]
impl Default for OldClock {
    fn default() -> Self {
        Self::Complete
    }
}

#[expect(
    clippy::derivable_impls,
    reason = "the macro that makes the enum has no place for it"
)]
impl Default for OnReopen {
    fn default() -> Self {
        Self::Continue
    }
}

/// When a clock no longer applies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cancel<A> {
    /// As soon as its start condition, or the choice of its agreement, is no longer true.
    StartNoLongerTrue,
    /// Never.
    Never,
    /// When this is true.
    When(Condition<A>),
}

/// When a new clock takes the place of the old one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reset<A> {
    pub(crate) when: Option<Condition<A>>,
    pub(crate) on_change_of: Vec<A>,
    pub(crate) old: OldClock,
}

impl<A> Reset<A> {
    /// When this becomes true.
    pub const fn when(&self) -> Option<&Condition<A>> {
        self.when.as_ref()
    }

    /// When one of these attributes takes another value.
    pub fn on_change_of(&self) -> &[A] {
        &self.on_change_of
    }

    /// What becomes of the old clock.
    pub const fn old(&self) -> OldClock {
        self.old
    }
}

/// How one clock works, over the vocabulary of whatever record it is for.
///
/// Conditions are asked of the record as it stood, at each of its changes. A condition counts when it
/// is known to be true; one that is false and one that nobody knows count the same. So a clock that
/// pauses `while hold_reason is awaiting_vendor` goes on when there is no reason any more, and one
/// that starts `when service is mail` is canceled when nobody knows the service. Whoever means
/// otherwise asks for what is known: `known` is an operator of the condition language.
#[derive(Debug, Clone, PartialEq, Eq)]
#[doc(alias = "SLA definition")]
pub struct ClockDefinition<A> {
    pub(crate) id: Code,
    pub(crate) measures: Measure,
    pub(crate) agreement: Option<Code>,
    pub(crate) calendar: Calendar,
    pub(crate) target: Option<Target<A>>,
    pub(crate) targets: RuleTable<A, Target<A>>,
    pub(crate) start: Condition<A>,
    pub(crate) stop: Condition<A>,
    pub(crate) pause: Option<Condition<A>>,
    pub(crate) resume: Option<Condition<A>>,
    pub(crate) cancel: Cancel<A>,
    pub(crate) reset: Option<Reset<A>>,
    pub(crate) counts_from: Option<A>,
    pub(crate) earlier_pauses: bool,
    pub(crate) on_reopen: OnReopen,
    pub(crate) due_at_close: DueAtClose,
    pub(crate) pause_rule: PauseRule,
    pub(crate) thresholds: Vec<Threshold>,
    pub(crate) breakdown: Vec<A>,
}

impl<A> ClockDefinition<A> {
    /// Its code, its own in the policy.
    pub const fn id(&self) -> &Code {
        &self.id
    }

    /// What it measures.
    pub const fn measures(&self) -> &Measure {
        &self.measures
    }

    /// The agreement it belongs to; none: it runs whatever was agreed.
    pub const fn agreement(&self) -> Option<&Code> {
        self.agreement.as_ref()
    }

    /// The calendar in which it counts.
    pub const fn calendar(&self) -> &Calendar {
        &self.calendar
    }

    /// What is promised where no rule of [`targets`](Self::targets) matches.
    pub const fn target(&self) -> Option<&Target<A>> {
        self.target.as_ref()
    }

    /// What is promised to which records.
    pub const fn targets(&self) -> &RuleTable<A, Target<A>> {
        &self.targets
    }

    /// When a clock is attached.
    pub const fn start(&self) -> &Condition<A> {
        &self.start
    }

    /// When it has reached its end.
    pub const fn stop(&self) -> &Condition<A> {
        &self.stop
    }

    /// While it stands still.
    pub const fn pause(&self) -> Option<&Condition<A>> {
        self.pause.as_ref()
    }

    /// When it goes on; none: as soon as [`pause`](Self::pause) is no longer true.
    pub const fn resume(&self) -> Option<&Condition<A>> {
        self.resume.as_ref()
    }

    /// When it no longer applies.
    pub const fn cancel(&self) -> &Cancel<A> {
        &self.cancel
    }

    /// When a new one takes its place.
    pub const fn reset(&self) -> Option<&Reset<A>> {
        self.reset.as_ref()
    }

    /// The attribute that says since when it counts; none: since it was attached.
    pub const fn counts_from(&self) -> Option<&A> {
        self.counts_from.as_ref()
    }

    /// What becomes of a completed clock when its record is no longer at the end.
    pub const fn on_reopen(&self) -> OnReopen {
        self.on_reopen
    }

    /// Where a target lies that is used up exactly when the calendar closes.
    pub const fn due_at_close(&self) -> DueAtClose {
        self.due_at_close
    }

    /// How a pause moves what is due.
    pub const fn pause_rule(&self) -> PauseRule {
        self.pause_rule
    }

    /// When somebody is to be told, in the order of the definition.
    pub fn thresholds(&self) -> &[Threshold] {
        &self.thresholds
    }

    /// The attributes by which elapsed time is told apart.
    pub fn breakdown(&self) -> &[A] {
        &self.breakdown
    }

    /// The attributes whose values are kept over time.
    pub(crate) fn kept(&self) -> impl Iterator<Item = &A> {
        let changes = self.reset.iter().flat_map(|reset| &reset.on_change_of);
        self.breakdown.iter().chain(changes)
    }
}

impl<A: Attribute> ClockDefinition<A> {
    /// What is promised to a record as it stands, and by which rule.
    pub fn target_of(
        &self,
        subject: &(impl Subject<A> + ?Sized),
    ) -> Option<(Option<&Code>, &Target<A>)> {
        match self.targets.find(subject) {
            Some(rule) => Some((Some(rule.id()), rule.outcome())),
            None => self.target.as_ref().map(|target| (None, target)),
        }
    }
}
