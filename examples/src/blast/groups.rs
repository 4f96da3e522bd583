//! A file of dependency groups: `package`, `kind` and `provider|provider|…`, separated by tabs.
//!
//! The lines of one package are joined by "and", the providers of one line by "or": a package is
//! down as soon as every provider of one of its lines is. A package that is its own provider needs
//! nobody else on that line.

use super::reason::{Teller, listed};
use itsm::configuration::explain::{Because, Step};
use itsm::configuration::graph::{DependencyGraph, GraphError};
use itsm::configuration::redundancy::{Group, GroupError, RedundancyGroup};
use itsm::configuration::relationship::{Flow, Relationship, RelationshipType, Strength};
use itsm::core::id::CiId;
use itsm::core::text::{Code, Label, TextError};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::io::{self, BufRead, BufReader, Read};

/// Packages and what they need of each other.
#[derive(Debug)]
pub struct Packages {
    /// By place.
    names: Vec<String>,
    places: HashMap<String, usize>,
    graph: DependencyGraph,
    /// Where each group comes from, by its name.
    origins: BTreeMap<Code, String>,
}

/// Why a file cannot be read.
#[derive(Debug)]
pub enum ReadError {
    /// The bytes did not come.
    Io(io::Error),
    /// A line breaks a rule of the format.
    Line {
        /// Which line, counted from 1.
        line: usize,
        /// Which rule, and what was there.
        rule: String,
    },
    /// There is no line.
    Empty,
}

impl std::fmt::Display for ReadError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Io(error) => write!(f, "cannot be read: {error}"),
            Self::Line { line, rule } => write!(f, "line {line}: {rule}"),
            Self::Empty => f.write_str("expected lines of dependency groups, got none"),
        }
    }
}

/// The id of the package at a place.
pub fn id(place: usize) -> CiId {
    CiId::from_key(place as u64)
}

/// A line: a package, the kind of the dependency, and who can provide it.
struct Need {
    line: usize,
    package: usize,
    kind: String,
    providers: Vec<usize>,
}

/// Reads a file that is unpacked already.
pub fn read(text: impl Read) -> Result<Packages, ReadError> {
    let mut text = BufReader::new(text);
    let mut packages = Packages {
        names: Vec::new(),
        places: HashMap::new(),
        graph: DependencyGraph::default(),
        origins: BTreeMap::new(),
    };
    let mut needs = Vec::new();
    let mut bytes = Vec::new();
    for line in 1.. {
        bytes.clear();
        if text.read_until(b'\n', &mut bytes).map_err(ReadError::Io)? == 0 {
            break;
        }
        let need = packages.need(line, &bytes);
        needs.push(need.map_err(|rule| ReadError::Line { line, rule })?);
    }
    if needs.is_empty() {
        return Err(ReadError::Empty);
    }
    packages.relate(&needs)?;
    Ok(packages)
}

impl Packages {
    /// The graph of all of them.
    pub fn graph(&self) -> &DependencyGraph {
        &self.graph
    }

    /// Every name, by place.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The place of a package.
    pub fn find(&self, name: &str) -> Option<usize> {
        self.places.get(name).copied()
    }

    fn need(&mut self, line: usize, bytes: &[u8]) -> Result<Need, String> {
        let text = std::str::from_utf8(bytes).map_err(|_| "expected UTF-8, got other bytes")?;
        let text = text.strip_suffix('\n').unwrap_or(text);
        let text = text.strip_suffix('\r').unwrap_or(text);
        let columns: Vec<&str> = text.split('\t').collect();
        let &[package, kind, providers] = columns.as_slice() else {
            let got = columns.len();
            return Err(format!(
                "expected 3 columns separated by tabs: package, kind, providers; got {got}"
            ));
        };
        if package.is_empty() {
            return Err("expected a package, got an empty column".into());
        }
        if kind.is_empty() {
            return Err("expected a kind of dependency, got an empty column".into());
        }
        let mut places = Vec::new();
        for provider in providers.split('|') {
            if provider.is_empty() {
                return Err(format!(
                    "expected providers separated by `|`, got an empty one in `{providers}`"
                ));
            }
            places.push(self.place(provider));
        }
        places.sort_unstable();
        places.dedup();
        Ok(Need {
            line,
            package: self.place(package),
            kind: kind.to_owned(),
            providers: places,
        })
    }

