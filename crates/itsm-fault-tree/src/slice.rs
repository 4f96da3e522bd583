//! Numbers as places in lists: everything inside is numbered by `u32`.

use alloc::vec::Vec;

/// What stands there; a list that was made as long as needed has no other answer.
pub(crate) fn at<T: Copy + Default>(list: &[T], place: u32) -> T {
    list.get(place as usize).copied().unwrap_or_default()
}

pub(crate) fn put<T>(list: &mut [T], place: u32, value: T) {
    if let Some(it) = list.get_mut(place as usize) {
        *it = value;
    }
}

pub(crate) fn change<T>(list: &mut [T], place: u32, how: impl FnOnce(&mut T)) {
    if let Some(it) = list.get_mut(place as usize) {
        how(it);
    }
}

/// The length of a list whose members are numbered by `u32`.
pub(crate) fn count<T>(list: &[T]) -> u32 {
    u32::try_from(list.len()).unwrap_or(u32::MAX)
}

/// A list of equal values.
pub(crate) fn filled<T: Clone>(value: T, length: u32) -> Vec<T> {
    alloc::vec![value; length as usize]
}
