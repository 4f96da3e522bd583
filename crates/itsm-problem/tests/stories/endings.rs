//! The ways in which a problem ends, and the way back.

use crate::desk::{
    Case, at, cause, change, comparison, days, incident, nine, note, pia, policy_with, proactive,
    resolve, sam, task, title, window,
};
use itsm_core::actor::{Actor, Role};
use itsm_core::id::PersonId;
use itsm_problem::Problem;
use itsm_problem::command::{
    AcceptRisk, AddCause, AddTask, BeginFix, Close, DoNotPursue, FlagMajor, LinkChange,
    LinkIncident, Reanalyze, RecordFixOutcome, RecordReview, RejectCause, Resolve, UnlinkChange,
    Verify,
};
use itsm_problem::event::ProblemEventKind;
use itsm_problem::fix::{FixOutcome, FixStanding};
use itsm_problem::known_error::DeactivationReason;
use itsm_problem::major::ReviewOnClose;
use itsm_problem::policy::ProblemPolicy;
use itsm_problem::state::{CancelReason, ProblemStage, ProblemState, Resolution, ResolutionCode};
use itsm_problem::task::{TaskKind, TaskState};
use itsm_problem::verification::{Comparison, Evidence};

fn kinds(case: &Case, last: usize) -> Vec<ProblemEventKind> {
    let mut kinds: Vec<_> = case.history.iter().map(|it| it.event.kind()).collect();
    kinds.drain(..kinds.len().saturating_sub(last));
    kinds
}

#[test]
fn a_problem_needs_no_incident_and_no_cause_and_may_never_end() {
    // Given a problem that was found before anybody suffered
    let case = Case::of(ProblemPolicy::default(), proactive()).confirmed();
    assert_eq!(case.problem.incidents().count(), 0);
    assert_eq!(case.problem.causes().count(), 0);
    // When years pass without a solution
    let case = case.wait_until(at("2036-03-02T09:00:00Z"));
    // Then it is as open as before, and nothing has ended it
    assert_eq!(case.problem.stage(), ProblemStage::RootCauseAnalysis);
    assert_eq!(case.problem.resolution_code(), None);
}

#[test]
fn several_causes_stand_beside_each_other_and_a_rejected_one_stays_to_be_read() {
    let case = Case::analyzing()
        .after(AddCause::new(cause("The queue is too small.")))
        .after(AddCause::new(cause("Nobody watches it.")))
        .after(AddCause::new(cause("The newsletter goes out at noon.")))
        .after(RejectCause::new(1_u32, note("It was never full.")));
    let standing: Vec<u32> = case.problem.causes().map(|it| it.number).collect();
    assert_eq!(standing, [2, 3]);
    assert_eq!(case.problem.stated_causes().len(), 3);
}

#[test]
fn a_fix_that_does_not_work_leads_back_to_where_solutions_are_made() {
    // Given a problem that was resolved at nine
    let case = Case::resolved().later(days(28));
    // When four incidents before the fix stand against three after it
    let case = case.after(Verify::new(comparison(nine(), 4, 3)));
    // Then the verification has failed, and the problem is being fixed again
    assert_eq!(kinds(&case, 1), [ProblemEventKind::VerificationFailed]);
    assert_eq!(case.problem.stage(), ProblemStage::FixInProgress);
    assert_eq!(case.problem.failed_fixes(), 1);
    // And the next fix is verified from its own beginning
    let case = case.after(resolve());
    let fixed = case.now;
    let case = case
        .later(days(28))
        .after(Verify::new(comparison(fixed, 4, 2)));
    assert!(case.problem.is_verified());
    assert_eq!(case.problem.stage(), ProblemStage::Resolved);
    assert_eq!(
        case.after(Close::new()).problem.stage(),
        ProblemStage::Closed
    );
}

#[test]
fn half_of_the_incidents_may_be_left_and_not_one_more() {
    for (before, after, passes) in [(4, 2, true), (5, 3, false), (0, 0, true), (0, 1, false)] {
        let counts = comparison(nine(), before, after);
        assert_eq!(counts.passes(50), passes, "{before} and {after}");
    }
    let none = comparison(nine(), u32::MAX, u32::MAX);
    assert!(none.passes(100) && !none.passes(99));
}

#[test]
fn a_longer_window_is_taken_too_as_long_as_both_are_of_one_length() {
    let counts = Comparison::new(
        window(at("2026-01-21T09:00:00Z"), days(40), 6),
        window(nine(), days(40), 0),
    );
    let case = Case::resolved()
        .later(days(40))
        .after(Verify::new(counts.clone()));
    let ProblemState::Resolved(Resolution::FixApplied(fix)) = case.problem.state() else {
        unreachable!()
    };
    assert_eq!(fix.verified, Some(Evidence::Compared(counts)));
}

