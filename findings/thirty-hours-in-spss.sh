#!/usr/bin/env bash
# An SPSS duration of 30 hours comes out of pyreadstat as six in the morning, minus five minutes
# as 23:55, and a full day as midnight; pandas.read_spss gives the same. Nothing is raised.
# Seen with: pyreadstat 1.3.7, pandas 3.1.1
# A reader of such files must: take TIME and DTIME variables as counts of seconds, never as a time
#   of day; with pyreadstat: disable_datetime_conversion.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pyreadstat==1.3.7 pandas==3.1.1

venv/bin/python - <<'PY'
import sys
from importlib.metadata import version

import pandas as pd
import pyreadstat

changed = []


def compare(done, expected, recorded, seen):
    print(f"done: {done}\n  expected: {expected}\n  seen:     {seen}")
    if seen != recorded:
        print(f"  recorded: {recorded}")
        changed.append(done)


print("pyreadstat", version("pyreadstat"))
print("pandas", version("pandas"))
seconds = [30 * 3600.0, 12.0, -300.0, 86400.0]
frame = pd.DataFrame({"wait": seconds, "handled": seconds})
pyreadstat.write_sav(frame, "calls.sav", variable_format={"wait": "TIME8", "handled": "DTIME12"})

read, meta = pyreadstat.read_sav("calls.sav")
print("formats:", meta.original_variable_types)
for column in ("wait", "handled"):
    compare(
        f"{column}: 30:00:00, 00:00:12, -00:05:00, 24:00:00 read by pyreadstat",
        "timedelta 1 day 6:00:00, 0:00:12, -0:05:00, 1 day",
        ["06:00:00", "00:00:12", "23:55:00", "00:00:00"],
        [value.isoformat() for value in read[column]],
    )
compare(
    "the same file by pandas.read_spss",
    "timedelta",
    ["06:00:00", "00:00:12", "23:55:00", "00:00:00"],
    [value.isoformat() for value in pd.read_spss("calls.sav")["wait"]],
)
raw, _ = pyreadstat.read_sav("calls.sav", disable_datetime_conversion=True)
compare("the same file without conversion", "the seconds", seconds, raw["wait"].tolist())

sys.exit("the behaviour has changed" if changed else 0)
PY
