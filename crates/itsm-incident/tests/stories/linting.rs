//! What the linter finds in a policy.

use crate::desk::{policy, set};
use itsm_core::draft::DraftCondition;
use itsm_core::id::GroupId;
use itsm_core::rule_table::DraftRule;
use itsm_core::time::Seconds;
use itsm_incident::assignment::AssignTo;
use itsm_incident::draft::DraftIncidentPolicy;
use itsm_incident::policy::{AutoCloseBasis, IncidentPolicy};

fn finds(change: impl FnOnce(&mut DraftIncidentPolicy)) -> Vec<String> {
    let findings = policy(change).lint();
    findings.iter().map(ToString::to_string).collect()
}

#[test]
fn policy_that_ships_is_sound() {
    assert_eq!(IncidentPolicy::default().lint(), []);
}

#[test]
fn state_without_a_way_out_is_found() {
    let ways = [
        "resume",
        "end_hold",
        "resolve",
        "cancel",
        "merge_into",
        "follow_parent",
        "record_requester_reply",
        "resolve_unanswered",
    ];
    let found = finds(|draft| {
        for way in ways {
            draft.forbidden.insert(way.into(), set(["on_hold"]));
        }
    });
    assert!(
        found.contains(
            &"state `on_hold` is a dead end: all that leads out of it is forbidden".into()
        ),
        "{found:?}"
    );
    // What is allowed nowhere else is forbidden everywhere, and that is told as well.
    assert!(
        found.contains(&"command `resume` is forbidden wherever the lifecycle allows it".into())
    );
    let found = finds(|draft| {
        for way in &ways[1..] {
            draft.forbidden.insert((*way).into(), set(["on_hold"]));
        }
    });
    assert!(!found.iter().any(|it| it.contains("dead end")), "{found:?}");
}

#[test]
fn time_to_reopen_that_never_lasts_is_found() {
    let short = |draft: &mut DraftIncidentPolicy| draft.auto_close = Some(Seconds::days(2));
    assert_eq!(
        finds(short),
        ["`reopen_window` is 5 d, but incidents close by themselves after 2 d"]
    );
    // Counted from the last update, nobody can say.
    let updates = |draft: &mut DraftIncidentPolicy| {
        short(draft);
        draft.auto_close_basis = AutoCloseBasis::LastUpdate;
    };
    assert_eq!(finds(updates), [] as [&str; 0]);
}

#[test]
fn rule_that_never_gets_its_turn_is_found_with_its_table() {
    let priority = || DraftCondition::attribute("priority");
    let to = || AssignTo::new([GroupId::from_key(1)]);
    let found = finds(|draft| {
        draft.assignment.rules = vec![
            DraftRule::new("high", priority().at_least("High"), to()),
            DraftRule::new("critical", priority().is("Critical"), to()),
        ];
    });
    assert_eq!(
        found,
        [
            "`assignment`: rule `critical` never gets its turn: all it matches is matched before by `high`"
        ]
    );
}
