//! 禾木商城 (Hemu Mall): GB18030 CSV with Chinese headers. Story: satisfaction falls three quarters in
//! a row (2026-Q1, Q2, Q3), and repeat purchases begin to follow.

use super::draw::Draw;
use super::files::File;
use super::files::{Rows, yuan};
use super::service::{Answer, ChannelPlan, Question, Ticket, Words, answers, customer_id, tickets};
use super::time::{DAY, HOUR, QUARTERS, as_of, moment, months, quarter_start, text};

const CUSTOMERS: usize = 9000;
const TIME: &str = "%Y/%m/%d %H:%M";
const WORDS: Words = Words {
    prefix: "G",
    categories: &[("退换货", 0.36), ("物流", 0.34), ("商品咨询", 0.2), ("发票", 0.1)],
    priorities: &[("一般", 0.85), ("加急", 0.15)],
    teams: &[("售前组", 0.3), ("售后组", 0.7)],
    products: &[("服饰", 0.4), ("家居", 0.35), ("食品", 0.25)],
    customers: CUSTOMERS,
    spam: 0.0,
};
/// Shares of the answers 5, 4, 3, 2 and 1.
const CSAT: [[f64; 5]; QUARTERS] = [
    [0.50, 0.35, 0.09, 0.04, 0.02],
    [0.51, 0.35, 0.09, 0.03, 0.02],
    [0.51, 0.35, 0.08, 0.04, 0.02],
    [0.52, 0.35, 0.08, 0.03, 0.02],
    [0.52, 0.35, 0.08, 0.03, 0.02],
    [0.52, 0.36, 0.07, 0.03, 0.02],
    [0.48, 0.36, 0.10, 0.04, 0.02],
    [0.43, 0.37, 0.12, 0.05, 0.03],
    [0.38, 0.36, 0.15, 0.07, 0.04],
];
/// Share of first orders that are followed by another within 90 days.
const REPEAT: [f64; QUARTERS] = [0.31, 0.31, 0.32, 0.31, 0.32, 0.32, 0.30, 0.27, 0.25];

pub fn files() -> Vec<File> {
    let mut draw = Draw::new(20_260_102);
    let mut ticket_rows = Rows::new(&[
        "工单号",
        "会员号",
        "创建时间",
        "渠道",
        "状态",
        "首次回复时间",
        "首次解决时间",
        "解决时间",
        "重开时间",
        "问题类型",
        "优先级",
        "班组",
        "商品类目",
    ]);
    let mut survey_rows =
        Rows::new(&["评价号", "工单号", "会员号", "渠道", "题目", "得分", "邀请时间", "评价时间", "评语"]);
    for (quarter, csat) in CSAT.iter().enumerate() {
        let made = quarter_tickets(&mut draw, quarter);
        made.iter().for_each(|ticket| ticket_rows.push(ticket_row(ticket)));
        for answer in quarter_answers(&mut draw, csat, &made) {
            survey_rows.push(survey_row(answer));
        }
    }
    vec![
        ("data/shop/客服工单.csv".to_owned(), ticket_rows.csv_gb18030()),
        ("data/shop/满意度评价.csv".to_owned(), survey_rows.csv_gb18030()),
        ("data/shop/订单.csv".to_owned(), orders(&mut draw).csv_gb18030()),
        ("data/shop/投诉.csv".to_owned(), complaints(&mut draw).csv_gb18030()),
        ("data/shop/费用.csv".to_owned(), costs(&mut draw).csv_gb18030()),
    ]
}

fn quarter_tickets(draw: &mut Draw, quarter: usize) -> Vec<Ticket> {
    let late = quarter.saturating_sub(5) as f64;
    let plans = [0, 1].map(|at| ChannelPlan {
        name: ["在线", "电话"][at],
        volume: [620, 380][at] + 9 * quarter,
        solved_in_time: [0.86 - 0.012 * late, 0.88 - 0.01 * late][at],
        target_hours: 24.0,
        reply_hours: [0.08 + 0.04 * late, 0.03][at],
        never_replied: [0.012, 0.004][at],
        repeat_contact: 0.15,
    });
    tickets(draw, quarter, &WORDS, &plans)
}

fn quarter_answers(draw: &mut Draw, csat: &[f64; 5], made: &[Ticket]) -> Vec<Answer> {
    let shares = [5, 4, 3, 2, 1].map(|score| (score, csat[5 - score as usize]));
    let question = Question {
        metric: "满意度",
        shares: &shares,
        answers: 420,
        comments: &[(5, "发货快,包装好"), (4, "客服耐心"), (2, "退款等了一周"), (1, "在线客服一直转机器人")],
    };
    answers(draw, "P", made, &question)
}

