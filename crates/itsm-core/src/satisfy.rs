//! The search behind the linter: is there a subject for which these are true and those are not?
//!
//! What a subject can look like is, for each attribute, one of finitely many
//! [signatures](crate::signature). Parts that share no attribute are searched apart. Within a
//! part, attributes are fixed one by one, and a branch is left as soon as the outcome is certain.

use crate::atom::Test;
use crate::attribute::{Attribute, Domains};
use crate::condition::Node;
use crate::signature::{ANYTHING, FALSE, TRUE, UNKNOWN, signatures};
use alloc::boxed::Box;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;

/// The most distinct atoms that are searched together.
pub(crate) const MAX_ATOMS: usize = 12;

/// A condition over numbered atoms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Formula {
    All(Vec<Self>),
    Any(Vec<Self>),
    Not(Box<Self>),
    Atom(usize),
}

impl Formula {
    /// The outcomes it can have when its atoms can have these; exact once every atom has one.
    fn outcomes(&self, atoms: &[u8]) -> u8 {
        match self {
            Self::Atom(i) => atoms.get(*i).copied().unwrap_or(ANYTHING),
            Self::Not(inner) => negated(inner.outcomes(atoms)),
            Self::All(parts) => all(parts.iter().map(|part| part.outcomes(atoms))),
            Self::Any(parts) => {
                negated(all(parts.iter().map(|part| negated(part.outcomes(atoms)))))
            }
        }
    }

    fn atoms(&self, into: &mut BTreeSet<usize>) {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().for_each(|part| part.atoms(into)),
            Self::Not(inner) => inner.atoms(into),
            Self::Atom(i) => {
                into.insert(*i);
            }
        }
    }
}

const fn negated(outcomes: u8) -> u8 {
    outcomes & UNKNOWN
        | if outcomes & TRUE != 0 { FALSE } else { 0 }
        | if outcomes & FALSE != 0 { TRUE } else { 0 }
}

fn all(parts: impl Iterator<Item = u8>) -> u8 {
    let (mut none_false, mut all_true, mut one_false, mut one_unknown) = (true, true, false, false);
    for part in parts {
        none_false &= part & (TRUE | UNKNOWN) != 0;
        all_true &= part & TRUE != 0;
        one_false |= part & FALSE != 0;
        one_unknown |= part & UNKNOWN != 0;
    }
    let mut outcomes = 0;
    if all_true {
        outcomes |= TRUE;
    }
    if one_false {
        outcomes |= FALSE;
    }
    if one_unknown && none_false {
        outcomes |= UNKNOWN;
    }
    outcomes
}

/// Whether there is such a subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Answer {
    Yes,
    No,
    /// So many atoms hang together, more than are searched.
    Undecided(usize),
}

/// One thing that has to be so.
#[derive(Debug, Clone, Copy)]
enum Demand<'f> {
    True(&'f Formula),
    /// False or unknown.
    NotTrue(&'f Formula),
}

impl<'f> Demand<'f> {
    /// Takes apart what can be demanded of each part alone.
    fn split(self, into: &mut Vec<Self>) {
        match self {
            Self::True(Formula::All(parts)) => {
                for part in parts {
                    Self::True(part).split(into);
                }
            }
            Self::NotTrue(Formula::Any(parts)) => {
                for part in parts {
                    Self::NotTrue(part).split(into);
                }
            }
            _ => into.push(self),
        }
    }

    /// The demands of which one is enough; none if it cannot be taken apart so.
    fn alternatives(self) -> Vec<Self> {
        match self {
            Self::True(Formula::Any(parts)) => parts.iter().map(Self::True).collect(),
            Self::NotTrue(Formula::All(parts)) => parts.iter().map(Self::NotTrue).collect(),
            _ => Vec::new(),
        }
    }

    const fn formula(self) -> &'f Formula {
        match self {
            Self::True(it) | Self::NotTrue(it) => it,
        }
    }

    /// Met for certain, missed for certain, or open.
    fn met(self, atoms: &[u8]) -> Option<bool> {
        let outcomes = self.formula().outcomes(atoms);
        let (met, missed) = match self {
            Self::True(_) => (TRUE, FALSE | UNKNOWN),
            Self::NotTrue(_) => (FALSE | UNKNOWN, TRUE),
        };
        if outcomes & met == 0 {
            Some(false)
        } else if outcomes & missed == 0 {
            Some(true)
        } else {
            None
        }
    }
}

/// The atoms of several conditions, numbered, and the domains that their attributes have.
#[derive(Debug)]
pub(crate) struct Space<'a, A, D: ?Sized> {
    numbers: BTreeMap<(&'a A, &'a Test), usize>,
    atoms: Vec<(&'a A, &'a Test)>,
    domains: &'a D,
}

impl<'a, A: Attribute, D: Domains<A> + ?Sized> Space<'a, A, D> {
    pub(crate) const fn new(domains: &'a D) -> Self {
        Self {
            numbers: BTreeMap::new(),
            atoms: Vec::new(),
            domains,
        }
    }

    /// Numbers the atoms of a condition; the same test of the same attribute gets the same number.
    pub(crate) fn add(&mut self, node: &'a Node<A>) -> Formula {
        match node {
            Node::All(parts) => Formula::All(parts.iter().map(|part| self.add(part)).collect()),
            Node::Any(parts) => Formula::Any(parts.iter().map(|part| self.add(part)).collect()),
            Node::Not(inner) => Formula::Not(Box::new(self.add(inner))),
            Node::Is(atom) => {
                let key = (&atom.attribute, &atom.test);
                let next = self.atoms.len();
                let number = *self.numbers.entry(key).or_insert(next);
                if number == next {
                    self.atoms.push(key);
                }
                Formula::Atom(number)
            }
        }
    }

