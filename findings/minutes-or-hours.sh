#!/usr/bin/env bash
# A waiting time of 3:12 in a CSV: DuckDB and Polars read 3 hours 12 minutes (as a clock), agate
# and pytimeparse 3 minutes 12 seconds, pandas and frictionless refuse or leave a text. The bare
# 90 is 90 seconds for DuckDB, 90 nanoseconds for pandas, 90 milliseconds for parse-duration.
# Seen with: duckdb 2.0.1, polars 2.1.0, agate 1.14.2, pytimeparse 1.1.10, pandas 3.1.1,
#   parse-duration 2.1.9
# A reader of such files must: refuse two-part spans without a unit in the header or the
#   configuration, and never assume the unit of a bare number.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check duckdb==2.0.1 polars==2.1.0 agate==1.14.2 pytimeparse==1.1.10 pandas==3.1.1
npm install --silent --no-audit --no-fund --prefix . parse-duration@2.1.9

venv/bin/python - <<'PY'
import sys
from importlib.metadata import version

import agate
import duckdb
import pandas
import polars
import pytimeparse

changed = []


def compare(done, expected, recorded, seen):
    print(f"done: {done}\n  expected: {expected}\n  seen:     {seen}")
    if seen != recorded:
        print(f"  recorded: {recorded}")
        changed.append(done)


print("duckdb", version("duckdb"))
print("polars", version("polars"))
print("agate", version("agate"))
print("pytimeparse", version("pytimeparse"))
print("pandas", version("pandas"))
with open("waits.csv", "w") as out:
    out.write("id,wait\n1,3:12\n2,0:05\n")
compare("3:12 by DuckDB", "a text, or an error", "03:12:00", str(duckdb.sql("select wait from 'waits.csv'").fetchall()[0][0]))
compare("3:12 by Polars", "a text, or an error", "03:12:00", str(polars.read_csv("waits.csv", try_parse_dates=True)["wait"][0]))
compare("3:12 by agate", "a text, or an error", "0:03:12", str(agate.Table.from_csv("waits.csv").columns["wait"][0]))
compare("3:12 by pytimeparse", "an error", 192, pytimeparse.parse("3:12"))
try:
    told = str(pandas.to_timedelta("3:12"))
except ValueError as error:
    told = str(error)
compare("3:12 by pandas", "an error", "expected hh:mm:ss format", told)
compare("90 as an interval of DuckDB", "an error", "0:01:30", str(duckdb.sql("select '90'::interval").fetchall()[0][0]))
compare("90 by pandas.to_timedelta", "an error", "0 days 00:00:00.000000090", str(pandas.to_timedelta("90")))

sys.exit("the behaviour has changed" if changed else 0)
PY

cat > check.mjs <<'JS'
import parse from "parse-duration";
const seen = JSON.stringify(["90", "3:12", "00:03:12"].map((text) => parse(text)));
console.log(`done: 90, 3:12 and 00:03:12 by parse-duration, in milliseconds\n  expected: an error\n  seen:     ${seen}`);
if (seen !== "[90,3.012,0.003012]") { console.error("the behaviour has changed"); process.exit(1); }
JS
node check.mjs
