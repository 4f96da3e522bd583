//! How trouble spreads: the least fixpoint, by a list of who is yet to be told.
//!
//! Statuses only get worse, and each rule answers worse news with worse news, so that the order of
//! work does not matter and cycles need no care: an item is taken up once, when it goes down or
//! becomes degraded. Whoever is down is found first, step by step; who is merely degraded follows.

use crate::counter::{Gate, Hit};
use crate::scenario::Status;
use crate::snapshot::Snapshot;
use alloc::vec::Vec;

/// The part of a mark that says so.
const DEGRADED: u8 = 1;

/// The room that questions need, to be used again for the next one.
#[derive(Debug, Clone, Default)]
pub struct Workspace {
    /// For each item, the question in which it was last taken up, and as what: an even number is
    /// that of a question, and one more says that the item is degraded and not down.
    marks: Vec<u8>,
    /// What those that are taken up are marked with.
    mark: u8,
    /// Who was taken up, in that order; longer by one than the items, for a push that counts for
    /// nothing.
    pub(crate) list: Vec<u32>,
    len: usize,
    /// For each gate, in which question it was last hit and how much of it was then left.
    gates: Vec<(u32, u32)>,
    gate_question: u32,
    /// Where each step begins in the list; a last one at its end.
    pub(crate) steps: Vec<usize>,
    /// Who gets by without a gate that fired.
    gets_by: Vec<u32>,
}

/// Which gates feel a loss.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Felt {
    /// All: somebody is down, and it is counted once.
    Both,
    /// Those of whoever gets by: somebody is down, and the others know that it suffers already.
    Down,
    /// Those of whoever cannot do without: somebody suffers. Who gets by does not feel that.
    Degraded,
}

impl Felt {
    fn reaches(self, is_soft: bool) -> bool {
        match self {
            Self::Both => true,
            Self::Down => is_soft,
            Self::Degraded => !is_soft,
        }
    }
}

impl Workspace {
    /// Room for nothing yet.
    pub const fn new() -> Self {
        Self {
            marks: Vec::new(),
            mark: 0,
            list: Vec::new(),
            len: 0,
            gates: Vec::new(),
            gate_question: 0,
            steps: Vec::new(),
            gets_by: Vec::new(),
        }
    }

    pub(crate) fn begin(&mut self, items: usize, gates: usize) {
        if self.marks.len() < items {
            self.marks.resize(items, 0);
        }
        if self.list.len() <= items {
            self.list.resize(items.saturating_add(1), 0);
        }
        if self.gates.len() < gates {
            self.gates.resize(gates, (0, 0));
        }
        // Marks of old questions are told apart by their number, until the numbers run out.
        self.mark = (self.mark & !DEGRADED).wrapping_add(2);
        if self.mark == 0 {
            self.marks.fill(0);
            self.mark = 2;
        }
        self.reset_gates();
        self.len = 0;
        self.steps.clear();
    }

    pub(crate) fn len(&self) -> usize {
        self.len
    }

    /// Whoever is taken up from now on is degraded, and not down.
    pub(crate) fn degrade(&mut self) {
        self.mark |= DEGRADED;
    }

    /// How an item is marked in this question. Whoever was left out is marked as well.
    pub(crate) fn marked(&self, item: u32) -> Status {
        let mark = self.marks.get(item as usize).copied().unwrap_or(0);
        if self.mark == 0 || mark | DEGRADED != self.mark | DEGRADED {
            Status::Up
        } else if mark & DEGRADED == 0 {
            Status::Down
        } else {
            Status::Degraded
        }
    }

    /// Takes an item up, unless it was already.
    #[inline]
    pub(crate) fn push(&mut self, item: u32) {
        if let (Some(mark), Some(slot)) = (
            self.marks.get_mut(item as usize),
            self.list.get_mut(self.len),
        ) {
            let is_new = *mark | DEGRADED != self.mark | DEGRADED;
            *slot = item;
            self.len = self.len.wrapping_add(usize::from(is_new));
            // Whoever is down stays so.
            *mark = if is_new { self.mark } else { *mark };
        }
    }

