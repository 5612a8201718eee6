//! 恒岳家电 (Hengyue Appliances), after-sales service: XLSX workbooks with true dates, text dates and
//! numbers. Story: complaints about dishwashers jump in 2026-Q3, and service cost differs by product.

use super::draw::Draw;
use super::files::File;
use super::service::{ChannelPlan, Question, Ticket, Words, answers, customer_id, customers, tickets};
use super::time::{HOUR, QUARTERS, Seconds, as_of, day, moment, months, wall};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

const CUSTOMERS: usize = 7400;
const PRODUCTS: [&str; 4] = ["冰箱", "洗衣机", "空调", "洗碗机"];
/// The category that needs no visit.
pub(super) const ADVICE: &str = "咨询";
const WORDS: Words = Words {
    prefix: "A",
    categories: &[("安装", 0.3), ("维修", 0.45), (ADVICE, 0.25)],
    priorities: &[("普通", 0.75), ("加急", 0.25)],
    teams: &[("华东站", 0.4), ("华南站", 0.35), ("华北站", 0.25)],
    products: &[("冰箱", 0.27), ("洗衣机", 0.29), ("空调", 0.3), ("洗碗机", 0.14)],
    customers: CUSTOMERS,
    spam: 0.0,
};
/// Complaints by product, in the order of [`PRODUCTS`].
const COMPLAINTS: [[usize; 4]; QUARTERS] = [
    [11, 12, 15, 8],
    [10, 12, 9, 8],
    [11, 11, 8, 9],
    [12, 12, 14, 8],
    [11, 12, 16, 9],
    [10, 11, 9, 8],
    [11, 12, 9, 9],
    [11, 12, 13, 10],
    [12, 11, 15, 47],
];
/// Monthly cost by product in fen: labour, parts, travel.
const COSTS: [(&str, [i64; 4]); 4] = [
    ("上门工程师薪酬", [3_100_000, 3_300_000, 4_600_000, 2_400_000]),
    ("备件采购", [1_900_000, 1_500_000, 2_700_000, 2_050_000]),
    ("包装与运输", [420_000, 450_000, 600_000, 260_000]),
    ("保修赔付", [150_000, 160_000, 240_000, 190_000]),
];
const SHARED: [(&str, i64); 4] =
    [("服务站租金", 2_600_000), ("呼叫中心话费", 640_000), ("派工系统", 480_000), ("培训与质检", 720_000)];

/// The workbooks of this client.
pub fn files() -> Vec<File> {
    let mut draw = Draw::new(20_260_103);
    let mut made = Vec::new();
    let service = service(&mut draw, &mut made).expect("the sample's cells fit a worksheet");
    let costs = costs(&mut draw).expect("the sample's cells fit a worksheet");
    vec![
        ("data/appliance/售后服务.xlsx".to_owned(), service),
        ("data/appliance/费用.xlsx".to_owned(), costs),
        super::appliance_resolution::file(&mut Draw::new(20_260_205), &made),
    ]
}

/// The workbook of service; leaves its tickets behind for those that refer to them.
fn service(draw: &mut Draw, made: &mut Vec<Ticket>) -> Result<Vec<u8>, XlsxError> {
    let mut book = workbook()?;
    let mut asked = Vec::new();
    for quarter in 0..QUARTERS {
        let now = quarter_tickets(draw, quarter);
        let shares = [(5, 0.44), (4, 0.36), (3, 0.12), (2, 0.05), (1, 0.03)];
        let comments = [(5, "师傅很准时"), (2, "等配件等了十天"), (1, "洗碗机修了三次还漏水")];
        let csat = Question { metric: "满意度", shares: &shares, answers: 240 + 5 * quarter, comments: &comments };
        asked.extend(answers(draw, "H", &now, &csat));
        made.extend(now);
    }
    ticket_sheet(draw, book.add_worksheet(), made)?;
    let sheet = book.add_worksheet().set_name("回访")?;
    header(sheet, &["回访号", "工单号", "客户号", "得分", "回访时间", "备注"])?;
    for (at, answer) in asked.iter().enumerate() {
        let row = at as u32 + 1;
        sheet.write_string(row, 0, &answer.id)?.write_string(row, 1, &answer.ticket)?;
        sheet.write_string(row, 2, customer_id("U", answer.customer))?.write_number(row, 3, answer.value as f64)?;
        date(sheet, row, 4, answer.responded)?;
        if !answer.comment.is_empty() {
            sheet.write_string(row, 5, answer.comment)?;
        }
    }
    complaint_sheet(draw, book.add_worksheet())?;
    customer_sheet(draw, book.add_worksheet())?;
    book.save_to_buffer()
}

