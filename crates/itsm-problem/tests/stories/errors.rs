//! Known errors, workarounds, strategies and parking.

use crate::desk::{
    Case, at, cause, days, declare, error_text, known_error, nine, note, policy_with, workaround,
};
use itsm_core::money::{Currency, Money};
use itsm_core::ratio::Ratio;
use itsm_problem::cause::Method;
use itsm_problem::command::{
    AddCause, AddNote, AttachAnalysis, BeginFix, CountWorkaround, DeactivateKnownError,
    DeclareKnownError, Park, RecordWorkaround, ReviewKnownError, ReviseWorkaround, SetStrategy,
    Unpark, WithdrawWorkaround,
};
use itsm_problem::event::ProblemEventKind;
use itsm_problem::known_error::{DeactivationReason, KnownErrorGate, completion_rate, overdue};
use itsm_problem::strategy::{ErrorControl, TechnicalDebt};
use itsm_problem::workaround::{WorkaroundQuality, WorkaroundUse};

#[test]
fn a_workaround_is_written_down_before_anybody_knows_a_cause_and_made_better_later() {
    let case = Case::new().after(RecordWorkaround::new(workaround("Restart the queue")));
    assert_eq!(case.problem.workarounds().count(), 1);
    assert!(!case.problem.is_analyzed());
    let better = workaround("Restart the queue and the sender").limitations(note("Mail is late."));
    let case = case.after(ReviseWorkaround::new(1_u32, better.clone()));
    assert_eq!(
        case.problem.workarounds().next().unwrap().workaround,
        better
    );
}

#[test]
fn how_a_workaround_has_served_says_how_much_it_can_be_trusted() {
    let case = Case::new().after(RecordWorkaround::new(workaround("Restart the queue")));
    assert_eq!(
        case.problem.workaround_quality(),
        WorkaroundQuality::Untested
    );
    let count = |case: Case, outcome, times: u32| {
        (0..times).fold(case, |case, _| {
            case.after(CountWorkaround::new(1_u32, outcome))
        })
    };
    let case = count(case, WorkaroundUse::Offered, 9);
    let case = count(case, WorkaroundUse::Failed, 1);
    assert_eq!(
        case.problem.workaround_quality(),
        WorkaroundQuality::Failing
    );
    let case = count(case, WorkaroundUse::Worked, 4);
    assert_eq!(case.problem.workaround_quality(), WorkaroundQuality::Proven);
    let counted = &case.problem.workarounds().next().unwrap().effectiveness;
    assert_eq!((counted.offered, counted.used), (9, 5));
    assert_eq!(counted.success(), Ratio::new(4, 5));
}

#[test]
fn how_much_has_to_be_known_of_a_known_error_is_for_the_policy_to_say() {
    let gates = |gate| policy_with(|draft| draft.known_error_gate = gate);
    let ready = |gate, case: fn(Case) -> Case, command: DeclareKnownError| {
        let case = case(Case::under(gates(gate)).confirmed());
        case.problem.decide(&command.into(), &case.cx()).is_ok()
    };
    let nothing: fn(Case) -> Case = |case| case;
    let analysis: fn(Case) -> Case = |case| {
        case.after(AttachAnalysis::new(
            Method::FiveWhys,
            note("No cause yet."),
            Vec::new(),
        ))
    };
    let with_cause: fn(Case) -> Case = |case| case.after(AddCause::new(cause("Too small.")));
    let with_workaround: fn(Case) -> Case =
        |case| case.after(RecordWorkaround::new(workaround("Restart")));
    let with_both: fn(Case) -> Case = |case| {
        case.after(AddCause::new(cause("Too small.")))
            .after(RecordWorkaround::new(workaround("Restart")))
    };
    let mitigated = || {
        let text = error_text("Queue fills up").mitigation(note("Newsletters go out at night."));
        DeclareKnownError::new(known_error(1), text)
    };
    // Analyzed: an analysis is enough, even one without a result; a workaround is not.
    assert!(!ready(KnownErrorGate::Analyzed, nothing, mitigated()));
    assert!(ready(KnownErrorGate::Analyzed, analysis, declare(1)));
    assert!(ready(KnownErrorGate::Analyzed, with_cause, declare(1)));
    assert!(!ready(
        KnownErrorGate::Analyzed,
        with_workaround,
        declare(1)
    ));
    // Documented: any one of workaround, cause and mitigation.
    assert!(!ready(KnownErrorGate::Documented, nothing, declare(1)));
    assert!(ready(KnownErrorGate::Documented, nothing, mitigated()));
    assert!(ready(KnownErrorGate::Documented, with_cause, declare(1)));
    assert!(ready(
        KnownErrorGate::Documented,
        with_workaround,
        declare(1)
    ));
    // Both.
    assert!(!ready(
        KnownErrorGate::CauseAndWorkaround,
        with_cause,
        declare(1)
    ));
    assert!(!ready(
        KnownErrorGate::CauseAndWorkaround,
        with_workaround,
        declare(1)
    ));
    assert!(ready(
        KnownErrorGate::CauseAndWorkaround,
        with_both,
        declare(1)
    ));
}

