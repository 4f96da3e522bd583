//! Drafts as they stand in files, which is a promise.
#![cfg(feature = "serde")]

use itsm_fault_tree::{DraftFaultTree, DraftGate, GateKind};

#[test]
fn draft_is_written_as_promised_and_read_back() {
    let mut draft = DraftFaultTree::new("top")
        .and("top", ["a", "b"])
        .or("a", ["e", "h"])
        .at_least("b", 2, ["e", "f", "c"])
        .event("e", 0.5)
        .event("f", None)
        .house_event("h", true);
    draft.gates.push(DraftGate {
        name: "c".into(),
        kind: GateKind::Pass,
        k: None,
        inputs: vec!["f".into()],
    });
    let text = serde_json::to_string_pretty(&draft).unwrap();
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/draft.json");
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(path, format!("{text}\n")).unwrap();
    }
    let golden = std::fs::read_to_string(path).unwrap();
    assert_eq!(golden.trim_end(), text);
    assert_eq!(
        serde_json::from_str::<DraftFaultTree>(&golden).unwrap(),
        draft
    );
}

#[test]
fn unknown_member_is_refused() {
    let text = r#"{ "top": "a", "events": [{ "name": "a", "probabilty": 0.5 }] }"#;
    let error = serde_json::from_str::<DraftFaultTree>(text).unwrap_err();
    assert!(error.to_string().contains("`probabilty`"), "{error}");
}
