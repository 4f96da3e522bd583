//! Rules about what a change is about, and what it is linked to.

use crate::desk::{Case, at, change_id, incident, memory, note, plans, policy_with, scope};
use itsm_change::command::RequestAuthorization;
use itsm_change::command::{
    Assess, LinkCaused, LinkReason, NoteApplication, Plan, Reschedule, SetAttribute,
    StageModification, UnlinkCaused, WithdrawModification,
};
use itsm_change::modification::Application;
use itsm_change::plan::PlannedWindow;
use itsm_core::custom::AttributeDefinition;
use itsm_core::link::RecordRef;
use itsm_testing::proof::Says as _;
use itsm_testing::proofs;

fn with_attribute() -> Case {
    Case::under(policy_with(|draft| {
        let definition = AttributeDefinition::Integer { min: 0, max: 9 };
        draft.attributes.insert("floor".into(), definition);
    }))
}

fn without_feasibility() -> itsm_change::assessment::Assessment {
    let mut found = crate::desk::assessment();
    found.feasibility = None;
    found
}

proofs! {
    change_attribute_not_admitted: "change.attribute.not_admitted" =>
        with_attribute()
            .refuses(SetAttribute::new(crate::desk::code("floor")).value(12_i64))
            .saying("attribute", "floor")
            .saying("expected", "an integer from 0 to 9")
            .saying("got", "12");
    change_attribute_unknown: "change.attribute.unknown" =>
        with_attribute()
            .refuses(SetAttribute::new(crate::desk::code("room")).value(1_i64))
            .saying("attribute", "room");
    change_document_fixed: "change.document.fixed" =>
        Case::implementing()
            .refuses(Plan::new(plans().implementation(note("Something else."))));
    change_facts_missing: "change.facts.missing" =>
        Case::new()
            .after(scope(1))
            .after(Plan::new(plans()))
            .after(itsm_change::command::Submit::new())
            .after(Assess::new(without_feasibility()))
            .refuses(RequestAuthorization::new())
            .saying("stage", "authorize")
            .lacking(["feasibility", "window"]);
    change_link_already: "change.link.already" =>
        Case::reviewing()
            .after(LinkCaused::new(incident(1)))
            .refuses(LinkCaused::new(incident(1)));
    change_link_itself: "change.link.itself" =>
        Case::new().refuses(LinkReason::new(RecordRef::Change(change_id(1))));
    change_link_none: "change.link.none" =>
        Case::reviewing()
            .after(LinkCaused::new(incident(1)))
            .refuses(UnlinkCaused::new(incident(2)));
    change_modification_not_due: "change.modification.not_due" =>
        Case::reviewing()
            .refuses(NoteApplication::new(1_u32, Application::Applied))
            .saying("number", "*");
    change_modification_not_pending: "change.modification.not_pending" =>
        Case::new()
            .after(StageModification::new(crate::desk::ci(1), memory(32, 64)))
            .refuses(WithdrawModification::new(2_u32, note("Not that.")))
            .saying("number", "2");
    change_modification_too_late: "change.modification.too_late" =>
        Case::implementing().refuses(StageModification::new(crate::desk::ci(1), memory(32, 64)));
    change_scope_locked: "change.scope.locked" => Case::assessed().refuses(scope(2));
    change_window_backwards: "change.window.backwards" => {
        let (start, end) = (at("2026-03-03T12:00:00Z"), at("2026-03-03T11:00:00Z"));
        Case::scheduled()
            .refuses(Reschedule::new(PlannedWindow::new(start, end), note("Later.")))
            .saying("start", start)
            .saying("end", end)
    };
}
