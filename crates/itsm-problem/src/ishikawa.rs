//! Ishikawa's fishbone: an effect, categories in which to look, and causes under causes.
//!
//! The categories are there so that nobody stops at the first one that comes to mind. What a group
//! then thinks most likely, it votes on; a vote is no evidence.
//!
//! Source: ITIL 4 problem management (problem analysis); K. Ishikawa, 1968.

use crate::cause::{Cause, Contribution, Dimension, Method};
use crate::checked::checked;
use crate::forest::Forest;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt::Write as _;
use itsm_core::fault::Faults;
use itsm_core::id::{CiId, PersonId};
use itsm_core::markdown::{joined, plain};
use itsm_core::text::{Code, Label, Note};
use itsm_core::{plain_enum, wire_struct};

plain_enum! {
    /// Well-known sets of categories. Their names are English and a host's to change; their codes
    /// are what causes refer to.
    pub enum Preset {
        /// Machine, method, material, manpower, measurement, and milieu, which is the environment.
        SixM = "six_m",
        /// The four dimensions of service management.
        FourDimensions = "four_dimensions",
    }
}

impl Preset {
    /// The categories, in the usual order.
    pub fn categories(self) -> Vec<IshikawaCategory> {
        use Dimension::{
            InformationAndTechnology as Technology, OrganizationsAndPeople as People,
            PartnersAndSuppliers as Partners, ValueStreamsAndProcesses as Processes,
        };
        // Of the six, three lie in one dimension whatever the cause; the others do not.
        let known: &[(&'static str, &'static str, Option<Dimension>)] = match self {
            Self::SixM => &[
                ("machine", "Machine", Some(Technology)),
                ("method", "Method", Some(Processes)),
                ("material", "Material", None),
                ("manpower", "Manpower", Some(People)),
                ("measurement", "Measurement", None),
                ("milieu", "Milieu", None),
            ],
            Self::FourDimensions => &[
                (
                    "organizations_and_people",
                    "Organizations and people",
                    Some(People),
                ),
                (
                    "information_and_technology",
                    "Information and technology",
                    Some(Technology),
                ),
                (
                    "partners_and_suppliers",
                    "Partners and suppliers",
                    Some(Partners),
                ),
                (
                    "value_streams_and_processes",
                    "Value streams and processes",
                    Some(Processes),
                ),
            ],
        };
        let category = |(id, name, dimension): &(&'static str, &'static str, _)| IshikawaCategory {
            id: Code::trusted(id),
            name: Label::trusted(name),
            dimension: *dimension,
        };
        known.iter().map(category).collect()
    }
}

wire_struct! {
    /// A bone of the fish: where to look.
    pub struct IshikawaCategory {
        /// What causes refer to it by.
        id: Code,
        /// What people call it.
        name: Label,
    } optional {
        /// The dimension that its causes lie in, unless one says otherwise.
        dimension: Dimension,
    }
}

wire_struct! {
    /// A possible cause, or a cause of one.
    pub struct IshikawaCause {
        /// What it is called by.
        id: Code,
        /// The category or the cause that it hangs on.
        on: Code,
        /// What it is, in words.
        statement: Note,
        /// What speaks for it. Nothing where it is only said.
        evidence: Vec<Note>,
        /// Who thinks that it matters most. Each has one voice for a cause.
        votes: BTreeSet<PersonId>,
    } optional {
        /// What it contributed to; that it happened at all where nothing is said.
        contribution: Contribution,
        /// In which dimension it lies, if not in that of its category.
        dimension: Dimension,
        /// The item that it lies in.
        ci: CiId,
        /// Whether those who work on the problem can remove it.
        actionable: bool,
    }
}

wire_struct! {
    /// A fishbone in its raw form. Categories and causes share one space of names.
    pub struct DraftIshikawa {
        /// What has happened, and is to be explained: the head.
        effect: Note,
        /// Where to look.
        categories: Vec<IshikawaCategory>,
        /// What may have caused it, in any order.
        causes: Vec<IshikawaCause>,
    }
}

