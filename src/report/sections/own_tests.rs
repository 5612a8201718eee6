//! Own sections and the figures that their text names.

use crate::domain::{Locale, Localized};
use crate::report::inputs::Comment;
use crate::report::model::{Block, Report};
use crate::report::scenario::{self, Scenario};

fn with(text: &str) -> Scenario {
    let mut scenario = scenario::rich();
    let title = Localized::both("展望", "Outlook");
    scenario.config.own_sections = vec![("outlook".to_owned(), title)];
    let passage = Comment { section: Some("outlook".to_owned()), text: text.to_owned() };
    scenario.commentary = Locale::defaults().into_iter().map(|locale| (locale, vec![passage.clone()])).collect();
    scenario
}

fn said(report: &Report) -> String {
    let own = report.sections.iter().find(|section| section.id == "outlook").expect("the own section");
    let Some(Block::Commentary { blocks }) = own.blocks.first() else { panic!("{:?}", own.blocks) };
    let Some(Block::Paragraph { text }) = blocks.first() else { panic!("{blocks:?}") };
    format!("{}: {text}", own.title)
}

#[test]
fn an_own_section_stands_before_the_data_page_with_its_figures() {
    let text = "On time {{ metric(\"resolution_rate_within_target\") }}, by phone \
                {{ metric('resolution_rate_within_target', segment='channel=phone', period='2025-Q3') }}, \
                by fax {{ metric(\"resolution_rate_within_target\", segment=\"channel=fax\") }}.";
    let scenario = with(text);
    let english = scenario.report(Locale::known("en"));
    assert_eq!(said(&english), "Outlook: On time 79.9%, by phone 90.0%, by fax —.");
    assert!(said(&scenario.report(Locale::known("zh-CN"))).starts_with("展望: On time 79.9%, by phone 90.0%"));
    let place = |id: &str| english.sections.iter().position(|section| section.id == id).unwrap();
    assert!(place("outlook") < place("data-quality"));
}

#[test]
fn an_own_section_without_text_is_left_out_and_one_that_is_listed_has_its_place() {
    let mut scenario = with("Text.");
    scenario.config.sections = Some(vec!["outlook".to_owned(), "summary".to_owned()]);
    let ids: Vec<String> =
        scenario.report(Locale::known("en")).sections.iter().map(|section| section.id.clone()).collect();
    assert_eq!(ids, ["outlook", "summary"]);
    scenario.commentary.clear();
    assert!(scenario.report(Locale::known("en")).sections.iter().all(|section| section.id != "outlook"));
}
