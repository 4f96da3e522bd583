//! Each type of change through its life.

use crate::desk::{
    Case, bea, code, days, emergency, group, hours, mia, note, outage, person, policy_with,
    profile, reboot, sam, scope, window_after, with_template,
};
use itsm_change::approval::{Answer, ApprovalStanding};
use itsm_change::command::{
    Assess, CastVote, Close, Plan, RecordApproval, RecordOutcome, RecordReview, Retype, Revert,
    Schedule, SetScope, StartImplementation, Submit,
};
use itsm_change::event::ChangeEventKind;
use itsm_change::kind::ChangeType;
use itsm_change::model::Fact;
use itsm_change::outcome::{Outcome, OutcomeCode};
use itsm_change::policy::ChangePolicy;
use itsm_change::state::ChangeStage::{
    Assess as Assessing, Authorize, Closed, Implement, New, Review, Scheduled,
};
use itsm_core::actor::Role;
use itsm_core::id::ServiceId;
use std::collections::BTreeSet;

#[test]
fn a_normal_change_is_assessed_authorized_scheduled_made_reviewed_and_closed() {
    let case = Case::reviewing().after(Close::new(note("The queue has room.")));
    assert_eq!(
        case.road(),
        [
            New, Assessing, Authorize, Scheduled, Implement, Review, Closed
        ]
    );
}

#[test]
fn a_standard_change_is_scheduled_at_once_and_asks_nobody() {
    let case = Case::of(with_template(), reboot());
    // What its template says is there without being written again.
    assert_eq!(case.change.group(), Some(group(7)));
    assert!(case.change.has(Fact::ImplementationPlan));
    assert_eq!(case.change.template().unwrap().version, 3);
    let window = window_after(case.now);
    let case = case
        .after(Schedule::new(window))
        .after(Submit::new())
        .later(hours(2))
        .after(StartImplementation::new())
        .after(crate::desk::done())
        .after(Close::new(note("It runs.")));
    assert_eq!(case.road(), [New, Scheduled, Implement, Review, Closed]);
    assert!(case.change.votes().is_empty());
}

#[test]
fn an_emergency_is_authorized_at_once_made_and_documented_afterwards() {
    // Given an emergency that was approved by telephone an hour ago
    let case = Case::of(ChangePolicy::default(), emergency()).after(Submit::new());
    assert_eq!(case.stage(), Authorize);
    let an_hour_ago = crate::desk::at("2026-03-02T08:00:00Z");
    let telephone = RecordApproval::new(
        person(5),
        Answer::Approve,
        an_hour_ago,
        note("By telephone."),
    )
    .role(Role::IT_SERVICE_MANAGER);
    let case = case.by(sam()).after(telephone);
    // Then both times are kept
    let vote = &case.change.votes()[0];
    assert_eq!((vote.given_at, vote.recorded_at), (an_hour_ago, case.now));
    // When it was made
    let case = case
        .after(StartImplementation::new())
        .after(SetScope::new(
            BTreeSet::from([crate::desk::ci(1)]),
            BTreeSet::<ServiceId>::new(),
        ))
        .later(hours(1))
        .after(crate::desk::done());
    // Then it is reviewed and documented before it is closed
    let close = || Close::new(note("Mail is back."));
    let refusal = case.refuses_in(close(), &case.cx());
    assert_eq!(refusal.rule, "change.close.review_missing");
    let case = case.after(RecordReview::new(note("It was the disk."), true));
    let refusal = case.refuses_in(close(), &case.cx());
    assert_eq!(refusal.rule, "change.facts.missing");
    assert_eq!(
        refusal.missing,
        [
            "justification",
            "risk",
            "implementation_plan",
            "back_out_plan"
        ]
    );
    let why = itsm_change::command::Describe::new().justification(note("No mail at all."));
    let case = case
        .after(why)
        .after(Plan::new(crate::desk::plans()))
        .after(Assess::new(crate::desk::assessment()))
        .after(close());
    assert_eq!(
        case.road(),
        [New, Authorize, Scheduled, Implement, Review, Closed]
    );
}

#[test]
fn an_unauthorized_change_is_looked_at_and_reviewed_whatever_those_say_who_are_asked() {
    let made = crate::desk::at("2026-03-01T22:00:00Z");
    for (answer, authorized) in [(Answer::Approve, true), (Answer::Reject, false)] {
        let found = profile(ChangeType::Unauthorized).made_at(made);
        let case = Case::of(ChangePolicy::default(), found)
            .after(Submit::new())
            .after(CastVote::new(answer));
        assert_eq!(case.road(), [New, Authorize, Review]);
        assert_eq!(case.change.finished_at(), Some(made));
        let standing = case.change.approval();
        assert_eq!(standing == ApprovalStanding::Approved, authorized);
        // It is closed with what came of it, and after a review.
        let outcome = Outcome::new(OutcomeCode::SuccessfulWithIssues, false);
        let case = case
            .after(RecordOutcome::new(outcome))
            .after(RecordReview::new(note("Nobody had asked."), false))
            .after(Close::new(note("Talked it over.")));
        assert_eq!(case.stage(), Closed);
    }
}

