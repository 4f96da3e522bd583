//! Drafts of policies with everything wrong: all of it is told at once, each with its place.

use itsm_change::draft::DraftChangePolicy;
use itsm_change::policy::ChangePolicy;
use itsm_core::fault::Faults;
use serde_json::{Value, json};

fn faults(draft: DraftChangePolicy) -> Vec<(String, &'static str)> {
    let faults: Faults = ChangePolicy::try_from(draft).unwrap_err();
    faults.iter().map(|it| (it.path.clone(), it.rule)).collect()
}

fn told(text: &str) -> Vec<(String, &'static str)> {
    faults(serde_json::from_str(text).unwrap())
}

/// The default policy, edited as a file.
fn edited(edit: impl FnOnce(&mut Value)) -> Vec<(String, &'static str)> {
    let mut file = serde_json::to_value(DraftChangePolicy::default()).unwrap();
    edit(&mut file);
    faults(serde_json::from_value(file).unwrap())
}

fn pairs<'a>(found: &'a [(String, &'static str)]) -> Vec<(&'a str, &'a str)> {
    found
        .iter()
        .map(|(path, rule)| (path.as_str(), *rule))
        .collect()
}

#[test]
fn every_fault_of_a_policy_is_told_at_once() {
    let found = told(
        r#"{
            "id": "No Code", "version": 0,
            "labels": {"new": "Open", "assess": "Open", "closed": " "},
            "emergencies": ["late", "Not a code"],
            "attributes": {"floor": {"kind": "integer", "min": 3, "max": 1}, "No": {"kind": "text"}},
            "forbidden": {"dance": [], "close": ["closed"]},
            "roles": {"note_overdue": ["specialist"], "close": [], "hold": ["No"]}
        }"#,
    );
    assert_eq!(
        pairs(&found),
        [
            ("attributes.No", "policy.code.text"),
            ("attributes.floor", "policy.attribute.bounds"),
            ("emergencies.Not a code", "policy.code.text"),
            ("emergencies.late", "policy.emergency.late"),
            ("forbidden.close.closed", "policy.forbidden.already"),
            ("forbidden.dance", "policy.command.unknown"),
            ("id", "policy.id.text"),
            ("labels.assess", "policy.label.twice"),
            ("labels.closed", "policy.label.text"),
            ("roles.close", "policy.roles.empty"),
            ("roles.hold.No", "policy.code.text"),
            ("roles.note_overdue", "policy.command.without_people"),
            ("version", "policy.version.zero"),
        ]
    );
}

