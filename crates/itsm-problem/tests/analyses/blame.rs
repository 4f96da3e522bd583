//! Words of blame are found in what people write, and not in other words.

use crate::label;
use itsm_problem::blame::BlameWords;

#[test]
fn words_are_found_whatever_their_case_and_spaces() {
    let words = BlameWords::english();
    for text in [
        "Human error",
        "it was HUMAN\n  error.",
        "(human error)",
        "pure human error!",
    ] {
        assert_eq!(words.find(text).unwrap(), "human error", "{text}");
    }
}

#[test]
fn words_are_not_found_within_other_words() {
    let words = BlameWords::new([label("fault")]);
    assert_eq!(words.find("The default was wrong"), None);
    assert_eq!(words.find("Many faults"), None);
    assert_eq!(words.find("The default was a fault").unwrap(), "fault");
}

#[test]
fn words_of_scripts_without_spaces_are_found() {
    let words = BlameWords::new([label("人為的ミス")]);
    assert_eq!(words.find("原因は人為的ミスである").unwrap(), "人為的ミス");
    let greek = BlameWords::new([label("ανθρώπινο λάθος")]);
    assert_eq!(
        greek.find("Ανθρώπινο λάθος στη βάρδια").unwrap(),
        "ανθρώπινο λάθος"
    );
}

#[test]
fn host_without_words_finds_no_blame() {
    assert_eq!(BlameWords::default().find("human error"), None);
}
