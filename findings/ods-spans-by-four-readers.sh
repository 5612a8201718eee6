#!/usr/bin/env bash
# Spans in an ODS file (PT30H00M00S, as LibreOffice stores them): pyexcel-ods3 gives 30 hours as a
# span, 12 seconds as a time of day, and silently a blank for 12.5 seconds and for minus five
# minutes; tablib and pandas refuse the file; python-calamine gives texts beside times.
# Seen with: pyexcel-ods3 0.6.1, pandas 3.1.1, odfpy 1.4.1, tablib 3.10.0, python-calamine 0.9.1
# A reader of such files must: read office:time-value itself, with its sign, its fraction and
#   hours above 24.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pyexcel==0.7.6 pyexcel-ods3==0.6.1 pandas==3.1.1 odfpy==1.4.1 tablib==3.10.0 python-calamine==0.9.1

venv/bin/python - <<'PY'
import sys
from importlib.metadata import version

import pandas
import pyexcel
import python_calamine
import tablib
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

changed = []


def compare(done, expected, recorded, seen):
    print(f"done: {done}\n  expected: {expected}\n  seen:     {seen}")
    if seen != recorded:
        print(f"  recorded: {recorded}")
        changed.append(done)


print("pyexcel-ods3", version("pyexcel-ods3"))
print("pandas", version("pandas"))
print("odfpy", version("odfpy"))
print("tablib", version("tablib"))
print("python-calamine", version("python-calamine"))
spans = [("PT30H00M00S", "30:00:00"), ("PT00H00M12S", "0:00:12"), ("PT00H00M12.5S", "0:00:12.5"), ("-PT00H05M00S", "-0:05:00")]
document = OpenDocumentSpreadsheet()
table = Table(name="calls")
row = TableRow()
head = TableCell(valuetype="string")
head.addElement(P(text="wait"))
row.addElement(head)
table.addElement(row)
for value, shown in spans:
    row = TableRow()
    cell = TableCell(valuetype="time", timevalue=value)
    cell.addElement(P(text=shown))
    row.addElement(cell)
    table.addElement(row)
document.spreadsheet.addElement(table)
document.save("spans.ods")


def told(read):
    try:
        return [str(value) for value in read()]
    except Exception as error:
        return type(error).__name__


print("cells:", [value for value, _ in spans])
expected = "1 day 6:00:00, 0:00:12, 0:00:12.5, -0:05:00"
compare("pyexcel-ods3", expected, ["1 day, 6:00:00", "00:00:12", "", ""], told(lambda: [r[0] for r in pyexcel.get_array(file_name="spans.ods")[1:]]))
compare("pandas with odf", expected, "DateParseError", told(lambda: pandas.read_excel("spans.ods", engine="odf")["wait"]))
with open("spans.ods", "rb") as file:
    compare("tablib", expected, "ValueError", told(lambda: tablib.Dataset().load(file, format="ods")["wait"]))
compare("python-calamine", expected, ["PT30H00M00S", "00:00:12", "00:00:12.500000", "-PT00H05M00S"],
        told(lambda: [r[0] for r in python_calamine.load_workbook("spans.ods").get_sheet_by_index(0).to_python()[1:]]))

sys.exit("the behaviour has changed" if changed else 0)
PY
