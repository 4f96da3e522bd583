//! Rules about the lifecycle, policies, roles and time.

use crate::desk::{Case, at, code, days, nine, note, policy_with, profile, sam};
use itsm_change::command::{
    AddNote, AdoptPolicy, BackOut, Describe, FinishImplementation, Hold, NoteOverdue, Redact,
    Release, Submit,
};
use itsm_change::command::{Cancel, Close};
use itsm_change::duty::Duty;
use itsm_change::kind::ChangeType;
use itsm_change::outcome::{Outcome, OutcomeCode};
use itsm_change::policy::ChangePolicy;
use itsm_change::redaction::RedactedText;
use itsm_change::state::ChangeStage;
use itsm_testing::proof::{Says as _, list};
use itsm_testing::proofs;

fn add_note() -> AddNote {
    AddNote::new(note("Nothing new."))
}

fn other_policy() -> ChangePolicy {
    policy_with(|draft| draft.version = 2)
}

proofs! {
    change_duty_not_overdue: "change.duty.not_overdue" =>
        Case::asked().refuses(NoteOverdue::new(Duty::Approval));
    change_finish_before_start: "change.finish.before_start" => {
        let case = Case::implementing();
        let (start, end) = (at("2026-03-02T11:00:00Z"), at("2026-03-02T10:59:59Z"));
        let cx = case.cx().occurred(end);
        case.refuses_in(BackOut::new(note("It does not start.")), &cx)
            .saying("end", end)
            .saying("start", start)
    };
    change_hold_held: "change.hold.held" =>
        Case::new()
            .after(Hold::new(note("The supplier is late.")))
            .refuses(Submit::new());
    change_hold_not_held: "change.hold.not_held" => Case::new().refuses(Release::new());
    change_lifecycle_forbidden: "change.lifecycle.forbidden" =>
        Case::new().refuses(Close::new(note("Done.")));
    change_nothing_to_change: "change.nothing_to_change" =>
        Case::new().refuses(Describe::new().title(crate::desk::title("A bigger queue")));
    change_outcome_contradiction: "change.outcome.contradiction" =>
        Case::implementing()
            .refuses(FinishImplementation::new(Outcome::new(OutcomeCode::Successful, true)))
            .saying("outcome", "successful");
    change_policy_already_adopted: "change.policy.already_adopted" =>
        Case::new().refuses(AdoptPolicy::new()).saying("policy", "default v1");
    change_policy_forbids: "change.policy.forbids" => {
        let stages = [ChangeStage::New].into();
        let policy = policy_with(|draft| {
            draft.forbidden.insert("cancel".into(), stages);
        });
        Case::under(policy).refuses(Cancel::new(note("Not needed.")))
    };
    change_policy_incompatible: "change.policy.incompatible" => {
        let own = policy_with(|draft| {
            let database = draft.models["normal"].clone();
            draft.models.insert("database".into(), database);
        });
        let case = Case::of(own, profile(ChangeType::Normal).model(code("database")));
        let other = other_policy();
        let cx = case.cx().with(&other);
        case.refuses_in(AdoptPolicy::new(), &cx)
            .saying("field", "model")
            .saying("got", "database")
            .saying("policy", "default v2")
    };
    change_policy_not_adopted: "change.policy.not_adopted" => {
        let (case, other) = (Case::new(), other_policy());
        let cx = case.cx().with(&other);
        case.refuses_in(add_note(), &cx)
            .saying("stamped", "default v1")
            .saying("policy", "default v2")
    };
    change_redact_nothing: "change.redact.nothing" =>
        Case::new()
            .refuses(Redact::new(RedactedText::Description, note("Asked for.")))
            .saying("text", "description");
    change_role_missing: "change.role.missing" =>
        Case::new()
            .by(sam())
            .refuses(Redact::new(RedactedText::Title, note("Asked for.")))
            .saying("roles", list(["change_manager", "practice_manager", "process_owner"]));
    change_time_backwards: "change.time.backwards" => {
        let case = Case::new();
        let before = at("2026-03-02T08:59:59Z");
        let cx = case.cx().at(before);
        case.refuses_in(add_note(), &cx)
            .saying("now", before)
            .saying("last", nine())
    };
}

#[test]
fn what_happened_does_not_lie_ahead() {
    let case = Case::new();
    let then = days(1).after(nine()).unwrap();
    let refusal = case.refuses_in(add_note(), &case.cx().occurred(then));
    assert_eq!(refusal.rule, "change.time.ahead");
}
