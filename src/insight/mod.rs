//! Warnings and findings built from the figures: what stands out, how sure that is, in which order
//! it is told. Every finding carries the figures that it stands on; words are `report/`'s.

mod cause;
mod causes;
mod complaint;
mod control;
mod export;
mod follow_up;
mod insights;
mod judge;
mod mix;
mod outlook;
mod parts;
mod rank;
mod recommendation;
mod scene;
mod signal;
#[cfg(test)]
mod story_tests;
#[cfg(test)]
mod tests;
mod warning;
#[cfg(test)]
mod warning_tests;

pub use cause::{Cause, CauseKind, Place, Rival, Searched, Share};
pub use complaint::{Concentration, Spike};
pub use control::{Control, ControlPoint, control, controls, strength};
pub use export::{INSIGHTS_VERSION, InsightsFile, export, insights_schema};
pub use follow_up::{ActionState, FollowUp, Moved, Outcome, follow_up};
pub use insights::Insights;
pub use judge::{
    Change, NoVerdict, Significance, Standing, change, has_figure, may_judge, movement_interval, standing,
};
pub use mix::{Mix, MixLine, decompose};
pub use outlook::{Outlook, outlook};
pub use parts::{PartVerdict, part_verdicts, shown_dimensions};
pub use rank::{findings, tally};
pub use recommendation::{
    Certainty, Effect, Evidence, Expected, NotQuantified, Recommendation, Uneven, recommendations, worth,
};
pub use scene::{Compared, Scene};
pub use signal::{Finding, Judgement, Signal, Tally};
pub use warning::{CHANCE_OF_SIGNAL, Fired, Level, Since, Warning, Warnings, warnings, watched_for_runs};
