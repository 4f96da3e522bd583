//! The map: a small declarative file that tells how to read the log of a tool.

mod columns;
mod reader;
mod service_level;
mod states;

pub use columns::{ColumnNames, Columns, Role};
pub use reader::MapFault;
pub use service_level::ServiceLevel;
pub(crate) use states::name as state_name;
pub use states::{StateMap, Target};

use super::timestamp::Clock;
use reader::{Faults, Section};
use service_level::MapZone;
use toml::de::DeTable;

/// What names a level of impact, urgency or priority.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LevelKey {
    /// The number that its label begins with: `2` of `2 - Medium`. The label, if there is none.
    LeadingNumber,
    /// The whole label.
    Label,
}

impl LevelKey {
    /// What names the level of this label.
    pub fn of(self, label: &[u8]) -> &[u8] {
        let digits = label.iter().take_while(|it| it.is_ascii_digit()).count();
        match self {
            Self::LeadingNumber if digits > 0 => &label[..digits],
            _ => label,
        }
    }
}

/// How to read the log of a tool.
#[derive(Debug)]
pub struct Map {
    /// What the map calls itself.
    pub title: String,
    /// The character between two cells.
    pub delimiter: u8,
    /// Cells that mean "nothing here", besides the one without a character.
    pub empty: Vec<Vec<u8>>,
    /// How timestamps are read.
    pub clock: Clock,
    /// Whether the zone is an assumption of the map, not known from the log.
    pub zone_assumed: bool,
    /// The columns.
    pub columns: ColumnNames,
    /// What names a level.
    pub level_key: LevelKey,
    /// What the column `met_sla` says when the target was met.
    pub sla_met: Vec<Vec<u8>>,
    /// What it says when the target was missed.
    pub sla_missed: Vec<Vec<u8>>,
    /// What each state is in the lifecycle.
    pub states: StateMap,
    /// The clocks by which cases are measured, if the map has a table for them.
    pub service_level: Option<ServiceLevel>,
}

/// The map that is used when none is given: fits an export of `ServiceNow`'s incident audit.
pub const SERVICENOW: &str = include_str!("../../../maps/servicenow.toml");

impl Map {
    /// Reads a map.
    ///
    /// # Errors
    /// Everything that is wrong with it, in the order of its lines.
    pub fn parse(text: &str) -> Result<Self, Vec<MapFault>> {
        let mut faults = Faults::new(text);
        let (document, errors) = DeTable::parse_recoverable(text);
        for error in errors {
            faults.list.push(MapFault {
                line: error.span().map(|span| faults.line(span.start)),
                path: String::new(),
                message: format!("not TOML: {}", error.message().replace('\n', ", ")),
            });
        }
        if !faults.list.is_empty() {
            return Err(faults.list);
        }
        let map = read(Section::new("", document.get_ref()), &mut faults);
        match map {
            Some(map) if faults.list.is_empty() => Ok(map),
            _ => {
                faults.list.sort_by_key(|fault| fault.line);
                Err(faults.list)
            }
        }
    }

    /// Whether a cell means "nothing here".
    pub fn is_empty(&self, cell: &[u8]) -> bool {
        cell.is_empty() || self.empty.iter().any(|it| it == cell)
    }
}

fn read(mut root: Section<'_, '_>, faults: &mut Faults<'_>) -> Option<Map> {
    let title = root
        .text("title", faults)
        .map_or_else(|| "untitled map".to_owned(), |it| it.value.to_owned());
    let (delimiter, empty) = read_file(root.table("file", faults), faults);
    let time = read_time(root.table("time", faults), faults);

    let mut columns = ColumnNames::default();
    let section = root.table("columns", faults);
    columns.read_roles(section, faults);
    let section = root.table("links", faults);
    columns.read_links(section, faults);

    let level_key = read_levels(root.table("levels", faults), faults);
    let sla = root.table("sla", faults);
    let (sla_met, sla_missed) = read_sla(sla, columns.has(Role::MetSla), faults);

    let mut states = StateMap::default();
    match root.table("state", faults) {
        None => {
            if !faults.has("", "state") {
                faults.missing(
                    "state",
                    "missing: which columns tell the state, and what it means",
                );
            }
        }
        Some(mut section) => {
            match section.texts("columns", faults) {
                Some(names) if !names.value.is_empty() => columns.read_state(&names.value),
                Some(names) => faults.at(&names, "expected at least one column".into()),
                None if faults.has("state", "columns") => {}
                None => faults.missing("state.columns", "missing: the columns that tell the state"),
            }
            states.read(&mut section, columns.state.len(), faults);
            section.end(&["columns", "map"], faults);
        }
    }
    let zone = match time.as_ref().map(|(clock, _)| clock.zone_name()) {
        None => MapZone::Faulty,
        Some(None) => MapZone::Missing,
        Some(Some(name)) => MapZone::Named(name),
    };
    let promises = root.spanned("service_level");
    let service_level =
        promises.and_then(|it| service_level::read(it, &zone, &columns, &states, faults));
    let known = [
        "title",
        "file",
        "time",
        "columns",
        "links",
        "levels",
        "sla",
        "state",
        "service_level",
    ];
    root.end(&known, faults);

    let (clock, zone_assumed) = time?;
    Some(Map {
        title,
        delimiter,
        empty,
        clock,
        zone_assumed,
        columns,
        level_key,
        sla_met,
        sla_missed,
        states,
        service_level,
    })
}

