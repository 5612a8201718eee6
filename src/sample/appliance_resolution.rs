//! 恒岳家电: the call back that asks whether the problem was solved on first contact; advice by telephone
//! more often than what needs a visit.

use super::appliance::ADVICE;
use super::draw::Draw;
use super::files::File;
use super::files::Rows;
use super::service::{Answer, Question, Ticket, answers, customer_id};
use super::time::{QUARTERS, quarter_start, text};

const TIME: &str = "%Y-%m-%d %H:%M";
/// Answers per quarter and share of yes, in percent: advice, and what needs a visit.
const ASKED: [(usize, f64); 2] = [(40, 0.83), (55, 0.62)];

/// The file; `tickets` are those of the workbook.
pub(super) fn file(draw: &mut Draw, tickets: &[Ticket]) -> File {
    let mut rows = Rows::new(&["回访号", "工单号", "客户号", "一次解决", "回访时间"]);
    for quarter in 0..QUARTERS {
        let of_quarter = quarter_start(quarter)..quarter_start(quarter + 1);
        let now = tickets.iter().filter(|ticket| of_quarter.contains(&ticket.created)).cloned();
        let (advice, visits): (Vec<Ticket>, Vec<Ticket>) = now.partition(|ticket| ticket.category == ADVICE);
        for (of, (count, yes)) in [advice, visits].iter().zip(ASKED) {
            let yes = yes + 0.06 * (draw.unit() - 0.5);
            let shares = [(1, yes), (0, 1.0 - yes)];
            let question = Question { metric: "一次解决", shares: &shares, answers: count, comments: &[] };
            answers(draw, "F", of, &question).iter().for_each(|answer| rows.push(line(answer)));
        }
    }
    ("data/appliance/首次解决回访.csv".to_owned(), rows.csv().into_bytes())
}

fn line(answer: &Answer) -> Vec<String> {
    vec![
        answer.id.clone(),
        answer.ticket.clone(),
        customer_id("U", answer.customer),
        if answer.value == 1 { "是" } else { "否" }.to_owned(),
        text(Some(answer.responded), TIME),
    ]
}
