//! What goes wrong elsewhere: each test is named after a mistake, and fails if we make it too.
//!
//! The first part are the mistakes of every first attempt, the second those that users of other
//! tools have found and reported.
#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::std_instead_of_alloc,
    clippy::std_instead_of_core,
    clippy::unwrap_used,
    reason = "helpers of tests, where to panic is to fail"
)]

#[allow(dead_code, reason = "shared by several tests")]
#[path = "desk/mod.rs"]
mod desk;

use desk::{
    Case, ana, busy_but, clock, facts, id, incident, max, nine, nine_and, note, policy,
    policy_with, profile, registered, resolve, standard, start, uma,
};
use itsm_core::context::Context;
use itsm_core::id::{GroupId, KnownErrorId, PersonId, ProblemId};
use itsm_core::level::{Impact, Urgency};
use itsm_core::link::{Link, LinkKind, RecordRef};
use itsm_core::money::Currency;
use itsm_core::time::{Instant, Seconds};
use itsm_incident::Incident;
use itsm_incident::children::{AfterLastChild, OpenChildren, lead, open_children};
use itsm_incident::command::*;
use itsm_incident::cost::Cost;
use itsm_incident::event::IncidentEvent;
use itsm_incident::major::MajorStatus;
use itsm_incident::parent::{ChildFacts, FollowStep, ParentFacts, sync};
use itsm_incident::policy::IncidentPolicy;
use itsm_incident::resolution::{CancelReason, ResolutionCode};
use itsm_incident::state::{HoldReason, IncidentStage};
use itsm_testing::given;
use std::collections::BTreeSet;

fn below(parent: u64, ancestors: &[u64]) -> LinkParent {
    let ancestors: BTreeSet<_> = ancestors.iter().map(|key| id(*key)).collect();
    LinkParent::new(ParentFacts::new(id(parent), ancestors))
}

fn declare() -> DeclareMajor {
    DeclareMajor::new(note("All."), note("No orders."), PersonId::from_key(2))
}

fn ask() -> Hold {
    Hold::new(HoldReason::AWAITING_CALLER).comment(note("Which printer?"))
}

fn day(n: u64) -> Instant {
    nine_and(Seconds::days(n))
}

/// What children in this state are to do because the parent did this.
fn follow(
    parent: &Case,
    command: impl Into<IncidentCommand>,
    child: IncidentStage,
) -> Vec<FollowStep> {
    let mut after = parent.incident.clone();
    let events = desk::must(&mut after, command, &parent.cx());
    let child = ChildFacts {
        id: id(2),
        stage: child,
        waits_for: None,
    };
    let proposed = events
        .iter()
        .flat_map(|event| sync(event, &after, std::slice::from_ref(&child), &standard()));
    proposed
        .map(|(_, command)| match command {
            IncidentCommand::FollowParent(it) => it.step,
            other => panic!("{other:?}"),
        })
        .collect()
}

mod first_attempts {
    use super::*;

