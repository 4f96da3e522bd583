//! What the source of a library crate may not contain.

use crate::syntax;
use crate::workspace::Package;

pub(crate) fn violations(package: &Package) -> Vec<String> {
    let mut violations = Vec::new();
    let root = format!("{}/src/lib.rs", package.folder);
    match package.sources.iter().find(|file| file.path == root) {
        None => violations.push(format!("{root}: there is no such file")),
        Some(file) if !syntax::is_no_std(&file.text) => {
            violations.push(format!("{root}: no `#![no_std]`"));
        }
        Some(_) => {}
    }
    for file in package.sources.iter().filter(|it| it.is_rust()) {
        match syntax::findings(&file.text) {
            Ok(findings) => violations.extend(
                findings
                    .into_iter()
                    .map(|(line, what)| format!("{}:{line}: {what}", file.path)),
            ),
            Err(error) => violations.push(format!("{}: cannot be read: {error}", file.path)),
        }
    }
    violations
}

#[cfg(test)]
mod tests {
    use super::violations;
    use crate::workspace::{File, sample};

    #[test]
    fn library_crate_without_no_std_is_found() {
        let mut package = sample("itsm-core");
        assert_eq!(violations(&package), [""; 0]);
        package.sources = vec![File::new("crates/itsm-core/src/lib.rs", "//! #![no_std]\n")];
        assert_eq!(
            violations(&package),
            ["crates/itsm-core/src/lib.rs: no `#![no_std]`"]
        );
        package.sources.clear();
        assert_eq!(violations(&package).len(), 1);
    }

    #[test]
    fn finding_names_its_place() {
        let mut package = sample("itsm-core");
        package.sources.push(File::new(
            "crates/itsm-core/src/time.rs",
            "fn now() -> u64 {\n    std::time::now()\n}\n",
        ));
        assert_eq!(
            violations(&package),
            ["crates/itsm-core/src/time.rs:2: `std` is not for library crates"]
        );
    }

    #[test]
    fn source_that_cannot_be_read_is_found() {
        let mut package = sample("itsm-core");
        package
            .sources
            .push(File::new("crates/itsm-core/src/a.rs", "fn a( {"));
        assert_eq!(violations(&package).len(), 1);
    }
}
