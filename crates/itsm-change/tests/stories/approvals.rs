//! Approval: rounds, rejections, edits and answers that come too late.

use crate::desk::{Case, assessment, bea, mia, note, policy_with, two_of_the_board, window_after};
use itsm_change::approval::{Answer, ApprovalRule, ApprovalStanding, OnRejection};
use itsm_change::command::{Assess, Cancel, CastVote, Describe, RequestAuthorization, Revert};
use itsm_change::event::ChangeEventKind as Event;
use itsm_change::state::ChangeStage;

fn two() -> Case {
    Case::under(two_of_the_board())
        .documented()
        .after(RequestAuthorization::new())
}

fn approve() -> CastVote {
    CastVote::new(Answer::Approve)
}

#[test]
fn two_have_to_approve_and_the_same_one_twice_is_one() {
    let case = two().by(mia()).after(approve()).after(approve());
    assert_eq!(case.change.approval(), ApprovalStanding::Requested);
    let case = case.by(bea()).after(approve());
    assert_eq!(case.last(2), [Event::VoteCast, Event::Authorized]);
    assert_eq!(case.stage(), ChangeStage::Scheduled);
}

#[test]
fn whoever_changes_their_mind_before_the_decision_is_counted_by_the_last_answer() {
    let case = two().by(mia()).after(approve());
    let case = case.after(CastVote::new(Answer::Reject).comment(note("Not in March.")));
    assert_eq!(case.last(2), [Event::VoteCast, Event::Rejected]);
    assert_eq!(case.stage(), ChangeStage::New);
}

#[test]
fn an_abstention_neither_approves_nor_rejects() {
    let case = two().by(mia()).after(CastVote::new(Answer::Abstain));
    assert_eq!(case.change.approval(), ApprovalStanding::Requested);
    let case = case.by(bea()).after(approve());
    assert_eq!(case.change.approval(), ApprovalStanding::Requested);
    let case = case.by(mia()).after(approve());
    assert_eq!(case.stage(), ChangeStage::Scheduled);
}

#[test]
fn a_rejection_sends_it_back_and_late_answers_decide_nothing() {
    let case = two().by(mia()).after(CastVote::new(Answer::Reject));
    assert_eq!(case.stage(), ChangeStage::New);
    // Bea answers after the decision: it is kept, and decides nothing.
    let case = case.by(bea()).after(approve());
    assert!(case.change.votes()[1].late);
    assert_eq!(case.change.standing_votes().count(), 1);
    assert_eq!(case.stage(), ChangeStage::New);
    // Asked again, everybody starts anew.
    let case = case
        .by(mia())
        .after(itsm_change::command::Submit::new())
        .after(RequestAuthorization::new());
    assert_eq!(case.change.standing_votes().count(), 0);
    let case = case.after(approve()).by(bea()).after(approve());
    assert_eq!(case.stage(), ChangeStage::Scheduled);
}

#[test]
fn a_policy_may_end_what_was_rejected() {
    let policy = policy_with(|draft| draft.on_rejection = OnRejection::Cancel);
    let case = Case::under(policy)
        .documented()
        .after(RequestAuthorization::new())
        .after(CastVote::new(Answer::Reject).comment(note("Not in March.")));
    assert_eq!(case.stage(), ChangeStage::Canceled);
    let refusal = case.refuses(Cancel::new(note("Again.")));
    assert_eq!(refusal.rule, "change.lifecycle.forbidden");
}

#[test]
fn an_edit_while_some_have_answered_begins_another_round() {
    let case = two().by(mia()).after(approve());
    let better = assessment().risk(note("The disk may be full."));
    let case = case.after(Assess::new(better));
    assert_eq!(case.last(2), [Event::Assessed, Event::ApprovalsInvalidated]);
    // Bea alone does not make two.
    let case = case.by(bea()).after(approve());
    assert_eq!(case.stage(), ChangeStage::Authorize);
}

#[test]
fn a_better_title_is_no_other_change() {
    let case = two()
        .by(mia())
        .after(approve())
        .after(Describe::new().title(crate::desk::title("A queue twice as big")));
    assert_eq!(case.change.standing_votes().count(), 1);
}

#[test]
fn taken_back_nothing_that_was_approved_counts_any_longer() {
    let case = two()
        .by(mia())
        .after(approve())
        .after(Revert::new(note("The plan lacks a test.")))
        .after(itsm_change::command::Submit::new())
        .after(RequestAuthorization::new())
        .by(bea())
        .after(approve());
    assert_eq!(case.stage(), ChangeStage::Authorize);
}

#[test]
fn a_rule_that_needs_nobody_authorizes_at_once() {
    let policy = policy_with(|draft| {
        draft
            .approvals
            .insert("authority".into(), ApprovalRule::new(vec![]));
    });
    let case = Case::under(policy)
        .documented()
        .after(RequestAuthorization::new());
    assert_eq!(
        case.last(2),
        [Event::AuthorizationRequested, Event::Authorized]
    );
    // And nobody's approval is voided by an edit.
    let later = itsm_change::command::Reschedule::new(
        window_after(crate::desk::at("2026-03-04T09:00:00Z")),
        note("Later."),
    );
    let case = case.after(later);
    assert_eq!(case.stage(), ChangeStage::Scheduled);
}
