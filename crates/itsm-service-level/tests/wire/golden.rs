//! Golden files: what is written today is what was written before, and a policy is read back as it
//! was.
//!
//! Run with `UPDATE_GOLDEN=1` to write them anew; the difference is then a change of the wire format.

use crate::desk::{Ask, Desk, Ticket, always, at, draft, is, waiting};
use crate::examples;
use itsm_calendar::{Period, Zone};
use itsm_core::deadline::Deadline;
use itsm_service_level::agreement::AgreementKind;
use itsm_service_level::alignment::Misalignment;
use itsm_service_level::availability::AvailabilityReport;
use itsm_service_level::clocks::Clocks;
use itsm_service_level::draft::{DraftAgreement, DraftClock, DraftServicePolicy};
use itsm_service_level::lint::ServiceFinding;
use itsm_service_level::outage::{Outage, OutageKind};
use itsm_service_level::policy::ServicePolicy;
use itsm_service_level::reading::{Reading, Slice};
use itsm_service_level::report::{ImprovementTrigger, Reporter, ServiceReport};
use itsm_service_level::signal::Signal;
use itsm_service_level::target::DraftTarget;
use serde::Serialize;
use std::fs;
use std::path::PathBuf;

/// The text of a golden file, after it was compared with what is written today.
fn golden<T: Serialize>(name: &str, value: &T) -> String {
    let path: PathBuf = [env!("CARGO_MANIFEST_DIR"), "tests", "golden", name]
        .iter()
        .collect();
    let mut written = serde_json::to_string_pretty(value).unwrap();
    written.push('\n');
    if std::env::var_os("UPDATE_GOLDEN").is_some_and(|it| it == "1") {
        fs::write(&path, &written).unwrap();
    }
    let kept = fs::read_to_string(&path).unwrap();
    assert_eq!(kept, written, "{name}; UPDATE_GOLDEN=1 writes it anew");
    kept
}

#[test]
fn policy_is_written_and_read_as_before() {
    let draft = examples::draft();
    let kept = golden("service_policy.json", &draft);
    let read: DraftServicePolicy = serde_json::from_str(&kept).unwrap();
    assert_eq!(read, draft);
    let policy = ServicePolicy::<Ask>::compile(read, &Desk).unwrap();
    assert_eq!(policy.draft(), draft);
}

#[test]
fn policy_is_read_from_toml_as_people_write_it() {
    let read: DraftServicePolicy = toml::from_str(include_str!("policy.toml")).unwrap();
    assert_eq!(read, examples::draft());
}

#[test]
fn file_that_says_nothing_is_a_policy_without_clocks() {
    let silent: DraftServicePolicy = serde_json::from_str("{}").unwrap();
    assert_eq!(silent, DraftServicePolicy::default());
    let silent: DraftServicePolicy = toml::from_str("").unwrap();
    assert_eq!(silent, DraftServicePolicy::default());
}

#[test]
fn clocks_and_their_signals_are_written_as_before() {
    let (_, keeper, clocks, said) = examples::told();
    golden("clocks.json", &clocks);
    let kept = golden("signals.json", &said);
    for kind in [
        "attached",
        "breached",
        "canceled",
        "completed",
        "paused",
        "reached",
        "reopened",
        "resumed",
        "retargeted",
    ] {
        let tag = format!("\"type\": \"{kind}\"");
        assert!(kept.contains(&tag), "no example of `{kind}`");
    }

    // A clock that runs, and one that stands still, have what the others have not.
    let mut early = keeper.begin();
    let ticket = Ticket::new().customer("gold").state("waiting");
    let nine = at("2026-03-02T09:00:00Z");
    let mut running = keeper.begin();
    keeper
        .observe(&mut running, nine, &ticket.clone().state("new"))
        .unwrap();
    keeper.observe(&mut early, nine, &ticket).unwrap();
    golden("active_clocks.json", &[&running, &early]);
    let deadlines: Vec<Deadline<Signal>> = running.deadlines();
    golden("deadlines.json", &deadlines);
}

#[derive(Serialize)]
struct Read {
    reading: Reading,
    breakdown: Vec<(String, Vec<Slice>)>,
}

#[test]
fn readings_are_written_as_before() {
    let (_, keeper, clocks, _): (_, _, Clocks, _) = examples::told();
    let now = at("2026-03-02T12:30:00Z");
    let read: Vec<Read> = clocks
        .iter()
        .map(|clock| Read {
            reading: keeper.read(clock, now).unwrap().unwrap(),
            breakdown: keeper
                .breakdown(&clocks, clock, now)
                .unwrap()
                .into_iter()
                .map(|(attribute, slices)| (attribute.to_string(), slices))
                .collect(),
        })
        .collect();
    golden("readings.json", &read);
}