#[test]
fn what_a_supplier_controls_is_registered_and_goes_straight_to_its_review() {
    let case = Case::of(ChangePolicy::default(), profile(ChangeType::Registration))
        .after(Submit::new())
        .after(RecordOutcome::new(Outcome::new(
            OutcomeCode::Successful,
            false,
        )))
        .after(Close::new(note("They say it went well.")));
    assert_eq!(case.road(), [New, Review, Closed]);
}

#[test]
fn the_type_is_another_only_as_long_as_a_change_is_new() {
    let case = Case::new().after(Retype::new(ChangeType::Emergency).emergency(outage()));
    assert_eq!(case.change.kind(), ChangeType::Emergency);
    let case = case.after(Submit::new());
    let refusal = case.refuses_in(Retype::new(ChangeType::Normal), &case.cx());
    assert_eq!(refusal.rule, "change.lifecycle.forbidden");
    // Taken back, it is new again: nobody's approval is asked for any more.
    let case = case
        .after(Revert::new(note("It can wait.")))
        .after(Retype::new(ChangeType::Normal));
    assert_eq!(case.change.kind(), ChangeType::Normal);
    assert_eq!(case.change.approval(), ApprovalStanding::NotAsked);
}

#[test]
fn a_change_that_becomes_a_standard_one_is_as_its_template_says() {
    let case = Case::under(with_template())
        .after(Retype::new(ChangeType::Standard).template(code("reboot")));
    assert_eq!(case.change.group(), Some(group(7)));
    let plan = case.change.plans().implementation.as_ref().unwrap();
    assert_eq!(plan.as_str(), "Press the button.");
    let refusal = case.refuses_in(Plan::new(crate::desk::plans()), &case.cx());
    assert_eq!(refusal.rule, "change.template.locked");
    // And is free again when it is no standard change any more.
    let case = case
        .after(Retype::new(ChangeType::Normal))
        .after(Plan::new(crate::desk::plans()));
    assert!(case.change.template().is_none());
}

#[test]
fn a_model_chooses_the_states_that_its_changes_pass() {
    let policy = policy_with(|draft| {
        let mut peer = draft.models["normal"].clone();
        peer.stages.remove(&Assessing);
        peer.required.clear();
        draft.models.insert("peer".into(), peer);
    });
    let case = Case::of(policy, profile(ChangeType::Normal).model(code("peer")))
        .after(Submit::new())
        .by(bea())
        .after(CastVote::new(Answer::Approve));
    assert_eq!(case.road(), [New, Authorize, Scheduled]);
}

#[test]
fn a_model_is_kept_as_it_was_when_the_change_was_submitted() {
    // Given a change on its way
    let case = Case::assessed();
    let used = case.change.model_used().unwrap().clone();
    assert_eq!(used.name.as_str(), "normal");
    // When a policy with another version of the model is adopted
    let other = policy_with(|draft| {
        draft.version = 2;
        let normal = draft.models.get_mut("normal").unwrap();
        normal.version = 2;
        normal.required.clear();
    });
    let mut change = case.change.clone();
    let cx = case.cx().with(&other);
    change
        .execute(itsm_change::command::AdoptPolicy::new(), &cx)
        .unwrap();
    // Then it goes on by the model that it was submitted under
    assert_eq!(change.model_used(), Some(&used));
    assert_eq!(change.policy(), other.of());
}

#[test]
fn the_scope_is_edited_where_the_model_opens_it() {
    let policy = policy_with(|draft| {
        let normal = draft.models.get_mut("normal").unwrap();
        normal.scope_open = [Assessing].into();
    });
    let case = Case::under(policy).documented().after(scope(2));
    assert_eq!(case.change.cis().collect::<Vec<_>>(), [crate::desk::ci(2)]);
    let case = case
        .after(itsm_change::command::RequestAuthorization::new())
        .later(days(1));
    let refusal = case.by(mia()).refuses(scope(3));
    assert_eq!(refusal.rule, "change.scope.locked");
}

#[test]
fn a_change_that_was_taken_back_leaves_a_trace_of_why() {
    let case = Case::asked().after(Revert::new(note("The plan lacks a test.")));
    assert_eq!(case.last(1), [ChangeEventKind::Reverted]);
    assert_eq!(case.change.log()[0].note.as_str(), "The plan lacks a test.");
}
