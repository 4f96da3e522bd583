//! A file that says something of one command leaves the default of the others as it is.

use itsm_incident::command::IncidentCommandKind;
use itsm_incident::draft::DraftIncidentPolicy;
use serde_json::{Value, json};

fn read(file: &Value) -> DraftIncidentPolicy {
    serde_json::from_value(file.clone()).unwrap()
}

#[test]
fn roles_of_one_command_leave_the_others_reserved() {
    let usual = DraftIncidentPolicy::default().roles;
    let given = read(&json!({ "roles": { "assign": ["specialist"] } })).roles;
    assert_eq!(given["redact"], usual["redact"]);
    assert_eq!(given["correct"], usual["correct"]);
    assert_eq!(given["assign"], ["specialist".to_owned()].into());
}

#[test]
fn what_a_file_says_of_a_command_replaces_the_default_and_an_empty_list_lifts_it() {
    let given = read(&json!({
        "demands": { "resolve": ["restored_at"], "close": [] },
        "roles": { "redact": ["process_owner"], "correct": [] },
    }));
    assert_eq!(given.demands["resolve"], ["restored_at".to_owned()].into());
    assert!(!given.demands.contains_key("close"));
    assert!(given.demands.contains_key("reopen"));
    assert_eq!(given.roles["redact"], ["process_owner".to_owned()].into());
    assert!(!given.roles.contains_key("correct"));
}

#[test]
fn what_is_lifted_stays_so_when_it_is_written_and_read_again() {
    let mut draft = DraftIncidentPolicy::default();
    draft.demands.clear();
    draft.roles.remove("redact");
    let written = serde_json::to_value(&draft).unwrap();
    assert_eq!(written["demands"]["close"], json!([]));
    assert_eq!(read(&written), draft);
}

#[test]
fn a_name_that_is_not_known_is_told_what_there_is() {
    let error = "holds".parse::<IncidentCommandKind>().unwrap_err();
    let text = error.to_string();
    assert!(
        text.starts_with("`holds` is not known, expected one of: acknowledge, "),
        "{text}"
    );
    assert_eq!(error.expected().len(), IncidentCommandKind::ALL.len());
}
