//! Risk in the record: what the engines found, and who is asked because of it.

use crate::desk::{Case, assessment, bea, code, failed, label, note, plans, policy_with};
use itsm_change::approval::{Answer, ApprovalRule, AskedStage};
use itsm_change::command::*;
use itsm_change::draft::DraftChangePolicy;
use itsm_change::event::ChangeEventKind as Event;
use itsm_change::kind::Magnitude;
use itsm_change::risk::RiskFacts;
use itsm_change::state::ChangeStage;
use itsm_change::success::{Record, SuccessWeights};
use itsm_core::actor::Role;
use itsm_core::draft::DraftCondition;
use itsm_core::level::Risk;
use itsm_core::rule_table::DraftRule;

fn answered(answer: &str) -> RiskFacts {
    let questions = ["alone", "done_before", "tested", "way_back"];
    RiskFacts::new().answers(questions.map(|it| (code(it), code(answer))))
}

fn level(text: &str) -> Risk {
    Risk::from(label(text))
}

/// The manager always, and the board where risk is high or the change is major.
fn by_risk(draft: &mut DraftChangePolicy) {
    let manager = ApprovalRule::of_roles(code("manager"), [Role::CHANGE_MANAGER], 1);
    let board = |id: &str| ApprovalRule::of_roles(code(id), [Role::CHANGE_AUTHORITY], 1).stages;
    let mut risky: Vec<AskedStage> = board("board");
    risky[0].panels[0].risks = Some(vec![level("High")]);
    let mut major = board("directors");
    major[0].panels[0].magnitudes = Some([Magnitude::Major].into());
    let stages = manager.stages.into_iter().chain(risky).chain(major);
    let rule = ApprovalRule::new(stages.collect::<Vec<_>>());
    draft.approvals.insert("authority".into(), rule);
}

#[test]
fn the_highest_engine_counts_and_the_record_says_why() {
    let case = Case::assessed();
    assert_eq!(case.change.risk_level(), None);
    // The record has a plan to take it back, so that only the questions speak.
    let case = case.after(AssessRisk::new(answered("partly").services_down(3_u32)));
    let assessed = case.change.risk().unwrap();
    assert_eq!(assessed.facts.reversible, Some(true));
    let reasons: Vec<String> = assessed
        .found
        .reasons
        .iter()
        .map(ToString::to_string)
        .collect();
    let expected = [
        "Moderate: the rule `takes_services_down`",
        "Moderate: 48 points, from 26 on",
    ];
    assert_eq!(reasons, expected);
    assert_eq!(case.change.risk_level(), Some(&level("Moderate")));
    // A person may say otherwise; what was found stays.
    let case = case.after(Assess::new(assessment().risk_level(level("High"))));
    assert_eq!(case.change.risk_level(), Some(&level("High")));
    assert_eq!(
        case.change.risk().unwrap().found.risk,
        Some(level("Moderate"))
    );
}

#[test]
fn risk_decides_who_is_asked() {
    let asked = |answer| {
        let case = Case::under(policy_with(by_risk)).documented();
        case.after(AssessRisk::new(answered(answer)))
            .after(RequestAuthorization::new())
    };
    let approve = CastVote::new(Answer::Approve);
    // Low: the manager is enough. High: the board too.
    assert_eq!(
        asked("yes").after(approve.clone()).stage(),
        ChangeStage::Scheduled
    );
    let case = asked("no").after(approve.clone());
    assert_eq!(case.stage(), ChangeStage::Authorize);
    assert_eq!(
        case.by(bea()).after(approve).stage(),
        ChangeStage::Scheduled
    );
}

#[test]
fn whose_risk_nobody_knows_is_asked_as_if_it_were_high() {
    let case = Case::under(policy_with(by_risk))
        .documented()
        .after(RequestAuthorization::new());
    let of = case.change.authorization(&case.policy).unwrap();
    let panels: Vec<&str> = of
        .stages()
        .iter()
        .map(|it| it.panels[0].id().as_str())
        .collect();
    assert_eq!(panels, ["manager", "board"]);
}

#[test]
fn a_higher_risk_asks_others_even_before_the_first_answer() {
    let case = Case::under(policy_with(by_risk))
        .documented()
        .after(AssessRisk::new(answered("yes")))
        .after(RequestAuthorization::new())
        .after(AssessRisk::new(answered("no")));
    assert_eq!(
        case.last(2),
        [Event::RiskAssessed, Event::ApprovalsInvalidated]
    );
    let case = case.after(SetMagnitude::new(Magnitude::Major));
    assert_eq!(
        case.change
            .authorization(&case.policy)
            .unwrap()
            .stages()
            .len(),
        3
    );
}

#[test]
fn where_nobody_is_left_to_be_asked_it_is_authorized() {
    let policy = policy_with(|draft| {
        let mut rule = ApprovalRule::of_roles(code("board"), [Role::CHANGE_AUTHORITY], 1);
        rule.stages[0].panels[0].risks = Some(vec![level("High"), level("Moderate")]);
        draft.approvals.insert("authority".into(), rule);
    });
    let case = Case::under(policy)
        .documented()
        .after(AssessRisk::new(answered("no")))
        .after(RequestAuthorization::new());
    assert_eq!(case.stage(), ChangeStage::Authorize);
    let case = case.after(AssessRisk::new(answered("yes")));
    assert_eq!(
        case.last(2),
        [Event::ApprovalsInvalidated, Event::Authorized]
    );
    assert_eq!(case.stage(), ChangeStage::Scheduled);
    // And the other way round: what turns out to be risky is not made on an approval of nobody.
    let case = case.after(AssessRisk::new(answered("no")));
    assert_eq!(case.stage(), ChangeStage::Authorize);
}

#[test]
fn how_changes_have_gone_is_a_fact_of_the_next_one() {
    let well = Case::reviewing().change;
    let badly = Case::implementing().after(failed()).change;
    let given_up = Case::asked()
        .after(Cancel::new(note("Not any more.")))
        .change;
    let record = Record::of([&well, &well, &badly, &given_up]);
    assert_eq!((record.successful, record.unsuccessful), (2, 1));
    let score = SuccessWeights::default().score(&record);
    assert_eq!(score, 3 + 3 - 5);
    let policy = policy_with(|draft| {
        let rule = DraftRule::new(
            "has_gone_badly",
            DraftCondition::attribute("success_score").below(2),
            level("High"),
        );
        draft.risk.rules.rules.insert(0, rule);
    });
    let case = Case::under(policy)
        .documented()
        .after(AssessRisk::new(answered("yes").success_score(score)));
    assert_eq!(case.change.risk_level(), Some(&level("High")));
}

#[test]
fn risk_is_not_made_smaller_after_the_fact() {
    let case = Case::emergency()
        .after(CastVote::new(Answer::Approve))
        .after(StartImplementation::new())
        .after(Plan::new(plans()))
        .after(AssessRisk::new(answered("no")));
    assert_eq!(case.change.risk_level(), Some(&level("High")));
    let refusal = case.refuses(AssessRisk::new(answered("yes")));
    assert_eq!(refusal.rule, "change.document.fixed");
}
