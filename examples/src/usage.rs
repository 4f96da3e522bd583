//! What every example does with its arguments first.

use clap::Parser;
use std::ffi::OsString;
use std::io::Write;

/// The arguments; or, where help was asked for or they are wrong, the exit status once that is told.
pub(crate) fn parsed<A: Parser>(
    args: impl IntoIterator<Item = OsString>,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Result<A, u8> {
    A::try_parse_from(args).map_err(|error| {
        let wrong = error.use_stderr();
        let stream: &mut dyn Write = if wrong { err } else { out };
        let written = write!(stream, "{error}");
        if wrong { 2 } else { u8::from(written.is_err()) }
    })
}