#[test]
fn a_proactive_problem_is_watched_and_time_itself_verifies_it() {
    // Given a proactive problem that was fixed at nine
    let case = Case::of(ProblemPolicy::default(), proactive())
        .confirmed()
        .after(BeginFix::new())
        .after(resolve());
    // When four weeks pass without an incident
    let then = days(28).after(nine()).unwrap();
    let case = case.wait_until(then);
    // Then it is verified, and may be closed
    let ProblemState::Resolved(Resolution::FixApplied(fix)) = case.problem.state() else {
        unreachable!()
    };
    assert_eq!(fix.verified, Some(Evidence::Watched { until: then }));
    assert_eq!(
        case.after(Close::new()).problem.stage(),
        ProblemStage::Closed
    );
}

#[test]
fn an_incident_while_it_is_watched_makes_a_comparison_necessary() {
    let case = Case::of(ProblemPolicy::default(), proactive())
        .confirmed()
        .after(BeginFix::new())
        .after(resolve())
        .later(days(3))
        .after(LinkIncident::new(incident(1)))
        .wait_until(days(60).after(nine()).unwrap());
    assert!(!case.problem.is_verified());
    // Somebody is reminded that the verification is late, once.
    let reminded = case
        .history
        .iter()
        .filter(|it| it.event.kind() == ProblemEventKind::FellOverdue);
    assert_eq!(reminded.count(), 1);
    let case = case.after(Verify::new(comparison(nine(), 0, 1)));
    assert_eq!(case.problem.stage(), ProblemStage::FixInProgress);
}

#[test]
fn closing_ends_tasks_and_known_errors_with_the_problem() {
    let case = Case::known()
        .after(AddTask::new(
            task(7),
            TaskKind::General,
            title("Tell the supplier"),
        ))
        .after(BeginFix::new())
        .after(resolve())
        .later(days(28))
        .after(Verify::new(comparison(nine(), 4, 0)))
        .after(Close::new());
    let ended = [
        ProblemEventKind::TaskEnded,
        ProblemEventKind::KnownErrorDeactivated,
        ProblemEventKind::Closed,
    ];
    assert_eq!(kinds(&case, 3), ended);
    assert_eq!(case.problem.tasks()[0].state, TaskState::Canceled);
    let error = case.problem.known_errors().next().unwrap();
    let end = error.deactivated.as_ref().unwrap();
    assert_eq!(end.reason, DeactivationReason::PROBLEM_FIXED);
}

#[test]
fn a_risk_is_accepted_by_whoever_has_the_authority_and_history_says_who() {
    // Given a specialist who asks, and somebody who answers for service delivery and approves
    let rita = Actor::person(PersonId::from_key(9)).with(Role::SERVICE_DELIVERY_MANAGER);
    let mut case = Case::known().by(sam());
    let cx = case.cx();
    let cx = cx.approved_by(&rita);
    // When the risk is accepted
    let mut problem = case.problem.clone();
    problem
        .execute(AcceptRisk::new(note("The server goes in June.")), &cx)
        .unwrap();
    case.problem = problem;
    // Then the problem is closed on her authority, and stays a known error to be found
    let resolution = case.problem.state().resolution().unwrap();
    let Resolution::RiskAccepted(risk) = resolution else {
        unreachable!()
    };
    assert_eq!(
        (risk.authority, &risk.role),
        (PersonId::from_key(9), &Role::SERVICE_DELIVERY_MANAGER)
    );
    assert_eq!(case.problem.stage(), ProblemStage::Closed);
    assert!(case.problem.known_errors().next().unwrap().is_active());
}

#[test]
fn a_program_accepts_no_risk_whatever_its_roles() {
    let robot = Actor::automation(crate::desk::code("robot")).with(Role::PROBLEM_MANAGER);
    let refused = Case::analyzing()
        .by(robot)
        .refuses(AcceptRisk::new(note("Cheap.")));
    assert_eq!(refused.rule, "problem.risk.no_authority");
}

#[test]
fn a_problem_that_is_not_worth_the_effort_is_given_up_with_a_reason_and_stays_known() {
    let case = Case::known().after(DoNotPursue::new(note("The server goes in June.")));
    let ProblemState::Canceled(end) = case.problem.state() else {
        unreachable!()
    };
    assert_eq!(end.reason, CancelReason::NOT_PURSUED);
    assert_eq!(end.notes, Some(note("The server goes in June.")));
    assert_eq!(
        case.problem.resolution_code(),
        Some(ResolutionCode::Canceled)
    );
    assert!(case.problem.known_errors().next().unwrap().is_active());
}

#[test]
fn what_was_thought_to_be_the_end_is_analyzed_again_by_a_problem_manager() {
    let closed = || {
        Case::resolved()
            .later(days(28))
            .after(Verify::new(comparison(nine(), 4, 0)))
            .after(Close::new())
    };
    let given_up = || Case::analyzing().after(DoNotPursue::new(note("Too dear.")));
    for case in [Case::resolved(), closed(), given_up()] {
        let from = case.problem.stage();
        let case = case.after(Reanalyze::new(note("It came again.")));
        assert_eq!(
            case.problem.stage(),
            ProblemStage::RootCauseAnalysis,
            "{from}"
        );
        assert!(!case.problem.is_verified());
    }
}

