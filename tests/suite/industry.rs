//! The industry comparison on data of its own: peers, twins, one-sided verdicts, own averages, other regions and claims
//! of unknown origin. All data run to the end of the quarter.

use super::project::{Project, UNGATED};
use super::sample::{self, whole};
use quarterdeck::report::model::{Block, Cell, Report, Row, Tone};
use serde_json::Value;
use std::fmt::Write as _;
use std::fs;

/// 200 answers of the quarter, 90 % of them in the top two boxes of five for a share of 90.
fn surveys(client: usize, satisfied: usize, answers: usize) -> String {
    let mut text = "response_id,metric,value,scale_min,scale_max,responded_at\n".to_owned();
    for at in 0..answers {
        let value = if at * 100 < satisfied * answers { 5 } else { 2 };
        writeln!(text, "R{client}-{at},csat,{value},1,5,2026-{:02}-{:02} 10:00", 7 + at % 3, 1 + at % 30).unwrap();
    }
    text
}

/// Clients of one industry, by the share of satisfied answers and the number of answers; named so that a name would be
/// found wherever it is written.
fn clients(shares: &[(usize, usize)], lines: &str) -> Project {
    let project = Project::empty();
    let mut yaml = format!(
        "version: 1\ndefaults:\n  as_of: 2026-10-15 09:00\n  industry: telecom\n  formats: [json]\n  {UNGATED}\n{lines}reports:\n"
    );
    for (at, (share, answers)) in shares.iter().enumerate() {
        let folder = project.path().join(format!("data{at}"));
        fs::create_dir(&folder).unwrap();
        fs::write(folder.join("surveys.csv"), surveys(at, *share, *answers)).unwrap();
        write!(
            yaml,
            "  - id: c{at}\n    client: Secretname{at}\n    data: data{at}\n    tables: {{surveys: surveys.csv}}\n"
        )
        .unwrap();
    }
    fs::write(project.path().join("reports.yaml"), yaml).unwrap();
    project
}

/// Six others between 84 and 94 %, and one client of 60 %.
const SEVEN: [(usize, usize); 7] = [(60, 200), (84, 200), (86, 200), (88, 200), (90, 200), (92, 200), (94, 200)];

fn made(project: &Project, line: &str) {
    let ended = project.run(line);
    assert_eq!(ended.code, 0, "{}", ended.err);
}

fn page(project: &Project, client: &str) -> Report {
    serde_json::from_slice(&project.bytes(&format!("output/2026-Q3/{client}/issue-1/en/report.json"))).unwrap()
}

fn table(report: &Report, id: &str) -> Vec<Row> {
    let found = report.all_blocks().find_map(|block| match block {
        Block::Table(found) if found.id == id => Some(found.rows.clone()),
        _ => None,
    });
    found.unwrap_or_default()
}

fn row(report: &Report, id: &str, name: &str) -> Vec<Cell> {
    let found = table(report, id).into_iter().find(|row| row.cells[0].text == name);
    found.unwrap_or_else(|| panic!("{id} has no row `{name}`")).cells
}

fn notes(report: &Report) -> String {
    let tables = report.all_blocks().filter_map(|block| match block {
        Block::Table(found) if found.id == "benchmarks-table" => Some(found.notes.join("\n")),
        _ => None,
    });
    tables.collect()
}

const TOP_2: &str = "Customer satisfaction (top-2-box)";

#[test]
fn reports_of_one_configuration_are_anonymous_peers_of_each_other() {
    let project = clients(&SEVEN, "  peers: {reports: true}\n");
    made(&project, "run");
    let report = page(&project, "c0");
    let cells = row(&report, "benchmarks-peers", TOP_2);
    // Six others: the median of 84, 86, 88, 90, 92, 94 is 89, the quartiles 86.5 and 91.5, the mean of equal weights 89.
    let texts: Vec<&str> = cells[1..].iter().map(|cell| cell.text.as_str()).collect();
    assert_eq!(texts, ["60.0%", "89.0%", "86.5% – 91.5%", "89.0%", "7 of 7", "worse"], "{cells:?}");
    assert_eq!(cells[2].detail.as_deref(), Some("84.0% – 94.0%"), "the interval of the median of six is their range");
    let line = row(&report, "benchmarks-table", TOP_2);
    assert_eq!((line[4].text.as_str(), line[5].tone), ("same definition", Some(Tone::Bad)));
    assert_eq!(line[6].text, "6 anonymous peers");
    // The fourth is in the middle of its peers, of whom it is none: the median of the others is 87.
    let fourth = row(&page(&project, "c4"), "benchmarks-peers", TOP_2);
    assert_eq!((fourth[2].text.as_str(), fourth[6].text.as_str()), ("87.0%", "no clear difference"));
    // A finding may quote peers; nobody's name is in another's files.
    let summary = serde_json::to_string(&report.sections[0]).unwrap();
    assert!(summary.contains("peers' median"), "{summary:.3000}");
    for file in project.files("output/2026-Q3/c0") {
        let text = project.text(&format!("output/2026-Q3/c0/{file}"));
        assert!((1..7).all(|other| !text.contains(&format!("Secretname{other}"))), "{file}");
    }
}

