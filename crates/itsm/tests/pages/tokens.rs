//! Reading items by their tokens: where one ends, what kind it is, and how people would write it.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

pub(crate) fn is(token: &TokenTree, text: &str) -> bool {
    matches!(token, TokenTree::Ident(_) | TokenTree::Punct(_)) && token.to_string() == text
}

pub(crate) fn group(token: &TokenTree, delimiter: Delimiter) -> Option<&Group> {
    match token {
        TokenTree::Group(group) if group.delimiter() == delimiter => Some(group),
        _ => None,
    }
}

pub(crate) fn tokens(stream: TokenStream) -> Vec<TokenTree> {
    stream.into_iter().collect()
}

/// The tokens as people write them.
pub(crate) fn text(tokens: &[TokenTree]) -> String {
    let mut text = tokens.iter().cloned().collect::<TokenStream>().to_string();
    for (spaced, tight) in [
        ("->", "→"),
        (" :: ", "::"),
        (":: ", "::"),
        (" ::", "::"),
        (" :", ":"),
        (" ,", ","),
        (" ;", ";"),
        (" <", "<"),
        ("< ", "<"),
        (" >", ">"),
        ("& ", "&"),
        (" (", "("),
        ("( ", "("),
        (" )", ")"),
        (" !", "!"),
        ("? ", "?"),
        (" →", "→"),
        ("→ ", "→"),
        ("→", " -> "),
        (",(", ", ("),
        (":(", ": ("),
        ("=(", "= ("),
        (",)", ")"),
    ] {
        text = text.replace(spaced, tight);
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The parts between separators, without attributes; `<` and `>` hold together.
pub(crate) fn parts(stream: TokenStream, separator: &str) -> Vec<Vec<TokenTree>> {
    let (mut parts, mut part, mut angles) = (Vec::new(), Vec::new(), 0_i32);
    let all = tokens(stream);
    let mut i = 0;
    while i < all.len() {
        let arrow = i > 0 && (is(&all[i - 1], "-") || is(&all[i - 1], "="));
        if is(&all[i], "#")
            && all
                .get(i + 1)
                .is_some_and(|it| group(it, Delimiter::Bracket).is_some())
        {
            i += 2;
            continue;
        } else if is(&all[i], separator) && angles == 0 {
            parts.push(std::mem::take(&mut part));
        } else {
            angles += i32::from(is(&all[i], "<")) - i32::from(is(&all[i], ">") && !arrow);
            part.push(bare(&all[i]));
        }
        i += 1;
    }
    parts.push(part);
    parts.retain(|it| !it.is_empty());
    parts
}

/// A token without the attributes inside of it.
pub(crate) fn bare(token: &TokenTree) -> TokenTree {
    let TokenTree::Group(group) = token else {
        return token.clone();
    };
    let inner = parts(group.stream(), "\u{0}").concat();
    TokenTree::Group(Group::new(group.delimiter(), inner.into_iter().collect()))
}

/// How many tokens the first item has.
pub(crate) fn length(tokens: &[TokenTree]) -> usize {
    let kind = keyword(
        tokens
            .get(usize::from(tokens.first().is_some_and(|it| is(it, "pub")))..)
            .unwrap_or_default(),
    );
    let braces_end = !matches!(
        kind.as_str(),
        "use" | "const" | "static" | "type" | "extern"
    );
    for (i, token) in tokens.iter().enumerate() {
        if is(token, ";") || (braces_end && group(token, Delimiter::Brace).is_some()) {
            return i + 1;
        }
    }
    tokens.len()
}

/// What kind of item it is; a `const fn` is a function.
pub(crate) fn keyword(item: &[TokenTree]) -> String {
    let skipped = |it: &&TokenTree| !matches!(it, TokenTree::Group(_)) && !is(it, "unsafe");
    let mut words = item.iter().filter(skipped).map(ToString::to_string);
    match (words.next().unwrap_or_default(), words.next()) {
        (first, Some(second)) if first == "const" && second == "fn" => second,
        (first, _) => first,
    }
}

/// How many tokens the generics at the beginning have.
pub(crate) fn generics(tokens: &[TokenTree]) -> usize {
    let mut depth = 0_i32;
    for (i, token) in tokens.iter().enumerate() {
        depth += i32::from(is(token, "<")) - i32::from(is(token, ">"));
        if depth == 0 {
            return if i == 0 { 0 } else { i + 1 };
        }
    }
    0
}

/// A tuple of fields with those that are not public as `_`.
pub(crate) fn veiled(token: &TokenTree) -> TokenTree {
    let Some(fields) = group(token, Delimiter::Parenthesis) else {
        return token.clone();
    };
    let shown: Vec<String> = parts(fields.stream(), ",")
        .iter()
        .map(|it| {
            if is(&it[0], "pub") {
                text(it)
            } else {
                "_".to_owned()
            }
        })
        .collect();
    let stream = shown.join(",").parse().expect("fields are tokens");
    TokenTree::Group(Group::new(Delimiter::Parenthesis, stream))
}
