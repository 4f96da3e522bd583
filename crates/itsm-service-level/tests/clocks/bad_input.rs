//! What is wrong with a draft is told all at once, each fault with its place and its rule.

use crate::agreements::{agreement, two_customers};
use crate::desk::{Desk, always, at, done, draft, is, waiting};
use itsm_core::rule_table::{DraftRule, DraftRuleTable};
use itsm_core::time::Seconds;
use itsm_service_level::agreement::AgreementKind;
use itsm_service_level::draft::{
    DraftClock, DraftException, DraftGoal, DraftReset, DraftServicePolicy, DraftWorkloadLimit,
};
use itsm_service_level::policy::ServicePolicy;
use itsm_service_level::target::DraftTarget;
use itsm_service_level::threshold::ThresholdAt;

fn faults(draft: DraftServicePolicy) -> Vec<(String, &'static str)> {
    let faults = ServicePolicy::<crate::desk::Ask>::compile(draft, &Desk).unwrap_err();
    faults.iter().map(|it| (it.path.clone(), it.rule)).collect()
}

fn clock() -> DraftClock {
    DraftClock::new("fix", DraftTarget::hours(8), always(), done())
}

#[track_caller]
fn refused(change: impl FnOnce(&mut DraftClock), path: &str, rule: &str) {
    let mut clock = clock();
    change(&mut clock);
    assert_eq!(
        faults(draft([clock])),
        [(path.to_owned(), rule)].map(|(a, b)| (a, leak(b)))
    );
}

fn leak(rule: &str) -> &'static str {
    Box::leak(rule.to_owned().into_boxed_str())
}

#[test]
fn everything_is_told_at_once() {
    let mut one = clock().calendar("desk").pause(is("colour", "red"));
    one.target = Some(DraftTarget::OpenTime {
        seconds: Seconds(0),
    });
    one.thresholds.clear();
    let one = one
        .threshold("late", ThresholdAt::Percent(0))
        .threshold("late", ThresholdAt::Percent(50));
    let mut policy = draft([one, clock()]);
    policy.version = 0;
    assert_eq!(
        faults(policy),
        [
            (
                "clocks[0].calendar".into(),
                "service_level.calendar.unknown"
            ),
            (
                "clocks[0].pause.attribute".into(),
                "condition.attribute.unknown"
            ),
            (
                "clocks[0].target.seconds".into(),
                "service_level.target.zero"
            ),
            (
                "clocks[0].thresholds[0].at".into(),
                "service_level.threshold.range"
            ),
            (
                "clocks[0].thresholds[1].id".into(),
                "service_level.threshold.twice"
            ),
            ("clocks[1].id".into(), "service_level.clock.twice"),
            ("version".into(), "policy.version.zero"),
        ]
    );
}

#[test]
fn moment_cannot_be_paused() {
    refused(
        |it| {
            it.pause = Some(waiting());
            it.target = Some(DraftTarget::EndOfBusinessDay { business_days: 1 });
        },
        "clocks[0].pause",
        "service_level.pause.moment",
    );
    refused(
        |it| {
            it.pause = Some(waiting());
            let target = DraftTarget::DueDate {
                attribute: "due_date".into(),
            };
            it.targets = DraftRuleTable {
                rules: vec![DraftRule::new("dated", is("priority", "P1"), target)],
            };
        },
        "clocks[0].pause",
        "service_level.pause.moment",
    );
}

#[test]
fn clock_without_a_target_is_refused() {
    refused(
        |it| it.target = None,
        "clocks[0].target",
        "service_level.target.missing",
    );
}

#[test]
fn resume_without_pause_is_refused() {
    refused(
        |it| it.resume = Some(waiting()),
        "clocks[0].resume",
        "service_level.resume.without_pause",
    );
}

#[test]
fn start_that_is_no_instant_is_refused() {
    refused(
        |it| it.counts_from = Some("priority".into()),
        "clocks[0].counts_from",
        "service_level.attribute.no_instant",
    );
}

#[test]
fn time_cannot_be_told_apart_by_a_set() {
    refused(
        |it| it.breakdown = vec!["tags".into()],
        "clocks[0].breakdown[0]",
        "service_level.attribute.set",
    );
}

#[test]
fn reset_that_never_comes_is_refused() {
    refused(
        |it| {
            it.reset = Some(DraftReset {
                when: None,
                on_change_of: Vec::new(),
                old: itsm_service_level::definition::OldClock::Complete,
            });
        },
        "clocks[0].reset",
        "service_level.reset.never",
    );
}

#[test]
fn business_day_target_of_none_is_refused() {
    refused(
        |it| {
            it.target = Some(DraftTarget::BusinessDays {
                days: 0,
                end: itsm_calendar::DayEnd::EndOfDay,
            });
        },
        "clocks[0].target.days",
        "service_level.target.zero",
    );
}

#[test]
fn target_of_a_rule_is_told_with_its_rule() {
    refused(
        |it| {
            let target = DraftTarget::DueDate {
                attribute: "state".into(),
            };
            it.targets = DraftRuleTable {
                rules: vec![DraftRule::new("dated", is("priority", "P1"), target)],
            };
        },
        "clocks[0].targets.rules[0].then.attribute",
        "service_level.attribute.no_instant",
    );
}

