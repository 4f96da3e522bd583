//! Tokens: the words of a text, made comparable without knowing its language.
//!
//! No list of stop words, no stemming, no guess at the language. What is done, in this order:
//!
//! 1. *Forms are made one.* Compatibility decomposition (Unicode Standard Annex #15) turns wide and
//!    narrow letters, ligatures and circled numbers into plain ones.
//! 2. *Case is dropped*, and letters that stand for two or look like one are written out: `ß` as
//!    `ss`, `æ` as `ae`, `ø` as `o`, `ł` as `l`, `ς` as `σ`.
//! 3. *Accents are dropped*, so that `Störung` and `Storung`, `é` and `e`, `ё` and `е` are the same
//!    word. So are the marks that Arabic and Hebrew may or may not write. Marks that make another
//!    word, such as the vowels of Devanagari and Thai and the sound marks of kana, are kept. `ö` is
//!    not `oe`: that is German, and wrong elsewhere.
//! 4. *Words* are runs of letters, digits and marks. All else parts them, also `_`, `-` and `'`;
//!    soft hyphens and joiners are not there.
//! 5. *Scripts without spaces between words* (Han, kana, Hangul, Thai, Lao, Khmer, Myanmar) give
//!    each two neighboring characters, overlapping, each with its marks; one that stands alone
//!    gives itself. Hangul has spaces, but hangs so much onto its words that pairs find more.
//!
//! ```
//! use itsm_problem::tokens::tokens;
//!
//! assert_eq!(tokens("Störung: VPN-Zugang (MÜNCHEN)"), ["storung", "vpn", "zugang", "munchen"]);
//! assert_eq!(tokens("メール障害"), ["メー", "ール", "ル障", "障害"]);
//! ```

use crate::script::{is_accent, is_ignored, is_unspaced, written_out};
use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The tokens of a text, in their order, as often as they stand there.
pub fn tokens(text: &str) -> Vec<String> {
    let mut all = Vec::new();
    each(text, |token| all.push(token.to_owned()));
    all
}

/// Hands over each token of a text in turn, without keeping any.
pub fn each(text: &str, take: impl FnMut(&str)) {
    let mut cutter = Cutter::new(take);
    if text.is_ascii() {
        // Most logs are plain, and then there is nothing to fold but the case.
        for letter in text.chars() {
            if letter.is_ascii_alphanumeric() {
                cutter.word.push(letter.to_ascii_lowercase());
            } else {
                cutter.end_word();
            }
        }
    } else {
        let lower = text.nfkd().flat_map(char::to_lowercase);
        let plain = lower.filter(|it| !is_accent(*it) && !is_ignored(*it));
        // What was taken apart and kept is put together again: Hangul, kana.
        for letter in plain.nfc() {
            cutter.push(letter);
        }
    }
    cutter.end_run();
    cutter.end_word();
}

/// Cuts letters into tokens.
struct Cutter<F> {
    take: F,
    /// The word so far.
    word: String,
    /// Up to two characters of a script without spaces, each with its marks.
    run: String,
    /// Where the second of them begins.
    second: usize,
    characters: u8,
}

impl<F: FnMut(&str)> Cutter<F> {
    const fn new(take: F) -> Self {
        Self {
            take,
            word: String::new(),
            run: String::new(),
            second: 0,
            characters: 0,
        }
    }

    fn push(&mut self, letter: char) {
        let mark = is_combining_mark(letter);
        if mark && self.characters > 0 {
            self.run.push(letter);
        } else if is_unspaced(letter) && !letter.is_numeric() && !mark {
            self.end_word();
            self.push_unspaced(letter);
        } else if (letter.is_alphanumeric() && !mark) || (mark && !self.word.is_empty()) {
            self.end_run();
            match written_out(letter) {
                Some(letters) => self.word.push_str(letters),
                None => self.word.push(letter),
            }
        } else {
            self.end_run();
            self.end_word();
        }
    }

    fn push_unspaced(&mut self, letter: char) {
        if self.characters == 2 {
            (self.take)(&self.run);
            self.run.drain(..self.second);
        }
        self.second = self.run.len();
        self.characters = if self.characters == 0 { 1 } else { 2 };
        self.run.push(letter);
    }

    fn end_run(&mut self) {
        // A single one is left over only where no pair was.
        if self.characters > 0 {
            (self.take)(&self.run);
        }
        self.run.clear();
        self.characters = 0;
    }

    fn end_word(&mut self) {
        if !self.word.is_empty() {
            (self.take)(&self.word);
            self.word.clear();
        }
    }
}
