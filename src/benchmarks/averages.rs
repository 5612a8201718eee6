//! Averages that a client or its association supplies: six lines of YAML, or a row of a CSV file.
//!
//! What is declared decides the grade: without `same_definition` the definition is unknown and no verdict follows;
//! without region or population these count as other ones; a flow needs its `period_length`.

use super::file::{Reader, Statistic};
use super::{Benchmark, BenchmarkUnit, Grade, Level, OWN_INDUSTRY, PeriodLength, Seen, definition_key};
use crate::config::yaml::{self, Mark, Written};
use crate::diagnostic::Diagnostic;
use crate::domain::Localized;
use serde::Deserialize;
use std::path::Path;

/// An average as written; in a CSV file each key is a column.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Average {
    #[serde(default)]
    metric: Written<String>,
    #[serde(default)]
    value: Written<f64>,
    #[serde(default)]
    source: Written<String>,
    #[serde(default)]
    period: Written<String>,
    #[serde(default)]
    region: Written<String>,
    #[serde(default)]
    same_definition: Written<bool>,
    #[serde(default)]
    population: Written<String>,
    #[serde(default)]
    unit: Written<String>,
    #[serde(default)]
    period_length: Written<PeriodLength>,
    #[serde(default)]
    statistic: Written<Statistic>,
    #[serde(default)]
    industry: Written<String>,
    #[serde(default)]
    definition: Written<Localized>,
    #[serde(default)]
    title: Written<Localized>,
    #[serde(default)]
    n: Written<u64>,
    #[serde(default)]
    seen: Written<Seen>,
    #[serde(default)]
    url: Written<String>,
    #[serde(default)]
    licence: Written<String>,
}

/// A CSV file of averages.
#[derive(Deserialize)]
struct Rows {
    #[serde(default)]
    rows: Written<Vec<Written<Average>>>,
}

/// Reads a CSV file whose columns are the keys of an average, such as
/// `metric,value,source,period,region,population,same_definition`; `file` is the name in messages.
///
/// Returns the sound rows and every mistake with line and column; an empty cell is a key that is not written.
pub(super) fn parse_csv(text: &str, file: &Path) -> (Vec<Benchmark>, Vec<Diagnostic>) {
    let mut problems = Vec::new();
    let Some(written) = yaml::read_rows::<Rows>(text, file, &mut problems) else { return (Vec::new(), problems) };
    let mut reader = Reader::new(file, problems);
    let mut found = Vec::new();
    for (row, mark) in written.rows.get().into_iter().flatten().filter_map(Written::placed) {
        found.extend(average(&mut reader, row, (mark, found.len())));
    }
    if found.is_empty() && reader.problems.is_empty() {
        let mark = Mark::TOP;
        reader.error("no-averages", mark, "the file has no average below its header".to_owned());
    }
    reader.problems.sort();
    (found, reader.problems)
}

/// The figure of one average; all its mistakes are reported.
pub(super) fn average(reader: &mut Reader, written: &Average, (mark, at): (Mark, usize)) -> Option<Benchmark> {
    let before = reader.problems.len();
    let metric = reader.required(&written.metric, "metric", mark);
    let value = reader.required(&written.value, "value", mark);
    let source = reader.source(&written.source, mark);
    let period = reader.period(&written.period, mark);
    let unit = match written.unit.is_absent() {
        true => Some(BenchmarkUnit::OfMetric),
        false => reader.unit(&written.unit, mark),
    };
    if let Some((value, at)) = written.value.placed().filter(|(value, _)| !value.is_finite()) {
        reader.error("invalid-range", at, format!("`value` {value} is not a finite number"));
    }
    let (metric, period) = (metric?, period?);
    let same = written.same_definition.get().copied().unwrap_or(false);
    let key = match same {
        true => definition_key::key_of_id(&metric),
        false => definition_key::unknown_of(&metric),
    };
    let seen = written.seen.get().copied().unwrap_or(Seen::NotStated);
    let benchmark = Benchmark {
        id: format!("average_{metric}_{at}"),
        title: written.title.get().cloned().unwrap_or_else(|| Localized::plain(&metric)),
        industry: written.industry.get().cloned().unwrap_or_else(|| OWN_INDUSTRY.to_owned()),
        value: value?,
        low: None,
        high: None,
        unit: unit?,
        statistic: written.statistic.get().copied().unwrap_or(Statistic::Mean),
        definition: written.definition.get().cloned().unwrap_or_else(|| declared(same)),
        level: Level::of_method(&key.method),
        population: written.population.get().cloned(),
        region: written.region.get().cloned(),
        period_length: written.period_length.get().copied().unwrap_or(PeriodLength::NotStated),
        source: source?,
        seen_in: None,
        url: written.url.get().cloned(),
        grade: grade(seen, period.last.is_some()),
        n: written.n.get().copied(),
        drawn: true,
        note: None,
        twin: None,
        product: None,
        seen,
        seen_on: None,
        licence: written.licence.get().cloned(),
        peers: None,
        place: reader.place(mark),
        definition_key: key,
        metric,
        period,
    };
    (reader.problems.len() == before).then_some(benchmark)
}

