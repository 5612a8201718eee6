#!/usr/bin/env bash
# An ODS file that pandas wrote: the dates have no style, so LibreOffice shows and exports 46204
# where pandas reads 2026-07-01; true and false come out as 1 and 0, and the text id 007 is read
# back by pandas as 7.
# Seen with: pandas 3.1.1, odfpy 1.4.1, LibreOffice 7.4.7 (Debian 12)
# A reader of such files must: take whole numbers around 46000 in a date column for days since
#   1899-12-30 only when told so.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pandas==3.1.1 odfpy==1.4.1

command -v soffice > log.txt || {
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends libreoffice-calc > log.txt
}

venv/bin/python - <<'PY'
import datetime
import os
import subprocess
import sys
from importlib.metadata import version

import pandas

changed = []


def compare(done, expected, recorded, seen):
    print(f"done: {done}\n  expected: {expected}\n  seen:     {seen}")
    if seen != recorded:
        print(f"  recorded: {recorded}")
        changed.append(done)


print("pandas", version("pandas"))
print("odfpy", version("odfpy"))
frame = pandas.DataFrame({"id": ["007", "008"], "opened": [datetime.date(2026, 7, 1)] * 2, "solved": [True, False]})
frame.to_excel("tickets.ods", index=False, engine="odf")
read = pandas.read_excel("tickets.ods", engine="odf")
compare("the date read by pandas", "2026-07-01", "2026-07-01 00:00:00", str(read["opened"][0]))
compare("the id read by pandas", "007", 7, int(read["id"][0]))
print(subprocess.run(["soffice", "--version"], capture_output=True, text=True).stdout.strip())
subprocess.run(["soffice", f"-env:UserInstallation=file://{os.getcwd()}/profile", "--headless",
                "--convert-to", "csv", "tickets.ods"], capture_output=True, check=True)
compare("the same file by LibreOffice as CSV", "007, 2026-07-01, TRUE", ["id,opened,solved", "007,46204,1", "008,46204,0"],
        open("tickets.csv").read().split())

sys.exit("the behaviour has changed" if changed else 0)
PY
