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

use crate::approval::{ApprovalRule, AskedPanel, AskedStage, Who};
use crate::authorization::Silence;
use crate::change::{Change, RecordedChangeEvent};
use crate::command::{ChangeCommand, ChangeCommandKind};
use crate::content::Content;
use crate::draft::DraftChangePolicy;
use crate::error::ChangeError;
use crate::lifecycle::LIFECYCLE;
use crate::panel::{Abstention, Member, Rejection};
use crate::plan::Plans;
use crate::policy::ChangePolicy;
use crate::quorum::{Quorum, Rounding};
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
use itsm_core::time::Seconds;
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

/// A policy that demands nothing, opens the scope wherever a model can, and has a template, an
/// attribute, and panels in stages, named and appointed, as the default one does not.
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
    draft.approvals.insert("stages".into(), in_stages());
    if let Some(normal) = draft.models.get("normal").cloned() {
        let model = normal.approval(const { Code::trusted("stages") });
        draft.models.insert("staged".into(), model);
    }
    draft.approvals.insert("afterwards".into(), by_owners());
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

/// A colleague first; then half of a board of three, whose silence approves after two days. Of every
/// word.
fn in_stages() -> ApprovalRule {
    let peers = ApprovalRule::of_roles(
        const { Code::trusted("peers") },
        [Role::CHANGE_MANAGER, Role::SPECIALIST],
        1,
    );
    let member = |key| Member::new(PersonId::from_key(key), 1_u32, false);
    let half = Quorum::Share {
        numerator: 1,
        denominator: 2,
        rounding: Rounding::Exact,
    };
    let board = AskedPanel::new(
        const { Code::trusted("board") },
        Who::Members {
            members: vec![member(1), member(2), member(3)],
        },
        half,
        true,
    )
    .rejection(Rejection::Outvoted)
    .abstention(Abstention::StepsAside);
    let stage = AskedStage::new(vec![board])
        .within(Seconds::days(2))
        .silence(Silence::Approves);
    let stages = peers.stages.into_iter().chain([stage]);
    ApprovalRule::new(stages.collect::<Vec<_>>())
        .content(BTreeSet::from_iter(Content::ALL.to_vec()))
}

/// Those to whom the touched services belong, within a day, or not at all.
fn by_owners() -> ApprovalRule {
    let owners = AskedPanel::new(
        const { Code::trusted("owners") },
        Who::Appointed {},
        Quorum::Weight { at_least: 2 },
        false,
    );
    let stage = AskedStage::new(vec![owners]).within(Seconds::days(1));
    ApprovalRule::new(vec![stage])
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
        use proptest::strategy::Strategy as _;
        proptest::prop_oneof![
            3 => itsm_testing::generate::pauses(),
            1 => (1..=30_u64).prop_map(Seconds::days),
        ]
        .boxed()
    }
}
