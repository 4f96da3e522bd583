//! Generators of configuration items, and the item as a specimen of the law suite.
//!
//! For those who test a policy of their own: implement [`Shop`] for it and hand [`CiUnderTest`] to
//! the suite.
//!
//! ```
//! use itsm_configuration::policy::ConfigurationPolicy;
//! use itsm_configuration::testing::{CiUnderTest, Shop};
//! use itsm_testing::law_suite;
//!
//! struct OurShop;
//! impl Shop for OurShop {
//!     fn policies() -> Vec<ConfigurationPolicy> {
//!         // In a test of your own, your policy. Beside it the default one, so that every command
//!         // that yours forbids is still seen to be accepted somewhere.
//!         vec![ConfigurationPolicy::default()]
//!     }
//! }
//! law_suite!(CiUnderTest<OurShop>);
//! ```

mod commands;
mod origins;
mod witness;

pub use commands::commands;
pub use origins::{origins, profiles};
pub use witness::witness;

use crate::ci::{Ci, RecordedCiEvent};
use crate::command::{CiCommand, CiCommandKind};
use crate::error::CiError;
use crate::lifecycle::LIFECYCLE;
use crate::policy::ConfigurationPolicy;
use crate::state::LifecycleStage;
use alloc::vec;
use alloc::vec::Vec;
use core::fmt;
use core::marker::PhantomData;
use itsm_core::actor::{Actor, Role};
use itsm_core::context::Context;
use itsm_core::id::PersonId;
use itsm_core::text::Code;
use itsm_testing::Specimen;
use itsm_testing::specimen::Origin;
use itsm_testing::wire::{Form, Wire};
use proptest::strategy::BoxedStrategy;

/// The policies that items are tested under.
pub trait Shop: 'static {
    /// At least one; a policy that narrows what is allowed belongs beside one that does not.
    fn policies() -> Vec<ConfigurationPolicy>;
}

/// The configuration item under the policies of a shop, as a specimen of the law suite.
pub struct CiUnderTest<S>(PhantomData<S>);

impl<S> fmt::Debug for CiUnderTest<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CiUnderTest")
    }
}

/// Those who act in the tests: a configuration manager, an owner without a role, a program.
pub fn actors() -> Vec<Actor> {
    vec![
        Actor::person(PersonId::from_key(1)).with(Role::CONFIGURATION_MANAGER),
        Actor::person(PersonId::from_key(2)),
        Actor::automation(const { Code::trusted("scanner") }),
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

impl<S: Shop> Specimen for CiUnderTest<S> {
    type Record = Ci;

    const LIFECYCLE_RULE: &'static str = "configuration.lifecycle.forbidden";
    const CLOCK_RULE: &'static str = "configuration.time.backwards";

    fn stages() -> Vec<LifecycleStage> {
        LifecycleStage::ALL.to_vec()
    }

    fn kinds() -> Vec<CiCommandKind> {
        CiCommandKind::ALL.to_vec()
    }

    fn table_leads(from: LifecycleStage, kind: CiCommandKind, to: LifecycleStage) -> bool {
        LIFECYCLE.leads(from, kind, to)
    }

    fn policies() -> Vec<ConfigurationPolicy> {
        S::policies()
    }

    fn actors() -> Vec<Actor> {
        actors()
    }

    fn origins(policy: &ConfigurationPolicy) -> BoxedStrategy<Origin<Ci>> {
        origins(policy)
    }

    fn commands(kind: CiCommandKind) -> BoxedStrategy<CiCommand> {
        commands(kind)
    }

    fn witness_for(
        record: &Ci,
        kind: CiCommandKind,
        cx: &Context<'_, ConfigurationPolicy>,
    ) -> Option<CiCommand> {
        witness(record, kind, cx)
    }

    fn wire() -> Wire<Ci> {
        Wire::new(form(), form(), form()).with_open_maps(&["attributes"])
    }

    fn execute(
        record: &mut Ci,
        command: &CiCommand,
        cx: &Context<'_, ConfigurationPolicy>,
    ) -> Result<Vec<RecordedCiEvent>, CiError> {
        record.execute(command.clone(), cx)
    }

    /// Long enough for intervals of half a year to run out.
    fn pauses() -> BoxedStrategy<itsm_core::time::Seconds> {
        use itsm_core::time::Seconds;
        use proptest::strategy::Strategy as _;
        proptest::prop_oneof![
            3 => itsm_testing::generate::pauses(),
            1 => (1..=200_u64).prop_map(Seconds::days),
        ]
        .boxed()
    }
}
