//! Pages that departments and finance ask for: why customers left, what service costs beside what orders bring in,
//! and the figures of each department.

use super::project::{Project, UNGATED};
use serde_json::Value;
use std::fmt::Write as _;

/// Forty customers left in the quarter, seventeen of them for the price and twelve for a reason that says none; orders bring 800 a
/// quarter with a margin of 300, service costs 400.
fn project(owners: &str) -> Project {
    let project = Project::empty();
    std::fs::create_dir(project.path().join("data")).unwrap();
    let write = |file: &str, text: &str| std::fs::write(project.path().join(file), text).unwrap();
    let mut customers = "customer_id,start_date,end_date,end_reason\n".to_owned();
    for at in 0..200 {
        let (end, reason) = match at {
            0..17 => ("2026-08-03", "price"),
            17..28 => ("2026-08-03", "moved"),
            28..40 => ("2026-08-03", "Unknown"),
            40..60 => ("2026-05-04", "moved"),
            _ => ("", ""),
        };
        writeln!(customers, "C{at},2024-01-01,{end},{reason}").unwrap();
    }
    write("data/customers.csv", &customers);
    let (mut orders, mut tickets) = (
        "order_id,customer_id,ordered_at,amount,margin\n".to_owned(),
        "ticket_id,created_at,channel,first_reply_at,resolved_at\n".to_owned(),
    );
    for month in 1..=9 {
        for at in 0..40 {
            let day = format!("2026-{month:02}-{:02}", at % 28 + 1);
            if at < 8 {
                writeln!(orders, "O{month}-{at},C{},{day} 10:00,33.3333,12.5", 100 + at).unwrap();
            }
            writeln!(tickets, "T{month}-{at},{day} 09:00,phone,{day} 11:00,{day} 15:00").unwrap();
        }
    }
    write("data/orders.csv", &orders);
    write("data/tickets.csv", &tickets);
    write("data/costs.csv", "period,category,amount\n2026-04,wages,300\n2026-07,wages,400\n");
    write(
        "reports.yaml",
        &format!(
            "version: 1\ndefaults: {{{UNGATED}}}\nreports:\n  - id: a\n    client: A\n    data: data\n    formats: json\n    locales: en\n    \
             as_of: 2026-10-15\n    tables: {{customers: customers.csv, orders: orders.csv, tickets: tickets.csv, \
             costs: costs.csv}}\n    targets: {{first_response_median: 1, resolution_time_median: 10}}\n{owners}"
        ),
    );
    project
}

fn annex(project: &Project) -> Vec<Value> {
    let ended = project.run("run");
    assert_eq!(ended.code, 0, "{}", ended.err);
    let view = project.json("output/2026-Q3/a/issue-1/en/report.json");
    ["sections", "annex"].iter().flat_map(|part| view[part].as_array().unwrap().clone()).collect()
}

/// The rows of a table as printed, cell by cell.
fn rows(sections: &[Value], table: &str) -> Vec<Vec<String>> {
    let blocks = sections.iter().flat_map(|section| section["blocks"].as_array().unwrap());
    let found = blocks.into_iter().find(|block| block["id"] == table).unwrap_or_else(|| panic!("no table {table}"));
    let cells = |row: &Value| {
        row["cells"].as_array().unwrap().iter().map(|cell| cell["text"].as_str().unwrap().to_owned()).collect()
    };
    found["rows"].as_array().unwrap().iter().map(cells).collect()
}

fn has(sections: &[Value], text: &str) -> bool {
    sections.iter().any(|section| section.to_string().contains(text))
}

#[test]
fn reasons_of_leaving_are_counted_and_what_says_none_leads_no_sentence() {
    let sections = annex(&project(""));
    let rows = rows(&sections, "loyalty-reasons-table");
    assert_eq!(rows[0][..3], ["price", "17", "42.5%"]);
    assert_eq!(rows[1][..4], ["Unknown", "12", "30.0%", "0.0%"]);
    assert_eq!(rows[2][..4], ["moved", "11", "27.5%", "100.0%"]);
    assert!(has(&sections, "40 customers left. The reason most often named is “price”: 42.5%."));
}

#[test]
fn service_cost_stands_beside_what_orders_bring_in() {
    let sections = annex(&project(""));
    let rows = rows(&sections, "cost-shares");
    // 400 of 24 × 33.3333 = 799.9992, and of a margin of 24 × 12.5 = 300.
    assert_eq!((rows[0][1].as_str(), rows[1][1].as_str()), ("50.0%", "133.3%"));
    assert!(has(&sections, "Service costs more than the margin of the orders"));
}

#[test]
fn each_department_has_its_figures_and_nobody_has_those_of_others() {
    let nobody = annex(&project(""));
    assert!(!nobody.iter().any(|section| section["id"] == "departments"));
    let owners = "    owners: {first_response_median: Hotline, resolution_time_median: Workshop}\n";
    let sections = annex(&project(owners));
    let department = sections.iter().find(|section| section["id"] == "departments").expect("a section");
    assert_eq!(department["title"], "“Hotline” misses 1 of its targets, the most of 2 departments");
    let hotline = rows(&sections, "department-1-table");
    assert_eq!(
        (hotline.len(), hotline[0][0].as_str(), hotline[0][1].as_str()),
        (1, "First response time (median)", "Missed")
    );
    let workshop = rows(&sections, "department-2-table");
    assert_eq!((workshop.len(), workshop[0][1].as_str()), (1, "Met"));
}
