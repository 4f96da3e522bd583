//! Rules about coming into being, and about the policy an item is under.

use crate::desk::{
    Case, at, change, ci, code, label, max, nine, no_birth, no_takeover, policy_with, profile,
    standing, title, uma,
};
use itsm_configuration::Adopt;
use itsm_configuration::authority::Authority;
use itsm_configuration::command::{AdoptPolicy, Describe, Observe, SetAttribute};
use itsm_configuration::draft::DraftConfigurationPolicy;
use itsm_configuration::policy::ConfigurationPolicy;
use itsm_configuration::profile::CiProfile;
use itsm_configuration::relationship::Relationship;
use itsm_configuration::state::LifecycleStage;
use itsm_core::context::Context;
use itsm_core::custom::AttributeDefinition;
use itsm_core::level::Criticality;
use itsm_core::refusal::Refusal;
use itsm_core::time::Seconds;
use itsm_testing::{
    proof::{Says as _, list},
    proofs,
};
use std::collections::BTreeSet;

fn plain() -> ConfigurationPolicy {
    ConfigurationPolicy::default()
}

/// A policy in whose class of servers things are asked for.
pub(crate) fn strict() -> ConfigurationPolicy {
    policy_with(|draft| {
        let class = draft.classes.get_mut("server").unwrap();
        let cores = AttributeDefinition::Integer { min: 1, max: 64 };
        class.attributes.insert("cores".into(), cores);
        class.mandatory = BTreeSet::from(["cores".into(), "owner".into()]);
        class.naming = Some("srv-*-##".into());
        class.change_required = Some(BTreeSet::from([
            LifecycleStage::Inventory,
            LifecycleStage::Operational,
        ]));
    })
}

fn complete() -> CiProfile {
    profile("server")
        .owner(itsm_core::id::PersonId::from_key(2))
        .attribute(code("cores"), 8)
}

fn in_use(profile: CiProfile) -> Adopt {
    Adopt::new(
        profile,
        standing(LifecycleStage::Operational, "In use"),
        nine(),
    )
}

fn other(change: impl FnOnce(&mut DraftConfigurationPolicy)) -> Refusal {
    let other = policy_with(|draft| {
        draft.version = 2;
        change(draft);
    });
    let case = Case::server();
    let actor = max();
    case.refuses_in(AdoptPolicy::new(), &Context::new(nine(), &actor, &other))
}

proofs! {
    configuration_adopt_inconsistent: "configuration.adopt.inconsistent" =>
        no_takeover(in_use(profile("server")).registered_at(at("2026-03-02T09:00:01Z")))
            .saying("field", "registered_at")
            .saying("at", at("2026-03-02T09:00:01Z"))
            .saying("limit", nine());
    configuration_adopt_foreign_relationship: "configuration.adopt.foreign_relationship" => {
        let foreign = Relationship::new(code("runs_on"), ci(2), ci(3));
        no_takeover(in_use(profile("server")).relationships(BTreeSet::from([foreign])))
            .saying("source", ci(2).to_string().as_str())
    };
    configuration_authority_change_required: "configuration.authority.change_required" => {
        // At birth, and later: found by a tool or on nobody's word.
        let born = no_birth(&strict(), complete(), Authority::Unauthorized);
        assert_eq!(born.rule, "configuration.authority.change_required");
        let found = Authority::discovered(code("scanner"));
        Case::adopted(strict(), in_use(complete()))
            .refuses(SetAttribute::new(code("cores"), found).value(9))
            .saying("class", "server")
            .saying("authority", "discovered")
    };
    configuration_class_abstract: "configuration.class.abstract" =>
        no_birth(&plain(), profile("hardware"), change()).saying("class", "hardware");
    configuration_class_demands: "configuration.class.demands" =>
        no_birth(&strict(), profile("server"), change())
            .saying("class", "server")
            .saying("facts", list(["owner", "cores"]));
    configuration_class_unknown: "configuration.class.unknown" =>
        no_birth(&plain(), profile("spaceship"), change()).saying("class", "spaceship");
    configuration_criticality_unknown: "configuration.criticality.unknown" =>
        no_birth(
            &plain(),
            profile("server").criticality(Criticality::new("Dear").unwrap()),
            change(),
        )
        .saying("got", "Dear")
        .saying("expected", list(["Vital", "High", "Medium", "Low"]));
    configuration_name_not_admitted: "configuration.name.not_admitted" =>
        Case::adopted(strict(), in_use(complete()))
            .refuses(Describe::new(change()).name(title("porto")))
            .saying("name", "porto")
            .saying("pattern", "srv-*-##");
    configuration_policy_already_adopted: "configuration.policy.already_adopted" =>
        Case::server().refuses(AdoptPolicy::new()).saying("policy", "default v1");
    configuration_policy_incompatible: "configuration.policy.incompatible" => {
        let stage = other(|draft| {
            draft.statuses.get_mut(&itsm_configuration::state::Family::Physical).unwrap()
                .insert(LifecycleStage::Operational, BTreeSet::from(["Live".into()]));
            let begin = draft.begins.get_mut(&itsm_configuration::state::Family::Physical).unwrap();
            begin.discovered.status = label("Live");
        });
        assert_eq!(stage.params[1].1.to_string(), "`operational / In use`");
        other(|draft| { draft.classes.remove("server"); })
            .saying("field", "class")
            .saying("got", "server")
            .saying("policy", "default v2")
    };
    configuration_policy_not_adopted: "configuration.policy.not_adopted" => {
        let (newer, actor) = (policy_with(|draft| draft.version = 2), max());
        Case::server()
            .refuses_in(Observe::new(code("scanner")), &Context::new(nine(), &actor, &newer))
            .saying("stamped", "default v1")
            .saying("policy", "default v2")
    };
    configuration_time_ahead: "configuration.time.ahead" => {
        let (policy, actor) = (plain(), max());
        let cx = Context::new(nine(), &actor, &policy).occurred(at("2026-03-02T09:00:01Z"));
        Case::server()
            .refuses_in(Observe::new(code("scanner")), &cx)
            .saying("field", "occurred")
            .saying("at", at("2026-03-02T09:00:01Z"))
            .saying("now", nine())
    };
    configuration_time_backwards: "configuration.time.backwards" => {
        let (policy, actor) = (plain(), max());
        let cx = Context::new(at("2026-03-02T08:59:59Z"), &actor, &policy);
        Case::server()
            .refuses_in(Observe::new(code("scanner")), &cx)
            .saying("now", at("2026-03-02T08:59:59Z"))
            .saying("last", nine())
    };
    configuration_role_missing: "configuration.role.missing" =>
        Case::server_under(policy_with(|draft| {
            draft.roles.insert("observe".into(), BTreeSet::from(["specialist".into()]));
        }))
        .by(uma())
        .refuses(Observe::new(code("scanner")))
        .saying("roles", list(["specialist"]));
    configuration_lifecycle_policy_forbids: "configuration.lifecycle.policy_forbids" =>
        Case::server_under(policy_with(|draft| {
            let stages = BTreeSet::from([LifecycleStage::Operational]);
            draft.forbidden.insert("observe".into(), stages);
        }))
        .later(Seconds(1))
        .refuses(Observe::new(code("scanner")));
}
