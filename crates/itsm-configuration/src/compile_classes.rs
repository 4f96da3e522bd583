//! The check of the tree of classes. Nothing here recurses: a tree may be as deep as it likes.

use crate::class::{Class, ClassTree, CommonFact, Fact};
use crate::compile::{code, labels, moves};
use crate::draft::{DraftClass, DraftConfigurationPolicy};
use crate::naming::NamePattern;
use crate::state::Family;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use itsm_core::actor::Role;
use itsm_core::fault::Faults;
use itsm_core::text::Code;

/// How many classes of a loop a message names.
const NAMED: usize = 10;

pub(crate) fn classes(draft: &DraftConfigurationPolicy, faults: &mut Faults) -> ClassTree {
    let mut tree = ClassTree::default();
    for (name, it) in &draft.classes {
        let path = format!("classes.{name}");
        if let Some(code) = code(&path, name, faults) {
            let class = class(&path, code.clone(), it, draft, faults);
            tree.classes.insert(code, class);
        }
    }
    climb(&mut tree, faults);
    for class in tree.classes.values() {
        if class.family.is_none() && !class.is_abstract {
            faults.add(
                format!("classes.{}.family", class.code),
                "policy.class.family_missing",
                "neither the class nor an ancestor says whether its items are physical or logical",
            );
        }
        for (field, facts) in [
            ("mandatory", &class.mandatory),
            ("recommended", &class.recommended),
        ] {
            for fact in facts {
                let Fact::Attribute(name) = fact else {
                    continue;
                };
                if tree.attribute(&class.code, name).is_none() {
                    faults.add(
                        format!("classes.{}.{field}.{name}", class.code),
                        "policy.class.fact_unknown",
                        format!(
                            "`{name}` is no attribute of the class, nor one of: {}",
                            common()
                        ),
                    );
                }
            }
        }
    }
    tree
}

fn common() -> String {
    let names: Vec<&str> = CommonFact::ALL.iter().map(|it| it.as_str()).collect();
    names.join(", ")
}

fn class(
    path: &str,
    own: Code,
    it: &DraftClass,
    draft: &DraftConfigurationPolicy,
    faults: &mut Faults,
) -> Class {
    let parent = it.parent.as_ref().and_then(|parent| {
        let path = format!("{path}.parent");
        if draft.classes.contains_key(parent) {
            // A parent that is no code is told of where it stands itself.
            return Code::new(parent).ok();
        }
        faults.add(
            path,
            "policy.class.unknown",
            format!("`{parent}` is none of the classes"),
        );
        None
    });
    let mut attributes = BTreeMap::new();
    for (name, definition) in &it.attributes {
        let path = format!("{path}.attributes.{name}");
        definition.check(&path, faults);
        if let Some(name) = code(&path, name, faults) {
            attributes.insert(name, definition.clone());
        }
    }
    let owner_role = it.owner_role.as_ref().and_then(|role| {
        let path = format!("{path}.owner_role");
        faults.take(&path, "policy.code.text", Role::new(role))
    });
    let naming = it.naming.as_ref().and_then(|pattern| {
        let path = format!("{path}.naming");
        faults.take(&path, "policy.class.naming", NamePattern::new(pattern))
    });
    let mut statuses = BTreeMap::new();
    for (stage, texts) in &it.statuses {
        let path = format!("{path}.statuses.{stage}");
        statuses.insert(*stage, labels(&path, texts, faults));
    }
    if let Some(not_allowed) = &it.not_allowed {
        moves(&format!("{path}.not_allowed"), not_allowed, faults);
    }
    if it
        .retirement
        .as_ref()
        .is_some_and(|it| it.stages.is_empty())
    {
        faults.add(
            format!("{path}.retirement.stages"),
            "policy.retirement.no_stage",
            "at least one stage is expected, or no record could ever go",
        );
    }
    Class {
        code: own,
        parent,
        is_abstract: it.is_abstract,
        dependent: it.dependent,
        family: it.family,
        owner_role,
        naming,
        attributes,
        mandatory: facts(&format!("{path}.mandatory"), &it.mandatory, faults),
        recommended: facts(&format!("{path}.recommended"), &it.recommended, faults),
        statuses,
        not_allowed: it.not_allowed.clone(),
        change_required: it.change_required.clone(),
        verify_every: it.verify_every,
        attest_every: it.attest_every,
        stale_after: it.stale_after,
        retirement: it.retirement.clone(),
    }
}

fn facts(path: &str, names: &BTreeSet<String>, faults: &mut Faults) -> BTreeSet<Fact> {
    let mut fact = |name: &String| {
        if let Ok(fact) = name.parse() {
            return Some(Fact::Common(fact));
        }
        code(&format!("{path}.{name}"), name, faults).map(Fact::Attribute)
    };
    names.iter().filter_map(&mut fact).collect()
}

/// Climbs from every class to a root: breaks the loops, and hands the family down.
fn climb(tree: &mut ClassTree, faults: &mut Faults) {
    let codes: Vec<Code> = tree.classes.keys().cloned().collect();
    let mut done: BTreeSet<Code> = BTreeSet::new();
    for code in codes {
        let mut path: Vec<Code> = Vec::new();
        let mut on_path: BTreeSet<Code> = BTreeSet::new();
        let mut next = Some(code);
        while let Some(code) = next.take().filter(|it| !done.contains(it)) {
            if on_path.contains(&code) {
                let looped = path.iter().skip_while(|it| **it != code).cloned().collect();
                break_loop(tree, looped, faults);
                break;
            }
            next = tree.classes.get(&code).and_then(|it| it.parent.clone());
            on_path.insert(code.clone());
            path.push(code);
        }
        for code in path.into_iter().rev() {
            let inherited = tree
                .classes
                .get(&code)
                .and_then(|it| it.parent.as_ref())
                .and_then(|parent| tree.classes.get(parent))
                .and_then(|it| it.family);
            if let Some(class) = tree.classes.get_mut(&code) {
                class.family = class.family.or(inherited);
            }
            done.insert(code);
        }
    }
}

/// Notes a loop, from the first of its classes in the order of their codes, and takes it apart.
fn break_loop(tree: &mut ClassTree, mut looped: Vec<Code>, faults: &mut Faults) {
    let first = looped.iter().enumerate().min_by_key(|(_, code)| *code);
    let place = first.map_or(0, |(place, _)| place);
    looped.rotate_left(place);
    let mut names: Vec<&str> = looped.iter().take(NAMED).map(Code::as_str).collect();
    let more = looped.len().saturating_sub(names.len());
    let rest = format!("… {more} more");
    if more > 0 {
        names.push(&rest);
    }
    let name = looped.first().map_or("", Code::as_str);
    names.push(name);
    faults.add(
        format!("classes.{name}.parent"),
        "policy.class.loop",
        format!("the class is a kind of itself: {}", names.join(" → ")),
    );
    for code in &looped {
        if let Some(class) = tree.classes.get_mut(code) {
            class.parent = None;
            // That it now inherits no family either is no news.
            class.family.get_or_insert(Family::Logical);
        }
    }
}
