//! Takes out of a comment what tells who wrote it or whom it is about: e-mail addresses, telephone and
//! other long numbers, accounts and number plates, street addresses, names after or before a title or a
//! greeting, capitalised names in a row, and names that are known.
//!
//! Rather takes out too much than too little. What is taken out leaves a mark in its place.

/// Stands for an e-mail address.
pub const EMAIL: &str = "⟨email⟩";
/// Stands for a telephone or other long number.
pub const NUMBER: &str = "⟨number⟩";
/// Stands for a name.
pub const NAME: &str = "⟨name⟩";

/// Stands for a street address.
pub const ADDRESS: &str = "⟨address⟩";

/// Digits from which a run of digits counts as a telephone number, an account or an identity card.
const LONG: usize = 7;
/// Digits and characters from which letters and digits together count as an account, a plate or a pass.
const ACCOUNT: (usize, usize) = (4, 6);
/// What a street's name ends with, before the number of the house.
const STREETS: &str = "路街道巷弄里村";
/// What stands between and after the numbers of an address.
const HOUSES: &str = "号栋楼单元室层弄座幢";
/// Characters of an address before the number of the house, at most.
const PLACE: usize = 20;
/// Common Chinese family names.
const FAMILY: &str = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤";
/// Family names of two characters.
const COMPOUND: [&str; 6] = ["欧阳", "上官", "司马", "诸葛", "司徒", "皇甫"];
/// What follows a family name or a name.
const TITLES: [&str; 14] =
    ["先生", "女士", "小姐", "经理", "老师", "师傅", "工程师", "主管", "总监", "主任", "同学", "阿姨", "大姐", "顾问"];
/// What stands before a name.
const BEFORE: [&str; 12] =
    ["客服", "坐席", "专员", "联系人", "我叫", "我是", "姓名", "工号", "接线员", "代表", "人员", "同事"];
/// What makes a family name familiar, and what makes it none.
const FAMILIAR: &str = "小老阿";
const NOT_FAMILIAR: &str = "大从很太最不";
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

/// English words after which a single capitalised word is a name.
const GREETINGS: [&str; 10] =
    ["thanks", "thank you", "regards", "cheers", "hi", "hello", "dear", "spoke to", "talked to", "call"];

/// The comment without what identifies people; `names` are names that are known, such as agents'.
pub fn anonymous(comment: &str, names: &[String]) -> String {
    let mut text: String = comment.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    for name in names.iter().filter(|name| name.chars().count() > 1) {
        text = text.replace(name.as_str(), NAME);
    }
    let text = without_emails(&text);
    let text = without_accounts(&text);
    let text = without_addresses(&text);
    let text = without_numbers(&text);
    let text = without_chinese_names(&text);
    let text = without_english_names(&text);
    let text = without_capitalised(&text);
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

/// Letters and digits in one word, such as `wxid_ab1234`, 京`A12345` or `E12345678`.
fn without_accounts(text: &str) -> String {
    let part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    let account = |word: &str| {
        let digits = word.chars().filter(char::is_ascii_digit).count();
        let letters = word.chars().any(|c| c.is_ascii_alphabetic() || c == '_');
        letters && digits >= ACCOUNT.0 && word.len() >= ACCOUNT.1
    };
    let mut kept = String::new();
    let mut rest = text;
    while let Some(start) = rest.find(part) {
        kept.push_str(&rest[..start]);
        let end = rest[start..].find(|c| !part(c)).map_or(rest.len(), |length| start + length);
        let word = &rest[start..end];
        kept.push_str(if account(word) { NUMBER } else { word });
        rest = &rest[end..];
    }
    kept + rest
}

/// A street with the number of a house, what stands before it up to the next mark, and what follows it.
fn without_addresses(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut kept: Vec<char> = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let digits = chars[at..].iter().take_while(|c| c.is_numeric()).count();
        let street = kept.last().is_some_and(|c| STREETS.contains(*c));
        let house = chars.get(at + digits).is_some_and(|c| HOUSES.contains(*c));
        if digits == 0 || !street || !house {
            kept.push(chars[at]);
            at += 1;
            continue;
        }
        let before = kept.iter().rev().take(PLACE).take_while(|c| is_han(**c) || c.is_numeric()).count();
        kept.truncate(kept.len() - before);
        kept.extend(ADDRESS.chars());
        at += chars[at..].iter().take_while(|c| c.is_numeric() || HOUSES.contains(**c)).count();
    }
    kept.into_iter().collect()
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
    if FAMILIAR.contains(chars[at]) {
        let mut after = chars[at + 1..].iter();
        let family = after.next().is_some_and(|c| FAMILY.contains(*c));
        let ends = after.next().is_none_or(|c| STOPS.contains(*c) || !is_han(*c));
        let other = before.chars().next_back().is_some_and(|c| NOT_FAMILIAR.contains(c));
        return (family && ends && !other).then_some(2);
    }
    let given =
        |family: usize| chars[at + family..].iter().take(2).take_while(|c| !STOPS.contains(**c) && is_han(**c)).count();
    let compound = COMPOUND.iter().any(|family| rest.starts_with(family));
    let family = match compound {
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
    if compound && given(2) > 0 {
        return Some(2 + given(2));
    }
    let trimmed = before.trim_end_matches([' ', '：', ':', '“', '"']);
    if trimmed.ends_with('姓') && !trimmed.ends_with("百姓") {
        return Some(family);
    }
    if !BEFORE.iter().any(|word| trimmed.ends_with(word)) {
        return None;
    }
    (given(family) > 0).then(|| given(family) + family)
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
        let announced = |said: &str, phrase: &str| said == phrase || said.ends_with(&format!(" {phrase}"));
        let titled = said.trim_end_matches(['.', ':', ',']);
        let greeted = said.trim_end_matches([':', ',', '!']);
        let named = ENGLISH.iter().any(|phrase| announced(titled, phrase))
            || GREETINGS.iter().any(|phrase| announced(greeted, phrase));
        names_left = if named { 2 } else { 0 };
    }
    kept.join(" ")
}

