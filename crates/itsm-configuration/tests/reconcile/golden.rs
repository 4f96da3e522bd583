//! Golden files: what is written today is what was written before, and is read back as it was.
//!
//! Run with `UPDATE_GOLDEN=1` to write them anew; the difference is then a change of the wire format.

use crate::desk::*;
use itsm_configuration::draft_identification::{
    DraftIdentificationPolicy, DraftPrecedence, DraftRanking, DraftSource,
};
use itsm_configuration::identification::Dynamic;
use itsm_configuration::payload::{End, ObservedRelation, Payload};
use itsm_configuration::reports::{Reports, Told};
use itsm_core::time::Seconds;
use std::fs;
use std::path::PathBuf;

fn golden(name: &str, written: &str) -> String {
    let written = format!("{written}\n");
    let path: PathBuf = [env!("CARGO_MANIFEST_DIR"), "tests", "golden", name]
        .iter()
        .collect();
    if std::env::var_os("UPDATE_GOLDEN").is_some_and(|it| it == "1") {
        fs::write(&path, &written).unwrap();
    }
    let kept = fs::read_to_string(path).unwrap();
    assert_eq!(kept, written, "{name}; UPDATE_GOLDEN=1 writes it anew");
    kept
}

fn full() -> DraftIdentificationPolicy {
    let mut draft = draft();
    draft.identification.get_mut("hardware").unwrap()[0].required = ["cores".into()].into();
    let ranking = DraftRanking {
        dynamic: Some(Dynamic::Largest),
        order: vec!["agent".into(), "change".into()],
    };
    let precedence = DraftPrecedence {
        all: Some(DraftRanking {
            dynamic: None,
            ..ranking.clone()
        }),
        data: [("cores".to_string(), ranking)].into(),
    };
    draft.precedence.insert("server".into(), precedence);
    draft
        .sources
        .insert("monitor".into(), DraftSource { insert: false });
    let days = [("agent".to_string(), Seconds::days(30))];
    draft.staleness.insert("hardware".into(), days.into());
    draft
}

#[test]
fn rules_are_written_and_read_as_before() {
    for (name, draft) in [
        (
            "identification_default.json",
            DraftIdentificationPolicy::default(),
        ),
        ("identification_full.json", full()),
    ] {
        let kept = golden(name, &serde_json::to_string_pretty(&draft).unwrap());
        let read: DraftIdentificationPolicy = serde_json::from_str(&kept).unwrap();
        assert_eq!(read, draft);
    }
    let silent: DraftIdentificationPolicy = serde_json::from_str("{}").unwrap();
    assert_eq!(silent, DraftIdentificationPolicy::default());
}

fn payload() -> Payload {
    let web = server("web", "CZ1")
        .tag(label("P-1"))
        .attribute(code("cores"), 8_i64)
        .attribute(code("host"), label("web1"));
    let disk = within(item("disk", "disk"), "box");
    let boxed = item("box", "storage").serial(label("S1"));
    let mut relation =
        ObservedRelation::new(End::Item(code("web")), code("depends_on"), ci(2).into());
    relation.qualifier = Some(label("orders"));
    Payload::new(code("scanner"), nine(), vec![web, disk, boxed]).relations([relation])
}

#[test]
fn payload_is_written_and_read_as_before() {
    let payload = payload();
    let kept = golden(
        "payload.json",
        &serde_json::to_string_pretty(&payload).unwrap(),
    );
    let read: Payload = serde_json::from_str(&kept).unwrap();
    assert_eq!(read, payload);
}

#[test]
fn plan_is_written_as_before() {
    let mut shop = Shop::new();
    shop.has_server(1, "CZ1");
    shop.has_server(2, "CZ1");
    let mut payload = payload();
    payload.items.push(item("nameless", "server"));
    payload.items.push(item("odd", "spaceship"));
    let plan = shop.try_plan(&payload).unwrap();
    golden("plan.json", &serde_json::to_string_pretty(&plan).unwrap());
}

#[test]
fn reports_are_stored_and_read_back() {
    let mut shop = Shop::new();
    let named = server("web", "CZ1").name(title("long ".repeat(20).trim()));
    shop.sees(
        "scanner",
        vec![named, server("app", "CZ2").attribute(code("cores"), 8_i64)],
    );
    let told: Vec<Told> = shop.reports.iter().collect();
    let text = serde_json::to_string(&told).unwrap();
    let read: Vec<Told> = serde_json::from_str(&text).unwrap();
    assert_eq!(read, told);
    assert_eq!(read.into_iter().collect::<Reports>(), shop.reports);
}
