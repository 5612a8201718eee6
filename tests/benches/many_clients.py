#!/usr/bin/env python3
"""Measures a run over many clients against one client alone, in one run.

    many_clients.py QUARTERDECK [CLIENTS [ROWS]]

Makes a folder with a seeded CSV of ROWS tickets (default 25,000) for each of CLIENTS clients (default 400),
has Quarterdeck make the report of the first with an empty cache, then those of all, again with an empty
cache: HTML, PDF and JSON in both languages. Prints CPU seconds, wall seconds and peak memory of both, and
their ratios. Needs `duckdb`.
"""

import os
import sys
import tempfile

import duckdb

from ten_million import TICKETS, measured

CONFIG = """
version: 1
defaults: {as_of: 2026-10-15 09:00, locales: [zh-CN, en], resolution_targets: [{hours: 72}]}
reports:
"""
REPORT = "  - {id: c%03d, client: {zh-CN: 客户 %d, en: Client %d}, data: data/%d, tables: {tickets: tickets.csv}}\n"
ALLOWED_MB = 1024


def main():
    quarterdeck = os.path.abspath(sys.argv[1])
    clients = int(sys.argv[2]) if len(sys.argv) > 2 else 400
    rows = int(sys.argv[3]) if len(sys.argv) > 3 else 25_000
    with tempfile.TemporaryDirectory() as folder:
        size = 0
        for client in range(clients):
            os.makedirs(f"{folder}/data/{client}")
            csv = f"{folder}/data/{client}/tickets.csv"
            own = TICKETS.format(rows=f"{client * rows}, {(client + 1) * rows}")
            duckdb.execute(f"COPY ({own}) TO '{csv}' (HEADER)")
            size += os.path.getsize(csv)
        runs = {}
        for name, count in (("one client alone", 1), ("all clients", clients)):
            config = f"{folder}/{count}/reports.yaml"
            os.makedirs(os.path.dirname(config))
            os.symlink(f"{folder}/data", f"{folder}/{count}/data")
            with open(config, "w", encoding="utf-8") as file:
                file.write(CONFIG + "".join(REPORT % ((client,) * 4) for client in range(count)))
            runs[name] = measured([quarterdeck, "run", "--quiet", "--config", config])
            made = sum(file.endswith(".pdf") for _, _, files in os.walk(f"{folder}/{count}/output") for file in files)
            if made != 2 * count:
                sys.exit(f"{made} PDF files instead of {2 * count}")
    print(f"{clients} clients × {rows:,} rows, {size / 1e6:,.0f} MB of CSV")
    for name, (cpu, wall, peak) in runs.items():
        print(f"{name:<18} {cpu:8.1f} CPU s {wall:8.1f} s {peak:7.0f} MB peak")
    (one, _, peak_of_one), (all_of_them, _, peak) = runs.values()
    print(f"a client of all / one alone: CPU {all_of_them / clients / one:.2f}")
    print(f"all / one alone: peak {peak / peak_of_one:.2f}")
    print(f"all / 1 GiB: peak {peak / ALLOWED_MB:.2f}")


if __name__ == "__main__":
    main()
