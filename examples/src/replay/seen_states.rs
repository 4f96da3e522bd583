//! The states that the rows of a log tell: those of the map, then whatever else turns up.

use super::conformance::State;
use super::interner::Interner;
use super::map::{Columns, Map, Target, state_name};
use csv::ByteRecord;

/// A state by its place: declared ones first, in the order of the map.
pub(crate) type StateIndex = u16;

/// Between the cells of a state that is told by several columns.
const BETWEEN: u8 = 0x1f;

/// How many combinations of cells are remembered; beyond, each is looked up in the map.
const CELLS: u16 = 4096;

/// How many undeclared states are told by name; the rest are counted together.
const NAMED: usize = 256;

#[derive(Debug)]
pub(crate) struct SeenStates<'m> {
    map: &'m Map,
    cells: Interner,
    /// The state of each remembered combination.
    states: Vec<StateIndex>,
    undeclared: Vec<String>,
    joined: Vec<u8>,
}

impl<'m> SeenStates<'m> {
    pub(crate) fn new(map: &'m Map) -> Self {
        Self {
            map,
            cells: Interner::new(CELLS),
            states: Vec::new(),
            undeclared: Vec::new(),
            joined: Vec::new(),
        }
    }

    /// The state that a row tells.
    pub(crate) fn of(&mut self, columns: &Columns, row: &ByteRecord) -> StateIndex {
        self.joined.clear();
        for (i, &column) in columns.state.iter().enumerate() {
            if i > 0 {
                self.joined.push(BETWEEN);
            }
            let cell = row.get(column).unwrap_or_default();
            if !self.map.is_empty(cell) {
                self.joined.extend_from_slice(cell);
            }
        }
        let number = self.cells.number(&self.joined);
        if let Some(&state) = number.and_then(|it| self.states.get(it as usize)) {
            return state;
        }
        let state = self.look_up();
        if number.is_some() {
            self.states.push(state);
        }
        state
    }

    fn look_up(&mut self) -> StateIndex {
        let cells: Vec<&[u8]> = if self.map.columns.state.len() == 1 {
            vec![&self.joined]
        } else {
            self.joined.split(|&byte| byte == BETWEEN).collect()
        };
        let declared = self.map.states.states.len();
        let place = self.map.states.find(&cells).unwrap_or_else(|| {
            let texts: Vec<_> = cells.iter().map(|it| String::from_utf8_lossy(it)).collect();
            let name = state_name(texts.iter().map(AsRef::as_ref));
            let known = self.undeclared.iter().position(|it| *it == name);
            declared
                + known.unwrap_or_else(|| {
                    if self.undeclared.len() < NAMED {
                        self.undeclared.push(name);
                    } else if self.undeclared.len() == NAMED {
                        self.undeclared.push("(other undeclared states)".into());
                    }
                    self.undeclared.len() - 1
                })
        });
        StateIndex::try_from(place).unwrap_or(StateIndex::MAX - 1)
    }

    /// What a state is in the lifecycle; none if the map does not say.
    pub(crate) fn target(&self, state: StateIndex) -> Option<&'m Target> {
        let (_, target) = self.map.states.states.get(state as usize)?;
        Some(target)
    }

    pub(crate) fn judged(&self, state: StateIndex) -> State<'m> {
        self.target(state)
            .map_or(State::Undeclared, State::Declared)
    }

    /// The tool's name for a state.
    pub(crate) fn name(&self, state: StateIndex) -> &str {
        let (state, declared) = (state as usize, &self.map.states.states);
        match declared.get(state) {
            Some((name, _)) => name,
            None => self
                .undeclared
                .get(state - declared.len())
                .map_or("", |it| it),
        }
    }

    /// Every state: declared ones, then the others in the order of their names.
    pub(crate) fn in_order(&self) -> Vec<StateIndex> {
        let all = self.map.states.states.len() + self.undeclared.len();
        let mut order: Vec<StateIndex> = (0..all).filter_map(|it| it.try_into().ok()).collect();
        order.sort_by_key(|&it| match self.target(it) {
            Some(_) => (it, ""),
            None => (StateIndex::MAX, self.name(it)),
        });
        order
    }
}
