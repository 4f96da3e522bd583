//! Rules about the ways in which a problem ends.

use crate::desk::{
    Case, at, change, comparison, days, incident, nine, note, original, policy_with, proactive,
    problem_id, resolve, sam, task, title, window,
};
use itsm_core::time::Seconds;
use itsm_problem::command::{
    Absorb, AcceptRisk, AddTask, BeginFix, Close, EndMonitoring, FlagMajor, LinkChange,
    LinkIncident, MarkDuplicate, Resolve, Verify,
};
use itsm_problem::merge::{DuplicateFacts, OriginalFacts};
use itsm_problem::policy::ProblemPolicy;
use itsm_problem::state::ProblemStage;
use itsm_problem::task::{OpenTasks, TaskKind};
use itsm_problem::verification::Comparison;
use itsm_testing::{
    proof::{Says as _, list},
    proofs,
};
use std::collections::BTreeSet;

fn watched() -> Case {
    Case::of(ProblemPolicy::default(), proactive())
        .confirmed()
        .after(BeginFix::new())
        .after(resolve())
}

fn verified() -> Case {
    Case::resolved()
        .later(days(28))
        .after(Verify::new(comparison(nine(), 4, 1)))
}

fn then() -> itsm_core::time::Instant {
    days(28).after(nine()).unwrap()
}

proofs! {
    problem_close_review_missing: "problem.close.review_missing" =>
        Case::resolved()
            .after(FlagMajor::new(note("All of Porto was without mail.")))
            .later(days(28))
            .after(Verify::new(comparison(nine(), 4, 1)))
            .refuses(Close::new());
    problem_close_tasks_open: "problem.close.tasks_open" => {
        let policy = policy_with(|draft| draft.tasks_on_close = OpenTasks::Refuse);
        Case::under(policy)
            .confirmed()
            .after(AddTask::new(task(7), TaskKind::General, title("Tell the supplier")))
            .after(BeginFix::new())
            .after(resolve())
            .later(days(28))
            .after(Verify::new(comparison(nine(), 4, 1)))
            .refuses(Close::new())
            .saying("tasks", vec![task(7).to_string()])
    };
    problem_close_unverified: "problem.close.unverified" => Case::resolved().refuses(Close::new());
    problem_duplicate_already: "problem.duplicate.already" => {
        let facts = || DuplicateFacts::new(problem_id(2), BTreeSet::new(), BTreeSet::new(), Vec::new());
        Case::new()
            .after(Absorb::new(facts()))
            .refuses(Absorb::new(facts()))
            .saying("problem", problem_id(2).to_string().as_str())
    };
    problem_duplicate_circle: "problem.duplicate.circle" =>
        Case::new()
            .refuses(MarkDuplicate::new(original(1)))
            .saying("original", problem_id(1).to_string().as_str());
    problem_duplicate_original_ended: "problem.duplicate.original_ended" => {
        let facts = OriginalFacts::new(problem_id(2), ProblemStage::Closed, Vec::new());
        Case::new()
            .refuses(MarkDuplicate::new(facts))
            .saying("original_state", "closed")
    };
    problem_duplicate_other_tenant: "problem.duplicate.other_tenant" =>
        Case::new().refuses(MarkDuplicate::new(
            original(2).tenant(itsm_core::id::TenantId::from_key(1)),
        ));
    problem_monitoring_disturbed: "problem.monitoring.disturbed" =>
        watched()
            .later(days(3))
            .after(LinkIncident::new(incident(1)))
            .later(days(30))
            .refuses(EndMonitoring::new());
    problem_monitoring_not_due: "problem.monitoring.not_due" =>
        watched()
            .later(Seconds(28 * 86_400 - 1))
            .refuses(EndMonitoring::new())
            .saying("due", then());
    problem_monitoring_over: "problem.monitoring.over" =>
        watched()
            .later(days(28))
            .after(EndMonitoring::new())
            .refuses(EndMonitoring::new());
    problem_monitoring_reactive: "problem.monitoring.reactive" =>
        Case::resolved().later(days(28)).refuses(EndMonitoring::new());
    problem_resolve_change_required: "problem.resolve.change_required" =>
        Case::fixing().refuses(Resolve::new(note("A bigger queue."), true));
    problem_resolve_fix_pending: "problem.resolve.fix_pending" =>
        Case::fixing()
            .after(LinkChange::new(change(7)))
            .refuses(resolve())
            .saying("changes", vec![change(7).to_string()]);
    problem_risk_no_authority: "problem.risk.no_authority" =>
        Case::analyzing()
            .by(sam())
            .refuses(AcceptRisk::new(note("It costs more than it hurts.")))
            .saying("roles", list(["problem_manager", "service_delivery_manager"]));
    problem_verify_no_fix: "problem.verify.no_fix" => {
        let policy = policy_with(|draft| {
            draft.risk_acceptance.ends = itsm_problem::ending::RiskEnd::Resolved;
        });
        Case::under(policy)
            .confirmed()
            .after(AcceptRisk::new(note("It costs more than it hurts.")))
            .later(days(28))
            .refuses(Verify::new(comparison(nine(), 4, 1)))
    };
    problem_verify_too_early: "problem.verify.too_early" =>
        Case::resolved()
            .later(Seconds(28 * 86_400 - 1))
            .refuses(Verify::new(comparison(nine(), 4, 1)))
            .saying("due", then());
    problem_verify_window_misplaced: "problem.verify.window_misplaced" => {
        // The window after the fix begins a second before it.
        let early = at("2026-03-02T08:59:59Z");
        let misplaced = Comparison::new(comparison(nine(), 4, 1).before, window(early, days(28), 1));
        Case::resolved()
            .later(days(28))
            .refuses(Verify::new(misplaced))
            .saying("window", "after")
            .saying("from", nine())
            .saying("until", then())
    };
    problem_verify_window_short: "problem.verify.window_short" => {
        let short = Comparison::new(
            window(at("2026-02-23T09:00:00Z"), days(7), 4),
            window(nine(), days(7), 1),
        );
        Case::resolved()
            .later(days(28))
            .refuses(Verify::new(short))
            .saying("length", days(7))
            .saying("window", days(28))
    };
    problem_verify_windows_unequal: "problem.verify.windows_unequal" => {
        let unequal = Comparison::new(comparison(nine(), 4, 1).before, window(nine(), days(30), 1));
        Case::resolved()
            .later(days(30))
            .refuses(Verify::new(unequal))
            .saying("before", days(28))
            .saying("after", days(30))
    };
}

#[test]
fn a_verified_fix_is_what_it_takes_to_close() {
    let case = verified().after(Close::new());
    assert_eq!(case.problem.stage(), ProblemStage::Closed);
}
