//! Calls the program in-process, as a terminal would.

use itsm_examples::replay::{Terminal, run};
use std::ffi::OsString;
use std::path::{Path, PathBuf};

pub(crate) struct Output {
    pub(crate) status: u8,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Output {
    pub(crate) fn json(&self) -> serde_json::Value {
        assert_eq!(self.status, 0, "{}", self.stderr);
        serde_json::from_str(&self.stdout).unwrap()
    }
}

pub(crate) fn replay(args: &[&str]) -> Output {
    replay_with(args, b"")
}

pub(crate) fn replay_with(args: &[&str], mut stdin: &[u8]) -> Output {
    let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
    let args = ["replay_event_log"].iter().chain(args).map(OsString::from);
    let status = run(
        args,
        &mut Terminal {
            stdin: &mut stdin,
            stdout: &mut stdout,
            stderr: &mut stderr,
            progress: false,
        },
    );
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Output {
        status,
        stdout: text(stdout),
        stderr: text(stderr),
    }
}

/// Writes a file for one test; the name has to be the test's own.
pub(crate) fn file(name: &str, content: impl AsRef<[u8]>) -> String {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, content).unwrap();
    path.to_str().unwrap().to_owned()
}

pub(crate) fn in_package(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}
