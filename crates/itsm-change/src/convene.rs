//! Appointing: who answers in a panel, for this change.

use crate::approval::ApprovalRule;
use crate::change::Change;
use crate::command::ChangeCommandKind as Kind;
use crate::decide::{Cx, Decided};
use crate::error::{ChangeError, Law};
use crate::panel::{Member, Panel};
use crate::refuse::{No, changes};
use crate::state::ChangeStage;
use alloc::vec::Vec;
use itsm_core::text::Code;
use itsm_core::wire_struct;

wire_struct! {
    /// Appoint those who sit in a panel, in the place of whoever sat there. Of a panel that the policy
    /// leaves to each change, or whose members it names.
    #[doc(alias = "invite the CAB")]
    pub struct Convene {
        /// Which panel of the approval rule.
        panel: Code,
        /// Who.
        members: Vec<Member>,
    }
}
wire_struct! {
    /// Those who sit in a panel were appointed.
    pub struct Convened {
        /// Which panel.
        panel: Code,
        /// Who.
        members: Vec<Member>,
    }
}

impl Change {
    /// Who was appointed to a panel for this change.
    pub fn appointed(&self, panel: &Code) -> Option<&[Member]> {
        self.appointed.get(panel).map(Vec::as_slice)
    }

    /// Whether somebody has answered in a panel since approval was asked for.
    fn has_answers(&self, panel: &Code) -> bool {
        let asked = self.stage() == ChangeStage::Authorize;
        asked && self.standing_votes().any(|it| it.panel == *panel)
    }

    /// The panels to which people can be appointed now.
    pub(crate) fn open_to_appointment(&self, cx: &Cx<'_>) -> Vec<Code> {
        let rule = self
            .model(cx.policy)
            .and_then(|it| Self::approval_rule(it, cx.policy));
        let panels = rule.into_iter().flat_map(ApprovalRule::panels);
        let open = panels.filter(|it| it.is_named() && !self.is_past(&it.id, cx.policy));
        open.filter(|it| !self.has_answers(&it.id))
            .map(|it| it.id.clone())
            .collect()
    }

    pub(crate) fn gate_of_convening(&self, cx: &Cx<'_>) -> Result<(), ChangeError> {
        if self.open_to_appointment(cx).is_empty() {
            return self
                .no(Law::ConveneUnknown, Kind::Convene, cx.policy)
                .param("panel", "*")
                .err();
        }
        Ok(())
    }

    pub(crate) fn convene(&self, it: &Convene, cx: &Cx<'_>, no: impl Fn(Law) -> No) -> Decided {
        let rule = self
            .model(cx.policy)
            .and_then(|it| Self::approval_rule(it, cx.policy));
        let asked = rule.and_then(|rule| rule.panel(&it.panel));
        let Some(asked) = asked.filter(|it| it.is_named()) else {
            return no(Law::ConveneUnknown).text("panel", &it.panel).err();
        };
        if self.has_answers(&it.panel) || self.is_past(&it.panel, cx.policy) {
            return no(Law::ConveneAnswered).text("panel", &it.panel).err();
        }
        let barred = self.barred().collect();
        let panel = Panel::try_from(asked.draft(Some(&it.members), &barred));
        if let Some(fault) = panel.as_ref().err().and_then(|it| it.iter().next()) {
            return no(Law::ConveneUnfit)
                .text("panel", &it.panel)
                .text("fault", fault)
                .err();
        }
        changes(self.appointed(&it.panel) != Some(&it.members), no)?;
        Ok(Convened::new(it.panel.clone(), it.members.clone()).into())
    }
}
