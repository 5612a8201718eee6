#!/usr/bin/env bash
# A column of handling times in [h]:mm:ss saved as CSV by LibreOffice: 30 hours are 30:00:00, but
# everything under a day is a clock time: 12 seconds are "12:00:12 AM". DuckDB reads that text as
# a span of 12 hours and 12 seconds, because its interval ignores what stands behind the time
# ("00:03:12 late" too); pandas refuses it.
# Seen with: LibreOffice 7.4.7 (Debian 12), duckdb 2.0.1, pandas 3.1.1, xlsxwriter 3.3.1
# A reader of such files must: take AM or PM in a column of spans for a converted file: 12:00:12
#   AM is 12 seconds, or refuse it.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check duckdb==2.0.1 pandas==3.1.1 xlsxwriter==3.3.1

command -v soffice > log.txt || {
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends libreoffice-calc > log.txt
}

venv/bin/python - <<'PY'
import os
import subprocess
import sys
from importlib.metadata import version

import duckdb
import pandas
import xlsxwriter

changed = []


def compare(done, expected, recorded, seen):
    print(f"done: {done}\n  expected: {expected}\n  seen:     {seen}")
    if seen != recorded:
        print(f"  recorded: {recorded}")
        changed.append(done)


print("duckdb", version("duckdb"))
print("pandas", version("pandas"))
book = xlsxwriter.Workbook("handled.xlsx")
sheet = book.add_worksheet()
span = book.add_format({"num_format": "[h]:mm:ss"})
sheet.write(0, 0, "handled")
for row, seconds in enumerate((30 * 3600, 12, 45000, 86400), start=1):
    sheet.write(row, 0, seconds / 86400, span)
book.close()
print(subprocess.run(["soffice", "--version"], capture_output=True, text=True).stdout.strip())
profile = f"-env:UserInstallation=file://{os.getcwd()}/profile"
subprocess.run(["soffice", profile, "--headless", "--convert-to", "csv", "handled.xlsx"], capture_output=True, check=True,
               env={**os.environ, "LC_ALL": "C.UTF-8"})
lines = open("handled.csv").read().split("\n")[1:5]
compare("30:00:00, 0:00:12, 12:30:00 and 24:00:00 by LibreOffice", "as shown in the workbook",
        ["30:00:00", "12:00:12 AM", "12:30:00 PM", "24:00:00"], lines)


def told(read):
    try:
        return str(read())
    except Exception as error:
        return type(error).__name__


compare("the four as intervals of DuckDB, in seconds", "[108000, 12, 45000, 86400], or an error",
        [108000.0, 43212.0, 45000.0, 86400.0],
        [duckdb.sql(f"select epoch('{line}'::interval)").fetchall()[0][0] for line in lines])
compare("00:03:12 late as an interval of DuckDB", "an error", "0:03:12",
        told(lambda: duckdb.sql("select '00:03:12 late'::interval").fetchall()[0][0]))
compare("12:00:12 AM by pandas.to_timedelta", "12 seconds, or an error", "ValueError", told(lambda: pandas.to_timedelta("12:00:12 AM")))

sys.exit("the behaviour has changed" if changed else 0)
PY
