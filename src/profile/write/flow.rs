//! Values as YAML on one line.

use serde_json::Value;

/// A value; maps and lists in one line.
pub(super) fn flow(value: &Value) -> String {
    match value {
        Value::Null => "~".to_owned(),
        Value::Bool(truth) => truth.to_string(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => scalar(text),
        Value::Array(items) => format!("[{}]", items.iter().map(flow).collect::<Vec<_>>().join(", ")),
        Value::Object(entries) => {
            let entry = |(key, value): (&String, &Value)| format!("{}: {}", scalar(key), flow(value));
            format!("{{{}}}", entries.iter().map(entry).collect::<Vec<_>>().join(", "))
        }
    }
}

/// A text, in quotes where YAML would read something else.
pub(super) fn scalar(text: &str) -> String {
    let inner = |letter: char| {
        letter.is_alphanumeric() || matches!(letter, '_' | ' ' | '.' | '/' | '-' | '(' | ')' | '+' | '%')
    };
    let first = text.chars().next().is_some_and(|letter| letter.is_alphabetic() || letter == '_');
    let word = ["true", "false", "null", "yes", "no", "on", "off", "y", "n", "nan", "inf"];
    let plain =
        first && text.chars().all(inner) && !text.ends_with(' ') && !word.contains(&text.to_lowercase().as_str());
    if plain {
        return text.to_owned();
    }
    if text.contains('"') && !text.contains('\'') && !text.chars().any(char::is_control) {
        return format!("'{text}'");
    }
    serde_json::to_string(text).expect("a text is JSON")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_is_written_is_read_again() {
        for text in [
            "Created at",
            "工单号",
            "#",
            "1、您的",
            "yes",
            "12",
            "a: b",
            "it's \"so\"",
            "\"x\" = 1",
            "",
            "- x",
            "a\nb",
            "{a}",
            "end ",
        ] {
            let yaml = format!("key: {}\nlist: [{}, x]\nmap: {{{}: 1}}\n", scalar(text), scalar(text), scalar(text));
            let read: Value = serde_saphyr::from_str(&yaml).unwrap_or_else(|error| panic!("{yaml}: {error}"));
            assert_eq!((&read["key"], &read["list"][0]), (&json!(text), &json!(text)), "{yaml}");
            assert!(read["map"].get(text).is_some(), "{yaml}");
        }
    }
}
