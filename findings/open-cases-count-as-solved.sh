#!/usr/bin/env bash
# lifelines turns an end time such as NULL, n/a or - into a solved case of minus nine quintillion
# days, with no more than a warning about starts after ends, so that the median waiting time is
# that number; and an open case beside times of day gets the same length when the closing date has
# no time.
# Seen with: lifelines 0.30.3, pandas 2.3.3
# A reader of such files must: decide itself which words mean "not yet", count them as open, and
#   refuse a negative length.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check lifelines==0.30.3 pandas==2.3.3

venv/bin/python - <<'PY'
import sys
from importlib.metadata import version

from lifelines import KaplanMeierFitter
from lifelines.utils import datetimes_to_durations

changed = []


def compare(done, expected, recorded, seen):
    print(f"done: {done}\n  expected: {expected}\n  seen:     {seen}")
    if seen != recorded:
        print(f"  recorded: {recorded}")
        changed.append(done)


print("lifelines", version("lifelines"))
print("pandas", version("pandas"))
opened = ["2026-07-01"] * 4
for word in ("NULL", "n/a", "-"):
    ends = ["2026-07-03", word, word, "2026-07-04"]
    lengths, solved = datetimes_to_durations(opened, ends, fill_date="2026-09-30")
    compare(
        f"two of four tickets have the end {word!r}",
        "an error, or [2, 91, 91, 3] with two cases open",
        ([2, -9223372036854775808, -9223372036854775808, 3], [True] * 4),
        ([int(n) for n in lengths], [bool(s) for s in solved]),
    )
compare(
    "median by Kaplan-Meier of the last case",
    "3 days",
    True,
    bool(KaplanMeierFitter().fit(lengths, solved).median_survival_time_ < -9e18),
)
lengths, solved = datetimes_to_durations(opened, ["2026-07-03", None, "", "2026-07-04"], fill_date="2026-09-30")
compare("None and the empty text", "91 days, open", ([2, 91, 91, 3], [True, False, False, True]),
        ([int(n) for n in lengths], [bool(s) for s in solved]))
lengths, solved = datetimes_to_durations(
    ["2026-07-01 09:00", "2026-07-05 09:00"], ["2026-07-03 09:00", None], fill_date="2026-09-30")
compare("None again, but with times of day and a closing date without one", "86 days, open",
        ([2, -9223372036854775808], [True, False]), ([int(n) for n in lengths], [bool(s) for s in solved]))

sys.exit("the behaviour has changed" if changed else 0)
PY
