//! The law suite, over incidents that were read from corrupted rows: what is accepted keeps the laws.
//!
//! A row is a birth of its own here. The laws of whole histories and of the wire are left out: a
//! row has no history, and no event of its own on the wire.

use crate::corrupt::{changes, corrupted};
use crate::life::steps;
use crate::policies;
use itsm_core::actor::Actor;
use itsm_core::aggregate::Aggregate;
use itsm_core::context::Context;
use itsm_core::deadline::Deadline;
use itsm_core::id::IncidentId;
use itsm_core::policy::PolicyRef;
use itsm_core::recorded::Recorded;
use itsm_core::refusal::Permission;
use itsm_core::time::Instant;
use itsm_incident::command::{IncidentCommand, IncidentCommandKind};
use itsm_incident::event::IncidentEvent;
use itsm_incident::policy::IncidentPolicy;
use itsm_incident::snapshot::IncidentSnapshot;
use itsm_incident::state::IncidentStage;
use itsm_incident::{Incident, IncidentError, testing};
use itsm_testing::wire::{Form, Wire};
use itsm_testing::{Origin, Specimen};
use proptest::prelude::*;

/// An incident that was read from a row.
#[derive(Debug, Clone, PartialEq)]
struct Row(Incident);

#[derive(Debug, Clone, PartialEq)]
enum RowEvent {
    Read(Box<IncidentSnapshot>),
    Happened(IncidentEvent),
}

impl Aggregate for Row {
    type Id = IncidentId;
    type Command = IncidentCommand;
    type Kind = IncidentCommandKind;
    type Stage = IncidentStage;
    type Event = RowEvent;
    type Policy = IncidentPolicy;
    type Error = IncidentError;

    fn born(event: &Recorded<IncidentId, RowEvent>) -> Option<Self> {
        match &event.event {
            RowEvent::Read(row) => Incident::restore((**row).clone()).ok().map(Self),
            RowEvent::Happened(_) => None,
        }
    }

    fn id(&self) -> IncidentId {
        self.0.id()
    }

    fn stage(&self) -> IncidentStage {
        self.0.stage()
    }

    fn revision(&self) -> u64 {
        self.0.revision()
    }

    fn last_at(&self) -> Instant {
        self.0.last_at()
    }

    fn policy_ref(policy: &IncidentPolicy) -> &PolicyRef {
        policy.of()
    }

    fn kind(command: &IncidentCommand) -> IncidentCommandKind {
        command.kind()
    }

    fn decide(
        &self,
        command: &IncidentCommand,
        cx: &Context<'_, IncidentPolicy>,
    ) -> Result<Vec<RowEvent>, IncidentError> {
        let events = self.0.decide(command, cx)?;
        Ok(events.into_iter().map(RowEvent::Happened).collect())
    }

    fn evolve(&mut self, event: &Recorded<IncidentId, RowEvent>) {
        if let RowEvent::Happened(happened) = &event.event {
            self.0
                .evolve(&event.clone().map(|id| id, |_| happened.clone()));
        }
    }

    fn deadlines(&self, policy: &IncidentPolicy) -> Vec<Deadline<IncidentCommand>> {
        self.0.deadlines(policy)
    }

    fn allowed(&self, cx: &Context<'_, IncidentPolicy>) -> Vec<(IncidentCommandKind, Permission)> {
        self.0.allowed(cx)
    }
}

struct Rows;

impl Specimen for Rows {
    type Record = Row;

    const LIFECYCLE_RULE: &'static str = "incident.lifecycle.forbidden";
    const CLOCK_RULE: &'static str = "incident.time.backwards";

    fn stages() -> Vec<IncidentStage> {
        IncidentStage::ALL.to_vec()
    }

    fn kinds() -> Vec<IncidentCommandKind> {
        IncidentCommandKind::ALL.to_vec()
    }

    fn table_leads(from: IncidentStage, kind: IncidentCommandKind, to: IncidentStage) -> bool {
        itsm_incident::lifecycle::LIFECYCLE.leads(from, kind, to)
    }

    fn policies() -> Vec<IncidentPolicy> {
        policies()
    }

    fn actors() -> Vec<Actor> {
        testing::actors()
    }

    fn origins(policy: &IncidentPolicy) -> BoxedStrategy<Origin<Row>> {
        let place = policies().iter().position(|it| it == policy).unwrap();
        let policy = policy.clone();
        let changes = proptest::collection::vec(changes(), 1..3);
        (testing::origins(&policy), steps(12), changes)
            .prop_filter_map("a row that is read", move |(origin, steps, changes)| {
                let incident = corrupted(place, &origin, &steps, &changes).ok()?;
                if incident.policy() != policy.of() {
                    return None; // Nothing but adoption is possible then.
                }
                let birth = origin.history.into_iter().next()?;
                let read = RowEvent::Read(Box::new(incident.snapshot()));
                let event = Recorded {
                    record: incident.id(),
                    revision: incident.revision(),
                    at: incident.last_at(),
                    ..birth.map(|id| id, |_| read)
                };
                Some(Origin::born(Row(incident), event))
            })
            .boxed()
    }

    fn commands(kind: IncidentCommandKind) -> BoxedStrategy<IncidentCommand> {
        testing::commands(kind)
    }

    fn witness_for(
        record: &Row,
        kind: IncidentCommandKind,
        cx: &Context<'_, IncidentPolicy>,
    ) -> Option<IncidentCommand> {
        testing::witness(&record.0, kind, cx)
    }

    fn wire() -> Wire<Row> {
        const NONE: &str = "a row has no wire form of its own";
        Wire::new(
            Form::new(|_| NONE.into(), |_| Err(NONE.into())),
            Form::new(|_| NONE.into(), |_| Err(NONE.into())),
            Form::new(|_| NONE.into(), |_| Err(NONE.into())),
        )
    }
}

macro_rules! laws_of_rows {
    ($($law:ident)+) => {
        $(
            #[test]
            fn $law() {
                itsm_testing::laws::$law::<Rows>();
            }
        )+
    };
}

laws_of_rows! {
    refused_command_changes_nothing
    deciding_twice_gives_the_same_answer
    executing_records_what_was_decided
    accepted_command_leaves_a_trace
    random_commands_never_panic
    time_never_runs_backwards
    every_forbidden_cell_is_refused_by_the_lifecycle
    accepted_command_leads_where_the_table_says
    allowed_lists_every_command_once
    what_allowed_denies_is_refused
    what_allowed_grants_has_a_witness
    deadline_is_never_due_before_it_began
    deadline_is_refused_early
    deadline_is_accepted_on_time
    deadline_is_accepted_late
    deadline_is_gone_once_executed
}
