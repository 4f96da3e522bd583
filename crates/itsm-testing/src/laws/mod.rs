//! The laws that every record keeps, whatever its practice.
//!
//! Each is a function of its own over a [`Specimen`]; [`law_suite!`](crate::law_suite) makes a test
//! of each. A law walks random runs of commands, and when it is broken it tells the shortest run
//! that breaks it. Every law also fails if it was never put to the test: a suite that saw no
//! deadline proves nothing about deadlines.
//!
//! Two environment variables change the search: `ITSM_TESTING_SEED` (a number; the runs are the
//! same each time unless you change it) and `ITSM_TESTING_CASES` (how many runs each law walks).

mod deadline;
mod decision;
mod history;
mod permission;
mod table;
mod wire;

pub use deadline::*;
pub use decision::*;
pub use history::*;
pub use permission::*;
pub use table::*;
pub use wire::*;

use crate::specimen::Specimen;
use crate::walk::{Walk, Watch, World, runs};
use core::cell::RefCell;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// How far a law searches.
#[derive(Clone, Copy)]
struct Reach {
    cases: u32,
    longest: usize,
}

/// Many long runs, for laws that are cheap at each step.
const FAR: Reach = Reach {
    cases: 256,
    longest: 200,
};
/// Fewer and shorter runs, for laws that ask more at each step.
const MIDDLE: Reach = Reach {
    cases: 128,
    longest: 60,
};
/// Short runs, for laws that try every command at every step.
const NEAR: Reach = Reach {
    cases: 128,
    longest: 24,
};

/// Walks random runs before the eyes of a law, and panics with the shortest that breaks it.
fn uphold<S: Specimen>(law: &str, reach: Reach, watch: impl Watch<S>) {
    let seed = number("ITSM_TESTING_SEED").unwrap_or(0);
    let cases = number("ITSM_TESTING_CASES")
        .and_then(|n| u32::try_from(n).ok())
        .unwrap_or(reach.cases);
    let world = World::<S>::new();
    let watch = RefCell::new(watch);
    let config = Config {
        cases,
        failure_persistence: None,
        max_shrink_iters: 4_096,
        ..Config::default()
    };
    let mut bytes = [0; 32];
    for (byte, seed) in bytes.iter_mut().zip(seed.to_le_bytes()) {
        *byte = seed;
    }
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
    let outcome =
        TestRunner::new_with_rng(config, rng).run(&runs::<S>(&world, reach.longest), |run| {
            let mut walk = Walk::begin(&world, &run);
            let verdict =
                catch_unwind(AssertUnwindSafe(|| walk.go(&run, &mut *watch.borrow_mut())))
                    .unwrap_or_else(|panic| Err(format!("it panicked: {}", words(&*panic))));
            verdict.map_err(|why| TestCaseError::fail(format!("{why}\n{}", walk.tell())))
        });
    match outcome {
        Err(TestError::Fail(why, _)) => panic!(
            "law broken: {law}\n{why}\n(seed {seed}: ITSM_TESTING_SEED={seed} walks the same runs again)"
        ),
        Err(TestError::Abort(why)) => panic!("law not tested: {law}\n{why}"),
        Ok(()) => {}
    }
    if let Err(why) = watch.into_inner().last() {
        panic!("law broken: {law}\n{why}\n(seed {seed}, {cases} runs)");
    }
}

/// The law that was never put to the test.
fn tested(times: usize, what: &str) -> Result<(), String> {
    if times == 0 {
        return Err(format!(
            "it was never put to the test: no run had {what}; the specimen's generators are too narrow"
        ));
    }
    Ok(())
}

fn number(variable: &str) -> Option<u64> {
    let text = std::env::var(variable).ok()?;
    match text.parse() {
        Ok(number) => Some(number),
        Err(error) => panic!("{variable} is `{text}`, expected a number: {error}"),
    }
}

fn words(panic: &(dyn core::any::Any + Send)) -> &str {
    panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("without a word")
}
