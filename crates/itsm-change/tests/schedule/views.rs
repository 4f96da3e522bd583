//! What the schedule shows: by item, by service, by date, as iCalendar text and as a picture.

use crate::golden::golden;
use crate::samples::{Told, at, book, change, ci, draft, plan, schedules, windows};
use itsm_calendar::Zone;
use itsm_change::chart::ChartView;
use itsm_change::conflict::ConflictNames;
use itsm_change::kind::ChangeType;
use itsm_change::planned::PlannedChange;
use itsm_change::schedule::ChangeSchedule;
use itsm_change::windows::{WindowKind, WindowSchedules};
use itsm_core::id::{ChangeId, CiId, ServiceId};
use itsm_core::text::Title;
use std::collections::BTreeSet;

struct Named;

impl ConflictNames for Named {
    fn ci(&self, ci: CiId) -> String {
        format!("server {}", ci.key().unwrap())
    }
}

fn keys(all: &[&PlannedChange]) -> Vec<u64> {
    all.iter().map(|it| it.change().key().unwrap()).collect()
}

#[test]
fn forward_view_is_by_item_service_and_date() {
    let shop = ServiceId::from_key(1);
    let names_it = PlannedChange::try_from(draft(1, 1, 22, 23).services(vec![shop])).unwrap();
    let carries_it = plan(2, 2, 20, 21);
    let over_midnight = draft(3, 3, 23, 24 - 1).end(at(3, 1, 0));
    let over_midnight = PlannedChange::try_from(over_midnight).unwrap();
    let schedule = ChangeSchedule::of([names_it, carries_it, over_midnight]).unwrap();
    let mut estate = Told::of(10);
    estate.services.insert(ci(2), vec![shop]);
    let (from, until) = (at(2, 0, 0), at(4, 0, 0));
    assert_eq!(keys(&schedule.during(from, until)), [2, 1, 3]);
    assert_eq!(
        keys(&schedule.during(at(2, 21, 0), at(2, 22, 0))),
        [0_u64; 0]
    );
    assert_eq!(keys(&schedule.of_item(ci(1), from, until)), [1]);
    assert_eq!(
        keys(&schedule.of_service(shop, from, until, &estate)),
        [2, 1]
    );
    let dates = schedule.by_date(from, until, &Zone::utc()).unwrap();
    let dates: Vec<_> = dates
        .iter()
        .map(|(date, all)| (date.to_string(), keys(all)))
        .collect();
    let expected = [("2026-03-02", vec![2, 1, 3]), ("2026-03-03", vec![3])];
    assert_eq!(dates, expected.map(|(date, all)| (date.to_owned(), all)));
    // In Tokyo, nine hours ahead, all of it is on the third; the end at ten is not included.
    let tokyo = schedule
        .by_date(from, until, &Zone::new("Asia/Tokyo").unwrap())
        .unwrap();
    let dates: Vec<_> = tokyo.keys().map(ToString::to_string).collect();
    assert_eq!(dates, ["2026-03-03"]);
}

#[test]
fn items_of_changes_at_work_are_in_maintenance() {
    let also = draft(1, 1, 20, 22).affected_cis(vec![ci(5)]);
    let over = draft(2, 9, 20, 22).inactive(true);
    let changes = [also, over].map(|it| PlannedChange::try_from(it).unwrap());
    let schedule = ChangeSchedule::of(changes).unwrap();
    assert_eq!(schedule.in_maintenance(at(2, 20, 0)), [ci(1), ci(5)]);
    assert_eq!(schedule.in_maintenance(at(2, 21, 59)), [ci(1), ci(5)]);
    assert!(schedule.in_maintenance(at(2, 22, 0)).is_empty());
}

