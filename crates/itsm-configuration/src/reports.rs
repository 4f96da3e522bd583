//! Reports: what each source told last of each datum of each item, whether or not it was recorded.

use crate::authority::Authority;
use crate::ci::RecordedCiEvent;
use crate::datum::{Datum, DatumValue};
use crate::event::CiEvent;
use crate::profile::{AssetFacts, CiProfile};
use alloc::collections::BTreeMap;
use alloc::vec::Vec;
use itsm_core::custom::AttributeValue;
use itsm_core::id::CiId;
use itsm_core::text::Code;
use itsm_core::time::Instant;

/// The word of people: whatever a change brought.
pub const CHANGE: &str = "change";
/// The word of people: what nobody authorized.
pub const UNAUTHORIZED: &str = "unauthorized";
/// The word of another tool from which the record was taken over.
pub const ADOPTED: &str = "adopted";

/// What a source told of a datum of an item.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(from = "wire::Told")
)]
#[non_exhaustive]
pub struct Told {
    /// Of which item.
    pub ci: CiId,
    /// Of what.
    pub datum: Datum,
    /// Who told it: a source, or `change`, `unauthorized` or `adopted`.
    pub source: Code,
    /// The value.
    pub value: DatumValue,
    /// As of when.
    pub at: Instant,
}

/// The last word of a source.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Report {
    /// The value.
    pub value: DatumValue,
    /// As of when.
    pub at: Instant,
}

/// What each source told last of each datum of each item: whose word the record has, and whose it
/// has not.
///
/// A record keeps one value. Whether another source may replace it depends on who told it, when, and
/// what the others say; that is kept here. History alone tells who wrote what ([`evolve`](Self::evolve));
/// a [plan](crate::plan::Plan) adds what sources told that was not written, or that the record said
/// already ([`take`](Self::take)). A host that keeps only its history loses the latter: a source then
/// counts as heard when it last wrote.
///
/// ```
/// use itsm_configuration::datum::Datum;
/// use itsm_configuration::reports::Reports;
/// # use itsm_configuration::{Ci, policy::ConfigurationPolicy, profile::CiProfile};
/// # use itsm_core::{actor::Actor, context::Context, id::{ChangeId, CiId, PersonId}, text::{Code, Title}};
/// # let (ana, policy) = (Actor::person(PersonId::from_key(1)), ConfigurationPolicy::default());
/// # let cx = Context::new("2026-03-02T09:00:00Z".parse()?, &ana, &policy);
/// # let profile = CiProfile::new(Code::new("server")?, Title::new("srv-porto-07")?);
/// # let (server, bought) = Ci::register(CiId::from_key(1), profile, ChangeId::from_key(1).into(), &cx)?;
/// let mut reports = Reports::new();
/// reports.evolve(&bought);
/// let (source, report) = reports.of(server.id(), &Datum::Name).next().unwrap();
/// assert_eq!((source.as_str(), report.value.to_string().as_str()), ("change", "srv-porto-07"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[doc(alias = "provenance")]
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reports {
    all: BTreeMap<CiId, BTreeMap<Datum, BTreeMap<Code, Report>>>,
}

impl Reports {
    /// Nobody has told anything.
    pub const fn new() -> Self {
        Self {
            all: BTreeMap::new(),
        }
    }

    /// Takes in what was written, by whom. Events of one item in order; those of different items in
    /// any.
    pub fn evolve(&mut self, event: &RecordedCiEvent) {
        let (ci, at) = (event.record, event.happened());
        let authority = event.event.authority();
        let source = match authority {
            Some(Authority::Discovered { source }) => source.clone(),
            Some(Authority::Change(_)) => const { Code::trusted(CHANGE) },
            Some(Authority::Unauthorized) => const { Code::trusted(UNAUTHORIZED) },
            None => const { Code::trusted(ADOPTED) },
        };
        let written: Vec<(Datum, Option<DatumValue>)> = match &event.event {
            CiEvent::Registered(it) => data_of(&it.profile),
            CiEvent::Adopted(it) => data_of(&it.profile),
            CiEvent::Described(it) => {
                let name = it.name.iter().cloned();
                name.map(|it| (Datum::Name, Some(it.into()))).collect()
            }
            CiEvent::AttributeSet(it) => {
                let value = it.value.clone().map(DatumValue::from);
                Vec::from([(Datum::Attribute(it.name.clone()), value)])
            }
            CiEvent::AssetSet(it) => {
                let (serial, tag) = asset_data(it.asset.as_deref());
                let mut both = Vec::from([(Datum::Serial, serial), (Datum::Tag, tag)]);
                // All facts of an asset are set together: what somebody told already was only
                // carried along.
                both.retain(|(datum, value)| {
                    let mut told = self.of(ci, datum);
                    !told.any(|(_, it)| Some(&it.value) == value.as_ref())
                });
                both
            }
            CiEvent::Reclassified(it) => {
                let attribute = |it: &Code| Datum::Attribute(it.clone());
                let dropped = it.dropped.iter().map(|name| (attribute(name), None));
                let set = it.attributes.iter().flatten();
                let set = set.map(|(name, it)| (attribute(name), Some(it.clone().into())));
                dropped.chain(set).collect()
            }
            CiEvent::Archived(_) => {
                self.all.remove(&ci);
                return;
            }
            _ => return,
        };
        for (datum, value) in written {
            self.write(ci, datum, &source, value, at);
        }
    }

