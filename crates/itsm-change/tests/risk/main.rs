//! Risk: the engines, one by one and together, and policies that are refused.
#![cfg(feature = "serde")]
#![allow(
    clippy::panic,
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::std_instead_of_alloc,
    clippy::std_instead_of_core,
    clippy::unwrap_used,
    reason = "helpers of tests, where to panic is to fail"
)]

use itsm_change::kind::ChangeType;
use itsm_change::questionnaire::{Choice, Question, Questionnaire, Threshold};
use itsm_change::risk::{DraftRiskPolicy, RiskCell, RiskFacts, RiskFound, RiskPolicy, RiskReason};
use itsm_change::success::{Record, SuccessWeights};
use itsm_core::draft::DraftCondition;
use itsm_core::level::{Rank, Risk};
use itsm_core::rule_table::{DraftRule, DraftRuleTable};
use itsm_core::text::{Code, Label, Title};
use proptest::prelude::*;
use std::collections::BTreeMap;

fn code(text: &str) -> Code {
    Code::new(text).unwrap()
}

fn label(text: &str) -> Label {
    Label::new(text).unwrap()
}

fn risk(text: &str) -> Risk {
    Risk::new(text).unwrap()
}

fn level(found: &RiskFound) -> Option<&str> {
    found.risk.as_ref().map(Risk::as_str)
}

fn with(
    change: impl FnOnce(&mut DraftRiskPolicy),
) -> Result<RiskPolicy, Vec<(String, &'static str)>> {
    let mut draft = DraftRiskPolicy::default();
    change(&mut draft);
    let told = |it: &itsm_core::fault::Fault| (it.path.clone(), it.rule);
    RiskPolicy::try_from(draft).map_err(|faults| faults.iter().map(told).collect())
}

/// One question whose answer has just this score, and the thresholds that ship.
fn scoring(score: u32, weight: u32) -> RiskPolicy {
    let title = Title::new("How bad?").unwrap();
    let choices = vec![Choice::new(code("it"), title.clone(), score)];
    let thresholds = DraftRiskPolicy::default().questionnaire.unwrap().thresholds;
    let question = Question::new(code("how"), title, weight, choices);
    with(|it| it.questionnaire = Some(Questionnaire::new(vec![question], thresholds))).unwrap()
}

#[test]
fn default_policy_has_no_faults() {
    let policy = RiskPolicy::try_from(DraftRiskPolicy::default()).unwrap();
    assert_eq!(policy, RiskPolicy::default());
    let silent: RiskPolicy = serde_json::from_str("{}").unwrap();
    assert_eq!(silent, policy);
}

#[test]
fn thresholds_are_where_they_are_said_to_be() {
    for (score, expected) in [
        (0, "Low"),
        (25, "Low"),
        (26, "Moderate"),
        (50, "Moderate"),
        (51, "High"),
    ] {
        let facts = RiskFacts::new().answers(BTreeMap::from([(code("how"), code("it"))]));
        let found = scoring(score, 1).assess(&facts);
        assert_eq!(level(&found), Some(expected), "{score}");
    }
    let facts = RiskFacts::new().answers(BTreeMap::from([(code("how"), code("it"))]));
    let found = scoring(17, 3).assess(&facts);
    let [
        RiskReason::Questionnaire {
            score, from, parts, ..
        },
    ] = &found.reasons[..]
    else {
        panic!("{found:?}")
    };
    assert_eq!((*score, *from, parts[0].points), (51, 51, 51));
}

#[test]
fn questionnaire_says_nothing_as_long_as_a_question_is_open() {
    let policy = RiskPolicy::default();
    let mut answers = BTreeMap::from([
        (code("done_before"), code("no")),
        (code("tested"), code("no")),
        (code("way_back"), code("perhaps")),
    ]);
    let found = policy.assess(&RiskFacts::new().answers(answers.clone()));
    assert_eq!(level(&found), None);
    assert_eq!(found.open_questions, [code("way_back"), code("alone")]);
    answers.extend([
        (code("way_back"), code("yes")),
        (code("alone"), code("yes")),
    ]);
    let found = policy.assess(&RiskFacts::new().answers(answers));
    assert_eq!(
        (level(&found), found.open_questions.len()),
        (Some("Moderate"), 0)
    );
}

#[test]
fn first_rule_that_matches_counts_and_the_rest_are_passed_over() {
    let is_emergency = || DraftCondition::attribute("type").is("emergency");
    let rules = vec![
        DraftRule::new("low", is_emergency(), risk("Low")),
        DraftRule::new("high", is_emergency(), risk("High")),
    ];
    let policy = with(|it| it.rules = DraftRuleTable { rules }).unwrap();
    let found = policy.assess(&RiskFacts::new().change_type(ChangeType::Emergency));
    assert_eq!(level(&found), Some("Low"));
    assert_eq!(found.reasons[0].to_string(), "Low: the rule `low`");
}

#[test]
fn what_is_not_known_is_told_and_taken_for_nothing() {
    let found = RiskPolicy::default().assess(&RiskFacts::new().services_down(1_u32));
    // Whether it can be taken back would have decided.
    assert_eq!(level(&found), Some("Moderate"));
    assert_eq!(found.undecided, [code("no_way_back")]);
    let found = RiskPolicy::default().assess(&RiskFacts::new());
    assert_eq!((level(&found), found.undecided.len()), (None, 2));
}