#[test]
fn that_every_change_has_ended_is_said_and_canceled_is_not_fixed() {
    // Given two changes, one of which was canceled
    let case = Case::fixing()
        .after(LinkChange::new(change(1)))
        .after(LinkChange::new(change(2)))
        .after(RecordFixOutcome::new(change(1), FixOutcome::Canceled));
    assert_eq!(case.problem.fix_standing(), FixStanding::Pending);
    // When the other fails
    let case = case.after(RecordFixOutcome::new(change(2), FixOutcome::Failed));
    // Then all have ended, and nothing is fixed
    let said = [
        ProblemEventKind::FixOutcomeRecorded,
        ProblemEventKind::FixesEnded,
    ];
    assert_eq!(kinds(&case, 2), said);
    assert_eq!(case.problem.fix_standing(), FixStanding::NotFixed);
    let refused = case
        .problem
        .decide(&Resolve::new(note("Done."), true).into(), &case.cx());
    assert_eq!(
        refused.unwrap_err().rule(),
        "problem.resolve.change_required"
    );
    // And a third that is completed makes it so
    let case = case
        .after(LinkChange::new(change(3)))
        .after(RecordFixOutcome::new(change(3), FixOutcome::Completed));
    assert_eq!(case.problem.fix_standing(), FixStanding::Fixed);
    let case = case.after(Resolve::new(note("A bigger queue."), true));
    assert_eq!(case.problem.stage(), ProblemStage::Resolved);
}

#[test]
fn a_fix_needs_no_change_where_the_policy_says_so() {
    let policy = policy_with(|draft| draft.change_for_services = false);
    let case = Case::under(policy)
        .confirmed()
        .after(BeginFix::new())
        .after(Resolve::new(note("A bigger queue."), true));
    assert_eq!(case.problem.stage(), ProblemStage::Resolved);
}

#[test]
fn an_incident_of_the_very_instant_of_the_fix_does_not_speak_against_it() {
    let case = Case::of(ProblemPolicy::default(), proactive())
        .confirmed()
        .after(BeginFix::new())
        .after(resolve())
        .after(LinkIncident::new(incident(1)));
    assert!(
        case.wait_until(days(28).after(nine()).unwrap())
            .problem
            .is_verified()
    );
}

#[test]
fn what_is_watched_owes_no_comparison() {
    let case = Case::of(ProblemPolicy::default(), proactive())
        .confirmed()
        .after(BeginFix::new())
        .after(resolve());
    assert_eq!(case.problem.duties(&case.policy), []);
    // What led to incidents owes one.
    let case = Case::resolved();
    let due = days(35).after(nine()).unwrap();
    assert_eq!(case.problem.duties(&case.policy)[0].due, due);
}

#[test]
fn the_last_change_that_is_unlinked_ends_the_wait_too() {
    let case = Case::fixing()
        .after(LinkChange::new(change(1)))
        .after(LinkChange::new(change(2)))
        .after(RecordFixOutcome::new(change(1), FixOutcome::Completed))
        .after(UnlinkChange::new(change(2)));
    let said = [
        ProblemEventKind::ChangeUnlinked,
        ProblemEventKind::FixesEnded,
    ];
    assert_eq!(kinds(&case, 2), said);
}

#[test]
fn a_major_problem_is_closed_after_its_review_or_owes_it_afterwards() {
    let review = || RecordReview::new(note("It took too long."), vec![note("Watch the queues.")]);
    let major = |policy: ProblemPolicy| {
        Case::under(policy)
            .confirmed()
            .after(FlagMajor::new(note("All of Porto.")))
            .after(BeginFix::new())
            .after(resolve())
            .later(days(28))
            .after(Verify::new(comparison(nine(), 4, 0)))
    };
    let case = major(ProblemPolicy::default())
        .after(review())
        .after(Close::new());
    let lessons = &case.problem.review().unwrap().lessons;
    assert_eq!(lessons, &[note("Watch the queues.")]);
    // Where the policy allows it, it is closed first, and the review stays due.
    let allow = policy_with(|draft| draft.major.review_on_close = ReviewOnClose::Allow);
    let case = major(allow).after(Close::new());
    assert!(case.problem.is_overdue(case.now, &case.policy));
    let case = case.after(review());
    assert!(!case.problem.is_overdue(case.now, &case.policy));
}

#[test]
fn replay_gives_the_record_that_lived() {
    let case = Case::known()
        .after(BeginFix::new())
        .after(resolve())
        .later(days(28))
        .by(pia())
        .after(Verify::new(comparison(nine(), 4, 3)));
    assert_eq!(Problem::replay(&case.history).unwrap(), case.problem);
}
