//! Causes as they are printed, from rows that the search reads.

use crate::domain::{Locale, Segment};
use crate::metrics::measurement::Measurements;
use crate::metrics::models::cause_rows::{CauseDimension, CauseTable, Judged};
use crate::report::model::{Block, Report};
use crate::report::scenario::{self, Scenario, part, quarter, share};
use crate::statistics::{CauseRows, Statistic};

const ON_TIME: &str = "resolution_rate_within_target";
const CHANNELS: [&str; 3] = ["phone", "chat", "email"];

/// Hits and base of each channel, a year ago and now.
type Quarters = [[(u64, u64); 3]; 2];

/// The rich scenario with rows behind the on-time rate, and its figures to match.
fn with(quarters: Quarters) -> Scenario {
    let mut scenario = scenario::rich();
    let own = |one: &&crate::metrics::measurement::Measurement| one.metric != ON_TIME;
    let mut made: Vec<_> = scenario.measurements.iter().filter(own).cloned().collect();
    let mut rows = CauseRows { sizes: vec![4], codes: vec![Vec::new()], ..CauseRows::default() };
    let mut outcomes = Vec::new();
    for (at, parts) in quarters.iter().enumerate() {
        let day = quarter(if at == 0 { 4 } else { 0 });
        for (code, (name, (hits, base))) in CHANNELS.iter().zip(parts).enumerate() {
            made.push(share(ON_TIME, part("channel", name), day, (*hits, *base)));
            for row in 0..*base {
                rows.codes[0].push(u16::try_from(code).unwrap());
                rows.later.push(at == 1);
                rows.day.push(u16::try_from((row * 37 + 11 * code as u64) % 92).unwrap());
                rows.weekday.push(u8::try_from((row * 37 + 11 * code as u64) % 92 % 7).unwrap());
                // Hits spread evenly over the days.
                outcomes.push(Some(if (row + 1) * hits / base > row * hits / base { 1.0 } else { 0.0 }));
            }
        }
        let total = parts.iter().fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
        made.push(share(ON_TIME, Segment::Total, day, total));
    }
    scenario.measurements = Measurements::new(made);
    let values = CHANNELS.iter().map(|name| Some((*name).to_owned())).chain([None]).collect();
    scenario.study.causes = vec![CauseTable {
        metric: ON_TIME.to_owned(),
        dimensions: vec![CauseDimension { name: "channel".to_owned(), values }],
        rows,
        outcomes,
        statistic: Statistic::Mean,
        judged: Judged::Share,
    }];
    scenario
}

fn summary(report: &Report) -> String {
    let first = &report.sections[0];
    let said = |block: &Block| match block {
        Block::Lead { text } | Block::Paragraph { text } => text.clone(),
        Block::Messages { items } => {
            items.iter().map(|one| format!("{} {}", one.headline, one.text)).collect::<Vec<_>>().join("\n")
        }
        _ => String::new(),
    };
    let blocks: Vec<String> = first.blocks.iter().map(said).collect();
    format!("{}\n{}", first.title, blocks.join("\n"))
}

fn annex(report: &Report, id: &str) -> bool {
    let blocks = report.annex.iter().flat_map(|section| &section.blocks);
    blocks.into_iter().any(|block| matches!(block, Block::Table(table) if table.id == id))
}

#[test]
fn a_mix_is_told_as_what_changed_and_what_came_of_it() {
    let scenario = with([[(2592, 2880), (1152, 1440), (288, 480)], [(1747, 1920), (1181, 1440), (907, 1440)]]);
    let english = scenario.report(Locale::known("en"));
    let text = summary(&english);
    assert!(text.contains("The share of channel “E-mail” rose from 10% to 30%"), "{text}");
    assert!(text.contains("fell to 79.9%"), "{text}");
    assert!(annex(&english, "causes-table"));
    let chinese = summary(&scenario.report(Locale::known("zh-CN")));
    assert!(chinese.contains("渠道“邮件”占比由 10% 升至 30%，"), "{chinese}");
    assert!(chinese.contains("降至 79.9%"), "{chinese}");
    assert!(!text.contains('⟦') && !chinese.contains('⟦'));
}

#[test]
fn a_value_that_changed_by_itself_is_told_with_its_own_figures() {
    let scenario = with([[(2592, 2880), (1152, 1440), (576, 960)], [(2592, 2880), (1152, 1440), (336, 960)]]);
    let text = summary(&scenario.report(Locale::known("en")));
    assert!(text.contains("for channel “E-mail” fell from 60.0% to 35.0%; in total it fell to 77.3%"), "{text}");
    let chinese = summary(&scenario.report(Locale::known("zh-CN")));
    assert!(chinese.contains("渠道“邮件”的") && chinese.contains("由 60.0% 降至 35.0%，总体降至 77.3%"), "{chinese}");
}

#[test]
fn without_a_cause_the_report_says_so() {
    let scenario = with([[(2592, 2880), (1152, 1440), (576, 960)], [(2592, 2880), (1152, 1440), (576, 960)]]);
    let report = scenario.report(Locale::known("en"));
    let blocks = report.annex.iter().flat_map(|section| &section.blocks);
    let said =
        |block: &Block| matches!(block, Block::List { items } if items[0].contains("no cause was found in the data"));
    assert!(blocks.into_iter().any(said));
    assert!(!annex(&report, "causes-table"));
    assert!(!summary(&report).contains("E-mail"), "{}", summary(&report));
}
