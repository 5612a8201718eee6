//! Archives, and JSON documents.

use super::kinds::{CALLS, archive, calls, of, told};
use super::{Project, column, rejects};
use crate::domain::Table;
use std::io::Write;

#[test]
fn packed_files_are_unpacked() {
    let text = "call_id,started_at,wait,talk,share,queue\n1,2026-07-03,,,,电话\n";
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gzip.write_all(text.as_bytes()).unwrap();
    let staged = calls("calls.csv.gz", &gzip.finish().unwrap());
    assert_eq!(
        (of(&staged, "x_queue"), of(&staged, "_file")),
        (vec!["电话".to_owned()], vec!["calls.csv.gz".to_owned()])
    );
    let two = archive(&[("__MACOSX/._a.csv", b"x"), ("readme.txt", b"read me"), ("a/b.csv", text.as_bytes())]);
    let project = Project::new(CALLS, &[("calls.zip", &two)]);
    let staged = project.stage();
    assert_eq!(of(&staged, "_file"), ["calls.zip/a/b.csv"]);
    assert_eq!(staged.files[0].notes.said, ["`a/b.csv` is read, of 2 files in the archive"]);
    let left: Vec<_> = std::fs::read_dir(project.cache()).unwrap().map(|file| file.unwrap().file_name()).collect();
    assert!(!left.iter().any(|name| name.to_string_lossy().ends_with(".tmp")), "{left:?}");
    let several = archive(&[("jan.csv", text.as_bytes()), ("feb.csv", text.as_bytes())]);
    let message = |tables: &str, bytes: &[u8]| Project::new(tables, &[("calls.zip", bytes)]).messages().concat();
    let told = message(CALLS, &several);
    assert!(told.contains("error[several-files]: `calls.zip` holds 2 files, and which one is meant is not said\n  hint: name one with `path`"), "{told}");
    let one = format!("{CALLS}\n        path: 'feb*'");
    assert_eq!(of(&Project::new(&one, &[("calls.zip", &several)]).stage(), "_file"), ["calls.zip/feb.csv"]);
    assert!(
        message(CALLS, &archive(&[("a.zip", &two)]))
            .contains("the file is a ZIP archive, which is not read\n  hint: an archive within")
    );
    assert!(message(CALLS, b"PK\x03\x04broken").contains("the archive is damaged"));
}

#[test]
fn names_in_archives_of_chinese_windows_are_read() {
    let mut bytes = archive(&[("gongdan.csv", b"call_id,started_at,wait,talk,share,queue\n1,2026-07-03,,,,\n")]);
    let name = encoding_rs::GB18030.encode("七月报表.csv").0;
    for at in 0..bytes.len() - 11 {
        if &bytes[at..at + 11] == b"gongdan.csv" {
            bytes[at..at + 11].copy_from_slice(&name[..11]);
        }
    }
    assert_eq!(of(&calls("calls.zip", &bytes), "_file"), ["calls.zip/七月报表.cs"]);
}

#[test]
fn what_unpacks_to_far_more_than_it_is_is_refused() {
    let zeros = vec![b' '; 1 << 20];
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    for _ in 0..300 {
        gzip.write_all(&zeros).unwrap();
    }
    let messages = Project::new(CALLS, &[("calls.csv.gz", &gzip.finish().unwrap())]).messages().concat();
    assert!(messages.contains("it unpacks to more than 256 MiB and 400 times its size"), "{messages}");
}

#[test]
fn json_documents_and_their_pages() {
    let tables = |more: &str| {
        format!(
            "      tickets:\n        files: 't.*'\n        columns: {{ticket_id: id, created_at: at, team: {{from: [agent.team, team]}}}}{more}"
        )
    };
    let stage = |text: &str, more: &str| Project::new(&tables(more), &[("t.json", text.as_bytes())]).stage();
    let ids = |staged: &super::Staged| column(staged, Table::Tickets, "ticket_id");
    let array = "[\n  {\"id\": 1, \"at\": \"2026-07-03\", \"agent\": {\"team\": \"A\"}},\n  {\"id\": 2, \"at\": \"2026-07-03\", \"team\": \"B\"}, 7\n]";
    let staged = stage(array, "");
    assert_eq!((ids(&staged), staged.files[0].rows_in), (vec!["1".to_owned(), "2".to_owned()], 3));
    assert_eq!(column(&staged, Table::Tickets, "team"), ["A", "B"]);
    assert_eq!(rejects(&staged), ["t.json:3 =7: not an object"]);
    let page = "{\"tickets\": [{\"id\": 1, \"at\": \"2026-07-03\", \"team\": \"A\", \"tags\": [{\"id\": 9}]}],\n \"next_page\": \"https://example.com/2\"}";
    let staged = stage(page, "");
    assert_eq!(staged.diagnostics.len(), 1, "{}", told(&staged));
    assert_eq!(
        (ids(&staged), &staged.files[0].notes.said[..]),
        (vec!["1".to_owned()], &["the records are the list `tickets`".to_owned()][..])
    );
    assert_eq!(staged.diagnostics[0].message, "the file is one page of several, as its `next_page` says");
    let nested =
        "{\"data\": {\"items\": [{\"id\": 5, \"at\": \"2026-07-03\", \"team\": \"A\"}]}, \"users\": [{\"id\": 6}]}";
    assert_eq!(ids(&stage(nested, "\n        path: data.items")), ["5"]);
    let messages =
        |text: &str, more: &str| Project::new(&tables(more), &[("t.json", text.as_bytes())]).messages().concat();
    assert!(messages(nested, "").contains(
        "several lists of objects: `data.items` (1 records), `users` (1 records)\n  hint: name one with `path`"
    ));
    assert!(
        messages(nested, "\n        path: data.item")
            .contains("no list of objects `data.item`\n  hint: did you mean `data.items`?")
    );
    assert!(
        messages("[{\"id\": 1, ", "").contains("t.json:1:11: error[bad-json]: the JSON cannot be read on: "),
        "{}",
        messages("[{\"id\": 1, ", "")
    );
    let pretty = "{\n  \"id\": 1,\n  \"team\": \"A\",\n  \"at\": \"2026-07-03\"\n}\n{\n  \"id\": 18446744073709551615,\n  \"at\": \"2026-07-03\"\n}\n";
    assert_eq!(ids(&stage(pretty, "")), ["1", "18446744073709551615"]);
}

#[test]
fn json_has_computed_columns_and_filters() {
    let tables = "      tickets:\n        files: 't.*'\n        columns: {ticket_id: {sql: \"'T' || id\"}, created_at: at}\n        \
                  where: kind <> 'spam'";
    let record = |id: u8, kind: &str| format!("{{\"id\": {id}, \"at\": \"2026-07-03\", \"kind\": \"{kind}\"}}");
    let (one, two) = (record(1, "question"), record(2, "spam"));
    for (name, text) in [("t.jsonl", format!("{one}\n{two}\n")), ("t.json", format!("[{one}, {two}]"))] {
        let staged = Project::new(tables, &[(name, text.as_bytes())]).stage();
        assert_eq!(column(&staged, Table::Tickets, "ticket_id"), ["T1"], "{name}: {}", told(&staged));
    }
}