/// The evidence of an average: the publisher's own text, the same undated, or what somebody repeats.
fn grade(seen: Seen, dated: bool) -> Grade {
    match (seen, dated) {
        (Seen::Publisher, true) => Grade::A,
        (Seen::Publisher, false) => Grade::AMinus,
        _ => Grade::B,
    }
}

/// What stands for the definition's words where nobody wrote them.
fn declared(same: bool) -> Localized {
    #[derive(serde::Deserialize)]
    struct Declared {
        same: Localized,
        unknown: Localized,
    }
    let words: Declared =
        serde_saphyr::from_str(include_str!("rules/declared.yaml")).expect("the shipped words are sound");
    if same { words.same } else { words.unknown }
}

#[cfg(test)]
mod tests {
    use super::super::{load, parse};
    use super::*;

    const SIX: &str = "version: 1\naverages:\n  - metric: csat_top2\n    value: 86.2\n    source: 行业协会\n    \
                       period: 2026-Q2\n    region: CN\n    same_definition: true\n";

    #[test]
    fn six_lines_are_enough_and_say_what_is_declared() {
        let (found, problems) = parse(SIX, Path::new("a.yaml"));
        assert_eq!(problems, []);
        let one = &found[0];
        assert_eq!(one.definition_key.to_string(), "satisfaction.own_survey.top_2_share");
        assert_eq!((one.industry.as_str(), one.grade, &one.unit), (OWN_INDUSTRY, Grade::B, &BenchmarkUnit::OfMetric));
        let (found, _) = parse(&SIX.replace("    same_definition: true\n", ""), Path::new("a.yaml"));
        assert!(found[0].definition_key.is_unknown());
        assert_eq!(found[0].definition_key.concept, "satisfaction");
    }

    #[test]
    fn a_row_is_the_same_as_six_lines_in_utf_8_and_gb18030() {
        let text = "metric,value,source,period,region,same_definition\ncsat_top2,86.2,行业协会,2026-Q2,CN,true\n";
        let place = |one: Benchmark| Benchmark { place: crate::diagnostic::Place::file("x"), ..one };
        let wanted = place(parse(SIX, Path::new("a.yaml")).0.remove(0));
        let read: Vec<Benchmark> = parse_csv(text, Path::new("a.csv")).0.into_iter().map(place).collect();
        assert_eq!(read, std::slice::from_ref(&wanted));
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.csv");
        std::fs::write(&file, yaml::gb18030(text)).unwrap();
        let (found, problems) = load(&[file]);
        assert_eq!(problems, []);
        assert_eq!(found.into_iter().map(place).collect::<Vec<_>>(), [wanted]);
    }

    #[test]
    fn mistakes_have_line_and_column() {
        let cases = [
            ("metric,value,source,period\ncsat_top2,high,s,2026-Q2\n", "a.csv:2:11: error[wrong-type]"),
            ("metric,value,source,period\ncsat_top2,80,,2026-Q2\n", "a.csv:2:1: error[benchmark-without-source]"),
            ("metric,value,source,period\ncsat_top2,80,s,soon\n", "a.csv:2:16: error[invalid-period]"),
            ("metric,value,sauce,period\ncsat_top2,80,s,2026\n", "a.csv:1:14: error[unknown-key]"),
            ("metric,value,source,period\n", "a.csv:1:1: error[no-averages]"),
        ];
        for (text, wanted) in cases {
            let (found, problems) = parse_csv(text, Path::new("a.csv"));
            let told: Vec<String> = problems.iter().map(ToString::to_string).collect();
            assert!(found.is_empty() && told.iter().any(|one| one.starts_with(wanted)), "{wanted} not in {told:?}");
        }
    }
}
