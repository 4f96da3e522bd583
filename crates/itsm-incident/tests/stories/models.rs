//! Models: what has happened before is handled as it was handled well before.

use crate::desk::{Case, ana, busy, busy_but, code, label, nine_and, profile, registered};
use itsm_core::actor::{Actor, Role};
use itsm_core::rule_table::Decision;
use itsm_core::time::Seconds;
use itsm_incident::Incident;
use itsm_incident::command::{
    AdoptPolicy, ApplyModel, CompleteStep, IncidentCommandKind, NoteOverdue,
};
use itsm_incident::duty::Duty;
use itsm_incident::event::FellOverdue;
use itsm_incident::model::suggest;
use itsm_incident::policy::IncidentPolicy;
use itsm_incident::profile::Category;
use itsm_incident::trigger::TriggerFacts;
use itsm_testing::given;

fn line_down(policy: &IncidentPolicy) -> Incident {
    registered(
        1,
        profile().category(Category::new(label("Network"))),
        policy,
    )
}

fn specialist() -> Actor {
    ana().with(Role::SPECIALIST)
}

fn step(id: &str) -> CompleteStep {
    CompleteStep::new(code(id))
}

fn next(incident: &Incident) -> Vec<&str> {
    let model = incident.model().unwrap();
    model
        .next_steps()
        .iter()
        .map(|(it, _)| it.id.as_str())
        .collect()
}

#[test]
fn model_is_suggested_by_its_criteria_and_says_why() {
    let policy = busy();
    let facts = TriggerFacts::default();
    let Decision::Matched(because) = suggest(&line_down(&policy), facts, &policy) else {
        panic!("a line is down")
    };
    assert_eq!(because.rule.as_str(), "wan");
    assert_eq!(because.outcome.title, label("Line down"));
    let plain = registered(1, profile(), &policy);
    let Decision::Matched(because) = suggest(&plain, facts, &policy) else {
        panic!("the last model is for anything")
    };
    assert_eq!(because.rule.as_str(), "anything");
    assert_eq!(because.undecided.len(), 1, "it might be the network");
}

#[test]
fn steps_in_order_come_one_after_the_other() {
    let policy = busy();
    let story = given(line_down(&policy))
        .under(&policy)
        .by(&specialist())
        .when(ApplyModel::new(code("wan")))
        .then_state("at the first step", |it| next(it) == ["look"])
        .when(step("cable"))
        .then_refused_by("incident.model.step_out_of_order")
        .when(step("look"))
        .when(step("cable"))
        .when(step("call"))
        .then_state("through", |it| next(it).is_empty())
        .when(step("call"))
        .then_refused_by("incident.model.step_not_open");
    let done = |it: &itsm_incident::model::StepUse| it.done_at.is_some();
    assert!(story.record().model().unwrap().steps.iter().all(done));
}

#[test]
fn steps_without_an_order_come_as_they_come() {
    given(registered(1, profile(), &busy()))
        .under(&busy())
        .by(&ana())
        .when(ApplyModel::new(code("anything")))
        .then_state("open in all places", |it| next(it) == ["look", "ask"])
        .when(step("ask"))
        .when(step("dance"))
        .then_refused_by("incident.model.step_not_open")
        .then_state("at the other", |it| next(it) == ["look"]);
}

#[test]
fn late_step_is_a_deadline_and_calls_upon_somebody_once() {
    let look = || Duty::Step { step: code("look") };
    let quarter = nine_and(Seconds::minutes(15));
    given(line_down(&busy()))
        .under(&busy())
        .by(&ana())
        .when(ApplyModel::new(code("wan")))
        .then_due(IncidentCommandKind::NoteOverdue, quarter)
        .passing(Seconds::hours(1))
        .then_events([FellOverdue::new(look(), nine_and(Seconds(0)), quarter)
            .escalated_to(Role::INCIDENT_MANAGER)
            .into()])
        .then_state("escalated once", |it| {
            it.counters().hierarchical_escalations == 1
        })
        .when(NoteOverdue::new(look()))
        .then_refused_by("incident.duty.not_overdue")
        // The time for the next step is counted from when this one was done.
        .when(step("look"))
        .then_due(
            IncidentCommandKind::NoteOverdue,
            nine_and(Seconds::hours(2)),
        );
}

#[test]
fn model_in_use_is_what_it_was_whatever_the_policy_becomes() {
    let next_version = busy_but(|draft| {
        draft.version = 2;
        draft.models.rules.clear();
    });
    let case = Case::of(line_down(&busy()), busy())
        .done(ApplyModel::new(code("wan")))
        .now_under(next_version)
        .done(AdoptPolicy::new())
        .done(step("look"));
    assert_eq!(next(&case.incident), ["cable"]);
    let again = case.refusal(ApplyModel::new(code("wan")));
    assert_eq!(again.rule, "incident.model.unknown");
}

#[test]
fn model_that_is_in_use_is_not_taken_up_again() {
    let case = Case::of(line_down(&busy()), busy()).done(ApplyModel::new(code("wan")));
    let again = case.refusal(ApplyModel::new(code("wan")));
    assert_eq!(again.rule, "incident.nothing_to_change");
    let other = case.done(ApplyModel::new(code("anything")));
    assert_eq!(next(&other.incident), ["look", "ask"]);
}
