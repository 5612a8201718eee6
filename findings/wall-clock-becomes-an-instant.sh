#!/usr/bin/env bash
# pandas writes 09:00 without a zone and 09:00 UTC into Parquet with different marks; hyparquet
# reads both as the same instant, so that in Shanghai the wall clock shows 17:00, and a 30-hour
# span comes as the bare 108000000000n. Polars and DuckDB tell the two times from each other;
# DuckDB gives the span as a bare number too.
# Seen with: pandas 3.1.1, pyarrow 26.0.1, polars 2.1.0, duckdb 2.0.1, hyparquet 1.33.0
# A reader of such files must: look at isAdjustedToUTC for times, and at the Arrow schema in the
#   file for spans.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pandas==3.1.1 pyarrow==26.0.1 polars==2.1.0 duckdb==2.0.1
npm install --silent --no-audit --no-fund --prefix . hyparquet@1.33.0

venv/bin/python - <<'PY'
import sys
from importlib.metadata import version

import duckdb
import pandas
import polars

changed = []


def compare(done, expected, recorded, seen):
    print(f"done: {done}\n  expected: {expected}\n  seen:     {seen}")
    if seen != recorded:
        print(f"  recorded: {recorded}")
        changed.append(done)


print("pandas", version("pandas"))
print("pyarrow", version("pyarrow"))
print("polars", version("polars"))
print("duckdb", version("duckdb"))
frame = pandas.DataFrame({
    "local": pandas.to_datetime(["2026-07-01 09:00"]),
    "utc": pandas.to_datetime(["2026-07-01 09:00"]).tz_localize("UTC"),
    "span": pandas.to_timedelta(["30:00:00"]),
})
frame.to_parquet("times.parquet")
compare("types by DuckDB", "timestamp, timestamp with zone, interval", ["TIMESTAMP", "TIMESTAMP WITH TIME ZONE", "BIGINT"],
        [str(kind) for kind in duckdb.sql("from 'times.parquet'").types])
compare("types by Polars", "naive, UTC, span", ["Datetime(time_unit='us', time_zone=None)", "Datetime(time_unit='us', time_zone='UTC')",
        "Duration(time_unit='us')"], [str(kind) for kind in polars.read_parquet("times.parquet").dtypes])

sys.exit("the behaviour has changed" if changed else 0)
PY

cat > check.js <<'JS'
let changed = false;
const text = (v) => v instanceof Date ? v.toISOString() : typeof v === "string" ? v : JSON.stringify(v);
function compare(done, expected, recorded, value) {
  const seen = text(value);
  console.log(`done: ${done}\n  expected: ${expected}\n  seen:     ${seen}`);
  if (seen !== recorded) { console.log(`  recorded: ${recorded}`); changed = true; }
}
const version = (name) => JSON.parse(require("fs").readFileSync(`node_modules/${name}/package.json`)).version;
(async () => {
  console.log("hyparquet", version("hyparquet"));
  const fs = require("fs");
  const { parquetReadObjects } = await import("hyparquet");
  const bytes = fs.readFileSync("times.parquet");
  const [row] = await parquetReadObjects({ file: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) });
  compare("hyparquet in Shanghai: 09:00 without a zone, local time", "9:00", "17:00", `${row.local.getHours()}:00`);
  compare("hyparquet in Shanghai: 09:00 UTC, local time", "17:00", "17:00", `${row.utc.getHours()}:00`);
  compare("hyparquet: 30 hours", "a span, or an error", "108000000000n", `${row.span}n`);
  if (changed) { console.error("the behaviour has changed"); process.exit(1); }
})().catch((e) => { console.error(e); process.exit(1); });
JS
TZ=Asia/Shanghai node check.js
