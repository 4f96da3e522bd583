//! What the linter finds, as facts about every record there can be.

use crate::agreements::two_customers;
use crate::desk::{Desk, always, done, is, policy, waiting};
use itsm_core::draft::DraftCondition;
use itsm_core::rule_table::DraftRule;
use itsm_service_level::draft::{DraftCancel, DraftClock};
use itsm_service_level::policy::ServicePolicy;
use itsm_service_level::target::DraftTarget;

fn clock(start: DraftCondition) -> DraftClock {
    DraftClock::new("fix", DraftTarget::hours(8), start, done())
}

#[track_caller]
fn finds(clock: DraftClock, expected: &[&str]) {
    let findings = policy([clock]).lint(&Desk);
    let found: Vec<_> = findings.iter().map(ToString::to_string).collect();
    assert_eq!(found, expected);
}

#[test]
fn sound_clock_is_silent() {
    finds(clock(always()).pause(waiting()), &[]);
}

#[test]
fn whatever_starts_it_also_stops_it() {
    let stopped = DraftCondition::attribute("state").is("closed");
    finds(
        clock(stopped),
        &["clock `fix` is stopped by whatever starts it: none is ever attached"],
    );
}

#[test]
fn whatever_starts_it_also_pauses_it() {
    let expected = ["clock `fix` stands still all its life: whatever starts it also pauses it"];
    finds(clock(is("state", "vendor")).pause(waiting()), &expected);
}

#[test]
fn pause_that_contradicts_the_start_cancels_instead() {
    let mut one = clock(is("state", "working")).pause(waiting());
    let expected =
        ["clock `fix` is canceled instead of paused: its pause is never true while its start is"];
    finds(one.clone(), &expected);
    one.cancel = DraftCancel::Never;
    finds(one, &[]);
}

#[test]
fn contradictions_are_found() {
    let never = || DraftCondition::all([is("state", "new"), is("state", "closed")]);
    finds(
        clock(never()),
        &["clock `fix` never starts: its start contradicts itself"],
    );
    let mut one = clock(always());
    one.stop = never();
    finds(
        one,
        &["clock `fix` never stops: its stop contradicts itself"],
    );
    let mut one = clock(is("priority", "P1"));
    one.cancel = DraftCancel::When(DraftCondition::attribute("priority").at_least("P2"));
    finds(
        one,
        &["clock `fix` is canceled by whatever starts it: none is ever attached"],
    );
    let mut one = clock(always()).pause(waiting());
    one.resume = Some(is("state", "vendor"));
    finds(
        one,
        &["clock `fix` never goes on: whatever resumes it also pauses it"],
    );
}

#[test]
fn target_rules_and_agreements_that_never_get_their_turn_are_found() {
    let mut draft = two_customers();
    draft.selection.rules.swap(0, 1);
    let clock = &mut draft.agreements[1].clocks[0];
    for (id, at_least) in [("soon", "P2"), ("sooner", "P1")] {
        let when = DraftCondition::attribute("priority").at_least(at_least);
        clock
            .targets
            .rules
            .push(DraftRule::new(id, when, DraftTarget::hours(1)));
    }
    draft.selection.rules.pop();
    let policy = ServicePolicy::<crate::desk::Ask>::compile(draft, &Desk).unwrap();
    let found: Vec<_> = policy.lint(&Desk).iter().map(ToString::to_string).collect();
    assert_eq!(
        found,
        [
            "targets of clock `silver_fix`: rule `sooner` never gets its turn: all it matches is matched before by `soon`",
            "agreement `gold` is never chosen: no active rule names it",
        ]
    );
}
