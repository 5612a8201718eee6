//! Costs of single service processes for two clients, in files of their own. 恒岳家电 (Hengyue Appliances):
//! remote guidance clearly pays, printed manuals clearly do not. 禾木商城 (Hemu Mall): whether the night
//! chat and the collection of returns pay cannot be told.

use super::draw::Draw;
use super::files::File;
use super::files::{Rows, yuan};
use super::time::{QUARTERS, months, text};

/// Account, process and fen per month.
type Line = (&'static str, &'static str, i64);

const APPLIANCE: [Line; 5] = [
    ("远程指导人工", "远程指导", 720_000),
    ("远程指导系统", "远程指导", 180_000),
    ("快修工程师补贴", "上门快修", 1_480_000),
    ("快修备件周转", "上门快修", 320_000),
    ("说明书印刷与寄送", "纸质说明书", 800_000),
];
const SHOP: [Line; 3] = [
    ("夜间客服外包", "夜间在线客服", 200_000),
    ("上门取退运费", "上门取退", 260_000),
    ("取退系统月费", "上门取退", 40_000),
];

pub fn files() -> Vec<File> {
    vec![
        ("data/appliance/流程费用.csv".to_owned(), rows(20_260_301, &APPLIANCE).csv().into_bytes()),
        ("data/shop/流程费用.csv".to_owned(), rows(20_260_302, &SHOP).csv_gb18030()),
    ]
}

fn rows(seed: u64, lines: &[Line]) -> Rows {
    let mut draw = Draw::new(seed);
    let mut rows = Rows::new(&["月份", "科目", "流程", "金额"]);
    for quarter in 0..QUARTERS {
        for month in months(quarter) {
            for (account, process, base) in lines {
                let growth = 1000 + 4 * quarter as i64 + draw.whole(-20, 21);
                rows.push(vec![
                    text(Some(month), "%Y-%m-%d"),
                    (*account).to_owned(),
                    (*process).to_owned(),
                    yuan(base * growth / 1000),
                ]);
            }
        }
    }
    rows
}
