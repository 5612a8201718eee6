//! Tickets, answers, complaints and contracts with planted figures, before any client's dialect.

use super::draw::Draw;
use super::time::{DAY, HOUR, Seconds, as_of, moment, quarter_start};

/// A ticket as it happened.
#[derive(Clone)]
pub struct Ticket {
    pub id: String,
    pub customer: usize,
    pub created: Seconds,
    pub reply: Option<Seconds>,
    pub first_resolved: Option<Seconds>,
    pub resolved: Option<Seconds>,
    pub reopened: Option<Seconds>,
    pub channel: &'static str,
    pub category: &'static str,
    pub priority: &'static str,
    pub team: &'static str,
    pub product: &'static str,
    pub spam: bool,
}

/// What a channel is like in one quarter.
#[derive(Clone, Copy)]
pub struct ChannelPlan {
    pub name: &'static str,
    /// Tickets in the quarter.
    pub volume: usize,
    /// Share solved within the target and not reopened within seven days: met exactly.
    pub solved_in_time: f64,
    /// Hours allowed.
    pub target_hours: f64,
    /// Median hours to the first reply.
    pub reply_hours: f64,
    /// Share that never gets a reply.
    pub never_replied: f64,
    /// Share of solved tickets that come back as a new ticket of the same customer.
    pub repeat_contact: f64,
}

/// The words of a client's service.
pub struct Words {
    pub prefix: &'static str,
    pub categories: &'static [(&'static str, f64)],
    pub priorities: &'static [(&'static str, f64)],
    pub teams: &'static [(&'static str, f64)],
    pub products: &'static [(&'static str, f64)],
    pub customers: usize,
    pub spam: f64,
}

/// Tickets of one quarter in order of creation.
pub fn tickets(draw: &mut Draw, quarter: usize, words: &Words, channels: &[ChannelPlan]) -> Vec<Ticket> {
    let mut all: Vec<Ticket> = channels.iter().flat_map(|channel| of_channel(draw, quarter, words, channel)).collect();
    all.sort_by_key(|ticket| ticket.created);
    let repeats = channels.iter().map(|channel| channel.repeat_contact * channel.volume as f64).sum::<f64>();
    repeat_contacts(draw, &mut all, repeats as usize);
    for (at, ticket) in all.iter_mut().enumerate() {
        ticket.id = format!("{}{:02}{:05}", words.prefix, quarter + 1, at + 1);
    }
    all
}

fn of_channel(draw: &mut Draw, quarter: usize, words: &Words, plan: &ChannelPlan) -> Vec<Ticket> {
    let in_time = draw.quota(plan.volume, plan.solved_in_time);
    let silent = draw.quota(plan.volume, plan.never_replied);
    let categories = draw.shares(plan.volume, words.categories);
    let priorities = draw.shares(plan.volume, words.priorities);
    let teams = draw.shares(plan.volume, words.teams);
    let products = draw.shares(plan.volume, words.products);
    (0..plan.volume)
        .map(|at| {
            let created = moment(draw, quarter);
            let mut ticket = Ticket {
                id: String::new(),
                customer: draw.whole(0, words.customers as i64) as usize,
                created,
                reply: None,
                first_resolved: None,
                resolved: None,
                reopened: None,
                channel: plan.name,
                category: categories[at],
                priority: priorities[at],
                team: teams[at],
                product: products[at],
                spam: draw.chance(words.spam),
            };
            solve(draw, &mut ticket, plan, in_time[at]);
            reply(draw, &mut ticket, plan, silent[at] && !in_time[at]);
            until_now(&mut ticket);
            ticket
        })
        .collect()
}

/// Solves in time, or late, or in time with a return inside seven days.
fn solve(draw: &mut Draw, ticket: &mut Ticket, plan: &ChannelPlan, in_time: bool) {
    let target = plan.target_hours;
    let quick = draw.skewed_below(target * 0.35, target * 0.98);
    let hours = |hours: f64| ticket.created + (hours * HOUR as f64) as Seconds + 60;
    if in_time {
        ticket.resolved = Some(hours(quick));
    } else if draw.chance(0.2) {
        let first = hours(quick);
        let reopened = first + draw.whole(2 * HOUR, 6 * DAY);
        ticket.first_resolved = Some(first);
        ticket.reopened = Some(reopened);
        ticket.resolved = Some(reopened + (draw.skewed(target) * HOUR as f64) as Seconds + 600);
    } else {
        ticket.resolved = Some(hours(target * 1.02 + draw.skewed(target * 0.9)));
    }
}

/// A reply before the solution; a ticket that never gets one stays unsolved half of the time.
fn reply(draw: &mut Draw, ticket: &mut Ticket, plan: &ChannelPlan, silent: bool) {
    if silent {
        if draw.chance(0.5) {
            (ticket.first_resolved, ticket.resolved, ticket.reopened) = (None, None, None);
        }
        return;
    }
    let last = ticket.first_resolved.or(ticket.resolved).unwrap_or(as_of());
    let at = ticket.created + (draw.skewed(plan.reply_hours) * HOUR as f64) as Seconds + 20;
    ticket.reply = Some(at.min(last));
}

