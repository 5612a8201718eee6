#!/usr/bin/env python3
"""Sets the CPU of intake beside an older build, pandas and openpyxl, in one run.

    intake_ratios.py INTAKE_BENCH [OLDER_INTAKE_BENCH [QUARTERDECK]]

INTAKE_BENCH is the executable that `cargo bench --bench intake --no-run` names, OLDER_INTAKE_BENCH the same of an
older commit, built in a worktree of it. Makes one CSV of tickets, stages it with all checks by both builds in turn,
reads it in pandas with the same types, writes the same rows as a workbook and reads that with both, and prints CPU
seconds and ratios: the best of three rounds each. With QUARTERDECK, `init --from` on a gigabyte of such files is
timed as well. Needs `pandas` and `openpyxl`.
"""

import os
import re
import resource
import subprocess
import sys
import tempfile

ROUNDS = 3
MEGABYTES = 200
XLSX_ROWS = 60_000
TIMES = ["created_at", "first_reply_at", "resolved_at"]
PANDAS = f"import pandas, sys; pandas.read_csv(sys.argv[1], parse_dates={TIMES!r}, dtype_backend='numpy_nullable')"
OPENPYXL = (
    "import openpyxl, sys; sheet = openpyxl.load_workbook(sys.argv[1], read_only=True).active; "
    "print(sum(1 for row in sheet.iter_rows(values_only=True) if row[0]))"
)


def cpu(command):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    out = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, out


def staged(bench, argument):
    return float(re.search(r"intake, all checks: +([0-9.]+) s", cpu([bench, argument])[1]).group(1))


def best(measure):
    return min(measure() for _ in range(ROUNDS))


def workbook(csv, path):
    import csv as reader
    import datetime

    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("tickets")
    with open(csv, encoding="utf-8", newline="") as file:
        rows = reader.reader(file)
        header = next(rows)
        sheet.append(header)
        times = [header.index(name) for name in TIMES]
        for _, row in zip(range(XLSX_ROWS), rows):
            for at in times:
                row[at] = datetime.datetime.fromisoformat(row[at]) if row[at] else None
            sheet.append(row)
    book.save(path)


def main():
    new, old, quarterdeck = (sys.argv[1:] + [None, None])[:3]
    with tempfile.TemporaryDirectory() as folder:
        csv, xlsx = f"{folder}/tickets.csv", f"{folder}/tickets.xlsx"
        subprocess.run([new, str(MEGABYTES), "--write", csv], check=True)
        workbook(csv, xlsx)
        size = os.path.getsize(csv) / 1e6
        news, olds = [], []
        for _ in range(ROUNDS):
            news.append(staged(new, csv))
            # An older build makes the same file by itself.
            olds.extend([staged(old, str(MEGABYTES))] if old else [])
        mine = min(news)
        print(f"CSV, {size:.0f} MB: {mine:.2f} CPU s, {size / mine:.0f} MB/s")
        if old:
            print(f"  against the older build ({min(olds):.2f} s): {mine / min(olds):.2f}")
        pandas = best(lambda: cpu([sys.executable, "-c", PANDAS, csv])[0])
        print(f"  against pandas ({pandas:.2f} s): {mine / pandas:.2f}")
        book, openpyxl = best(lambda: staged(new, xlsx)), best(lambda: cpu([sys.executable, "-c", OPENPYXL, xlsx])[0])
        print(f"XLSX, {XLSX_ROWS:,} rows: {book:.2f} CPU s, against openpyxl ({openpyxl:.2f} s): {book / openpyxl:.2f}")
        if quarterdeck:
            os.mkdir(f"{folder}/exports")
            for part in range(max(1, int(1000 / size))):
                os.link(csv, f"{folder}/exports/tickets-{part}.csv")
            spent = cpu([quarterdeck, "init", f"{folder}/project", "--from", f"{folder}/exports"])[0]
            print(f"init --from on {size * max(1, int(1000 / size)):.0f} MB: {spent:.2f} CPU s")


main()
