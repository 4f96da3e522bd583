//! Which rule wins where several speak of one moment.

use crate::{at, calendar, day, hours, office};
use itsm_calendar::{DraftCalendar, DraftDay, DraftEntry, DraftRecurrence, Seconds};

fn open(draft: &DraftCalendar, date: &str) -> Seconds {
    let calendar = calendar(draft.clone());
    let start = day(date).and_hms_opt(0, 0, 0).unwrap().and_utc();
    calendar
        .between(start, start + chrono::TimeDelta::days(1))
        .unwrap()
}

#[test]
fn windows_that_overlap_or_touch_are_one() {
    let draft =
        DraftCalendar::new("UTC").weekly("mon", ["09:00-13:00", "12:00-14:00", "14:00-15:00"]);
    let desk = calendar(draft);
    assert_eq!(
        desk.next_close(at("2026-06-01T09:00:00Z")),
        Ok(at("2026-06-01T15:00:00Z"))
    );
}

#[test]
fn one_off_day_stands_in_place_of_the_week() {
    let draft = office("UTC")
        .day(day("2026-06-02"), ["10:00-12:00"])
        .day(day("2026-06-06"), ["08:00-09:00"]);
    assert_eq!(open(&draft, "2026-06-02"), hours(2));
    assert_eq!(open(&draft, "2026-06-06"), hours(1));
    assert_eq!(open(&draft, "2026-06-03"), hours(8));
}

#[test]
fn one_off_day_stands_in_place_of_recurring_openings() {
    let extra = DraftEntry::new("late", DraftRecurrence::Daily { interval: 1 }).at(["20:00-22:00"]);
    let draft = office("UTC")
        .opening(extra)
        .day(day("2026-06-02"), ["10:00-12:00"]);
    assert_eq!(open(&draft, "2026-06-02"), hours(2));
    assert_eq!(open(&draft, "2026-06-03"), hours(10));
}

#[test]
fn shift_of_the_evening_before_is_not_touched_by_a_one_off_day() {
    let draft = DraftCalendar::new("UTC")
        .weekly("mon", ["22:00-06:00+1"])
        .day(day("2026-06-02"), [""; 0]);
    assert_eq!(open(&draft, "2026-06-02"), hours(6));
}

#[test]
fn exclusions_win_over_openings_of_every_kind() {
    let holiday = DraftEntry::date("holiday", day("2026-06-02"));
    let draft = office("UTC")
        .day(day("2026-06-02"), ["10:00-12:00"])
        .holiday(holiday);
    assert_eq!(open(&draft, "2026-06-02"), Seconds::ZERO);
    let lunch = office("UTC")
        .break_on("tue", ["12:00-12:30"])
        .day(day("2026-06-02"), ["11:00-13:00"]);
    assert_eq!(open(&lunch, "2026-06-02"), Seconds::minutes(90));
}

#[test]
fn one_off_day_despite_exclusions_wins_over_all() {
    let mut draft = office("UTC").holiday(DraftEntry::date("holiday", day("2026-06-02")));
    draft.days.push(DraftDay {
        date: day("2026-06-02"),
        windows: vec!["10:00-12:00".into()],
        despite_exclusions: true,
    });
    assert_eq!(open(&draft, "2026-06-02"), hours(2));
}

#[test]
fn half_holiday_closes_its_window_only() {
    let eve =
        DraftEntry::new("Christmas Eve", DraftRecurrence::yearly("12-24")).at(["12:00-24:00"]);
    assert_eq!(open(&office("UTC").holiday(eve), "2026-12-24"), hours(3));
}

#[test]
fn breaks_are_told_from_holidays() {
    let draft = office("Europe/Berlin")
        .break_on("mon-fri", ["12:00-13:00"])
        .holiday(DraftEntry::date("Whit Monday", day("2026-05-25")));
    let desk = calendar(draft);
    assert_eq!(desk.is_break(at("2026-06-01T10:00:00Z")), Ok(true));
    assert_eq!(desk.is_break(at("2026-06-01T11:00:00Z")), Ok(false));
    assert_eq!(desk.is_break(at("2026-05-25T08:00:00Z")), Ok(false));
    assert_eq!(desk.holiday_on(day("2026-05-25")), Some("Whit Monday"));
    assert_eq!(
        desk.date_of(at("2026-05-24T22:00:00Z")),
        Ok(day("2026-05-25"))
    );
}

#[cfg(feature = "serde")]
#[test]
fn draft_reads_as_plain_json() {
    let text = r#"{
        "name": "desk",
        "zone": "Europe/Berlin",
        "weekly": { "mon-thu": ["08:00-12:00", "13:00-17:00"], "fri": ["08:00-14:00"] },
        "days": [{ "date": "2026-12-24", "windows": ["08:00-12:00"] }],
        "holidays": [
            { "name": "Christmas", "on": { "kind": "yearly_range", "first": "12-25", "last": "12-26" } },
            { "name": "Good Friday", "on": { "kind": "easter", "offset": -2 } }
        ]
    }"#;
    let draft: DraftCalendar = serde_json::from_str(text).unwrap();
    assert_eq!(open(&draft, "2026-12-25"), Seconds::ZERO);
    assert_eq!(open(&draft, "2026-04-03"), Seconds::ZERO);
    assert_eq!(open(&draft, "2026-12-24"), hours(4));
    let again: DraftCalendar =
        serde_json::from_str(&serde_json::to_string(&draft).unwrap()).unwrap();
    assert_eq!(again, draft);
    assert!(serde_json::from_str::<DraftCalendar>(r#"{ "weekley": {} }"#).is_err());
}
