//! Five whys: asking on, from an effect to causes that somebody can remove.
//!
//! Five is a figure of speech. A chain is done where it has come to a cause that can be acted on,
//! after two questions or after nine; and an answer may have several answers, since an effect seldom
//! has one cause.
//!
//! Source: ITIL 4 problem management (problem analysis); the method is of S. Toyoda.

use crate::blame::BlameWords;
use crate::cause::{Cause, Contribution, Dimension, Method};
use crate::checked::checked;
use crate::forest::Forest;
use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt::Write as _;
use itsm_core::fault::Faults;
use itsm_core::id::CiId;
use itsm_core::markdown::{joined, label, plain};
use itsm_core::text::{Code, Label, Note};
use itsm_core::{plain_enum, wire_struct};

/// How many answers there may be: more is not an analysis that people read.
const MOST: usize = 1_000;

wire_struct! {
    /// A question and one answer to it.
    pub struct Answer {
        /// What the answer is called by.
        id: Code,
        /// The question.
        why: Note,
        /// The answer.
        because: Note,
        /// What speaks for the answer. Nothing where it is only said.
        evidence: Vec<Note>,
    } optional {
        /// The answer that is asked about; without it, the effect is.
        after: Code,
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
    /// Whys in their raw form.
    pub struct DraftFiveWhys {
        /// What has happened, and is to be explained.
        effect: Note,
        /// Questions and answers, in any order.
        answers: Vec<Answer>,
    }
}

plain_enum! {
    /// What is to be looked at again in a chain of whys.
    pub enum WhyFindingKind {
        /// Nothing speaks for an answer but that it was said.
        MissingEvidence = "missing_evidence",
        /// The chain ends with somebody to blame, where the next why begins.
        Blame = "blame",
        /// The chain ends with something that nobody here can remove: ask on, or elsewhere.
        NotActionable = "not_actionable",
        /// The chain ends, and nobody has said whether its end can be acted on.
        Undecided = "undecided",
    }
}

/// Something to be looked at again.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct WhyFinding<'a> {
    /// Which answer.
    pub answer: &'a Code,
    /// What about it.
    pub kind: WhyFindingKind,
    /// The word of blame that was found.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub word: Option<Label>,
}

checked! {
    /// Chains of whys, from one effect to as many causes as it has.
    ///
    /// ```
    /// use itsm_core::text::{Code, Note};
    /// use itsm_problem::blame::BlameWords;
    /// use itsm_problem::five_whys::{Answer, DraftFiveWhys, FiveWhys, WhyFindingKind};
    ///
    /// let why = |id, why, because| {
    ///     Ok::<_, itsm_core::text::TextError>(Answer::new(
    ///         Code::new(id)?, Note::new(why)?, Note::new(because)?, vec![],
    ///     ))
    /// };
    /// let whys = FiveWhys::try_from(DraftFiveWhys::new(Note::new("No orders for 40 minutes")?, vec![
    ///     why("full", "Why no orders?", "The disk of the database was full")?,
    ///     why("log", "Why was it full?", "Human error")?.after(Code::new("full")?),
    /// ]))?;
    /// let kinds: Vec<_> = whys.findings(&BlameWords::english()).iter().map(|it| it.kind).collect();
    /// use WhyFindingKind::{Blame, MissingEvidence, Undecided};
    /// assert_eq!(kinds, [MissingEvidence, MissingEvidence, Blame, Undecided]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[doc(alias = "5 whys")]
    pub struct FiveWhys from DraftFiveWhys
}

impl DraftFiveWhys {
    fn check(&mut self, faults: &mut Faults) {
        if self.answers.is_empty() {
            faults.add("answers", "five_whys.empty", "expected an answer, got none");
        }
        if self.answers.len() > MOST {
            let message = format!(
                "expected at most {MOST} answers, got {}",
                self.answers.len()
            );
            faults.add("answers", "five_whys.too_long", message);
        }
        let places = self.places();
        for (place, it) in self.answers.iter().enumerate() {
            if places.get(&it.id) != Some(&place) {
                let message = format!("expected a name that stands once, got `{}` again", it.id);
                faults.add(
                    format!("answers[{place}].id"),
                    "five_whys.answer.twice",
                    message,
                );
            }
            if let Some(after) = it.after.as_ref().filter(|it| !places.contains_key(*it)) {
                let message = format!("expected the name of an answer, got `{after}`");
                let path = format!("answers[{place}].after");
                faults.add(path, "five_whys.answer.unknown", message);
            }
        }
        if let Err(circle) = Forest::of(&self.parents(&places)) {
            let name = |it: &usize| self.answers.get(*it).map_or("", |it| it.id.as_str());
            let first = circle.first().copied().unwrap_or_default();
            let around = joined(circle.iter().chain([&first]).map(name), " after ");
            let message = format!("expected answers that lead to the effect, got `{around}`");
            faults.add(
                format!("answers[{first}].after"),
                "five_whys.answer.circle",
                message,
            );
        }
    }