#[test]
fn what_a_peer_changes_makes_the_report_again() {
    let project = clients(&SEVEN, "  peers: {reports: true}\n");
    made(&project, "run");
    let first = project.bytes("output/2026-Q3/c0/issue-1/en/report.json");
    made(&project, "run --report c0");
    let reused = |project: &Project| project.json("output/2026-Q3/run.json")["reports"][0]["reused"].clone();
    assert_eq!(reused(&project), "everything");
    // Peers are known as long as nothing of theirs has changed: nobody's rows are read again.
    let staged = |project: &Project| -> Vec<String> {
        project.files(".quarterdeck").into_iter().filter(|file| file.ends_with(".parquet")).collect()
    };
    let before = staged(&project);
    assert!(before.len() >= SEVEN.len());
    before.iter().for_each(|file| fs::remove_file(project.path().join(".quarterdeck").join(file)).unwrap());
    made(&project, "run --report c0");
    assert_eq!((reused(&project), staged(&project).len()), (Value::from("everything"), 0));
    fs::write(project.path().join("data6/surveys.csv"), surveys(6, 70, 200)).unwrap();
    made(&project, "run --report c0");
    assert_eq!(reused(&project), "staged_files");
    assert!(project.bytes("output/2026-Q3/c0/issue-1/en/report.json") != first, "the group is another one");
    assert_eq!(row(&page(&project, "c0"), "benchmarks-peers", TOP_2)[2].text, "87.0%");
}

#[test]
fn groups_that_are_too_small_or_ruled_by_one_are_withheld_with_the_reason() {
    let project = clients(&SEVEN[..5], "  peers: {reports: true}\n");
    made(&project, "run");
    let report = page(&project, "c0");
    assert!(table(&report, "benchmarks-peers").is_empty());
    let text = serde_json::to_string(&whole(&report, "benchmarks").unwrap()).unwrap();
    assert!(text.contains("Fewer than five peers: Customer satisfaction"), "{text:.2000}");
    let mut ruled = SEVEN;
    ruled[6].1 = 500;
    let project = clients(&ruled, "  peers: {reports: true}\n");
    made(&project, "run");
    let report = page(&project, "c0");
    assert!(table(&report, "benchmarks-peers").is_empty());
    let text = serde_json::to_string(&whole(&report, "benchmarks").unwrap()).unwrap();
    assert!(text.contains("One peer has more than 25%"), "{text:.2000}");
    let spared = page(&project, "c6");
    assert_eq!(table(&spared, "benchmarks-peers").len(), 2, "its own rows are not in its group");
}

#[test]
fn exports_make_the_same_group_as_reports_and_name_nobody() {
    let project = clients(&SEVEN, "");
    let mut files = Vec::new();
    for at in 0..7 {
        let told = project.run(&format!("peers export --report c{at}"));
        assert_eq!(told.code, 0, "{}", told.err);
        assert!(!told.out.contains("Secretname") && !told.out.contains(&format!("R{at}-")), "{}", told.out);
        fs::write(project.path().join(format!("p{at}.json")), &told.out).unwrap();
        files.push(format!("p{at}.json"));
    }
    // The client's own export is among the files, and once more under another label.
    let labelled = project.run("peers export --report c0 --label somebody");
    fs::write(project.path().join("p7.json"), &labelled.out).unwrap();
    assert!(labelled.out.contains("somebody"));
    files.push("p7.json".to_owned());
    let yaml = project.text("reports.yaml").replace(
        "  industry: telecom\n",
        &format!("  industry: telecom\n  peers: {{files: [{}]}}\n", files.join(", ")),
    );
    fs::write(project.path().join("reports.yaml"), yaml).unwrap();
    made(&project, "run --report c0");
    let cells = row(&page(&project, "c0"), "benchmarks-peers", TOP_2);
    assert_eq!((cells[2].text.as_str(), cells[5].text.as_str()), ("89.0%", "7 of 7"), "{cells:?}");
    let twice = project.run("peers export --label one");
    assert_eq!(twice.code, 1);
    assert!(twice.err.contains("the label `one` would stand for 7 clients"), "{}", twice.err);
    // Another definition of the same name is no peer's.
    let own = "    metrics:\n      - id: csat_top2\n        hit: value >= scale_max\n";
    let yaml = project.text("reports.yaml").replacen("    data: data0\n", &format!("    data: data0\n{own}"), 1);
    fs::write(project.path().join("reports.yaml"), yaml).unwrap();
    let ended = project.run("run --report c0");
    if ended.code == 0 {
        let rows = table(&page(&project, "c0"), "benchmarks-peers");
        assert!(rows.iter().all(|row| row.cells[0].text != TOP_2), "{rows:?}");
    }
}

