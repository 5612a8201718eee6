//! 河谷信用社 (River Valley Credit Union): about 40 tickets a quarter, no surveys, one quarter missing,
//! and dirty rows. Story: there is too little to judge, and the report says so.

use super::draw::Draw;
use super::files::File;
use super::files::Rows;
use super::service::{ChannelPlan, Words, customer_id, customers, tickets};
use super::time::{QUARTERS, moment, text};

const CUSTOMERS: usize = 640;
const MISSING_QUARTER: usize = 5;
const TIME: &str = "%d/%m/%Y %H:%M";
const WORDS: Words = Words {
    prefix: "R",
    categories: &[("account", 0.45), ("card", 0.35), ("loan", 0.2)],
    priorities: &[("normal", 1.0)],
    teams: &[("counter", 1.0)],
    products: &[("retail", 1.0)],
    customers: CUSTOMERS,
    spam: 0.0,
};

pub fn files() -> Vec<File> {
    let mut draw = Draw::new(20_260_105);
    let mut rows = Rows::new(&["Ticket", "Member", "Opened", "Via", "State", "First answer", "Solved", "Subject"]);
    for quarter in (0..QUARTERS).filter(|quarter| *quarter != MISSING_QUARTER) {
        let plans = [0, 1].map(|at| ChannelPlan {
            name: ["branch", "phone"][at],
            volume: [16, 24][at],
            solved_in_time: [0.75, 0.79][at],
            target_hours: 48.0,
            reply_hours: [4.0, 0.4][at],
            never_replied: 0.04,
            repeat_contact: 0.1,
        });
        for ticket in tickets(&mut draw, quarter, &WORDS, &plans) {
            rows.push(vec![
                ticket.id,
                customer_id("V", ticket.customer),
                text(Some(ticket.created), TIME),
                ticket.channel.to_owned(),
                if ticket.resolved.is_some() { "closed" } else { "open" }.to_owned(),
                text(ticket.reply, TIME),
                text(ticket.resolved, TIME),
                ticket.category.to_owned(),
            ]);
        }
    }
    vec![
        ("data/credit-union/tickets.csv".to_owned(), dirty(&rows).into_bytes()),
        ("data/credit-union/members.csv".to_owned(), members(&mut draw).csv().into_bytes()),
        ("data/credit-union/complaints.csv".to_owned(), complaints(&mut draw).csv().into_bytes()),
    ]
}

/// Adds what real exports contain: an impossible date, a solved time before the opening, a row with
/// a missing cell, the same ticket twice, a ticket without an id, and missing marks.
fn dirty(rows: &Rows) -> String {
    let mut text = rows.csv();
    let last = rows.rows().last().expect("the credit union has tickets");
    let repeated = last.join(",");
    text.push_str("R0990001,V00012,31/02/2026 10:00,phone,closed,n/a,01/03/2026 09:00,card\n");
    text.push_str("R0990002,V00044,14/08/2026 10:00,phone,closed,14/08/2026 10:20,12/08/2026 09:00,card\n");
    text.push_str("R0990003,V00045,18/08/2026 11:00,phone,closed\n");
    text.push_str(",V00046,19/08/2026 11:00,branch,open,n/a,n/a,loan\n");
    text.push_str("R0990004,V00047,yesterday,branch,open,n/a,n/a,loan\n");
    text.push_str(&repeated);
    text.push('\n');
    text
}

fn members(draw: &mut Draw) -> Rows {
    let mut rows = Rows::new(&["Member", "Joined", "Left"]);
    for (at, member) in customers(draw, CUSTOMERS, &[0.012; QUARTERS], 9, &[""]).iter().enumerate() {
        rows.push(vec![customer_id("V", at), text(Some(member.start), "%d/%m/%Y"), text(member.end, "%d/%m/%Y")]);
    }
    rows
}

fn complaints(draw: &mut Draw) -> Rows {
    let mut rows = Rows::new(&["No", "Member", "Received", "Closed"]);
    for quarter in (0..QUARTERS).filter(|quarter| *quarter != MISSING_QUARTER) {
        for at in 0..draw.whole(1, 5) {
            let received = moment(draw, quarter);
            rows.push(vec![
                format!("F{:02}{:02}", quarter + 1, at + 1),
                customer_id("V", draw.whole(0, CUSTOMERS as i64) as usize),
                text(Some(received), TIME),
                text(Some(received + draw.whole(20, 200) * 3600), TIME),
            ]);
        }
    }
    rows
}
