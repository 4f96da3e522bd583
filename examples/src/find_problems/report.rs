//! The findings, as text for a terminal or as JSON.

use super::candidates::Candidate;
use super::cases::Log;
use super::links::Agreement;
use crate::replay::layout::{LISTED, Page, Table, grouped, percent};
use itsm::core::ratio::Ratio;
use itsm::core::text::{Label, Title};
use itsm::core::time::Instant;
use itsm::problem::pareto::{DraftPareto, Pareto, ParetoItem, ParetoMeasure};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

/// How many bars the chart has, and how long the longest is.
const BARS: usize = 12;
const LONGEST: u64 = 26;
/// The longest name that a line has room for.
const NAME: usize = 34;

/// All that was found in a log.
#[derive(Debug)]
pub(super) struct Findings {
    pub(super) name: String,
    pub(super) log: Log,
    pub(super) found: Vec<Candidate>,
    pub(super) agreement: Agreement,
}

impl Findings {
    pub(super) fn json(&self, out: &mut impl Write) -> io::Result<()> {
        let candidate = |it: &Candidate| {
            let cases: Vec<&str> = it
                .cases
                .iter()
                .map(|at| self.log.cases[*at].name.as_str())
                .collect();
            json!({
                "key": it.key,
                "cases": cases,
                "window": {"from": it.since, "until": it.until},
                "rule": it.rule,
                "evidence": it.evidence.to_string(),
            })
        };
        let Agreement {
            problems,
            cases,
            pairs,
            precision,
            recall,
            ..
        } = self.agreement;
        let links: Value = if self.log.knows_problems {
            json!({"problems": problems, "cases": cases, "pairs": pairs})
        } else {
            Value::Null
        };
        let whole = json!({
            "candidates": self.found.iter().map(candidate).collect::<Vec<_>>(),
            "links": links,
            "precision": precision.rate(),
            "recall": recall.rate(),
        });
        serde_json::to_writer_pretty(&mut *out, &whole)?;
        writeln!(out)
    }

    pub(super) fn text(&self, out: &mut impl Write) -> io::Result<()> {
        let mut page = Page::default();
        self.candidates(&mut page);
        self.pareto(&mut page);
        self.links(&mut page);
        for line in page.0 {
            writeln!(out, "{line}")?;
        }
        Ok(())
    }

    fn candidates(&self, page: &mut Page) {
        let cases = &self.log.cases;
        let within: BTreeSet<usize> = self
            .found
            .iter()
            .flat_map(|it| &it.cases)
            .copied()
            .collect();
        page.0
            .push(format!("Candidates for problems in {}", self.name));
        page.section("Candidates");
        let period = match (cases.first(), cases.last()) {
            (Some(first), Some(last)) => {
                format!(", opened from {} to {}", day(first.at), day(last.at))
            }
            _ => String::new(),
        };
        page.text(&format!(
            "{} incidents{period}. The default rules find {} candidates, with {} incidents in them ({}).",
            grouped(cases.len() as u64),
            grouped(self.found.len() as u64),
            grouped(within.len() as u64),
            percent(within.len() as u64, cases.len() as u64),
        ));
        for it in self.found.iter().take(LISTED) {
            page.0.push(String::new());
            page.text(&format!(
                "{}: {} incidents from {} to {}, rule {}",
                it.key,
                grouped(it.cases.len() as u64),
                minute(it.since),
                minute(it.until),
                it.rule
            ));
            page.text(&format!("at its height: {}", it.evidence));
            let first = it.cases.iter().take(3).map(|at| cases[*at].name.as_str());
            let more = it.cases.len().saturating_sub(3);
            let more = if more > 0 {
                format!(" and {} more", grouped(more as u64))
            } else {
                String::new()
            };
            page.text(&format!("{}{more}", first.collect::<Vec<_>>().join(", ")));
        }
        let more = self.found.len().saturating_sub(LISTED);
        if more > 0 {
            page.0.push(String::new());
            page.text(&format!(
                "{} more are in the output of --json.",
                grouped(more as u64)
            ));
        }
    }

    fn pareto(&self, page: &mut Page) {
        page.section("Pareto: in what they pile up");
        let Some(pareto) = self.chart() else {
            page.text("Nothing piles up.");
            return;
        };
        let rows = pareto.rows();
        let most = rows.first().map_or(1, |it| it.value).max(1);
        let mut table = Table::new(&["", "incidents", "share so far", ""]).left(3);
        for row in rows.iter().take(BARS) {
            let name = row.name.map_or("all others", Label::as_str);
            let bar = usize::try_from((row.value * LONGEST).div_ceil(most)).unwrap_or(0);
            table.row([
                cut(name, NAME),
                grouped(row.value),
                share(row.cumulative_share),
                "█".repeat(bar),
            ]);
        }
        page.table(&table);
        let vital = pareto.vital_few().count();
        page.text(&format!(
            "{} of {} keys make four fifths of all; an incident counts once for each key that it is a candidate of.",
            grouped(vital as u64),
            grouped(rows.len() as u64),
        ));
    }

    fn chart(&self) -> Option<Pareto> {
        let mut keys: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
        for it in &self.found {
            keys.entry(&it.key).or_default().extend(&it.cases);
        }
        let item = |(place, (key, cases)): (usize, (&&str, &BTreeSet<usize>))| {
            // A name that is cut could be another's: its place tells them apart.
            let name = if key.chars().count() <= Label::MAX_CHARS {
                (**key).to_owned()
            } else {
                format!("{}#{place}", cut(key, 50))
            };
            Some(ParetoItem::new(Label::new(name).ok()?, cases.len() as u64))
        };
        let items = keys.iter().enumerate().filter_map(item).collect::<Vec<_>>();
        let title = Title::new("Incidents in candidates, by key").ok()?;
        Pareto::try_from(DraftPareto::new(title, ParetoMeasure::Count, items)).ok()
    }

    fn links(&self, page: &mut Page) {
        page.section("What the log's own problems say");
        let it = &self.agreement;
        if !self.log.knows_problems {
            page.text("The map names no link `problem`, so there is nothing to hold the candidates against.");
            return;
        }
        page.text(&format!(
            "{} of {} incidents are linked to a problem: {} problems, {} of them with more than one incident, {} pairs of incidents under one problem.",
            grouped(it.cases), grouped(self.log.cases.len() as u64), grouped(it.problems), grouped(it.shared), grouped(it.pairs),
        ));
        page.text(&format!(
            "Recall: of these pairs, {} are within one candidate ({}).",
            grouped(it.recall.numerator),
            share(it.recall)
        ));
        page.text(&format!(
            "Precision: of {} pairs of linked incidents within one candidate, {} are under one problem ({}). Of the incidents that nobody linked, nothing is known.",
            grouped(it.precision.denominator), grouped(it.precision.numerator), share(it.precision)
        ));
    }
}

fn share(ratio: Ratio) -> String {
    percent(ratio.numerator, ratio.denominator)
}

fn day(at: Instant) -> String {
    at.format("%Y-%m-%d").to_string()
}

fn minute(at: Instant) -> String {
    at.format("%Y-%m-%d %H:%M").to_string()
}

/// At most so many characters, of which the last tells that more follow.
fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let head: String = text.chars().take(most.saturating_sub(1)).collect();
    format!("{head}…")
}
