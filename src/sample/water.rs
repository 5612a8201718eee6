//! 澄江水务 (Chengjiang Water): plain UTF-8 CSV of a small utility with a hotline and field crews.
//! Story: complaints double in 2026-Q3, mostly about unannounced cuts, and many are closed late.
//! Shows the columns that other clients lack: visits, parts, pauses, effort, complaint handling,
//! orders of paid service, daily totals of the telephone, three years of tickets with a season.

use super::draw::Draw;
use super::files::File;
use super::files::{Rows, yuan};
use super::service::customer_id;
use super::time::{DAY, HOUR, QUARTERS, Seconds, as_of, moment, quarter_start, text};

pub(super) const CUSTOMERS: usize = 900;
const TIME: &str = "%Y-%m-%d %H:%M";
const DATE: &str = "%Y-%m-%d";
/// Tickets per quarter.
pub(super) const TICKETS: usize = 110;
/// Complaints per quarter.
const COMPLAINTS: [usize; QUARTERS] = [34, 36, 33, 35, 38, 36, 34, 37, 74];
/// Root causes of complaints, most frequent first.
pub(super) const CAUSES: [(&str, f64); 6] = [
    ("停水通知不及时", 0.36),
    ("抄表差错", 0.24),
    ("水压不足", 0.16),
    ("维修返工", 0.12),
    ("态度", 0.07),
    ("其他", 0.05),
];

/// The files of this client.
pub fn files() -> Vec<File> {
    let mut draw = Draw::new(20_260_201);
    let file = |name: &str, rows: Rows| (format!("data/water/{name}.csv"), rows.csv().into_bytes());
    vec![
        file("tickets", tickets(&mut draw)),
        file("complaints", complaints(&mut draw)),
        file("customers", customers(&mut draw)),
        file("orders", orders(&mut draw, &mut Draw::new(20_260_202))),
        file("surveys", surveys(&mut draw)),
        file("call_totals", call_totals(&mut draw)),
        file("ratings", super::water_ratings::rows(&mut Draw::new(20_260_203))),
    ]
    .into_iter()
    .chain(super::water_history::files())
    .collect()
}

pub(super) fn past(at: Seconds) -> Option<Seconds> {
    (at < as_of()).then_some(at)
}

pub(super) fn customer(draw: &mut Draw) -> String {
    customer_id("W", draw.whole(0, CUSTOMERS as i64) as usize)
}

/// Columns of tickets.
pub(super) const TICKET: [&str; 21] = [
    "ticket_id",
    "customer_id",
    "created_at",
    "channel",
    "status",
    "first_reply_at",
    "resolved_at",
    "reopened_at",
    "category",
    "team",
    "origin",
    "proactive",
    "needs_visit",
    "visits_n",
    "parts_ordered_at",
    "parts_received_at",
    "paused_hours",
    "progress_updates_n",
    "channels_n",
    "reopened_n",
    "first_contact_solved",
];

fn tickets(draw: &mut Draw) -> Rows {
    let mut rows = Rows::new(&TICKET);
    for quarter in 0..QUARTERS {
        let mut created: Vec<Seconds> = (0..TICKETS).map(|_| moment(draw, quarter)).collect();
        created.sort_unstable();
        for (at, created) in created.into_iter().enumerate() {
            rows.push(ticket(draw, format!("W{:02}{:04}", quarter + 1, at + 1), created));
        }
    }
    rows
}

