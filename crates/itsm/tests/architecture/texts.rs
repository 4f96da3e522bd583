//! What no file of the repository may contain, and how long a source may be.

use crate::workspace::File;

const MAX_LINES: usize = 400;

pub(crate) fn long_files(files: &[File]) -> Vec<String> {
    files
        .iter()
        .filter(|file| file.path.starts_with("crates/") && file.is_rust())
        .filter(|file| !file.path.contains("/tests/"))
        .filter_map(|file| {
            let lines = file.text.lines().count();
            (lines > MAX_LINES)
                .then(|| format!("{}: {lines} lines, expected at most {MAX_LINES}", file.path))
        })
        .collect()
}

/// Written in two parts, so that this file does not find itself.
const LEAKS: &[(&str, &str)] = &[
    (concat!("/wo", "rk/"), "a path of somebody's machine"),
    (concat!("/ho", "me/"), "a path of somebody's machine"),
    (concat!("/ro", "ot/"), "a path of somebody's machine"),
    (concat!("/tm", "p/"), "a path of somebody's machine"),
    (concat!("/Use", "rs/"), "a path of somebody's machine"),
    (concat!("C:", "\\"), "a path of somebody's machine"),
    (concat!("local", "host"), "a host of somebody's machine"),
    (concat!("127.0", ".0.1"), "a host of somebody's machine"),
    (
        concat!("crates", ".io"),
        "a package registry's host: say \"the crate registry\"",
    ),
    (concat!("pypi", ".org"), "a package registry's host"),
];

/// The one source that a lock file may name.
const LOCKED: &str = concat!("registry+https://github.com/rust-lang/crates", ".io-index");

pub(crate) fn leaks(files: &[File]) -> Vec<String> {
    let mut violations = Vec::new();
    for file in files {
        for (number, line) in (1..).zip(file.text.lines()) {
            let line = match line.strip_prefix("source = ") {
                Some(source) if file.path == "Cargo.lock" => {
                    if source.trim_matches('"') != LOCKED {
                        violations.push(format!("Cargo.lock:{number}: locked to {source}"));
                    }
                    continue;
                }
                _ => line,
            };
            for (needle, what) in LEAKS {
                if line.contains(needle) {
                    violations.push(format!("{}:{number}: `{needle}` is {what}", file.path));
                }
            }
            if let Some(found) = requirement(line) {
                violations.push(format!(
                    "{}:{number}: `{found}` is a number of a list that readers do not have",
                    file.path
                ));
            }
        }
    }
    violations
}

/// The number of a requirement, such as R and CORE and 01 with hyphens between.
fn requirement(line: &str) -> Option<&str> {
    line.split(|c: char| !c.is_ascii_alphanumeric() && c != '-')
        .find(|word| {
            let mut parts = word.split('-');
            let letter = parts.next() == Some("R");
            let topic = parts
                .next()
                .is_some_and(|it| it.len() >= 2 && it.bytes().all(|b| b.is_ascii_uppercase()));
            let number = parts
                .next()
                .is_some_and(|it| it.starts_with(|c: char| c.is_ascii_digit()));
            letter && topic && number
        })
}

#[cfg(test)]
mod tests {
    use super::{LEAKS, leaks, long_files};
    use crate::workspace::File;

    #[test]
    fn long_file_is_found_and_a_long_test_is_not() {
        let long = "line\n".repeat(401);
        let found = long_files(&[
            File::new("crates/itsm/src/lib.rs", &long),
            File::new("crates/itsm/src/ok.rs", &"line\n".repeat(400)),
            File::new("crates/itsm/tests/story.rs", &long),
        ]);
        assert_eq!(
            found,
            ["crates/itsm/src/lib.rs: 401 lines, expected at most 400"]
        );
    }

    #[test]
    fn every_leak_is_found() {
        for (needle, _) in LEAKS {
            let text = format!("one\nsee {needle}x for more\n");
            let found = leaks(&[File::new("docs/a.md", &text)]);
            assert_eq!(found.len(), 1, "{needle}: {found:?}");
            assert!(found.concat().starts_with("docs/a.md:2: "));
        }
    }

    #[test]
    fn requirement_number_is_found() {
        let number = ["R", "CORE", "05"].join("-");
        assert_eq!(
            leaks(&[File::new("a.rs", &format!("// see {number}.\n"))]).len(),
            1
        );
        assert!(leaks(&[File::new("a.rs", "ISO-8601, UTF-8, R-tree, 8.6.1\n")]).is_empty());
    }

    #[test]
    fn lock_file_that_names_a_mirror_is_found() {
        let good = format!("source = \"{}\"\n", super::LOCKED);
        assert!(leaks(&[File::new("Cargo.lock", &good)]).is_empty());
        let found = leaks(&[File::new(
            "Cargo.lock",
            "source = \"registry+https://mirror.example\"\n",
        )]);
        assert_eq!(found.len(), 1);
    }
}
