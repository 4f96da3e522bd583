//! The table `service_level` of a map: calendars, clocks and targets over the words of a row.

use super::columns::ColumnNames;
use super::reader::{Faults, MapFault};
use super::states::StateMap;
use crate::replay::words::{Vocabulary, Word};
use itsm::calendar::{DraftCalendar, DraftCombined, DraftHolidaySet, Zone};
use itsm::core::rule_table::DraftRule;
use itsm::core::time::Instant;
use itsm::service_level::draft::{DraftAgreement, DraftClock, DraftServicePolicy};
use itsm::service_level::keeper::Timekeeper;
use itsm::service_level::policy::ServicePolicy;
use serde::de::DeserializeOwned;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeArray, DeValue, ValueDeserializer};

/// The clocks of a map, ready to run.
#[derive(Debug)]
pub struct ServiceLevel {
    /// The policy with its calendars laid out.
    pub keeper: Timekeeper<Word>,
    /// What is odd about the policy, though not wrong.
    pub findings: Vec<String>,
}

const TABLE: &str = "service_level";

/// The lists of the table whose entries are read one by one where they cannot be read at once.
const LISTS: [&str; 6] = [
    "agreements",
    "clocks",
    "calendars.calendars",
    "calendars.combined",
    "calendars.holiday_sets",
    "selection.rules",
];

/// The years that calendars are laid out for: as many as they can be.
pub(crate) const YEARS: Range<i32> = 1980..2080;

/// The zone of a map, which calendars without one take.
#[derive(Debug)]
pub(super) enum MapZone<'a> {
    /// What the map says of it is a fault, which is told already.
    Faulty,
    /// The map needs none and names none.
    Missing,
    Named(&'a str),
}

/// Reads the table.
pub(super) fn read(
    table: &Spanned<DeValue<'_>>,
    zone: &MapZone<'_>,
    columns: &ColumnNames,
    states: &StateMap,
    faults: &mut Faults<'_>,
) -> Option<ServiceLevel> {
    let place = Place { table };
    if table.get_ref().as_table().is_none() {
        let got = table.get_ref().type_str();
        place.fault("", format!("expected a table, got a {got}"), faults);
        return None;
    }
    let draft = draft(&place, faults)?;
    let clocks = draft.agreements.iter().map(|it| it.clocks.len());
    if draft.clocks.len() + clocks.sum::<usize>() == 0 {
        let message = "no clock: expected at least one in `clocks` or in an agreement".into();
        place.fault("", message, faults);
        return None;
    }
    let before = faults.list.len();
    let zone = zone_of_floating(&place, &draft, zone, faults);
    let vocabulary = Vocabulary::new(columns, states.hold_reasons());
    let policy = compile(&place, draft, &vocabulary, faults)?;
    if zone.is_err() || faults.list.len() > before {
        return None;
    }
    let zone = zone.ok().flatten();
    let findings = policy.lint(&vocabulary);
    let findings = findings.iter().map(ToString::to_string).collect();
    let policy = match zone {
        Some(zone) => policy.in_zone(&zone),
        None => policy,
    };
    match years().and_then(|range| policy.over(range).map_err(|error| error.to_string())) {
        Ok(keeper) => Some(ServiceLevel { keeper, findings }),
        Err(message) => {
            place.fault("", message, faults);
            None
        }
    }
}

fn years() -> Result<Range<Instant>, String> {
    let new_year = |year: i32| {
        let day = chrono::NaiveDate::from_ymd_opt(year, 1, 1);
        let at = day.and_then(|it| it.and_hms_opt(0, 0, 0));
        at.map(|it| it.and_utc()).ok_or("not a year")
    };
    Ok(new_year(YEARS.start)?..new_year(YEARS.end)?)
}

/// The table as a draft. The reader of a list stops at its first fault, so that where it stops, its
/// entries are read one by one.
fn draft(place: &Place<'_, '_>, faults: &mut Faults<'_>) -> Option<DraftServicePolicy> {
    let error = match try_read::<DraftServicePolicy>(place.table) {
        Ok(draft) => return Some(draft),
        Err(error) => error,
    };
    let before = faults.list.len();
    place.entries::<DraftAgreement>(LISTS[0], faults);
    place.entries::<DraftClock>(LISTS[1], faults);
    place.entries::<DraftCalendar>(LISTS[2], faults);
    place.entries::<DraftCombined>(LISTS[3], faults);
    place.entries::<DraftHolidaySet>(LISTS[4], faults);
    place.entries::<DraftRule<Vec<String>>>(LISTS[5], faults);
    let mut rest = place.table.clone();
    for list in LISTS {
        empty(&mut rest, list);
    }
    let others = [Some(error), try_read::<DraftServicePolicy>(&rest).err()];
    for error in others.iter().flatten() {
        let fault = place.of_error(error, TABLE, faults);
        if !faults.list[before..].contains(&fault) {
            faults.list.push(fault);
        }
    }
    None
}

/// Takes the entries out of a list.
fn empty(table: &mut Spanned<DeValue<'_>>, path: &str) {
    let mut value = table.get_mut();
    for key in path.split('.') {
        let DeValue::Table(inner) = value else { return };
        match inner.get_mut(key) {
            Some(found) => value = found.get_mut(),
            None => return,
        }
    }
    if value.is_array() {
        *value = DeValue::Array(DeArray::new());
    }
}

