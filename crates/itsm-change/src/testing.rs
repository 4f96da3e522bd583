//! Generators of changes, and the change as a specimen of the law suite.
//!
//! For those who test a policy of their own: implement [`Desk`] for it and hand
//! [`ChangeUnderTest`] to the suite.
//!
//! ```
//! use itsm_change::policy::ChangePolicy;
//! use itsm_change::testing::{ChangeUnderTest, Desk, permissive};
//! use itsm_testing::law_suite;
//!
//! struct OurDesk;
//! impl Desk for OurDesk {
//!     fn policies() -> Vec<ChangePolicy> {
//!         // In a test of your own, your policy. Beside it a permissive one, so that every command
//!         // that yours forbids is still seen to be accepted somewhere.
//!         vec![ChangePolicy::default(), permissive()]
//!     }
//! }
//! law_suite!(ChangeUnderTest<OurDesk>);
//! ```

mod commands;
mod origins;
mod witness;

pub use commands::commands;
pub use origins::{origins, profiles};
pub use witness::witness;

use crate::change::{Change, RecordedChangeEvent};
use crate::command::{ChangeCommand, ChangeCommandKind};
use crate::draft::DraftChangePolicy;
use crate::error::ChangeError;
use crate::lifecycle::LIFECYCLE;
use crate::plan::Plans;
use crate::policy::ChangePolicy;
use crate::state::ChangeStage;
use crate::template::{ChangeTemplate, TemplateField};
use alloc::collections::BTreeSet;
use alloc::vec;
use alloc::vec::Vec;
use core::fmt;
use core::marker::PhantomData;
use itsm_core::actor::{Actor, Role};
use itsm_core::context::Context;
use itsm_core::custom::AttributeDefinition;
use itsm_core::id::PersonId;
use itsm_core::text::{Code, Note, Title};
use itsm_testing::Specimen;
use itsm_testing::specimen::Origin;
use itsm_testing::wire::{Form, Wire};
use proptest::strategy::BoxedStrategy;

/// The policies that changes are tested under.
pub trait Desk: 'static {
    /// At least one; a policy that narrows what is allowed belongs beside one that does not.
    fn policies() -> Vec<ChangePolicy>;
}

/// The change under the policies of a desk, as a specimen of the law suite.
pub struct ChangeUnderTest<D>(PhantomData<D>);

impl<D> fmt::Debug for ChangeUnderTest<D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ChangeUnderTest")
    }
}

/// A policy that demands nothing, opens the scope wherever a model can, and has a template and an
/// attribute, as the default one does not.
pub fn permissive() -> ChangePolicy {
    let mut draft = DraftChangePolicy {
        id: "permissive".into(),
        ..DraftChangePolicy::default()
    };
    for model in draft.models.values_mut() {
        model.required.clear();
        let edited = |it: &&ChangeStage| {
            !matches!(it, ChangeStage::New | ChangeStage::Review) && it.is_open()
        };
        model.scope_open = model.stages.iter().filter(edited).copied().collect();
        model.review.always = false;
    }
    let template = ChangeTemplate::new(
        const { Title::trusted("Reboot of a server") },
        3_u32,
        const { Code::trusted("standard") },
        true,
        BTreeSet::from([TemplateField::Group]),
    );
    let plans = Plans::new().implementation(const { Note::trusted("Press the button.") });
    draft
        .templates
        .insert("reboot".into(), template.plans(plans));
    draft
        .attributes
        .insert("downtime".into(), AttributeDefinition::Boolean);
    crate::compile::compile(draft).0
}

/// Those who act in the tests: a change manager, a specialist, a program.
pub fn actors() -> Vec<Actor> {
    vec![
        Actor::person(PersonId::from_key(1)).with(Role::CHANGE_MANAGER),
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

impl<D: Desk> Specimen for ChangeUnderTest<D> {
    type Record = Change;

    const LIFECYCLE_RULE: &'static str = "change.lifecycle.forbidden";
    const CLOCK_RULE: &'static str = "change.time.backwards";

    fn stages() -> Vec<ChangeStage> {
        ChangeStage::ALL.to_vec()
    }

    fn kinds() -> Vec<ChangeCommandKind> {
        ChangeCommandKind::ALL.to_vec()
    }

    fn table_leads(from: ChangeStage, kind: ChangeCommandKind, to: ChangeStage) -> bool {
        LIFECYCLE.leads(from, kind, to)
    }

    fn policies() -> Vec<ChangePolicy> {
        D::policies()
    }

    fn actors() -> Vec<Actor> {
        actors()
    }

    fn origins(policy: &ChangePolicy) -> BoxedStrategy<Origin<Change>> {
        origins(policy)
    }

    fn commands(kind: ChangeCommandKind) -> BoxedStrategy<ChangeCommand> {
        commands(kind)
    }

    fn witness_for(
        record: &Change,
        kind: ChangeCommandKind,
        cx: &Context<'_, ChangePolicy>,
    ) -> Option<ChangeCommand> {
        witness(record, kind, cx)
    }

    fn wire() -> Wire<Change> {
        Wire::new(form(), form(), form())
    }

    fn execute(
        record: &mut Change,
        command: &ChangeCommand,
        cx: &Context<'_, ChangePolicy>,
    ) -> Result<Vec<RecordedChangeEvent>, ChangeError> {
        record.execute(command.clone(), cx)
    }

    /// Long enough for approvals, reviews and planned times to run out.
    fn pauses() -> BoxedStrategy<itsm_core::time::Seconds> {
        use itsm_core::time::Seconds;
        use proptest::strategy::Strategy as _;
        proptest::prop_oneof![
            3 => itsm_testing::generate::pauses(),
            1 => (1..=30_u64).prop_map(Seconds::days),
        ]
        .boxed()
    }
}
