//! Facts, one by one: each with a path and a value, so that two states of an item, or the record and
//! what is there, can be compared.

use crate::baseline::BaselineItem;
use crate::ci::Ci;
use crate::profile::CiProfile;
use crate::state::Standing;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::{String, ToString};
use core::fmt;
use core::str::FromStr;
use itsm_core::custom::AttributeValue;
use itsm_core::free_text::FreeText;
use itsm_core::text::{Code, UnknownName};

/// Which fact of an item: `name`, `stage`, `asset.serial`, `attributes.cores`. On the wire, a text.
///
/// ```
/// use itsm_configuration::fact::FactPath;
/// use itsm_core::text::Code;
///
/// let cores: FactPath = "attributes.cores".parse()?;
/// assert_eq!(cores, FactPath::Attribute(Code::new("cores").unwrap()));
/// assert!("colour".parse::<FactPath>().is_err());
/// # Ok::<(), itsm_core::text::UnknownName>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(into = "String", try_from = "String")
)]
#[cfg_attr(
    feature = "schemars",
    derive(schemars::JsonSchema),
    schemars(with = "String")
)]
#[non_exhaustive]
pub enum FactPath {
    /// Its class.
    Class,
    /// What people call it.
    Name,
    /// What it is, in full.
    Description,
    /// The stage of its life.
    Stage,
    /// The status within the stage.
    Status,
    /// The accountable person.
    Owner,
    /// The group that looks after it.
    Group,
    /// How much it matters.
    Criticality,
    /// The service that it is.
    Service,
    /// Whether it is an asset too.
    Asset,
    /// The number on the sticker.
    AssetTag,
    /// The number that the maker gave it.
    AssetSerial,
    /// Who delivered it.
    AssetSupplier,
    /// What it cost.
    AssetCost,
    /// An attribute of its class.
    Attribute(Code),
}

macro_rules! common {
    ($( $path:ident = $text:literal, )+) => {
        /// The paths of the facts that every item may have, each with its text.
        const COMMON: &[(FactPath, &str)] = &[$( (FactPath::$path, $text), )+];

        /// What a path may be.
        const NAMES: &[&str] = &[$( $text, )+ "attributes.…"];
    };
}

common! {
    Class = "class",
    Name = "name",
    Description = "description",
    Stage = "stage",
    Status = "status",
    Owner = "owner",
    Group = "group",
    Criticality = "criticality",
    Service = "service",
    Asset = "asset",
    AssetTag = "asset.tag",
    AssetSerial = "asset.serial",
    AssetSupplier = "asset.supplier",
    AssetCost = "asset.cost",
}

impl fmt::Display for FactPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Attribute(name) => write!(f, "attributes.{name}"),
            common => {
                let text = COMMON.iter().find(|(path, _)| path == common);
                f.pad(text.map_or("", |(_, text)| text))
            }
        }
    }
}

impl FromStr for FactPath {
    type Err = UnknownName;

    fn from_str(text: &str) -> Result<Self, UnknownName> {
        let common = COMMON.iter().find(|(_, it)| *it == text);
        let attribute = || Code::new(text.strip_prefix("attributes.")?).ok();
        common
            .map(|(path, _)| path.clone())
            .or_else(|| attribute().map(Self::Attribute))
            .ok_or_else(|| UnknownName::new(NAMES, text))
    }
}

impl TryFrom<String> for FactPath {
    type Error = UnknownName;

    fn try_from(text: String) -> Result<Self, UnknownName> {
        text.parse()
    }
}

impl From<FactPath> for String {
    fn from(path: FactPath) -> Self {
        path.to_string()
    }
}

impl FreeText for FactPath {}

/// The value of a fact: of an id or of money, its text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(untagged)
)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub enum FactValue {
    /// Yes or no.
    Boolean(bool),
    /// A whole number.
    Integer(i64),
    /// A text.
    Text(String),
}

impl FactValue {
    /// The text of anything that has one.
    pub fn text(of: &(impl ToString + ?Sized)) -> Self {
        Self::Text(of.to_string())
    }
}

impl From<&AttributeValue> for FactValue {
    fn from(value: &AttributeValue) -> Self {
        match value {
            AttributeValue::Boolean(it) => Self::Boolean(*it),
            AttributeValue::Integer(it) => Self::Integer(*it),
            AttributeValue::Text(it) => Self::text(it),
        }
    }
}

impl From<bool> for FactValue {
    fn from(value: bool) -> Self {
        Self::Boolean(value)
    }
}

impl From<i64> for FactValue {
    fn from(value: i64) -> Self {
        Self::Integer(value)
    }
}

impl From<&str> for FactValue {
    fn from(value: &str) -> Self {
        Self::text(value)
    }
}

impl fmt::Display for FactValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Boolean(it) => write!(f, "{it}"),
            Self::Integer(it) => write!(f, "{it}"),
            Self::Text(it) => f.write_str(it),
        }
    }
}

impl FreeText for FactValue {}

/// A fact, if the item has it.
pub(crate) fn fact(profile: &CiProfile, standing: &Standing, path: &FactPath) -> Option<FactValue> {
    let asset = profile.asset.as_deref();
    Some(match path {
        FactPath::Class => FactValue::text(&profile.class),
        FactPath::Name => FactValue::text(&profile.name),
        FactPath::Description => FactValue::text(profile.description.as_ref()?),
        FactPath::Stage => FactValue::text(&standing.stage),
        FactPath::Status => FactValue::text(&standing.status),
        FactPath::Owner => FactValue::text(&profile.owner?),
        FactPath::Group => FactValue::text(&profile.group?),
        FactPath::Criticality => FactValue::text(profile.criticality.as_ref()?),
        FactPath::Service => FactValue::text(&profile.service?),
        FactPath::Asset => asset.map(|_| FactValue::Boolean(true))?,
        FactPath::AssetTag => FactValue::text(asset?.tag.as_ref()?),
        FactPath::AssetSerial => FactValue::text(asset?.serial.as_ref()?),
        FactPath::AssetSupplier => FactValue::text(&asset?.supplier?),
        FactPath::AssetCost => FactValue::text(asset?.cost.as_ref()?),
        FactPath::Attribute(name) => profile.attributes.as_ref()?.get(name)?.into(),
    })
}

/// All facts of an item.
pub(crate) fn facts(profile: &CiProfile, standing: &Standing) -> BTreeMap<FactPath, FactValue> {
    let names = profile.attributes.iter().flat_map(BTreeMap::keys);
    let attributes = names.cloned().map(FactPath::Attribute);
    let paths: BTreeSet<FactPath> = COMMON
        .iter()
        .map(|(path, _)| path.clone())
        .chain(attributes)
        .collect();
    let value = |path: FactPath| fact(profile, standing, &path).map(|it| (path, it));
    paths.into_iter().filter_map(value).collect()
}

impl Ci {
    /// All facts of it, in the order of their paths.
    pub fn facts(&self) -> BTreeMap<FactPath, FactValue> {
        facts(self.profile(), self.standing())
    }

    /// One fact of it, if it has it.
    pub fn fact(&self, path: &FactPath) -> Option<FactValue> {
        fact(self.profile(), self.standing(), path)
    }
}

impl BaselineItem {
    /// All facts of the item as they were, in the order of their paths.
    pub fn facts(&self) -> BTreeMap<FactPath, FactValue> {
        facts(&self.profile, &self.standing)
    }
}
