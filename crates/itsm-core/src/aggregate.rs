//! The kernel: decide, then evolve.
//!
//! Every record of every practice is an aggregate of this shape. `decide` is pure: it says what
//! would happen, or why not. `evolve` is total: it never fails and reads no policy, because events
//! outlive rules. [`execute`] is the two together, and [`replay`] folds a history back into the
//! record.

use crate::context::Context;
use crate::deadline::Deadline;
use crate::policy::PolicyRef;
use crate::recorded::Recorded;
use crate::refusal::{Permission, Refused};
use crate::time::Instant;
use alloc::vec::Vec;

/// A record that changes by commands and remembers by events.
pub trait Aggregate: Clone + PartialEq + core::fmt::Debug + Sized {
    /// The id of the record.
    type Id: Copy + Eq + core::fmt::Debug;
    /// What can be asked of it.
    type Command: Clone + PartialEq + core::fmt::Debug;
    /// Which command, without what it carries.
    type Kind: Copy + Eq + core::fmt::Debug + 'static;
    /// The state, without what it carries.
    type Stage: Copy + Eq + core::fmt::Debug + 'static;
    /// What can happen to it.
    type Event: Clone + PartialEq + core::fmt::Debug;
    /// The rules of the desk.
    type Policy;
    /// Why not.
    type Error: Refused + PartialEq;

    /// The record that a first event brings into being; `None` if the event is not a birth.
    fn born(event: &Recorded<Self::Id, Self::Event>) -> Option<Self>;

    /// The id.
    fn id(&self) -> Self::Id;

    /// The state, without what it carries.
    fn stage(&self) -> Self::Stage;

    /// The revision of the last event.
    fn revision(&self) -> u64;

    /// When the last event was recorded.
    fn last_at(&self) -> Instant;

    /// The name and version of a policy.
    fn policy_ref(policy: &Self::Policy) -> &PolicyRef;

    /// Which command it is.
    fn kind(command: &Self::Command) -> Self::Kind;

    /// What would happen, or why not. Changes nothing.
    ///
    /// # Errors
    /// The rule that refuses.
    fn decide(
        &self,
        command: &Self::Command,
        cx: &Context<'_, Self::Policy>,
    ) -> Result<Vec<Self::Event>, Self::Error>;

    /// Takes an event in. Never fails, reads no policy.
    fn evolve(&mut self, event: &Recorded<Self::Id, Self::Event>);

    /// What time will bring about.
    fn deadlines(&self, policy: &Self::Policy) -> Vec<Deadline<Self::Command>>;

    /// Every command, and whether it would be accepted now.
    fn allowed(&self, cx: &Context<'_, Self::Policy>) -> Vec<(Self::Kind, Permission)>;
}

/// Recorded events of an aggregate, in order.
pub type History<A> = Vec<Recorded<<A as Aggregate>::Id, <A as Aggregate>::Event>>;

/// Decides and, if nothing refuses, evolves: the events that were recorded.
///
/// # Errors
/// The rule that refuses; the record is then as it was.
pub fn execute<A: Aggregate>(
    record: &mut A,
    command: &A::Command,
    cx: &Context<'_, A::Policy>,
) -> Result<History<A>, A::Error> {
    let events = record.decide(command, cx)?;
    let mut recorded = Vec::with_capacity(events.len());
    for event in events {
        recorded.push(stamp(
            record.id(),
            record.revision().saturating_add(1),
            event,
            A::policy_ref(cx.policy),
            cx,
        ));
        // Taken in where it lies, so that it is moved once.
        if let Some(event) = recorded.last() {
            record.evolve(event);
        }
    }
    Ok(recorded)
}

/// Puts the circumstances around an event.
pub fn stamp<I, E, P>(
    record: I,
    revision: u64,
    event: E,
    policy: &PolicyRef,
    cx: &Context<'_, P>,
) -> Recorded<I, E> {
    Recorded {
        record,
        revision,
        at: cx.now,
        occurred: cx.occurred,
        by: cx.actor.agent().clone(),
        approved: cx.approver.map(|approver| approver.agent().clone()),
        policy: policy.clone(),
        event,
    }
}

/// Why a history could not be folded. Positions count from 0.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ReplayError {
    /// There is no event at all.
    #[error("history is empty, expected an event that brings the record into being")]
    Empty,
    /// The first event is not a birth.
    #[error("history begins with an event that brings no record into being")]
    NoBirth,
    /// A second birth.
    #[error("event at position {position} brings the record into being a second time")]
    BornTwice {
        /// Where.
        position: usize,
    },
    /// An event of another record.
    #[error("event at position {position} belongs to another record")]
    Foreign {
        /// Where.
        position: usize,
    },
    /// A revision is missing.
    #[error("event at position {position} has revision {got}, expected {expected}: there is a gap")]
    Gap {
        /// Where.
        position: usize,
        /// The revision that should come.
        expected: u64,
        /// The revision that came.
        got: u64,
    },
    /// A revision stands twice.
    #[error(
        "event at position {position} has revision {got}, expected {expected}: it stands twice or out of order"
    )]
    Double {
        /// Where.
        position: usize,
        /// The revision that should come.
        expected: u64,
        /// The revision that came.
        got: u64,
    },
    /// An event was recorded before the one it follows.
    #[error(
        "event at position {position} was recorded at {at}, before its predecessor at {previous}"
    )]
    Backwards {
        /// Where.
        position: usize,
        /// When it was recorded.
        at: Instant,
        /// When its predecessor was.
        previous: Instant,
    },
}

