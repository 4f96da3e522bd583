//! Workarounds: how to live with a problem that is not solved.
//!
//! A workaround may be written down at any stage, long before anybody knows a cause, and is made
//! better later. Workarounds are numbered from 1 and keep their numbers.

use crate::decide::Decided;
use crate::error::{Law, ProblemError};
use crate::problem::Problem;
use crate::refuse::{No, changes};
use alloc::vec::Vec;
use itsm_core::text::{Note, Title};
use itsm_core::time::Instant;
use itsm_core::{plain_enum, wire_struct};

wire_struct! {
    /// What reduces or removes the impact of incidents for which there is no full resolution yet.
    ///
    /// Source: ITIL 4 problem management (workaround).
    pub struct Workaround {
        /// What it does, on one line.
        title: Title,
        /// What is to be done, step by step.
        steps: Vec<Note>,
        /// Whether somebody has tried it out.
        tested: bool,
    } optional {
        /// When it applies, and when it does not.
        applicability: Note,
        /// What it does not help with, and what it costs.
        limitations: Note,
        /// How one sees that it worked.
        expected_result: Note,
    }
}

plain_enum! {
    /// What became of a workaround in an incident.
    pub enum WorkaroundUse {
        /// It was pointed out to somebody.
        Offered = "offered",
        /// Somebody used it; how that went is not known.
        Used = "used",
        /// Somebody used it, and it worked.
        Worked = "worked",
        /// Somebody used it, and it did not.
        Failed = "failed",
    }
}

wire_struct! {
    /// How often a workaround was offered and used, and how that went.
    pub struct Effectiveness {
        /// How often it was offered.
        offered: u32,
        /// How often it was used, whatever came of it.
        used: u32,
        /// How often it worked.
        worked: u32,
        /// How often it did not.
        failed: u32,
    }
}

impl Effectiveness {
    /// How often a workaround has to have ended well or badly before the rate says anything.
    pub const ENOUGH: u32 = 3;

    /// Nothing counted yet.
    pub const fn none() -> Self {
        Self {
            offered: 0,
            used: 0,
            worked: 0,
            failed: 0,
        }
    }

    /// Of how many uses with a known end it worked.
    pub fn success(&self) -> itsm_core::ratio::Ratio {
        let ended = u64::from(self.worked).saturating_add(u64::from(self.failed));
        itsm_core::ratio::Ratio::new(u64::from(self.worked), ended)
    }

    pub(crate) const fn count(&mut self, it: WorkaroundUse) {
        match it {
            WorkaroundUse::Offered => self.offered = self.offered.saturating_add(1),
            WorkaroundUse::Used => self.used = self.used.saturating_add(1),
            WorkaroundUse::Worked => {
                self.used = self.used.saturating_add(1);
                self.worked = self.worked.saturating_add(1);
            }
            WorkaroundUse::Failed => {
                self.used = self.used.saturating_add(1);
                self.failed = self.failed.saturating_add(1);
            }
        }
    }
}

plain_enum! {
    /// How much a workaround can be trusted, from nothing to much.
    pub enum WorkaroundQuality {
        /// There is none.
        None = "none",
        /// It fails more often than it works.
        Failing = "failing",
        /// Nobody has tried it out.
        Untested = "untested",
        /// Somebody has.
        Tested = "tested",
        /// It was used at least three times with a known end, and worked at least four times out
        /// of five.
        Proven = "proven",
    }
}

wire_struct! {
    /// A workaround of a problem, as its record keeps it.
    pub struct RecordedWorkaround {
        /// Its number, from 1.
        number: u32,
        /// The workaround.
        workaround: Workaround,
        /// How it has served.
        effectiveness: Effectiveness,
        /// When it was last put so.
        at: Instant,
    } optional {
        /// Why it is not to be used any more.
        withdrawn: Note,
    }
}

impl RecordedWorkaround {
    /// Whether it may be used.
    pub const fn is_active(&self) -> bool {
        self.withdrawn.is_none()
    }

