//! Kepner–Tregoe: what is, against what could be and is not.
//!
//! The steps build on each other: say which object has which deviation; describe it by what it is
//! and by what it could as well be and is not; think of causes; test each against every contrast;
//! verify the one that needs the fewest assumptions. A step before its turn is refused. Without
//! anything that IS NOT there is nothing to tell one cause from another by.
//!
//! Source: ITIL 4 problem management (problem analysis); C. Kepner and B. Tregoe, 1965.

use crate::cause::{Cause, Contribution, Dimension, Method};
use crate::checked::checked;
use alloc::vec::Vec;
use itsm_core::free_text::FreeText;
use itsm_core::id::{ChangeId, CiId};
use itsm_core::text::{Code, Note};
use itsm_core::time::Instant;
use itsm_core::{plain_enum, wire_struct};

plain_enum! {
    /// What is asked of a deviation.
    pub enum Aspect {
        /// Which object has it?
        Object = "what_object",
        /// What is wrong with it?
        Deviation = "what_deviation",
        /// Where are the objects that have it?
        Place = "where_place",
        /// Where on the object is it?
        Position = "where_on_object",
        /// When was it seen first?
        First = "when_first",
        /// When has it been seen since?
        Since = "when_since",
        /// When in the life of the object is it seen?
        LifeCycle = "when_life_cycle",
        /// How many objects have it?
        HowMany = "extent_how_many",
        /// How large is it on one?
        Size = "extent_size",
        /// Does it grow, shrink or stay?
        Trend = "extent_trend",
    }
}

plain_enum! {
    /// What aspects ask for, in four words.
    pub enum AspectGroup {
        /// What is it?
        What = "what",
        /// Where is it?
        Where = "where",
        /// When is it?
        When = "when",
        /// How much is it?
        Extent = "extent",
    }
}

impl Aspect {
    /// Which of the four it belongs to.
    pub const fn group(self) -> AspectGroup {
        match self {
            Self::Object | Self::Deviation => AspectGroup::What,
            Self::Place | Self::Position => AspectGroup::Where,
            Self::First | Self::Since | Self::LifeCycle => AspectGroup::When,
            Self::HowMany | Self::Size | Self::Trend => AspectGroup::Extent,
        }
    }
}

plain_enum! {
    /// The steps of the method, in their order.
    pub enum KepnerTregoeStep {
        /// Say which object has which deviation.
        Define = "define",
        /// Say of each group what it is, and what it is not.
        Describe = "describe",
        /// Think of causes, from distinctions and changes.
        PossibleCauses = "possible_causes",
        /// Test every cause against every contrast.
        Test = "test",
        /// See whether the most probable cause is the true one.
        Verify = "verify",
    }
}

wire_struct! {
    /// Something that is different now, in or around a distinction.
    pub struct Difference {
        /// What is different.
        what: Note,
    } optional {
        /// Since when.
        at: Instant,
        /// The change that made it so.
        change: ChangeId,
    }
}

wire_struct! {
    /// One aspect of the deviation: what it is, and what it could be and is not.
    pub struct Contrast {
        /// Which aspect.
        aspect: Aspect,
        /// What is peculiar to what is, beside what is not.
        distinctions: Vec<Note>,
        /// What is different now about that.
        changes: Vec<Difference>,
    } optional {
        /// What it is.
        is: Note,
        /// What it could as well be, and is not.
        is_not: Note,
    }
}

/// How a cause stands up to a contrast.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "snake_case")
)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub enum Fit {
    /// It explains what is, and what is not.
    ExplainsBoth,
    /// It does only if this is so, which nobody knows.
    OnlyIf(Note),
    /// It does not: were it the cause, this would be otherwise.
    CannotExplain,
}

impl FreeText for Fit {
    fn redact(&mut self) -> usize {
        match self {
            Self::OnlyIf(assumption) => assumption.redact(),
            Self::ExplainsBoth | Self::CannotExplain => 0,
        }
    }
}

