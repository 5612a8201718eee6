//! The vocabulary in which two definitions are said to be the same: concept, method, form.

use crate::catalogue::definition::{Definition, Kind};
use crate::domain::Unit;
use std::fmt;

use super::PeriodLength;

/// A definition as `concept.method.form`, such as `first_contact_resolution.survey.gross`.
///
/// The concept is what is meant, the method how it is taken (own survey, panel index, system
/// records, regulator), the form which figure is computed (mean, top-2 share, per 100 customers).
/// `unknown` in the place of method and form means that the source does not say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DefinitionKey {
    /// What is meant.
    pub concept: String,
    /// How it is taken.
    pub method: String,
    /// Which figure is computed.
    pub form: String,
}

impl DefinitionKey {
    /// Reads `concept.method.form`; each part is lower-case letters, digits and underscores.
    pub fn parse(text: &str) -> Option<Self> {
        let word = |part: &str| {
            let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
            !part.is_empty() && part.bytes().all(fits)
        };
        let parts: Vec<&str> = text.split('.').collect();
        match parts[..] {
            [concept, method, form] if [concept, method, form].into_iter().all(word) => {
                Some(Self { concept: concept.to_owned(), method: method.to_owned(), form: form.to_owned() })
            }
            _ => None,
        }
    }

    /// Whether the source leaves the definition open.
    pub fn is_unknown(&self) -> bool {
        self.method == "unknown" || self.form == "unknown"
    }
}

impl fmt::Display for DefinitionKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.concept, self.method, self.form)
    }
}

/// Metric id → key, for the built-in catalogue.
const KEYS: [(&str, &str); 49] = [
    ("first_response_median", "first_response.tickets.median"),
    ("first_response_p90", "first_response.tickets.p90"),
    ("first_response_mean_repliers", "first_response.tickets.mean_of_repliers"),
    ("first_response_business_median", "first_response.tickets_business_hours.median"),
    ("first_response_business_p90", "first_response.tickets_business_hours.p90"),
    ("first_response_within_1h", "first_response.tickets.within_1h"),
    ("first_response_within_4h", "first_response.tickets.within_4h"),
    ("first_response_within_24h", "first_response.tickets.within_24h"),
    ("never_replied_share", "first_response.tickets.never_replied"),
    ("resolution_time_median", "resolution_time.created_cohort.median"),
    ("resolution_time_p90", "resolution_time.created_cohort.p90"),
    ("resolution_time_resolved_median", "resolution_time.resolved_in_period.median"),
    ("resolution_time_resolved_p90", "resolution_time.resolved_in_period.p90"),
    ("resolution_rate_within_target", "resolution_rate.system.within_target"),
    ("first_contact_resolution", "first_contact_resolution.system.gross"),
    ("first_contact_resolution_net", "first_contact_resolution.system.net"),
    ("first_contact_resolution_survey", "first_contact_resolution.survey.gross"),
    ("first_contact_resolution_survey_net", "first_contact_resolution.survey.net"),
    ("reopen_rate", "reopen_rate.system.within_7_days"),
    ("csat_mean", "satisfaction.own_survey.mean"),
    ("csat_score", "satisfaction.own_survey.score_0_100"),
    ("csat_top2", "satisfaction.own_survey.top_2_share"),
    ("csat_top2_weighted", "satisfaction.own_survey.top_2_share"),
    ("nps", "net_promoter.own_survey.relationship"),
    ("nps_transactional", "net_promoter.own_survey.transactional"),
    ("complaint_rate", "complaints.company.per_100_customers"),
    ("complaint_rate_valid", "complaints.company_valid.per_100_customers"),
    ("complaints_per_100_contacts", "complaints.company.per_100_contacts"),
    ("complaints_per_10000_orders", "complaints.company.per_10000_orders"),
    ("retention_rate", "retention.customers.share_kept"),
    ("retention_rate_active_buyers", "retention.buyers.share_active_12_months"),
    ("loyalty_index", "loyalty_index.retention_repeat_recommend.mean"),
    ("churn_rate", "churn.customers.share_lost"),
    ("churn_rate_annualised", "churn.customers.share_lost"),
    ("repeat_purchase_rate", "repeat_purchase.cohort.within_90_days"),
    ("repeat_purchase_rate_12_months", "repeat_purchase.window.within_12_months"),
    ("cost_per_contact", "service_cost.accounting.per_contact"),
    ("complaints_per_10000_customers", "complaints.company.per_10000_customers"),
    ("appeals_per_10000_customers", "complaints.regulator.per_10000_customers"),
    ("appeals_per_million_customers", "complaints.regulator.per_million_users"),
    ("appeals_to_complaints_share", "complaint_referral.outside_to_company.share"),
    ("appeal_upheld_share", "complaint_upheld.outside_closed_in_period.share"),
    ("complaint_closed_mean_days", "complaint_days.company_closed_in_period.mean"),
    ("complaint_closed_within_20_days", "complaint_closed_in.company_closed_in_period.20_calendar_days"),
    ("csat_top2_of_5", "satisfaction.own_survey.top_2_of_5"),
    ("csat_top_box", "satisfaction.own_survey.top_1_share"),
    ("phone_speed_of_answer", "answer_speed.answered_calls.mean"),
    ("phone_abandonment_rate", "abandonment.offered_calls.share"),
    ("phone_answered_within_600s", "answered_in.offered.600_seconds"),
];

