//! Rules about time.

use crate::desk::{Case, at, nine, nine_and, resolve, start};
use itsm_core::time::{RestoredAt, Seconds};
use itsm_testing::{proof::Says as _, proofs};

proofs! {
    /// Service was not restored tomorrow.
    incident_time_ahead: "incident.time.ahead" => {
        let tomorrow = nine_and(Seconds::days(1));
        Case::new()
            .refusal(resolve().restored_at(RestoredAt(tomorrow)))
            .saying("field", "restored_at")
            .saying("at", tomorrow)
            .saying("now", nine())
    };
    /// Nothing is recorded before what is recorded already.
    incident_time_backwards: "incident.time.backwards" => {
        let earlier = at("2026-03-02T08:59:59Z");
        Case::new()
            .at(earlier)
            .refusal(start())
            .saying("now", earlier)
            .saying("last", nine())
    };
}

#[test]
fn what_is_recorded_late_says_so_and_does_not_lie_ahead() {
    let then = at("2026-03-01T17:00:00Z");
    let mut incident = Case::new().incident;
    let case = Case::new().occurred(then);
    let recorded = crate::desk::must(&mut incident, start(), &case.cx());
    assert_eq!(
        recorded.first().map(|it| (it.at, it.happened())),
        Some((nine(), then))
    );

    let refusal = Case::new().occurred(nine_and(Seconds(1))).refusal(start());
    assert_eq!(refusal.rule, "incident.time.ahead");
    assert_eq!(refusal.get("field"), Some(&"occurred".into()));
}
