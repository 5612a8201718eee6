//! Mistakes in benchmark files: every one is found in one reading, with its place.

use super::*;

const HEAD: &str = "version: 1\ndefinitions:\n  satisfaction.acsi.score_0_100: {zh-CN: 指数, en: index}\nbenchmarks:\n";
const GOOD: &str = "  - id: a\n    metric: csat_score\n    title: {zh-CN: 满意度, en: Satisfaction}\n    industry: telecom\n    \
                    value: 72\n    unit: score\n    definition_key: satisfaction.acsi.score_0_100\n    period: 2025\n    \
                    source: ACSI\n    grade: A-\n";

fn read(entry: &str) -> (Vec<Benchmark>, Vec<String>) {
    let (found, problems) = parse(&format!("{HEAD}{entry}"), Path::new("b.yaml"));
    (found, problems.iter().map(ToString::to_string).collect())
}

fn with(from: &str, to: &str) -> String {
    assert!(GOOD.contains(from), "{from}");
    GOOD.replace(from, to)
}

#[test]
fn a_sound_entry() {
    let (found, problems) = read(GOOD);
    assert_eq!(problems, [] as [String; 0]);
    let one = &found[0];
    assert_eq!((one.value, one.grade, one.definition.en()), (72.0, Grade::AMinus, "index"));
    assert_eq!((one.statistic, one.drawn, one.region.as_deref()), (Statistic::Mean, true, None));
    assert_eq!(one.place, Place::at("b.yaml", 5, 5));
}

#[test]
fn each_mistake_has_its_place_and_cure() {
    let cases = [
        (with("    source: ACSI\n", ""), "b.yaml:5:5: error[benchmark-without-source]: the benchmark has no `source`"),
        (with("ACSI", "' '"), "b.yaml:13:13: error[benchmark-without-source]: the benchmark has an empty `source`"),
        (with("grade: A-", "grade: C"), "b.yaml:14:12: error[unknown-grade]: unknown grade `C`"),
        (
            with("unit: score", "unit: scores"),
            "b.yaml:10:11: error[unknown-unit]: unknown unit `scores`\n  hint: did you mean `score`?",
        ),
        (with("period: 2025", "period: recently"), "b.yaml:12:13: error[invalid-period]: `recently` is not a period"),
        (with("    value: 72\n", ""), "b.yaml:5:5: error[missing-key]: the benchmark has no `value`"),
        (with("value: 72", "value: high"), "b.yaml:9:12: error[wrong-type]: expected a number, found `high`"),
        (
            with("value: 72", "value: 72\n    low: 80"),
            "b.yaml:9:12: error[invalid-range]: `value` 72 lies outside `low` 80 to `high` 72",
        ),
        (
            with("acsi.score_0_100", "acsi"),
            "b.yaml:11:21: error[invalid-definition-key]: `satisfaction.acsi` is not a definition key",
        ),
        (with("acsi.score", "other.score"), "b.yaml:5:5: error[missing-key]: the benchmark has no `definition`"),
        (
            with("industry", "industri"),
            "b.yaml:8:5: error[unknown-key]: unknown key `industri`\n  hint: did you mean `industry`?",
        ),
    ];
    for (entry, message) in cases {
        let (found, problems) = read(&entry);
        assert!(found.is_empty(), "{message}");
        assert!(problems.iter().any(|problem| problem.starts_with(message)), "{message}\nnot in {problems:#?}");
    }
}

#[test]
fn all_mistakes_at_once_and_the_sound_entries_stay() {
    let other = GOOD.replace("id: a", "id: b");
    let broken = with("id: a", "id: c").replace("grade: A-", "grade: Z").replace("unit: score", "unit: furlongs");
    let (found, problems) = read(&format!("{GOOD}{broken}{other}{GOOD}"));
    assert_eq!(found.iter().map(|one| one.id.as_str()).collect::<Vec<_>>(), ["a", "b"]);
    assert_eq!(problems.len(), 3, "{problems:#?}");
    assert!(problems.iter().any(|problem| problem.contains("duplicate-benchmark")));
}

#[test]
fn a_file_needs_its_version() {
    let (_, problems) = parse("benchmarks: []\n", Path::new("b.yaml"));
    assert_eq!(problems[0].to_string(), "b.yaml:1:1: error[missing-key]: `version` is missing");
    let (_, problems) = parse("version: 2\n", Path::new("b.yaml"));
    assert_eq!(problems[0].code, "unknown-version");
    let (_, problems) = parse("version: [\n", Path::new("b.yaml"));
    assert_eq!(problems[0].code, "invalid-yaml");
}
