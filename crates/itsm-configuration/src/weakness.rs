//! Weakness: what brings an item down, as a fault tree.
//!
//! The graph says who needs whom; the fault tree of an item says the same as a formula over what
//! can fail by itself. From it come the single points of failure, the minimal cut sets, the exact
//! availability and the importance of each part. They are not the articulation points of the
//! drawing: redundancy and direction count.
//!
//! Circles are resolved as impact resolves them, to the least fixpoint: nobody is down merely
//! because it would be if it were.

use crate::counter::Counted;
use crate::graph::{DependencyGraph, Requirement};
use crate::question::{Cause, Causes, Lost, Merged, Question, circles, felt, leads_to};
use crate::redundancy::{Group, Member};
use crate::scenario::Status;
use crate::snapshot::View;
use alloc::collections::BTreeMap;
use alloc::vec;
use alloc::vec::Vec;
use itsm_core::id::CiId;
use itsm_fault_tree::{FaultTree, FaultTreeBuilder, Faults, Part};

/// Whether an item fails by itself.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum OwnFailure {
    /// It does: a part that breaks.
    Possible,
    /// It does, with this probability: its unavailability, from 0 to 1.
    Probability(f64),
    /// It does not: it is what others make of it, as most services are.
    Impossible,
}

/// Why an item has no fault tree.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum WeaknessError {
    /// The item does not count in this view.
    #[error("item {ci} does not count in this view")]
    UnknownCi {
        /// Which one.
        ci: CiId,
    },
    /// Items that need each other in circles, through redundancy, are too many to be written as a
    /// formula: it grows with the square of their number.
    #[error("{} items need each other in circles, and their formula would take {parts} parts, expected at most {most}", cis.len())]
    TooTangled {
        /// Who they are, in the order of their ids.
        cis: Vec<CiId>,
        /// How many parts the formula would have.
        parts: usize,
        /// How many it may have.
        most: usize,
    },
    /// A group of weights has too many different sums to be written as a formula.
    #[error("a group of {ci} has weights with more than {most} different sums")]
    TooManySums {
        /// The item that the group belongs to.
        ci: CiId,
        /// How many there may be.
        most: usize,
    },
    /// A probability that is none.
    #[error(transparent)]
    Tree(#[from] Faults),
}

/// How many parts a formula of a circle may have.
const MOST_PARTS: usize = 2_000_000;
/// How many different sums the weights of a group may have.
const MOST_SUMS: usize = 100_000;

/// The fault tree of an item: how parts that fail by themselves make it do as badly as this, or
/// worse.
///
/// With [`Status::Down`] the tree is about its being down, with [`Status::Degraded`] about its
/// suffering at all. Its events are items; that items fail independently of each other, but for
/// what the graph says, is assumed.
///
/// ```
/// # use itsm_configuration::graph::DependencyGraph;
/// # use itsm_configuration::redundancy::{Group, RedundancyGroup};
/// # use itsm_configuration::relationship::{Flow, Relationship, RelationshipType, Strength};
/// # use itsm_core::{id::CiId, text::{Code, Label}};
/// use itsm_configuration::scenario::Status;
/// use itsm_configuration::snapshot::View;
/// use itsm_configuration::weakness::{OwnFailure, fault_tree};
/// # let depends_on = Code::new("depends_on")?;
/// # let reads = RelationshipType { forward: Label::new("depends on")?, inverse: Label::new("used by")?, flow: Flow::ToSource, strength: Strength::Hard, containment: false };
/// # let mut graph = DependencyGraph::new([(depends_on.clone(), reads)]);
/// # let [shop, one, two, power] = [1, 2, 3, 4].map(CiId::from_key);
/// # for ci in [shop, one, two, power] { let _ = graph.add(ci)?; }
/// # for it in [one, two] { let _ = graph.relate(Relationship::new(depends_on.clone(), it, power))?; }
/// # let pair = RedundancyGroup::new(Code::new("pair")?, Group::at_least(1, [one, two])?);
/// # let _ = graph.set_group(shop, pair)?;
///
/// // A shop on two servers, which share a power line.
/// let fails = |ci| if ci == shop { OwnFailure::Impossible } else { OwnFailure::Probability(0.01) };
/// let tree = fault_tree(&graph, &View::live(), shop, Status::Down, fails)?;
/// assert_eq!(tree.single_points_of_failure(), [&power]);
/// let analysis = tree.analyze(itsm_fault_tree::AnalysisLimits::default())?;
/// assert_eq!(analysis.cut_set_count()?, 2);
/// assert!((analysis.probability().unwrap() - (1.0 - 0.99 * (1.0 - 0.01 * 0.01))).abs() < 1e-15);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`WeaknessError`] names the item and what is wrong with it.
pub fn fault_tree(
    graph: &DependencyGraph,
    view: &View,
    ci: CiId,
    worst: Status,
    fails: impl Fn(CiId) -> OwnFailure,
) -> Result<FaultTree<CiId>, WeaknessError> {
    if !view.has(graph, ci) {
        return Err(WeaknessError::UnknownCi { ci });
    }
    let mut formula = Formula {
        graph,
        view,
        fails,
        builder: FaultTreeBuilder::new(),
        answers: BTreeMap::new(),
    };
    if worst == Status::Up {
        // Everything does at least that badly.
        let always = formula.builder.constant(true);
        return Ok(formula.builder.build(always)?);
    }
    let top = Question {
        ci,
        suffers: worst == Status::Degraded,
    };
    let causes = Merged::of(&formula.causes_below(top));
    for circle in circles(&causes.causes, leads_to) {
        formula.answer(&circle, &causes)?;
    }
    let never = formula.builder.constant(false);
    let part = formula
        .answers
        .get(&causes.first(top))
        .copied()
        .unwrap_or(never);
    Ok(formula.builder.build(part)?)
}

