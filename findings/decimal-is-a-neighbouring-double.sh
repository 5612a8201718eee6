#!/usr/bin/env bash
# A decimal of 28 places, as a quotient has them, turns by `to_f64` into a double beside the nearest one in a
# quarter of the cases; its digits read as text give the nearest.
# Seen with: rust_decimal 1.43.0 (570 of 2,000 quotients)
# A writer of workbooks and Parquet must: go by the digits, or the number is not the one that JSON has.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/src"
cat > "$work/Cargo.toml" <<'TOML'
[package]
name = "neighbour"
version = "0.0.0"
edition = "2024"

[dependencies]
rust_decimal = "=1.43.0"
TOML
cat > "$work/src/main.rs" <<'RUST'
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

fn main() {
    let (mut off, mut n) = (0, 0);
    for k in 1..=2000_i128 {
        // Twenty-eight places, as a quotient has them.
        let share = Decimal::from(k) / Decimal::from(7 * k + 1);
        let direct = share.to_f64().unwrap();
        let by_text: f64 = share.to_string().parse().unwrap();
        n += 1;
        off += u32::from(direct != by_text);
        if direct != by_text && off == 1 {
            println!("{share}: to_f64 {direct:?}, its digits {by_text:?}");
        }
    }
    println!("{off} of {n} quotients differ");
    std::process::exit(i32::from(off == 0));
}
RUST
CARGO_TARGET_DIR="$work/target" cargo run --quiet --manifest-path "$work/Cargo.toml"
