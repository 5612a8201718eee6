//! The view model as a whole: both languages, wording, small data.

use super::model::{Block, Report};
use super::scenario::{self, Scenario};
use crate::domain::Locale;
use serde_json::Value;

fn both(scenario: &Scenario) -> (Report, Report) {
    (scenario.report(Locale::known("zh-CN")), scenario.report(Locale::known("en")))
}

/// Every text of a value in order, without ids and raw chart numbers.
fn texts(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::String(text) => found.push(text.clone()),
        Value::Array(items) => items.iter().for_each(|item| texts(item, found)),
        Value::Object(entries) => {
            for (key, item) in entries {
                let silent = ["id", "link", "chart", "block", "align", "tone", "kind", "section", "data"];
                if !silent.contains(&key.as_str()) {
                    texts(item, found);
                }
            }
        }
        _ => {}
    }
}

fn all_texts(report: &Report) -> Vec<String> {
    let mut found = Vec::new();
    let mut report = report.clone();
    for block in report.sections.iter_mut().chain(&mut report.annex).flat_map(|section| &mut section.blocks) {
        if let Block::Definitions { items } = block {
            // The catalogue's own words are its room's affair.
            items.iter_mut().filter(|item| item.id.starts_with("def-")).for_each(|item| item.text.clear());
        }
    }
    let value = serde_json::to_value((&report.cover, &report.sections, &report.annex, &report.charts)).unwrap();
    texts(&value, &mut found);
    found
}

/// The numbers of a text, sorted; amounts in 万元 are written out, names of quarters made alike.
fn numbers(text: &str) -> Vec<String> {
    let mut text = text.replace(',', "");
    for (ordinal, digit) in [("一", "1"), ("二", "2"), ("三", "3"), ("四", "4")] {
        for year in 2020..2030 {
            text = text.replace(&format!("{year}年第{ordinal}季度（{year}Q{digit}）"), &format!("Q{digit} {year}"));
        }
    }
    for (words, number) in [
        ("CNY ", ""),
        ("top-2-box", ""),
        ("per hundred thousand", ""),
        ("per hundred million", ""),
        ("十万", ""),
        ("百万", ""),
        ("每百", "100 "),
        ("/百", "/100 "),
        ("per hundred", "100"),
        ("每万", "10000 "),
    ] {
        text = text.replace(words, number);
    }
    let chars: Vec<char> = text.chars().collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        if !chars[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let start = at;
        while at < chars.len()
            && (chars[at].is_ascii_digit() || (chars[at] == '.' && chars.get(at + 1).is_some_and(char::is_ascii_digit)))
        {
            at += 1;
        }
        let mut number: String = chars[start..at].iter().collect();
        let rest: String = chars[at..].iter().take(2).collect();
        if rest == " 万" {
            let value: f64 = number.parse().unwrap();
            number = format!("{:.0}", value * 10_000.0);
        }
        let minus = start > 0 && chars[start - 1] == '−';
        found.push(if minus { format!("-{number}") } else { number });
    }
    found.sort();
    found
}

#[test]
fn both_languages_say_the_same_numbers_text_by_text() {
    for scenario in [scenario::rich(), scenario::small()] {
        let (chinese, english) = both(&scenario);
        assert_eq!(chinese.sections.len(), english.sections.len());
        assert_eq!(chinese.annex.len(), english.annex.len());
        for (one, other) in chinese.all_sections().zip(english.all_sections()) {
            assert_eq!(one.blocks.len(), other.blocks.len(), "{}", one.id);
        }
        let (chinese, english) = (all_texts(&chinese), all_texts(&english));
        assert_eq!(chinese.len(), english.len());
        let differ = |(one, other): &(&String, &String)| numbers(one) != numbers(other);
        let differing: Vec<_> = chinese.iter().zip(&english).filter(differ).collect();
        assert!(differing.is_empty(), "{differing:#?}");
    }
}

#[test]
fn no_message_is_missing_and_every_chart_has_data() {
    for scenario in [scenario::rich(), scenario::small()] {
        for report in [scenario.report(Locale::known("zh-CN")), scenario.report(Locale::known("en"))] {
            let text = serde_json::to_string(&report).unwrap();
            assert!(!text.contains('⟦'), "{}", &text[text.find('⟦').unwrap()..][..120]);
            assert!(!text.contains("NaN") && !text.contains("inf "));
            for block in report.all_blocks() {
                for id in charts(block) {
                    assert!(report.charts.contains_key(&id), "{id}");
                }
                if let Block::Table(table) = block {
                    assert!(!table.rows.is_empty() && !table.notes.is_empty(), "{}", table.id);
                    for row in &table.rows {
                        let wanted = if row.kind == "group" { 1 } else { table.columns.len() };
                        assert_eq!(row.cells.len(), wanted, "{}", table.id);
                    }
                }
            }
        }
    }
}

