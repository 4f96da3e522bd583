//! Rules about birth, policies and time.

use crate::desk::{
    Case, at, days, impact, label, nine, no_birth, no_takeover, note, pia, policy_with, profile,
};
use itsm_core::context::Context;
use itsm_core::time::Seconds;
use itsm_problem::Adopt;
use itsm_problem::command::{
    AddNote, AdoptPolicy, AssessRisk, BeginAssessment, Confirm, Prioritize,
};
use itsm_problem::policy::ProblemPolicy;
use itsm_problem::profile::ProblemProfile;
use itsm_problem::state::{AppliedFix, ProblemStage, ProblemState, Resolution};
use itsm_testing::{
    proof::{Says as _, list},
    proofs,
};

fn add_note() -> AddNote {
    AddNote::new(note("Nothing new."))
}

fn other_policy() -> ProblemPolicy {
    policy_with(|draft| draft.version = 2)
}

fn severely() -> ProblemProfile {
    let mut profile = profile();
    profile.impact = impact("Severe");
    profile
}

fn severe() -> ProblemPolicy {
    policy_with(|draft| {
        draft.id = "severe".into();
        draft.matrix.impacts = vec!["Severe".into()];
        let high = draft.matrix.cells.remove("High").unwrap();
        draft.matrix.cells = [("Severe".into(), high)].into();
        draft.risk.impacts = [("Severe".into(), 5)].into();
    })
}

proofs! {
    problem_adopt_inconsistent: "problem.adopt.inconsistent" => {
        let fix = AppliedFix::new(at("2026-03-01T10:00:00Z"), note("Done."), false);
        let state = ProblemState::Resolved(Resolution::FixApplied(fix));
        no_takeover(Adopt::new(profile(), state, at("2026-03-01T09:00:00Z")))
            .saying("field", "resolved_at")
            .saying("at", at("2026-03-01T10:00:00Z"))
            .saying("limit", at("2026-03-01T09:00:00Z"))
    };
    problem_level_unknown: "problem.level.unknown" =>
        no_birth(severely())
            .saying("field", "impact")
            .saying("expected", list(["High", "Medium", "Low"]))
            .saying("got", "Severe");
    problem_lifecycle_forbidden: "problem.lifecycle.forbidden" => Case::new().refuses(Confirm::new());
    problem_policy_already_adopted: "problem.policy.already_adopted" =>
        Case::new().refuses(AdoptPolicy::new()).saying("policy", "default v1");
    problem_policy_forbids: "problem.policy.forbids" => {
        let stages = [ProblemStage::New].into();
        let policy = policy_with(|draft| {
            draft.forbidden.insert("begin_assessment".into(), stages);
        });
        Case::under(policy).refuses(BeginAssessment::new())
    };
    problem_policy_incompatible: "problem.policy.incompatible" => {
        let (case, severe) = (Case::new(), severe());
        let cx = case.cx().with(&severe);
        case.refuses_in(AdoptPolicy::new(), &cx)
            .saying("field", "impact")
            .saying("got", "High")
            .saying("policy", "severe v1")
    };
    problem_policy_not_adopted: "problem.policy.not_adopted" => {
        let (case, other) = (Case::new(), other_policy());
        let cx = case.cx().with(&other);
        case.refuses_in(add_note(), &cx)
            .saying("stamped", "default v1")
            .saying("policy", "default v2")
    };
    problem_role_missing: "problem.role.missing" =>
        Case::resolved()
            .by(crate::desk::sam())
            .refuses(itsm_problem::command::Reanalyze::new(note("It came again.")))
            .saying("roles", list(["problem_manager"]));
    problem_time_ahead: "problem.time.ahead" => {
        let case = Case::new();
        let then = days(1).after(nine()).unwrap();
        let cx = case.cx().occurred(then);
        case.refuses_in(add_note(), &cx)
            .saying("field", "occurred")
            .saying("at", then)
            .saying("now", nine())
    };
    problem_time_backwards: "problem.time.backwards" => {
        let case = Case::new();
        let before = at("2026-03-02T08:59:59Z");
        let cx = case.cx().at(before);
        case.refuses_in(add_note(), &cx)
            .saying("now", before)
            .saying("last", nine())
    };
    problem_nothing_to_change: "problem.nothing_to_change" => {
        let same = Prioritize::new(impact("High"), crate::desk::urgency("Low"), note("Really."));
        Case::new().refuses(same)
    };
    problem_risk_currency: "problem.risk.currency" => {
        let yen = itsm_core::money::Currency::new("JPY").unwrap();
        let cost = itsm_core::money::Money::new(5_000, yen);
        Case::new()
            .refuses(AssessRisk::new(label("Likely"), 3_u32).cost(cost))
            .saying("expected", "EUR")
            .saying("got", "JPY")
    };
}

#[test]
fn a_probability_that_the_policy_does_not_have_is_refused() {
    let refusal = Case::new().refuses(AssessRisk::new(label("Certain"), 3_u32));
    assert_eq!(refusal.rule, "problem.level.unknown");
    assert!(refusal.reason().starts_with("`probability` takes one of"));
}

#[test]
fn a_policy_is_adopted_with_the_priority_that_its_matrix_gives() {
    let other = policy_with(|draft| {
        draft.version = 2;
        let row = draft.matrix.cells.get_mut("High").unwrap();
        row.insert("Low".into(), "Critical".into());
    });
    let actor = pia();
    let mut case = Case::new();
    let cx = Context::new(Seconds(1).after(nine()).unwrap(), &actor, &other);
    case.problem.execute(AdoptPolicy::new(), &cx).unwrap();
    assert_eq!(case.problem.priority(&other).as_str(), "Critical");
    assert_eq!(case.problem.policy(), other.of());
}
