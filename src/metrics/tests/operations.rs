//! The cards about promises, stages, telephone, staff, product and quality reviews, by hand.

use super::{Case, measured};
use crate::domain::Segment;

fn near(found: Option<f64>, wanted: f64) {
    let found = found.expect("a value");
    assert!((found - wanted).abs() < 1e-9, "{found} is not {wanted}");
}

fn part(case: &Case, metric: &str, dimension: &str, value: &str) -> Option<f64> {
    let segment = Segment::Part { dimension: dimension.to_owned(), value: Some(value.to_owned()) };
    case.figures.get(metric, &segment, case.periods[1].quarter).and_then(|figure| figure.value)
}

/// M04: kept, broken, moved, pending and without a due date.
#[test]
fn promises_are_kept_by_their_first_due_date() {
    let promises = "commitment_id,type,promised_at,due_at,original_due_at,fulfilled_at,cancelled\n\
        A,callback,2026-07-01T09:00:00Z,2026-07-02T09:00:00Z,,2026-07-02T09:00:00Z,\n\
        B,callback,2026-07-01T09:00:00Z,2026-07-02T09:00:00Z,,2026-07-03T09:00:00Z,\n\
        C,resolution_sla,2026-07-01T09:00:00Z,2026-07-20T09:00:00Z,2026-07-05T09:00:00Z,2026-07-10T09:00:00Z,\n\
        D,resolution_sla,2026-07-01T09:00:00Z,2026-07-04T09:00:00Z,,,\n\
        E,resolution_sla,2026-09-01T09:00:00Z,2026-09-20T09:00:00Z,,2026-09-19T09:00:00Z,\n\
        F,callback,2026-08-01T09:00:00Z,,,,\n\
        G,callback,2026-08-01T09:00:00Z,2026-08-02T09:00:00Z,,,true\n";
    let moved = "commitment_id,type,promised_at,due_at,fulfilled_at\n\
        E,resolution_sla,2026-09-01T09:00:00Z,2026-09-10T09:00:00Z,\n";
    let case = measured(&[("commitments-a.csv", promises), ("commitments-b.csv", moved)], 1);
    // A kept; B late; C late against its first date; D never; E late against the date of the other file.
    near(case.value("promise_kept_rate"), 20.0);
    assert_eq!(case.total("promise_kept_rate").n, 5);
    assert_eq!(case.total("promise_kept_rate").excluded[0], ("cancelled".to_owned(), 1));
    near(case.value("promise_kept_callback"), 50.0);
    near(case.value("promise_kept_resolution"), 0.0);
    assert_eq!(case.value("promise_kept_appointment"), None, "no appointment was promised");
    // Made in the quarter: A to F without the cancelled G; F has no date.
    near(case.value("promise_due_date_coverage"), 100.0 * 5.0 / 6.0);
}

#[test]
fn a_promise_due_after_the_extraction_is_pending() {
    let promises = "commitment_id,type,promised_at,due_at,fulfilled_at\n\
        A,callback,2026-07-01T09:00:00Z,2026-09-30T12:00:00Z,2026-09-30T09:00:00Z\n";
    let mut case = measured(&[("commitments.csv", promises)], 1);
    case.report.as_of = crate::domain::Instant(1_790_000_000_000_000); // 2026-09-21
    let figures = super::measure(&case.report, &case.facts, &case.periods).unwrap().measurements;
    let now = figures.total("promise_kept_rate", case.periods[1].quarter).unwrap();
    assert_eq!((now.n, now.immature), (0, 1));
}

