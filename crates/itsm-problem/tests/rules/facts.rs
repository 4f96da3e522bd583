//! Rules about what is known of a problem and what is linked to it.

use crate::desk::{Case, cause, change, ci, guess, incident, note};
use itsm_problem::cause::Method;
use itsm_problem::command::{
    AddCause, AffectCi, AttachAnalysis, ClearCi, LinkChange, LinkIncident, RecordFixOutcome,
    Redact, RejectCause, ReviseCause, UnlinkIncident,
};
use itsm_problem::fix::FixOutcome;
use itsm_problem::redaction::RedactedText;
use itsm_testing::{proof::Says as _, proofs};

proofs! {
    problem_analysis_other_method: "problem.analysis.other_method" =>
        Case::analyzing()
            .refuses(
                AttachAnalysis::new(Method::Pareto, note("Which few?"), vec![]).working(guess()),
            )
            .saying("method", "pareto")
            .saying("got", "hypothesis");
    problem_cause_not_standing: "problem.cause.not_standing" =>
        Case::analyzing()
            .after(AddCause::new(cause("The queue is too small.")))
            .after(AddCause::new(cause("Nobody watches it.")))
            .after(RejectCause::new(1_u32, note("It was never full.")))
            .refuses(ReviseCause::new(1_u32, cause("The queue is far too small.")))
            .saying("number", "1");
    problem_change_already_linked: "problem.change.already_linked" =>
        Case::analyzing()
            .after(LinkChange::new(change(7)))
            .refuses(LinkChange::new(change(7)))
            .saying("change", change(7).to_string().as_str());
    problem_change_not_linked: "problem.change.not_linked" =>
        Case::analyzing()
            .after(LinkChange::new(change(7)))
            .refuses(RecordFixOutcome::new(change(8), FixOutcome::Completed))
            .saying("change", change(8).to_string().as_str());
    problem_ci_not_affected: "problem.ci.not_affected" =>
        Case::new()
            .after(AffectCi::new(ci(1)))
            .refuses(ClearCi::new(ci(2)))
            .saying("ci", ci(2).to_string().as_str());
    problem_incident_already_linked: "problem.incident.already_linked" =>
        Case::with_incident()
            .refuses(LinkIncident::new(incident(1)))
            .saying("incident", incident(1).to_string().as_str());
    problem_incident_not_linked: "problem.incident.not_linked" =>
        Case::with_incident()
            .refuses(UnlinkIncident::new(incident(2)))
            .saying("incident", incident(2).to_string().as_str());
    problem_redact_nothing: "problem.redact.nothing" =>
        Case::new()
            .refuses(Redact::new(RedactedText::Description, note("Asked for.")))
            .saying("text", "description");
}
