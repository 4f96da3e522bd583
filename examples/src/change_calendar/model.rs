//! The schedule of a file, with ids in the place of names.

use super::file::{File, FileChange};
use super::locate::{line_of, path_at};
use itsm::change::chart::ChartView;
use itsm::change::conflict::{ConflictNames, ConflictReport};
use itsm::change::conflict_policy::ConflictPolicy;
use itsm::change::detect::Surroundings;
use itsm::change::planned::{DraftPlannedChange, FreezeOverride, PlannedChange};
use itsm::change::schedule::ChangeSchedule;
use itsm::change::slots::FreeSlots;
use itsm::change::windows::{
    DraftWindowSchedule, DraftWindowSchedules, LaidWindows, WindowSchedules,
};
use itsm::configuration::graph::DependencyGraph;
use itsm::configuration::redundancy::{Group, RedundancyGroup};
use itsm::configuration::relationship::{Flow, Relationship, RelationshipType, Strength};
use itsm::configuration::snapshot::{Snapshot, View};
use itsm::coordination::changed_estate::ChangedEstate;
use itsm::core::id::{ChangeId, CiId, PersonId};
use itsm::core::text::{Code, Label};
use itsm::core::time::{Instant, Seconds};
use std::collections::BTreeSet;

/// A schedule, and all that its conflicts depend on.
pub(super) struct Model {
    pub(super) name: String,
    pub(super) now: Instant,
    /// The names that the file has for its changes, in its order.
    pub(super) changes: Vec<(String, PlannedChange)>,
    items: Vec<String>,
    graph: DependencyGraph,
    windows: WindowSchedules,
    policy: ConflictPolicy,
    pub(super) schedule: ChangeSchedule,
}

/// What was found of a change.
pub(super) struct Finding {
    pub(super) report: ConflictReport,
    /// Only of a change that has a conflict, and whose length is known.
    pub(super) slots: Option<FreeSlots>,
}

/// What is wrong, and at which path.
type Wrong = (String, String);

impl Model {
    /// Reads a file; whatever is wrong with it is told with its line and its field.
    pub(super) fn read(text: &str) -> Result<Self, String> {
        let file: File = serde_json::from_str(text).map_err(|error| {
            let path = path_at(text, error.line(), error.column());
            let field = if path.is_empty() { "the file" } else { &path };
            format!("line {}, {field}: {error}", error.line())
        })?;
        Self::build(file).map_err(|faults| {
            let told = faults.into_iter().map(|(path, message)| {
                let line = line_of(text, &path);
                format!("line {line}, {path}: {message}")
            });
            told.collect::<Vec<_>>().join("; ")
        })
    }

    fn build(file: File) -> Result<Self, Vec<Wrong>> {
        let mut wrong = Vec::new();
        let graph = graph(&file, &mut wrong);
        let windows = windows(&file, &mut wrong);
        let policy = ConflictPolicy::try_from(file.policy.clone());
        let policy = policy
            .map_err(|faults| note(&mut wrong, "policy", &faults))
            .ok();
        let mut people: Vec<String> = Vec::new();
        let mut changes: Vec<(String, PlannedChange)> = Vec::new();
        for (place, it) in file.changes.iter().enumerate() {
            let path = format!("changes[{place}]");
            if changes.iter().any(|(id, _)| *id == it.id) {
                let message = format!("expected an id that stands once, got `{}` again", it.id);
                wrong.push((format!("{path}.id"), message));
            }
            let draft = planned(it, place, &file.estate.items, &mut people, &mut wrong);
            match PlannedChange::try_from(draft) {
                Ok(planned) => changes.push((it.id.clone(), planned)),
                Err(faults) => note(&mut wrong, &path, &faults),
            }
        }
        let all = changes.iter().map(|(_, it)| it.clone());
        let schedule = ChangeSchedule::of(all).ok();
        match (windows, policy, schedule) {
            (Some(windows), Some(policy), Some(schedule)) if wrong.is_empty() => Ok(Self {
                name: file.name.to_string(),
                now: file.now,
                changes,
                items: file.estate.items,
                graph,
                windows,
                policy,
                schedule,
            }),
            _ => Err(wrong),
        }
    }

