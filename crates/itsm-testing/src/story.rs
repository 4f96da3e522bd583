//! Given, when, then: one record's story, told in sentences that run.

use crate::moment::later;
use crate::simulation::{Patience, carry_out, first_due, scheduler};
use crate::specimen::agent;
use crate::specimen::brief;
use core::fmt::Write as _;
use itsm_core::actor::Actor;
use itsm_core::aggregate::{Aggregate, History, execute};
use itsm_core::context::Context;
use itsm_core::recorded::Recorded;
use itsm_core::refusal::{Refusal, Refused as _};
use itsm_core::time::{Instant, Seconds};

/// Begins a story: a record as it is.
pub fn given<A: Aggregate>(record: A) -> Given<A> {
    Given(record)
}

/// A record that waits for the policy it is handled under.
#[derive(Debug, Clone)]
pub struct Given<A>(A);

impl<A: Aggregate> Given<A> {
    /// The policy in force. The clock stands at the record's last event, and until
    /// [`by`](Story::by) says otherwise the program `scheduler` acts.
    pub fn under(self, policy: &A::Policy) -> Story<'_, A> {
        let Self(record) = self;
        let mut told = String::new();
        let _ = writeln!(told, "  {}  given {}", record.last_at(), brief(&record));
        Story {
            now: record.last_at(),
            record,
            policy,
            actor: scheduler(),
            scheduler: scheduler(),
            approver: None,
            occurred: None,
            history: Vec::new(),
            outcome: Outcome::Nothing,
            told,
        }
    }
}

/// A record, a clock, somebody who acts, and what came of it.
///
/// Every `then_…` speaks of the last thing that happened, and panics with the story so far if it
/// is not so. A refusal that no `then_…` speaks of breaks the story too: at the next command, or
/// at its end.
#[derive(Debug)]
pub struct Story<'a, A: Aggregate> {
    policy: &'a A::Policy,
    record: A,
    now: Instant,
    actor: Actor,
    scheduler: Actor,
    approver: Option<Actor>,
    occurred: Option<Instant>,
    history: History<A>,
    outcome: Outcome<A>,
    told: String,
}

#[derive(Debug)]
enum Outcome<A: Aggregate> {
    /// Nothing was asked yet, or time has passed without a deadline.
    Nothing,
    /// What was recorded.
    Events(History<A>),
    /// A refusal that the story has not spoken of yet.
    Unspoken(A::Error),
    /// A refusal that it has.
    Spoken(A::Error),
}

impl<'a, A: Aggregate> Story<'a, A> {
    /// Who acts from now on.
    pub fn by(mut self, actor: &Actor) -> Self {
        self.actor = actor.clone();
        self
    }

    /// Who executes the deadlines from now on.
    pub fn scheduled_by(mut self, scheduler: &Actor) -> Self {
        self.scheduler = scheduler.clone();
        self
    }

    /// The policy in force from now on.
    pub fn now_under(mut self, policy: &'a A::Policy) -> Self {
        self.policy = policy;
        self
    }

    /// Sets the clock, forwards or backwards, and executes no deadline on the way.
    pub fn at(mut self, now: Instant) -> Self {
        self.now = now;
        self
    }

    /// Lets so much time pass while nobody looks: deadlines are not executed.
    ///
    /// Use [`passing`](Self::passing) for a host that keeps its deadlines.
    pub fn after(self, length: Seconds) -> Self {
        let now = later(self.now, length);
        self.at(now)
    }

    /// Lets time pass until `end`, and executes every deadline that falls due on the way, in order.
    ///
    /// What they recorded is what the next `then_…` speaks of.
    pub fn until(mut self, end: Instant) -> Self {
        self.settle();
        let mut patience = Patience::default();
        let mut recorded = Vec::new();
        while let Some(due) = first_due(&self.record, self.policy).filter(|due| due.at <= end) {
            self.now = self.now.max(due.at).max(self.record.last_at());
            let _ = writeln!(
                self.told,
                "  {}  due: {} ({})",
                self.now,
                brief(&due.command),
                due.why
            );
            let cx = Context::new(self.now, &self.scheduler, self.policy);
            let outcome = patience
                .spend(self.now, &due.command)
                .and_then(|()| carry_out(&mut self.record, &due, &cx));
            match outcome {
                Ok(events) => {
                    self.tell(&events);
                    recorded.extend(events);
                }
                Err(stalled) => self.break_off(&stalled.to_string()),
            }
        }
        self.now = self.now.max(end);
        self.history.extend_from_slice(&recorded);
        self.outcome = Outcome::Events(recorded);
        self
    }

    /// Lets so much time pass and executes every deadline on the way, as [`until`](Self::until) does.
    pub fn passing(self, length: Seconds) -> Self {
        let end = later(self.now, length);
        self.until(end)
    }

    /// The next command is about something that happened then.
    pub fn occurred(mut self, at: Instant) -> Self {
        self.occurred = Some(at);
        self
    }

    /// The next command has a second actor's approval.
    pub fn approved_by(mut self, approver: &Actor) -> Self {
        self.approver = Some(approver.clone());
        self
    }

    /// The actor executes a command now.
    pub fn when(mut self, command: impl Into<A::Command>) -> Self {
        self.settle();
        let command = command.into();
        let approver = self.approver.take();
        let mut cx = Context::new(self.now, &self.actor, self.policy);
        cx.approver = approver.as_ref();
        cx.occurred = self.occurred.take();
        let _ = writeln!(
            self.told,
            "  {}  {} asks {}",
            self.now,
            agent(self.actor.agent()),
            brief(&command)
        );
        match execute(&mut self.record, &command, &cx) {
            Ok(events) => {
                self.tell(&events);
                self.history.extend_from_slice(&events);
                self.outcome = Outcome::Events(events);
            }
            Err(error) => {
                let _ = writeln!(self.told, "      ✗ {error}");
                self.outcome = Outcome::Unspoken(error);
            }
        }
        self
    }

