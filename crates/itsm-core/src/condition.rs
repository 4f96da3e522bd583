//! Conditions: one small language in which every rule of every practice is written down as data.
//!
//! The logic has three values. A value that a record does not know makes a test *unknown*, and
//! unknown spreads only as far as it matters: `all` with one false part is false whatever else is
//! unknown, `any` with one true part is true. A condition never guesses.

use crate::atom::Atom;
use crate::attribute::{Attribute, Domains, Subject};
use crate::draft::{DraftCondition, DraftTest, MAX_DEPTH};
use crate::fault::Faults;
use crate::place::Place;
use alloc::boxed::Box;
use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::ToString;
use alloc::vec::Vec;
use core::fmt;

/// A condition over a practice's vocabulary, checked against the domains of a policy.
///
/// ```
/// use itsm_core::attribute::{Attribute, Domain, Domains, Subject, Value};
/// use itsm_core::condition::Condition;
/// use itsm_core::draft::DraftCondition;
///
/// #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
/// enum Ask { Priority, Children }
///
/// impl core::fmt::Display for Ask {
///     fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
///         f.write_str(match self { Self::Priority => "priority", Self::Children => "child_count" })
///     }
/// }
/// impl Attribute for Ask {
///     fn parse(name: &str) -> Option<Self> {
///         match name { "priority" => Some(Self::Priority), "child_count" => Some(Self::Children), _ => None }
///     }
/// }
///
/// struct Policy;
/// impl Domains<Ask> for Policy {
///     fn domain(&self, ask: &Ask) -> Option<Domain> {
///         Some(match ask {
///             Ask::Priority => Domain::Level(["Critical", "High", "Low"].map(String::from).into()),
///             Ask::Children => Domain::Integer { min: 0, max: 1_000_000 },
///         })
///     }
/// }
///
/// struct Ticket { priority: Option<&'static str>, children: i64 }
/// impl Subject<Ask> for Ticket {
///     fn value(&self, ask: &Ask) -> Option<Value<'_>> {
///         match ask {
///             Ask::Priority => self.priority.map(Value::Text),
///             Ask::Children => Some(Value::Integer(self.children)),
///         }
///     }
/// }
///
/// let draft = DraftCondition::any([
///     DraftCondition::attribute("priority").at_least("High"),
///     DraftCondition::attribute("child_count").above(20),
/// ]);
/// let urgent = Condition::<Ask>::compile(&draft, &Policy)?;
/// assert_eq!(urgent.eval(&Ticket { priority: Some("Low"), children: 3 }), Some(false));
/// assert_eq!(urgent.eval(&Ticket { priority: None, children: 25 }), Some(true));
/// assert_eq!(urgent.eval(&Ticket { priority: None, children: 3 }), None); // nobody can say yet
///
/// let wrong = DraftCondition::all([DraftCondition::attribute("priority").at_least("Hgih")]);
/// let faults = Condition::<Ask>::compile(&wrong, &Policy).unwrap_err();
/// assert_eq!(faults.iter().next().map(|fault| fault.path.as_str()), Some("all[0].at_least"));
/// # Ok::<(), itsm_core::fault::Faults>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition<A> {
    pub(crate) root: Node<A>,
}

/// At most [`MAX_DEPTH`] deep, because only `compile` makes one; so it may be walked by recursion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Node<A> {
    All(Vec<Self>),
    Any(Vec<Self>),
    Not(Box<Self>),
    Is(Atom<A>),
}

impl<A: Attribute> Condition<A> {
    /// Checks a draft against the vocabulary and the domains of the policy in force.
    ///
    /// # Errors
    /// All [`Faults`] at once, each with its path, such as `all[2].not.at_least`: an attribute that
    /// does not exist, an operator that does not suit it, a literal of the wrong kind or outside of
    /// the domain, an empty `in`, nesting deeper than [`MAX_DEPTH`].
    pub fn compile(
        draft: &DraftCondition,
        domains: &(impl Domains<A> + ?Sized),
    ) -> Result<Self, Faults> {
        let mut faults = Faults::new();
        let condition = Self::compile_at(draft, &Place::Root, domains, &mut faults);
        faults.or(condition)
    }

    pub(crate) fn compile_at(
        draft: &DraftCondition,
        place: &Place<'_>,
        domains: &(impl Domains<A> + ?Sized),
        faults: &mut Faults,
    ) -> Option<Self> {
        compile(draft, place, 1, domains, faults).map(|root| Self { root })
    }

    /// Whether it is true of the subject: yes, no, or `None` when something that matters is unknown.
    ///
    /// Stops at the first part that settles the matter, and allocates nothing.
    #[inline]
    pub fn eval(&self, subject: &(impl Subject<A> + ?Sized)) -> Option<bool> {
        self.root.eval(subject)
    }

