//! Analyses that are kept with a problem.

use crate::{note, samples};
use itsm_core::actor::{Actor, Role};
use itsm_core::context::Context;
use itsm_core::id::{PersonId, ProblemId};
use itsm_core::level::{Impact, Urgency};
use itsm_core::text::Title;
use itsm_problem::cause_analysis::CauseAnalysis;
use itsm_problem::command::{AttachAnalysis, BeginAssessment, Redact};
use itsm_problem::policy::ProblemPolicy;
use itsm_problem::profile::{Identification, Origin, ProblemProfile, ProblemSource};
use itsm_problem::redaction::{RedactedText, redact_history};
use itsm_problem::{Problem, RecordedProblemEvent};

/// A problem that has every analysis, and its history.
fn analyzed(cx: &Context<'_, ProblemPolicy>) -> (Problem, Vec<RecordedProblemEvent>) {
    let profile = ProblemProfile::new(
        Title::new("No orders").unwrap(),
        Origin::new(Identification::Reactive, ProblemSource::RECURRENCE),
        Impact::new("High").unwrap(),
        Urgency::new("High").unwrap(),
    );
    let (mut problem, born) = Problem::register(ProblemId::from_key(1), profile, [], cx).unwrap();
    let mut history = vec![born];
    history.extend(problem.execute(BeginAssessment::new(), cx).unwrap());
    for it in samples::all() {
        let attach = it.attached(note("What it says")).unwrap();
        history.extend(problem.execute(attach, cx).unwrap());
    }
    (problem, history)
}

#[test]
fn every_analysis_is_kept_whole_and_its_causes_are_stated() {
    let policy = ProblemPolicy::default();
    let pia = pia();
    let cx = context(&pia, &policy);
    let (problem, history) = analyzed(&cx);
    let kept: Vec<CauseAnalysis> = problem
        .analyses()
        .iter()
        .filter_map(|it| it.working.as_deref().cloned())
        .collect();
    assert_eq!(kept, samples::all());
    let found = samples::all()
        .into_iter()
        .flat_map(|it| it.causes().unwrap());
    let stated = problem.causes().map(|it| it.cause.clone());
    assert_eq!(stated.collect::<Vec<_>>(), found.collect::<Vec<_>>());
    for it in problem.analyses() {
        let of = it.working.as_ref().unwrap();
        assert_eq!(it.method, of.method());
        assert_eq!(it.causes.len(), of.causes().unwrap().len());
    }
    // A history that was written down and read tells of the same problem.
    let json = serde_json::to_string(&history).unwrap();
    let read: Vec<RecordedProblemEvent> = serde_json::from_str(&json).unwrap();
    assert_eq!(Problem::replay(&read).unwrap(), problem);
}

#[test]
fn what_was_taken_out_of_an_analysis_leaves_one_that_can_be_read() {
    let policy = ProblemPolicy::default();
    let pia = pia();
    let cx = context(&pia, &policy);
    let (mut problem, mut history) = analyzed(&cx);
    let redact = Redact::new(RedactedText::All, note("A name was in it"));
    history.extend(problem.execute(redact, &cx).unwrap());
    assert!(redact_history(&mut history) > 0);
    let json = serde_json::to_string(&history).unwrap();
    assert!(!json.contains("orders"), "{json}");
    let read: Vec<RecordedProblemEvent> = serde_json::from_str(&json).unwrap();
    assert_eq!(Problem::replay(&read).unwrap(), problem);
    assert_eq!(problem.analyses().len(), samples::all().len());
}

#[test]
fn summary_and_causes_may_come_without_the_analysis() {
    let policy = ProblemPolicy::default();
    let pia = pia();
    let cx = context(&pia, &policy);
    let (mut problem, _) = analyzed(&cx);
    let method = samples::all()[0].method();
    let by_hand = AttachAnalysis::new(method, note("On the whiteboard"), vec![]);
    problem.execute(by_hand, &cx).unwrap();
    assert_eq!(problem.analyses().last().unwrap().working, None);
}

fn pia() -> Actor {
    Actor::person(PersonId::from_key(1)).with(Role::PROBLEM_MANAGER)
}

fn context<'a>(pia: &'a Actor, policy: &'a ProblemPolicy) -> Context<'a, ProblemPolicy> {
    Context::new("2026-03-02T09:00:00Z".parse().unwrap(), pia, policy)
}
