//! The check of the rules of identification and reconciliation: all that is wrong at once.

use crate::compile::code;
use crate::datum::Datum;
use crate::draft_identification::{DraftEntry, DraftIdentificationPolicy, DraftRanking};
use crate::identification::{Dynamic, Entry, IdentificationPolicy, Precedence, Ranking};
use crate::policy::ConfigurationPolicy;
use alloc::boxed::Box;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use itsm_core::custom::AttributeDefinition;
use itsm_core::fault::Faults;
use itsm_core::policy::PolicyRef;
use itsm_core::text::Code;

/// Rules as good as the draft allows, and everything that is wrong with the draft.
pub(crate) fn compile(
    draft: DraftIdentificationPolicy,
    policy: &ConfigurationPolicy,
) -> (IdentificationPolicy, Faults) {
    let mut faults = Faults::new();
    let of = PolicyRef::of_draft(&draft.id, draft.version, &mut faults);
    if draft.duplicates.too_many < 2 {
        faults.add(
            "duplicates.too_many",
            "policy.identification.too_few",
            format!(
                "one record is no duplicate: at least 2 is expected, got {}",
                draft.duplicates.too_many
            ),
        );
    }
    let rules = IdentificationPolicy {
        of,
        under: policy.of().clone(),
        rules: rules(&draft, policy, &mut faults),
        containment: containment(&draft, policy, &mut faults),
        precedence: precedence(&draft, policy, &mut faults),
        no_insert: no_insert(&draft, &mut faults),
        staleness: staleness(&draft, policy, &mut faults),
        draft: Box::new(draft),
    };
    names_alone(&rules, policy, &mut faults);
    (rules, faults)
}

fn class(
    path: &str,
    name: &str,
    policy: &ConfigurationPolicy,
    faults: &mut Faults,
) -> Option<Code> {
    let known = Code::new(name).ok();
    let known = known.filter(|it| policy.classes().get(it).is_some());
    if known.is_none() {
        faults.add(
            path,
            "policy.class.unknown",
            format!("`{name}` is none of the classes"),
        );
    }
    known
}

fn rules(
    draft: &DraftIdentificationPolicy,
    policy: &ConfigurationPolicy,
    faults: &mut Faults,
) -> BTreeMap<Code, Vec<Entry>> {
    let mut rules = BTreeMap::new();
    for (name, entries) in &draft.identification {
        let path = format!("identification.{name}");
        let Some(class) = class(&path, name, policy, faults) else {
            continue;
        };
        if entries.is_empty() {
            faults.add(
                &path,
                "policy.identification.no_entry",
                "at least one way to tell the items apart is expected",
            );
        }
        let mut taken: BTreeSet<&String> = BTreeSet::new();
        let mut all = Vec::new();
        for (place, it) in entries.iter().enumerate() {
            let path = format!("{path}[{place}]");
            if !taken.insert(&it.id) {
                faults.add(
                    format!("{path}.id"),
                    "policy.identification.entry_twice",
                    format!("`{}` is the id of an entry before", it.id),
                );
            }
            all.extend(entry(&path, it, &class, policy, faults));
        }
        rules.insert(class, all);
    }
    rules
}

fn entry(
    path: &str,
    it: &DraftEntry,
    class: &Code,
    policy: &ConfigurationPolicy,
    faults: &mut Faults,
) -> Option<Entry> {
    if it.by.is_empty() {
        faults.add(
            format!("{path}.by"),
            "policy.identification.by_nothing",
            "at least one datum that tells items apart is expected",
        );
    }
    let mut data = |field: &str, names: &BTreeSet<String>| {
        let mut all = BTreeSet::new();
        for name in names {
            all.extend(datum(
                &format!("{path}.{field}.{name}"),
                name,
                class,
                policy,
                faults,
            ));
        }
        all
    };
    let by = data("by", &it.by);
    let required = data("required", &it.required);
    let id = code(&format!("{path}.id"), &it.id, faults)?;
    Some(Entry { id, by, required })
}

/// What the class, or a kind of it, can tell.
fn datum(
    path: &str,
    name: &str,
    class: &Code,
    policy: &ConfigurationPolicy,
    faults: &mut Faults,
) -> Option<Datum> {
    let datum: Datum = faults.take(path, "policy.code.text", name.parse())?;
    let known = datum
        .attribute()
        .is_none_or(|name| definitions(class, name, policy).next().is_some());
    if !known {
        faults.add(
            path,
            "policy.identification.datum_unknown",
            format!(
                "`{name}` is no attribute of the class or of a kind of it, nor one of: name, asset.serial, asset.tag"
            ),
        );
    }
    known.then_some(datum)
}

/// The definitions of an attribute for a class and its kinds.
fn definitions<'a>(
    class: &'a Code,
    name: &'a Code,
    policy: &'a ConfigurationPolicy,
) -> impl Iterator<Item = &'a AttributeDefinition> {
    let classes = policy.classes();
    let own = classes.attribute(class, name);
    let kinds = classes
        .iter()
        .filter(move |it| it.code() != class && it.attributes.contains_key(name))
        .filter(move |it| classes.is_a(it.code(), class))
        .filter_map(|it| it.attributes.get(name));
    own.into_iter().chain(kinds)
}

