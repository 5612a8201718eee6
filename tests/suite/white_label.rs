//! No file that a client receives names the program, unless its brand wants that.

use super::project::{Project, UNGATED};
use flate2::read::ZlibDecoder;
use std::fs;
use std::io::{Cursor, Read};

const ISSUE: &str = "output/2026-Q3/client/issue-1";
/// What a client receives; the other files of an issue are for programs and for its maker.
const FORMATS: [&str; 7] = ["html", "pdf", "xlsx", "pptx", "csv", "parquet", "txt"];

fn made(brand: &str) -> Project {
    let project = Project::empty();
    fs::create_dir(project.path().join("data")).unwrap();
    let mut rows = "ticket_id,created_at,channel,first_reply_at,resolved_at\n".to_owned();
    for at in 0..180 {
        let (year, day, minute) = (2025 + at % 2, 1 + at % 28, at % 50);
        let channel = ["phone", "mail", "chat"][at % 3];
        rows += &format!(
            "{at},{year}-08-{day:02} 09:00,{channel},{year}-08-{day:02} 09:{minute:02},{year}-08-{day:02} 1{}:{minute:02}\n",
            at % 7
        );
    }
    fs::write(project.path().join("data/tickets.csv"), rows).unwrap();
    let yaml = format!(
        "version: 1\ndefaults: {{as_of: 2026-10-15 09:00, {UNGATED}}}\nreports:\n  - id: client\n    client: {{zh-CN: 客户, en: Client, \
         zh-TW: 客戶}}\n    {brand}\n    formats: [html, pdf, xlsx, pptx, csv, parquet, json]\n    locales: [zh-CN, en, zh-TW]\n    \
         data: data\n    targets: {{resolution_time_median: 3}}\n    tables: {{tickets: tickets.csv}}\n    delivery:\n      \
         folder: {{path: outgoing}}\n      from: a@house.example\n      approval: none\n      recipients:\n        \
         - {{address: b@client.example, locale: en, formats: [pdf, xlsx]}}\n"
    );
    fs::write(project.path().join("reports.yaml"), yaml).unwrap();
    let ended = project.run("run --send");
    assert_eq!(ended.code, 0, "{}", ended.err);
    project
}

/// A file with all that is packed in it: the streams of a PDF, the parts of a workbook and of the workbooks in it.
fn unpacked(bytes: Vec<u8>) -> Vec<u8> {
    let mut all = bytes.clone();
    if bytes.starts_with(b"PK") {
        let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        for at in 0..zip.len() {
            let mut part = Vec::new();
            zip.by_index(at).unwrap().read_to_end(&mut part).unwrap();
            all.extend(unpacked(part));
        }
    } else if bytes.starts_with(b"%PDF") {
        let stream = b"stream\n";
        for (at, _) in bytes.windows(stream.len()).enumerate().filter(|(_, window)| window == stream) {
            let mut part = Vec::new();
            // What is no packed stream ends at once.
            let _ = ZlibDecoder::new(&bytes[at + stream.len()..]).read_to_end(&mut part);
            all.extend(part);
        }
    }
    all
}

fn names_it(bytes: Vec<u8>) -> bool {
    let text = String::from_utf8_lossy(&unpacked(bytes)).to_lowercase();
    // Texts of a PDF and of fonts may be UTF-16.
    let wide: String = text.chars().filter(|letter| *letter != '\0').collect();
    wide.contains("quarterdeck")
}

/// The files of a client that name the program, and the messages.
fn naming(project: &Project) -> Vec<String> {
    let files = project.files(ISSUE);
    let received = files.iter().filter(|file| FORMATS.iter().any(|format| file.ends_with(&format!(".{format}"))));
    let received: Vec<&String> = received.collect();
    assert!(
        received.len() > 24 && FORMATS.iter().all(|format| received.iter().any(|file| file.ends_with(format))),
        "{received:?}"
    );
    let issue = received.into_iter().map(|file| format!("{ISSUE}/{file}"));
    let messages: Vec<String> = project.files("outgoing").iter().map(|file| format!("outgoing/{file}")).collect();
    assert_eq!(messages.len(), 1);
    issue.chain(messages).filter(|file| names_it(project.bytes(file))).collect()
}

#[test]
fn no_file_of_a_client_names_the_program() {
    let project = made("brand: {name: Lighthouse}");
    assert_eq!(naming(&project), Vec::<String>::new());
    let nameless = made("tags: [plain]");
    assert_eq!(naming(&nameless), Vec::<String>::new());
}

#[test]
fn a_brand_that_credits_the_program_names_it_in_documents() {
    let found = naming(&made("brand: {name: Lighthouse, credit: true}"));
    for name in ["en/client_2026-Q3_en.pdf", "zh-CN/client_2026-Q3_zh-CN.html", "en/client_2026-Q3_en.xlsx"] {
        assert!(found.iter().any(|file| file.ends_with(name)), "{name}: {found:?}");
    }
}