#[test]
fn highest_of_all_engines_counts_and_each_says_why() {
    let answers = ["done_before", "tested", "way_back", "alone"].map(|it| (code(it), code("no")));
    let facts = RiskFacts::new()
        .services_down(3_u32)
        .reversible(true)
        .answers(BTreeMap::from(answers))
        .impact(label("Low"))
        .success(label("High"));
    let found = RiskPolicy::default().assess(&facts);
    let told: Vec<String> = found.reasons.iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            "High: 100 points, from 51 on",
            "Moderate: the rule `takes_services_down`",
            "Low: impact Low, probability of success High",
        ]
    );
    assert_eq!(level(&found), Some("High"));
    let RiskReason::Rule { because, .. } = &found.reasons[1] else {
        panic!("{found:?}")
    };
    assert!(because.contains("services_down"), "{because}");
}

#[test]
fn table_says_nothing_of_what_it_has_no_cell_for() {
    let facts = RiskFacts::new()
        .impact(label("Huge"))
        .success(label("High"));
    assert_eq!(level(&RiskPolicy::default().assess(&facts)), None);
}

proptest! {
    /// More engines never make a risk smaller.
    #[test]
    fn another_engine_never_lowers_a_risk(services in 0..3_u32, back in any::<bool>(), impact in 0..3_usize, success in 0..3_usize) {
        let names = ["High", "Medium", "Low"];
        let policy = RiskPolicy::default();
        let rules = RiskFacts::new().services_down(services).reversible(back);
        let both = rules.clone().impact(label(names[impact])).success(label(names[success]));
        let rank = |it: &RiskFound| {
            let rank = it.risk.as_ref().and_then(|it| policy.scale().rank(it));
            rank.map_or(u16::MAX, Rank::number)
        };
        prop_assert!(rank(&policy.assess(&both)) <= rank(&policy.assess(&rules)));
    }
}

#[test]
fn policies_that_cannot_be_meant_are_refused_with_their_places() {
    let questions = |change: fn(&mut Questionnaire)| {
        with(|it| change(it.questionnaire.as_mut().unwrap())).unwrap_err()
    };
    let one = |path: &str, rule: &'static str| vec![(path.to_owned(), rule)];
    assert_eq!(
        questions(|it| it.questions.clear()),
        one("questionnaire.questions", "policy.risk.no_question")
    );
    assert_eq!(
        questions(|it| it.questions[1].id = it.questions[0].id.clone()),
        one(
            "questionnaire.questions[1].id",
            "policy.risk.question_twice"
        )
    );
    assert_eq!(
        questions(|it| it.questions[1].weight = 0),
        one("questionnaire.questions[1].weight", "policy.risk.weight")
    );
    assert_eq!(
        questions(|it| it.questions[1].choices.clear()),
        one(
            "questionnaire.questions[1].choices",
            "policy.risk.no_choice"
        )
    );
    assert_eq!(
        questions(|it| it.questions[0].choices[2].id = it.questions[0].choices[0].id.clone()),
        one(
            "questionnaire.questions[0].choices[2].id",
            "policy.risk.choice_twice"
        )
    );
    assert_eq!(
        questions(|it| {
            it.thresholds.remove(0);
        }),
        one("questionnaire.thresholds", "policy.risk.no_lowest")
    );
    assert_eq!(
        questions(|it| it.thresholds[1].from = 51),
        one(
            "questionnaire.thresholds[2].from",
            "policy.risk.threshold_twice"
        )
    );
    // The threshold of the higher level lies above that of the lower one.
    assert_eq!(
        questions(|it| it.thresholds[2].from = 10),
        one(
            "questionnaire.thresholds[1].risk",
            "policy.risk.threshold_order"
        )
    );
    assert_eq!(
        questions(|it| it.thresholds[0] = Threshold::new(0_u64, Risk::new("None").unwrap())),
        one(
            "questionnaire.thresholds[0].risk",
            "policy.risk.level_unknown"
        )
    );
    assert_eq!(
        with(|it| it
            .table
            .push(RiskCell::new(label("High"), label("High"), risk("Low"))))
        .unwrap_err(),
        one("table[9]", "policy.risk.cell_twice")
    );
    assert_eq!(
        with(|it| it.table[0].risk = risk("None")).unwrap_err(),
        one("table[0].risk", "policy.risk.level_unknown")
    );
    assert_eq!(
        with(|it| it.rules.rules[0].then = risk("None")).unwrap_err(),
        one("rules.rules[0].then", "policy.risk.level_unknown")
    );
}

#[test]
fn risk_policy_is_written_and_read_as_it_was() {
    let policy = RiskPolicy::default();
    let text = serde_json::to_string(&policy).unwrap();
    assert_eq!(serde_json::from_str::<RiskPolicy>(&text).unwrap(), policy);
    let facts = RiskFacts::new().services_down(1_u32).reversible(false);
    let found = serde_json::to_value(policy.assess(&facts)).unwrap();
    assert_eq!(found["risk"], "High");
    assert_eq!(found["reasons"][0]["engine"], "rule");
}

#[test]
fn success_score_adds_up_what_went_right_and_takes_off_what_went_wrong() {
    let weights = SuccessWeights::default();
    let record = Record::new(10_u32, 2_u32, 1_u32);
    assert_eq!(weights.score(&record), 21);
    assert_eq!(weights.score(&record.clone().priority_2(1_u32)), 16);
    assert_eq!(
        weights.score(&record.priority_1(2_u32).priority_3(1_u32)),
        -1
    );
    assert_eq!(
        weights.score(&Record::new(u32::MAX, 0_u32, 0_u32)),
        3 * i64::from(u32::MAX)
    );
}