    /// How much it can be trusted.
    pub fn quality(&self) -> WorkaroundQuality {
        let it = &self.effectiveness;
        let ended = it.worked.saturating_add(it.failed);
        if it.failed > it.worked {
            WorkaroundQuality::Failing
        } else if ended >= Effectiveness::ENOUGH && it.success().at_least(4, 5) == Some(true) {
            WorkaroundQuality::Proven
        } else if self.workaround.tested {
            WorkaroundQuality::Tested
        } else {
            WorkaroundQuality::Untested
        }
    }
}

wire_struct! {
    /// Write down a workaround.
    pub struct RecordWorkaround {
        /// The workaround.
        workaround: Workaround,
    }
}
wire_struct! {
    /// Put a workaround better. What was counted stays.
    pub struct ReviseWorkaround {
        /// Which, by its number.
        number: u32,
        /// As it reads now.
        workaround: Workaround,
    }
}
wire_struct! {
    /// Say that a workaround is not to be used any more.
    pub struct WithdrawWorkaround {
        /// Which, by its number.
        number: u32,
        /// Why.
        reason: Note,
    }
}
wire_struct! {
    /// Count what became of a workaround in an incident.
    pub struct CountWorkaround {
        /// Which, by its number.
        number: u32,
        /// What became of it.
        outcome: WorkaroundUse,
    }
}
wire_struct! {
    /// A workaround was written down.
    pub struct WorkaroundRecorded {
        /// Its number.
        number: u32,
        /// The workaround.
        workaround: Workaround,
    }
}
wire_struct! {
    /// A workaround was put better.
    pub struct WorkaroundRevised {
        /// Its number.
        number: u32,
        /// As it reads now.
        workaround: Workaround,
    }
}
wire_struct! {
    /// A workaround is not to be used any more.
    pub struct WorkaroundWithdrawn {
        /// Its number.
        number: u32,
        /// Why.
        reason: Note,
    }
}
wire_struct! {
    /// It was counted what became of a workaround in an incident.
    pub struct WorkaroundCounted {
        /// Its number.
        number: u32,
        /// What became of it.
        outcome: WorkaroundUse,
    }
}

impl Problem {
    /// Every workaround that was written down, those that were withdrawn too, in the order of their
    /// numbers.
    pub fn recorded_workarounds(&self) -> &[RecordedWorkaround] {
        &self.workarounds
    }

    /// The workarounds that may be used.
    pub fn workarounds(&self) -> impl Iterator<Item = &RecordedWorkaround> {
        self.workarounds.iter().filter(|it| it.is_active())
    }

    /// How much the best of its workarounds can be trusted.
    pub fn workaround_quality(&self) -> WorkaroundQuality {
        let best = self.workarounds().map(RecordedWorkaround::quality).max();
        best.unwrap_or(WorkaroundQuality::None)
    }

    pub(crate) fn next_workaround(&self) -> u32 {
        let last = self.workarounds.last().map_or(0, |it| it.number);
        last.saturating_add(1)
    }

    pub(crate) fn active_workaround(
        &self,
        number: u32,
        no: impl Fn(Law) -> No,
    ) -> Result<&RecordedWorkaround, ProblemError> {
        match self.workarounds().find(|it| it.number == number) {
            Some(it) => Ok(it),
            None => no(Law::WorkaroundNotActive).text("number", &number).err(),
        }
    }

    pub(crate) fn revise_workaround(
        &self,
        it: &ReviseWorkaround,
        no: impl Fn(Law) -> No,
    ) -> Decided {
        let present = self.active_workaround(it.number, &no)?;
        changes(present.workaround != it.workaround, &no)?;
        Ok(WorkaroundRevised::new(it.number, it.workaround.clone()).into())
    }

    pub(crate) fn take_workaround(&mut self, number: u32, it: &Workaround, at: Instant) {
        let counted = Effectiveness::none();
        self.workarounds
            .push(RecordedWorkaround::new(number, it.clone(), counted, at));
    }

    pub(crate) fn workaround_mut(&mut self, number: u32) -> Option<&mut RecordedWorkaround> {
        self.workarounds.iter_mut().find(|it| it.number == number)
    }
}