fn ticket_row(ticket: &Ticket) -> Vec<String> {
    vec![
        ticket.id.clone(),
        customer_id("M", ticket.customer),
        text(Some(ticket.created), TIME),
        ticket.channel.to_owned(),
        if ticket.resolved.is_some() { "已解决" } else { "处理中" }.to_owned(),
        text(ticket.reply, TIME),
        text(ticket.first_resolved, TIME),
        text(ticket.resolved, TIME),
        text(ticket.reopened, TIME),
        ticket.category.to_owned(),
        ticket.priority.to_owned(),
        ticket.team.to_owned(),
        ticket.product.to_owned(),
    ]
}

fn survey_row(answer: Answer) -> Vec<String> {
    vec![
        answer.id,
        answer.ticket,
        customer_id("M", answer.customer),
        answer.channel.to_owned(),
        answer.metric.to_owned(),
        answer.value.to_string(),
        text(Some(answer.sent), TIME),
        text(Some(answer.responded), TIME),
        answer.comment.to_owned(),
    ]
}

/// First orders of each quarter, each followed by a second one within 90 days for a planned share.
fn orders(draw: &mut Draw) -> Rows {
    let mut found = Vec::new();
    for (quarter, repeat) in REPEAT.iter().enumerate() {
        let buyers = 900 + 10 * quarter;
        let again = draw.quota(buyers, *repeat);
        // Every fourth customer buys in a quarter, so that nobody comes back by accident within a year.
        for (at, again) in again.into_iter().enumerate() {
            let customer = at * 4 + quarter % 4;
            let ordered = moment(draw, quarter);
            found.push((ordered, customer));
            if again {
                found.push((ordered + draw.whole(2 * DAY, 88 * DAY), customer));
            }
        }
    }
    found.retain(|(ordered, _)| *ordered < quarter_start(QUARTERS).max(as_of() - 14 * DAY));
    found.sort_unstable();
    let mut rows = Rows::new(&["订单号", "会员号", "下单时间", "金额", "毛利", "类目", "是否退款"]);
    for (at, (ordered, customer)) in found.into_iter().enumerate() {
        let amount = (draw.skewed_below(16_800.0, 260_000.0) as i64).max(990);
        rows.push(vec![
            format!("DD{:06}", at + 1),
            customer_id("M", customer),
            text(Some(ordered), TIME),
            format!("￥{}", yuan(amount)),
            format!("￥{}", yuan(amount * draw.whole(18, 34) / 100)),
            (*draw.pick(&["服饰", "家居", "食品"])).to_owned(),
            if draw.chance(0.045) { "是" } else { "否" }.to_owned(),
        ]);
    }
    rows
}

fn complaints(draw: &mut Draw) -> Rows {
    let mut rows = Rows::new(&["投诉号", "会员号", "受理时间", "办结时间", "渠道", "类别"]);
    for quarter in 0..QUARTERS {
        for at in 0..24 + 2 * quarter.saturating_sub(5) {
            let received = moment(draw, quarter);
            let closed = received + draw.skewed_below(60.0, 700.0) as i64 * HOUR;
            rows.push(vec![
                format!("TS{:02}{:03}", quarter + 1, at + 1),
                customer_id("M", draw.whole(0, CUSTOMERS as i64) as usize),
                text(Some(received), TIME),
                text(Some(closed).filter(|closed| *closed < as_of()), TIME),
                (*draw.pick(&["在线", "电话"])).to_owned(),
                (*draw.pick(&["物流", "质量", "退款"])).to_owned(),
            ]);
        }
    }
    rows
}

fn costs(draw: &mut Draw) -> Rows {
    let accounts = [
        ("客服薪酬", 6_400_000),
        ("退货运费与包装", 1_900_000),
        ("客服平台租用", 520_000),
        ("职场水电房租", 900_000),
        ("质检管理", 430_000),
        ("售后赔付", 760_000),
    ];
    let mut rows = Rows::new(&["月份", "科目", "金额"]);
    for quarter in 0..QUARTERS {
        for month in months(quarter) {
            for (account, base) in accounts {
                let growth = 1000 + 8 * quarter as i64 + draw.whole(-30, 31);
                rows.push(vec![text(Some(month), "%Y/%m/%d"), account.to_owned(), yuan(base * growth / 1000)]);
            }
        }
    }
    rows
}
