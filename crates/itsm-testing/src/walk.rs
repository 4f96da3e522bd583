//! Random walks: a run is data, so that it shrinks; walking it is what a law watches.

use crate::moment::{before, later};
use crate::specimen::{CommandOf, ErrorOf, KindOf, Origin, PolicyOf, Specimen, agent, brief};
use core::fmt::Write as _;
use itsm_core::actor::{Actor, Agent};
use itsm_core::aggregate::{Aggregate, History};
use itsm_core::context::Context;
use itsm_core::refusal::Refused as _;
use itsm_core::time::{Instant, Seconds};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::strategy::Union;

/// Whether a law holds so far; if not, why not.
pub(crate) type Verdict = Result<(), String>;

/// Fails a law unless the condition holds.
macro_rules! ensure {
    ($holds:expr, $($why:tt)+) => {
        if !$holds { return Err(format!($($why)+)); }
    };
}
pub(crate) use ensure;

/// Where and with whom a walk takes place.
pub(crate) struct World<S: Specimen> {
    pub(crate) policies: Vec<PolicyOf<S>>,
    pub(crate) actors: Vec<Actor>,
    pub(crate) kinds: Vec<KindOf<S>>,
    pub(crate) scheduler: Actor,
}

impl<S: Specimen> World<S> {
    pub(crate) fn new() -> Self {
        let world = Self {
            policies: S::policies(),
            actors: S::actors(),
            kinds: S::kinds(),
            scheduler: S::scheduler(),
        };
        assert!(
            !world.policies.is_empty() && !world.actors.is_empty() && !world.kinds.is_empty(),
            "specimen needs at least one policy, one actor and one kind of command"
        );
        world
    }
}

/// What to do in a step.
#[derive(Debug, Clone)]
enum Act<C> {
    /// A command, whatever comes of it.
    Ask(C),
    /// One of the commands that must be accepted.
    Willing(Index),
    /// One of the deadlines, when it is due.
    Due(Index),
}

/// When to do it.
#[derive(Debug, Clone)]
enum Wait {
    After(Seconds),
    Before(Seconds),
}

/// One step of a run. Shrinks towards: at once, the first actor, alone, the policy in force.
#[derive(Debug, Clone)]
struct Step<C> {
    wait: Wait,
    actor: Index,
    approver: Option<Index>,
    policy: Option<Index>,
    occurred: Option<Seconds>,
    act: Act<C>,
}

/// A run: where to begin, what to do, and a deck of commands of every kind to try on the way.
pub(crate) struct Run<A: Aggregate> {
    policy: usize,
    origin: Origin<A>,
    stranger: Origin<A>,
    steps: Vec<Step<A::Command>>,
    deck: Vec<A::Command>,
}

impl<A: Aggregate> core::fmt::Debug for Run<A> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "a run of {} steps", self.steps.len())
    }
}

/// How many commands of each kind a deck holds.
const DECK: usize = 3;

/// How many instants a law looks at when it looks ahead.
const MOMENTS: usize = 3;

/// Runs of at most so many steps.
pub(crate) fn runs<S: Specimen>(world: &World<S>, longest: usize) -> BoxedStrategy<Run<S::Record>> {
    let origins = Union::new(world.policies.iter().enumerate().map(|(i, policy)| {
        let origins = S::origins(policy);
        (Just(i), origins.clone(), origins).boxed()
    }));
    let commands: Vec<BoxedStrategy<CommandOf<S>>> =
        world.kinds.iter().map(|kind| S::commands(*kind)).collect();
    let deck: Vec<_> = commands
        .iter()
        .flat_map(|it| core::iter::repeat_n(it.clone(), DECK))
        .collect();
    let act = prop_oneof![
        4 => any::<Index>().prop_map(Act::Willing),
        3 => Union::new(commands).prop_map(Act::Ask),
        1 => any::<Index>().prop_map(Act::Due),
    ];
    let wait = prop_oneof![
        15 => S::pauses().prop_map(Wait::After),
        1 => (1..100_000_u64).prop_map(|n| Wait::Before(Seconds(n))),
    ];
    let step = (
        wait,
        any::<Index>(),
        proptest::option::weighted(0.2, any::<Index>()),
        proptest::option::weighted(0.05, any::<Index>()),
        proptest::option::weighted(0.1, (0..100_000_u64).prop_map(Seconds)),
        act,
    )
        .prop_map(|(wait, actor, approver, policy, occurred, act)| Step {
            wait,
            actor,
            approver,
            policy,
            occurred,
            act,
        });
    (origins, vec(step, 0..=longest), deck)
        .prop_map(|((policy, origin, stranger), steps, deck)| Run {
            policy,
            origin,
            stranger,
            steps,
            deck,
        })
        .boxed()
}

