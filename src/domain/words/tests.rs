use super::lists::{FILES, WordFile, key};
use super::*;
use std::collections::BTreeMap;

#[test]
fn a_word_stands_once_and_means_one_thing() {
    let mut wrong = Vec::new();
    for vocabulary in Vocabulary::ALL {
        let mut seen: BTreeMap<String, String> = BTreeMap::new();
        let meant: BTreeMap<String, &str> =
            meanings(vocabulary).into_iter().map(|one| (key(vocabulary, one), one)).collect();
        for (name, text) in FILES {
            for (meaning, words) in WordFile::parse(name, text).meanings(vocabulary) {
                for word in words {
                    let here = format!("{name}: {}.{meaning}: `{word}`", vocabulary.name());
                    let folded = key(vocabulary, word);
                    if meant.get(&folded).is_some_and(|other| other != meaning) {
                        wrong.push(format!("{here} is the name of another meaning"));
                    }
                    if folded.is_empty() {
                        wrong.push(format!("{here} is nothing but punctuation"));
                    } else if let Some(there) = seen.insert(folded, here.clone()) {
                        wrong.push(format!("{here} stands also at {there}"));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_language_speaks_of_the_same_meanings() {
    let known: BTreeMap<Vocabulary, Vec<&str>> =
        Vocabulary::ALL.into_iter().map(|vocabulary| (vocabulary, meanings(vocabulary))).collect();
    assert_eq!(known[&Vocabulary::Direction], ["inbound", "internal", "outbound"]);
    assert_eq!(known[&Vocabulary::Boolean], ["no", "yes"]);
    assert_eq!(known[&Vocabulary::Month].len(), 12);
    assert_eq!(known[&Vocabulary::Weekday].len(), 7);
    assert_eq!(known[&Vocabulary::Handling], ["automatic", "bot", "bot_substantive", "human", "self_service"]);
    let channels = &known[&Vocabulary::Channel];
    assert!(LIVE_CHANNELS.iter().chain(&WRITTEN_CHANNELS).all(|channel| channels.contains(channel)));
    assert!(NOT_OPEN.iter().all(|status| known[&Vocabulary::Status].contains(status)));
    assert!(Vocabulary::ALL.iter().all(|vocabulary| !known[vocabulary].contains(&UNKNOWN)));
}

#[test]
fn meanings_read_as_themselves() {
    for vocabulary in Vocabulary::ALL {
        for meaning in meanings(vocabulary) {
            assert_eq!(canonical(vocabulary, meaning), Some(meaning), "{vocabulary:?}");
        }
    }
}

fn check(vocabulary: Vocabulary, cases: &[(&str, Option<&str>)]) {
    for (text, meaning) in cases {
        assert_eq!(canonical(vocabulary, text), *meaning, "{vocabulary:?}: {text:?}");
    }
}

#[test]
fn spelling_does_not_count() {
    let inbound = Some("inbound");
    check(
        Vocabulary::Direction,
        &[
            ("Incoming", inbound),
            (" INBOUND\u{200B}", inbound),
            ("Ｉｎｂｏｕｎｄ", inbound),
            ("In-Bound", inbound),
            ("\u{FEFF}呼入", inbound),
            ("呼 入", inbound),
            ("Outgoing", Some("outbound")),
            ("ausgehend", Some("outbound")),
            ("发起", None),
            ("", None),
            ("-", None),
        ],
    );
    check(
        Vocabulary::Status,
        &[("Resolu", Some("solved")), ("re\u{301}solu", Some("solved")), ("GELOEST", Some("solved"))],
    );
}

#[test]
fn phrases_follow_their_first_word() {
    check(
        Vocabulary::Status,
        &[
            ("Closed - no response", Some("closed")),
            ("Cancelled by user", Some("cancelled")),
            ("Resolved (by agent)", Some("solved")),
            ("Closed: duplicate", Some("closed")),
            ("closed_without_reply", Some("closed")),
            ("3 - Resolved", Some("solved")),
            ("06.已关闭", Some("closed")),
            ("已关闭-超时未回复", Some("closed")),
            ("已办结（满意）", Some("closed")),
            ("Waiting for the moon", Some("pending")),
            ("Warten auf Kundin", Some("pending")),
            ("On-hold", Some("on_hold")),
            ("Not resolved", Some("open")),
            ("Closed, reopened", None),
            ("Open (closed)", None),
            ("Never closed", None),
            ("Closed beta", None),
            ("7", None),
            ("Foo", None),
        ],
    );
}

#[test]
fn statuses_are_open_or_not() {
    for status in ["new", "open", "in_progress", "pending", "on_hold", "reopened"] {
        assert_eq!(is_open(status), Some(true), "{status}");
    }
    for status in NOT_OPEN {
        assert_eq!(is_open(status), Some(false), "{status}");
    }
    assert_eq!(is_open(UNKNOWN), None);
}

#[test]
fn machines_are_no_people() {
    for (text, meaning) in [
        ("AI Agent", "bot"),
        ("Chatbot", "bot"),
        ("自动回复", "automatic"),
        ("Autoresponder", "automatic"),
        ("Auto-Reply", "automatic"),
        ("bot_substantive", "bot_substantive"),
        ("Agent", "human"),
        ("人工", "human"),
        ("自助", "self_service"),
        ("Anna Schmidt", UNKNOWN),
    ] {
        assert_eq!(staged(Vocabulary::Handling, text), meaning, "{text}");
    }
}

#[test]
fn channels_are_merged_only_when_they_are_the_same() {
    let channel = |text| canonical(Vocabulary::Channel, text);
    assert_eq!(channel("Email"), channel("e-mail"));
    assert_eq!(channel("电话"), channel("Phone"));
    assert_eq!(channel("微信"), channel("WeChat"));
    assert_ne!(channel("微信"), channel("WhatsApp"));
    assert_ne!(channel("Portal"), channel("Web form"));
    assert_eq!(channel("carrier pigeon"), None);
}

#[test]
fn vocabularies_are_called_what_the_files_call_them() {
    for vocabulary in Vocabulary::ALL {
        let heading = format!("\n{}:\n", vocabulary.name());
        assert!(FILES.iter().any(|(_, text)| text.contains(&heading)), "{vocabulary:?}");
    }
}

#[test]
fn only_some_vocabularies_have_phrases() {
    check(
        Vocabulary::Direction,
        &[("Inbound (sales)", Some("inbound")), ("Inbound - incoming", Some("inbound")), ("Inbound - outbound", None)],
    );
    check(Vocabulary::Status, &[("Closed (solved)", Some("closed")), ("2 - Open by mail", Some("open"))]);
    check(Vocabulary::Boolean, &[("yes", Some("yes")), ("Yes (perhaps)", None), ("1 - yes", None)]);
    check(Vocabulary::Channel, &[("Phone", Some("phone")), ("Phone (later)", None)]);
}

#[test]
fn small_words() {
    assert_eq!(
        (boolean("Ja"), boolean("否"), boolean("✓"), boolean("off")),
        (Some(true), Some(false), Some(true), Some(false))
    );
    assert_eq!(boolean("maybe"), None);
    assert_eq!((month("Jan."), month("März"), month("août"), month("十二月")), (Some(1), Some(3), Some(8), Some(12)));
    assert_eq!((weekday("Wed"), weekday("周日"), weekday("（水）")), (Some(3), Some(7), Some(3)));
    assert_eq!(
        (unit_micros("hrs"), unit_micros("分钟"), unit_micros("ms")),
        (Some(3_600_000_000), Some(60_000_000), Some(1_000))
    );
}

#[test]
fn missing_words_keep_their_punctuation() {
    for text in ["NULL", "None", "N/A", "#N/A", "-", "--", " — ", "无", "（空）", "(blank)", "k. A.", "NaN", "\\N"]
    {
        assert!(is_missing(text), "{text}");
    }
    for text in ["0", "", "n-a", "no", "none of these", "A-"] {
        assert!(!is_missing(text), "{text}");
    }
}

#[test]
fn totals_are_recognised_in_phrases() {
    for text in [
        "Total",
        "Grand Total:",
        "合计",
        "小 计",
        "合计：40",
        "Labour Total",
        "华东 汇总",
        "Zwischensumme",
        "Summe (EUR)",
    ] {
        assert!(is_total(text), "{text}");
    }
    for text in ["Totally", "Labour", "Consumption", "汇总表费用", ""] {
        assert!(!is_total(text), "{text}");
    }
}

#[test]
fn averages_and_labels_that_begin_with_a_total_are_recognised() {
    for text in ["Average", "平均", "Team average", "北区 平均值", "Durchschnitt (Stunden)"] {
        assert!(is_average(text), "{text}");
    }
    for text in ["Total", "Averages of all teams", "Labour", "全部", ""] {
        assert!(!is_average(text), "{text}");
    }
    for text in ["Total costs", " Summe Personal", "Alle Teams", "-合计 人工"] {
        assert!(begins_with_total(text), "{text}");
    }
    for text in ["Labour Total", "Totally new", "人工", "", " - "] {
        assert!(!begins_with_total(text), "{text}");
    }
}

#[test]
fn ids_that_stand_for_nobody_are_told_from_others() {
    for text in ["guest", "GUEST", "散客", "0", "0000"] {
        assert!(is_nobody(text), "{text}");
    }
    for text in ["K-1001", "100", "Ann", "00A"] {
        assert!(!is_nobody(text), "{text}");
    }
}

#[test]
fn a_label_says_no_reason_or_one() {
    for label in ["unknown", "其他", "Unknown "] {
        assert!(is_unstated(label), "{label}");
    }
    for label in ["slow reply", "价格", ""] {
        assert!(!is_unstated(label), "{label}");
    }
}

#[test]
fn the_label_of_an_answer_praises_or_not() {
    for (label, good) in [
        ("1 - very good", Some(true)),
        ("sehr schlecht (5)", Some(false)),
        ("5 非常滿意", Some(true)),
        ("3", None),
        ("blue", None),
    ] {
        assert_eq!(praises(label), good, "{label}");
    }
}
