//! A law of redaction, over random lives of incidents: the stored history and the record stay one.
#![allow(
    clippy::std_instead_of_alloc,
    clippy::unwrap_used,
    reason = "helpers of tests, where to panic is to fail"
)]

use itsm_core::context::Context;
use itsm_core::id::IncidentId;
use itsm_core::time::Instant;
use itsm_incident::Incident;
use itsm_incident::command::{IncidentCommand, IncidentCommandKind};
use itsm_incident::policy::IncidentPolicy;
use itsm_incident::redaction::redact_history;
use itsm_incident::testing;
use proptest::prelude::*;

fn command() -> BoxedStrategy<IncidentCommand> {
    // One in six takes something out.
    let kinds = prop_oneof![
        5 => prop::sample::select(IncidentCommandKind::ALL.to_vec()),
        1 => Just(IncidentCommandKind::Redact),
    ];
    kinds.prop_flat_map(testing::commands).boxed()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn redacted_history_folds_into_the_record_that_was_redacted(
        profile in testing::profiles(&IncidentPolicy::default()),
        steps in prop::collection::vec((command(), any::<prop::sample::Index>()), 1..150),
    ) {
        let policy = IncidentPolicy::default();
        let actors = testing::actors();
        let now: Instant = "2026-03-02T09:00:00Z".parse().unwrap();
        let cx = Context::new(now, &actors[0], &policy);
        let Ok((mut incident, born)) = Incident::register(IncidentId::from_key(1), profile, &cx) else {
            return Ok(());
        };
        let mut history = vec![born];
        for (command, actor) in steps {
            let cx = Context::new(now, actor.get(&actors), &policy);
            history.extend(incident.execute(command, &cx).unwrap_or_default());
        }
        let before = history.clone();
        redact_history(&mut history);
        prop_assert_eq!(&Incident::replay(&history).unwrap(), &incident);
        prop_assert_eq!(redact_history(&mut history), 0, "twice is once");
        prop_assert_eq!(history.len(), before.len());
        let taken = !incident.redactions().is_empty();
        prop_assert!(taken || history == before, "nobody asked, and something was taken out");
    }
}
