#!/usr/bin/env bash
# The holiday calendar of Germany in the package holidays reads dates given as text month first:
# 01.05.2026 is no holiday, 05.01.2026 is Labour Day, and from 01.07.2026 to 10.07.2026 there are
# 191 working days. 25.12.2026, where only one order fits, is read day first.
# Seen with: holidays 0.109
# A reader of such files must: pass dates, never texts, to a calendar, and state the order of day
#   and month per source.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check holidays==0.109

venv/bin/python - <<'PY'
import datetime
import sys
from importlib.metadata import version

import holidays

changed = []


def compare(done, expected, recorded, seen):
    print(f"done: {done}\n  expected: {expected}\n  seen:     {seen}")
    if seen != recorded:
        print(f"  recorded: {recorded}")
        changed.append(done)


print("holidays", version("holidays"))
germany = holidays.country_holidays("DE", years=2026, language="en_US")
compare("01.05.2026", "Labour Day, or an error", None, germany.get("01.05.2026"))
compare("05.01.2026", "None, or an error", "Labor Day", germany.get("05.01.2026"))
compare("25.12.2026 is a holiday", "True", True, "25.12.2026" in germany)
compare("working days from 01.07.2026 to 10.07.2026", "8, or an error", 191, germany.get_working_days_count("01.07.2026", "10.07.2026"))
compare("the same as dates", "8", 8, germany.get_working_days_count(datetime.date(2026, 7, 1), datetime.date(2026, 7, 10)))

sys.exit("the behaviour has changed" if changed else 0)
PY
