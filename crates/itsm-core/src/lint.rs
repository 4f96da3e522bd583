//! The linter: finds rules that cannot do what their author meant, before any record meets them.
//!
//! It does not sample. Over the domains of the policy it considers every kind of subject there can
//! be, values that are not known included, and so its findings are facts: a rule that "never
//! matches" matches nothing, ever. What more than [`MAX_ATOMS`] distinct tests decide together it
//! calls undecided instead of guessing.

use crate::attribute::{Attribute, Domains};
use crate::condition::{Condition, Node};
use crate::rule_table::{RuleTable, TableRule};
use crate::satisfy::{self, Answer, Formula, Space};
use crate::text::Code;
use alloc::vec::Vec;
use core::fmt;

/// The most distinct tests ("atoms") that are considered together. Tests in parts of a rule that
/// share no attribute do not count together.
pub const MAX_ATOMS: usize = satisfy::MAX_ATOMS;

/// What can become of a condition, over all subjects there can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize),
    serde(rename_all = "snake_case")
)]
pub enum Verdict {
    /// True of every subject, whatever is known of it.
    Always,
    /// True of no subject: a contradiction.
    Never,
    /// True of some and not of others, as a condition should be.
    Sometimes,
    /// So many distinct tests hang together, more than [`MAX_ATOMS`].
    Undecided {
        /// How many.
        atoms: usize,
    },
}

/// Something that is odd about a rule of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Finding {
    /// The rule's id.
    pub rule: Code,
    /// What is odd about it.
    pub flaw: Flaw,
}

/// What is odd about a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize),
    serde(tag = "type", rename_all = "snake_case")
)]
#[non_exhaustive]
pub enum Flaw {
    /// It matches every subject. Not reported of an empty `all` in the last active rule, which is
    /// how a table says "everything else".
    AlwaysMatches,
    /// It matches the very subjects that an earlier rule matches, so it never gets its turn.
    Duplicate {
        /// The first such rule.
        of: Code,
    },
    /// It contradicts itself: no subject matches it.
    NeverMatches,
    /// Every subject that it matches is matched by an earlier rule, so it never gets its turn.
    Shadowed {
        /// The earlier rules that together do so; none of them can be left out.
        by: Vec<Code>,
    },
    /// Too many distinct tests hang together to say.
    Undecided {
        /// How many: more than [`MAX_ATOMS`].
        atoms: usize,
    },
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "rule `{}` ", self.rule)?;
        match &self.flaw {
            Flaw::AlwaysMatches => f.write_str("matches everything"),
            Flaw::Duplicate { of } => write!(f, "matches the same as the earlier rule `{of}`"),
            Flaw::NeverMatches => f.write_str("never matches: it contradicts itself"),
            Flaw::Shadowed { by } => {
                f.write_str("never gets its turn: all it matches is matched before by")?;
                for (i, rule) in by.iter().enumerate() {
                    write!(f, "{} `{rule}`", if i > 0 { "," } else { "" })?;
                }
                Ok(())
            }
            Flaw::Undecided { atoms } => write!(
                f,
                "is undecided: {atoms} distinct tests hang together, at most {MAX_ATOMS} are considered"
            ),
        }
    }
}

impl<A: Attribute> Condition<A> {
    /// What can become of it, over all subjects there can be under these domains.
    pub fn lint(&self, domains: &(impl Domains<A> + ?Sized)) -> Verdict {
        let mut space = Space::new(domains);
        let formula = space.add(&self.root);
        verdict(&space, &formula)
    }

    /// Whether every subject of which this is true makes the other true as well; `None` when too
    /// many tests hang together to say.
    pub fn implies(&self, other: &Self, domains: &(impl Domains<A> + ?Sized)) -> Option<bool> {
        let mut space = Space::new(domains);
        let (one, two) = (space.add(&self.root), space.add(&other.root));
        match space.possible(&[&one], &[&two]) {
            Answer::Yes => Some(false),
            Answer::No => Some(true),
            Answer::Undecided(_) => None,
        }
    }

    /// Whether some subject makes both true; `None` when too many tests hang together to say.
    pub fn overlaps(&self, other: &Self, domains: &(impl Domains<A> + ?Sized)) -> Option<bool> {
        let mut space = Space::new(domains);
        let (one, two) = (space.add(&self.root), space.add(&other.root));
        match space.possible(&[&one, &two], &[]) {
            Answer::Yes => Some(true),
            Answer::No => Some(false),
            Answer::Undecided(_) => None,
        }
    }
}

fn verdict<A: Attribute, D: Domains<A> + ?Sized>(
    space: &Space<'_, A, D>,
    formula: &Formula,
) -> Verdict {
    match (
        space.possible(&[formula], &[]),
        space.possible(&[], &[formula]),
    ) {
        (Answer::No, _) => Verdict::Never,
        (_, Answer::No) => Verdict::Always,
        (Answer::Undecided(atoms), _) | (_, Answer::Undecided(atoms)) => {
            Verdict::Undecided { atoms }
        }
        (Answer::Yes, Answer::Yes) => Verdict::Sometimes,
    }
}