/// M06: six hours in the queue, two in the first line, sixteen for parts, and a stay that is not over.
#[test]
fn time_in_stages_adds_up_to_the_time_in_progress() {
    let log = "ticket_id,status,at,stage\n\
        T1,new,2026-07-01T00:00:00Z,queue\nT1,open,2026-07-01T06:00:00Z,first_line\n\
        T1,waiting,2026-07-01T08:00:00Z,parts\nT1,closed,2026-07-02T00:00:00Z,done\n\
        T2,new,2026-09-30T00:00:00Z,queue\nT2,odd,2026-09-30T18:00:00Z,limbo\n\
        T3,new,2026-06-30T12:00:00Z,queue\nT3,closed,2026-07-01T12:00:00Z,done\n";
    let case = measured(&[("ticket_log.csv", log), ("ticket_log-again.csv", log)], 1);
    // In the quarter: queue 6 + 18 + 12, first line 2, parts 16 of 54 mapped hours; limbo 6 hours are missing.
    near(case.value("stage_share_queue"), 100.0 * 36.0 / 54.0);
    near(case.value("stage_share_first_line"), 100.0 * 2.0 / 54.0);
    near(case.value("stage_share_parts"), 100.0 * 16.0 / 54.0);
    near(case.value("stage_share_customer"), 0.0);
    near(case.value("stage_share_waiting"), 100.0 * 52.0 / 54.0);
    assert_eq!(case.total("stage_share_queue").missing, 1);
    near(case.value("stage_hours"), 60.0);
    near(part(&case, "stage_hours", "stage", "queue"), 36.0);
    // Stays that began in the quarter: 6, 2, 16, 18 hours and one censored after 14.25 days.
    let visits = case.total("stage_visit_median");
    assert_eq!((visits.n, visits.censored), (5, 1));
    near(visits.value, 16.0);
    let quality = &case.facts.quality.tables[&crate::domain::Table::TicketLog];
    assert_eq!(quality.duplicates_merged, 8, "the same log twice counts once");
}

/// M33 from call records: six calls, one outbound.
const CALLS: &str = "call_id,started_at,direction,answered_at,abandoned_at,wait_seconds\n\
    1,2026-07-01T09:00:00Z,inbound,2026-07-01T09:00:10Z,,10\n\
    2,2026-07-01T09:00:00Z,inbound,2026-07-01T09:00:18Z,,18\n\
    3,2026-07-01T09:00:00Z,inbound,2026-07-01T09:01:00Z,,60\n\
    4,2026-07-01T09:00:00Z,inbound,,2026-07-01T09:02:00Z,120\n\
    5,2026-07-01T09:00:00Z,inbound,,,\n\
    6,2026-07-01T09:00:00Z,outbound,2026-07-01T09:00:01Z,,1\n";

#[test]
fn telephone_figures_come_from_call_records() {
    let case = measured(&[("calls.csv", CALLS)], 1);
    near(case.value("phone_answer_rate"), 60.0);
    near(case.value("phone_abandonment_rate"), 20.0);
    near(case.value("phone_speed_of_answer"), 88.0 / 3.0);
    near(case.value("phone_service_level"), 200.0 / 3.0);
    near(case.value("phone_service_level_offered"), 40.0);
    near(case.value("phone_answered_within_15s"), 20.0);
    // Type-7 quantile of 10, 18, 60 at 0.9: 18 + 0.8 × 42 (numpy.quantile 2.3 gives 51.6).
    near(case.value("phone_wait_p90"), 51.6);
}

/// M33 from daily totals: averages weighted by calls (three days of the Vancouver 3-1-1 file).
#[test]
fn telephone_figures_come_from_daily_totals() {
    let days = "period,offered,answered,abandoned,average_wait_seconds,service_level\n\
        2026-07-01,100,90,8,20,0.8\n2026-07-02,300,200,90,100,0.4\n2026-07-03,10,0,10,,\n";
    let case = measured(&[("call_totals.csv", days)], 1);
    near(case.value("phone_calls_offered"), 410.0);
    near(case.value("phone_answer_rate_totals"), 100.0 * 290.0 / 410.0);
    near(case.value("phone_abandonment_rate_totals"), 100.0 * 108.0 / 410.0);
    near(case.value("phone_speed_of_answer_totals"), (90.0 * 20.0 + 200.0 * 100.0) / 290.0);
    near(case.value("phone_service_level_totals"), 100.0 * (72.0 + 80.0) / 290.0);
    assert_eq!(case.total("phone_service_level_totals").excluded[0], ("nothing_answered".to_owned(), 1));
}