/// Folds a whole history into the record it tells of.
///
/// # Errors
/// [`ReplayError`] names the place of the first event that cannot belong there.
pub fn replay<'a, A: Aggregate>(
    events: impl IntoIterator<Item = &'a Recorded<A::Id, A::Event>>,
) -> Result<A, ReplayError>
where
    A::Id: 'a,
    A::Event: 'a,
{
    replay_with(events, |_, _| Ok(()))
}

/// As [`replay`], and shows the record after each event to whoever follows it, in the same walk.
///
/// # Errors
/// The first thing that goes wrong: an event that cannot belong there, or what `follow` says.
pub fn replay_with<'a, A: Aggregate, E: From<ReplayError>>(
    events: impl IntoIterator<Item = &'a Recorded<A::Id, A::Event>>,
    mut follow: impl FnMut(&A, &Recorded<A::Id, A::Event>) -> Result<(), E>,
) -> Result<A, E>
where
    A::Id: 'a,
    A::Event: 'a,
{
    let mut events = events.into_iter();
    let first = events.next().ok_or(ReplayError::Empty)?;
    if first.revision != 1 {
        return Err(out_of_step(0, 1, first.revision).into());
    }
    let mut record = A::born(first).ok_or(ReplayError::NoBirth)?;
    follow(&record, first)?;
    for (position, event) in (1..).zip(events) {
        let expected = record.revision().saturating_add(1);
        if event.record != record.id() {
            return Err(ReplayError::Foreign { position }.into());
        }
        if event.revision != expected {
            return Err(out_of_step(position, expected, event.revision).into());
        }
        if event.at < record.last_at() {
            return Err(ReplayError::Backwards {
                position,
                at: event.at,
                previous: record.last_at(),
            }
            .into());
        }
        record.evolve(event);
        if record.revision() != expected {
            return Err(ReplayError::BornTwice { position }.into());
        }
        follow(&record, event)?;
    }
    Ok(record)
}

const fn out_of_step(position: usize, expected: u64, got: u64) -> ReplayError {
    if got > expected {
        ReplayError::Gap {
            position,
            expected,
            got,
        }
    } else {
        ReplayError::Double {
            position,
            expected,
            got,
        }
    }
}

/// Makes a record an [`Aggregate`] out of its own methods, and gives it `execute` and `replay`.
#[doc(hidden)]
#[macro_export]
macro_rules! aggregate {
    (
        $(#[doc = $like:literal])+
        $record:ident: $id:ty, $command:ty, $kind:ty, $stage:ty, $event:ty, $policy:ty, $error:ty
    ) => {
        impl $record {
            /// Decides and, if nothing refuses, evolves: reads like a verb,
            $(#[doc = $like])+
            ///
            /// # Errors
            /// The rule that refuses; the record is then as it was.
            pub fn execute(
                &mut self,
                command: impl Into<$command>,
                cx: &$crate::context::Context<'_, $policy>,
            ) -> Result<alloc::vec::Vec<$crate::recorded::Recorded<$id, $event>>, $error> {
                $crate::aggregate::execute(self, &command.into(), cx)
            }

            /// Folds a whole history into the record it tells of.
            ///
            /// # Errors
            /// [`ReplayError`]($crate::aggregate::ReplayError) names the place of the first event
            /// that cannot belong there.
            pub fn replay<'a>(
                events: impl IntoIterator<Item = &'a $crate::recorded::Recorded<$id, $event>>,
            ) -> Result<Self, $crate::aggregate::ReplayError> {
                $crate::aggregate::replay(events)
            }
        }

        impl $crate::aggregate::Aggregate for $record {
            type Id = $id;
            type Command = $command;
            type Kind = $kind;
            type Stage = $stage;
            type Event = $event;
            type Policy = $policy;
            type Error = $error;

            fn born(event: &$crate::recorded::Recorded<$id, $event>) -> Option<Self> {
                Self::from_birth(event)
            }

            fn id(&self) -> $id {
                self.id
            }

            fn stage(&self) -> $stage {
                self.stage()
            }

            fn revision(&self) -> u64 {
                self.revision
            }

            fn last_at(&self) -> $crate::time::Instant {
                self.last_at
            }

            fn policy_ref(policy: &$policy) -> &$crate::policy::PolicyRef {
                policy.of()
            }

            fn kind(command: &$command) -> $kind {
                command.kind()
            }

            fn decide(
                &self,
                command: &$command,
                cx: &$crate::context::Context<'_, $policy>,
            ) -> Result<alloc::vec::Vec<$event>, $error> {
                self.decide(command, cx)
            }

            fn evolve(&mut self, event: &$crate::recorded::Recorded<$id, $event>) {
                self.evolve(event);
            }

            fn deadlines(
                &self,
                policy: &$policy,
            ) -> alloc::vec::Vec<$crate::deadline::Deadline<$command>> {
                self.deadlines(policy)
            }

            fn allowed(
                &self,
                cx: &$crate::context::Context<'_, $policy>,
            ) -> alloc::vec::Vec<($kind, $crate::refusal::Permission)> {
                self.allowed(cx)
            }
        }
    };
}
