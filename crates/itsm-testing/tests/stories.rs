//! Stories run, and break where they are not so.
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

use itsm_core::context::Context;
use itsm_core::time::{Instant, Seconds};
use itsm_testing::given;
use lamp::{
    Break, Dim, Dimmed, Inspected, Kind, Lamp, LampId, Light, Mend, Policy, Stage, TimeOut,
    TimedOut, WasLit, electrician, flaw, tenant,
};

fn nine() -> Instant {
    "2026-03-02T09:00:00Z".parse().unwrap()
}

fn policy() -> Policy {
    Policy::new(1, Seconds::minutes(3))
}

fn lamp<const FLAW: usize>() -> Lamp<FLAW> {
    let (actor, policy) = (electrician(), policy());
    Lamp::install(LampId::from_key(1), &Context::new(nine(), &actor, &policy)).0
}

fn later(length: Seconds) -> Instant {
    length.after(nine()).unwrap()
}

#[test]
fn story_tells_commands_refusals_and_the_passing_of_time() {
    let lamp = given(lamp::<{ flaw::NONE }>())
        .under(&policy())
        .by(&tenant())
        .at(later(Seconds::hours(1)))
        .when(Light {})
        .then_accepted()
        .then_event(WasLit {})
        .then_stage(Stage::Lit)
        .then_nothing_due_but_the_timer()
        .when(Break { remark: None })
        .then_refused_by("lamp.break.remark_missing")
        .then_refused_with("lamp.break.remark_missing", "a missing remark", |refusal| {
            refusal.missing == ["remark"]
        })
        .then_stage(Stage::Lit)
        .after(Seconds::minutes(1))
        .when(Dim {})
        .and(Light {})
        .then_events([WasLit {}.into()])
        .then_state("lit at one past", |lamp| {
            lamp.lit_at == later(Seconds::minutes(61))
        })
        .finish();
    assert_eq!(lamp.revision, 4);
}

/// A sentence of one's own: the DSL extends like any Rust type.
trait LampStory: Sized {
    fn then_nothing_due_but_the_timer(self) -> Self;
}

impl LampStory for itsm_testing::Story<'_, Lamp> {
    fn then_nothing_due_but_the_timer(self) -> Self {
        self.then_due(Kind::TimeOut, later(Seconds::minutes(63)))
    }
}

#[test]
fn deadlines_on_the_way_are_executed_in_order() {
    let due = later(Seconds::minutes(3));
    let policy = policy();
    let story = given(lamp::<{ flaw::NONE }>())
        .under(&policy)
        .when(Light {})
        .passing(Seconds::days(70))
        .then_events([
            TimedOut { due }.into(),
            Inspected {}.into(),
            Inspected {}.into(),
        ])
        .then_due(Kind::Inspect, later(Seconds::days(90)));
    let at: Vec<_> = story.history().iter().map(|it| it.at).collect();
    assert_eq!(
        at,
        [
            nine(),
            due,
            later(Seconds::days(30)),
            later(Seconds::days(60))
        ]
    );
    assert_eq!(story.now(), later(Seconds::days(70)));
}

#[test]
fn deadlines_at_the_very_end_are_executed_and_later_ones_are_not() {
    given(lamp::<{ flaw::NONE }>())
        .under(&policy())
        .when(Light {})
        .until(later(Seconds(179)))
        .then_nothing_happened()
        .then_stage(Stage::Lit)
        .until(later(Seconds(180)))
        .then_stage(Stage::Dark);
}

#[test]
fn unattended_time_leaves_deadlines_late_and_not_lost() {
    given(lamp::<{ flaw::NONE }>())
        .under(&policy())
        .when(Light {})
        .after(Seconds::hours(9))
        .then_stage(Stage::Lit)
        .when(TimeOut {})
        .then_event_that("keeps when it was due", |event| {
            *event
                == TimedOut {
                    due: later(Seconds::minutes(3)),
                }
                .into()
        });
}