/// Two things may have the same name; only within its parent is an item told by its name alone.
fn names_alone(rules: &IdentificationPolicy, policy: &ConfigurationPolicy, faults: &mut Faults) {
    let classes = policy.classes();
    let mut of_independent: BTreeSet<&Code> = BTreeSet::new();
    for it in classes.iter().filter(|it| !it.is_abstract()) {
        if !classes.is_dependent(it.code()) {
            let rule = rules.rule(it.code(), classes);
            of_independent.extend(rule.map(|(class, _)| class));
        }
    }
    for (class, entries) in &rules.draft.identification {
        for (place, it) in entries.iter().enumerate() {
            let alone = it.by.len() == 1 && it.by.contains("name");
            if alone && of_independent.iter().any(|it| *it == class.as_str()) {
                faults.add(
                    format!("identification.{class}[{place}].by"),
                    "policy.identification.name_alone",
                    "two things may have the same name: it tells an item only within its parent",
                );
            }
        }
    }
}

fn containment(
    draft: &DraftIdentificationPolicy,
    policy: &ConfigurationPolicy,
    faults: &mut Faults,
) -> Code {
    let name = &draft.containment;
    let kind = code("containment", name, faults);
    let known = kind
        .as_ref()
        .and_then(|it| policy.relationship_type(it))
        .is_some_and(|it| it.containment);
    if kind.is_some() && !known {
        faults.add(
            "containment",
            "policy.identification.containment",
            format!("`{name}` is no type by which one item contains another"),
        );
    }
    kind.unwrap_or(const { Code::trusted("contains") })
}

fn precedence(
    draft: &DraftIdentificationPolicy,
    policy: &ConfigurationPolicy,
    faults: &mut Faults,
) -> BTreeMap<Code, Precedence> {
    let mut all = BTreeMap::new();
    for (name, it) in &draft.precedence {
        let path = format!("precedence.{name}");
        let Some(class) = class(&path, name, policy, faults) else {
            continue;
        };
        let mut said = Precedence::default();
        if let Some(it) = &it.all {
            said.all = Some(ranking(
                &format!("{path}.all"),
                it,
                None,
                &class,
                policy,
                faults,
            ));
        }
        for (name, it) in &it.data {
            let path = format!("{path}.data.{name}");
            if let Some(datum) = datum(&path, name, &class, policy, faults) {
                let ranking = ranking(&path, it, Some(&datum), &class, policy, faults);
                said.data.insert(datum, ranking);
            }
        }
        all.insert(class, said);
    }
    all
}

fn ranking(
    path: &str,
    it: &DraftRanking,
    datum: Option<&Datum>,
    class: &Code,
    policy: &ConfigurationPolicy,
    faults: &mut Faults,
) -> Ranking {
    if it.dynamic.is_none() && it.order.is_empty() {
        faults.add(
            path,
            "policy.precedence.nothing_said",
            "an order of sources is expected, or which value counts",
        );
    }
    let by_size = matches!(it.dynamic, Some(Dynamic::Largest | Dynamic::Smallest));
    let is_number = |datum: &Datum| {
        let Some(name) = datum.attribute() else {
            return false;
        };
        definitions(class, name, policy).all(|it| matches!(it, AttributeDefinition::Integer { .. }))
    };
    if by_size && !datum.is_some_and(is_number) {
        faults.add(
            format!("{path}.dynamic"),
            "policy.precedence.no_number",
            "only numbers are larger and smaller: an attribute that is one is expected",
        );
    }
    let mut order = Vec::new();
    for (place, source) in it.order.iter().enumerate() {
        let path = format!("{path}.order[{place}]");
        let Some(source) = code(&path, source, faults) else {
            continue;
        };
        if order.contains(&source) {
            faults.add(
                path,
                "policy.precedence.source_twice",
                format!("`{source}` stands before already"),
            );
        }
        order.push(source);
    }
    Ranking {
        dynamic: it.dynamic,
        order,
    }
}

fn no_insert(draft: &DraftIdentificationPolicy, faults: &mut Faults) -> BTreeSet<Code> {
    let mut all = BTreeSet::new();
    for (name, it) in &draft.sources {
        let source = code(&format!("sources.{name}"), name, faults);
        all.extend(source.filter(|_| !it.insert));
    }
    all
}

fn staleness(
    draft: &DraftIdentificationPolicy,
    policy: &ConfigurationPolicy,
    faults: &mut Faults,
) -> BTreeMap<Code, BTreeMap<Code, itsm_core::time::Seconds>> {
    let mut all = BTreeMap::new();
    for (name, sources) in &draft.staleness {
        let path = format!("staleness.{name}");
        let class = class(&path, name, policy, faults);
        let mut of_class = BTreeMap::new();
        for (source, good) in sources {
            let source = code(&format!("{path}.{source}"), source, faults);
            of_class.extend(source.map(|it| (it, *good)));
        }
        all.extend(class.map(|it| (it, of_class)));
    }
    all
}