fn read_file(section: Option<Section<'_, '_>>, faults: &mut Faults<'_>) -> (u8, Vec<Vec<u8>>) {
    let Some(mut section) = section else {
        return (b',', Vec::new());
    };
    let mut delimiter = b',';
    if let Some(text) = section.text("delimiter", faults) {
        match text.value.as_bytes() {
            [byte] if byte.is_ascii() && !b"\"\r\n\0".contains(byte) => delimiter = *byte,
            _ => {
                let got = text.value.escape_debug();
                let message = format!(
                    "`{got}` cannot part cells; expected one ASCII character such as `,`, `;` or a tab"
                );
                faults.at(&text, message);
            }
        }
    }
    let empty = bytes(&mut section, "empty", faults);
    section.end(&["delimiter", "empty"], faults);
    (delimiter, empty)
}

fn read_time(section: Option<Section<'_, '_>>, faults: &mut Faults<'_>) -> Option<(Clock, bool)> {
    let Some(mut section) = section else {
        if !faults.has("", "time") {
            faults.missing("time", "missing: the format of timestamps, and their zone");
        }
        return None;
    };
    let format = section.text("format", faults);
    let zone = section.text("zone", faults);
    let assumed = section.flag("assumed", faults).unwrap_or(false);
    section.end(&["format", "zone", "assumed"], faults);
    let Some(format) = format else {
        if !faults.has("time", "format") {
            faults.missing("time.format", "missing: how a timestamp is written");
        }
        return None;
    };
    let zone = match zone {
        None => None,
        Some(zone) => match Clock::zone(zone.value) {
            Ok(zone) => Some(zone),
            Err(message) => {
                faults.at(&zone, message);
                // The format is judged all the same, so that both faults are told at once.
                Clock::zone("UTC").ok()
            }
        },
    };
    match Clock::new(format.value, zone) {
        Ok(clock) => Some((clock, assumed)),
        Err(message) => {
            faults.at(&format, message);
            None
        }
    }
}

fn read_levels(section: Option<Section<'_, '_>>, faults: &mut Faults<'_>) -> LevelKey {
    let Some(mut section) = section else {
        return LevelKey::Label;
    };
    let key = section.text("key", faults);
    section.end(&["key"], faults);
    match key.as_ref().map(|key| key.value) {
        None | Some("label") => LevelKey::Label,
        Some("leading_number") => LevelKey::LeadingNumber,
        Some(other) => {
            if let Some(key) = &key {
                let message = format!("expected `leading_number` or `label`, got `{other}`");
                faults.at(key, message);
            }
            LevelKey::Label
        }
    }
}

fn read_sla(
    section: Option<Section<'_, '_>>,
    wanted: bool,
    faults: &mut Faults<'_>,
) -> (Vec<Vec<u8>>, Vec<Vec<u8>>) {
    let Some(mut section) = section else {
        if wanted && !faults.has("", "sla") {
            faults.missing(
                "sla",
                "missing: what `columns.met_sla` says, as `met` and `missed`",
            );
        }
        return (Vec::new(), Vec::new());
    };
    let met = bytes(&mut section, "met", faults);
    let missed = bytes(&mut section, "missed", faults);
    section.end(&["met", "missed"], faults);
    if wanted && (met.is_empty() || missed.is_empty()) && !faults.has("sla", "") {
        faults.missing(
            "sla",
            "expected at least one word for `met` and one for `missed`",
        );
    }
    (met, missed)
}

fn bytes(section: &mut Section<'_, '_>, key: &str, faults: &mut Faults<'_>) -> Vec<Vec<u8>> {
    section.texts(key, faults).map_or_else(Vec::new, |texts| {
        let texts = texts.value.iter();
        texts.map(|it| it.value.as_bytes().to_vec()).collect()
    })
}
