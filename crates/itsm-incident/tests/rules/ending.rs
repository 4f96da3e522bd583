//! Rules about resolving, closing, reopening and correcting.

use crate::desk::{Case, ana, clock, max, nine_and, note, policy, resolve, uma};
use itsm_core::time::Seconds;
use itsm_incident::command::{
    Cancel, Close, CloseAutomatically, Correct, DeclareMajor, Reopen, Resolve,
};
use itsm_incident::resolution::{CancelReason, Correction, ResolutionCode};
use itsm_testing::{proof::Says as _, proofs};

proofs! {
    /// A desk that closes nothing by time closes nothing by time.
    incident_close_automatic_disabled: "incident.close.automatic_disabled" => {
        Case::under(policy(|draft| draft.auto_close = None))
            .done(resolve())
            .after(Seconds::days(900))
            .by(&clock())
            .refusal(CloseAutomatically::new())
    };
    /// A second before its time is too early.
    incident_close_automatic_not_due: "incident.close.automatic_not_due" => {
        Case::new()
            .done(resolve())
            .after(Seconds(5 * 86_400 - 1))
            .by(&clock())
            .refusal(CloseAutomatically::new())
            .saying("due", nine_and(Seconds::days(5)))
    };
    /// A resolved major incident stays resolved, however long, until somebody closes it.
    incident_close_major_by_hand: "incident.close.major_by_hand" => {
        Case::new()
            .by(&max())
            .done(DeclareMajor::new(note("All of mail."), note("No orders."), max().person_id().unwrap()))
            .done(resolve())
            .after(Seconds::days(900))
            .by(&clock())
            .refusal(CloseAutomatically::new())
    };
    /// A canceled incident was never resolved: it has no resolution code to correct.
    incident_correct_not_applicable: "incident.correct.not_applicable" => {
        let correction = Correction::new().code(ResolutionCode::WORKAROUND);
        Case::new()
            .done(Cancel::new(CancelReason::UNNECESSARY))
            .by(&crate::desk::ines())
            .refusal(Correct::new(correction, note("A slip.")))
            .saying("field", "code")
    };
    /// The window to reopen includes its last instant, and not the second after.
    incident_reopen_window_elapsed: "incident.reopen.window_elapsed" => {
        let case = Case::new().done(resolve()).after(Seconds::days(5));
        let reopen = || Reopen::new().reason(note("Down again."));
        assert!(case.incident.decide(&reopen().into(), &case.cx()).is_ok());
        case.after(Seconds(1)).refusal(reopen()).saying("until", nine_and(Seconds::days(5)))
    };
    /// A resolution code is well known or the desk's own.
    incident_resolve_unknown_code: "incident.resolve.unknown_code" => {
        let code = ResolutionCode::new("by_magic").unwrap();
        Case::new().refusal(Resolve::new(code).notes(note("Abracadabra."))).saying("code", "by_magic")
    };
}

#[test]
fn requester_who_closes_confirms_and_nobody_else_does() {
    let resolved = Case::new().done(resolve());
    assert_eq!(resolved.refusal(Close::new()).missing, ["confirmed_by"]);
    let closed = resolved.clone().by(&uma()).done(Close::new());
    assert_eq!(closed.incident.stage().as_str(), "closed");
    let by_ana = Close::new().confirmed_by(ana().person_id().unwrap());
    assert_eq!(resolved.done(by_ana).incident.stage().as_str(), "closed");
}