    /// Takes a row of items up.
    #[inline]
    pub(crate) fn push_all(&mut self, row: &[u32]) {
        self.len = take_up(row, self.mark, &mut self.marks, &mut self.list, self.len);
    }

    /// Keeps an item from being taken up.
    pub(crate) fn bar(&mut self, item: u32) {
        if let Some(mark) = self.marks.get_mut(item as usize) {
            *mark = self.mark;
        }
    }

    pub(crate) fn begin_step(&mut self) {
        self.steps.push(self.len);
    }

    /// Spreads along hard relationships and gates from `begin` on, until nobody is left or so many
    /// steps were made. Whether more would have been reached.
    pub(crate) fn spread(
        &mut self,
        snapshot: &Snapshot,
        mut begin: usize,
        steps: Option<u32>,
        felt: Felt,
    ) -> bool {
        let mut left = steps.unwrap_or(u32::MAX);
        while begin < self.len {
            let end = self.len;
            if snapshot.hits.is_empty() {
                self.step_plain(snapshot, begin, end);
            } else {
                self.step(snapshot, begin, end, felt);
            }
            if left == 0 {
                return self.take_back(end);
            }
            if steps.is_some() {
                left = left.saturating_sub(1);
            }
            if self.len > end {
                self.begin_step();
            }
            begin = end;
        }
        false
    }

    /// Takes back what was taken up since; whether anything was.
    pub(crate) fn take_back(&mut self, end: usize) -> bool {
        let was = self.mark.wrapping_sub(2);
        let further = self.list.get(end..self.len).unwrap_or_default();
        for item in further {
            if let Some(mark) = self.marks.get_mut(*item as usize) {
                *mark = was;
            }
        }
        let any = !further.is_empty();
        self.len = end;
        any
    }

    /// Forgets what gates have lost.
    pub(crate) fn reset_gates(&mut self) {
        self.gate_question = self.gate_question.wrapping_add(1);
        if self.gate_question == 0 {
            self.gates.fill((0, 0));
            self.gate_question = 1;
        }
        self.gets_by.clear();
    }

    /// One step where nobody has a gate.
    fn step_plain(&mut self, snapshot: &Snapshot, begin: usize, end: usize) {
        let marks = self.marks.as_mut_slice();
        let list = self.list.as_mut_slice();
        let mut len = self.len;
        for at in begin..end {
            let Some(&item) = list.get(at) else {
                break;
            };
            len = take_up(snapshot.hard.row(item), self.mark, marks, list, len);
        }
        self.len = len;
    }

    fn step(&mut self, snapshot: &Snapshot, begin: usize, end: usize, felt: Felt) {
        for at in begin..end {
            let Some(&item) = self.list.get(at) else {
                break;
            };
            self.push_all(snapshot.hard.row(item));
            self.hits(snapshot, item, felt);
        }
    }

    #[inline]
    pub(crate) fn hits(&mut self, snapshot: &Snapshot, item: u32, felt: Felt) {
        for hit in snapshot.hits.row(item) {
            self.hit(snapshot, *hit, felt);
        }
    }

    /// A member of a gate is lost; if that is enough, the gate fires.
    #[inline]
    fn hit(&mut self, snapshot: &Snapshot, hit: Hit, felt: Felt) {
        let Some(gate) = snapshot.gate(hit.gate) else {
            return;
        };
        if felt.reaches(gate.is_soft()) && self.lose(hit, gate.fails_at()) {
            self.fire(snapshot, hit.gate, gate, felt);
        }
    }

