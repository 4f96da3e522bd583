//! What goes down with what in a real distribution of packages, which is not part of this
//! repository.
//!
//! `ITSM_DATA` names the folder that holds `debian/resolved_groups.tsv.gz` (facts from the metadata
//! of Debian bookworm 12.15, main, amd64) and `debian/expected.json`. Unset, the test is told by
//! name as ignored; set but unreadable, it fails.

use itsm_examples::blast::run;
use libtest_mimic::{Arguments, Failed, Trial};
use serde_json::Value;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

fn main() -> ExitCode {
    let args = Arguments::from_args();
    let data = std::env::var_os("ITSM_DATA").map(PathBuf::from);
    let name = "packages_that_go_down_with_one_are_those_of_the_reference";
    let ignored = data.is_none();
    let check = move || counted(&data.ok_or("ITSM_DATA is not set: expected a folder")?);
    let trial = Trial::test(name, check).with_ignored_flag(ignored);
    libtest_mimic::run(&args, vec![trial]).exit_code()
}

fn counted(data: &Path) -> Result<(), Failed> {
    let text = std::fs::read_to_string(data.join("debian/expected.json"))?;
    let expected: Value = serde_json::from_str(&text)?;
    let expected = expected["expected"].as_object().ok_or("no figures")?;
    if expected.is_empty() {
        return Err("no figures".into());
    }
    let groups = data.join("debian/resolved_groups.tsv.gz");
    let mut args: Vec<OsString> = vec!["blast_radius".into(), groups.into(), "--json".into()];
    args.extend(expected.keys().map(OsString::from));
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let status = run(args, &mut out, &mut err);
    if status != 0 {
        return Err(String::from_utf8_lossy(&err).into_owned().into());
    }
    let got: Value = serde_json::from_slice(&out)?;
    if got.as_object() == Some(expected) {
        return Ok(());
    }
    Err(format!("expected {}, got {got}", Value::Object(expected.clone())).into())
}
