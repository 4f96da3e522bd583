//! An analysis by any of the methods, as a problem keeps it.
//!
//! Analyses are values: the same one gives the same figures, the same page and the same causes,
//! whenever it is asked.

use crate::cause::{Cause, Method};
use crate::cfia::CfiaSheet;
use crate::chronology::Chronology;
use crate::fault_tree_analysis::FaultTreeAnalysis;
use crate::fault_tree_figures::FigureLimits;
use crate::finding::AttachAnalysis;
use crate::five_whys::FiveWhys;
use crate::hypothesis::Hypotheses;
use crate::ishikawa::Ishikawa;
use crate::kepner_tregoe::KepnerTregoe;
use crate::pareto::Pareto;
use alloc::string::String;
use alloc::vec::Vec;
use itsm_core::free_text::FreeText;
use itsm_core::text::Note;
use itsm_core::time::Seconds;
use itsm_fault_tree::FaultTreeError;

/// Beyond this, a page tells that a chronology has a gap. A host that wants another asks the
/// chronology itself.
const GAP: Seconds = Seconds::hours(1);

/// An analysis by one of the methods. On the wire, its fields with a `method`.
///
/// ```
/// use itsm_core::text::{Code, Note};
/// use itsm_problem::cause::Method;
/// use itsm_problem::cause_analysis::CauseAnalysis;
/// use itsm_problem::hypothesis::{DraftHypotheses, Hypotheses, Hypothesis, HypothesisStatus};
///
/// let guess = Hypothesis::new(
///     Code::new("debug")?, Note::new("The debug level fills the disk")?,
///     vec![Note::new("The log grows from 08:30 on")?], HypothesisStatus::Open,
/// );
/// let analysis = CauseAnalysis::from(Hypotheses::try_from(DraftHypotheses::new(vec![guess]))?);
/// assert_eq!(analysis.method(), Method::Hypothesis);
/// assert_eq!(analysis.causes()?, []); // nothing is confirmed
/// assert!(analysis.to_markdown()?.starts_with("## Hypotheses"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(tag = "method", rename_all = "snake_case")
)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub enum CauseAnalysis {
    /// Chains of whys.
    FiveWhys(FiveWhys),
    /// A fishbone.
    Ishikawa(Ishikawa),
    /// What is, and what could be but is not.
    KepnerTregoe(KepnerTregoe),
    /// Which few make the most of it.
    Pareto(Pareto),
    /// Which failures together bring it about.
    FaultTree(FaultTreeAnalysis),
    /// What happened when.
    Chronology(Chronology),
    /// Guesses and their tests.
    Hypothesis(Hypotheses),
    /// Which item's failure does what to which service.
    Cfia(CfiaSheet),
}

impl CauseAnalysis {
    /// By which method it is.
    pub const fn method(&self) -> Method {
        match self {
            Self::FiveWhys(_) => Method::FiveWhys,
            Self::Ishikawa(_) => Method::Ishikawa,
            Self::KepnerTregoe(_) => Method::KepnerTregoe,
            Self::Pareto(_) => Method::Pareto,
            Self::FaultTree(_) => Method::FaultTree,
            Self::Chronology(_) => Method::Chronology,
            Self::Hypothesis(_) => Method::Hypothesis,
            Self::Cfia(_) => Method::Cfia,
        }
    }

    /// The causes that it has found.
    ///
    /// # Errors
    /// A fault tree that is too large to be worked out within the [default
    /// limits](FigureLimits::default).
    pub fn causes(&self) -> Result<Vec<Cause>, FaultTreeError> {
        Ok(match self {
            Self::FiveWhys(it) => it.causes(),
            Self::Ishikawa(it) => it.causes(),
            Self::KepnerTregoe(it) => it.causes(),
            Self::Pareto(it) => it.causes(),
            Self::FaultTree(it) => it.causes(&it.work_out(&FigureLimits::default())?),
            Self::Chronology(it) => it.causes(),
            Self::Hypothesis(it) => it.causes(),
            Self::Cfia(it) => it.causes(),
        })
    }

    /// The analysis as Markdown, beginning with a heading of the second level.
    ///
    /// # Errors
    /// A fault tree that is too large to be worked out within the [default
    /// limits](FigureLimits::default).
    pub fn to_markdown(&self) -> Result<String, FaultTreeError> {
        Ok(match self {
            Self::FiveWhys(it) => it.to_markdown(),
            Self::Ishikawa(it) => it.to_markdown(),
            Self::KepnerTregoe(it) => it.to_markdown(),
            Self::Pareto(it) => it.to_markdown(),
            Self::FaultTree(it) => it.to_markdown(&it.work_out(&FigureLimits::default())?),
            Self::Chronology(it) => it.to_markdown(GAP),
            Self::Hypothesis(it) => it.to_markdown(),
            Self::Cfia(it) => it.to_markdown(),
        })
    }
}

impl CauseAnalysis {
    /// The command that keeps it with a problem: under its method, with the causes that it has found,
    /// and what they come to, in words.
    ///
    /// # Errors
    /// As [`causes`](Self::causes).
    pub fn attached(self, summary: impl Into<Note>) -> Result<AttachAnalysis, FaultTreeError> {
        let causes = self.causes()?;
        Ok(AttachAnalysis::new(self.method(), summary, causes).working(self))
    }
}

impl FreeText for CauseAnalysis {
    fn redact(&mut self) -> usize {
        match self {
            Self::FiveWhys(it) => it.redact(),
            Self::Ishikawa(it) => it.redact(),
            Self::KepnerTregoe(it) => it.redact(),
            Self::Pareto(it) => it.redact(),
            Self::FaultTree(it) => it.redact(),
            Self::Chronology(it) => it.redact(),
            Self::Hypothesis(it) => it.redact(),
            Self::Cfia(it) => it.redact(),
        }
    }
}

macro_rules! from {
    ($($variant:ident: $name:ident,)+) => {
        $(
            impl From<$name> for CauseAnalysis {
                fn from(it: $name) -> Self {
                    Self::$variant(it)
                }
            }
        )+
    };
}

from! {
    FiveWhys: FiveWhys,
    Ishikawa: Ishikawa,
    KepnerTregoe: KepnerTregoe,
    Pareto: Pareto,
    FaultTree: FaultTreeAnalysis,
    Chronology: Chronology,
    Hypothesis: Hypotheses,
    Cfia: CfiaSheet,
}
