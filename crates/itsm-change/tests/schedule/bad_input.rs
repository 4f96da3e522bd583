//! What is wrong with drafts, all of it at once.

use crate::samples::{at, book, draft, plan, schedules, windows};
use itsm_calendar::DraftCalendar;
use itsm_change::conflict::{ConflictKind, ConflictSeverity};
use itsm_change::conflict_policy::{ConflictPolicy, DraftConflictPolicy};
use itsm_change::planned::PlannedChange;
use itsm_change::schedule::ChangeSchedule;
use itsm_change::windows::{WindowKind, WindowSchedules};
use itsm_core::draft::DraftCondition;
use itsm_core::fault::Faults;
use itsm_core::time::Seconds;

fn told(faults: &Faults) -> Vec<(&str, &str)> {
    let all = faults.iter();
    all.map(|it| (it.path.as_str(), it.rule)).collect()
}

#[test]
fn window_that_does_not_end_after_it_starts_is_refused() {
    for end in [at(2, 9, 59), at(2, 10, 0)] {
        let backwards = draft(1, 7, 10, 11).end(end);
        let faults = PlannedChange::try_from(backwards).unwrap_err();
        assert_eq!(told(&faults), [("end", "planned_change.window.order")]);
    }
    let early = draft(1, 7, 10, 11).start(
        "1600-01-01T00:00:00Z"
            .parse::<itsm_core::time::Instant>()
            .unwrap(),
    );
    let faults = PlannedChange::try_from(early).unwrap_err();
    assert_eq!(told(&faults), [("start", "planned_change.window.range")]);
    assert!(
        plan(1, 7, 10, 11)
            .moved(at(2, 12, 0), at(2, 11, 0))
            .is_err()
    );
    let json = r#"{"change": "00000000-0000-0000-0000-000000000001", "change_type": "normal", "title": "Patch",
        "start": "2026-03-02T10:00:00Z", "end": "2026-03-02T09:00:00Z"}"#;
    let error = serde_json::from_str::<PlannedChange>(json).unwrap_err();
    assert!(
        error.to_string().contains("planned_change.window.order"),
        "{error}"
    );
}

#[test]
fn change_stands_in_a_schedule_once() {
    let twice = ChangeSchedule::of([plan(1, 7, 10, 11), plan(1, 8, 10, 11)]).unwrap_err();
    assert_eq!(twice.rule(), "change_schedule.change.twice");
    assert!(
        twice
            .to_string()
            .contains("again (change_schedule.change.twice)")
    );
}

#[test]
fn policy_reports_all_its_faults_at_once() {
    let mut draft = DraftConflictPolicy {
        together: 1,
        suggestions: 101,
        horizon: Seconds(0),
        ..DraftConflictPolicy::default()
    };
    draft
        .severities
        .insert(ConflictKind::ParentFreeze, ConflictSeverity::Low);
    let faults = ConflictPolicy::try_from(draft).unwrap_err();
    let all = [
        ("horizon", "conflict_policy.horizon.range"),
        (
            "severities.parent_freeze",
            "conflict_policy.severity.freeze",
        ),
        ("suggestions", "conflict_policy.suggestions.range"),
        ("together", "conflict_policy.together.range"),
    ];
    assert_eq!(told(&faults), all);
}

#[test]
fn schedules_of_windows_report_all_their_faults_at_once() {
    let mut calendars = book(&[("day", "08:00-18:00")]);
    let floating = DraftCalendar::floating().weekly("mon", ["08:00-09:00"]);
    calendars.calendars.push(floating.named("floating"));
    let mut maintenance = windows("one", WindowKind::Maintenance, "day");
    maintenance.severity = Some(ConflictSeverity::Low);
    let mut asking = windows("two", WindowKind::Freeze, "day");
    asking.applies.when = Some(DraftCondition::attribute("typ").is("normal"));
    let all = vec![
        maintenance,
        windows("one", WindowKind::Freeze, "night"),
        windows("three", WindowKind::Freeze, "floating"),
        asking,
    ];
    let faults = WindowSchedules::try_from(schedules(calendars, all)).unwrap_err();
    let expected = [
        ("schedules[0]", "window_schedule.maintenance.freeze_words"),
        ("schedules[1].calendar", "window_schedule.calendar.unknown"),
        ("schedules[1].id", "window_schedule.id.twice"),
        ("schedules[2].calendar", "window_schedule.calendar.floating"),
        (
            "schedules[3].applies.when.attribute",
            "condition.attribute.unknown",
        ),
    ];
    assert_eq!(told(&faults), expected);
    // Where a calendar cannot be read, it is not told as unknown as well.
    let broken = book(&[("day", "18:00-08:00")]);
    let all = vec![windows("one", WindowKind::Freeze, "day")];
    let faults = WindowSchedules::try_from(schedules(broken, all)).unwrap_err();
    assert_eq!(faults.len(), 1);
    assert!(
        faults
            .iter()
            .all(|it| it.path.starts_with("book.calendars[0]")),
        "{faults}"
    );
}
