//! Plans: how a change is made, tested, told of, and taken back.

use alloc::vec::Vec;
use itsm_core::text::{Code, Note, Title};
use itsm_core::time::{Instant, Seconds};
use itsm_core::wire_struct;

wire_struct! {
    /// The time for which a change is planned: from its start up to its end, which does not belong to
    /// it, so that one that ends at ten and one that begins at ten do not meet.
    #[doc(alias = "planned window")]
    pub struct PlannedWindow {
        /// When it begins.
        start: Instant,
        /// When it is over. After the start.
        end: Instant,
    }
}

impl PlannedWindow {
    /// How long it is.
    pub fn length(&self) -> Seconds {
        Seconds::between(self.start, self.end)
    }

    /// Whether an instant lies in it.
    pub fn contains(&self, at: Instant) -> bool {
        self.start <= at && at < self.end
    }
}

wire_struct! {
    /// A step after which a change cannot simply be taken back.
    pub struct PointOfNoReturn {
        /// Its name.
        point: Code,
        /// What it is.
        title: Title,
        /// What is done in the place of backing out once it was passed.
        #[doc(alias = "forward fix")]
        instead: Note,
    }
}

wire_struct! {
    /// How a change is taken back.
    ///
    /// Source: FitSM-1 PR13.5 (unsuccessful releases are reversed or remedied); ISO/IEC 20000-1
    /// 8.5.3.
    #[doc(alias = "rollback plan")]
    #[doc(alias = "fallback")]
    pub struct BackOutPlan {
        /// What is to be done.
        steps: Note,
        /// The points after which that is no longer possible, in order.
        points: Vec<PointOfNoReturn>,
    }
}

wire_struct! {
    /// The plans of a change. What is absent was not planned.
    pub struct Plans {} optional {
        /// How it is made.
        implementation: Note,
        /// How it is seen to work.
        test: Note,
        /// Who is told what, and when.
        communication: Note,
        /// How it is taken back.
        back_out: BackOutPlan,
    }
}

wire_struct! {
    /// Plan it. What is absent stays as it was planned.
    pub struct Plan {
        /// The plans.
        plans: Plans,
    }
}
wire_struct! {
    /// It was planned.
    pub struct Planned {
        /// Those of the plans that are new.
        plans: Plans,
    }
}

impl Plans {
    /// These plans with those that are given in the place of the former.
    #[must_use]
    pub fn with(&self, given: &Self) -> Self {
        let it = given.clone();
        Self {
            implementation: it.implementation.or_else(|| self.implementation.clone()),
            test: it.test.or_else(|| self.test.clone()),
            communication: it.communication.or_else(|| self.communication.clone()),
            back_out: it.back_out.or_else(|| self.back_out.clone()),
        }
    }

    /// Whether every plan is there.
    pub const fn is_complete(&self) -> bool {
        self.implementation.is_some()
            && self.test.is_some()
            && self.communication.is_some()
            && self.back_out.is_some()
    }

    /// Whether these would replace one that is there by another.
    pub(crate) fn replaces(&self, before: &Self) -> bool {
        fn other<T: PartialEq>(given: Option<&T>, before: Option<&T>) -> bool {
            given.is_some() && before.is_some() && given != before
        }
        other(self.implementation.as_ref(), before.implementation.as_ref())
            || other(self.test.as_ref(), before.test.as_ref())
            || other(self.communication.as_ref(), before.communication.as_ref())
            || other(self.back_out.as_ref(), before.back_out.as_ref())
    }
}
