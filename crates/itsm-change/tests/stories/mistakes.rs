//! What simple tools get wrong about changes, each named after what goes wrong.

use crate::desk::{
    Case, assessment, at, bea, code, late, mia, no_birth, note, person, plans, policy_with,
    profile, reboot, sam_on_the_board, two_of_the_board, window_after, with_template,
};
use itsm_change::approval::{Answer, ApprovalRule, ApprovalStanding};
use itsm_change::command::{
    Assess, BackOut, CastVote, Close, Plan, RecordReview, RequestAuthorization, Reschedule,
    Schedule, SetMagnitude, StartImplementation, Submit,
};
use itsm_change::draft::DraftChangePolicy;
use itsm_change::event::ChangeEventKind as Event;
use itsm_change::kind::{ChangeType, Magnitude};
use itsm_change::plan::PlannedWindow;
use itsm_change::policy::ChangePolicy;
use itsm_change::state::ChangeStage;
use itsm_core::actor::Role;

#[test]
fn every_change_passes_a_board() {
    // Under the default policy one person with the authority is enough; under another one a peer.
    assert_eq!(Case::scheduled().change.votes().len(), 1);
    let policy = policy_with(|draft| {
        let peers = ApprovalRule::of_roles(code("peers"), [Role::SPECIALIST], 1);
        draft.approvals.insert("authority".into(), peers);
    });
    let peer = itsm_core::actor::Actor::person(person(4)).with(Role::SPECIALIST);
    let case = Case::under(policy)
        .documented()
        .after(RequestAuthorization::new())
        .by(peer)
        .after(CastVote::new(Answer::Approve));
    assert_eq!(case.stage(), ChangeStage::Scheduled);
}

#[test]
fn a_standard_change_still_needs_an_approval() {
    let case = Case::of(with_template(), reboot());
    let window = window_after(case.now);
    let case = case.after(Schedule::new(window)).after(Submit::new());
    assert_eq!(case.stage(), ChangeStage::Scheduled);
    // A policy in which it did would be none.
    let mut draft = DraftChangePolicy::default();
    let standard = draft.models.get_mut("standard").unwrap();
    standard.stages.insert(ChangeStage::Authorize);
    assert!(ChangePolicy::try_from(draft).is_err());
}

#[test]
fn an_emergency_needs_no_approval_and_no_record() {
    let case = Case::emergency();
    let refusal = case.refuses_in(StartImplementation::new(), &case.cx());
    assert_eq!(refusal.rule, "change.lifecycle.forbidden");
}

#[test]
fn an_emergency_is_what_somebody_was_late_with() {
    let hurry = profile(ChangeType::Emergency).emergency(late());
    let refusal = no_birth(&ChangePolicy::default(), hurry);
    assert_eq!(refusal.rule, "change.emergency.only_late");
}

#[test]
fn an_approval_survives_an_edit_of_the_dates() {
    let case = Case::scheduled();
    let other = window_after(at("2026-03-04T09:00:00Z"));
    let case = case.after(Reschedule::new(other, note("The supplier is late.")));
    assert_eq!(
        case.last(2),
        [Event::Rescheduled, Event::ApprovalsInvalidated]
    );
    assert_eq!(case.stage(), ChangeStage::Authorize);
    assert_eq!(case.change.standing_votes().count(), 0);
    let refusal = case.refuses_in(StartImplementation::new(), &case.cx());
    assert_eq!(refusal.rule, "change.lifecycle.forbidden");
}

#[test]
fn an_approval_survives_an_edit_of_plan_risk_or_magnitude() {
    let plan = Plan::new(plans().implementation(note("Something else.")));
    let risk = Assess::new(assessment().risk(note("All mail may be lost.")));
    let edited = [
        Case::scheduled().after(plan),
        Case::scheduled().after(risk),
        Case::scheduled().after(SetMagnitude::new(Magnitude::Major)),
    ];
    for case in edited {
        assert_eq!(case.stage(), ChangeStage::Authorize);
    }
}

#[test]
fn a_change_without_dates_is_authorized_for_any_time() {
    let case = Case::new()
        .after(crate::desk::scope(1))
        .after(Plan::new(plans()))
        .after(Submit::new())
        .after(Assess::new(assessment()));
    let refusal = case.refuses(RequestAuthorization::new());
    assert_eq!(refusal.missing, ["window"]);
}

