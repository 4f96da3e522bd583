//! What every public type promises, held by the compiler; and that no public type is forgotten.
#![cfg(feature = "serde")]
#![allow(
    clippy::panic,
    clippy::std_instead_of_alloc,
    clippy::std_instead_of_core,
    clippy::unwrap_used,
    reason = "helpers of tests, where to panic is to fail"
)]

use core::fmt::{Debug, Display};
use core::hash::Hash;
use core::str::FromStr;
use itsm_change::kind::{ChangeType, Magnitude};
use std::collections::BTreeSet;
use std::fs;

fn name<T: Copy + Ord + Hash + Display + FromStr + Send + Sync + Debug>() {}

macro_rules! promises {
    ($( $promise:ident: $( $name:ident $(<$arg:lifetime>)? ),+; )+) => {
        /// Every type that promises something, by name.
        const PROMISED: &[&str] = &[$( $( stringify!($name), )+ )+];

        #[test]
        fn public_types_keep_their_promises() {
            $( $( $promise::<$name $(<$arg>)?>(); )+ )+
        }
    };
}

promises! {
    name: ChangeType, Magnitude;
}

#[test]
fn no_public_type_is_forgotten() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src");
    let mut public = BTreeSet::new();
    for file in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        if !file.file_type().unwrap().is_file() {
            continue;
        }
        let source = fs::read_to_string(file.path()).unwrap();
        for line in source.lines().map(str::trim_start) {
            let name = line
                .strip_prefix("pub struct ")
                .or_else(|| line.strip_prefix("pub enum "));
            let end = |c: char| !c.is_alphanumeric();
            public.extend(name.and_then(|it| it.split(end).next()).map(String::from));
        }
    }
    assert!(
        public.len() >= PROMISED.len(),
        "only {} were found",
        public.len()
    );
    let forgotten: Vec<_> = public
        .iter()
        .map(String::as_str)
        .filter(|it| !PROMISED.contains(it))
        .collect();
    assert_eq!(forgotten, [""; 0]);
}