    /// Whether it is known to be true of the subject.
    #[inline]
    pub fn holds(&self, subject: &(impl Subject<A> + ?Sized)) -> bool {
        self.eval(subject) == Some(true)
    }

    /// The attributes it reads.
    pub fn attributes(&self) -> BTreeSet<&A> {
        let mut into = BTreeSet::new();
        self.root.attributes(&mut into);
        into
    }

    /// The raw form, as it was written.
    pub fn draft(&self) -> DraftCondition {
        self.root.draft()
    }
}

fn compile<A: Attribute>(
    draft: &DraftCondition,
    place: &Place<'_>,
    depth: usize,
    domains: &(impl Domains<A> + ?Sized),
    faults: &mut Faults,
) -> Option<Node<A>> {
    if depth > MAX_DEPTH {
        faults.add(
            place.to_string(),
            "condition.too_deep",
            format!("conditions are nested deeper than {MAX_DEPTH}"),
        );
        return None;
    }
    let deeper = depth.saturating_add(1);
    let mut list = |parts: &[DraftCondition], key: &Place<'_>| -> Option<Vec<Node<A>>> {
        let parts: Vec<Option<Node<A>>> = parts
            .iter()
            .enumerate()
            .map(|(i, part)| compile(part, &key.item(i), deeper, domains, faults))
            .collect();
        parts.into_iter().collect()
    };
    match draft {
        DraftCondition::All(parts) => list(parts, &place.key("all")).map(Node::All),
        DraftCondition::Any(parts) => list(parts, &place.key("any")).map(Node::Any),
        DraftCondition::Not(inner) => compile(inner, &place.key("not"), deeper, domains, faults)
            .map(|inner| Node::Not(Box::new(inner))),
        DraftCondition::Is { attribute, test } => {
            Atom::compile(attribute, test, place, domains, faults).map(Node::Is)
        }
    }
}

impl<A: Attribute> Node<A> {
    fn eval(&self, subject: &(impl Subject<A> + ?Sized)) -> Option<bool> {
        match self {
            Self::All(parts) => settle(parts, false, subject),
            Self::Any(parts) => settle(parts, true, subject),
            Self::Not(inner) => inner.eval(subject).map(|it| !it),
            Self::Is(atom) => atom.test.check(subject.value(&atom.attribute)),
        }
    }

    fn attributes<'a>(&'a self, into: &mut BTreeSet<&'a A>) {
        match self {
            Self::All(parts) | Self::Any(parts) => {
                for part in parts {
                    part.attributes(into);
                }
            }
            Self::Not(inner) => inner.attributes(into),
            Self::Is(atom) => {
                into.insert(&atom.attribute);
            }
        }
    }

    fn draft(&self) -> DraftCondition {
        match self {
            Self::All(parts) => DraftCondition::all(parts.iter().map(Self::draft)),
            Self::Any(parts) => DraftCondition::any(parts.iter().map(Self::draft)),
            Self::Not(inner) => !inner.draft(),
            Self::Is(atom) => DraftCondition::Is {
                attribute: atom.attribute.to_string(),
                test: DraftTest::clone(&atom.draft),
            },
        }
    }
}

/// One part with the settling answer settles it; else one unknown part leaves it open.
#[inline]
fn settle<A: Attribute>(
    parts: &[Node<A>],
    settling: bool,
    subject: &(impl Subject<A> + ?Sized),
) -> Option<bool> {
    let mut otherwise = Some(!settling);
    for part in parts {
        match part.eval(subject) {
            Some(answer) if answer == settling => return Some(settling),
            Some(_) => {}
            None => otherwise = None,
        }
    }
    otherwise
}

impl<A: Attribute> fmt::Display for Condition<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.root.fmt(f)
    }
}

impl<A: Attribute> fmt::Display for Node<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let list = |f: &mut fmt::Formatter<'_>, parts: &[Self], word: &str| {
            for (i, part) in parts.iter().enumerate() {
                if i > 0 {
                    write!(f, " {word} ")?;
                }
                match part {
                    Self::Is(_) | Self::Not(_) => write!(f, "{part}")?,
                    _ => write!(f, "({part})")?,
                }
            }
            Ok(())
        };
        match self {
            Self::All(parts) if parts.is_empty() => f.write_str("always"),
            Self::Any(parts) if parts.is_empty() => f.write_str("never"),
            Self::All(parts) => list(f, parts, "and"),
            Self::Any(parts) => list(f, parts, "or"),
            Self::Not(inner) => write!(f, "not ({inner})"),
            Self::Is(atom) => write!(f, "`{}` {}", atom.attribute, atom.draft),
        }
    }
}

#[cfg(feature = "serde")]
impl<A: Attribute> serde::Serialize for Condition<A> {
    /// Writes the raw form.
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.draft().serialize(serializer)
    }
}
