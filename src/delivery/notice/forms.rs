//! A notice in the forms that robots of chats take, and what their answers mean.

use super::Notice;
use super::http::Answer;
use crate::config::NoticeForm;
use crate::delivery::courier::one_line;
use crate::domain::{Instant, Zone};
use serde_json::{Value, json};

/// Bytes of text that 企业微信 takes.
const WECOM: usize = 2_048;
/// Bytes of text that the others take with ease.
const OTHERS: usize = 15_000;

/// The JSON of a notice; a signature is that of 飞书, with its time in seconds.
pub(super) fn body(form: NoticeForm, notice: &Notice, signature: Option<(i64, String)>) -> Value {
    let lines = notice.lines();
    let text = |most: usize| cut(&lines.join("\n"), most);
    match form {
        NoticeForm::Generic => generic(notice),
        NoticeForm::Wecom => json!({ "msgtype": "text", "text": { "content": text(WECOM) } }),
        NoticeForm::Dingtalk => json!({ "msgtype": "text", "text": { "content": text(OTHERS) } }),
        NoticeForm::Feishu => {
            // `<at …>` would call people.
            let text = text(OTHERS).replace('<', "‹");
            let mut body = json!({ "msg_type": "text", "content": { "text": text } });
            if let Some((seconds, sign)) = signature {
                body["timestamp"] = seconds.to_string().into();
                body["sign"] = sign.into();
            }
            body
        }
        NoticeForm::Slack => {
            json!({ "text": text(OTHERS).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;") })
        }
        NoticeForm::Teams => teams(&cut(&lines.join("\n"), OTHERS)),
    }
}

fn generic(notice: &Notice) -> Value {
    let counts: serde_json::Map<String, Value> =
        notice.counts.iter().map(|(name, count)| (name.replace(' ', "_"), json!(count))).collect();
    let report = |one: &super::Item| {
        let reasons: Vec<String> = one.reasons.iter().map(|reason| super::without_addresses(reason)).collect();
        json!({ "report": one.report, "period": one.period, "status": one.status, "reasons": reasons })
    };
    json!({
        "program": "quarterdeck",
        "version": env!("CARGO_PKG_VERSION"),
        "command": notice.command,
        "at": stamp(notice.at),
        "counts": counts,
        "reports": notice.items.iter().map(report).collect::<Vec<_>>(),
        "text": cut(&notice.lines().join("\n"), OTHERS),
    })
}

/// A card: each line as it is, none taken for Markdown.
fn teams(text: &str) -> Value {
    let run = |line: &str| json!({ "type": "RichTextBlock", "inlines": [{ "type": "TextRun", "text": line }] });
    let card = json!({
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "body": text.lines().map(run).collect::<Vec<_>>(),
    });
    json!({
        "type": "message",
        "attachments": [{ "contentType": "application/vnd.microsoft.card.adaptive", "contentUrl": null, "content": card }],
    })
}

/// An instant as it is printed.
pub(super) fn stamp(at: Instant) -> String {
    at.in_zone(Zone::utc()).to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
}

/// A text of no more bytes than that; what is cut off is said.
fn cut(text: &str, most: usize) -> String {
    const MORE: &str = "\n… (more in run.json and events.ndjson)";
    if text.len() <= most {
        return text.to_owned();
    }
    let room = most - MORE.len();
    let end = (0..=room).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    format!("{}{MORE}", &text[..end])
}

/// Whether a robot took the notice: several say no with status 200.
///
/// # Errors
/// What it said.
pub(super) fn taken(form: NoticeForm, answer: &Answer) -> Result<(), String> {
    let said = one_line(&String::from_utf8_lossy(&answer.body));
    let said: String = said.chars().take(200).collect();
    if !(200..300).contains(&answer.status) {
        return Err(format!("HTTP {}: {said}", answer.status));
    }
    let value: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
    let code = match form {
        NoticeForm::Wecom | NoticeForm::Dingtalk => value["errcode"].as_i64(),
        NoticeForm::Feishu => value["code"].as_i64().or_else(|| value["StatusCode"].as_i64()),
        NoticeForm::Generic | NoticeForm::Slack | NoticeForm::Teams => Some(0),
    };
    if code == Some(0) { Ok(()) } else { Err(format!("it answers: {said}")) }
}

#[cfg(test)]
mod tests {
    use super::super::Item;
    use super::*;

    fn notice(reason: &str) -> Notice {
        Notice {
            command: "run".to_owned(),
            at: Instant(0),
            counts: vec![("made", 2), ("not tried", 1)],
            items: vec![Item {
                report: "telecom".to_owned(),
                period: "2026-Q3".to_owned(),
                status: "held",
                reasons: vec![reason.to_owned()],
            }],
        }
    }

    #[test]
    fn every_form_says_the_same() {
        let all = [
            (NoticeForm::Generic, "/text"),
            (NoticeForm::Wecom, "/text/content"),
            (NoticeForm::Dingtalk, "/text/content"),
            (NoticeForm::Feishu, "/content/text"),
            (NoticeForm::Slack, "/text"),
        ];
        for (form, at) in all {
            let body = body(form, &notice("tickets: few rows"), None);
            let text = body.pointer(at).and_then(Value::as_str).expect("a text");
            assert_eq!(
                text, "Quarterdeck run: 2 made, 1 not tried\ntelecom 2026-Q3: held\n- tickets: few rows",
                "{form:?}"
            );
        }
        let teams = body(NoticeForm::Teams, &notice("x"), None);
        assert_eq!(teams["attachments"][0]["content"]["body"].as_array().map(Vec::len), Some(3));
    }

    #[test]
    fn nobody_is_called_and_nothing_is_marked_up() {
        let text = "<!channel> <at user_id=\"all\"> & more";
        assert_eq!(
            body(NoticeForm::Slack, &notice(text), None)["text"].as_str().map(|text| text.contains('<')),
            Some(false)
        );
        let feishu = body(NoticeForm::Feishu, &notice(text), Some((7, "s".to_owned())));
        assert!(!feishu["content"]["text"].as_str().unwrap().contains('<'));
        assert_eq!((feishu["timestamp"].as_str(), feishu["sign"].as_str()), (Some("7"), Some("s")));
    }

    #[test]
    fn long_notices_keep_to_what_is_taken() {
        let body = body(NoticeForm::Wecom, &notice(&"中".repeat(2_000)), None);
        let text = body["text"]["content"].as_str().unwrap();
        assert!(text.len() <= WECOM && text.ends_with("events.ndjson)"), "{}", text.len());
    }

    #[test]
    fn a_refusal_with_status_200_is_one() {
        let answer = |status, text: &str| Answer { status, body: text.as_bytes().to_vec() };
        for (form, good, bad) in [
            (NoticeForm::Wecom, "{\"errcode\":0,\"errmsg\":\"ok\"}", "{\"errcode\":93000}"),
            (NoticeForm::Dingtalk, "{\"errcode\":0}", "{\"errcode\":310000,\"errmsg\":\"sign not match\"}"),
            (NoticeForm::Feishu, "{\"code\":0}", "{\"code\":19021}"),
        ] {
            assert_eq!(taken(form, &answer(200, good)), Ok(()));
            assert!(taken(form, &answer(200, bad)).is_err() && taken(form, &answer(200, "")).is_err(), "{form:?}");
        }
        assert_eq!(taken(NoticeForm::Slack, &answer(200, "ok")), Ok(()));
        assert_eq!(taken(NoticeForm::Slack, &answer(403, "invalid_token")), Err("HTTP 403: invalid_token".to_owned()));
    }
}
