//! A log of hypotheses: what may be so, what would then be seen, how it was tested, and what came of
//! it.
//!
//! What is written down before the test cannot be bent to fit after it.
//!
//! Source: ITIL 4 problem management (problem analysis).

use crate::cause::{Cause, Contribution, Dimension, Method};
use crate::checked::checked;
use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::{String, ToString as _};
use alloc::vec::Vec;
use itsm_core::fault::Faults;
use itsm_core::id::CiId;
use itsm_core::markdown::{head, joined, plain, row};
use itsm_core::text::{Code, Note};
use itsm_core::{plain_enum, wire_struct};

plain_enum! {
    /// What has come of a hypothesis.
    pub enum HypothesisStatus {
        /// Nothing yet.
        Open = "open",
        /// What it predicts was seen.
        Confirmed = "confirmed",
        /// What it predicts was not seen.
        Refuted = "refuted",
        /// The test has not told one from the other.
        Inconclusive = "inconclusive",
    }
}

wire_struct! {
    /// A guess at a cause.
    pub struct Hypothesis {
        /// What it is called by.
        id: Code,
        /// What may be so.
        statement: Note,
        /// What would be seen if it were so. A guess that predicts nothing cannot be tested.
        predicts: Vec<Note>,
        /// What has come of it.
        status: HypothesisStatus,
    } optional {
        /// How it is, or was, tested.
        test: Note,
        /// What was seen.
        result: Note,
        /// What it contributed to, if it is so; that it happened at all where nothing is said.
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
    /// Hypotheses in their raw form.
    pub struct DraftHypotheses {
        /// The hypotheses, as they came up.
        hypotheses: Vec<Hypothesis>,
    }
}

checked! {
    /// A log of hypotheses.
    ///
    /// ```
    /// use itsm_core::text::{Code, Note};
    /// use itsm_problem::hypothesis::{DraftHypotheses, Hypotheses, Hypothesis, HypothesisStatus};
    ///
    /// let guess = Hypothesis::new(
    ///     Code::new("log_level")?, Note::new("The raised log level fills the disk")?,
    ///     vec![Note::new("The log grew by gigabytes an hour from 08:30 on")?],
    ///     HypothesisStatus::Confirmed,
    /// );
    /// let faults = Hypotheses::try_from(DraftHypotheses::new(vec![guess])).unwrap_err();
    /// assert_eq!(faults.iter().next().unwrap().rule, "hypothesis.result.missing");
    /// # Ok::<(), itsm_core::text::TextError>(())
    /// ```
    pub struct Hypotheses from DraftHypotheses
}

impl DraftHypotheses {
    fn check(&mut self, faults: &mut Faults) {
        if self.hypotheses.is_empty() {
            let message = "expected a hypothesis, got none";
            faults.add("hypotheses", "hypothesis.empty", message);
        }
        let mut names = BTreeSet::new();
        for (place, it) in self.hypotheses.iter().enumerate() {
            let mut say = |field: &str, rule, message: String| {
                faults.add(format!("hypotheses[{place}].{field}"), rule, message);
            };
            if !names.insert(&it.id) {
                let message = format!("expected a name that stands once, got `{}` again", it.id);
                say("id", "hypothesis.id.twice", message);
            }
            if it.predicts.is_empty() {
                let message = "expected what would be seen if it were so, got nothing";
                say("predicts", "hypothesis.prediction.missing", message.into());
            }
            let (is_open, status) = (it.status == HypothesisStatus::Open, it.status);
            if is_open && it.result.is_some() {
                let message = "expected no result while it is open, got one";
                say("result", "hypothesis.result.early", message.into());
            }
            if !is_open && it.result.is_none() {
                let message =
                    format!("expected what was seen, since it is `{status}`, got nothing");
                say("result", "hypothesis.result.missing", message);
            }
            if !is_open && it.test.is_none() {
                let message =
                    format!("expected how it was tested, since it is `{status}`, got nothing");
                say("test", "hypothesis.test.missing", message);
            }
        }
    }
}

impl Hypotheses {
    /// The causes that it has found: what was confirmed, with what was seen as its evidence.
    pub fn causes(&self) -> Vec<Cause> {
        let all = self.draft.hypotheses.iter();
        let confirmed = all.filter(|it| it.status == HypothesisStatus::Confirmed);
        let cause = |it: &Hypothesis| Cause {
            dimension: it.dimension,
            ci: it.ci,
            found_by: Some(Method::Hypothesis),
            actionable: it.actionable,
            ..Cause::new(
                it.contribution.unwrap_or(Contribution::Occurrence),
                it.statement.clone(),
                it.result.iter().cloned().collect::<Vec<_>>(),
            )
        };
        confirmed.map(cause).collect()
    }

    /// The log as a Markdown table.
    pub fn to_markdown(&self) -> String {
        let mut text = String::from("## Hypotheses\n\n");
        head(
            &mut text,
            &["Hypothesis", "It predicts", "Test", "Result", "Status"],
        );
        for it in &self.draft.hypotheses {
            let said = |it: &Option<Note>| it.as_ref().map(|it| plain(it.as_str()));
            let predicts = it.predicts.iter().map(|it| plain(it.as_str()));
            let cells = [
                plain(it.statement.as_str()),
                joined(predicts, "; "),
                said(&it.test).unwrap_or_default(),
                said(&it.result).unwrap_or_default(),
                it.status.to_string(),
            ];
            row(&mut text, cells);
        }
        text
    }
}
