//! Executing: decide, wrap what happened, evolve. The twin makes the same events in the same
//! vectors, and knows no policy: it looks at the state alone.

use criterion::Criterion;
use itsm::core::context::Context;
use itsm_benches::desk::Desk;
use itsm_benches::measure::{beside, run, size, timed_from};
use itsm_benches::twin::Twin;
use std::hint::black_box;

fn bench(criterion: &mut Criterion) {
    let desk = Desk::open(size(500, 100));
    let policy = &desk.policy;
    let born: Vec<Twin> = desk.events.iter().filter_map(Twin::born).collect();

    let (mut ours, mut twins) = (desk.registered.clone(), born.clone());
    for it in &desk.asked {
        let actor = &desk.actors[it.actor];
        let cx = Context::new(it.at, actor, policy);
        let ours = ours[it.incident].execute(it.command.clone(), &cx);
        let twin = twins[it.incident].execute(
            it.command.clone(),
            it.at,
            actor.agent(),
            policy.of(),
            policy.matrix(),
        );
        assert_eq!(ours.ok(), twin);
    }
    for (ours, twin) in ours.iter().zip(&twins) {
        assert!(twin.agrees_with(ours), "{ours:#?}\n{twin:#?}");
    }

    // What comes out is dropped at once, as a host does that has stored it.
    let run_ours = timed_from(
        || (desk.registered.clone(), desk.asked.clone()),
        |(mut incidents, asked)| {
            for it in asked {
                let cx = Context::new(it.at, &desk.actors[it.actor], policy);
                let _ = black_box(incidents[it.incident].execute(it.command, &cx));
            }
            incidents
        },
    );
    let run_twin = timed_from(
        || (born.clone(), desk.asked.clone()),
        |(mut incidents, asked)| {
            for it in asked {
                let agent = desk.actors[it.actor].agent();
                let (of, matrix) = (policy.of(), policy.matrix());
                let _ =
                    black_box(incidents[it.incident].execute(it.command, it.at, agent, of, matrix));
            }
            incidents
        },
    );
    beside(
        criterion,
        "execute",
        1.5,
        desk.asked.len(),
        run_ours,
        run_twin,
    );
}

fn main() {
    run(bench);
}
