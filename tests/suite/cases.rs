//! Projects of `tests/cases`, run by the built program: markup in every text, reports that fail beside
//! others, missing tables and quarters, and the exit codes.

use super::project::Project;
use serde_json::Value;
use std::fs;

const LOCALES: [&str; 2] = ["zh-CN", "en"];

/// Texts of the project `markup` as they must stand in the page: client, category, channel, team,
/// account, metric, definition, assumption, brand, commentary.
const ESCAPED: [&str; 14] = [
    "&lt;script&gt;alert(1)&lt;/script&gt; #let x = 1 *bold* $x$ &amp; &quot;Sons&quot;",
    "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;tariffs&quot;",
    "#let x = 1 *bold* _under_ $x$ @ref &lt;tag&gt; // \\ `raw` [a] {{ 7*7 }}",
    "&lt;img src=x onerror=alert(1)&gt;",
    "&lt;b&gt;team&lt;/b&gt;",
    "*team*",
    "#let y = 2 *rent*",
    "&lt;i&gt;Calls&lt;/i&gt; &amp; #let t = 1 *share*",
    "&lt;script&gt;alert(6)&lt;/script&gt; #let d = 1 $d$",
    "&lt;script&gt;alert(5)&lt;/script&gt; $source$",
    "&lt;/title&gt;&lt;/style&gt;&lt;script&gt;alert(4)&lt;/script&gt; $footer$",
    "Words &lt;script&gt;alert(2)&lt;/script&gt; and #let z = 3",
    "The hotline &lt;b&gt;moved&lt;/b&gt;: #import &quot;x&quot;: y, $a_1$ &amp; 5 &lt; 6 &gt; 4, @ref, {{ 7*7 }}, {% raw %}.",
    "#panic(&quot;no&quot;) \\ // raw",
];

#[test]
fn markup_of_clients_is_text_in_pages_and_documents() {
    let project = Project::of("cases/markup");
    let ended = project.run("run");
    assert_eq!(ended.code, 0, "{}", ended.err);
    for locale in LOCALES {
        let name = format!("output/2026-Q3/markup/issue-1/{locale}/markup_2026-Q3_{locale}");
        let page = project.text(&format!("{name}.html")) + &project.text(&format!("{name}_annex.html"));
        // The page's own script, one in each file.
        let own = format!("<script>{}</script>", include_str!("../../templates/html/page.js"));
        assert_eq!(page.matches(&own).count(), 2, "{locale}");
        let page = page.replace(&own, "");
        let missing: Vec<&str> = ESCAPED.into_iter().filter(|text| !page.contains(text)).collect();
        assert!(missing.is_empty(), "{locale}: not on the page: {missing:#?}");
        for element in
            ["<script", "<img src=x", "<b>team", "<b>moved", "<b>client", "<b>House", "<i>Calls", "<u>", "<tag"]
        {
            assert!(!page.contains(element), "{locale}: the page has an element `{element}` of a client");
        }
        let document = project.bytes(&format!("{name}.pdf"));
        assert!(document.starts_with(b"%PDF-1.7"), "{locale}");
        let title = "&lt;script&gt;alert(1)&lt;/script&gt; #let x = 1 *bold* $x$ &amp; ";
        assert!(has(&document, title), "{locale}: the document's title is not the client's name as written");
        assert!(!has(&document, "<script>alert(1)"), "{locale}");
    }
}

