//! What the cells of a row say, and what is said of them.

use super::case_table::NO_DURATION;
use super::map::Role;

/// What a cell of this role should have been.
pub(super) fn expected(role: Role) -> &'static str {
    match role {
        Role::MetSla => "word of the map's `sla`",
        Role::Counter | Role::ReopenCount | Role::ReassignmentCount => "whole number",
        _ => "timestamp of the map's format",
    }
}

/// A whole number of at most nine digits.
pub(super) fn number(cell: &[u8]) -> Option<u32> {
    if cell.len() > 9 {
        return None;
    }
    cell.iter().try_fold(0, |number, byte| {
        let digit = byte.wrapping_sub(b'0');
        (digit <= 9).then_some(number * 10 + u32::from(digit))
    })
}

/// Seconds between two instants, if both are known.
pub(super) fn duration(from: Option<i64>, to: Option<i64>) -> i32 {
    match (from, to) {
        (Some(from), Some(to)) => saturated(to - from).max(NO_DURATION + 1),
        _ => NO_DURATION,
    }
}

pub(super) fn saturated(seconds: i64) -> i32 {
    i32::try_from(seconds).unwrap_or(if seconds < 0 { i32::MIN } else { i32::MAX })
}

/// A span of time in the two units that say most.
pub(super) struct Span(pub(super) i64);

impl std::fmt::Display for Span {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (minutes, seconds) = (self.0 / 60, self.0 % 60);
        let (days, hours) = (minutes / 1440, minutes / 60 % 24);
        match (days, hours, minutes) {
            (0, 0, 0) => write!(f, "{seconds} s"),
            (0, 0, minutes) => write!(f, "{minutes} min {seconds} s"),
            (0, hours, minutes) => write!(f, "{hours} h {} min", minutes % 60),
            (days, hours, _) => write!(f, "{days} d {hours} h"),
        }
    }
}
