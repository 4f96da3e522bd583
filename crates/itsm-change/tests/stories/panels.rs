//! Panels in the record: stages, appointed members, deputies, silence, and what exactly was approved.

use crate::desk::{
    Case, at, bea, code, days, group, hours, lets, members, mia, nine, note, person, plain,
    policy_with, three_stages, title, two_of_the_board,
};
use itsm_change::approval::{Answer, ApprovalRule, ApprovalStanding, AskedPanel, AskedStage, Who};
use itsm_change::command::*;
use itsm_change::content::Content;
use itsm_change::event::ChangeEventKind as Event;
use itsm_change::panel::{Member, Seats};
use itsm_change::quorum::Quorum;
use itsm_change::state::ChangeStage;
use itsm_core::actor::Role;
use std::collections::BTreeSet;

fn yes() -> CastVote {
    CastVote::new(Answer::Approve)
}

/// Asked under a rule of three stages: the board, appointed owners, directors.
fn asked() -> Case {
    Case::under(three_stages())
        .documented()
        .after(RequestAuthorization::new())
}

#[test]
fn the_stages_are_asked_one_after_the_other_and_say_what_is_missing() {
    let case = asked();
    let missing = |case: &Case| -> Vec<(String, Seats, u32)> {
        let missing = case.change.missing_approvals(&case.policy);
        let line =
            |it: &itsm_change::panel::Missing| (it.panel.to_string(), it.seats, it.approvals);
        missing.iter().map(line).collect()
    };
    assert_eq!(missing(&case), [("board".into(), Seats::Open, 1)]);
    // Mia of the board approves; nobody was appointed for the owners yet, and that is said.
    let case = case.after(yes());
    assert_eq!(missing(&case), [("owners".into(), Seats::Vacant, 1)]);
    let case = case.after(Convene::new(code("owners"), members(&[21, 22])));
    assert_eq!(missing(&case), [("owners".into(), Seats::Named, 2)]);
    let case = case.by(plain(21)).after(yes()).by(plain(22)).after(yes());
    assert_eq!(missing(&case), [("directors".into(), Seats::Named, 1)]);
    assert_eq!(case.change.approval(), ApprovalStanding::Requested);
    let case = case.by(plain(12)).after(yes());
    assert_eq!(case.last(2), [Event::VoteCast, Event::Authorized]);
    assert_eq!(case.stage(), ChangeStage::Scheduled);
    assert_eq!(missing(&case), []);
}

#[test]
fn a_deputy_answers_for_a_member_and_the_way_is_kept() {
    let case = asked()
        .after(yes())
        .after(Convene::new(code("owners"), members(&[21])))
        .by(plain(30))
        .after(yes().member(person(21)).delegations(lets(21, 30)));
    let vote = &case.change.votes()[1];
    assert_eq!((vote.voter, vote.member()), (person(30), person(21)));
    assert_eq!(vote.way, Some(vec![person(21), person(30)]));
    assert_eq!(
        case.change.missing_approvals(&case.policy)[0].panel,
        code("directors")
    );
}

#[test]
fn a_deputy_who_makes_the_change_does_not_authorize_it_for_somebody_else() {
    // Person 2 makes it.
    let case = asked()
        .after(yes())
        .after(Convene::new(code("owners"), members(&[21])))
        .by(plain(2));
    let vote = yes().member(person(21)).delegations(lets(21, 2));
    assert_eq!(case.refuses(vote).rule, "change.vote.own");
}

