//! Words of blame: what is no cause, but the end of asking.
//!
//! "Human error" says who was there. Why it was possible, likely, and not caught is the next why.
//! Which words say it is data, a list for each language, and the host's to choose.

use alloc::string::String;
use alloc::vec::Vec;
use itsm_core::text::Label;

/// Words and phrases that blame instead of explaining.
///
/// They are found whatever their case, and as whole words where a script parts words: `fault` is
/// not found in `default`. On the wire: a list of texts.
///
/// ```
/// use itsm_core::text::Label;
/// use itsm_problem::blame::BlameWords;
///
/// let words = BlameWords::new([Label::new("menschliches Versagen")?]);
/// assert_eq!(words.find("Es war menschliches  versagen.").unwrap(), "menschliches Versagen");
/// assert_eq!(BlameWords::english().find("The default was wrong"), None);
/// # Ok::<(), itsm_core::text::TextError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(transparent)
)]
#[cfg_attr(
    feature = "schemars",
    derive(schemars::JsonSchema),
    schemars(transparent)
)]
pub struct BlameWords(Vec<Label>);

/// What ships for English.
const ENGLISH: [Label; 16] = [
    Label::trusted("careless"),
    Label::trusted("carelessness"),
    Label::trusted("did not pay attention"),
    Label::trusted("forgot"),
    Label::trusted("her fault"),
    Label::trusted("his fault"),
    Label::trusted("human error"),
    Label::trusted("human failure"),
    Label::trusted("inattention"),
    Label::trusted("incompetence"),
    Label::trusted("negligence"),
    Label::trusted("negligent"),
    Label::trusted("operator error"),
    Label::trusted("should have known"),
    Label::trusted("their fault"),
    Label::trusted("user error"),
];

impl BlameWords {
    /// These words, and no others.
    pub fn new(words: impl IntoIterator<Item = Label>) -> Self {
        Self(words.into_iter().collect())
    }

    /// A short list for English. A desk knows better what is said at its tables.
    pub fn english() -> Self {
        Self::new(ENGLISH)
    }

    /// The words.
    pub fn iter(&self) -> core::slice::Iter<'_, Label> {
        self.0.iter()
    }

    /// The first of the words that the text has, in the order of the list.
    pub fn find(&self, text: &str) -> Option<&Label> {
        let text = folded(text);
        self.0.iter().find(|it| has(&text, &folded(it.as_str())))
    }
}

impl<'a> IntoIterator for &'a BlameWords {
    type Item = &'a Label;
    type IntoIter = core::slice::Iter<'a, Label>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// In lower case, with single spaces.
fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.extend(word.chars().flat_map(char::to_lowercase));
    }
    folded
}

fn has(text: &str, phrase: &str) -> bool {
    text.match_indices(phrase).any(|(start, _)| {
        let end = start.saturating_add(phrase.len());
        let before = text.get(..start).and_then(|it| it.chars().next_back());
        let after = text.get(end..).and_then(|it| it.chars().next());
        parted(before, phrase.chars().next()) && parted(phrase.chars().next_back(), after)
    })
}

/// Whether a word may end between the two.
fn parted(left: Option<char>, right: Option<char>) -> bool {
    let (Some(left), Some(right)) = (left, right) else {
        return true;
    };
    let in_word = |c: char| c.is_alphanumeric();
    !(in_word(left) && in_word(right)) || spaceless(left) || spaceless(right)
}

/// Letters of scripts that write words one after the other without a space.
fn spaceless(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{2e80}'..='\u{d7ff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}
