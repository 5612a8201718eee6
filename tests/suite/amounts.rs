//! Amounts that are negative, zero, missing or in another currency, from raw files to the page.

use super::economics::{amount, economics, near, said};
use super::project::Project;
use super::traps::{made, report, row_of};
use serde_json::Value;
use std::fmt::Write as _;

/// Forty contacts of the whole quarter, thirty solved, and these cost lines.
fn spent(lines: &[&str]) -> Project {
    let mut tickets = "ticket_id,created_at,resolved_at\n".to_owned();
    (0..40).for_each(|at| {
        let day = format!("2026-{:02}-{:02}", 7 + at % 3, 1 + at / 3 * 2);
        let solved = if at < 30 { format!("{day} 10:00") } else { String::new() };
        writeln!(tickets, "T{at},{day} 09:00,{solved}").unwrap();
    });
    let costs = format!("period,category,amount\n{}\n", lines.join("\n"));
    made(&[("tickets.csv", &tickets), ("costs.csv", &costs)], "")
}

fn quarter(project: &Project) -> Value {
    let costs = economics(project)["costs"]["quarters"].clone();
    costs.as_array().unwrap().iter().find(|one| one["quarter"] == "2026-Q3").unwrap().clone()
}

/// A reversal is subtracted, a zero counts as zero, a marked amount in the report's currency is read; what has
/// no amount or another currency is refused, kept in the reject file, and the page says that it is not counted.
#[test]
fn reversals_count_and_what_has_no_amount_in_the_currency_is_refused_in_sight() {
    let lines = [
        "2026-07,labour,6000",
        "2026-07,labour,-400",
        "2026-08,claims,0",
        "2026-08,technology,\"¥2,400\"",
        "2026-08,technology,$900",
        "2026-09,technology,",
    ];
    let project = spent(&lines);
    let found = quarter(&project);
    assert_eq!((&found["total"], &found["classes"]["labour"]), (&Value::from("8000"), &Value::from("5600")));
    assert_eq!((&found["cost_per_contact"], &found["classes"]["claims"]), (&Value::from("200"), &Value::from("0")));
    near(amount(&found["cost_per_resolution"]), 8_000.0 / 30.0);
    let rejects = project.text("output/2026-Q3/client/issue-1/rejects/costs.csv");
    assert!(
        rejects.contains("another currency than CNY") && rejects.contains("empty, but every row needs it"),
        "{rejects}"
    );
    assert!(said(&project, "en", "economics").contains("2 rows of the cost table were refused"));
    assert!(said(&project, "zh-CN", "economics").contains("费用表另有 2 行被拒收"));
    assert_eq!(row_of(&report(&project), "rows-table", "costs")[2].text, "6");
}

/// An account that no pattern fits is a warning on the page from 2 % of the cost; an estimate of indirect
/// cost is on the page and in no total.
#[test]
fn unmapped_accounts_are_a_warning_from_two_percent_and_estimates_stay_outside() {
    for (sundry, warned) in [("19", false), ("21", true)] {
        let lines = ["2026-07,labour,980", "2026-08,indirect,5000", &format!("2026-08,sundry,{sundry}")];
        let project = spent(&lines);
        let found = quarter(&project);
        assert_eq!(amount(&found["total"]), 980.0 + sundry.parse::<f64>().unwrap());
        assert_eq!(found["indirect_outside_total"], "5000");
        let text = said(&project, "en", "economics");
        assert_eq!(text.contains("sundry"), warned, "{text}");
        assert!(text.contains("5,000"), "{text}");
    }
}

/// More reversed than booked, and nothing but zeros: amounts as they are, but no unit cost and no ratio.
#[test]
fn a_cost_that_is_not_positive_has_no_unit_cost() {
    for (lines, total) in
        [(["2026-07,labour,100", "2026-08,labour,-700"], "-600"), (["2026-07,labour,0", "2026-08,claims,0"], "0")]
    {
        let project = spent(&lines);
        let found = quarter(&project);
        assert_eq!(found["total"], total);
        assert_eq!((&found["cost_per_contact"], &found["cost_per_resolution"]), (&Value::Null, &Value::Null));
        for locale in ["zh-CN", "en"] {
            let text = said(&project, locale, "economics");
            assert!(!["NaN", "inf", "∞"].iter().any(|odd| text.contains(odd)), "{text}");
        }
        assert_eq!(row_of(&report(&project), "cost-table", "Total")[2].text, if total == "0" { "—" } else { "100.0%" });
    }
}
