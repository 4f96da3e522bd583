//! Counts a log row by row, in one pass, in memory that grows with the cases and not the rows.

use super::case_table::{CaseRecord, CaseTable, NO_COUNTER, NO_NUMBER, flag};
use super::cells::{Span, duration, expected, number, saturated};
use super::conformance::{Judge, Step};
use super::interner::Interner;
use super::ledger::Ledger;
use super::levels::Priorities;
use super::map::{Columns, Map, MapFault, Role, Target};
use super::quality::{Quality, shown};
use super::rows::Row;
use super::seen_states::{SeenStates, StateIndex};
use super::service_level::{self, ServiceLevels};
use super::timestamp::{Clock, Instant, Memo};
use super::words::{CaseFacts, Facts, Words};
use hashbrown::HashMap;

/// How many groups are told apart.
const GROUPS: u16 = 60_000;

#[derive(Debug)]
pub(crate) struct Tally<'m> {
    pub(crate) map: &'m Map,
    columns: Columns,
    pub(crate) rows: u64,
    pub(crate) cases: CaseTable,
    pub(crate) states: SeenStates<'m>,
    /// Events and first events of cases, by state.
    pub(crate) by_state: Vec<StateCount>,
    pub(crate) transitions: HashMap<(StateIndex, StateIndex), u64>,
    pub(crate) reopenings: u64,
    pub(crate) priorities: Priorities,
    groups: Interner,
    /// The first and the last instant of any event.
    pub(crate) span: Option<(i64, i64)>,
    epoch: i64,
    memos: Memos,
    pub(crate) quality: Quality,
    judge: Judge,
    /// The clocks of the map's table `service_level`, if it has one.
    ledger: Option<Ledger<'m>>,
}

#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct StateCount {
    pub(crate) events: u64,
    pub(crate) first: u64,
}

#[derive(Debug, Default)]
struct Memos {
    at: Memo,
    opened: Memo,
    resolved: Memo,
    closed: Memo,
}

impl<'m> Tally<'m> {
    /// A tally for a log that is read with this map.
    ///
    /// # Errors
    /// What the lifecycle cannot make of the map.
    pub(crate) fn new(map: &'m Map, columns: Columns) -> Result<Self, Vec<MapFault>> {
        let judge = Judge::new(map).map_err(|faults| {
            let fault = |fault: &itsm::core::fault::Fault| MapFault {
                line: None,
                path: fault.path.clone(),
                message: fault.message.clone(),
            };
            faults.iter().map(fault).collect::<Vec<_>>()
        })?;
        Ok(Self {
            map,
            columns,
            rows: 0,
            cases: CaseTable::new(),
            states: SeenStates::new(map),
            by_state: Vec::new(),
            transitions: HashMap::new(),
            reopenings: 0,
            priorities: Priorities::new(map),
            groups: Interner::new(GROUPS),
            span: None,
            epoch: 0,
            memos: Memos::default(),
            quality: Quality::default(),
            judge,
            ledger: map.service_level.as_ref().map(Ledger::new),
        })
    }

    /// Takes in the next row.
    pub(crate) fn add(&mut self, row: &Row<'_>) {
        self.rows += 1;
        if row.cells.len() != row.width {
            let (got, width) = (row.cells.len(), row.width);
            let key = self.columns.cell(row.cells, Role::Case).unwrap_or_default();
            self.quality.rejected.add(row.line, key, || {
                let lines = match row.last_line {
                    _ if row.is_open => ", down to the end of the log: a quote is left open".into(),
                    last if last > row.line => format!(", down to line {last}"),
                    _ => String::new(),
                };
                format!("the header has {width} cells, this row has {got}{lines}")
            });
            return;
        }
        let key = self.columns.cell(row.cells, Role::Case).unwrap_or_default();
        if self.map.is_empty(key) {
            self.reject(row, "it names no case".into());
            return;
        }
        let text = self.columns.cell(row.cells, Role::At).unwrap_or_default();
        let Some(at) = self.memos.at.read(&self.map.clock, text) else {
            self.reject(
                row,
                format!("`{}` is not a timestamp of the map's format", shown(text)),
            );
            return;
        };
        let (case, is_first) = match self.cases.find(key) {
            Some(case) => (case, false),
            None if key.len() > CaseTable::MAX_KEY => {
                let most = CaseTable::MAX_KEY;
                self.reject(
                    row,
                    format!("the key of its case is longer than {most} bytes"),
                );
                return;
            }
            None => {
                let Some(case) = self.cases.insert(key) else {
                    self.reject(row, "there are more cases than can be held".into());
                    return;
                };
                (case, true)
            }
        };
        let Some(mut record) = self.cases.record(case).copied() else {
            return;
        };
        let state = self.states.of(&self.columns, row.cells);
        let before = (!is_first).then_some(record.state);
        self.count_state(&mut record, before, state);
        if self.states.target(state).is_none() {
            let name = self.states.name(state);
            let what = || {
                format!(
                    "the map does not know the state `{}`",
                    shown(name.as_bytes())
                )
            };
            self.quality.undeclared_states.add(row.line, key, what);
        }
        self.check_order(&mut record, row, key, at);
        let whole = self.read_case_facts(&mut record, row, key);
        let facts = self.read_event_facts(&mut record, row);
        record.state = state;
        if let Some(slot) = self.cases.record_mut(case) {
            *slot = record;
        }
        self.judge.observe(&Step {
            case,
            at: at.seconds,
            before: before.map(|it| self.states.judged(it)),
            now: self.states.judged(state),
            changed: before.is_some_and(|it| it != state),
            caller: facts.caller,
        });
        if let Some(ledger) = &mut self.ledger {
            let target = self.states.target(state);
            let words = target.map(|it| Words::new(it, self.map.level_key, &facts, &whole));
            ledger.observe(case, at.seconds, words.as_ref(), row.line, key);
        }
    }

