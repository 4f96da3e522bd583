//! Attributes: what a condition can ask of a record, and what a record can answer.
//!
//! Each practice has a vocabulary of its own, an enum with one variant for each attribute. The
//! policy in force says which values an attribute can take (its [`Domain`]), because levels,
//! sub-statuses and custom attributes differ from desk to desk. A record answers with a borrowed
//! [`Value`], or not at all: what is not known is neither yes nor no.

use crate::level::{Level, Scale};
use crate::time::Instant;
use crate::transition::Names;
use alloc::collections::BTreeSet;
use alloc::string::String;
use alloc::vec::Vec;
use core::borrow::Borrow;
use core::fmt;
use uuid::Uuid;

/// A practice's vocabulary: an enum, one variant for each attribute.
///
/// `Display` writes the name that [`parse`](Self::parse) reads.
pub trait Attribute: Clone + Ord + fmt::Debug + fmt::Display + Send + Sync + 'static {
    /// The attribute with this name.
    fn parse(name: &str) -> Option<Self>;
}

/// Which values an attribute can take.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Domain {
    /// Yes or no.
    Boolean,
    /// One of several texts without an order, such as a category or a state.
    Choice(Vec<String>),
    /// One record, person or group, by its id. In a condition: the UUID as a text.
    Id,
    /// Several of them, such as the affected configuration items.
    IdSet,
    /// A point in time. In a condition: RFC 3339, as a text.
    Instant,
    /// A whole number.
    Integer {
        /// The least it can be.
        min: i64,
        /// The greatest it can be.
        max: i64,
    },
    /// One of several levels, by their labels, most important first.
    Level(Vec<String>),
    /// Any text.
    Text,
    /// Several texts, such as tags.
    TextSet,
}

impl Domain {
    /// One of these texts.
    pub fn choice<T: AsRef<str>>(texts: impl IntoIterator<Item = T>) -> Self {
        Self::Choice(texts.into_iter().map(|it| it.as_ref().into()).collect())
    }

    /// One of the names of a closed set, such as the states of a lifecycle.
    pub fn names<N: Names>() -> Self {
        Self::choice(N::ALL.iter().map(|it| it.name()))
    }

    /// A level of this scale.
    pub fn level<L: Level>(scale: &Scale<L>) -> Self {
        Self::Level(scale.labels())
    }

    pub(crate) const fn kind(&self) -> Kind {
        match self {
            Self::Boolean => Kind::Boolean,
            Self::Choice(_) | Self::Level(_) | Self::Text => Kind::Text,
            Self::Id => Kind::Id,
            Self::IdSet => Kind::IdSet,
            Self::Instant => Kind::Instant,
            Self::Integer { .. } => Kind::Integer,
            Self::TextSet => Kind::TextSet,
        }
    }
}

/// The domains of a vocabulary under one policy.
pub trait Domains<A> {
    /// Which values the attribute can take; `None` if there is no such attribute under this policy.
    fn domain(&self, attribute: &A) -> Option<Domain>;
}

impl<A, D: Domains<A> + ?Sized> Domains<A> for &D {
    fn domain(&self, attribute: &A) -> Option<Domain> {
        (**self).domain(attribute)
    }
}

/// What a condition can be asked about: a record, or several records joined.
pub trait Subject<A> {
    /// The value of the attribute; `None` if it is not known.
    fn value(&self, attribute: &A) -> Option<Value<'_>>;
}

impl<A, S: Subject<A> + ?Sized> Subject<A> for &S {
    fn value(&self, attribute: &A) -> Option<Value<'_>> {
        (**self).value(attribute)
    }
}

/// What a record answers.
///
/// ```
/// use itsm_core::attribute::Value;
///
/// let tags = vec![String::from("wan"), String::from("branch")];
/// let value = Value::TextSet(&tags); // borrowed: to answer copies nothing
/// # let _ = value;
/// ```
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub enum Value<'a> {
    /// Yes or no.
    Boolean(bool),
    /// An id, as its UUID.
    Id(Uuid),
    /// Several ids. The empty set is known to be empty.
    IdSet(&'a dyn Members<Uuid>),
    /// A point in time.
    Instant(Instant),
    /// A whole number.
    Integer(i64),
    /// A text; also a choice or a level, by its label.
    Text(&'a str),
    /// Several texts. The empty set is known to be empty.
    TextSet(&'a dyn Members<str>),
}

impl Value<'_> {
    pub(crate) const fn kind(&self) -> Kind {
        match self {
            Self::Boolean(_) => Kind::Boolean,
            Self::Id(_) => Kind::Id,
            Self::IdSet(_) => Kind::IdSet,
            Self::Instant(_) => Kind::Instant,
            Self::Integer(_) => Kind::Integer,
            Self::Text(_) => Kind::Text,
            Self::TextSet(_) => Kind::TextSet,
        }
    }
}

/// The shape of a value, as it is when the record answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    Boolean,
    Id,
    IdSet,
    Instant,
    Integer,
    Text,
    TextSet,
}

/// A set that a record holds in whatever collection it likes, asked for its members.
///
/// Ready for `Vec`, arrays and `BTreeSet`, of texts (`Members<str>`) and of typed ids
/// (`Members<Uuid>`).
pub trait Members<M: ?Sized>: fmt::Debug + Send + Sync {
    /// Whether it is a member.
    fn has(&self, member: &M) -> bool;

    /// Shows every member, in the order of the collection.
    fn each(&self, see: &mut dyn FnMut(&M));
}

macro_rules! members_of_lists {
    ($( [$($generic:tt)*] $list:ty; )+) => { $(
        impl<T: AsRef<str> + fmt::Debug + Send + Sync $($generic)*> Members<str> for $list {
            fn has(&self, member: &str) -> bool {
                self.iter().any(|it| it.as_ref() == member)
            }

            fn each(&self, see: &mut dyn FnMut(&str)) {
                for it in self.iter() {
                    see(it.as_ref());
                }
            }
        }

        impl<T: Copy + Into<Uuid> + fmt::Debug + Send + Sync $($generic)*> Members<Uuid> for $list {
            fn has(&self, member: &Uuid) -> bool {
                self.iter().any(|it| (*it).into() == *member)
            }

            fn each(&self, see: &mut dyn FnMut(&Uuid)) {
                for it in self.iter() {
                    see(&(*it).into());
                }
            }
        }
    )+ };
}

members_of_lists! {
    [] Vec<T>;
    [] &[T];
    [, const N: usize] [T; N];
}

impl<T: Borrow<str> + Ord + fmt::Debug + Send + Sync> Members<str> for BTreeSet<T> {
    fn has(&self, member: &str) -> bool {
        self.contains(member)
    }

    fn each(&self, see: &mut dyn FnMut(&str)) {
        for it in self {
            see(it.borrow());
        }
    }
}

impl<T> Members<Uuid> for BTreeSet<T>
where
    T: Copy + From<Uuid> + Into<Uuid> + Ord + fmt::Debug + Send + Sync,
{
    fn has(&self, member: &Uuid) -> bool {
        self.contains(&T::from(*member))
    }

    fn each(&self, see: &mut dyn FnMut(&Uuid)) {
        for it in self {
            see(&(*it).into());
        }
    }
}