#[test]
fn nothing_is_due_where_no_deadline_is() {
    given(lamp::<{ flaw::NOTHING_EVER_DUE }>())
        .under(&policy())
        .then_nothing_due();
}

#[test]
#[should_panic(
    expected = "2026-03-02 09:00:00 UTC  person 2 asks Light(Light)\n      → WasLit(WasLit)"
)]
fn broken_story_tells_what_happened_so_far() {
    given(lamp::<{ flaw::NONE }>())
        .under(&policy())
        .by(&tenant())
        .when(Light {})
        .then_event(Dimmed {});
}

#[test]
#[should_panic(expected = "expected the event Dimmed")]
fn other_event_breaks_the_story() {
    given(lamp::<{ flaw::NONE }>())
        .under(&policy())
        .when(Light {})
        .then_event(Dimmed {});
}

#[test]
#[should_panic(expected = "expected exactly the events []")]
fn additional_event_breaks_the_story() {
    given(lamp::<{ flaw::NONE }>())
        .under(&policy())
        .when(Light {})
        .then_events([]);
}

#[test]
#[should_panic(expected = "expected a refusal by `lamp.mend.role`")]
fn other_rule_breaks_the_story() {
    given(lamp::<{ flaw::NONE }>())
        .under(&policy())
        .when(Mend {})
        .then_refused_by("lamp.mend.role");
}

#[test]
#[should_panic(expected = "expected a refusal by `lamp.mend.role`")]
fn acceptance_breaks_a_story_of_refusal() {
    given(lamp::<{ flaw::NONE }>())
        .under(&policy())
        .when(Light {})
        .then_refused_by("lamp.mend.role");
}

#[test]
#[should_panic(expected = "expected it to be accepted")]
fn refusal_breaks_a_story_of_acceptance() {
    given(lamp::<{ flaw::NONE }>())
        .under(&policy())
        .when(Mend {})
        .then_accepted();
}

#[test]
#[should_panic(expected = "it was refused, and the story does not say so")]
fn unspoken_refusal_breaks_the_story_at_its_end() {
    given(lamp::<{ flaw::NONE }>())
        .under(&policy())
        .when(Mend {});
}

#[test]
#[should_panic(expected = "it was refused, and the story does not say so")]
fn unspoken_refusal_breaks_the_story_at_the_next_command() {
    given(lamp::<{ flaw::NONE }>())
        .under(&policy())
        .when(Mend {})
        .when(Light {});
}

#[test]
#[should_panic(expected = "expected state Dark, got Lit")]
fn other_state_breaks_the_story() {
    given(lamp::<{ flaw::NONE }>())
        .under(&policy())
        .when(Light {})
        .then_stage(Stage::Dark);
}

#[test]
#[should_panic(expected = "expected the record to be broken")]
fn other_record_breaks_the_story() {
    given(lamp::<{ flaw::NONE }>())
        .under(&policy())
        .then_state("broken", |lamp| lamp.stage == Stage::Broken);
}

#[test]
#[should_panic(expected = "expected nothing to happen")]
fn event_breaks_a_story_in_which_nothing_happens() {
    given(lamp::<{ flaw::NONE }>())
        .under(&policy())
        .passing(Seconds::days(31))
        .then_nothing_happened();
}

#[test]
#[should_panic(expected = "expected nothing to be due")]
fn deadline_breaks_a_story_without_any() {
    given(lamp::<{ flaw::NONE }>())
        .under(&policy())
        .then_nothing_due();
}

#[test]
#[should_panic(expected = "expected TimeOut to be due next")]
fn other_deadline_breaks_the_story() {
    given(lamp::<{ flaw::NONE }>())
        .under(&policy())
        .then_due(Kind::TimeOut, later(Seconds::days(30)));
}

#[test]
#[should_panic(expected = "was executed at 2026-04-01 09:00:00 UTC and is still listed")]
fn deadline_that_does_not_go_away_breaks_the_story() {
    given(lamp::<{ flaw::ENDLESSLY_DUE }>())
        .under(&policy())
        .passing(Seconds::days(31));
}
