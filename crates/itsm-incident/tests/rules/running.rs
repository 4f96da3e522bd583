//! Rules about costs, models, reminders, escalations, reviews and surveys.

use crate::desk::{
    Case, ana, busy, code, ines, label, max, nine_and, note, policy, policy_with, profile,
    registered, resolve, uma,
};
use itsm_core::id::{PersonId, TaskId};
use itsm_core::money::Currency;
use itsm_core::text::Title;
use itsm_core::time::Seconds;
use itsm_incident::attribute::AttributeValue;
use itsm_incident::command::{
    AddTask, AnswerSurvey, ApplyModel, Close, CompleteStep, DeclareMajor, EscalateByTime, Hold,
    LogWork, NoteOverdue, RecordCost, RecordReview, Redact, Remind, ResolveUnanswered,
    SetAttribute,
};
use itsm_incident::cost::Cost;
use itsm_incident::duty::Duty;
use itsm_incident::profile::Category;
use itsm_incident::redaction::RedactedText;
use itsm_incident::review::ReviewOnClose;
use itsm_incident::state::HoldReason;
use itsm_incident::task::OpenTasks;
use itsm_incident::work_log::Visibility;
use itsm_testing::{proof::Says as _, proofs};

fn cost(amount: i64, currency: &str) -> RecordCost {
    RecordCost::new(Cost::Fixed { amount }, Currency::new(currency).unwrap())
}

fn network() -> Case {
    let profile = profile().category(Category::new(label("Network")));
    Case::of(registered(1, profile, &busy()), busy()).done(ApplyModel::new(code("wan")))
}

fn waiting() -> Case {
    let hold = Hold::new(HoldReason::AWAITING_CALLER).comment(note("Which printer?"));
    Case::under(busy()).done(hold)
}

fn closed() -> Case {
    Case::new().done(resolve()).by(&uma()).done(Close::new())
}

fn major() -> Case {
    let refuse = policy(|draft| draft.major.review_on_close = ReviewOnClose::Refuse);
    let declare = DeclareMajor::new(note("All."), note("No orders."), PersonId::from_key(2));
    Case::under(refuse).by(&max()).done(declare)
}

fn review() -> RecordReview {
    RecordReview::new(note("The spare was down, too."), vec![])
}