fn has(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

/// What a report whole in English leaves: pages, annex, view model, figures.
fn whole(id: &str) -> [String; 6] {
    let (page, annex) = (format!("en/{id}_2026-Q3_en.html"), format!("en/{id}_2026-Q3_en_annex.html"));
    let files = [&page, &annex, "en/report.json", "insights.json", "issue.json", "measurements.json"];
    files.map(|file| format!("{id}/issue-1/{file}"))
}

fn pointer(id: &str) -> String {
    format!("{id}/latest.json")
}

fn statuses(project: &Project) -> Vec<(String, String)> {
    let record = project.json("output/2026-Q3/run.json");
    let word = |report: &Value, key: &str| report[key].as_str().unwrap().to_owned();
    record["reports"].as_array().unwrap().iter().map(|report| (word(report, "id"), word(report, "status"))).collect()
}

fn pairs(list: [(&str, &str); 3]) -> Vec<(String, String)> {
    list.map(|(id, status)| (id.to_owned(), status.to_owned())).to_vec()
}

#[test]
fn one_failing_report_leaves_the_others_complete() {
    let project = Project::of("cases/one-fails");
    for line in ["run", "run --keep-going --jobs 1"] {
        let ended = project.run(line);
        assert_eq!(ended.code, 1, "{line}: {}", ended.err);
        let mut expected: Vec<String> = whole("first").into_iter().chain(whole("last")).collect();
        expected.extend(["first", "broken", "last"].map(pointer));
        expected.extend(["events.ndjson", "run.json"].map(str::to_owned));
        assert_eq!(project.files("output/2026-Q3").into_iter().collect::<Vec<_>>(), sorted(expected), "{line}");
        assert_eq!(statuses(&project), pairs([("first", "done"), ("broken", "failed"), ("last", "done")]), "{line}");
        assert!(ended.out.starts_with("made 2 of 3 reports in "), "{}", ended.out);
        assert!(ended.out.contains("rows: 24 read = 24 used + 0 rejected"), "{}", ended.out);
        let wanted = "error: broken: 1 problem in its files\n\
            reports.yaml:6:64: error[missing-column]: `broken.csv` has no column for the required `created_at`\n  \
            hint: did you mean `created`? map it under `columns` or `constants`; its columns are `ticket_id`, `created`\n";
        assert!(ended.err.ends_with(wanted), "{}", ended.err);
    }
    assert_eq!(project.run("run --report first --report last").code, 0);
    assert_eq!(project.run("run --report broken").code, 1);
    assert_eq!(project.run("check").code, 1);
}

fn sorted(mut list: Vec<String>) -> Vec<String> {
    list.sort();
    list
}

#[test]
fn fail_fast_begins_no_further_report() {
    let project = Project::of("cases/one-fails");
    let ended = project.run("run --fail-fast --jobs 1");
    assert_eq!(ended.code, 1, "{}", ended.err);
    let mut expected = whole("first").to_vec();
    expected.extend(["first", "broken"].map(pointer));
    expected.extend(["events.ndjson", "run.json"].map(str::to_owned));
    assert_eq!(project.files("output/2026-Q3").into_iter().collect::<Vec<_>>(), sorted(expected));
    assert_eq!(statuses(&project), pairs([("first", "done"), ("broken", "failed"), ("last", "left_out")]));
    let record = project.json("output/2026-Q3/run.json");
    assert_eq!(record["reports"][2]["errors"][0], "not begun: another report failed before");
    assert!(ended.err.contains("last: left out in "), "{}", ended.err);
    assert!(ended.out.starts_with("made 1 of 3 reports in "), "{}", ended.out);
}

#[test]
fn an_earlier_run_stays_when_its_report_fails() {
    let project = Project::of("cases/one-fails");
    let yaml = project.text("reports.yaml");
    std::fs::write(project.path().join("reports.yaml"), yaml.replace("broken.csv", "tickets.csv")).unwrap();
    assert_eq!(project.run("run").code, 0);
    let before: Vec<Vec<u8>> =
        whole("broken").iter().map(|file| project.bytes(&format!("output/2026-Q3/{file}"))).collect();
    std::fs::write(project.path().join("reports.yaml"), yaml).unwrap();
    assert_eq!(project.run("run").code, 1);
    let after: Vec<Vec<u8>> =
        whole("broken").iter().map(|file| project.bytes(&format!("output/2026-Q3/{file}"))).collect();
    assert!(before == after, "the files of the earlier run were touched");
    let latest = project.json("output/2026-Q3/broken/latest.json");
    assert_eq!((&latest["issue"], &latest["status"]), (&Value::from(1), &Value::from("failed")));
    assert!(latest["reasons"][0].as_str().unwrap().contains("no column for the required `created_at`"), "{latest}");
}

#[test]
fn usage_and_configuration_end_with_two() {
    let project = Project::of("cases/one-fails");
    for (line, words) in [
        ("", "Usage: quarterdeck"),
        ("fly", "unrecognized subcommand 'fly'"),
        ("run --fast", "unexpected argument '--fast'"),
        ("run --period 2026", "'--period <QUARTER>'"),
        ("run --period 2026-Q5", "'--period <QUARTER>'"),
        ("run --locale fr", "known: `zh-CN`, `en`, `zh-TW`"),
        ("run --format docx", "known are `html`, `pdf`, `json`, `xlsx`"),
        ("run --jobs 0", "'--jobs <N>'"),
        ("run --fail-fast --keep-going", "cannot be used with"),
        ("run --as-of tomorrow", "tomorrow"),
        ("run --report frist", "did you mean `first`?"),
        ("run --config none.yaml", "none.yaml: error[unreadable-configuration]"),
        ("explain nsp --report first", "did you mean `nps`?"),
    ] {
        let ended = project.run(line);
        assert_eq!(ended.code, 2, "{line}: {}", ended.err);
        assert!(ended.err.contains(words), "{line}: {}", ended.err);
        assert_eq!(ended.out, "", "{line}");
    }
    assert!(project.files("output").is_empty(), "nothing was written");
    for line in ["--help", "--version", "schema", "metrics"] {
        let ended = project.run(line);
        assert_eq!((ended.code, ended.err.as_str()), (0, ""), "{line}");
        assert!(!ended.out.is_empty(), "{line}");
    }
}

/// The view model of a report.
fn view(project: &Project, quarter: &str, id: &str, locale: &str) -> Value {
    project.json(&format!("output/{quarter}/{id}/issue-1/{locale}/report.json"))
}

fn sections(view: &Value) -> Vec<&str> {
    view["sections"].as_array().unwrap().iter().map(|section| section["id"].as_str().unwrap()).collect()
}

fn section<'a>(view: &'a Value, id: &str) -> &'a Value {
    view["sections"].as_array().unwrap().iter().find(|section| section["id"] == id).unwrap()
}