#[test]
fn every_fault_of_models_and_approval_is_told_at_once() {
    let found = edited(|file| {
        let models = &mut file["models"];
        models["normal"]["version"] = json!(0);
        models["normal"]["stages"] = json!(["assess", "authorize", "scheduled", "closed"]);
        models["normal"]["required"] = json!({"new": [], "implement": ["window"], "review": []});
        models["normal"]["scope_open"] = json!(["review", "assess"]);
        models["standard"]["stages"] = json!(["authorize", "scheduled", "implement"]);
        models["emergency"]["approval"] = json!("nobody");
        models["registration"]["approval"] = json!("authority");
        models["unauthorized"]["kind"] = json!("registration");
        models["unauthorized"]["stages"] = json!([]);
        let mut late = models["normal"].take();
        late["stages"] = json!(["authorize", "scheduled", "implement"]);
        late["required"] = json!({"new": [], "review": []});
        late["scope_open"] = json!(["review", "assess"]);
        models["Not a code"] = late;
        models.as_object_mut().unwrap().remove("normal");
        let panel = &mut file["approvals"]["authority"]["stages"][0]["panels"][0];
        panel["who"]["roles"] = json!([]);
        file["approvals"]["No code"] = json!({"stages": []});
        let panel = |id: &str, who, quorum| json!({"id": id, "who": who, "quorum": quorum, "separate": true});
        let (nobody, first) = (json!({"type": "nobody"}), json!({"type": "first"}));
        file["approvals"]["odd"] = json!({"stages": [
            {"panels": [panel("silent", nobody.clone(), first.clone())]},
            {"panels": [panel("never", nobody, json!({"type": "automatic", "approve": false}))]},
        ]});
        let members = json!({"type": "appointed"});
        let mut cases = panel("cases", members.clone(), first.clone());
        cases["magnitudes"] = json!([]);
        cases["risks"] = json!(["Scary"]);
        let mut none = panel("none", members.clone(), first.clone());
        none["risks"] = json!([]);
        file["approvals"]["cases"] = json!({"stages": [{"panels": [cases, none]}]});
        file["approvals"]["twice"] = json!({"stages": [
            {"panels": [panel("owners", members.clone(), first.clone())], "within": 0},
            {"panels": [panel("owners", members, first)]},
            {"panels": []},
        ]});
    });
    assert_eq!(
        pairs(&found),
        [
            ("approvals.No code", "policy.code.text"),
            (
                "approvals.authority.stages[0].panels[0].who.roles",
                "policy.roles.empty"
            ),
            (
                "approvals.cases.stages[0].panels[0].magnitudes",
                "policy.approval.no_case"
            ),
            (
                "approvals.cases.stages[0].panels[0].risks.Scary",
                "policy.risk.level_unknown"
            ),
            (
                "approvals.cases.stages[0].panels[1].risks",
                "policy.approval.no_case"
            ),
            (
                "approvals.odd.stages[0].panels[0].who",
                "policy.approval.nobody"
            ),
            (
                "approvals.odd.stages[1].panels[0].quorum",
                "policy.approval.never"
            ),
            ("approvals.twice.stages[0].within", "approval.stage.no_time"),
            (
                "approvals.twice.stages[1].panels[0]",
                "approval.panel.twice"
            ),
            ("approvals.twice.stages[2].panels", "approval.stage.nobody"),
            ("models.Not a code", "policy.code.text"),
            ("models.Not a code.required.new", "policy.model.demand"),
            ("models.Not a code.required.review", "policy.model.demand"),
            ("models.Not a code.scope_open.assess", "policy.model.scope"),
            ("models.Not a code.scope_open.review", "policy.model.scope"),
            ("models.Not a code.version", "policy.version.zero"),
            ("models.emergency.approval", "policy.model.approval_unknown"),
            ("models.normal", "policy.model.missing"),
            ("models.registration.approval", "policy.model.approval"),
            ("models.standard.approval", "policy.model.no_approval"),
            ("models.standard.stages.authorize", "policy.model.stage"),
            ("models.unauthorized.approval", "policy.model.approval"),
            ("models.unauthorized.kind", "policy.model.namesake"),
        ]
    );
    let found = edited(|file| file["models"]["normal"]["stages"] = json!(["authorize", "closed"]));
    assert_eq!(
        pairs(&found),
        [
            (
                "models.normal.stages.closed",
                "policy.model.not_on_the_road"
            ),
            ("models.normal.stages.implement", "policy.model.stage"),
            ("models.normal.stages.scheduled", "policy.model.stage"),
        ]
    );
}

#[test]
fn every_fault_of_a_template_is_told_at_once() {
    let found = edited(|file| {
        let template = |model: &str, version: u32| {
            json!({
                "title": "Reboot", "version": version, "model": model, "active": true, "locked": [],
                "cis": [
                    "63696974-656d-8000-8000-000000000001",
                    "63696974-656d-8000-8000-000000000002"
                ],
                "max_cis": 1
            })
        };
        file["templates"] = json!({
            "reboot": template("normal", 0),
            "Patch": template("patch", 1),
        });
    });
    assert_eq!(
        pairs(&found),
        [
            ("templates.Patch", "policy.code.text"),
            ("templates.Patch.cis", "policy.template.too_many"),
            ("templates.Patch.model", "policy.template.model"),
            ("templates.reboot.cis", "policy.template.too_many"),
            ("templates.reboot.model", "policy.template.model"),
            ("templates.reboot.version", "policy.version.zero"),
        ]
    );
}

#[test]
fn a_key_that_no_policy_has_is_refused() {
    let error = serde_json::from_str::<DraftChangePolicy>(r#"{"cab": true}"#).unwrap_err();
    assert!(error.to_string().contains("cab"), "{error}");
}
