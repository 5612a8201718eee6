//! Arrays of rare types → arrays of types that have cells.

use super::note::Meaning;
use crate::domain::hex;
use arrow_array::cast::AsArray;
use arrow_array::types::Decimal256Type;
use arrow_array::{Array, ArrayRef, Decimal128Array, StringArray};
use arrow_cast::cast;
use arrow_schema::DataType;
use std::sync::Arc;

/// Dictionaries and runs are unrolled, short floats widened, ids of sixteen bytes written out. What
/// cannot be made plain stays as it is, and its cells say what they are.
pub fn plain(array: &ArrayRef, meaning: Meaning) -> (ArrayRef, Meaning) {
    let to = |kind: &DataType| cast(array, kind).unwrap_or_else(|_| Arc::clone(array));
    let found = match array.data_type() {
        DataType::Dictionary(_, values) => return plain(&to(values), meaning),
        DataType::RunEndEncoded(_, values) => return plain(&to(values.data_type()), meaning),
        DataType::Float16 => to(&DataType::Float32),
        DataType::Decimal32(_, scale) => to(&DataType::Decimal128(9, *scale)),
        DataType::Decimal64(_, scale) => to(&DataType::Decimal128(18, *scale)),
        DataType::Decimal256(_, scale) => narrowed(array, *scale),
        DataType::FixedSizeBinary(16) if meaning == Meaning::Uuid => uuids(array),
        _ => Arc::clone(array),
    };
    (found, meaning)
}

/// Long decimals whose values are short, which is nearly all of them.
fn narrowed(array: &ArrayRef, scale: i8) -> ArrayRef {
    let long = array.as_primitive::<Decimal256Type>();
    let short: Option<Vec<Option<i128>>> = long
        .iter()
        .map(|value| value.map(|value| value.to_i128()).map_or(Some(None), |value| value.map(Some)))
        .collect();
    let short = short.map(Decimal128Array::from).and_then(|short| short.with_precision_and_scale(38, scale).ok());
    short.map_or_else(|| Arc::clone(array), |short| Arc::new(short) as ArrayRef)
}

fn uuids(array: &ArrayRef) -> ArrayRef {
    let bytes = array.as_fixed_size_binary();
    let text = |row: usize| bytes.is_valid(row).then(|| uuid(bytes.value(row)));
    Arc::new((0..bytes.len()).map(text).collect::<StringArray>())
}

fn uuid(bytes: &[u8]) -> String {
    let mut text = hex(bytes);
    for at in [20, 16, 12, 8] {
        text.insert(at, '-');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::cell::Cell;
    use crate::intake::columnar::cells::cell;
    use arrow_array::{Decimal256Array, FixedSizeBinaryArray};
    use arrow_buffer::i256;

    #[test]
    fn rare_types_have_cells() {
        let ids = FixedSizeBinaryArray::try_from_iter([[0x12_u8; 16]].into_iter()).unwrap();
        let (ids, meaning) = plain(&(Arc::new(ids) as ArrayRef), Meaning::Uuid);
        assert_eq!(cell(&ids, 0, meaning), Cell::Text("12121212-1212-1212-1212-121212121212"));
        let long = Decimal256Array::from(vec![Some(i256::from(-12_345)), None]);
        let long: ArrayRef = Arc::new(long.with_precision_and_scale(50, 2).unwrap());
        let (short, meaning) = plain(&long, Meaning::Usual);
        assert_eq!((cell(&short, 0, meaning), cell(&short, 1, meaning)), (Cell::Decimal(-12_345, 2), Cell::Blank));
    }
}
