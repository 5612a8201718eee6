//! Three-valued logic, comparison and choice.

use super::{Column, Computed};
use crate::expression::{Comparison, Op};
use arrow_arith::boolean;
use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, BooleanArray, UInt32Array};
use arrow_ord::cmp;
use arrow_schema::ArrowError;
use arrow_select::filter::prep_null_mask_filter;
use arrow_select::zip::zip;
use std::sync::Arc;

/// Applies a logical operation, a comparison or a choice.
pub(super) fn call(op: Op, arguments: &[Column], rows: usize) -> Computed {
    let all: Vec<ArrayRef> = match op {
        Op::Compare(_) | Op::In => Vec::new(),
        _ => arguments.iter().map(|argument| expanded(argument, rows)).collect::<Result<_, _>>()?,
    };
    Ok(match op {
        Op::Compare(how) => Arc::new(compare(how, &arguments[0], &arguments[1])?),
        Op::In => Arc::new(member(arguments)?),
        Op::And => Arc::new(boolean::and_kleene(all[0].as_boolean(), all[1].as_boolean())?),
        Op::Or => Arc::new(boolean::or_kleene(all[0].as_boolean(), all[1].as_boolean())?),
        Op::Not => Arc::new(boolean::not(all[0].as_boolean())?),
        Op::IsNull => Arc::new(boolean::is_null(&all[0])?),
        Op::IsNotNull => Arc::new(boolean::is_not_null(&all[0])?),
        Op::IsTruth(true) => Arc::new(known_true(all[0].as_boolean())),
        Op::IsTruth(false) => Arc::new(known_true(&boolean::not(all[0].as_boolean())?)),
        Op::Case => case(&all)?,
        Op::Coalesce => coalesce(&all)?,
        Op::NullIf => arrow_select::nullif::nullif(&all[0], &cmp::eq(&all[0], &all[1])?)?,
        Op::Least => extreme(&all, Comparison::Less)?,
        _ => extreme(&all, Comparison::Greater)?,
    })
}

fn expanded(column: &Column, rows: usize) -> Computed {
    if column.constant {
        return arrow_select::take::take(&column.array, &UInt32Array::from_value(0, rows), None);
    }
    Ok(Arc::clone(&column.array))
}

fn compare(how: Comparison, left: &Column, right: &Column) -> Result<BooleanArray, ArrowError> {
    match how {
        Comparison::Equal => cmp::eq(left, right),
        Comparison::NotEqual => cmp::neq(left, right),
        Comparison::Less => cmp::lt(left, right),
        Comparison::LessOrEqual => cmp::lt_eq(left, right),
        Comparison::Greater => cmp::gt(left, right),
        Comparison::GreaterOrEqual => cmp::gt_eq(left, right),
        Comparison::Distinct => cmp::distinct(left, right),
        Comparison::NotDistinct => cmp::not_distinct(left, right),
    }
}

fn member(arguments: &[Column]) -> Result<BooleanArray, ArrowError> {
    let mut found = cmp::eq(&arguments[0], &arguments[1])?;
    for candidate in &arguments[2..] {
        found = boolean::or_kleene(&found, &cmp::eq(&arguments[0], candidate)?)?;
    }
    Ok(found)
}

fn known_true(truth: &BooleanArray) -> BooleanArray {
    if truth.null_count() == 0 { truth.clone() } else { prep_null_mask_filter(truth) }
}

fn case(all: &[ArrayRef]) -> Computed {
    let (otherwise, branches) = all.split_last().expect("CASE has an ELSE");
    let mut chosen = Arc::clone(otherwise);
    for branch in branches.chunks_exact(2).rev() {
        chosen = zip(&known_true(branch[0].as_boolean()), &branch[1], &chosen)?;
    }
    Ok(chosen)
}

fn coalesce(all: &[ArrayRef]) -> Computed {
    let (last, others) = all.split_last().expect("coalesce has arguments");
    let mut chosen = Arc::clone(last);
    for other in others.iter().rev() {
        chosen = zip(&boolean::is_not_null(other)?, other, &chosen)?;
    }
    Ok(chosen)
}

fn extreme(all: &[ArrayRef], wanted: Comparison) -> Computed {
    let mut best = Arc::clone(&all[0]);
    for other in &all[1..] {
        let better = compare(wanted, &Column::array(Arc::clone(other)), &Column::array(Arc::clone(&best)))?;
        let better = boolean::or(&known_true(&better), &boolean::is_null(&best)?)?;
        best = zip(&better, other, &best)?;
    }
    Ok(best)
}
