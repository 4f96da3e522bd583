//! From what a clock says to whom it calls for.

use crate::desk::{ana, day, group, keeper, levels, note, registered};
use itsm::coordination::escalation::{ClockEscalations, DraftClockEscalation, EscalateAt};
use itsm::core::actor::Role;
use itsm::core::context::Context;
use itsm::core::text::Code;
use itsm::incident::command::{IncidentCommandKind, Resolve};
use itsm::incident::escalation::EscalateTo;
use itsm::incident::policy::IncidentPolicy;
use itsm::incident::resolution::ResolutionCode;

fn rules() -> Vec<DraftClockEscalation> {
    let half = EscalateAt::Threshold(Code::new("half").unwrap());
    let rule = |id: &str, at, to, reason| DraftClockEscalation {
        id: id.into(),
        clock: "resolution".into(),
        at,
        to,
        reason: note(reason),
        at_attach: false,
    };
    let manager = EscalateTo::Role(Role::INCIDENT_MANAGER);
    vec![
        rule(
            "experts",
            half,
            EscalateTo::Group(group(9)),
            "Half of the time is used.",
        ),
        rule(
            "manager",
            EscalateAt::Breach,
            manager,
            "The target is missed.",
        ),
    ]
}

#[test]
fn threshold_calls_for_experts_and_breach_for_a_manager_once_each() {
    let (ana, policy, keeper) = (ana(), IncidentPolicy::default(), keeper());
    let escalations = ClockEscalations::compile(rules(), &levels()).unwrap();
    let cx = Context::new(day(2, "09:00"), &ana, &policy);
    let mut incident = registered(1, ("Low", "Medium"), &cx, &keeper);
    let mut asked = Vec::new();
    for now in [
        day(2, "16:59"),
        day(2, "17:00"),
        day(3, "12:00"),
        day(3, "18:00"),
        day(9, "09:00"),
    ] {
        for signal in incident.advance(now) {
            for proposal in escalations.ask(&signal, incident.incident()) {
                assert_eq!(escalations.ask(&signal, incident.incident())[0], proposal);
                incident
                    .execute(proposal.command.clone(), &cx.at(now), &keeper)
                    .unwrap();
                asked.push((now, proposal.command.kind(), proposal.key.to_string()));
            }
        }
    }
    let kinds: Vec<_> = asked.iter().map(|(now, kind, _)| (*now, *kind)).collect();
    assert_eq!(
        kinds,
        [
            (day(2, "17:00"), IncidentCommandKind::EscalateFunctionally),
            (day(3, "18:00"), IncidentCommandKind::EscalateHierarchically),
        ]
    );
    assert!(asked[0].2.ends_with("/resolution#1/experts"));
    let counters = incident.incident().counters();
    assert_eq!(
        (
            counters.functional_escalations,
            counters.hierarchical_escalations
        ),
        (1, 1)
    );
}

#[test]
fn escalation_is_not_lost_by_a_change_of_group() {
    let (ana, policy, keeper) = (ana(), IncidentPolicy::default(), keeper());
    let escalations = ClockEscalations::compile(rules(), &levels()).unwrap();
    let cx = Context::new(day(2, "09:00"), &ana, &policy);
    let mut incident = registered(1, ("Low", "Medium"), &cx, &keeper);
    // The target passes unseen; the next event of the incident brings it to light.
    let assign = itsm::incident::command::Assign::new(group(3));
    let outcome = incident
        .execute(assign, &cx.at(day(4, "09:00")), &keeper)
        .unwrap();
    let asked = outcome.signals.iter();
    let asked: Vec<_> = asked
        .flat_map(|it| escalations.ask(it, incident.incident()))
        .collect();
    assert_eq!(asked.len(), 2);
}

#[test]
fn resolved_incident_calls_for_nobody() {
    let (ana, policy, keeper) = (ana(), IncidentPolicy::default(), keeper());
    let escalations = ClockEscalations::compile(rules(), &levels()).unwrap();
    let cx = Context::new(day(2, "09:00"), &ana, &policy);
    let mut incident = registered(1, ("Low", "Medium"), &cx, &keeper);
    let fixed = Resolve::new(ResolutionCode::FIXED).notes(note("Replaced."));
    let outcome = incident
        .execute(fixed, &cx.at(day(6, "09:00")), &keeper)
        .unwrap();
    assert!(
        outcome
            .signals
            .iter()
            .any(|it| it.to_string().contains("breached"))
    );
    let asked = outcome.signals.iter();
    assert_eq!(
        asked
            .flat_map(|it| escalations.ask(it, incident.incident()))
            .count(),
        0
    );
}

#[test]
fn rules_are_checked_against_the_clocks() {
    let mut drafts = rules();
    drafts[0].at = EscalateAt::Threshold(Code::new("quarter").unwrap());
    drafts[1].clock = "update".into();
    let mut third = drafts[1].clone();
    third.clock = "response".into();
    drafts.push(third);
    let mut fourth = drafts[1].clone();
    fourth.clock = "response".into();
    fourth.id = "No Code".into();
    drafts.push(fourth);
    let faults = ClockEscalations::compile(drafts, &levels()).unwrap_err();
    let found: Vec<_> = faults
        .iter()
        .map(|it| (it.path.as_str(), it.rule))
        .collect();
    assert_eq!(
        found,
        [
            ("[0].at.threshold", "clock_escalation.threshold.unknown"),
            ("[1].clock", "clock_escalation.clock.unknown"),
            ("[2].id", "clock_escalation.id.twice"),
            ("[3].id", "clock_escalation.id.text"),
        ]
    );
}
