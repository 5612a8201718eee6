//! Takes out of a comment what tells who wrote it or whom it is about: e-mail addresses, telephone and
//! other long numbers, names after or before a title, and names that are known.
//!
//! Rather takes out too much than too little. What is taken out leaves a mark in its place.

/// Stands for an e-mail address.
pub const EMAIL: &str = "⟨email⟩";
/// Stands for a telephone or other long number.
pub const NUMBER: &str = "⟨number⟩";
/// Stands for a name.
pub const NAME: &str = "⟨name⟩";

/// Digits from which a run of digits counts as a telephone number, an account or an identity card.
const LONG: usize = 7;
/// Common Chinese family names.
const FAMILY: &str = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤";
/// Family names of two characters.
const COMPOUND: [&str; 6] = ["欧阳", "上官", "司马", "诸葛", "司徒", "皇甫"];
/// What follows a family name or a name.
const TITLES: [&str; 14] =
    ["先生", "女士", "小姐", "经理", "老师", "师傅", "工程师", "主管", "总监", "主任", "同学", "阿姨", "大姐", "顾问"];
/// What stands before a name.
const BEFORE: [&str; 9] = ["客服", "坐席", "专员", "联系人", "我叫", "我是", "姓名", "工号", "接线员"];
/// What begins like a name but is a word.
const WORDS: [&str; 25] = [
    "谢谢", "高效", "高峰", "马上", "马虎", "方便", "安排", "温和", "周到", "周末", "周期", "周一", "周二", "周三",
    "周四", "周五", "任何", "何时", "于是", "余额", "金额", "万分", "全部", "向来", "程度",
];
/// What ends a given name.
const STOPS: &str = "很的了是在也都太真和就给说解处回帮把非态服一不有让向对跟，。！？；：、,.!? ";
/// English titles and phrases before a name.
const ENGLISH: [&str; 11] =
    ["mr", "mrs", "ms", "miss", "dr", "prof", "name is", "named", "agent", "colleague", "call me"];

/// The comment without what identifies people; `names` are names that are known, such as agents'.
pub fn anonymous(comment: &str, names: &[String]) -> String {
    let mut text: String = comment.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    for name in names.iter().filter(|name| name.chars().count() > 1) {
        text = text.replace(name.as_str(), NAME);
    }
    let text = without_emails(&text);
    let text = without_numbers(&text);
    let text = without_chinese_names(&text);
    let text = without_english_names(&text);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn without_emails(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '+' | '%');
    let mut kept = String::new();
    let mut at = 0;
    while at < chars.len() {
        let end = (at..chars.len()).find(|end| !part(chars[*end])).unwrap_or(chars.len());
        if end > at && chars.get(end).is_some_and(|c| matches!(c, '@' | '＠')) {
            at = (end + 1..chars.len()).find(|end| !part(chars[*end])).unwrap_or(chars.len());
            kept.push_str(EMAIL);
        } else {
            let end = end.max(at + 1);
            kept.extend(&chars[at..end]);
            at = end;
        }
    }
    kept
}

/// Runs of digits with the marks that stand between digits of a telephone number.
fn without_numbers(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let between = |c: char| matches!(c, '-' | ' ' | '(' | ')' | '.' | '+' | '–' | '—');
    let mut kept = String::new();
    let mut at = 0;
    while at < chars.len() {
        if !chars[at].is_numeric() && chars[at] != '+' {
            kept.push(chars[at]);
            at += 1;
            continue;
        }
        let mut end = at;
        while end < chars.len() && (chars[end].is_numeric() || between(chars[end])) {
            end += 1;
        }
        while end > at && between(chars[end - 1]) && chars[end - 1] != ')' {
            end -= 1;
        }
        let end = end.max(at + 1);
        if chars[at..end].iter().filter(|c| c.is_numeric()).count() >= LONG {
            kept.push_str(NUMBER);
        } else {
            kept.extend(&chars[at..end]);
        }
        at = end;
    }
    kept
}

fn without_chinese_names(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut kept = String::new();
    let mut at = 0;
    while at < chars.len() {
        match chinese_name(&chars, at, &kept) {
            Some(length) => {
                kept.push_str(NAME);
                at += length;
            }
            None => {
                kept.push(chars[at]);
                at += 1;
            }
        }
    }
    kept
}

