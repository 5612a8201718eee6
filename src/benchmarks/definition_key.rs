//! The vocabulary in which two definitions are said to be the same: concept, method, form.

use crate::catalogue::definition::{Definition, Kind};
use crate::catalogue::ids;
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
    (ids::FIRST_RESPONSE_MEDIAN, "first_response.tickets.median"),
    (ids::FIRST_RESPONSE_P90, "first_response.tickets.p90"),
    (ids::FIRST_RESPONSE_MEAN_REPLIERS, "first_response.tickets.mean_of_repliers"),
    (ids::FIRST_RESPONSE_BUSINESS_MEDIAN, "first_response.tickets_business_hours.median"),
    (ids::FIRST_RESPONSE_BUSINESS_P90, "first_response.tickets_business_hours.p90"),
    (ids::FIRST_RESPONSE_WITHIN_1H, "first_response.tickets.within_1h"),
    (ids::FIRST_RESPONSE_WITHIN_4H, "first_response.tickets.within_4h"),
    (ids::FIRST_RESPONSE_WITHIN_24H, "first_response.tickets.within_24h"),
    (ids::NEVER_REPLIED_SHARE, "first_response.tickets.never_replied"),
    (ids::RESOLUTION_TIME_MEDIAN, "resolution_time.created_cohort.median"),
    (ids::RESOLUTION_TIME_P90, "resolution_time.created_cohort.p90"),
    (ids::RESOLUTION_TIME_RESOLVED_MEDIAN, "resolution_time.resolved_in_period.median"),
    (ids::RESOLUTION_TIME_RESOLVED_P90, "resolution_time.resolved_in_period.p90"),
    (ids::RESOLUTION_RATE_WITHIN_TARGET, "resolution_rate.system.within_target"),
    (ids::FIRST_CONTACT_RESOLUTION, "first_contact_resolution.system.gross"),
    (ids::FIRST_CONTACT_RESOLUTION_NET, "first_contact_resolution.system.net"),
    (ids::FIRST_CONTACT_RESOLUTION_SURVEY, "first_contact_resolution.survey.gross"),
    (ids::FIRST_CONTACT_RESOLUTION_SURVEY_NET, "first_contact_resolution.survey.net"),
    (ids::REOPEN_RATE, "reopen_rate.system.within_7_days"),
    (ids::CSAT_MEAN, "satisfaction.own_survey.mean"),
    (ids::CSAT_SCORE, "satisfaction.own_survey.score_0_100"),
    (ids::CSAT_TOP2, "satisfaction.own_survey.top_2_share"),
    (ids::CSAT_TOP2_WEIGHTED, "satisfaction.own_survey.top_2_share"),
    (ids::NPS, "net_promoter.own_survey.relationship"),
    (ids::NPS_TRANSACTIONAL, "net_promoter.own_survey.transactional"),
    (ids::COMPLAINT_RATE, "complaints.company.per_100_customers"),
    (ids::COMPLAINT_RATE_VALID, "complaints.company_valid.per_100_customers"),
    (ids::COMPLAINTS_PER_100_CONTACTS, "complaints.company.per_100_contacts"),
    (ids::COMPLAINTS_PER_10000_ORDERS, "complaints.company.per_10000_orders"),
    (ids::RETENTION_RATE, "retention.customers.share_kept"),
    (ids::RETENTION_RATE_ACTIVE_BUYERS, "retention.buyers.share_active_12_months"),
    (ids::LOYALTY_INDEX, "loyalty_index.retention_repeat_recommend.mean"),
    (ids::CHURN_RATE, "churn.customers.share_lost"),
    (ids::CHURN_RATE_ANNUALISED, "churn.customers.share_lost"),
    (ids::REPEAT_PURCHASE_RATE, "repeat_purchase.cohort.within_90_days"),
    (ids::REPEAT_PURCHASE_RATE_12_MONTHS, "repeat_purchase.window.within_12_months"),
    (ids::COST_PER_CONTACT, "service_cost.accounting.per_contact"),
    (ids::COMPLAINTS_PER_10000_CUSTOMERS, "complaints.company.per_10000_customers"),
    (ids::APPEALS_PER_10000_CUSTOMERS, "complaints.regulator.per_10000_customers"),
    (ids::APPEALS_PER_MILLION_CUSTOMERS, "complaints.regulator.per_million_users"),
    (ids::APPEALS_TO_COMPLAINTS_SHARE, "complaint_referral.outside_to_company.share"),
    (ids::APPEAL_UPHELD_SHARE, "complaint_upheld.outside_closed_in_period.share"),
    (ids::COMPLAINT_CLOSED_MEAN_DAYS, "complaint_days.company_closed_in_period.mean"),
    (ids::COMPLAINT_CLOSED_WITHIN_20_DAYS, "complaint_closed_in.company_closed_in_period.20_calendar_days"),
    (ids::CSAT_TOP2_OF_5, "satisfaction.own_survey.top_2_of_5"),
    (ids::CSAT_TOP_BOX, "satisfaction.own_survey.top_1_share"),
    (ids::PHONE_SPEED_OF_ANSWER, "answer_speed.answered_calls.mean"),
    (ids::PHONE_ABANDONMENT_RATE, "abandonment.offered_calls.share"),
    (ids::PHONE_ANSWERED_WITHIN_600S, "answered_in.offered.600_seconds"),
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
        ids::CHURN_RATE_ANNUALISED | ids::RETENTION_RATE_ANNUALISED => PeriodLength::Year,
        ids::CHURN_RATE
        | ids::RETENTION_RATE
        | ids::RETENTION_RATE_FROM_COUNTS
        | ids::RETENTION_RATE_ACTIVE_BUYERS
        | ids::RETENTION_RATE_OWN_RHYTHM
        | ids::LAPSE_RATE_ACTIVE_BUYERS
        | ids::GROSS_REVENUE_RETENTION
        | ids::NET_REVENUE_RETENTION => PeriodLength::Quarter,
        ids::COMPLAINTS_PER_100_CONTACTS | ids::COMPLAINTS_PER_10000_ORDERS => PeriodLength::Point,
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