/// Two or more capitalised words in a row are the name of a person (or of a firm, which is no loss).
fn without_capitalised(text: &str) -> String {
    let words: Vec<&str> = text.split(' ').collect();
    let mut kept: Vec<String> = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let run = words[at..].iter().take_while(|word| is_capitalised(word)).count();
        // A mark after a word ends the name.
        let ended = words[at..at + run].iter().position(|word| !word.ends_with(char::is_alphanumeric));
        let run = ended.map_or(run, |last| last + 1);
        if run < 2 {
            kept.push(words[at].to_owned());
            at += 1;
            continue;
        }
        let last = words[at + run - 1];
        kept.push(format!("{NAME}{}", &last[last.trim_end_matches(|c: char| !c.is_alphanumeric()).len()..]));
        at += run;
    }
    kept.join(" ")
}

fn is_capitalised(word: &str) -> bool {
    let bare = word.trim_end_matches(|c: char| !c.is_alphanumeric());
    let mut letters = bare.chars();
    letters.next().is_some_and(|c| c.is_ascii_uppercase())
        && bare.chars().any(|c| c.is_ascii_lowercase())
        && letters.all(|c| c.is_ascii_alphabetic() || matches!(c, '\'' | '’' | '-'))
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
    fn accounts_plates_and_street_addresses_go() {
        assert_eq!(clean("微信号wxid_abc12345联系我"), "微信号⟨number⟩联系我");
        assert_eq!(clean("车牌京A12345被拖走"), "车牌京⟨number⟩被拖走");
        assert_eq!(clean("护照号E12345678丢了"), "护照号⟨number⟩丢了");
        assert_eq!(clean("地址：北京市朝阳区建国路88号1号楼502室，没人来"), "地址：⟨address⟩，没人来");
        assert_eq!(clean("iPhone15 换了 2 次，V5 好用"), "iPhone15 换了 2 次，V5 好用");
    }

    #[test]
    fn names_without_a_title_go() {
        assert_eq!(clean("客服小王态度差，老李很好"), "客服⟨name⟩态度差，⟨name⟩很好");
        assert_eq!(clean("欧阳锋很生气"), "⟨name⟩很生气");
        assert_eq!(clean("客服代表 陈晓红 很专业"), "客服代表 ⟨name⟩ 很专业");
        assert_eq!(clean("我姓刘，是老百姓"), "我姓⟨name⟩，是老百姓");
        assert_eq!(clean("Sarah O'Connor was rude to me"), "⟨name⟩ was rude to me");
        assert_eq!(clean("Please call Mary Jones, thanks, Peter."), "Please call ⟨name⟩, thanks, ⟨name⟩.");
        assert_eq!(clean("I asked Wang Wei. Nobody came"), "I asked ⟨name⟩. Nobody came");
    }

    #[test]
    fn ordinary_words_stay() {
        for comment in [
            "客服马上回复",
            "客服高效",
            "小程序打不开，等了三个小时",
            "老问题很小，从小方便",
            "I waited. Nobody called. The API broke",
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
