#!/usr/bin/env python3
"""Sets the CPU of workbook, slides and HTML beside openpyxl, XlsxWriter and python-pptx, in one run.

    forms.py QUARTERDECK [REPORT]

Makes the sample's REPORT (default telecom) as JSON alone and with one form more, in English and on one thread; the
difference of the two is what the form costs, its tables and charts from the figures on included. Then the Python
libraries write the same again: the cells with their number formats, column widths and charts of the workbook; the
texts, tables and charts of the slides. What they are to write is read before their clock starts. Prints CPU seconds,
the best of seven rounds, and ratios. Needs `openpyxl`, `XlsxWriter` and `python-pptx`.
"""

import pathlib
import resource
import subprocess
import sys
import tempfile
import time

import openpyxl
import pptx
import xlsxwriter
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE

ROUNDS = 7
SAMPLE = pathlib.Path(__file__).resolve().parents[2] / "reports.yaml"


def run(program, report, formats, output):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    line = [program, "run", "--config", str(SAMPLE), "--report", report, "--locale", "en", "--jobs", "1", "--quiet", "--output", output]
    subprocess.run(line + [part for one in formats for part in ("--format", one)], check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def best(work):
    def round_of(at):
        began = time.process_time()
        work(at)
        return time.process_time() - began
    return min(round_of(at) for at in range(ROUNDS))


def cells_of(path):
    """Name, widths, cells as (row, column, value, number format), and charts as (kind, series) of each sheet."""
    sheets = []
    for sheet in openpyxl.load_workbook(path).worksheets:
        cells = [(cell.row, cell.column, cell.value, cell.number_format) for row in sheet.iter_rows() for cell in row if cell.value is not None]
        widths = {name: column.width for name, column in sheet.column_dimensions.items()}
        charts = [[series.val.numRef.f for series in chart.series] for chart in sheet._charts]
        sheets.append((sheet.title, widths, cells, charts))
    return sheets


def by_openpyxl(sheets, path):
    from openpyxl.chart import LineChart, Reference

    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, widths, cells, charts in sheets:
        sheet = book.create_sheet(title)
        for name, width in widths.items():
            sheet.column_dimensions[name].width = width
        for row, column, value, form in cells:
            cell = sheet.cell(row, column, value)
            cell.number_format = form
        for series in charts:
            chart = LineChart()
            for place in series:
                chart.add_data(Reference(sheet, range_string=place))
            sheet.add_chart(chart)
    book.save(path)


def by_xlsxwriter(sheets, path):
    book = xlsxwriter.Workbook(path)
    forms = {}
    for title, widths, cells, charts in sheets:
        sheet = book.add_worksheet(title)
        for name, width in widths.items():
            sheet.set_column(f"{name}:{name}", width)
        for row, column, value, form in cells:
            if form not in forms:
                forms[form] = book.add_format({"num_format": form})
            sheet.write(row - 1, column - 1, value, forms[form])
        for series in charts:
            chart = book.add_chart({"type": "line"})
            for place in series:
                chart.add_series({"values": "=" + place})
            sheet.insert_chart("A1", chart)
    book.close()


def slides_of(path):
    """The texts with their boxes, the tables and the charts of each slide."""
    slides = []
    for slide in pptx.Presentation(path).slides:
        parts = []
        for shape in slide.shapes:
            box = (shape.left, shape.top, shape.width, shape.height)
            if shape.has_chart:
                plot = shape.chart.plots[0]
                parts.append(("chart", box, [str(one) for one in plot.categories], [(one.name, list(one.values)) for one in plot.series]))
            elif shape.has_table:
                parts.append(("table", box, [[cell.text for cell in row.cells] for row in shape.table.rows]))
            elif shape.has_text_frame:
                parts.append(("text", box, shape.text_frame.text))
        slides.append((parts, slide.notes_slide.notes_text_frame.text if slide.has_notes_slide else ""))
    return slides


def by_python_pptx(slides, path):
    deck = pptx.Presentation()
    for parts, notes in slides:
        slide = deck.slides.add_slide(deck.slide_layouts[6])
        for kind, box, *rest in parts:
            if kind == "text":
                slide.shapes.add_textbox(*box).text_frame.text = rest[0]
            elif kind == "table":
                rows = rest[0]
                table = slide.shapes.add_table(len(rows), len(rows[0]), *box).table
                for at, row in enumerate(rows):
                    for column, text in enumerate(row):
                        table.cell(at, column).text = text
            else:
                data = CategoryChartData()
                data.categories = rest[0]
                for name, values in rest[1]:
                    data.add_series(name, values)
                slide.shapes.add_chart(XL_CHART_TYPE.LINE, *box, data)
        slide.notes_slide.notes_text_frame.text = notes
    deck.save(path)


def main(program, report="telecom"):
    with tempfile.TemporaryDirectory() as folder:
        made = lambda at, form: f"{folder}/{form}-{at}"
        own = {}
        for form in (None, "xlsx", "pptx", "html"):
            formats = ["json"] + ([form] if form else [])
            run(program, report, formats, made("first", form))  # fills the cache of staged tables
            own[form] = min(run(program, report, formats, made(at, form)) for at in range(ROUNDS))
        print(f"{report}, JSON alone: {own[None]:.3f} CPU s; HTML adds {(own['html'] - own[None]) * 1000:.0f} ms (wanted 15)")
        file = lambda form: next(pathlib.Path(made("first", form)).rglob(f"*.{form}"))
        sheets, slides = cells_of(file("xlsx")), slides_of(file("pptx"))
        cells, charts = sum(len(one[2]) for one in sheets), sum(len(one[3]) for one in sheets)
        book, deck = own["xlsx"] - own[None], own["pptx"] - own[None]
        print(f"workbook, {len(sheets)} sheets, {cells:,} cells, {charts} charts: {book * 1000:.0f} ms")
        for name, write, wanted in (("openpyxl", by_openpyxl, 0.2), ("XlsxWriter", by_xlsxwriter, 0.5)):
            time_of = best(lambda at: write(sheets, f"{folder}/{name}-{at}.xlsx"))
            print(f"  {name}: {time_of * 1000:.0f} ms; ours is {book / time_of:.2f} of it (wanted {wanted})")
        time_of = best(lambda at: by_python_pptx(slides, f"{folder}/deck-{at}.pptx"))
        print(f"slides, {len(slides)}: {deck * 1000:.0f} ms; python-pptx: {time_of * 1000:.0f} ms; ours is {deck / time_of:.2f} of it (wanted 0.1)")


if __name__ == "__main__":
    main(str(pathlib.Path(sys.argv[1]).resolve()), *sys.argv[2:3])
