//! Which agreement applies, what it reports, and whether what supports it is enough.

use crate::desk::{Ask, Desk, Ticket, always, at, done, draft, is, over, waiting};
use chrono::NaiveDate;
use itsm_calendar::{DraftCalendar, Period, Zone};
use itsm_core::draft::DraftCondition;
use itsm_core::ratio::Ratio;
use itsm_core::rule_table::{DraftRule, DraftRuleTable};
use itsm_service_level::agreement::{AgreementKind, Span};
use itsm_service_level::alignment::MisalignmentKind;
use itsm_service_level::availability::AvailabilityReport;
use itsm_service_level::draft::{
    DraftAgreement, DraftAvailabilityGoal, DraftClock, DraftException, DraftGoal,
    DraftServicePolicy, DraftWorkloadLimit,
};
use itsm_service_level::outage::{Outage, OutageKind};
use itsm_service_level::policy::ServicePolicy;
use itsm_service_level::report::{ImprovementTrigger, Reporter};
use itsm_service_level::target::DraftTarget;

fn clock(id: &str, hours: u64) -> DraftClock {
    DraftClock::new(id, DraftTarget::hours(hours), always(), done())
        .calendar("office")
        .pause(waiting())
}

pub(crate) fn agreement(
    name: &str,
    kind: AgreementKind,
    clocks: Vec<DraftClock>,
) -> DraftAgreement {
    DraftAgreement {
        clocks,
        ..DraftAgreement::new(name, kind)
    }
}

/// Gold within four hours, silver within sixteen; customers choose.
pub(crate) fn two_customers() -> DraftServicePolicy {
    DraftServicePolicy {
        agreements: vec![
            agreement(
                "gold",
                AgreementKind::ServiceLevel,
                vec![clock("gold_fix", 4)],
            ),
            agreement(
                "silver",
                AgreementKind::ServiceLevel,
                vec![clock("silver_fix", 16)],
            ),
        ],
        selection: DraftRuleTable {
            rules: vec![
                DraftRule::new("gold", is("customer", "gold"), vec!["gold".into()]),
                DraftRule::new("others", always(), vec!["silver".into()]),
            ],
        },
        ..draft([])
    }
}

fn compiled(draft: DraftServicePolicy) -> ServicePolicy<Ask> {
    ServicePolicy::compile(draft, &Desk).unwrap()
}

#[test]
fn clock_belongs_to_the_agreement_that_the_rules_choose() {
    let keeper = over(&compiled(two_customers()));
    let mut clocks = keeper.begin();
    let nine = at("2026-03-02T09:00:00Z");
    keeper
        .observe(&mut clocks, nine, &Ticket::new().customer("gold"))
        .unwrap();
    assert_eq!(clocks.iter().count(), 1);
    let gold = clocks.latest("gold_fix").unwrap();
    assert_eq!(
        gold.agreement().map(ToString::to_string).as_deref(),
        Some("gold")
    );
    // The customer turns out to be another: one agreement ends, the other begins.
    let ten = at("2026-03-02T10:00:00Z");
    keeper
        .observe(&mut clocks, ten, &Ticket::new().customer("silver"))
        .unwrap();
    assert_eq!(clocks.latest("gold_fix").unwrap().ended_at(), Some(ten));
    assert!(clocks.latest("silver_fix").unwrap().is_running());
}

#[test]
fn what_began_under_an_agreement_goes_on_under_it_when_it_runs_out() {
    let mut draft = two_customers();
    draft.agreements[0].valid_until = Some(at("2026-03-02T12:00:00Z"));
    let keeper = over(&compiled(draft));
    let ticket = Ticket::new().customer("gold");
    let mut clocks = keeper.begin();
    keeper
        .observe(&mut clocks, at("2026-03-02T11:59:59Z"), &ticket)
        .unwrap();
    keeper
        .observe(&mut clocks, at("2026-03-02T13:00:00Z"), &ticket)
        .unwrap();
    assert!(clocks.latest("gold_fix").unwrap().is_running());
    let mut clocks = keeper.begin();
    keeper
        .observe(&mut clocks, at("2026-03-02T12:00:00Z"), &ticket)
        .unwrap();
    assert_eq!(clocks.iter().count(), 0);
}

