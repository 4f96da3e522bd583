//! Where in a draft something stands, kept on the stack until it has to be written out.

use core::fmt;

/// A path such as `all[2].not.at_least`, as a chain of borrowed steps.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Place<'a> {
    Root,
    Key(&'a Place<'a>, &'static str),
    Item(&'a Place<'a>, usize),
}

impl<'a> Place<'a> {
    pub(crate) const fn key(&'a self, name: &'static str) -> Self {
        Self::Key(self, name)
    }

    pub(crate) const fn item(&'a self, index: usize) -> Self {
        Self::Item(self, index)
    }
}

impl fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Root => Ok(()),
            Self::Key(Self::Root, name) => f.write_str(name),
            Self::Key(parent, name) => write!(f, "{parent}.{name}"),
            Self::Item(parent, index) => write!(f, "{parent}[{index}]"),
        }
    }
}
