//! Rules about the facts of an incident.

use crate::desk::{Case, code, label, note, policy_with, resolve};
use itsm_core::id::{CiId, TaskId};
use itsm_core::level::Priority;
use itsm_core::text::Title;
use itsm_incident::command::{
    AddTask, AffectCi, Categorize, ClearCi, CompleteTask, Describe, OverridePriority, Resolve,
    SetAttribute, SetSubStatus,
};
use itsm_incident::profile::Category;
use itsm_incident::resolution::ResolutionCode;
use itsm_testing::{proof::Says as _, proofs};

fn with_attributes() -> Case {
    Case::under(policy_with(
        r#"{ "attributes": { "floor": { "kind": "integer", "min": -2, "max": 9 } } }"#,
    ))
}

proofs! {
    /// The cellar has two floors, the house nine.
    incident_attribute_not_admitted: "incident.attribute.not_admitted" => {
        with_attributes()
            .refusal(SetAttribute::new(code("floor")).value(10))
            .saying("attribute", "floor")
            .saying("expected", "an integer from -2 to 9")
            .saying("got", "10")
    };
    /// What the policy does not define cannot be set.
    incident_attribute_unknown: "incident.attribute.unknown" => {
        with_attributes()
            .refusal(SetAttribute::new(code("roof")).value(true))
            .saying("attribute", "roof")
    };
    /// Category and subcategory come from the scheme.
    incident_category_unknown: "incident.category.unknown" => {
        Case::under(policy_with(r#"{ "categories": { "Network": ["LAN"], "Mail": [] } }"#))
            .refusal(Categorize::new(Category::with(label("Network"), label("Tape"))))
            .saying("category", "Network / Tape")
    };
    /// What was not affected cannot be cleared.
    incident_ci_not_affected: "incident.ci.not_affected" => {
        let ci = CiId::from_key(2);
        Case::new()
            .done(AffectCi::new(CiId::from_key(1)))
            .refusal(ClearCi::new(ci))
            .saying("ci", ci.to_string().as_str())
    };
    /// A demanded fact, of the command or of the record, has to be there.
    incident_fact_missing: "incident.fact.missing" => {
        Case::new().refusal(Resolve::new(ResolutionCode::FIXED)).lacking(["notes"])
    };
    /// A command that changes nothing is refused, so that no history fills with nothing.
    incident_nothing_to_change: "incident.nothing_to_change" => {
        Case::new().refusal(Describe::new())
    };
    /// Under such a policy the matrix has the last word.
    incident_priority_override_forbidden: "incident.priority.override_forbidden" => {
        let critical = Priority::new("Critical").unwrap();
        Case::under(policy_with(r#"{ "priority_override": false }"#))
            .refusal(OverridePriority::new(critical, note("The board calls.")))
    };
    /// A sub-status belongs to one state.
    incident_sub_status_unknown: "incident.sub_status.unknown" => {
        Case::under(policy_with(r#"{ "sub_statuses": { "new": ["Triage"], "on_hold": ["Ordered"] } }"#))
            .refusal(SetSubStatus::new().sub_status(label("Ordered")))
            .saying("sub_status", "Ordered")
    };
    /// A task is added once.
    incident_task_already: "incident.task.already" => {
        let task = TaskId::from_key(1);
        let add = || AddTask::new(task, Title::new("Swap the cable").unwrap());
        Case::new().done(add()).refusal(add()).saying("task", task.to_string().as_str())
    };
    /// A task is completed once.
    incident_task_not_open: "incident.task.not_open" => {
        let (one, two) = (TaskId::from_key(1), TaskId::from_key(2));
        let title = || Title::new("Swap the cable").unwrap();
        Case::new()
            .done(AddTask::new(one, title()))
            .done(AddTask::new(two, title()))
            .done(CompleteTask::new(one))
            .refusal(CompleteTask::new(one))
    };
}

#[test]
fn missing_facts_of_the_record_are_all_named_at_once() {
    let case = Case::under(policy_with(
        r#"{ "demands": { "resolve": ["notes", "record.service", "record.group", "record.ci"] } }"#,
    ));
    let refusal = case.refusal(resolve());
    assert_eq!(refusal.rule, "incident.fact.missing");
    assert_eq!(refusal.missing, ["ci", "group", "service"]);
}

#[test]
fn item_that_is_cleared_where_none_is_affected_is_refused_in_full_words() {
    let refusal = Case::new().refusal(ClearCi::new(CiId::from_key(1)));
    assert_eq!(refusal.rule, "incident.ci.not_affected");
    assert!(!refusal.to_string().contains('{'), "{refusal}");
}