/// A line of what happened so far, kept as data and written only when a law is broken.
struct Line<C> {
    at: Instant,
    by: Agent,
    asked: C,
    answer: Result<usize, &'static str>,
}

/// The state of a walk.
pub(crate) struct Walk<'a, S: Specimen> {
    pub(crate) world: &'a World<S>,
    pub(crate) deck: &'a [CommandOf<S>],
    pub(crate) stranger: &'a Origin<S::Record>,
    pub(crate) record: S::Record,
    pub(crate) history: History<S::Record>,
    pub(crate) now: Instant,
    policy: usize,
    born: usize,
    lines: Vec<Line<CommandOf<S>>>,
}

/// One command that was executed, and what came of it.
pub(crate) struct Taken<'a, S: Specimen> {
    pub(crate) before: &'a S::Record,
    pub(crate) command: &'a CommandOf<S>,
    pub(crate) cx: Context<'a, PolicyOf<S>>,
    pub(crate) outcome: &'a Result<History<S::Record>, ErrorOf<S>>,
}

/// What a law looks at. Each method is asked along the walk; `last` once, after all walks.
pub(crate) trait Watch<S: Specimen> {
    /// The beginning.
    fn first(&mut self, _: &Walk<'_, S>) -> Verdict {
        Ok(())
    }

    /// The record as it is before each step, and after the last.
    fn rest(&mut self, _: &Walk<'_, S>) -> Verdict {
        Ok(())
    }

    /// After each step.
    fn step(&mut self, _: &Walk<'_, S>, _: &Taken<'_, S>) -> Verdict {
        Ok(())
    }

    /// The end of one walk.
    fn end(&mut self, _: &Walk<'_, S>) -> Verdict {
        Ok(())
    }

    /// After all walks: whether the law was put to the test at all.
    fn last(&mut self) -> Verdict;
}

impl<'a, S: Specimen> Walk<'a, S> {
    pub(crate) fn begin(world: &'a World<S>, run: &'a Run<S::Record>) -> Self {
        let record = run.origin.record.clone();
        Self {
            world,
            deck: &run.deck,
            stranger: &run.stranger,
            now: record.last_at(),
            record,
            history: run.origin.history.clone(),
            policy: run.policy,
            born: run.origin.history.len(),
            lines: Vec::new(),
        }
    }