fn quarter_tickets(draw: &mut Draw, quarter: usize) -> Vec<Ticket> {
    let plans = [0, 1].map(|at| ChannelPlan {
        name: ["电话", "小程序"][at],
        volume: [430, 260][at] + 12 * quarter,
        solved_in_time: [0.81, 0.84][at] + 0.004 * quarter as f64,
        target_hours: 72.0,
        reply_hours: [0.3, 0.8][at],
        never_replied: 0.01,
        repeat_contact: 0.14,
    });
    tickets(draw, quarter, &WORDS, &plans)
}

/// Opening times are true Excel dates; solving times are text in every seventh row, as typed by hand.
fn ticket_sheet(draw: &mut Draw, sheet: &mut Worksheet, tickets: &[Ticket]) -> Result<(), XlsxError> {
    sheet.set_name("工单")?;
    header(
        sheet,
        &[
            "工单号",
            "客户号",
            "报修时间",
            "受理渠道",
            "状态",
            "首次响应",
            "首次完工",
            "完工时间",
            "返修时间",
            "类型",
            "紧急程度",
            "服务站",
            "产品",
            "需上门",
        ],
    )?;
    for (at, ticket) in tickets.iter().enumerate() {
        let row = at as u32 + 1;
        sheet.write_string(row, 0, &ticket.id)?.write_string(row, 1, customer_id("U", ticket.customer))?;
        date(sheet, row, 2, ticket.created)?;
        sheet.write_string(row, 3, ticket.channel)?;
        sheet.write_string(row, 4, if ticket.resolved.is_some() { "完工" } else { "处理中" })?;
        for (column, moment) in [(5, ticket.reply), (6, ticket.first_resolved), (8, ticket.reopened)] {
            if let Some(moment) = moment {
                date(sheet, row, column, moment)?;
            }
        }
        match ticket.resolved {
            Some(resolved) if draw.chance(1.0 / 7.0) => {
                sheet.write_string(row, 7, wall(resolved).format("%Y-%m-%d %H:%M:%S").to_string())?;
            }
            Some(resolved) => date(sheet, row, 7, resolved)?,
            None => {}
        }
        let words = [ticket.category, ticket.priority, ticket.team, ticket.product];
        for (column, word) in words.into_iter().enumerate() {
            sheet.write_string(row, 9 + column as u16, word)?;
        }
        sheet.write_string(row, 13, if ticket.category == ADVICE { "否" } else { "是" })?;
    }
    Ok(())
}

fn complaint_sheet(draw: &mut Draw, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    sheet.set_name("投诉")?;
    header(sheet, &["投诉号", "客户号", "受理时间", "结案时间", "产品", "原因"])?;
    let mut row = 0;
    for (quarter, counts) in COMPLAINTS.iter().enumerate() {
        for (product, count) in PRODUCTS.iter().zip(counts) {
            for _ in 0..*count {
                row += 1;
                let received = moment(draw, quarter);
                let closed = received + draw.skewed_below(110.0, 900.0) as Seconds * HOUR;
                let cause = if *product == "洗碗机" && quarter == QUARTERS - 1 && draw.chance(0.7) {
                    "漏水"
                } else {
                    draw.pick(&["噪音", "安装", "等待过久", "漏水"])
                };
                sheet.write_string(row, 0, format!("Q{:02}{row:04}", quarter + 1))?;
                sheet.write_string(row, 1, customer_id("U", draw.whole(0, CUSTOMERS as i64) as usize))?;
                date(sheet, row, 2, received)?;
                if closed < as_of() {
                    date(sheet, row, 3, closed)?;
                }
                sheet.write_string(row, 4, *product)?.write_string(row, 5, cause)?;
            }
        }
    }
    Ok(())
}

