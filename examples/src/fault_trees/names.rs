//! Choosing models by id.

use super::model::Model;
use std::cmp::Reverse;

/// How many ids are offered in place of an unknown one.
const OFFERED: usize = 3;

/// The models of these ids, in this order; all if no id is given.
pub(super) fn chosen(models: Vec<Model>, ids: &[String]) -> Result<Vec<Model>, String> {
    if ids.is_empty() {
        return Ok(models);
    }
    let mut models: Vec<Option<Model>> = models.into_iter().map(Some).collect();
    let mut chosen = Vec::new();
    let mut given = std::collections::BTreeSet::new();
    for id in ids.iter().filter(|id| given.insert(*id)) {
        let found = models
            .iter_mut()
            .find(|it| it.as_ref().is_some_and(|it| it.id == *id));
        let Some(model) = found.and_then(Option::take) else {
            let known = models.iter().flatten().map(|it| it.id.as_str());
            return Err(unknown(id, known.collect()));
        };
        chosen.push(model);
    }
    Ok(chosen)
}

fn unknown(id: &str, mut known: Vec<&str>) -> String {
    known.sort_by_key(|it| (Reverse(likeness(id, it)), *it));
    known.retain(|it| likeness(id, it) > 0);
    known.truncate(OFFERED);
    let near = match known.as_slice() {
        [] => String::new(),
        near => format!("; near it: `{}`", near.join("`, `")),
    };
    format!("expected the id of a model, got `{id}`{near}")
}

/// How many pairs of neighboring letters two texts have in common, in twentieths of all.
fn likeness(one: &str, other: &str) -> usize {
    let pairs = |text: &str| -> Vec<(char, char)> {
        let text = text.to_lowercase();
        text.chars().zip(text.chars().skip(1)).collect()
    };
    let (one, mut other) = (pairs(one), pairs(other));
    let all = one.len() + other.len();
    let mut common = 0;
    for pair in one {
        if let Some(place) = other.iter().position(|it| *it == pair) {
            other.swap_remove(place);
            common += 2;
        }
    }
    // Less than a third in common is no likeness.
    if 3 * common < all {
        0
    } else {
        20 * common / all.max(1)
    }
}