/// The key of a metric. A metric outside the table (the user's own, say) has the key
/// `<id>.own.own`, so that a file of the client's peers can state the same definition by it.
pub fn key_of(definition: &Definition) -> DefinitionKey {
    key_of_id(&definition.id)
}

/// The key of the metric of an id, as [`key_of`].
pub(super) fn key_of_id(id: &str) -> DefinitionKey {
    let known = KEYS.iter().find(|(known, _)| *known == id).and_then(|(_, key)| DefinitionKey::parse(key));
    let own = || "own".to_owned();
    known.unwrap_or_else(|| DefinitionKey { concept: id.to_owned(), method: own(), form: own() })
}

/// The key of a figure beside a metric whose source states no definition.
pub(super) fn unknown_of(id: &str) -> DefinitionKey {
    let unknown = || "unknown".to_owned();
    DefinitionKey { method: unknown(), form: unknown(), ..key_of_id(id) }
}

/// Over how long a metric counts: a report's period is a quarter, so customers lost and events per
/// customer are quarterly flows; annualised ones are yearly; everything else is no flow.
pub fn period_length_of(definition: &Definition) -> PeriodLength {
    let id = definition.id.as_str();
    match id {
        "churn_rate_annualised" | "retention_rate_annualised" => PeriodLength::Year,
        "churn_rate"
        | "retention_rate"
        | "retention_rate_from_counts"
        | "retention_rate_active_buyers"
        | "retention_rate_own_rhythm"
        | "lapse_rate_active_buyers"
        | "gross_revenue_retention"
        | "net_revenue_retention" => PeriodLength::Quarter,
        "complaints_per_100_contacts" | "complaints_per_10000_orders" => PeriodLength::Point,
        _ if definition.kind == Kind::Rate || definition.unit == Unit::PerHundred => PeriodLength::Quarter,
        _ => PeriodLength::Point,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Trap 8: a quarterly retention by purchases is no annual one.
    #[test]
    fn retention_of_a_quarter_is_a_flow_of_a_quarter() {
        let all = crate::catalogue::built_in();
        let of_card = |one: &&Definition| one.card.as_deref() == Some("M14") && one.unit == Unit::Percent;
        let flows: Vec<&Definition> = all.iter().filter(of_card).collect();
        for one in &flows {
            let length = if one.id.ends_with("_annualised") { PeriodLength::Year } else { PeriodLength::Quarter };
            assert_eq!(period_length_of(one), length, "{}", one.id);
        }
        assert!(flows.len() > 8, "{}", flows.len());
    }
}
