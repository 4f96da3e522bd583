//! Which column of the log plays which part, first by name and then by place.

use super::reader::{Faults, Located, MapFault, Section};
use csv::ByteRecord;

/// The part that a column plays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(usize)]
pub enum Role {
    /// The key of the case: rows with the same key are one case.
    Case,
    /// When the event was recorded.
    At,
    /// A number that grows with each event of a case.
    Counter,
    /// When the case was opened.
    Opened,
    /// When the case was resolved.
    Resolved,
    /// When the case was closed.
    Closed,
    /// How often the tool says the case was reopened.
    ReopenCount,
    /// How often the tool says the case was reassigned.
    ReassignmentCount,
    /// Whether the service-level target was met, by the tool's account.
    MetSla,
    /// The impact.
    Impact,
    /// The urgency.
    Urgency,
    /// The priority.
    Priority,
    /// The group it is assigned to.
    Group,
    /// The person it is assigned to.
    Person,
    /// The person who needs help.
    Caller,
    /// The configuration item that it is about.
    Ci,
    /// The service that it is about.
    Service,
    /// The category.
    Category,
    /// The category within the category.
    Subcategory,
    /// What it is about, in words.
    Text,
}

impl Role {
    /// Every role with its key in the map, in the order of the enum.
    pub const ALL: [(Self, &'static str); 20] = [
        (Self::Case, "case"),
        (Self::At, "at"),
        (Self::Counter, "counter"),
        (Self::Opened, "opened"),
        (Self::Resolved, "resolved"),
        (Self::Closed, "closed"),
        (Self::ReopenCount, "reopen_count"),
        (Self::ReassignmentCount, "reassignment_count"),
        (Self::MetSla, "met_sla"),
        (Self::Impact, "impact"),
        (Self::Urgency, "urgency"),
        (Self::Priority, "priority"),
        (Self::Group, "group"),
        (Self::Person, "person"),
        (Self::Caller, "caller"),
        (Self::Ci, "ci"),
        (Self::Service, "service"),
        (Self::Category, "category"),
        (Self::Subcategory, "subcategory"),
        (Self::Text, "text"),
    ];

    const REQUIRED: usize = 2;

    /// The key in the map.
    pub fn key(self) -> &'static str {
        Self::ALL[self as usize].1
    }
}

/// A column by its name in the header, and where the map says so.
#[derive(Debug, Clone)]
pub struct ColumnName {
    /// The name in the header of the log.
    pub name: String,
    path: String,
    line: usize,
}

impl ColumnName {
    fn new(found: &Located<&str>) -> Self {
        Self {
            name: found.value.into(),
            path: found.path.clone(),
            line: found.line,
        }
    }

    /// The place of the column in a header.
    fn find(&self, header: &ByteRecord) -> Result<usize, MapFault> {
        let mut places = (0..header.len()).filter(|&i| &header[i] == self.name.as_bytes());
        let message = match (places.next(), places.next()) {
            (Some(place), None) => return Ok(place),
            (Some(_), Some(_)) => format!("the log has more than one column `{}`", self.name),
            (None, _) => format!("the log has no column `{}`", self.name),
        };
        Err(MapFault {
            line: Some(self.line),
            path: self.path.clone(),
            message,
        })
    }
}

/// The columns that a map names.
#[derive(Debug, Default)]
pub struct ColumnNames {
    roles: [Option<ColumnName>; Role::ALL.len()],
    /// Columns that link to other records, by the map's own name for the link.
    pub links: Vec<(String, ColumnName)>,
    /// The columns that tell the state.
    pub state: Vec<ColumnName>,
}

/// The same columns by their place in the header.
#[derive(Debug)]
pub struct Columns {
    roles: [Option<usize>; Role::ALL.len()],
    pub(crate) links: Vec<usize>,
    pub(crate) state: Vec<usize>,
}

impl ColumnNames {
    /// The most links a map may name: one bit each in the record of a case.
    pub const MAX_LINKS: usize = 8;

    pub(super) fn read_roles(&mut self, section: Option<Section<'_, '_>>, faults: &mut Faults<'_>) {
        let Some(mut section) = section else {
            faults.missing("columns", "missing: a map names at least `case` and `at`");
            return;
        };
        for (role, key) in Role::ALL {
            let found = section.text(key, faults);
            if found.is_none() && (role as usize) < Role::REQUIRED && !faults.has("columns", key) {
                faults.missing(
                    &section.path_of(key),
                    "missing: every map names this column",
                );
            }
            self.roles[role as usize] = found.as_ref().map(ColumnName::new);
        }
        section.end(&Role::ALL.map(|(_, key)| key), faults);
    }

    pub(super) fn read_links(&mut self, section: Option<Section<'_, '_>>, faults: &mut Faults<'_>) {
        let Some(mut section) = section else { return };
        self.links = section
            .rest(faults)
            .iter()
            .map(|(name, column)| ((*name).to_owned(), ColumnName::new(column)))
            .collect();
        self.links.sort_by_key(|(_, column)| column.line);
        if self.links.len() > Self::MAX_LINKS {
            let (got, most) = (self.links.len(), Self::MAX_LINKS);
            let message = format!("{got} links, expected at most {most}");
            faults.missing("links", &message);
        }
    }

    pub(super) fn read_state(&mut self, columns: &[Located<&str>]) {
        self.state = columns.iter().map(ColumnName::new).collect();
    }

    /// Finds every column in the header of a log.
    ///
    /// # Errors
    /// Every column that is not there, or that is there twice.
    pub fn bind(&self, header: &ByteRecord) -> Result<Columns, Vec<MapFault>> {
        let mut faults = Vec::new();
        let mut find = |column: &ColumnName| match column.find(header) {
            Ok(place) => Some(place),
            Err(fault) => {
                faults.push(fault);
                None
            }
        };
        let columns = Columns {
            roles: std::array::from_fn(|i| self.roles[i].as_ref().and_then(&mut find)),
            links: self.links.iter().filter_map(|(_, it)| find(it)).collect(),
            state: self.state.iter().filter_map(&mut find).collect(),
        };
        if faults.is_empty() {
            return Ok(columns);
        }
        faults.sort_by_key(|fault| fault.line);
        let names: Vec<_> = header.iter().map(String::from_utf8_lossy).collect();
        faults.push(MapFault {
            line: None,
            path: String::new(),
            message: format!("the columns of the log are `{}`", names.join("`, `")),
        });
        Err(faults)
    }

    /// Whether the map names a column for this role.
    pub fn has(&self, role: Role) -> bool {
        self.roles[role as usize].is_some()
    }

    /// The name of the column of a role.
    pub fn name(&self, role: Role) -> Option<&str> {
        self.roles[role as usize]
            .as_ref()
            .map(|it| it.name.as_str())
    }
}

impl Columns {
    /// The cell that plays a role in a row; none if the map names no such column.
    pub fn cell<'r>(&self, row: &'r ByteRecord, role: Role) -> Option<&'r [u8]> {
        row.get(self.roles[role as usize]?)
    }
}
