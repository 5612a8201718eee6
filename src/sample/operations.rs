//! Further files of three clients, from streams of their own, so that their other files stay as they
//! are: telephone, sessions, invitations and mentions of the telecom, promises, status log, units and offers of
//! the appliance maker, invoices, quality reviews and staff of the software house.

use super::draw::Draw;
use super::files::File;
use super::files::{Rows, yuan};
use super::service::customer_id;
use super::time::{DAY, HOUR, QUARTERS, Seconds, as_of, moment, months, quarter_start, text};

const TIME: &str = "%Y-%m-%d %H:%M:%S";
const SHORT: &str = "%Y-%m-%d %H:%M";
const DATE: &str = "%Y-%m-%d";

/// All further files; `others` are the files that they refer to.
pub fn files(others: &[File]) -> Vec<File> {
    let mut draw = Draw::new(20_260_202);
    let file = |name: &str, rows: Rows| (format!("data/{name}.csv"), rows.csv().into_bytes());
    vec![
        file("telecom/calls", calls(&mut draw)),
        file("telecom/sessions", sessions(&mut draw)),
        file("telecom/survey_sent", survey_sent(&mut draw, others)),
        file("appliance/commitments", commitments(&mut draw)),
        file("appliance/ticket_log", ticket_log(&mut draw)),
        file("appliance/units", units()),
        file("appliance/offers", offers(&mut draw)),
        file("saas/invoices", invoices(&mut draw)),
        file("saas/reviews", reviews(&mut draw)),
        file("saas/staff", staff(&mut draw)),
        file("saas/staff_time", staff_time(&mut draw)),
        file("telecom/mentions", mentions()),
    ]
}

fn past(at: Seconds) -> Option<Seconds> {
    (at < as_of()).then_some(at)
}

fn calls(draw: &mut Draw) -> Rows {
    let mut rows =
        Rows::new(&["call_id", "started_at", "queue", "direction", "answered_at", "abandoned_at", "wait_seconds"]);
    for quarter in 0..QUARTERS {
        // The hotline answers faster once contacts have moved to other channels.
        let slow = if quarter + 1 == QUARTERS { 0.7 } else { 1.0 };
        for at in 0..105 {
            let started = moment(draw, quarter);
            let wait = (draw.skewed_below(17.0 * slow, 420.0)) as Seconds;
            let (lost, outbound) = (draw.chance(0.055 * slow), draw.chance(0.04));
            rows.push(vec![
                format!("L{:02}{:04}", quarter + 1, at + 1),
                text(Some(started), TIME),
                (*draw.pick(&["计费", "网络", "终端"])).to_owned(),
                if outbound { "outbound" } else { "inbound" }.to_owned(),
                text((!lost).then_some(started + wait), TIME),
                text(lost.then_some(started + wait), TIME),
                wait.to_string(),
            ]);
        }
    }
    rows
}

fn sessions(draw: &mut Draw) -> Rows {
    let mut rows = Rows::new(&["session_id", "customer_id", "started_at", "kind", "category", "solved", "handed_over"]);
    for quarter in 0..QUARTERS {
        let better = 0.015 * quarter as f64;
        for at in 0..110 {
            let bot = at % 2 == 0;
            let handed = draw.chance(if bot { 0.3 - better } else { 0.08 });
            let solved = !handed && draw.chance(0.72 + better);
            rows.push(vec![
                format!("B{:02}{:04}", quarter + 1, at + 1),
                customer_id("C", draw.whole(0, 5200) as usize),
                text(Some(moment(draw, quarter)), SHORT),
                if bot { "bot" } else { "self_service" }.to_owned(),
                (*draw.pick(&["计费", "网络", "套餐"])).to_owned(),
                solved.to_string(),
                handed.to_string(),
            ]);
        }
    }
    rows
}

/// Invitations of the last three quarters: every satisfaction answer has one, and about three more
/// for every two answers went unanswered.
fn survey_sent(draw: &mut Draw, others: &[File]) -> Rows {
    let mut rows = Rows::new(&["customer_id", "ticket_id", "sent_at", "channel"]);
    let lines = |path: &str| -> Vec<Vec<String>> {
        let bytes = others.iter().find(|(name, _)| name == path).map(|(_, bytes)| bytes.as_slice()).unwrap_or_default();
        let text = String::from_utf8_lossy(bytes);
        text.lines().skip(1).map(|line| line.split(',').take(11).map(str::to_owned).collect()).collect()
    };
    let recent = text(Some(quarter_start(QUARTERS - 3)), TIME);
    let mut asked = std::collections::BTreeSet::new();
    for answer in lines("data/telecom/surveys.csv") {
        // response_id, ticket_id, customer_id, channel, metric, …, sent_at at 8.
        if answer[4] == "csat" && answer[8] >= recent && asked.insert(answer[1].clone()) {
            rows.push([2, 1, 8, 3].map(|at| answer[at].clone()).to_vec());
        }
    }
    for ticket in lines("data/telecom/tickets.csv") {
        // ticket_id, customer_id, created_at, channel, …, resolved_at at 8.
        let solved = !ticket[8].is_empty() && ticket[8] >= recent;
        if solved && !asked.contains(&ticket[0]) && draw.chance(0.47) {
            rows.push([1, 0, 8, 3].map(|at| ticket[at].clone()).to_vec());
        }
    }
    rows
}

