#!/usr/bin/env python3
"""Checks the slides of an output folder with python-pptx and a headless LibreOffice.

    check_pptx.py OUTPUT/2026-Q3 [--pictures FOLDER] [--report ID]

At most twelve slides, each with a title and notes; every number of a chart is that of measurements.json and of the
workbook of the chart, exactly; tables are tables; East Asian fonts are set; nothing lies outside its slide.
Needs: python-pptx, openpyxl, and for pictures soffice and pdftoppm.
"""

import argparse
import io
import json
import pathlib
import runpy
import subprocess
import sys
import tempfile

import openpyxl
from pptx import Presentation

failures = []


def fail(text):
    failures.append(text)
    print("FAIL", text)


def check(path, measured):
    deck = Presentation(path)
    slides = list(deck.slides)
    if len(slides) > 12:
        fail(f"{path.name}: {len(slides)} slides")
    totals = {}
    for one in measured:
        if one["segment"] == "total" and one["value"] is not None:
            totals.setdefault(one["metric"], {})[one["quarter"].replace("-", "")] = one["value"]
    series = [values for values in totals.values()]
    charts = tables = numbers = 0
    for at, slide in enumerate(slides, 1):
        if not slide.shapes.title or not slide.shapes.title.text.strip():
            fail(f"{path.name}: slide {at} has no title")
        if not slide.has_notes_slide:
            fail(f"{path.name}: slide {at} has no notes")
        for shape in slide.shapes:
            if shape.left < 0 or shape.top < 0 or shape.left + shape.width > deck.slide_width \
                    or shape.top + shape.height > deck.slide_height:
                fail(f"{path.name}: {shape.name} leaves slide {at}")
            tables += shape.has_table
            if not shape.has_chart:
                continue
            charts += 1
            chart = shape.chart
            book = openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))["Sheet1"]
            names = [str(name) for name in chart.plots[0].categories]
            for column, line in enumerate(chart.plots[0].series, 2):
                values = list(line.values)
                stored = [book.cell(row, column).value for row in range(2, 2 + len(names))]
                if values != stored or book.cell(1, column).value != line.name:
                    fail(f"{path.name}: slide {at} {line.name}: chart {values}, workbook {stored}")
                known = {name: value for name, value in zip(names, values) if value is not None}
                numbers += len(known)
                if column == 2 and not any(all(of.get(name) == value for name, value in known.items()) for of in series):
                    fail(f"{path.name}: slide {at} {line.name} {known} was not measured")
    xml = " ".join(slide.part.blob.decode() for slide in slides)
    if "<a:ea " not in xml:
        fail(f"{path.name}: no East Asian font")
    print(f"{path.name}: {len(slides)} slides, {tables} tables, {charts} charts with {numbers} numbers")


def pictures(path, target):
    tools = runpy.run_path(str(pathlib.Path(__file__).with_name("check_xlsx.py")), run_name="tools")
    with tempfile.TemporaryDirectory() as folder:
        out = tools["office"](pathlib.Path(folder), "pdf", path) / (path.stem + ".pdf")
        target.mkdir(parents=True, exist_ok=True)
        subprocess.run(["pdftoppm", "-r", "60", "-png", out, target / (path.stem + "-slide")], check=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("period", type=pathlib.Path)
    parser.add_argument("--pictures", type=pathlib.Path)
    parser.add_argument("--report")
    arguments = parser.parse_args()
    decks = sorted(arguments.period.glob(f"{arguments.report or '*'}/issue-*/*/*.pptx"))
    if not decks:
        sys.exit("no slides found")
    for path in decks:
        check(path, json.loads((path.parents[1] / "measurements.json").read_text()))
        if arguments.pictures:
            pictures(path, arguments.pictures)
    print(f"{len(decks)} decks, {len(failures)} failures")
    sys.exit(bool(failures))


main()