/// Length of a name that begins here.
fn chinese_name(chars: &[char], at: usize, before: &str) -> Option<usize> {
    let rest: String = chars[at..].iter().take(8).collect();
    let thanks = chars[at] == '谢' && before.ends_with('谢');
    if thanks || WORDS.iter().any(|word| rest.starts_with(word)) {
        return None;
    }
    let family = match COMPOUND.iter().any(|family| rest.starts_with(family)) {
        true => 2,
        false if FAMILY.contains(chars[at]) => 1,
        false => return None,
    };
    let titled = (family..=family + 2).find(|length| {
        let after: String = rest.chars().skip(*length).collect();
        TITLES.iter().any(|title| after.starts_with(title))
            && rest.chars().skip(family).take(length - family).all(|c| !STOPS.contains(c))
    });
    if titled.is_some() {
        return titled;
    }
    let trimmed = before.trim_end_matches([' ', '：', ':', '“', '"']);
    if !BEFORE.iter().any(|word| trimmed.ends_with(word)) {
        return None;
    }
    let given = chars[at + family..].iter().take(2).take_while(|c| !STOPS.contains(**c) && is_han(**c)).count();
    (given > 0).then_some(given + family)
}

fn is_han(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

/// Capitalised words after a title or a phrase that announces a name.
fn without_english_names(text: &str) -> String {
    let mut kept: Vec<String> = Vec::new();
    let mut names_left = 0;
    for word in text.split(' ') {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        let capital = bare.chars().next().is_some_and(char::is_uppercase) && bare.is_ascii();
        if names_left > 0 && capital {
            if kept.last().is_none_or(|last| last != NAME) {
                kept.push(NAME.to_owned());
            }
            let tail: String = word.chars().rev().take_while(|c| !c.is_alphanumeric()).collect();
            let tail: String = tail.chars().rev().collect();
            names_left = if tail.is_empty() { names_left - 1 } else { 0 };
            if let Some(last) = kept.last_mut().filter(|_| !tail.is_empty()) {
                last.push_str(&tail);
            }
            continue;
        }
        kept.push(word.to_owned());
        let said = kept.iter().rev().take(2).rev().cloned().collect::<Vec<_>>().join(" ").to_lowercase();
        let said = said.trim_end_matches(['.', ':', ',']);
        let announced = |phrase: &str| said == phrase || said.ends_with(&format!(" {phrase}"));
        names_left = if ENGLISH.iter().any(|phrase| announced(phrase)) { 2 } else { 0 };
    }
    kept.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clean(comment: &str) -> String {
        anonymous(comment, &["赵铁柱".to_owned()])
    }

    #[test]
    fn addresses_and_numbers_go() {
        assert_eq!(clean("write to li.ming+x@mail.example.com please"), "write to ⟨email⟩ please");
        assert_eq!(clean("邮箱：wang_1@qq.com，谢谢"), "邮箱：⟨email⟩，谢谢");
        assert_eq!(clean("请打13800138000。"), "请打⟨number⟩。");
        assert_eq!(clean("call +86 (10) 6234-5678 now"), "call ⟨number⟩ now");
        assert_eq!(clean("身份证 110101199003071234"), "身份证 ⟨number⟩");
        assert_eq!(clean("等了 3 天，打了 12 次，订单 2026"), "等了 3 天，打了 12 次，订单 2026");
    }

    #[test]
    fn names_go() {
        assert_eq!(clean("客服李明很专业"), "客服⟨name⟩很专业");
        assert_eq!(clean("谢谢王女士和欧阳老师"), "谢谢⟨name⟩女士和⟨name⟩老师");
        assert_eq!(clean("联系人陈先生一直占线"), "联系人⟨name⟩先生一直占线");
        assert_eq!(clean("张小凡师傅上门很快"), "⟨name⟩师傅上门很快");
        assert_eq!(clean("赵铁柱态度好"), "⟨name⟩态度好");
        assert_eq!(clean("Ms. Zhang Wei was great. Thanks"), "Ms. ⟨name⟩ was great. Thanks");
        assert_eq!(clean("My name is John Smith, call me"), "My name is ⟨name⟩, call me");
    }

    #[test]
    fn ordinary_words_stay() {
        for comment in [
            "客服马上回复",
            "客服高效",
            "金额不对，周末没人",
            "Support answered within minutes",
            "同一个问题打了三次电话",
        ] {
            assert_eq!(clean(comment), comment);
        }
    }

    #[test]
    fn control_characters_and_breaks_become_spaces() {
        assert_eq!(clean("a\u{1b}[31m\n\n# b"), "a [31m # b");
    }
}
