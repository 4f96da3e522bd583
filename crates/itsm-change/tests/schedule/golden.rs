//! The wire format and the texts of views are promises, pinned by golden files.

use crate::samples::{Told, at, book, ci, draft, plan, report, schedules, windows};
use itsm_change::conflict::{ConflictKind, ConflictSeverity};
use itsm_change::conflict_policy::{ConflictPolicy, DraftConflictPolicy};
use itsm_change::detect::Surroundings;
use itsm_change::kind::{ChangeType, Magnitude};
use itsm_change::planned::{FreezeOverride, PlannedChange};
use itsm_change::schedule::ChangeSchedule;
use itsm_change::windows::{WindowKind, WindowSchedules};
use itsm_core::draft::DraftCondition;
use itsm_core::id::{GroupId, PersonId, ServiceId};
use itsm_core::text::{Code, Note};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::fs;
use std::path::PathBuf;

/// The text of a golden file, after it was compared with what is written today.
/// `UPDATE_GOLDEN=1` writes it anew.
pub(crate) fn golden(name: &str, written: &str) -> String {
    let parts = [
        env!("CARGO_MANIFEST_DIR"),
        "tests",
        "golden",
        "schedule",
        name,
    ];
    let path: PathBuf = parts.iter().collect();
    if std::env::var_os("UPDATE_GOLDEN").is_some_and(|it| it == "1") {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, written).unwrap();
    }
    let kept = fs::read_to_string(&path).unwrap();
    assert_eq!(kept, written, "{name}; UPDATE_GOLDEN=1 writes it anew");
    kept
}

pub(crate) fn kept<T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(
    name: &str,
    value: &T,
) {
    let written = format!("{}\n", serde_json::to_string_pretty(value).unwrap());
    let text = golden(name, &written);
    assert_eq!(&serde_json::from_str::<T>(&text).unwrap(), value);
}

#[test]
fn schedule_is_written_and_read_as_promised() {
    let pass = FreezeOverride::new(
        PersonId::from_key(1),
        Note::new("The shop is down").unwrap(),
    );
    let mut full = draft(1, 7, 9, 21)
        .affected_cis(vec![ci(8), ci(1)])
        .services(vec![ServiceId::from_key(1)])
        .assignee(PersonId::from_key(2))
        .group(GroupId::from_key(3))
        .model(Code::new("patch").unwrap())
        .magnitude(Magnitude::Major)
        .inactive(false)
        .excluded(false)
        .authorized(true)
        .freeze_override(pass);
    full.change_type = ChangeType::Emergency;
    let full = PlannedChange::try_from(full).unwrap();
    kept("planned_change.json", &full);
    let mut policy = DraftConflictPolicy::default();
    kept("default_policy.json", &policy);
    assert_eq!(
        serde_json::from_str::<DraftConflictPolicy>("{}").unwrap(),
        policy
    );
    policy
        .blocks
        .insert(ConflictKind::Freeze, ConflictSeverity::High);
    policy
        .severities
        .insert(ConflictKind::SameItem, ConflictSeverity::Low);
    let policy = ConflictPolicy::try_from(policy).unwrap();
    kept("policy.json", &policy);

    let mut freeze = windows("closing", WindowKind::Freeze, "day");
    freeze.applies.classes = vec![Code::new("database").unwrap()];
    freeze.applies.cis = vec![ci(7)];
    freeze.applies.when = Some(DraftCondition::attribute("type").is("emergency"));
    freeze.severity = Some(ConflictSeverity::High);
    freeze
        .severity_by_type
        .insert(ChangeType::Standard, ConflictSeverity::Low);
    freeze.may_pass.insert(ChangeType::Emergency);
    let all = vec![freeze, windows("nights", WindowKind::Maintenance, "night")];
    let calendars = book(&[("day", "08:00-18:00"), ("night", "20:00-23:00")]);
    let all = WindowSchedules::try_from(schedules(calendars, all)).unwrap();
    kept("windows.json", &all);

    let mut estate = Told::of(20);
    estate.contains.insert((ci(1), ci(7)));
    estate.groups.push((ci(10), vec![ci(7), ci(2)], 2));
    let others = [plan(2, 7, 20, 22), plan(3, 1, 20, 23), plan(4, 2, 20, 21)];
    let schedule = ChangeSchedule::of(others).unwrap();
    let laid = all.lay_out(at(1, 0, 0)..at(5, 0, 0)).unwrap();
    let found = report(&schedule, &full, policy.draft().clone(), &laid, &mut estate);
    kept("report.json", &found);
    let reasons: Vec<String> = found
        .conflicts
        .iter()
        .map(itsm_change::conflict::Conflict::reason)
        .collect();
    golden("reasons.txt", &format!("{}\n", reasons.join("\n")));
    let mut around = Surroundings {
        policy: &policy,
        windows: &laid,
        estate: &mut estate,
    };
    let slots = schedule
        .free_slots(&plan(9, 7, 1, 2), at(2, 0, 0), &mut around)
        .unwrap();
    kept("slots.json", &slots);
    kept("clashes.json", &schedule.clashes_of(&full));
}
