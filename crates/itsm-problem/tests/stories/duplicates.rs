//! Duplicates: one problem, several records.

use crate::desk::{
    Case, cause, declare, incident, original, pia, problem_id, profile, task, title,
};
use itsm_core::context::Context;
use itsm_core::id::ProblemId;
use itsm_problem::Problem;
use itsm_problem::command::{
    AddCause, AddTask, CompleteTask, LinkIncident, MarkDuplicate, ProblemCommand, Reanalyze,
};
use itsm_problem::known_error::DeactivationReason;
use itsm_problem::merge::{NoOriginal, TargetFacts, find_original, sync};
use itsm_problem::policy::ProblemPolicy;
use itsm_problem::state::{ProblemStage, ResolutionCode};
use itsm_problem::task::{TaskKind, TaskState};
use std::collections::BTreeMap;

/// Several problems of one desk.
struct Desk {
    policy: ProblemPolicy,
    problems: BTreeMap<ProblemId, Problem>,
}

impl Desk {
    fn with(count: u64) -> Self {
        let (policy, actor) = (ProblemPolicy::default(), pia());
        let cx = Context::new(crate::desk::nine(), &actor, &policy);
        let register = |key| {
            let incidents = [incident(key)];
            Problem::register(problem_id(key), profile(), incidents, &cx)
                .unwrap()
                .0
        };
        let problems = (1..=count).map(register).map(|it| (it.id(), it)).collect();
        Self { policy, problems }
    }

    fn execute(&mut self, key: ProblemId, command: impl Into<ProblemCommand>) {
        let actor = pia();
        let cx = Context::new(crate::desk::nine(), &actor, &self.policy);
        let events = self
            .problems
            .get_mut(&key)
            .unwrap()
            .execute(command, &cx)
            .unwrap();
        for event in &events {
            if let Some((id, command)) = sync(event) {
                self.execute(id, command);
            }
        }
    }

    /// Marks one problem as a duplicate of another, whatever became of that one.
    fn duplicate(&mut self, key: u64, of: u64) {
        let facts = find_original(problem_id(of), |id| {
            self.problems.get(&id).map(TargetFacts::from)
        });
        self.execute(problem_id(key), MarkDuplicate::new(facts.unwrap()));
    }

    fn at(&self, key: u64) -> &Problem {
        &self.problems[&problem_id(key)]
    }
}

#[test]
fn a_duplicate_gives_its_incidents_and_open_tasks_to_the_original() {
    // Given two records of one problem, one with an open task and one that is done
    let mut desk = Desk::with(2);
    for key in [1, 2] {
        desk.execute(
            problem_id(2),
            AddTask::new(
                task(key),
                TaskKind::RootCauseAnalysis,
                title("Read the logs"),
            ),
        );
    }
    desk.execute(problem_id(2), CompleteTask::new(task(2)));
    // When the second is found to be a duplicate of the first
    desk.duplicate(2, 1);
    // Then the first has both incidents and the open task
    let ids: Vec<_> = desk.at(1).incidents().map(|(id, _)| id).collect();
    assert_eq!(ids, [incident(1), incident(2)]);
    assert_eq!(desk.at(1).tasks().len(), 1);
    assert_eq!(desk.at(1).tasks()[0].id, task(1));
    // And the second ended, with nothing to be done
    let ended = desk.at(2);
    assert_eq!(ended.resolution_code(), Some(ResolutionCode::Duplicate));
    assert_eq!(ended.duplicate_of(), Some(problem_id(1)));
    assert_eq!(ended.incidents().count(), 0);
    let states: Vec<_> = ended.tasks().iter().map(|it| it.state).collect();
    assert_eq!(states, [TaskState::Moved, TaskState::Completed]);
}

