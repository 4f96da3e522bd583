//! Answers say which records they take on trust.

use crate::desk::{ci, code, policy_with, standing};
use crate::keeper::Keeper;
use itsm_configuration::command::{NoteOverdue, Observe, Verify};
use itsm_configuration::duty::Duty;
use itsm_configuration::impact::{Assumption, Workspace};
use itsm_configuration::scenario::Scenario;
use itsm_configuration::snapshot::{Snapshot, View};
use itsm_configuration::state::LifecycleStage;
use itsm_configuration::support::Towards;
use itsm_configuration::unconfirmed::Unconfirmed;
use itsm_core::time::{Instant, Seconds};
use std::collections::BTreeSet;

/// Servers are verified every ten days, and go stale after twenty; of all others nothing is asked.
/// A shop depends on server 2, and another one, 4, stands for itself.
fn keeper() -> Keeper {
    let mut keeper = Keeper::under(policy_with(|draft| {
        for (name, class) in &mut draft.classes {
            let is_server = name.as_str() == "server";
            let days = |days| Some(Seconds::days(if is_server { days } else { 0 }));
            class.verify_every = days(10);
            class.attest_every = days(0);
            class.stale_after = Some(Seconds::days(if is_server { 20 } else { 10_000 }));
        }
    }));
    keeper.has(1, "service", "Web shop");
    keeper.has(2, "server", "srv-1");
    keeper.has(4, "server", "srv-2");
    keeper.relates(ci(1), "depends_on", ci(2));
    keeper
}

/// What the answer to the loss of server 2 assumes, if asked now.
fn assumed(keeper: &Keeper) -> Vec<Assumption> {
    let doubts = keeper.estate.unconfirmed(keeper.now, &keeper.policy);
    let graph = keeper.estate.graph(&keeper.policy);
    let snapshot = Snapshot::of(&graph, View::live());
    let mut workspace = Workspace::new();
    let impact = snapshot.impact(&Scenario::failing([ci(2)]), &mut workspace);
    impact.unwrap().assumptions_given(&doubts)
}

fn overdue(due: Instant) -> Assumption {
    Assumption::RecordOverdue {
        ci: ci(2),
        duty: Duty::Verification,
        due,
    }
}

#[test]
fn record_is_assumed_from_the_instant_at_which_its_verification_is_due() {
    let mut keeper = keeper();
    let due = Seconds::days(10).after(keeper.now).unwrap();
    keeper.waits(Seconds(10 * 86_400 - 1));
    assert_eq!(assumed(&keeper), []);
    keeper.waits(Seconds(1));
    assert_eq!(assumed(&keeper), [overdue(due)]);
    keeper.does(ci(2), NoteOverdue::new(Duty::Verification));
    assert_eq!(assumed(&keeper), [overdue(due)], "noted is not done");
    keeper.does(ci(2), Verify::new(BTreeSet::new()));
    assert_eq!(assumed(&keeper), []);
}

#[test]
fn stale_record_is_assumed_until_a_source_sees_the_item() {
    let mut keeper = keeper();
    let (due, since) = (
        Seconds::days(10).after(keeper.now).unwrap(),
        Seconds::days(20).after(keeper.now).unwrap(),
    );
    keeper.waits(Seconds::days(20));
    let stale = Assumption::RecordStale { ci: ci(2), since };
    assert_eq!(assumed(&keeper), [overdue(due), stale]);
    keeper.does(ci(2), Observe::new(code("scanner")));
    assert_eq!(assumed(&keeper), [overdue(due)], "seen is not verified");
}

#[test]
fn retired_item_is_not_expected_to_be_confirmed() {
    let mut keeper = keeper();
    let retired = standing(LifecycleStage::EndOfLife, "Retired");
    keeper.has_standing(7, "server", "old", retired);
    keeper.waits(Seconds::days(30));
    let doubts = keeper.estate.unconfirmed(keeper.now, &keeper.policy);
    assert_eq!(doubts.cis().collect::<Vec<_>>(), [ci(2), ci(4)]);
}

#[test]
fn what_a_caller_doubts_is_listed_for_maintenance_and_support_too() {
    let keeper = keeper();
    let graph = keeper.estate.graph(&keeper.policy);
    let snapshot = Snapshot::of(&graph, View::live());
    let mut workspace = Workspace::new();
    let mut doubts = Unconfirmed::new();
    for key in [4, 2, 1] {
        doubts.stale(ci(key), keeper.now);
    }
    let stale = |key| Assumption::RecordStale {
        ci: ci(key),
        since: keeper.now,
    };
    let scenario = Scenario::failing([ci(2)]).in_maintenance([ci(4)]);
    let impact = snapshot.impact(&scenario, &mut workspace).unwrap();
    let away = Assumption::InMaintenance { ci: ci(4) };
    let said = [away, stale(1), stale(2), stale(4)];
    assert_eq!(impact.assumptions_given(&doubts), said);
    let support = graph.support(ci(1), Towards::Supporters, &View::live(), None);
    let support = support.unwrap().assumptions_given(&doubts);
    assert_eq!(support, [stale(1), stale(2)]);
}
