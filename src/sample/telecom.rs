//! 蓝湾通信 (Bluebay Telecom): plain UTF-8 CSV. Story: in 2026-Q3 every channel solves more in time
//! than before, yet the total falls, because contacts moved from the telephone to e-mail.

use super::draw::Draw;
use super::files::File;
use super::files::{Rows, yuan};
use super::service::{Answer, ChannelPlan, Question, Ticket, Words, answers, customer_id, customers, tickets};
use super::time::{QUARTERS, moment, months, text};

const CUSTOMERS: usize = 5200;
const TIME: &str = "%Y-%m-%d %H:%M:%S";
const WORDS: Words = Words {
    prefix: "T",
    categories: &[("计费", 0.28), ("网络", 0.34), ("套餐", 0.22), ("终端", 0.16)],
    priorities: &[("普通", 0.8), ("紧急", 0.2)],
    teams: &[("热线一组", 0.35), ("热线二组", 0.33), ("在线组", 0.32)],
    products: &[("移动", 0.55), ("宽带", 0.45)],
    customers: CUSTOMERS,
    spam: 0.008,
};

/// Share of contacts by telephone, chat and e-mail, and their shares solved in time.
const MIX: [[f64; 3]; QUARTERS] = [
    [0.62, 0.29, 0.09],
    [0.62, 0.29, 0.09],
    [0.61, 0.30, 0.09],
    [0.61, 0.29, 0.10],
    [0.60, 0.30, 0.10],
    [0.60, 0.30, 0.10],
    [0.60, 0.30, 0.10],
    [0.60, 0.30, 0.10],
    [0.40, 0.30, 0.30],
];
const SOLVED: [[f64; 3]; QUARTERS] = [
    [0.895, 0.795, 0.590],
    [0.900, 0.800, 0.600],
    [0.890, 0.790, 0.585],
    [0.895, 0.805, 0.600],
    [0.900, 0.800, 0.600],
    [0.902, 0.800, 0.605],
    [0.898, 0.798, 0.600],
    [0.900, 0.800, 0.600],
    [0.915, 0.825, 0.640],
];
const CHURN: [f64; QUARTERS] = [0.031, 0.030, 0.029, 0.030, 0.030, 0.028, 0.027, 0.027, 0.026];
const COMPLAINTS: [usize; QUARTERS] = [68, 71, 64, 66, 70, 63, 65, 67, 66];

pub fn files() -> Vec<File> {
    let mut draw = Draw::new(20_260_101);
    let mut ticket_rows = Rows::new(&[
        "ticket_id",
        "customer_id",
        "created_at",
        "channel",
        "status",
        "first_reply_at",
        "first_reply_type",
        "first_resolved_at",
        "resolved_at",
        "reopened_at",
        "category",
        "priority",
        "team",
        "product",
        "spam",
    ]);
    let mut survey_rows = Rows::new(&[
        "response_id",
        "ticket_id",
        "customer_id",
        "channel",
        "metric",
        "value",
        "scale_min",
        "scale_max",
        "sent_at",
        "responded_at",
        "comment",
    ]);
    for quarter in 0..QUARTERS {
        let made = quarter_tickets(&mut draw, quarter);
        made.iter().for_each(|ticket| ticket_rows.push(ticket_row(ticket)));
        for answer in quarter_answers(&mut draw, quarter, &made) {
            survey_rows.push(survey_row(&answer));
        }
    }
    vec![
        ("data/telecom/tickets.csv".to_owned(), ticket_rows.csv().into_bytes()),
        ("data/telecom/surveys.csv".to_owned(), survey_rows.csv().into_bytes()),
        ("data/telecom/customers.csv".to_owned(), contracts(&mut draw).csv().into_bytes()),
        ("data/telecom/complaints.csv".to_owned(), complaints(&mut draw).csv().into_bytes()),
        ("data/telecom/costs.csv".to_owned(), costs(&mut draw).csv().into_bytes()),
    ]
}

fn quarter_tickets(draw: &mut Draw, quarter: usize) -> Vec<Ticket> {
    let volume = 1380 + 18 * quarter;
    let plans = [0, 1, 2].map(|at| ChannelPlan {
        name: ["phone", "chat", "email"][at],
        volume: (volume as f64 * MIX[quarter][at] + 0.5) as usize,
        solved_in_time: SOLVED[quarter][at],
        target_hours: [24.0, 24.0, 48.0][at],
        reply_hours: [0.05, 0.12, 3.4][at],
        never_replied: [0.004, 0.01, 0.05][at],
        repeat_contact: [0.12, 0.16, 0.2][at],
    });
    tickets(draw, quarter, &WORDS, &plans)
}