    /// The policy under which the record was last handled.
    pub(crate) fn policy(&self) -> &'a PolicyOf<S> {
        nth(&self.world.policies, self.policy)
    }

    /// The record's policy, now and whenever a deadline is due, with each actor and the scheduler,
    /// alone and with each actor's approval.
    pub(crate) fn circumstances(
        &self,
    ) -> impl Iterator<Item = Context<'a, PolicyOf<S>>> + use<'a, S> {
        let approvers = &self.world.actors;
        self.alone().flat_map(move |alone| {
            let approved = approvers.iter().map(move |it| alone.approved_by(it));
            core::iter::once(alone).chain(approved)
        })
    }

    /// The record's policy, now and whenever a deadline is due, with each actor and the scheduler.
    pub(crate) fn alone(&self) -> impl Iterator<Item = Context<'a, PolicyOf<S>>> + use<'a, S> {
        let (world, policy) = (self.world, self.policy());
        self.moments().into_iter().flat_map(move |now| {
            world
                .actors
                .iter()
                .chain([&world.scheduler])
                .map(move |actor| Context::new(now, actor, policy))
        })
    }

    /// Now, and the first instants at which a deadline is due.
    fn moments(&self) -> Vec<Instant> {
        let due = self.record.deadlines(self.policy());
        let mut moments: Vec<_> = due.iter().map(|due| self.now.max(due.at)).collect();
        moments.push(self.now);
        moments.sort_unstable();
        moments.dedup();
        moments.truncate(MOMENTS);
        moments
    }

    pub(crate) fn go(&mut self, run: &'a Run<S::Record>, watch: &mut impl Watch<S>) -> Verdict {
        watch.first(self)?;
        for step in &run.steps {
            watch.rest(self)?;
            self.step(step, watch)?;
        }
        watch.rest(self)?;
        watch.end(self)
    }

    fn step(&mut self, step: &'a Step<CommandOf<S>>, watch: &mut impl Watch<S>) -> Verdict {
        let world = self.world;
        let policy = step
            .policy
            .map_or(self.policy, |it| it.index(world.policies.len()));
        let mut now = match step.wait {
            Wait::After(pause) => later(self.now, pause),
            Wait::Before(pause) => before(self.now, pause).unwrap_or(self.now),
        };
        let mut actor: &Actor = step.actor.get(&world.actors);
        let command = match &step.act {
            Act::Ask(command) => command.clone(),
            Act::Willing(which) => {
                let cx = Context::new(now, actor, nth(&world.policies, policy));
                let willing: Vec<_> = world
                    .kinds
                    .iter()
                    .filter_map(|kind| S::witness_for(&self.record, *kind, &cx))
                    .collect();
                if willing.is_empty() {
                    return Ok(());
                }
                which.get(&willing).clone()
            }
            Act::Due(which) => {
                let due = self.record.deadlines(self.policy());
                if due.is_empty() {
                    return Ok(());
                }
                let due = which.get(&due);
                now = self.now.max(due.at);
                actor = &world.scheduler;
                due.command.clone()
            }
        };
        let mut cx = Context::new(now, actor, nth(&world.policies, policy));
        cx.approver = step.approver.as_ref().map(|it| it.get(&world.actors));
        cx.occurred = step.occurred.and_then(|ago| before(now, ago));
        let taken = self.take(&command, cx, policy);
        watch.step(self, &taken.over(&command))
    }

    fn take(
        &mut self,
        command: &CommandOf<S>,
        cx: Context<'a, PolicyOf<S>>,
        policy: usize,
    ) -> Outcome<'a, S> {
        self.lines.push(Line {
            at: cx.now,
            by: cx.actor.agent().clone(),
            asked: command.clone(),
            answer: Err("(no answer)"),
        });
        let before = self.record.clone();
        let outcome = S::execute(&mut self.record, command, &cx);
        // Time passes whether or not the command was accepted.
        self.now = self.now.max(cx.now);
        if let Ok(events) = &outcome {
            self.history.extend_from_slice(events);
            self.policy = policy;
        }
        if let Some(line) = self.lines.last_mut() {
            line.answer = match &outcome {
                Ok(events) => Ok(events.len()),
                Err(error) => Err(error.rule()),
            };
        }
        Outcome {
            before,
            cx,
            answer: outcome,
        }
    }

    /// The walk in words, for the message of a broken law.
    pub(crate) fn tell(&self) -> String {
        let mut text = String::new();
        let mut events = self.history.iter();
        for birth in events.by_ref().take(self.born) {
            let _ = writeln!(text, "  {}  {}", birth.at, brief(&birth.event));
        }
        for line in &self.lines {
            let _ = writeln!(
                text,
                "  {}  {} asks {}",
                line.at,
                agent(&line.by),
                brief(&line.asked)
            );
            match line.answer {
                Ok(n) => {
                    for event in events.by_ref().take(n) {
                        let _ = writeln!(text, "      → {}", brief(&event.event));
                    }
                }
                Err(rule) => {
                    let _ = writeln!(text, "      ✗ {rule}");
                }
            }
        }
        let _ = write!(text, "  and so: {}", brief(&self.record));
        text
    }
}

struct Outcome<'a, S: Specimen> {
    before: S::Record,
    cx: Context<'a, PolicyOf<S>>,
    answer: Result<History<S::Record>, ErrorOf<S>>,
}

impl<S: Specimen> Outcome<'_, S> {
    fn over<'b>(&'b self, command: &'b CommandOf<S>) -> Taken<'b, S> {
        Taken {
            before: &self.before,
            command,
            cx: self.cx,
            outcome: &self.answer,
        }
    }
}

/// An element of a list that is known to be there: every list of a world has one at least.
fn nth<T>(list: &[T], index: usize) -> &T {
    match list.get(index) {
        Some(it) => it,
        None => panic!("place {index} of {}", list.len()),
    }
}