checked! {
    /// A fishbone.
    ///
    /// ```
    /// use itsm_core::text::{Code, Note};
    /// use itsm_problem::cause::Dimension;
    /// use itsm_problem::ishikawa::{DraftIshikawa, Ishikawa, IshikawaCause, Preset};
    ///
    /// let categories = Preset::FourDimensions.categories();
    /// let mut draft = DraftIshikawa::new(Note::new("No orders for 40 minutes")?, categories, vec![]);
    /// draft.causes.push(IshikawaCause::new(
    ///     Code::new("alert")?, Code::new("partners_and_suppliers")?,
    ///     Note::new("The provider's alarm goes to a mailbox that nobody reads")?, vec![], [],
    /// ));
    /// let fish = Ishikawa::try_from(draft)?;
    /// assert_eq!(fish.causes()[0].dimension, Some(Dimension::PartnersAndSuppliers));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[doc(alias = "fishbone")]
    #[doc(alias = "cause and effect diagram")]
    pub struct Ishikawa from DraftIshikawa
}

/// A cause and its place by votes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct IshikawaRank<'a> {
    /// The place, from 1. Those with as many votes share one, and the next is left out.
    pub place: usize,
    /// How many voted for it.
    pub votes: usize,
    /// The cause.
    pub cause: &'a IshikawaCause,
}

/// A cause, where it stands.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Twig<'a> {
    /// How deep under its category, from 0.
    pub(crate) depth: usize,
    /// Whether nothing hangs on it.
    pub(crate) is_end: bool,
    pub(crate) cause: &'a IshikawaCause,
}

impl DraftIshikawa {
    fn check(&mut self, faults: &mut Faults) {
        if self.categories.is_empty() {
            let message = "expected a category, got none";
            faults.add("categories", "ishikawa.category.none", message);
        }
        if self.causes.is_empty() {
            faults.add("causes", "ishikawa.empty", "expected a cause, got none");
        }
        let places = self.places();
        let names = self.categories.iter().map(|it| &it.id).enumerate();
        let names = names.map(|(place, id)| (format!("categories[{place}].id"), place, id));
        let first = self.categories.len();
        let causes = self.causes.iter().enumerate().map(|(place, it)| {
            let number = place.saturating_add(first);
            (format!("causes[{place}].id"), number, &it.id)
        });
        for (path, number, id) in names.chain(causes) {
            if places.get(id) != Some(&number) {
                let message = format!("expected a name that stands once, got `{id}` again");
                faults.add(path, "ishikawa.name.twice", message);
            }
        }
        for (place, it) in self.causes.iter().enumerate() {
            if !places.contains_key(&it.on) {
                let message = format!(
                    "expected the name of a category or a cause, got `{}`",
                    it.on
                );
                faults.add(
                    format!("causes[{place}].on"),
                    "ishikawa.on.unknown",
                    message,
                );
            }
        }
        if let Err(circle) = Forest::of(&self.parents(&places)) {
            let cause = |it: &usize| it.checked_sub(first);
            let name = |it: &usize| cause(it).and_then(|it| self.causes.get(it));
            let name = |it: &usize| name(it).map_or("", |it| it.id.as_str());
            let start = circle.first().copied().unwrap_or_default();
            let around = joined(circle.iter().chain([&start]).map(name), " on ");
            let message = format!("expected causes that hang on a category, got `{around}`");
            let path = format!("causes[{}].on", cause(&start).unwrap_or_default());
            faults.add(path, "ishikawa.cause.circle", message);
        }
    }

    /// The number of each name: categories first, then causes.
    fn places(&self) -> BTreeMap<&Code, usize> {
        let categories = self.categories.iter().map(|it| &it.id);
        let ids = categories.chain(self.causes.iter().map(|it| &it.id));
        let ids: Vec<(&Code, usize)> = ids.zip(0..).collect();
        ids.into_iter().rev().collect()
    }

