//! Words of closed vocabularies: what is unknown is out of the figure, counted, and in no default class.

use super::{Case, measured, measured_with};
use crate::domain::Segment;
use crate::metrics::measurement::Status;

fn excluded(case: &Case, metric: &str, reason: &str) -> u64 {
    case.total(metric).excluded.iter().find(|(name, _)| name == reason).map_or(0, |(_, rows)| *rows)
}

/// M33: four words of other systems, one that nobody knows, one blank.
#[test]
fn calls_whose_direction_is_unknown_are_left_out_and_counted() {
    let calls = "call_id,started_at,answered_at,direction\n\
        1,2026-07-01T09:00:00Z,2026-07-01T09:00:10Z,Incoming\n2,2026-07-01T09:00:00Z,,呼入\n\
        3,2026-07-01T09:00:00Z,2026-07-01T09:00:10Z,Outgoing\n4,2026-07-01T09:00:00Z,2026-07-01T09:00:10Z,INTERN\n\
        5,2026-07-01T09:00:00Z,2026-07-01T09:00:10Z,sideways\n6,2026-07-01T09:00:00Z,2026-07-01T09:00:10Z,\n";
    let case = measured(&[("calls.csv", calls)], 1);
    let total = case.total("phone_answer_rate");
    assert_eq!((total.value.map(f64::round), total.n), (Some(67.0), 3), "a blank counts as inbound");
    assert_eq!(excluded(&case, "phone_answer_rate", "unknown_direction"), 1);
    assert_eq!(excluded(&case, "phone_speed_of_answer", "unknown_direction"), 1);
}

/// M02, M03, M05: closed in the words of several systems, without a time.
#[test]
fn closed_in_any_language_is_closed() {
    let words = ["Solved", "Closed - no response", "Gelöst", "办结", "Abgeschlossen", "Cancelled by user", "Archived"];
    let mut tickets = "ticket_id,created_at,status,resolved_at\n".to_owned();
    for (at, word) in words.iter().enumerate() {
        tickets.push_str(&format!(
            "{at},2026-07-01T00:00:00Z,{word},\ns{at},2026-07-01T00:00:00Z,{word},2026-07-01T05:00:00Z\n"
        ));
    }
    tickets.push_str("x,2026-07-01T00:00:00Z,Zorgh,\no,2026-07-01T00:00:00Z,Wartend,\n");
    let case = measured(&[("tickets.csv", &tickets)], 1);
    assert_eq!(case.value("backlog_open_end"), Some(1.0), "the one that waits");
    assert_eq!(excluded(&case, "backlog_open_end", "closed_without_time"), 7);
    assert_eq!(excluded(&case, "backlog_open_end", "unknown_status"), 1);
    assert_eq!(case.value("resolution_rate_within_target"), Some(100.0 * 7.0 / 8.0));
    assert_eq!(excluded(&case, "resolution_rate_within_target", "unknown_status"), 1);
}

/// M01: what answers by itself has not replied; whether an unknown word has is not known.
#[test]
fn replies_by_machines_stop_no_clock() {
    let tickets = "ticket_id,created_at,first_reply_at,first_reply_type\n\
        1,2026-07-01T00:00:00Z,2026-07-01T00:00:05Z,AI Agent\n2,2026-07-01T00:00:00Z,2026-07-01T00:00:05Z,Chatbot\n\
        3,2026-07-01T00:00:00Z,2026-07-01T00:00:05Z,自动回复\n4,2026-07-01T00:00:00Z,2026-07-01T00:00:05Z,Autoresponder\n\
        5,2026-07-01T00:00:00Z,2026-07-01T00:00:05Z,Zorgh\n6,2026-07-01T00:00:00Z,2026-07-01T02:00:00Z,坐席\n";
    let case = measured(&[("tickets.csv", tickets)], 1);
    assert_eq!((case.value("never_replied_share"), case.total("never_replied_share").n), (Some(80.0), 5));
    assert_eq!(excluded(&case, "never_replied_share", "unknown_reply_type"), 1);
}

/// M01: who opened it is no known word.
#[test]
fn tickets_of_unknown_origin_are_no_contacts() {
    let tickets = "ticket_id,created_at,origin\n1,2026-07-01T00:00:00Z,Customer\n2,2026-07-01T00:00:00Z,Mitarbeiter\n\
        3,2026-07-01T00:00:00Z,Monitoring\n4,2026-07-01T00:00:00Z,Zorgh\n5,2026-07-01T00:00:00Z,\n";
    let case = measured(&[("tickets.csv", tickets)], 1);
    assert_eq!(case.value("contacts"), Some(2.0));
    assert_eq!(excluded(&case, "contacts", "agent_created"), 2);
    assert_eq!(excluded(&case, "contacts", "unknown_origin"), 1);
}

const CHANNELS: &str = "ticket_id,channel,priority,created_at,resolved_at\n\
    1,Email,HIGH,2026-07-01T00:00:00Z,2026-07-02T06:00:00Z\n2,e-mail,high,2026-07-01T00:00:00Z,2026-07-02T06:00:00Z\n\
    3,Email,low,2026-07-01T00:00:00Z,2026-07-02T06:00:00Z\n4,邮件,low,2026-07-01T00:00:00Z,2026-07-05T06:00:00Z\n\
    5,Kiosk,low,2026-07-01T00:00:00Z,2026-07-01T06:00:00Z\n";

