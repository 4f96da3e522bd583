//! Rules about relationships and groups.

use crate::desk::{Case, change, ci, code, label, policy_with, server};
use itsm_configuration::command::{Relate, RemoveGroup, SetGroup, TargetFacts, Unrelate};
use itsm_configuration::governance::{Enforcement, Triple};
use itsm_configuration::policy::ConfigurationPolicy;
use itsm_configuration::redundancy::{Group, RedundancyGroup};
use itsm_configuration::state::LifecycleStage;
use itsm_testing::{
    proof::{Says as _, list},
    proofs,
};
use std::collections::BTreeSet;

fn relate(kind: &str, key: u64, facts: TargetFacts) -> Relate {
    Relate::new(code(kind), ci(key), facts, change())
}

/// Hardware may connect to hardware, and that is all that is said of connecting.
fn governed(enforcement: Enforcement) -> ConfigurationPolicy {
    policy_with(|draft| {
        draft.governance.enforcement = enforcement;
        let hardware = || code("hardware");
        let triple = Triple::new(hardware(), code("connects_to"), hardware());
        draft.governance.triples = BTreeSet::from([triple]);
    })
}

fn database() -> TargetFacts {
    TargetFacts::new(code("database"), LifecycleStage::Operational)
}

proofs! {
    configuration_group_of_itself: "configuration.group.of_itself" => {
        let group = Group::at_least(1, [ci(1), ci(2)]).unwrap();
        Case::server()
            .refuses(SetGroup::new(RedundancyGroup::new(code("web"), group), change()))
            .saying("group", "web")
    };
    configuration_group_not_there: "configuration.group.not_there" => {
        let group = Group::at_least(1, [ci(2), ci(3)]).unwrap();
        Case::server()
            .after(SetGroup::new(RedundancyGroup::new(code("web"), group), change()))
            .refuses(RemoveGroup::new(code("power"), change()))
            .saying("group", "power")
    };
    configuration_relate_already: "configuration.relate.already" =>
        // Another type or another qualifier is another relationship.
        Case::server()
            .after(relate("connects_to", 2, server()))
            .after(relate("depends_on", 2, server()))
            .after(relate("connects_to", 2, server()).qualifier(label("eth1")))
            .refuses(relate("connects_to", 2, server()))
            .saying("target", ci(2).to_string().as_str())
            .saying("relationship", "connects_to");
    configuration_relate_contained: "configuration.relate.contained" => {
        let contained = || server().containers(BTreeSet::from([ci(9)]));
        // Only containment asks for it.
        Case::server()
            .after(relate("connects_to", 2, contained()))
            .refuses(relate("contains", 2, contained()))
            .saying("containers", list([ci(9).to_string().as_str()]))
    };
    configuration_relate_not_permitted: "configuration.relate.not_permitted" => {
        // What a class may, its subclasses may; and a policy that reports takes everything.
        let strict = Case::server_under(governed(Enforcement::Reject))
            .after(relate("connects_to", 2, server()))
            .after(relate("depends_on", 2, database()));
        let _ = Case::server_under(governed(Enforcement::Report))
            .after(relate("connects_to", 2, database()));
        strict
            .refuses(relate("connects_to", 3, database()))
            .saying("source", "server")
            .saying("relationship", "connects_to")
            .saying("target", "database")
    };
    configuration_relate_target_retired: "configuration.relate.target_retired" => {
        let gone = TargetFacts::new(code("server"), LifecycleStage::EndOfLife);
        Case::server().refuses(relate("connects_to", 2, gone))
    };
    configuration_relate_to_itself: "configuration.relate.to_itself" =>
        Case::server().refuses(relate("connects_to", 1, server()));
    configuration_relate_unknown_type: "configuration.relate.unknown_type" =>
        Case::server()
            .refuses(relate("likes", 2, server()))
            .saying("relationship", "likes");
    configuration_unrelate_not_there: "configuration.unrelate.not_there" =>
        // The qualifier is part of what a relationship is.
        Case::server()
            .after(relate("connects_to", 2, server()).qualifier(label("eth1")))
            .refuses(Unrelate::new(code("connects_to"), ci(2), change()));
}
