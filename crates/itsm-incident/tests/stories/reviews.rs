//! The review after a major incident, and what it asks for.

use crate::desk::{ana, incident, max, nine, nine_and, note, policy, resolve, standard, uma};
use itsm_core::id::PersonId;
use itsm_core::text::Title;
use itsm_core::time::Seconds;
use itsm_incident::command::{
    Close, DeclareMajor, IncidentCommandKind, RecordReview, Reopen, StartWork,
};
use itsm_incident::duty::Duty;
use itsm_incident::event::{FellOverdue, IncidentEvent, ReviewMissing};
use itsm_incident::review::{ReviewAction, ReviewActionKind, ReviewOnClose};
use itsm_incident::state::IncidentStage;
use itsm_testing::given;

fn declare() -> DeclareMajor {
    DeclareMajor::new(note("All."), note("No orders."), PersonId::from_key(2))
}

fn actions() -> Vec<ReviewAction> {
    let action = |kind, text| ReviewAction::new(kind, Title::new(text).unwrap());
    vec![
        action(ReviewActionKind::Problem, "Why was the spare down?"),
        action(ReviewActionKind::Change, "A second provider"),
        action(ReviewActionKind::Improvement, "Test the spare").owner(PersonId::from_key(4)),
    ]
}

fn review() -> RecordReview {
    RecordReview::new(note("The spare was down, too."), actions())
}

fn confirmed() -> Close {
    Close::accepted_by(PersonId::from_key(3))
}

#[test]
fn review_is_owed_from_the_resolution_on_and_late_after_its_time() {
    let due = nine_and(Seconds::days(10));
    given(incident(&standard()))
        .under(&standard())
        .by(&max())
        .when(declare())
        .when(resolve())
        .then_due(IncidentCommandKind::NoteOverdue, due)
        .passing(Seconds::days(30))
        .then_events([FellOverdue::new(Duty::Review {}, nine(), due).into()])
        .when(review())
        .then_nothing_due()
        .then_state("reviewed", |it| {
            !it.is_review_missing() && it.review().map(|it| it.actions.len()) == Some(3)
        });
}

#[test]
fn review_says_which_problem_change_and_improvement_are_to_be_raised() {
    let policy = standard();
    let story = given(incident(&policy))
        .under(&policy)
        .by(&max())
        .when(declare())
        .when(resolve())
        .when(review());
    let kinds: Vec<_> = story
        .record()
        .review()
        .unwrap()
        .actions
        .iter()
        .map(|it| it.kind)
        .collect();
    assert_eq!(
        kinds,
        [
            ReviewActionKind::Problem,
            ReviewActionKind::Change,
            ReviewActionKind::Improvement
        ]
    );
}

#[test]
fn closing_without_a_review_is_refused_flagged_or_ignored_as_the_policy_says() {
    for (rule, flagged) in [(ReviewOnClose::Flag, true), (ReviewOnClose::Ignore, false)] {
        let policy = policy(|draft| draft.major.review_on_close = rule);
        let story = given(incident(&policy))
            .under(&policy)
            .by(&max())
            .when(declare())
            .when(resolve())
            .when(confirmed())
            .then_stage(IncidentStage::Closed);
        let flag = IncidentEvent::from(ReviewMissing::new());
        assert_eq!(story.history().iter().any(|it| it.event == flag), flagged);
        // It may still come, and a note says when it is late.
        let _ = story
            .then_due(
                IncidentCommandKind::NoteOverdue,
                nine_and(Seconds::days(10)),
            )
            .when(review())
            .then_nothing_due();
    }
    let strict = policy(|draft| draft.major.review_on_close = ReviewOnClose::Refuse);
    given(incident(&strict))
        .under(&strict)
        .by(&max())
        .when(declare())
        .when(resolve())
        .when(confirmed())
        .then_refused_by("incident.review.required")
        .when(review())
        .when(confirmed())
        .then_stage(IncidentStage::Closed);
}

#[test]
fn ordinary_incident_may_be_reviewed_and_owes_no_review() {
    let strict = policy(|draft| draft.major.review_on_close = ReviewOnClose::Refuse);
    given(incident(&strict))
        .under(&strict)
        .by(&ana())
        .when(review())
        .then_refused_by("incident.lifecycle.forbidden")
        .when(resolve())
        .when(review())
        .when(confirmed())
        .then_stage(IncidentStage::Closed)
        .then_nothing_due();
}

#[test]
fn review_of_a_major_incident_is_recorded_by_those_responsible() {
    given(incident(&standard()))
        .under(&standard())
        .by(&max())
        .when(declare())
        .when(resolve())
        .by(&uma())
        .when(review())
        .then_refused_by("incident.major.role_missing")
        .by(&ana())
        .when(review())
        .then_refused_by("incident.major.role_missing");
}

#[test]
fn what_was_reviewed_and_came_back_is_reviewed_again() {
    given(incident(&standard()))
        .under(&standard())
        .by(&max())
        .when(declare())
        .when(StartWork::new())
        .when(resolve())
        .when(review())
        .when(review())
        .then_refused_by("incident.review.already")
        .after(Seconds::days(1))
        .when(Reopen::new().reason(note("Down again.")))
        .when(resolve())
        .then_state("not reviewed", itsm_incident::Incident::is_review_missing)
        .then_due(
            IncidentCommandKind::NoteOverdue,
            nine_and(Seconds::days(11)),
        );
}

#[test]
fn desk_may_do_without_reviews() {
    let none = policy(|draft| draft.major.review_within = Some(Seconds(0)));
    given(incident(&none))
        .under(&none)
        .by(&max())
        .when(declare())
        .when(resolve())
        .then_nothing_due();
}
