//! What a practice tells the law suite about its record.

use crate::wire::Wire;
use core::fmt::Debug;
use itsm_core::actor::{Actor, Agent};
use itsm_core::aggregate::{Aggregate, History, execute};
use itsm_core::context::Context;
use itsm_core::recorded::Recorded;
use itsm_core::time::Seconds;
use proptest::strategy::BoxedStrategy;

/// The record of a specimen.
pub type RecordOf<S> = <S as Specimen>::Record;
/// Its commands.
pub type CommandOf<S> = <RecordOf<S> as Aggregate>::Command;
/// Its kinds of command.
pub type KindOf<S> = <RecordOf<S> as Aggregate>::Kind;
/// Its states, without what they carry.
pub type StageOf<S> = <RecordOf<S> as Aggregate>::Stage;
/// Its policies.
pub type PolicyOf<S> = <RecordOf<S> as Aggregate>::Policy;
/// Its errors.
pub type ErrorOf<S> = <RecordOf<S> as Aggregate>::Error;

/// A record and how it came to be: where a random walk begins.
#[derive(Debug, Clone)]
pub struct Origin<A: Aggregate> {
    /// The record, as it lives.
    pub record: A,
    /// Everything that happened to it, from its birth on.
    pub history: History<A>,
}

impl<A: Aggregate> Origin<A> {
    /// A record that has just come into being.
    ///
    /// `record` should be what the practice's own constructor made, and not folded from the event:
    /// only then can the suite see that the two are the same.
    pub fn born(record: A, event: Recorded<A::Id, A::Event>) -> Self {
        Self {
            record,
            history: vec![event],
        }
    }

    /// The same record after one more command; unchanged if that is refused.
    ///
    /// For records that a random walk would seldom reach.
    #[must_use]
    pub fn after(mut self, command: &A::Command, cx: &Context<'_, A::Policy>) -> Self {
        if let Ok(events) = execute(&mut self.record, command, cx) {
            self.history.extend(events);
        }
        self
    }
}

/// A record that is put before the law suite: an aggregate, its lifecycle, and its generators.
///
/// The generators themselves belong into the practice's crate, behind its feature `testing`, so
/// that an integrator can register the same record under a policy of their own; the implementation
/// here delegates to them. See [`law_suite!`](crate::law_suite).
pub trait Specimen: 'static {
    /// The record.
    type Record: Aggregate<Command: 'static, Event: 'static, Id: 'static> + 'static;

    /// The id of the rule that refuses what the lifecycle forbids, such as
    /// `incident.lifecycle.forbidden`.
    const LIFECYCLE_RULE: &'static str;

    /// The id of the rule that refuses a command before the record's last event, such as
    /// `incident.clock.backwards`.
    const CLOCK_RULE: &'static str;

    /// Whether the record has deadlines at all. Without any, the laws about deadlines are idle;
    /// with them, a suite that never sees one fails.
    const HAS_DEADLINES: bool = true;

    /// Every state, in order.
    fn stages() -> Vec<StageOf<Self>>;

    /// Every kind of command, in the order in which `allowed` lists them.
    fn kinds() -> Vec<KindOf<Self>>;

    /// Whether the lifecycle says that the command can lead from one state to the other; a command
    /// that stays leads from a state to itself.
    fn table_leads(from: StageOf<Self>, kind: KindOf<Self>, to: StageOf<Self>) -> bool;

    /// Whether the lifecycle allows the command in the state.
    fn table_allows(stage: StageOf<Self>, kind: KindOf<Self>) -> bool {
        Self::stages()
            .into_iter()
            .any(|to| Self::table_leads(stage, kind, to))
    }

    /// The policies to test under; at least one.
    ///
    /// A policy that narrows the lifecycle belongs beside one that does not, since every cell of
    /// the table must be reachable under one of them.
    fn policies() -> Vec<PolicyOf<Self>>;

    /// The people and programs who act; between them they may do everything.
    fn actors() -> Vec<Actor>;

    /// Records under a policy, with various ids: just born, adopted, or with a history.
    fn origins(policy: &PolicyOf<Self>) -> BoxedStrategy<Origin<Self::Record>>;

    /// Commands of a kind with any parameters at all, sensible or not.
    fn commands(kind: KindOf<Self>) -> BoxedStrategy<CommandOf<Self>>;

    /// A command of the kind that must be accepted by this record in these circumstances; `None`
    /// if there is none.
    fn witness_for(
        record: &Self::Record,
        kind: KindOf<Self>,
        cx: &Context<'_, PolicyOf<Self>>,
    ) -> Option<CommandOf<Self>>;

    /// How commands, events and recorded events are written and read:
    /// [`json_wire!()`](crate::json_wire) for a practice with serde.
    fn wire() -> Wire<Self::Record>;

    /// How a command is executed: the practice's own way, if it has one besides the kernel's.
    ///
    /// # Errors
    /// The rule that refuses.
    fn execute(
        record: &mut Self::Record,
        command: &CommandOf<Self>,
        cx: &Context<'_, PolicyOf<Self>>,
    ) -> Result<History<Self::Record>, ErrorOf<Self>> {
        execute(record, command, cx)
    }

    /// Who executes deadlines: the program `scheduler`, unless the practice knows better.
    fn scheduler() -> Actor {
        crate::simulation::scheduler()
    }

    /// How much time passes between two commands.
    fn pauses() -> BoxedStrategy<Seconds> {
        crate::generate::pauses()
    }
}

/// How something is named in a message: its debug text, on one line and not too long.
pub(crate) fn brief(it: &impl Debug) -> String {
    const MAX: usize = 400;
    let text = format!("{it:?}");
    if text.chars().count() > MAX {
        text.chars().take(MAX).chain("…".chars()).collect()
    } else {
        text
    }
}

/// An actor in a few words.
pub(crate) fn agent(agent: &Agent) -> String {
    match agent {
        Agent::Person(id) => id
            .key()
            .map_or_else(|| format!("person {id}"), |key| format!("person {key}")),
        Agent::Automation(name) => format!("`{name}`"),
    }
}
