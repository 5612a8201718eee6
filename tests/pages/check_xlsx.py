#!/usr/bin/env python3
"""Checks the workbooks of an output folder with openpyxl and a headless LibreOffice.

    check_xlsx.py OUTPUT/2026-Q3 [--pictures FOLDER] [--report ID]

For every issue with workbooks:
- each formula, computed anew by LibreOffice without the stored results, gives the stored result;
- each row of the list of figures has exactly the numbers of measurements.json, each figure is there, and what is not
  shown is an empty cell; sheets by topic and segments agree with the list;
- results of the economics sheet are those of economics.json, and a changed assumption moves them;
- figures.csv, figures.parquet and lineage.json beside it hold the same, exactly;
- languages hold the same numbers; no error value, no formula outside the model, the file's date is that of the data.
With --pictures every sheet is printed to PDF and PNG, for looking at.
Needs: openpyxl, pyarrow, soffice, and for pictures pdftoppm.
"""

import argparse
import csv
import json
import math
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile

import openpyxl
from openpyxl.utils import range_boundaries

FONTS = pathlib.Path(__file__).resolve().parents[2] / "templates/fonts"
SHOWN = ("ok", "low_base")
# Rows of a sheet that a picture shows.
PRINTED = 90
failures = []


def fail(text):
    failures.append(text)
    if len(failures) <= 40:
        print("FAIL", text)


def near(one, other, relative=1e-9):
    return abs(one - other) <= max(relative * max(abs(one), abs(other)), 1e-9)


def office(folder, target, *files):
    """Converts files with a profile and fonts of its own."""
    fonts = folder / "fonts.conf"
    fonts.write_text(
        f"""<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>
<dir>/usr/share/fonts</dir><dir>{FONTS}</dir><cachedir>{folder}/cache</cachedir>
<match><test name="family"><string>Microsoft YaHei</string></test>
<edit name="family" mode="assign" binding="strong"><string>Noto Sans SC</string></edit></match>
<match><test name="family"><string>Calibri</string></test>
<edit name="family" mode="assign" binding="strong"><string>Noto Sans</string></edit></match>
<match><test name="family"><string>Microsoft JhengHei</string></test>
<edit name="family" mode="assign" binding="strong"><string>Noto Sans SC</string></edit></match>
</fontconfig>"""
    )
    command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", target]
    environment = {"HOME": str(folder), "PATH": "/usr/bin:/bin", "FONTCONFIG_FILE": str(fonts), "LANG": "C.UTF-8"}
    out = folder / "out"
    out.mkdir(exist_ok=True)
    subprocess.run(command + ["--outdir", out, *files], check=True, capture_output=True, env=environment, timeout=600)
    return out


