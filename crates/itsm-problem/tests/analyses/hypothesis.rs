//! What a log of hypotheses finds.

use crate::{draft, samples};
use itsm_problem::hypothesis::{DraftHypotheses, Hypotheses};
use serde_json::json;

#[test]
fn causes_are_what_was_confirmed_with_what_was_seen() {
    let log = Hypotheses::try_from(draft::<DraftHypotheses>(samples::hypotheses())).unwrap();
    let causes = log.causes();
    assert_eq!(causes.len(), 1);
    assert_eq!(causes[0].statement, "The debug level fills the disk");
    assert_eq!(causes[0].evidence, [crate::note("2.3 GB a minute")]);
    for status in ["refuted", "inconclusive"] {
        let mut json = samples::hypotheses();
        json["hypotheses"][0]["status"] = json!(status);
        let log = Hypotheses::try_from(draft::<DraftHypotheses>(json)).unwrap();
        assert_eq!(log.causes(), [], "{status}");
    }
}