#[test]
fn review_of_an_agreement_is_due_on_its_date() {
    let mut draft = two_customers();
    draft.agreements[0].review_on = NaiveDate::from_ymd_opt(2026, 6, 1);
    let policy = compiled(draft);
    let gold = policy.agreement("gold").unwrap();
    assert!(!gold.is_review_due(NaiveDate::from_ymd_opt(2026, 5, 31).unwrap()));
    assert!(gold.is_review_due(NaiveDate::from_ymd_opt(2026, 6, 1).unwrap()));
    let silver = policy.agreement("silver").unwrap();
    assert!(!silver.is_review_due(NaiveDate::MAX));
}

#[test]
fn report_counts_each_clock_once_and_says_what_calls_for_an_improvement() {
    let mut draft = two_customers();
    let gold = &mut draft.agreements[0];
    gold.goals.push(DraftGoal {
        clock: "gold_fix".into(),
        at_least: "60".parse().unwrap(),
    });
    gold.workload.push(DraftWorkloadLimit {
        id: "tickets".into(),
        when: always(),
        at_most: 2,
        per: Span::Week,
    });
    gold.exceptions.push(DraftException {
        id: "storm".into(),
        when: None,
        from: Some(at("2026-03-05T00:00:00Z")),
        until: Some(at("2026-03-06T00:00:00Z")),
        reason: "The storm was nobody's fault.".into(),
    });
    gold.availability.push(DraftAvailabilityGoal {
        id: "mail".into(),
        calendar: Some("office".into()),
        at_least: "99.5".parse().unwrap(),
    });
    let policy = compiled(draft);
    let keeper = over(&policy);
    let period = Period {
        start: at("2026-03-01T00:00:00Z"),
        end: at("2026-04-01T00:00:00Z"),
    };
    let mut reporter = Reporter::new(&policy, "gold", period, &Zone::utc()).unwrap();
    let open = Ticket::new().customer("gold");
    let resolved = open.clone().state("resolved");
    let stories = [
        ("2026-03-02T09:00:00Z", Some("2026-03-02T11:00:00Z")), // met
        ("2026-03-02T09:00:00Z", Some("2026-03-02T16:00:00Z")), // missed
        ("2026-03-03T09:00:00Z", Some("2026-03-04T16:00:00Z")), // missed
        ("2026-03-04T09:00:00Z", Some("2026-03-05T16:00:00Z")), // missed in the storm
        ("2026-02-26T09:00:00Z", Some("2026-02-26T10:00:00Z")), // before the period
        ("2026-03-31T16:00:00Z", Some("2026-04-01T10:00:00Z")), // ended after it
        ("2026-03-30T09:00:00Z", None),                         // late and open
    ];
    for (start, end) in stories {
        let mut clocks = keeper.begin();
        keeper.observe(&mut clocks, at(start), &open).unwrap();
        if let Some(end) = end {
            keeper.observe(&mut clocks, at(end), &resolved).unwrap();
        }
        clocks.advance(at("2026-04-02T00:00:00Z"));
        reporter.count(&clocks, &resolved, at(start));
    }
    let down = Outage::new(
        OutageKind::Unplanned,
        at("2026-03-09T09:00:00Z"),
        at("2026-03-09T12:00:00Z"),
    );
    let hours = policy.agreement("gold").unwrap().availability()[0]
        .service_hours
        .clone();
    let hours = hours.compile(period.start..period.end).unwrap();
    let measured = AvailabilityReport::measure(&[down.unwrap()], &hours, period, period.end);
    assert!(reporter.measured("mail", measured.unwrap()));
    let report = reporter.finish();
    let row = &report.clocks[0];
    assert_eq!(
        (row.met, row.missed, row.active, row.active_breached),
        (1, 2, 1, 1)
    );
    assert_eq!(row.excepted.values().sum::<u64>(), 1);
    assert_eq!(row.share_met(), Ratio::new(1, 3));
    assert_eq!(report.workload[0].total(), 6);
    let week = NaiveDate::from_ymd_opt(2026, 3, 2).unwrap();
    assert_eq!(
        report.improvements(),
        [
            ImprovementTrigger::GoalMissed {
                clock: row.clock.clone(),
                met: Ratio::new(1, 3),
                goal: "60".parse().unwrap(),
            },
            ImprovementTrigger::AvailabilityMissed {
                id: report.availability[0].id.clone(),
                available: report.availability[0]
                    .measured
                    .as_ref()
                    .unwrap()
                    .commitment_availability(),
                goal: "99.5".parse().unwrap(),
            },
            ImprovementTrigger::WorkloadExceeded {
                limit: report.workload[0].limit.clone(),
                since: week,
                count: 4,
                at_most: 2,
            },
        ]
    );
}

