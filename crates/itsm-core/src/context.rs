//! What a decision needs from outside: the time, who acts, and the policy in force.

use crate::actor::Actor;
use crate::time::Instant;

/// The circumstances of a command. Small, borrowed, and copied freely.
///
/// ```
/// use itsm_core::actor::Actor;
/// use itsm_core::context::Context;
/// use itsm_core::id::PersonId;
///
/// let actor = Actor::person(PersonId::from_key(1));
/// let now = "2026-03-02T09:00:00Z".parse().unwrap();
/// let cx = Context::new(now, &actor, &"policy one");
/// let other = cx.with(&"policy two");
/// assert_eq!(other.now, cx.now);
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub struct Context<'a, P> {
    /// The instant at which the command is carried out and recorded.
    pub now: Instant,
    /// When the thing happened, if that was earlier than it is being recorded.
    pub occurred: Option<Instant>,
    /// Who acts.
    pub actor: &'a Actor,
    /// A second actor who approves, where the policy asks for one.
    pub approver: Option<&'a Actor>,
    /// The policy in force.
    pub policy: &'a P,
}

impl<'a, P> Context<'a, P> {
    /// Somebody acts now, under a policy.
    pub const fn new(now: Instant, actor: &'a Actor, policy: &'a P) -> Self {
        Self {
            now,
            occurred: None,
            actor,
            approver: None,
            policy,
        }
    }

    /// The same circumstances under another policy, such as that of another practice.
    pub const fn with<Q>(self, policy: &'a Q) -> Context<'a, Q> {
        Context {
            now: self.now,
            occurred: self.occurred,
            actor: self.actor,
            approver: self.approver,
            policy,
        }
    }

    /// The same circumstances at another time.
    #[must_use]
    pub const fn at(mut self, now: Instant) -> Self {
        self.now = now;
        self
    }

    /// The same circumstances with another actor.
    #[must_use]
    pub const fn by(mut self, actor: &'a Actor) -> Self {
        self.actor = actor;
        self
    }

    /// Recorded now, but it happened then.
    #[must_use]
    pub const fn occurred(mut self, at: Instant) -> Self {
        self.occurred = Some(at);
        self
    }

    /// With a second actor's approval.
    #[must_use]
    pub const fn approved_by(mut self, approver: &'a Actor) -> Self {
        self.approver = Some(approver);
        self
    }
}

impl<P> Clone for Context<'_, P> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<P> Copy for Context<'_, P> {}