impl<A: Attribute, T> RuleTable<A, T> {
    /// Finds the active rules that never match, always match, or never get their turn because
    /// earlier ones take everything; in the order of the rules.
    ///
    /// ```
    /// # use itsm_core::attribute::{Attribute, Domain, Domains};
    /// use itsm_core::draft::DraftCondition;
    /// use itsm_core::rule_table::{DraftRule, DraftRuleTable, RuleTable};
    /// # #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
    /// # struct Children;
    /// # impl core::fmt::Display for Children {
    /// #     fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result { f.write_str("child_count") }
    /// # }
    /// # impl Attribute for Children {
    /// #     fn parse(name: &str) -> Option<Self> { (name == "child_count").then_some(Self) }
    /// # }
    /// # struct Policy;
    /// # impl Domains<Children> for Policy {
    /// #     fn domain(&self, _: &Children) -> Option<Domain> { Some(Domain::Integer { min: 0, max: 1_000 }) }
    /// # }
    ///
    /// let children = || DraftCondition::attribute("child_count");
    /// let table = RuleTable::compile(
    ///     DraftRuleTable {
    ///         rules: vec![
    ///             DraftRule::new("many", children().at_least(20), "declare"),
    ///             DraftRule::new("few", children().below(20), "wait"),
    ///             DraftRule::new("very_many", children().above(100), "declare at once"),
    ///             DraftRule::new("odd", DraftCondition::all([children().above(9), children().below(5)]), "?"),
    ///         ],
    ///     },
    ///     &Policy,
    /// )?;
    /// let findings: Vec<String> = table.lint(&Policy).iter().map(ToString::to_string).collect();
    /// assert_eq!(findings, [
    ///     "rule `very_many` never gets its turn: all it matches is matched before by `many`",
    ///     "rule `odd` never matches: it contradicts itself",
    /// ]);
    /// # Ok::<(), itsm_core::fault::Faults>(())
    /// ```
    pub fn lint(&self, domains: &(impl Domains<A> + ?Sized)) -> Vec<Finding> {
        let active: Vec<&TableRule<A, T>> = self
            .rules()
            .iter()
            .filter(|rule| rule.is_active())
            .collect();
        let mut space = Space::new(domains);
        let formulas: Vec<Formula> = active
            .iter()
            .map(|rule| space.add(&rule.when().root))
            .collect();
        let mut findings = Vec::new();
        let mut earlier: Vec<(&Code, &Formula)> = Vec::new();
        let mut left = active.len();
        for (rule, formula) in active.iter().zip(&formulas) {
            left = left.saturating_sub(1);
            let mut report = |flaw| {
                findings.push(Finding {
                    rule: rule.id().clone(),
                    flaw,
                });
            };
            let catch_all = matches!(&rule.when().root, Node::All(parts) if parts.is_empty());
            let verdict = verdict(&space, formula);
            match verdict {
                Verdict::Never => {
                    report(Flaw::NeverMatches);
                    continue; // it takes nothing from the rules after it
                }
                Verdict::Always if left > 0 || !catch_all => report(Flaw::AlwaysMatches),
                _ => {}
            }
            match (shadow(&space, formula, &earlier), verdict) {
                (Some(flaw), _) => report(flaw),
                (None, Verdict::Undecided { atoms }) => report(Flaw::Undecided { atoms }),
                (None, _) => {}
            }
            earlier.push((rule.id(), formula));
        }
        findings
    }
}

/// Whether, and by which, earlier rules take everything that a rule matches.
fn shadow<A: Attribute, D: Domains<A> + ?Sized>(
    space: &Space<'_, A, D>,
    rule: &Formula,
    earlier: &[(&Code, &Formula)],
) -> Option<Flaw> {
    let implied = |one, other| space.possible(&[one], &[other]) == Answer::No;
    let mut covering: Option<&Code> = None;
    for (id, other) in earlier {
        // The same words are a duplicate, however many tests they have.
        let same = *other == rule;
        if same || implied(rule, other) {
            if same || implied(other, rule) {
                return Some(Flaw::Duplicate { of: (*id).clone() });
            }
            covering = covering.or(Some(id));
        }
    }
    if let Some(id) = covering {
        return Some(Flaw::Shadowed {
            by: alloc::vec![id.clone()],
        });
    }
    // A rule that can never match together with this one takes nothing from it.
    let mut taking: Vec<(&Code, &Formula)> = earlier
        .iter()
        .filter(|(_, other)| space.possible(&[rule, other], &[]) != Answer::No)
        .copied()
        .collect();
    let escapes = |taking: &[(&Code, &Formula)]| {
        let others: Vec<&Formula> = taking.iter().map(|(_, other)| *other).collect();
        space.possible(&[rule], &others)
    };
    match escapes(&taking) {
        Answer::Yes => return None,
        Answer::Undecided(atoms) => return Some(Flaw::Undecided { atoms }),
        Answer::No => {}
    }
    for place in (0..taking.len()).rev() {
        let mut fewer = taking.clone();
        fewer.remove(place);
        if escapes(&fewer) == Answer::No {
            taking = fewer;
        }
    }
    Some(Flaw::Shadowed {
        by: taking.into_iter().map(|(id, _)| id.clone()).collect(),
    })
}