/// M33: a session counts as contained when no person was needed for seven days.
#[test]
fn containment_looks_for_later_contacts_with_a_person() {
    let sessions = "session_id,customer_id,started_at,kind,solved,handed_over\n\
        1,A,2026-07-01T09:00:00Z,bot,true,false\n2,B,2026-07-01T09:00:00Z,bot,true,false\n\
        3,C,2026-07-01T09:00:00Z,bot,true,true\n4,D,2026-07-01T09:00:00Z,bot,false,false\n\
        5,,2026-07-01T09:00:00Z,bot,true,false\n6,E,2026-07-01T09:00:00Z,self_service,true,\n";
    let tickets = "ticket_id,customer_id,created_at,handled_by\n\
        1,B,2026-07-08T09:00:00Z,agent\n2,A,2026-07-02T09:00:00Z,bot\n3,A,2026-07-09T09:00:00Z,agent\n";
    let case = measured(&[("sessions.csv", sessions), ("tickets.csv", tickets)], 1);
    // A: only a bot within 7 days; B: a person exactly 7 days later; C handed over; D not solved.
    near(case.value("bot_containment_rate"), 25.0);
    assert_eq!(case.total("bot_containment_rate").missing, 1);
    near(case.value("self_service_containment_rate"), 100.0);
    near(case.value("session_handover_rate"), 20.0);
}

/// M31 and M33 on tickets.
#[test]
fn interaction_and_channels() {
    let tickets = "ticket_id,customer_id,created_at,channel,origin,proactive,progress_updates_n,channels_n,resolved_at\n\
        1,A,2026-07-01T00:00:00Z,phone,,false,0,1,2026-07-01T10:00:00Z\n\
        2,A,2026-07-01T00:00:00Z,chat,,false,2,2,2026-07-03T00:00:00Z\n\
        3,B,2026-07-01T00:00:00Z,email,,false,0,1,2026-07-04T00:00:00Z\n\
        4,B,2026-07-01T00:00:00Z,phone,agent,true,0,1,2026-07-01T01:00:00Z\n";
    let customers = "customer_id,start_date,tier\nA,2026-01-01,gold\nB,2026-01-01,basic\n";
    let case = measured(&[("tickets.csv", tickets), ("customers.csv", customers)], 1);
    near(case.value("contacts_per_customer"), 1.5);
    near(part(&case, "contacts_per_customer", "customer.tier", "gold"), 2.0);
    near(case.value("proactive_share"), 25.0);
    near(case.value("progress_update_share"), 50.0);
    near(case.value("contacts_phone_share"), 100.0 / 3.0);
    near(case.value("contacts_live_chat_share"), 100.0 / 3.0);
    near(case.value("contacts_written_share"), 100.0 / 3.0);
    near(case.value("several_channels_share"), 25.0);
}

/// M32: only the random sample counts.
#[test]
fn quality_reviews_count_the_random_sample_only() {
    let reviews = "review_id,reviewed_at,score,score_max,critical_error,random\n\
        1,2026-07-01,45,50,false,true\n2,2026-07-02,80,100,true,true\n3,2026-07-03,10,100,true,false\n";
    let case = measured(&[("reviews.csv", reviews)], 1);
    near(case.value("quality_score"), 85.0);
    near(case.value("critical_error_rate"), 50.0);
    assert_eq!(case.total("quality_score").excluded[0], ("not_random".to_owned(), 1));
}

