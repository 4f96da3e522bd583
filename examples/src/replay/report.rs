//! The report as data, made from a tally. The text and the JSON both show this and nothing else.

use super::case_table::{CaseRecord, NO_DURATION, NO_NUMBER, flag};
use super::levels::contradictions;
use super::map::{Role, Target};
use super::quality::{Quality, shown};
use super::service_level::ServiceLevels;
use super::statistics::Hours;
use super::tally::Finished;
use super::verdicts::Verdicts;
use serde::{Serialize, Serializer};
use std::collections::BTreeMap;

/// Numbers by name, in an order that means something.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts(pub Vec<(String, u64)>);

impl Serialize for Counts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, n)| (name, n)))
    }
}

/// What a log tells about itself.
#[derive(Debug)]
pub struct Report {
    /// What was read, and how.
    pub log: Log,
    /// How many cases there are.
    pub cases: u64,
    /// How many events: rows that were not rejected.
    pub events: u64,
    /// The states, in the order of the map; those that it does not know come last.
    pub states: Vec<StateRow>,
    /// How often one state followed another, by their places in `states`.
    pub transitions: BTreeMap<(usize, usize), u64>,
    /// Priorities; none if the map names no columns for them.
    pub priority: Option<Priority>,
    /// Reopened cases.
    pub reopened: Reopened,
    /// Cases that were reassigned, by the tool's own counter.
    pub reassigned: Option<u64>,
    /// Cases that were assigned to more than one group.
    pub group_changed: Option<u64>,
    /// From opened to resolved.
    pub time_to_resolve: Option<Hours>,
    /// From resolved to closed.
    pub time_to_close: Option<Hours>,
    /// Service-level targets by the tool's own account.
    pub source_sla: Option<SourceSla>,
    /// Service-level targets by the clocks of the map; none if it has no table for them.
    pub service_levels: Option<ServiceLevels>,
    /// Cases that link to other records, by the map's name for the link.
    pub links: Option<Counts>,
    /// What the lifecycle says to the changes of state.
    pub conformance: Verdicts,
    /// What is wrong with the data.
    pub quality: Quality,
    /// What is left out, and why.
    pub omitted: Vec<String>,
    /// What was assumed.
    pub assumptions: Vec<String>,
}

/// What was read, and how.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "the fields say it")]
pub struct Log {
    pub name: String,
    pub map: String,
    pub rows: u64,
    pub first_event: Option<String>,
    pub last_event: Option<String>,
    pub zone: Option<String>,
    pub zone_assumed: bool,
}

/// A state of the source.
#[derive(Debug)]
#[expect(missing_docs, reason = "the fields say it")]
pub struct StateRow {
    pub name: String,
    /// What it is in the lifecycle; none if the map does not say.
    pub target: Option<Target>,
    pub events: u64,
    /// Cases whose first event has this state.
    pub first: u64,
    /// Cases whose last event has this state.
    pub last: u64,
}

/// Which priority stands beside which impact and urgency.
#[derive(Debug)]
pub struct Priority {
    /// Events by impact and urgency, then by priority.
    pub cells: super::levels::Cells,
    /// Events whose priority differs from most events of the same impact and urgency.
    pub contradictions: u64,
}

/// Reopened cases, counted in three ways that need not agree.
#[derive(Debug, Serialize)]
pub struct Reopened {
    /// Cases whose own counter of reopenings is above zero.
    pub by_counter: Option<u64>,
    /// Cases that went from resolved to an open state.
    pub by_transition: u64,
    /// How often a case went from resolved to an open state.
    pub events: u64,
    /// Cases that went from closed to an open state.
    pub from_closed: u64,
}

/// Service-level targets by the tool's own account, at the last event of each case.
#[derive(Debug, Default, Serialize)]
#[expect(missing_docs, reason = "the fields say it")]
pub struct SourceSla {
    pub met: u64,
    pub total: u64,
    /// None if the map names no column for the priority.
    pub by_priority: Option<BTreeMap<String, MetOf>>,
}

/// How many of how many.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "the fields say it")]
pub struct MetOf {
    pub met: u64,
    pub total: u64,
}

