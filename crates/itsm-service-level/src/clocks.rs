//! All clocks of one record.

use crate::clock::{Ahead, Breach, Clock, ClockKey, ClockStage, Reached};
use crate::signal::{Signal, SignalKind};
use alloc::vec::Vec;
use chrono::TimeDelta;
use itsm_calendar::Period;
use itsm_core::deadline::Deadline;
use itsm_core::draft::Literal;
use itsm_core::policy::PolicyRef;
use itsm_core::time::Instant;

/// The clocks of one record, and what they have to remember of it.
///
/// A plain value: made by [`Timekeeper::begin`](crate::keeper::Timekeeper::begin), moved by
/// [`observe`](crate::keeper::Timekeeper::observe) when the record changes and by
/// [`advance`](Self::advance) when only time passes. How often time is told makes no difference.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Clocks {
    pub(crate) policy: PolicyRef,
    pub(crate) observed: Option<Instant>,
    /// The last instant at which time alone has brought something about.
    #[cfg_attr(feature = "serde", serde(skip))]
    pub(crate) passed: Option<Instant>,
    pub(crate) list: Vec<Clock>,
    #[cfg_attr(feature = "serde", serde(skip))]
    pub(crate) tracks: Vec<Track>,
    /// For each attribute that is kept, since when it had which value.
    #[cfg_attr(feature = "serde", serde(skip))]
    pub(crate) values: Vec<Vec<(Instant, Option<Literal>)>>,
}

/// What one definition has to remember of a record, whether a clock is attached or not.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Track {
    /// How many clocks there were.
    pub(crate) cycles: u32,
    pub(crate) paused_since: Option<Instant>,
    /// The pauses that are over, soonest first, if a later clock can count from before them.
    pub(crate) pauses: Vec<Period>,
    /// Whether the reset condition was true at the last change.
    pub(crate) reset_was: bool,
}

/// The first instant after another, at which what was due then is late.
pub(crate) fn right_after(due: Instant) -> Instant {
    due.checked_add_signed(TimeDelta::nanoseconds(1))
        .unwrap_or(due)
}

impl Clocks {
    /// The policy they were begun under.
    pub const fn policy(&self) -> &PolicyRef {
        &self.policy
    }

    /// The clocks: those of the first definition first, and of each the older first.
    pub fn iter(&self) -> core::slice::Iter<'_, Clock> {
        self.list.iter()
    }

    /// One clock.
    pub fn get(&self, key: &ClockKey) -> Option<&Clock> {
        self.list.iter().find(|clock| clock.key == *key)
    }

    /// The latest clock of a definition.
    pub fn latest(&self, definition: &str) -> Option<&Clock> {
        let mut backwards = self.list.iter().rev();
        backwards.find(|clock| clock.key.definition.as_str() == definition)
    }

    /// Lets time pass while the record does not change: thresholds are reached, targets missed.
    ///
    /// Each is told once, with the instant at which it happened, soonest first. To tell time in
    /// many steps or in one, or not at all before the next change, comes to the same.
    ///
    /// ```
    /// # mod desk { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cookbook/mod.rs")); } use desk::*; fn main() -> Result {
    /// let mut clocks = keeper([resolution()]).fold([(at("2026-03-02T09:00:00Z"), ticket("new", "P1"))])?;
    /// let in_time = clocks.advance(at("2026-03-02T13:00:00Z"));
    /// assert!(in_time.iter().all(|it| !it.to_string().ends_with("breached")));
    /// let late = clocks.advance(at("2026-03-09T09:00:00Z")); // days later, and nothing is lost
    /// assert_eq!(late[0].to_string(), "2026-03-02 13:00:00 UTC `resolution#1` breached");
    /// assert_eq!(clocks.advance(at("2026-03-09T09:00:00Z")), []);
    /// # Ok(()) }
    /// ```
    pub fn advance(&mut self, now: Instant) -> Vec<Signal> {
        let mut signals = Vec::new();
        for clock in &mut self.list {
            clock.pass(now, &mut signals);
        }
        signals.sort_by_key(|signal| signal.at);
        let known = signals.iter().map(Signal::known_at).max();
        self.passed = self.passed.max(known);
        signals
    }

    /// The next instant at which time alone will bring something about.
    ///
    /// A host that wakes up then, and calls [`advance`](Self::advance), never has to poll.
    ///
    /// ```
    /// # mod desk { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cookbook/mod.rs")); } use desk::*; fn main() -> Result {
    /// let keeper = keeper([resolution()]);
    /// let mut clocks = keeper.fold([(at("2026-03-02T09:00:00Z"), ticket("new", "P1"))])?;
    /// let next = clocks.next().unwrap();
    /// assert!(!clocks.advance(next).is_empty());
    /// keeper.observe(&mut clocks, next, &ticket("waiting", "P1"))?;
    /// assert_eq!(clocks.next(), None); // nothing, until it goes on
    /// # Ok(()) }
    /// ```
    #[doc(alias = "wake up")]
    pub fn next(&self) -> Option<Instant> {
        self.list.iter().filter_map(Clock::next).min()
    }

    /// What time alone will bring about, soonest first: the signals that
    /// [`advance`](Self::advance) will give.
    ///
    /// The breach is due one nanosecond after the target: to stop at the very instant is in time.
    ///
    /// ```
    /// # mod desk { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cookbook/mod.rs")); } use desk::*; fn main() -> Result {
    /// let mut clocks = keeper([resolution()]).fold([(at("2026-03-02T09:00:00Z"), ticket("new", "P1"))])?;
    /// for deadline in clocks.deadlines() {
    ///     assert_eq!(clocks.advance(deadline.at), [deadline.command]);
    /// }
    /// assert!(clocks.latest("resolution").unwrap().is_breached());
    /// # Ok(()) }
    /// ```
    pub fn deadlines(&self) -> Vec<Deadline<Signal>> {
        let mut list: Vec<_> = self.list.iter().flat_map(Clock::deadlines).collect();
        list.sort_by_key(|deadline| deadline.at);
        list
    }

    /// The last instant before which nothing can be put any more.
    pub(crate) fn settled(&self) -> Option<Instant> {
        self.observed.max(self.passed)
    }
}

