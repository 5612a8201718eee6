#!/usr/bin/env bash
# Two columns whose names differ by capitals only (Status of the ticket, status of the SLA):
# DuckDB renames the second, and a query for "status", even in quotes, silently reads the first.
# Polars and pandas keep both; pyarrow keeps even two columns of one name, and its to_pylist drops
# one.
# Seen with: duckdb 2.0.1, polars 2.1.0, pandas 3.1.1, pyarrow 26.0.1
# A reader of such files must: compare header names exactly first, and name twins instead of
#   choosing.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check duckdb==2.0.1 polars==2.1.0 pandas==3.1.1 pyarrow==26.0.1

venv/bin/python - <<'PY'
import sys
from importlib.metadata import version

import duckdb
import pandas
import polars
import pyarrow.csv

changed = []


def compare(done, expected, recorded, seen):
    print(f"done: {done}\n  expected: {expected}\n  seen:     {seen}")
    if seen != recorded:
        print(f"  recorded: {recorded}")
        changed.append(done)


print("duckdb", version("duckdb"))
print("polars", version("polars"))
print("pandas", version("pandas"))
print("pyarrow", version("pyarrow"))
with open("twins.csv", "w") as out:
    out.write("id,Status,status\n1,Closed,Within SLA\n2,Open,SLA violated\n")
compare("names by DuckDB", "Status, status", ["id", "Status", "status_1"], duckdb.sql("from 'twins.csv'").columns)
compare('select "status" by DuckDB', "Within SLA, SLA violated, or an error", ["Closed", "Open"],
        [row[0] for row in duckdb.sql("""select "status" from 'twins.csv'""").fetchall()])
compare("rows where status = 'Within SLA' by DuckDB", "1", 0,
        duckdb.sql("select count(*) from 'twins.csv' where status = 'Within SLA'").fetchall()[0][0])
compare("names by Polars", "Status, status", ["id", "Status", "status"], polars.read_csv("twins.csv").columns)
compare("names by pandas", "Status, status", ["id", "Status", "status"], list(pandas.read_csv("twins.csv").columns))
with open("same.csv", "w") as out:
    out.write("id,Category,Category\n1,Phone,Billing\n")
table = pyarrow.csv.read_csv("same.csv")
compare("two columns of one name by pyarrow, as rows", "both, or an error", [{"id": 1, "Category": "Billing"}], table.to_pylist())

sys.exit("the behaviour has changed" if changed else 0)
PY