/// 10,000 customers and 20 complaints to the company in the quarter, one complaint to the ombudsman.
fn complaints(zone: &str, lines: &str) -> Project {
    let project = Project::empty();
    let folder = project.path().join("data");
    fs::create_dir(&folder).unwrap();
    let mut customers = "customer_id,start_date,end_date\n".to_owned();
    for at in 0..10_000 {
        let end = if at < 50 { format!("2026-09-{:02}", 1 + at % 30) } else { String::new() };
        writeln!(customers, "C{at},2024-01-01,{end}").unwrap();
    }
    let mut text = "complaint_id,customer_id,received_at,closed_at,level\n".to_owned();
    for at in 0..91 {
        let level = if at == 0 { "ombudsman" } else { "company" };
        let month = 7 + at % 3;
        let day = 1 + at % 28;
        writeln!(text, "K{at},C{at},2026-{month:02}-{day:02} 08:00,2026-{month:02}-{:02} 08:00,{level}", day + 2)
            .unwrap();
    }
    writeln!(text, "K99,C99,2026-09-30 08:00,2026-09-30 20:00,company").unwrap();
    fs::write(folder.join("customers.csv"), customers).unwrap();
    fs::write(folder.join("complaints.csv"), text).unwrap();
    let yaml = format!(
        "version: 1\nreports:\n  - id: client\n    client: Client\n    industry: telecom\n    as_of: 2026-10-15 09:00\n    \
         time_zone: {zone}\n    formats: [json]\n    {UNGATED}\n    data: data\n{lines}    tables:\n      \
         customers: customers.csv\n      complaints: complaints.csv\n"
    );
    fs::write(project.path().join("reports.yaml"), yaml).unwrap();
    project
}

/// Of forty complaints to the ombudsman closed in the quarter twelve were upheld; two more are not judged.
#[test]
fn the_upheld_share_is_of_complaints_taken_outside_and_judged() {
    let project = complaints("Asia/Shanghai", "");
    let mut text = "complaint_id,customer_id,received_at,closed_at,level,valid\n".to_owned();
    for at in 0..42 {
        let valid = if at < 12 { "true" } else { "false" };
        let valid = if at < 40 { valid } else { "" };
        writeln!(
            text,
            "K{at},C{at},2026-07-{:02} 08:00,2026-09-{:02} 08:00,ombudsman,{valid}",
            1 + at % 28,
            1 + at % 30
        )
        .unwrap();
    }
    writeln!(text, "K98,C98,2026-09-30 08:00,2026-09-30 20:00,company,true").unwrap();
    fs::write(project.path().join("data/complaints.csv"), text).unwrap();
    made(&project, "run");
    let all = project.json("output/2026-Q3/client/issue-1/measurements.json");
    let figure = |metric: &str| {
        let wanted = |one: &&serde_json::Value| {
            one["metric"] == metric && one["segment"] == "total" && one["quarter"] == "2026-Q3"
        };
        all.as_array().unwrap().iter().find(wanted).unwrap().clone()
    };
    let upheld = figure("appeal_upheld_share");
    assert_eq!(
        (upheld["value"].as_f64(), upheld["n"].as_u64(), upheld["missing"].as_u64()),
        (Some(30.0), Some(40), Some(2))
    );
    assert_eq!(figure("appeals_to_complaints_share")["value"].as_f64(), Some(4_200.0), "42 outside to one inside");
}

const OFFICIAL: &str = "version: 1\nbenchmarks:\n  - {id: a, metric: complaint_rate, title: {zh-CN: 投诉, en: Complaints}, \
    industry: telecom, value: 120, unit: per_ten_thousand, definition_key: complaints.company.per_10000_services, \
    definition: {zh-CN: 每万项业务, en: per 10000 services}, population: consumers, region: AU, period: 2026-Q2, \
    period_length: quarter, twin: complaints_per_10000_customers, level: company, source: Authority, grade: A, \
    seen: publisher, seen_on: '2026-11', licence: CC BY 4.0}\n  - {id: d, metric: complaint_closed_mean_days, \
    title: {zh-CN: 天数, en: Days}, industry: telecom, value: 5.7, unit: days, \
    definition_key: complaint_days.company_closed_in_period.mean, definition: {zh-CN: 均值, en: mean}, \
    population: consumers, region: AU, period: 2026-Q2, level: company, source: Authority, grade: A}\n";