/// M34 and the hours of M24.
#[test]
fn staff_figures_stand_on_heads_and_hours() {
    let staff = "staff_id,start_date,end_date,team\n1,2026-01-01,,a\n2,2026-01-01,2026-08-16,a\n3,2026-01-01,,a\n4,2026-07-01,,a\n";
    let time = "period,team,scheduled_hours,absence_hours,training_hours,esat,esat_n\n\
        2026-07,a,400,20,10,4,10\n2026-08,a,400,30,8,,\n2026-09,a,200,0,2,3,30\n";
    let tickets = "ticket_id,created_at,resolved_at,team\n1,2026-07-01T00:00:00Z,2026-07-01T05:00:00Z,a\n2,2026-07-01T00:00:00Z,2026-07-02T05:00:00Z,a\n";
    let case = measured(&[("staff.csv", staff), ("staff_time.csv", time), ("tickets.csv", tickets)], 1);
    near(case.value("staff_mean"), 3.5);
    near(case.value("staff_turnover"), 100.0 / 3.5);
    near(case.value("staff_absence_rate"), 5.0);
    near(case.value("training_hours_per_person"), 20.0 / 3.5);
    near(case.value("employee_satisfaction"), 3.25);
    near(case.value("hours_per_resolution"), 475.0);
    near(part(&case, "hours_per_resolution", "team", "a"), 475.0);
}

/// M35: units hold until their next figure.
#[test]
fn requests_stand_on_the_units_in_the_field() {
    let units = "period,product,units_in_field\n2026-04,fridge,80\n2026-07,fridge,100\n2026-08-16,fridge,300\n2026-07,oven,50\n";
    let tickets = "ticket_id,created_at,product,resolved_at,reopened_at,visits_n,parts_ordered_at,parts_received_at\n\
        1,2026-07-01T00:00:00Z,fridge,2026-07-02T00:00:00Z,,1,2026-07-01T00:00:00Z,2026-07-03T00:00:00Z\n\
        2,2026-07-01T00:00:00Z,fridge,2026-07-02T00:00:00Z,2026-07-03T00:00:00Z,1,,\n\
        3,2026-07-01T00:00:00Z,fridge,2026-07-02T00:00:00Z,,2,2026-07-01T00:00:00Z,\n\
        4,2026-07-01T00:00:00Z,oven,2026-07-02T00:00:00Z,,0,,\n";
    let case = measured(&[("units.csv", units), ("tickets.csv", tickets)], 1);
    // Fridges: 46 days with 100, 46 days with 300; ovens 50 all through.
    near(part(&case, "units_in_field", "product", "fridge"), 200.0);
    near(case.value("units_in_field"), 250.0);
    near(case.value("requests_per_100_units"), 1.6);
    near(part(&case, "requests_per_100_units", "product", "fridge"), 1.5);
    near(case.value("first_time_fix_rate"), 100.0 / 3.0);
    near(case.value("parts_wait_median"), 48.0);
    assert_eq!(case.total("parts_wait_p90").at_least, Some(24.0 * 106.0), "one part has been on order since 1 July");
}

/// M30: what interviews and the public spoke of is added up by source and theme.
#[test]
fn mentions_are_sums_by_source_and_theme() {
    let mentions = "period,source,theme,mentions,negative\n\
        2026-07,interview,billing,4,1\n2026-08,interview,network,6,3\n\
        2026-07,social,billing,30,12\n2026-09,forum,billing,10,\n2026-04,social,billing,99,99\n";
    let case = measured(&[("mentions.csv", mentions)], 1);
    near(case.value("mentions_interviews"), 10.0);
    near(case.value("mentions_social"), 30.0);
    near(part(&case, "mentions_interviews", "theme", "network"), 6.0);
    // 1 + 3 + 12 of 4 + 6 + 30: the forum does not say how many were negative.
    near(case.value("mentions_negative_share"), 40.0);
    assert_eq!(case.total("mentions_negative_share").missing, 1);
    near(part(&case, "mentions_negative_share", "source", "social"), 40.0);
}
