//! What the requester says: of the solution, and after the end.

use crate::desk::{ana, incident, nine_and, note, policy, resolve, standard, uma};
use itsm_core::id::PersonId;
use itsm_core::time::Seconds;
use itsm_incident::command::{AnswerSurvey, Close, Reopen, StartWork};
use itsm_incident::event::{Closed, Reopened, SurveyAnswered};
use itsm_incident::resolution::Confirmation;
use itsm_incident::state::IncidentStage;
use itsm_incident::verdict::Verdict;
use itsm_testing::given;

fn requester() -> PersonId {
    uma().person_id().unwrap()
}

#[test]
fn accepting_a_solution_is_closing_on_the_requesters_word() {
    given(incident(&standard()))
        .under(&standard())
        .then_state("without a solution", |it| {
            it.verdict() == Verdict::NothingProposed
        })
        .by(&ana())
        .when(resolve())
        .then_state("waiting for a word", |it| it.verdict() == Verdict::Awaited)
        .when(Close::accepted_by(requester()))
        .then_event(Closed::new(Confirmation::Confirmed { by: requester() }))
        .then_state("accepted", |it| {
            it.verdict() == Verdict::Accepted(requester())
        });
    // By the requester's own hand it is the same.
    given(incident(&standard()))
        .under(&standard())
        .by(&ana())
        .when(resolve())
        .by(&uma())
        .when(Close::new())
        .then_state("accepted", |it| {
            it.verdict() == Verdict::Accepted(requester())
        });
}

#[test]
fn refusing_a_solution_is_reopening_with_the_requesters_reason() {
    let again = || note("It is down again.");
    let policy = standard();
    let story = given(incident(&policy))
        .under(&policy)
        .by(&ana())
        .when(resolve())
        .after(Seconds::hours(1))
        .when(Reopen::refused(requester(), again()))
        .then_event(Reopened::new(true).reason(again()).refused_by(requester()))
        .then_stage(IncidentStage::InProgress)
        .after(Seconds::hours(1))
        .when(resolve())
        .after(Seconds::hours(1))
        .by(&uma())
        .when(Reopen::new().reason(note("No.")));
    let record = story.record();
    let told: Vec<_> = record
        .solution_refusals()
        .iter()
        .map(|it| (it.at, it.by, it.reason.clone()))
        .collect();
    assert_eq!(
        told,
        [
            (nine_and(Seconds::hours(1)), requester(), Some(again())),
            (nine_and(Seconds::hours(3)), requester(), Some(note("No."))),
        ]
    );
    assert_eq!(record.counters().reopens, 2);
    assert!(matches!(record.verdict(), Verdict::Refused(it) if it.reason == Some(note("No."))));
}

#[test]
fn refusal_without_a_reason_is_none_even_where_the_policy_asks_for_none() {
    let silent = policy(|draft| {
        draft.demands.remove("reopen");
    });
    given(incident(&silent))
        .under(&silent)
        .by(&ana())
        .when(resolve())
        .when(Reopen::new().refused_by(requester()))
        .then_refused_with("incident.fact.missing", "a missing reason", |it| {
            it.missing == ["reason"]
        })
        .when(Reopen::new())
        .then_accepted()
        // The desk found out by itself: that is no word of the requester's.
        .then_state("not refused", |it| {
            it.verdict() == Verdict::NothingProposed && it.solution_refusals().is_empty()
        });
}

#[test]
fn refusal_on_the_requesters_word_moves_the_children_as_little_as_one_by_their_hand() {
    let policy = standard();
    let story = given(incident(&policy))
        .under(&policy)
        .by(&ana())
        .when(StartWork::new())
        .when(resolve())
        .when(Reopen::refused(requester(), note("Still down here.")));
    let event = story.history().last().unwrap();
    let child = crate::desk::registered(2, crate::desk::profile(), &standard());
    let facts = itsm_incident::parent::ChildFacts {
        stage: IncidentStage::Resolved,
        ..(&child).into()
    };
    assert_eq!(
        itsm_incident::parent::sync(event, story.record(), &[facts], &standard()),
        []
    );
}

#[test]
fn silence_is_no_verdict() {
    given(incident(&standard()))
        .under(&standard())
        .by(&ana())
        .when(resolve())
        .passing(Seconds::days(5))
        .then_stage(IncidentStage::Closed)
        .then_state("closed without a word", |it| {
            it.verdict() == Verdict::NotGiven
        });
}

#[test]
fn survey_is_answered_once_after_closing_and_within_its_window() {
    let four = policy(|draft| {
        draft.survey.scale = 4;
        draft.survey.window = Seconds::days(7);
    });
    given(incident(&four))
        .under(&four)
        .by(&ana())
        .when(resolve())
        .by(&uma())
        // Before the end there is nothing to look back at.
        .when(AnswerSurvey::new(4))
        .then_refused_by("incident.lifecycle.forbidden")
        .when(Close::new())
        .then_state("open to an answer for a week", |it| {
            it.survey_until(&four) == Some(nine_and(Seconds::days(7)))
        })
        .after(Seconds::days(7))
        .when(AnswerSurvey::new(5))
        .then_refused_by("incident.survey.off_scale")
        .when(AnswerSurvey::new(3).comment(note("Slow, but kind.")))
        .then_event(SurveyAnswered::new(3, 4).comment(note("Slow, but kind.")))
        .when(AnswerSurvey::new(4))
        .then_refused_by("incident.survey.already")
        .then_state("three of four", |it| {
            it.survey().map(|it| (it.score, it.of)) == Some((3, 4))
        });
}

#[test]
fn refusal_of_an_older_solution_is_not_the_verdict_on_the_last() {
    given(incident(&standard()))
        .under(&standard())
        .by(&ana())
        .when(resolve())
        .after(Seconds::hours(1))
        .when(Reopen::refused(requester(), note("No.")))
        .when(resolve())
        .after(Seconds::hours(1))
        .when(Reopen::new().reason(note("The monitor says no.")))
        .then_state("without a word from the requester", |it| {
            it.verdict() == Verdict::NothingProposed && it.solution_refusals().len() == 1
        });
}
