//! What has changed between two policies, in words.

use crate::policy::IncidentPolicy;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;
use core::ops::Bound;
use serde_json::Value;

/// Something that two policies say differently.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Difference {
    /// Where: a path into the file of the policy, with rules by their ids. A name of one's own that
    /// holds a dot or a bracket stands in quotes.
    pub path: String,
    /// What the old one says, as in a file; `None`: nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    /// What the new one says, as in a file; `None`: nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = &self.path;
        match (&self.before, &self.after) {
            (Some(before), Some(after)) => write!(f, "`{path}` is {after}, was {before}"),
            (None, Some(after)) => write!(f, "`{path}` is new: {after}"),
            (Some(before), None) => write!(f, "`{path}` is gone, was {before}"),
            (None, None) => write!(f, "`{path}` is the same"),
        }
    }
}

/// Everything that two policies say differently, in the order of the paths.
///
/// ```
/// use itsm_core::time::Seconds;
/// use itsm_incident::draft::DraftIncidentPolicy;
/// use itsm_incident::policy::IncidentPolicy;
/// use itsm_incident::upgrade::compare;
///
/// let old = IncidentPolicy::default();
/// let new = IncidentPolicy::try_from(DraftIncidentPolicy {
///     version: 2,
///     auto_close: Some(Seconds::days(2)),
///     ..DraftIncidentPolicy::default()
/// })?;
/// let words: Vec<String> = compare(&old, &new).iter().map(ToString::to_string).collect();
/// assert_eq!(words, ["`auto_close` is 172800, was 432000", "`version` is 2, was 1"]);
/// # Ok::<(), itsm_core::fault::Faults>(())
/// ```
pub fn compare(old: &IncidentPolicy, new: &IncidentPolicy) -> Vec<Difference> {
    let (old, new) = (flat(old), flat(new));
    let paths: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    paths
        .into_iter()
        .filter(|path| old.get(*path) != new.get(*path))
        // An entry that said nothing and now says something is still there.
        .filter(|path| !is_above(path, &old) && !is_above(path, &new))
        .map(|path| Difference {
            path: path.clone(),
            before: old.get(path).cloned(),
            after: new.get(path).cloned(),
        })
        .collect()
}

/// Whether something is said below a path.
fn is_above(path: &str, said: &BTreeMap<String, String>) -> bool {
    let within = format!("{path}.");
    let mut next = said.range::<str, _>((Bound::Included(within.as_str()), Bound::Unbounded));
    next.next().is_some_and(|(it, _)| it.starts_with(&within))
}

/// A name in a path; in quotes where it could be taken for more than one.
fn quoted(name: &str) -> String {
    if name.contains(['.', '[', ']', '"', '`']) {
        format!("{name:?}")
    } else {
        name.to_string()
    }
}

/// Each thing that a policy says, by its path.
fn flat(policy: &IncidentPolicy) -> BTreeMap<String, String> {
    let mut said = BTreeMap::new();
    // A draft holds texts, numbers and lists of them: it can always be written.
    if let Ok(value) = serde_json::to_value(policy.draft()) {
        say("", &value, &mut said);
    }
    said
}

fn say(path: &str, value: &Value, said: &mut BTreeMap<String, String>) {
    let within = |name: &str| {
        let name = quoted(name);
        if path.is_empty() {
            name
        } else {
            format!("{path}.{name}")
        }
    };
    match value {
        Value::Object(fields) => {
            // That there is an entry counts, even where it says nothing more.
            if fields.is_empty() && path.contains('.') {
                said.insert(path.to_string(), "{}".to_string());
            }
            for (name, field) in fields {
                say(&within(name), field, said);
            }
        }
        Value::Array(items) => {
            let ids: Option<Vec<&str>> = items
                .iter()
                .map(|item| item.get("id").and_then(Value::as_str))
                .collect();
            match ids.filter(|ids| !ids.is_empty()) {
                // Rules and steps: each by its id, and their order.
                Some(ids) => {
                    said.insert(path.to_string(), ids.join(", "));
                    for (id, item) in ids.iter().zip(items) {
                        say(&format!("{path}[{id}]"), item, said);
                    }
                }
                None => {
                    said.insert(path.to_string(), value.to_string());
                }
            }
        }
        other => {
            said.insert(path.to_string(), other.to_string());
        }
    }
}
