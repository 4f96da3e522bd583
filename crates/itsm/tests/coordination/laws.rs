//! Laws of an incident with clocks, over random lives of incidents.

use crate::desk::{at, keeper};
use itsm::coordination::clocked::ClockedIncident;
use itsm::core::aggregate::Aggregate;
use itsm::core::context::Context;
use itsm::core::id::IncidentId;
use itsm::incident::command::{IncidentCommand, IncidentCommandKind};
use itsm::incident::policy::IncidentPolicy;
use itsm::incident::testing;
use proptest::prelude::*;

fn command() -> BoxedStrategy<IncidentCommand> {
    let kinds = prop::sample::select(IncidentCommandKind::ALL.to_vec());
    kinds.prop_flat_map(testing::commands).boxed()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn replay_of_the_incident_gives_the_clocks_that_were_lived(
        profile in testing::profiles(&IncidentPolicy::default()),
        steps in prop::collection::vec((command(), 0_i64..30_000, any::<prop::sample::Index>()), 1..120),
    ) {
        let (policy, keeper) = (IncidentPolicy::default(), keeper());
        let actors = testing::actors();
        let mut now = at("2026-03-02T07:00:00Z");
        let cx = Context::new(now, &actors[0], &policy);
        let id = IncidentId::from_key(1);
        let Ok((mut incident, born)) = ClockedIncident::register(id, profile, &cx, &keeper) else {
            return Ok(());
        };
        let mut history = born.events;
        let mut said = born.signals;
        for (command, seconds, actor) in steps {
            now = now.checked_add_signed(chrono::TimeDelta::seconds(seconds)).unwrap();
            said.extend(incident.advance(now));
            let cx = Context::new(now, actor.get(&actors), &policy);
            let before = incident.clone();
            if let Ok(outcome) = incident.execute(command, &cx, &keeper) {
                history.extend(outcome.events);
                said.extend(outcome.signals);
            } else {
                prop_assert_eq!(&incident, &before);
            }
        }
        let mut replayed = ClockedIncident::replay(&history, &keeper).unwrap();
        replayed.advance(now);
        prop_assert_eq!(&replayed, &incident);
        prop_assert_eq!(replayed.incident().revision(), incident.incident().revision());
        // Signals come in the order of time, and at each instant before what follows.
        prop_assert!(said.is_sorted_by_key(|it| it.at));
        let deadlines = incident.deadlines(&policy);
        prop_assert!(deadlines.is_sorted_by_key(|it| it.at));
        prop_assert_eq!(incident.incident().stage(), Aggregate::stage(incident.incident()));
    }
}