fn quarter_answers(draw: &mut Draw, quarter: usize, made: &[Ticket]) -> Vec<Answer> {
    let csat = Question {
        metric: "csat",
        shares: &[(5, 0.46), (4, 0.34), (3, 0.12), (2, 0.05), (1, 0.03)],
        answers: 330 + 4 * quarter,
        comments: &[
            (5, "接线员很专业"),
            (4, "处理还算快"),
            (2, "邮件等了两天才回"),
            (1, "同一个问题打了三次电话, \"已解决\"其实没有"),
        ],
    };
    let nps = Question {
        metric: "nps",
        shares: &[(10, 0.22), (9, 0.2), (8, 0.2), (7, 0.14), (6, 0.1), (5, 0.08), (3, 0.04), (0, 0.02)],
        answers: 260,
        comments: &[],
    };
    let mut both = answers(draw, "S", made, &csat);
    both.extend(answers(draw, "N", made, &nps));
    both
}

fn ticket_row(ticket: &Ticket) -> Vec<String> {
    let status = if ticket.resolved.is_some() { "resolved" } else { "open" };
    let kind = if ticket.reply.is_some() { "agent" } else { "" };
    vec![
        ticket.id.clone(),
        customer_id("C", ticket.customer),
        text(Some(ticket.created), TIME),
        ticket.channel.to_owned(),
        status.to_owned(),
        text(ticket.reply, TIME),
        kind.to_owned(),
        text(ticket.first_resolved, TIME),
        text(ticket.resolved, TIME),
        text(ticket.reopened, TIME),
        ticket.category.to_owned(),
        ticket.priority.to_owned(),
        ticket.team.to_owned(),
        ticket.product.to_owned(),
        ticket.spam.to_string(),
    ]
}

fn survey_row(answer: &Answer) -> Vec<String> {
    let (low, high) = if answer.metric == "nps" { ("0", "10") } else { ("1", "5") };
    vec![
        answer.id.clone(),
        answer.ticket.clone(),
        customer_id("C", answer.customer),
        answer.channel.to_owned(),
        answer.metric.to_owned(),
        answer.value.to_string(),
        low.to_owned(),
        high.to_owned(),
        text(Some(answer.sent), TIME),
        text(Some(answer.responded), TIME),
        answer.comment.to_owned(),
    ]
}

fn contracts(draw: &mut Draw) -> Rows {
    let mut rows = Rows::new(&["customer_id", "start_date", "end_date", "end_reason", "tier", "region"]);
    let reasons = ["价格", "服务", "搬迁", "竞争对手", "未知"];
    for (at, customer) in customers(draw, CUSTOMERS, &CHURN, 150, &reasons).iter().enumerate() {
        let tier = if draw.chance(0.15) {
            "A"
        } else if draw.chance(0.4) {
            "B"
        } else {
            "C"
        };
        rows.push(vec![
            customer_id("C", at),
            text(Some(customer.start), "%Y-%m-%d"),
            text(customer.end, "%Y-%m-%d"),
            customer.reason.to_owned(),
            tier.to_owned(),
            (*draw.pick(&["华东", "华南", "华北", "西南"])).to_owned(),
        ]);
    }
    rows
}

fn complaints(draw: &mut Draw) -> Rows {
    let mut rows = Rows::new(&[
        "complaint_id",
        "customer_id",
        "received_at",
        "closed_at",
        "channel",
        "level",
        "category",
        "valid",
    ]);
    for (quarter, count) in COMPLAINTS.iter().enumerate() {
        for at in 0..*count {
            let received = moment(draw, quarter);
            let closed = received + draw.skewed_below(90.0, 800.0) as i64 * 3600;
            rows.push(vec![
                format!("K{:02}{:04}", quarter + 1, at + 1),
                customer_id("C", draw.whole(0, CUSTOMERS as i64) as usize),
                text(Some(received), TIME),
                text(Some(closed).filter(|closed| *closed < super::time::as_of()), TIME),
                (*draw.pick(&["phone", "email", "chat"])).to_owned(),
                if draw.chance(0.06) { "regulator" } else { "company" }.to_owned(),
                (*draw.pick(&["计费", "网络", "套餐"])).to_owned(),
                draw.chance(0.7).to_string(),
            ]);
        }
    }
    rows
}

fn costs(draw: &mut Draw) -> Rows {
    let accounts = [
        ("客服工资", "phone", 9_800_000),
        ("客服工资", "chat", 4_200_000),
        ("客服工资", "email", 2_100_000),
        ("培训费", "", 620_000),
        ("通信线路费", "phone", 1_450_000),
        ("职场租金", "", 2_300_000),
        ("工单系统许可", "", 880_000),
        ("质检与管理", "", 1_150_000),
        ("客户赔付", "", 540_000),
    ];
    let mut rows = Rows::new(&["period", "category", "channel", "amount", "fixed_or_variable"]);
    for quarter in 0..QUARTERS {
        for month in months(quarter) {
            for (account, channel, base) in accounts {
                let growth = 1000 + 6 * quarter as i64 + draw.whole(-25, 26);
                let kind = if ["职场租金", "工单系统许可"].contains(&account) { "fixed" } else { "variable" };
                rows.push(vec![
                    text(Some(month), "%Y-%m-%d"),
                    account.to_owned(),
                    channel.to_owned(),
                    yuan(base * growth / 1000),
                    kind.to_owned(),
                ]);
            }
        }
    }
    rows
}