wire_struct! {
    /// The test of a cause against one contrast.
    pub struct FitTest {
        /// The aspect of the contrast.
        aspect: Aspect,
        /// How the cause stands up to it.
        fit: Fit,
    }
}

wire_struct! {
    /// What may have caused the deviation.
    pub struct PossibleCause {
        /// What it is called by.
        id: Code,
        /// What it is, in words.
        statement: Note,
        /// How it stands up to each contrast.
        tests: Vec<FitTest>,
    } optional {
        /// What it contributed to; that it happened at all where nothing is said.
        contribution: Contribution,
        /// In which dimension it lies.
        dimension: Dimension,
        /// The item that it lies in.
        ci: CiId,
        /// Whether those who work on the problem can remove it.
        actionable: bool,
    }
}

wire_struct! {
    /// An attempt to see whether a cause is the true one.
    pub struct CauseCheck {
        /// Which cause.
        cause: Code,
        /// How it was seen: switched on and off again, measured, looked at.
        how: Note,
        /// Whether it is the true cause.
        is_true: bool,
    }
}

wire_struct! {
    /// An analysis in its raw form, as far as it has come. An aspect stands there once.
    pub struct DraftKepnerTregoe {
        /// Which object, or kind of object, has the deviation.
        object: Note,
        /// What is wrong with it, the cause of which is not known.
        deviation: Note,
        /// The description, by contrasts.
        contrasts: Vec<Contrast>,
        /// What may have caused it.
        causes: Vec<PossibleCause>,
        /// What was done to see which is the true one, in this order.
        checks: Vec<CauseCheck>,
    }
}

checked! {
    /// An analysis by Kepner and Tregoe, as far as it has come.
    #[doc(alias = "is / is not")]
    #[doc(alias = "KT")]
    pub struct KepnerTregoe from DraftKepnerTregoe
}

/// What of a group is described.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct GroupDescription {
    /// Which group.
    pub group: AspectGroup,
    /// Whether it says what is.
    pub is: bool,
    /// Whether it says what is not.
    pub is_not: bool,
}

impl GroupDescription {
    /// Whether nothing is missing.
    pub const fn is_complete(self) -> bool {
        self.is && self.is_not
    }
}

/// A cause and how probable it is beside the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct CauseRank<'a> {
    /// The place, from 1. Those that do as well share one, and the next is left out.
    pub place: usize,
    /// The cause.
    pub cause: &'a PossibleCause,
    /// How many contrasts it cannot explain. A single one rules it out.
    pub cannot_explain: usize,
    /// How many contrasts it was not tested against.
    pub untested: usize,
    /// How many contrasts it explains only if something is so.
    pub assumptions: usize,
}

impl CauseRank<'_> {
    /// What counts, the best first.
    const fn merit(&self) -> (usize, usize, usize) {
        (self.cannot_explain, self.untested, self.assumptions)
    }

    /// Whether some contrast speaks against it.
    pub const fn is_ruled_out(&self) -> bool {
        self.cannot_explain > 0
    }
}

impl DraftKepnerTregoe {
    /// The aspects that say what is and what is not: those that tell causes apart.
    pub(crate) fn complete(&self) -> impl Iterator<Item = Aspect> + Clone {
        let complete = |it: &&Contrast| it.is.is_some() && it.is_not.is_some();
        self.contrasts.iter().filter(complete).map(|it| it.aspect)
    }

    pub(crate) fn groups(&self) -> Vec<GroupDescription> {
        let of = |group: AspectGroup| {
            self.contrasts
                .iter()
                .filter(move |it| it.aspect.group() == group)
        };
        let group = |group: &AspectGroup| GroupDescription {
            group: *group,
            is: of(*group).any(|it| it.is.is_some()),
            is_not: of(*group).any(|it| it.is_not.is_some()),
        };
        AspectGroup::ALL.iter().map(group).collect()
    }

