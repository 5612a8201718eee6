//! Characters that no font has, in data: the report is made in every format, and says what it replaced.

use super::project::Project;
use std::fmt::Write as _;
use std::fs;

#[test]
fn a_report_is_made_whatever_characters_its_data_hold() {
    let empty = tempfile::tempdir().unwrap();
    let project = Project::copied(empty.path());
    fs::create_dir(project.path().join("data")).unwrap();
    let odd = ["สายหลุด", "تأخير", "བོད", "❤\u{fe0f}", "👍🏻", "a\u{e000}b", "c\u{feff}d", "e\u{7}f", "ordinary"];
    let long = "x".repeat(400);
    let mut text = "complaint_id,customer_id,received_at,closed_at,category,root_cause\n".to_owned();
    for at in 0..180 {
        let value = odd.get(at % 10).copied().unwrap_or(&long);
        let day = 1 + at % 28;
        writeln!(text, "K{at},C{at},2026-0{}-{day:02} 10:00:00,,{value},{value}", 7 + at % 3).unwrap();
    }
    fs::write(project.path().join("data/complaints.csv"), text).unwrap();
    let yaml = "version: 1\ndefaults: {as_of: 2026-10-15 09:00, locales: [en, zh-CN], formats: [html, pdf, json]}\n\
                reports:\n  - {id: a, client: A, data: data, tables: {complaints: complaints.csv}}\n";
    fs::write(project.path().join("reports.yaml"), yaml).unwrap();
    let ended = project.run("run --period 2026-Q3");
    assert_eq!(ended.code, 0, "{}", ended.err);
    let said = format!("{}{}", ended.out, ended.err);
    assert!(said.contains("characters-replaced") && said.contains("U+E000"), "{said}");
    for locale in ["en", "zh-CN"] {
        let page = project.text(&format!("output/2026-Q3/a/issue-1/{locale}/a_2026-Q3_{locale}.html"));
        assert!(page.contains('□') && page.contains("U+") && !page.contains('ส') && !page.contains('\u{7}'));
        assert!(
            project.bytes(&format!("output/2026-Q3/a/issue-1/{locale}/a_2026-Q3_{locale}.pdf")).starts_with(b"%PDF")
        );
    }
}

#[test]
fn a_figure_that_a_text_names_and_nobody_measured_is_warned_about() {
    let empty = tempfile::tempdir().unwrap();
    let project = Project::copied(empty.path());
    fs::create_dir(project.path().join("data")).unwrap();
    let mut text = "ticket_id,created_at,channel\n".to_owned();
    for at in 0..90 {
        writeln!(text, "T{at},2026-0{}-{:02} 10:00:00,phone", 7 + at % 3, 1 + at % 28).unwrap();
    }
    fs::write(project.path().join("data/tickets.csv"), text).unwrap();
    let named = |part: &str| format!("{{{{ metric(\"contacts\", segment=\"channel={part}\") }}}}");
    fs::write(project.path().join("text.md"), format!("Phone {}, fax {}.\n", named("phone"), named("fax"))).unwrap();
    let yaml = "version: 1\ndefaults: {as_of: 2026-10-15 09:00, locales: [en], formats: [html]}\nreports:\n  - {id: a, \
                client: A, data: data, tables: {tickets: tickets.csv}, commentary: {en: text.md}}\n";
    fs::write(project.path().join("reports.yaml"), yaml).unwrap();
    let ended = project.run("run --period 2026-Q3");
    assert_eq!(ended.code, 0, "{}", ended.err);
    let said = format!("{}{}", ended.out, ended.err);
    assert!(
        said.contains("no-such-figure") && said.contains("channel=fax") && !said.contains("channel=phone"),
        "{said}"
    );
    let page = project.text("output/2026-Q3/a/issue-1/en/a_2026-Q3_en.html");
    assert!(page.contains("Phone 90, fax —."), "{}", page.contains("Phone"));
}
