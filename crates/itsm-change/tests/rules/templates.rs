//! Rules about standard changes and their templates.

use crate::desk::{Case, ci, code, group, no_birth, policy_with, profile, reboot, with_template};
use itsm_change::command::{Assign, SetScope};
use itsm_change::kind::ChangeType;
use itsm_core::id::ServiceId;
use itsm_testing::proof::Says as _;
use itsm_testing::proofs;
use std::collections::BTreeSet;

proofs! {
    change_template_inactive: "change.template.inactive" =>
        no_birth(&with_template(), reboot().template(code("old"))).saying("template", "old");
    change_template_locked: "change.template.locked" =>
        Case::of(with_template(), reboot())
            .refuses(Assign::new(group(2)))
            .saying("field", "group");
    change_template_missing: "change.template.missing" =>
        no_birth(&with_template(), profile(ChangeType::Standard));
    change_template_other_model: "change.template.other_model" => {
        let policy = policy_with(|draft| {
            draft.templates.insert("reboot".into(), crate::desk::template());
            let other = draft.models["standard"].clone();
            draft.models.insert("other".into(), other);
        });
        no_birth(&policy, reboot().model(code("other")))
            .saying("template", "reboot")
            .saying("model", "standard")
    };
    change_template_other_type: "change.template.other_type" =>
        no_birth(&with_template(), profile(ChangeType::Normal).template(code("reboot")))
            .saying("kind", "normal");
    change_template_too_many: "change.template.too_many" => {
        let cis = BTreeSet::from([ci(1), ci(2), ci(3)]);
        Case::of(with_template(), reboot())
            .refuses(SetScope::new(cis, BTreeSet::<ServiceId>::new()))
            .saying("most", "2")
            .saying("got", "3")
    };
}

#[test]
fn a_standard_change_that_deviates_from_what_its_template_locks_is_not_registered() {
    let refusal = no_birth(&with_template(), reboot().group(group(2)));
    assert_eq!(refusal.rule, "change.template.locked");
}
