use super::*;
use crate::catalogue::definition::{Attribution, Family, Kind};
use crate::diagnostic::Severity;
use crate::domain::{Clock, Direction, Table, Zone};
use std::fs;
use tempfile::TempDir;

fn metric(id: &str) -> Definition {
    Definition {
        id: id.to_owned(),
        card: None,
        title: Localized::both("率", "Rate"),
        family: Family::Quality,
        table: Some(Table::Tickets),
        kind: Kind::Proportion,
        period: Some(Attribution::At("created_at".to_owned())),
        exclude: Vec::new(),
        rows: None,
        among: None,
        hit: Some("true".to_owned()),
        value: None,
        denominator: None,
        weight: None,
        start: None,
        end: None,
        clock: Clock::Calendar,
        quantile: None,
        matured: None,
        formula: None,
        base: None,
        per: None,
        unit: crate::domain::Unit::Percent,
        better: Direction::Higher,
        segments: Vec::new(),
        needs: Vec::new(),
        definition: Localized::both("定义", "definition"),
        source: "test".to_owned(),
        scorecard: true,
        decimals: None,
        single_scale: None,
    }
}

fn overrides() -> Overrides {
    Overrides { environment: BTreeMap::from([("TEAM".to_owned(), "灯塔咨询".to_owned())]), ..Overrides::default() }
}

type Loaded = Result<(Config, Vec<Diagnostic>), Vec<Diagnostic>>;

/// Writes a project with a data folder and loads it.
fn load_text(yaml: &str) -> (TempDir, Loaded) {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("data")).unwrap();
    fs::copy("data/calendars/cn-mainland-sample.yaml", folder.path().join("cn.yaml")).unwrap();
    let file = folder.path().join("reports.yaml");
    fs::write(&file, yaml).unwrap();
    let catalogue = [metric("fcr"), metric("csat_mean")];
    let loaded = check::load(&file, &overrides(), &catalogue);
    let loaded = loaded.and_then(|(config, warnings)| Ok((config.sound()?, warnings)));
    (folder, loaded)
}

const GOOD: &str = r##"version: 1
defaults:
  as_of: 2026-10-15T09:00:00+08:00
  calendar: cn.yaml
  brand: {name: "${TEAM}", colours: {primary: "#0A0B0C"}}
  targets: {fcr: 80}
  statistics: {minimum_n: 5}
reports:
  - id: one
    client: {zh-CN: 一, en: One}
    data: data
    brand: {colours: {accent: "#ffffff"}}
    tables:
      tickets:
        - files: "tickets*.csv"
          columns:
            ticket_id: 工单号
            created_at: {from: 创建时间, date_formats: ["%d/%m/%Y"]}
            status: {from: 状态, values: {1: resolved, "02": open}}
          missing: "?"
          extra: {vip: {type: boolean}}
          constants: {channel: phone}
      surveys: surveys.xlsx
    targets:
      csat_mean: [{value: 4, valid_from: 2026-01-01}, {value: 4.5, upper: 5, valid_from: 2026-07-01}]
    composite: {weights: {satisfaction: 60, loyalty: 40}, components: {satisfaction: {metric: fcr, worst: 0, best: 100}, loyalty: {metric: csat_mean, worst: 1, best: 5}}}
    metrics:
      - id: fcr
        hit: "vip"
    economics:
      annual_discount_rate: 0.08
      assumptions:
        margin: {low: 1.10, base: 2, high: 3, source: client}
  - id: two
    client: Two
    data: data
    tables: {tickets: "*.csv"}
"##;