#[test]
fn a_known_error_is_no_state_and_stays_one_while_it_is_being_fixed() {
    let case = Case::known();
    assert!(case.problem.is_known_error());
    let case = case.after(BeginFix::new());
    assert!(case.problem.is_known_error());
    let retired = DeactivationReason::SERVICE_RETIRED;
    let case = case.after(DeactivateKnownError::new(known_error(1), retired));
    assert!(!case.problem.is_known_error());
    // It can still be found.
    assert!(case.problem.known_error(known_error(1)).is_some());
}

#[test]
fn a_known_error_is_reviewed_every_quarter_and_whoever_forgets_is_reminded_once() {
    let quarter = days(90).after(nine()).unwrap();
    let case = Case::known().after(BeginFix::new());
    let due: Vec<_> = case
        .problem
        .duties(&case.policy)
        .iter()
        .map(|it| it.due)
        .collect();
    assert!(due.contains(&quarter));
    // At the very instant it is not late; a second later it is.
    let late = itsm_core::time::Seconds(1).after(quarter).unwrap();
    assert!(overdue([&case.problem], quarter, &case.policy).is_empty());
    assert_eq!(overdue([&case.problem], late, &case.policy).len(), 1);
    // A review in time counts from when it was held.
    let case = case
        .later(days(80))
        .after(ReviewKnownError::new(known_error(1), note("Still there.")));
    assert!(overdue([&case.problem], late, &case.policy).is_empty());
    let next = days(170).after(nine()).unwrap();
    let error = case.problem.known_error(known_error(1)).unwrap();
    assert_eq!(error.review_due(&case.policy), Some(next));
}

#[test]
fn the_completion_rate_counts_reviews_by_when_they_were_due() {
    let until = |n| days(n).after(nine()).unwrap();
    // Given three known errors: reviewed in time, reviewed late, and not at all
    let review = || ReviewKnownError::new(known_error(1), note("Still there."));
    let in_time = Case::known().later(days(90)).after(review());
    let late = Case::known().later(days(91)).after(review());
    let never = Case::known();
    let problems = [&in_time.problem, &late.problem, &never.problem];
    // Then one of three that were due in the first hundred days was reviewed in time
    let rate = completion_rate(problems, nine(), until(100), &never.policy);
    assert_eq!(rate, Ratio::new(1, 3));
    // And nothing was due in the first ninety: there is no rate
    let rate = completion_rate(problems, nine(), until(90), &never.policy);
    assert_eq!(rate.rate(), None);
}

#[test]
fn whoever_leaves_the_cause_where_it_is_writes_down_what_that_costs() {
    let euro = |minor| Money::new(minor, Currency::new("EUR").unwrap());
    let debt = TechnicalDebt::new(note("The old mail server stays."))
        .cost(euro(1_200_000))
        .to_repay(euro(4_000_000));
    let case =
        Case::known().after(SetStrategy::new(ErrorControl::PermanentWorkaround).debt(debt.clone()));
    assert_eq!(case.problem.debt(), Some(&debt));
    // A strategy is no end.
    assert!(case.problem.stage().is_open());
    // The debt is paid back when the cause is to be removed after all.
    let case = case.after(SetStrategy::new(ErrorControl::PermanentResolution));
    assert_eq!(case.problem.debt(), None);
}

#[test]
fn a_problem_wakes_when_nothing_keeps_the_damage_small_any_more() {
    let parked = || Case::known().after(Park::new(note("No fix before June.")));
    // A second workaround is enough to rest on.
    let case = parked()
        .after(RecordWorkaround::new(workaround("Send it later")))
        .after(WithdrawWorkaround::new(1_u32, note("It loses mail.")));
    assert!(case.problem.parking().is_some());
    // The last one is not taken away while it rests.
    let case = case.after(WithdrawWorkaround::new(2_u32, note("It is too late.")));
    assert!(case.problem.parking().is_none());
    let [.., woken] = &case.history[..] else {
        unreachable!()
    };
    assert_eq!(woken.event.kind(), ProblemEventKind::Unparked);
    // And neither is the known error.
    let retired = DeactivationReason::SERVICE_RETIRED;
    let case = parked().after(DeactivateKnownError::new(known_error(1), retired));
    assert!(case.problem.parking().is_none());
}

#[test]
fn a_problem_rests_only_if_something_keeps_the_damage_small() {
    // Given a known error without a workaround
    let bare = || {
        Case::analyzing()
            .after(AddCause::new(cause("The queue is too small.")))
            .after(declare(1))
    };
    let park = || Park::new(note("No fix before June.")).until(at("2026-06-01T09:00:00Z"));
    assert_eq!(bare().refuses(park()).rule, "problem.park.no_mitigation");
    // When a workaround is written down, it may rest
    let case = bare()
        .after(RecordWorkaround::new(workaround("Restart the queue")))
        .after(park());
    assert!(case.problem.parking().is_some());
    // And nobody is asked for a sign of life, but to look at it in June, and at the known error
    let case = case.wait_until(at("2026-06-02T09:00:00Z"));
    let late: Vec<_> = case.problem.duties(&case.policy);
    let late: Vec<_> = late.iter().filter(|it| it.noted).map(|it| it.due).collect();
    assert_eq!(
        late,
        [days(90).after(nine()).unwrap(), at("2026-06-01T09:00:00Z")]
    );
    // Whoever goes on with it owes signs of life again
    let case = case
        .after(Unpark::new())
        .after(AddNote::new(note("There is a fix.")));
    assert!(case.problem.parking().is_none());
    assert!(!case.problem.duties(&case.policy).is_empty());
}