struct Formula<'a, F> {
    graph: &'a DependencyGraph,
    view: &'a View,
    fails: F,
    builder: FaultTreeBuilder<CiId>,
    answers: BTreeMap<Question, Part>,
}

impl<F: Fn(CiId) -> OwnFailure> Formula<'_, F> {
    /// What makes the answer yes, of this question and of all that it leads to.
    fn causes_below(&self, top: Question) -> Causes {
        let mut all = Causes::new();
        let mut open = vec![top];
        while let Some(question) = open.pop() {
            if all.contains_key(&question) {
                continue;
            }
            let causes = self.causes(question);
            for cause in &causes {
                leads_to(cause, &mut |it| open.push(it));
            }
            all.insert(question, causes);
        }
        all
    }

    fn causes(&self, question: Question) -> Vec<Cause> {
        let Question { ci, suffers } = question;
        let mut causes = Vec::new();
        for requirement in self.graph.requirements(ci) {
            match requirement {
                Requirement::One {
                    relationship,
                    provider,
                    strength,
                } => {
                    let counts = self.view.follows(&relationship.kind)
                        && self.view.has(self.graph, provider);
                    if let Some(suffers) = felt(strength, suffers).filter(|_| counts) {
                        causes.push(Cause::Other(Question {
                            ci: provider,
                            suffers,
                        }));
                    }
                }
                Requirement::Group(group) => {
                    if let Some(suffers) = felt(group.strength, suffers) {
                        causes.extend(self.lost(&group.group, suffers));
                    }
                    if suffers && group.feels_loss {
                        let members = group.group.cis().into_iter();
                        let members = members.filter(|it| self.view.has(self.graph, *it));
                        causes.extend(
                            members.map(|ci| Cause::Other(Question { ci, suffers: false })),
                        );
                    }
                }
            }
        }
        causes
    }

    /// When a group fails, as far as its members count; `None` if none does. How deep is bounded by
    /// [`MAX_DEPTH`](crate::redundancy::MAX_DEPTH).
    fn lost(&self, group: &Group, suffers: bool) -> Option<Cause> {
        let counts = |ci: CiId| self.view.has(self.graph, ci);
        let mut members = Vec::new();
        for (member, weight) in group.members() {
            let cause = match member {
                Member::Ci(ci) => {
                    counts(*ci).then_some(Cause::Other(Question { ci: *ci, suffers }))
                }
                Member::Group(inner) => self.lost(inner, suffers),
            };
            members.extend(cause.map(|cause| Lost { cause, weight }));
        }
        (!members.is_empty()).then(|| Cause::Group {
            group: members,
            fails_at: Counted::of(group, &counts).fails_at(),
        })
    }

    /// Writes down when the answers to these questions are yes; they lead to each other, or there is
    /// one alone.
    fn answer(&mut self, circle: &[Question], merged: &Merged) -> Result<(), WeaknessError> {
        let (none, causes) = (Vec::new(), &merged.causes);
        let is_circle = circle.iter().any(|question| {
            let mut found = false;
            for cause in causes.get(question).unwrap_or(&none) {
                leads_to(cause, &mut |it| found |= circle.binary_search(&it).is_ok());
            }
            found
        });
        // Round by round: who is down with what the round before knew. After as many rounds as
        // there are questions nothing new can come, since the shortest way passes each once.
        let rounds = if is_circle { circle.len() } else { 1 };
        let parts = circle
            .iter()
            .map(|it| causes.get(it).map_or(1, Vec::len).saturating_add(1))
            .sum::<usize>()
            .saturating_mul(rounds);
        if parts > MOST_PARTS {
            let mut cis: Vec<CiId> = circle.iter().map(|it| it.ci).collect();
            cis.dedup();
            return Err(WeaknessError::TooTangled {
                cis,
                parts,
                most: MOST_PARTS,
            });
        }
        let never = self.builder.constant(false);
        let mut known: BTreeMap<Question, Part> =
            circle.iter().map(|question| (*question, never)).collect();
        for _ in 0..rounds {
            let mut next = BTreeMap::new();
            for question in circle {
                let mut inputs = Vec::new();
                for same in merged.same.get(question).into_iter().flatten() {
                    inputs.extend(self.own(*same));
                }
                for cause in causes.get(question).unwrap_or(&none) {
                    inputs.push(self.cause(question.ci, cause, &known)?);
                }
                next.insert(*question, self.builder.or(inputs));
            }
            known = next;
        }
        self.answers.extend(known);
        Ok(())
    }

    fn own(&mut self, question: Question) -> Option<Part> {
        let probability = match (self.fails)(question.ci) {
            OwnFailure::Impossible => return None,
            OwnFailure::Possible => None,
            OwnFailure::Probability(it) => Some(it),
        };
        Some(self.builder.event(question.ci, probability))
    }

    fn cause(
        &mut self,
        holder: CiId,
        cause: &Cause,
        known: &BTreeMap<Question, Part>,
    ) -> Result<Part, WeaknessError> {
        match cause {
            Cause::Other(question) => {
                let part = known.get(question).or_else(|| self.answers.get(question));
                Ok(match part {
                    Some(part) => *part,
                    None => self.builder.constant(false),
                })
            }
            Cause::Group { group, fails_at } => {
                let mut members = Vec::with_capacity(group.len());
                for lost in group {
                    members.push((self.cause(holder, &lost.cause, known)?, lost.weight));
                }
                self.threshold(holder, &members, *fails_at)
            }
        }
    }

    /// When the weights of those that are lost reach so much.
    fn threshold(
        &mut self,
        holder: CiId,
        members: &[(Part, u32)],
        fails_at: u32,
    ) -> Result<Part, WeaknessError> {
        let mut weights = members.iter().map(|(_, weight)| *weight);
        let first = weights.next().unwrap_or(1);
        if weights.all(|it| it == first) {
            let needed = fails_at.div_ceil(first.max(1));
            let parts: Vec<Part> = members.iter().map(|(part, _)| *part).collect();
            return Ok(self.builder.at_least(needed, parts));
        }
        // From the last member to the first: what is still to be lost, and when the rest does.
        let mut needs: Vec<Vec<u32>> = vec![vec![fails_at]];
        let mut sums = 1_usize;
        for (_, weight) in members {
            let before = needs.last().map(Vec::as_slice).unwrap_or_default();
            let mut next: Vec<u32> = before
                .iter()
                .flat_map(|it| [*it, it.saturating_sub(*weight)])
                .collect();
            next.sort_unstable();
            next.dedup();
            sums = sums.saturating_add(next.len());
            if sums > MOST_SUMS {
                return Err(WeaknessError::TooManySums {
                    ci: holder,
                    most: MOST_SUMS,
                });
            }
            needs.push(next);
        }
        let (always, never) = (self.builder.constant(true), self.builder.constant(false));
        let mut after: BTreeMap<u32, Part> = needs
            .pop()
            .into_iter()
            .flatten()
            .map(|it| (it, if it == 0 { always } else { never }))
            .collect();
        for ((part, weight), needs) in members.iter().zip(needs).rev() {
            let mut here = BTreeMap::new();
            for need in needs {
                let rest = |left: u32| after.get(&left).copied().unwrap_or(never);
                let (with, without) = (rest(need.saturating_sub(*weight)), rest(need));
                let lost = self.builder.and([*part, with]);
                here.insert(need, self.builder.or([lost, without]));
            }
            after = here;
        }
        Ok(after.get(&fails_at).copied().unwrap_or(never))
    }
}
