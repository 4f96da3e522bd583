//! Rules about those who have to do with an incident, and about incidents that become one.

use crate::desk::ana;
use crate::desk::{Case, id, note, profile, registered, resolve, standard};
use itsm_core::context::Context;
use itsm_core::id::{PersonId, SupplierId, TenantId};
use itsm_core::refusal::Refusal;
use itsm_core::text::Title;
use itsm_incident::command::{
    Absorb, AddWatcher, HandToVendor, JoinSwarm, MergeInto, RemoveWatcher, ReturnFromVendor,
};
use itsm_incident::merge::{MergeFacts, MergedFacts};
use itsm_incident::split::Part;
use itsm_incident::state::IncidentStage;
use itsm_testing::{proof::Says as _, proofs};
use std::collections::BTreeSet;

fn into(target: u64, stage: IncidentStage) -> MergeInto {
    MergeInto::new(MergeFacts::new(id(target), stage, vec![]))
}

fn absorb(merged: u64) -> Absorb {
    let nobody = BTreeSet::new;
    let facts = MergedFacts::new(
        id(merged),
        BTreeSet::from([id(8)]),
        nobody(),
        0_u32,
        nobody(),
    );
    Absorb::new(facts)
}

fn split(case: &Case) -> Refusal {
    let part = Part::new(Title::new("The printer").unwrap(), note("It is dark."));
    let error = case.incident.split(id(2), part, &case.cx()).unwrap_err();
    error.refusal().clone()
}

proofs! {
    /// A duplicate is taken over once.
    incident_merge_already: "incident.merge.already" => {
        Case::new().done(absorb(9)).refusal(absorb(9)).saying("incident", id(9).to_string().as_str())
    };
    /// An incident is not merged into one that was merged into its own duplicate.
    incident_merge_circle: "incident.merge.circle" => {
        Case::new()
            .done(absorb(9))
            .refusal(into(8, IncidentStage::New))
            .saying("target", id(8).to_string().as_str())
    };
    /// Two customers never share a record.
    incident_merge_other_tenant: "incident.merge.other_tenant" => {
        let theirs = profile().tenant(TenantId::from_key(1));
        Case::of(registered(1, theirs, &standard()), standard())
            .refusal(into(2, IncidentStage::New))
    };
    /// What is closed handles nothing.
    incident_merge_target_ended: "incident.merge.target_ended" => {
        Case::new().refusal(into(2, IncidentStage::Closed)).saying("target_state", "closed")
    };
    /// Who is taken off a list is on it.
    incident_person_not_among: "incident.person.not_among" => {
        let person = PersonId::from_key(5);
        Case::new()
            .done(AddWatcher::new(PersonId::from_key(4)))
            .refusal(RemoveWatcher::new(person))
            .saying("person", person.to_string().as_str())
    };
    /// What is over is not split.
    incident_split_not_open: "incident.split.not_open" => {
        split(&Case::new().done(resolve()))
    };
    /// Many hands, one accountable.
    incident_swarm_without_owner: "incident.swarm.without_owner" => {
        Case::new().refusal(JoinSwarm::new(PersonId::from_key(5)))
    };
    /// One supplier at a time.
    incident_vendor_already: "incident.vendor.already" => {
        let one = SupplierId::from_key(1);
        Case::new()
            .done(HandToVendor::new(one))
            .refusal(HandToVendor::new(SupplierId::from_key(2)))
            .saying("supplier", one.to_string().as_str())
    };
    /// What was not handed over does not come back.
    incident_vendor_none: "incident.vendor.none" => {
        Case::new().refusal(ReturnFromVendor::new())
    };
}

#[test]
fn lists_without_anybody_refuse_in_full_words() {
    let person = PersonId::from_key(5);
    for refusal in [
        Case::new().refusal(RemoveWatcher::new(person)),
        Case::new().refusal(itsm_incident::command::ClearUser::new(person)),
        Case::new().refusal(itsm_incident::command::LeaveSwarm::new(person)),
    ] {
        assert_eq!(refusal.rule, "incident.person.not_among");
        assert!(!refusal.to_string().contains('{'), "{refusal}");
    }
}

#[test]
fn split_off_item_has_to_be_affected() {
    let (ana, policy) = (ana(), standard());
    let cx = Context::new(crate::desk::nine(), &ana, &policy);
    let part = Part::new(Title::new("The printer").unwrap(), note("It is dark."))
        .cis(BTreeSet::from([itsm_core::id::CiId::from_key(7)]));
    let error = Case::new().incident.split(id(2), part, &cx).unwrap_err();
    assert_eq!(error.rule(), "incident.ci.not_affected");
}
