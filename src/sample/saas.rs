//! 云帆软件 (Yunfan Software): Parquet and JSON Lines, much data. Story: nearly everything improves and
//! beats its target.

use super::draw::Draw;
use super::files::File;
use super::service::{ChannelPlan, Question, Ticket, Words, answers, customer_id, customers, tickets};
use super::time::{HOUR, QUARTERS, Seconds, moment, months, text, wall};
use arrow_array::builder::{StringBuilder, TimestampMicrosecondBuilder};
use arrow_array::{ArrayRef, RecordBatch};
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::properties::WriterProperties;
use serde_json::json;
use std::sync::Arc;

const CUSTOMERS: usize = 4600;
const ISO: &str = "%Y-%m-%dT%H:%M:%S+08:00";
const WORDS: Words = Words {
    prefix: "Y",
    categories: &[("how-to", 0.34), ("bug", 0.28), ("billing", 0.14), ("integration", 0.24)],
    priorities: &[("P1", 0.06), ("P2", 0.24), ("P3", 0.7)],
    teams: &[("tier-1", 0.62), ("tier-2", 0.26), ("platform", 0.12)],
    products: &[("CRM", 0.5), ("ERP", 0.3), ("BI", 0.2)],
    customers: CUSTOMERS,
    spam: 0.012,
};

/// The teams and their heads, 78 in all.
pub(super) const HEADS: [(&str, i64); 3] = [("tier-1", 42), ("tier-2", 24), ("platform", 12)];

/// The files of this client.
pub fn files() -> Vec<File> {
    let mut draw = Draw::new(20_260_104);
    let mut files = Vec::new();
    let mut surveys = String::new();
    for quarter in 0..QUARTERS {
        let made = quarter_tickets(&mut draw, quarter);
        let better = 0.006 * quarter as f64;
        let csat = [(5, 0.48 + better), (4, 0.36), (3, 0.09 - better / 2.0), (2, 0.04), (1, 0.03 - better / 2.0)];
        let nps = [(10, 0.28 + better), (9, 0.2), (8, 0.19), (7, 0.13), (6, 0.08), (4, 0.08), (2, 0.04 - better)];
        for (metric, shares, count) in [("csat", &csat[..], 1700), ("nps", &nps[..], 620)] {
            let question = Question {
                metric,
                shares,
                answers: count,
                comments: &[(5, "Fast and friendly"), (1, "No answer for days")],
            };
            for answer in answers(&mut draw, if metric == "nps" { "n" } else { "c" }, &made, &question) {
                let (low, high) = if metric == "nps" { (0, 10) } else { (1, 5) };
                let mut row = json!({
                    "response_id": answer.id, "ticket_id": answer.ticket, "customer_id": customer_id("ORG-", answer.customer),
                    "metric": metric, "value": answer.value, "scale_min": low, "scale_max": high, "channel": answer.channel,
                    "sent_at": text(Some(answer.sent), ISO), "responded_at": text(Some(answer.responded), ISO),
                });
                if !answer.comment.is_empty() {
                    row["comment"] = json!(answer.comment);
                }
                surveys.push_str(&format!("{row}\n"));
            }
        }
        let name = wall(super::time::quarter_start(quarter)).format("%Y-%m").to_string();
        files.push((format!("data/saas/tickets/{name}.parquet"), parquet(&made)));
    }
    files.push(("data/saas/surveys.jsonl".to_owned(), surveys.into_bytes()));
    files.push(("data/saas/customers.jsonl".to_owned(), contracts(&mut draw).into_bytes()));
    files.push(("data/saas/complaints.jsonl".to_owned(), complaints(&mut draw).into_bytes()));
    files.push(("data/saas/costs.jsonl".to_owned(), costs(&mut draw).into_bytes()));
    files
}

fn quarter_tickets(draw: &mut Draw, quarter: usize) -> Vec<Ticket> {
    let step = quarter as f64;
    let plans = [0, 1, 2].map(|at| ChannelPlan {
        name: ["chat", "email", "portal"][at],
        volume: [5200, 3400, 2300][at] + 110 * quarter,
        solved_in_time: [0.90, 0.84, 0.86][at] + 0.004 * step,
        target_hours: [8.0, 24.0, 24.0][at],
        reply_hours: [0.06, 1.9, 1.2][at] * (1.0 - 0.03 * step),
        never_replied: [0.004, 0.012, 0.008][at],
        repeat_contact: 0.11 - 0.003 * step,
    });
    tickets(draw, quarter, &WORDS, &plans)
}

type Getter = fn(&Ticket) -> String;
type Moment = fn(&Ticket) -> Option<Seconds>;

