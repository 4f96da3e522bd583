//! Rules about those who authorize.

use crate::desk::{
    Case, assessment, code, label, members, nine, note, person, plain, policy_with, sam,
    sam_on_the_board, three_stages,
};
use itsm_change::approval::{Answer, ApprovalRule};
use itsm_change::command::{
    Assess, AssessRisk, CastVote, Convene, LapseApproval, RecordApproval, RequestAuthorization,
};
use itsm_change::risk::RiskFacts;
use itsm_core::actor::Role;
use itsm_core::level::Risk;

use itsm_testing::proof::{Proven, Says as _, list};
use itsm_testing::proofs;

proofs! {
    change_vote_not_asked: "change.vote.not_asked" => Case::new().refuses(CastVote::new(Answer::Approve));
    change_vote_own: "change.vote.own" =>
        Case::asked()
            .by(sam_on_the_board())
            .refuses(CastVote::new(Answer::Approve))
            .saying("person", person(2).to_string().as_str());
    change_vote_no_role: "change.vote.no_role" =>
        Case::asked()
            .by(sam())
            .refuses(CastVote::new(Answer::Approve))
            .saying("roles", list(["change_authority", "change_manager"]));
    change_approval_not_lapsed: "change.approval.not_lapsed" =>
        Case::asked().refuses(LapseApproval::new());
    change_convene_unknown: "change.convene.unknown" =>
        Case::under(three_stages())
            .refuses(Convene::new(code("board"), members(&[3])))
            .saying("panel", "board");
    change_convene_unfit: "change.convene.unfit" =>
        // The one who makes it alone cannot authorize it.
        Case::under(three_stages())
            .refuses(Convene::new(code("owners"), members(&[2])))
            .saying("panel", "owners")
            .saying("fault", "members: expected somebody who may answer, got nobody (approval.panel.nobody)");
    change_convene_answered: "change.convene.answered" =>
        owners_asked()
            .by(plain(21))
            .after(CastVote::new(Answer::Approve))
            .refuses(Convene::new(code("owners"), members(&[21])))
            .saying("panel", "owners");
    change_risk_level_unknown: "change.risk.level_unknown" =>
        Case::assessed()
            .refuses(Assess::new(assessment().risk_level(Risk::from(label("Scary")))))
            .saying("expected", list(["High", "Moderate", "Low"]))
            .saying("got", "Scary");
    change_risk_no_engine: "change.risk.no_engine" =>
        Case::under(policy_with(|draft| {
            draft.risk.rules.rules.clear();
            draft.risk.questionnaire = None;
            draft.risk.table.clear();
        }))
        .refuses(AssessRisk::new(RiskFacts::new()));
    change_risk_open_questions: "change.risk.open_questions" =>
        Case::assessed()
            .refuses(AssessRisk::new(RiskFacts::new().answers([(code("tested"), code("yes"))])))
            .saying("questions", list(["done_before", "way_back", "alone"]));
    change_vote_content_changed: "change.vote.content_changed" =>
        edited_after_it_was_seen();
    change_vote_no_delegation: "change.vote.no_delegation" =>
        owners_asked()
            .by(plain(30))
            .refuses(CastVote::new(Answer::Approve).member(person(21)))
            .saying("member", person(21).to_string().as_str())
            .saying("person", person(30).to_string().as_str());
    change_vote_no_seat: "change.vote.no_seat" =>
        owners_asked()
            .by(plain(30))
            .refuses(CastVote::new(Answer::Approve))
            .saying("person", person(30).to_string().as_str())
            .saying("panel", "owners");
    change_vote_not_convened: "change.vote.not_convened" =>
        only_owners().refuses(CastVote::new(Answer::Approve));
    change_vote_panel_not_asked: "change.vote.panel_not_asked" =>
        owners_asked()
            .by(plain(11))
            .refuses(CastVote::new(Answer::Approve).panel(code("directors")))
            .saying("panel", "directors");
    change_vote_panel_unknown: "change.vote.panel_unknown" =>
        owners_asked()
            .by(plain(11))
            .refuses(CastVote::new(Answer::Approve).panel(code("ceo")))
            .saying("panel", "ceo");
}

/// The board has approved, and two owners are asked.
fn owners_asked() -> Case {
    Case::under(three_stages())
        .documented()
        .after(Convene::new(code("owners"), members(&[21, 22])))
        .after(RequestAuthorization::new())
        .after(CastVote::new(Answer::Approve))
}

/// Nobody but owners is asked, and nobody is appointed.
fn only_owners() -> Case {
    let policy = policy_with(|draft| {
        let all = three_stages().approval(&code("authority")).unwrap().clone();
        let owners = vec![all.stages[1].clone()];
        draft
            .approvals
            .insert("authority".into(), ApprovalRule::new(owners));
    });
    Case::under(policy)
        .documented()
        .after(RequestAuthorization::new())
}

fn edited_after_it_was_seen() -> Proven {
    let case = Case::asked();
    let seen = case.change.content(&case.policy).unwrap();
    let case = case.after(Assess::new(
        assessment().risk(note("The disk may be full.")),
    ));
    let now = case.change.content(&case.policy).unwrap();
    case.refuses(CastVote::new(Answer::Approve).content(seen))
        .saying("expected", now.to_string().as_str())
        .saying("got", seen.to_string().as_str())
}

#[test]
fn whoever_asks_for_a_change_does_not_approve_it_by_telephone_either() {
    let said = |who| {
        let how = note("By telephone.");
        RecordApproval::new(person(who), Answer::Approve, nine(), how).role(Role::CHANGE_MANAGER)
    };
    assert_eq!(Case::asked().refuses(said(9)).rule, "change.vote.own");
    let mut other = said(5);
    other.role = Some(Role::SPECIALIST);
    assert_eq!(Case::asked().refuses(other).rule, "change.vote.no_role");
}
