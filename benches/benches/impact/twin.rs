//! The twin: rows of dependants in one list, numbered so that neighbours lie side by side, and a
//! walk without a branch on whether somebody is new. What a programmer writes by hand who has
//! numbers for items, one kind of relationship and nothing to explain.

use itsm_benches::estate::Estate;

/// Rows of numbers in one list.
#[derive(Debug)]
pub(crate) struct Rows {
    starts: Vec<u32>,
    targets: Vec<u32>,
}

impl Rows {
    pub(crate) fn new(rows: usize, pairs: &[(u32, u32)]) -> Self {
        let mut starts = vec![0; rows + 1];
        for (from, _) in pairs {
            starts[*from as usize + 1] += 1;
        }
        for at in 0..rows {
            starts[at + 1] += starts[at];
        }
        let mut next = starts.clone();
        let mut targets = vec![0; pairs.len()];
        for (from, to) in pairs {
            let place = &mut next[*from as usize];
            targets[*place as usize] = *to;
            *place += 1;
        }
        Self { starts, targets }
    }

    #[inline]
    pub(crate) fn row(&self, item: u32) -> &[u32] {
        let start = self.starts[item as usize] as usize;
        let end = self.starts[item as usize + 1] as usize;
        &self.targets[start..end]
    }
}

/// For each item its new number: breadth first from those that nobody carries.
pub(crate) fn renumber(estate: &Estate) -> Vec<u32> {
    let carriers = carriers(estate);
    let rows = Rows::new(estate.items, &carriers);
    let mut is_carried = vec![false; estate.items];
    for (_, dependant) in &carriers {
        is_carried[*dependant as usize] = true;
    }
    let mut number = vec![u32::MAX; estate.items];
    let mut order = Vec::with_capacity(estate.items);
    for carried in [false, true] {
        for item in 0..u32::try_from(estate.items).expect("a small number") {
            if is_carried[item as usize] != carried || number[item as usize] != u32::MAX {
                continue;
            }
            let mut next = order.len();
            number[item as usize] = u32::try_from(order.len()).expect("a small number");
            order.push(item);
            while next < order.len() {
                for target in rows.row(order[next]) {
                    if number[*target as usize] == u32::MAX {
                        number[*target as usize] =
                            u32::try_from(order.len()).expect("a small number");
                        order.push(*target);
                    }
                }
                next += 1;
            }
        }
    }
    number
}

/// Who carries whom: provider and dependant.
pub(crate) fn carriers(estate: &Estate) -> Vec<(u32, u32)> {
    estate.needs.iter().map(|(it, need)| (*need, *it)).collect()
}

/// The walk along relationships alone.
#[derive(Debug)]
pub(crate) struct Walk {
    rows: Rows,
    marks: Vec<u8>,
    question: u8,
    list: Vec<u32>,
}

impl Walk {
    pub(crate) fn new(estate: &Estate, number: &[u32]) -> Self {
        let pairs: Vec<(u32, u32)> = carriers(estate)
            .into_iter()
            .map(|(from, to)| (number[from as usize], number[to as usize]))
            .collect();
        Self {
            rows: Rows::new(estate.items, &pairs),
            marks: vec![0; estate.items],
            question: 0,
            list: vec![0; estate.items + 1],
        }
    }

    pub(crate) fn bytes(&self) -> usize {
        4 * (self.rows.starts.len() + self.rows.targets.len())
    }

    /// Everybody who goes down with the item.
    pub(crate) fn walk(&mut self, item: u32) -> &[u32] {
        if self.question == u8::MAX {
            self.marks.fill(0);
            self.question = 0;
        }
        self.question += 1;
        let question = self.question;
        let (marks, list) = (self.marks.as_mut_slice(), self.list.as_mut_slice());
        list[0] = item;
        marks[item as usize] = question;
        let (mut at, mut len) = (0, 1);
        while at < len {
            for &target in self.rows.row(list[at]) {
                list[len] = target;
                let mark = &mut marks[target as usize];
                len += usize::from(*mark != question);
                *mark = question;
            }
            at += 1;
        }
        &self.list[..len]
    }
}

/// A group: how many have to be lost, and who then goes down.
#[derive(Debug, Clone, Copy)]
struct Gate {
    fails_at: u32,
    holder: u32,
}

/// What is left of a gate in a question.
#[derive(Debug, Clone, Copy)]
struct Left {
    question: u32,
    left: u32,
}

/// The walk with a counter for each group.
#[derive(Debug)]
pub(crate) struct CountingWalk {
    walk: Walk,
    memberships: Rows,
    gates: Vec<Gate>,
    left: Vec<Left>,
    question: u32,
}

impl CountingWalk {
    pub(crate) fn new(estate: &Estate, number: &[u32]) -> Self {
        let mut gates = Vec::new();
        let mut pairs = Vec::new();
        for it in &estate.groups {
            let gate = u32::try_from(gates.len()).expect("a small number");
            let members = u32::try_from(it.members.len()).expect("few members");
            gates.push(Gate {
                fails_at: members - it.needed + 1,
                holder: number[it.holder as usize],
            });
            pairs.extend(it.members.iter().map(|it| (number[*it as usize], gate)));
        }
        Self {
            walk: Walk::new(estate, number),
            memberships: Rows::new(estate.items, &pairs),
            left: vec![
                Left {
                    question: 0,
                    left: 0
                };
                gates.len()
            ],
            gates,
            question: 0,
        }
    }

    /// Everybody who goes down with these.
    pub(crate) fn walk(&mut self, items: &[u32]) -> &[u32] {
        let walk = &mut self.walk;
        if walk.question == u8::MAX {
            walk.marks.fill(0);
            walk.question = 0;
        }
        walk.question += 1;
        self.question += 1;
        let mark_now = walk.question;
        let (marks, list) = (walk.marks.as_mut_slice(), walk.list.as_mut_slice());
        let (mut at, mut len) = (0, 0);
        let mut push = |list: &mut [u32], len: &mut usize, target: u32| {
            list[*len] = target;
            let mark = &mut marks[target as usize];
            *len += usize::from(*mark != mark_now);
            *mark = mark_now;
        };
        for item in items {
            push(list, &mut len, *item);
        }
        while at < len {
            let item = list[at];
            for &target in walk.rows.row(item) {
                push(list, &mut len, target);
            }
            for &gate in self.memberships.row(item) {
                let it = &mut self.left[gate as usize];
                let known = self.gates[gate as usize];
                if it.question != self.question {
                    *it = Left {
                        question: self.question,
                        left: known.fails_at,
                    };
                }
                it.left = it.left.wrapping_sub(1);
                if it.left == 0 {
                    push(list, &mut len, known.holder);
                }
            }
            at += 1;
        }
        &self.walk.list[..len]
    }
}