pub(super) fn ticket(draw: &mut Draw, id: String, created: Seconds) -> Vec<String> {
    let (proactive, visit) = (draw.chance(0.12), draw.chance(0.45));
    let reply = created + (draw.skewed(0.4) * HOUR as f64) as Seconds + 60;
    let hours = draw.skewed_below(if visit { 34.0 } else { 5.0 }, 700.0);
    let resolved = past(reply + (hours * HOUR as f64) as Seconds + 600);
    let parts = (visit && draw.chance(0.4)).then_some(reply + 2 * HOUR);
    let received = parts.map(|at| at + (draw.skewed_below(46.0, 400.0) * HOUR as f64) as Seconds);
    let reopened = resolved.filter(|_| draw.chance(0.06)).map(|at| at + draw.whole(3 * HOUR, 6 * DAY)).and_then(past);
    let visits = if visit { 1 + i64::from(draw.chance(0.22)) } else { 0 };
    let updates = if hours > 24.0 && draw.chance(0.7) { draw.whole(1, 4) } else { 0 };
    let one_contact = !visit && draw.chance(0.78) || visit && draw.chance(0.35);
    let flag = if resolved.is_some() { one_contact.to_string() } else { String::new() };
    let paused = resolved.map_or_else(String::new, |_| format!("{:.1}", hours * 0.3 * draw.unit()));
    vec![
        id,
        customer(draw),
        text(Some(created), TIME),
        (*draw.pick(&["phone", "phone", "app", "wechat", "web"])).to_owned(),
        if resolved.is_some() && reopened.is_none() { "resolved" } else { "open" }.to_owned(),
        text(past(reply), TIME),
        text(resolved, TIME),
        text(reopened, TIME),
        (*draw.pick(&["漏水", "停水", "水表", "账单", "水质"])).to_owned(),
        (*draw.pick(&["城东班", "城西班", "热线"])).to_owned(),
        if proactive { "agent" } else { "inbound" }.to_owned(),
        proactive.to_string(),
        visit.to_string(),
        visits.to_string(),
        text(parts.and_then(past), TIME),
        text(received.and_then(past), TIME),
        paused,
        updates.to_string(),
        (1 + i64::from(draw.chance(0.17))).to_string(),
        i64::from(reopened.is_some()).to_string(),
        flag,
    ]
}

/// Columns of complaints.
pub(super) const COMPLAINT: [&str; 16] = [
    "complaint_id",
    "customer_id",
    "received_at",
    "acknowledged_at",
    "closed_at",
    "channel",
    "level",
    "category",
    "root_cause",
    "complexity",
    "valid",
    "compensation",
    "escalated",
    "solved_at_first_point",
    "repeat_of",
    "team",
];

fn complaints(draw: &mut Draw) -> Rows {
    let mut rows = Rows::new(&COMPLAINT);
    for (quarter, count) in COMPLAINTS.into_iter().enumerate() {
        let causes = draw.shares(count, &CAUSES);
        let mut received: Vec<Seconds> = (0..count).map(|_| moment(draw, quarter)).collect();
        received.sort_unstable();
        for (at, received) in received.into_iter().enumerate() {
            let id = |at: usize| format!("WC{:02}{:03}", quarter + 1, at + 1);
            let repeat = if at > 4 && draw.chance(0.09) { id(at - 3) } else { String::new() };
            rows.push(complaint(draw, (id(at), repeat), received, causes[at]));
        }
    }
    rows
}

pub(super) fn complaint(
    draw: &mut Draw,
    (id, repeat): (String, String),
    received: Seconds,
    cause: &str,
) -> Vec<String> {
    let complex = draw.chance(0.22);
    let hours = draw.skewed_below(if complex { 560.0 } else { 230.0 }, 2600.0);
    let acknowledged = past(received + (draw.skewed(7.0) * HOUR as f64) as Seconds + 300);
    let closed = past(received + (hours * HOUR as f64) as Seconds + 2 * HOUR);
    let known = |text: String| if closed.is_some() { text } else { String::new() };
    let valid = draw.chance(0.66);
    let paid = if valid && draw.chance(0.3) { draw.whole(2_000, 30_000) } else { 0 };
    vec![
        id,
        customer(draw),
        text(Some(received), TIME),
        text(acknowledged.filter(|at| closed.is_none_or(|closed| *at <= closed)), TIME),
        text(closed, TIME),
        (*draw.pick(&["phone", "phone", "app", "web"])).to_owned(),
        if draw.chance(0.07) { "regulator" } else { "company" }.to_owned(),
        (*draw.pick(&["供水", "计费", "服务"])).to_owned(),
        cause.to_owned(),
        if complex { "complex" } else { "simple" }.to_owned(),
        known(valid.to_string()),
        known(yuan(paid)),
        draw.chance(0.05).to_string(),
        draw.chance(0.38).to_string(),
        repeat,
        (*draw.pick(&["城东班", "城西班", "热线"])).to_owned(),
    ]
}