    fn write(
        &mut self,
        ci: CiId,
        datum: Datum,
        source: &Code,
        value: Option<DatumValue>,
        at: Instant,
    ) {
        let Some(value) = value else {
            // What a source takes back it tells no more.
            if let Some(data) = self.all.get_mut(&ci) {
                if let Some(sources) = data.get_mut(&datum) {
                    sources.remove(source);
                }
                data.retain(|_, sources| !sources.is_empty());
            }
            self.all.retain(|it, data| *it != ci || !data.is_empty());
            return;
        };
        let data = self.all.entry(ci).or_default();
        let sources = data.entry(datum).or_default();
        // What is told late does not replace what was told of a later time.
        if sources.get(source).is_none_or(|it| it.at <= at) {
            sources.insert(source.clone(), Report { value, at });
        }
    }

    /// Takes in what a source told, recorded or not.
    pub fn take<'a>(&mut self, told: impl IntoIterator<Item = &'a Told>) {
        for it in told {
            let value = Some(it.value.clone());
            self.write(it.ci, it.datum.clone(), &it.source, value, it.at);
        }
    }

    /// What each source told last of a datum of an item, in the order of the sources.
    pub fn of(&self, ci: CiId, datum: &Datum) -> impl Iterator<Item = (&Code, &Report)> {
        let sources = self.all.get(&ci).and_then(|it| it.get(datum));
        sources.into_iter().flatten()
    }

    /// Everything, in order: what a host stores.
    pub fn iter(&self) -> impl Iterator<Item = Told> + '_ {
        self.all.iter().flat_map(|(ci, data)| {
            data.iter().flat_map(|(datum, sources)| {
                sources.iter().map(|(source, it)| Told {
                    ci: *ci,
                    datum: datum.clone(),
                    source: source.clone(),
                    value: it.value.clone(),
                    at: it.at,
                })
            })
        })
    }
}

impl FromIterator<Told> for Reports {
    fn from_iter<T: IntoIterator<Item = Told>>(told: T) -> Self {
        let told: Vec<Told> = told.into_iter().collect();
        let mut reports = Self::new();
        reports.take(&told);
        reports
    }
}

fn asset_data(asset: Option<&AssetFacts>) -> (Option<DatumValue>, Option<DatumValue>) {
    let value = |it: &itsm_core::text::Label| AttributeValue::Text(it.clone()).into();
    let serial = asset.and_then(|it| it.serial.as_ref()).map(value);
    (serial, asset.and_then(|it| it.tag.as_ref()).map(value))
}

fn data_of(profile: &CiProfile) -> Vec<(Datum, Option<DatumValue>)> {
    let (serial, tag) = asset_data(profile.asset.as_deref());
    let name = Some(profile.name.clone().into());
    let mut data = Vec::from([
        (Datum::Name, name),
        (Datum::Serial, serial),
        (Datum::Tag, tag),
    ]);
    for (name, it) in profile.attributes.iter().flatten() {
        data.push((Datum::Attribute(name.clone()), Some(it.clone().into())));
    }
    data
}

/// What was told, as it is read: whether a text is a name, its datum says.
#[cfg(feature = "serde")]
mod wire {
    use crate::datum::{Datum, DatumValue};
    use itsm_core::custom::AttributeValue;
    use itsm_core::id::CiId;
    use itsm_core::text::{Code, Title};
    use itsm_core::time::Instant;

    #[derive(serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    pub(super) struct Told {
        ci: CiId,
        datum: Datum,
        source: Code,
        value: Value,
        at: Instant,
    }

    #[derive(serde::Deserialize)]
    #[serde(untagged)]
    enum Value {
        Value(AttributeValue),
        Name(Title),
    }

    impl From<Told> for super::Told {
        fn from(it: Told) -> Self {
            let value = match it.value {
                Value::Name(name) => DatumValue::Name(name),
                Value::Value(AttributeValue::Text(text)) if it.datum == Datum::Name => {
                    match Title::new(&text) {
                        Ok(name) => DatumValue::Name(name),
                        // Every label is a title; so this is none.
                        Err(_) => DatumValue::Value(AttributeValue::Text(text)),
                    }
                }
                Value::Value(value) => DatumValue::Value(value),
            };
            Self {
                ci: it.ci,
                datum: it.datum,
                source: it.source,
                value,
                at: it.at,
            }
        }
    }
}
