//! The cards about perception, complaints, loyalty and money, by hand.

use super::measured;

fn near(found: Option<f64>, wanted: f64) {
    let found = found.expect("a value");
    assert!((found - wanted).abs() < 1e-9, "{found} is not {wanted}");
}

fn surveys(rows: &[(&str, f64, f64, f64, &str)]) -> String {
    let mut text = "response_id,customer_id,metric,value,scale_min,scale_max,responded_at,version\n".to_owned();
    for (at, (metric, value, low, high, version)) in rows.iter().enumerate() {
        text += &format!("{at},C{at},{metric},{value},{low},{high},2026-08-01T00:00:00Z,{version}\n");
    }
    text
}

/// M09: forms a, b and c on a scale of 5, and b where scales are mixed.
#[test]
fn satisfaction_has_its_forms_and_never_mixes_scales() {
    let answers = [5.0, 4.0, 4.0, 2.0, 1.0].map(|value| ("csat", value, 1.0, 5.0, ""));
    let case = measured(&[("surveys.csv", &surveys(&answers))], 1);
    near(case.value("csat_top2"), 60.0);
    near(case.value("csat_mean"), 3.2);
    near(case.value("csat_score"), 55.0);
    let mixed = [("csat", 5.0, 1.0, 5.0, ""), ("csat", 9.0, 1.0, 10.0, ""), ("csat", 8.0, 1.0, 10.0, "")];
    let case = measured(&[("surveys.csv", &surveys(&mixed))], 1);
    near(case.value("csat_top2"), 200.0 / 3.0);
    near(case.value("csat_score"), (100.0 + 800.0 / 9.0 + 700.0 / 9.0) / 3.0);
    assert_eq!(case.value("csat_mean"), None, "a mean over two scales means nothing");
}

/// M09: invitations are matched with answers by ticket, else by customer and wave.
#[test]
fn the_response_rate_counts_invitations() {
    let sent = "customer_id,wave,sent_at,ticket_id\nA,w1,2026-07-01T00:00:00Z,\nB,w1,2026-07-01T00:00:00Z,\n\
        C,w1,2026-07-01T00:00:00Z,T1\nD,w1,2026-07-01T00:00:00Z,T2\nE,w1,2026-10-14T00:00:00Z,\nF,w1,2026-09-30T00:00:00Z,\n";
    let answers = "response_id,customer_id,metric,value,responded_at,wave,ticket_id\n\
        1,A,nps,9,2026-07-05T00:00:00Z,w1,\n2,B,nps,9,2026-07-05T00:00:00Z,w2,\n\
        3,X,csat,5,2026-07-15T00:00:00Z,,T1\n4,D,csat,5,2026-07-15T00:00:01Z,,T2\n";
    let case = measured(&[("survey_sent.csv", sent), ("surveys.csv", answers)], 1);
    // A answered in the wave; B in another one; T1 within 14 days to the second; T2 a second late; F never.
    near(case.value("survey_response_rate"), 40.0);
    near(case.value("survey_invitations"), 5.0);
}

/// M10: the two versions run in opposite directions and are never joined.
#[test]
fn effort_scores_are_never_joined() {
    let answers = [
        ("ces", 7.0, 1.0, 7.0, "2.0"),
        ("ces", 5.0, 1.0, 7.0, "2.0"),
        ("ces", 3.0, 1.0, 7.0, "2"),
        ("ces", 2.0, 1.0, 5.0, "1.0"),
        ("ces", 4.0, 1.0, 5.0, ""),
    ];
    let case = measured(&[("surveys.csv", &surveys(&answers))], 1);
    near(case.value("ces_score"), 5.0);
    near(case.value("ces_easy_share"), 200.0 / 3.0);
    near(case.value("ces_1_score"), 2.0);
    let excluded = &case.total("ces_score").excluded;
    assert_eq!(excluded[..2], [("version_unknown".to_owned(), 1), ("other_version".to_owned(), 1)]);
}

/// M11 with the test vector of T2: 50 promoters, 30 passives, 20 detractors.
#[test]
fn promoters_passives_and_detractors() {
    let value = |at: usize| {
        if at < 50 {
            9.0
        } else if at < 80 {
            8.0
        } else {
            6.0
        }
    };
    let answers: Vec<_> = (0..100).map(|at| ("nps", value(at), 0.0, 10.0, "")).collect();
    let case = measured(&[("surveys.csv", &surveys(&answers))], 1);
    near(case.value("nps"), 30.0);
    let interval = case.total("nps").interval.unwrap();
    assert!((interval.low - 14.692).abs() < 5e-4 && (interval.high - 45.308).abs() < 5e-4, "{interval:?}");
    near(case.value("nps_promoters_share"), 50.0);
    near(case.value("nps_passives_share"), 30.0);
    near(case.value("nps_detractors_share"), 20.0);
    assert_eq!(case.value("nps_transactional"), None, "relationship answers are another series");
}

