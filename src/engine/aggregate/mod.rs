//! What can be added up over the rows of a cell: one file per kind of aggregate, with what it reads, how its
//! state follows from what was added up, and the same in SQL.
//!
//! A kind is listed once, below; without its parts it does not compile. Kinds that add up the same share it: how
//! is an `Accumulator`, one file each.

mod accumulator;
mod columns;
mod count;
mod grid;
mod hits;
mod kind;
mod mean;
mod nps;
mod proportion;
mod quantile;
mod ratio_of_sums;
mod sum;
mod survival_quantile;
mod values;
mod weight;

pub(super) use grid::{COUNTED, Finished, Grids, Placement, Places, Selected};
pub(super) use kind::{AnyAccumulator, Evaluate, Kind, Terms, Wanted};

/// Lists the kinds; each is a variant of [`Aggregate`] and a type of the same name.
macro_rules! kinds {
    ($($(#[$doc:meta])* $module:ident::$name:ident),+ $(,)?) => {
        $(pub use $module::$name;)+

        /// What is added up over the rows of a cell. Values are of type number, integer, money or duration.
        #[derive(Clone, Debug, PartialEq)]
        pub enum Aggregate {
            $($(#[$doc])* $name($name)),+
        }

        $(impl From<$name> for Aggregate {
            fn from(kind: $name) -> Self {
                Self::$name(kind)
            }
        })+

        impl Aggregate {
            /// What the kind does.
            pub(super) fn kind(&self) -> &dyn Kind {
                match self {
                    $(Self::$name(kind) => kind),+
                }
            }
        }
    };
}

kinds! {
    /// Number of rows.
    count::Count,
    /// Share of rows.
    proportion::Proportion,
    /// Sum of values.
    sum::Sum,
    /// Mean of values.
    mean::Mean,
    /// Quantile of values.
    quantile::Quantile,
    /// Quantile of durations, some of which have not ended.
    survival_quantile::SurvivalQuantile,
    /// Net promoter score.
    nps::Nps,
    /// Ratio of two sums.
    ratio_of_sums::RatioOfSums,
}