fn customers(draw: &mut Draw) -> Rows {
    let mut rows = Rows::new(&["customer_id", "start_date", "end_date", "end_reason", "tier"]);
    for number in 0..CUSTOMERS {
        let start = quarter_start(0) - draw.whole(20, 2000) * DAY;
        let end = draw.chance(0.1).then(|| quarter_start(0) + draw.whole(5, 820) * DAY);
        let reason = end.map_or("", |_| *draw.pick(&["搬迁", "并户", "不明"]));
        let tier = if draw.chance(0.15) { "企业" } else { "居民" };
        let cells = [customer_id("W", number), text(Some(start), DATE), text(end, DATE)];
        rows.push(cells.into_iter().chain([reason.to_owned(), tier.to_owned()]).collect());
    }
    rows
}

fn orders(draw: &mut Draw, referrals: &mut Draw) -> Rows {
    let mut rows = Rows::new(&[
        "order_id",
        "customer_id",
        "ordered_at",
        "amount",
        "margin",
        "category",
        "is_service",
        "referral_of",
    ]);
    for quarter in 0..QUARTERS {
        for at in 0..70 {
            let service = draw.chance(0.22);
            let category = if service { "延保" } else { *draw.pick(&["净水器", "滤芯", "水管套件"]) };
            let amount = draw.whole(8_000, 90_000);
            rows.push(vec![
                format!("WO{:02}{:03}", quarter + 1, at + 1),
                customer_id("W", draw.whole(0, 260) as usize),
                text(Some(moment(draw, quarter)), TIME),
                yuan(amount),
                yuan(amount * 3 / 10),
                category.to_owned(),
                service.to_string(),
                if referrals.chance(0.3) { customer(referrals) } else { String::new() },
            ]);
        }
    }
    rows
}

/// Questions with version, scale and the range of their values.
const QUESTIONS: [(&str, &str, i64, i64, usize); 5] = [
    ("ces", "2.0", 1, 7, 40),
    ("ces", "1.0", 1, 5, 32),
    ("fcr", "", 0, 1, 40),
    ("complaint_csat", "", 1, 5, 32),
    ("csat", "", 1, 5, 45),
];

fn surveys(draw: &mut Draw) -> Rows {
    let mut rows = Rows::new(&[
        "response_id",
        "customer_id",
        "metric",
        "version",
        "value",
        "scale_min",
        "scale_max",
        "interaction_at",
        "responded_at",
    ]);
    let mut number = 0;
    for quarter in 0..QUARTERS {
        for (metric, version, low, high, answers) in QUESTIONS {
            for _ in 0..answers {
                let happened = moment(draw, quarter);
                let Some(responded) = past(happened + draw.whole(HOUR, 9 * DAY)) else { continue };
                number += 1;
                let easy = version == "1.0";
                let high_end = draw.chance(0.72) != easy;
                let value = match high - low {
                    1 => i64::from(draw.chance(0.71)),
                    _ if high_end => high - draw.whole(0, 2),
                    _ => draw.whole(low, high),
                };
                let cells = [format!("WS{number:05}"), customer(draw), metric.to_owned(), version.to_owned()];
                let scale = [value, low, high].map(|one| one.to_string());
                let times = [text(Some(happened), TIME), text(Some(responded), TIME)];
                rows.push(cells.into_iter().chain(scale).chain(times).collect());
            }
        }
    }
    rows
}

fn call_totals(draw: &mut Draw) -> Rows {
    let mut rows = Rows::new(&[
        "period",
        "offered",
        "answered",
        "abandoned",
        "answered_within_threshold",
        "average_wait_seconds",
        "service_level",
    ]);
    let mut day = quarter_start(0);
    while day < quarter_start(QUARTERS) {
        let offered = draw.whole(60, 140);
        let pressure = draw.unit();
        let lost = (offered as f64 * (0.02 + 0.09 * pressure)) as i64;
        let within = ((offered - lost) as f64 * (0.97 - 0.4 * pressure)) as i64;
        rows.push(vec![
            text(Some(day), DATE),
            offered.to_string(),
            (offered - lost).to_string(),
            (lost * 9 / 10).to_string(),
            within.to_string(),
            format!("{:.1}", 9.0 + 70.0 * pressure),
            format!("{:.6}", within as f64 / (offered - lost) as f64),
        ]);
        day += DAY;
    }
    rows
}