fn compile(
    place: &Place<'_, '_>,
    draft: DraftServicePolicy,
    vocabulary: &Vocabulary,
    faults: &mut Faults<'_>,
) -> Option<ServicePolicy<Word>> {
    let found = match ServicePolicy::compile(draft, vocabulary) {
        Ok(policy) => return Some(policy),
        Err(found) => found,
    };
    // What hangs on a column or a state that is at fault itself may be right once that is mended.
    let (columns, states) = (faults.has("columns", ""), faults.has("state", ""));
    for fault in &found {
        let message = match fault.rule {
            "condition.attribute.unknown" if columns => continue,
            "condition.attribute.unknown" => {
                let words = vocabulary.words().iter().map(|it| format!("`{it}`"));
                let words: Vec<_> = words.collect();
                let words = words.join(", ");
                format!("{}; this map offers {words}", fault.message)
            }
            "condition.literal.outside" if states => continue,
            _ => fault.message.clone(),
        };
        place.fault(&fault.path, message, faults);
    }
    None
}

/// The zone for calendars that have none, if the map has one; an error if that is a fault.
fn zone_of_floating(
    place: &Place<'_, '_>,
    draft: &DraftServicePolicy,
    zone: &MapZone<'_>,
    faults: &mut Faults<'_>,
) -> Result<Option<Zone>, ()> {
    let message = match zone {
        MapZone::Faulty => return Err(()),
        MapZone::Named(name) => match Zone::new(name) {
            Ok(zone) => return Ok(Some(zone)),
            Err(error) => error.to_string(),
        },
        MapZone::Missing => {
            "a calendar has a `zone`, unless the map has a `time.zone` that it can take".into()
        }
    };
    let calendars = draft.calendars.calendars.iter().enumerate();
    for (i, _) in calendars.filter(|(_, it)| it.zone.is_none()) {
        place.fault(
            &format!("calendars.calendars[{i}]"),
            message.clone(),
            faults,
        );
    }
    Ok(None)
}

fn try_read<T: DeserializeOwned>(value: &Spanned<DeValue<'_>>) -> Result<T, toml::de::Error> {
    T::deserialize(ValueDeserializer::from(value.clone()))
}

/// The table in its document.
struct Place<'a, 'i> {
    table: &'a Spanned<DeValue<'i>>,
}

impl Place<'_, '_> {
    /// A fault at a path below the table, told at the deepest part of it that is written down.
    fn fault(&self, path: &str, message: String, faults: &mut Faults<'_>) {
        let mut line = faults.line(self.table.span().start);
        let mut value = self.table.get_ref();
        for step in path.split(['.', '[']).filter(|it| !it.is_empty()) {
            let found = match step.strip_suffix(']').map(str::parse::<usize>) {
                Some(Ok(place)) => value.as_array().and_then(|it| it.get(place)),
                _ => value.as_table().and_then(|it| it.get(step)),
            };
            let Some(found) = found else { break };
            line = faults.line(found.span().start);
            value = found.get_ref();
        }
        let path = match path {
            "" => TABLE.into(),
            path => format!("{TABLE}.{path}"),
        };
        faults.list.push(MapFault {
            line: Some(line),
            path,
            message,
        });
    }

    /// Reads the entries of a list, each for itself, and tells of those that cannot be read.
    fn entries<T: DeserializeOwned>(&self, path: &str, faults: &mut Faults<'_>) {
        let mut value = self.table.get_ref();
        for key in path.split('.') {
            match value.as_table().and_then(|it| it.get(key)) {
                Some(found) => value = found.get_ref(),
                None => return,
            }
        }
        for (i, entry) in value.as_array().into_iter().flatten().enumerate() {
            if let Err(error) = try_read::<T>(entry) {
                let at = format!("{TABLE}.{path}[{i}]");
                let fault = self.of_error(&error, &at, faults);
                faults.list.push(fault);
            }
        }
    }

    /// What the reader says, at the innermost value that it says it of.
    fn of_error(&self, error: &toml::de::Error, path: &str, faults: &Faults<'_>) -> MapFault {
        let at = error.span().map_or(self.table.span().start, |it| it.start);
        let mut inner = (usize::MAX, path.to_owned());
        innermost(self.table, TABLE, at, &mut inner);
        MapFault {
            line: Some(faults.line(at)),
            path: inner.1,
            message: plain(error.message()),
        }
    }
}

/// What the reader says, in the words of a map.
fn plain(message: &str) -> String {
    let message = message.replace('\n', ", ").replace("a sequence", "a list");
    match message.split_once("expected struct ") {
        Some((got, _)) => format!("{got}expected a table"),
        None => message,
    }
}

/// The path of the shortest value, or of the key, that holds a place of the document.
fn innermost(value: &Spanned<DeValue<'_>>, path: &str, at: usize, best: &mut (usize, String)) {
    let span = value.span();
    if span.contains(&at) && span.len() < best.0 {
        *best = (span.len(), path.to_owned());
    }
    match value.get_ref() {
        DeValue::Array(list) => {
            for (i, item) in list.iter().enumerate() {
                innermost(item, &format!("{path}[{i}]"), at, best);
            }
        }
        DeValue::Table(table) => {
            for (key, item) in table {
                let path = format!("{path}.{}", key.get_ref());
                if key.span().contains(&at) && key.span().len() < best.0 {
                    *best = (key.span().len(), path.clone());
                }
                innermost(item, &path, at, best);
            }
        }
        _ => {}
    }
}