    /// Whether some subject makes all of `must` true and none of `must_not`.
    pub(crate) fn possible(&self, must: &[&Formula], must_not: &[&Formula]) -> Answer {
        let mut demands = Vec::new();
        for it in must {
            Demand::True(it).split(&mut demands);
        }
        for it in must_not {
            Demand::NotTrue(it).split(&mut demands);
        }
        self.meet(&demands)
    }

    /// Whether some subject meets all demands: all parts of them, each for itself.
    fn meet(&self, demands: &[Demand<'_>]) -> Answer {
        let mut answer = Answer::Yes;
        for part in self.parts(demands) {
            match (self.meet_part(&part), answer) {
                (Answer::No, _) => return Answer::No,
                (Answer::Undecided(n), Answer::Undecided(most)) => {
                    answer = Answer::Undecided(n.max(most));
                }
                (undecided @ Answer::Undecided(_), _) => answer = undecided,
                (Answer::Yes, _) => {}
            }
        }
        answer
    }

    fn meet_part(&self, part: &Part<'a, '_, A>) -> Answer {
        let atoms = part.atoms.len();
        if atoms <= MAX_ATOMS {
            return if self.satisfiable(part) {
                Answer::Yes
            } else {
                Answer::No
            };
        }
        // Too many to search together. A demand that stands alone is met if one of its
        // alternatives is, and those may be small enough.
        let alternatives = match part.demands.as_slice() {
            [demand] => demand.alternatives(),
            _ => Vec::new(),
        };
        if alternatives.is_empty() {
            return Answer::Undecided(atoms);
        }
        let mut answer = Answer::No;
        for alternative in alternatives {
            let mut demands = Vec::new();
            alternative.split(&mut demands);
            match self.meet(&demands) {
                Answer::Yes => return Answer::Yes,
                Answer::No => {}
                undecided @ Answer::Undecided(_) => answer = undecided,
            }
        }
        answer
    }

    /// Groups demands that hang together by the attributes they read.
    fn parts<'f>(&self, demands: &[Demand<'f>]) -> Vec<Part<'a, 'f, A>> {
        let mut parts: Vec<Part<'a, 'f, A>> = Vec::new();
        for demand in demands {
            let mut part = Part {
                demands: alloc::vec![*demand],
                attributes: BTreeSet::new(),
                atoms: BTreeSet::new(),
            };
            demand.formula().atoms(&mut part.atoms);
            let read = part.atoms.iter().filter_map(|i| self.atoms.get(*i));
            part.attributes = read.map(|(attribute, _)| *attribute).collect();
            let (joined, apart): (Vec<_>, Vec<_>) = parts
                .into_iter()
                .partition(|it| !it.attributes.is_disjoint(&part.attributes));
            parts = apart;
            for mut other in joined {
                part.demands.append(&mut other.demands);
                part.attributes.append(&mut other.attributes);
                part.atoms.append(&mut other.atoms);
            }
            parts.push(part);
        }
        parts
    }

    fn satisfiable(&self, part: &Part<'a, '_, A>) -> bool {
        let mut outcomes = alloc::vec![ANYTHING; self.atoms.len()];
        let columns: Vec<Column> = part
            .attributes
            .iter()
            .map(|attribute| {
                let (numbers, tests): (Vec<usize>, Vec<&Test>) = part
                    .atoms
                    .iter()
                    .filter_map(|i| self.atoms.get(*i).map(|(of, test)| (*i, *of, *test)))
                    .filter(|(_, of, _)| of == attribute)
                    .map(|(i, _, test)| (i, test))
                    .unzip();
                Column {
                    signatures: signatures(self.domains.domain(attribute).as_ref(), &tests),
                    numbers,
                }
            })
            .collect();
        for column in &columns {
            column.open(&mut outcomes);
        }
        search(&part.demands, &columns, &mut outcomes)
    }
}

/// Demands that have to be met together.
struct Part<'a, 'f, A> {
    demands: Vec<Demand<'f>>,
    attributes: BTreeSet<&'a A>,
    atoms: BTreeSet<usize>,
}

/// The atoms of one attribute, and the outcomes they can have together.
struct Column {
    numbers: Vec<usize>,
    signatures: BTreeSet<Vec<u8>>,
}

impl Column {
    fn fix(&self, signature: &[u8], outcomes: &mut [u8]) {
        for (number, outcome) in self.numbers.iter().zip(signature) {
            if let Some(slot) = outcomes.get_mut(*number) {
                *slot = *outcome;
            }
        }
    }

    /// Back to everything that the attribute can do.
    fn open(&self, outcomes: &mut [u8]) {
        for (place, number) in self.numbers.iter().enumerate() {
            if let Some(slot) = outcomes.get_mut(*number) {
                *slot = self
                    .signatures
                    .iter()
                    .filter_map(|signature| signature.get(place))
                    .fold(0, |all, one| all | one);
            }
        }
    }
}

fn search(demands: &[Demand<'_>], columns: &[Column], outcomes: &mut [u8]) -> bool {
    let mut open = false;
    for demand in demands {
        match demand.met(outcomes) {
            Some(true) => {}
            Some(false) => return false,
            None => open = true,
        }
    }
    if !open {
        return true;
    }
    let Some((column, rest)) = columns.split_first() else {
        return false;
    };
    for signature in &column.signatures {
        column.fix(signature, outcomes);
        if search(demands, rest, outcomes) {
            return true;
        }
    }
    column.open(outcomes);
    false
}
