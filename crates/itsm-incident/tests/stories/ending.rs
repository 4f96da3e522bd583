//! Resolved, closed, canceled, and corrected afterwards.

use crate::desk::{
    ana, incident, ines, label, nine, nine_and, note, policy_with, resolve, standard, uma,
};
use itsm_core::id::{KnownErrorId, PersonId, ProblemId, TaskId};
use itsm_core::link::RecordRef;
use itsm_core::text::Title;
use itsm_core::time::Seconds;
use itsm_incident::Incident;
use itsm_incident::command::{
    AddLink, AddTask, Cancel, Close, CompleteTask, Correct, Describe, IncidentCommandKind, Resolve,
};
use itsm_incident::event::{Closed, TaskEnded};
use itsm_incident::lifecycle::LIFECYCLE;
use itsm_incident::policy::{AutoCloseBasis, IncidentPolicy};
use itsm_incident::profile::Category;
use itsm_incident::resolution::{CancelReason, Confirmation, Correction, ResolutionCode};
use itsm_incident::state::{IncidentStage, IncidentState};
use itsm_incident::task::TaskOutcome;
use itsm_testing::{Simulation, given};

fn confirmed() -> Close {
    Close::new().confirmed_by(PersonId::from_key(3))
}

fn resolved(policy: &IncidentPolicy) -> Incident {
    given(incident(policy))
        .under(policy)
        .by(&ana())
        .when(resolve())
        .finish()
}

fn describe(text: &str) -> Describe {
    Describe::new().description(note(text))
}

#[test]
fn resolution_says_how_by_whom_and_when() {
    let incident = resolved(&standard());
    let resolution = incident.state().resolution().unwrap();
    assert_eq!(resolution.code, ResolutionCode::FIXED);
    assert_eq!(resolution.notes, Some(note("Restarted the server.")));
    assert_eq!(resolution.by, *ana().agent());
    assert_eq!(resolution.at.0, nine());
}

