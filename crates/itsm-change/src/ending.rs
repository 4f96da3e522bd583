//! Progress and endings: how a change goes on, back, and to its end.

use crate::change::Change;
use crate::command::ChangeCommandKind as Kind;
use crate::decide::{Cx, Decided, Decision};
use crate::error::{ChangeError, Law};
use crate::event::ChangeEvent;
use crate::model::ModelUse;
use crate::outcome::Outcome;
use crate::refuse::No;
use crate::state::ChangeStage;
use alloc::boxed::Box;
use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;
use itsm_core::text::Note;
use itsm_core::wire_struct;

wire_struct! {
    /// Set it on its way: to whatever its model passes first.
    pub struct Submit {}
}
wire_struct! {
    /// It is assessed: ask for its authorization.
    pub struct RequestAuthorization {}
}
wire_struct! {
    /// Take it back to where it began. Approvals that were asked for are not needed any more, and
    /// those that were given count no longer.
    #[doc(alias = "rework")]
    pub struct Revert {
        /// Why.
        reason: Note,
    }
}
wire_struct! {
    /// Close it.
    pub struct Close {
        /// What there is to say.
        notes: Note,
    }
}
wire_struct! {
    /// Give it up. Of an unauthorized change: it was none after all.
    pub struct Cancel {
        /// Why.
        reason: Note,
    }
}
wire_struct! {
    /// It was set on its way.
    pub struct Submitted {
        /// Where it went.
        to: ChangeStage,
        /// The model by which it is handled from now on.
        model: Box<ModelUse>,
    }
}
wire_struct! {
    /// It was taken back to where it began.
    pub struct Reverted {
        /// Where it had stood.
        from: ChangeStage,
        /// Why.
        reason: Note,
    }
}
wire_struct! {
    /// It was closed.
    pub struct Closed {
        /// What came of it.
        outcome: Outcome,
        /// What there was to say.
        notes: Note,
    }
}
wire_struct! {
    /// It was given up.
    pub struct Canceled {
        /// Where it had stood.
        from: ChangeStage,
        /// Why.
        reason: Note,
    }
}

impl Change {
    pub(crate) fn gate_of_progress(&self, kind: Kind, cx: &Cx<'_>) -> Result<(), ChangeError> {
        let stage = self.next_stage(cx.policy);
        self.gate_of_facts(kind, stage, cx)?;
        // An approval leads on by itself: what the state behind it demands is there before anybody
        // is asked.
        match self.model(cx.policy) {
            Some(model) if stage == ChangeStage::Authorize => {
                self.gate_of_facts(kind, model.after(stage), cx)
            }
            _ => Ok(()),
        }
    }

    pub(crate) fn submit(&self, cx: &Cx<'_>, no: impl Fn(Law) -> No) -> Decision {
        let name = self.profile.model_name();
        let Some(model) = cx.policy.model(&name) else {
            return no(Law::ModelUnknown).text("model", &name).err();
        };
        let to = model.after(ChangeStage::New);
        let used = ModelUse::new(name, model.clone());
        let mut events = vec![Submitted::new(to, used).into()];
        if to == ChangeStage::Authorize {
            events.extend(self.on_asking(cx.policy));
        }
        Ok(events)
    }

    pub(crate) fn request_authorization(&self, cx: &Cx<'_>) -> Vec<ChangeEvent> {
        let mut events = vec![crate::event::AuthorizationRequested::new().into()];
        events.extend(self.on_asking(cx.policy));
        events
    }

    pub(crate) fn gate_of_closing(&self, cx: &Cx<'_>) -> Result<(), ChangeError> {
        let no = |law| self.no(law, Kind::Close, cx.policy);
        if self.outcome.is_none() {
            return no(Law::CloseWithoutOutcome).err();
        }
        if self.lacks_review(cx.policy) {
            return no(Law::CloseUnreviewed).err();
        }
        self.gate_of_facts(Kind::Close, ChangeStage::Closed, cx)?;
        let tasks: Vec<String> = self.tasks.open().map(|it| it.id.to_string()).collect();
        if !tasks.is_empty() {
            return no(Law::CloseTasksOpen).param("tasks", tasks).err();
        }
        let due: Vec<String> = self
            .due_modifications()
            .map(|it| it.number.to_string())
            .collect();
        if !due.is_empty() {
            return no(Law::CloseModificationsPending)
                .param("numbers", due)
                .err();
        }
        Ok(())
    }

    pub(crate) fn close(&self, it: &Close, no: impl Fn(Law) -> No) -> Decided {
        let Some(outcome) = &self.outcome else {
            return no(Law::CloseWithoutOutcome).err();
        };
        Ok(Closed::new(outcome.clone(), it.notes.clone()).into())
    }

    pub(crate) fn cancel(&self, it: &Cancel) -> Vec<ChangeEvent> {
        let mut events: Vec<ChangeEvent> = self.canceled_tasks().collect();
        events.push(Canceled::new(self.stage(), it.reason.clone()).into());
        events
    }
}
