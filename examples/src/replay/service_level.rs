//! What came of the clocks of a map: figures for each clock, beside the tool's own verdict.

use super::case_table::{CaseIndex, CaseRecord, CaseTable, NO_NUMBER, flag};
use super::ledger::{Entry, Ledger};
use super::levels::Levels;
use super::quality::{NotClocked, shown};
use super::words::Word;
use itsm::calendar::Calendar;
use itsm::core::time::Instant;
use itsm::service_level::clock::{Clock, ClockStage};
use itsm::service_level::definition::ClockDefinition;
use itsm::service_level::keeper::Timekeeper;
use itsm::service_level::target::Measure;
use serde::Serialize;
use std::collections::BTreeMap;

/// What came of the clocks of a map.
#[derive(Debug, Serialize)]
pub struct ServiceLevels {
    /// The policy they ran under.
    pub policy: String,
    /// Each clock, in the order of the policy.
    pub clocks: Vec<ClockResult>,
    /// What is odd about the policy, though not wrong.
    pub findings: Vec<String>,
}

/// What came of one clock.
#[derive(Debug, Serialize)]
pub struct ClockResult {
    /// Its id in the policy.
    pub clock: String,
    /// What it measures.
    pub measures: String,
    /// The agreement that it belongs to.
    pub agreement: Option<String>,
    /// The calendar in which it counts; none: around the clock.
    pub calendar: Option<String>,
    /// All cases.
    pub cases: Outcomes,
    /// Cases by the priority of their last event; none if the map names no column for it.
    pub by_priority: Option<BTreeMap<String, Outcomes>>,
    /// Clocks that a later one of the same case has taken the place of; not counted above.
    pub earlier_clocks: u64,
    /// Beside the tool's own verdict; none if the clock measures something else, or no case has
    /// such a verdict.
    pub compared: Option<Compared>,
}

/// How many cases ended how, by the latest clock of each. All but the last two add up to the cases.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize)]
pub struct Outcomes {
    /// The clock reached its end in time.
    pub met: u64,
    /// It reached its end too late.
    pub missed: u64,
    /// It had not reached its end when the log ended.
    pub active: u64,
    /// It no longer applied.
    pub canceled: u64,
    /// The case never had one.
    pub never_attached: u64,
    /// Those of the active that were late already.
    pub active_and_late: u64,
    /// Those of all with an event that the clocks could not take.
    pub with_errors: u64,
}

/// A clock's verdicts beside the tool's.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
pub struct Compared {
    /// Both say met.
    pub both_met: u64,
    /// Both say missed.
    pub both_missed: u64,
    /// The clock says met, the tool missed.
    pub only_clock_met: u64,
    /// The clock says missed, the tool met.
    pub only_tool_met: u64,
    /// Cases of which the tool alone has a verdict.
    pub only_tool_judges: u64,
    /// Cases of which the clock alone has a verdict.
    pub only_clock_judges: u64,
    /// Every case they disagree on, in the order of the log.
    pub disagreements: Vec<Disagreement>,
}

impl Compared {
    /// How many cases both have a verdict on, and on how many they agree.
    pub fn agreed(&self) -> (u64, u64) {
        let agreed = self.both_met + self.both_missed;
        (agreed + self.disagreements.len() as u64, agreed)
    }
}

/// A case on which the clock and the tool disagree.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Disagreement {
    /// The case.
    pub case: String,
    /// Its priority at its last event.
    pub priority: Option<String>,
    /// What the clock says.
    pub clock: Verdict,
    /// What the tool says.
    pub tool: Verdict,
    /// The open time that the clock counted, in seconds.
    pub elapsed_seconds: Option<u64>,
    /// When the clock was due.
    pub due: Option<String>,
    /// When it reached its end.
    pub ended: Option<String>,
}

/// Whether a target was met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Verdict {
    Met,
    Missed,
}

impl Verdict {
    const fn of(met: bool) -> Self {
        if met { Self::Met } else { Self::Missed }
    }
}

impl Outcomes {
    fn count(&mut self, clock: Option<&Clock>, has_errors: bool) {
        self.with_errors += u64::from(has_errors);
        let Some(clock) = clock else {
            self.never_attached += 1;
            return;
        };
        match clock.stage() {
            ClockStage::Completed { .. } if clock.is_breached() => self.missed += 1,
            ClockStage::Completed { .. } => self.met += 1,
            ClockStage::Canceled { .. } => self.canceled += 1,
            ClockStage::Running { .. } | ClockStage::Paused { .. } => {
                self.active += 1;
                self.active_and_late += u64::from(clock.is_breached());
            }
        }
    }

    fn add(&mut self, other: &Self) {
        self.met += other.met;
        self.missed += other.missed;
        self.active += other.active;
        self.canceled += other.canceled;
        self.never_attached += other.never_attached;
        self.active_and_late += other.active_and_late;
        self.with_errors += other.with_errors;
    }
}

