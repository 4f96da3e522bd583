//! Who was verified in time, who comes next, and how good the records are.

use crate::desk::{ci, code, policy_with, standing, title};
use crate::keeper::Keeper;
use itsm_configuration::command::{Attest, Verify};
use itsm_configuration::coverage::{Coverage, DutyState, Quality};
use itsm_configuration::duty::Duty;
use itsm_configuration::profile::CiProfile;
use itsm_configuration::scope::Scope;
use itsm_configuration::state::LifecycleStage;
use itsm_configuration::verification::Discrepancy;
use itsm_core::id::{CiId, PersonId};
use itsm_core::ratio::Ratio;
use itsm_core::text::Note;
use itsm_core::time::Seconds;
use std::collections::BTreeSet;

/// Servers are verified every ten days, applications every hundred, services never.
fn keeper() -> Keeper {
    Keeper::under(policy_with(|draft| {
        let mut every = |class: &str, interval| {
            draft.classes.get_mut(class).unwrap().verify_every = Some(interval);
        };
        every("server", Seconds::days(10));
        every("application", Seconds::days(100));
        every("service", Seconds(0));
    }))
}

fn coverage(keeper: &Keeper, duty: Duty) -> Coverage {
    let (estate, policy) = (&keeper.estate, &keeper.policy);
    Coverage::of(
        estate,
        policy,
        duty,
        &Scope::Everything,
        keeper.now,
        Seconds::days(3),
    )
}

#[test]
fn each_class_has_its_interval_and_each_item_its_turn() {
    let mut keeper = keeper();
    for key in 1..=4 {
        keeper.has(key, "server", "srv");
    }
    keeper.has(5, "application", "shop");
    keeper.has(6, "service", "Web shop");
    let retired = standing(LifecycleStage::EndOfLife, "Retired");
    keeper.has_standing(7, "server", "old", retired);
    let verify = || Verify::new(BTreeSet::new());
    keeper.waits(Seconds::days(3));
    keeper.does(ci(1), verify()); // due on day 13
    keeper.waits(Seconds::days(5));
    keeper.does(ci(2), verify()); // due on day 18
    keeper.waits(Seconds::days(2)); // day 10: the other two servers are late now
    let found = coverage(&keeper, Duty::Verification);
    assert_eq!(found.all.within, Ratio::new(2, 5));
    assert_eq!(
        (found.all.due, found.all.overdue, found.all.never),
        (1, 2, 3)
    );
    let servers = found.classes[&code("server")];
    assert_eq!(servers.within, Ratio::new(2, 4));
    let due: Vec<(CiId, DutyState)> = found.due_list().map(|it| (it.ci, it.state)).collect();
    assert_eq!(
        due,
        [
            (ci(3), DutyState::Overdue),
            (ci(4), DutyState::Overdue),
            (ci(1), DutyState::Due)
        ]
    );
    assert_eq!(
        found.owed.len(),
        5,
        "the service and the retired one owe nothing"
    );
    assert!(!found.classes.contains_key(&code("service")));
}

#[test]
fn last_second_before_it_is_due_is_in_time() {
    let mut keeper = keeper();
    keeper.has(1, "server", "srv");
    keeper.does(ci(1), Verify::new(BTreeSet::new()));
    keeper.waits(Seconds(Seconds::days(10).0 - 1));
    let found = coverage(&keeper, Duty::Verification);
    assert_eq!((found.all.within, found.all.overdue), (Ratio::new(1, 1), 0));
    keeper.waits(Seconds(1));
    let found = coverage(&keeper, Duty::Verification);
    assert_eq!((found.all.within, found.all.overdue), (Ratio::new(0, 1), 1));
    assert_eq!(found.all.never, 0, "late is not never");
}

#[test]
fn attestation_is_counted_for_itself_and_nothing_of_nothing_has_no_rate() {
    let mut keeper = keeper();
    let nothing = coverage(&keeper, Duty::Attestation);
    assert_eq!(nothing.all.within.rate(), None);
    keeper.has(1, "server", "srv");
    keeper.does(ci(1), Attest::new());
    let found = coverage(&keeper, Duty::Attestation);
    assert_eq!((found.all.within, found.all.never), (Ratio::new(1, 1), 0));
    let found = coverage(&keeper, Duty::Verification);
    assert_eq!((found.all.within, found.all.never), (Ratio::new(0, 1), 1));
}

#[test]
fn accuracy_and_completeness_have_denominators_of_their_own() {
    let mut keeper = Keeper::under(policy_with(|draft| {
        let server = draft.classes.get_mut("server").unwrap();
        server.mandatory.insert("owner".into());
    }));
    let in_use = || standing(LifecycleStage::Operational, "In use");
    let owned = CiProfile::new(code("server"), title("srv")).owner(PersonId::from_key(3));
    let owned = owned.description(Note::new("Runs the shop.").unwrap());
    keeper.takes(1, owned, in_use());
    for key in 2..=5 {
        keeper.has(key, "server", "srv");
    }
    let quality =
        |keeper: &Keeper, scope: &Scope| Quality::of(&keeper.estate, &keeper.policy, scope);
    let nobody = quality(&keeper, &Scope::Everything);
    assert_eq!(
        nobody.accuracy.rate(),
        None,
        "nobody looked: neither right nor wrong"
    );
    keeper.does(ci(1), Verify::new(BTreeSet::from([Discrepancy::Missing])));
    keeper.does(ci(2), Verify::new(BTreeSet::new()));
    keeper.does(ci(3), Verify::new(BTreeSet::new()));
    let found = quality(&keeper, &Scope::Everything);
    assert_eq!(found.accuracy, Ratio::new(2, 3));
    assert_eq!(found.completeness, Ratio::new(1, 5));
    let found = quality(&keeper, &Scope::items([ci(1)]));
    assert_eq!(
        (found.accuracy, found.completeness),
        (Ratio::new(0, 1), Ratio::new(1, 1))
    );
}
