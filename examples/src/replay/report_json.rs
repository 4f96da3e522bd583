//! The report as one JSON object.

use super::quality::Quality;
use super::report::{Counts, Log, Reopened, Report, SourceSla};
use super::service_level::ServiceLevels;
use super::statistics::Hours;
use serde::Serialize;
use std::collections::BTreeMap;
use std::io::{self, Write};

#[derive(Serialize)]
struct Json<'a> {
    log: &'a Log,
    cases: u64,
    events: u64,
    states: Counts,
    first_states: Counts,
    last_states: Counts,
    transitions: Nested<'a>,
    pairs: u64,
    state_changes: u64,
    rejected_rows: u64,
    priority: Option<Priority<'a>>,
    reopened: &'a Reopened,
    reassigned: Option<u64>,
    group_changed: Option<u64>,
    time_to_resolve_hours: &'a Option<Hours>,
    time_to_close_hours: &'a Option<Hours>,
    source_sla: &'a Option<SourceSla>,
    service_levels: &'a Option<ServiceLevels>,
    links: &'a Option<Counts>,
    conformance: Conformance,
    data_quality: &'a Quality,
    omitted: &'a [String],
    assumptions: &'a [String],
}

#[derive(Serialize)]
struct Priority<'a> {
    cells: BTreeMap<String, &'a BTreeMap<String, u64>>,
    contradictions: u64,
}

#[derive(Serialize)]
struct Conformance {
    accepted: u64,
    refused: Counts,
    undeclared: u64,
    notes: Vec<String>,
}

/// Names within names, in the order of the states.
struct Nested<'a>(Vec<(&'a str, Counts)>);

impl Serialize for Nested<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, counts)| (name, counts)))
    }
}

/// Writes the report as one JSON object and a line end.
///
/// # Errors
/// The writer fails.
pub fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, &json(report))?;
    out.write_all(b"\n")
}

fn json(report: &Report) -> Json<'_> {
    let by_state = |count: fn(&super::report::StateRow) -> u64| {
        let rows = report.states.iter().filter(|row| count(row) > 0);
        Counts(rows.map(|row| (row.name.clone(), count(row))).collect())
    };
    Json {
        log: &report.log,
        cases: report.cases,
        events: report.events,
        states: by_state(|row| row.events),
        first_states: by_state(|row| row.first),
        last_states: by_state(|row| row.last),
        transitions: transitions(report),
        pairs: report.pairs(),
        state_changes: report.changes(),
        rejected_rows: report.quality.rejected.count,
        priority: report.priority.as_ref().map(|priority| Priority {
            cells: priority
                .cells
                .iter()
                .map(|((impact, urgency), cell)| (format!("{impact},{urgency}"), cell))
                .collect(),
            contradictions: priority.contradictions,
        }),
        reopened: &report.reopened,
        reassigned: report.reassigned,
        group_changed: report.group_changed,
        time_to_resolve_hours: &report.time_to_resolve,
        time_to_close_hours: &report.time_to_close,
        source_sla: &report.source_sla,
        service_levels: &report.service_levels,
        links: &report.links,
        conformance: conformance(report),
        data_quality: &report.quality,
        omitted: &report.omitted,
        assumptions: &report.assumptions,
    }
}

fn transitions(report: &Report) -> Nested<'_> {
    let mut nested: Vec<(&str, Counts)> = Vec::new();
    for (&(from, to), &n) in &report.transitions {
        let (from, to) = (report.states[from].name.as_str(), &report.states[to].name);
        match nested.last_mut() {
            Some((last, row)) if *last == from => row.0.push((to.clone(), n)),
            _ => nested.push((from, Counts(vec![(to.clone(), n)]))),
        }
    }
    Nested(nested)
}

fn conformance(report: &Report) -> Conformance {
    let verdicts = &report.conformance;
    let refused = verdicts.refused.iter();
    Conformance {
        accepted: verdicts.accepted,
        refused: Counts(refused.map(|it| (it.rule.clone(), it.count)).collect()),
        undeclared: verdicts.undeclared,
        notes: verdicts.notes.clone(),
    }
}