#[test]
fn goal_without_anything_to_measure_is_neither_kept_nor_missed() {
    let mut draft = two_customers();
    draft.agreements[0].goals.push(DraftGoal {
        clock: "gold_fix".into(),
        at_least: "95".parse().unwrap(),
    });
    let policy = compiled(draft);
    let period = Period {
        start: at("2026-03-01T00:00:00Z"),
        end: at("2026-04-01T00:00:00Z"),
    };
    let report = Reporter::new(&policy, "gold", period, &Zone::utc())
        .unwrap()
        .finish();
    assert_eq!(report.clocks[0].is_goal_kept(), None);
    assert!(report.improvements().is_empty());
    assert!(Reporter::new(&policy, "bronze", period, &Zone::utc()).is_none());
}

fn supported(inside: DraftClock) -> DraftServicePolicy {
    let mut draft = two_customers();
    draft.calendars.calendars.push(
        DraftCalendar::new("UTC")
            .named("mornings")
            .weekly("mon-fri", ["09:00-12:00"]),
    );
    let mut network = agreement("network", AgreementKind::OperationalLevel, vec![inside]);
    network.supports = vec!["gold".into()];
    draft.agreements.push(network);
    draft.selection.rules[0].then.push("network".into());
    draft
}

fn misalignments(draft: DraftServicePolicy) -> Vec<itsm_service_level::alignment::Misalignment> {
    let keeper = over(&compiled(draft));
    let year = (at("2026-01-01T00:00:00Z"), at("2026-12-31T00:00:00Z"));
    keeper.misalignments(&Desk, year.0, year.1).unwrap()
}

#[test]
fn supporting_target_that_fits_inside_is_aligned() {
    assert_eq!(misalignments(supported(clock("network_fix", 4))), []);
    assert_eq!(misalignments(supported(clock("network_fix", 5))).len(), 1);
}

#[test]
fn shorter_target_in_shorter_hours_can_still_be_too_late() {
    // Three hours of mornings against four of the whole day: whoever starts in the afternoon …
    let inside = clock("network_fix", 3).calendar("mornings");
    let found = misalignments(supported(inside));
    let [one] = &found[..] else {
        panic!("{found:?}")
    };
    let MisalignmentKind::Later {
        start,
        supporting_due,
        supported_due,
    } = &one.why
    else {
        panic!("{one}")
    };
    assert!(supporting_due > supported_due);
    // … as a walk over every minute of a week says too.
    let keeper = over(&compiled(supported(
        clock("network_fix", 3).calendar("mornings"),
    )));
    let (inside, outside) = (keeper.schedule("network_fix"), keeper.schedule("gold_fix"));
    let due = |schedule: Option<&itsm_calendar::Schedule>, start, hours| {
        schedule
            .unwrap()
            .add(start, itsm_calendar::Seconds::hours(hours))
            .unwrap()
    };
    let worst = (0..7 * 1_440)
        .map(|minute| at("2026-01-05T00:00:00Z") + chrono::TimeDelta::minutes(minute))
        .map(|start| due(inside, start, 3) - due(outside, start, 4))
        .max();
    assert_eq!(Some(*supporting_due - *supported_due), worst);
    assert_eq!(due(inside, *start, 3), *supporting_due);
}

#[test]
fn targets_for_records_that_cannot_be_both_are_not_compared() {
    let mut inside = clock("network_fix", 40);
    inside.start = is("priority", "P4");
    let mut draft = supported(inside);
    draft.agreements[0].clocks[0].start = DraftCondition::attribute("priority").at_least("P2");
    assert_eq!(misalignments(draft), []);
}

#[test]
fn moments_are_said_to_be_undecided() {
    let mut inside = clock("network_fix", 4);
    inside.pause = None;
    inside.target = Some(DraftTarget::EndOfBusinessDay { business_days: 1 });
    let found = misalignments(supported(inside));
    assert_eq!(found[0].why, MisalignmentKind::Undecided);
}
