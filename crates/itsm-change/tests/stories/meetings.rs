//! Meetings: what a board has before it, and what it has decided.

use crate::desk::{
    Case, at, bea, change_id, ci, done, failed, hours, incident, mia, nine, note, person, profile,
    title, two_of_the_board,
};
use itsm_change::Change;
use itsm_change::agenda::{Agenda, LookAgain, Meeting, MeetingNames};
use itsm_change::approval::Answer;
use itsm_change::command::*;
use itsm_change::conflict::{ConflictNames, ConflictReport};
use itsm_change::conflict_policy::ConflictPolicy;
use itsm_change::detect::Surroundings;
use itsm_change::estate::UnknownEstate;
use itsm_change::kind::{ChangeType, Magnitude};
use itsm_change::minutes::{Resolution, minutes, to_markdown};
use itsm_change::profile::ChangeProfile;
use itsm_change::schedule::ChangeSchedule;
use itsm_change::windows::{DraftWindowSchedules, WindowSchedules};
use itsm_core::context::Context;
use itsm_core::id::{ChangeId, CiId, PersonId};
use itsm_core::text::RecordNumber;
use std::collections::BTreeMap;
use std::fs;

struct Names;

impl ConflictNames for Names {
    fn ci(&self, it: CiId) -> String {
        if it == ci(1) {
            "srv-mail-01"
        } else {
            "srv-*-02"
        }
        .into()
    }

    fn change(&self, it: ChangeId) -> String {
        format!("CHG-{}", if it == change_id(1) { 1 } else { 2 })
    }
}

impl MeetingNames for Names {
    fn person(&self, it: PersonId) -> String {
        let known = [(1, "Mia"), (3, "Bea"), (21, "Ida")];
        let found = known.into_iter().find(|(key, _)| person(*key) == it);
        found.map_or("somebody", |it| it.1).into()
    }
}

/// Compared with the file of that name; `UPDATE_GOLDEN=1` writes it anew.
fn golden(name: &str, written: &str) {
    let path = format!("{}/tests/golden/{name}", env!("CARGO_MANIFEST_DIR"));
    if std::env::var_os("UPDATE_GOLDEN").is_some_and(|it| it == "1") {
        fs::write(&path, written).unwrap();
    }
    assert_eq!(fs::read_to_string(&path).unwrap(), written, "{name}");
}

fn numbered(kind: ChangeType, number: &str, text: &str) -> ChangeProfile {
    let mut of = profile(kind)
        .number(RecordNumber::new(number).unwrap())
        .justification(note("Mails | are late."));
    of.title = title(text);
    of
}

fn asked() -> Case {
    let of = numbered(ChangeType::Normal, "CHG-1", "A bigger queue");
    Case::of(two_of_the_board(), of)
        .documented()
        .after(RequestAuthorization::new())
}

fn meeting<'a>(case: &'a Case, conflicts: &'a BTreeMap<ChangeId, ConflictReport>) -> Meeting<'a> {
    Meeting {
        name: "Change board",
        since: at("2026-02-23T09:00:00Z"),
        at: at("2026-03-02T09:00:00Z"),
        policy: &case.policy,
        conflicts,
    }
}