/// M07 a and c beside each other.
#[test]
fn first_contact_resolution_by_survey_and_by_flag() {
    let answers = [
        ("fcr", 1.0, 0.0, 1.0, ""),
        ("fcr", 0.0, 0.0, 1.0, ""),
        ("fcr", 1.0, 0.0, 1.0, ""),
        ("fcr", 5.0, 1.0, 5.0, ""),
    ];
    let tickets = "ticket_id,created_at,resolved_at,first_contact_solved,needs_visit,reopened_n,paused_hours\n\
        1,2026-07-01T00:00:00Z,2026-07-01T10:00:00Z,true,false,0,0\n\
        2,2026-07-01T00:00:00Z,2026-07-02T00:00:00Z,false,true,2,12\n\
        3,2026-07-01T00:00:00Z,2026-07-01T02:00:00Z,,false,1,1\n";
    let case = measured(&[("surveys.csv", &surveys(&answers)), ("tickets.csv", tickets)], 1);
    near(case.value("first_contact_resolution_survey"), 200.0 / 3.0);
    assert_eq!(case.total("first_contact_resolution_survey").missing, 1, "a five-point answer says neither yes nor no");
    near(case.value("first_contact_resolution_flag"), 50.0);
    near(case.value("first_contact_resolution_flag_net"), 100.0);
    near(case.value("reopenings_per_100_solved"), 100.0);
    near(case.value("pause_share"), 100.0 * 13.0 / 36.0);
    near(case.value("resolution_time_net_median"), 10.0);
}

/// M07 a, net: answers about tickets that need no visit; what is not known is missing, never "no".
#[test]
fn first_contact_resolution_by_survey_is_net_of_visits() {
    let answers = "response_id,ticket_id,metric,value,scale_min,scale_max,responded_at\n\
        1,1,fcr,1,0,1,2026-08-01T00:00:00Z\n2,2,fcr,0,0,1,2026-08-01T00:00:00Z\n3,3,fcr,0,0,1,2026-08-01T00:00:00Z\n\
        4,4,fcr,1,0,1,2026-08-01T00:00:00Z\n5,,fcr,0,0,1,2026-08-01T00:00:00Z\n6,9,fcr,0,0,1,2026-08-01T00:00:00Z\n\
        7,1,fcr,1,0,1,2026-08-02T00:00:00Z\n";
    let tickets = "ticket_id,created_at,resolved_at,needs_visit\n\
        1,2026-07-25T00:00:00Z,2026-07-26T00:00:00Z,false\n2,2026-07-25T00:00:00Z,2026-07-26T00:00:00Z,true\n\
        3,2026-07-25T00:00:00Z,2026-07-26T00:00:00Z,false\n4,2026-07-25T00:00:00Z,2026-07-26T00:00:00Z,\n";
    let case = measured(&[("surveys.csv", answers), ("tickets.csv", tickets)], 1);
    near(case.value("first_contact_resolution_survey"), 300.0 / 7.0);
    near(case.value("first_contact_resolution_survey_net"), 200.0 / 3.0);
    let net = case.total("first_contact_resolution_survey_net");
    assert_eq!((net.n, net.missing), (3, 2), "one ticket says nothing of visits, one is not known");
    let wanted = [("without_ticket".to_owned(), 1), ("needs_visit".to_owned(), 1)];
    assert_eq!(net.excluded[net.excluded.len() - 2..], wanted);
}

