//! Just enough JSON to spoil it: the laws change written texts and expect readers to notice.
//!
//! The texts come from a writer and are well-formed, without white space between tokens.

const UNKNOWN: &str = "\"no_such_field\":0";

/// The same text with its first `type` replaced by one that nobody knows.
pub(crate) fn with_unknown_type(text: &str) -> Option<String> {
    const KEY: &str = "\"type\":\"";
    let (before, rest) = text.split_once(KEY)?;
    let (_, after) = rest.split_once('"')?;
    Some(format!("{before}{KEY}no_such_type\"{after}"))
}

/// The same text with `type` moved to the end of the outermost object, if it stands first there
/// and something follows.
pub(crate) fn tag_last(text: &str) -> Option<String> {
    let rest = text.strip_prefix("{\"type\":\"")?;
    let (tag, rest) = rest.split_once('"')?;
    let fields = rest.strip_prefix(',')?.strip_suffix('}')?;
    Some(format!("{{{fields},\"type\":\"{tag}\"}}"))
}

/// The same text over and over, each time with an unknown field more in one of its objects, at the
/// object's beginning and at its end; objects below the `open` fields are left alone.
pub(crate) fn with_unknown_fields(text: &str, open: &[&str]) -> Vec<String> {
    let mut spoiled = Vec::new();
    for object in objects(text) {
        if object.below.iter().any(|key| open.contains(key)) {
            continue;
        }
        let empty = object.end == object.start.saturating_add(1);
        let (comma, at_end) = if empty {
            ("", None)
        } else {
            (",", Some(object.end))
        };
        let (head, tail) = text.split_at(object.start.saturating_add(1));
        spoiled.push(format!("{head}{UNKNOWN}{comma}{tail}"));
        if let Some((head, tail)) = at_end.map(|end| text.split_at(end)) {
            spoiled.push(format!("{head},{UNKNOWN}{tail}"));
        }
    }
    spoiled
}

/// An object in a text: the places of its braces, and the keys it stands below.
struct Object<'a> {
    start: usize,
    end: usize,
    below: Vec<&'a str>,
}

/// Every object of a text, inner ones first.
fn objects(text: &str) -> Vec<Object<'_>> {
    let mut found = Vec::new();
    let mut opened: Vec<(usize, Option<&str>)> = Vec::new();
    // The last string that was read: a key, if a colon follows.
    let (mut string, mut key) = (None, None);
    let mut places = text.char_indices();
    while let Some((place, c)) = places.next() {
        match c {
            '"' => {
                let start = place.saturating_add(1);
                let mut end = start;
                while let Some((at, c)) = places.next() {
                    end = at;
                    match c {
                        '\\' => {
                            places.next();
                        }
                        '"' => break,
                        _ => {}
                    }
                }
                string = text.get(start..end);
            }
            ':' => key = string.take(),
            ',' => key = None,
            '{' | '[' => opened.push((place, key.take())),
            '}' | ']' => {
                let below = opened.iter().filter_map(|(_, key)| *key).collect();
                if let Some((start, _)) = opened.pop() {
                    if c == '}' {
                        let end = place;
                        found.push(Object { start, end, below });
                    }
                }
                key = None;
            }
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = r#"{"type":"a","of":{"b":[{},"}\"{"]},"map":{"x":{"y":1}}}"#;

    #[test]
    fn every_object_is_spoiled_at_both_ends() {
        let spoiled = with_unknown_fields(TEXT, &[]);
        assert_eq!(spoiled.len(), 9);
        for text in &spoiled {
            let value: serde_json::Value = serde_json::from_str(text).expect("well-formed");
            assert_eq!(value.to_string().matches("no_such_field").count(), 1);
        }
    }

    #[test]
    fn open_maps_are_left_alone() {
        let spoiled = with_unknown_fields(TEXT, &["map"]);
        assert_eq!(spoiled.len(), 5);
    }

    #[test]
    fn the_tag_moves_to_the_end() {
        assert_eq!(
            tag_last(r#"{"type":"a","b":1}"#).as_deref(),
            Some(r#"{"b":1,"type":"a"}"#)
        );
        assert_eq!(tag_last(r#"{"type":"a"}"#), None);
    }

    #[test]
    fn the_type_becomes_unknown() {
        assert_eq!(
            with_unknown_type(r#"{"event":{"type":"a","b":1}}"#).as_deref(),
            Some(r#"{"event":{"type":"no_such_type","b":1}}"#)
        );
    }
}
