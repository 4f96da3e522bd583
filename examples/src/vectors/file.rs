//! The two shapes in which cases come: a list with a schedule each, or schedules with a list each.

use super::case::Case;
use crate::replay::source::unpack;
use serde_json::{Map, Value};
use std::fs;
use std::io::Read;
use std::path::Path;

/// The cases that are used when no file is given.
pub const SAMPLE: &str = include_str!("../../data/business_time_sample.json");

/// The conventions of a file whose cases name no source are those of its oracle.
const ORACLE: &str = "oracle";

/// Reads a file, plain or gzipped.
pub fn read_path(path: &Path) -> Result<Vec<Case>, String> {
    let bytes = fs::read(path).map_err(|error| error.to_string())?;
    read(&bytes)
}

/// Reads cases, plain or gzipped.
pub fn read(bytes: &[u8]) -> Result<Vec<Case>, String> {
    let mut text = Vec::new();
    unpack(bytes)
        .and_then(|mut unpacked| unpacked.read_to_end(&mut text))
        .map_err(|error| format!("not gzip: {error}"))?;
    let root: Map<String, Value> =
        serde_json::from_slice(&text).map_err(|error| format!("not a JSON object: {error}"))?;
    if let Some(cases) = root.get("cases") {
        return list("cases", cases)?
            .iter()
            .enumerate()
            .map(|(i, case)| Case::read(&format!("cases[{i}]"), case, None, None))
            .collect();
    }
    let schedules = root
        .get("schedules")
        .ok_or("expected `cases` or `schedules`, got neither")?;
    let mut cases = Vec::new();
    for (i, group) in list("schedules", schedules)?.iter().enumerate() {
        let path = format!("schedules[{i}]");
        let schedule = group
            .get("schedule")
            .ok_or_else(|| format!("{path}: expected `schedule`, got none"))?;
        let id = group.get("id").and_then(Value::as_str).unwrap_or(&path);
        let inner = group
            .get("cases")
            .ok_or_else(|| format!("{path}: expected `cases`, got none"))?;
        for (n, case) in list(&path, inner)?.iter().enumerate() {
            let id = format!("{id}#{n}");
            cases.push(Case::read(&id, case, Some(schedule), Some(ORACLE))?);
        }
    }
    Ok(cases)
}

fn list<'a>(path: &str, value: &'a Value) -> Result<&'a Vec<Value>, String> {
    value
        .as_array()
        .ok_or_else(|| format!("{path}: expected a list, got `{value}`"))
}
