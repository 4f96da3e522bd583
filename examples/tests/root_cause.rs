//! The outage, as each method tells it.

use std::path::Path;

/// Compares with a golden file; `UPDATE_GOLDEN=1` writes it anew.
fn golden(name: &str, told: &str) -> Result<(), Box<dyn std::error::Error>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/golden")
        .join(name);
    if std::env::var_os("UPDATE_GOLDEN").is_some_and(|it| it == "1") {
        std::fs::write(&path, told)?;
    }
    let kept = std::fs::read_to_string(&path)?;
    assert_eq!(kept, told, "{name}; UPDATE_GOLDEN=1 writes it anew");
    Ok(())
}

#[test]
fn outage_is_told_by_every_method() -> Result<(), Box<dyn std::error::Error>> {
    let mut out = Vec::new();
    itsm_examples::root_cause::run(&mut out, None)?;
    golden("root_cause.md", &String::from_utf8(out)?)
}

#[test]
fn pictures_are_written_where_they_are_wanted() -> Result<(), Box<dyn std::error::Error>> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("root_cause");
    std::fs::create_dir_all(&folder)?;
    itsm_examples::root_cause::run(&mut std::io::sink(), Some(&folder))?;
    for (name, beginning) in [
        ("chronology.svg", "<svg "),
        ("fault_tree.mmd", "flowchart TD\n"),
        ("five_whys.mmd", "flowchart TD\n"),
        ("ishikawa.svg", "<svg "),
        ("pareto.svg", "<svg "),
    ] {
        let picture = std::fs::read_to_string(folder.join(name))?;
        assert!(picture.starts_with(beginning), "{name}");
    }
    Ok(())
}
