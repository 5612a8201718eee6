//! The themes of a client who names none.

use crate::config::CommentTheme;
use crate::domain::Localized;

/// Chinese name, English name, keywords in both languages, separated by spaces.
const THEMES: [(&str, &str, &str); 8] = [
    (
        "等待与响应速度",
        "Waiting and speed",
        "等了 等待 等太久 没人接 没人回 无人 回复 响应 及时 拖延 wait slow reply response answer",
    ),
    ("问题解决", "Problem solving", "解决 没修好 又坏 反复 重复 三次 多次 solved fix still resolved repeatedly"),
    (
        "人员专业与态度",
        "Expertise and attitude",
        "专业 态度 耐心 热情 礼貌 friendly polite rude patient professional helpful",
    ),
    ("机器人与自助", "Bots and self-service", "机器人 自助 智能客服 转人工 bot self-service chatbot"),
    ("退款与售后", "Refunds and returns", "退款 退货 换货 退换 赔付 refund return exchange"),
    ("物流与上门", "Delivery and visits", "发货 物流 快递 配送 上门 delivery shipping courier visit"),
    ("产品质量与包装", "Product quality and packing", "质量 故障 损坏 包装 瑕疵 broken defect quality bug packing"),
    ("价格与账单", "Price and billing", "价格 太贵 收费 账单 发票 扣费 price expensive bill invoice charge"),
];

/// The built-in themes.
pub(super) fn usual() -> Vec<CommentTheme> {
    let theme = |(zh, en, keywords): (&str, &str, &str)| CommentTheme {
        name: Localized { zh_cn: zh.to_owned(), en: en.to_owned() },
        keywords: keywords.split(' ').map(str::to_owned).collect(),
    };
    THEMES.into_iter().map(theme).collect()
}