def rewritten(source, target, change):
    """A copy of a workbook with its sheets changed."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            data = old.read(item)
            if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", item.filename):
                data = change(item.filename, data.decode()).encode()
            new.writestr(item, data)


def without_results(_, xml):
    return re.sub(r"(</f>)<v>[^<]*</v>", r"\1", xml)


def cells(book):
    return {(sheet.title, cell.coordinate): cell.value for sheet in book for row in sheet for cell in row
            if cell.value is not None}


def recalculated(folder, path, change=without_results):
    bare = folder / "bare" / path.name
    bare.parent.mkdir(exist_ok=True)
    rewritten(path, bare, change)
    out = office(folder, "xlsx:Calc MS Excel 2007 XML", bare) / path.name
    return openpyxl.load_workbook(out, data_only=True)


def check_formulas(folder, path):
    written = openpyxl.load_workbook(path)
    formulas = {at: text for at, text in cells(written).items() if written[at[0]][at[1]].data_type == "f"}
    stored = openpyxl.load_workbook(path, data_only=True)
    fresh = recalculated(folder, path)
    for (sheet, at), formula in formulas.items():
        one, other = stored[sheet][at].value, fresh[sheet][at].value
        numbers = all(isinstance(value, (int, float)) for value in (one, other))
        # The internal rate is found by steps: to seven digits.
        same = near(one, other, 1e-6 if "IRR(" in formula or "^4-1" in formula else 1e-9) if numbers else one == other
        if not same:
            fail(f"{path.name} {sheet}!{at} {formula}: stored {one!r}, computed {other!r}")
    for at, value in cells(fresh).items():
        if isinstance(value, str) and re.fullmatch(r"#(N/A|REF!|VALUE!|NAME\?|DIV/0!|NUM!|NULL!)|Err:\d+", value):
            fail(f"{path.name} {at}: {value}")
    return stored, formulas


def records(sheet, name):
    table = sheet.tables[name]
    first, top, last, bottom = range_boundaries(table.ref)
    return [[sheet.cell(row, column).value for column in range(first, last + 1)] for row in range(top + 1, bottom + 1)]


def find(book, name):
    for sheet in book:
        if name in sheet.tables:
            return sheet
    return None


def segment_of(segment):
    if segment == "total":
        return segment
    return f"{segment['part']['dimension']}={segment['part']['value'] or ''}"


def expected_of(one):
    """Value, n, low and high as they may be shown."""
    not_due = any(why == "not_due" or (isinstance(why, dict) and why.get("why") == "not_due")
                  for why in one.get("uncovered", []))
    shown = one["status"]["is"] in SHOWN and not (not_due and one["value"] is not None)
    interval = one["interval"] if shown else None
    return [one["value"] if shown else None, one["n"] if one["status"]["is"] in (*SHOWN, "suppressed") else None,
            interval and interval["low"], interval and interval["high"]]


def check_figures(book, measurements, label):
    rows = records(find(book, "list_figures"), "list_figures")
    if len(rows) != len(measurements):
        fail(f"{label}: {len(rows)} figures, {len(measurements)} measured")
    numbers = 0
    for row, one in zip(rows, measurements):
        named = (row[15], row[16], row[4])
        if named != (one["metric"], segment_of(one["segment"]), one["quarter"]):
            fail(f"{label}: {named} stands for {one['metric']} {one['segment']} {one['quarter']}")
            continue
        expected = expected_of(one)
        if row[6:10] != expected:
            fail(f"{label}: {named} has {row[6:10]}, measured {expected}")
        numbers += sum(value is not None for value in expected)
        if row[6] is None and not row[13] and one["at_least"] is None:
            fail(f"{label}: {named} is empty and says no reason")
    return numbers, rows


def check_data(issue, measurements):
    """The data files beside the workbooks, exactly; those that there are."""
    def exact(one):
        shown = expected_of(one)
        return (one["metric"], segment_of(one["segment"]), one["quarter"], *shown)

    expected = [exact(one) for one in measurements]
    found = {}
    for path in issue.glob("*/figures.csv"):
        with open(path, newline="", encoding="utf-8-sig") as file:
            rows = list(csv.DictReader(file))
        number = lambda text: float(text) if text else None
        found[path] = [(row["metric"], row["segment"], row["quarter"], number(row["value"]), number(row["n"]),
                        number(row["low"]), number(row["high"])) for row in rows]
    if (issue / "figures.parquet").exists():
        import pyarrow.parquet
        columns = pyarrow.parquet.read_table(issue / "figures.parquet").to_pydict()
        names = ["metric", "segment", "quarter", "value", "n", "low", "high"]
        found[issue / "figures.parquet"] = list(zip(*(columns[name] for name in names)))
    if (issue / "lineage.json").exists():
        lineage = json.loads((issue / "lineage.json").read_text())
        rows = [(one["metric"], one["segment"], one["quarter"], one["value"], one["n"], *expected[at][5:])
                for at, one in enumerate(lineage["figures"])]
        found[issue / "lineage.json"] = rows
        for one in lineage["figures"]:
            metric = lineage["metrics"][one["metric"]]
            if one["value"] is not None and not all(lineage["tables"][name]["files"] for name in metric["tables"]):
                fail(f"{issue}: no file behind {one}")
    for path, rows in found.items():
        wrong = [(one, other) for one, other in zip(rows, expected) if tuple(one) != other]
        if wrong or len(rows) != len(expected):
            fail(f"{path}: {len(rows)} rows, {len(expected)} expected, {len(wrong)} differ, first {wrong[:1]}")
    return len(found)


def check_economics(book, economics, label):
    if not economics:
        return 0
    names = book.defined_names
    checked = 0
    flows = [(one["key"], one["flows"], one["internal_rate_per_quarter"]) for one in economics["programmes"]]
    if economics.get("programme_flows"):
        flows.append(("stated_flows", economics["programme_flows"], False))

    def value(name):
        if name not in names:
            return None
        sheet, at = next(iter(names[name].destinations))
        return book[sheet][at.replace("$", "")].value

    def safe(prefix, key):
        return f"{prefix}_" + "_".join(part for part in re.sub(r"[^a-z0-9]", "_", key.lower()).split("_") if part)

    for key, found, rate in flows:
        pairs = [("npv", found["net_present_value"]), ("bcr", found["benefit_cost_ratio"]), ("payback", found["payback"])]
        pairs += [("irr", rate)] if rate is not False else []
        for prefix, expected in pairs:
            got = value(safe(prefix, key))
            if got is None:
                fail(f"{label}: no cell {safe(prefix, key)}")
            elif prefix == "payback" and isinstance(got, str) and float(found["costs"][0]) <= float(found["benefits"][0]):
                pass  # nothing is laid out before it comes back
            elif (expected is None) != isinstance(got, str) or (expected is not None and float(expected) != got):
                fail(f"{label}: {safe(prefix, key)} is {got}, reported {expected}")
            checked += 1
    for one in economics["inputs"]:
        got = value(safe("in", one["key"]))
        if got is not None and got != float(one["range"]["base"]):
            fail(f"{label}: {one['key']} is {got}, reported {one['range']['base']}")
        checked += 1
    return checked


def check_live(folder, path, stored, formulas):
    """Doubling an assumption moves a result."""
    inputs = [name for name in stored.defined_names if name.startswith("in_")]
    used = [name for name in inputs if any(re.search(rf"\b{name}\b", text) for text in formulas.values())]
    if not used:
        return "no formula uses an assumption"
    sheet, at = next(iter(stored.defined_names[used[0]].destinations))
    place = at.replace("$", "")
    value = stored[sheet][place].value
    index = stored.sheetnames.index(sheet) + 1

    def change(name, xml):
        xml = without_results(name, xml)
        if name.endswith(f"/sheet{index}.xml"):
            xml, count = re.subn(rf'(<c r="{place}"[^>]*><v>)[^<]*(</v>)', rf"\g<1>{value * 2 + 0.01}\g<2>", xml)
            assert count == 1, (name, place)
        return xml

    fresh = recalculated(folder, path, change)
    moved = 0
    for name in stored.defined_names:
        if name.startswith("npv_"):
            sheet, at = next(iter(stored.defined_names[name].destinations))
            at = at.replace("$", "")
            moved += fresh[sheet][at].value != stored[sheet][at].value
    if not moved:
        fail(f"{path.name}: {used[0]} from {value} to {value * 2 + 0.01} moves no net present value")
    return f"{used[0]} moves {moved} net present values"


def check_book(path):
    with zipfile.ZipFile(path) as book:
        core = book.read("docProps/core.xml").decode()
        whole = "".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xml"))
        dates = {item.date_time for item in book.infolist()}
    if len(dates) != 1:
        fail(f"{path.name}: files of several dates {dates}")
    if re.search(r">(inf|-inf|NaN)<", whole):
        fail(f"{path.name}: a number that is none")
    return re.search(r"<dcterms:created[^>]*>([^<]*)", core).group(1)


def first_rows(_, xml):
    return re.sub(r'<row r="(\d+)".*?</row>', lambda row: row[0] if int(row[1]) <= PRINTED else "", xml, flags=re.S)


def pictures(folder, path, target):
    short = folder / "short" / path.name
    short.parent.mkdir()
    rewritten(path, short, first_rows)
    out = office(folder, "pdf", short) / (path.stem + ".pdf")
    target.mkdir(parents=True, exist_ok=True)
    shutil.copy(out, target / out.name)
    subprocess.run(["pdftoppm", "-r", "55", "-png", out, target / path.stem], check=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("period", type=pathlib.Path)
    parser.add_argument("--pictures", type=pathlib.Path)
    parser.add_argument("--report")
    arguments = parser.parse_args()
    books = sorted(arguments.period.glob(f"{arguments.report or '*'}/issue-*/*/*.xlsx"))
    if not books:
        sys.exit("no workbook found")
    numbers = {}
    for path in books:
        with tempfile.TemporaryDirectory() as folder:
            folder = pathlib.Path(folder)
            issue = path.parents[1]
            measured = json.loads((issue / "measurements.json").read_text())
            economics = issue / "economics.json"
            economics = json.loads(economics.read_text()) if economics.exists() else None
            data = check_data(issue, measured) if issue not in numbers else 0
            created = check_book(path)
            stored, formulas = check_formulas(folder, path)
            count, rows = check_figures(stored, measured, path.name)
            checked = check_economics(stored, economics, path.name)
            live = check_live(folder, path, stored, formulas)
            same = [(row[4:5], row[6:10], row[11:13], row[14:]) for row in rows]
            if numbers.setdefault(issue, same) != same:
                fail(f"{path.name}: other numbers than the other language")
            print(f"{path.name}: {len(formulas)} formulas, {len(rows)} figures with {count} numbers, {checked} results "
                  f"and inputs, created {created}; {live}; {data} data files")
            if arguments.pictures:
                pictures(folder, path, arguments.pictures)
    print(f"{len(books)} workbooks, {len(failures)} failures")
    sys.exit(bool(failures))


if __name__ == "__main__":
    main()