    /// Another command, in the same breath.
    pub fn and(self, command: impl Into<A::Command>) -> Self {
        self.when(command)
    }

    /// Then it was accepted.
    pub fn then_accepted(self) -> Self {
        let _ = self.events("it to be accepted");
        self
    }

    /// Then this event was recorded, perhaps among others.
    pub fn then_event(self, event: impl Into<A::Event>) -> Self {
        let event = event.into();
        let expected = format!("the event {}", brief(&event));
        if !self.events(&expected).contains(&event) {
            self.expected(&expected);
        }
        self
    }

    /// Then exactly these events were recorded, in this order.
    pub fn then_events(self, events: impl IntoIterator<Item = A::Event>) -> Self {
        let events: Vec<_> = events.into_iter().collect();
        let expected = format!("exactly the events {}", brief(&events));
        if self.events(&expected) != events {
            self.expected(&expected);
        }
        self
    }

    /// Then an event was recorded of which this is true; `what` names it for the message.
    pub fn then_event_that(self, what: &str, is: impl Fn(&A::Event) -> bool) -> Self {
        let expected = format!("an event that {what}");
        if !self.events(&expected).iter().any(is) {
            self.expected(&expected);
        }
        self
    }

    /// Then no time passed that mattered: no deadline was executed, and no event recorded.
    pub fn then_nothing_happened(self) -> Self {
        if !self.events("nothing to happen").is_empty() {
            self.expected("nothing to happen");
        }
        self
    }

    /// Then it was refused by the rule with this id.
    pub fn then_refused_by(self, rule: &str) -> Self {
        self.then_refused_with(rule, "anything", |_| true)
    }

    /// Then it was refused by the rule, with a refusal of which this is true; `what` names it for
    /// the message.
    pub fn then_refused_with(
        mut self,
        rule: &str,
        what: &str,
        is: impl Fn(&Refusal) -> bool,
    ) -> Self {
        match core::mem::replace(&mut self.outcome, Outcome::Nothing) {
            Outcome::Unspoken(error) | Outcome::Spoken(error)
                if error.rule() == rule && is(error.refusal()) =>
            {
                self.outcome = Outcome::Spoken(error);
                self
            }
            _ => self.expected(&format!("a refusal by `{rule}` with {what}")),
        }
    }

    /// Then the record is in this state.
    pub fn then_stage(mut self, stage: A::Stage) -> Self {
        self.settle();
        if self.record.stage() != stage {
            self.expected(&format!("state {stage:?}, got {:?}", self.record.stage()));
        }
        self
    }

    /// Then this is true of the record; `what` names it for the message.
    pub fn then_state(mut self, what: &str, is: impl Fn(&A) -> bool) -> Self {
        self.settle();
        if !is(&self.record) {
            self.expected(&format!(
                "the record to be {what}, got {}",
                brief(&self.record)
            ));
        }
        self
    }

    /// Then the next deadline is a command of this kind, at this instant.
    pub fn then_due(mut self, kind: A::Kind, at: Instant) -> Self {
        self.settle();
        let due = first_due(&self.record, self.policy);
        if due.as_ref().map(|due| (A::kind(&due.command), due.at)) != Some((kind, at)) {
            self.expected(&format!(
                "{kind:?} to be due next, at {at}, got {}",
                brief(&due)
            ));
        }
        self
    }

    /// Then nothing is due, ever, unless something else happens first.
    pub fn then_nothing_due(mut self) -> Self {
        self.settle();
        if let Some(due) = first_due(&self.record, self.policy) {
            self.expected(&format!("nothing to be due, got {}", brief(&due)));
        }
        self
    }

    /// The record as it is now.
    pub fn record(&self) -> &A {
        &self.record
    }

    /// What the clock shows.
    pub fn now(&self) -> Instant {
        self.now
    }

    /// Everything that was recorded since the story began.
    pub fn history(&self) -> &[Recorded<A::Id, A::Event>] {
        &self.history
    }

    /// The record, for another story.
    pub fn finish(mut self) -> A {
        self.settle();
        self.record.clone()
    }

    fn tell(&mut self, events: &History<A>) {
        for event in events {
            let _ = writeln!(self.told, "      → {}", brief(&event.event));
        }
    }

    fn events(&self, expected: &str) -> Vec<A::Event> {
        match &self.outcome {
            Outcome::Events(events) => events.iter().map(|it| it.event.clone()).collect(),
            Outcome::Nothing | Outcome::Unspoken(_) | Outcome::Spoken(_) => self.expected(expected),
        }
    }

    /// A refusal that nobody spoke of breaks the story.
    fn settle(&mut self) {
        if let Outcome::Unspoken(error) = &self.outcome {
            let why = format!("it was refused, and the story does not say so: {error}");
            self.break_off(&why);
        }
    }

    fn expected(&self, what: &str) -> ! {
        self.break_off(&format!("expected {what}"))
    }

    fn break_off(&self, why: &str) -> ! {
        panic!("{why}\nthe story so far:\n{}", self.told)
    }
}

impl<A: Aggregate> Drop for Story<'_, A> {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            self.settle();
        }
    }
}