#[test]
fn a_chain_of_duplicates_collapses_to_the_root() {
    // Given a problem with a duplicate
    let mut desk = Desk::with(4);
    desk.duplicate(2, 1);
    // When a third is said to be a duplicate of that duplicate
    desk.duplicate(3, 2);
    // Then it is one of the root
    assert_eq!(desk.at(3).duplicate_of(), Some(problem_id(1)));
    let known: Vec<_> = desk.at(1).duplicates().collect();
    assert_eq!(known, [problem_id(2), problem_id(3)]);
    // And when the root is found to be a duplicate itself, it brings all of them
    desk.duplicate(1, 4);
    let ids: Vec<_> = desk.at(4).incidents().map(|(id, _)| id).collect();
    assert_eq!(ids, [1, 2, 3, 4].map(incident));
    let known: Vec<_> = desk.at(4).duplicates().collect();
    assert_eq!(known, [1, 2, 3].map(problem_id));
}

#[test]
fn no_problem_becomes_a_duplicate_of_itself_by_way_of_others() {
    let mut desk = Desk::with(2);
    desk.duplicate(2, 1);
    // The end of the chain that begins at 2 is 1 itself.
    let look_up = |id: ProblemId| desk.problems.get(&id).map(TargetFacts::from);
    let facts = find_original(problem_id(2), look_up).unwrap();
    assert_eq!(facts.via, [problem_id(2)]);
    let (actor, policy) = (pia(), ProblemPolicy::default());
    let cx = Context::new(crate::desk::nine(), &actor, &policy);
    let refused = desk
        .at(1)
        .decide(&MarkDuplicate::new(facts).into(), &cx)
        .unwrap_err();
    assert_eq!(refused.rule(), "problem.duplicate.circle");
}

#[test]
fn a_circle_in_stored_data_is_found_and_does_not_go_on_for_ever() {
    let next = |id: ProblemId| TargetFacts {
        stage: ProblemStage::Canceled,
        duplicate_of: Some(if id == problem_id(1) {
            problem_id(2)
        } else {
            problem_id(1)
        }),
        tenant: None,
    };
    let found = find_original(problem_id(1), |id| Some(next(id)));
    assert_eq!(found, Err(NoOriginal::Circle(problem_id(1))));
    let found = find_original(problem_id(9), |_| None);
    assert_eq!(found, Err(NoOriginal::Unknown(problem_id(9))));
}

#[test]
fn the_known_errors_of_a_duplicate_are_superseded_and_can_still_be_found() {
    let case = Case::analyzing()
        .after(AddCause::new(cause("The queue is too small.")))
        .after(declare(1))
        .after(MarkDuplicate::new(original(2)));
    let error = case.problem.known_errors().next().unwrap();
    let end = error.deactivated.as_ref().unwrap();
    assert_eq!(end.reason, DeactivationReason::SUPERSEDED);
    assert!(!case.problem.is_known_error());
}

#[test]
fn a_duplicate_that_is_analyzed_again_may_become_one_again_or_the_original() {
    // Given a duplicate that was analyzed again, and got another incident
    let again = |desk: &mut Desk| {
        desk.duplicate(2, 1);
        let reason = crate::desk::note("Another server.");
        desk.execute(problem_id(2), Reanalyze::new(reason));
        desk.execute(problem_id(2), LinkIncident::new(incident(9)));
    };
    // When it is a duplicate after all, the incident goes to the original too
    let mut desk = Desk::with(2);
    again(&mut desk);
    desk.duplicate(2, 1);
    let ids: Vec<_> = desk.at(1).incidents().map(|(id, _)| id).collect();
    assert_eq!(ids, [1, 2, 9].map(incident));
    // And when it is the other way round, all go to the one that was analyzed again
    let mut desk = Desk::with(2);
    again(&mut desk);
    desk.duplicate(1, 2);
    let ids: Vec<_> = desk.at(2).incidents().map(|(id, _)| id).collect();
    assert_eq!(ids, [1, 2, 9].map(incident));
    let known: Vec<_> = desk.at(2).duplicates().collect();
    assert_eq!(known, [problem_id(1)]);
}

#[test]
fn a_duplicate_that_was_none_is_analyzed_again() {
    let case = Case::new()
        .after(LinkIncident::new(incident(1)))
        .after(MarkDuplicate::new(original(2)))
        .after(Reanalyze::new(crate::desk::note("Another server.")));
    assert_eq!(case.problem.stage(), ProblemStage::RootCauseAnalysis);
    assert_eq!(case.problem.duplicate_of(), None);
}