    fn place(&mut self, name: &str) -> usize {
        if let Some(place) = self.places.get(name) {
            return *place;
        }
        let place = self.names.len();
        self.names.push(name.to_owned());
        self.places.insert(name.to_owned(), place);
        place
    }

    fn relate(&mut self, needs: &[Need]) -> Result<(), ReadError> {
        let at = |line: usize| move |rule: Fault| ReadError::Line { line, rule: rule.0 };
        self.graph = empty().map_err(at(1))?;
        for place in 0..self.names.len() {
            let _ = self.graph.add(id(place)).map_err(|it| at(1)(it.into()))?;
        }
        // What a group says of its members takes the place of relationships to them, so that a line
        // with one provider that stands in another line as well is a group, too.
        let mut in_groups = HashSet::new();
        for need in needs.iter().filter(|it| it.providers.len() > 1) {
            in_groups.extend(need.providers.iter().map(|it| (need.package, *it)));
        }
        let mut seen = HashSet::new();
        for need in needs {
            let is_own = need.providers.contains(&need.package);
            if is_own || !seen.insert((need.package, &need.providers)) {
                continue;
            }
            let single = match need.providers.as_slice() {
                [one] if !in_groups.contains(&(need.package, *one)) => Some(*one),
                _ => None,
            };
            self.add(need, single).map_err(at(need.line))?;
        }
        Ok(())
    }

    fn add(&mut self, need: &Need, single: Option<usize>) -> Result<(), Fault> {
        let origin = format!("{}, line {}", need.kind, need.line);
        if let Some(provider) = single {
            let it = Relationship::new(depends_on()?, id(need.package), id(provider));
            let _ = self.graph.relate(it.qualifier(Label::new(origin)?))?;
            return Ok(());
        }
        let name = Code::new(format!("line_{}", need.line))?;
        let group = Group::at_least(1, need.providers.iter().map(|it| id(*it)))?;
        let group = RedundancyGroup::new(name.clone(), group);
        let _ = self.graph.set_group(id(need.package), group)?;
        self.origins.insert(name, origin);
        Ok(())
    }
}

impl Teller for Packages {
    fn name(&self, ci: CiId) -> &str {
        let place = ci.key().and_then(|key| usize::try_from(key).ok());
        let name = place.and_then(|place| self.names.get(place));
        name.map_or("", String::as_str)
    }

    fn reason(&self, step: &Step) -> String {
        match &step.because {
            Because::Relationship {
                relationship,
                provider,
            } => {
                let origin = relationship.qualifier.as_ref().map_or("", Label::as_str);
                format!("it needs {} ({origin})", self.name(*provider))
            }
            Because::Group { group, lost } => {
                let origin = self.origins.get(group).map_or("", String::as_str);
                let names: Vec<&str> = lost.iter().map(|it| self.name(*it)).collect();
                match names.as_slice() {
                    [one] => format!("it needs {one} ({origin})"),
                    all => {
                        let (n, all) = (all.len(), listed(all));
                        format!("it needs one of {n} ({origin}), and all are down: {all}")
                    }
                }
            }
            _ => "it has failed".into(),
        }
    }
}

fn depends_on() -> Result<Code, Fault> {
    Ok(Code::new("depends_on")?)
}

fn empty() -> Result<DependencyGraph, Fault> {
    let it = RelationshipType {
        forward: Label::new("depends on")?,
        inverse: Label::new("is needed by")?,
        flow: Flow::ToSource,
        strength: Strength::Hard,
        containment: false,
    };
    Ok(DependencyGraph::new([(depends_on()?, it)]))
}

/// What the graph does not take, in words.
struct Fault(String);

impl From<TextError> for Fault {
    fn from(error: TextError) -> Self {
        Self(error.to_string())
    }
}

impl From<GraphError> for Fault {
    fn from(error: GraphError) -> Self {
        Self(error.to_string())
    }
}

impl From<GroupError> for Fault {
    fn from(error: GroupError) -> Self {
        Self(error.to_string())
    }
}