    /// Whether the last was lost with this that a gate could lose.
    #[inline]
    fn lose(&mut self, hit: Hit, fails_at: u32) -> bool {
        let Some(left) = self.left(hit.gate, fails_at) else {
            return false;
        };
        let before = *left;
        *left = before.saturating_sub(hit.weight);
        before > 0 && *left == 0
    }

    /// A gate has failed, and with it perhaps the one around it.
    fn fire(&mut self, snapshot: &Snapshot, gate: u32, fired: Gate, felt: Felt) {
        let (mut gate, mut fired) = (gate, fired);
        while fired.is_inner() {
            let hit = Hit {
                gate: fired.parent,
                weight: snapshot.weights(gate).own,
            };
            match snapshot.gate(hit.gate) {
                Some(around)
                    if felt.reaches(around.is_soft()) && self.lose(hit, around.fails_at()) =>
                {
                    (gate, fired) = (hit.gate, around);
                }
                _ => return,
            }
        }
        if fired.is_soft() {
            self.gets_by.push(fired.parent);
        } else {
            self.push(fired.parent);
        }
    }

    /// What is left of a gate in this question.
    #[inline]
    fn left(&mut self, gate: u32, fails_at: u32) -> Option<&mut u32> {
        let entry = self.gates.get_mut(gate as usize)?;
        if entry.0 != self.gate_question {
            *entry = (self.gate_question, fails_at);
        }
        Some(&mut entry.1)
    }

    /// A member of a gate is away, as expected: there is less to lose, but what is left still works.
    pub(crate) fn miss(
        &mut self,
        snapshot: &Snapshot,
        hits: &[Hit],
        missing: &mut Vec<(u32, u32)>,
    ) {
        for hit in hits {
            let Hit {
                mut gate,
                mut weight,
            } = *hit;
            while let Some(it) = snapshot.gate(gate) {
                let Some(left) = self.left(gate, it.fails_at()) else {
                    break;
                };
                *left = left.saturating_sub(weight).max(1);
                let at = missing.partition_point(|(known, _)| *known < gate);
                if missing.get(at).is_none_or(|(known, _)| *known != gate) {
                    missing.insert(at, (gate, 0));
                }
                let Some((_, gone)) = missing.get_mut(at) else {
                    break;
                };
                *gone = gone.saturating_add(weight);
                // A group of which nothing is left is away as a whole.
                let known = snapshot.weights(gate);
                if *gone < known.total || !it.is_inner() {
                    break;
                }
                (gate, weight) = (it.parent, known.own);
            }
        }
    }

    /// Takes up who is degraded because one of those taken up is down: who gets by without it, and
    /// who feels the loss although enough of a group is left.
    pub(crate) fn shake(&mut self, snapshot: &Snapshot, item: u32) {
        self.push_all(snapshot.soft.row(item));
    }

    /// Takes up who gets by without a group that has failed.
    pub(crate) fn shake_gates(&mut self) {
        for at in 0..self.gets_by.len() {
            if let Some(&item) = self.gets_by.get(at) {
                self.push(item);
            }
        }
        self.gets_by.clear();
    }
}

/// Takes a row of items up, without a branch on whether each is new. Returns how long the list is
/// then.
#[inline]
fn take_up(row: &[u32], mark: u8, marks: &mut [u8], list: &mut [u32], len: usize) -> usize {
    let mut len = len;
    if mark & DEGRADED == 0 {
        // Whoever is found down is the first to be found at all.
        for &item in row {
            if let (Some(slot), Some(known)) = (list.get_mut(len), marks.get_mut(item as usize)) {
                *slot = item;
                len = len.wrapping_add(usize::from(*known != mark));
                *known = mark;
            }
        }
    } else {
        for &item in row {
            if let (Some(slot), Some(known)) = (list.get_mut(len), marks.get_mut(item as usize)) {
                let is_new = *known | DEGRADED != mark;
                *slot = item;
                len = len.wrapping_add(usize::from(is_new));
                *known = if is_new { mark } else { *known };
            }
        }
    }
    len
}