#[test]
fn faults_of_calendars_are_told_with_their_place() {
    let mut policy = draft([clock()]);
    policy.calendars.calendars[0].zone = Some("Europe/Bielefeld".into());
    assert_eq!(
        faults(policy),
        [(
            "calendars.calendars[0].zone".into(),
            "calendar.zone.unknown"
        )]
    );
}

#[test]
fn agreements_that_support_each_other_in_a_circle_are_named() {
    let mut policy = two_customers();
    policy.agreements[0].supports = vec!["silver".into()];
    policy.agreements[1].supports = vec!["gold".into()];
    let rule = "service_level.agreement.circle";
    assert_eq!(
        faults(policy),
        [
            ("agreements[0].supports[0]".into(), rule),
            ("agreements[1].supports[0]".into(), rule),
        ]
    );
    let mut policy = two_customers();
    policy.agreements[0].supports = vec!["gold".into()];
    assert_eq!(faults(policy), [("agreements[0].supports[0]".into(), rule)]);
}

#[test]
fn agreements_are_checked_like_clocks() {
    let mut policy = two_customers();
    let twin = agreement("gold", AgreementKind::Underpinning, Vec::new());
    policy.agreements.push(twin);
    let gold = &mut policy.agreements[0];
    gold.valid_from = Some(at("2026-03-02T00:00:00Z"));
    gold.valid_until = Some(at("2026-03-02T00:00:00Z"));
    gold.supports = vec!["bronze".into()];
    gold.goals.push(DraftGoal {
        clock: "silver_fix".into(),
        at_least: "95".parse().unwrap(),
    });
    gold.workload.push(DraftWorkloadLimit {
        id: "Tickets".into(),
        when: always(),
        at_most: 2,
        per: itsm_service_level::agreement::Span::Day,
    });
    gold.exceptions.push(DraftException {
        id: "all".into(),
        when: None,
        from: None,
        until: None,
        reason: "No reason.".into(),
    });
    policy.selection.rules[1].then = vec!["silver".into(), "tin".into(), "silver".into()];
    assert_eq!(
        faults(policy),
        [
            (
                "agreements[0].exceptions[0]".into(),
                "service_level.exception.range"
            ),
            (
                "agreements[0].goals[0].clock".into(),
                "service_level.clock.unknown"
            ),
            (
                "agreements[0].supports[0]".into(),
                "service_level.agreement.unknown"
            ),
            (
                "agreements[0].valid_until".into(),
                "service_level.agreement.order"
            ),
            (
                "agreements[0].workload[0].id".into(),
                "service_level.code.text"
            ),
            ("agreements[2].name".into(), "service_level.agreement.twice"),
            (
                "selection.rules[1].then[1]".into(),
                "service_level.agreement.unknown"
            ),
            (
                "selection.rules[1].then[2]".into(),
                "service_level.agreement.twice"
            ),
        ]
    );
}

#[test]
fn calendar_without_a_zone_needs_one_before_it_is_laid_out() {
    let mut policy = draft([clock().calendar("office")]);
    policy.calendars.calendars[0].zone = None;
    let policy = ServicePolicy::<crate::desk::Ask>::compile(policy, &Desk).unwrap();
    let range = at("2026-01-01T00:00:00Z")..at("2027-01-01T00:00:00Z");
    let refused = policy.over(range.clone()).unwrap_err();
    assert_eq!(refused.rule(), "service_level.calendar");
    let delhi = itsm_calendar::Zone::new("Asia/Kolkata").unwrap();
    assert!(policy.in_zone(&delhi).over(range).is_ok());
}

#[test]
fn calendar_without_open_time_ahead_is_an_error_and_no_loop() {
    let mut policy = draft([clock().calendar("office")]);
    policy.calendars.calendars[0].weekly.clear();
    let once = chrono::NaiveDate::from_ymd_opt(2026, 3, 2).unwrap();
    policy.calendars.calendars[0] = policy.calendars.calendars[0]
        .clone()
        .day(once, ["09:00-12:00"]);
    let policy = ServicePolicy::<crate::desk::Ask>::compile(policy, &Desk).unwrap();
    let keeper = crate::desk::over(&policy);
    let mut clocks = keeper.begin();
    let ticket = crate::desk::Ticket::new();
    let refused = keeper.observe(&mut clocks, at("2026-03-02T09:00:00Z"), &ticket);
    assert!(
        refused
            .unwrap_err()
            .to_string()
            .starts_with("clock `fix`: ")
    );
    assert_eq!(clocks, keeper.begin());
}

#[test]
fn exceptions_have_a_reason_and_an_id_of_their_own() {
    let mut policy = two_customers();
    let exception = |reason: &str| DraftException {
        id: "fair".into(),
        when: Some(always()),
        from: None,
        until: None,
        reason: reason.into(),
    };
    policy.agreements[0].exceptions = vec![exception("The fair."), exception(" ")];
    let mut found = faults(policy);
    found.retain(|(_, rule)| *rule != "service_level.exception.range");
    assert_eq!(
        found,
        [
            (
                "agreements[0].exceptions[1].id".into(),
                "service_level.id.twice"
            ),
            (
                "agreements[0].exceptions[1].reason".into(),
                "service_level.reason.text"
            ),
        ]
    );
}
