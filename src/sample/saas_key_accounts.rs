//! 云帆软件's key accounts: customers with an individual service plan, and the requests that are handled
//! under it, as another system exports them.

use super::draw::Draw;
use super::files::File;
use super::time::{DAY, HOUR, QUARTERS, as_of, moment, quarter_start, text};
use serde_json::json;

/// Key accounts.
const ACCOUNTS: i64 = 96;
const ISO: &str = "%Y-%m-%dT%H:%M:%S+08:00";

pub fn files() -> Vec<File> {
    let mut draw = Draw::new(20_260_122);
    vec![
        ("data/saas/key-accounts.jsonl".to_owned(), accounts(&mut draw).into_bytes()),
        ("data/saas/customised-requests.jsonl".to_owned(), requests(&mut draw).into_bytes()),
    ]
}

fn account(number: i64) -> String {
    format!("KEY-{:03}", number + 1)
}

fn accounts(draw: &mut Draw) -> String {
    let mut lines = String::new();
    for at in 0..ACCOUNTS {
        let start = quarter_start(0) - draw.whole(30 * DAY, 900 * DAY) / DAY * DAY + at / 12 * 60 * DAY;
        let mut row = json!({
            "customer_id": account(at), "start_date": text(Some(start), "%Y-%m-%d"), "tier": "enterprise",
            "region": draw.pick(&["CN", "APAC"]), "service_plan": draw.pick(&["dedicated", "premier"]),
        });
        if draw.chance(0.06) {
            let end = draw.whole(quarter_start(2), quarter_start(QUARTERS)) / DAY * DAY;
            row["end_date"] = json!(text(Some(end), "%Y-%m-%d"));
            row["end_reason"] = json!("price");
        }
        lines.push_str(&format!("{row}\n"));
    }
    lines
}

fn requests(draw: &mut Draw) -> String {
    let mut lines = String::new();
    for quarter in 0..QUARTERS {
        for at in 0..30 + 6 * quarter {
            let created = moment(draw, quarter);
            let reply = created + 60 + (draw.skewed_below(1.0 - 0.03 * quarter as f64, 40.0) * HOUR as f64) as i64;
            let solved = reply + 600 + (draw.skewed_below(6.0, 200.0) * HOUR as f64) as i64;
            let mut row = json!({
                "ticket_id": format!("YC{:02}{:03}", quarter + 1, at + 1),
                "customer_id": account(draw.whole(0, ACCOUNTS)), "created_at": text(Some(created), ISO),
                "channel": "portal", "status": if solved < as_of() { "resolved" } else { "open" },
                "category": draw.pick(&["integration", "how-to"]), "priority": "P2", "team": "tier-2",
                "product": draw.pick(&["CRM", "ERP", "BI"]),
            });
            for (name, at) in [("first_reply_at", reply), ("resolved_at", solved)] {
                if at < as_of() {
                    row[name] = json!(text(Some(at), ISO));
                }
            }
            lines.push_str(&format!("{row}\n"));
        }
    }
    lines
}
