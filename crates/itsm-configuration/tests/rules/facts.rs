//! Rules about what a record says of its item.

use crate::birth::strict;
use crate::desk::{Case, change, ci, code, label, max, nine, policy_with, profile, standing, uma};
use itsm_configuration::Adopt;
use itsm_configuration::command::{
    AssignOwner, Attest, ClearDuplicate, Describe, MarkDuplicate, NoteOverdue, SetAttribute,
};
use itsm_configuration::duty::Duty;
use itsm_configuration::state::LifecycleStage;
use itsm_core::custom::{AttributeDefinition, AttributeValue};
use itsm_core::id::PersonId;
use itsm_core::time::Seconds;
use itsm_testing::{proof::Says as _, proofs};

fn with_cores() -> Case {
    let profile = profile("server").attribute(code("cores"), 8);
    let standing = standing(LifecycleStage::Operational, "In use");
    Case::adopted(strict(), Adopt::new(profile, standing, nine()))
}

proofs! {
    configuration_attribute_mandatory: "configuration.attribute.mandatory" =>
        with_cores()
            .refuses(SetAttribute::new(code("cores"), change()))
            .saying("class", "server")
            .saying("attribute", "cores");
    configuration_attribute_not_admitted: "configuration.attribute.not_admitted" =>
        with_cores()
            .refuses(SetAttribute::new(code("cores"), change()).value(65))
            .saying("attribute", "cores")
            .saying("expected", "an integer from 1 to 64")
            .saying("got", "65");
    configuration_attribute_unknown: "configuration.attribute.unknown" => {
        // A class has what its ancestors have, and not what others have.
        let policy = policy_with(|draft| {
            let server = draft.classes.get_mut("server").unwrap();
            server.attributes.insert("cores".into(), AttributeDefinition::Text);
            let root = draft.classes.get_mut("item").unwrap();
            root.attributes.insert("room".into(), AttributeDefinition::Text);
        });
        let disk = Case::under(policy, "disk", standing(LifecycleStage::Operational, "In use"));
        let room = AttributeValue::Text(label("B 12"));
        disk.after(SetAttribute::new(code("room"), change()).value(room.clone()))
            .refuses(SetAttribute::new(code("cores"), change()).value(room))
            .saying("attribute", "cores")
            .saying("class", "disk")
    };
    configuration_attest_not_owner: "configuration.attest.not_owner" => {
        let owned = Case::server().after(AssignOwner::new(PersonId::from_key(2), change()));
        // The owner may, and so may the role.
        let owned = owned.by(uma()).after(Attest::new()).by(max()).after(Attest::new());
        owned
            .by(itsm_core::actor::Actor::person(PersonId::from_key(3)))
            .refuses(Attest::new())
            .saying("role", "configuration_manager")
    };
    configuration_duplicate_of_itself: "configuration.duplicate.of_itself" =>
        Case::server().refuses(MarkDuplicate::new(ci(1)));
    configuration_duplicate_not_marked: "configuration.duplicate.not_marked" =>
        // Any fact that is set clears the mark.
        Case::server()
            .after(MarkDuplicate::new(ci(2)))
            .after(AssignOwner::new(PersonId::from_key(2), change()))
            .refuses(ClearDuplicate::new());
    configuration_duty_not_overdue: "configuration.duty.not_overdue" =>
        // Late by a year it is noted, and then not again.
        Case::server()
            .later(Seconds::days(365))
            .after(NoteOverdue::new(Duty::Attestation))
            .refuses(NoteOverdue::new(Duty::Attestation));
    configuration_nothing_to_change: "configuration.nothing_to_change" =>
        Case::server().refuses(Describe::new(change()));
}
