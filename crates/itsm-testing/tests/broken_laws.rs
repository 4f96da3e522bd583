//! Each law catches a lamp that breaks it: a law that cannot fail proves nothing.
#![cfg(feature = "serde")]
#![allow(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "helpers of tests may panic as tests may"
)]
#![allow(
    unexpected_cfgs,
    reason = "the macros of itsm-core speak of features that a practice has and this crate has not"
)]

#[allow(
    dead_code,
    missing_docs,
    unreachable_pub,
    reason = "shared by several tests"
)]
mod lamp;
#[allow(
    dead_code,
    missing_docs,
    unreachable_pub,
    reason = "shared by several tests"
)]
mod specimen;

use lamp::flaw;
use specimen::Bulb;

macro_rules! broken {
    ($( $name:ident: $flaw:ident breaks $law:ident, $message:literal; )+) => {
        $(
            #[test]
            #[should_panic(expected = $message)]
            fn $name() {
                itsm_testing::laws::$law::<Bulb<{ flaw::$flaw }>>();
            }
        )+
    };
}

broken! {
    record_that_is_born_otherwise_than_it_lives: BORN_OTHERWISE breaks replay_equals_live,
        "law broken: replay equals live";
    record_that_loses_count: LOSES_COUNT breaks revisions_count_up_and_time_moves_on,
        "the record says revision 3";
    record_that_forgets_the_time: FORGETS_THE_TIME breaks revisions_count_up_and_time_moves_on,
        "law broken: revisions count up and time moves on";
    record_that_ignores_unexpected_events: IGNORES_UNEXPECTED_EVENTS breaks evolve_takes_in_every_event,
        "Dimmed(Dimmed) was not taken in";
    record_that_is_born_again: IS_BORN_AGAIN breaks broken_histories_are_refused,
        "born twice: expected";
    record_that_never_sees_time_run_backwards: FORGETS_THE_TIME breaks broken_histories_are_refused,
        "a step back in time: expected";
    record_that_never_sees_a_gap: LOSES_COUNT breaks broken_histories_are_refused,
        "law broken: broken histories are refused";
    record_that_changes_when_refused: CHANGES_WHEN_REFUSED breaks refused_command_changes_nothing,
        "law broken: a refused command changes nothing";
    record_that_answers_by_turns: ANSWERS_BY_TURNS breaks deciding_twice_gives_the_same_answer,
        "law broken: deciding twice gives the same answer";
    record_that_records_something_else: RECORDS_SOMETHING_ELSE breaks executing_records_what_was_decided,
        "law broken: executing records what was decided";
    record_that_says_yes_and_does_nothing: SAYS_YES_AND_DOES_NOTHING breaks accepted_command_leaves_a_trace,
        "Dim(Dim) was accepted and recorded nothing";
    record_that_panics: PANICS breaks random_commands_never_panic,
        "it panicked: too much to read";
    record_that_runs_backwards: RUNS_BACKWARDS breaks time_never_runs_backwards,
        "law broken: time never runs backwards";
    record_that_refuses_what_the_table_allows: REFUSES_WHAT_THE_TABLE_ALLOWS breaks every_allowed_cell_has_a_witness,
        "Broken × Mend: the witness Mend(Mend) by person 1 was refused";
    record_without_a_witness: STAYS_BROKEN breaks every_allowed_cell_has_a_witness,
        "the table allows what never found a witness: Broken × Mend";
    record_that_allows_what_the_table_forbids: ALLOWS_WHAT_THE_TABLE_FORBIDS breaks every_forbidden_cell_is_refused_by_the_lifecycle,
        "Dark × Dim: Dim(Dim) by person 2 was answered Ok";
    record_that_names_another_rule: NAMES_ANOTHER_RULE breaks every_forbidden_cell_is_refused_by_the_lifecycle,
        "expected a refusal by `lamp.lifecycle.forbidden`";
    record_that_leads_elsewhere: LEADS_ELSEWHERE breaks accepted_command_leads_where_the_table_says,
        "Dim led from Lit to Broken";
    record_that_lists_a_command_twice: LISTS_A_COMMAND_TWICE breaks allowed_lists_every_command_once,
        "law broken: allowed lists every command once";
    record_that_denies_too_much: DENIES_TOO_MUCH breaks what_allowed_denies_is_refused,
        "Dim is denied by `lamp.lifecycle.forbidden`";
    record_that_denies_by_another_rule: DENIES_BY_ANOTHER_RULE breaks what_allowed_denies_is_refused,
        "is denied by `lamp.break.remark_missing`";
    record_that_grants_too_much: GRANTS_TOO_MUCH breaks what_allowed_grants_has_a_witness,
        "law broken: what allowed grants has a witness";
    record_with_a_deadline_before_its_beginning: DUE_BEFORE_IT_BEGAN breaks deadline_is_never_due_before_it_began,
        "law broken: a deadline is never due before it began";
    record_with_a_deadline_too_early: DUE_TOO_EARLY breaks deadline_is_refused_early,
        "law broken: a deadline is refused early";
    record_with_a_deadline_refused_on_time: NEVER_DUE breaks deadline_is_accepted_on_time,
        "law broken: a deadline is accepted on time";
    record_with_a_deadline_refused_late: NEVER_LATE breaks deadline_is_accepted_late,
        "law broken: a deadline is accepted late";
    record_with_a_deadline_that_stays: DUE_AGAIN breaks deadline_is_gone_once_executed,
        "law broken: a deadline is gone once executed";
    record_with_a_deadline_that_comes_again_at_once: ENDLESSLY_DUE breaks deadline_is_gone_once_executed,
        "Inspect(Inspect) was executed";
    record_without_a_deadline: NOTHING_EVER_DUE breaks deadline_is_refused_early,
        "it was never put to the test: no run had a deadline";
    record_that_writes_too_little: WRITES_TOO_LITTLE breaks json_keeps_everything,
        "is read as Break(Break { remark: None })";
    record_that_reads_anything: READS_ANYTHING breaks json_refuses_the_unknown,
        "law broken: JSON refuses the unknown";
}
