use super::*;
use crate::intake::inspect::inspect;
use encoding_rs::{BIG5, EUC_JP, EUC_KR, GB18030, SHIFT_JIS, WINDOWS_1250, WINDOWS_1251, WINDOWS_1252};

fn asked(bytes: &[u8], configured: Option<&str>, names: &[&str], zone: &str) -> Result<Decoding, WrongEncoding> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("file.csv");
    std::fs::write(&path, bytes).unwrap();
    let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    let known = Known {
        found: &inspect(&path).unwrap(),
        configured: configured.and_then(Encoding::named),
        declared: None,
        names: &names,
        zone: zone.parse().unwrap(),
    };
    decide(&known, || Ok(bytes)).unwrap()
}

fn decided(bytes: &[u8], configured: Option<&str>) -> Result<String, WrongEncoding> {
    asked(bytes, configured, &[], "Etc/UTC").map(|decoding| decoding.encoding.label())
}

fn in_encoding(text: &str, rules: &'static encoding_rs::Encoding) -> Vec<u8> {
    rules.encode(text).0.into_owned()
}

#[test]
fn tells_utf8_from_gb18030() {
    let text = "工单号,渠道\n1,电话\n2,微信\n";
    let gb = in_encoding(text, GB18030);
    assert_eq!(decided(text.as_bytes(), None).unwrap(), "utf-8");
    assert_eq!(decided(&gb, None).unwrap(), "gb18030");
    assert_eq!(decided(&gb, Some("gbk")).unwrap(), "gb18030");
    let wrong = decided(&gb, Some("utf8")).unwrap_err();
    assert_eq!((wrong.line, wrong.column), (Some(1), Some(1)));
    assert_eq!(wrong.hint, "write `encoding: gb18030`");
    let wrong = decided(text.as_bytes(), Some("gb18030")).unwrap_err();
    assert_eq!(wrong.message, "the file is UTF-8, but the mapping says `encoding: gb18030`");
}

#[test]
fn other_encodings_are_told_by_their_text() {
    for (text, rules, label) in [
        ("id,name\n1,Müller\n2,Café noir\n3,Größe\n", WINDOWS_1252, "windows-1252"),
        ("id,temp\n1,25 °C\n2,€ 12\n3,it’s “ok”\n", WINDOWS_1252, "windows-1252"),
        ("id,canal\n1,Téléphone\n2,père\n3,reçu\n", WINDOWS_1252, "windows-1252"),
        ("id,stan\n1,zgłoszenie\n2,użytkownik\n3,przesyłka zaginęła\n", WINDOWS_1250, "windows-1250"),
        ("id,канал\n1,Телефон\n2,Закрыто\n3,Почта\n", WINDOWS_1251, "windows-1251"),
        ("編號,管道\n1,電話\n2,客服單號\n3,已解決\n", BIG5, "big5"),
        ("番号,経路\n1,電話\n2,メール\n3,解決済み\n", SHIFT_JIS, "shift_jis"),
        ("番号,経路\n1,電話\n2,メール\n3,解決済みです\n", EUC_JP, "euc-jp"),
        ("번호,경로\n1,전화\n2,이메일\n3,해결됨\n4,접수 번호\n", EUC_KR, "euc-kr"),
    ] {
        assert_eq!(decided(&in_encoding(text, rules), None).as_deref(), Ok(label), "{text}");
    }
}

#[test]
fn utf_16_is_known_by_its_mark_or_its_zeros() {
    let text = "id,渠道\n1,phone\n";
    let mut little = vec![0xFF, 0xFE];
    little.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
    assert_eq!(decided(&little, None).unwrap(), "utf-16le");
    assert_eq!(decided(&little[2..], None).unwrap(), "utf-16le");
    let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    assert_eq!(decided(&big, None).unwrap(), "utf-16be");
    assert_eq!(decided(&little, Some("utf-16")).unwrap(), "utf-16le");
    let wrong = decided(&little, Some("utf-8")).unwrap_err();
    assert_eq!(wrong.message, "the file is UTF-16, but the mapping says `encoding: utf-8`");
}

#[test]
fn one_damaged_line_does_not_change_the_encoding() {
    let mut bytes = "编号,渠道\n1,电话\n2,微信\n3,门店\n".as_bytes().to_vec();
    bytes.extend_from_slice(b"4,\xE7\x94\n");
    assert_eq!(decided(&bytes, None).unwrap(), "utf-8");
}

#[test]
fn two_readings_are_refused_unless_something_settles_them() {
    let bytes = in_encoding("id,status\n1,待处理\n", GB18030);
    let wrong = decided(&bytes, None).unwrap_err();
    assert_eq!((wrong.line, wrong.column), (Some(2), Some(3)));
    assert_eq!(wrong.message, "the text of the file is EUC-KR (`덤뇹잿`) or GB18030 (`待处理`)");
    assert_eq!(wrong.hint, "write `encoding: euc-kr` or `encoding: gb18030`");
    let label = |decoding: Decoding| decoding.encoding.label();
    assert_eq!(asked(&bytes, None, &[], "Asia/Shanghai").map(label).unwrap(), "gb18030");
    assert_eq!(asked(&bytes, None, &["待处理"], "Etc/UTC").map(label).unwrap(), "gb18030");
    assert_eq!(decided(&bytes, Some("gb18030")).unwrap(), "gb18030");
    let french = in_encoding("id,lien\n1,père\n", WINDOWS_1252);
    let wrong = asked(&french, None, &[], "Europe/Warsaw").unwrap_err();
    assert_eq!(wrong.message, "the text of the file is Windows-1252 (`père`) or ISO-8859-2 (`pčre`)");
    assert_eq!(asked(&french, None, &[], "Europe/Paris").map(label).unwrap(), "windows-1252");
}

#[test]
fn a_configured_encoding_is_held_against_the_text() {
    let text = "id,name\n1,Müller\n";
    let wrong = decided(text.as_bytes(), Some("windows-1252")).unwrap_err();
    assert_eq!(wrong.message, "the file is UTF-8, but the mapping says `encoding: windows-1252`");
    assert_eq!(decided(&in_encoding(text, WINDOWS_1252), Some("latin1")).unwrap(), "windows-1252");
    let wrong = decided(&in_encoding(text, WINDOWS_1252), Some("euc-kr")).unwrap_err();
    assert_eq!(wrong.message, "the file is not EUC-KR, as the mapping says");
    assert_eq!(wrong.hint, "write `encoding: windows-1252`, or remove it");
    assert_eq!(decided(b"id\n1\n", Some("windows-1252")).unwrap(), "windows-1252");
}