#[test]
fn a_time_that_ends_when_it_begins_is_planned() {
    let nine = crate::desk::nine();
    let refusal = Case::new().refuses(Schedule::new(PlannedWindow::new(nine, nine)));
    assert_eq!(refusal.rule, "change.window.backwards");
    // The end does not belong to it: back to back is not together.
    let window = window_after(nine);
    assert!(window.contains(window.start));
    assert!(!window.contains(window.end));
}

#[test]
fn a_failed_change_is_never_closed_nor_counted() {
    let case = Case::implementing()
        .after(BackOut::new(note("It does not start.")))
        .after(RecordReview::new(note("The disk was full."), false))
        .after(Close::new(note("Another day.")));
    assert_eq!(case.stage(), ChangeStage::Closed);
    assert!(case.change.outcome().is_some());
}

#[test]
fn a_canceled_change_counts_as_failed() {
    let case = Case::implementing().after(itsm_change::command::Cancel::new(note("No.")));
    assert_eq!(case.change.outcome(), None);
}

#[test]
fn whoever_makes_a_change_approves_it() {
    let case = Case::asked().by(sam_on_the_board());
    assert_eq!(
        case.refuses(CastVote::new(Answer::Approve)).rule,
        "change.vote.own"
    );
}

#[test]
fn whoever_has_approved_a_change_makes_it() {
    use itsm_change::command::Assign;
    let assign = |who| Assign::new(crate::desk::group(1)).person(person(who));
    let case = Case::scheduled();
    let refusal = case.refuses_in(assign(1), &case.cx());
    assert_eq!(refusal.rule, "change.vote.own");
    assert_eq!(case.after(assign(4)).change.assignee(), Some(person(4)));
}

#[test]
fn one_approval_of_two_opens_the_way_because_the_state_is_not_gated_by_the_verdict() {
    let case = Case::under(two_of_the_board())
        .documented()
        .after(RequestAuthorization::new())
        .by(bea())
        .after(CastVote::new(Answer::Approve));
    assert_eq!(case.change.approval(), ApprovalStanding::Requested);
    let refusal = case.refuses(StartImplementation::new());
    assert_eq!(refusal.rule, "change.lifecycle.forbidden");
}

#[test]
fn an_early_approval_makes_all_later_rejections_ineffective() {
    let case = Case::under(two_of_the_board())
        .documented()
        .after(RequestAuthorization::new())
        .by(bea())
        .after(CastVote::new(Answer::Approve))
        .by(mia())
        .after(CastVote::new(Answer::Reject));
    assert_eq!(case.stage(), ChangeStage::New);
}

#[test]
fn a_rejected_change_is_lost_because_there_is_no_way_to_rework_it() {
    let case = Case::asked().after(CastVote::new(Answer::Reject));
    assert_eq!(case.stage(), ChangeStage::New);
    let case = case
        .after(Submit::new())
        .after(RequestAuthorization::new())
        .after(CastVote::new(Answer::Approve));
    assert_eq!(case.stage(), ChangeStage::Scheduled);
}

#[test]
fn backing_out_leaves_the_change_in_the_making() {
    let case = Case::implementing().after(BackOut::new(note("It does not start.")));
    assert_eq!(case.stage(), ChangeStage::Review);
}

#[test]
fn a_change_in_progress_was_never_approved() {
    // No road leads past those who are asked, whatever a model says.
    let mut draft = DraftChangePolicy::default();
    let normal = draft.models.get_mut("normal").unwrap();
    normal.stages.remove(&ChangeStage::Authorize);
    let faults = ChangePolicy::try_from(draft).unwrap_err();
    let path = "models.normal.stages.authorize";
    assert!(faults.iter().any(|it| it.path == path));
}

#[test]
fn a_sentinel_date_stands_for_no_date() {
    let case = Case::new();
    assert_eq!(case.change.window(), None);
    assert_eq!(case.change.started_at(), None);
    assert!(case.change.deadlines(&case.policy).is_empty());
}

#[test]
fn a_template_that_was_withdrawn_still_makes_changes() {
    let refusal = no_birth(&with_template(), reboot().template(code("old")));
    assert_eq!(refusal.rule, "change.template.inactive");
}
