#!/usr/bin/env bash
# A column with 13/11/2026 above 11/13/2026: ClickHouse reads both as 13 November, each cell in
# the order that fits it, and 10/11/2026 as 10 November. DuckDB refuses the column, Polars and
# datatable leave it as text.
# Seen with: chdb 4.4.0, duckdb 2.0.1, polars 2.1.0
# A reader of such files must: let the whole column decide the order of day and month, and name
#   the cells that contradict it.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check chdb==4.4.0 duckdb==2.0.1 polars==2.1.0

venv/bin/python - <<'PY'
import sys
from importlib.metadata import version

import chdb
import duckdb
import polars

changed = []


def compare(done, expected, recorded, seen):
    print(f"done: {done}\n  expected: {expected}\n  seen:     {seen}")
    if seen != recorded:
        print(f"  recorded: {recorded}")
        changed.append(done)


print("chdb", version("chdb"))
print("duckdb", version("duckdb"))
print("polars", version("polars"))
with open("order.csv", "w") as out:
    out.write("id,day\n1,10/11/2026\n2,13/11/2026\n3,11/13/2026\n")
seen = str(chdb.query("select toDate(day) from file('order.csv', CSVWithNames)", "TSV")).split()
compare("10/11, 13/11 and 11/13/2026 by ClickHouse", "texts, or an error", ["2026-11-10", "2026-11-13", "2026-11-13"], seen)
try:
    told = str(duckdb.sql("from 'order.csv'").fetchall())
except duckdb.ConversionException:
    told = "ConversionException"
compare("by DuckDB", "texts, or an error", "ConversionException", told)
compare("by Polars", "texts, or an error", "String", str(polars.read_csv("order.csv", try_parse_dates=True)["day"].dtype))

sys.exit("the behaviour has changed" if changed else 0)
PY
