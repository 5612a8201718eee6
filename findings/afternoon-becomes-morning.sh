#!/usr/bin/env bash
# xlsx2csv writes 18:00 as 06:00, without AM or PM, whenever the cell format has a date and a
# single h (the usual yyyy/m/d h:mm, d.m.yyyy h:mm, and the built-in format 22). Morning and
# evening become equal; Polars inherits it with engine="xlsx2csv".
# Seen with: xlsx2csv 0.8.6, polars 2.1.0, xlsxwriter 3.3.1
# A reader of such files must: take the hour from the serial number of the cell, and ask how a CSV
#   was made when no hour in it is above 12.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check xlsx2csv==0.8.6 polars==2.1.0 xlsxwriter==3.3.1

venv/bin/python - <<'PY'
import datetime
import subprocess
import sys
from importlib.metadata import version

import polars
import xlsxwriter

changed = []


def compare(done, expected, recorded, seen):
    print(f"done: {done}\n  expected: {expected}\n  seen:     {seen}")
    if seen != recorded:
        print(f"  recorded: {recorded}")
        changed.append(done)


print("xlsx2csv", version("xlsx2csv"))
print("polars", version("polars"))
evening = datetime.datetime(2026, 7, 1, 18, 0)
morning = datetime.datetime(2026, 7, 1, 6, 0)
recorded = {
    "yyyy/m/d h:mm": "2026/07/01 06:00",
    "d.m.yyyy h:mm": "01.07.2026 06:00",
    "m/d/yy h:mm": "07/01/26 06:00",
    "yyyy-mm-dd hh:mm": "2026-07-01 18:00",
}
for form, text in recorded.items():
    book = xlsxwriter.Workbook("t.xlsx")
    sheet = book.add_worksheet()
    style = book.add_format({"num_format": form})
    sheet.write(0, 0, "created")
    sheet.write_datetime(1, 0, evening, style)
    sheet.write_datetime(2, 0, morning, style)
    book.close()
    lines = subprocess.run(["venv/bin/xlsx2csv", "t.xlsx"], capture_output=True, text=True, check=True).stdout.split("\n")
    compare(f"18:00 in the format {form} by xlsx2csv", "18:00", text, lines[1])
    column = polars.read_excel("t.xlsx", engine="xlsx2csv")["created"].to_list()
    compare("  18:00 and 06:00 by Polars with that engine: are they equal?", "no", "hh" not in form, column[0] == column[1])

sys.exit("the behaviour has changed" if changed else 0)
PY
