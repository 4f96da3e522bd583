//! In which order to work: the matrix, the risk, and one backlog.

use crate::desk::{
    Case, impact, incident, label, nine, note, pia, policy_with, problem_id, profile, urgency,
    workaround,
};
use itsm_core::context::Context;
use itsm_core::id::ProblemId;
use itsm_core::money::{Currency, Money};
use itsm_problem::Problem;
use itsm_problem::backlog::backlog;
use itsm_problem::command::{
    AssessRisk, CountWorkaround, Park, Prioritize, ProblemCommand, RecordWorkaround,
};
use itsm_problem::policy::ProblemPolicy;
use itsm_problem::risk::PriorityBasis;
use itsm_problem::workaround::WorkaroundUse;

#[test]
fn impact_and_urgency_give_the_priority_and_whoever_changes_them_says_why() {
    let case = Case::new();
    assert_eq!(case.problem.priority(&case.policy).as_str(), "Moderate");
    let why = note("The board is affected.");
    let case = case.after(Prioritize::new(
        impact("High"),
        urgency("High"),
        why.clone(),
    ));
    assert_eq!(case.problem.priority(&case.policy).as_str(), "Critical");
    assert_eq!(case.problem.log().last().unwrap().note, why);
}

#[test]
fn a_risk_explains_itself_and_counts_where_the_policy_says_so() {
    let by_risk = policy_with(|draft| draft.priority_by = PriorityBasis::Risk);
    // Given a problem of high impact that nobody is in a hurry about
    let case = Case::under(by_risk).confirmed();
    assert_eq!(case.problem.priority(&case.policy).as_str(), "Moderate");
    // When more damage is likely, came five times, and cost 2,500 euros
    let cost = Money::new(250_000, Currency::new("EUR").unwrap());
    let assess = || AssessRisk::new(label("Likely"), 5_u32).cost(cost);
    let case = case.after(assess());
    // Then 4 × 5 and 4 and 3 make it critical, and it says so
    let risk = case.problem.risk().unwrap();
    assert_eq!(
        risk.to_string(),
        "Critical: 27 points = 20 (probability `Likely`) + 4 (5 incidents in 30 d) + 3 (250000 EUR (minor units)) - 0 (workaround none)"
    );
    assert_eq!(case.problem.priority(&case.policy).as_str(), "Critical");
    assert_eq!(case.problem.matrix_priority().as_str(), "Moderate");
    // And a workaround that is proven takes points off when it is assessed again
    let case = case.after(RecordWorkaround::new(workaround("Restart the queue")));
    let case = (0..3).fold(case, |case, _| {
        case.after(CountWorkaround::new(1_u32, WorkaroundUse::Worked))
    });
    assert_eq!(case.after(assess()).problem.risk().unwrap().score, 22);
}

#[test]
fn a_risk_that_is_smaller_than_its_workaround_has_no_points_and_a_priority_all_the_same() {
    let mut case = Case::analyzing();
    case = case.after(Prioritize::new(
        impact("Low"),
        urgency("Low"),
        note("One floor."),
    ));
    case = case.after(RecordWorkaround::new(workaround("Restart the queue")));
    let case = case.after(AssessRisk::new(label("Rare"), 0_u32));
    let risk = case.problem.risk().unwrap();
    assert_eq!((risk.score, risk.priority.as_str()), (0, "Planning"));
    // Where the matrix decides, it is told and does not count.
    assert_eq!(case.problem.priority(&case.policy).as_str(), "Planning");
}

#[test]
fn a_risk_that_was_assessed_for_another_impact_is_assessed_again() {
    let by_risk = policy_with(|draft| draft.priority_by = PriorityBasis::Risk);
    let case = Case::under(by_risk).after(AssessRisk::new(label("Likely"), 0_u32));
    assert_eq!(case.problem.risk().unwrap().score, 20);
    let case = case.after(Prioritize::new(
        impact("Low"),
        urgency("Low"),
        note("One floor."),
    ));
    assert_eq!(case.problem.risk().unwrap().score, 4);
    assert_eq!(case.problem.priority(&case.policy).as_str(), "Low");
    // Another urgency alone is no other risk.
    let before = case.history.len();
    let case = case.after(Prioritize::new(
        impact("Low"),
        urgency("High"),
        note("Quarter end."),
    ));
    assert_eq!(case.history.len(), before.saturating_add(1));
}

/// A problem with some incidents, after some commands.
fn problem(
    key: u64,
    incidents: u64,
    policy: &ProblemPolicy,
    commands: Vec<ProblemCommand>,
) -> Problem {
    let actor = pia();
    let cx = Context::new(nine(), &actor, policy);
    let linked = (1..=incidents).map(incident);
    let (mut problem, _) = Problem::register(problem_id(key), profile(), linked, &cx).unwrap();
    for command in commands {
        problem.execute(command, &cx).unwrap();
    }
    problem
}

#[test]
fn one_backlog_has_one_order_whatever_order_it_is_given() {
    let policy = ProblemPolicy::default();
    let urgent = Prioritize::new(impact("High"), urgency("High"), note("The board."));
    let risky = AssessRisk::new(label("Likely"), 5_u32);
    let rests = Case::known().after(Park::new(note("Later."))).problem;
    let problems = [
        problem(4, 0, &policy, vec![urgent.into()]),
        problem(6, 0, &policy, vec![risky.into()]),
        problem(5, 2, &policy, Vec::new()),
        problem(2, 0, &policy, Vec::new()),
        problem(3, 0, &policy, Vec::new()),
        // The one that rests comes last, and the one that is resolved is not in it.
        rests,
        Case::resolved().problem,
    ];
    let ids = |all: Vec<&Problem>| all.iter().map(|it| it.id()).collect::<Vec<ProblemId>>();
    let expected = [4, 6, 5, 2, 3, 1].map(problem_id);
    assert_eq!(ids(backlog(&problems, &policy)), expected);
    assert_eq!(ids(backlog(problems.iter().rev(), &policy)), expected);
}