impl Signal {
    /// The first instant at which time alone had brought it about.
    fn known_at(&self) -> Instant {
        match self.what {
            SignalKind::Breached { .. } => right_after(self.at),
            _ => self.at,
        }
    }
}

impl<'a> IntoIterator for &'a Clocks {
    type Item = &'a Clock;
    type IntoIter = core::slice::Iter<'a, Clock>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl Clock {
    pub(crate) fn signal(&self, at: Instant, what: SignalKind) -> Signal {
        Signal {
            at,
            clock: self.key.clone(),
            measures: self.measures.clone(),
            agreement: self.agreement.clone(),
            what,
        }
    }

    /// The next instant at which time alone moves this clock.
    pub fn next(&self) -> Option<Instant> {
        if !self.is_running() {
            return None;
        }
        let threshold = self.ahead.first().map(|it| it.at);
        match (threshold, self.late_at()) {
            (Some(threshold), Some(late)) => Some(threshold.min(late)),
            (one, other) => one.or(other),
        }
    }

    /// When a running clock will be late, if it is not so yet.
    fn late_at(&self) -> Option<Instant> {
        if self.is_breached() {
            return None;
        }
        self.due.map(right_after)
    }

    /// Lets time pass up to an instant.
    #[inline]
    pub(crate) fn pass(&mut self, now: Instant, signals: &mut Vec<Signal>) {
        if self.next().is_some_and(|next| next <= now) {
            let since = self.started_at;
            self.settle(now, since, false, signals);
        }
    }

    /// Everything that is behind `now` is reached, at its own instant but not before `from`.
    pub(crate) fn settle(
        &mut self,
        now: Instant,
        from: Instant,
        at_attach: bool,
        signals: &mut Vec<Signal>,
    ) {
        let late = self.late_at().filter(|late| *late <= now);
        let behind = self.ahead.iter().take_while(|it| it.at <= now).count();
        let mut told = false;
        for Ahead { at, threshold } in self.ahead.drain(..behind).collect::<Vec<_>>() {
            if let Some(late) = late.filter(|late| !told && *late <= at) {
                told = true;
                self.breach_at(late, from, at_attach, signals);
            }
            let at = at.max(from);
            signals.push(self.signal(
                at,
                SignalKind::Reached {
                    threshold: threshold.clone(),
                    at_attach,
                },
            ));
            self.reached.push(Reached {
                threshold,
                at,
                at_attach,
            });
        }
        if let Some(late) = late.filter(|_| !told) {
            self.breach_at(late, from, at_attach, signals);
        }
    }

    fn breach_at(
        &mut self,
        late: Instant,
        from: Instant,
        at_attach: bool,
        signals: &mut Vec<Signal>,
    ) {
        // The instant that people know is the one at which it was due.
        let at = self.due.unwrap_or(late).max(from);
        signals.push(self.signal(at, SignalKind::Breached { at_attach }));
        self.breach = Some(Breach { at, at_attach });
    }

    fn deadlines(&self) -> Vec<Deadline<Signal>> {
        let ClockStage::Running { .. } = self.stage else {
            return Vec::new();
        };
        let deadline = |at, signal, why| Deadline {
            at,
            since: self.started_at,
            command: signal,
            why,
        };
        let thresholds = self.ahead.iter().map(|Ahead { at, threshold }| {
            let what = SignalKind::Reached {
                threshold: threshold.clone(),
                at_attach: false,
            };
            deadline(*at, self.signal(*at, what), "service_level.threshold")
        });
        let breach = self.late_at().map(|late| {
            let at = self.due.unwrap_or(late);
            let what = SignalKind::Breached { at_attach: false };
            deadline(late, self.signal(at, what), "service_level.breach")
        });
        thresholds.chain(breach).collect()
    }
}