#[test]
fn silence_approves_a_stage_after_its_time_and_the_next_is_asked() {
    let case = asked()
        .after(yes())
        .after(Convene::new(code("owners"), members(&[21, 22])));
    let ends = at("2026-03-03T09:00:00Z");
    assert_eq!(case.change.approval_ends_at(&case.policy), Some(ends));
    let case = case.wait_until(ends);
    assert_eq!(case.last(1), [Event::ApprovalLapsed]);
    let missing = &case.change.missing_approvals(&case.policy)[0];
    assert_eq!(missing.panel, code("directors"));
    // An owner who answers now is heard, and decides nothing.
    let case = case
        .by(plain(21))
        .after(CastVote::new(Answer::Reject).panel(code("owners")));
    assert!(case.change.votes()[1].late);
    assert_eq!(case.stage(), ChangeStage::Authorize);
    // The directors have two days from then, and their silence rejects.
    let case = case.wait_until(at("2026-03-05T09:00:00Z"));
    assert_eq!(case.last(2), [Event::ApprovalLapsed, Event::Rejected]);
    assert_eq!(case.stage(), ChangeStage::New);
}

#[test]
fn an_answer_at_the_very_end_counts_and_one_after_it_does_not() {
    let rule = |draft: &mut itsm_change::draft::DraftChangePolicy| {
        let mut rule = ApprovalRule::of_roles(code("board"), [Role::CHANGE_MANAGER], 1);
        rule.stages[0].within = Some(hours(4));
        draft.approvals.insert("authority".into(), rule);
    };
    let asked = || {
        Case::under(policy_with(rule))
            .documented()
            .after(RequestAuthorization::new())
    };
    assert_eq!(
        asked().later(hours(4)).after(yes()).stage(),
        ChangeStage::Scheduled
    );
    let late = asked().later(hours(5)).after(yes());
    assert!(late.change.votes()[0].late);
    assert_eq!(late.stage(), ChangeStage::Authorize);
    // Who looks at the deadlines sees that it was over.
    let due = &late.change.deadlines(&late.policy)[0];
    assert_eq!(due.at, at("2026-03-02T13:00:00Z"));
    assert_eq!(late.after(LapseApproval::new()).stage(), ChangeStage::New);
}

#[test]
fn after_a_rest_those_who_are_asked_have_as_much_time_as_before() {
    let case = asked()
        .after(yes())
        .after(Convene::new(code("owners"), members(&[21])))
        .after(Hold::new(note("A freeze.")))
        .later(days(7))
        .after(Release::new());
    let ends = at("2026-03-10T09:00:00Z");
    assert_eq!(case.change.approval_ends_at(&case.policy), Some(ends));
}

#[test]
fn appointed_again_before_the_first_answer_others_sit_there() {
    let case = asked()
        .after(yes())
        .after(Convene::new(code("owners"), members(&[21])))
        .after(Convene::new(code("owners"), members(&[22])));
    let case = case.by(plain(21));
    assert_eq!(
        case.change.appointed(&code("owners")),
        Some(&members(&[22])[..])
    );
    assert_eq!(case.refuses(yes()).rule, "change.vote.no_seat");
}

#[test]
fn who_is_asked_by_name_is_not_made_the_one_who_makes_it() {
    let assign = Assign::new(group(1)).person(person(11));
    let refusal = asked().refuses(assign.clone());
    assert_eq!(refusal.rule, "change.vote.own");
    // Before anybody is asked he may, and then he is not asked.
    let case = Case::under(three_stages()).documented().after(assign);
    let of = case.change.authorization(&case.policy).unwrap();
    let directors = &of.stages()[2].panels[0];
    assert_eq!(directors.asked().count(), 1);
}

#[test]
fn an_open_panel_of_many_still_counts_only_those_who_answer() {
    let case = Case::under(two_of_the_board())
        .documented()
        .after(RequestAuthorization::new());
    let missing = &case.change.missing_approvals(&case.policy)[0];
    assert_eq!((missing.approvals, missing.silent.len()), (2, 0));
    assert!(case.change.could_be_authorized(&case.policy));
    let case = case.by(bea()).after(CastVote::new(Answer::Reject));
    assert!(!case.change.could_be_authorized(&case.policy));
}

