//! What an incident and a known error can be compared by: the text, and the facts.

use alloc::collections::BTreeSet;
use alloc::string::String;
use core::fmt;
use itsm_core::id::{CiId, ServiceId};
use itsm_core::plain_enum;
use itsm_core::text::Label;

plain_enum! {
    /// What a fact is about.
    pub enum FactKind {
        /// The category of the desk's scheme.
        Category = "category",
        /// A configuration item.
        Ci = "ci",
        /// A service.
        Service = "service",
        /// The category together with its subcategory.
        Subcategory = "subcategory",
    }
}

/// A fact that records may share.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "snake_case")
)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub enum Fact {
    /// They are of this category.
    Category(Label),
    /// They are about this item.
    Ci(CiId),
    /// They are about this service.
    Service(ServiceId),
    /// They are of this category and, within it, of this subcategory.
    Subcategory(Label, Label),
}

impl Fact {
    /// What it is about.
    pub const fn kind(&self) -> FactKind {
        match self {
            Self::Category(_) => FactKind::Category,
            Self::Ci(_) => FactKind::Ci,
            Self::Service(_) => FactKind::Service,
            Self::Subcategory(..) => FactKind::Subcategory,
        }
    }
}

impl fmt::Display for Fact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ", self.kind())?;
        match self {
            Self::Category(category) => write!(f, "{category}"),
            Self::Ci(ci) => write!(f, "{ci}"),
            Self::Service(service) => write!(f, "{service}"),
            Self::Subcategory(category, subcategory) => write!(f, "{category} / {subcategory}"),
        }
    }
}

/// What is said of an incident or of a known error, as far as records are compared by it.
///
/// The host puts in whatever words there are: a title and what the caller says; the symptoms and
/// the workarounds of a known error.
///
/// ```
/// use itsm_core::text::Label;
/// use itsm_problem::description::Description;
///
/// let said = Description::new("Printer on floor 3 prints blank pages")
///     .subcategory(Label::new("Workplace")?, Label::new("Printer")?);
/// let facts: Vec<_> = said.facts().map(|it| it.to_string()).collect();
/// assert_eq!(facts, ["category Workplace", "subcategory Workplace / Printer"]);
/// # Ok::<(), itsm_core::text::TextError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(default, deny_unknown_fields)
)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct Description {
    /// The words, in any language.
    pub text: String,
    /// The items that it is about.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "BTreeSet::is_empty"))]
    pub cis: BTreeSet<CiId>,
    /// The services that it is about.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "BTreeSet::is_empty"))]
    pub services: BTreeSet<ServiceId>,
    /// The category of the desk's scheme.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub category: Option<Label>,
    /// The subcategory, which says nothing without its category.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub subcategory: Option<Label>,
}

impl Description {
    /// The words alone.
    pub fn new(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            ..Self::default()
        }
    }

    /// It is about this item too.
    #[must_use]
    pub fn ci(mut self, ci: CiId) -> Self {
        self.cis.insert(ci);
        self
    }

    /// It is about this service too.
    #[must_use]
    pub fn service(mut self, service: ServiceId) -> Self {
        self.services.insert(service);
        self
    }

    /// It is of this category.
    #[must_use]
    pub fn category(mut self, category: Label) -> Self {
        self.category = Some(category);
        self
    }

    /// It is of this category and subcategory.
    #[must_use]
    pub fn subcategory(mut self, category: Label, subcategory: Label) -> Self {
        self.category = Some(category);
        self.subcategory = Some(subcategory);
        self
    }

    /// The facts, in order, each once.
    pub fn facts(&self) -> impl Iterator<Item = Fact> + '_ {
        let category = self.category.clone().map(Fact::Category);
        let cis = self.cis.iter().copied().map(Fact::Ci);
        let services = self.services.iter().copied().map(Fact::Service);
        let both = self.category.clone().zip(self.subcategory.clone());
        let subcategory = both.map(|(category, it)| Fact::Subcategory(category, it));
        category
            .into_iter()
            .chain(cis)
            .chain(services)
            .chain(subcategory)
    }
}