    pub(crate) fn finish(self) -> (Finished<'m>, super::verdicts::Verdicts) {
        let mut quality = self.quality;
        if self.groups.is_full() {
            quality.too_many_values.push("group".into());
        }
        let last = self.span.map_or(0, |span| span.1);
        let service_levels = self.ledger.map(|ledger| {
            let by_priority = self.map.columns.has(Role::Priority);
            let priorities = by_priority.then_some(&self.priorities.priority);
            let (levels, rows) = service_level::summary(ledger, &self.cases, priorities, last);
            quality.clocks = Some(rows);
            levels
        });
        let finished = Finished {
            map: self.map,
            rows: self.rows,
            records: self.cases.into_records(),
            states: self.states,
            by_state: self.by_state,
            transitions: self.transitions,
            reopenings: self.reopenings,
            priorities: self.priorities,
            span: self.span,
            quality,
            service_levels,
        };
        (finished, self.judge.finish())
    }

    fn reject(&mut self, row: &Row<'_>, why: String) {
        let key = self.columns.cell(row.cells, Role::Case).unwrap_or_default();
        self.quality.rejected.add(row.line, key, || why);
    }

    fn count_state(
        &mut self,
        record: &mut CaseRecord,
        before: Option<StateIndex>,
        now: StateIndex,
    ) {
        if self.by_state.len() <= now as usize {
            self.by_state
                .resize(now as usize + 1, StateCount::default());
        }
        let count = &mut self.by_state[now as usize];
        count.events += 1;
        let Some(before) = before else {
            count.first += 1;
            return;
        };
        *self.transitions.entry((before, now)).or_default() += 1;
        let (Some(from), Some(to)) = (self.states.target(before), self.states.target(now)) else {
            return;
        };
        match from {
            Target::Resolved if to.is_open() => {
                self.reopenings += 1;
                record.flags |= flag::REOPENED_BY_TRANSITION;
            }
            Target::Closed if to.is_open() => record.flags |= flag::REOPENED_FROM_CLOSED,
            _ => {}
        }
    }

    fn check_order(&mut self, record: &mut CaseRecord, row: &Row<'_>, key: &[u8], at: Instant) {
        let seconds = at.seconds;
        self.quality.ambiguous_times += u64::from(at.ambiguous);
        let span = self.span.get_or_insert_with(|| {
            self.epoch = seconds;
            (seconds, seconds)
        });
        *span = (span.0.min(seconds), span.1.max(seconds));
        let at = saturated(seconds - self.epoch).max(i32::MIN + 1);
        if record.last_at == at {
            self.quality.same_time += 1;
        }
        if at < record.last_at {
            let earlier = i64::from(record.last_at) - i64::from(at);
            self.quality.backwards_time.add(row.line, key, || {
                format!(
                    "recorded {} before the row above it in this case",
                    Span(earlier)
                )
            });
        }
        record.last_at = at;
        let Some(counter) = self.number(Role::Counter, row, key) else {
            return;
        };
        let last = record.last_counter;
        if last != NO_COUNTER && counter < last {
            self.quality.backwards_counter.add(row.line, key, || {
                format!("the counter runs from {last} back to {counter}")
            });
        }
        record.last_counter = counter;
    }

