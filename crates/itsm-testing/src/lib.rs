#![doc = include_str!("../README.md")]
#![allow(
    clippy::panic,
    reason = "a crate of tests reports what is wrong by panicking"
)]
#![allow(
    clippy::indexing_slicing,
    reason = "a place that is not there is a broken test, and panicking says so"
)]

mod json;
mod moment;
mod walk;

pub mod generate;
pub mod laws;
pub mod simulation;
pub mod specimen;
pub mod story;
pub mod wire;

pub use simulation::{Simulation, Stalled};
pub use specimen::{Origin, Specimen};
pub use story::{Story, given};

/// Makes a test of each law, for one [`Specimen`].
///
/// Several specimens in one file each go into a module of their own:
/// `mod under_our_policy { itsm_testing::law_suite!(super::OurIncident); }`.
#[macro_export]
macro_rules! law_suite {
    ($specimen:ty) => {
        $crate::law_suite! { @each $specimen:
            replay_equals_live
            revisions_count_up_and_time_moves_on
            evolve_takes_in_every_event
            broken_histories_are_refused
            refused_command_changes_nothing
            deciding_twice_gives_the_same_answer
            executing_records_what_was_decided
            accepted_command_leaves_a_trace
            random_commands_never_panic
            time_never_runs_backwards
            every_allowed_cell_has_a_witness
            every_forbidden_cell_is_refused_by_the_lifecycle
            accepted_command_leads_where_the_table_says
            allowed_lists_every_command_once
            what_allowed_denies_is_refused
            what_allowed_grants_has_a_witness
            deadline_is_never_due_before_it_began
            deadline_is_refused_early
            deadline_is_accepted_on_time
            deadline_is_accepted_late
            deadline_is_gone_once_executed
            json_keeps_everything
            json_refuses_the_unknown
        }
    };
    (@each $specimen:ty: $($law:ident)+) => {
        $(
            #[test]
            fn $law() {
                $crate::laws::$law::<$specimen>();
            }
        )+
    };
}