fn charts(block: &Block) -> Vec<String> {
    match block {
        Block::Chart(chart) => vec![chart.id.clone()],
        Block::ChartRow { items } => items.iter().map(|chart| chart.id.clone()).collect(),
        Block::Findings { items } => items.iter().filter_map(|finding| finding.chart.clone()).collect(),
        Block::KeyFigures { items } => items.iter().filter_map(|figure| figure.chart.clone()).collect(),
        Block::Exhibit { chart, .. } => vec![chart.id.clone()],
        Block::Table(table) => {
            table.rows.iter().flat_map(|row| &row.cells).filter_map(|cell| cell.chart.clone()).collect()
        }
        _ => Vec::new(),
    }
}

#[test]
fn wording_keeps_the_rules() {
    for scenario in [scenario::rich(), scenario::small()] {
        let (chinese, english) = both(&scenario);
        let mut slips = Vec::new();
        for text in all_texts(&chinese) {
            for wrong in ["行业标准", "下降一倍", "MoM", "∞", "NPS 30.0%", "证明了", "导致"] {
                assert!(!text.contains(wrong), "{wrong} in {text}");
            }
            // Half-width punctuation between Chinese characters is a slip.
            let chars: Vec<char> = text.chars().collect();
            let wide = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
            let slip = |pair: &[char]| wide(pair[0]) && matches!(pair[1], ',' | ';' | ':' | '?' | '!' | '(');
            if chars.windows(2).any(slip) {
                slips.push(text);
            }
        }
        assert!(slips.is_empty(), "{slips:#?}");
        for text in all_texts(&english) {
            assert!(!text.contains("MoM") && !text.contains("proof of") && !text.contains("个百分点"), "{text}");
            let ascii_minus =
                text.as_bytes().windows(2).any(|pair| pair[0] == b' ' && pair[1] == b'-') && text.contains(" -1");
            assert!(!ascii_minus, "{text}");
        }
    }
}

#[test]
fn a_client_with_little_data_gets_a_short_honest_report() {
    let report = scenario::small().report(Locale::known("zh-CN"));
    let ids: Vec<&str> = report.sections.iter().map(|section| section.id.as_str()).collect();
    assert_eq!(ids, ["summary", "scorecard", "trends", "benchmarks", "warnings", "recommendations", "data-quality"]);
    assert!(report.annex.iter().any(|section| section.id == "method"), "definitions are looked up");
    assert!(report.sections[0].title.starts_with("数据有限："), "{}", report.sections[0].title);
    let notice = report.cover.notice.as_ref().unwrap();
    assert_eq!(notice.title, "数据缺失：2025Q4");
    let text = serde_json::to_string(&(&report.sections, &report.annex)).unwrap();
    assert!(text.contains("n<10，不显示") && text.contains("样本不足，不作判断"));
    assert!(text.contains("无可比行业数据"));
    assert!(text.contains("缺少字段：问卷·评分"));
}

#[test]
fn commentary_is_plain_text_in_the_summary() {
    let report = scenario::rich().report(Locale::known("en"));
    let blocks = &report.sections[0].blocks;
    let Some(Block::Commentary { blocks }) = blocks.last() else { panic!("no commentary") };
    assert!(matches!(&blocks[0], Block::Heading { text, .. } if text == "Background"));
    let Block::List { items } = &blocks[2] else { panic!("no list") };
    assert_eq!(items[1], "<script>alert(1)</script> #import \"x\" 𠮷");
}

#[test]
fn sections_follow_the_configuration() {
    let mut scenario = scenario::rich();
    scenario.config.sections = Some(vec!["scorecard".to_owned(), "summary".to_owned()]);
    let report = scenario.report(Locale::known("en"));
    let ids: Vec<&str> = report.sections.iter().map(|section| section.id.as_str()).collect();
    assert_eq!(ids, ["scorecard", "summary"]);
    let Some(Block::Messages { items }) =
        report.sections[1].blocks.iter().find(|one| matches!(one, Block::Messages { .. }))
    else {
        panic!("no messages")
    };
    assert!(items.iter().all(|item| ["scorecard", "summary"].contains(&item.section.as_str())));
}

#[test]
fn missed_targets_come_first() {
    let report = scenario::rich().report(Locale::known("zh-CN"));
    let Block::Table(table) = &report.sections[1].blocks[0] else { panic!("no scorecard") };
    let at = |name: &str| table.rows.iter().position(|row| row.cells[0].text.starts_with(name)).unwrap();
    assert!(at("按时解决率") < at("首次响应时间（中位数）"), "missed before met");
    let missed = &table.rows[at("按时解决率")].cells[1];
    assert_eq!((missed.text.as_str(), missed.symbol.as_deref()), ("未达标", Some("✗")));
    let nps = &table.rows[at("净推荐值")];
    assert_eq!(nps.cells[2].text, "30.0 分");
    assert_eq!(nps.cells[2].detail.as_deref(), Some("n=100；14.7–45.3 分"));
    assert_eq!((nps.cells[5].text.as_str(), nps.cells[5].detail.as_deref()), ("+4.0 分", Some("无显著差异")));
}

