//! Random lives of incidents, and what holds of a snapshot taken anywhere in them.

use crate::policies;
use itsm_core::actor::Actor;
use itsm_core::aggregate::Aggregate;
use itsm_core::context::Context;
use itsm_core::text::Code;
use itsm_core::time::Instant;
use itsm_incident::Incident;
use itsm_incident::command::{IncidentCommand, IncidentCommandKind};
use itsm_incident::policy::IncidentPolicy;
use itsm_incident::testing;
use itsm_testing::Origin;
use proptest::prelude::*;
use proptest::sample::Index;

/// What to do next.
#[derive(Debug, Clone)]
pub(crate) enum Act {
    /// A command, whatever comes of it.
    Ask(IncidentCommand),
    /// A command that is accepted.
    Willing(Index),
    /// What time brings next.
    Due,
}

/// After how many seconds, by whom, what.
pub(crate) type Step = (i64, Index, Act);

pub(crate) fn steps(most: usize) -> BoxedStrategy<Vec<Step>> {
    let kinds = prop::sample::select(IncidentCommandKind::ALL.to_vec());
    let act = prop_oneof![
        4 => any::<Index>().prop_map(Act::Willing),
        2 => kinds.prop_flat_map(testing::commands).prop_map(Act::Ask),
        1 => Just(Act::Due),
    ];
    prop::collection::vec((0_i64..90_000, any::<Index>(), act), 0..most).boxed()
}

/// An incident to begin with, under one of the policies.
pub(crate) fn origins() -> BoxedStrategy<(usize, Origin<Incident>)> {
    let all = policies();
    let each = all
        .iter()
        .enumerate()
        .map(|(i, policy)| (Just(i), testing::origins(policy)).boxed());
    prop::strategy::Union::new(each).boxed()
}

/// What is asked in a step, by whom and when: `None` if there is nothing to ask.
fn asked(
    incident: &Incident,
    now: Instant,
    actors: &[Actor],
    step: &Step,
    policy: &IncidentPolicy,
) -> Option<(IncidentCommand, Instant, Actor)> {
    let (seconds, actor, act) = step;
    let later = now.checked_add_signed(chrono::TimeDelta::seconds(*seconds));
    let later = later.unwrap_or(now);
    let actor = actor.get(actors).clone();
    match act {
        Act::Ask(command) => Some((command.clone(), later, actor)),
        Act::Willing(which) => {
            let cx = Context::new(later, &actor, policy);
            let willing: Vec<_> = IncidentCommandKind::ALL
                .iter()
                .filter_map(|kind| testing::witness(incident, *kind, &cx))
                .collect();
            let command = (!willing.is_empty()).then(|| which.get(&willing).clone())?;
            Some((command, later, actor))
        }
        Act::Due => {
            let due = incident.deadlines(policy).into_iter().next()?;
            let clock = Actor::automation(const { Code::trusted("clock") });
            Some((due.command, now.max(due.at), clock))
        }
    }
}

/// Lives a life, and shows each step to somebody: the incident before it, what is asked, and how.
pub(crate) fn live(
    incident: &mut Incident,
    steps: &[Step],
    policy: &IncidentPolicy,
    mut watch: impl FnMut(&Incident, &IncidentCommand, &Context<'_, IncidentPolicy>),
) {
    let actors = testing::actors();
    let mut now = incident.last_at();
    for step in steps {
        let Some((command, then, actor)) = asked(incident, now, &actors, step, policy) else {
            continue;
        };
        now = then;
        let approver = actors.get(3).unwrap();
        let cx = Context::new(now, &actor, policy);
        let cx = if actor.agent() == approver.agent() {
            cx
        } else {
            cx.approved_by(approver)
        };
        watch(incident, &command, &cx);
        let _ = incident.execute(command, &cx);
    }
}

pub(crate) fn there_and_back(incident: &Incident) -> Incident {
    let row = serde_json::to_string(&incident.snapshot()).unwrap();
    Incident::restore(serde_json::from_str(&row).unwrap()).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn restored_incident_is_the_incident_and_answers_alike(
        (place, origin) in origins(),
        steps in steps(60),
    ) {
        let policies = policies();
        let policy = &policies[place];
        let mut lived = origin.record;
        let mut stored = there_and_back(&lived);
        assert_eq!(stored, lived);
        live(&mut lived, &steps, policy, |lived, command, cx| {
            // The one lives in memory, the other is written to a row and read before each command.
            stored = there_and_back(&stored);
            assert_eq!(&stored, lived);
            assert_eq!(stored.deadlines(policy), lived.deadlines(policy));
            assert_eq!(Aggregate::allowed(&stored, cx), Aggregate::allowed(lived, cx));
            assert_eq!(stored.unknown_to(policy), lived.unknown_to(policy));
            let answer = lived.clone().execute(command.clone(), cx);
            assert_eq!(stored.execute(command.clone(), cx), answer);
        });
        prop_assert_eq!(&there_and_back(&lived), &lived);
    }

    #[test]
    fn incident_that_goes_from_policy_to_policy_is_restored_too(
        (_, origin) in origins(),
        parts in prop::collection::vec((any::<Index>(), steps(12)), 0..5),
    ) {
        let policies = policies();
        let mut incident = origin.record;
        for (which, steps) in parts {
            live(&mut incident, &steps, which.get(&policies), |_, _, _| {});
            prop_assert_eq!(&there_and_back(&incident), &incident);
        }
    }

    #[test]
    fn incident_that_was_registered_and_lived_under_one_policy_gives_no_doubt(
        (place, origin) in origins(),
        steps in steps(40),
    ) {
        let policies = policies();
        let policy = &policies[place];
        let adopted = itsm_incident::event::IncidentEventKind::Adopted;
        if origin.history[0].event.kind() == adopted {
            return Ok(());
        }
        let mut incident = origin.record;
        live(&mut incident, &steps, policy, |_, _, _| {});
        prop_assert_eq!(incident.doubts(policy), itsm_core::fault::Faults::new());
    }
}
