//! 澄江水务: the year before the sample's nine quarters, and burst pipes of all thirteen, most in the
//! frost of the first quarter and in the heat of the third: three full years, so that the season shows.

use super::draw::Draw;
use super::files::File;
use super::files::Rows;
use super::service::customer_id;
use super::time::{DAY, QUARTERS, Seconds, earlier_start, moment_between, quarter_start, text};
use super::water::{CAUSES, COMPLAINT, CUSTOMERS, TICKET, TICKETS, complaint, ticket};

const DATE: &str = "%Y-%m-%d";
/// Quarters before the sample's: 2023-Q3 to 2024-Q2.
const EARLIER: usize = 4;
/// Complaints of the earlier quarters.
const COMPLAINTS: [usize; EARLIER] = [36, 38, 37, 39];
/// Burst pipes by quarter of the calendar year.
const BURSTS: [i64; 4] = [74, 12, 40, 20];
/// Customers who left in the earlier quarters.
const LEFT: usize = 44;
/// Columns of customers who left.
const CUSTOMER: [&str; 5] = ["customer_id", "start_date", "end_date", "end_reason", "tier"];
/// Where the burst is told of.
const CHANNEL: usize = 3;
/// What the ticket is about.
const CATEGORY: usize = 8;

/// The further files of this client.
pub(super) fn files() -> Vec<File> {
    let mut draw = Draw::new(20_260_204);
    let file = |name: &str, rows: Rows| (format!("data/water/{name}.csv"), rows.csv().into_bytes());
    vec![
        file("tickets-2023", tickets(&mut draw)),
        file("bursts", bursts(&mut draw)),
        file("complaints-2023", complaints(&mut draw)),
        file("customers-left", customers(&mut draw)),
    ]
}

/// Start and end of a quarter by position: 0 is 2023-Q3.
fn span(at: usize) -> (Seconds, Seconds) {
    let start = |at: usize| if at < EARLIER { earlier_start(EARLIER - at) } else { quarter_start(at - EARLIER) };
    (start(at), start(at + 1))
}

fn moments(draw: &mut Draw, at: usize, count: usize) -> Vec<Seconds> {
    let (start, end) = span(at);
    let mut moments: Vec<Seconds> = (0..count).map(|_| moment_between(draw, start, end)).collect();
    moments.sort_unstable();
    moments
}

fn tickets(draw: &mut Draw) -> Rows {
    let mut rows = Rows::new(&TICKET);
    for quarter in 0..EARLIER {
        for (at, created) in moments(draw, quarter, TICKETS).into_iter().enumerate() {
            rows.push(ticket(draw, format!("V{:02}{:04}", quarter + 1, at + 1), created));
        }
    }
    rows
}

fn bursts(draw: &mut Draw) -> Rows {
    let mut rows = Rows::new(&TICKET);
    for quarter in 0..EARLIER + QUARTERS {
        // The first quarter here is the third of its year.
        let usual = BURSTS[(quarter + 2) % BURSTS.len()];
        let count = usual + draw.whole(-usual / 8, usual / 8 + 1);
        for (at, created) in moments(draw, quarter, count as usize).into_iter().enumerate() {
            let mut row = ticket(draw, format!("B{:02}{:04}", quarter + 1, at + 1), created);
            (row[CHANNEL], row[CATEGORY]) = ("phone".to_owned(), "爆管".to_owned());
            rows.push(row);
        }
    }
    rows
}

fn complaints(draw: &mut Draw) -> Rows {
    let mut rows = Rows::new(&COMPLAINT);
    for (quarter, count) in COMPLAINTS.into_iter().enumerate() {
        let causes = draw.shares(count, &CAUSES);
        for (at, received) in moments(draw, quarter, count).into_iter().enumerate() {
            let id = format!("VC{:02}{:03}", quarter + 1, at + 1);
            rows.push(complaint(draw, (id, String::new()), received, causes[at]));
        }
    }
    rows
}

/// Customers who left before the register of today was drawn up.
fn customers(draw: &mut Draw) -> Rows {
    let mut rows = Rows::new(&CUSTOMER);
    for number in CUSTOMERS..CUSTOMERS + LEFT {
        let start = earlier_start(EARLIER) - draw.whole(20, 2000) * DAY;
        let end = earlier_start(EARLIER) + draw.whole(5, 360) * DAY;
        let reason = *draw.pick(&["搬迁", "并户", "不明"]);
        let tier = if draw.chance(0.15) { "企业" } else { "居民" };
        let cells = [customer_id("W", number), text(Some(start), DATE), text(Some(end), DATE)];
        rows.push(cells.into_iter().chain([reason.to_owned(), tier.to_owned()]).collect());
    }
    rows
}
