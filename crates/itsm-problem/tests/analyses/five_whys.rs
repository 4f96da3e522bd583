//! What chains of whys find, and where they lead.

use crate::{draft, note, samples};
use itsm_problem::blame::BlameWords;
use itsm_problem::cause::{Contribution, Method};
use itsm_problem::five_whys::{DraftFiveWhys, FiveWhys, WhyFindingKind};
use serde_json::json;

fn sample() -> FiveWhys {
    FiveWhys::try_from(draft::<DraftFiveWhys>(samples::five_whys())).unwrap()
}

#[test]
fn blame_missing_evidence_and_open_ends_are_found_at_their_answers() {
    let whys = sample();
    let found: Vec<_> = whys
        .findings(&BlameWords::english())
        .into_iter()
        .map(|it| {
            (
                it.answer.to_string(),
                it.kind,
                it.word.map(|it| it.to_string()),
            )
        })
        .collect();
    let at_mailbox = |kind, word: Option<&str>| ("mailbox".to_owned(), kind, word.map(Into::into));
    assert_eq!(
        found,
        [
            at_mailbox(WhyFindingKind::MissingEvidence, None),
            at_mailbox(WhyFindingKind::Blame, Some("human error")),
            at_mailbox(WhyFindingKind::Undecided, None),
        ]
    );
}

#[test]
fn blame_that_is_asked_about_is_no_finding() {
    let mut json = samples::five_whys();
    json["answers"][2]["evidence"] = json!(["The log of the shift"]);
    json["answers"].as_array_mut().unwrap().push(json!({
        "id": "outbox", "why": "Why could it be overlooked?", "because": "Alarms are mails",
        "evidence": ["The set-up"], "after": "mailbox", "actionable": true,
    }));
    let whys = FiveWhys::try_from(draft::<DraftFiveWhys>(json)).unwrap();
    assert_eq!(whys.findings(&BlameWords::english()), []);
}

#[test]
fn end_where_nobody_can_act_is_found() {
    let mut json = samples::five_whys();
    json["answers"][0]["actionable"] = json!(false);
    let whys = FiveWhys::try_from(draft::<DraftFiveWhys>(json)).unwrap();
    let found = whys.findings(&BlameWords::default());
    assert_eq!(found[0].kind, WhyFindingKind::NotActionable);
    assert_eq!(found[0].answer, &crate::code("no_limit"));
}

#[test]
fn causes_are_ends_of_chains_and_what_can_be_acted_on() {
    let causes = sample().causes();
    let told: Vec<_> = causes
        .iter()
        .map(|it| (it.contribution, &it.statement))
        .collect();
    let (limit, mailbox) = (
        note("The log has no volume of its own"),
        note("Human error: the alarm was overlooked"),
    );
    assert_eq!(
        told,
        [
            (Contribution::Occurrence, &limit),
            (Contribution::Duration, &mailbox)
        ]
    );
    assert!(
        causes
            .iter()
            .all(|it| it.found_by == Some(Method::FiveWhys))
    );
    // The disk is asked about; it becomes a cause where somebody can act on it.
    let mut json = samples::five_whys();
    json["answers"][1]["actionable"] = json!(true);
    let whys = FiveWhys::try_from(draft::<DraftFiveWhys>(json)).unwrap();
    assert_eq!(whys.causes().len(), 3);
}

#[test]
fn chain_is_as_long_as_it_has_to_be() {
    let answers: Vec<_> = (0..900)
        .map(|it: u32| {
            let mut answer =
                json!({ "id": format!("a{it}"), "why": "Why?", "because": "So", "evidence": [] });
            if it > 0 {
                answer["after"] = json!(format!("a{}", it - 1));
            }
            answer
        })
        .collect();
    let json = json!({ "effect": "Down", "answers": answers });
    let whys = FiveWhys::try_from(draft::<DraftFiveWhys>(json)).unwrap();
    assert_eq!(whys.causes().len(), 1);
    assert_eq!(whys.to_mermaid().matches("-.->").count(), 900);
}

#[test]
fn order_of_answers_on_one_level_is_kept() {
    let page = sample().to_markdown();
    let at = |text: &str| page.find(text).unwrap();
    assert!(at("The disk was full") < at("no volume of its own"));
    assert!(at("no volume of its own") < at("Human error"));
    let mut json = samples::five_whys();
    let answer = |id: &str, because: &str| json!({ "id": id, "why": "Why?", "because": because, "evidence": [], "after": "full" });
    for it in [answer("z", "first of all"), answer("a", "second of all")] {
        json["answers"].as_array_mut().unwrap().push(it);
    }
    let whys = FiveWhys::try_from(draft::<DraftFiveWhys>(json)).unwrap();
    let page = whys.to_markdown();
    assert!(page.find("first of all").unwrap() < page.find("second of all").unwrap());
}
