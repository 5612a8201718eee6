use super::look::Look;
use super::{Confidence, FileProposal, Head, Mapping, Proposal, Request, propose, verified};
use crate::config::{Library, Overrides, Profile, built_in_profiles, load};
use crate::domain::{Table, Zone};
use crate::intake::Sample;
use crate::source::{Limits, list};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// What `init --from` does with files of these names and texts.
fn proposed(files: &[(&str, &str)]) -> (tempfile::TempDir, Proposal, String) {
    let bytes: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    proposed_of_bytes(&bytes)
}

fn proposed_of_bytes(files: &[(&str, &[u8])]) -> (tempfile::TempDir, Proposal, String) {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    for (name, text) in files {
        let path = data.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let profiles = Library::of(folder.path(), &mut Vec::new()).all(&mut Vec::new());
    let zone: Zone = "Europe/Berlin".parse().unwrap();
    let files = list(&data, &Limits::STATED).unwrap();
    let mut proposal = propose(&Request { files, profiles: &profiles, zone });
    let head = Head {
        id: "client".to_owned(),
        client: "Client".to_owned(),
        zone: (zone.name().to_owned(), "as asked".to_owned()),
        as_of: Some("2026-10-15".to_owned()),
        data: "data".to_owned(),
        output: "output".to_owned(),
    };
    let file = folder.path().join("reports.yaml");
    let text = verified(&mut proposal, &head, &folder.path().join(".trial")).unwrap().text;
    fs::write(&file, &text).unwrap();
    (folder, proposal, text)
}

fn running(proposal: &Proposal) -> Vec<&Mapping> {
    proposal.files.iter().flat_map(|file| &file.sources).filter(|mapping| mapping.refused.is_none()).collect()
}

fn entry(mapping: &Mapping, name: &str) -> String {
    let one = mapping.placed.iter().find(|one| one.canonical == name);
    one.map_or_else(|| "nothing".to_owned(), |one| one.entry.to_string())
}

fn loads(folder: &Path) {
    let problems = load(&folder.join("reports.yaml"), &Overrides::default()).err();
    assert!(problems.is_none(), "{problems:?}");
}

fn known<'p>(names: &[&str], profiles: &'p [Profile]) -> Option<&'p Profile> {
    let header: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    let sample = Sample { rows: vec![(1, header)], ..Sample::default() };
    Look::of("some file.csv", sample, profiles).profile
}

