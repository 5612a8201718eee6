//! Names by which a configuration speaks of the figures of the cost-benefit account: measured ones and assumptions.

/// The discount rate, as an input that scenarios may change.
pub const DISCOUNT_RATE: &str = "annual_discount_rate";
/// Measured: customers at the start of the quarter.
pub const CUSTOMERS_AT_START: &str = "customers_at_start";
/// Measured: churn of the quarter in percent.
pub const CHURN_NOW: &str = "churn_now";
/// Measured: churn of the baseline quarter in percent.
pub const CHURN_BASELINE: &str = "churn_baseline";
/// Computed: customers kept who would have gone at the baseline churn.
pub const RETAINED: &str = "retained_customers";
/// Computed: retained customers taken out of the base of repeat purchase.
pub const RETAINED_SUBTRACTED: &str = "retained_customers_subtracted";
/// Measured: repeat purchase rate in percent.
pub const REPEAT_NOW: &str = "repeat_purchase_now";
/// Measured: repeat purchase rate of the baseline in percent.
pub const REPEAT_BASELINE: &str = "repeat_purchase_baseline";
/// Measured: customers in the cohort of repeat purchase.
pub const REPEAT_CUSTOMERS: &str = "repeat_purchase_customers";
/// Computed: customers who bought again and would not have.
pub const EXTRA_REPEAT: &str = "extra_repeat_customers";
/// Measured (tracked) or estimated: new customers who came by referral.
pub const REFERRED: &str = "referred_customers";
/// Measured: promoters among active customers.
pub const PROMOTERS: &str = "promoters";
/// Measured: contacts per active customer.
pub const CONTACTS_PER_CUSTOMER_NOW: &str = "contacts_per_customer_now";
/// Measured: contacts per active customer of the baseline quarter.
pub const CONTACTS_PER_CUSTOMER_BASELINE: &str = "contacts_per_customer_baseline";
/// Measured: mean active customers.
pub const CUSTOMERS: &str = "customers_active";
/// Computed: contacts that did not occur.
pub const CONTACTS_AVOIDED: &str = "contacts_avoided";
/// Computed: present value of 1 per quarter over the years counted.
pub const ANNUITY: &str = "annuity_factor";
/// Assumption: contribution margin per customer and quarter.
pub const MARGIN_PER_CUSTOMER: &str = "contribution_margin_per_customer";
/// Assumption: years counted for a retained customer.
pub const RETENTION_YEARS: &str = "retention_years";
/// Assumption: contribution margin per order.
pub const MARGIN_PER_ORDER: &str = "contribution_margin_per_order";
/// Assumption: further orders per customer who buys again; 1 when not configured.
pub const ORDERS_PER_REPEAT_CUSTOMER: &str = "orders_per_repeat_customer";
/// Assumption: contribution margin per new customer.
pub const MARGIN_PER_NEW_CUSTOMER: &str = "contribution_margin_per_new_customer";
/// Assumption: new customers per promoter, used only when referrals are not tracked.
pub const REFERRALS_PER_PROMOTER: &str = "referrals_per_promoter";
/// Assumption: marginal cost per contact.
pub const MARGINAL_COST: &str = "marginal_cost_per_contact";
/// Assumption: cost of acquiring a customer.
pub const ACQUISITION_COST: &str = "acquisition_cost_per_customer";
/// The measured ones, which scenarios may change by name.
pub const MEASURED: [&str; 11] = [
    CUSTOMERS_AT_START,
    CHURN_NOW,
    CHURN_BASELINE,
    REPEAT_NOW,
    REPEAT_BASELINE,
    REPEAT_CUSTOMERS,
    REFERRED,
    PROMOTERS,
    CONTACTS_PER_CUSTOMER_NOW,
    CONTACTS_PER_CUSTOMER_BASELINE,
    CUSTOMERS,
];
