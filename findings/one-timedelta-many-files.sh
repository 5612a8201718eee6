#!/usr/bin/env bash
# 30 hours held as a duration: pandas writes it to CSV as words, to JSON as milliseconds, to XLSX
# as 1.25 in a format that shows "1", and to SPSS (pyreadstat) as a text column; Polars writes
# XLSX days in General, JSON as ISO seconds, and refuses CSV. No reader of these files is told the
# unit.
# Seen with: pandas 3.1.1, polars 2.1.0, pyreadstat 1.3.7, openpyxl 3.1.5, xlsxwriter 3.3.1
# A reader of such files must: know the writer before it believes a bare number to be seconds:
#   days, milliseconds and microseconds are all in use.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pandas==3.1.1 polars==2.1.0 pyreadstat==1.3.7 openpyxl==3.1.5 xlsxwriter==3.3.1

venv/bin/python - <<'PY'
import datetime
import sys
from importlib.metadata import version

import openpyxl
import pandas
import polars
import pyreadstat

changed = []


def compare(done, expected, recorded, seen):
    print(f"done: {done}\n  expected: {expected}\n  seen:     {seen}")
    if seen != recorded:
        print(f"  recorded: {recorded}")
        changed.append(done)


print("pandas", version("pandas"))
print("polars", version("polars"))
print("pyreadstat", version("pyreadstat"))
frame = pandas.DataFrame({"wait": pandas.to_timedelta(["30:00:00", "00:00:12"])})
compare("pandas to_csv", "30:00:00 or seconds", "1 days 06:00:00", frame.to_csv(index=False).splitlines()[1])
compare("pandas to_json", "PT30H or seconds", '[{"wait":108000000},{"wait":12000}]', frame.to_json(orient="records"))
frame.to_excel("p.xlsx", index=False)
cell = openpyxl.load_workbook("p.xlsx").active["A2"]
compare("pandas to_excel: value and format", "1.25 in [h]:mm:ss", (1.25, "0"), (cell.value, cell.number_format))
pyreadstat.write_sav(frame, "p.sav")
read, meta = pyreadstat.read_sav("p.sav")
compare("pyreadstat.write_sav: value and format", "108000 in TIME8", ("1 days 06:00:00", "A15"),
        (read["wait"][0], meta.original_variable_types["wait"]))

frame = polars.DataFrame({"wait": [datetime.timedelta(hours=30)]})
frame.write_excel("q.xlsx")
cell = openpyxl.load_workbook("q.xlsx").active["A2"]
compare("Polars write_excel: value and format", "1.25 in [h]:mm:ss", (1.25, "General"), (cell.value, cell.number_format))
compare("Polars write_json", "PT30H", '[{"wait":"PT108000S"}]', frame.write_json())
try:
    told = frame.write_csv()
except Exception as error:
    told = type(error).__name__
compare("Polars write_csv", "30:00:00", "ComputeError", told)

sys.exit("the behaviour has changed" if changed else 0)
PY