#[test]
fn defaults_are_inherited_and_overridden() {
    let (_folder, loaded) = load_text(GOOD);
    let (config, warnings) = loaded.unwrap_or_else(|problems| panic!("{problems:#?}"));
    assert_eq!(warnings, []);
    let [one, two] = config.reports.as_slice() else { panic!("two reports") };
    assert_eq!(one.brand.name.as_ref().unwrap().en(), "灯塔咨询");
    assert_eq!((one.brand.primary.as_str(), one.brand.accent.as_str()), ("#0a0b0c", "#ffffff"));
    assert_eq!(one.statistics.minimum_n, 5);
    assert_eq!(one.as_of.to_utc().to_rfc3339(), "2026-10-15T01:00:00+00:00");
    assert_eq!(one.targets.len(), 3);
    let composite = one.quality.composite.as_ref().unwrap();
    let weights: Vec<(&str, f64)> = composite.components.iter().map(|one| (one.name.name(), one.weight)).collect();
    assert_eq!((composite.weighting, weights), (Weighting::Own, vec![("satisfaction", 60.0), ("loyalty", 40.0)]));
    assert_eq!((two.client.zh(), two.targets.len(), two.quality.composite.is_none()), ("Two", 1, true));
    let [tickets, surveys] = one.sources.as_slice() else { panic!("two sources") };
    assert_eq!(tickets.columns["status"].values["02"], "open");
    assert_eq!(tickets.columns["status"].values["1"], "resolved");
    assert_eq!(tickets.columns["created_at"].date_formats, ["%d/%m/%Y"]);
    assert_eq!(tickets.missing, ["?"]);
    assert_eq!(tickets.places["status"].line, Some(19));
    assert_eq!(surveys.files, "surveys.xlsx");
    let economics = one.economics.as_ref().unwrap();
    assert_eq!(economics.assumptions[0].low.to_string(), "1.10");
    assert!(one.calendar_note.as_ref().unwrap().en().contains("sample"));
}

#[test]
fn a_metric_override_changes_what_it_names() {
    let (_folder, loaded) = load_text(GOOD);
    let (config, _) = loaded.unwrap();
    let fcr = &config.reports[0].metrics[0];
    assert_eq!((fcr.hit.as_deref(), fcr.title.en()), (Some("vip"), "Rate"));
    assert_eq!(config.reports[1].metrics[0].hit.as_deref(), Some("true"));
    let place = &config.reports[0].metric_places["fcr.hit"];
    assert_eq!((place.line, place.column), (Some(29), Some(14)));
}

#[test]
fn a_skipped_metric_takes_along_what_is_made_of_it() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("data")).unwrap();
    let file = folder.path().join("reports.yaml");
    let report = "  - {id: one, client: One, data: data, as_of: 2026-10-15, tables: {tickets: x.csv}, skip_metrics: receivables_end}";
    fs::write(&file, format!("version: 1\nreports:\n{report}\n")).unwrap();
    let (config, _) = check::load(&file, &Overrides::default(), crate::catalogue::built_in()).unwrap();
    let has = |id: &str| config.reports[0].metrics.iter().any(|metric| metric.id == id);
    assert!(!has("receivables_end") && !has("days_sales_outstanding"), "the days are receivables over sales");
    assert!(has("invoiced_per_day") && has("overdue_share"));
}

#[test]
#[expect(clippy::too_many_lines, reason = "one file with every mistake, and every message")]
fn every_mistake_is_reported_at_once_in_order() {
    let (folder, loaded) = load_text(
        r##"version: 1
defaults:
  locale: [en]
  time_zone: Asia/Shangai
  brand: {colours: {primary: red}}
reports:
  - id: a b
    client: A
    data: nowhere
    tables: {ticket: x.csv, tickets: {files: "*.csv", columns: {creatd_at: c}}}
    targets: {fcrr: 80}
    composite: {weights: {satisfaction: 60, loyalty: 50}, components: {satisfaction: {metric: fcr, worst: 0, best: 100}, loyalty: {metric: csat_mean, worst: 1, best: 5}}}
    sections: [sumary]
  - client: "${NOPE}"
    data: data
    currency: yuan
    tables: {tickets: "*.csv"}
    economics: {annual_discount_rate: 0.1, assumptions: {m: {low: 3, base: 2, high: 4, source: x}}}
  - id: ONE
    id: two
    client: [x]
    data: data
    tables: {tickets: "*.csv"}
  - id: one
    client: x
    data: data
    as_of: yesterday
    tables: {tickets: "*.csv"}
"##,
    );
    let problems = loaded.unwrap_err();
    assert!(problems.iter().all(|one| one.severity == Severity::Error));
    let told: Vec<String> = problems
        .iter()
        .map(|one| {
            let place = (one.place.line.unwrap(), one.place.column.unwrap());
            format!("{}:{} {} {}", place.0, place.1, one.code, one.hint.as_deref().unwrap_or("-"))
        })
        .map(|line| line.replace(&folder.path().display().to_string(), ""))
        .collect();
    let expected = [
        "3:3 unknown-key did you mean `locales`?",
        "4:14 unknown-time-zone did you mean `Asia/Shanghai`?",
        "5:30 invalid-colour write it as `\"#1f4e79\"`, in quotes",
        "7:9 unsafe-id use up to 64 of `a-z`, `A-Z`, `0-9`, `-`, `_` and `.`, starting with a letter or digit",
        "9:11 missing-folder -",
        "10:14 unknown-table did you mean `tickets`?",
        "10:65 unknown-column did you mean `created_at`?",
        "11:15 unknown-metric did you mean `fcr`?",
        "12:26 weights-sum -",
        "13:16 unknown-section did you mean `summary`?",
        "14:5 missing-key -",
        "14:13 unset-variable set it, or write `$${` for a plain `${`",
        "16:15 invalid-currency write three capital letters such as `CNY`",
        "18:61 inverted-range -",
        "20:5 duplicate-key -",
        "21:13 wrong-type -",
        "24:9 duplicate-report -",
        "27:12 invalid-date write it as `2026-10-15` or `2026-10-15T09:00:00+08:00`",
    ];
    assert_eq!(told, expected);
}

