//! Simulated time jumps from deadline to deadline.
#![allow(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "helpers of tests may panic as tests may"
)]
#![allow(
    unexpected_cfgs,
    reason = "the macros of itsm-core speak of features that a practice has and this crate has not"
)]

#[allow(
    dead_code,
    missing_docs,
    unreachable_pub,
    reason = "shared by several tests"
)]
mod lamp;

use itsm_core::aggregate::Aggregate as _;
use itsm_core::context::Context;
use itsm_core::time::{Instant, Seconds};
use itsm_testing::{Simulation, Stalled};
use lamp::{Kind, Lamp, LampId, Light, Mend, Policy, Stage, electrician, flaw, tenant};

fn nine() -> Instant {
    "2026-03-02T09:00:00Z".parse().unwrap()
}

fn later(length: Seconds) -> Instant {
    length.after(nine()).unwrap()
}

fn policy() -> Policy {
    Policy::new(1, Seconds::minutes(3))
}

fn lamp<const FLAW: usize>(key: u64, at: Instant) -> Lamp<FLAW> {
    let (actor, policy) = (electrician(), policy());
    Lamp::install(LampId::from_key(key), &Context::new(at, &actor, &policy)).0
}

fn sound(key: u64, at: Instant) -> Lamp {
    lamp(key, at)
}

#[test]
fn earliest_deadline_comes_first_and_ties_go_by_the_order_given() {
    let policy = policy();
    let mut time = Simulation::starting(nine(), &policy)
        .with(sound(3, later(Seconds(1))))
        .with(sound(2, nine()))
        .with(sound(1, nine()));
    let (lamp, due) = time.next_deadline().unwrap();
    assert_eq!(
        (lamp.id, due.at),
        (LampId::from_key(2), later(Seconds::days(30)))
    );
    assert_eq!(time.run_until(later(Seconds::days(60))).unwrap(), 5);
    let keys: Vec<_> = time
        .history()
        .iter()
        .filter_map(|it| it.record.key())
        .collect();
    assert_eq!(keys, [2, 1, 3, 2, 1]);
}

#[test]
fn years_of_service_pass_in_a_moment() {
    let policy = policy();
    let mut time = Simulation::starting(nine(), &policy);
    for key in 1..=100 {
        time.add(sound(key, nine()));
    }
    // 365 × 10 days hold 121 months of 30 days.
    assert_eq!(time.run_for(Seconds::days(3_650)).unwrap(), 12_100);
    assert_eq!(time.now(), later(Seconds::days(3_650)));
}

#[test]
fn commands_between_jumps_move_the_deadlines() {
    let policy = policy();
    let mut time = Simulation::starting(nine(), &policy).with(sound(1, nine()));
    let id = LampId::from_key(1);
    time.run_for(Seconds::days(1)).unwrap();
    time.execute(id, Light {}, &tenant()).unwrap().unwrap();
    let (_, due) = time.next_deadline().unwrap();
    assert_eq!(Lamp::<0>::kind(&due.command), Kind::TimeOut);
    let jumped = time.jump().unwrap().unwrap();
    assert_eq!(jumped.len(), 1);
    assert_eq!(time.record(id).unwrap().stage, Stage::Dark);
    assert!(time.execute(id, Mend {}, &tenant()).unwrap().is_err());
    assert!(
        time.execute(LampId::from_key(9), Light {}, &tenant())
            .is_none()
    );
}

#[test]
fn late_deadline_is_executed_at_the_present_instant() {
    let policy = policy();
    let mut time = Simulation::starting(later(Seconds::days(45)), &policy).with(sound(1, nine()));
    let jumped = time.jump().unwrap().unwrap();
    assert_eq!(jumped[0].at, later(Seconds::days(45)));
    assert_eq!(time.records()[0].inspected_at, later(Seconds::days(45)));
}

#[test]
fn clock_without_deadlines_does_not_jump() {
    let policy = policy();
    let mut time =
        Simulation::starting(nine(), &policy).with(lamp::<{ flaw::NOTHING_EVER_DUE }>(1, nine()));
    assert_eq!(time.jump(), Ok(None));
    assert_eq!(time.now(), nine());
}

#[test]
fn deadline_that_does_not_go_away_is_an_error() {
    let policy = policy();
    let mut time =
        Simulation::starting(nine(), &policy).with(lamp::<{ flaw::ENDLESSLY_DUE }>(1, nine()));
    let stalled = time.run_for(Seconds::days(40)).unwrap_err();
    assert_eq!(
        stalled,
        Stalled::StillListed {
            at: later(Seconds::days(30)),
            command: "Inspect(Inspect)".into(),
        }
    );
}

#[test]
fn deadline_that_is_refused_is_an_error() {
    let policy = policy();
    let mut time =
        Simulation::starting(nine(), &policy).with(lamp::<{ flaw::NEVER_DUE }>(1, nine()));
    let stalled = time.jump().unwrap_err();
    assert!(
        stalled
            .to_string()
            .contains("was refused at 2026-04-01 09:00:00 UTC by `lamp.too_early`")
    );
}

#[test]
fn deadlines_without_end_at_one_instant_are_an_error() {
    let policy = Policy {
        inspected_every: Seconds(0),
        ..policy()
    };
    let mut time =
        Simulation::starting(nine(), &policy).with(lamp::<{ flaw::ALWAYS_DUE }>(1, nine()));
    let stalled = time.run_for(Seconds(1)).unwrap_err();
    assert!(
        matches!(stalled, Stalled::Endless { at, .. } if at == nine()),
        "{stalled}"
    );
}