    pub(crate) fn ranking(&self) -> Vec<CauseRank<'_>> {
        let mut ranking = Vec::with_capacity(self.causes.len());
        for cause in &self.causes {
            let fit = |aspect: Aspect| {
                let test = cause.tests.iter().find(|it| it.aspect == aspect);
                test.map(|it| &it.fit)
            };
            let many = |wanted: fn(Option<&Fit>) -> bool| {
                self.complete().filter(|it| wanted(fit(*it))).count()
            };
            ranking.push(CauseRank {
                place: 0,
                cause,
                cannot_explain: many(|it| matches!(it, Some(Fit::CannotExplain))),
                untested: many(|it| it.is_none()),
                assumptions: many(|it| matches!(it, Some(Fit::OnlyIf(_)))),
            });
        }
        ranking.sort_by(|a, b| {
            let merit = a.merit().cmp(&b.merit());
            merit.then_with(|| a.cause.id.cmp(&b.cause.id))
        });
        let mut before: Option<((usize, usize, usize), usize)> = None;
        for (number, it) in ranking.iter_mut().enumerate() {
            let shared = before.filter(|(merit, _)| *merit == it.merit());
            it.place = shared.map_or(number.saturating_add(1), |(_, place)| place);
            before = Some((it.merit(), it.place));
        }
        ranking
    }
}

impl KepnerTregoe {
    /// What of the four groups is described. Causes are thought of once all are complete.
    pub fn completeness(&self) -> Vec<GroupDescription> {
        self.draft.groups()
    }

    /// The step to be done next; `None` once the true cause is known.
    pub fn next_step(&self) -> Option<KepnerTregoeStep> {
        let is_described = self.draft.groups().iter().all(|it| it.is_complete());
        let ranking = self.draft.ranking();
        if !is_described {
            Some(KepnerTregoeStep::Describe)
        } else if self.draft.checks.iter().any(|it| it.is_true) {
            None
        } else if ranking.iter().all(|it| self.is_out(it)) {
            // None yet, or none that is left.
            Some(KepnerTregoeStep::PossibleCauses)
        } else if ranking.iter().any(|it| it.untested > 0 && !self.is_out(it)) {
            Some(KepnerTregoeStep::Test)
        } else {
            Some(KepnerTregoeStep::Verify)
        }
    }

    /// Whether a contrast or a check speaks against it.
    fn is_out(&self, it: &CauseRank<'_>) -> bool {
        let mut checks = self.draft.checks.iter();
        it.is_ruled_out() || checks.any(|check| check.cause == it.cause.id && !check.is_true)
    }

    /// The possible causes, the most probable first: those that nothing rules out by the fewest
    /// assumptions, then the others by how much speaks against them.
    ///
    /// An assumption counts for each contrast that needs it.
    pub fn ranking(&self) -> Vec<CauseRank<'_>> {
        self.draft.ranking()
    }

    /// The causes that it has found: the true one, once a check has shown it; before that, as soon
    /// as all are tested, those that nothing rules out, by their ranking and without evidence.
    pub fn causes(&self) -> Vec<Cause> {
        let ranking = self.draft.ranking();
        let checks = &self.draft.checks;
        let shown = |it: &CauseRank<'_>| {
            let mut checks = checks.iter().filter(|check| check.is_true);
            checks.find(|check| check.cause == it.cause.id)
        };
        let is_tested = ranking.iter().all(|it| it.untested == 0 || self.is_out(it));
        let is_known = checks.iter().any(|it| it.is_true);
        let cause = |it: &CauseRank<'_>| {
            let evidence = shown(it).map(|it| it.how.clone());
            let is_left = is_tested && !is_known && !self.is_out(it);
            (evidence.is_some() || is_left).then(|| Cause {
                dimension: it.cause.dimension,
                ci: it.cause.ci,
                found_by: Some(Method::KepnerTregoe),
                actionable: it.cause.actionable,
                ..Cause::new(
                    it.cause.contribution.unwrap_or(Contribution::Occurrence),
                    it.cause.statement.clone(),
                    evidence.into_iter().collect::<Vec<_>>(),
                )
            })
        };
        ranking.iter().filter_map(cause).collect()
    }
}