/// What came of the clocks by the last instant of the log, and which events they did not take.
pub(crate) fn summary(
    mut ledger: Ledger<'_>,
    cases: &CaseTable,
    priorities: Option<&Levels>,
    end: i64,
) -> (ServiceLevels, NotClocked) {
    let rules = ledger.rules;
    let rows = std::mem::take(&mut ledger.rows);
    let end = Instant::from_timestamp(end, 0).unwrap_or_default();
    let look = Look {
        keeper: &rules.keeper,
        entries: ledger.into_entries(end),
        cases,
        priorities,
        end,
    };
    let policy = rules.keeper.policy();
    let levels = ServiceLevels {
        policy: policy.of().to_string(),
        clocks: policy.clocks().map(|it| look.at(it)).collect(),
        findings: rules.findings.clone(),
    };
    (levels, rows)
}

/// All that is known at the end of the log.
struct Look<'a> {
    keeper: &'a Timekeeper<Word>,
    entries: Vec<Entry>,
    cases: &'a CaseTable,
    priorities: Option<&'a Levels>,
    end: Instant,
}

impl Look<'_> {
    fn at(&self, definition: &ClockDefinition<Word>) -> ClockResult {
        let id = definition.id().as_str();
        let mut earlier = 0;
        let mut by_number: BTreeMap<u16, Outcomes> = BTreeMap::new();
        let mut compared = Compared::default();
        for (case, entry) in (0..).zip(&self.entries) {
            let Some(record) = self.cases.record(case) else {
                continue;
            };
            let clock = entry.clocks.latest(id);
            earlier += clock.map_or(0, |it| u64::from(it.key().cycle.saturating_sub(1)));
            let outcomes = by_number.entry(record.priority).or_default();
            outcomes.count(clock, entry.has_errors);
            self.compare(case, record, clock, &mut compared);
        }
        let mut all = Outcomes::default();
        let mut by_priority: BTreeMap<String, Outcomes> = BTreeMap::new();
        for (number, outcomes) in by_number {
            all.add(&outcomes);
            if let Some(key) = self.priority(number) {
                by_priority.entry(key).or_default().add(&outcomes);
            }
        }
        let is_judged = compared.agreed().0 + compared.only_tool_judges > 0;
        let is_alike = *definition.measures() == Measure::RESOLUTION;
        let calendar = definition.calendar();
        ClockResult {
            clock: id.into(),
            measures: definition.measures().as_str().into(),
            agreement: definition.agreement().map(|it| it.as_str().into()),
            calendar: (*calendar != Calendar::always()).then(|| calendar.name().into()),
            cases: all,
            by_priority: self.priorities.is_some().then_some(by_priority),
            earlier_clocks: earlier,
            compared: (is_judged && is_alike).then_some(compared),
        }
    }

    /// What the report calls a priority; none if the map names no column for it.
    fn priority(&self, number: u16) -> Option<String> {
        let priorities = self.priorities?;
        Some(match number {
            NO_NUMBER => "(none)".into(),
            number => priorities.key(number),
        })
    }

    fn compare(
        &self,
        case: CaseIndex,
        record: &CaseRecord,
        clock: Option<&Clock>,
        compared: &mut Compared,
    ) {
        let tool = match record.flags & (flag::SLA_MET | flag::SLA_MISSED) {
            0 => None,
            flags => Some(flags & flag::SLA_MET != 0),
        };
        let judged = clock.and_then(|clock| Some((clock, clock.met()?)));
        let ((clock, met), tool) = match (judged, tool) {
            (Some(judged), Some(tool)) => (judged, tool),
            (Some(_), None) => return compared.only_clock_judges += 1,
            (None, Some(_)) => return compared.only_tool_judges += 1,
            (None, None) => return,
        };
        match (met, tool) {
            (true, true) => return compared.both_met += 1,
            (false, false) => return compared.both_missed += 1,
            (true, false) => compared.only_clock_met += 1,
            (false, true) => compared.only_tool_met += 1,
        }
        let reading = self.keeper.read(clock, self.end).and_then(Result::ok);
        // A clock that stood still tells when it would be due if it went on. One that was missed was
        // due by then at the latest.
        let due = clock.due().or(reading.as_ref().map(|it| it.due));
        let missed = clock.breach().map(|it| it.at);
        let due = due.into_iter().chain(missed).min();
        let text = |at: Instant| at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
        compared.disagreements.push(Disagreement {
            case: shown(self.cases.key(case)),
            priority: self.priority(record.priority),
            clock: Verdict::of(met),
            tool: Verdict::of(tool),
            elapsed_seconds: reading.as_ref().map(|it| it.elapsed.as_secs()),
            due: due.map(text),
            ended: clock.ended_at().map(text),
        });
    }
}