#[test]
fn one_channel_is_one_part_in_its_commonest_spelling() {
    let case = measured(&[("tickets.csv", CHANNELS)], 1);
    let of = |value: &str| {
        let part = Segment::Part { dimension: "channel".to_owned(), value: Some(value.to_owned()) };
        case.figures.get("contacts", &part, case.periods[1].quarter).and_then(|one| one.value)
    };
    assert_eq!((of("Email"), of("e-mail"), of("邮件"), of("Kiosk")), (Some(4.0), None, None, Some(1.0)));
    assert_eq!((case.value("contacts_written_share"), case.total("contacts_written_share").n), (Some(100.0), 4));
    assert_eq!(excluded(&case, "contacts_written_share", "unknown_channel"), 1);
}

#[test]
fn targets_name_channels_and_priorities_in_any_spelling() {
    let lines = "resolution_targets: [{channel: email, priority: High, hours: 48}, {channel: EMAIL, hours: 40}, {hours: 4}]\n    ";
    let case = measured_with(&[("tickets.csv", CHANNELS)], 1, lines);
    assert_eq!(case.value("resolution_rate_within_target"), Some(60.0), "tickets 1 to 3");
    let query =
        super::super::independent_checks(&case.report, &case.facts, &case.periods, crate::engine::sql::Dialect::DuckDb)
            .unwrap();
    let query = &query.iter().find(|check| check.metric == "resolution_rate_within_target").unwrap().sql;
    assert!(query.contains("priority IN ('HIGH', 'high') AND channel IN ('Email')"), "{query}");
    assert!(query.contains("WHEN 'e-mail' THEN 'Email'"), "{query}");
}

/// A column that is there and holds nothing is no bad service.
#[test]
fn figures_of_blank_columns_are_withheld() {
    let row = |at: u32| format!("{at},2026-07-{:02}T00:00:00Z,,,phone\n", at % 28 + 1);
    let rows: String = (0..40).map(row).collect();
    let header = "ticket_id,created_at,first_reply_at,resolved_at,channel\n";
    let case = measured(&[("tickets.csv", &format!("{header}{rows}"))], 1);
    let status = |metric: &str| case.total(metric).status.clone();
    let blank = |what: &str| Status::Unavailable { reason: format!("blank_columns: {what}") };
    assert_eq!(status("first_response_median"), blank("first_reply_at"));
    assert_eq!(status("resolution_rate_within_target"), blank("solved_at"));
    assert_eq!(status("backlog_open_end"), blank("solved_at"));
    assert_eq!(case.value("contacts"), Some(40.0));
    let small = measured(&[("tickets.csv", &format!("{header}{}", (0..20).map(row).collect::<String>()))], 1);
    assert_eq!(small.value("resolution_rate_within_target"), Some(0.0), "of a few, all may be open");
}

/// Statuses of a language without a list: what is open is not known, and no figure is made of the few words
/// that are.
#[test]
fn figures_of_columns_of_unknown_words_are_withheld() {
    let tickets = |word: &dyn Fn(u32) -> &'static str, solved: &dyn Fn(u32) -> bool| {
        let row = |at: u32| {
            let end = if solved(at) { "2026-07-20T05:00:00Z" } else { "" };
            format!("{at},2026-07-01T00:00:00Z,{},{end}\n", word(at))
        };
        format!("ticket_id,created_at,status,resolved_at\n{}", (0..40).map(row).collect::<String>())
    };
    let half = |at: u32| !at.is_multiple_of(4);
    let turkish = |at: u32| if half(at) { "Çözüldü" } else { "Beklemede" };
    let case = measured(&[("tickets.csv", &tickets(&turkish, &half))], 1);
    let status = |case: &Case, metric: &str| case.total(metric).status.clone();
    assert_eq!(excluded(&case, "backlog_open_end", "unknown_status"), 10);
    assert_eq!(status(&case, "backlog_open_end"), Status::Withheld);
    assert_eq!(status(&case, "resolution_rate_within_target"), Status::Withheld);
    assert_eq!((status(&case, "tickets_resolved"), case.value("contacts")), (Status::Ok, Some(40.0)));
    let case = measured(&[("tickets.csv", &tickets(&turkish, &|_| true))], 1);
    assert_eq!(case.value("backlog_open_end"), Some(0.0), "no row needs its status");
    let few = |at: u32| if at.is_multiple_of(3) { "Beklemede" } else { "Open" };
    let case = measured(&[("tickets.csv", &tickets(&few, &|at| at % 2 == 0))], 1);
    assert_eq!(case.value("backlog_open_end"), Some(13.0), "14 of 40 words are unknown: counted, and marked");
}