    /// Facts about the whole case: the last row that is read counts.
    fn read_case_facts(&mut self, record: &mut CaseRecord, row: &Row<'_>, key: &[u8]) -> CaseFacts {
        let mut memos = std::mem::take(&mut self.memos);
        let opened = self.time(Role::Opened, &mut memos.opened, row, key);
        let resolved = self.time(Role::Resolved, &mut memos.resolved, row, key);
        let closed = self.time(Role::Closed, &mut memos.closed, row, key);
        self.memos = memos;
        record.resolved_after = duration(opened, resolved);
        record.closed_after = duration(resolved, closed);
        let reopenings = self.number(Role::ReopenCount, row, key);
        if reopenings.is_some_and(|it| it > 0) {
            record.flags |= flag::REOPENED_BY_COUNTER;
        }
        let reassignments = self.number(Role::ReassignmentCount, row, key);
        if reassignments.is_some_and(|it| it > 0) {
            record.flags |= flag::REASSIGNED;
        }
        record.flags &= !(flag::SLA_MET | flag::SLA_MISSED);
        if let Some(cell) = self.cell(Role::MetSla, row) {
            if self.map.sla_met.iter().any(|it| it == cell) {
                record.flags |= flag::SLA_MET;
            } else if self.map.sla_missed.iter().any(|it| it == cell) {
                record.flags |= flag::SLA_MISSED;
            } else {
                self.unreadable(Role::MetSla, cell, row, key);
            }
        }
        for (i, &column) in self.columns.links.iter().enumerate() {
            if row
                .cells
                .get(column)
                .is_some_and(|cell| !self.map.is_empty(cell))
            {
                record.links |= 1 << i;
            }
        }
        CaseFacts {
            opened,
            reopenings,
            reassignments,
        }
    }

    fn read_event_facts<'r>(&mut self, record: &mut CaseRecord, row: &Row<'r>) -> Facts<'r> {
        let facts = Facts {
            impact: self.cell(Role::Impact, row),
            urgency: self.cell(Role::Urgency, row),
            priority: self.cell(Role::Priority, row),
            group: self.cell(Role::Group, row),
            person: self.cell(Role::Person, row),
            caller: self.cell(Role::Caller, row),
        };
        record.priority = NO_NUMBER;
        if let Some(priority) = facts.priority {
            record.priority = self.priorities.priority.number(priority);
            if let (Some(impact), Some(urgency)) = (facts.impact, facts.urgency) {
                self.priorities.count(impact, urgency, record.priority);
            }
        }
        if let Some(group) = facts.group {
            // All groups beyond the limit count as one, and the report says so.
            let group = self.groups.number(group).unwrap_or(NO_NUMBER - 1);
            if record.group != NO_NUMBER && record.group != group {
                record.flags |= flag::GROUP_CHANGED;
            }
            record.group = group;
        }
        facts
    }

    fn cell<'r>(&self, role: Role, row: &Row<'r>) -> Option<&'r [u8]> {
        let cell = self.columns.cell(row.cells, role)?;
        (!self.map.is_empty(cell)).then_some(cell)
    }

    fn time(&mut self, role: Role, memo: &mut Memo, row: &Row<'_>, key: &[u8]) -> Option<i64> {
        let cell = self.cell(role, row)?;
        let clock: &Clock = &self.map.clock;
        let at = memo.read(clock, cell);
        if at.is_none() {
            self.unreadable(role, cell, row, key);
        }
        at.map(|it| it.seconds)
    }

    fn number(&mut self, role: Role, row: &Row<'_>, key: &[u8]) -> Option<u32> {
        let cell = self.cell(role, row)?;
        let number = number(cell);
        if number.is_none() {
            self.unreadable(role, cell, row, key);
        }
        number
    }

    fn unreadable(&mut self, role: Role, cell: &[u8], row: &Row<'_>, key: &[u8]) {
        let column = self.map.columns.name(role).unwrap_or_default();
        self.quality.unreadable_cells.add(row.line, key, || {
            format!(
                "`{column}` says `{}`, which is not a {}",
                shown(cell),
                expected(role)
            )
        });
    }
}

/// What is left of a tally at the end of the log.
#[derive(Debug)]
pub(crate) struct Finished<'m> {
    pub(crate) map: &'m Map,
    pub(crate) rows: u64,
    pub(crate) records: Vec<Vec<CaseRecord>>,
    pub(crate) states: SeenStates<'m>,
    pub(crate) by_state: Vec<StateCount>,
    pub(crate) transitions: HashMap<(StateIndex, StateIndex), u64>,
    pub(crate) reopenings: u64,
    pub(crate) priorities: Priorities,
    pub(crate) span: Option<(i64, i64)>,
    pub(crate) quality: Quality,
    pub(crate) service_levels: Option<ServiceLevels>,
}