#[derive(Serialize)]
struct Reported {
    report: ServiceReport,
    improvements: Vec<ImprovementTrigger>,
}

#[test]
fn report_is_written_as_before() {
    let (_, _, clocks, _) = examples::told();
    let mut draft = examples::draft();
    draft.agreements[0].workload[0].at_most = 0;
    let policy = ServicePolicy::<Ask>::compile(draft, &Desk).unwrap();
    let period = Period {
        start: at("2026-03-01T00:00:00Z"),
        end: at("2026-04-01T00:00:00Z"),
    };
    let lisbon = Zone::new("Europe/Lisbon").unwrap();
    let mut reporter = Reporter::new(&policy, "gold", period, &lisbon).unwrap();
    let ticket = Ticket::new().customer("gold").group("desk");
    reporter.count(&clocks, &ticket, at("2026-03-02T09:30:00Z"));
    // One that was missed, and one that the storm excuses.
    let (_, keeper, _, _) = examples::told();
    for (group, day) in [("desk", "03"), ("network", "05")] {
        let ticket = ticket.clone().group(group);
        let clocks = keeper.fold([
            (at("2026-03-02T09:30:00Z"), ticket.clone()),
            (
                at(&format!("2026-03-{day}T16:00:00Z")),
                ticket.clone().state("resolved"),
            ),
        ]);
        reporter.count(&clocks.unwrap(), &ticket, at("2026-03-02T09:30:00Z"));
    }
    let hours = &policy.agreement("gold").unwrap().availability()[0].service_hours;
    let schedule = hours.compile(period.start..period.end).unwrap();
    let outage = Outage::new(
        OutageKind::Unplanned,
        at("2026-03-09T09:00:00Z"),
        at("2026-03-09T12:00:00.5Z"),
    );
    let measured =
        AvailabilityReport::measure(&[outage.unwrap()], &schedule, period, period.end).unwrap();
    assert!(reporter.measured("mail", measured));
    let report = reporter.finish();
    let improvements = report.improvements();
    let kept = golden(
        "report.json",
        &Reported {
            report,
            improvements,
        },
    );
    for kind in ["availability_missed", "goal_missed", "workload_exceeded"] {
        let tag = format!("\"type\": \"{kind}\"");
        assert!(kept.contains(&tag), "no example of `{kind}`");
    }
}

#[derive(Serialize)]
struct Found {
    misalignments: Vec<Misalignment>,
    findings: Vec<ServiceFinding>,
}

#[test]
fn findings_are_written_as_before() {
    let (_, keeper, _, _) = examples::told();
    let span = (at("2026-03-02T00:00:00Z"), at("2026-03-09T00:00:00Z"));
    let mut misalignments = keeper.misalignments(&Desk, span.0, span.1).unwrap();
    let mut moment = examples::draft();
    moment.clocks.truncate(1);
    moment.agreements[1].clocks[0].target =
        Some(DraftTarget::EndOfBusinessDay { business_days: 0 });
    moment.agreements[0].clocks[0].targets.rules.clear();
    let moment = crate::desk::over(&ServicePolicy::compile(moment, &Desk).unwrap());
    misalignments.extend(moment.misalignments(&Desk, span.0, span.1).unwrap());

    let mut odd = DraftClock::new(
        "odd",
        DraftTarget::hours(8),
        is("state", "waiting"),
        is("priority", "P1"),
    )
    .pause(waiting());
    odd.targets = examples::draft().agreements[0].clocks[0].targets.clone();
    odd.targets.rules[1].when = is("priority", "P1");
    let mut policy = draft([odd]);
    policy.agreements = vec![DraftAgreement::new("sla", AgreementKind::ServiceLevel)];
    policy.selection = examples::draft().selection;
    for rule in &mut policy.selection.rules {
        (rule.active, rule.then) = (true, Vec::new());
    }
    policy.selection.rules[0].when = always();
    let policy = ServicePolicy::<Ask>::compile(policy, &Desk).unwrap();
    let findings = policy.lint(&Desk);
    let kept = golden(
        "findings.json",
        &Found {
            misalignments,
            findings,
        },
    );
    for kind in [
        "later",
        "undecided",
        "agreement_never_chosen",
        "clock",
        "selection",
        "target",
    ] {
        let tag = format!("\"type\": \"{kind}\"");
        assert!(kept.contains(&tag), "no example of `{kind}`");
    }
}
