//! An analysis by Kepner and Tregoe as Markdown: the sheet that people know.

use crate::kepner_tregoe::{Aspect, Contrast, Fit, KepnerTregoe, PossibleCause};
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt::Write as _;
use itsm_core::markdown::{head, joined, plain, row};
use itsm_core::text::Note;

/// What each aspect asks.
const fn question(aspect: Aspect) -> &'static str {
    match aspect {
        Aspect::Object => "What: which object?",
        Aspect::Deviation => "What: which deviation?",
        Aspect::Place => "Where: at which places?",
        Aspect::Position => "Where: on the object?",
        Aspect::First => "When: first?",
        Aspect::Since => "When: since?",
        Aspect::LifeCycle => "When: in the life of the object?",
        Aspect::HowMany => "Extent: how many objects?",
        Aspect::Size => "Extent: how large on one?",
        Aspect::Trend => "Extent: which trend?",
    }
}

impl KepnerTregoe {
    /// The sheet as Markdown: the statement, the contrasts, the causes with their tests and places,
    /// and what was checked.
    pub fn to_markdown(&self) -> String {
        let draft = self.draft();
        let said = |it: Option<&Note>| it.map(|it| plain(it.as_str())).unwrap_or_default();
        let all = |it: &[Note]| joined(it.iter().map(|it| plain(it.as_str())), "; ");
        let (object, deviation) = (
            plain(draft.object.as_str()),
            plain(draft.deviation.as_str()),
        );
        let mut text = format!("## Kepner–Tregoe\n\n**{object}:** {deviation}\n");
        if !draft.contrasts.is_empty() {
            text.push('\n');
            head(&mut text, &["", "IS", "IS NOT", "Distinctions", "Changes"]);
        }
        for it in &draft.contrasts {
            let Contrast { is, is_not, .. } = it;
            let changes: Vec<String> = it
                .changes
                .iter()
                .map(|it| {
                    let what = plain(it.what.as_str());
                    match it.at {
                        Some(at) => format!("{what} ({})", at.format("%Y-%m-%d %H:%M UTC")),
                        None => what,
                    }
                })
                .collect();
            let cells = [
                question(it.aspect).into(),
                said(is.as_ref()),
                said(is_not.as_ref()),
                all(&it.distinctions),
                joined(&changes, "; "),
            ];
            row(&mut text, cells);
        }
        let missing: Vec<_> = self
            .completeness()
            .into_iter()
            .filter(|it| !it.is_complete())
            .collect();
        if !missing.is_empty() {
            let missing = joined(missing.iter().map(|it| it.group.as_str()), ", ");
            let _ = writeln!(
                text,
                "\nNot yet described by both what is and what is not: {missing}."
            );
        }
        self.write_causes(&mut text);
        for (place, it) in draft.checks.iter().enumerate() {
            let cause = draft.causes.iter().find(|cause| cause.id == it.cause);
            let cause = said(cause.map(|it| &it.statement));
            let verdict = if it.is_true {
                "**the true cause**"
            } else {
                "not the cause"
            };
            let how = plain(it.how.as_str());
            text.push_str(if place == 0 { "\n" } else { "" });
            let _ = writeln!(text, "- {cause}: {verdict}. {how}");
        }
        text
    }

    fn write_causes(&self, text: &mut String) {
        let ranking = self.ranking();
        if ranking.is_empty() {
            return;
        }
        text.push('\n');
        let heads = [
            "Place",
            "Possible cause",
            "Explains both",
            "Only if",
            "Cannot explain",
            "Untested",
        ];
        head(text, &heads);
        for it in ranking {
            let place = if it.is_ruled_out() {
                "ruled out".into()
            } else {
                format!("{}", it.place)
            };
            let PossibleCause {
                statement, tests, ..
            } = it.cause;
            let of = |wanted: fn(&Fit) -> bool| {
                let tests = tests.iter().filter(|it| wanted(&it.fit));
                joined(tests.map(|it| it.aspect.as_str().replace('_', " ")), ", ")
            };
            let assumptions = tests.iter().filter_map(|it| match &it.fit {
                Fit::OnlyIf(assumption) => Some(plain(assumption.as_str())),
                _ => None,
            });
            row(
                text,
                [
                    place,
                    plain(statement.as_str()),
                    of(|it| matches!(it, Fit::ExplainsBoth)),
                    joined(assumptions, "; "),
                    of(|it| matches!(it, Fit::CannotExplain)),
                    format!("{}", it.untested),
                ],
            );
        }
    }
}