#[test]
fn every_header_is_recognised_as_its_own_system() {
    let profiles = built_in_profiles();
    let mut wrong = Vec::new();
    for profile in &profiles {
        let mapped = profile.mapped_names();
        for set in profile.recognise.iter().filter(|set| set.len() > 1) {
            let bare: Vec<&str> = set.iter().map(String::as_str).collect();
            let full: Vec<&str> =
                set.iter().chain(&mapped).map(String::as_str).collect::<BTreeSet<_>>().into_iter().collect();
            for header in [bare, full] {
                let found = known(&header, &profiles).map(|profile| profile.id.as_str());
                if found != Some(profile.id.as_str()) {
                    wrong.push(format!("{}: {header:?} is taken for {found:?}", profile.id));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn case_and_blanks_decide_only_when_nothing_fits_exactly() {
    let profiles = built_in_profiles();
    let id = |names: &[&str]| known(names, &profiles).map(|profile| profile.id.clone());
    assert_eq!(id(&["Ticket ID", "Initial response time", "Agent interactions"]).unwrap(), "freshdesk");
    assert_eq!(id(&["Ticket Id", "Initial Response Time", "Agent interactions", "Impact"]).unwrap(), "freshservice");
    assert_eq!(id(&["respondent id", "COLLECTOR ID"]).unwrap(), "surveymonkey");
    assert_eq!(id(&["账务流水号", "业务流水号", "商户订单号", "业务类型"]).unwrap(), "alipay_account");
    assert_eq!(id(&["Timestamp", "Was it good?"]), None);
}

#[test]
fn a_known_export_is_mapped_as_its_profile_says() {
    let header = "Summation column,Id,Requester id,Requester email,Status,Priority,Via,Created at,Solved at,First reply time in minutes,Nonsense";
    let row = |id: u32, day: u32| {
        format!(
            "1,{id},1.1E+13,p{id}@example.com,Solved,High,Mail,{day}-07-2026 09:00,{day}-07-2026 12:00,{},x",
            id * 10
        )
    };
    let text = format!("{header}\n{}\n{}\n{}\n", row(1, 13), row(2, 14), row(3, 25));
    let (folder, proposal, text) = proposed(&[("tickets.csv", &text)]);
    let mapping = running(&proposal)[0];
    assert_eq!(proposal.files[0].system.as_ref().unwrap().0, "zendesk");
    assert_eq!(entry(mapping, "customer_id"), "\"Requester email\"");
    assert_eq!(
        entry(mapping, "first_reply_at"),
        r#"{"from":"First reply time in minutes","unit":"minutes","after":"created_at"}"#
    );
    assert_eq!(mapping.keys.iter().find(|(key, _)| key == "date_order").unwrap().1, "day_first");
    assert!(mapping.placed.iter().all(|one| one.confidence == Confidence::Known));
    assert!(text.contains("#   Nonsense: `x` in every filled row"), "{text}");
    assert!(text.contains("in which zone are its times?"), "{text}");
    loads(folder.path());
}

#[test]
fn files_of_no_known_system_are_placed_by_names_and_cells() {
    let tickets = "报表：七月\n工单编号,客户编号,提交时间,受理渠道,状态,首次响应时长(分钟),办结时间,备注\n\
                   A1,c1,2026-07-01 09:00,电话,已解决,15,2026-07-01 12:00,x\nA2,c2,2026-07-02 09:00,微信,处理中,30,,y\n\
                   A3,c1,2026-07-03 09:00,电话,已解决,5,2026-07-03 10:00,z\n";
    let calls = "Anruf-ID;Anrufzeit;Richtung;Angenommen am;Wartezeit;Warteschlange\n1;2026-07-01 09:00:00;eingehend;2026-07-01 \
                 09:00:20;00:00:20;Service\n2;2026-07-01 09:10:00;ausgehend;;00:00:05;Service\n";
    let ledger = "Buchungsdatum;Kostenart;Betrag;Kostenstelle\n01.07.2026;Löhne;1.200,50;Service\n15.08.2026;Miete;900,00;Service\n";
    let (folder, proposal, text) = proposed(&[("工单.csv", tickets), ("anrufe.csv", calls), ("kosten.csv", ledger)]);
    let find = |table: Table| {
        *running(&proposal).iter().find(|one| one.table == Some(table)).unwrap_or_else(|| panic!("{table:?}: {text}"))
    };
    let tickets = find(Table::Tickets);
    assert_eq!(entry(tickets, "created_at"), "\"提交时间\"");
    assert_eq!(entry(tickets, "resolved_at"), "\"办结时间\"");
    assert_eq!(
        entry(tickets, "first_reply_at"),
        r#"{"from":"首次响应时长(分钟)","unit":"minutes","after":"created_at"}"#
    );
    let calls = find(Table::Calls);
    assert_eq!(
        (entry(calls, "answered_at"), entry(calls, "direction")),
        ("\"Angenommen am\"".to_owned(), "\"Richtung\"".to_owned())
    );
    assert_eq!(entry(find(Table::Costs), "amount"), "\"Betrag\"");
    assert!(text.contains("请") || text.contains("备注: `x`, `y`, `z`"), "{text}");
    loads(folder.path());
}

#[test]
fn each_question_is_a_source_with_its_scale() {
    let text = "Submitted at,Customer,How satisfied are you with our help?,Would you recommend us to a friend?,Was your problem solved?,Any other comments\n\
                2026-07-01 10:00,c1,Very satisfied,10 - Surely,Yes,Good people work here\n2026-07-02 10:00,c2,Dissatisfied,3,No,\n\
                2026-07-03 10:00,c3,Satisfied,9,Yes,It took too long for me\n";
    let (folder, proposal, text) = proposed(&[("survey.csv", text)]);
    let found = running(&proposal);
    let metrics: Vec<&str> =
        found.iter().map(|one| one.constants.iter().find(|(name, ..)| name == "metric").unwrap().1.as_str()).collect();
    assert_eq!(metrics, ["csat", "nps", "fcr"], "{text}");
    assert!(entry(found[0], "value").contains(r#""Very satisfied":"5""#), "{text}");
    assert!(entry(found[1], "value").contains(r#""10 - Surely":"10""#), "{text}");
    assert_eq!(entry(found[0], "comment"), "\"Any other comments\"");
    assert_eq!(entry(found[0], "customer_id"), "\"Customer\"");
    loads(folder.path());
}

#[test]
fn twins_are_read_once_and_files_of_one_kind_together() {
    let words =
        "序号,提交答卷时间,所用时间,1、总体满意度\n1,2026/7/1 9:00:00,20秒,满意\n2,2026/7/2 9:00:00,30秒,非常满意\n";
    let figures = "序号,提交答卷时间,所用时间,1、总体满意度\n1,2026/7/1 9:00:00,20秒,2\n2,2026/7/2 9:00:00,30秒,1\n";
    let orders = |month: u32, id: u32| {
        format!(
            "Order Number,Customer,Order Date,Order Total\n{id},a,2026-0{month}-01,10.50\n{},b,2026-0{month}-02,20.00\n",
            id + 1
        )
    };
    let (july, august) = (orders(7, 10), orders(8, 20));
    let files =
        [("9_1_0.csv", words), ("9_1_2.csv", figures), ("orders-2026-07.csv", &july), ("orders-2026-08.csv", &august)];
    let (folder, proposal, text) = proposed(&files);
    let of_table =
        |table: Table| running(&proposal).into_iter().filter(|one| one.table == Some(table)).collect::<Vec<_>>();
    let surveys = of_table(Table::Surveys);
    assert_eq!(surveys.len(), 1, "{text}");
    assert_eq!(surveys[0].files, "9_1_0.csv");
    let of = |name: &str| -> &FileProposal { proposal.files.iter().find(|file| file.file == name).unwrap() };
    assert!(of("9_1_2.csv").remarks[0].contains("holds the same records as 9_1_0.csv"), "{text}");
    let orders = of_table(Table::Orders);
    assert_eq!((orders.len(), orders[0].files.as_str()), (1, "orders-*-*.csv"), "{text}");
    loads(folder.path());
}

#[test]
fn a_file_without_a_header_is_known_by_its_rows() {
    let row = |id: u32, answer: &str, said: &str| {
        format!(
            "\"\"\"\"\" <4{id}>\",\"4{id}\",\"600\",\"from-trunk\",\"SIP/a\",\"SIP/20-1\",\"Queue\",\"help\",\"2026-07-01 09:0{id}:00\",\"{answer}\",\"2026-07-01 09:1{id}:00\",\"30\",\"20\",\"{said}\",\"DOC\",\"\",\"17.{id}\",\"\"\n"
        )
    };
    let text = row(1, "2026-07-01 09:01:10", "ANSWERED")
        + &row(2, "", "NO ANSWER")
        + &row(3, "2026-07-01 09:03:09", "ANSWERED");
    let (folder, proposal, text) = proposed(&[("Master.csv", &text)]);
    assert_eq!(proposal.files[0].system.as_ref().unwrap().0, "asterisk_cdr", "{text}");
    assert_eq!(entry(running(&proposal)[0], "call_id"), "\"uniqueid\"");
    loads(folder.path());
}

#[test]
fn what_is_refused_is_said_and_left_out() {
    let bill = "交易时间,交易类型,交易对方,商品,收/支,金额(元),支付方式,当前状态,交易单号\n2026-07-01 09:00,商户消费,店,茶,支出,¥28.16,零钱,支付成功,1\n";
    let tickets = "Ticket ID,Created\n1,2026-07-01 09:00\n2,2026-07-02 09:00\n";
    let (folder, _, text) = proposed(&[("bill.csv", bill), ("tickets.csv", tickets)]);
    assert!(text.contains("# bill.csv: not read: personal bill"), "{text}");
    loads(folder.path());
}

/// Rows below a header, one for each number.
fn rows(header: &str, count: usize, row: impl Fn(usize) -> String) -> String {
    (0..count).fold(format!("{header}\n"), |text, at| text + &row(at) + "\n")
}

#[test]
fn orders_that_came_to_nothing_are_told_by_their_state() {
    for (header, words) in [
        ("Bestellnummer,Bestelldatum,Kundennummer,Gesamtbetrag,Status", ["Abgeschlossen", "Storniert", "Erstattet"]),
        ("订单编号,下单时间,客户编号,实付金额,订单状态", ["已完成", "交易关闭", "已退款"]),
        (
            "Numéro de commande,Date de commande,Numéro client,Montant total,Statut",
            ["Terminée", "Annulée", "Remboursée"],
        ),
    ] {
        let text = rows(header, 12, |at| {
            format!("A{at},2026-07-{:02} 09:00:00,K{},1{at}.50,{}", at + 1, at % 5, words[at % 3])
        });
        let (folder, proposal, _) = proposed(&[("orders.csv", &text)]);
        loads(folder.path());
        let mapping = running(&proposal)[0];
        let state = header.rsplit(',').next().unwrap();
        let wanted = |word: &str| {
            serde_json::json!({ "sql": format!("lower(trim(\"{state}\")) in ('{}')", word.to_lowercase()) }).to_string()
        };
        assert_eq!(entry(mapping, "cancelled"), wanted(words[1]));
        assert_eq!(entry(mapping, "refunded"), wanted(words[2]));
    }
}

#[test]
fn answers_that_count_from_the_best_are_turned_round() {
    let labels = ["1 - Very satisfied", "2", "3", "5 - Very dissatisfied"];
    let text = rows("Response ID,Submitted at,How satisfied are you with our service?", 12, |at| {
        format!("R{at},2026-07-{:02} 09:00:00,{}", at + 1, labels[at % 4])
    });
    let (folder, proposal, _) = proposed(&[("survey.csv", &text)]);
    loads(folder.path());
    let value = entry(running(&proposal)[0], "value");
    for (label, points) in [("1 - Very satisfied", 5), ("2", 4), ("3", 3), ("4", 2), ("5 - Very dissatisfied", 1)] {
        assert!(value.contains(&format!("\"{label}\":\"{points}\"")), "{value}");
    }
}

#[test]
fn stars_are_answers() {
    let stars = ["★☆☆☆☆", "★★★☆☆", "★★★★★"];
    let text = rows("Response ID,Submitted at,How satisfied are you with our service?", 12, |at| {
        format!("R{at},2026-07-{:02} 09:00:00,{}", at + 1, stars[at % 3])
    });
    let (folder, proposal, _) = proposed(&[("survey.csv", &text)]);
    loads(folder.path());
    let value = entry(running(&proposal)[0], "value");
    assert!(value.contains("\"★★★☆☆\":\"3\""), "{value}");
}

#[test]
fn a_date_and_its_time_of_day_may_stand_in_two_columns() {
    for header in [
        "Ticket ID,Created date,Created time,Solved date,Solved time,Status",
        "工单编号,创建日期,创建时间,解决日期,解决时间,状态",
        "Ticketnummer,Erstellt Datum,Erstellt Uhrzeit,Gelöst Datum,Gelöst Uhrzeit,Status",
    ] {
        let text =
            rows(header, 12, |at| format!("T{at},2026-07-{0:02},09:{0:02},2026-07-{0:02},17:{0:02}:30,closed", at + 1));
        let (folder, proposal, _) = proposed(&[("tickets.csv", &text)]);
        loads(folder.path());
        let names: Vec<&str> = header.split(',').collect();
        let joined =
            |at: usize| serde_json::json!({ "sql": format!("\"{}\" || ' ' || \"{}\"", names[at], names[at + 1]) });
        let mapping = running(&proposal)[0];
        assert_eq!(entry(mapping, "created_at"), joined(1).to_string(), "{header}");
        assert_eq!(entry(mapping, "resolved_at"), joined(3).to_string(), "{header}");
        assert_eq!(entry(mapping, "first_reply_at"), "nothing", "{header}");
    }
}

#[test]
fn months_by_name_and_years_of_two_digits_are_placed() {
    let months = ["Juli 2026", "August 2026", "September 2026"];
    let text = rows("Monat;Konto;Betrag", 12, |at| format!("{};Löhne {at};1{at},50", months[at % 3]));
    let (_folder, proposal, _) = proposed(&[("kosten.csv", &text)]);
    assert_eq!(entry(running(&proposal)[0], "period"), "\"Monat\"");
    let text = rows("Ticket ID,Created at,Status", 24, |at| format!("T{at},26-07-{:02} 09:00,closed", at + 1));
    let (_folder, proposal, _) = proposed(&[("tickets.csv", &text)]);
    let keys = &running(&proposal)[0].keys;
    let formats = keys.iter().find(|(key, _)| key == "date_formats").map(|(_, value)| value.to_string());
    assert_eq!(formats.as_deref(), Some("[\"%y-%m-%d %H:%M\"]"));
}

/// A Taiwanese export, in the encoding of its systems: the lists of words are in simplified characters.
#[test]
fn traditional_characters_in_big5_are_placed() {
    let text = rows("工單編號,建立時間,結案時間,聯絡管道,狀態,客戶編號", 30, |at| {
        format!(
            "T{at},2026-07-{:02} 09:00,2026-07-{:02} 15:00,{},已結案,C{at}",
            at % 28 + 1,
            at % 28 + 1,
            ["電話", "電子郵件"][at % 2]
        )
    });
    let (bytes, _, lossy) = encoding_rs::BIG5.encode(&text);
    assert!(!lossy);
    let (_folder, proposal, _) = proposed_of_bytes(&[("tickets.csv", &bytes)]);
    let mapping = running(&proposal)[0];
    for (name, column) in [
        ("ticket_id", "工單編號"),
        ("created_at", "建立時間"),
        ("resolved_at", "結案時間"),
        ("channel", "聯絡管道"),
        ("status", "狀態"),
        ("customer_id", "客戶編號"),
    ] {
        assert_eq!(entry(mapping, name), format!("\"{column}\""));
    }
}

#[test]
fn a_packed_file_is_looked_into() {
    let text = rows("Ticket ID,Created at,Status", 12, |at| format!("T{at},2026-07-{:02} 09:00,closed", at + 1));
    let folder = tempfile::tempdir().unwrap();
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    std::io::Write::write_all(&mut gzip, text.as_bytes()).unwrap();
    fs::write(folder.path().join("tickets.csv.gz"), gzip.finish().unwrap()).unwrap();
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for name in ["__MACOSX/._tickets.csv", "tickets.csv", "notes.md"] {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        std::io::Write::write_all(&mut zip, text.as_bytes()).unwrap();
    }
    fs::write(folder.path().join("more.zip"), zip.finish().unwrap().into_inner()).unwrap();
    let request = Request { files: list(folder.path(), &Limits::STATED).unwrap(), profiles: &[], zone: Zone::utc() };
    let tables: Vec<_> =
        propose(&request).files.iter().map(|file| file.sources.first().and_then(|one| one.table)).collect();
    assert!(tables.contains(&Some(Table::Tickets)), "{tables:?}");
    assert_eq!(tables.len(), 2);
}