    /// The windows, as far ahead as free slots are looked for and changes are planned.
    pub(super) fn lay_out(&self) -> Result<LaidWindows<'_>, String> {
        let windows = || self.changes.iter().filter_map(|(_, it)| it.window());
        let day = Seconds::days(1);
        let first = windows().map(|(start, _)| start).chain([self.now]).min();
        let last = windows().map(|(_, end)| end).chain([self.now]).max();
        let last = last.and_then(|it| self.policy.draft().horizon.after(it)?.max(it).into());
        let last = last.and_then(|it| day.after(it));
        let range = first.unwrap_or(self.now)..last.unwrap_or(self.now);
        self.windows
            .lay_out(range)
            .map_err(|error| error.to_string())
    }

    /// The conflicts of every change, in the order of the file.
    pub(super) fn findings(&self, laid: &LaidWindows<'_>) -> Vec<Finding> {
        let snapshot = Snapshot::of(&self.graph, View::live());
        let mut estate = ChangedEstate::new(&self.graph, &snapshot);
        let mut around = Surroundings {
            policy: &self.policy,
            windows: laid,
            estate: &mut estate,
        };
        let find = |(_, planned): &(String, PlannedChange)| {
            let report = self.schedule.conflicts(planned, self.now, &mut around);
            let slots = if report.conflicts.is_empty() {
                None
            } else {
                self.schedule.free_slots(planned, self.now, &mut around)
            };
            Finding { report, slots }
        };
        self.changes.iter().map(find).collect()
    }

    /// From the first to the last day on which something is planned.
    pub(super) fn range(&self) -> (Instant, Instant) {
        let windows = || {
            self.changes
                .iter()
                .filter(|(_, it)| it.counts())
                .filter_map(|(_, it)| it.window())
        };
        let midnight = |at: Instant| {
            let second = at.timestamp();
            Instant::from_timestamp(second - second.rem_euclid(86_400), 0).unwrap_or(at)
        };
        let first = windows().map(|(start, _)| start).min().unwrap_or(self.now);
        let last = windows().map(|(_, end)| end).max().unwrap_or(self.now);
        let last = midnight(last);
        (
            midnight(first),
            Seconds::days(1).after(last).unwrap_or(last),
        )
    }

    pub(super) fn icalendar(&self) -> String {
        let (from, until) = self.range();
        self.schedule.to_icalendar(from, until, self.now, self)
    }

    pub(super) fn svg(&self, laid: &LaidWindows<'_>, findings: &[Finding]) -> String {
        let conflicting = findings.iter().filter(|it| !it.report.conflicts.is_empty());
        let conflicting: BTreeSet<ChangeId> = conflicting.map(|it| it.report.change).collect();
        let (from, until) = self.range();
        self.schedule.to_svg(&ChartView {
            name: &self.name,
            from,
            until,
            windows: laid,
            conflicting: &conflicting,
        })
    }
}

impl ConflictNames for Model {
    fn ci(&self, ci: CiId) -> String {
        named(&self.items, ci.key()).to_owned()
    }

    fn change(&self, change: ChangeId) -> String {
        let place = change.key().and_then(|it| usize::try_from(it).ok());
        let found = place.and_then(|it| self.changes.get(it));
        found.map(|(id, _)| id.clone()).unwrap_or_default()
    }

    fn schedule(&self, schedule: &Code) -> String {
        let mut all = self.windows.draft().schedules.iter();
        let found = all.find(|it| it.id == *schedule);
        found.map_or_else(|| schedule.to_string(), |it| format!("“{}”", it.name))
    }
}

fn named(names: &[String], key: Option<u64>) -> &str {
    let place = key.and_then(|it| usize::try_from(it).ok());
    place
        .and_then(|it| names.get(it))
        .map_or("", String::as_str)
}

fn note<'a>(
    wrong: &mut Vec<Wrong>,
    path: &str,
    faults: impl IntoIterator<Item = &'a itsm::core::fault::Fault>,
) {
    for it in faults {
        let path = format!("{path}.{}", it.path);
        wrong.push((path, format!("{} ({})", it.message, it.rule)));
    }
}

/// The item of a name, or a note that there is none.
fn item(items: &[String], name: &str, path: String, wrong: &mut Vec<Wrong>) -> CiId {
    let place = items.iter().position(|it| it == name);
    if place.is_none() {
        wrong.push((
            path,
            format!("expected an item of the estate, got `{name}`"),
        ));
    }
    CiId::from_key(place.unwrap_or(items.len()) as u64)
}

