//! A fault tree in words, as Markdown and as Mermaid.

use crate::fault_tree_analysis::FaultTreeAnalysis;
use crate::fault_tree_figures::FaultTreeFigures;
use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::{String, ToString as _};
use core::fmt::Write as _;
use itsm_core::markdown::{head, joined, label, plain, row};
use itsm_core::text::Code;
use itsm_fault_tree::GateKind;

/// A figure with as many digits as anybody believes.
fn figure(value: Option<f64>) -> String {
    let Some(value) = value else {
        return "–".into();
    };
    if value == 0.0 || (0.001..1_000.0).contains(&value) {
        let text = format!("{value:.6}");
        return text.trim_end_matches('0').trim_end_matches('.').into();
    }
    // 5e-4 rather than 5.000e-4.
    let text = format!("{value:.3e}");
    match text.split_once('e') {
        Some((digits, power)) if digits.contains('.') => {
            let digits = digits.trim_end_matches('0').trim_end_matches('.');
            format!("{digits}e{power}")
        }
        _ => text,
    }
}

impl FaultTreeAnalysis {
    /// The tree with its figures as Markdown: probability and bounds, cut sets in words, and which
    /// event matters most.
    pub fn to_markdown(&self, figures: &FaultTreeFigures) -> String {
        let draft = self.draft();
        let mut text = format!("## Fault tree\n\n**{}**\n", plain(draft.title.as_str()));
        if let Some(description) = &draft.description {
            let _ = writeln!(text, "\n{}", plain(description.as_str()));
        }
        text.push('\n');
        head(&mut text, &["Figure", "Value"]);
        row(
            &mut text,
            ["probability, exact".into(), figure(figures.probability)],
        );
        row(
            &mut text,
            [
                "upper bound by minimal cut sets".into(),
                figure(figures.min_cut_upper_bound),
            ],
        );
        row(
            &mut text,
            [
                "upper bound by the rare-event sum".into(),
                figure(figures.rare_event_bound),
            ],
        );
        if !figures.without_probability.is_empty() {
            let unknown = joined(
                figures.without_probability.iter().map(|it| self.words(it)),
                "; ",
            );
            let _ = writeln!(text, "\nWithout a probability: {unknown}.");
        }
        text.push_str("\nMinimal cut sets, each of which suffices:\n\n");
        for set in &figures.cut_sets {
            let words = joined(set.iter().map(|it| self.words(it)), " **and** ");
            let alone = if set.len() == 1 {
                " (a single point of failure)"
            } else {
                ""
            };
            let _ = writeln!(text, "- {words}{alone}");
        }
        let all = figures
            .cut_set_counts
            .iter()
            .fold(0_u128, |sum, it| sum.saturating_add(*it));
        let listed = u128::try_from(figures.cut_sets.len()).unwrap_or(u128::MAX);
        if let Some(more) = all.checked_sub(listed).filter(|it| *it > 0) {
            let _ = writeln!(text, "- and {more} larger ones");
        }
        if !figures.importance.is_empty() {
            text.push('\n');
            head(
                &mut text,
                &[
                    "Event",
                    "Birnbaum",
                    "Criticality",
                    "Fussell–Vesely",
                    "Achievement worth",
                ],
            );
        }
        for it in &figures.importance {
            let cells = [
                self.words(&it.event),
                figure(Some(it.birnbaum)),
                figure(it.criticality),
                figure(it.fussell_vesely),
                figure(it.achievement_worth),
            ];
            row(&mut text, cells);
        }
        text.push_str("\nEvents are taken to fail independently of each other.\n");
        text
    }

    /// The words of a gate or an event.
    fn words(&self, name: &Code) -> String {
        let draft = self.draft();
        let event = draft.events.iter().find(|it| it.name == *name);
        let gate = || {
            draft
                .gates
                .iter()
                .find(|it| it.name == *name)
                .map(|it| &it.statement)
        };
        let words = event.map(|it| &it.statement).or_else(gate);
        words.map_or_else(|| name.to_string(), |it| plain(it.as_str()))
    }

    /// The tree as a Mermaid flowchart, from the top down: gates with their words and what they
    /// need, events with round corners and their probabilities.
    pub fn to_mermaid(&self) -> String {
        let draft = self.draft();
        let gates = draft.gates.iter().map(|it| &it.name).zip(0_usize..);
        let gates = gates.map(|(name, number)| (name, format!("g{number}")));
        let events = draft.events.iter().map(|it| &it.name).zip(0_usize..);
        let events = events.map(|(name, number)| (name, format!("e{number}")));
        let numbers: BTreeMap<&Code, String> = gates.chain(events).collect();
        let number = |it: &Code| numbers.get(it).map_or("", String::as_str);
        let mut text = String::from("flowchart TD\n");
        for it in &draft.gates {
            let how = match (it.kind, it.k) {
                (GateKind::And, _) => "AND".into(),
                (GateKind::Or, _) => "OR".into(),
                (_, Some(k)) => format!("{k} of {}", it.inputs.len()),
                _ => "=".into(),
            };
            let here = number(&it.name);
            let _ = writeln!(
                text,
                "    {here}[\"{}<br>{how}\"]",
                label(it.statement.as_str())
            );
            for input in &it.inputs {
                let _ = writeln!(text, "    {here} --> {}", number(input));
            }
        }
        for it in &draft.events {
            let (here, words) = (number(&it.name), label(it.statement.as_str()));
            let _ = match it.probability {
                Some(p) => writeln!(text, "    {here}([\"{words}<br>{}\"])", figure(Some(p))),
                None => writeln!(text, "    {here}([\"{words}\"])"),
            };
        }
        text
    }
}
