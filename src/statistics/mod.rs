//! Intervals, resampling, survival curves and decompositions: counts and slices in, numbers out.
//!
//! Pure and deterministic. Knows no metric, table or language. Shares go in and come out as 0 to 1
//! (a caller that keeps percent multiplies by 100), net promoter figures in points, everything else
//! in the caller's unit. A figure that does not exist (empty base, one value without spread) is
//! `None`, never zero. Test values come from the domain handbook, section 4, and from SciPy,
//! statsmodels and lifelines (versions beside each test).

mod bootstrap;
mod bounds;
mod causes;
mod control_chart;
mod critical;
mod decomposition;
mod discrete;
mod drivers;
mod event_rate;
mod explained;
mod factor;
mod forecast;
mod funnel;
mod linear;
mod log_rank;
mod mean;
mod multiplicity;
mod priority;
mod promoter;
mod quantile;
#[cfg(test)]
mod reference;
mod reliability;
mod run;
mod sample_size;
mod sampling;
mod season;
mod share;
mod spread;
mod survival;
mod two_samples;
mod weights;

pub use bootstrap::{
    Resampling, bootstrap_bca, bootstrap_clusters, bootstrap_mean, bootstrap_nps, bootstrap_percentile,
    bootstrap_quantile, bootstrap_quantile_of_clusters, bootstrap_ratio,
};
pub use bounds::Bounds;
pub use causes::{CauseKind, CauseRows, FoundCause, Outcome, Spot, Statistic, causes};
pub use control_chart::{
    AttributeChart, AttributePoint, ControlMethod, ControlRule, ControlSignal, LEAST_BASELINE, Xmr, p_chart,
    p_chart_from, u_chart, u_chart_from, xmr, xmr_from,
};
pub use critical::{normal_critical, student_critical};
pub use decomposition::{Decomposition, MixPart, PartEffect, Reversal, kitagawa};
pub use drivers::{Answers, DriverMethod, DriverRefusal, Drivers, drivers};
pub use event_rate::{garwood, rate_ratio};
pub use explained::{adjusted, correlation, explained};
pub use factor::{cholesky, identity};
pub use forecast::{Forecast, LEAST_VALUES, Tried, forecast};
pub use funnel::{Funnel, FunnelPlace, FunnelPoint, FunnelUnit, funnel, funnel_limits};
pub use log_rank::{LogRank, log_rank};
pub use mean::{Moments, WeightedMoments, student_t, student_t_weighted, welch};
pub use multiplicity::benjamini_hochberg;
pub use priority::{PairwiseWeights, entropy_weights, pairwise_weights};
pub use promoter::{NetPromoter, WeightedPromoter, nps_change, nps_interval, nps_interval_weighted};
pub use quantile::{order_statistic, quantile};
pub use reliability::cronbach_alpha;
pub use run::{Run, chance_of_run, run_at_end};
pub use sample_size::{finite_population, is_large_part, margin_of_half, sample_size};
pub use sampling::shuffled;
pub use season::{MonthAmount, Seasonal, WorkingDayChange, same_working_days, seasonal_index};
pub use share::{WeightedShare, newcombe, wilson, wilson_weighted};
pub use spread::{normal_cumulative, normal_quantile, pert_quantile, triangular_quantile};
pub use survival::{Reached, SurvivalCurve, SurvivalQuantile, SurvivalStep, kaplan_meier, survival_quantile};
pub use two_samples::{MannWhitney, Tested, mann_whitney, rank_sum, two_proportions, two_sided, welch_test};
pub use weights::dirichlet;
