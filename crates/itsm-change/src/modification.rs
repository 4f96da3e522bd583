//! Modifications: what a change will alter in the records of items, kept with the change until it
//! was made.
//!
//! Until then the record of an item says what is so, and not what is planned. Each modification
//! says what the record said when it was staged, so that whoever applies it sees whether somebody
//! else has altered the item in between.

use crate::change::Change;
use crate::command::ChangeCommandKind as Kind;
use crate::decide::Decided;
use crate::error::{ChangeError, Law};
use crate::event::ChangeEvent;
use crate::kind::ChangeType;
use crate::outcome::Outcome;
use crate::policy::ChangePolicy;
use crate::refuse::No;
use crate::state::ChangeStage;
use itsm_core::custom::AttributeValue;
use itsm_core::free_text::FreeText;
use itsm_core::id::CiId;
use itsm_core::text::{Code, Label, Note, Title};
use itsm_core::time::Instant;
use itsm_core::{plain_enum, wire_struct};

/// What is altered in the record of an item.
///
/// Source: ISO/IEC 20000-1 8.2.6 (configuration information is updated after changes); FitSM-1
/// PR11.4.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "snake_case", deny_unknown_fields)
)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub enum Modification {
    /// An attribute of its class.
    Attribute {
        /// Which.
        name: Code,
        /// What the record said; absent: nothing.
        #[cfg_attr(
            feature = "serde",
            serde(default, skip_serializing_if = "Option::is_none")
        )]
        before: Option<AttributeValue>,
        /// What it is to say; absent: nothing.
        #[cfg_attr(
            feature = "serde",
            serde(default, skip_serializing_if = "Option::is_none")
        )]
        after: Option<AttributeValue>,
    },
    /// Its name.
    Name {
        /// What it was called.
        before: Title,
        /// What it is to be called.
        after: Title,
    },
    /// The stage of its life, and its status there.
    Stage {
        /// The stage it was in.
        before: Code,
        /// The stage it is to be in.
        after: Code,
        /// Its status there.
        status: Label,
    },
}

impl FreeText for Modification {
    fn redact(&mut self) -> usize {
        match self {
            Self::Name { before, after } => before.redact().saturating_add(after.redact()),
            Self::Attribute { .. } | Self::Stage { .. } => 0,
        }
    }
}

plain_enum! {
    /// What became of a modification that was staged.
    pub enum Application {
        /// Nothing yet: the item waits for it.
        Pending = "pending",
        /// The record of the item says it now.
        Applied = "applied",
        /// The record of the item had been altered in between: it was not applied.
        Drifted = "drifted",
        /// The record of the item did not take it.
        Refused = "refused",
        /// It was taken back.
        Withdrawn = "withdrawn",
    }
}

wire_struct! {
    /// A modification, as the record of a change keeps it.
    pub struct StagedModification {
        /// Its number, from 1.
        number: u32,
        /// The item.
        ci: CiId,
        /// What is altered.
        modification: Modification,
        /// When it was staged.
        at: Instant,
        /// What became of it.
        application: Application,
    } optional {
        /// What there is to say: what the record said instead, or why it was taken back.
        note: Note,
    }
}

wire_struct! {
    /// Say what the change will alter in the record of an item.
    #[doc(alias = "proposed change")]
    pub struct StageModification {
        /// The item.
        ci: CiId,
        /// What.
        modification: Modification,
    }
}
wire_struct! {
    /// Take a modification back.
    pub struct WithdrawModification {
        /// Which.
        number: u32,
        /// Why.
        reason: Note,
    }
}
wire_struct! {
    /// Note what became of a modification when it was to be applied.
    pub struct NoteApplication {
        /// Which.
        number: u32,
        /// What: applied, drifted or refused.
        application: Application,
    } optional {
        /// What there is to say, such as what the record said instead.
        note: Note,
    }
}
wire_struct! {
    /// A modification was staged.
    pub struct ModificationStaged {
        /// Its number.
        number: u32,
        /// The item.
        ci: CiId,
        /// What is altered.
        modification: Modification,
    }
}
wire_struct! {
    /// It was noted what became of a modification.
    pub struct ModificationSettled {
        /// Which.
        number: u32,
        /// What.
        application: Application,
    } optional {
        /// What there is to say.
        note: Note,
    }
}