impl Report {
    pub(crate) fn new(log: String, tally: Finished<'_>, conformance: Verdicts) -> Self {
        let map = tally.map;
        let has = |role| map.columns.has(role);
        let records = || tally.records.iter().flatten();
        let flagged = |flags: u8| records().filter(|it| it.flags & flags != 0).count() as u64;
        let flagged_if = |role, flags| has(role).then(|| flagged(flags));
        let hours = |from, to, field: fn(&CaseRecord) -> i32| {
            (has(from) && has(to)).then(|| Hours::of(durations(&tally, field)))
        };
        let (states, transitions) = states(&tally);
        let rated = has(Role::Impact) && has(Role::Urgency) && has(Role::Priority);
        let priority = rated.then(|| {
            let cells = tally.priorities.cells();
            Priority {
                contradictions: contradictions(&cells),
                cells,
            }
        });
        let date = |at: i64| {
            jiff::Timestamp::from_second(at).map_or_else(|_| "?".into(), |it| it.to_string())
        };
        Self {
            log: Log {
                name: log,
                map: map.title.clone(),
                rows: tally.rows,
                first_event: tally.span.map(|span| date(span.0)),
                last_event: tally.span.map(|span| date(span.1)),
                zone: map.clock.zone_name().map(Into::into),
                zone_assumed: map.zone_assumed,
            },
            cases: records().count() as u64,
            events: tally.rows - tally.quality.rejected.count,
            states,
            transitions,
            priority,
            reopened: Reopened {
                by_counter: flagged_if(Role::ReopenCount, flag::REOPENED_BY_COUNTER),
                by_transition: flagged(flag::REOPENED_BY_TRANSITION),
                events: tally.reopenings,
                from_closed: flagged(flag::REOPENED_FROM_CLOSED),
            },
            reassigned: flagged_if(Role::ReassignmentCount, flag::REASSIGNED),
            group_changed: flagged_if(Role::Group, flag::GROUP_CHANGED),
            time_to_resolve: hours(Role::Opened, Role::Resolved, |it| it.resolved_after),
            time_to_close: hours(Role::Resolved, Role::Closed, |it| it.closed_after),
            source_sla: has(Role::MetSla).then(|| sla(&tally)),
            links: links(&tally),
            omitted: omitted(&tally),
            assumptions: assumptions(&tally),
            conformance,
            quality: tally.quality,
            service_levels: tally.service_levels,
        }
    }

    /// Pairs of consecutive events in the same case.
    pub fn pairs(&self) -> u64 {
        self.transitions.values().sum()
    }

    /// Pairs of consecutive events that differ in their state.
    pub fn changes(&self) -> u64 {
        let changed = self.transitions.iter().filter(|((from, to), _)| from != to);
        changed.map(|(_, n)| n).sum()
    }
}

fn states(tally: &Finished<'_>) -> (Vec<StateRow>, BTreeMap<(usize, usize), u64>) {
    let order = tally.states.in_order();
    let count = |state: u16| {
        tally
            .by_state
            .get(state as usize)
            .copied()
            .unwrap_or_default()
    };
    let mut last = vec![0_u64; order.len()];
    for record in tally.records.iter().flatten() {
        if let Some(n) = last.get_mut(record.state as usize) {
            *n += 1;
        }
    }
    // A state of the map that never occurs would only widen the tables.
    let seen = order.into_iter().filter(|&it| count(it).events > 0);
    let mut place = vec![0; last.len()];
    let mut rows = Vec::new();
    for state in seen {
        place[state as usize] = rows.len();
        rows.push(StateRow {
            name: unlike(&rows, shown(tally.states.name(state).as_bytes())),
            target: tally.states.target(state).cloned(),
            events: count(state).events,
            first: count(state).first,
            last: last[state as usize],
        });
    }
    let transitions = tally.transitions.iter();
    let transitions = transitions
        .map(|(&(from, to), &n)| ((place[from as usize], place[to as usize]), n))
        .collect();
    (rows, transitions)
}

/// A name that no row has yet: two long states may look alike once they are cut to be shown.
fn unlike(rows: &[StateRow], name: String) -> String {
    let alike = rows.iter().filter(|row| row.name.starts_with(&name));
    if alike.clone().any(|row| row.name == name) {
        format!("{name} ({})", alike.count() + 1)
    } else {
        name
    }
}

fn durations(tally: &Finished<'_>, field: fn(&CaseRecord) -> i32) -> Vec<i32> {
    let all = || {
        tally
            .records
            .iter()
            .flatten()
            .map(field)
            .filter(|it| *it != NO_DURATION)
    };
    // Counted first, so that the list never grows and takes four bytes for each case.
    let mut list = Vec::with_capacity(all().count());
    list.extend(all());
    list
}