    #[test]
    fn priority_is_stored_and_edited_directly_on_a_fixed_three_by_three() {
        let two_by_one = policy_with(
            r#"{ "priority_override": false, "matrix": {
                "impacts": ["All", "One"], "urgencies": ["Now"], "priorities": ["P1", "P2"],
                "cells": { "All": { "Now": "P1" }, "One": { "Now": "P2" } } } }"#,
        );
        let case = Case::of(registered(1, facts("One", "Now"), &two_by_one), two_by_one);
        assert_eq!(case.incident.priority().as_str(), "P2");
        let (impact, urgency) = (Impact::new("All").unwrap(), Urgency::new("Now").unwrap());
        let after = case
            .clone()
            .done(Prioritize::new(impact, urgency).note(note("All of us.")));
        assert_eq!(after.incident.priority().as_str(), "P1");
        let p1 = itsm_core::level::Priority::new("P1").unwrap();
        let by_hand = case.refusal(OverridePriority::new(p1, note("Because.")));
        assert_eq!(by_hand.rule, "incident.priority.override_forbidden");
    }

    #[test]
    fn major_incident_is_the_first_priority() {
        let first = registered(1, facts("High", "High"), &standard());
        assert_eq!(first.priority().as_str(), "Critical");
        assert_eq!(*first.major(), MajorStatus::None);
        let last = Case::of(registered(1, facts("Low", "Low"), &standard()), standard());
        let major = last.by(&max()).done(declare());
        assert_eq!(major.incident.priority().as_str(), "Planning");
        assert_eq!(major.incident.major().as_str(), "accepted");
    }

    #[test]
    fn incident_stays_open_until_the_cause_is_fixed() {
        let problem = Link::new(
            LinkKind::PROBLEM,
            RecordRef::Problem(ProblemId::from_key(1)),
        );
        let around = Resolve::new(ResolutionCode::WORKAROUND)
            .notes(note("Around it."))
            .known_error(KnownErrorId::from_key(1));
        let case = Case::new()
            .done(AddLink::new(problem))
            .done(around)
            .by(&uma())
            .done(Close::new());
        assert_eq!(case.incident.stage(), IncidentStage::Closed);
    }

    #[test]
    fn incident_is_closed_when_the_cause_is_fixed() {
        // A resolution is no closure, whatever it removes.
        let fixed = Case::new().done(resolve());
        assert_eq!(fixed.incident.stage(), IncidentStage::Resolved);
        let unconfirmed = fixed.refusal(Close::new());
        assert_eq!(unconfirmed.missing, ["confirmed_by"]);
    }

    #[test]
    fn closed_incident_is_reopened() {
        let closed = Case::new().done(resolve()).by(&uma()).done(Close::new());
        let again = closed.refusal(Reopen::new().reason(note("Again.")));
        assert_eq!(again.rule, "incident.lifecycle.forbidden");
        let cx = closed.cx();
        let (next, _) = closed
            .incident
            .follow_up(id(2), note("Again."), &cx)
            .unwrap();
        assert_eq!(next.stage(), IncidentStage::New);
    }

    #[test]
    fn parents_cancellation_closure_or_wait_for_its_caller_reaches_the_children() {
        let parent = Case::new();
        for child in [IncidentStage::New, IncidentStage::InProgress] {
            let withdraw = Cancel::new(CancelReason::UNNECESSARY);
            assert_eq!(follow(&parent, withdraw, child), []);
            assert_eq!(follow(&parent, ask(), child), []);
            let resolved = parent.clone().done(resolve()).by(&uma());
            assert_eq!(follow(&resolved, Close::new(), child), []);
        }
    }
}

mod escalation {
    use super::*;

    /// The busy desk, which tells nobody anything.
    fn silent() -> IncidentPolicy {
        busy_but(|draft| draft.communication.rules.clear())
    }

    fn old() -> Incident {
        registered(1, facts("High", "High"), &silent())
    }

    /// In one tool a target that passes before somebody is assigned never escalates afterwards.
    #[test]
    fn escalation_that_falls_due_before_assignment_is_lost() {
        given(old())
            .under(&silent())
            .passing(Seconds::hours(5))
            .by(&ana())
            .when(Assign::new(GroupId::from_key(1)))
            .when(start())
            .then_state("escalated", |it| {
                it.counters().hierarchical_escalations == 1
            });
        // And a host that looked away finds it late.
        given(old())
            .under(&silent())
            .by(&ana())
            .after(Seconds::hours(5))
            .when(Assign::new(GroupId::from_key(1)))
            .passing(Seconds(0))
            .then_event_that("is the escalation", |it| {
                matches!(it, IncidentEvent::EscalatedByTime(_))
            });
    }

    #[test]
    fn reassignment_a_wait_or_new_work_forgets_the_escalation() {
        given(old())
            .under(&silent())
            .by(&ana())
            .passing(Seconds::hours(4))
            .when(Assign::new(GroupId::from_key(1)))
            .when(Hold::new(HoldReason::AWAITING_VENDOR))
            .when(Resume::new())
            .when(Assign::new(GroupId::from_key(2)))
            .then_state("still escalated", |it| {
                it.counters().hierarchical_escalations == 1
            })
            // Nor does it escalate again because of them: the age is the same occasion.
            .passing(Seconds::hours(3))
            .then_nothing_happened();
    }

    /// Levels that are computed from when they were last run drift; ours from when they began.
    #[test]
    fn late_execution_moves_the_date_of_the_escalation() {
        given(old())
            .under(&silent())
            .after(Seconds::days(3))
            .passing(Seconds(0))
            .then_event_that("was due four hours after the beginning", |it| {
                matches!(it, IncidentEvent::EscalatedByTime(it)
                    if it.since == nine() && it.due == nine_and(Seconds::hours(4)))
            });
    }
}

mod waiting {
    use super::*;

    fn patient() -> IncidentPolicy {
        busy_but(|draft| draft.escalations.rules.clear())
    }