impl Change {
    /// What it alters in the records of items, in the order of the numbers.
    pub fn modifications(&self) -> &[StagedModification] {
        &self.modifications
    }

    /// Those that no record says yet.
    pub fn pending_modifications(&self) -> impl Iterator<Item = &StagedModification> {
        let pending = |it: &&StagedModification| it.application == Application::Pending;
        self.modifications.iter().filter(pending)
    }

    /// Those that are to be applied now, because the change was made and is in effect.
    pub fn due_modifications(&self) -> impl Iterator<Item = &StagedModification> {
        let delivered = self.outcome().is_some_and(Outcome::is_delivered);
        let due = delivered && self.stage() != ChangeStage::Canceled;
        self.pending_modifications().filter(move |_| due)
    }

    fn next_modification(&self) -> u32 {
        let count = u32::try_from(self.modifications.len()).unwrap_or(u32::MAX);
        count.saturating_add(1)
    }

    pub(crate) fn gate_of_modifications(
        &self,
        kind: Kind,
        policy: &ChangePolicy,
    ) -> Result<(), ChangeError> {
        let no = |law| self.no(law, kind, policy);
        match kind {
            Kind::StageModification => {
                let approved_before =
                    matches!(self.profile.kind, ChangeType::Normal | ChangeType::Standard);
                let made = matches!(self.stage(), ChangeStage::Implement | ChangeStage::Review);
                if approved_before && made {
                    return no(Law::ModificationTooLate).err();
                }
            }
            Kind::WithdrawModification if self.pending_modifications().next().is_none() => {
                return no(Law::ModificationNotPending).param("number", "*").err();
            }
            Kind::NoteApplication if self.due_modifications().next().is_none() => {
                return no(Law::ModificationNotDue).param("number", "*").err();
            }
            _ => {}
        }
        Ok(())
    }

    pub(crate) fn stage_modification(&self, it: &StageModification) -> ChangeEvent {
        let number = self.next_modification();
        ModificationStaged::new(number, it.ci, it.modification.clone()).into()
    }

    pub(crate) fn withdraw_modification(
        &self,
        it: &WithdrawModification,
        no: impl Fn(Law) -> No,
    ) -> Decided {
        if !self
            .pending_modifications()
            .any(|at| at.number == it.number)
        {
            return no(Law::ModificationNotPending)
                .text("number", &it.number)
                .err();
        }
        let settled = ModificationSettled::new(it.number, Application::Withdrawn);
        Ok(settled.note(it.reason.clone()).into())
    }

    pub(crate) fn note_application(&self, it: &NoteApplication, no: impl Fn(Law) -> No) -> Decided {
        let settles = matches!(
            it.application,
            Application::Applied | Application::Drifted | Application::Refused
        );
        if !settles || !self.due_modifications().any(|at| at.number == it.number) {
            return no(Law::ModificationNotDue).text("number", &it.number).err();
        }
        Ok(ModificationSettled {
            number: it.number,
            application: it.application,
            note: it.note.clone(),
        }
        .into())
    }

    pub(crate) fn take_modification(&mut self, it: &ModificationStaged, at: Instant) {
        let staged = StagedModification::new(
            it.number,
            it.ci,
            it.modification.clone(),
            at,
            Application::Pending,
        );
        self.modifications.push(staged);
    }

    pub(crate) fn settle_modification(&mut self, it: &ModificationSettled) {
        let mut all = self.modifications.iter_mut();
        if let Some(staged) = all.find(|at| at.number == it.number) {
            staged.application = it.application;
            staged.note.clone_from(&it.note);
        }
    }
}