/// A figure that stands on a column in doubt says so; others do not.
#[test]
fn figures_on_cells_in_doubt_are_marked() {
    use crate::domain::Table;
    use crate::facts::ColumnDoubt;
    let doubt = |table, column: &str, counts: (u64, u64, u64)| ColumnDoubt {
        table,
        column: column.to_owned(),
        unreadable: counts.0,
        unknown: counts.1,
        rejected: counts.2,
        rows: 100,
        reasons: Vec::new(),
        first: None,
    };
    let customers = "customer_id,start_date,tier\nC1,2026-01-01,gold\n";
    let mut case = measured(&[("tickets.csv", super::TICKETS), ("customers.csv", customers)], 1);
    case.facts.quality.doubts = vec![
        doubt(Table::Customers, "tier", (0, 5, 0)),
        doubt(Table::Tickets, "first_reply_at", (2, 0, 0)),
        doubt(Table::Tickets, "priority", (1, 0, 0)),
        doubt(Table::Tickets, "origin", (0, 3, 0)),
    ];
    let of = |case: &Case, metric: &str, segment: &Segment| {
        let figures = crate::metrics::measure(&case.report, &case.facts, &case.periods).unwrap().measurements;
        figures.get(metric, segment, case.periods[1].quarter).unwrap().doubts.clone()
    };
    assert_eq!(of(&case, "first_response_median", &Segment::Total), ["tickets.first_reply_at", "tickets.origin"]);
    assert_eq!(of(&case, "contacts", &Segment::Total), ["tickets.origin"], "through an exclusion");
    assert_eq!(of(&case, "tickets_resolved", &Segment::Total), [""; 0], "1 % of `priority` is not beyond 1 %");
    let gold = Segment::Part { dimension: "customer.tier".to_owned(), value: Some("gold".to_owned()) };
    assert_eq!(of(&case, "tickets_resolved", &gold), ["customers.tier"]);
    assert_eq!(of(&case, "contacts_per_customer", &Segment::Total), ["tickets.origin"], "a rate");
    case.facts.quality.doubts[1].rejected = 2;
    assert_eq!(of(&case, "tickets_resolved", &Segment::Total), ["tickets.first_reply_at"], "rows are lost to all");
}

/// Of a column with many values the largest are parts, the rest is one; the total stays whole.
#[test]
fn a_column_of_many_values_has_fifty_parts_and_the_others() {
    let mut tickets = "ticket_id,created_at,category,customer_id\n".to_owned();
    for at in 0..160 {
        // The first 51 categories have two tickets each, the other 58 one.
        let category = if at < 102 { at % 51 } else { at };
        tickets.push_str(&format!("{at},2026-07-01T00:00:00Z,c{category:03},k{}\n", at % 60));
    }
    let regions: String = (0..60).map(|at| format!("k{at},2026-01-01,r{at:02}\n")).collect();
    let customers = format!("customer_id,start_date,region\n{regions}");
    let case = measured(&[("tickets.csv", &tickets), ("customers.csv", &customers)], 1);
    let quarter = case.periods[1].quarter;
    let parts = case.figures.parts("contacts", "category", quarter);
    let others = Segment::Part { dimension: "category".to_owned(), value: Some(Segment::others(59)) };
    assert_eq!(parts.len(), 51);
    let of = |segment: &Segment| case.figures.get("contacts", segment, quarter).and_then(|one| one.value);
    assert_eq!(of(&others), Some(60.0), "one category of two tickets (by name the last), 58 of one");
    let named = |name: &str| Segment::Part { dimension: "category".to_owned(), value: Some(name.to_owned()) };
    assert_eq!((of(&named("c049")), of(&named("c050")), case.value("contacts")), (Some(2.0), None, Some(160.0)));
    // Carried from the customers, the regions are folded by the customers' ranking, events and base alike.
    let others = Segment::Part { dimension: "customer.region".to_owned(), value: Some(Segment::others(10)) };
    let rate = case.figures.get("contacts_per_customer", &others, quarter).unwrap();
    assert_eq!((rate.numerator, rate.denominator), (Some(20.0), Some(10.0)));
}

/// Most of the invitations were never answered: the figure is withheld, and the run says so with its cure.
#[test]
fn a_figure_withheld_for_missing_answers_is_named() {
    let mut surveys = "response_id,responded_at,metric,scale_min,scale_max,value\n".to_owned();
    for at in 0..100 {
        let value = if at < 40 { "5" } else { "" };
        surveys.push_str(&format!("{at},2026-07-01T00:00:00Z,csat,1,5,{value}\n"));
    }
    let case = measured(&[("surveys.csv", &surveys)], 1);
    assert_eq!(case.total("csat_top2").status, Status::Withheld);
    let quarter = case.periods[1].quarter;
    let told = crate::metrics::withheld(&case.report, &case.figures, quarter).expect("a warning");
    assert!(told.message.contains("`csat_top2` (60 of 100)"), "{}", told.message);
    assert_eq!(told.code, "figures-withheld");
    let answered = surveys.lines().take(41).collect::<Vec<_>>().join("\n");
    let case = measured(&[("surveys.csv", &answered)], 1);
    assert!(crate::metrics::withheld(&case.report, &case.figures, quarter).is_none());
}
