//! Reminders while an incident waits, and what becomes of it when nobody answers.

use crate::desk::{ana, busy, busy_but, incident, max, nine, nine_and, note, standard, uma};
use itsm_core::id::PersonId;
use itsm_core::time::{Instant, Seconds};
use itsm_incident::command::{
    DeclareMajor, Hold, IncidentCommandKind, RecordRequesterReply, Remind, ResolveUnanswered,
    Resume,
};
use itsm_incident::draft::DraftHoldRule;
use itsm_incident::event::{Reminded, Resolved};
use itsm_incident::policy::IncidentPolicy;
use itsm_incident::resolution::ResolutionCode;
use itsm_incident::state::{HoldReason, IncidentStage};
use itsm_testing::given;

fn ask() -> Hold {
    Hold::new(HoldReason::AWAITING_CALLER).comment(note("Which printer?"))
}

fn day(n: u64) -> Instant {
    nine_and(Seconds::days(n))
}

/// The busy desk, which escalates nothing.
fn patient() -> IncidentPolicy {
    busy_but(|draft| draft.escalations.rules.clear())
}

#[test]
fn two_reminders_and_then_an_end() {
    given(incident(&patient()))
        .under(&patient())
        .by(&ana())
        .when(ask())
        .then_due(IncidentCommandKind::Remind, day(1))
        .until(day(2))
        .then_events([
            Reminded::new(1_u32, day(1)).into(),
            Reminded::new(2_u32, day(2)).into(),
        ])
        .then_due(IncidentCommandKind::ResolveUnanswered, day(3))
        .until(day(3))
        .then_events([Resolved::new(ResolutionCode::NO_ANSWER).into()])
        .then_stage(IncidentStage::Resolved);
}

#[test]
fn answer_ends_the_reminders_and_the_next_wait_begins_from_nothing() {
    given(incident(&patient()))
        .under(&patient())
        .by(&ana())
        .when(ask())
        .until(day(2))
        .by(&uma())
        .when(RecordRequesterReply::new(note("The one in the hall.")))
        .then_stage(IncidentStage::InProgress)
        .then_nothing_due()
        .by(&ana())
        .at(day(10))
        .when(ask())
        .then_state("reminded of nothing yet", |it| it.reminders().count == 0)
        .then_due(IncidentCommandKind::Remind, day(11));
}

#[test]
fn host_that_was_down_for_weeks_does_not_shout_three_times_at_once() {
    given(incident(&patient()))
        .under(&patient())
        .by(&ana())
        .when(ask())
        .after(Seconds::days(21))
        .passing(Seconds(0))
        .then_events([Reminded::new(1_u32, day(1)).into()])
        .then_due(IncidentCommandKind::Remind, day(22));
}

#[test]
fn calendar_of_the_host_says_when_to_remind() {
    // Asked on a Friday: Monday, and then Tuesday.
    given(incident(&patient()))
        .under(&patient())
        .by(&ana())
        .when(ask().remind_at(day(3)))
        .then_due(IncidentCommandKind::Remind, day(3))
        .at(day(3))
        .when(Remind::new().next(day(5)))
        .then_event(Reminded::new(1_u32, day(3)).next(day(5)))
        .then_due(IncidentCommandKind::Remind, day(5))
        .passing(Seconds::days(2))
        // The host said nothing more, and the policy counts on.
        .then_due(IncidentCommandKind::ResolveUnanswered, day(6));
}

#[test]
fn reminder_that_the_host_asks_for_needs_no_rule_and_happens_once() {
    given(incident(&standard()))
        .under(&standard())
        .by(&ana())
        .when(Hold::new(HoldReason::AWAITING_VENDOR).remind_at(day(1)))
        .passing(Seconds::days(400))
        .then_events([Reminded::new(1_u32, day(1)).into()])
        .then_nothing_due();
}

#[test]
fn reminders_without_a_limit_go_on_and_resolve_nothing() {
    let endless = busy_but(|draft| {
        draft.escalations.rules.clear();
        let rule = draft.hold_reasons.get_mut("awaiting_caller").unwrap();
        rule.resolve_after = None;
    });
    given(incident(&endless))
        .under(&endless)
        .by(&ana())
        .when(ask())
        .until(day(100))
        .then_state("reminded a hundred times", |it| it.reminders().count == 100)
        .when(ResolveUnanswered::new())
        .then_refused_by("incident.remind.none")
        .then_stage(IncidentStage::OnHold);
}

#[test]
fn no_reminder_at_all_means_an_end_after_the_first_interval() {
    let curt = busy_but(|draft| {
        draft.escalations.rules.clear();
        let rule = draft.hold_reasons.get_mut("awaiting_caller").unwrap();
        rule.resolve_after = Some(0);
    });
    given(incident(&curt))
        .under(&curt)
        .by(&ana())
        .when(ask())
        .until(day(1))
        .then_stage(IncidentStage::Resolved);
}

#[test]
fn silence_never_resolves_a_major_incident() {
    given(incident(&patient()))
        .under(&patient())
        .by(&max())
        .when(DeclareMajor::new(
            note("All."),
            note("No orders."),
            PersonId::from_key(2),
        ))
        .when(ask())
        .until(day(100))
        .then_stage(IncidentStage::OnHold)
        .then_state("reminded twice", |it| it.reminders().count == 2)
        .when(ResolveUnanswered::new())
        .then_refused_by("incident.resolve.major_by_hand");
}

#[test]
fn earlier_of_a_time_out_and_a_reminder_comes_first() {
    let both = busy_but(|draft| {
        draft.escalations.rules.clear();
        let rule = DraftHoldRule {
            time_out: Some(Seconds::hours(30)),
            remind_every: Some(Seconds::days(1)),
            ..DraftHoldRule::default()
        };
        draft.hold_reasons.insert("awaiting_vendor".into(), rule);
    });
    given(incident(&both))
        .under(&both)
        .by(&ana())
        .when(Hold::new(HoldReason::AWAITING_VENDOR))
        .then_due(IncidentCommandKind::Remind, day(1))
        .until(day(1))
        .then_due(IncidentCommandKind::EndHold, nine_and(Seconds::hours(30)))
        .until(day(9))
        .then_stage(IncidentStage::InProgress)
        .when(Resume::new())
        .then_refused_by("incident.lifecycle.forbidden");
}

#[test]
fn older_wait_of_the_same_kind_does_not_matter() {
    let policy = busy();
    given(incident(&policy))
        .under(&policy)
        .by(&ana())
        .when(ask().remind_at(day(1)))
        .at(nine_and(Seconds::hours(1)))
        .when(Resume::new())
        .at(nine_and(Seconds::hours(2)))
        .when(ask())
        .then_state("reminded by the rule, from this wait on", |it| {
            it.reminders().next_at.is_none()
                && it.state().on_hold().map(|it| it.since) > Some(nine())
        });
}
