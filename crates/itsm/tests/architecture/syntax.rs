//! What is looked for in the tokens of a source: comments, texts and documentation do not count.

use core::str::FromStr;
use proc_macro2::{Delimiter, Group, Spacing, TokenStream, TokenTree};

/// A line, from 1, and what was found there.
pub(crate) type Finding = (usize, &'static str);

/// Names that stand for global state, or for values that cannot be shared between threads.
const STATEFUL: &[&str] = &["OnceCell", "Rc", "RefCell", "UnsafeCell", "thread_local"];

pub(crate) fn is_no_std(source: &str) -> bool {
    let Ok(tokens) = TokenStream::from_str(source) else {
        return false;
    };
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    tokens.windows(3).any(|window| match window {
        [hash, bang, TokenTree::Group(group)] => {
            is_punct(hash, '#') && is_punct(bang, '!') && group.stream().to_string() == "no_std"
        }
        _ => false,
    })
}

pub(crate) fn findings(source: &str) -> Result<Vec<Finding>, String> {
    let tokens = TokenStream::from_str(source).map_err(|error| error.to_string())?;
    let mut findings = Vec::new();
    look(tokens, &mut findings);
    findings.sort_unstable();
    Ok(findings)
}

fn look(tokens: TokenStream, findings: &mut Vec<Finding>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut before: Option<&TokenTree> = None;
    let mut rest = tokens.as_slice();
    while let [token, after @ ..] = rest {
        let line = token.span().start().line;
        if let TokenTree::Ident(ident) = token {
            let name = ident.to_string();
            if let Some(what) = word(&name, before, after) {
                findings.push((line, what));
            }
        }
        if let TokenTree::Group(group) = token {
            look(group.stream(), findings);
        }
        before = Some(token);
        rest = after;
    }
}

fn word(name: &str, before: Option<&TokenTree>, after: &[TokenTree]) -> Option<&'static str> {
    match name {
        "std" if is_path(after) || before.is_some_and(|it| is_ident(it, "crate")) => {
            Some("`std` is not for library crates")
        }
        "static" if !before.is_some_and(|it| is_punct(it, '\'')) => after
            .first()
            .is_some_and(|it| is_ident(it, "mut"))
            .then_some("`static mut` is global state"),
        "dyn" => is_any(after).then_some("`dyn Any` hides what it is"),
        "async" => Some("library crates are not `async`"),
        "if" | "while" => condition(after),
        _ if STATEFUL.contains(&name) || name.starts_with("Atomic") => {
            Some("global state, or a value that cannot be shared between threads")
        }
        _ => None,
    }
}

/// Whether a path such as `core::any::Any` begins here and ends in `Any`.
fn is_any(tokens: &[TokenTree]) -> bool {
    tokens
        .iter()
        .take_while(|it| matches!(it, TokenTree::Ident(_)) || is_punct(it, ':'))
        .filter(|it| matches!(it, TokenTree::Ident(_)))
        .last()
        .is_some_and(|it| is_ident(it, "Any"))
}

/// Looks at the condition of an `if` or `while` for what Rust 1.85 does not know: a `let` that is
/// joined to something by `&&`, and an `if let` that guards an arm.
fn condition(tokens: &[TokenTree]) -> Option<&'static str> {
    let (mut lets, mut ands, mut in_pattern) = (0_u32, 0_u32, false);
    let mut before: Option<&TokenTree> = None;
    let mut rest = tokens;
    while let [token, after @ ..] = rest {
        let next = after.first();
        if is_ident(token, "let") {
            lets = lets.saturating_add(1);
            in_pattern = true;
        } else if is_joint(token, '=') && next.is_some_and(|it| is_punct(it, '>')) {
            return (lets > 0).then_some("`if let` in a guard is newer than Rust 1.85");
        } else if in_pattern && is_punct(token, '=') {
            // `..=` is part of the pattern; the plain one ends it.
            in_pattern = before.is_some_and(|it| is_joint(it, '.'));
        } else if is_joint(token, '&')
            && next.is_some_and(|it| is_punct(it, '&'))
            && before.is_some_and(ends_operand)
        {
            ands = ands.saturating_add(1);
        } else if !in_pattern && brace(token).is_some() {
            break;
        }
        before = Some(token);
        rest = after;
    }
    (lets > 0 && ands > 0).then_some("a chain of `let` is newer than Rust 1.85")
}