    #[test]
    fn reminder_counts_from_an_older_wait() {
        given(incident(&patient()))
            .under(&patient())
            .by(&ana())
            .when(ask())
            .until(day(1))
            .by(&uma())
            .when(RecordRequesterReply::new(note("This one.")))
            .by(&ana())
            .until(day(30))
            .when(ask())
            .then_due(IncidentCommandKind::Remind, day(31))
            .then_state("reminded of nothing yet", |it| it.reminders().count == 0);
    }

    #[test]
    fn reminder_ignores_the_calendar() {
        given(incident(&patient()))
            .under(&patient())
            .by(&ana())
            .when(ask().remind_at(day(4)))
            .then_due(IncidentCommandKind::Remind, day(4));
    }

    #[test]
    fn automation_stalls_after_a_missed_run() {
        given(incident(&patient()))
            .under(&patient())
            .by(&ana())
            .when(ask())
            // Nobody polls for three weeks; then somebody does, and it goes on to its end.
            .after(Seconds::days(21))
            .passing(Seconds::days(2))
            .then_stage(IncidentStage::Resolved);
    }

    #[test]
    fn reason_to_wait_without_a_rule_is_resolved_by_silence() {
        given(incident(&standard()))
            .under(&standard())
            .by(&ana())
            .when(ask())
            .then_nothing_due();
    }
}

mod ending {
    use super::*;

    #[test]
    fn no_time_to_object_means_closed_at_once() {
        let never = policy(|draft| draft.auto_close = Some(Seconds(0)));
        given(incident(&never))
            .under(&never)
            .by(&ana())
            .when(resolve())
            .then_stage(IncidentStage::Resolved)
            .then_nothing_due();
    }

    #[test]
    fn second_solution_overwrites_the_first() {
        let twice = Case::new().done(resolve()).refusal(resolve());
        assert_eq!(twice.rule, "incident.lifecycle.forbidden");
    }

    #[test]
    fn solution_is_refused_without_a_reason() {
        let silent = policy(|draft| draft.demands.clear());
        let refused = Reopen::new().refused_by(PersonId::from_key(3));
        let case = Case::under(silent).done(resolve());
        assert_eq!(case.refusal(refused).missing, ["reason"]);
    }

    #[test]
    fn satisfaction_is_answered_again_and_again() {
        let closed = Case::new().done(resolve()).by(&uma()).done(Close::new());
        let again = closed
            .done(AnswerSurvey::new(1))
            .refusal(AnswerSurvey::new(5));
        assert_eq!(again.rule, "incident.survey.already");
    }

    #[test]
    fn cost_of_a_closed_incident_goes_on_growing() {
        let euro = Currency::new("EUR").unwrap();
        let hour = || {
            let spent = Seconds::hours(1);
            RecordCost::new(
                Cost::Time {
                    spent,
                    hourly_rate: 6_000,
                },
                euro,
            )
        };
        let closed = Case::new()
            .done(hour())
            .done(resolve())
            .by(&uma())
            .done(Close::new());
        let before = closed.incident.cost_totals().unwrap().unwrap();
        let late = closed.after(Seconds::days(400));
        assert_eq!(late.refusal(hour()).rule, "incident.lifecycle.forbidden");
        assert_eq!(late.incident.cost_totals().unwrap().unwrap(), before);
    }

    #[test]
    fn cost_has_no_currency_and_francs_are_added_to_yen() {
        let cost = |code| RecordCost::new(Cost::Fixed { amount: 5 }, Currency::new(code).unwrap());
        let mixed = Case::new().done(cost("CHF")).refusal(cost("JPY"));
        assert_eq!(mixed.rule, "incident.cost.currency_mixed");
    }
}

mod cascades {
    use super::*;

    #[test]
    fn only_a_loop_of_one_is_seen() {
        let child = Case::new();
        for facts in [below(1, &[]), below(2, &[1]), below(2, &[3, 1])] {
            assert_eq!(child.refusal(facts).rule, "incident.parent.circle");
        }
    }

    #[test]
    fn reopened_parent_leaves_its_children_resolved() {
        let parent = Case::new().done(resolve());
        let steps = follow(
            &parent,
            Reopen::new().reason(note("Again.")),
            IncidentStage::Resolved,
        );
        assert_eq!(steps, [FollowStep::Reopen {}]);
    }

