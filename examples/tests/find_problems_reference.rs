//! What the candidates of a real log are worth. `ITSM_DATA` names the folder that holds
//! `uci498/incident_event_log.csv.gz`; unset, the test is told by name as ignored.

use itsm_examples::find_problems::run;
use itsm_examples::replay::Terminal;
use libtest_mimic::{Arguments, Failed, Trial};
use serde_json::{Value, json};
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

fn main() -> ExitCode {
    let args = Arguments::from_args();
    let data = std::env::var_os("ITSM_DATA").map(PathBuf::from);
    let ignored = data.is_none();
    let name = "candidates_of_the_reference_log_are_held_against_its_problems";
    let check = move || held(data.as_deref().ok_or("ITSM_DATA is not set")?);
    let trial = Trial::test(name, check).with_ignored_flag(ignored);
    libtest_mimic::run(&args, vec![trial]).exit_code()
}

fn held(data: &Path) -> Result<(), Failed> {
    let log = data.join("uci498/incident_event_log.csv.gz");
    let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
    let mut terminal = Terminal {
        stdin: &mut io::empty(),
        stdout: &mut stdout,
        stderr: &mut stderr,
        progress: false,
    };
    let args = [
        "find_problems".into(),
        log.into_os_string(),
        "--json".into(),
    ];
    let status = run(args, &mut terminal);
    if status != 0 {
        return Err(String::from_utf8_lossy(&stderr).into_owned().into());
    }
    let found: Value = serde_json::from_slice(&stdout)?;
    let same = |what: &str, got: &Value, expected: Value| {
        if *got == expected {
            return Ok(());
        }
        Err(Failed::from(format!("{what}: {got}, expected {expected}")))
    };
    // The links of the log are facts of the log. The rest is what the shipped rules make of it:
    // pinned, so that whoever changes the rules sees what the change is worth.
    let links = json!({"problems": 252, "cases": 381, "pairs": 991});
    same("links", &found["links"], links)?;
    same("precision", &found["precision"], json!(323.0 / 373.0))?;
    same("recall", &found["recall"], json!(323.0 / 991.0))?;
    let candidates = found["candidates"].as_array().map(Vec::len);
    same("candidates", &json!(candidates), json!(2_670))
}
