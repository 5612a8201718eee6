#!/usr/bin/env bash
# 2026-06-30 24:00:00, the end of the day: agate (csvkit) and any-date-parser read the beginning
# of that same day, DuckDB and ClickHouse the next day, pandas and Polars refuse.
# Seen with: agate 1.14.2, any-date-parser 2.2.4, duckdb 2.0.1, chdb 4.4.0, polars 2.1.0, pandas
#   3.1.1
# A reader of such files must: read 24:00:00 as 00:00:00 of the next day, or refuse it; it decides
#   about a quarter.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check agate==1.14.2 duckdb==2.0.1 chdb==4.4.0 polars==2.1.0 pandas==3.1.1
npm install --silent --no-audit --no-fund --prefix . any-date-parser@2.2.4

venv/bin/python - <<'PY'
import sys
from importlib.metadata import version

import agate
import chdb
import duckdb
import pandas
import polars

changed = []


def compare(done, expected, recorded, seen):
    print(f"done: {done}\n  expected: {expected}\n  seen:     {seen}")
    if seen != recorded:
        print(f"  recorded: {recorded}")
        changed.append(done)


print("agate", version("agate"))
print("duckdb", version("duckdb"))
print("chdb", version("chdb"))
print("polars", version("polars"))
print("pandas", version("pandas"))
with open("end.csv", "w") as out:
    out.write("id,solved\n1,2026-06-30 23:59:00\n2,2026-06-30 24:00:00\n")
expected = "2026-07-01 00:00:00, or an error"
compare("agate", expected, "2026-06-30 00:00:00", str(agate.Table.from_csv("end.csv").columns["solved"][1]))
compare("DuckDB", expected, "2026-07-01 00:00:00", str(duckdb.sql("select solved from 'end.csv'").fetchall()[1][0]))
compare("ClickHouse", expected, "2026-07-01 00:00:00",
        str(chdb.query("select solved from file('end.csv', CSVWithNames)", "TSV")).splitlines()[1])
compare("Polars", expected, "String", str(polars.read_csv("end.csv", try_parse_dates=True)["solved"].dtype))
try:
    told = str(pandas.to_datetime("2026-06-30 24:00:00"))
except ValueError as error:
    told = type(error).__name__
compare("pandas", expected, "DateParseError", told)

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
console.log("any-date-parser", version("any-date-parser"));
const module_ = require("any-date-parser");
const parser = module_.default || module_;
compare("any-date-parser", "2026-07-01 00:00:00, or an error", "2026-06-30T00:00:00.000Z", parser.fromString("2026-06-30 24:00"));
compare("any-date-parser, 31/06/2026", "an error", "2026-01-06T00:00:00.000Z", parser.fromString("31/06/2026"));
if (changed) { console.error("the behaviour has changed"); process.exit(1); }
JS
TZ=UTC node check.js