fn sla(tally: &Finished<'_>) -> SourceSla {
    let by_priority = tally.map.columns.has(Role::Priority);
    let mut sla = SourceSla {
        by_priority: by_priority.then(BTreeMap::new),
        ..SourceSla::default()
    };
    let mut numbers: BTreeMap<u16, MetOf> = BTreeMap::new();
    for record in tally.records.iter().flatten() {
        if record.flags & (flag::SLA_MET | flag::SLA_MISSED) == 0 {
            continue;
        }
        let met = u64::from(record.flags & flag::SLA_MET != 0);
        sla.met += met;
        sla.total += 1;
        let cell = numbers.entry(record.priority).or_default();
        cell.met += met;
        cell.total += 1;
    }
    if let Some(by_priority) = &mut sla.by_priority {
        for (number, of) in numbers {
            let key = match number {
                NO_NUMBER => "(none)".into(),
                number => tally.priorities.priority.key(number),
            };
            let cell: &mut MetOf = by_priority.entry(key).or_default();
            cell.met += of.met;
            cell.total += of.total;
        }
    }
    sla
}

fn links(tally: &Finished<'_>) -> Option<Counts> {
    let links = &tally.map.columns.links;
    let cases = |i: usize| {
        let records = tally.records.iter().flatten();
        records.filter(|it| it.links & (1 << i) != 0).count() as u64
    };
    let counts = links
        .iter()
        .enumerate()
        .map(|(i, (name, _))| (name.clone(), cases(i)));
    (!links.is_empty()).then(|| Counts(counts.collect()))
}

fn omitted(tally: &Finished<'_>) -> Vec<String> {
    let wants: [(&str, &[Role]); 8] = [
        ("priorities", &[Role::Impact, Role::Urgency, Role::Priority]),
        ("reopenings by the tool's counter", &[Role::ReopenCount]),
        ("reassignments", &[Role::ReassignmentCount]),
        ("changes of group", &[Role::Group]),
        ("time to resolve", &[Role::Opened, Role::Resolved]),
        ("time to close", &[Role::Resolved, Role::Closed]),
        ("service-level targets", &[Role::MetSla]),
        ("order by counter", &[Role::Counter]),
    ];
    let columns = &tally.map.columns;
    let missing = |(what, roles): (&str, &[Role])| {
        let keys: Vec<String> = roles
            .iter()
            .filter(|role| !columns.has(**role))
            .map(|role| format!("`{}`", role.key()))
            .collect();
        (!keys.is_empty())
            .then(|| format!("{what}: the map names no column for {}", keys.join(" and ")))
    };
    let mut omitted: Vec<String> = wants.into_iter().filter_map(missing).collect();
    if columns.links.is_empty() {
        omitted.push("links to other records: the map names none".into());
    }
    if tally.service_levels.is_none() {
        let what = "service-level targets by clocks of your own";
        omitted.push(format!("{what}: the map has no table `service_level`"));
    }
    omitted
}

/// What the reader must know to weigh the verdicts of the map's clocks.
const CLOCKS: [&str; 4] = [
    "The log tells neither the calendar nor the targets of the tool: those of the clocks are the map's. Where the two disagree, either may be wrong.",
    "Clocks know what the rows tell and nothing in between; each row holds until the next one of its case.",
    "A case counts by its latest clock, and under the priority of its last event.",
    "A clock that is active when the log ends is neither met nor missed, even if it is late already.",
];

fn assumptions(tally: &Finished<'_>) -> Vec<String> {
    let map = tally.map;
    let mut list = Vec::new();
    if let (Some(zone), true) = (map.clock.zone_name(), map.zone_assumed) {
        list.push(format!(
            "Timestamps are local and the log does not tell their zone: {zone} is assumed, and hours are those of the wall clock."
        ));
    }
    list.push("Events are taken in the order of the file; what stands in the wrong order is reported, not sorted.".into());
    let own: Vec<String> = map
        .states
        .states
        .iter()
        .filter_map(|(_, target)| match target {
            Target::OnHold(reason) if !Target::KNOWN_REASONS.contains(&reason.as_str()) => {
                Some(format!("`{reason}`"))
            }
            _ => None,
        })
        .collect();
    if !own.is_empty() {
        list.push(format!(
            "The map adds hold reasons of its own: {}.",
            own.join(", ")
        ));
    }
    if map.columns.has(Role::Opened) && map.columns.has(Role::Resolved) {
        list.push("Percentiles are exact, linear between the two nearest ranks (\"inclusive\" in spreadsheets), rounded to a hundredth of an hour.".into());
    }
    if map.columns.has(Role::MetSla) {
        list.push(
            "Whether a target was met is the tool's own verdict at the last event of a case."
                .into(),
        );
    }
    if tally.service_levels.is_some() {
        list.extend(CLOCKS.map(String::from));
    }
    for column in &tally.quality.too_many_values {
        list.push(format!("The column of the role `{column}` has more distinct values than are told apart; the rest count as one."));
    }
    list
}