const TEXTS: [(&str, Getter); 7] = [
    ("ticket_id", |ticket| ticket.id.clone()),
    ("org", |ticket| customer_id("ORG-", ticket.customer)),
    ("channel", |ticket| ticket.channel.to_owned()),
    ("category", |ticket| ticket.category.to_owned()),
    ("priority", |ticket| ticket.priority.to_owned()),
    ("team", |ticket| ticket.team.to_owned()),
    ("product", |ticket| ticket.product.to_owned()),
];
const TIMES: [(&str, Moment); 5] = [
    ("created_at", |ticket| Some(ticket.created)),
    ("first_reply_at", |ticket| ticket.reply),
    ("first_resolved_at", |ticket| ticket.first_resolved),
    ("resolved_at", |ticket| ticket.resolved),
    ("reopened_at", |ticket| ticket.reopened),
];

/// One Parquet file; times are UTC, spam is marked by `status`.
fn parquet(tickets: &[Ticket]) -> Vec<u8> {
    let mut columns: Vec<(&str, ArrayRef)> = Vec::new();
    for (name, get) in TEXTS {
        let mut builder = StringBuilder::new();
        tickets.iter().for_each(|ticket| builder.append_value(get(ticket)));
        columns.push((name, Arc::new(builder.finish())));
    }
    let mut status = StringBuilder::new();
    for ticket in tickets {
        status.append_value(if ticket.spam {
            "spam"
        } else if ticket.resolved.is_some() {
            "solved"
        } else {
            "open"
        });
    }
    columns.push(("status", Arc::new(status.finish())));
    for (name, get) in TIMES {
        let mut builder = TimestampMicrosecondBuilder::new().with_timezone("UTC");
        tickets.iter().for_each(|ticket| builder.append_option(get(ticket).map(|at| (at - 8 * HOUR) * 1_000_000)));
        columns.push((name, Arc::new(builder.finish())));
    }
    let batch = RecordBatch::try_from_iter_with_nullable(columns.into_iter().map(|(name, array)| (name, array, true)))
        .expect("columns of one length");
    let level = ZstdLevel::try_new(9).expect("a level that zstd has");
    let properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(level))
        .set_created_by("sample".to_owned())
        .build();
    let mut writer = ArrowWriter::try_new(Vec::new(), batch.schema(), Some(properties)).expect("a plain schema");
    writer.write(&batch).expect("memory takes what is written");
    writer.into_inner().expect("memory takes what is written")
}

fn contracts(draw: &mut Draw) -> String {
    let churn = [0.024, 0.023, 0.023, 0.022, 0.021, 0.021, 0.020, 0.019, 0.018];
    let mut lines = String::new();
    for (at, customer) in customers(draw, CUSTOMERS, &churn, 160, &["price", "product", "service", "closed", "unknown"])
        .iter()
        .enumerate()
    {
        let tier = if draw.chance(0.12) {
            "enterprise"
        } else if draw.chance(0.35) {
            "business"
        } else {
            "starter"
        };
        let mut row = json!({
            "customer_id": customer_id("ORG-", at), "start_date": text(Some(customer.start), "%Y-%m-%d"),
            "tier": tier, "region": draw.pick(&["CN", "APAC", "EMEA"]),
        });
        if customer.end.is_some() {
            row["end_date"] = json!(text(customer.end, "%Y-%m-%d"));
            row["end_reason"] = json!(customer.reason);
        }
        lines.push_str(&format!("{row}\n"));
    }
    lines
}

fn complaints(draw: &mut Draw) -> String {
    let mut lines = String::new();
    for quarter in 0..QUARTERS {
        for at in 0..46 - 2 * quarter {
            let received = moment(draw, quarter);
            let row = json!({
                "complaint_id": format!("CP{:02}{:03}", quarter + 1, at + 1),
                "customer_id": customer_id("ORG-", draw.whole(0, CUSTOMERS as i64) as usize),
                "received_at": text(Some(received), ISO), "channel": draw.pick(&["email", "chat"]),
                "category": draw.pick(&["outage", "billing", "support"]), "product": draw.pick(&["CRM", "ERP", "BI"]),
            });
            lines.push_str(&format!("{row}\n"));
        }
    }
    lines
}

/// Every account is charged to the teams by their heads.
fn costs(draw: &mut Draw) -> String {
    let accounts = [
        ("Salaries support", 68_000_000),
        ("Training", 2_400_000),
        ("Help-desk licences", 4_100_000),
        ("Cloud telephony", 1_900_000),
        ("Office rent", 5_200_000),
        ("Quality management", 2_100_000),
        ("Service credits", 1_300_000),
    ];
    let mut lines = String::new();
    for quarter in 0..QUARTERS {
        for month in months(quarter) {
            for (account, base) in accounts {
                let amount = base * (1000 + 5 * quarter as i64 + draw.whole(-20, 21)) / 1000;
                let mut left = amount;
                for (at, (team, heads)) in HEADS.iter().enumerate() {
                    let own = if at + 1 < HEADS.len() { amount * heads / 78 } else { left };
                    left -= own;
                    let period = text(Some(month), "%Y-%m");
                    let row =
                        json!({"period": period, "category": account, "team": team, "amount": super::files::yuan(own)});
                    lines.push_str(&format!("{row}\n"));
                }
            }
        }
    }
    lines
}
