//! What people wrote, taken out on request.

use crate::desk::{
    ana, code, incident, ines, label, nine_and, note, policy_with, resolve, standard, uma,
};
use itsm_core::context::Context;
use itsm_core::text::Title;
use itsm_core::time::Seconds;
use itsm_incident::attribute::AttributeValue;
use itsm_incident::command::{
    AnswerSurvey, Cancel, Close, Describe, IncidentCommand, LogWork, Redact, SetAttribute,
};
use itsm_incident::redaction::{RedactedText, redact_history};
use itsm_incident::resolution::CancelReason;
use itsm_incident::work_log::Visibility;
use itsm_incident::{Incident, RecordedIncidentEvent};
use itsm_testing::given;

fn redact(text: RedactedText) -> Redact {
    Redact::new(text, note("The caller asked for it."))
}

#[test]
fn entry_of_the_log_is_taken_out_and_the_others_stay() {
    let log = |text| LogWork::new(note(text), Visibility::Private);
    given(incident(&standard()))
        .under(&standard())
        .by(&ana())
        .when(log("The caller is ill."))
        .when(log("Swapped the cable."))
        .by(&ines())
        .when(redact(RedactedText::LogEntry { entry: 1 }))
        .then_state("without the first", |it| {
            let texts: Vec<_> = it.work_log().iter().map(|it| it.entry.as_str()).collect();
            texts == ["[redacted]", "Swapped the cable."]
        })
        .then_state("saying so", |it| it.redactions().len() == 1)
        .when(redact(RedactedText::LogEntry { entry: 1 }))
        .then_refused_by("incident.redaction.nothing");
}

#[test]
fn only_those_responsible_take_out() {
    given(incident(&standard()))
        .under(&standard())
        .by(&ana())
        .when(redact(RedactedText::Title))
        .then_refused_by("incident.role.missing");
}

#[test]
fn what_has_ended_can_be_taken_out_as_well() {
    let cancel = Cancel::new(CancelReason::NOT_AN_INCIDENT).notes(note("His printer was off."));
    given(incident(&standard()))
        .under(&standard())
        .by(&ana())
        .when(cancel)
        .by(&ines())
        .when(redact(RedactedText::All))
        .then_state("without notes", |it| {
            it.title().as_str() == "[redacted]" && !format!("{it:?}").contains("printer")
        });
}

#[test]
fn choice_cannot_be_taken_out_and_a_text_can() {
    let policy = policy_with(
        r#"{ "attributes": { "seat": { "kind": "text" }, "floor": { "kind": "choice", "choices": ["1"] } } }"#,
    );
    let set = |name: &str, value: &str| {
        SetAttribute::new(code(name)).value(AttributeValue::Text(label(value)))
    };
    let attribute = |name: &str| RedactedText::Attribute { name: code(name) };
    given(incident(&policy))
        .under(&policy)
        .by(&ana())
        .when(set("seat", "Ana's desk"))
        .when(set("floor", "1"))
        .by(&ines())
        .when(redact(attribute("seat")))
        .then_state("without the seat", |it| {
            it.attribute(&code("seat")) == Some(&AttributeValue::Text(label("[redacted]")))
        })
        .when(redact(attribute("floor")))
        .then_refused_by("incident.redaction.no_text");
}

/// A life with a secret in every place where one can write.
fn told(last: RedactedText) -> (Incident, Vec<RecordedIncidentEvent>) {
    let policy = standard();
    let (ana, ines, uma) = (ana(), ines(), uma());
    let mut incident = incident(&policy);
    let (_, born) = {
        let cx = Context::new(nine_and(Seconds(0)), &ana, &policy);
        Incident::register(incident.id(), incident.profile().clone(), &cx).unwrap()
    };
    let mut history = vec![born];
    let secret = || note("SECRET");
    let steps: [(&itsm_core::actor::Actor, IncidentCommand); 7] = [
        (
            &ana,
            Describe::new()
                .title(Title::new("SECRET").unwrap())
                .description(secret())
                .into(),
        ),
        (&ana, LogWork::new(secret(), Visibility::Public).into()),
        (
            &ana,
            LogWork::new(note("Swapped."), Visibility::Public).into(),
        ),
        (&ana, resolve().notes(secret()).into()),
        (&uma, Close::new().into()),
        (&uma, AnswerSurvey::new(4).comment(secret()).into()),
        (&ines, redact(last).into()),
    ];
    for (minute, (actor, command)) in (1..).zip(steps) {
        let cx = Context::new(nine_and(Seconds::minutes(minute)), actor, &policy);
        history.extend(incident.execute(command, &cx).unwrap());
    }
    (incident, history)
}

#[test]
fn history_keeps_its_shape_and_says_so() {
    let (incident, mut history) = told(RedactedText::All);
    let before = history.clone();
    assert!(redact_history(&mut history) > 3);
    assert_eq!(Incident::replay(&history).unwrap(), incident);
    assert_eq!(Incident::replay(&before).unwrap(), incident);
    assert!(!format!("{history:?}").contains("SECRET"));
    assert!(!format!("{incident:?}").contains("SECRET"));
    // Nothing but texts has changed, and to do it again changes nothing.
    for (old, new) in before.iter().zip(&history) {
        let frame =
            |it: &RecordedIncidentEvent| (it.revision, it.at, it.by.clone(), it.event.kind());
        assert_eq!(frame(old), frame(new));
    }
    assert_eq!(redact_history(&mut history), 0);
}

#[test]
fn each_text_alone_is_taken_out_of_the_events_that_held_it() {
    for (text, events) in [
        (RedactedText::Title, 2),
        (RedactedText::Description, 1),
        (RedactedText::LogEntry { entry: 1 }, 1),
        (RedactedText::SurveyComment, 1),
    ] {
        let (incident, mut history) = told(text.clone());
        assert_eq!(redact_history(&mut history), events, "{text:?}");
        assert_eq!(Incident::replay(&history).unwrap(), incident, "{text:?}");
        assert!(format!("{history:?}").contains("SECRET"), "{text:?}"); // the others stay
    }
}