    fn parents(&self, places: &BTreeMap<&Code, usize>) -> Vec<Option<usize>> {
        let categories = self.categories.iter().map(|_| None);
        let causes = self.causes.iter().map(|it| places.get(&it.on).copied());
        categories.chain(causes).collect()
    }
}

impl Ishikawa {
    /// The categories in their order, each with its causes and theirs.
    pub(crate) fn bones(&self) -> Vec<(&IshikawaCategory, Vec<Twig<'_>>)> {
        let Ok(forest) = Forest::of(&self.draft.parents(&self.draft.places())) else {
            return Vec::new();
        };
        let mut bones: Vec<(&IshikawaCategory, Vec<Twig<'_>>)> = Vec::new();
        for &(number, depth) in forest.order() {
            let cause = number.checked_sub(self.draft.categories.len());
            let cause = cause.and_then(|it| self.draft.causes.get(it));
            if let (Some(cause), Some((_, twigs))) = (cause, bones.last_mut()) {
                twigs.push(Twig {
                    depth: depth.saturating_sub(1),
                    is_end: forest.is_end(number),
                    cause,
                });
            } else if let Some(category) = self.draft.categories.get(number) {
                bones.push((category, Vec::new()));
            }
        }
        bones
    }

    /// Every cause by its votes, most first; of those with as many, in the order of their names.
    pub fn ranking(&self) -> Vec<IshikawaRank<'_>> {
        let mut causes: Vec<&IshikawaCause> = self.draft.causes.iter().collect();
        causes.sort_by(|a, b| {
            let votes = b.votes.len().cmp(&a.votes.len());
            votes.then_with(|| a.id.cmp(&b.id))
        });
        let mut ranking: Vec<IshikawaRank<'_>> = Vec::with_capacity(causes.len());
        for cause in causes {
            let votes = cause.votes.len();
            let shared = ranking.last().filter(|it| it.votes == votes);
            let next = ranking.len().saturating_add(1);
            let place = shared.map_or(next, |it| it.place);
            ranking.push(IshikawaRank {
                place,
                votes,
                cause,
            });
        }
        ranking
    }

    /// The causes that it has found: those under which no other hangs, by votes.
    pub fn causes(&self) -> Vec<Cause> {
        let mut ends = BTreeMap::new();
        for (category, twigs) in self.bones() {
            let twigs = twigs.into_iter().filter(|it| it.is_end);
            ends.extend(twigs.map(|it| (&it.cause.id, category.dimension)));
        }
        let ranking = self.ranking().into_iter().map(|it| it.cause);
        let cause = |it: &IshikawaCause| {
            let of_category = ends.get(&it.id)?;
            Some(Cause {
                dimension: it.dimension.or(*of_category),
                ci: it.ci,
                found_by: Some(Method::Ishikawa),
                actionable: it.actionable,
                ..Cause::new(
                    it.contribution.unwrap_or(Contribution::Occurrence),
                    it.statement.clone(),
                    it.evidence.clone(),
                )
            })
        };
        ranking.filter_map(cause).collect()
    }

    /// The fishbone as an outline in Markdown: categories, and causes under causes.
    pub fn to_markdown(&self) -> String {
        let mut text = format!(
            "## Ishikawa\n\n**{}**\n\n",
            plain(self.draft.effect.as_str())
        );
        for (category, twigs) in self.bones() {
            let _ = writeln!(text, "- **{}**", plain(category.name.as_str()));
            for it in twigs {
                let indent = "  ".repeat(it.depth.saturating_add(1));
                let statement = plain(it.cause.statement.as_str());
                let _ = writeln!(text, "{indent}- {statement}{}", votes(it.cause));
                for evidence in &it.cause.evidence {
                    let _ = writeln!(text, "{indent}  - evidence: {}", plain(evidence.as_str()));
                }
            }
        }
        text
    }
}

/// How many voted for it, to be written after it.
pub(crate) fn votes(cause: &IshikawaCause) -> String {
    match cause.votes.len() {
        0 => String::new(),
        1 => " (1 vote)".into(),
        votes => format!(" ({votes} votes)"),
    }
}
