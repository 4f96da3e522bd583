//! Drafts of policies with everything wrong: all of it is told at once, each with its place.

use itsm_core::fault::Faults;
use itsm_problem::draft::DraftProblemPolicy;
use itsm_problem::policy::ProblemPolicy;

fn faults(text: &str) -> Vec<(String, &'static str)> {
    let draft: DraftProblemPolicy = serde_json::from_str(text).unwrap();
    let faults: Faults = ProblemPolicy::try_from(draft).unwrap_err();
    faults.iter().map(|it| (it.path.clone(), it.rule)).collect()
}

fn pairs<'a>(found: &'a [(String, &'static str)]) -> Vec<(&'a str, &'a str)> {
    found
        .iter()
        .map(|(path, rule)| (path.as_str(), *rule))
        .collect()
}

#[test]
fn every_fault_of_a_policy_is_told_at_once() {
    let found = faults(
        r#"{
            "id": "No Code", "version": 0,
            "labels": {"new": "Open", "assess": "Open", "closed": " "},
            "inactivity": {"closed": 60, "new": 0},
            "verification": {"window": 600, "within": 60, "remaining_percent": 100, "monitoring": 0},
            "risk_acceptance": {"roles": []},
            "models": {
                "Not a code": {"title": "A", "steps": [], "methods": []},
                "twice": {"title": "B", "methods": [],
                    "steps": [{"step": "a", "title": "A"}, {"step": "a", "title": "B"}]}
            },
            "forbidden": {"dance": [], "confirm": ["closed"]},
            "roles": {"note_overdue": ["specialist"], "close": [], "confirm": ["No"]}
        }"#,
    );
    assert_eq!(
        pairs(&found),
        [
            ("forbidden.confirm.closed", "policy.forbidden.already"),
            ("forbidden.dance", "policy.command.unknown"),
            ("id", "policy.id.text"),
            ("inactivity.closed", "policy.inactivity.not_open"),
            ("inactivity.new", "policy.time.zero"),
            ("labels.assess", "policy.label.twice"),
            ("labels.closed", "policy.label.text"),
            ("models.Not a code", "policy.code.text"),
            ("models.Not a code.steps", "policy.model.no_step"),
            ("models.twice.steps[1]", "policy.model.step_twice"),
            ("risk_acceptance.roles", "policy.roles.empty"),
            ("roles.close", "policy.roles.empty"),
            ("roles.confirm.No", "policy.code.text"),
            ("roles.note_overdue", "policy.command.without_people"),
            ("verification.monitoring", "policy.time.zero"),
            (
                "verification.remaining_percent",
                "policy.verification.percent"
            ),
            ("verification.within", "policy.verification.too_soon"),
            ("version", "policy.version.zero"),
        ]
    );
}

#[test]
fn every_fault_of_a_risk_is_told_at_once() {
    let found = faults(
        r#"{
            "risk": {
                "probabilities": [{"label": "Likely", "points": 1}, {"label": "Likely", "points": 2}],
                "impacts": {"High": 5, "Medium": 3, "Huge": 9},
                "per": 0,
                "frequencies": [{"at_least": 2, "points": 1}, {"at_least": 2, "points": 3}],
                "currency": "Euro",
                "priorities": [{"at_least": 3, "priority": "High"}, {"at_least": 3, "priority": "Top"}]
            }
        }"#,
    );
    assert_eq!(
        pairs(&found),
        [
            ("risk.currency", "policy.risk.currency"),
            ("risk.frequencies[1]", "policy.risk.step_twice"),
            ("risk.impacts.Huge", "policy.risk.impact_unknown"),
            ("risk.impacts.Low", "policy.risk.impact_missing"),
            ("risk.per", "policy.time.zero"),
            ("risk.priorities", "policy.risk.no_lowest"),
            ("risk.priorities[1]", "policy.risk.priority_unknown"),
            ("risk.priorities[1]", "policy.risk.step_twice"),
            ("risk.probabilities[1]", "policy.label.twice"),
        ]
    );
    let found = faults(r#"{"risk": {"probabilities": []}}"#);
    assert_eq!(
        pairs(&found),
        [("risk.probabilities", "policy.risk.no_probability")]
    );
}

#[test]
fn a_key_that_no_policy_has_is_refused() {
    let error = serde_json::from_str::<DraftProblemPolicy>(r#"{"root_cause": true}"#).unwrap_err();
    assert!(error.to_string().contains("root_cause"), "{error}");
}