/// M12 in its forms and M13 with the statutory clock.
#[test]
fn complaints_are_rated_and_handled() {
    let complaints = "complaint_id,customer_id,received_at,acknowledged_at,closed_at,level,valid,repeat_of,complexity,escalated,solved_at_first_point,compensation\n\
        1,A,2026-07-01T00:00:00Z,2026-07-01T12:00:00Z,2026-07-11T00:00:00Z,company,true,,simple,false,true,100\n\
        2,B,2026-07-01T00:00:00Z,2026-07-03T00:00:00Z,2026-07-20T00:00:00Z,company,false,,simple,true,false,0\n\
        3,A,2026-07-01T00:00:00Z,2026-07-01T01:00:00Z,2026-07-25T00:00:00Z,company,,1,complex,false,false,\n\
        4,C,2026-08-01T00:00:00Z,,,regulator,true,,,false,,\n";
    let customers = "customer_id,start_date\nA,2026-01-01\nB,2026-01-01\nC,2026-01-01\nD,2026-01-01\n";
    let case = measured(&[("complaints.csv", complaints), ("customers.csv", customers)], 1);
    near(case.value("complaint_rate"), 50.0);
    near(case.value("complaint_rate_valid"), 25.0);
    near(case.value("complainants_rate"), 50.0);
    near(case.value("complaints_per_million_customers"), 500_000.0);
    near(case.value("appeals_per_million_customers"), 250_000.0);
    near(case.value("regulator_appeals"), 1.0);
    near(case.value("complaint_acknowledge_median"), 48.0 - 36.0);
    near(case.value("complaint_acknowledged_on_time"), 50.0);
    near(case.value("complaint_close_median"), 456.0);
    near(case.value("complaint_close_closed_median"), 19.0);
    // 1 in 10 days of 15; 2 in 19 of 15; 3 in 24 of 30; 4 is open after the base term.
    near(case.value("complaint_closed_on_time"), 50.0);
    near(case.value("complaint_first_point_rate"), 100.0 / 3.0);
    near(case.value("complaint_repeat_rate"), 100.0 / 3.0);
    near(case.value("complaint_upheld_share"), 200.0 / 3.0);
    near(case.value("complaint_escalated_share"), 100.0 / 3.0);
    near(case.value("compensation_per_complaint"), 50.0);
    assert_eq!(case.total("compensation_per_complaint").missing, 1, "an empty cell is not 0");
    near(case.value("complaint_open_end"), 1.0);
    near(case.value("complaint_age_over_30_days"), 100.0);
    near(case.value("complaint_age_8_15_days"), 0.0);
    near(case.value("feedback_closed_loop_rate"), 75.0);
}

/// M12 per contacts and orders.
#[test]
fn complaints_per_contacts_and_orders() {
    let complaints = "complaint_id,customer_id,received_at\n1,A,2026-07-01T00:00:00Z\n2,B,2026-08-01T00:00:00Z\n";
    let tickets = "ticket_id,created_at\n1,2026-07-01T00:00:00Z\n2,2026-07-01T00:00:00Z\n3,2026-07-01T00:00:00Z\n4,2026-07-01T00:00:00Z\n5,2026-07-01T00:00:00Z\n";
    let orders = "order_id,customer_id,ordered_at,amount\n1,A,2026-07-01T00:00:00Z,5\n2,B,2026-07-01T00:00:00Z,5\n3,B,2026-07-09T00:00:00Z,5\n4,C,2026-07-01T00:00:00Z,5\n";
    let case = measured(&[("complaints.csv", complaints), ("tickets.csv", tickets), ("orders.csv", orders)], 1);
    near(case.value("complaints_per_100_contacts"), 40.0);
    near(case.value("complaints_per_10000_orders"), 5_000.0);
}

/// M14 without contracts: A bought again, B is still inside the year, C lapsed in the quarter.
#[test]
fn buyers_lapse_after_a_year() {
    let orders = "order_id,customer_id,ordered_at,amount\n1,A,2025-08-01T00:00:00Z,5\n2,A,2026-08-02T00:00:00Z,5\n\
        3,B,2026-01-01T00:00:00Z,5\n4,C,2025-08-01T00:00:00Z,5\n5,D,2026-07-15T00:00:00Z,5\n6,E,2024-01-01T00:00:00Z,5\n";
    let case = measured(&[("orders.csv", orders)], 1);
    near(case.value("retention_rate_active_buyers"), 200.0 / 3.0);
    near(case.value("lapse_rate_active_buyers"), 100.0 / 3.0);
    assert_eq!(case.total("retention_rate_active_buyers").n, 3);
}

