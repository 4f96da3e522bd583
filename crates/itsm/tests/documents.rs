//! The documents, checked: every relative link leads somewhere, and every Rust block is compiled.
#![allow(
    clippy::expect_used,
    reason = "a check that cannot read the documents must stop"
)]

use std::fs;
use std::path::{Path, PathBuf};

/// A Markdown file, its path relative to the workspace.
struct Document {
    path: String,
    text: String,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .nth(2)
        .expect("the facade lies two folders deep")
        .to_owned()
}

/// Every Markdown file of the repository.
fn documents() -> Vec<Document> {
    fn walk(folder: &Path, root: &Path, into: &mut Vec<Document>) {
        for entry in fs::read_dir(folder).expect("the repository can be listed") {
            let path = entry.expect("the repository can be listed").path();
            let name = path.file_name().unwrap_or_default();
            if name == "target" || name == ".git" || path.is_symlink() {
                continue;
            }
            if path.is_dir() {
                walk(&path, root, into);
            } else if path.extension().is_some_and(|it| it == "md") {
                let relative = path.strip_prefix(root).expect("inside the repository");
                into.push(Document {
                    path: relative.to_string_lossy().replace('\\', "/"),
                    text: fs::read_to_string(&path).expect("Markdown is UTF-8"),
                });
            }
        }
    }
    let mut documents = Vec::new();
    walk(&root(), &root(), &mut documents);
    documents.sort_by(|a, b| a.path.cmp(&b.path));
    documents
}

/// The lines outside of fenced blocks, and the opening lines of the fences.
fn split(text: &str) -> (Vec<&str>, Vec<&str>) {
    let (mut prose, mut fences) = (Vec::new(), Vec::new());
    let mut open = false;
    for line in text.lines() {
        if let Some(info) = line.trim_start().strip_prefix("```") {
            if !open {
                fences.push(info.trim());
            }
            open = !open;
        } else if !open {
            prose.push(line);
        }
    }
    (prose, fences)
}

/// What stands between the round brackets of `[text](target)`, in the prose of a document.
fn links(text: &str) -> Vec<String> {
    let mut links = Vec::new();
    for line in split(text).0 {
        // A link inside of code is an example of a link.
        let prose: String = line.split('`').step_by(2).collect();
        for rest in prose.split("](").skip(1) {
            if let Some((target, _)) = rest.split_once(')') {
                links.push(target.to_owned());
            }
        }
    }
    links
}

/// The anchors of a document: its headings in lower case, without punctuation, hyphenated.
fn anchors(text: &str) -> Vec<String> {
    split(text)
        .0
        .iter()
        .filter(|line| line.starts_with('#'))
        .map(|line| {
            line.trim_start_matches('#')
                .trim()
                .to_lowercase()
                .chars()
                .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'))
                .map(|c| if c == ' ' { '-' } else { c })
                .collect()
        })
        .collect()
}

/// The links of a document that lead nowhere; `read` gives the text of a path, `""` for a folder.
fn dead_links(document: &Document, read: impl Fn(&Path) -> Option<String>) -> Vec<String> {
    links(&document.text)
        .into_iter()
        .filter(|link| !link.contains("://") && !link.starts_with("mailto:"))
        .filter(|link| {
            let (path, anchor) = link.split_once('#').unwrap_or((link, ""));
            let text = if path.is_empty() {
                Some(document.text.clone())
            } else {
                let folder = Path::new(&document.path).parent();
                read(&folder.unwrap_or(Path::new("")).join(path))
            };
            !text.is_some_and(|text| {
                anchor.is_empty() || anchors(&text).iter().any(|it| it == anchor)
            })
        })
        .map(|link| format!("{}: `{link}` leads nowhere", document.path))
        .collect()
}

