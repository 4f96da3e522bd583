//! Fixes: the changes that are to remove the causes, and what became of each.
//!
//! A problem knows of a change nothing but its id and how it ended. That every change has ended
//! does not mean that the problem is fixed: a change that was canceled has fixed nothing.
//!
//! Source: ISO/IEC 20000-1 8.6.3 (changes that resolve problems go through change management).

use crate::decide::Decision;
use crate::error::Law;
use crate::event::ProblemEvent;
use crate::problem::Problem;
use crate::refuse::{No, changes};
use alloc::vec;
use alloc::vec::Vec;
use itsm_core::id::ChangeId;
use itsm_core::time::Instant;
use itsm_core::{plain_enum, wire_struct};

plain_enum! {
    /// How a change that was to fix a problem ended.
    pub enum FixOutcome {
        /// It was carried out, and did what it should.
        #[doc(alias = "successful")]
        Completed = "completed",
        /// It was tried, and failed or was backed out.
        Failed = "failed",
        /// It was not carried out. Canceled is not fixed.
        #[doc(alias = "cancelled")]
        Canceled = "canceled",
    }
}

plain_enum! {
    /// Where the changes of a problem stand, taken together.
    pub enum FixStanding {
        /// No change is linked.
        None = "none",
        /// At least one has not ended.
        Pending = "pending",
        /// All have ended, and at least one did what it should.
        Fixed = "fixed",
        /// All have ended, and none did.
        NotFixed = "not_fixed",
    }
}

wire_struct! {
    /// A change that is to fix a problem.
    pub struct LinkedChange {
        /// Since when it has been linked.
        since: Instant,
    } optional {
        /// How it ended; absent: it has not.
        outcome: FixOutcome,
    }
}

wire_struct! {
    /// Link a change that is to fix the problem.
    #[doc(alias = "RFC")]
    pub struct LinkChange {
        /// Which.
        change: ChangeId,
    }
}
wire_struct! {
    /// Take the link to a change back: it has nothing to do with the problem.
    pub struct UnlinkChange {
        /// Which.
        change: ChangeId,
    }
}
wire_struct! {
    /// Note how a linked change ended.
    pub struct RecordFixOutcome {
        /// Which change.
        change: ChangeId,
        /// How.
        outcome: FixOutcome,
    }
}
wire_struct! {
    /// A change that is to fix the problem was linked.
    pub struct ChangeLinked {
        /// Which.
        change: ChangeId,
    }
}
wire_struct! {
    /// The link to a change was taken back.
    pub struct ChangeUnlinked {
        /// Which.
        change: ChangeId,
    }
}
wire_struct! {
    /// A linked change ended.
    pub struct FixOutcomeRecorded {
        /// Which change.
        change: ChangeId,
        /// How.
        outcome: FixOutcome,
    }
}
wire_struct! {
    /// Every change that is linked has ended. What follows of it, people decide.
    pub struct FixesEnded {
        /// Whether at least one did what it should.
        standing: FixStanding,
    }
}

fn standing<'a>(outcomes: impl IntoIterator<Item = Option<&'a FixOutcome>>) -> FixStanding {
    let (mut any, mut pending, mut fixed) = (false, false, false);
    for outcome in outcomes {
        any = true;
        pending |= outcome.is_none();
        fixed |= outcome == Some(&FixOutcome::Completed);
    }
    match (any, pending, fixed) {
        (false, ..) => FixStanding::None,
        (_, true, _) => FixStanding::Pending,
        (.., true) => FixStanding::Fixed,
        _ => FixStanding::NotFixed,
    }
}

impl Problem {
    /// The changes that are to fix it, in the order of their ids.
    pub fn changes(&self) -> impl Iterator<Item = (ChangeId, &LinkedChange)> {
        self.changes.iter().map(|(id, it)| (*id, it))
    }

    /// Where they stand, taken together.
    pub fn fix_standing(&self) -> FixStanding {
        standing(self.changes.values().map(|it| it.outcome.as_ref()))
    }

    pub(crate) fn link_change(&self, it: &LinkChange, no: impl Fn(Law) -> No) -> Decision {
        if self.changes.contains_key(&it.change) {
            return no(Law::ChangeAlready).text("change", &it.change).err();
        }
        Ok(vec![ChangeLinked::new(it.change).into()])
    }

    pub(crate) fn unlink_change(&self, it: &UnlinkChange, no: impl Fn(Law) -> No) -> Decision {
        if !self.changes.contains_key(&it.change) {
            return no(Law::ChangeNotLinked).text("change", &it.change).err();
        }
        let left = self.changes.iter().filter(|(id, _)| **id != it.change);
        let after = standing(left.map(|(_, linked)| linked.outcome.as_ref()));
        let mut events = vec![ChangeUnlinked::new(it.change).into()];
        events.extend(self.ended(after));
        Ok(events)
    }

    /// That the last change has ended: said once for each time that it does, or that the result is
    /// another one.
    fn ended(&self, after: FixStanding) -> Option<ProblemEvent> {
        let settled = matches!(after, FixStanding::Fixed | FixStanding::NotFixed);
        (settled && after != self.fix_standing()).then(|| FixesEnded::new(after).into())
    }

    pub(crate) fn record_outcome(&self, it: &RecordFixOutcome, no: impl Fn(Law) -> No) -> Decision {
        let Some(present) = self.changes.get(&it.change) else {
            return no(Law::ChangeNotLinked).text("change", &it.change).err();
        };
        changes(present.outcome != Some(it.outcome), no)?;
        let mut events: Vec<ProblemEvent> =
            vec![FixOutcomeRecorded::new(it.change, it.outcome).into()];
        let after = standing(self.changes.iter().map(|(id, linked)| {
            if *id == it.change {
                Some(&it.outcome)
            } else {
                linked.outcome.as_ref()
            }
        }));
        events.extend(self.ended(after));
        Ok(events)
    }
}
