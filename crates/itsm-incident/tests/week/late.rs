//! Wednesday to Friday.

use crate::desk::{
    Case, ana, at, busy, busy_but, clock, code, facts, id, label, nine, nine_and, note, policy,
    profile, registered, resolve, standard, start, uma,
};
use itsm_core::context::Context;
use itsm_core::id::{CiId, PersonId};
use itsm_core::level::{Impact, Urgency};
use itsm_core::ratio::Ratio;
use itsm_core::text::Title;
use itsm_core::time::Seconds;
use itsm_incident::Incident;
use itsm_incident::alert::{Alert, AlertFacts, AlertKind, AlertOutcome, KnownAlert, judge};
use itsm_incident::assignment::{Assignment, Loads, propose};
use itsm_incident::command::*;
use itsm_incident::event::IncidentEvent;
use itsm_incident::merge::{TargetFacts, find_target, sync};
use itsm_incident::parent::{ChildFacts, ParentFacts};
use itsm_incident::period::{Period, Reviewed, review};
use itsm_incident::profile::Category;
use itsm_incident::state::IncidentStage;
use itsm_incident::trigger::TriggerFacts;
use itsm_incident::verdict::Verdict;
use itsm_testing::given;
use std::collections::BTreeSet;

/// Wednesday, the monitor raises an alarm every minute. One incident comes of it, and when all is
/// well again it is resolved and waits for people.
#[test]
fn wednesday_one_alarm_a_minute_and_one_incident() {
    let policy = policy(|draft| draft.alerts.recovery_resolves = true);
    let (monitor, ping) = (clock(), label("shop-1/ping"));
    let alert = |kind, minute| {
        let (impact, urgency) = (Impact::new("High").unwrap(), Urgency::new("High").unwrap());
        let title = Title::new("Shop does not answer").unwrap();
        let at = nine_and(Seconds::minutes(minute));
        Alert::new(kind, ping.clone(), at, title, impact, urgency)
    };
    let mut facts = AlertFacts::default();
    let mut registered = Vec::new();
    for minute in 0..45 {
        let exception = alert(AlertKind::Exception, minute);
        match judge(&exception, facts, &policy) {
            AlertOutcome::Registers(profile) => {
                let cx = Context::new(exception.at, &monitor, &policy);
                registered.push(Incident::register(id(6), *profile, &cx).unwrap().0);
            }
            AlertOutcome::Repeats(incident) => assert_eq!(incident, id(6)),
            other => panic!("{other:?}"),
        }
        facts.known = Some(KnownAlert {
            incident: id(6),
            stage: IncidentStage::New,
            last_at: exception.at,
        });
    }
    assert_eq!(registered.len(), 1);
    let recovery = alert(AlertKind::Recovery, 50);
    let AlertOutcome::Recovers(_, over) = judge(&recovery, facts, &policy) else {
        panic!("all is well again")
    };
    given(registered.remove(0))
        .under(&policy)
        .by(&monitor)
        .passing(Seconds::minutes(50))
        .when(over)
        .then_stage(IncidentStage::Resolved)
        .passing(Seconds::days(4))
        .then_stage(IncidentStage::Resolved)
        .by(&ana())
        .when(Close::accepted_by(PersonId::from_key(3)))
        .then_stage(IncidentStage::Closed);
}

/// Wednesday, three people report the same thing. Their reports become one, and everybody who
/// watches is still told.
#[test]
fn wednesday_three_reports_of_one_outage() {
    let (ana, policy) = (ana(), standard());
    let cx = Context::new(nine(), &ana, &policy);
    let reported = |key: u64| {
        let by = PersonId::from_key(10 + key);
        Case::of(
            registered(key, profile().reporter(by), &policy),
            policy.clone(),
        )
        .done(AddWatcher::new(by))
        .incident
    };
    let (mut first, mut second, mut third) = (reported(1), reported(2), reported(3));
    for (duplicate, asked) in [(&mut second, 1), (&mut third, 2)] {
        // The third was found to be like the second, which is the first by now.
        let ended = (asked == 2).then(|| TargetFacts {
            stage: IncidentStage::Canceled,
            merged_into: Some(id(1)),
            tenant: None,
        });
        let known = TargetFacts::from(&first);
        let look_up = |it| if it == id(1) { Some(known) } else { ended };
        let facts = find_target(id(asked), look_up).unwrap();
        let survivor = ParentFacts::new(facts.target, BTreeSet::new());
        duplicate.execute(MergeInto::new(facts), &cx).unwrap();
        for (target, command) in sync(duplicate, &[] as &[ChildFacts], &survivor) {
            assert_eq!(target, id(1));
            first.execute(command, &cx).unwrap();
        }
    }
    given(first)
        .under(&policy)
        .then_state("one record for all", |it| {
            it.duplicates().eq([id(2), id(3)])
                && it.watchers().count() == 3
                && it.affected_users().number() == 3
        })
        .by(&ana)
        .when(resolve())
        .passing(Seconds::days(5))
        .then_stage(IncidentStage::Closed);
}

