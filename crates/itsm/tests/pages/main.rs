//! The pages of `docs/` that are made from code, or checked against it.
//!
//! A page that is made from code is compared with what the code says today. After a change that is
//! meant, `UPDATE_GOLDEN=1 cargo test -p itsm` writes it anew; the difference is for review.
#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a check that cannot read the pages must stop"
)]
#![allow(
    clippy::std_instead_of_alloc,
    clippy::std_instead_of_core,
    reason = "a test may use std"
)]
#![allow(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    reason = "a test that walks past the end of a page or a source stops, as it should"
)]

mod api;
mod change_lifecycle;
mod change_policies;
mod glossary;
mod item_lifecycle;
mod lifecycle;
mod policies;
mod problem_lifecycle;
mod problem_policies;
mod proofs;
mod rules;
mod tokens;

use std::fs;
use std::path::{Path, PathBuf};

const HOW: &str = "write it anew with `UPDATE_GOLDEN=1 cargo test -p itsm --test pages`";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .nth(2)
        .expect("the facade lies two folders deep")
        .to_owned()
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("`{path}`: {error}"))
}

/// Every Rust source below a folder, by its path relative to that folder, in order.
fn sources(folder: &str) -> Vec<(String, String)> {
    fn walk(folder: &Path, root: &Path, into: &mut Vec<(String, String)>) {
        let Ok(entries) = fs::read_dir(folder) else {
            panic!("`{}` cannot be listed", folder.display())
        };
        for entry in entries {
            let path = entry.expect("the folder can be listed").path();
            if path.is_dir() {
                walk(&path, root, into);
            } else if path.extension().is_some_and(|it| it == "rs") {
                let name = path.strip_prefix(root).expect("below the folder");
                let text = fs::read_to_string(&path).expect("sources are UTF-8");
                into.push((name.to_string_lossy().replace('\\', "/"), text));
            }
        }
    }
    let folder = root().join(folder);
    let mut sources = Vec::new();
    walk(&folder, &folder, &mut sources);
    sources.sort();
    sources
}

/// That a page is what the code makes of it, or writes it anew.
#[track_caller]
fn golden(path: &str, made: &str) {
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        let file = root().join(path);
        fs::create_dir_all(file.parent().expect("a folder")).expect("the folder can be made");
        fs::write(file, made).expect("the page can be written");
    } else if let Some(difference) = difference(&read(path), made) {
        panic!("{path}, {difference}\n{HOW}");
    }
}

/// The first line in which two texts differ.
fn difference(is: &str, made: &str) -> Option<String> {
    let (mut is, mut made) = (is.lines(), made.lines());
    for number in 1_usize.. {
        match (is.next(), made.next()) {
            (None, None) => break,
            (one, other) if one == other => {}
            (one, other) => {
                let [one, other] = [one, other].map(|it| it.unwrap_or("the end"));
                return Some(format!(
                    "line {number}:\n  is        {one}\n  should be {other}"
                ));
            }
        }
    }
    None
}

/// The cells of each row of the tables whose header begins with these cells.
fn rows(text: &str, header: &[&str]) -> Vec<Vec<String>> {
    let (mut rows, mut inside) = (Vec::new(), false);
    for line in text.lines() {
        let Some(row) = line.strip_prefix('|').and_then(|it| it.strip_suffix('|')) else {
            inside = false;
            continue;
        };
        let cells: Vec<String> = row.split('|').map(|it| it.trim().to_owned()).collect();
        if cells.iter().zip(header).all(|(cell, name)| cell == name) {
            inside = true;
        } else if inside && !row.starts_with("---") {
            rows.push(cells);
        }
    }
    rows
}

/// What stands between backticks.
fn code(text: &str) -> Vec<&str> {
    text.split('`').skip(1).step_by(2).collect()
}

/// The fenced blocks of a language, in order.
fn blocks(text: &str, language: &str) -> Vec<String> {
    let (mut blocks, mut open) = (Vec::new(), None::<Option<String>>);
    for line in text.lines() {
        match (&mut open, line.strip_prefix("```")) {
            (None, Some(info)) => open = Some((info == language).then(String::new)),
            (Some(block), Some(_)) => {
                blocks.extend(block.take());
                open = None;
            }
            (Some(Some(block)), None) => {
                block.push_str(line);
                block.push('\n');
            }
            _ => {}
        }
    }
    blocks
}

#[test]
fn difference_between_pages_is_found() {
    assert_eq!(difference("a\nb\n", "a\nb\n"), None);
    let found = difference("a\nb\n", "a\nc\n").expect("a difference");
    assert!(found.starts_with("line 2:"), "{found}");
    assert!(difference("a\n", "a\nb\n").is_some());
    assert!(difference("a\nb\n", "a\n").is_some());
}

#[test]
fn tables_and_blocks_are_read() {
    let text = "| A | B |\n|---|---|\n| `x` | y |\n\n| C |\n|---|\n| z |\n```json\n{}\n```\n```toml\n```\n";
    assert_eq!(rows(text, &["A"]), [["`x`", "y"]]);
    assert_eq!(code("`x` and `y`"), ["x", "y"]);
    assert_eq!(blocks(text, "json"), ["{}\n"]);
}