/// The lines that say which metrics were not computed, and why.
/// Reason and metrics of every row of what could not be computed.
fn skipped(view: &Value) -> Vec<[&str; 2]> {
    let sections = ["sections", "annex"].into_iter().flat_map(|part| view[part].as_array().unwrap());
    let mut blocks = sections.flat_map(|section| section["blocks"].as_array().unwrap());
    let table = blocks.find(|block| block["id"] == "skipped-table").expect("a table");
    table["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| [row["cells"][0]["text"].as_str().unwrap(), row["cells"][1]["text"].as_str().unwrap()])
        .collect()
}

fn reasons(view: &Value, metric: &str) -> Vec<String> {
    let of = |row: &[&str; 2]| row[1].contains(metric).then(|| row[0].to_owned());
    skipped(view).iter().filter_map(of).collect()
}

#[test]
fn a_client_without_surveys_gets_a_report_that_says_so() {
    let project = Project::of("cases/no-surveys");
    let ended = project.run("run");
    assert_eq!(ended.code, 0, "{}", ended.err);
    assert!(ended.err.contains("surveys.csv: warning[no-rows]"), "{}", ended.err);
    for (id, english, chinese) in [
        ("unmapped", "no surveys data", "没有问卷数据"),
        ("unanswered", "no usable rows in the data", "数据中没有可用的行"),
        ("nothing", "no surveys data", "没有问卷数据"),
    ] {
        let en = view(&project, "2026-Q3", id, "en");
        assert_eq!(reasons(&en, "Net promoter score (relationship)"), [english], "{id}");
        assert_eq!(reasons(&view(&project, "2026-Q3", id, "zh-CN"), "净推荐值（关系型）"), [chinese], "{id}");
        let shown: Vec<String> = en["sections"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|one| one["id"] != "data-quality")
            .map(Value::to_string)
            .collect();
        assert!(!shown.concat().contains("Net promoter score"), "{id}: a metric without data is shown");
        for locale in LOCALES {
            for format in ["html", "pdf"] {
                let file = format!("output/2026-Q3/{id}/issue-1/{locale}/{id}_2026-Q3_{locale}.{format}");
                assert!(project.bytes(&file).len() > 10_000, "{file}");
            }
        }
    }
    let nothing = view(&project, "2026-Q3", "nothing", "en");
    assert_eq!(sections(&nothing), ["summary", "recommendations", "data-quality"]);
}

#[test]
fn reasons_are_words_of_the_language() {
    let project = Project::of("cases/no-surveys");
    assert_eq!(project.run("run --report unmapped --format json").code, 0);
    for locale in LOCALES {
        let view = view(&project, "2026-Q3", "unmapped", locale);
        for [reason, _] in skipped(&view) {
            for word in ["missing_", "no_calendar", "mixed_scales"] {
                assert!(!reason.contains(word), "{locale}: {reason}");
            }
        }
    }
}

#[test]
fn a_quarter_without_data_is_a_gap_and_no_zero() {
    let project = Project::of("cases/quarter-without-data");
    let ended = project.run("run");
    assert_eq!(ended.code, 0, "{}", ended.err);
    let gap = view(&project, "2026-Q3", "gap", "en");
    assert_eq!(gap["cover"]["notice"]["title"], "Missing data: 2026Q2");
    let figures = project.json("output/2026-Q3/gap/issue-1/measurements.json");
    let of = |quarter: &str| {
        let wanted = |one: &&Value| {
            one["metric"] == "first_response_median" && one["segment"] == "total" && one["quarter"] == quarter
        };
        figures.as_array().unwrap().iter().find(wanted).expect("every quarter is measured")
    };
    assert_eq!((&of("2026-Q2")["value"], &of("2026-Q2")["status"]["is"]), (&Value::Null, &Value::from("no_data")));
    assert!(of("2026-Q3")["value"].is_number());
    assert_eq!(project.run("run --period 2026-Q2").code, 0);
    let empty = view(&project, "2026-Q2", "gap", "en");
    assert_eq!(
        sections(&empty),
        ["summary", "scorecard", "recommendations", "data-quality"],
        "the target keeps its row"
    );
    assert_eq!(section(&empty, "summary")["title"], "Limited data: of 32 main metrics, 0 can be judged");
    for locale in LOCALES {
        for format in ["html", "pdf"] {
            let file = format!("output/2026-Q2/gap/issue-1/{locale}/gap_2026-Q2_{locale}.{format}");
            assert!(project.bytes(&file).len() > 10_000, "{file}");
        }
    }
}

#[test]
fn a_run_of_one_report_keeps_the_record_of_the_others() {
    let project = Project::of("cases/no-surveys");
    assert_eq!(project.run("run --format json").code, 0);
    let full = project.json("output/2026-Q3/run.json");
    let ids = |record: &Value| -> Vec<String> {
        record["reports"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(ids(&full), ["unmapped", "unanswered", "nothing"]);
    assert_eq!(project.run("run --format json --report unanswered --locale en").code, 0);
    let again = project.json("output/2026-Q3/run.json");
    assert_eq!(ids(&again), ids(&full));
    assert_eq!((&again["reports"][0], &again["reports"][2]), (&full["reports"][0], &full["reports"][2]));
    let outputs = |record: &Value| record["reports"][1]["outputs"].as_array().unwrap().len();
    assert!(outputs(&again) < outputs(&full), "the new entry lists what this run made");
    fs::remove_file(project.path().join("data/tickets.csv")).unwrap();
    assert_eq!(project.run("run --format json --report unmapped").code, 1);
    let failed = project.json("output/2026-Q3/run.json");
    assert_eq!(failed["reports"][0]["status"], "failed");
    assert_eq!(failed["reports"][0]["last_done"], full["reports"][0], "its files still stand");
    for output in full["reports"][0]["outputs"].as_array().unwrap() {
        assert!(project.path().join("output/2026-Q3").join(output["path"].as_str().unwrap()).is_file());
    }
}

#[test]
fn the_plan_lists_what_models_read_after_the_scan() {
    let project = Project::of("cases/no-surveys");
    fs::write(
        project.path().join("data/surveys.csv"),
        "response_id,value,responded_at,comment\nS1,5,2026-07-02 09:00,fast reply\n",
    )
    .unwrap();
    let ended = project.run("explain --plan --report unanswered --log-format json");
    let plan: Value = serde_json::from_str(&ended.out).unwrap();
    let reads: Vec<(&str, &str)> = plan["model_reads"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["model"].as_str().unwrap(), one["table"].as_str().unwrap()))
        .collect();
    assert!(reads.contains(&("themes", "surveys")), "{reads:?}");
    let themes = plan["model_reads"].as_array().unwrap().iter().find(|one| one["model"] == "themes").unwrap();
    assert!(themes["columns"].as_array().unwrap().contains(&Value::from("comment")), "{themes}");
    let text = project.run("explain --plan --report unanswered").out;
    assert!(text.contains(&format!("{} further reads by models", reads.len())), "{text}");
    assert!(text.contains("  themes reads surveys after the scan: 1 parts, 1 times"), "{text}");
}

#[test]
fn nobody_is_asked_for_what_is_there() {
    let costs = "period,category,amount\n2026-07,wages,100\n2026-08,wages,100\n2026-09,wages,100\n";
    let project = super::traps::made(&[("costs.csv", costs)], "");
    let told = view(&project, "2026-Q3", "client", "en").to_string();
    assert!(!told.contains("Supply service costs by month"), "costs are there, contacts are not");
    let without = super::traps::made(&[("tickets.csv", "ticket_id,created_at\nT1,2026-07-01\n")], "");
    assert!(view(&without, "2026-Q3", "client", "en").to_string().contains("Supply service costs by month"));
}
