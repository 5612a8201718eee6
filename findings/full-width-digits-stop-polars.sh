#!/usr/bin/env bash
# A CSV with full-width digits, as Chinese and Japanese forms give them: Polars decides by them
# that the column is an integer, then fails on the first one; with ignore_errors the whole column
# is null. agate reads 12, DuckDB and pandas keep the text.
# Seen with: polars 2.1.0, agate 1.14.2, duckdb 2.0.1, pandas 3.1.1
# A reader of such files must: fold full-width digits, points and minus signs before reading a
#   number.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check polars==2.1.0 agate==1.14.2 duckdb==2.0.1 pandas==3.1.1

venv/bin/python - <<'PY'
import sys
from importlib.metadata import version

import agate
import duckdb
import pandas
import polars

changed = []


def compare(done, expected, recorded, seen):
    print(f"done: {done}\n  expected: {expected}\n  seen:     {seen}")
    if seen != recorded:
        print(f"  recorded: {recorded}")
        changed.append(done)


print("polars", version("polars"))
print("agate", version("agate"))
print("duckdb", version("duckdb"))
print("pandas", version("pandas"))
with open("wide.csv", "w", encoding="utf-8") as out:
    out.write("id,amount\n1,\uff11\uff12\n2,\uff13\n")
try:
    told = str(polars.read_csv("wide.csv")["amount"].to_list())
except polars.exceptions.ComputeError as error:
    told = "ComputeError: " + str(error).splitlines()[0].split(" at ")[0]
compare("full-width 12 and 3 by Polars", "numbers or texts",
        "ComputeError: could not parse `\uff11\uff12` as dtype `i128`", told)
frame = polars.read_csv("wide.csv", ignore_errors=True)
compare("with ignore_errors", "numbers or texts", ("Int128", [None, None]), (str(frame["amount"].dtype), frame["amount"].to_list()))
compare("by agate", "numbers or texts", [12, 3], [int(v) for v in agate.Table.from_csv("wide.csv").columns["amount"]])
compare("by DuckDB", "numbers or texts", "VARCHAR", str(duckdb.sql("from 'wide.csv'").types[1]))
compare("by pandas", "numbers or texts", "\uff11\uff12", pandas.read_csv("wide.csv")["amount"][0])

sys.exit("the behaviour has changed" if changed else 0)
PY