fn customer_sheet(draw: &mut Draw, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    sheet.set_name("延保客户")?;
    header(sheet, &["客户号", "生效日期", "终止日期", "终止原因", "地区"])?;
    let churn = [0.036, 0.035, 0.035, 0.034, 0.034, 0.033, 0.031, 0.030, 0.029];
    let only_day = Format::new().set_num_format("yyyy-mm-dd");
    for (at, customer) in customers(draw, CUSTOMERS, &churn, 190, &["到期", "搬家", "不满意"]).iter().enumerate()
    {
        let row = at as u32 + 1;
        sheet.write_string(row, 0, customer_id("U", at))?;
        sheet.write_datetime_with_format(row, 1, excel(customer.start)?, &only_day)?;
        if let Some(end) = customer.end {
            sheet.write_datetime_with_format(row, 2, excel(end)?, &only_day)?.write_string(row, 3, customer.reason)?;
        }
        sheet.write_string(row, 4, *draw.pick(&["华东", "华南", "华北"]))?;
    }
    Ok(())
}

fn costs(draw: &mut Draw) -> Result<Vec<u8>, XlsxError> {
    let mut book = workbook()?;
    let sheet = book.add_worksheet().set_name("费用明细")?;
    header(sheet, &["期间", "科目", "产品", "金额(元)"])?;
    let mut row = 0;
    for quarter in 0..QUARTERS {
        for month in months(quarter) {
            let products = COSTS
                .iter()
                .flat_map(|(account, by)| PRODUCTS.iter().zip(by).map(|(product, fen)| (*account, *product, *fen)));
            let shared = SHARED.iter().map(|(account, fen)| (*account, "", *fen));
            for (account, product, fen) in products.chain(shared) {
                row += 1;
                let spike = if product == "洗碗机" && quarter == QUARTERS - 1 { 1350 } else { 1000 };
                let amount = fen * (spike + 7 * quarter as i64 + draw.whole(-30, 31)) / 1000;
                sheet.write_string(row, 0, wall(month).format("%Y-%m").to_string())?.write_string(row, 1, account)?;
                if !product.is_empty() {
                    sheet.write_string(row, 2, product)?;
                }
                sheet.write_number(row, 3, amount as f64 / 100.0)?;
            }
        }
    }
    book.save_to_buffer()
}

fn workbook() -> Result<Workbook, XlsxError> {
    let mut book = Workbook::new();
    let made = ExcelDateTime::from_ymd(2026, 10, 15)?;
    book.set_properties(&DocProperties::new().set_author("恒岳家电").set_creation_datetime(&made));
    Ok(book)
}

fn header(sheet: &mut Worksheet, names: &[&str]) -> Result<(), XlsxError> {
    let bold = Format::new().set_bold();
    for (column, name) in names.iter().enumerate() {
        sheet.write_string_with_format(0, column as u16, *name, &bold)?;
    }
    Ok(())
}

fn date(sheet: &mut Worksheet, row: u32, column: u16, at: Seconds) -> Result<(), XlsxError> {
    let format = Format::new().set_num_format("yyyy-mm-dd hh:mm:ss");
    sheet.write_datetime_with_format(row, column, excel(at)?, &format)?;
    Ok(())
}

fn excel(at: Seconds) -> Result<ExcelDateTime, XlsxError> {
    ExcelDateTime::from_serial_datetime((at - day(1970, 1, 1)) as f64 / 86_400.0 + 25_569.0)
}