#[test]
fn the_sample_calendar_knows_make_up_days_and_holidays() {
    let (_folder, loaded) = load_text(GOOD);
    let (config, _) = loaded.unwrap();
    let calendar = config.reports[0].calendar.as_ref().unwrap();
    let zone = Zone::default();
    let at = |month, day| {
        let day = chrono::NaiveDate::from_ymd_opt(2026, month, day).unwrap();
        Instant::from_local(day.and_hms_opt(0, 0, 0).unwrap(), zone)
    };
    let hours = |month, day| calendar.between(at(month, day), at(month, day + 1)).unwrap() / Instant::HOUR;
    assert_eq!(hours(2, 14), 8, "a worked Saturday before Spring Festival");
    assert_eq!(hours(2, 16), 0, "a holiday Monday");
    assert_eq!(hours(9, 20), 8, "a worked Sunday");
    assert_eq!(hours(9, 19), 0, "an ordinary Saturday");
    assert_eq!(hours(9, 18), 8, "an ordinary Friday");
}

#[test]
fn overrides_win() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("data")).unwrap();
    let file = folder.path().join("reports.yaml");
    fs::write(
        &file,
        "version: 1\nreports: [{id: a, client: A, data: data, as_of: 2025-01-01, tables: {tickets: x.csv}}]\n",
    )
    .unwrap();
    let mut overrides = overrides();
    overrides.as_of = Some("2026-04-02".to_owned());
    overrides.locales = vec!["en".to_owned()];
    overrides.formats = vec![Format::Json];
    overrides.output = Some(PathBuf::from("elsewhere"));
    let (config, _) = check::load(&file, &overrides, &[]).unwrap();
    let report = &config.reports[0];
    assert_eq!(report.as_of.to_utc().to_rfc3339(), "2026-04-01T16:00:00+00:00");
    assert_eq!(
        (report.locales.as_slice(), report.formats.as_slice()),
        (&[Locale::known("en")][..], &[Format::Json][..])
    );
    assert_eq!(config.output, PathBuf::from("elsewhere"));
}

#[test]
fn the_hash_follows_the_files_that_the_configuration_names() {
    let (folder, loaded) = load_text(GOOD);
    let before = loaded.unwrap().0.hash;
    let file = folder.path().join("reports.yaml");
    let catalogue = [metric("fcr"), metric("csat_mean")];
    let again = check::load(&file, &overrides(), &catalogue).unwrap().0.hash;
    assert_eq!(before, again);
    let calendar = fs::read_to_string(folder.path().join("cn.yaml")).unwrap();
    fs::write(folder.path().join("cn.yaml"), calendar.replace("18:00", "17:00")).unwrap();
    let after = check::load(&file, &overrides(), &catalogue).unwrap().0.hash;
    assert_ne!(before, after);
}

#[test]
fn the_schema_lists_keys_with_their_meaning() {
    let schema = schema_json();
    let report = &schema["$defs"]["Report"]["properties"];
    assert_eq!(report["data"]["description"], "Folder with the client's files.");
    assert!(schema["$defs"]["Source"]["anyOf"].is_array());
    assert_eq!(schema["$defs"]["Report"]["additionalProperties"], false);
}