#[test]
fn weights_and_members_without_whom_nothing_passes() {
    let policy = policy_with(|draft| {
        let chair = Member::new(person(21), 1_u32, true);
        let members = [chair].into_iter().chain(members(&[22, 23, 24])).collect();
        let who = Who::Members { members };
        let panel = AskedPanel::new(code("board"), who, Quorum::Weight { at_least: 3 }, true);
        let rule = ApprovalRule::new(vec![AskedStage::new(vec![panel])]);
        draft.approvals.insert("authority".into(), rule);
    });
    let case = Case::under(policy)
        .documented()
        .after(RequestAuthorization::new());
    let case = [22, 23, 24]
        .into_iter()
        .fold(case, |case, key| case.by(plain(key)).after(yes()));
    let missing = &case.change.missing_approvals(&case.policy)[0];
    assert_eq!(
        (missing.weight, &missing.mandatory[..]),
        (0, &[person(21)][..])
    );
    assert_eq!(
        case.by(plain(21)).after(yes()).stage(),
        ChangeStage::Scheduled
    );
}

#[test]
fn what_is_approved_is_what_the_rule_declares() {
    let policy = policy_with(|draft| {
        let mut rule = ApprovalRule::of_roles(code("board"), [Role::CHANGE_MANAGER], 1);
        rule.content = Some(BTreeSet::from([Content::Title, Content::Assignment]));
        draft.approvals.insert("authority".into(), rule);
    });
    let scheduled = || {
        Case::under(policy.clone())
            .documented()
            .after(RequestAuthorization::new())
            .after(yes())
    };
    // Its time is not declared here, its title is.
    let later = crate::desk::window_after(at("2026-03-04T09:00:00Z"));
    let case = scheduled().after(Reschedule::new(later, note("Later.")));
    assert_eq!(case.stage(), ChangeStage::Scheduled);
    let case = case.after(Describe::new().title(title("A queue twice as big")));
    assert_eq!(
        case.last(2),
        [Event::Described, Event::ApprovalsInvalidated]
    );
    assert_eq!(case.stage(), ChangeStage::Authorize);
    assert_eq!(case.change.authorized_content(), None);
    let case = scheduled().after(Assign::new(group(4)));
    assert_eq!(case.stage(), ChangeStage::Authorize);
}

#[test]
fn what_was_authorized_stays_known() {
    let case = Case::scheduled();
    let content = case.change.content(&case.policy);
    assert_eq!(case.change.authorized_content(), content);
    assert_eq!(case.change.votes()[0].content, content);
    // A better title is no other content.
    let case = case.after(Describe::new().title(title("A queue twice as big")));
    assert_eq!(case.change.content(&case.policy), content);
}

#[test]
fn another_policy_asks_anew_those_who_have_begun_to_answer() {
    let case = Case::under(two_of_the_board())
        .documented()
        .after(RequestAuthorization::new())
        .after(yes());
    let other = policy_with(|draft| {
        draft.version = 2;
        let rule = ApprovalRule::of_roles(code("board"), [Role::CHANGE_MANAGER], 1);
        draft.approvals.insert("authority".into(), rule);
    });
    let case = Case {
        policy: other,
        ..case
    }
    .after(AdoptPolicy::new());
    assert_eq!(
        case.last(2),
        [Event::PolicyAdopted, Event::ApprovalsInvalidated]
    );
    assert_eq!(case.change.standing_votes().count(), 0);
    assert_eq!(case.after(yes()).stage(), ChangeStage::Scheduled);
}

#[test]
fn a_verbal_approval_of_a_named_member_needs_no_role() {
    let case = asked()
        .after(yes())
        .after(Convene::new(code("owners"), members(&[21])))
        .later(hours(2))
        .by(mia())
        .after(RecordApproval::new(
            person(21),
            Answer::Approve,
            nine(),
            note("By telephone."),
        ));
    let vote = &case.change.votes()[1];
    assert_eq!((vote.voter, vote.given_at), (person(21), nine()));
    assert_eq!((&vote.panel, vote.role.as_ref()), (&code("owners"), None));
}