/// Thursday, nobody looks at a small thing. After a working day it comes up by itself, once, and
/// whoever gets it by the rules solves it.
#[test]
fn thursday_the_forgotten_one() {
    let policy = busy_but(|draft| draft.communication.rules.clear());
    let forgotten = profile().category(Category::new(label("Network")));
    let story = given(registered(7, forgotten, &policy))
        .under(&policy)
        .passing(Seconds::days(2))
        .then_event_that(
            "says that nobody looks",
            |it| matches!(it, IncidentEvent::EscalatedByTime(it) if it.rule == code("quiet")),
        );
    assert_eq!(story.history().len(), 1);
    let decided = propose(
        story.record(),
        TriggerFacts::default(),
        &Loads::new(),
        &policy,
    );
    let Assignment::Proposes(assign, because) = decided else {
        panic!("{decided:?}")
    };
    assert_eq!(because.rule.as_str(), "by_category");
    story
        .by(&ana())
        .when(assign)
        .when(start())
        .when(resolve())
        .passing(Seconds::days(5))
        .then_stage(IncidentStage::Closed);
}

/// Thursday, a solution that was none: the requester refuses it, says why, and accepts the second.
#[test]
fn thursday_no_it_does_not_work() {
    given(registered(8, facts("Low", "Medium"), &standard()))
        .under(&standard())
        .by(&ana())
        .when(start())
        .when(resolve())
        .passing(Seconds::days(1))
        .by(&uma())
        .when(Reopen::new().reason(note("It is as slow as before.")))
        .then_stage(IncidentStage::InProgress)
        .then_state(
            "refused, with a reason",
            |it| matches!(it.verdict(), Verdict::Refused(it) if it.reason.is_some()),
        )
        .by(&ana())
        .when(resolve())
        .passing(Seconds::days(2))
        .by(&uma())
        .when(Close::new())
        .then_state("accepted", |it| {
            it.verdict() == Verdict::Accepted(PersonId::from_key(3))
        })
        .when(AnswerSurvey::new(2).comment(note("The second time it was right.")))
        .when(AnswerSurvey::new(5))
        .then_refused_by("incident.survey.already");
}

/// Friday, one report turns out to be two things: a part is split off, and the week is looked back
/// upon.
#[test]
fn friday_two_things_in_one_and_the_week_in_figures() {
    let (ana, policy) = (ana(), busy());
    let cx = Context::new(nine(), &ana, &policy);
    let (server, printer) = (CiId::from_key(1), CiId::from_key(2));
    let mut original = registered(9, profile().ci(server).ci(printer), &policy);
    let part = itsm_incident::split::Part::new(
        Title::new("The printer is dark").unwrap(),
        note("It has no light."),
    )
    .cis(BTreeSet::from([printer]));
    let split = original.split(id(10), part, &cx).unwrap();
    for command in split.original {
        original.execute(command, &cx).unwrap();
    }
    let solved = given(original)
        .under(&policy)
        .by(&ana)
        .when(ApplyModel::new(code("anything")))
        .when(CompleteStep::new(code("look")))
        .when(CompleteStep::new(code("ask")))
        .passing(Seconds::hours(2))
        .when(resolve())
        .passing(Seconds::days(5))
        .then_stage(IncidentStage::Closed)
        .finish();
    let week = Period {
        from: at("2026-03-02T00:00:00Z"),
        until: at("2026-03-09T00:00:00Z"),
    };
    let figures = review(
        week,
        [&solved, &split.part].map(|incident| Reviewed {
            incident,
            breached: Some(false),
        }),
    );
    assert_eq!((figures.registered, figures.resolved), (2, 1));
    assert_eq!((figures.closed, figures.still_open), (1, 1));
    assert_eq!(figures.by_model, Ratio::new(1, 2));
    assert_eq!(figures.breached, Ratio::new(0, 1));
    assert_eq!(figures.to_resolve.mean(), Some(Seconds::hours(2)));
    assert_eq!(figures.to_restore.mean(), None);
}
