//! Generators of problems, and the problem as a specimen of the law suite.
//!
//! For those who test a policy of their own: implement [`Desk`] for it and hand
//! [`ProblemUnderTest`] to the suite.
//!
//! ```
//! use itsm_problem::policy::ProblemPolicy;
//! use itsm_problem::testing::{Desk, ProblemUnderTest, permissive};
//! use itsm_testing::law_suite;
//!
//! struct OurDesk;
//! impl Desk for OurDesk {
//!     fn policies() -> Vec<ProblemPolicy> {
//!         // In a test of your own, your policy. Beside it a permissive one, so that every command
//!         // that yours forbids is still seen to be accepted somewhere.
//!         vec![ProblemPolicy::default(), permissive()]
//!     }
//! }
//! law_suite!(ProblemUnderTest<OurDesk>);
//! ```

mod commands;
mod origins;
mod witness;

pub use commands::commands;
pub use origins::{origins, profiles};
pub use witness::witness;

use crate::cause::Method;
use crate::command::{ProblemCommand, ProblemCommandKind};
use crate::draft::DraftProblemPolicy;
use crate::error::ProblemError;
use crate::lifecycle::LIFECYCLE;
use crate::model::{ModelStep, ProblemModel};
use crate::policy::ProblemPolicy;
use crate::problem::{Problem, RecordedProblemEvent};
use crate::state::ProblemStage;
use alloc::vec;
use alloc::vec::Vec;
use core::fmt;
use core::marker::PhantomData;
use itsm_core::actor::{Actor, Role};
use itsm_core::context::Context;
use itsm_core::id::PersonId;
use itsm_core::text::{Code, Title};
use itsm_testing::Specimen;
use itsm_testing::specimen::Origin;
use itsm_testing::wire::{Form, Wire};
use proptest::strategy::BoxedStrategy;

/// The policies that problems are tested under.
pub trait Desk: 'static {
    /// At least one; a policy that narrows what is allowed belongs beside one that does not.
    fn policies() -> Vec<ProblemPolicy>;
}

/// The problem under the policies of a desk, as a specimen of the law suite.
pub struct ProblemUnderTest<D>(PhantomData<D>);

impl<D> fmt::Debug for ProblemUnderTest<D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ProblemUnderTest")
    }
}

/// A policy that has a model and takes tasks for closed problems, as the default one does not.
pub fn permissive() -> ProblemPolicy {
    let step = |step, title| ModelStep::new(Code::trusted(step), Title::trusted(title));
    let steps = vec![
        step("collect", "Collect the dumps"),
        step("compare", "Compare with what works"),
    ];
    let title = const { Title::trusted("Crash of a program") };
    let model = ProblemModel::new(title, steps, vec![Method::KepnerTregoe]);
    let mut draft = DraftProblemPolicy {
        id: "permissive".into(),
        tasks_when_closed: true,
        ..DraftProblemPolicy::default()
    };
    draft.tasks_on_close = crate::task::OpenTasks::Leave;
    draft.models.insert("crash".into(), model);
    crate::compile::compile(draft).0
}

/// Those who act in the tests: a problem manager, a specialist, a program.
pub fn actors() -> Vec<Actor> {
    vec![
        Actor::person(PersonId::from_key(1)).with(Role::PROBLEM_MANAGER),
        Actor::person(PersonId::from_key(2)).with(Role::SPECIALIST),
        Actor::automation(const { Code::trusted("scheduler") }),
    ]
}

fn form<T: serde::Serialize + serde::de::DeserializeOwned>() -> Form<T> {
    Form::new(
        |value| serde_json::to_string(value).unwrap_or_default(),
        |text| {
            serde_json::from_str(text).map_err(|error| alloc::string::ToString::to_string(&error))
        },
    )
}

impl<D: Desk> Specimen for ProblemUnderTest<D> {
    type Record = Problem;

    const LIFECYCLE_RULE: &'static str = "problem.lifecycle.forbidden";
    const CLOCK_RULE: &'static str = "problem.time.backwards";

    fn stages() -> Vec<ProblemStage> {
        ProblemStage::ALL.to_vec()
    }

    fn kinds() -> Vec<ProblemCommandKind> {
        ProblemCommandKind::ALL.to_vec()
    }

    fn table_leads(from: ProblemStage, kind: ProblemCommandKind, to: ProblemStage) -> bool {
        LIFECYCLE.leads(from, kind, to)
    }

    fn policies() -> Vec<ProblemPolicy> {
        D::policies()
    }

    fn actors() -> Vec<Actor> {
        actors()
    }

    fn origins(policy: &ProblemPolicy) -> BoxedStrategy<Origin<Problem>> {
        origins(policy)
    }

    fn commands(kind: ProblemCommandKind) -> BoxedStrategy<ProblemCommand> {
        commands(kind)
    }

    fn witness_for(
        record: &Problem,
        kind: ProblemCommandKind,
        cx: &Context<'_, ProblemPolicy>,
    ) -> Option<ProblemCommand> {
        witness(record, kind, cx)
    }

    fn wire() -> Wire<Problem> {
        Wire::new(form(), form(), form())
    }

    fn execute(
        record: &mut Problem,
        command: &ProblemCommand,
        cx: &Context<'_, ProblemPolicy>,
    ) -> Result<Vec<RecordedProblemEvent>, ProblemError> {
        record.execute(command.clone(), cx)
    }

    /// Long enough for windows of four weeks and reviews of a quarter to run out.
    fn pauses() -> BoxedStrategy<itsm_core::time::Seconds> {
        use itsm_core::time::Seconds;
        use proptest::strategy::Strategy as _;
        proptest::prop_oneof![
            3 => itsm_testing::generate::pauses(),
            1 => (1..=120_u64).prop_map(Seconds::days),
        ]
        .boxed()
    }
}