    /// The first place of each name.
    fn places(&self) -> BTreeMap<&Code, usize> {
        let places = self.answers.iter().enumerate().rev();
        places.map(|(place, it)| (&it.id, place)).collect()
    }

    fn parents(&self, places: &BTreeMap<&Code, usize>) -> Vec<Option<usize>> {
        let parent = |it: &Answer| it.after.as_ref().and_then(|it| places.get(it).copied());
        self.answers.iter().map(parent).collect()
    }

    /// Every answer after the one that it is about: how deep, whether a chain ends there, and it.
    fn walk(&self) -> Vec<(usize, bool, &Answer)> {
        let parents = self.parents(&self.places());
        let Ok(forest) = Forest::of(&parents) else {
            return Vec::new();
        };
        let order = forest.order().iter();
        let walk = order.filter_map(|(place, depth)| {
            let why = self.answers.get(*place)?;
            Some((*depth, forest.is_end(*place), why))
        });
        walk.collect()
    }
}

impl FiveWhys {
    /// What is to be looked at again, chain by chain.
    ///
    /// An answer without evidence is found wherever it stands; blame only where a chain ends, since
    /// elsewhere somebody has asked on.
    pub fn findings(&self, blame: &BlameWords) -> Vec<WhyFinding<'_>> {
        let mut findings = Vec::new();
        for (_, is_end, it) in self.draft.walk() {
            let mut found = |kind, word| {
                findings.push(WhyFinding {
                    answer: &it.id,
                    kind,
                    word,
                });
            };
            if it.evidence.is_empty() {
                found(WhyFindingKind::MissingEvidence, None);
            }
            if is_end {
                if let Some(word) = blame.find(it.because.as_str()) {
                    found(WhyFindingKind::Blame, Some(word.clone()));
                }
                match it.actionable {
                    Some(true) => {}
                    Some(false) => found(WhyFindingKind::NotActionable, None),
                    None => found(WhyFindingKind::Undecided, None),
                }
            }
        }
        findings
    }

    /// The causes that it has found: the ends of the chains, and what can be acted on along them.
    pub fn causes(&self) -> Vec<Cause> {
        let walk = self.draft.walk().into_iter();
        let found = walk.filter(|(_, is_end, it)| *is_end || it.actionable == Some(true));
        let cause = |(_, _, it): (usize, bool, &Answer)| Cause {
            dimension: it.dimension,
            ci: it.ci,
            found_by: Some(Method::FiveWhys),
            actionable: it.actionable,
            ..Cause::new(
                it.contribution.unwrap_or(Contribution::Occurrence),
                it.because.clone(),
                it.evidence.clone(),
            )
        };
        found.map(cause).collect()
    }

    /// The chains as Markdown: a list within a list for each answer that is asked about.
    pub fn to_markdown(&self) -> String {
        let mut text = format!(
            "## Five whys\n\n**{}**\n\n",
            plain(self.draft.effect.as_str())
        );
        for (depth, is_end, it) in self.draft.walk() {
            let indent = "  ".repeat(depth);
            let (why, because) = (plain(it.why.as_str()), plain(it.because.as_str()));
            let _ = writeln!(text, "{indent}- *{why}* {because}");
            for evidence in &it.evidence {
                let _ = writeln!(text, "{indent}  - evidence: {}", plain(evidence.as_str()));
            }
            if it.evidence.is_empty() {
                let _ = writeln!(text, "{indent}  - no evidence yet");
            }
            let end = match it.actionable {
                Some(true) => "**a cause that can be acted on**",
                Some(false) if is_end => "ends where nobody here can act",
                None if is_end => "ends here, and nobody has said whether it can be acted on",
                _ => continue,
            };
            let _ = writeln!(text, "{indent}  - {end}");
        }
        text
    }

    /// The chains as a Mermaid flowchart, from the effect down. Causes that can be acted on have
    /// round corners; broken lines lead to what has no evidence.
    pub fn to_mermaid(&self) -> String {
        let mut text = String::from("flowchart TD\n");
        let _ = writeln!(
            text,
            "    effect[\"{}\"]",
            label(self.draft.effect.as_str())
        );
        let walk = self.draft.walk();
        let numbers: BTreeMap<&Code, usize> = (0_usize..)
            .zip(&walk)
            .map(|(n, (_, _, it))| (&it.id, n))
            .collect();
        for (number, (_, _, it)) in walk.iter().enumerate() {
            let because = label(it.because.as_str());
            let _ = match it.actionable {
                Some(true) => writeln!(text, "    a{number}([\"{because}\"])"),
                _ => writeln!(text, "    a{number}[\"{because}\"]"),
            };
            let arrow = if it.evidence.is_empty() {
                "-.->"
            } else {
                "-->"
            };
            let why = label(it.why.as_str());
            let above = it.after.as_ref().and_then(|it| numbers.get(it));
            let _ = match above {
                Some(above) => writeln!(text, "    a{above} {arrow}|\"{why}\"| a{number}"),
                None => writeln!(text, "    effect {arrow}|\"{why}\"| a{number}"),
            };
        }
        text
    }
}
