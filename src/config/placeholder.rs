//! Figures that a text names: `{{ metric("csat_top2", segment="channel=phone", period="2026-Q2") }}`.

use crate::domain::{Quarter, Segment};
use std::ops::Range;

/// A figure by its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FigureName {
    /// Metric id.
    pub metric: String,
    /// The whole, or one part of a dimension.
    pub segment: Segment,
    /// The quarter; `None` is the report's.
    pub period: Option<Quarter>,
}

/// The placeholders of a text with their bytes, braces included; one that cannot be read says why. Braces round
/// anything but a call, such as `{{ 7 }}`, are text.
pub fn figure_names(text: &str) -> Vec<(Range<usize>, Result<FigureName, String>)> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(start) = text[from..].find("{{").map(|at| from + at) {
        let inside = text[start + 2..].trim_start();
        let name = inside.trim_start_matches(|letter: char| letter.is_ascii_alphabetic() || letter == '_');
        if name.len() == inside.len() || !name.trim_start().starts_with('(') {
            from = start + 2;
            continue;
        }
        let Some(end) = text[start..].find("}}").map(|at| start + at) else {
            found.push((start..text.len(), Err("`}}` is missing".to_owned())));
            break;
        };
        found.push((start..end + 2, read(text[start + 2..end].trim())));
        from = end + 2;
    }
    found
}

/// Reads `metric("id", key="value", …)`.
fn read(call: &str) -> Result<FigureName, String> {
    let inner = call.strip_prefix("metric").map(str::trim_start).and_then(|rest| rest.strip_prefix('('));
    let inner = inner.and_then(|rest| rest.strip_suffix(')')).ok_or("a figure is named by `metric(…)`")?;
    let mut found: Option<FigureName> = None;
    for part in apart(inner) {
        let (key, value) = match part.split_once('=').filter(|(key, _)| !key.contains(['"', '\''])) {
            Some((key, value)) => (Some(key.trim()), value.trim()),
            None => (None, part.trim()),
        };
        let quoted = ['"', '\''].iter().find_map(|mark| value.strip_prefix(*mark)?.strip_suffix(*mark));
        let value = quoted.ok_or_else(|| format!("`{value}` needs quotation marks"))?;
        match (key, &mut found) {
            (None, None) => {
                found = Some(FigureName { metric: value.to_owned(), segment: Segment::Total, period: None });
            }
            (Some("segment"), Some(found)) => {
                let (dimension, part) = value.split_once('=').ok_or("a segment is written `column=value`")?;
                let (dimension, part) = (dimension.trim().to_owned(), part.trim().to_owned());
                found.segment = Segment::Part { dimension, value: Some(part) };
            }
            (Some("period"), Some(found)) => {
                let period = value.parse().map_err(|_| format!("`{value}` is not a quarter such as `2026-Q2`"))?;
                found.period = Some(period);
            }
            (Some(key), Some(_)) => return Err(format!("unknown word `{key}`: known are `segment` and `period`")),
            (None, Some(_)) | (Some(_), None) => return Err("the id of the metric comes first, and once".to_owned()),
        }
    }
    found.ok_or_else(|| "the id of a metric is missing".to_owned())
}

/// Parts at commas outside of quotation marks.
fn apart(inner: &str) -> Vec<&str> {
    let (mut parts, mut from, mut open) = (Vec::new(), 0, None);
    for (at, letter) in inner.char_indices() {
        match (open, letter) {
            (None, '"' | '\'') => open = Some(letter),
            (Some(mark), _) if mark == letter => open = None,
            (None, ',') => {
                parts.push(&inner[from..at]);
                from = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&inner[from..]);
    parts.retain(|part| !part.trim().is_empty());
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_named_with_part_and_quarter() {
        let text =
            "a {{ metric(\"nps\") }} b {{metric('csat_top2', segment=\"channel=phone, hotline\", period='2026-Q2')}}";
        let found = figure_names(text);
        let names: Vec<&FigureName> = found.iter().map(|(_, name)| name.as_ref().unwrap()).collect();
        assert_eq!((names[0].metric.as_str(), &names[0].segment, names[0].period), ("nps", &Segment::Total, None));
        let part = Segment::Part { dimension: "channel".to_owned(), value: Some("phone, hotline".to_owned()) };
        assert_eq!((names[1].metric.as_str(), &names[1].segment), ("csat_top2", &part));
        assert_eq!(names[1].period, Some("2026-Q2".parse().unwrap()));
        assert_eq!(&text[found[0].0.clone()], "{{ metric(\"nps\") }}");
    }

    #[test]
    fn what_cannot_be_read_says_why() {
        let why = |text: &str| figure_names(text)[0].1.clone().unwrap_err();
        assert!(why("{{ metrik(\"nps\") }}").contains("metric("));
        assert!(why("{{ metric(nps) }}").contains("quotation marks"));
        assert!(why("{{ metric(\"nps\", part=\"a=b\") }}").contains("segment"));
        assert!(why("{{ metric(\"nps\", segment=\"phone\") }}").contains("column=value"));
        assert!(why("{{ metric(\"nps\", period=\"2026\") }}").contains("quarter"));
        assert!(why("{{ metric(\"nps\")").contains("}}"));
        assert!(why("{{ metric(segment=\"a=b\") }}").contains("first"));
        assert!(figure_names("plain { text } {{ 7*7 }} {{ config }} {{").is_empty());
    }
}