proofs! {
    /// Euro and yen are never added.
    incident_cost_currency_mixed: "incident.cost.currency_mixed" => {
        Case::new()
            .done(cost(5, "EUR"))
            .refusal(cost(5, "JPY"))
            .saying("expected", "EUR")
            .saying("got", "JPY")
    };
    /// A sum never wraps around.
    incident_cost_out_of_range: "incident.cost.out_of_range" => {
        Case::new().done(cost(i64::MAX, "EUR")).refusal(cost(1, "EUR"))
    };
    /// What nobody owes is not late.
    incident_duty_not_overdue: "incident.duty.not_overdue" => {
        network().refusal(NoteOverdue::new(Duty::Review {}))
    };
    /// Eight hours without a word are not over after one.
    incident_escalation_not_due: "incident.escalation.not_due" => {
        Case::under(busy()).after(Seconds::hours(1)).refusal(EscalateByTime::new(code("quiet")))
    };
    /// The steps of a model come in order.
    incident_model_step_out_of_order: "incident.model.step_out_of_order" => {
        network()
            .refusal(CompleteStep::new(code("call")))
            .saying("step", "call")
            .saying("next", "look")
    };
    /// A step is done once.
    incident_model_step_not_open: "incident.model.step_not_open" => {
        network().done(CompleteStep::new(code("look"))).by(&specialist()).refusal(CompleteStep::new(code("look")))
    };
    /// A model is one of the policy's.
    incident_model_unknown: "incident.model.unknown" => {
        Case::under(busy()).refusal(ApplyModel::new(code("lan"))).saying("model", "lan")
    };
    /// Under a policy that reminds of nothing there is no reminder.
    incident_remind_none: "incident.remind.none" => {
        Case::new().done(Hold::new(HoldReason::AWAITING_VENDOR)).refusal(Remind::new())
    };
    /// The next reminder lies ahead.
    incident_remind_not_ahead: "incident.remind.not_ahead" => {
        let now = nine_and(Seconds::days(1));
        waiting().at(now).refusal(Remind::new().next(now)).saying("next", now).saying("now", now)
    };
    /// A reminder a day.
    incident_remind_not_due: "incident.remind.not_due" => {
        waiting().refusal(Remind::new()).saying("due", nine_and(Seconds::days(1)))
    };
    /// Silence resolves no major incident.
    incident_resolve_major_by_hand: "incident.resolve.major_by_hand" => {
        let declare = DeclareMajor::new(note("All."), note("No orders."), PersonId::from_key(2));
        waiting().by(&max()).done(declare).after(Seconds::days(9)).refusal(ResolveUnanswered::new())
    };
    /// One review an end.
    incident_review_already: "incident.review.already" => {
        major().done(resolve()).done(review()).refusal(review()).saying("at", nine_and(Seconds(0)))
    };
    /// First the review, then the end.
    incident_review_required: "incident.review.required" => {
        major().done(resolve()).refusal(Close::new().confirmed_by(PersonId::from_key(3)))
    };
    /// One answer.
    incident_survey_already: "incident.survey.already" => {
        closed()
            .done(AnswerSurvey::new(5))
            .refusal(AnswerSurvey::new(1))
            .saying("at", nine_and(Seconds(0)))
    };
    /// A desk that does not ask gets no answer.
    incident_survey_disabled: "incident.survey.disabled" => {
        let silent = policy(|draft| draft.survey.scale = 0);
        Case::under(silent).done(resolve()).by(&uma()).done(Close::new()).refusal(AnswerSurvey::new(1))
    };
    /// Six of five is no score.
    incident_survey_off_scale: "incident.survey.off_scale" => {
        closed().refusal(AnswerSurvey::new(6)).saying("got", 6_u64).saying("best", 5_u64)
    };
    /// After thirty days nobody remembers.
    incident_survey_window_elapsed: "incident.survey.window_elapsed" => {
        closed()
            .after(Seconds(30 * 86_400 + 1))
            .refusal(AnswerSurvey::new(3))
            .saying("until", nine_and(Seconds::days(30)))
    };
    /// First the tasks, then the end.
    incident_task_still_open: "incident.task.still_open" => {
        let first = policy(|draft| draft.tasks_on_close = OpenTasks::Refuse);
        let task = AddTask::new(TaskId::from_key(1), Title::new("Swap the cable").unwrap());
        Case::under(first)
            .done(task)
            .done(resolve())
            .refusal(Close::new().confirmed_by(PersonId::from_key(3)))
    };
    /// A number is no text that anybody wrote.
    incident_redaction_no_text: "incident.redaction.no_text" => {
        let choice = r#"{ "attributes": { "seat": { "kind": "choice", "choices": ["A1", "B2"] } } }"#;
        Case::under(policy_with(choice))
            .by(&ines())
            .done(SetAttribute::new(code("seat")).value(AttributeValue::Text(label("A1"))))
            .refusal(Redact::new(RedactedText::Attribute { name: code("seat") }, note("Asked.")))
            .saying("attribute", "seat")
    };
    /// What is not there cannot be taken out.
    incident_redaction_nothing: "incident.redaction.nothing" => {
        let second = RedactedText::LogEntry { entry: 2 };
        Case::new()
            .done(LogWork::new(note("He is ill."), Visibility::Private))
            .by(&ines())
            .refusal(Redact::new(second, note("Asked.")))
            .saying("text", "log_entry")
    };
}

fn specialist() -> itsm_core::actor::Actor {
    ana().with(itsm_core::actor::Role::SPECIALIST)
}

#[test]
fn score_of_nothing_is_off_the_scale_too() {
    assert_eq!(
        closed().refusal(AnswerSurvey::new(0)).rule,
        "incident.survey.off_scale"
    );
}

#[test]
fn last_instant_of_the_survey_still_counts() {
    let _ = closed().after(Seconds::days(30)).done(AnswerSurvey::new(3));
}

#[test]
fn step_that_belongs_to_a_role_is_done_by_somebody_in_it() {
    let looked = network().done(CompleteStep::new(code("look")));
    let refusal = looked.refusal(CompleteStep::new(code("cable")));
    assert_eq!(refusal.rule, "incident.role.missing");
    let _ = looked
        .by(&specialist())
        .done(CompleteStep::new(code("cable")));
}

#[test]
fn record_that_is_handled_instead_is_not_the_record_itself() {
    use itsm_core::link::RecordRef;
    let itself = RecordRef::Incident(crate::desk::id(1));
    let cancel =
        itsm_incident::command::Cancel::new(itsm_incident::resolution::CancelReason::DUPLICATE);
    for refusal in [
        Case::new().refusal(cancel.instead(itself)),
        Case::new().refusal(resolve().through(itself)),
    ] {
        assert_eq!(refusal.rule, "incident.link.to_itself");
    }
}
