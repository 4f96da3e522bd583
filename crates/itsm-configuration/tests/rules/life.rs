//! Rules about the life of an item, its statuses and what is done to it.

use crate::desk::{Case, change, ci, code, label, nine, policy_with, standing, title};
use itsm_configuration::command::{
    Archive, BeginAction, EndAction, Move, Observe, Relate, RequestStatus, Retire, WithdrawStatus,
};
use itsm_configuration::policy::ConfigurationPolicy;
use itsm_configuration::relationship::Relationship;
use itsm_configuration::retirement::{Dependant, RetirementRule};
use itsm_configuration::state::LifecycleStage;
use itsm_core::time::Seconds;
use itsm_testing::{
    proof::{Says as _, list},
    proofs,
};
use std::collections::{BTreeMap, BTreeSet};

fn archive() -> Archive {
    Archive::new(Vec::new(), change())
}

fn rule(change: impl FnOnce(&mut RetirementRule)) -> ConfigurationPolicy {
    policy_with(|draft| {
        let root = draft.classes.get_mut("item").unwrap();
        change(root.retirement.as_mut().unwrap());
    })
}

fn missing() -> Case {
    let standing = standing(LifecycleStage::Missing, "Lost");
    Case::under(ConfigurationPolicy::default(), "server", standing)
}

fn dependant(key: u64, name: &str, service: bool) -> Dependant {
    let relationship = Relationship::new(code("runs_on"), ci(key), ci(1));
    Dependant::new(ci(key), title(name), service).relationship(relationship)
}

proofs! {
    configuration_action_incompatible: "configuration.action.incompatible" =>
        // A backup bears a scan, and a scan a backup; a patch bears neither.
        Case::server()
            .after(BeginAction::new(code("scan")))
            .after(BeginAction::new(code("backup")))
            .after(EndAction::new(code("scan")))
            .refuses(BeginAction::new(code("patch")))
            .saying("action", "patch")
            .saying("running", list(["backup"]));
    configuration_action_not_running: "configuration.action.not_running" =>
        Case::server()
            .after(BeginAction::new(code("scan")))
            .refuses(EndAction::new(code("patch")))
            .saying("action", "patch");
    configuration_action_unknown: "configuration.action.unknown" =>
        Case::server().refuses(BeginAction::new(code("polish"))).saying("action", "polish");
    configuration_archive_already: "configuration.archive.already" =>
        Case::retired(ConfigurationPolicy::default())
            .after(archive())
            .later(Seconds(1))
            .refuses(Observe::new(code("scanner")))
            .saying("at", nine());
    configuration_archive_stage: "configuration.archive.stage" =>
        Case::server()
            .refuses(archive())
            .saying("class", "server")
            .saying("stages", list(["end_of_life"]));
    configuration_archive_still_related: "configuration.archive.still_related" => {
        let case = missing().after(Relate::new(
            code("connects_to"),
            ci(2),
            crate::desk::server(),
            change(),
        ));
        case.after(Retire::new(label("Retired"), Vec::new(), change())).refuses(archive())
    };
    configuration_archive_too_early: "configuration.archive.too_early" =>
        Case::retired(rule(|it| it.after = Seconds::days(90)))
            .later(Seconds(90 * 86_400 - 1))
            .refuses(archive())
            .saying("due", Seconds::days(90).after(nine()).unwrap());
    configuration_archive_undefined: "configuration.archive.undefined" =>
        Case::retired(policy_with(|draft| {
            draft.classes.get_mut("item").unwrap().retirement = None;
        }))
        .refuses(archive())
        .saying("class", "server");
    configuration_lifecycle_forbidden: "configuration.lifecycle.forbidden" =>
        Case::retired(ConfigurationPolicy::default())
            .refuses(BeginAction::new(code("patch")));
    configuration_move_not_allowed: "configuration.move.not_allowed" => {
        let again = || Move::new(LifecycleStage::Purchase, label("Planned"), change());
        // A policy that allows all takes it; a class of it may still rule it out.
        let all = || policy_with(|draft| draft.moves.allow_all = true);
        let _ = Case::server_under(all()).after(again());
        let never = policy_with(|draft| {
            draft.moves.allow_all = true;
            let not = BTreeMap::from([(
                LifecycleStage::Operational,
                BTreeSet::from([LifecycleStage::Purchase]),
            )]);
            draft.classes.get_mut("hardware").unwrap().not_allowed = Some(not);
        });
        let ruled_out = Case::server_under(never).refuses(again());
        assert_eq!(ruled_out.rule, "configuration.move.not_allowed");
        Case::server()
            .refuses(again())
            .saying("class", "server")
            .saying("from", "operational")
            .saying("to", "purchase")
    };
    configuration_move_to_end: "configuration.move.to_end" =>
        missing().refuses(Move::new(LifecycleStage::EndOfLife, label("Retired"), change()));
    configuration_retire_dependants: "configuration.retire.dependants" =>
        // Services first, then the others, each by its name.
        missing()
            .refuses(Retire::new(
                label("Retired"),
                vec![dependant(2, "orders", false), dependant(9, "Web shop", true)],
                change(),
            ))
            .saying("dependants", list(["Web shop", "orders"]));
    configuration_status_not_requested: "configuration.status.not_requested" =>
        Case::server()
            .after(RequestStatus::new(code("monitor"), code("operational")))
            .refuses(WithdrawStatus::new(code("scanner")))
            .saying("requester", "scanner");
    configuration_status_unknown: "configuration.status.unknown" =>
        Case::server()
            .refuses(Move::new(LifecycleStage::Defective, label("Corrupt"), change()))
            .saying("class", "server")
            .saying("standing", "defective / Corrupt");
    configuration_status_unknown_operational: "configuration.status.unknown_operational" =>
        Case::server()
            .refuses(RequestStatus::new(code("monitor"), code("fine")))
            .saying("status", "fine");
}