    #[test]
    fn child_gets_the_state_and_not_the_words_of_the_solution() {
        let steps = follow(&Case::new(), resolve(), IncidentStage::InProgress);
        let [FollowStep::Resolve(step)] = &steps[..] else {
            panic!("{steps:?}")
        };
        assert_eq!(step.notes, Some(note("Restarted the server.")));
        assert_eq!(step.code, ResolutionCode::FIXED);
    }

    /// In one tool a warning, which somebody clicks away.
    #[test]
    fn parent_is_closed_over_open_children_with_a_warning() {
        let waits = policy(|draft| draft.children_on_close = OpenChildren::Refuse);
        let child = ChildFacts {
            id: id(2),
            stage: IncidentStage::InProgress,
            waits_for: None,
        };
        let known = |parent| Vec::from_iter((parent == id(1)).then(|| child.clone()));
        let case = Case::under(waits).done(resolve()).by(&uma());
        let close = Close::new().children(open_children(id(1), known));
        let refusal = case.refusal(close);
        assert_eq!(refusal.rule, "incident.children.open");
        // Nor does it help to say nothing of them.
        assert_eq!(case.refusal(Close::new()).missing, ["children"]);
    }

    #[test]
    fn children_of_children_are_not_asked_and_a_loop_is_asked_for_ever() {
        let child = |key, stage| ChildFacts {
            id: id(key),
            stage,
            waits_for: None,
        };
        let mut asked = 0;
        let facts = open_children(id(1), |parent| {
            asked += 1;
            match parent {
                it if it == id(1) => vec![child(2, IncidentStage::Closed)],
                it if it == id(2) => {
                    vec![child(3, IncidentStage::New), child(1, IncidentStage::New)]
                }
                _ => vec![child(2, IncidentStage::Closed)],
            }
        });
        assert_eq!((facts.open, asked), (BTreeSet::from([id(3)]), 3));
    }

    /// A wish of years in one tool: the parent stays open when all its children are done.
    #[test]
    fn parent_is_forgotten_when_its_last_child_is_done() {
        let strict = policy(|draft| {
            draft.after_last_child = AfterLastChild::Resolve;
            draft
                .roles
                .insert("resolve".into(), desk::set(["specialist"]));
        });
        let parent = registered(1, profile(), &strict);
        let specialist = ana().with(itsm_core::actor::Role::new("specialist").unwrap());
        let case = Case::of(registered(2, profile(), &strict), strict.clone()).by(&specialist);
        let mut child = case.incident.clone();
        desk::must(&mut child, below(1, &[]), &case.cx());
        let event = desk::must(&mut child, resolve(), &case.cx()).remove(0);
        let children = [ChildFacts::from(&child)];
        let facts = open_children(id(1), |_| children.to_vec());
        let follow = lead(&event, &parent, &children, &facts, &strict).unwrap();
        let led = Case::of(parent, strict).by(&clock()).done(follow);
        let resolution = led.incident.state().resolution().unwrap();
        assert_eq!(resolution.notes, Some(note("Restarted the server.")));
    }

    #[test]
    fn cascade_stops_where_the_actor_has_no_rights() {
        let strict = policy_with(
            r#"{ "roles": { "resolve": ["specialist"] }, "demands": { "resolve": ["restored_at"] } }"#,
        );
        let step = follow(&Case::new(), resolve(), IncidentStage::InProgress).remove(0);
        let child = Case::of(registered(2, profile(), &strict), strict)
            .done(below(1, &[]))
            .by(&clock())
            .done(FollowParent::new(id(1), 2_u64, step));
        assert_eq!(child.incident.stage(), IncidentStage::Resolved);
    }
}

mod answers {
    use super::*;

    /// A refusal elsewhere is `false`, or a message in somebody's session.
    #[test]
    fn refusal_says_no_and_not_why() {
        let refusal = Case::new().refusal(Close::new());
        assert_eq!(refusal.rule, "incident.lifecycle.forbidden");
        assert_eq!((refusal.asked, refusal.state), ("close", "new"));
        assert!(refusal.allowed.contains(&"resolve"));
    }

    #[test]
    fn clock_of_the_computer_decides() {
        let (ana, policy) = (ana(), standard());
        let then = "1999-12-31T23:59:59Z".parse().unwrap();
        let cx = Context::new(then, &ana, &policy);
        let live = || {
            let (mut incident, birth) = Incident::register(id(1), profile(), &cx).unwrap();
            let events = incident.execute(start(), &cx).unwrap();
            let due = incident.deadlines(&policy);
            (incident, birth, events, due)
        };
        assert_eq!(live(), live());
        assert_eq!(live().0.last_at(), then);
    }
}
