//! What tells who a person is, and what is printed in its place: pseudonyms of ids, marks for numbers.
//!
//! Pure functions of a key and a text; reads no file and no environment. Data themselves are never changed:
//! a cell is veiled where it is printed.

mod check_digits;
mod hmac;
mod numbers;
mod veil;

pub use hmac::hmac;
pub use numbers::{has_numbers, scrub};
pub use veil::{Key, Shown, Veil};