fn planned(
    it: &FileChange,
    place: usize,
    items: &[String],
    people: &mut Vec<String>,
    wrong: &mut Vec<Wrong>,
) -> DraftPlannedChange {
    let mut person = |name: &String| {
        let known = people.iter().position(|it| it == name);
        let place = known.unwrap_or_else(|| {
            people.push(name.clone());
            people.len() - 1
        });
        PersonId::from_key(place as u64)
    };
    let mut draft =
        DraftPlannedChange::new(ChangeId::from_key(place as u64), it.kind, it.title.clone());
    (draft.start, draft.end) = (it.start, it.end);
    draft.assignee = it.assignee.as_ref().map(&mut person);
    let pass = it.passes.as_ref();
    draft.freeze_override = pass.map(|it| FreezeOverride::new(person(&it.by), it.reason.clone()));
    let path = format!("changes[{place}]");
    let primary = it.item.as_ref();
    draft.primary_ci = primary.map(|it| item(items, it, format!("{path}.item"), wrong));
    let also = it.also.iter().enumerate();
    let also = also.map(|(i, it)| item(items, it, format!("{path}.also[{i}]"), wrong));
    draft.affected_cis = Some(also.collect());
    draft.model.clone_from(&it.model);
    draft.magnitude = it.magnitude;
    draft.authorized = Some(it.authorized);
    draft.inactive = Some(it.inactive);
    draft.excluded = Some(it.excluded);
    draft
}

fn windows(file: &File, wrong: &mut Vec<Wrong>) -> Option<WindowSchedules> {
    let mut schedules = Vec::new();
    for (place, it) in file.windows.iter().enumerate() {
        let (id, name) = (it.id.clone(), it.name.clone());
        let mut draft = DraftWindowSchedule::new(id, name, it.kind, it.calendar.clone());
        for (i, name) in it.items.iter().enumerate() {
            let path = format!("windows[{place}].items[{i}]");
            draft
                .applies
                .cis
                .push(item(&file.estate.items, name, path, wrong));
        }
        draft.applies.when.clone_from(&it.when);
        draft.severity = it.severity;
        draft.severity_by_type.clone_from(&it.severity_by_type);
        draft.may_pass.clone_from(&it.may_pass);
        schedules.push(draft);
    }
    let book = file.calendars.clone();
    match WindowSchedules::try_from(DraftWindowSchedules { book, schedules }) {
        Ok(windows) => Some(windows),
        Err(faults) => {
            for it in &faults {
                // The file has its own words for the two lists.
                let path = it.path.replacen("schedules[", "windows[", 1).replacen(
                    "book.",
                    "calendars.",
                    1,
                );
                let path = path.replace(".applies.", ".");
                wrong.push((path, format!("{} ({})", it.message, it.rule)));
            }
            None
        }
    }
}

fn graph(file: &File, wrong: &mut Vec<Wrong>) -> DependencyGraph {
    let kinds = ["contains", "needs"].into_iter().filter_map(|name| {
        let kind = RelationshipType {
            forward: Label::new(name).ok()?,
            inverse: Label::new(format!("{name}, inversely")).ok()?,
            flow: if name == "needs" {
                Flow::ToSource
            } else {
                Flow::None
            },
            strength: Strength::Hard,
            containment: name == "contains",
        };
        Some((Code::new(name).ok()?, kind))
    });
    let mut graph = DependencyGraph::new(kinds);
    let items = &file.estate.items;
    for (place, name) in items.iter().enumerate() {
        if items.iter().position(|it| it == name) == Some(place) {
            let _ = graph.add(CiId::from_key(place as u64));
        } else {
            let message = format!("expected a name that stands once, got `{name}` again");
            wrong.push((format!("estate.items[{place}]"), message));
        }
    }
    let pairs = [
        ("contains", &file.estate.contains),
        ("needs", &file.estate.needs),
    ];
    for (kind, pairs) in pairs {
        for (place, (one, other)) in pairs.iter().enumerate() {
            let path = format!("estate.{kind}[{place}]");
            let one = item(items, one, format!("{path}[0]"), wrong);
            let other = item(items, other, format!("{path}[1]"), wrong);
            let Ok(kind) = Code::new(kind) else { continue };
            // An item that is not there was noted.
            let is_known = graph.contains(one) && graph.contains(other);
            if let (true, Err(error)) =
                (is_known, graph.relate(Relationship::new(kind, one, other)))
            {
                wrong.push((path, error.to_string()));
            }
        }
    }
    for (place, it) in file.estate.groups.iter().enumerate() {
        let path = format!("estate.groups[{place}]");
        let of = item(items, &it.of, format!("{path}.of"), wrong);
        let members = it.members.iter().enumerate();
        let members = members.map(|(i, it)| item(items, it, format!("{path}.members[{i}]"), wrong));
        let members: Vec<CiId> = members.collect();
        let is_known = graph.contains(of) && members.iter().all(|it| graph.contains(*it));
        let group = Group::at_least(it.at_least, members).map_err(|error| error.to_string());
        let set = group.and_then(|group| {
            let set = graph.set_group(of, RedundancyGroup::new(it.name.clone(), group));
            set.map(|_| ()).map_err(|error| error.to_string())
        });
        if let (true, Err(error)) = (is_known, set) {
            wrong.push((path, error));
        }
    }
    graph
}