fn commitments(draw: &mut Draw) -> Rows {
    let mut rows = Rows::new(&[
        "commitment_id",
        "type",
        "promised_at",
        "due_at",
        "original_due_at",
        "fulfilled_at",
        "priority",
        "team",
    ]);
    let kinds = [
        ("appointment", 0.91, 48),
        ("callback", 0.84, 24),
        ("warranty_repair", 0.78, 168),
        ("resolution_sla", 0.82, 72),
        ("first_response_sla", 0.93, 4),
    ];
    for quarter in 0..QUARTERS {
        for at in 0..100 {
            let (kind, kept, hours) = kinds[at % kinds.len()];
            let promised = moment(draw, quarter);
            let first = promised + hours * HOUR;
            let in_time = draw.chance(kept);
            let share = if in_time { 0.2 + 0.75 * draw.unit() } else { 1.1 + draw.unit() };
            let fulfilled = past(promised + (hours as f64 * share * HOUR as f64) as Seconds);
            // Some broken promises were given a new date; the first one counts.
            let moved = !in_time && draw.chance(0.4);
            let due = if moved { first + hours * HOUR } else { first };
            let dated = !draw.chance(0.04);
            rows.push(vec![
                format!("P{:02}{:04}", quarter + 1, at + 1),
                kind.to_owned(),
                text(Some(promised), SHORT),
                text(dated.then_some(due), SHORT),
                text((dated && moved).then_some(first), SHORT),
                text(fulfilled, SHORT),
                (*draw.pick(&["普通", "普通", "加急"])).to_owned(),
                (*draw.pick(&["华东站", "华南站", "华北站"])).to_owned(),
            ]);
        }
    }
    rows
}

fn ticket_log(draw: &mut Draw) -> Rows {
    let mut rows = Rows::new(&["ticket_id", "status", "at", "team"]);
    let path =
        [("新建", 3.0), ("一线处理", 2.0), ("等备件", 40.0), ("二线处理", 5.0), ("等客户确认", 12.0), ("等审批", 8.0)];
    for quarter in 0..QUARTERS {
        for number in 0..55 {
            let id = format!("A{:02}{:05}", quarter + 1, number + 1);
            let team = *draw.pick(&["华东站", "华南站", "华北站"]);
            let mut at = moment(draw, quarter);
            for (step, (status, median)) in path.into_iter().enumerate() {
                let skipped = step >= 2 && !draw.chance(0.4);
                if skipped || at >= as_of() {
                    continue;
                }
                rows.push(vec![id.clone(), status.to_owned(), text(Some(at), SHORT), team.to_owned()]);
                at += (draw.skewed_below(median, 600.0) * HOUR as f64) as Seconds + 60;
            }
            if at < as_of() {
                rows.push(vec![id, "完工".to_owned(), text(Some(at), SHORT), team.to_owned()]);
            }
        }
    }
    rows
}

fn units() -> Rows {
    let mut rows = Rows::new(&["period", "product", "units_in_field"]);
    let products = [("冰箱", 21_000, 240), ("洗衣机", 23_500, 310), ("空调", 18_000, 420), ("洗碗机", 5_200, 380)];
    for quarter in 0..QUARTERS {
        for (product, units, growth) in products {
            let units = units + growth * quarter as i64;
            rows.push(vec![text(Some(quarter_start(quarter)), DATE), product.to_owned(), units.to_string()]);
        }
    }
    rows
}

/// What interviews and the public spoke of each month: plan changes are a theme once they go by e-mail only.
fn mentions() -> Rows {
    let mut draw = Draw::new(20_260_930);
    let mut rows = Rows::new(&["period", "source", "theme", "mentions", "negative"]);
    let themes = [("套餐变更", 9, 0.3), ("网络质量", 26, 0.45), ("计费", 17, 0.4), ("客服响应", 14, 0.3)];
    for quarter in 0..QUARTERS {
        let moved = quarter + 1 == QUARTERS;
        for month in months(quarter) {
            for (source, share) in [("interview", 0.15), ("social", 1.0)] {
                for (theme, level, negative) in themes {
                    let (level, negative) =
                        if moved && theme == "套餐变更" { (level * 4, 0.6) } else { (level, negative) };
                    let count = 1 + (level as f64 * share * (0.7 + 0.6 * draw.unit())) as i64;
                    let bad = (0..count).filter(|_| draw.chance(negative)).count();
                    let cells = [text(Some(month), DATE), source.to_owned(), theme.to_owned()];
                    rows.push(cells.into_iter().chain([count.to_string(), bad.to_string()]).collect());
                }
            }
        }
    }
    rows
}