/// Rust blocks that no doctest compiles: the document is not included by a library's source.
fn uncompiled(document: &Document, sources: &[(String, String)]) -> Vec<String> {
    let has = |info: &str, word: &str| info.split(',').any(|it| it.trim() == word);
    let rust = || {
        split(&document.text)
            .1
            .into_iter()
            .filter(|info| has(info, "rust"))
    };
    let blocks = rust().count();
    let ignored = rust().any(|info| has(info, "ignore"));
    let included = sources.iter().any(|(path, text)| {
        text.split("include_str!(\"").skip(1).any(|rest| {
            let target = rest.split('"').next().unwrap_or_default();
            normal(&format!("{path}/../{target}")) == document.path
        })
    });
    if ignored || (blocks > 0 && !included) {
        vec![format!(
            "{}: {blocks} Rust block(s) that no doctest compiles; include the document in a \
             library's source",
            document.path
        )]
    } else {
        Vec::new()
    }
}

/// The path without `.` and `..`.
fn normal(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            _ => parts.push(part),
        }
    }
    parts.join("/")
}

/// The root source of every crate, by its path relative to the workspace.
fn sources() -> Vec<(String, String)> {
    fs::read_dir(root().join("crates"))
        .expect("the crates can be listed")
        .filter_map(|entry| {
            let name = entry.ok()?.file_name();
            let path = format!("crates/{}/src/lib.rs", name.to_string_lossy());
            let text = fs::read_to_string(root().join(&path)).ok()?;
            Some((path, text))
        })
        .collect()
}

#[test]
fn every_relative_link_leads_somewhere() {
    let read = |path: &Path| {
        let path = root().join(path);
        if path.is_dir() {
            Some(String::new())
        } else {
            fs::read_to_string(path).ok()
        }
    };
    let documents = documents();
    assert!(documents.iter().any(|it| it.path == "docs/architecture.md"));
    let dead: Vec<String> = documents
        .iter()
        .flat_map(|it| dead_links(it, read))
        .collect();
    assert!(dead.is_empty(), "{}", dead.join("\n"));
}

#[test]
fn every_rust_block_is_compiled() {
    let sources = sources();
    let found: Vec<String> = documents()
        .iter()
        .flat_map(|it| uncompiled(it, &sources))
        .collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn every_decision_is_in_the_index() {
    let documents = documents();
    let index = documents.iter().find(|it| it.path == "docs/adr/README.md");
    let linked = links(&index.expect("there is an index of decisions").text);
    for document in &documents {
        if let Some(name) = document.path.strip_prefix("docs/adr/") {
            assert!(
                name == "README.md" || linked.iter().any(|it| it == name),
                "`{name}` is not in docs/adr/README.md"
            );
        }
    }
}

fn document(path: &str, text: &str) -> Document {
    Document {
        path: path.to_owned(),
        text: text.to_owned(),
    }
}

#[test]
fn dead_link_is_found() {
    let text = "# A b: `C`\n[a](b.md) [c](../README.md#x) [d](#a-b-c) [e](#no) [f](https://a.b)\n\
                `[g](code.md)`\n```text\n[h](fence.md)\n```\n";
    let read = |path: &Path| (path == Path::new("docs/b.md")).then(String::new);
    assert_eq!(
        dead_links(&document("docs/a.md", text), read),
        [
            "docs/a.md: `../README.md#x` leads nowhere",
            "docs/a.md: `#no` leads nowhere"
        ]
    );
}

#[test]
fn uncompiled_block_is_found() {
    let rust = document("docs/a.md", "```rust\nfn main() {}\n```\n```text\n```\n");
    assert_eq!(uncompiled(&rust, &[]).len(), 1);
    let include = "#[doc = include_str!(\"../../../docs/a.md\")]".to_owned();
    assert!(uncompiled(&rust, &[("crates/itsm/src/lib.rs".to_owned(), include)]).is_empty());
    let ignored = document("docs/a.md", "```rust,ignore\n```\n");
    assert_eq!(uncompiled(&ignored, &[]).len(), 1);
    let other = document("docs/a.md", "```json\n```\n");
    assert!(uncompiled(&other, &[]).is_empty());
}