/// M14 in money and M37.
#[test]
fn revenue_is_retained_gross_and_net() {
    let invoices = "invoice_id,customer_id,issued_at,due_at,paid_at,amount,recurring\n\
        1,A,2026-04-10T00:00:00Z,2026-05-10T00:00:00Z,2026-05-01T00:00:00Z,100,true\n\
        2,A,2026-05-10T00:00:00Z,2026-06-10T00:00:00Z,2026-06-01T00:00:00Z,100,true\n\
        3,A,2026-07-10T00:00:00Z,2026-08-10T00:00:00Z,,300,true\n\
        4,B,2026-04-10T00:00:00Z,2026-05-10T00:00:00Z,2026-05-01T00:00:00Z,200,true\n\
        5,B,2026-07-10T00:00:00Z,2026-10-10T00:00:00Z,,100,true\n\
        6,B,2026-07-10T00:00:00Z,2026-08-10T00:00:00Z,2026-09-01T00:00:00Z,999,false\n\
        7,C,2026-06-10T00:00:00Z,2026-07-10T00:00:00Z,,100,\n\
        8,D,2026-07-10T00:00:00Z,2026-08-10T00:00:00Z,2026-08-01T00:00:00Z,92,true\n";
    let case = measured(&[("invoices.csv", invoices)], 1);
    // Second quarter: A 200, B 200, C 100. Third: A 300, B 100, C 0; D is new.
    near(case.value("gross_revenue_retention"), 60.0);
    near(case.value("net_revenue_retention"), 80.0);
    assert_eq!(case.total("net_revenue_retention").n, 3);
    // Unpaid on 30 September: 3 and 7 overdue (300 + 100), 5 not yet due (100).
    near(case.value("receivables_end"), 500.0);
    near(case.value("overdue_share"), 80.0);
    near(case.value("days_sales_outstanding"), 500.0 / ((300.0 + 100.0 + 999.0 + 92.0) / 92.0));
}

/// M19: offers, categories and paid service.
#[test]
fn cross_sell_by_offers_categories_and_service() {
    let offers = "offer_id,customer_id,offered_at,accepted_at,margin\n1,A,2026-07-01T00:00:00Z,2026-07-31T00:00:00Z,40\n\
        2,B,2026-07-01T00:00:00Z,2026-08-01T00:00:00Z,10\n3,C,2026-07-01T00:00:00Z,,\n4,C,2026-09-30T00:00:00Z,,\n";
    let orders = "order_id,customer_id,ordered_at,amount,category,is_service,cancelled\n\
        1,A,2026-01-01T00:00:00Z,5,tea,false,\n2,A,2026-02-01T00:00:00Z,5,cups,false,\n3,A,2026-07-01T00:00:00Z,5,cups,false,\n\
        4,B,2026-07-01T00:00:00Z,5,tea,false,\n5,B,2026-07-02T00:00:00Z,5,cups,false,true\n6,B,2026-07-03T00:00:00Z,5,warranty,true,\n\
        7,C,2026-07-01T00:00:00Z,5,tea,false,\n8,C,2025-07-01T00:00:00Z,5,cups,false,\n9,D,2026-07-01T00:00:00Z,5,,false,\n";
    let customers = "customer_id,start_date\nA,2026-01-01\nB,2026-01-01\n";
    let case = measured(&[("offers.csv", offers), ("orders.csv", orders), ("customers.csv", customers)], 1);
    near(case.value("offer_acceptance_rate"), 100.0 / 3.0);
    assert_eq!(case.total("offer_acceptance_rate").immature, 1);
    near(case.value("offers_made"), 4.0);
    near(case.value("offer_margin_per_customer"), 25.0);
    // A tea and cups; B tea and warranty (cups were cancelled); C's cups are over a year old; D names none.
    near(case.value("multi_category_share"), 200.0 / 3.0);
    // Orders 3, 4, 7 and 9 are products, 6 is service.
    near(case.value("service_attach_rate"), 25.0);
}

/// M24 and M25: accrual, estimates apart, cost per contact and per resolution.
#[test]
fn costs_stand_beside_contacts_and_resolutions() {
    let costs = "period,category,amount,product\n2026-Q3,wages,900,a\n2026-07,rent,300.50,\n2026-06,wages,777,a\n";
    let tickets = "ticket_id,created_at,resolved_at,product\n1,2026-07-01T00:00:00Z,2026-07-02T00:00:00Z,a\n\
        2,2026-07-01T00:00:00Z,,a\n3,2026-07-01T00:00:00Z,2026-07-02T00:00:00Z,b\n4,2026-09-01T00:00:00Z,,b\n";
    let case = measured(&[("costs.csv", costs), ("tickets.csv", tickets)], 1);
    near(case.value("service_cost"), 1200.5);
    near(case.value("cost_per_contact"), 1200.5 / 4.0);
    near(case.value("cost_per_resolution"), 1200.5 / 2.0);
}