fn offers(draw: &mut Draw) -> Rows {
    let mut rows = Rows::new(&["offer_id", "customer_id", "offered_at", "accepted_at", "category", "amount", "margin"]);
    for quarter in 0..QUARTERS {
        for at in 0..60 {
            let offered = moment(draw, quarter);
            let accepted = draw.chance(0.21 + 0.008 * quarter as f64).then(|| offered + draw.whole(HOUR, 25 * DAY));
            let amount = draw.whole(9_000, 60_000);
            rows.push(vec![
                format!("X{:02}{:03}", quarter + 1, at + 1),
                customer_id("U", draw.whole(0, 7400) as usize),
                text(Some(offered), SHORT),
                text(accepted.and_then(past), SHORT),
                (*draw.pick(&["延保", "清洗套餐", "滤网订阅"])).to_owned(),
                yuan(amount),
                yuan(amount * 2 / 5),
            ]);
        }
    }
    rows
}

/// Quarterly invoices of 130 organisations; some grow, some shrink, a few leave.
fn invoices(draw: &mut Draw) -> Rows {
    let mut rows = Rows::new(&["invoice_id", "customer_id", "issued_at", "due_at", "paid_at", "amount", "recurring"]);
    for number in 0..130 {
        let mut amount = draw.whole(600_000, 6_000_000);
        let leaves = if draw.chance(0.16) { draw.whole(2, QUARTERS as i64) as usize } else { QUARTERS };
        for quarter in 0..leaves {
            let issued = quarter_start(quarter) + draw.whole(1, 85) * DAY;
            let late = if draw.chance(0.15) { draw.whole(3, 70) } else { -draw.whole(0, 20) };
            let due = issued + 30 * DAY;
            rows.push(vec![
                format!("I{:03}{:02}", number + 1, quarter + 1),
                customer_id("ORG-", number * 7),
                text(Some(issued), DATE),
                text(Some(due), DATE),
                text(past(due + late * DAY), DATE),
                yuan(amount),
                "true".to_owned(),
            ]);
            let factor = if draw.chance(0.18) {
                108
            } else if draw.chance(0.08) {
                90
            } else {
                100
            };
            amount = amount / 100 * factor;
        }
    }
    rows
}

fn reviews(draw: &mut Draw) -> Rows {
    let mut rows = Rows::new(&["review_id", "reviewed_at", "team", "score", "score_max", "critical_error", "random"]);
    for quarter in 0..QUARTERS {
        for at in 0..60 {
            let random = !draw.chance(0.1);
            let score = if random { 78 + draw.whole(0, 23) } else { 40 + draw.whole(0, 40) };
            rows.push(vec![
                format!("Q{:02}{:03}", quarter + 1, at + 1),
                text(Some(moment(draw, quarter)), DATE),
                (*draw.pick(&["tier-1", "tier-1", "tier-2", "platform"])).to_owned(),
                score.to_string(),
                "100".to_owned(),
                draw.chance(if random { 0.05 } else { 0.3 }).to_string(),
                random.to_string(),
            ]);
        }
    }
    rows
}

fn staff(draw: &mut Draw) -> Rows {
    let mut rows = Rows::new(&["staff_id", "start_date", "end_date", "team"]);
    for number in 0..110 {
        let start = quarter_start(0) - 600 * DAY + draw.whole(0, 1200) * DAY;
        let end = draw.chance(0.35).then(|| start + draw.whole(90, 1100) * DAY).and_then(past);
        let team = ["tier-1", "tier-1", "tier-1", "tier-2", "tier-2", "platform"][number % 6];
        rows.push(vec![format!("E{:03}", number + 1), text(Some(start), DATE), text(end, DATE), team.to_owned()]);
    }
    rows
}

fn staff_time(draw: &mut Draw) -> Rows {
    let mut rows =
        Rows::new(&["period", "team", "scheduled_hours", "absence_hours", "training_hours", "esat", "esat_n"]);
    for quarter in 0..QUARTERS {
        for (at, month) in months(quarter).into_iter().enumerate() {
            for (team, heads) in super::saas::HEADS {
                let scheduled = heads * 160;
                let asked = at == 2;
                rows.push(vec![
                    text(Some(month), "%Y-%m"),
                    team.to_owned(),
                    scheduled.to_string(),
                    (scheduled * draw.whole(25, 60) / 1000).to_string(),
                    (heads * draw.whole(2, 7)).to_string(),
                    if asked { format!("{:.2}", 3.6 + 0.5 * draw.unit()) } else { String::new() },
                    if asked { (heads * 8 / 10).to_string() } else { String::new() },
                ]);
            }
        }
    }
    rows
}