#[test]
fn a_twin_meets_an_official_figure_and_a_stricter_form_proves_at_least_as_good() {
    let project = complaints("Australia/Sydney", "    benchmarks: official.yaml\n");
    fs::write(project.path().join("official.yaml"), OFFICIAL).unwrap();
    made(&project, "run");
    let report = page(&project, "client");
    let cells = row(&report, "benchmarks-table", "Complaint rate");
    // 91 complaints to the company on nearly 10,000 customers: about 91 per 10,000, above which no rate per service is.
    assert!(cells[1].text.contains("91"), "{:?}", cells[1]);
    assert!(cells[1].detail.as_deref().unwrap().starts_with("own form 0.92"), "{:?}", cells[1]);
    assert_eq!((cells[5].text.as_str(), cells[5].tone), ("at least as good", Some(Tone::Good)));
    assert!(cells[4].detail.as_deref().unwrap().contains("comparable one way"), "{:?}", cells[4]);
    assert!(cells[6].detail.as_deref().unwrap().contains("Australia, 2026-Q2, company"), "{:?}", cells[6]);
    assert!(notes(&report).contains("every customer holds at least one service"), "{}", notes(&report));
    let days = row(&report, "benchmarks-table", "Days to close a complaint (closed in period, mean)");
    assert_eq!((days[1].text.as_str(), days[5].text.as_str()), ("2.0 days", "better"));
    let title = whole(&report, "benchmarks").unwrap().title.clone();
    assert_eq!(title, "Days to close a complaint leads the industry average by 3.7 days");
}

#[test]
fn a_figure_of_another_region_names_it_and_leads_nothing() {
    let project = complaints("Asia/Shanghai", "    benchmarks: official.yaml\n");
    fs::write(project.path().join("official.yaml"), OFFICIAL).unwrap();
    made(&project, "run");
    let report = page(&project, "client");
    let days = row(&report, "benchmarks-table", "Days to close a complaint (closed in period, mean)");
    assert_eq!((days[4].text.as_str(), days[5].text.as_str()), ("similar definition", "better"));
    assert_eq!((days[5].tone, &days[5].symbol), (Some(Tone::Muted), &None), "a word without colour");
    assert!(days[6].detail.as_deref().unwrap().starts_with("Australia"), "{:?}", days[6]);
    let title = whole(&report, "benchmarks").unwrap().title;
    assert_eq!(title, "No comparable figure of the own region; those of other regions are for orientation only");
    let elsewhere: Vec<String> = report
        .sections
        .iter()
        .filter(|section| section.id != "benchmarks")
        .map(|section| serde_json::to_string(section).unwrap())
        .collect();
    assert!(elsewhere.iter().all(|text| !text.contains("Authority") && !text.contains("Australia")));
}

#[test]
fn claims_of_unknown_origin_are_words_without_colour_and_never_a_headline() {
    let project = complaints("Asia/Shanghai", "    benchmarks: claims.yaml\n");
    let claims = include_str!("../../data/benchmarks/origin-unknown.yaml");
    fs::write(project.path().join("claims.yaml"), claims).unwrap();
    made(&project, "run");
    let report = page(&project, "client");
    let claimed: Vec<Row> =
        table(&report, "benchmarks-table").into_iter().filter(|row| row.cells[4].text == "origin unknown").collect();
    assert_eq!(claimed.len(), 2, "the average and the mark of excellence");
    let words = ["better", "no clear difference"];
    for (row, word) in claimed.into_iter().zip(words) {
        assert_eq!(row.cells[5].text, word, "0.92 against 2 and against 1 per hundred");
        assert_eq!(row.cells[5].detail.as_deref(), Some("origin unknown"));
        assert_eq!((row.cells[5].tone, &row.cells[5].symbol), (Some(Tone::Muted), &None));
    }
    for id in ["summary", "scorecard"] {
        let text = serde_json::to_string(&whole(&report, id).unwrap()).unwrap();
        assert!(!text.contains("origin unknown") && !text.contains("better than the industry"), "{id}");
    }
}