#[test]
fn the_agenda_says_what_is_to_be_decided_and_what_went_wrong() {
    let case = asked();
    // Another one, planned for the same item, is authorized already.
    let cx = Context::new(nine(), &case.actor, &case.policy);
    let of = numbered(ChangeType::Normal, "CHG-2", "Patches").cis([ci(1), ci(2)]);
    let (mut other, _) = Change::register(change_id(2), of, [], &cx).unwrap();
    other
        .execute(Schedule::new(crate::desk::window_after(nine())), &cx)
        .unwrap();
    let schedule = ChangeSchedule::of_records([&case.change, &other]).unwrap();
    let policy = ConflictPolicy::default();
    let windows = WindowSchedules::try_from(DraftWindowSchedules::default()).unwrap();
    let range = nine()..at("2026-03-09T00:00:00Z");
    let report = schedule.conflicts(
        &case.change.planned().unwrap(),
        nine(),
        &mut Surroundings {
            policy: &policy,
            windows: &windows.lay_out(range).unwrap(),
            estate: &mut UnknownEstate,
        },
    );
    let conflicts = BTreeMap::from([(change_id(1), report)]);
    // One was made last week and failed, and one was an emergency that caused an incident.
    let failed = Case::implementing().later(hours(1)).after(failed());
    let hurried = Case::emergency()
        .after(CastVote::new(Answer::Approve))
        .after(StartImplementation::new())
        .after(done())
        .after(LinkCaused::new(incident(7)));
    let meeting = Meeting {
        since: at("2026-02-23T09:00:00Z"),
        at: at("2026-03-03T09:00:00Z"),
        ..meeting(&case, &conflicts)
    };
    let records = [
        &failed.change,
        &case.change,
        &hurried.change,
        &Case::scheduled().change,
    ];
    let agenda = Agenda::of(&meeting, records);
    assert_eq!(agenda.to_authorize.len(), 1);
    assert_eq!(agenda.ahead.len(), 1);
    let why: Vec<&[LookAgain]> = agenda.to_look_at.iter().map(|it| &it.1[..]).collect();
    let expected: [&[LookAgain]; 2] = [
        &[LookAgain::CausedIncidents, LookAgain::Emergency],
        &[LookAgain::Failed],
    ];
    assert_eq!(why, expected);
    golden("agenda.md", &agenda.to_markdown(&meeting, &Names));
}

#[test]
fn an_agenda_of_nothing_says_so() {
    let (case, conflicts) = (Case::new(), BTreeMap::new());
    let meeting = meeting(&case, &conflicts);
    let page = Agenda::of(&meeting, []).to_markdown(&meeting, &Names);
    assert_eq!(page.matches("Nothing").count(), 3);
}

#[test]
fn what_rests_is_not_decided_and_what_has_no_time_comes_last() {
    let conflicts = BTreeMap::new();
    let held = asked().after(Hold::new(note("A freeze.")));
    let undated = Case::emergency();
    let dated = asked();
    let meeting = meeting(&dated, &conflicts);
    let agenda = Agenda::of(&meeting, [&undated.change, &held.change, &dated.change]);
    let first: Vec<bool> = agenda
        .to_authorize
        .iter()
        .map(|it| it.window().is_some())
        .collect();
    assert_eq!(first, [true, false]);
}

#[test]
fn the_minutes_say_who_answered_what_and_what_came_of_it() {
    let conflicts = BTreeMap::new();
    let open = asked()
        .by(mia())
        .after(CastVote::new(Answer::Approve).comment(note("After *eight*.")));
    let decided = asked()
        .by(mia())
        .after(CastVote::new(Answer::Approve))
        .by(bea())
        .after(CastVote::new(Answer::Approve))
        .by(mia())
        .after(CastVote::new(Answer::Reject));
    let rejected = asked().by(bea()).after(CastVote::new(Answer::Reject));
    let edited = asked()
        .by(mia())
        .after(CastVote::new(Answer::Approve))
        .after(SetMagnitude::new(Magnitude::Major));
    let meeting = meeting(&open, &conflicts);
    let all = [
        &open.change,
        &decided.change,
        &rejected.change,
        &edited.change,
        &Case::new().change,
    ];
    let found = minutes(&meeting, meeting.at, all);
    let resolutions: Vec<Resolution> = found.iter().map(|it| it.resolution).collect();
    let expected = [
        Resolution::Open,
        Resolution::Authorized,
        Resolution::Rejected,
        Resolution::Void,
    ];
    assert_eq!(resolutions, expected);
    golden("minutes.md", &to_markdown(&found, &meeting, &Names));
    assert_eq!(
        minutes(
            &Meeting {
                at: meeting.at + days_of(1),
                ..meeting
            },
            meeting.at + days_of(2),
            all
        )
        .len(),
        0
    );
}

fn days_of(n: i64) -> itsm_core::time::chrono::TimeDelta {
    itsm_core::time::chrono::TimeDelta::days(n)
}
