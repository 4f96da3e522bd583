//! Rules about known errors, workarounds, strategies and parking.

use crate::desk::{Case, at, cause, days, declare, known_error, nine, note, workaround};
use itsm_problem::command::{
    AddCause, CommunicateFix, CountWorkaround, NoteOverdue, Park, RecordWorkaround,
    ReviewKnownError, SetStrategy, Unpark, WithdrawWorkaround,
};
use itsm_problem::duty::Duty;
use itsm_problem::strategy::ErrorControl;
use itsm_problem::workaround::WorkaroundUse;
use itsm_testing::{proof::Says as _, proofs};

fn park() -> Park {
    Park::new(note("The supplier has no fix yet."))
}

proofs! {
    problem_communicate_no_incidents: "problem.communicate.no_incidents" =>
        Case::fixing().refuses(CommunicateFix::new(note("On Sunday.")));
    problem_duty_not_overdue: "problem.duty.not_overdue" =>
        Case::new()
            .later(itsm_core::time::Seconds(7 * 86_400 - 1))
            .refuses(NoteOverdue::new(Duty::Attention {}));
    problem_known_error_already: "problem.known_error.already" =>
        Case::known()
            .refuses(declare(1))
            .saying("known_error", known_error(1).to_string().as_str());
    problem_known_error_not_active: "problem.known_error.not_active" =>
        Case::known()
            .refuses(ReviewKnownError::new(known_error(2), note("Still there.")))
            .saying("known_error", known_error(2).to_string().as_str());
    problem_known_error_not_ready: "problem.known_error.not_ready" =>
        // A workaround alone makes no known error: nobody has looked for a cause.
        Case::analyzing()
            .after(RecordWorkaround::new(workaround("Restart the queue")))
            .refuses(declare(1))
            .saying("gate", "analyzed");
    problem_park_already: "problem.park.already" => Case::known().after(park()).refuses(park());
    problem_park_no_mitigation: "problem.park.no_mitigation" =>
        Case::analyzing()
            .after(AddCause::new(cause("The queue is too small.")))
            .after(declare(1))
            .refuses(park());
    problem_park_not_parked: "problem.park.not_parked" => Case::known().refuses(Unpark::new());
    problem_park_until_past: "problem.park.until_past" =>
        Case::known()
            .refuses(park().until(at("2026-03-02T09:00:00Z")))
            .saying("until", nine())
            .saying("now", nine());
    problem_strategy_debt_missing: "problem.strategy.debt_missing" =>
        Case::known()
            .refuses(SetStrategy::new(ErrorControl::PermanentWorkaround))
            .saying("strategy", "permanent_workaround");
    problem_workaround_not_active: "problem.workaround.not_active" =>
        Case::known()
            .after(RecordWorkaround::new(workaround("Send it later")))
            .after(WithdrawWorkaround::new(1_u32, note("It loses mail.")))
            .later(days(1))
            .refuses(CountWorkaround::new(1_u32, WorkaroundUse::Worked))
            .saying("number", "1");
}