#[test]
fn an_association_is_graded_by_what_it_declares() {
    let graded = |row: &str, lines: &str| {
        let project = clients(&[(88, 200)], "  benchmarks: own.csv\n");
        let head = "metric,value,source,period,region,population,same_definition,statistic\n";
        fs::write(project.path().join("own.csv"), format!("{head}{row}{lines}")).unwrap();
        made(&project, "run");
        let cells = row_at(&page(&project, "c0"));
        (cells[cells.len().min(5) - 1].text.clone(), cells.get(5).map(|cell| cell.text.clone()))
    };
    fn row_at(report: &Report) -> Vec<Cell> {
        row(report, "benchmarks-table", TOP_2)
    }
    let (same, verdict) = graded("csat_top2,80,Association,2026-Q2,CN,consumers,true,mean\n", "");
    assert_eq!((same.as_str(), verdict.as_deref()), ("same definition", Some("better")));
    let (near, _) = graded("csat_top2,80,Association,2026-Q2,CN,,true,mean\n", "");
    assert_eq!(near, "similar definition");
    let project = clients(&[(88, 200)], "  benchmarks: own.csv\n");
    fs::write(project.path().join("own.csv"), "metric,value,source,period\ncsat_top2,80,Association,2026-Q2\n")
        .unwrap();
    made(&project, "run");
    let cells = row_at(&page(&project, "c0"));
    assert_eq!(cells.len(), 5, "nothing may be compared: {cells:?}");
    assert!(cells[3].text == "not comparable" && cells[3].detail.as_deref().unwrap().contains("definition unknown"));
}

#[test]
fn the_list_of_figures_shows_grade_age_and_what_was_seen() {
    let project = Project::empty();
    let told = project.run("benchmarks list --industry telecom --metric complaint_rate");
    assert_eq!(told.code, 0, "{}", told.err);
    for wanted in [
        "44 per_ten_thousand",
        "AU",
        "2025-Q3",
        "years old",
        "grade A",
        "level company",
        "twin complaints_per_10000_customers",
        "seen: publisher 2026-11",
        "licence: CC BY 4.0",
        "grade S",
    ] {
        assert!(told.out.contains(wanted), "{wanted} is not in {}", told.out);
    }
    assert!(!told.out.contains("SQM"), "another metric: {}", told.out);
    let by_twin = project.run("benchmarks list --metric csat_top2_of_5");
    assert!(by_twin.out.contains("public-sector"), "{}", by_twin.out);
    let json = project.run("benchmarks list --industry banking --log-format json");
    let listed: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    assert!(listed.as_array().unwrap().iter().all(|one| one["industry"] == "banking" && one["grade"] != "B"));
    let nothing = project.run("benchmarks list --industry telekom");
    assert_eq!(nothing.code, 2);
    assert!(nothing.err.contains("did you mean `telecom`?"), "{}", nothing.err);
}

/// Of the six sample clients, whose figures are all of China.
#[test]
fn three_of_the_sample_clients_have_a_verdict_of_their_own_region() {
    let judged = |id: &&str| {
        let rows = table(&sample::report(id, "zh-CN"), "benchmarks-table");
        let comparable = rows
            .iter()
            .filter(|row| ["同口径", "近似口径"].contains(&row.cells.get(4).map_or("", |one| one.text.as_str())));
        comparable
            .into_iter()
            .any(|row| row.cells[5].symbol.is_some() && row.cells[6].detail.as_deref().unwrap().starts_with("中国"))
    };
    let found: Vec<&str> =
        ["telecom", "shop", "appliance", "saas", "credit-union", "water"].into_iter().filter(judged).collect();
    assert!(found.len() >= 3, "{found:?}");
    let telecom = sample::report("telecom", "zh-CN");
    assert_eq!(
        table(&telecom, "benchmarks-peers").len(),
        9,
        "every figure of the pool is by the catalogue's definition"
    );
    let claims = |id: &str| {
        let rows = table(&sample::report(id, "zh-CN"), "benchmarks-table");
        let claimed = rows.into_iter().filter(|row| row.cells[4].text == "来源不明");
        claimed
            .map(|row| (row.cells[2].text.clone(), row.cells[5].detail.clone(), row.cells[5].symbol.clone()))
            .collect::<Vec<_>>()
    };
    for (id, values) in [("telecom", ["2.0%", "1.0%"]), ("shop", ["75.0%", "85.0%"])] {
        let claims = claims(id);
        assert_eq!(claims.len(), 2, "{id}: {claims:?}");
        for (value, word, symbol) in claims {
            assert!(values.contains(&value.as_str()) || value.contains("75") || value.contains("85"), "{id}: {value}");
            assert!(word.as_deref() == Some("来源不明") && symbol.is_none(), "{id}: {word:?}");
        }
    }
}
