//! The cases of a log: when each was opened, what it is about, and to which problem it was linked.

use crate::replay::map::{Columns, Map, Role};
use crate::replay::rows::Rows;
use crate::replay::source::Source;
use crate::replay::{Error, unreadable};
use csv::ByteRecord;
use itsm::core::id::{CiId, ServiceId};
use itsm::core::text::Label;
use itsm::core::time::Instant;
use itsm::problem::description::{Description, Fact};
use std::collections::{BTreeSet, HashMap};
use std::hash::Hash;
use std::io;

/// A case: all rows of one key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// Its key.
    pub name: String,
    /// When it was opened; where the log does not tell, when its first row was recorded.
    pub at: Instant,
    /// What it is about: of each fact, what the first row says that knows it.
    pub said: Description,
    /// The problems that it was linked to at any time.
    pub problems: BTreeSet<String>,
}

/// The cases of a log, in the order of time.
#[derive(Debug, Default)]
pub struct Log {
    /// The cases; those of one instant in the order of their keys.
    pub cases: Vec<Case>,
    /// Rows that cannot be used.
    pub rejected: u64,
    /// Whether the map names the column of problems.
    pub knows_problems: bool,
    items: Names<CiId>,
    services: Names<ServiceId>,
}

/// Items or services: the id of each name, and the name of each id.
#[derive(Debug)]
struct Names<I> {
    ids: HashMap<String, I>,
    names: HashMap<I, String>,
}

impl<I> Default for Names<I> {
    fn default() -> Self {
        Self {
            ids: HashMap::new(),
            names: HashMap::new(),
        }
    }
}

impl<I: Copy + Eq + Hash> Names<I> {
    /// The id of a name, made of a number where it is new.
    fn id(&mut self, name: String, made: fn(u64) -> I) -> I {
        let (next, names) = (self.names.len() as u64, &mut self.names);
        *self.ids.entry(name).or_insert_with_key(|name| {
            let id = made(next);
            names.insert(id, name.clone());
            id
        })
    }
}

/// The link of a map that tells the problem.
const PROBLEM: &str = "problem";

impl Log {
    /// Reads a log that is open, with a map that is read.
    ///
    /// # Errors
    /// The log cannot be read to its end, or the map names columns that it does not have.
    pub fn read(source: Source<'_>, map_name: &str, map: &Map) -> Result<Self, Error> {
        let broken = |error| unreadable(&source.name, error);
        let (mut rows, header) = Rows::new(source.text, map.delimiter).map_err(broken)?;
        if header.is_empty() {
            let empty = "it is empty, expected a header";
            return Err(broken(io::Error::new(io::ErrorKind::UnexpectedEof, empty)));
        }
        let columns = map.columns.bind(&header).map_err(|faults| Error::Map {
            map: map_name.to_owned(),
            faults,
        })?;
        let link = map
            .columns
            .links
            .iter()
            .position(|(name, _)| name == PROBLEM);
        let mut log = Self {
            knows_problems: link.is_some(),
            ..Self::default()
        };
        let problem = link.and_then(|it| columns.links.get(it).copied());
        let mut places: HashMap<String, usize> = HashMap::new();
        while let Some(row) = rows.next().map_err(broken)? {
            let fits = row.cells.len() == row.width && !row.is_open;
            let view = View {
                map,
                columns: &columns,
                row: row.cells,
            };
            if !fits || log.take(view, problem, &mut places).is_none() {
                log.rejected += 1;
            }
        }
        log.cases
            .sort_by(|a, b| (a.at, &a.name).cmp(&(b.at, &b.name)));
        Ok(log)
    }

    /// Takes in a row; nothing if it has no case or no time.
    fn take(
        &mut self,
        row: View<'_>,
        problem: Option<usize>,
        places: &mut HashMap<String, usize>,
    ) -> Option<()> {
        let name = row.text(Role::Case)?;
        let recorded = row.instant(Role::At)?;
        let place = *places.entry(name).or_insert_with_key(|name| {
            self.cases.push(Case {
                name: name.clone(),
                at: row.instant(Role::Opened).unwrap_or(recorded),
                said: Description::default(),
                problems: BTreeSet::new(),
            });
            self.cases.len() - 1
        });
        let case = self.cases.get_mut(place)?;
        let said = &mut case.said;
        if said.cis.is_empty() {
            let ci = row.text(Role::Ci);
            said.cis
                .extend(ci.map(|it| self.items.id(it, CiId::from_key)));
        }
        if said.services.is_empty() {
            let service = row.text(Role::Service);
            said.services
                .extend(service.map(|it| self.services.id(it, ServiceId::from_key)));
        }
        if said.category.is_none() {
            said.category = row.label(Role::Category);
        }
        if said.subcategory.is_none() {
            said.subcategory = row.label(Role::Subcategory);
        }
        if said.text.is_empty() {
            said.text = row.text(Role::Text).unwrap_or_default();
        }
        let linked = problem.and_then(|it| row.cell(row.row.get(it)?));
        case.problems.extend(linked);
        Some(())
    }

    /// A fact as the log calls it.
    pub fn fact(&self, fact: &Fact) -> String {
        let name = match fact {
            Fact::Ci(ci) => self.items.names.get(ci),
            Fact::Service(service) => self.services.names.get(service),
            _ => None,
        };
        name.map_or_else(
            || fact.to_string(),
            |name| format!("{} {name}", fact.kind()),
        )
    }
}

/// A row, seen through the map.
#[derive(Clone, Copy)]
struct View<'a> {
    map: &'a Map,
    columns: &'a Columns,
    row: &'a ByteRecord,
}

impl View<'_> {
    fn cell(self, cell: &[u8]) -> Option<String> {
        let text = String::from_utf8_lossy(cell);
        let text = text.trim();
        (!text.is_empty() && !self.map.is_empty(text.as_bytes())).then(|| text.to_owned())
    }

    fn text(self, role: Role) -> Option<String> {
        self.cell(self.columns.cell(self.row, role)?)
    }

    fn label(self, role: Role) -> Option<Label> {
        let text = self.text(role)?;
        Label::new(text.chars().take(Label::MAX_CHARS).collect::<String>()).ok()
    }

    fn instant(self, role: Role) -> Option<Instant> {
        let at = self.map.clock.read(self.columns.cell(self.row, role)?)?;
        Instant::from_timestamp(at.seconds, 0)
    }
}