/// Forgets what had not happened yet when the data were extracted.
fn until_now(ticket: &mut Ticket) {
    let happened = |at: Option<Seconds>| at.filter(|at| *at < as_of());
    ticket.reply = happened(ticket.reply);
    ticket.first_resolved = happened(ticket.first_resolved);
    ticket.reopened = happened(ticket.reopened);
    ticket.resolved = happened(ticket.resolved);
    if ticket.reopened.is_none() {
        ticket.resolved = ticket.resolved.or(ticket.first_resolved);
        ticket.first_resolved = None;
    }
}

/// Makes some later tickets the same customer's second try on the same matter.
fn repeat_contacts(draw: &mut Draw, tickets: &mut [Ticket], wanted: usize) {
    let mut made = 0;
    for _ in 0..wanted * 20 {
        if made == wanted || tickets.len() < 3 {
            return;
        }
        let first = draw.whole(0, tickets.len() as i64 - 1) as usize;
        let second = first + draw.whole(1, (tickets.len() as i64 - first as i64).clamp(2, 60)) as usize;
        let gap = tickets[second].created - tickets[first].created;
        if (2 * HOUR..6 * DAY).contains(&gap) {
            tickets[second].customer = tickets[first].customer;
            tickets[second].category = tickets[first].category;
            made += 1;
        }
    }
}

/// One answer to one question.
pub struct Answer {
    pub id: String,
    pub ticket: String,
    pub customer: usize,
    pub channel: &'static str,
    pub metric: &'static str,
    pub value: i64,
    pub sent: Seconds,
    pub responded: Seconds,
    pub comment: &'static str,
}

/// A question with the exact shares of its answers.
pub struct Question<'a> {
    pub metric: &'static str,
    pub shares: &'a [(i64, f64)],
    pub answers: usize,
    pub comments: &'a [(i64, &'static str)],
}

/// Answers to a question about tickets that were solved.
pub fn answers(draw: &mut Draw, prefix: &str, tickets: &[Ticket], question: &Question) -> Vec<Answer> {
    let solved: Vec<&Ticket> = tickets.iter().filter(|ticket| ticket.resolved.is_some() && !ticket.spam).collect();
    let values = draw.shares(question.answers.min(solved.len()), question.shares);
    let mut order: Vec<usize> = (0..solved.len()).collect();
    draw.shuffle(&mut order);
    let mut chosen = order[..values.len()].to_vec();
    chosen.sort_unstable();
    let mut answers: Vec<Answer> = chosen
        .iter()
        .zip(values)
        .map(|(at, value)| {
            let ticket = solved[*at];
            let sent = ticket.resolved.expect("only solved tickets are asked") + HOUR;
            let remarks: Vec<_> = question.comments.iter().filter(|(of, _)| *of == value).collect();
            let comment = if !remarks.is_empty() && draw.chance(0.12) { draw.pick(&remarks).1 } else { "" };
            Answer {
                id: format!("{prefix}{}", ticket.id),
                ticket: ticket.id.clone(),
                customer: ticket.customer,
                channel: ticket.channel,
                metric: question.metric,
                value,
                sent,
                responded: sent + draw.whole(HOUR / 4, 5 * DAY),
                comment,
            }
        })
        .collect();
    answers.retain(|answer| answer.responded < as_of());
    answers
}

/// A contract customer.
pub struct Customer {
    pub start: Seconds,
    pub end: Option<Seconds>,
    pub reason: &'static str,
}

/// Customers with a churn per quarter (met exactly on those present at its start) and new ones.
pub fn customers(
    draw: &mut Draw,
    first: usize,
    churn: &[f64],
    joining: usize,
    reasons: &[&'static str],
) -> Vec<Customer> {
    let mut all: Vec<Customer> = (0..first)
        .map(|_| Customer {
            start: quarter_start(0) - draw.whole(10 * DAY, 1600 * DAY) / DAY * DAY,
            end: None,
            reason: "",
        })
        .collect();
    for (quarter, churn) in churn.iter().enumerate() {
        let (start, end) = (quarter_start(quarter), quarter_start(quarter + 1));
        let mut present: Vec<usize> = (0..all.len()).filter(|at| all[*at].end.is_none()).collect();
        draw.shuffle(&mut present);
        let leaving = (present.len() as f64 * churn + 0.5) as usize;
        for at in present.into_iter().take(leaving) {
            all[at].end = Some(draw.whole(start + DAY, end) / DAY * DAY);
            all[at].reason = reasons[draw.whole(0, reasons.len() as i64) as usize];
        }
        all.extend((0..joining).map(|_| Customer {
            start: draw.whole(start + DAY, end) / DAY * DAY,
            end: None,
            reason: "",
        }));
    }
    all
}

/// Name of a customer.
pub fn customer_id(prefix: &str, number: usize) -> String {
    format!("{prefix}{:05}", number + 1)
}
