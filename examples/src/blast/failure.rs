//! What fails: names as they were typed, found among the packages.

use super::groups::Packages;

/// Packages that fail together.
pub(super) struct Failure {
    /// As it was typed.
    pub(super) typed: String,
    /// The packages, by their places, each once.
    pub(super) packages: Vec<usize>,
}

impl Failure {
    /// Finds each of several names that are joined by a comma.
    pub(super) fn of(packages: &Packages, typed: &str) -> Result<Self, String> {
        let names = typed.split(',').map(|name| find(packages, name));
        let mut found = names.collect::<Result<Vec<usize>, String>>()?;
        found.sort_unstable();
        found.dedup();
        Ok(Self {
            typed: typed.to_owned(),
            packages: found,
        })
    }
}

/// Finds a name, or says which ones come near it.
pub(super) fn find(packages: &Packages, name: &str) -> Result<usize, String> {
    if let Some(place) = packages.find(name) {
        return Ok(place);
    }
    let near: Vec<String> = near(packages.names(), name)
        .into_iter()
        .map(|it| format!("`{it}`"))
        .collect();
    Err(if near.is_empty() {
        format!("there is no package `{name}`, nor one with a name like it")
    } else {
        format!("there is no package `{name}`; near it: {}", near.join(", "))
    })
}

/// The names that are typed almost so, the nearest first.
fn near<'a>(names: &'a [String], name: &str) -> Vec<&'a str> {
    const SHOWN: usize = 5;
    let far = 2.max(name.chars().count() / 3);
    let mut near: Vec<(usize, &str)> = names
        .iter()
        .filter(|it| it.len().abs_diff(name.len()) <= 4 * far)
        .map(|it| (strsim::osa_distance(it, name), it.as_str()))
        .filter(|(distance, _)| *distance <= far)
        .collect();
    near.sort_unstable();
    near.truncate(SHOWN);
    near.into_iter().map(|(_, it)| it).collect()
}
