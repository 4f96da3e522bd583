//! Rules about birth, models and emergencies.

use crate::desk::{
    at, code, emergency, late, nine, no_birth, no_takeover, outage, policy_with, profile,
};
use itsm_change::Adopt;
use itsm_change::emergency::{EmergencyCase, EmergencyCriterion, EmergencyKind};
use itsm_change::kind::ChangeType;
use itsm_change::policy::ChangePolicy;
use itsm_change::state::ChangeState;
use itsm_testing::proof::{Says as _, list};
use itsm_testing::proofs;

proofs! {
    change_adopt_inconsistent: "change.adopt.inconsistent" => {
        let adopt = Adopt::new(profile(ChangeType::Normal), ChangeState::Review, at("2026-03-01T09:00:00Z"));
        no_takeover(adopt.finished_at(at("2026-03-01T10:00:00Z")))
            .saying("field", "finished_at")
            .saying("at", at("2026-03-01T10:00:00Z"))
            .saying("limit", at("2026-03-01T09:00:00Z"))
    };
    change_adopt_off_road: "change.adopt.off_road" =>
        no_takeover(Adopt::new(profile(ChangeType::Standard), ChangeState::Authorize, nine()))
            .saying("model", "standard")
            .saying("stage", "authorize");
    change_emergency_other_type: "change.emergency.other_type" =>
        no_birth(&ChangePolicy::default(), profile(ChangeType::Normal).emergency(outage()))
            .saying("kind", "normal");
    change_emergency_only_late: "change.emergency.only_late" =>
        no_birth(&ChangePolicy::default(), emergency().emergency(late()));
    change_emergency_unfounded: "change.emergency.unfounded" => {
        let policy = policy_with(|draft| draft.emergencies = ["major_incident".into()].into());
        let case = EmergencyCase::new(EmergencyKind::FailImminent, EmergencyCriterion::SECURITY_FIX);
        no_birth(&policy, emergency().emergency(case))
            .saying("expected", list(["major_incident"]))
            .saying("got", "security_fix")
    };
    change_model_other_type: "change.model.other_type" =>
        no_birth(&ChangePolicy::default(), profile(ChangeType::Normal).model(code("registration")))
            .saying("model", "registration")
            .saying("expected", "normal")
            .saying("got", "registration");
    change_model_unknown: "change.model.unknown" =>
        no_birth(&ChangePolicy::default(), profile(ChangeType::Normal).model(code("database")))
            .saying("model", "database");
    change_time_ahead: "change.time.ahead" => {
        let tomorrow = at("2026-03-03T09:00:00Z");
        no_birth(&ChangePolicy::default(), profile(ChangeType::Unauthorized).made_at(tomorrow))
            .saying("field", "made_at")
            .saying("at", tomorrow)
            .saying("now", nine())
    };
}

#[test]
fn an_emergency_without_a_reason_is_refused() {
    let refusal = no_birth(&ChangePolicy::default(), profile(ChangeType::Emergency));
    assert_eq!(refusal.rule, "change.emergency.unfounded");
}

#[test]
fn a_takeover_ends_after_it_began() {
    let adopt = Adopt::new(profile(ChangeType::Normal), ChangeState::Review, nine())
        .started_at(at("2026-03-02T08:00:00Z"))
        .finished_at(at("2026-03-02T07:00:00Z"));
    assert_eq!(no_takeover(adopt).rule, "change.adopt.inconsistent");
}