/// `1 customers`, `0 met` and the like in an English text, with the number as a word of its own.
fn miscounted(text: &str) -> Vec<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let verbs = ["is", "was", "has", "this", "its", "makes", "less", "across"];
    let plural = |word: &str| {
        let word = word.trim_end_matches(|last: char| !last.is_ascii_alphabetic());
        word.len() > 2 && word.ends_with('s') && word.chars().all(|c| c.is_ascii_lowercase()) && !verbs.contains(&word)
    };
    let wrong = |pair: &&[&str]| {
        pair[0] == "1" && plural(pair[1]) || pair[0] == "0" && ["met", "missed", "worsened"].contains(&pair[1])
    };
    words.windows(2).filter(wrong).map(|pair| pair.join(" ")).collect()
}

#[test]
fn english_counts_one_in_the_singular() {
    assert_eq!(miscounted("1 other accounts; 1 customers, 11 customers"), ["1 customers,"]);
    for (name, scenario) in [("rich", scenario::rich()), ("small", scenario::small())] {
        for text in all_texts(&scenario.report(Locale::known("en"))) {
            assert!(miscounted(&text).is_empty(), "{name}: {:?} in `{text}`", miscounted(&text));
        }
    }
}

/// Writes the fixtures of the renderers' tests when asked to; otherwise checks that they are current.
#[test]
fn fixtures_are_what_the_report_gives() {
    let write = option_env!("QUARTERDECK_WRITE_FIXTURES").is_some();
    for (name, scenario) in [("report", scenario::rich()), ("report-small", scenario::small())] {
        for locale in Locale::defaults() {
            let path = format!("{}/tests/fixtures/{name}-{}.json", env!("CARGO_MANIFEST_DIR"), locale.tag());
            let mut text = serde_json::to_string_pretty(&scenario.report(locale)).unwrap();
            text.push('\n');
            if write {
                std::fs::write(&path, &text).unwrap();
            }
            let known = std::fs::read_to_string(&path).unwrap();
            assert!(
                known == text,
                "{path} is not current; set QUARTERDECK_WRITE_FIXTURES=1 when compiling and look at the difference"
            );
        }
    }
}

#[test]
fn the_management_edition_prints_its_sections_and_an_own_list_wins() {
    let mut scenario = scenario::rich();
    let ids = |scenario: &Scenario| -> Vec<String> {
        scenario.report(Locale::known("en")).all_sections().map(|section| section.id.clone()).collect()
    };
    let full = ids(&scenario);
    assert!(full.contains(&"method".to_owned()) && full.contains(&"trends".to_owned()));
    scenario.config.edition = crate::config::EditionKind::Management;
    let found = ids(&scenario);
    let wanted = crate::config::EditionKind::Management.sections();
    assert!(found.iter().all(|id| wanted.contains(&id.as_str())), "{found:?}");
    for id in ["summary", "scorecard", "benchmarks", "economics", "recommendations"] {
        assert!(found.contains(&id.to_owned()), "{id} is missing: {found:?}");
    }
    scenario.config.sections = Some(vec!["method".to_owned()]);
    assert_eq!(ids(&scenario), ["method"]);
}

#[test]
fn commentary_goes_to_the_section_that_it_names() {
    let mut scenario = scenario::rich();
    scenario.config.sections = Some(["summary", "scorecard", "trends"].map(str::to_owned).to_vec());
    let comment = |section: Option<&str>, text: &str| super::Comment {
        section: section.map(str::to_owned),
        text: text.to_owned(),
    };
    let comments = vec![
        comment(None, "for all"),
        comment(Some("trends"), "## Why\nfor trends"),
        comment(Some("nowhere"), "for a section that is not there"),
        comment(Some("trends"), "## More\nagain"),
    ];
    scenario.commentary.insert(Locale::known("en"), comments);
    let report = scenario.report(Locale::known("en"));
    let texts = |id: &str| -> String {
        let section = report.sections.iter().find(|section| section.id == id).unwrap();
        let own = |block: &&Block| matches!(block, Block::Commentary { .. });
        serde_json::to_string(&section.blocks.iter().filter(own).collect::<Vec<_>>()).unwrap()
    };
    assert!(texts("summary").contains("for all") && texts("summary").contains("not there"));
    assert!(texts("trends").contains("for trends") && texts("trends").contains("again"));
    assert!(texts("trends").contains("commentary-1") && texts("trends").contains("commentary-2"), "ids stay unique");
    assert!(!texts("scorecard").contains("for"));
}

#[test]
fn values_are_printed_by_the_labels_of_the_configuration() {
    let mut scenario = scenario::rich();
    let labels = [("phone".to_owned(), crate::domain::Localized::both("热线", "Hotline"))];
    scenario.config.labels.insert("channel".to_owned(), labels.into());
    let title = crate::domain::Localized::both("来路", "Way in");
    scenario.config.titles.insert("channel".to_owned(), title);
    let (chinese, english) = both(&scenario);
    let has = |report: &Report, word: &str| all_texts(report).iter().any(|text| text.contains(word));
    assert!(has(&chinese, "热线") && has(&english, "Hotline"), "values by their label");
    assert!(has(&chinese, "来路") && has(&english, "Way in"), "columns by their title");
}
