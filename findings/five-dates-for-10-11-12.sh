#!/usr/bin/env bash
# The text 10-11-12 in a CSV column that nobody declared: five readers find five days, from the
# year 10 to 2012, all without a word. None agrees with another.
# Seen with: duckdb 2.0.1, polars 2.1.0, agate 1.14.2, chdb 4.4.0, datatable 1.1.0
# A reader of such files must: refuse a two-digit year without a declared order, and refuse %Y for
#   it.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check duckdb==2.0.1 polars==2.1.0 agate==1.14.2 chdb==4.4.0 datatable==1.1.0

venv/bin/python - <<'PY'
import sys
from importlib.metadata import version

import agate
import chdb
import datatable
import duckdb
import polars

changed = []


def compare(done, expected, recorded, seen):
    print(f"done: {done}\n  expected: {expected}\n  seen:     {seen}")
    if seen != recorded:
        print(f"  recorded: {recorded}")
        changed.append(done)


print("duckdb", version("duckdb"))
print("polars", version("polars"))
print("agate", version("agate"))
print("chdb", version("chdb"))
print("datatable", version("datatable"))
with open("days.csv", "w") as out:
    out.write("id,day\n1,10-11-12\n2,11-12-13\n")
expected = "the text, or an error"
compare("DuckDB", expected, "2010-11-12", str(duckdb.sql("select day from 'days.csv'").fetchall()[0][0]))
compare("Polars, try_parse_dates", expected, "0012-11-10",
        str(polars.read_csv("days.csv", try_parse_dates=True)["day"][0]))
compare("agate (csvkit)", expected, "2012-10-11", str(agate.Table.from_csv("days.csv").columns["day"][0]))
compare("ClickHouse (chdb)", expected, "2012-11-10 00:00:00",
        str(chdb.query("select day from file('days.csv', CSVWithNames)", "TSV")).splitlines()[0])
compare("datatable.fread", expected, "0010-11-12", str(datatable.fread("days.csv").to_tuples()[0][1]))

sys.exit("the behaviour has changed" if changed else 0)
PY