#[test]
fn codes_tell_the_ways_of_resolution_apart() {
    let known: Vec<_> = ResolutionCode::WELL_KNOWN
        .iter()
        .map(ResolutionCode::as_str)
        .collect();
    assert_eq!(
        known,
        [
            "fixed",
            "workaround",
            "known_error",
            "duplicate",
            "resolved_by_requester",
            "not_reproducible",
            "by_change",
            "by_problem",
            "no_answer",
            "self_recovered"
        ]
    );
    let policy = policy_with(r#"{ "resolution_codes": ["replaced"] }"#);
    let replaced = ResolutionCode::new("replaced").unwrap();
    given(incident(&policy))
        .under(&policy)
        .when(Resolve::new(replaced).notes(note("A new one.")))
        .then_stage(IncidentStage::Resolved);
}

#[test]
fn resolved_is_not_closed_and_only_resolved_becomes_closed() {
    for stage in IncidentStage::ALL {
        for close in [
            IncidentCommandKind::Close,
            IncidentCommandKind::CloseAutomatically,
        ] {
            assert_eq!(
                LIFECYCLE.allows(*stage, close),
                *stage == IncidentStage::Resolved
            );
        }
    }
    given(resolved(&standard()))
        .under(&standard())
        .by(&ana())
        .when(Close::new())
        .then_refused_by("incident.fact.missing")
        .then_stage(IncidentStage::Resolved)
        .when(confirmed())
        .then_events([Closed::new(Confirmation::Confirmed {
            by: PersonId::from_key(3),
        })
        .into()])
        .then_stage(IncidentStage::Closed)
        .then_state("resolved as it was", |it| {
            it.state()
                .resolution()
                .is_some_and(|resolution| resolution.at.0 == nine())
        });
}

/// Restoring service is not removing the cause: neither waits for the other.
#[test]
fn workaround_resolves_and_closes_while_the_problem_stays_open() {
    let problem = RecordRef::Problem(ProblemId::from_key(1));
    let link = itsm_core::link::Link::new(itsm_core::link::LinkKind::PROBLEM, problem);
    let around = Resolve::new(ResolutionCode::WORKAROUND)
        .notes(note("Use the other printer."))
        .known_error(KnownErrorId::from_key(1))
        .through(problem);
    let incident = given(incident(&standard()))
        .under(&standard())
        .by(&ana())
        .when(AddLink::new(link.clone()))
        .when(around)
        .when(confirmed())
        .then_stage(IncidentStage::Closed)
        .finish();
    assert_eq!(incident.links().collect::<Vec<_>>(), [&link]);
    let resolution = incident.state().resolution().unwrap();
    assert_eq!(resolution.known_error, Some(KnownErrorId::from_key(1)));
}

#[test]
fn auto_close_runs_by_deadline_alone() {
    let policy = standard();
    let due = nine_and(Seconds::days(5));
    let mut days = Simulation::starting(nine(), &policy).with(resolved(&policy));
    assert_eq!(days.run_until(nine_and(Seconds(5 * 86_400 - 1))), Ok(0));
    assert_eq!(days.run_until(due), Ok(1));
    let closed = days.records().first().unwrap();
    assert_eq!(closed.moments().closed.map(|it| it.0), Some(due));
    let by_time = Closed::new(Confirmation::NotObjected { due });
    assert_eq!(
        days.history().last().map(|it| it.event.clone()),
        Some(by_time.into())
    );
    assert_eq!(
        days.run_for(Seconds::days(900)),
        Ok(0),
        "and nothing is due ever again"
    );
}

#[test]
fn auto_close_counts_from_the_resolution_by_default_and_nothing_extends_it() {
    let policy = standard();
    assert_eq!(
        policy.auto_close().map(|it| it.basis),
        Some(AutoCloseBasis::Resolution)
    );
    given(resolved(&policy))
        .under(&policy)
        .by(&ana())
        .after(Seconds::days(4))
        .when(describe("It was the cable."))
        .then_due(
            IncidentCommandKind::CloseAutomatically,
            nine_and(Seconds::days(5)),
        );
}

#[test]
fn auto_close_from_the_last_update_is_extended_by_every_update() {
    let policy = policy_with(r#"{ "auto_close": 432000, "auto_close_basis": "last_update" }"#);
    given(resolved(&policy))
        .under(&policy)
        .by(&ana())
        .passing(Seconds::days(4))
        .when(describe("It was the cable."))
        .then_due(
            IncidentCommandKind::CloseAutomatically,
            nine_and(Seconds::days(9)),
        )
        .passing(Seconds::days(4))
        .when(describe("It was the plug."))
        .then_due(
            IncidentCommandKind::CloseAutomatically,
            nine_and(Seconds::days(13)),
        )
        .passing(Seconds::days(5))
        .then_stage(IncidentStage::Closed);
}

#[test]
fn zero_days_close_nothing() {
    let policy = policy_with(r#"{ "auto_close": 0 }"#);
    given(resolved(&policy))
        .under(&policy)
        .then_nothing_due()
        .passing(Seconds::days(900))
        .then_nothing_happened()
        .then_stage(IncidentStage::Resolved);
}

#[test]
fn cancel_is_for_what_is_not_yet_resolved() {
    for reason in CancelReason::WELL_KNOWN {
        given(incident(&standard()))
            .under(&standard())
            .by(&ana())
            .when(Cancel::new(reason.clone()))
            .then_stage(IncidentStage::Canceled);
    }
    let after = [
        IncidentStage::Resolved,
        IncidentStage::Closed,
        IncidentStage::Canceled,
    ];
    for stage in after {
        assert!(!LIFECYCLE.allows(stage, IncidentCommandKind::Cancel));
    }
}

fn with_tasks(policy: &IncidentPolicy) -> Incident {
    let task = |key, title| AddTask::new(TaskId::from_key(key), Title::new(title).unwrap());
    given(incident(policy))
        .under(policy)
        .by(&ana())
        .when(task(1, "Swap the cable"))
        .and(task(2, "Swap the plug"))
        .and(CompleteTask::new(TaskId::from_key(1)))
        .finish()
}

fn outcomes(incident: &Incident) -> Vec<Option<TaskOutcome>> {
    incident.tasks().iter().map(|task| task.outcome).collect()
}

#[test]
fn open_tasks_end_incomplete_on_close_and_skipped_on_cancel() {
    let policy = standard();
    let closed = given(with_tasks(&policy))
        .under(&policy)
        .by(&ana())
        .when(resolve())
        .then_state("with an open task", |it| outcomes(it)[1].is_none())
        .when(confirmed())
        .then_event(TaskEnded::new(TaskId::from_key(2), TaskOutcome::Incomplete))
        .finish();
    assert_eq!(
        outcomes(&closed),
        [Some(TaskOutcome::Completed), Some(TaskOutcome::Incomplete)]
    );

    let canceled = given(with_tasks(&policy))
        .under(&policy)
        .by(&ana())
        .when(Cancel::new(CancelReason::UNNECESSARY))
        .finish();
    assert_eq!(
        outcomes(&canceled),
        [Some(TaskOutcome::Completed), Some(TaskOutcome::Skipped)]
    );
}

#[test]
fn open_tasks_also_end_when_time_closes_their_incident() {
    let policy = standard();
    let closed = given(with_tasks(&policy))
        .under(&policy)
        .by(&ana())
        .when(resolve())
        .passing(Seconds::days(5))
        .finish();
    assert_eq!(outcomes(&closed)[1], Some(TaskOutcome::Incomplete));
}

#[test]
fn policy_may_leave_open_tasks_open() {
    let policy = policy_with(r#"{ "tasks_on_close": "leave", "tasks_on_cancel": "leave" }"#);
    let closed = given(with_tasks(&policy))
        .under(&policy)
        .by(&ana())
        .when(resolve())
        .when(confirmed())
        .finish();
    assert_eq!(outcomes(&closed)[1], None);
}

#[test]
fn after_the_end_only_some_facts_are_corrected_by_some_and_history_keeps_both() {
    let policy = standard();
    let correction = || {
        Correction::new()
            .code(ResolutionCode::WORKAROUND)
            .notes(note("Around it."))
    };
    let correct = || Correct::new(correction(), note("It was not fixed."));
    let story = given(resolved(&policy))
        .under(&policy)
        .by(&ana())
        .when(confirmed())
        .when(correct())
        .then_refused_by("incident.role.missing")
        .by(&ines())
        .when(Correct::new(
            correction().category(Category::new(label("Mail"))),
            note("A slip."),
        ))
        .then_stage(IncidentStage::Closed)
        .then_state("corrected", |it| {
            it.state().resolution().map(|it| &it.code) == Some(&ResolutionCode::WORKAROUND)
                && it.category() == Some(&Category::new(label("Mail")))
        });
    assert!(matches!(story.record().state(), IncidentState::Closed(_)));
    assert_eq!(story.history().len(), 2);
    let left: Vec<_> = LIFECYCLE.commands(IncidentStage::Closed);
    assert_eq!(
        left,
        [
            IncidentCommandKind::Correct,
            // What is owed after the end: a note that the review is late, the review, the survey.
            IncidentCommandKind::NoteOverdue,
            IncidentCommandKind::RecordReview,
            IncidentCommandKind::Redact,
            IncidentCommandKind::AnswerSurvey,
            IncidentCommandKind::AdoptPolicy
        ]
    );
    assert_eq!(Correction::OPTIONAL, ["category", "code", "notes"]);
}

#[test]
fn requester_confirms_by_closing() {
    given(resolved(&standard()))
        .under(&standard())
        .by(&uma())
        .when(Close::new())
        .then_events([Closed::new(Confirmation::Confirmed {
            by: PersonId::from_key(3),
        })
        .into()]);
}