#[test]
fn icalendar_is_folded_escaped_and_stable() {
    let mut long = draft(1, 1, 20, 22).authorized(true);
    let title = "Störung; Ersatz, mit \\ und \u{1f525}: ".repeat(4);
    long.title = Title::new(&title).unwrap();
    let fraction = draft(2, 2, 21, 22).end(at(2, 22, 0) + chrono_nanos(1));
    let changes = [long, fraction].map(|it| PlannedChange::try_from(it).unwrap());
    let schedule = ChangeSchedule::of(changes).unwrap();
    let text = schedule.to_icalendar(at(1, 0, 0), at(9, 0, 0), at(1, 8, 0), &Named);
    for line in text.strip_suffix("\r\n").unwrap().split("\r\n") {
        assert!(line.len() <= 75 && !line.contains('\n'), "{line}");
    }
    let unfolded = text.replace("\r\n ", "");
    let summary = unfolded
        .lines()
        .find_map(|it| it.strip_prefix("SUMMARY:"))
        .unwrap();
    let plain = summary
        .replace("\\;", ";")
        .replace("\\,", ",")
        .replace("\\\\", "\\");
    assert_eq!(plain, title);
    assert!(unfolded.contains(&format!("UID:{}\r\n", change(1))));
    // A fraction of a second begins another one.
    assert!(unfolded.contains("DTEND:20260302T220001Z"));
    golden("schedule.ics", &text);
}

fn chrono_nanos(nanos: i64) -> itsm_core::time::chrono::TimeDelta {
    itsm_core::time::chrono::TimeDelta::nanoseconds(nanos)
}

#[test]
fn chart_has_a_bar_for_each_change_and_marks_what_is_in_conflict() {
    let mut emergency = draft(3, 3, 3, 5);
    emergency.change_type = ChangeType::Emergency;
    emergency.title =
        Title::new("Patch <web> & \"shop\", which has a name that is far too long to fit").unwrap();
    let emergency = PlannedChange::try_from(emergency).unwrap();
    let changes = [plan(1, 1, 20, 22), plan(2, 1, 21, 23), emergency];
    let schedule = ChangeSchedule::of(changes).unwrap();
    let all = vec![
        windows("maintenance", WindowKind::Maintenance, "evening"),
        windows("freeze", WindowKind::Freeze, "noon"),
    ];
    let calendars = book(&[("evening", "20:00-23:00"), ("noon", "11:00-13:00")]);
    let all = WindowSchedules::try_from(schedules(calendars, all)).unwrap();
    let laid = all.lay_out(at(1, 0, 0)..at(5, 0, 0)).unwrap();
    let conflicting: BTreeSet<ChangeId> = [change(1), change(2)].into();
    let view = ChartView {
        name: "March",
        from: at(2, 0, 0),
        until: at(4, 0, 0),
        windows: &laid,
        conflicting: &conflicting,
    };
    let svg = schedule.to_svg(&view);
    assert_eq!(
        svg.matches("class=\"clash\"").count(),
        2 + 1,
        "and one in the legend"
    );
    assert!(svg.contains("Patch &lt;web&gt; &amp;"));
    golden("schedule.svg", &svg);
    let empty = ChangeSchedule::new().to_svg(&view);
    assert!(empty.contains("No change is planned."));
    assert!(!svg.contains("Without a time"));
    // What has no time is not forgotten, and a list of them does not fill the wall.
    let mut undated = schedule.clone();
    for key in 100..150_u64 {
        let mut draft = draft(key, 7, 9, 10);
        (draft.start, draft.end) = (None, None);
        undated.put(PlannedChange::try_from(draft).unwrap());
    }
    let mut over = draft(200, 7, 9, 10).inactive(true);
    (over.start, over.end) = (None, None);
    undated.put(PlannedChange::try_from(over).unwrap());
    let svg = undated.to_svg(&view);
    assert!(svg.contains("Without a time"));
    assert!(svg.contains("Change 100") && svg.contains("Change 139"));
    assert!(!svg.contains("Change 140") && !svg.contains("Change 200"));
    assert!(svg.contains("and 10 more"));
}
