//! What the checks look at: packages as data, and every text file of the repository.

use cargo_metadata::{DependencyKind, MetadataCommand};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Programs: they stay in this repository.
const PROGRAMS: &[&str] = &["itsm-examples", "itsm-benches"];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Normal,
    Dev,
    Build,
}

#[derive(Debug, Clone)]
pub(crate) struct Dependency {
    pub(crate) name: String,
    pub(crate) kind: Kind,
    pub(crate) optional: bool,
    pub(crate) default_features: bool,
    pub(crate) features: Vec<String>,
}

#[derive(Debug, Clone)]
pub(crate) struct Package {
    pub(crate) name: String,
    /// Relative to the workspace.
    pub(crate) folder: String,
    pub(crate) description: String,
    /// The text of its `Cargo.toml`.
    pub(crate) manifest: String,
    pub(crate) dependencies: Vec<Dependency>,
    pub(crate) features: BTreeMap<String, Vec<String>>,
    pub(crate) build_script: bool,
    /// Everything below `src/`.
    pub(crate) sources: Vec<File>,
}

impl Package {
    pub(crate) fn is_published(&self) -> bool {
        !PROGRAMS.contains(&self.name.as_str())
    }

    /// Whether a host builds on it; the testing crate runs on a developer's machine, with std.
    pub(crate) fn is_library(&self) -> bool {
        self.is_published() && self.name != "itsm-testing"
    }
}

/// A text file, its path relative to the workspace.
#[derive(Debug, Clone)]
pub(crate) struct File {
    pub(crate) path: String,
    pub(crate) text: String,
}

impl File {
    pub(crate) fn is_rust(&self) -> bool {
        Path::new(&self.path)
            .extension()
            .is_some_and(|it| it == "rs")
    }

    #[cfg(test)]
    pub(crate) fn new(path: &str, text: &str) -> Self {
        Self {
            path: path.to_owned(),
            text: text.to_owned(),
        }
    }
}

#[derive(Debug)]
pub(crate) struct Workspace {
    pub(crate) manifest: String,
    pub(crate) packages: Vec<Package>,
    pub(crate) files: Vec<File>,
}

impl Workspace {
    pub(crate) fn read() -> Self {
        let metadata = MetadataCommand::new()
            .no_deps()
            .exec()
            .expect("cargo metadata answers");
        let root = metadata.workspace_root.as_std_path();
        let mut files = Vec::new();
        walk(root, root, &mut files);
        files.sort_by(|a, b| a.path.cmp(&b.path));
        let packages = metadata
            .packages
            .iter()
            .map(|p| package(p, root, &files))
            .collect();
        let manifest = text_of(&files, "Cargo.toml");
        Self {
            manifest,
            packages,
            files,
        }
    }

    pub(crate) fn libraries(&self) -> impl Iterator<Item = &Package> {
        self.packages.iter().filter(|package| package.is_library())
    }
}

fn package(package: &cargo_metadata::Package, root: &Path, files: &[File]) -> Package {
    let manifest = relative(package.manifest_path.as_std_path(), root);
    let folder = manifest.trim_end_matches("/Cargo.toml").to_owned();
    let src = format!("{folder}/src/");
    Package {
        name: package.name.clone(),
        description: package.description.clone().unwrap_or_default(),
        manifest: text_of(files, &manifest),
        dependencies: package.dependencies.iter().map(dependency).collect(),
        features: package.features.clone().into_iter().collect(),
        build_script: package
            .targets
            .iter()
            .any(cargo_metadata::Target::is_custom_build),
        sources: files
            .iter()
            .filter(|file| file.path.starts_with(&src))
            .cloned()
            .collect(),
        folder,
    }
}

fn dependency(dependency: &cargo_metadata::Dependency) -> Dependency {
    Dependency {
        name: dependency.name.clone(),
        kind: match dependency.kind {
            DependencyKind::Development => Kind::Dev,
            DependencyKind::Build => Kind::Build,
            _ => Kind::Normal,
        },
        optional: dependency.optional,
        default_features: dependency.uses_default_features,
        features: dependency.features.clone(),
    }
}

fn text_of(files: &[File], path: &str) -> String {
    files.iter().find(|file| file.path == path).map_or_else(
        || panic!("`{path}` is not a text file of the workspace"),
        |file| file.text.clone(),
    )
}

/// Every file that reads as UTF-8, but for what Git and cargo keep for themselves.
fn walk(folder: &Path, root: &Path, files: &mut Vec<File>) {
    for entry in fs::read_dir(folder).expect("the workspace can be listed") {
        let path = entry.expect("the workspace can be listed").path();
        let name = path.file_name().unwrap_or_default();
        if name == "target" || name == ".git" || path.is_symlink() {
            continue;
        }
        if path.is_dir() {
            walk(&path, root, files);
        } else if let Ok(text) = fs::read_to_string(&path) {
            files.push(File {
                path: relative(&path, root),
                text,
            });
        }
    }
}

fn relative(path: &Path, root: &Path) -> String {
    let path = path
        .strip_prefix(root)
        .expect("members lie inside the workspace");
    path.components()
        .map(|part| part.as_os_str().to_string_lossy())
        .collect::<Vec<_>>()
        .join("/")
}

#[cfg(test)]
pub(crate) fn sample(name: &str) -> Package {
    Package {
        name: name.to_owned(),
        folder: format!("crates/{name}"),
        description: "A sound crate, in a sentence that says what it is for.".to_owned(),
        manifest: "[package]\nedition.workspace = true\nlicense.workspace = true\n\
                   rust-version.workspace = true\n\n[lints]\nworkspace = true\n"
            .to_owned(),
        dependencies: Vec::new(),
        features: BTreeMap::new(),
        build_script: false,
        sources: vec![File::new(
            &format!("crates/{name}/src/lib.rs"),
            "#![no_std]\n//! Sound.\n",
        )],
    }
}

#[cfg(test)]
pub(crate) fn needs(name: &str, kind: Kind) -> Dependency {
    Dependency {
        name: name.to_owned(),
        kind,
        optional: false,
        default_features: false,
        features: Vec::new(),
    }
}
