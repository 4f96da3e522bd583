//! What time brings: signs of life, and nothing that solves a problem.

use crate::desk::{Case, at, days, incident, nine, note, policy_with, title};
use itsm_core::context::Context;
use itsm_core::time::Seconds;
use itsm_problem::command::{
    AddNote, ApplyModel, CompleteStep, CountWorkaround, Describe, LinkIncident, RecordWorkaround,
    Redact,
};
use itsm_problem::duty::Duty;
use itsm_problem::event::{ProblemEvent, ProblemEventKind};
use itsm_problem::model::{ModelStep, ProblemModel};
use itsm_problem::redaction::{RedactedText, redact_history};
use itsm_problem::state::ProblemStage;
use itsm_problem::workaround::WorkaroundUse;
use itsm_problem::{Adopt, Problem};

#[test]
fn a_problem_without_a_sign_of_life_is_noticed_once_and_again_after_the_next_one() {
    // Given a problem that nobody looks at for a week
    let case = Case::new();
    let week = days(7).after(nine()).unwrap();
    assert_eq!(case.problem.deadlines(&case.policy)[0].at, week);
    // When a month passes
    let case = case.wait_until(days(30).after(nine()).unwrap());
    // Then that is noted, once, as of when it was due
    let [.., last] = &case.history[..] else {
        unreachable!()
    };
    let ProblemEvent::FellOverdue(late) = &last.event else {
        unreachable!()
    };
    assert_eq!((late.duty, late.due), (Duty::Attention {}, week));
    assert_eq!(case.problem.deadlines(&case.policy), []);
    // And a sign of life begins another week
    let case = case.after(AddNote::new(note("The supplier was asked.")));
    let next = days(37).after(nine()).unwrap();
    assert_eq!(case.problem.deadlines(&case.policy)[0].at, next);
}

#[test]
fn one_more_incident_and_one_more_use_of_a_workaround_are_no_signs_of_life() {
    let case = Case::new().after(RecordWorkaround::new(crate::desk::workaround("Restart")));
    let due = case.problem.deadlines(&case.policy)[0].at;
    let case = case
        .later(days(3))
        .after(LinkIncident::new(incident(1)))
        .after(CountWorkaround::new(1_u32, WorkaroundUse::Worked));
    assert_eq!(case.problem.deadlines(&case.policy)[0].at, due);
}

#[test]
fn a_state_that_the_policy_does_not_name_bears_silence_for_ever() {
    let policy = policy_with(|draft| {
        draft.inactivity.remove(&ProblemStage::New);
    });
    let case = Case::under(policy);
    assert_eq!(case.problem.deadlines(&case.policy), []);
}

#[test]
fn a_deadline_that_nobody_polled_is_late_and_not_lost() {
    let case = Case::new();
    let deadline = case.problem.deadlines(&case.policy).remove(0);
    let late = days(100).after(nine()).unwrap();
    let cx = Context::new(late, &case.actor, &case.policy);
    let mut problem = case.problem.clone();
    let events = problem.execute(deadline.command, &cx).unwrap();
    assert_eq!(events[0].event.kind(), ProblemEventKind::FellOverdue);
    assert_eq!(events[0].at, late);
}

#[test]
fn a_problem_is_investigated_by_the_steps_of_its_model_as_they_were() {
    let step = |name, text| ModelStep::new(crate::desk::code(name), title(text));
    let steps = vec![step("measure", "Measure"), step("forecast", "Forecast")];
    let model = ProblemModel::new(title("Something runs full"), steps, Vec::new());
    let policy = policy_with(|draft| {
        draft.models.insert("capacity".into(), model);
    });
    let case = Case::under(policy)
        .after(ApplyModel::new(crate::desk::code("capacity")))
        .later(Seconds::hours(1))
        .after(CompleteStep::new(crate::desk::code("measure")));
    let used = case.problem.model().unwrap();
    let done: Vec<bool> = used.steps.iter().map(|it| it.done.is_some()).collect();
    assert_eq!(done, [true, false]);
}

#[test]
fn a_text_is_taken_out_of_the_record_and_of_its_history() {
    let case = Case::new()
        .after(Describe::new().description(note("Mr. Silva says it is the queue.")))
        .after(Redact::new(
            RedactedText::All,
            note("Mr. Silva asked for it."),
        ));
    assert_eq!(case.problem.title().as_str(), "[redacted]");
    assert_eq!(case.problem.redactions().len(), 1);
    let mut history = case.history.clone();
    assert!(redact_history(&mut history) > 0);
    assert!(!format!("{history:?}").contains("Silva says"));
    assert_eq!(Problem::replay(&history).unwrap(), case.problem);
    assert_eq!(redact_history(&mut history), 0);
}

#[test]
fn a_problem_is_taken_over_in_the_middle_of_its_life() {
    let case = Case::new();
    let cx = case.cx();
    let state = itsm_problem::state::ProblemState::FixInProgress;
    let as_of = at("2026-03-01T09:00:00Z");
    let adopt = Adopt::new(crate::desk::profile(), state, as_of)
        .registered_at(at("2025-11-01T09:00:00Z"))
        .causes(vec![crate::desk::cause("The queue is too small.")]);
    let (problem, event) = Problem::adopt(crate::desk::problem_id(7), adopt, &cx).unwrap();
    assert_eq!(problem.stage(), ProblemStage::FixInProgress);
    assert_eq!(problem.causes().count(), 1);
    assert_eq!(problem.registered_at().0, at("2025-11-01T09:00:00Z"));
    assert_eq!(Problem::replay([&event]).unwrap(), problem);
}