/// Whether an operator may follow, so that `&&` means "and", not a reference to a reference.
fn ends_operand(token: &TokenTree) -> bool {
    match token {
        TokenTree::Ident(ident) => ident != "let" && ident != "in" && ident != "match",
        TokenTree::Literal(_) | TokenTree::Group(_) => true,
        TokenTree::Punct(punct) => punct.as_char() == '?' || punct.as_char() == '>',
    }
}

fn brace(token: &TokenTree) -> Option<&Group> {
    match token {
        TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => Some(group),
        _ => None,
    }
}

fn is_path(tokens: &[TokenTree]) -> bool {
    matches!(tokens, [first, second, ..] if is_punct(first, ':') && is_punct(second, ':'))
}

fn is_ident(token: &TokenTree, name: &str) -> bool {
    matches!(token, TokenTree::Ident(ident) if ident == name)
}

fn is_punct(token: &TokenTree, c: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == c)
}

fn is_joint(token: &TokenTree, c: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == c && punct.spacing() == Spacing::Joint)
}

#[cfg(test)]
mod tests {
    use super::{findings, is_no_std};

    #[track_caller]
    fn found(source: &str) -> usize {
        findings(source).expect("the source is Rust").len()
    }

    #[test]
    fn no_std_is_an_attribute_and_not_a_comment() {
        assert!(is_no_std("//! Words.\n#![no_std]\nextern crate alloc;"));
        assert!(!is_no_std("// #![no_std]\nfn main() {}"));
        assert!(!is_no_std("#![cfg_attr(not(test), no_std)]"));
    }

    #[test]
    fn standard_library_is_found() {
        assert_eq!(found("use std::fs;"), 1);
        assert_eq!(found("extern crate std;"), 1);
        assert_eq!(found("fn f() { let x = ::std::time::Instant::now(); }"), 1);
        assert_eq!(found("macro_rules! m { () => { std::env::args() }; }"), 1);
        assert_eq!(found("/// std::fs\nfn f() { let std = \"std::fs\"; }"), 0);
    }

    #[test]
    fn global_state_is_found() {
        assert_eq!(found("static mut N: u8 = 0;"), 1);
        assert_eq!(found("static N: AtomicU64 = AtomicU64::new(0);"), 2);
        assert_eq!(found("thread_local! { static N: u8 = 0; }"), 1);
        assert_eq!(found("fn f(it: &'static mut u8) {} static N: u8 = 0;"), 0);
    }

    #[test]
    fn hidden_types_and_async_are_found() {
        assert_eq!(found("fn f(it: &dyn Any) {}"), 1);
        assert_eq!(found("fn f(it: Box<dyn core::any::Any + Send>) {}"), 1);
        assert_eq!(found("fn f(it: &dyn Display, any: Any) {}"), 0);
        assert_eq!(found("async fn f() {}"), 1);
    }

    #[test]
    fn chains_of_let_are_found() {
        assert_eq!(found("fn f() { if let Some(x) = a && x > 1 { b() } }"), 1);
        assert_eq!(found("fn f() { if a && let Some(x) = b { c() } }"), 1);
        assert_eq!(found("fn f() { if let S { x } = a && x { b() } }"), 1);
        assert_eq!(
            found("fn f() { while let Some(x) = a.next() && x { b() } }"),
            1
        );
        assert_eq!(found("fn f() { if let 1..=9 = a()? && b { c() } }"), 1);
    }

    #[test]
    fn guards_with_let_are_found() {
        assert_eq!(
            found("fn f() { match a { b if let Some(x) = b => x, _ => c } }"),
            1
        );
        assert_eq!(
            found("fn f() { match a { b if b > 1 && c => x, _ => c } }"),
            0
        );
    }

    #[test]
    fn conditions_that_rust_1_85_knows_are_silent() {
        assert_eq!(found("fn f() { if let Some(x) = (a && b) { c() } }"), 0);
        assert_eq!(
            found("fn f() { if let Some(x) = a { b && c } else if d && e { f() } }"),
            0
        );
        assert_eq!(found("fn f() { if let &&x = a { b() } }"), 0);
        assert_eq!(
            found("fn f() { if let Some(x) = &&a { b() } let y = a && b; }"),
            0
        );
        assert_eq!(found("fn f() { while let Some(S { x }) = a { b() } }"), 0);
        assert_eq!(
            found("fn f() { if let 'a'..='z' = c { b() } if a == b && c { d() } }"),
            0
        );
        assert_eq!(
            found("fn f() { match a { b => if let Some(x) = b { x } else { y }, c => d && e } }"),
            0
        );
    }
}
