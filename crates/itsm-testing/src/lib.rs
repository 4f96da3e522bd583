//! Tests for records of IT service management, and for policies of your own.
//!
//! The practices of this family (incidents, problems, changes, …) are records that decide, and then
//! evolve. Because they all have that one shape, they can all be tested in one way, and so can the
//! rules that *you* put into a policy. This crate has five parts:
//!
//! - [`given`] tells a record's **story** in sentences that run;
//! - [`Simulation`] lets **time** jump from deadline to deadline, over many records;
//! - [`generate`] makes the **words** all practices share: ids, texts, instants, actors;
//! - [`proofs!`](proofs) proves the **rules** that can refuse, each by a test of its name;
//! - [`law_suite!`] puts a record before the **laws** that every record keeps.
//!
//! Unlike the crates it tests, it uses the standard library, and it panics: that is how a test
//! speaks.
//!
//! # A story
//!
//! The record here is a lamp in a stairwell that burns for some minutes after somebody presses the
//! button; a real story begins with `given(incident)`.
//!
//! ```
//! # mod lamp { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/lamp/mod.rs")); }
//! # fn main() {
//! # use itsm_core::context::Context;
//! # use itsm_core::time::Seconds;
//! # use lamp::{Dimmed, Kind, Lamp, LampId, Light, Mend, Policy, Stage, TimedOut, electrician, tenant};
//! use itsm_testing::given;
//!
//! let nine = "2026-03-02T09:00:00Z".parse().unwrap();
//! let policy = Policy::new(1, Seconds::minutes(3));
//! # let installer = electrician();
//! # let cx = Context::new(nine, &installer, &policy);
//! # let (lamp, _) = Lamp::<0>::install(LampId::from_key(1), &cx);
//! let due = Seconds::minutes(3).after(nine).unwrap();
//!
//! given(lamp)
//!     .under(&policy)
//!     .by(&tenant())
//!     .when(Light {})
//!     .then_stage(Stage::Lit)
//!     .then_due(Kind::TimeOut, due)
//!     .when(Mend {})
//!     .then_refused_by("lamp.lifecycle.forbidden")
//!     .passing(Seconds::hours(1)) // every deadline on the way is executed
//!     .then_event(TimedOut { due })
//!     .then_stage(Stage::Dark);
//! # }
//! ```
//!
//! When a `then_…` is not so, the story panics with everything that happened until then: the
//! instants, who asked what, and what was recorded or which rule refused. A refusal that the story
//! does not speak of breaks it as well.
//!
//! # Your policy before the laws
//!
//! A [`Specimen`] tells the suite about a record: its lifecycle, its policies, and its generators.
//! Each practice ships one behind its feature `testing`. To test your own policy, pass everything
//! on and answer [`policies`](Specimen::policies) yourself:
//!
#![cfg_attr(feature = "serde", doc = "```")]
#![cfg_attr(not(feature = "serde"), doc = "```ignore")]
//! # mod lamp { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/lamp/mod.rs")); }
//! # mod specimen { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/specimen/mod.rs")); }
//! # use itsm_core::actor::Actor;
//! # use itsm_core::context::Context;
//! # use itsm_core::time::Seconds;
//! # use itsm_testing::wire::Wire;
//! # use lamp::{Command, Kind, Lamp, Policy, Stage};
//! # use proptest::strategy::BoxedStrategy;
//! use itsm_testing::{Origin, Specimen, law_suite};
//!
//! type Theirs = specimen::Bulb<0>;
//! struct Ours;
//!
//! impl Specimen for Ours {
//!     fn policies() -> Vec<Policy> {
//!         vec![Policy::new(7, Seconds::minutes(90))]
//!     }
//!
//!     type Record = Lamp;
//!     const LIFECYCLE_RULE: &'static str = Theirs::LIFECYCLE_RULE;
//!     const CLOCK_RULE: &'static str = Theirs::CLOCK_RULE;
//!     fn stages() -> Vec<Stage> { Theirs::stages() }
//!     fn kinds() -> Vec<Kind> { Theirs::kinds() }
//!     fn table_leads(from: Stage, kind: Kind, to: Stage) -> bool { Theirs::table_leads(from, kind, to) }
//!     fn actors() -> Vec<Actor> { Theirs::actors() }
//!     fn origins(policy: &Policy) -> BoxedStrategy<Origin<Lamp>> { Theirs::origins(policy) }
//!     fn commands(kind: Kind) -> BoxedStrategy<Command> { Theirs::commands(kind) }
//!     fn witness_for(lamp: &Lamp, kind: Kind, cx: &Context<'_, Policy>) -> Option<Command> {
//!         Theirs::witness_for(lamp, kind, cx)
//!     }
//!     fn wire() -> Wire<Lamp> { Theirs::wire() }
//! }
//!
//! law_suite!(Ours); // in a file under `tests/`: one test for each law
//! # fn main() {
//! # itsm_testing::laws::allowed_lists_every_command_once::<Ours>();
//! # }
//! ```
//!
//! The laws, and how to search further than they do by themselves, are in [`laws`]. The shortest
//! complete specimen is in this crate's own `tests/specimen`, and `tests/broken_laws.rs` shows what
//! each law says of a record that breaks it.
#![allow(
    clippy::panic,
    reason = "a crate of tests reports what is wrong by panicking"
)]
#![allow(
    clippy::indexing_slicing,
    reason = "a place that is not there is a broken test, and panicking says so"
)]
#![allow(
    clippy::return_self_not_must_use,
    reason = "a story ends with any of its sentences, and checks itself when it is dropped"
)]
#![allow(
    clippy::std_instead_of_alloc,
    clippy::std_instead_of_core,
    reason = "tests run on a host"
)]

mod json;
mod moment;
mod walk;

pub mod generate;
pub mod laws;
pub mod proof;
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
