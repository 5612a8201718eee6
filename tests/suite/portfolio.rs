//! The board pack: it stands apart, says that it is internal, and never leaves the house.

use super::project::{Project, UNGATED};
use std::fs;

const PACK: &str = "output/portfolio/2026-Q3";

/// Two clients, one of whom the gate holds, and an outgoing folder.
fn house() -> Project {
    let project = Project::empty();
    let mut reports = String::new();
    for (at, (id, currency)) in [("north", "EUR"), ("south", "USD")].into_iter().enumerate() {
        let folder = project.path().join("data").join(id);
        fs::create_dir_all(&folder).unwrap();
        let mut rows = "ticket_id,created_at,channel,first_reply_at,resolved_at\n".to_owned();
        for row in 0..240 {
            let (year, day, minute) = (2025 + row % 2, 1 + row % 28, row % 50);
            rows += &format!(
                "{row},{year}-08-{day:02} 09:00,phone,{year}-08-{day:02} 09:{minute:02},{year}-08-{day:02} 1{at}:{minute:02}\n"
            );
        }
        fs::write(folder.join("tickets.csv"), rows).unwrap();
        reports += &format!(
            "  - id: {id}\n    client: {id} & Sons\n    data: data/{id}\n    currency: {currency}\n    targets: {{resolution_time_median: 2}}\n    \
             tables: {{tickets: tickets.csv}}\n    delivery:\n      folder: {{path: outgoing}}\n      from: a@house.example\n      \
             approval: none\n      recipients:\n        - {{address: b@{id}.example, locale: en, formats: [html, pdf]}}\n"
        );
    }
    let yaml = format!(
        "version: 1\ndefaults: {{as_of: 2026-10-15 09:00, locales: [en, zh-CN], formats: [html, pdf], {UNGATED}}}\nreports:\n{reports}"
    );
    fs::write(project.path().join("reports.yaml"), yaml).unwrap();
    project
}

#[test]
fn a_board_pack_stands_apart_and_is_never_sent() {
    let project = house();
    // Before any run nobody has an issue, and the pack says so.
    let ended = project.run("portfolio --period 2026-Q3 --format html --locale en");
    assert_eq!(ended.code, 0, "{}", ended.err);
    assert!(ended.out.contains("2 reports, 2 of them without a current issue"), "{}", ended.out);
    assert_eq!(project.run("run").code, 0);
    let issues = project.files("output/2026-Q3");
    let ended = project.run("portfolio --period 2026-Q3");
    assert_eq!(ended.code, 0, "{}", ended.err);
    assert!(ended.out.contains("2 reports, 0 of them without a current issue; internal"), "{}", ended.out);
    let names = [
        "en/portfolio_2026-Q3_en.html",
        "en/portfolio_2026-Q3_en.pdf",
        "zh-CN/portfolio_2026-Q3_zh-CN.html",
        "zh-CN/portfolio_2026-Q3_zh-CN.pdf",
    ];
    assert_eq!(project.files(PACK), names.map(str::to_owned).into());
    let page = project.text(&format!("{PACK}/{}", names[0]));
    assert!(page.contains("INTERNAL") && page.contains("north &amp; Sons") && page.contains("south &amp; Sons"));
    assert!(project.text(&format!("{PACK}/{}", names[2])).contains("内部资料"));
    // The same again, byte for byte; and no issue was touched.
    let before = project.bytes(&format!("{PACK}/{}", names[1]));
    assert_eq!(project.run("portfolio --period 2026-Q3").code, 0);
    assert_eq!(project.bytes(&format!("{PACK}/{}", names[1])), before);
    assert_eq!(project.files("output/2026-Q3"), issues);
    // Sending, with every command that sends, takes the issues and nothing else.
    let ended = project.run("send");
    assert_eq!(ended.code, 0, "{}", ended.err);
    assert!(ended.out.contains("2 sent"), "{}", ended.out);
    let letters = project.files("outgoing");
    assert_eq!(letters.len(), 2);
    for letter in letters {
        let text = project.text(&format!("outgoing/{letter}"));
        assert!(text.contains("2026-Q3_en.pdf") && !text.contains("portfolio"), "{letter}");
    }
    for line in ["send", "status", "resend --failed"] {
        let ended = project.run(line);
        assert!(
            !ended.out.contains("portfolio") && !ended.err.contains("portfolio"),
            "{line}: {} {}",
            ended.out,
            ended.err
        );
    }
    assert_eq!(project.run("run --send").code, 0);
    assert_eq!(project.files("outgoing").len(), 2);
    // What was sent is in the next pack, without the name of who received it.
    assert_eq!(project.run("portfolio --period 2026-Q3 --locale en --format html").code, 0);
    let page = project.text(&format!("{PACK}/{}", names[0]));
    assert!(page.contains("2 of 2 recipients served") && !page.contains("@north.example"), "deliveries");
    // A language or format that is no longer asked for leaves no file behind.
    assert_eq!(project.files(PACK), [names[0].to_owned()].into());
}

#[test]
fn what_cannot_be_read_is_said_and_no_figure_of_it_is_shown() {
    let project = house();
    assert_eq!(project.run("run").code, 0);
    let file = "output/2026-Q3/north/issue-1/measurements.json";
    fs::write(project.path().join(file), project.text(file).replace("resolution_time_median", "csat_top2")).unwrap();
    let ended = project.run("portfolio --period 2026-Q3 --locale en --format html");
    assert_eq!(ended.code, 0, "{}", ended.err);
    assert!(ended.out.contains("1 of them without a current issue"), "{}", ended.out);
    let page = project.text(&format!("{PACK}/en/portfolio_2026-Q3_en.html"));
    assert!(page.contains("Unreadable") && page.contains("was changed after it was made"));
    // A pack that cannot be made is refused with what can.
    let ended = project.run("portfolio --format xlsx");
    assert_eq!(ended.code, 2);
    assert!(ended.err.contains("a board pack is made as `html` and `pdf`"), "{}", ended.err);
    // Held and failed reports are told as such.
    fs::remove_file(project.path().join("data/south/tickets.csv")).unwrap();
    assert_eq!(project.run("run").code, 1);
    assert_eq!(project.run("portfolio --period 2026-Q3 --locale en --format html").code, 0);
    let page = project.text(&format!("{PACK}/en/portfolio_2026-Q3_en.html"));
    assert!(page.contains("Failed") && page.contains("figures of issue 1"));
}
