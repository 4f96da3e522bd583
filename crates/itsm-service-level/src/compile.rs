//! The check that makes a policy of a draft: all that is wrong at once, each with its path.

use crate::compile_agreement::chosen_agreements;
use crate::draft::DraftServicePolicy;
use crate::policy::ServicePolicy;
use crate::value;
use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use itsm_calendar::CalendarBook;
use itsm_core::attribute::{Attribute, Domain, Domains};
use itsm_core::condition::Condition;
use itsm_core::draft::DraftCondition;
use itsm_core::fault::Faults;
use itsm_core::policy::PolicyRef;
use itsm_core::rule_table::RuleTable;
use itsm_core::text::Code;

impl<A: Attribute> ServicePolicy<A> {
    /// Checks a draft against the vocabulary and the domains of the records it is for.
    ///
    /// ```
    /// # mod desk { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cookbook/mod.rs")); } use desk::*; fn main() -> Result {
    /// use itsm_service_level::draft::DraftServicePolicy;
    /// use itsm_service_level::policy::ServicePolicy;
    ///
    /// let clock = resolution().calendar("moon").pause(DraftCondition::attribute("mood").is("bad"));
    /// let draft = DraftServicePolicy { clocks: vec![clock], ..DraftServicePolicy::default() };
    /// let faults = ServicePolicy::<Ask>::compile(draft, &Desk).unwrap_err();
    /// let paths: Vec<_> = faults.iter().map(|it| it.path.as_str()).collect();
    /// assert_eq!(paths, ["clocks[0].calendar", "clocks[0].pause.attribute"]);
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// All [`Faults`] at once, each with its path, such as `agreements[0].clocks[1].pause`.
    pub fn compile(
        draft: DraftServicePolicy,
        domains: &(impl Domains<A> + ?Sized),
    ) -> Result<Self, Faults> {
        let mut faults = Faults::new();
        let of = PolicyRef::of_draft(&draft.id, draft.version, &mut faults);
        let calendars = match CalendarBook::try_from(draft.calendars.clone()) {
            Ok(book) => book,
            Err(found) => {
                for fault in &found {
                    let path = format!("calendars.{}", fault.path);
                    faults.add(path, fault.rule, fault.message.clone());
                }
                CalendarBook::default()
            }
        };
        let mut check = Check {
            domains,
            calendars: &calendars,
            clocks: BTreeMap::new(),
            faults,
        };
        let mut clocks = check.clocks("clocks", &draft.clocks, None);
        let mut names: BTreeMap<&str, usize> = BTreeMap::new();
        let mut agreements = Vec::new();
        for (i, agreement) in draft.agreements.iter().enumerate() {
            let path = format!("agreements[{i}]");
            if let Some(first) = names.get(agreement.name.as_str()) {
                check.faults.add(
                    format!("{path}.name"),
                    "service_level.agreement.twice",
                    format!(
                        "`{}` is the name of `agreements[{first}]` already",
                        agreement.name
                    ),
                );
            } else {
                names.insert(&agreement.name, i);
            }
            agreements.extend(check.agreement(&path, agreement, &mut clocks));
        }
        check.supports(&draft.agreements, &names);
        let selection = RuleTable::compile_with(draft.selection.clone(), domains, |chosen| {
            chosen_agreements(&chosen, &names)
        });
        let mut faults = check.faults;
        let selection = faults.nest("selection", selection);
        let policy = selection.map(|selection| Self {
            of,
            zones: draft.zones.clone(),
            clocks,
            agreements,
            selection,
            calendars,
            draft: Box::new(draft),
        });
        faults.or(policy)
    }
}

/// What every part of the check needs, and what it has found so far.
pub(crate) struct Check<'a, D: ?Sized> {
    pub(crate) domains: &'a D,
    pub(crate) calendars: &'a CalendarBook,
    /// Where each clock stands, by its id.
    pub(crate) clocks: BTreeMap<String, String>,
    pub(crate) faults: Faults,
}

impl<D: ?Sized> Check<'_, D> {
    pub(crate) fn code(&mut self, path: &str, text: &str) -> Option<Code> {
        self.faults
            .take(path, "service_level.code.text", Code::new(text))
    }

    pub(crate) fn condition<A: Attribute>(
        &mut self,
        path: &str,
        key: &str,
        draft: &DraftCondition,
    ) -> Option<Condition<A>>
    where
        D: Domains<A>,
    {
        let condition = Condition::compile(draft, self.domains);
        self.faults.nest(&format!("{path}.{key}"), condition)
    }

    pub(crate) fn optional<A: Attribute>(
        &mut self,
        path: &str,
        key: &str,
        draft: Option<&DraftCondition>,
    ) -> Option<Condition<A>>
    where
        D: Domains<A>,
    {
        draft.and_then(|draft| self.condition(path, key, draft))
    }

    pub(crate) fn attribute<A: Attribute>(&mut self, path: &str, name: &str) -> Option<(A, Domain)>
    where
        D: Domains<A>,
    {
        let attribute = A::parse(name);
        let known = attribute.and_then(|it| self.domains.domain(&it).map(|domain| (it, domain)));
        if known.is_none() {
            self.faults.add(
                path,
                "condition.attribute.unknown",
                format!("`{name}` is not an attribute under this policy"),
            );
        }
        known
    }

    /// An attribute that holds an instant.
    pub(crate) fn moment<A: Attribute>(&mut self, path: &str, name: &str) -> Option<A>
    where
        D: Domains<A>,
    {
        let (attribute, domain) = self.attribute(path, name)?;
        if domain != Domain::Instant {
            self.faults.add(
                path,
                "service_level.attribute.no_instant",
                format!("expected an attribute that is an instant, got `{name}`"),
            );
            return None;
        }
        Some(attribute)
    }

    /// Attributes whose values are kept over time.
    pub(crate) fn kept<A: Attribute>(&mut self, path: &str, names: &[String]) -> Vec<A>
    where
        D: Domains<A>,
    {
        let mut list: Vec<A> = Vec::new();
        for (i, name) in names.iter().enumerate() {
            let path = format!("{path}[{i}]");
            let Some((attribute, domain)) = self.attribute(&path, name) else {
                continue;
            };
            if !value::is_kept(&domain) {
                self.faults.add(
                    path,
                    "service_level.attribute.set",
                    format!("expected an attribute with one value, got the set `{name}`"),
                );
            } else if !list.contains(&attribute) {
                list.push(attribute);
            }
        }
        list
    }
}
